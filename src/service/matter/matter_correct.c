#include "matter_correct.h"

#include <assert.h>
#include <string.h>

#include "matter_correct.sql.h"
#include "matter_who.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

enum { STRETCH = 2000 }; /* of the statement; more than a matter has */

const struct refusal matter_correct_absent = {
    REFUSED_ABSENT, "matter.correct_absent",
    TEXT("这个办件没有这条记录。请回到办件页面，在“经过”里选要更正的那一条。"), NULL
};
const struct refusal matter_correct_none = { REFUSED_INVALID, "matter.correct_none",
                                             TEXT("改后和原来一样。请写出应该是什么。"),
                                             "becomes" };
const struct refusal matter_correct_too_many = {
    REFUSED_CONFLICT, "matter.correct_too_many",
    TEXT("这个办件的更正太多了，不能再加。请联系管理员核对这个办件。"), NULL
};

/* ---- covered by the ledger ---- */

static void add_value(struct text *out, const char *value) {
    text_addf(out, "%zu:%s,", strlen(value), value);
}

static void add_values(struct text *out, const struct matter_correction *row) {
    text_addf(out, "%lld/%lld/", (long long)row->ordinal, (long long)row->corrects);
    add_value(out, row->was);
    add_value(out, row->becomes);
    add_value(out, row->reason);
}

/* How many of the rows are whole matters: the last may go on behind a full stretch. */
static size_t whole(const struct sql_matter_correct_stretch_row *rows, size_t count) {
    size_t end = count;

    if (count < STRETCH)
        return count;
    while (end > 0 && rows[end - 1].matter_id == rows[count - 1].matter_id)
        end--;
    assert(end > 0);
    return end;
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_matter_correct_stretch_row *found;
    const size_t read = sql_matter_correct_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, &(struct matter_correction){
                                 found[i].corrects, found[i].was, found[i].becomes,
                                 found[i].reason, found[i].ordinal });
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind matter_correct_part = { "corrections", stretch };

static struct ledger_part part_of(struct work *work, int64_t matter_id) {
    const struct matter_correction *rows;
    const size_t count = matter_corrections(work, matter_id, &rows);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        add_values(&out, &rows[i]);
    return (struct ledger_part){ matter_correct_part.name, { out.bytes, out.length } };
}

/* ---- reading ---- */

size_t matter_corrections(struct work *work, int64_t matter_id,
                          const struct matter_correction **corrections) {
    struct sql_matter_correct_of_matter_row *rows;
    const size_t count =
        sql_matter_correct_of_matter(work, &rows, .matter_id = matter_id);
    struct matter_correction *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct matter_correction){ rows[i].corrects, rows[i].was, rows[i].becomes,
                                        rows[i].reason, rows[i].ordinal };
    *corrections = made;
    return count;
}

/* Each corrects an earlier event, so going backward once is enough. */
int64_t matter_corrected(const struct matter_correction *corrections, size_t count,
                         int64_t ordinal) {
    int64_t corrected = 0;

    for (size_t i = count; i-- > 0;)
        if (corrections[i].ordinal == (corrected ? corrected : ordinal))
            corrected = corrections[i].corrects;
    return corrected;
}

/* ---- correcting ---- */

bool matter_may_correct(struct work *work, const struct matter *matter,
                        const struct ledger_event *event) {
    if (work->actor.person_id)
        return false;
    return work_may(work, RIGHT_MANAGE) ||
           (event->actor_id && event->actor_id == work->actor.id) ||
           (work_may(work, RIGHT_APPROVE) &&
            work->actor.department_id == matter->department_id);
}

/* The event of an ordinal, or NULL. */
static const struct ledger_event *
find_event(struct work *work, const struct matter *matter, int64_t ordinal) {
    const struct ledger_event *events;
    const size_t count = ledger_events(work, matter->id, &events);

    for (size_t i = 0; i < count; i++)
        if (events[i].ordinal == ordinal)
            return &events[i];
    return NULL;
}

static const struct refusal *check(struct work *work, const struct matter *matter,
                                   const struct matter_correction *given) {
    const struct ledger_event *event = find_event(work, matter, given->corrects);
    const struct matter_correction *rows;

    if (!event)
        return &matter_correct_absent;
    if (!matter_may_correct(work, matter, event))
        return &matter_forbidden;
    if (strcmp(given->was, given->becomes) == 0)
        return &matter_correct_none;
    return matter_corrections(work, matter->id, &rows) >= MATTER_CORRECTIONS_MAX
               ? &matter_correct_too_many
               : NULL;
}

const struct refusal *matter_correct(struct work *work, struct matter *matter,
                                     const struct matter_correction *given,
                                     const char **note) {
    const struct refusal *refusal = check(work, matter, given);
    struct ledger_part part;

    assert(given->was[0] && given->becomes[0] && given->reason[0]);
    assert(utf8_count(given->was) <= MATTER_WRONG_MAX);
    assert(utf8_count(given->becomes) <= MATTER_WRONG_MAX);
    assert(utf8_count(given->reason) <= MATTER_CORRECT_REASON_MAX);
    if (refusal)
        return refusal;
    sql_matter_correct_add(work, .matter_id = matter->id,
                           .ordinal = matter->head.ordinal + 1,
                           .corrects = given->corrects, .was = given->was,
                           .becomes = given->becomes, .reason = given->reason);
    part = part_of(work, matter->id);
    *note = arena_format(work->arena, "原来：%s；更正为：%s。理由：%s", given->was,
                         given->becomes, given->reason);
    return matter_record_part(work, matter, MATTER_CORRECTED, *note, &part);
}
