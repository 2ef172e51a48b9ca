#include "mandate_use.h"

#include <assert.h>
#include <string.h>

#include "mandate.sql.h"
#include "mandate_row.h"
#include "mandate_words.h"

enum { ROUNDS = 20 };

/* ---- rows ---- */

static const char *column_of(struct work *work, const char *column) {
    return arena_format(work->arena, "mandate.%s", column);
}

const char *mandate_open(struct work *work, const char *column, int64_t id,
                         struct db_bytes sealed) {
    return sealed.size ? sealed_read(work, column_of(work, column), id, sealed) : "";
}

struct db_bytes mandate_close(struct work *work, const char *column, int64_t id,
                              const char *plain) {
    return sealed_write(work, column_of(work, column), id, plain);
}

struct ledger_head mandate_head(int64_t ordinal, struct db_bytes digest) {
    struct ledger_head head = { .ordinal = ordinal };

    assert(digest.size == LEDGER_DIGEST_SIZE);
    memcpy(head.digest, digest.data, LEDGER_DIGEST_SIZE);
    return head;
}

int mandate_look_up(struct work *work, int64_t id, struct mandate *mandate) {
    struct sql_mandate_find_row row;

    if (!sql_mandate_find(work, &row, .id = id))
        return 0;
    *mandate = MANDATE_OF(work, row);
    return 1;
}

/* ---- who the actor is to it ---- */

int mandate_self_of(struct work *work, struct mandate_party *self) {
    struct person person;

    if (!work->actor.person_id || person_open(work, work->actor.person_id, &person))
        return 0;
    *self = (struct mandate_party){ person.kind, person.name, person.id_number };
    return 1;
}

/* Named rightly: with the number and the name that the person has. */
static bool is_party(const struct mandate_party *self,
                     const struct mandate_party *named) {
    return named->id_number[0] && strcmp(self->id_number, named->id_number) == 0 &&
           strcmp(self->name, named->name) == 0;
}

static bool sits_there(const struct work *work, const struct mandate *mandate) {
    return mandate->outlet_id && work_may(work, RIGHT_INTAKE) &&
           work->actor.outlet_id == mandate->outlet_id;
}

static unsigned parts_of_person(const struct mandate_party *self,
                                const struct mandate *mandate) {
    return (is_party(self, &mandate->principal) ? MANDATE_PRINCIPAL : 0U) |
           (is_party(self, &mandate->agent) ? MANDATE_AGENT : 0U);
}

unsigned mandate_parts_of(struct work *work, const struct mandate *mandate) {
    struct mandate_party self;
    unsigned parts = 0;

    if (mandate_self_of(work, &self))
        parts |= parts_of_person(&self, mandate);
    parts |= sits_there(work, mandate) ? MANDATE_AGENT : 0U;
    parts |= work_may(work, RIGHT_INTAKE | RIGHT_MANAGE) ? MANDATE_WINDOW : 0U;
    parts |= work_may(work, RIGHT_SYSTEM) ? MANDATE_PROGRAM : 0U;
    return parts;
}

const struct refusal *mandate_find(struct work *work, int64_t id,
                                   struct mandate *mandate) {
    return mandate_look_up(work, id, mandate) && mandate_parts_of(work, mandate)
               ? NULL
               : &mandate_unknown;
}

int mandate_is_agent(struct work *work, const struct mandate *mandate) {
    return (mandate_parts_of(work, mandate) & MANDATE_AGENT) != 0;
}

/* ---- using it ---- */

int mandate_holds(const struct mandate *mandate, int day) {
    return mandate->state == MANDATE_GIVEN && mandate->from_day <= day &&
           day <= mandate->end_day;
}

/* Whether a word stands among words with a blank between. */
static bool has_word(const char *words, const char *word) {
    const size_t size = strlen(word);

    for (const char *at = words; size > 0 && (at = strstr(at, word)); at += size)
        if ((at == words || at[-1] == ' ') && (at[size] == ' ' || !at[size]))
            return true;
    return false;
}

static bool has_scope(const struct mandate *mandate, const struct mandate_use *use) {
    switch (mandate->scope) {
    case MANDATE_ALL: return true;
    case MANDATE_ITEMS: return has_word(mandate->words, use->item);
    case MANDATE_MATTER: return has_word(mandate->words, use->number);
    case MANDATE_SUBJECTS:
        for (size_t i = 0; i < use->subject_count; i++)
            if (has_word(mandate->words, use->subjects[i]))
                return true;
    }
    return false;
}

int mandate_covers(const struct mandate *mandate, const struct mandate_use *use,
                   int day) {
    return mandate_holds(mandate, day) && has_scope(mandate, use);
}

const struct refusal *mandate_take(struct work *work, int64_t id,
                                   const struct mandate_use *use,
                                   struct mandate *mandate) {
    unsigned parts;

    if (!mandate_look_up(work, id, mandate))
        return &mandate_unknown;
    parts = mandate_parts_of(work, mandate);
    /* A village's agents act at their own outlet; before a clerk stands a person. */
    if (!(parts & MANDATE_AGENT) && !((parts & MANDATE_WINDOW) && !mandate->outlet_id))
        return &mandate_unknown;
    if (!mandate_holds(mandate, work_day(work)))
        return &mandate_over;
    return has_scope(mandate, use) ? NULL : &mandate_not_covered;
}

/* ---- lists ---- */

/* Every list has its own rows; they differ in name only. */
#define MANDATES_OF(work, rows, count, list)                                             \
    do {                                                                                 \
        struct mandate *made = arena_alloc((work)->arena, (count) * sizeof *made + 1);   \
                                                                                         \
        for (size_t i = 0; i < (count); i++)                                             \
            made[i] = MANDATE_OF(work, (rows)[i]);                                       \
        *(list) = made;                                                                  \
    } while (0)

size_t mandate_list_of(struct work *work, const char *id_number, int64_t after_id,
                       size_t limit, const struct mandate **list) {
    struct sql_mandate_of_principal_row *rows;
    const size_t count = sql_mandate_of_principal(
        work, &rows, .principal_digest = person_digest(work, id_number), .id = after_id,
        .limit = (int64_t)limit);

    assert(limit <= MANDATE_LIST_MAX + 1);
    MANDATES_OF(work, rows, count, list);
    return count;
}

static size_t list_agent(struct work *work, const char *id_number, int64_t after_id,
                         size_t limit, const struct mandate **list) {
    struct sql_mandate_of_agent_row *rows;
    const size_t count =
        sql_mandate_of_agent(work, &rows, .agent_digest = person_digest(work, id_number),
                             .id = after_id, .limit = (int64_t)limit);

    assert(limit <= MANDATE_LIST_MAX + 1);
    MANDATES_OF(work, rows, count, list);
    return count;
}

/* Those that name the actor rightly; what others wrote wrong does not push them out. */
static size_t list_mine(struct work *work, unsigned part, int64_t after_id, size_t limit,
                        const struct mandate **list) {
    struct mandate *kept = arena_alloc(work->arena, limit * sizeof *kept + 1);
    struct mandate_party self;
    size_t size = 0, count = limit;

    *list = kept;
    if (!mandate_self_of(work, &self))
        return 0;
    for (int round = 0; round < ROUNDS && count == limit && size < limit; round++) {
        const struct mandate *found;

        count = part == MANDATE_AGENT
                    ? list_agent(work, self.id_number, after_id, limit, &found)
                    : mandate_list_of(work, self.id_number, after_id, limit, &found);
        for (size_t i = 0; i < count && size < limit; i++)
            if (parts_of_person(&self, &found[i]) & part)
                kept[size++] = found[i];
        after_id = count > 0 ? found[count - 1].id : after_id;
    }
    return size;
}

size_t mandate_list_given(struct work *work, int64_t after_id, size_t limit,
                          const struct mandate **list) {
    return list_mine(work, MANDATE_PRINCIPAL, after_id, limit, list);
}

size_t mandate_list_held(struct work *work, int64_t after_id, size_t limit,
                         const struct mandate **list) {
    return list_mine(work, MANDATE_AGENT, after_id, limit, list);
}

size_t mandate_list_outlet(struct work *work, int64_t outlet_id, int64_t after_id,
                           size_t limit, const struct mandate **list) {
    struct sql_mandate_of_outlet_row *rows;
    const size_t count = sql_mandate_of_outlet(work, &rows, .outlet_id = outlet_id,
                                               .id = after_id, .limit = (int64_t)limit);

    assert(limit <= MANDATE_LIST_MAX + 1);
    MANDATES_OF(work, rows, count, list);
    return count;
}

size_t mandate_list_latest(struct work *work, int64_t after_id, size_t limit,
                           const struct mandate **list) {
    struct sql_mandate_latest_row *rows;
    const size_t count =
        sql_mandate_latest(work, &rows, .id = after_id, .limit = (int64_t)limit);

    assert(limit <= MANDATE_LIST_MAX + 1);
    MANDATES_OF(work, rows, count, list);
    return count;
}
