#include "mandate.h"

#include <assert.h>
#include <string.h>

#include "civil.h"
#include "mandate.sql.h"
#include "mandate_row.h"
#include "mandate_use.h"
#include "mandate_words.h"
#include "place.h"
#include "text.h"

enum { FOREVER_ROUNDS = 100, AT_ONCE = 200 };

/* ---- what the ledger covers ---- */

/* The unchanging of a mandate and how it was agreed to; who they are by their digests. */
static struct db_bytes values_of(struct arena *arena, const struct mandate *mandate) {
    const int64_t numbers[] = {
        mandate->basis,    mandate->principal.kind, mandate->scope,
        mandate->from_day, mandate->end_day,        mandate->consent,
    };
    const struct db_bytes digests[] = { mandate->principal_digest,
                                        mandate->agent_digest };
    struct text out = { .arena = arena };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        text_addf(&out, "%lld/", (long long)numbers[i]);
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
        text_addf(&out, "%s/", text_hex(arena, digests[i].data, digests[i].size));
    text_add(&out, mandate->words);
    return (struct db_bytes){ out.bytes, out.length };
}

static size_t stretch(struct work *work, int64_t after_id,
                      const struct ledger_part_rows **rows) {
    struct sql_mandate_stretch_row *found;
    const size_t count = sql_mandate_stretch(work, &found, .id = after_id);
    struct ledger_part_rows *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        const struct mandate mandate = {
            .basis = (enum mandate_basis)found[i].basis,
            .principal = { .kind = (enum person_kind)found[i].principal_kind },
            .scope = (enum mandate_scope)found[i].scope,
            .words = found[i].words,
            .from_day = (int)found[i].from_day,
            .end_day = (int)found[i].end_day,
            .consent = (enum mandate_consent)found[i].consent,
            .principal_digest = found[i].principal_digest,
            .agent_digest = found[i].agent_digest,
        };

        made[i] =
            (struct ledger_part_rows){ found[i].id, values_of(work->arena, &mandate) };
    }
    *rows = made;
    return count;
}

const struct ledger_part_kind mandate_part = { "mandate", stretch };

/* As ledger_verify() reads the row. */
static struct ledger_row row_of(struct arena *arena, const struct mandate *mandate) {
    return (struct ledger_row){
        .number = text_of_int(arena, mandate->id),
        .kind = "mandate",
        .title = "",
        .answer = "",
        .state = mandate->state,
        .outlet_id = mandate->outlet_id,
        .owner_id = mandate->recorded_by,
        .submitted_ms = mandate->asked_ms,
        .accepted_ms = mandate->given_ms,
        .finished_ms = mandate->over_ms,
    };
}

static void append(struct work *work, struct mandate *mandate, const char *verb,
                   int from_state, const char *note) {
    ledger_append(work, mandate->id, &mandate->head,
                  &(struct ledger_entry){
                      .verb = verb,
                      .from_state = from_state,
                      .to_state = (int)mandate->state,
                      .note = note,
                      .row = row_of(work->arena, mandate),
                      .part = { mandate_part.name, values_of(work->arena, mandate) } });
}

/* ---- what is checked of a new one ---- */

static bool is_separator(char byte) {
    return byte == ' ' || byte == ',' || byte == '\n' || byte == '\t';
}

/* The words of a scope with one blank between; NULL when they are none or too many. */
static const char *tidy_words(struct arena *arena, const struct mandate_new *given) {
    struct text out = { .arena = arena };
    size_t count = 0;

    if (given->scope == MANDATE_ALL)
        return "";
    for (const char *at = given->words; *at;) {
        const char *end = at;

        while (*end && !is_separator(*end))
            end++;
        if (end > at) {
            text_add(&out, count > 0 ? " " : "");
            text_add_bytes(&out, at, (size_t)(end - at));
            count++;
        }
        at = *end ? end + 1 : end;
    }
    if (count == 0 || count > MANDATE_WORDS_MAX ||
        (given->scope == MANDATE_MATTER && count > 1))
        return NULL;
    return text_string(&out);
}

/* A firm is acted for by its clerk, a person by all others. */
static bool fits_basis(const struct mandate *mandate) {
    const bool firm = mandate->principal.kind == PERSON_FIRM;

    return mandate->basis == MANDATE_LETTER || mandate->basis == MANDATE_VILLAGE ||
           firm == (mandate->basis == MANDATE_FIRM);
}

static bool is_village(struct work *work, int64_t outlet_id) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet = book ? place_outlet(book, outlet_id) : NULL;

    return outlet && (strcmp(outlet->kind, "village") == 0 ||
                      strcmp(outlet->kind, "community") == 0);
}

static bool is_there(struct work *work, const struct mandate *mandate) {
    struct sql_mandate_same_row row;

    return sql_mandate_same(work, &row, .principal_digest = mandate->principal_digest,
                            .agent_digest = mandate->agent_digest,
                            .outlet_id = mandate->outlet_id, .scope = mandate->scope,
                            .words = mandate->words, .state = mandate->state,
                            .today = work_day(work), .from_day = mandate->from_day,
                            .end_day = mandate->end_day);
}

static const struct refusal *check_count(struct work *work,
                                         const struct mandate *mandate) {
    struct sql_mandate_count_given_row given;
    struct sql_mandate_count_asked_row asked;

    if (mandate->state == MANDATE_GIVEN &&
        sql_mandate_count_given(work, &given,
                                .principal_digest = mandate->principal_digest,
                                .today = work_day(work)) &&
        given.count >= MANDATE_GIVEN_MAX)
        return &mandate_too_many;
    if (mandate->state == MANDATE_ASKED &&
        sql_mandate_count_asked(work, &asked, .agent_digest = mandate->agent_digest) &&
        asked.count >= MANDATE_ASKED_MAX)
        return &mandate_too_many_asked;
    return NULL;
}

static bool has_good_days(struct work *work, const struct mandate *mandate) {
    const int today = work_day(work);

    return mandate->from_day <= mandate->end_day && mandate->end_day >= today &&
           mandate->from_day <= civil_add_months(today, 12) &&
           mandate->end_day <=
               civil_add_months(mandate->from_day, 12 * MANDATE_YEARS_MAX);
}

static const struct refusal *check(struct work *work, const struct mandate *mandate) {
    const struct mandate_party *principal = &mandate->principal;

    if (!has_good_days(work, mandate))
        return &mandate_wrong_days;
    if (!mandate->words)
        return &mandate_no_scope;
    if (!fits_basis(mandate))
        return &mandate_no_firm;
    if (mandate->outlet_id && !is_village(work, mandate->outlet_id))
        return &mandate_no_village;
    if (strcmp(principal->id_number, mandate->agent.id_number) == 0)
        return &mandate_self;
    if (mandate->consent == MANDATE_SIGNED && !mandate->letter[0])
        return &mandate_no_letter;
    if (is_there(work, mandate))
        return &mandate_there;
    return check_count(work, mandate);
}

/* ---- making ---- */

static void add(struct work *work, const struct mandate *mandate) {
    const int64_t id = mandate->id;

    sql_mandate_add(
        work, .id = id, .basis = mandate->basis,
        .principal_kind = mandate->principal.kind,
        .principal_name =
            mandate_close(work, "principal_name", id, mandate->principal.name),
        .principal_number =
            mandate_close(work, "principal_number", id, mandate->principal.id_number),
        .principal_digest = mandate->principal_digest,
        .agent_name = mandate_close(work, "agent_name", id, mandate->agent.name),
        .agent_number = mandate_close(work, "agent_number", id, mandate->agent.id_number),
        .agent_digest = mandate->agent_digest, .outlet_id = mandate->outlet_id,
        .relation = mandate_close(work, "relation", id, mandate->relation),
        .scope = mandate->scope, .words = mandate->words, .from_day = mandate->from_day,
        .end_day = mandate->end_day, .consent = mandate->consent,
        .letter = mandate_close(work, "letter", id, mandate->letter),
        .state = mandate->state, .recorded_by = mandate->recorded_by,
        .given_ms = mandate->given_ms, .head_ordinal = mandate->head.ordinal,
        .head_digest = { mandate->head.digest, LEDGER_DIGEST_SIZE });
}

/* What is common to all three ways; the parties, state and consent are set. */
static const struct refusal *make(struct work *work, const struct mandate_new *given,
                                  const char *verb, struct mandate *mandate) {
    const bool village = given->basis == MANDATE_VILLAGE;
    const struct refusal *refusal;

    if (village) /* whoever is agent there */
        mandate->agent = (struct mandate_party){ PERSON_NATURAL, "", "" };
    if (village && !given->outlet_id)
        return &mandate_no_village;
    mandate->id = work_new_id(work);
    mandate->basis = given->basis;
    mandate->outlet_id = village ? given->outlet_id : 0;
    mandate->relation = given->relation;
    mandate->scope = given->scope;
    mandate->words = tidy_words(work->arena, given);
    mandate->from_day = given->from_day;
    mandate->end_day = given->end_day;
    mandate->recorded_by = work->actor.id;
    mandate->asked_ms = work->now_ms;
    mandate->given_ms = mandate->state == MANDATE_GIVEN ? work->now_ms : 0;
    mandate->principal_digest = person_digest(work, mandate->principal.id_number);
    if (!village)
        mandate->agent_digest = person_digest(work, mandate->agent.id_number);
    refusal = check(work, mandate);
    if (refusal)
        return refusal;
    append(work, mandate, verb, 0, "");
    add(work, mandate);
    return NULL;
}

const struct refusal *mandate_give(struct work *work, const struct mandate_new *given,
                                   int64_t *id) {
    struct mandate mandate = { .agent = given->agent,
                               .state = MANDATE_GIVEN,
                               .consent = MANDATE_SIGNED_IN,
                               .letter = "" };
    const struct refusal *refusal = mandate_self_of(work, &mandate.principal)
                                        ? make(work, given, "give", &mandate)
                                        : &mandate_no_person;

    *id = mandate.id;
    return refusal;
}

const struct refusal *mandate_ask(struct work *work, const struct mandate_new *given,
                                  int64_t *id) {
    struct mandate mandate = { .principal = given->principal,
                               .state = MANDATE_ASKED,
                               .consent = MANDATE_SILENT,
                               .letter = "" };
    const struct refusal *refusal = mandate_self_of(work, &mandate.agent)
                                        ? make(work, given, "ask", &mandate)
                                        : &mandate_no_person;

    assert(given->basis != MANDATE_VILLAGE);
    *id = mandate.id;
    return refusal;
}

const struct refusal *mandate_record(struct work *work, const struct mandate_new *given,
                                     int64_t *id) {
    struct mandate mandate = { .principal = given->principal,
                               .agent = given->agent,
                               .state = MANDATE_GIVEN,
                               .consent = given->consent,
                               .letter = given->letter };
    const struct refusal *refusal = make(work, given, "record", &mandate);

    assert(work_may(work, RIGHT_INTAKE | RIGHT_MANAGE));
    assert(given->consent == MANDATE_SIGNED || given->consent == MANDATE_PRESENT);
    *id = mandate.id;
    return refusal;
}

/* ---- changing ---- */

/* The order of a state's steps is the order of its buttons. */
static const struct step {
    enum mandate_state from;
    const char *verb;
    enum mandate_state to;
    unsigned parts; /* any of these */
} steps[] = {
    { MANDATE_ASKED, "give", MANDATE_GIVEN, MANDATE_PRINCIPAL },
    { MANDATE_ASKED, "refuse", MANDATE_REFUSED, MANDATE_PRINCIPAL },
    { MANDATE_ASKED, "take_back", MANDATE_ENDED, MANDATE_AGENT },
    { MANDATE_ASKED, "lapse", MANDATE_ENDED, MANDATE_PROGRAM },
    { MANDATE_GIVEN, "resign", MANDATE_ENDED, MANDATE_AGENT },
    { MANDATE_GIVEN, "revoke", MANDATE_REVOKED, MANDATE_PRINCIPAL | MANDATE_WINDOW },
    { MANDATE_GIVEN, "expire", MANDATE_ENDED, MANDATE_PROGRAM },
};

enum { STEPS = sizeof steps / sizeof *steps };

static const struct step *find_step(const struct mandate *mandate, const char *verb,
                                    unsigned parts) {
    for (size_t i = 0; i < STEPS; i++)
        if (steps[i].from == mandate->state && (steps[i].parts & parts) &&
            strcmp(steps[i].verb, verb) == 0)
            return &steps[i];
    return NULL;
}

void mandate_may(struct work *work, const struct mandate *mandate,
                 const char *verbs[MANDATE_VERBS_MAX + 1]) {
    const unsigned parts = mandate_parts_of(work, mandate);
    size_t count = 0;

    for (size_t i = 0; i < STEPS; i++)
        if (steps[i].from == mandate->state && (steps[i].parts & parts)) {
            assert(count < MANDATE_VERBS_MAX);
            verbs[count++] = steps[i].verb;
        }
    verbs[count] = NULL;
}

static const struct refusal *change(struct work *work, struct mandate *mandate,
                                    const struct step *step, const char *reason) {
    const int64_t was = mandate->head.ordinal;

    mandate->state = step->to;
    if (step->to == MANDATE_GIVEN) {
        mandate->consent = MANDATE_SIGNED_IN;
        mandate->given_ms = work->now_ms;
    } else {
        mandate->over_ms = work->now_ms;
    }
    append(work, mandate, step->verb, (int)step->from, reason);

    const int64_t changed = sql_mandate_change(
        work, .id = mandate->id, .was = was, .state = mandate->state,
        .consent = mandate->consent,
        .letter = mandate_close(work, "letter", mandate->id, mandate->letter),
        .given_ms = mandate->given_ms, .over_ms = mandate->over_ms,
        .head_ordinal = mandate->head.ordinal,
        .head_digest = { mandate->head.digest, LEDGER_DIGEST_SIZE });

    return changed == 1 || work->fault ? NULL : &mandate_wrong_state;
}

/* Giving what was asked is giving: it is counted, and may not be over by then. */
static const struct refusal *check_answer(struct work *work, const struct mandate *asked,
                                          const struct step *step) {
    struct mandate given = *asked;

    if (step->to != MANDATE_GIVEN)
        return NULL;
    given.state = MANDATE_GIVEN;
    return asked->end_day < work_day(work) ? &mandate_over : check_count(work, &given);
}

const struct refusal *mandate_do(struct work *work, int64_t id, const char *verb,
                                 const char *reason) {
    struct mandate mandate;
    const struct step *step;
    const struct refusal *refusal = mandate_find(work, id, &mandate);
    unsigned parts;

    if (refusal)
        return refusal;
    parts = mandate_parts_of(work, &mandate);
    step = find_step(&mandate, verb, parts);
    if (!step)
        return &mandate_wrong_state;
    if (step->to == MANDATE_REVOKED && !(parts & MANDATE_PRINCIPAL) && !reason[0])
        return &mandate_no_reason;
    refusal = check_answer(work, &mandate, step);
    return refusal ? refusal : change(work, &mandate, step, reason);
}

/* ---- at night ---- */

static int end_all(struct work *work, enum mandate_state state, const char *verb) {
    struct sql_mandate_ending_row *rows;
    const size_t count = sql_mandate_ending(work, &rows, .state = state,
                                            .today = work_day(work), .limit = AT_ONCE);
    int ended = 0;

    for (size_t i = 0; i < count; i++) {
        struct mandate mandate;
        const struct step *step = mandate_look_up(work, rows[i].id, &mandate)
                                      ? find_step(&mandate, verb, MANDATE_PROGRAM)
                                      : NULL;

        if (step && !change(work, &mandate, step, ""))
            ended++;
    }
    return ended;
}

int mandate_sweep(struct work *work) {
    int ended = 0;

    for (int round = 0; round < FOREVER_ROUNDS && !work->fault; round++) {
        const int now = end_all(work, MANDATE_GIVEN, "expire") +
                        end_all(work, MANDATE_ASKED, "lapse");

        ended += now;
        if (now == 0)
            break;
    }
    return ended;
}
