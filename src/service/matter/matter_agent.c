#include "matter_agent.h"

#include <assert.h>
#include <string.h>

#include "mandate_use.h"
#include "mandate_words.h"
#include "mask.h"
#include "matter_agent.sql.h"
#include "page.h"
#include "person.h"
#include "place.h"
#include "text.h"

enum { STRETCH = 2000 }; /* of the statement; more than a matter has */

const struct refusal matter_too_many_agents = {
    REFUSED_CONFLICT, "matter.too_many_agents",
    TEXT("这个办件的代理人太多了。请先撤销不用的授权，再给新的。"), NULL
};

/* ---- covered by the ledger ---- */

static void add_values(struct text *out, const struct sql_matter_agent_stretch_row *row) {
    text_addf(out, "%lld/%lld/%lld/%lld/%s;", (long long)row->mandate_id,
              (long long)row->outlet_id, (long long)row->account_id,
              (long long)row->at_ms,
              text_hex(out->arena, row->agent_digest.data, row->agent_digest.size));
}

/* How many of the rows are whole matters: the last may go on behind a full stretch. */
static size_t whole(const struct sql_matter_agent_stretch_row *rows, size_t count) {
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
    struct sql_matter_agent_stretch_row *found;
    const size_t read = sql_matter_agent_stretch(work, &found, .matter_id = after_id);
    const size_t count = whole(found, read);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t matters = 0;

    for (size_t i = 0; i < count;) {
        const int64_t matter_id = found[i].matter_id;
        struct text out = { .arena = work->arena };

        for (; i < count && found[i].matter_id == matter_id; i++)
            add_values(&out, &found[i]);
        made[matters++] =
            (struct ledger_part_rows){ matter_id, { out.bytes, out.length } };
    }
    *rows = made;
    return matters;
}

const struct ledger_part_kind matter_agent_part = { "agents", stretch };

/* The values of one matter: the first rows behind the matter before it. */
static struct ledger_part part_of(struct work *work, int64_t matter_id) {
    struct sql_matter_agent_stretch_row *found;
    const size_t count =
        sql_matter_agent_stretch(work, &found, .matter_id = matter_id - 1);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count && found[i].matter_id == matter_id; i++)
        add_values(&out, &found[i]);
    return (struct ledger_part){ matter_agent_part.name, { out.bytes, out.length } };
}

/* ---- adding ---- */

const struct refusal *matter_agent_add(struct work *work, struct matter *matter,
                                       const struct mandate *mandate) {
    struct sql_matter_agent_of_matter_row *rows;
    struct ledger_part part;

    if (sql_matter_agent_of_matter(work, &rows, .matter_id = matter->id) >=
        MATTER_AGENTS_MAX)
        return &matter_too_many_agents;
    if (!sql_matter_agent_add(work, .matter_id = matter->id, .mandate_id = mandate->id,
                              .agent_digest = mandate->agent_digest,
                              .outlet_id = mandate->outlet_id,
                              .account_id = work->actor.id))
        return NULL; /* he is one already */
    part = part_of(work, matter->id);
    return matter_record_part(work, matter, "entrust", "", &part);
}

const struct refusal *matter_agent_inherit(struct work *work, struct matter *matter) {
    struct sql_matter_agent_of_matter_row *rows;
    const size_t count =
        sql_matter_agent_of_matter(work, &rows, .matter_id = matter->parent_id);
    const struct refusal *refusal = NULL;
    struct mandate mandate;

    assert(matter->parent_id);
    for (size_t i = 0; i < count && !refusal; i++)
        if (mandate_look_up(work, rows[i].mandate_id, &mandate) &&
            mandate_holds(&mandate, work_day(work)))
            refusal = matter_agent_add(work, matter, &mandate);
    return refusal;
}

/* ---- reading ---- */

static const char *name_of(struct work *work, const struct mandate *mandate) {
    const struct place_book *book = mandate->outlet_id ? place_book(work) : NULL;
    const struct place_outlet *outlet =
        book ? place_outlet(book, mandate->outlet_id) : NULL;

    if (mandate->outlet_id)
        return outlet ? outlet->name : "";
    return mask_name(work->arena, mandate->agent.name);
}

size_t matter_agents(struct work *work, int64_t matter_id,
                     const struct matter_agent **agents) {
    struct sql_matter_agent_of_matter_row *rows;
    const size_t found = sql_matter_agent_of_matter(work, &rows, .matter_id = matter_id);
    struct matter_agent *made = arena_alloc(work->arena, found * sizeof *made + 1);
    size_t count = 0;

    for (size_t i = 0; i < found; i++) {
        struct mandate mandate;

        if (mandate_look_up(work, rows[i].mandate_id, &mandate))
            made[count++] = (struct matter_agent){
                .mandate_id = mandate.id,
                .name = name_of(work, &mandate),
                .basis = word_chinese(&mandate_bases, mandate.basis),
                .kind = mandate.basis,
                .holds = mandate_holds(&mandate, work_day(work)),
            };
    }
    *agents = made;
    return count;
}

/* The person of an agent who was named with the name that he has; 0 when there is none.
 */
static int64_t person_of(struct work *work, const struct mandate *mandate) {
    const int64_t id = mandate->agent.id_number[0]
                           ? person_by_id_number(work, mandate->agent.id_number)
                           : 0;
    struct person person;

    return id && !person_open(work, id, &person) &&
                   strcmp(person.name, mandate->agent.name) == 0
               ? id
               : 0;
}

size_t matter_agent_people(struct work *work, int64_t matter_id,
                           const int64_t **person_ids) {
    struct sql_matter_agent_of_matter_row *rows;
    const size_t found = sql_matter_agent_of_matter(work, &rows, .matter_id = matter_id);
    int64_t *made = arena_alloc(work->arena, found * sizeof *made + 1);
    size_t count = 0;

    for (size_t i = 0; i < found; i++) {
        struct mandate mandate;
        const int64_t id = mandate_look_up(work, rows[i].mandate_id, &mandate) &&
                                   mandate_holds(&mandate, work_day(work))
                               ? person_of(work, &mandate)
                               : 0;
        bool listed = id == 0;

        for (size_t k = 0; k < count; k++)
            listed |= made[k] == id;
        if (!listed)
            made[count++] = id;
    }
    *person_ids = made;
    return count;
}

const char *matter_say_agents(struct work *work, int64_t matter_id) {
    const struct matter_agent *agents;
    const size_t count = matter_agents(work, matter_id, &agents);
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < count; i++)
        if (agents[i].holds) {
            text_add(&out, out.length > 0 ? "、" : "");
            text_add(&out, agents[i].name);
        }
    return text_string(&out);
}

/* The actor's digest; no bytes when he is no person. */
static struct db_bytes own_digest(struct work *work) {
    struct person self;

    if (!work->actor.person_id || person_open(work, work->actor.person_id, &self))
        return (struct db_bytes){ NULL, 0 };
    return person_digest(work, self.id_number);
}

/* The number is the actor's; the name must be, too. */
static bool is_agent_by(struct work *work, int64_t mandate_id) {
    struct mandate mandate;

    return mandate_look_up(work, mandate_id, &mandate) &&
           mandate_is_agent(work, &mandate);
}

bool matter_acts_for(struct work *work, int64_t matter_id) {
    const struct db_bytes digest = own_digest(work);
    struct sql_matter_agent_holding_row *rows;
    const size_t count =
        digest.size
            ? sql_matter_agent_holding(work, &rows, .matter_id = matter_id,
                                       .agent_digest = digest, .today = work_day(work))
            : 0;

    for (size_t i = 0; i < count; i++)
        if (is_agent_by(work, rows[i].mandate_id))
            return true;
    return false;
}

static struct matter_line line_of(struct work *work,
                                  const struct sql_matter_agent_acting_row *row) {
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

size_t matter_list_acting(struct work *work, int64_t after_id, size_t limit,
                          const struct matter_line **lines) {
    const struct db_bytes digest = own_digest(work);
    struct matter_line *made = arena_alloc(work->arena, limit * sizeof *made + 1);
    struct sql_matter_agent_acting_row *rows;
    const size_t found =
        digest.size
            ? sql_matter_agent_acting(work, &rows, .agent_digest = digest, .id = after_id,
                                      .today = work_day(work), .limit = (int64_t)limit)
            : 0;
    int64_t known = 0; /* the mandate that was looked at last */
    bool is_his = false;
    size_t count = 0;

    assert(limit <= MATTER_LIST_MAX + 1);
    for (size_t i = 0; i < found; i++) {
        if (rows[i].mandate_id != known)
            is_his = is_agent_by(work, rows[i].mandate_id);
        known = rows[i].mandate_id;
        if (is_his && (count == 0 || made[count - 1].id != rows[i].id))
            made[count++] = line_of(work, &rows[i]);
    }
    *lines = made;
    return count;
}

int64_t matter_count_acted(struct work *work, int64_t from_id) {
    const struct db_bytes digest = own_digest(work);
    struct sql_matter_agent_count_today_row row;

    return digest.size && sql_matter_agent_count_today(work, &row, .agent_digest = digest,
                                                       .id = from_id)
               ? row.count
               : 0;
}
