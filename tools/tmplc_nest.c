#include "tmplc_nest.h"

#include <assert.h>
#include <string.h>

#include "arena.h"

static struct block *innermost(struct nest *nest) {
    return nest->depth > 0 ? &nest->block[nest->depth - 1] : NULL;
}

/* Functions are transparent: one may open what another closes. */
static size_t base_of(struct nest *nest) {
    return nest->depth > 1 ? innermost(nest)->base : 0;
}

static const char *joined(struct nest *nest, const char *a, const char *b,
                          const char *separator) {
    return arena_format(nest->run->arena, "%s%s%s", a, b, separator);
}

static void push(struct nest *nest, const char *name, bool either, int line) {
    if (nest->open_count == NEST_MAX) {
        complain(nest->run, nest->path, line, "more than %d tags open", NEST_MAX);
        nest->lost = true;
        return;
    }
    nest->open[nest->open_count++] =
        (struct open_tag){ .name = name, .either = either, .line = line };
}

void nest_tag_open(struct nest *nest, const char *name, int line) {
    if (!nest->lost)
        push(nest, name, false, line);
}

/* Nothing of this block is open: the tag was opened outside of it. */
static void close_outside(struct nest *nest, const char *name, int line) {
    struct block *const block = innermost(nest);

    if (!block || nest->depth == 1)
        complain(nest->run, nest->path, line, "</%s> closes nothing; delete it", name);
    else if (block->kind == BLOCK_LOOP)
        complain(nest->run, nest->path, line,
                 "</%s> closes in a loop what was opened before it", name);
    else if (block->kind == BLOCK_PLAIN || block->kind == BLOCK_SWITCH)
        nest->lost = true;
    else
        block->closes = joined(nest, block->closes, name, ",");
}

void nest_tag_close(struct nest *nest, const char *name, int line) {
    if (nest->lost)
        return;
    if (nest->open_count == base_of(nest)) {
        close_outside(nest, name, line);
        return;
    }

    const struct open_tag *const top = &nest->open[nest->open_count - 1];
    if (top->either) {
        complain(nest->run, nest->path, line,
                 "</%s> here, but the branches that began at line %d opened %s", name,
                 top->line, top->name);
        nest->lost = true;
    } else if (strcmp(top->name, name) == 0) {
        nest->open_count--;
    } else {
        complain(nest->run, nest->path, line,
                 "</%s> here, but <%s> of line %d is still open; write </%s> first", name,
                 top->name, top->line, top->name);
        nest->lost = true;
    }
}

bool nest_inside(const struct nest *nest, const char *name) {
    for (size_t i = 0; i < nest->open_count; i++)
        if (!nest->open[i].either && strcmp(nest->open[i].name, name) == 0)
            return true;
    return false;
}

/* ---- blocks ---- */

void nest_block_open(struct nest *nest, enum block_kind kind, int line) {
    struct chain *const chain = &nest->chain[nest->depth];
    const bool goes_on = kind == BLOCK_ELSE || kind == BLOCK_ELSE_IF;

    if (!goes_on)
        nest_settle(nest);
    if (nest->depth == BLOCKS_MAX - 1) {
        complain(nest->run, nest->path, line, "more than %d braces open", BLOCKS_MAX - 1);
        nest->lost = true;
        return;
    }
    nest->block[nest->depth] = (struct block){
        .kind = kind,
        .number = goes_on && chain->pending ? chain->number : ++nest->block_numbers,
        .branch = goes_on && chain->pending ? chain->branches : 0,
        .base = nest->open_count,
        .closes = "",
        .line = line,
    };
    nest->depth++;
    nest->chain[nest->depth].pending = false;
}

/* Pops what the block opened: "span,a," innermost first. */
static const char *pop_opens(struct nest *nest, size_t base) {
    const char *opens = "";

    while (nest->open_count > base)
        opens = joined(nest, opens, nest->open[--nest->open_count].name, ",");
    return opens;
}

static void chain_add(struct nest *nest, const struct block *block, const char *opens) {
    struct chain *const chain = &nest->chain[nest->depth];

    if (block->kind == BLOCK_IF || !chain->pending)
        *chain = (struct chain){ .line = block->line,
                                 .number = block->number,
                                 .opens = "",
                                 .closes = "",
                                 .same = true };
    if (chain->branches == 0) {
        chain->first_opens = opens;
        chain->first_closes = block->closes;
    }
    chain->same = chain->same && strcmp(opens, chain->first_opens) == 0 &&
                  strcmp(block->closes, chain->first_closes) == 0;
    chain->opens = joined(nest, chain->opens, opens, "|");
    chain->closes = joined(nest, chain->closes, block->closes, "|");
    chain->complete = block->kind == BLOCK_ELSE;
    chain->branches++;
    chain->pending = true;
}

void nest_block_close(struct nest *nest, int line) {
    nest_settle(nest);
    if (nest->depth == 0)
        return; /* the C compiler will say it better */

    struct block block = *innermost(nest);
    nest->depth--;
    if (nest->lost || nest->depth == 0)
        return;

    const int open_line = nest->open_count ? nest->open[nest->open_count - 1].line : 0;
    const char *opens = pop_opens(nest, block.base);
    if (block.returns) {
        opens = "";
        block.closes = "";
    }
    switch (block.kind) {
    case BLOCK_IF:
    case BLOCK_ELSE_IF:
    case BLOCK_ELSE: chain_add(nest, &block, opens); break;
    case BLOCK_LOOP:
        if (*opens)
            complain(nest->run, nest->path, line,
                     "the loop of line %d ends, but <%.*s> of line %d is still open",
                     block.line, (int)strcspn(opens, ","), opens, open_line);
        break;
    case BLOCK_PLAIN:
    case BLOCK_SWITCH: nest->lost = *opens != '\0'; break;
    }
}

/* All branches did the same: apply it once.  Names are innermost first. */
static void apply(struct nest *nest, const struct chain *chain) {
    for (const char *name = chain->first_closes; *name;) {
        const size_t size = strcspn(name, ",");

        nest_tag_close(nest, arena_copy_bytes(nest->run->arena, name, size), chain->line);
        name += size + 1;
    }

    const char *end = chain->first_opens + strlen(chain->first_opens);
    while (end > chain->first_opens) {
        const char *begin = --end;

        while (begin > chain->first_opens && begin[-1] != ',')
            begin--;
        nest_tag_open(nest,
                      arena_copy_bytes(nest->run->arena, begin, (size_t)(end - begin)),
                      chain->line);
        end = begin;
    }
}

/* Branch by branch, what an earlier if opened. */
static void close_either(struct nest *nest, const struct chain *chain) {
    const struct open_tag *const top =
        nest->open_count > base_of(nest) ? &nest->open[nest->open_count - 1] : NULL;

    if (top && top->either && strcmp(top->name, chain->closes) == 0) {
        nest->open_count--;
        return;
    }
    complain(nest->run, nest->path, chain->line,
             "the branches close \"%s\" but %s%s%s opened before; close tags in the "
             "branches that mirror those that opened them",
             chain->closes, top ? "\"" : "nothing", top ? top->name : "",
             top ? "\" was" : " was");
    nest->lost = true;
}

void nest_settle(struct nest *nest) {
    struct chain *const chain = &nest->chain[nest->depth];

    if (!chain->pending)
        return;
    chain->pending = false;
    if (nest->lost)
        return;

    const bool opens = strspn(chain->opens, "|") != strlen(chain->opens);
    const bool closes = strspn(chain->closes, "|") != strlen(chain->closes);
    const char *const rest = chain->complete ? "" : "|";

    if (chain->same && chain->complete) {
        apply(nest, chain);
    } else if (opens && closes) {
        nest->lost = true;
    } else if (opens) {
        push(nest, joined(nest, chain->opens, rest, ""), true, chain->line);
    } else if (closes) {
        chain->closes = joined(nest, chain->closes, rest, "");
        close_either(nest, chain);
    }
}

void nest_case(struct nest *nest) {
    struct block *const block = innermost(nest);

    if (!block)
        return;
    block->branch++;
    if (!nest->lost && nest->open_count != block->base)
        nest->lost = true;
}

void nest_return(struct nest *nest) {
    struct block *const block = innermost(nest);

    if (block)
        block->returns = true;
}

void nest_end(struct nest *nest) {
    nest_settle(nest);
    if (nest->lost || nest->open_count == 0)
        return;

    const struct open_tag *const top = &nest->open[nest->open_count - 1];
    if (top->either)
        complain(nest->run, nest->path, top->line,
                 "the branches open \"%s\" and no later branches close that", top->name);
    else
        complain(nest->run, nest->path, top->line, "<%s> is never closed; write </%s>",
                 top->name, top->name);
}

/* ---- ids ---- */

/* Two places in different branches of one if, or in different functions. */
static bool never_together(const struct id_seen *a, const struct id_seen *b) {
    for (int depth = 0; depth < a->depth && depth < b->depth; depth++) {
        if (a->at[depth].number != b->at[depth].number)
            return depth == 0;
        if (a->at[depth].branch != b->at[depth].branch)
            return true;
    }
    return false;
}

void nest_id(struct nest *nest, const char *id, int line) {
    if (nest->id_count == IDS_MAX) {
        complain(nest->run, nest->path, line, "more than %d ids", IDS_MAX);
        return;
    }

    struct id_seen *const seen = &nest->id[nest->id_count++];
    *seen = (struct id_seen){ .name = id, .line = line, .depth = nest->depth };
    for (int i = 0; i < nest->depth; i++) {
        seen->at[i].number = nest->block[i].number;
        seen->at[i].branch = nest->block[i].branch;
        if (nest->block[i].kind == BLOCK_LOOP)
            complain(nest->run, nest->path, line,
                     "id=\"%s\" in a loop is printed more than once; put a {{ }} into it",
                     id);
    }
    for (size_t i = 0; i + 1 < nest->id_count; i++)
        if (strcmp(nest->id[i].name, id) == 0 && !never_together(&nest->id[i], seen))
            complain(nest->run, nest->path, line, "id=\"%s\" stands at line %d already",
                     id, nest->id[i].line);
}
