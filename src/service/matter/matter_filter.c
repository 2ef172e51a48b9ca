#include "matter_filter.h"

#include <assert.h>
#include <string.h>

#include "id.h"
#include "mask.h"
#include "matter_line.h"
#include "sealed.h"

enum {
    SOURCES_MAX = 64,
    BATCH_MERGED = 24, /* rows read at first where several sources are merged, … */
    BATCH_MANY = 8,    /* … or many, */
    MANY = 6,
    BATCH_HELD = 100, /* and where rows are held against more conditions */
    BATCH_MAX = 1000,
};

/* What a source's index begins with. */
enum lead {
    OF_PERSON,
    OF_ITEM,
    OF_OWNER,
    OF_OFFICE_STATE,
    OF_OFFICE,
    OF_STATE,
    OF_OUTLET,
    OF_ALL,
    DUE_PRESSED,
    DUE_STOPPED,
    DUE_OF_OWNER,
    DUE_AT_OFFICE_DESK,
    DUE_AT_DESK,
    DUE_OF_OFFICE,
    DUE_OF_ALL,
};

/* One stretch of one index, and how far it has been read. */
struct source {
    enum lead lead;
    int64_t person_id;
    int state;
    enum flow_desk desk;
    enum flow_stage stage;
    struct matter_cursor last;
    const struct sql_matter_line_row *rows;
    size_t count, at;
    bool ended;
};

struct reading {
    struct work *work;
    const struct matter_filter *filter;
    bool of_office;
    int64_t department_id; /* of scope and filter together */
    int64_t since_id;
    int64_t until_ms; /* the last due moment that is wanted */
    size_t batch;
    struct source source[SOURCES_MAX];
    size_t source_count;
};

struct matter_filter matter_filter_all(const struct work *work) {
    const bool all = work_may(work, RIGHT_INTAKE | RIGHT_MANAGE | RIGHT_SYSTEM);

    return (struct matter_filter){
        .stage = MATTER_ANY,
        .state = "",
        .light = MATTER_ANY,
        .scoped = !all,
        .scope_id = all ? 0 : work->actor.department_id,
    };
}

/* ---- which stretches are read ---- */

static bool wants_stage(const struct matter_filter *filter, enum flow_stage stage) {
    return filter->stage == MATTER_ANY || filter->stage == (int)stage ||
           (filter->stage == MATTER_OPEN && stage != FLOW_OVER);
}

static bool wants_state(const struct matter_filter *filter,
                        const struct flow_state *state) {
    return wants_stage(filter, state->stage) &&
           (!filter->state[0] || strcmp(filter->state, state->name) == 0);
}

static bool names_state(const struct matter_filter *filter) {
    return filter->stage != MATTER_ANY || filter->state[0];
}

static struct source *add_source(struct reading *reading, enum lead lead) {
    struct source *source = &reading->source[reading->source_count++];

    assert(reading->source_count <= SOURCES_MAX);
    *source = (struct source){ .lead = lead };
    return source;
}

static bool has_state(const struct reading *reading, int state) {
    for (size_t i = 0; i < reading->source_count; i++)
        if (reading->source[i].state == state)
            return true;
    return false;
}

/* A source for each state that is wanted; kinds may share a number. */
static void add_states(struct reading *reading, enum lead lead) {
    for (size_t f = 0; matter_flows[f]; f++)
        for (size_t i = 0; i < matter_flows[f]->state_count; i++) {
            const struct flow_state *state = &matter_flows[f]->states[i];

            if (wants_state(reading->filter, state) && !has_state(reading, state->state))
                add_source(reading, lead)->state = state->state;
        }
}

static void choose_newest(struct reading *reading) {
    const struct matter_filter *filter = reading->filter;

    if (filter->of_asker)
        for (size_t i = 0; i < filter->person_count; i++)
            add_source(reading, OF_PERSON)->person_id = filter->person_id[i];
    else if (filter->item_id)
        add_source(reading, OF_ITEM);
    else if (filter->owner_id)
        add_source(reading, OF_OWNER);
    else if (names_state(filter))
        add_states(reading, reading->of_office ? OF_OFFICE_STATE : OF_STATE);
    else if (reading->of_office)
        add_source(reading, OF_OFFICE);
    else
        add_source(reading, filter->outlet_id ? OF_OUTLET : OF_ALL);
}

static bool has_desk(const struct reading *reading, enum flow_desk desk,
                     enum flow_stage stage) {
    for (size_t i = 0; i < reading->source_count; i++)
        if (reading->source[i].desk == desk && reading->source[i].stage == stage)
            return true;
    return false;
}

/* A source for each desk and stage at which a matter in a wanted state waits. */
static void add_desks(struct reading *reading, enum lead lead) {
    for (size_t f = 0; matter_flows[f]; f++)
        for (size_t i = 0; i < matter_flows[f]->state_count; i++) {
            const struct flow_state *state = &matter_flows[f]->states[i];

            if (state->desk == FLOW_NOBODY || !wants_state(reading->filter, state) ||
                has_desk(reading, state->desk, state->stage))
                continue;

            struct source *source = add_source(reading, lead);

            source->desk = state->desk;
            source->stage = state->stage;
        }
}

static void choose_next_due(struct reading *reading) {
    if (reading->filter->pressed)
        add_source(reading, DUE_PRESSED);
    else if (reading->filter->light == MATTER_BLUE)
        add_source(reading, DUE_STOPPED);
    else if (reading->filter->owner_id)
        add_source(reading, DUE_OF_OWNER);
    else if (names_state(reading->filter))
        add_desks(reading, reading->of_office ? DUE_AT_OFFICE_DESK : DUE_AT_DESK);
    else
        add_source(reading, reading->of_office ? DUE_OF_OFFICE : DUE_OF_ALL);
}

/* ---- where they begin and end ---- */

static int64_t later(int64_t one, int64_t other) {
    return one > other ? one : other;
}

static struct matter_cursor begin_newest(const struct matter_filter *filter) {
    return (struct matter_cursor){ 0, filter->before_ms ? id_first_of(filter->before_ms)
                                                        : INT64_MAX };
}

/* A light is a window of due moments; how near is near is then held against each row. */
static struct matter_cursor begin_next_due(struct reading *reading) {
    const struct matter_filter *filter = reading->filter;
    const int64_t now_ms = reading->work->now_ms;
    int64_t since_ms = filter->due_since_ms;

    reading->until_ms = filter->due_end_ms ? filter->due_end_ms - 1 : INT64_MAX;
    switch (filter->light) {
    case MATTER_ANY:
        if (filter->due_end_ms)
            since_ms = later(since_ms, 1); /* what is due never is not due by then */
        break;
    case MATTER_GREY: reading->until_ms = 0; break;
    case MATTER_BLUE: break; /* whatever it is due */
    case MATTER_RED:
        since_ms = later(since_ms, 1);
        reading->until_ms = reading->until_ms < now_ms ? reading->until_ms : now_ms - 1;
        break;
    default: since_ms = later(since_ms, now_ms); break;
    }
    /* Behind all of the moment before. */
    return since_ms ? (struct matter_cursor){ since_ms - 1, INT64_MAX }
                    : (struct matter_cursor){ 0, 0 };
}

static void begin(struct reading *reading, struct matter_cursor after) {
    const struct matter_filter *filter = reading->filter;
    struct matter_cursor start;

    reading->of_office = filter->scoped || filter->department_id;
    reading->department_id = filter->scope_id ? filter->scope_id : filter->department_id;
    reading->since_id = filter->since_ms ? id_first_of(filter->since_ms) : 0;
    if (filter->order == MATTER_NEWEST) {
        choose_newest(reading);
        start = begin_newest(filter);
    } else {
        choose_next_due(reading);
        start = begin_next_due(reading);
    }
    if (after.id)
        start = after;
    for (size_t i = 0; i < reading->source_count; i++)
        reading->source[i].last = start;
}

/* ---- reading them side by side ---- */

/* What all lists of that order say. */
#define NEWEST(source)                                                                   \
    .before_id = (source)->last.id, .since_id = reading->since_id,                       \
    .limit = (int64_t)reading->batch
#define NEXT_DUE(source)                                                                 \
    .due_ms = (source)->last.due_ms, .id = (source)->last.id,                            \
    .until_ms = reading->until_ms, .limit = (int64_t)reading->batch

static size_t read_newest(struct reading *reading, const struct source *source,
                          struct sql_matter_line_row **rows) {
    const struct matter_filter *filter = reading->filter;
    struct work *work = reading->work;

    switch (source->lead) {
    case OF_PERSON:
        return sql_matter_of_person(work, rows, .person_id = source->person_id,
                                    NEWEST(source));
    case OF_ITEM:
        return sql_matter_of_item(work, rows, .item_id = filter->item_id, NEWEST(source));
    case OF_OWNER:
        return sql_matter_of_owner(work, rows, .owner_id = filter->owner_id,
                                   NEWEST(source));
    case OF_OFFICE_STATE:
        return sql_matter_of_office_state(work, rows,
                                          .department_id = reading->department_id,
                                          .state = source->state, NEWEST(source));
    case OF_OFFICE:
        return sql_matter_of_office(work, rows, .department_id = reading->department_id,
                                    NEWEST(source));
    case OF_STATE:
        return sql_matter_of_state(work, rows, .state = source->state, NEWEST(source));
    case OF_OUTLET:
        return sql_matter_of_outlet(work, rows, .outlet_id = filter->outlet_id,
                                    NEWEST(source));
    default: return sql_matter_newest(work, rows, NEWEST(source));
    }
}

static size_t read_next_due(struct reading *reading, const struct source *source,
                            struct sql_matter_line_row **rows) {
    struct work *work = reading->work;

    switch (source->lead) {
    case DUE_PRESSED: return sql_matter_pressed(work, rows, NEXT_DUE(source));
    case DUE_STOPPED: return sql_matter_stopped(work, rows, NEXT_DUE(source));
    case DUE_OF_OWNER:
        return sql_matter_of_owner_due(work, rows, .owner_id = reading->filter->owner_id,
                                       NEXT_DUE(source));
    case DUE_OF_OFFICE:
        return sql_matter_due_of_office(
            work, rows, .department_id = reading->department_id, NEXT_DUE(source));
    case DUE_OF_ALL: return sql_matter_due(work, rows, NEXT_DUE(source));
    case DUE_AT_OFFICE_DESK:
        return sql_matter_of_department(
            work, rows, .desk = source->desk, .stage = source->stage,
            .department_id = reading->department_id, NEXT_DUE(source));
    default:
        return sql_matter_at_desk(work, rows, .desk = source->desk,
                                  .stage = source->stage, NEXT_DUE(source));
    }
}

static void refill(struct reading *reading, struct source *source) {
    struct sql_matter_line_row *rows;

    source->count = reading->filter->order == MATTER_NEWEST
                        ? read_newest(reading, source, &rows)
                        : read_next_due(reading, source, &rows);
    source->rows = rows;
    source->at = 0;
    source->ended = source->count < reading->batch;
    if (source->count > 0)
        source->last = (struct matter_cursor){ rows[source->count - 1].due_ms,
                                               rows[source->count - 1].id };
}

static bool is_before(const struct reading *reading,
                      const struct sql_matter_line_row *one,
                      const struct sql_matter_line_row *other) {
    if (reading->filter->order == MATTER_NEWEST)
        return one->id > other->id;
    return one->due_ms != other->due_ms ? one->due_ms < other->due_ms
                                        : one->id < other->id;
}

/* The source whose row comes next, or NULL when all are used up. */
static struct source *next_source(struct reading *reading) {
    struct source *next = NULL;

    for (size_t i = 0; i < reading->source_count; i++) {
        struct source *source = &reading->source[i];

        if (source->at == source->count && !source->ended)
            refill(reading, source);
        if (source->at < source->count &&
            (!next ||
             is_before(reading, &source->rows[source->at], &next->rows[next->at])))
            next = source;
    }
    return next;
}

/* ---- what is held against each row ---- */

static bool is_any_or(int64_t wanted, int64_t found) {
    return !wanted || wanted == found;
}

static bool is_of_asker(const struct matter_filter *filter, int64_t person_id) {
    for (size_t i = 0; i < filter->person_count; i++)
        if (filter->person_id[i] == person_id)
            return true;
    return !filter->of_asker;
}

static bool is_lit(const struct reading *reading, int64_t due_ms, int64_t clock_days,
                   int64_t facts) {
    const int light = reading->filter->light;

    return light == MATTER_ANY ||
           light == (int)matter_light(reading->work, due_ms, clock_days, (unsigned)facts);
}

static bool is_wanted(const struct reading *reading,
                      const struct sql_matter_line_row *row) {
    const struct matter_filter *filter = reading->filter;

    return (!filter->scoped || filter->scope_id == row->department_id) &&
           is_any_or(filter->department_id, row->department_id) &&
           is_any_or(filter->owner_id, row->owner_id) &&
           is_any_or(filter->item_id, row->item_id) &&
           is_any_or(filter->outlet_id, row->outlet_id) &&
           is_any_or(filter->channel, row->channel) &&
           is_of_asker(filter, row->person_id) && row->id >= reading->since_id &&
           (!filter->before_ms || row->id < id_first_of(filter->before_ms)) &&
           wants_state(filter, flow_state(matter_flow(row->kind), (int)row->state)) &&
           is_lit(reading, row->due_ms, row->clock_days, row->facts);
}

/* How many conditions there are but the period: with one or none, the index knows all. */
static int conditions(const struct matter_filter *filter) {
    return (filter->scoped || filter->department_id) + (filter->owner_id != 0) +
           (filter->item_id != 0) + (filter->outlet_id != 0) + (filter->channel != 0) +
           filter->of_asker + names_state(filter) + (filter->light != MATTER_ANY);
}

/* ---- what is given ---- */

static struct matter_found found_of(struct work *work, enum matter_asker asker,
                                    const struct sql_matter_line_row *row) {
    struct person person = {
        .kind = (enum person_kind)row->person_kind,
        .name = "",
        .id_number =
            sealed_read(work, "person.id_number", row->person_id, row->person_id_number),
        .phone = sealed_read(work, "matter.phone", row->id, row->phone),
    };
    struct matter_found found = {
        .line = matter_line_of(work, row),
        .kind = row->kind,
        .item_id = row->item_id,
        .department_id = row->department_id,
        .outlet_id = row->outlet_id,
        .owner_id = row->owner_id,
        .channel = row->channel,
        .finished_ms = row->finished_ms,
    };

    if (asker == MATTER_ASKER_WHOLE)
        found.line.asker =
            sealed_read(work, "person.name", row->person_id, row->person_name);
    else
        person_mask(work->arena, &person);
    found.id_number = person.id_number;
    found.phone = person.phone;
    return found;
}

/* Behind a cursor; limit is how many are wanted. */
static struct reading *open_reading(struct work *work, const struct matter_filter *filter,
                                    struct matter_cursor after, size_t limit) {
    struct reading *reading = arena_alloc(work->arena, sizeof *reading);

    assert(filter->order == MATTER_NEXT_DUE ||
           (filter->light == MATTER_ANY && !filter->due_since_ms && !filter->due_end_ms &&
            !filter->pressed));
    *reading = (struct reading){ .work = work, .filter = filter };
    begin(reading, after);
    reading->batch = reading->source_count > MANY ? BATCH_MANY
                     : reading->source_count > 1  ? BATCH_MERGED
                     : conditions(filter) > 1     ? BATCH_HELD
                                                  : limit + 1;
    if (limit > BATCH_HELD || reading->batch > BATCH_MAX)
        reading->batch = reading->source_count > 4 ? BATCH_MAX / 4 : BATCH_MAX;
    return reading;
}

void matter_filter_read(struct work *work, const struct matter_filter *filter,
                        enum matter_asker asker, struct matter_cursor after, size_t limit,
                        size_t looks, struct matter_found_page *page) {
    struct reading *reading = open_reading(work, filter, after, limit);
    struct matter_found *found = arena_alloc(work->arena, (limit + 1) * sizeof *found);
    struct source *source;

    assert(limit > 0 && looks >= limit);
    *page = (struct matter_found_page){ .found = found, .after = after };
    for (size_t looked = 0; (source = next_source(reading)); looked++) {
        const struct sql_matter_line_row *row = &source->rows[source->at];

        page->goes_on = page->count == limit || looked == looks;
        page->cut = looked == looks && page->count < limit;
        if (page->goes_on || work->fault)
            break;
        source->at++;
        page->after = (struct matter_cursor){ row->due_ms, row->id };
        if (is_wanted(reading, row))
            found[page->count++] = found_of(work, asker, row);
    }
}

/* ---- counting ---- */

static void count_one(struct matter_count *counted, size_t most, bool wanted) {
    if (!wanted)
        return;
    counted->more = counted->count == most;
    counted->count += counted->count < most;
}

/* Whether only the light is held against what is due of all or of an office. */
static bool asks_for_a_light(const struct reading *reading) {
    const struct matter_filter *filter = reading->filter;
    const enum lead lead = reading->source[0].lead;
    const int known = (filter->light != MATTER_ANY) + reading->of_office;

    return (lead == DUE_OF_ALL || lead == DUE_OF_OFFICE) && conditions(filter) == known &&
           !filter->since_ms && !filter->before_ms &&
           (!filter->scoped || is_any_or(filter->department_id, filter->scope_id));
}

static size_t read_lights(struct reading *reading, struct sql_matter_lit_row **rows) {
    const struct source *source = reading->source;

    return source->lead == DUE_OF_ALL
               ? sql_matter_due_lights(reading->work, rows, NEXT_DUE(source))
               : sql_matter_due_lights_of_office(reading->work, rows,
                                                 .department_id = reading->department_id,
                                                 NEXT_DUE(source));
}

static struct matter_count count_lights(struct reading *reading, size_t most,
                                        size_t looks) {
    struct sql_matter_lit_row *rows;
    struct matter_count counted = { 0, false };

    reading->batch = looks + 1;
    const size_t count = read_lights(reading, &rows);

    for (size_t i = 0; i < count && !counted.more; i++) {
        counted.more = i == looks;
        if (!counted.more)
            count_one(&counted, most,
                      is_lit(reading, rows[i].due_ms, rows[i].clock_days, rows[i].facts));
    }
    return counted;
}

struct matter_count matter_filter_count(struct work *work,
                                        const struct matter_filter *filter, size_t most,
                                        size_t looks) {
    struct reading *reading = open_reading(work, filter, (struct matter_cursor){ 0, 0 },
                                           most < BATCH_HELD ? most : BATCH_HELD);
    struct matter_count counted = { 0, false };
    struct source *source;

    if (asks_for_a_light(reading))
        return count_lights(reading, most, looks);
    for (size_t looked = 0; !counted.more && (source = next_source(reading)); looked++) {
        counted.more = looked == looks || work->fault;
        if (!counted.more)
            count_one(&counted, most, is_wanted(reading, &source->rows[source->at++]));
    }
    return counted;
}
