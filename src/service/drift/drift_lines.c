#include <string.h>

#include "arena.h"
#include "drift_normal.h"
#include "drift_web.h"
#include "utf8.h"

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

static bool has(const struct side *side, const char *normal) {
    for (size_t i = 0; i < side->count; i++)
        if (strcmp(side->normal[i], normal) == 0)
            return true;
    return false;
}

static struct drift_lines mark_lines(struct arena *arena, const struct side *side,
                                     const struct side *other) {
    struct drift_line *const lines = arena_alloc(arena, side->count * sizeof *lines);

    for (size_t i = 0; i < side->count; i++)
        lines[i] = has(other, side->normal[i])
                       ? (struct drift_line){ side->line[i], "", "" }
                       : (struct drift_line){ "", side->line[i], "" };
    return (struct drift_lines){ lines, side->count };
}

/* ---- two single lines: what is between what they share at both ends ---- */

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

static struct drift_lines mark_middle(struct arena *arena, const char *line,
                                      size_t before, size_t behind) {
    const size_t size = strlen(line);
    struct drift_line *const marked = arena_alloc(arena, sizeof *marked);

    *marked = (struct drift_line){
        arena_copy_bytes(arena, line, before),
        arena_copy_bytes(arena, line + before, size - before - behind),
        arena_copy_bytes(arena, line + size - behind, behind),
    };
    return (struct drift_lines){ marked, 1 };
}

void drift_compare_lines(struct arena *arena, const char *ours, const char *theirs,
                         struct drift_lines *our_lines, struct drift_lines *their_lines) {
    const struct side here = split(arena, ours), there = split(arena, theirs);

    if (here.count == 1 && there.count == 1) {
        const size_t before = shared_before(ours, theirs);
        const size_t behind = shared_behind(ours, theirs, before);

        *our_lines = mark_middle(arena, ours, before, behind);
        *their_lines = mark_middle(arena, theirs, before, behind);
    } else {
        *our_lines = mark_lines(arena, &here, &there);
        *their_lines = mark_lines(arena, &there, &here);
    }
}
