#include "situation.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "cache.h"
#include "page.h"
#include "situation.sql.h"
#include "situation_text.h"
#include "situation_walk.h"
#include "text.h"

const struct refusal situation_none = {
    REFUSED_ABSENT,
    "situation.none",
    TEXT(
        "这个事项没有要回答的问题，材料都写在办事指南里。请看办事指南，或打大厅电话问。"),
    NULL,
};

/* ---- a flow ---- */

int situation_find_question(const struct situation_flow *flow, const char *id) {
    for (size_t i = 0; i < flow->question_count; i++)
        if (strcmp(flow->questions[i].id, id) == 0)
            return (int)i;
    return -1;
}

int situation_find_answer(const struct situation_question *question, const char *id) {
    for (size_t i = 0; i < question->answer_count; i++)
        if (strcmp(question->answers[i].id, id) == 0)
            return (int)i;
    return -1;
}

static int find_next(const struct situation_flow *flow, const char *id) {
    const int question = situation_find_question(flow, id);

    if (strcmp(id, "result") == 0)
        return SITUATION_RESULT;
    return question >= 0 ? question : SITUATION_NOWHERE;
}

static void resolve_term(const struct situation_flow *flow, struct situation_term *term) {
    const int question = situation_find_question(flow, term->question_id);

    term->question = question >= 0 ? question : SITUATION_NOWHERE;
    term->answers = 0;
    term->unknown = NULL;
    for (size_t i = 0; question >= 0 && i < term->count; i++) {
        const int answer =
            situation_find_answer(&flow->questions[question], term->answer_ids[i]);

        if (answer >= 0)
            term->answers |= UINT32_C(1) << answer;
        else if (!term->unknown)
            term->unknown = term->answer_ids[i];
    }
}

void situation_resolve(struct situation_flow *flow) {
    for (size_t i = 0; i < flow->question_count; i++)
        for (size_t j = 0; j < flow->questions[i].answer_count; j++) {
            struct situation_answer *const answer =
                (struct situation_answer *)&flow->questions[i].answers[j];

            answer->next = find_next(flow, answer->next_id);
        }
    for (size_t i = 0; i < flow->paper_count; i++)
        for (size_t j = 0; j < flow->papers[i].clause_count; j++) {
            const struct situation_clause *const clause = &flow->papers[i].clauses[j];

            for (size_t k = 0; k < clause->count; k++)
                resolve_term(flow, (struct situation_term *)&clause->terms[k]);
        }
}

bool situation_is_same(struct arena *arena, const struct situation_flow *one,
                       const struct situation_flow *other) {
    struct text texts[2] = { { .arena = arena }, { .arena = arena } };

    situation_write(&texts[0], "", one);
    situation_write(&texts[1], "", other);
    return strcmp(text_string(&texts[0]), text_string(&texts[1])) == 0;
}

/* ---- reading ---- */

static void read_questions(struct work *work, struct situation_flow *flow) {
    struct sql_situation_questions_row *rows;
    struct sql_situation_answers_row *answer_rows;
    const size_t count = sql_situation_questions(work, &rows, .flow_id = flow->id);
    const size_t answer_count =
        sql_situation_answers(work, &answer_rows, .flow_id = flow->id);
    struct situation_question *const questions =
        arena_alloc(work->arena, count * sizeof *questions);
    struct situation_answer *const answers =
        arena_alloc(work->arena, answer_count * sizeof *answers);

    for (size_t i = 0; i < count; i++)
        questions[i] = (struct situation_question){ rows[i].name, rows[i].words,
                                                    rows[i].hint, NULL, 0 };
    /* They come by question, so each question's are a stretch of one array. */
    for (size_t i = 0; i < answer_count; i++) {
        const struct sql_situation_answers_row *const row = &answer_rows[i];

        answers[i] = (struct situation_answer){ row->name, row->words, row->hint,
                                                row->next, SITUATION_NOWHERE };
        if ((size_t)row->question >= count)
            continue;

        struct situation_question *const question = &questions[row->question];
        if (question->answer_count++ == 0)
            question->answers = &answers[i];
    }
    flow->questions = questions;
    flow->question_count = count;
}

/* Puts the conditions of one paper, which stand together, into clauses and terms. */
static void build_clauses(struct work *work, struct situation_paper *paper,
                          const struct sql_situation_conditions_row *rows, size_t count) {
    struct situation_clause *const clauses =
        arena_alloc(work->arena, count * sizeof *clauses);
    struct situation_term *const terms = arena_alloc(work->arena, count * sizeof *terms);
    const char **const ids = arena_alloc(work->arena, count * sizeof *ids);
    size_t clause_count = 0, term_count = 0;

    for (size_t i = 0; i < count; i++) {
        const bool is_new = i == 0 || rows[i].clause != rows[i - 1].clause;

        ids[i] = rows[i].answer;
        if (is_new)
            clauses[clause_count++] = (struct situation_clause){ &terms[term_count], 0 };
        if (is_new || strcmp(rows[i].question, rows[i - 1].question) != 0) {
            terms[term_count++] = (struct situation_term){
                .question_id = rows[i].question,
                .answer_ids = &ids[i],
            };
            clauses[clause_count - 1].count++;
        }
        terms[term_count - 1].count++;
    }
    paper->clauses = clauses;
    paper->clause_count = clause_count;
}

static void read_papers(struct work *work, struct situation_flow *flow) {
    struct sql_situation_papers_row *rows;
    struct sql_situation_conditions_row *conditions;
    const size_t count = sql_situation_papers(work, &rows, .flow_id = flow->id);
    const size_t condition_count =
        sql_situation_conditions(work, &conditions, .flow_id = flow->id);
    struct situation_paper *const papers =
        arena_alloc(work->arena, count * sizeof *papers);
    size_t first = 0;

    for (size_t i = 0; i < count; i++) {
        size_t end = first;

        papers[i] = (struct situation_paper){ rows[i].name, rows[i].why, rows[i].exempt,
                                              NULL, 0 };
        while (end < condition_count && conditions[end].paper == (int64_t)i)
            end++;
        build_clauses(work, &papers[i], conditions + first, end - first);
        first = end;
    }
    flow->papers = papers;
    flow->paper_count = count;
}

static const struct refusal *read_rest(struct work *work, struct situation_flow *flow) {
    read_questions(work, flow);
    read_papers(work, flow);
    situation_resolve(flow);
    return flow->paper_count > 0 ? NULL : &situation_none;
}

/* The head in a row of either statement. */
#define FLOW_OF_ROW(item, row)                                                           \
    ((struct situation_flow){ .id = (row)->id,                                           \
                              .item_id = item,                                           \
                              .revision = (row)->revision,                               \
                              .item_version = (row)->item_version,                       \
                              .published_ms = (row)->published_ms,                       \
                              .author = (row)->author,                                   \
                              .note = (row)->note })

const struct refusal *situation_read(struct work *work, int64_t item_id,
                                     struct situation_flow *flow) {
    struct sql_situation_flow_row row;

    *flow = (struct situation_flow){ .author = "", .note = "" };
    if (!sql_situation_flow(work, &row, .item_id = item_id))
        return &situation_none;
    *flow = FLOW_OF_ROW(item_id, &row);
    return read_rest(work, flow);
}

const struct refusal *situation_read_revision(struct work *work, int64_t item_id,
                                              int64_t revision,
                                              struct situation_flow *flow) {
    struct sql_situation_revision_row row;

    *flow = (struct situation_flow){ .author = "", .note = "" };
    if (!sql_situation_revision(work, &row, .item_id = item_id, .revision = revision))
        return &situation_none;
    *flow = FLOW_OF_ROW(item_id, &row);
    return read_rest(work, flow);
}

/* ---- publishing ---- */

static void add_questions(struct work *work, const struct situation_flow *flow,
                          int64_t flow_id) {
    for (size_t i = 0; i < flow->question_count; i++) {
        const struct situation_question *const question = &flow->questions[i];

        sql_situation_add_question(work, .flow_id = flow_id, .ordinal = (int64_t)i,
                                   .name = question->id, .words = question->words,
                                   .hint = question->hint);
        for (size_t j = 0; j < question->answer_count; j++)
            sql_situation_add_answer(
                work, .flow_id = flow_id, .question = (int64_t)i, .ordinal = (int64_t)j,
                .name = question->answers[j].id, .words = question->answers[j].words,
                .hint = question->answers[j].hint, .next = question->answers[j].next_id);
    }
}

static void add_conditions(struct work *work, const struct situation_paper *paper,
                           int64_t flow_id, int64_t ordinal) {
    int64_t count = 0;

    for (size_t i = 0; i < paper->clause_count; i++)
        for (size_t j = 0; j < paper->clauses[i].count; j++) {
            const struct situation_term *const term = &paper->clauses[i].terms[j];

            for (size_t k = 0; k < term->count; k++)
                sql_situation_add_condition(work, .flow_id = flow_id, .paper = ordinal,
                                            .ordinal = count++, .clause = (int64_t)i,
                                            .question = term->question_id,
                                            .answer = term->answer_ids[k]);
        }
}

static void add_papers(struct work *work, const struct situation_flow *flow,
                       int64_t flow_id) {
    for (size_t i = 0; i < flow->paper_count; i++) {
        const struct situation_paper *const paper = &flow->papers[i];

        sql_situation_add_paper(work, .flow_id = flow_id, .ordinal = (int64_t)i,
                                .name = paper->name, .why = paper->why,
                                .exempt = paper->exempt);
        add_conditions(work, paper, flow_id, (int64_t)i);
    }
}

bool situation_publish(struct work *work, const struct item *item,
                       const struct situation_flow *flow) {
    const int64_t flow_id = work_new_id(work);
    struct situation_flow before;
    struct sql_situation_renew_row head = { 0 };

    situation_read(work, item->id, &before);
    if (situation_is_same(work->arena, &before, flow))
        return false;
    assert(flow->question_count <= SITUATION_QUESTIONS_MAX);
    assert(flow->paper_count <= SITUATION_PAPERS_MAX);
    sql_situation_renew(work, &head, .item_id = item->id, .flow_id = flow_id);
    /* Somebody published between the reading and the row: begin again and see it. */
    if (!work->fault && head.revision != before.revision + 1) {
        work->lost_race = true;
        work_fault(work, "the situations of item %lld changed meanwhile",
                   (long long)item->id);
    }
    sql_situation_add_flow(work, .id = flow_id, .item_id = item->id,
                           .revision = head.revision, .item_version = item->version,
                           .author = work->actor.name, .note = flow->note);
    add_questions(work, flow, flow_id);
    add_papers(work, flow, flow_id);
    item_set_asks(work, item->id, situation_longest(flow));
    cache_touch(work, "items");
    return true;
}

/* ---- lists ---- */

size_t situation_history(struct work *work, int64_t item_id,
                         const struct situation_flow **flows) {
    struct sql_situation_history_row *rows;
    const size_t count = sql_situation_history(work, &rows, .item_id = item_id);
    struct situation_flow *const found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] = (struct situation_flow){ .id = rows[i].id,
                                            .item_id = item_id,
                                            .revision = rows[i].revision,
                                            .item_version = rows[i].item_version,
                                            .published_ms = rows[i].published_ms,
                                            .author = rows[i].author,
                                            .note = "" };
    *flows = found;
    return count;
}

size_t situation_items(struct work *work, const char *after, int64_t limit,
                       const struct situation_item **items) {
    struct sql_situation_items_row *rows;
    const size_t count = sql_situation_items(work, &rows, .after = after, .limit = limit);
    struct situation_item *const found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] =
            (struct situation_item){ rows[i].id, rows[i].revision, rows[i].published_ms,
                                     rows[i].code, rows[i].name };
    *items = found;
    return count;
}
