#include "situation_walk.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "text.h"

/* ---- going ---- */

/* Reads "question.answer" up to a '-' or the end; returns where the next begins. */
static const char *take_pair(struct situation_walk *walk, const char *at) {
    const size_t size = strcspn(at, "-");
    const size_t dot = strcspn(at, ".-");
    char question_id[SITUATION_ID_MAX + 1], answer_id[SITUATION_ID_MAX + 1];
    const size_t answer_size = dot < size ? size - dot - 1 : 0;

    if (dot <= SITUATION_ID_MAX && answer_size > 0 && answer_size <= SITUATION_ID_MAX) {
        memcpy(question_id, at, dot);
        question_id[dot] = '\0';
        memcpy(answer_id, at + dot + 1, answer_size);
        answer_id[answer_size] = '\0';

        const int question = situation_find_question(walk->flow, question_id);
        if (question >= 0)
            walk->chosen[question] =
                situation_find_answer(&walk->flow->questions[question], answer_id);
    }
    return at + size + (at[size] == '-');
}

void situation_walk(struct situation_walk *walk, const struct situation_flow *flow,
                    const char *answers) {
    *walk = (struct situation_walk){ .flow = flow };
    walk->next = flow->question_count > 0 ? 0 : SITUATION_RESULT;
    for (size_t i = 0; i < SITUATION_QUESTIONS_MAX; i++)
        walk->chosen[i] = -1;
    while (*answers)
        answers = take_pair(walk, answers);
    while (walk->next >= 0 && walk->chosen[walk->next] >= 0) {
        const struct situation_step step = { walk->next, walk->chosen[walk->next] };

        assert(walk->count < SITUATION_PATH_MAX);
        walk->step[walk->count++] = step;
        walk->next = flow->questions[step.question].answers[step.answer].next;
        assert(walk->next != SITUATION_NOWHERE);
    }
}

/* ---- addresses ---- */

static void add_pair(struct text *out, const struct situation_flow *flow, int question,
                     int answer) {
    if (out->length > 0)
        text_add_byte(out, '-');
    text_add(out, flow->questions[question].id);
    text_add_byte(out, '.');
    text_add(out, flow->questions[question].answers[answer].id);
}

const char *situation_address_before(struct arena *arena,
                                     const struct situation_walk *walk, size_t step) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < step; i++)
        add_pair(&out, walk->flow, walk->step[i].question, walk->step[i].answer);
    return text_string(&out);
}

const char *situation_address(struct arena *arena, const struct situation_walk *walk) {
    return situation_address_before(arena, walk, walk->count);
}

const char *situation_address_with(struct arena *arena, const struct situation_walk *walk,
                                   int question, int answer) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < walk->flow->question_count; i++) {
        const int chosen = (int)i == question ? answer : walk->chosen[i];

        if (chosen >= 0)
            add_pair(&out, walk->flow, (int)i, chosen);
    }
    return text_string(&out);
}

/* ---- how long ---- */

/* A flow that was checked has no way round, so this ends; depth keeps it bounded. */
static int longest_from(const struct situation_flow *flow, int question, int depth) {
    int longest = 0;

    if (question < 0 || depth >= SITUATION_PATH_MAX)
        return 0;
    for (size_t i = 0; i < flow->questions[question].answer_count; i++) {
        const int rest =
            longest_from(flow, flow->questions[question].answers[i].next, depth + 1);

        longest = rest > longest ? rest : longest;
    }
    return longest + 1;
}

int situation_longest_from(const struct situation_flow *flow, int question) {
    return longest_from(flow, question, 0);
}

int situation_longest(const struct situation_flow *flow) {
    return flow->question_count > 0 ? longest_from(flow, 0, 0) : 0;
}

/* ---- reasons ---- */

/* The answer to a question on the way, or -1. */
static int answer_of(const struct situation_walk *walk, int question) {
    for (size_t i = 0; i < walk->count; i++)
        if (walk->step[i].question == question)
            return walk->step[i].answer;
    return -1;
}

static bool term_holds(const struct situation_term *term,
                       const struct situation_walk *walk) {
    const int answer = answer_of(walk, term->question);

    return answer >= 0 && (term->answers >> answer & 1) != 0;
}

static bool clause_holds(const struct situation_clause *clause,
                         const struct situation_walk *walk) {
    for (size_t i = 0; i < clause->count; i++)
        if (!term_holds(&clause->terms[i], walk))
            return false;
    return true;
}

bool situation_asks_for(const struct situation_paper *paper,
                        const struct situation_walk *walk,
                        const struct situation_clause **clause) {
    *clause = NULL;
    for (size_t i = 0; i < paper->clause_count; i++)
        if (clause_holds(&paper->clauses[i], walk)) {
            *clause = &paper->clauses[i];
            return true;
        }
    return paper->clause_count == 0;
}

static bool leads_to(const struct situation_flow *flow, int from, int question,
                     int depth) {
    if (from == question)
        return true;
    if (from < 0 || depth >= SITUATION_PATH_MAX)
        return false;
    for (size_t i = 0; i < flow->questions[from].answer_count; i++)
        if (leads_to(flow, flow->questions[from].answers[i].next, question, depth + 1))
            return true;
    return false;
}

/* The step whose answer made the term fail: the one that answers its question, or the
 * one behind which its question can no longer come. */
static int blocking_step(const struct situation_walk *walk,
                         const struct situation_term *term) {
    for (size_t i = 0; i < walk->count; i++) {
        const struct situation_step step = walk->step[i];
        const int next = walk->flow->questions[step.question].answers[step.answer].next;

        if (step.question == term->question ||
            !leads_to(walk->flow, next, term->question, 0))
            return (int)i;
    }
    return -1;
}

static void add_step(struct situation_verdict *verdict, struct situation_step step) {
    for (size_t i = 0; i < verdict->because_count; i++)
        if (verdict->because[i].question == step.question)
            return;
    if (verdict->because_count < SITUATION_PATH_MAX)
        verdict->because[verdict->because_count++] = step;
}

static void say_why(struct situation_verdict *verdict, const struct situation_walk *walk,
                    const struct situation_clause *clause) {
    for (size_t i = 0; clause && i < clause->count; i++)
        add_step(verdict,
                 (struct situation_step){ clause->terms[i].question,
                                          answer_of(walk, clause->terms[i].question) });
}

/* Each clause fails by some answer: those together are why nobody asks. */
static void say_why_not(struct situation_verdict *verdict,
                        const struct situation_walk *walk) {
    for (size_t i = 0; i < verdict->paper->clause_count; i++) {
        const struct situation_clause *const clause = &verdict->paper->clauses[i];

        for (size_t j = 0; j < clause->count; j++) {
            if (term_holds(&clause->terms[j], walk))
                continue;

            const int step = blocking_step(walk, &clause->terms[j]);
            if (step >= 0)
                add_step(verdict, walk->step[step]);
            break;
        }
    }
}

/* ---- the result ---- */

static const struct item_paper *find_of_item(const struct item_version *version,
                                             const char *name) {
    for (size_t i = 0; version && i < version->paper_count; i++)
        if (strcmp(version->papers[i].name, name) == 0)
            return &version->papers[i];
    return NULL;
}

static bool is_known(const struct situation_flow *flow, const char *name) {
    for (size_t i = 0; i < flow->paper_count; i++)
        if (strcmp(flow->papers[i].name, name) == 0)
            return true;
    return false;
}

static struct situation_verdict judge(const struct situation_walk *walk,
                                      const struct situation_paper *paper,
                                      const struct item_version *version) {
    struct situation_verdict verdict = { .paper = paper,
                                         .of_item = find_of_item(version, paper->name),
                                         .name = paper->name };
    const struct situation_clause *clause;

    if (!situation_asks_for(paper, walk, &clause)) {
        verdict.treatment = SITUATION_NO_NEED;
        say_why_not(&verdict, walk);
        return verdict;
    }
    say_why(&verdict, walk, clause);
    if (paper->exempt || (verdict.of_item && verdict.of_item->exempt))
        verdict.treatment = SITUATION_EXEMPT;
    return verdict;
}

/* Whether another line of the same paper is asked for, or came first. */
static bool is_said_by_another(const struct situation_verdict *verdicts, size_t count,
                               size_t at) {
    for (size_t i = 0; i < count; i++) {
        const struct situation_verdict *const other = &verdicts[i];

        if (i != at && strcmp(other->name, verdicts[at].name) == 0 &&
            (other->treatment != SITUATION_NO_NEED || i < at))
            return true;
    }
    return false;
}

/* Of a paper with several lines, what is not asked for says nothing beside what is. */
static size_t drop_said(struct situation_verdict *verdicts, size_t count) {
    size_t kept = 0;
    uint8_t drop[SITUATION_PAPERS_MAX] = { 0 };

    for (size_t i = 0; i < count; i++)
        drop[i] = verdicts[i].treatment == SITUATION_NO_NEED &&
                  is_said_by_another(verdicts, count, i);
    for (size_t i = 0; i < count; i++)
        if (!drop[i])
            verdicts[kept++] = verdicts[i];
    return kept;
}

/* The same name stands once in the result, though the item may list it for several. */
static bool is_first_of_item(const struct item_version *version, size_t at) {
    return find_of_item(version, version->papers[at].name) == &version->papers[at];
}

void situation_conclude(struct arena *arena, const struct situation_walk *walk,
                        const struct item_version *version,
                        struct situation_result *result) {
    const struct situation_flow *const flow = walk->flow;
    const size_t of_item = version ? version->paper_count : 0;
    struct situation_verdict *const verdicts =
        arena_alloc(arena, (flow->paper_count + of_item) * sizeof *verdicts);
    size_t count = 0;

    for (size_t i = 0; i < flow->paper_count; i++)
        verdicts[count++] = judge(walk, &flow->papers[i], version);
    count = drop_said(verdicts, count);
    for (size_t i = 0; i < of_item; i++) {
        const struct item_paper *const paper = &version->papers[i];

        if (!is_known(flow, paper->name) && is_first_of_item(version, i))
            verdicts[count++] = (struct situation_verdict){
                .of_item = paper,
                .name = paper->name,
                .treatment = paper->exempt ? SITUATION_EXEMPT : SITUATION_BRING,
            };
    }
    *result = (struct situation_result){ .verdicts = verdicts, .count = count };
    for (size_t i = 0; i < count; i++) {
        result->bring += verdicts[i].treatment == SITUATION_BRING;
        result->exempt += verdicts[i].treatment == SITUATION_EXEMPT;
        result->no_need += verdicts[i].treatment == SITUATION_NO_NEED;
    }
}
