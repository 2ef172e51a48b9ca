#include "matter_list.h"

#include <assert.h>

#include "cursor.h"
#include "matter_line.h"
#include "person.h"

size_t matter_list_mine(struct work *work, int64_t after_id, size_t limit,
                        const struct matter_line **lines) {
    struct sql_matter_mine_row *rows;
    const size_t count = sql_matter_mine(work, &rows, .person_id = work->actor.person_id,
                                         .id = after_id, .limit = (int64_t)limit);
    struct matter_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    assert(limit <= MATTER_LIST_MAX + 1);
    assert(count <= limit);
    for (size_t i = 0; i < count; i++)
        made[i] = (struct matter_line){
            .id = rows[i].id,
            .number = rows[i].number,
            .title = rows[i].title,
            .state = flow_state(matter_flow(rows[i].kind), (int)rows[i].state),
            .asker = "",
            .submitted_ms = rows[i].submitted_ms,
            .due_ms = rows[i].due_ms,
            .light = matter_light(work, rows[i].due_ms, rows[i].clock_days,
                                  (unsigned)rows[i].facts),
            .rated = rows[i].rated,
        };
    *lines = made;
    return count;
}

struct matter_line matter_line_of(struct work *work,
                                  const struct sql_matter_line_row *row) {
    return (struct matter_line){
        .id = row->id,
        .number = row->number,
        .title = row->title,
        .state = flow_state(matter_flow(row->kind), (int)row->state),
        .asker =
            person_masked_name(work, row->person_id, (enum person_kind)row->person_kind,
                               row->person_name.data, row->person_name.size),
        .submitted_ms = row->submitted_ms,
        .due_ms = row->due_ms,
        .light = matter_light(work, row->due_ms, row->clock_days, (unsigned)row->facts),
        .rated = row->rated,
    };
}

const struct refusal *matter_read_cursor(const char *text, struct matter_cursor *cursor) {
    int64_t keys[2];
    const struct refusal *refusal = cursor_read(text, keys, 2, 0);

    *cursor = (struct matter_cursor){ keys[0], keys[1] };
    return refusal;
}

const char *matter_write_cursor(struct arena *arena, struct matter_cursor cursor) {
    return cursor_write(arena, (int64_t[]){ cursor.due_ms, cursor.id }, 2);
}

static size_t make_lines(struct work *work, const struct sql_matter_line_row *rows,
                         size_t count, const struct matter_line **lines) {
    struct matter_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = matter_line_of(work, &rows[i]);
    *lines = made;
    return count;
}

static size_t list_hall(struct work *work, enum flow_desk desk, enum flow_stage stage,
                        struct matter_cursor after, size_t limit,
                        const struct matter_line **lines) {
    struct sql_matter_line_row *rows;
    const size_t count = sql_matter_at_desk(
        work, &rows, .desk = desk, .stage = stage, .due_ms = after.due_ms, .id = after.id,
        .until_ms = INT64_MAX, .limit = (int64_t)limit);

    return make_lines(work, rows, count, lines);
}

static size_t list_department(struct work *work, int64_t department_id,
                              enum flow_desk desk, enum flow_stage stage,
                              struct matter_cursor after, size_t limit,
                              const struct matter_line **lines) {
    struct sql_matter_line_row *rows;
    const size_t count = sql_matter_of_department(
        work, &rows, .desk = desk, .stage = stage, .department_id = department_id,
        .due_ms = after.due_ms, .id = after.id, .until_ms = INT64_MAX,
        .limit = (int64_t)limit);

    return make_lines(work, rows, count, lines);
}

size_t matter_list_desk(struct work *work, enum flow_desk desk, enum flow_stage stage,
                        struct matter_cursor after, size_t limit,
                        const struct matter_line **lines) {
    assert(desk != FLOW_NOBODY);
    assert(limit <= MATTER_LIST_MAX + 1);
    if (desk == FLOW_REVIEW && !work_may(work, RIGHT_MANAGE))
        return list_department(work, work->actor.department_id, desk, stage, after, limit,
                               lines);
    return list_hall(work, desk, stage, after, limit, lines);
}

size_t matter_list_review(struct work *work, int64_t department_id,
                          struct matter_cursor after, size_t limit,
                          const struct matter_line **lines) {
    assert(limit <= MATTER_LIST_MAX + 1);
    return list_department(work, department_id, FLOW_REVIEW, FLOW_UNDER_REVIEW, after,
                           limit, lines);
}
