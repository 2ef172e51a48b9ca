#include "situation_check.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "situation_walk.h"
#include "text.h"

static const char *const names[] = {
    [SITUATION_UNKNOWN] = "unknown",
    [SITUATION_DEAD_END] = "dead_end",
    [SITUATION_CYCLE] = "cycle",
    [SITUATION_UNREACHED] = "unreached",
    [SITUATION_TOO_LONG] = "too_long",
    [SITUATION_TOO_MANY] = "too_many",
    [SITUATION_NEVER_ASKED] = "never_asked",
    [SITUATION_ASKED_TWICE] = "asked_twice",
    [SITUATION_NO_SUCH_PAPER] = "no_such_paper",
};

const char *situation_fault_name(enum situation_fault fault) {
    assert(fault < sizeof names / sizeof *names);
    return names[fault];
}

struct checker {
    struct arena *arena;
    const struct situation_flow *flow;
    const struct item_version *version;
    struct situation_findings *findings;
    bool reached[SITUATION_QUESTIONS_MAX];
    bool asked[SITUATION_PAPERS_MAX]; /* by some way */
    bool told[SITUATION_PAPERS_MAX];  /* that a way asks twice */
};

/* What a finding is about. */
struct about {
    const char *question, *answer, *paper;
};

__attribute__((format(printf, 4, 5))) static void find(struct checker *checker,
                                                       enum situation_fault fault,
                                                       struct about about,
                                                       const char *format, ...) {
    struct situation_findings *const findings = checker->findings;
    va_list args;

    if (fault == SITUATION_UNKNOWN || fault == SITUATION_DEAD_END ||
        fault == SITUATION_CYCLE || fault == SITUATION_TOO_LONG)
        findings->can_be_walked = false;
    if (findings->count == SITUATION_FINDINGS_MAX)
        return;
    va_start(args, format);
    findings->finding[findings->count++] = (struct situation_finding){
        .fault = fault,
        .question = about.question ? about.question : "",
        .answer = about.answer ? about.answer : "",
        .paper = about.paper ? about.paper : "",
        .reason = arena_vformat(checker->arena, format, args),
    };
    va_end(args);
}

/* ---- where answers lead ---- */

static void check_answer(struct checker *checker,
                         const struct situation_question *question,
                         const struct situation_answer *answer) {
    const struct about about = { question->id, answer->id, NULL };

    if (answer->next != SITUATION_NOWHERE)
        return;
    if (*answer->next_id)
        find(checker, SITUATION_UNKNOWN, about,
             "问题 %s 的答案 %s 指向 %s，没有这个问题；next 写一个问题的编号或 result",
             question->id, answer->id, answer->next_id);
    else
        find(checker, SITUATION_DEAD_END, about,
             "问题 %s 的答案 %s 没有下一步，选它的人走不下去；请写 next", question->id,
             answer->id);
}

static void check_answers(struct checker *checker) {
    const struct situation_flow *const flow = checker->flow;

    for (size_t i = 0; i < flow->question_count; i++) {
        const struct situation_question *const question = &flow->questions[i];

        if (question->answer_count == 0)
            find(checker, SITUATION_DEAD_END, (struct about){ question->id, NULL, NULL },
                 "问题 %s 没有答案，问到它的人走不下去", question->id);
        for (size_t j = 0; j < question->answer_count; j++)
            check_answer(checker, question, &question->answers[j]);
    }
}

/* ---- conditions ---- */

static void check_term(struct checker *checker, const struct situation_paper *paper,
                       const struct situation_term *term) {
    const struct about about = { NULL, NULL, paper->name };

    if (term->question == SITUATION_NOWHERE)
        find(checker, SITUATION_UNKNOWN, about, "材料“%s”的条件里没有 %s 这个问题",
             paper->name, term->question_id);
    else if (term->unknown)
        find(checker, SITUATION_UNKNOWN, about,
             "材料“%s”的条件里，问题 %s 没有 %s 这个答案", paper->name, term->question_id,
             term->unknown);
}

static void check_conditions(struct checker *checker) {
    for (size_t i = 0; i < checker->flow->paper_count; i++) {
        const struct situation_paper *const paper = &checker->flow->papers[i];

        for (size_t j = 0; j < paper->clause_count; j++)
            for (size_t k = 0; k < paper->clauses[j].count; k++)
                check_term(checker, paper, &paper->clauses[j].terms[k]);
    }
}

/* ---- ways ---- */

/* The questions on the way that is being gone, to say a cycle or a way too long. */
struct way {
    int question[SITUATION_QUESTIONS_MAX + 1];
    size_t count;
};

static const char *say_way(struct checker *checker, const struct way *way, size_t from) {
    struct text out = { .arena = checker->arena };

    for (size_t i = from; i < way->count; i++)
        text_addf(&out, "%s%s", i > from ? " → " : "",
                  checker->flow->questions[way->question[i]].id);
    return text_string(&out);
}

/* Says the cycle that going to a question again would close; false when there is none. */
static bool closes_cycle(struct checker *checker, struct way *way, int question) {
    size_t from = 0;

    while (from < way->count && way->question[from] != question)
        from++;
    if (from == way->count)
        return false;
    way->question[way->count++] = question;
    find(checker, SITUATION_CYCLE,
         (struct about){ checker->flow->questions[question].id, NULL, NULL },
         "这些问题绕成了一圈：%s；请让其中一个答案走向别处", say_way(checker, way, from));
    way->count--;
    return true;
}

/* Looks at what a question leads to; each is left once, so it ends.  done: its length is
 * known.  A way has no question twice, so its depth is bounded by their number. */
static void go(struct checker *checker, struct way *way, int question, bool *done) {
    const struct situation_question *const here = &checker->flow->questions[question];

    if (closes_cycle(checker, way, question) || done[question])
        return;
    checker->reached[question] = true;
    way->question[way->count++] = question;
    for (size_t i = 0; i < here->answer_count; i++)
        if (here->answers[i].next >= 0)
            go(checker, way, here->answers[i].next, done);
    way->count--;
    done[question] = true;
}

static void check_reached(struct checker *checker) {
    const struct situation_flow *const flow = checker->flow;
    bool done[SITUATION_QUESTIONS_MAX] = { false };
    struct way way = { .count = 0 };

    if (flow->question_count > 0)
        go(checker, &way, 0, done);
    for (size_t i = 0; i < flow->question_count; i++)
        if (!checker->reached[i])
            find(checker, SITUATION_UNREACHED,
                 (struct about){ flow->questions[i].id, NULL, NULL },
                 "没有答案走到问题 %s，没人会被问到；请让一个答案指向它，或删掉它",
                 flow->questions[i].id);
}

/* The longest way from each question, when there is no cycle: behind those that it leads
 * to, so a question's number is final once all of theirs are. */
static void measure(struct checker *checker, int *length) {
    const struct situation_flow *const flow = checker->flow;

    for (size_t round = 0; round < flow->question_count; round++)
        for (size_t i = 0; i < flow->question_count; i++) {
            int longest = 0;

            for (size_t j = 0; j < flow->questions[i].answer_count; j++) {
                const int next = flow->questions[i].answers[j].next;
                const int rest = next >= 0 ? length[next] : 0;

                longest = rest > longest ? rest : longest;
            }
            length[i] = longest + 1;
        }
}

static void check_length(struct checker *checker) {
    const struct situation_flow *const flow = checker->flow;
    int length[SITUATION_QUESTIONS_MAX] = { 0 };
    struct way way = { .count = 0 };

    measure(checker, length);
    checker->findings->longest = flow->question_count > 0 ? (size_t)length[0] : 0;
    if (checker->findings->longest <= SITUATION_PATH_MAX)
        return;
    for (int at = 0; at >= 0;) {
        int next = SITUATION_RESULT;

        way.question[way.count++] = at;
        for (size_t i = 0; i < flow->questions[at].answer_count; i++) {
            const int one = flow->questions[at].answers[i].next;

            if (one >= 0 && length[one] == length[at] - 1)
                next = one;
        }
        at = next;
    }
    find(checker, SITUATION_TOO_LONG,
         (struct about){ flow->questions[way.question[SITUATION_PATH_MAX]].id, NULL,
                         NULL },
         "一个人最多问 %d 个问题，这条路要问 %zu 个：%s；请合并或删掉几个",
         SITUATION_PATH_MAX, way.count, say_way(checker, &way, 0));
}

/* ---- papers, on every way ---- */

static void look_for_twice(struct checker *checker, const struct situation_walk *walk,
                           size_t at) {
    const struct situation_paper *const papers = checker->flow->papers;
    const struct situation_clause *clause;

    for (size_t i = 0; i < at && !checker->told[at]; i++)
        if (strcmp(papers[i].name, papers[at].name) == 0 &&
            situation_asks_for(&papers[i], walk, &clause)) {
            checker->told[at] = true;
            find(checker, SITUATION_ASKED_TWICE,
                 (struct about){ NULL, NULL, papers[at].name },
                 "材料“%s”有两行，选 %s 的人两行都符合；请把条件分开", papers[at].name,
                 *situation_address(checker->arena, walk)
                     ? situation_address(checker->arena, walk)
                     : "任何答案");
        }
}

static void look_at_way(void *context, const struct situation_walk *walk) {
    struct checker *const checker = context;
    const struct situation_clause *clause;

    for (size_t i = 0; i < checker->flow->paper_count; i++)
        if (situation_asks_for(&checker->flow->papers[i], walk, &clause)) {
            checker->asked[i] = true;
            look_for_twice(checker, walk, i);
        }
}

static void check_papers(struct checker *checker) {
    const struct situation_flow *const flow = checker->flow;

    checker->findings->ways = situation_each_way(flow, look_at_way, checker);
    if (checker->findings->ways > SITUATION_WAYS_MAX) {
        find(checker, SITUATION_TOO_MANY, (struct about){ 0 },
             "答案的组合超过了 %d 种，查不过来；请减少问题或答案", SITUATION_WAYS_MAX);
        return;
    }
    for (size_t i = 0; i < flow->paper_count; i++)
        if (!checker->asked[i])
            find(checker, SITUATION_NEVER_ASKED,
                 (struct about){ NULL, NULL, flow->papers[i].name },
                 "材料“%s”没有人会被要到：没有一条路符合它的条件", flow->papers[i].name);
}

/* ---- the item's papers ---- */

static bool lists(const struct item_version *version, const char *name) {
    for (size_t i = 0; i < version->paper_count; i++)
        if (strcmp(version->papers[i].name, name) == 0)
            return true;
    return false;
}

static bool knows(const struct situation_flow *flow, const char *name) {
    for (size_t i = 0; i < flow->paper_count; i++)
        if (strcmp(flow->papers[i].name, name) == 0)
            return true;
    return false;
}

static void check_against_item(struct checker *checker) {
    const struct situation_flow *const flow = checker->flow;
    const struct item_version *const version = checker->version;

    for (size_t i = 0; i < flow->paper_count; i++)
        if (!lists(version, flow->papers[i].name))
            find(checker, SITUATION_NO_SUCH_PAPER,
                 (struct about){ NULL, NULL, flow->papers[i].name },
                 "事项的材料清单里没有“%s”；请改成清单里的名称", flow->papers[i].name);
    for (size_t i = 0; i < version->paper_count; i++)
        if (!knows(flow, version->papers[i].name))
            find(checker, SITUATION_NEVER_ASKED,
                 (struct about){ NULL, NULL, version->papers[i].name },
                 "事项清单里的材料“%s”没有写什么情形要；人人都要就写上名称，不写 when",
                 version->papers[i].name);
}

void situation_check(struct arena *arena, const struct situation_flow *flow,
                     const struct item_version *version,
                     struct situation_findings *findings) {
    struct checker checker = {
        .arena = arena, .flow = flow, .version = version, .findings = findings
    };

    findings->count = findings->ways = findings->longest = 0;
    findings->can_be_walked = true;
    check_answers(&checker);
    check_conditions(&checker);
    check_reached(&checker);
    if (findings->can_be_walked)
        check_length(&checker);
    if (findings->count == 0)
        check_papers(&checker);
    if (version)
        check_against_item(&checker);
}

/* ---- places ---- */

struct situation_place situation_place(const char *text,
                                       const struct situation_finding *finding) {
    size_t at = 0;

    if (*finding->paper)
        at = situation_find_member(text, 0, "name", finding->paper);
    else if (*finding->question)
        at = situation_find_member(text, 0, "id", finding->question);
    if (at != SIZE_MAX && *finding->answer) {
        const size_t answer = situation_find_member(text, at, "id", finding->answer);

        at = answer != SIZE_MAX ? answer : at;
    }
    return situation_place_of(text, at == SIZE_MAX ? 0 : at);
}

/* ---- every way ---- */

/* The answers of one way, counted up like the digits of a number. */
static bool next_way(const struct situation_flow *flow, struct situation_walk *walk) {
    while (walk->count > 0) {
        const struct situation_step last = walk->step[--walk->count];
        const size_t next = (size_t)last.answer + 1;

        if (next < flow->questions[last.question].answer_count) {
            walk->step[walk->count++] =
                (struct situation_step){ last.question, (int)next };
            walk->next = flow->questions[last.question].answers[next].next;
            return true;
        }
    }
    return false;
}

/* Takes the first answers from where the walk stands to the result. */
static void finish_way(const struct situation_flow *flow, struct situation_walk *walk) {
    while (walk->next >= 0) {
        const struct situation_step step = { walk->next, 0 };

        assert(walk->count < SITUATION_PATH_MAX);
        walk->step[walk->count++] = step;
        walk->next = flow->questions[step.question].answers[0].next;
    }
}

size_t situation_each_way(const struct situation_flow *flow,
                          void (*take)(void *context, const struct situation_walk *walk),
                          void *context) {
    struct situation_walk walk;
    size_t count = 0;

    situation_walk(&walk, flow, "");
    do {
        finish_way(flow, &walk);
        if (++count > SITUATION_WAYS_MAX)
            break;
        take(context, &walk);
    } while (next_way(flow, &walk));
    return count;
}
