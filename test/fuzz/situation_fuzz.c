/*
 * Situations: a file of them, in either format, and the flow that a librarian writes.
 * What is taken and found sound can be walked, written and read again.
 */
#include "fuzz.h"

#include "situation_import.h"
#include "situation_picture.h"
#include "situation_walk.h"

static void hear_row(void *context, int line, int column, const char *reason) {
    int64_t *const heard = context;

    assert(line >= 0);
    assert(column >= 0);
    assert(utf8_valid(reason, strlen(reason)));
    ++*heard;
}

static void hear(void *context, struct situation_place place, const char *reason) {
    hear_row(context, place.line, place.column, reason);
}

static void conclude(void *context, const struct situation_walk *walk) {
    struct arena *const arena = context;
    struct situation_walk again;
    struct situation_result result;

    situation_conclude(arena, walk, NULL, &result);
    assert(result.count <= walk->flow->paper_count);
    situation_walk(&again, walk->flow, situation_address(arena, walk));
    assert(again.next == SITUATION_RESULT);
    assert(again.count == walk->count);
}

static void go_through(const struct situation_flow *flow) {
    struct arena *const arena = arena_new();
    struct situation_picture picture;
    struct situation_flow read;
    int64_t heard = 0;
    const struct situation_listener listener = { hear, &heard };
    const char *code;

    situation_each_way(flow, conclude, arena);
    situation_draw(arena, flow, &picture);

    const char *const text = situation_write_lines(arena, "X", flow);
    if (situation_read_text(arena, text, &listener, &read, &code))
        assert(situation_is_same(arena, flow, &read));
    arena_free(arena);
}

/* Each row of a plain list is one way, and that asks for its papers and no others. */
static void expect_rows(struct arena *arena, const struct situation_import_flow *flow) {
    struct situation_walk walk;
    struct situation_result result;

    for (size_t i = 0; i < flow->row_count; i++) {
        const struct situation_row *const row = &flow->rows[i];

        situation_walk(&walk, &flow->flow, row->address);
        assert(walk.next == SITUATION_RESULT);
        situation_conclude(arena, &walk, NULL, &result);
        assert(result.bring == row->paper_count);
        for (size_t j = 0; j < result.count; j++) {
            bool asked = false;

            for (size_t k = 0; k < row->paper_count; k++)
                asked = asked || strcmp(row->papers[k], result.verdicts[j].name) == 0;
            assert(asked == (result.verdicts[j].treatment == SITUATION_BRING));
        }
    }
}

static void read_rows(struct arena *arena, const char *string) {
    int64_t heard = 0;
    struct situation_import import = {
        .bytes = string,
        .size = strlen(string),
        .listener = { .reject = hear_row, .remark = hear_row, .context = &heard },
    };

    situation_import_read(arena, &import);
    assert(heard >= import.report.rejected);
    for (size_t i = 0; i < import.flow_count; i++)
        if (import.flows[i].findings == 0) {
            go_through(&import.flows[i].flow);
            expect_rows(arena, &import.flows[i]);
        }
}

static void read_written(struct arena *arena, const char *string) {
    struct situation_findings *const found = arena_alloc(arena, sizeof *found);
    struct situation_flow flow;
    int64_t heard = 0;
    const struct situation_listener listener = { hear, &heard };
    const char *code;

    if (!situation_read_text(arena, string, &listener, &flow, &code)) {
        assert(heard > 0);
        return;
    }
    situation_check(arena, &flow, NULL, found);
    for (size_t i = 0; i < found->count; i++)
        assert(situation_place(string, &found->finding[i]).line > 0);
    if (found->can_be_walked)
        go_through(&flow);
}

/* The first byte chooses between a file and a flow. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    char *string = size > 0 ? fuzz_string(bytes + 1, size - 1) : NULL;

    if (string && bytes[0] % 2)
        read_rows(arena, string);
    else if (string)
        read_written(arena, string);
    free(string);
    arena_free(arena);
    return 0;
}
