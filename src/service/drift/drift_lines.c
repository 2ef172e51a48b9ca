#include <string.h>

#include "arena.h"
#include "drift_normal.h"
#include "drift_web.h"
#include "utf8.h"

enum { EXCERPT_BYTES = 60 };
enum { IGNORED = DRIFT_BLANKS | DRIFT_WIDTH | DRIFT_PUNCTUATION };

/* Lines with what each is compared by. */
struct side {
    const char **line;
    const char **normal;
    size_t count;
};

static struct side split(struct arena *arena, const char *text) {
    size_t count = *text != '\0';

    for (const char *at = text; *at; at++)
        count += *at == '\n';

    struct side side = { arena_alloc(arena, count * sizeof *side.line),
                         arena_alloc(arena, count * sizeof *side.normal), 0 };

    while (side.count < count) {
        const size_t size = strcspn(text, "\n");

        side.line[side.count] = arena_copy_bytes(arena, text, size);
        side.normal[side.count] = drift_normal(arena, side.line[side.count], IGNORED);
        side.count++;
        text += size + (text[size] == '\n');
    }
    return side;
}

/* ---- two lines: what is between what they share at both ends ---- */

static bool continues(const char *at) {
    return ((unsigned char)*at & 0xC0) == 0x80;
}

static size_t shared_before(const char *one, const char *other) {
    size_t size = 0;

    while (one[size] && one[size] == other[size])
        size++;
    while (size > 0 && (continues(one + size) || continues(other + size)))
        size--;
    return size;
}

/* Never into the first bytes, which are shared already. */
static size_t shared_behind(const char *one, const char *other, size_t before) {
    const size_t one_size = strlen(one), other_size = strlen(other);
    const size_t most = (one_size < other_size ? one_size : other_size) - before;
    size_t size = 0;

    while (size < most && one[one_size - size - 1] == other[other_size - size - 1])
        size++;
    while (size > 0 && continues(one + one_size - size))
        size--;
    return size;
}

static struct drift_line mark_middle(struct arena *arena, const char *line, size_t before,
                                     size_t behind) {
    const size_t size = strlen(line);

    return (struct drift_line){
        arena_copy_bytes(arena, line, before),
        arena_copy_bytes(arena, line + before, size - before - behind),
        arena_copy_bytes(arena, line + size - behind, behind),
        true,
    };
}

static const char *shortened(struct arena *arena, const char *text, size_t most) {
    const size_t size = utf8_prefix(text, most);

    return text[size] ? arena_format(arena, "%.*s…", (int)size, text) : text;
}

/* ---- many lines ---- */

static bool has(const struct side *side, const char *normal) {
    for (size_t i = 0; i < side->count; i++)
        if (strcmp(side->normal[i], normal) == 0)
            return true;
    return false;
}

/* The next line, from a place on, that the other side does not have. */
static size_t next_own(const struct side *side, const struct side *other, size_t at) {
    while (at < side->count && has(other, side->normal[at]))
        at++;
    return at;
}

static struct drift_lines begin_lines(struct arena *arena, const struct side *side) {
    struct drift_line *const lines = arena_alloc(arena, side->count * sizeof *lines);

    for (size_t i = 0; i < side->count; i++)
        lines[i] = (struct drift_line){ side->line[i], "", "", false };
    return (struct drift_lines){ lines, side->count };
}

static void mark_whole(struct drift_lines lines, size_t at) {
    ((struct drift_line *)lines.line)[at] =
        (struct drift_line){ "", lines.line[at].before, "", true };
}

/* One that is alone is marked whole, two that stand for each other where they differ. */
static void mark_pair(struct arena *arena, struct drift_lines ours, size_t here,
                      struct drift_lines theirs, size_t there) {
    if (here < ours.count && there < theirs.count) {
        const char *const one = ours.line[here].before;
        const char *const other = theirs.line[there].before;
        const size_t before = shared_before(one, other);
        const size_t behind = shared_behind(one, other, before);

        ((struct drift_line *)ours.line)[here] = mark_middle(arena, one, before, behind);
        ((struct drift_line *)theirs.line)[there] =
            mark_middle(arena, other, before, behind);
    } else if (here < ours.count) {
        mark_whole(ours, here);
    } else {
        mark_whole(theirs, there);
    }
}

void drift_compare_lines(struct arena *arena, const char *ours, const char *theirs,
                         struct drift_lines *our_lines, struct drift_lines *their_lines) {
    const struct side here = split(arena, ours), there = split(arena, theirs);
    size_t i = next_own(&here, &there, 0), j = next_own(&there, &here, 0);

    *our_lines = begin_lines(arena, &here);
    *their_lines = begin_lines(arena, &there);
    while (i < here.count || j < there.count) {
        mark_pair(arena, *our_lines, i, *their_lines, j);
        i = next_own(&here, &there, i + 1);
        j = next_own(&there, &here, j + 1);
    }
}

struct drift_line drift_excerpt(struct arena *arena, struct drift_lines lines) {
    const struct drift_line *found = lines.count > 0 ? &lines.line[0] : NULL;

    for (size_t i = 0; i < lines.count; i++)
        if (lines.line[i].differs) {
            found = &lines.line[i];
            break;
        }
    if (!found)
        return (struct drift_line){ "", "", "", false };

    const size_t size = strlen(found->before);
    size_t from = size > EXCERPT_BYTES ? size - EXCERPT_BYTES : 0;

    while (continues(found->before + from))
        from++;
    return (struct drift_line){
        arena_format(arena, "%s%s", from > 0 ? "…" : "", found->before + from),
        shortened(arena, found->marked, 2 * EXCERPT_BYTES),
        shortened(arena, found->behind, EXCERPT_BYTES),
        found->differs,
    };
}
