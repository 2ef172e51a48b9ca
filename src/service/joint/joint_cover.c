#include "joint_cover.h"

#include <assert.h>
#include <string.h>

#include "joint.sql.h"
#include "text.h"

enum { STRETCH = 2000 }; /* of the statement; more than a matter has */

static void add_text(struct text *out, const char *string) {
    text_addf(out, "%zu:%s/", strlen(string), string);
}

/* Not the due moment: it follows from when it was asked, its days and the stops. */
static void add_values(struct text *out, const struct joint_office *office) {
    text_addf(out, "%lld/%lld/%lld/%lld/%d/%lld/%lld/%lld/", (long long)office->ordinal,
              (long long)office->stage, (long long)office->department_id,
              (long long)office->days, (int)office->state, (long long)office->asked_ms,
              (long long)office->answered_ms, (long long)office->account_id);
    add_text(out, office->department);
    add_text(out, office->examines);
    add_text(out, office->answered_by);
    add_text(out, office->opinion);
}

struct ledger_part joint_cover(struct work *work, const struct joint_office *offices,
                               size_t count) {
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        add_values(&out, &offices[i]);
    return (struct ledger_part){ joint_part.name, { out.bytes, out.length } };
}

/* How many of the rows are whole matters: the last may go on behind a full stretch. */
static size_t whole(const struct sql_joint_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0); /* JOINT_OFFICES_MAX of a matter are fewer */
    return end;
}

static struct joint_office office_of(const struct sql_joint_stretch_row *row) {
    return (struct joint_office){
        .ordinal = row->ordinal,
        .stage = row->stage,
        .department_id = row->department_id,
        .department = row->department,
        .examines = row->examines,
        .days = row->days,
        .state = (enum joint_state)row->state,
        .asked_ms = row->asked_ms,
        .answered_ms = row->answered_ms,
        .account_id = row->account_id,
        .answered_by = row->answered_by,
        .opinion = row->opinion,
    };
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_joint_stretch_row *found;
    const size_t read = sql_joint_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++) {
            const struct joint_office office = office_of(&found[i]);

            add_values(&out, &office);
        }
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind joint_part = { "joint", stretch };
