#include "situation_api.h"

#include <string.h>

#include "arena.h"
#include "exchange.h"
#include "situation_web.h"

#define COUNT(fields) (sizeof(fields) / sizeof *(fields))
#define TEXT_AT(type, label, member, about)                                              \
    { .name = label, .kind = SHAPE_TEXT, .offset = offsetof(type, member), .help = about }
#define LIST_AT(type, label, member, length, shape, about)                               \
    {                                                                                    \
        .name = label, .kind = SHAPE_LIST, .offset = offsetof(type, member),             \
        .count_offset = offsetof(type, length), .of = shape, .help = about               \
    }

/* ---- what is given ---- */

struct choice {
    const char *id, *text, *hint;
    const char *a; /* the parameter that chooses it */
};

struct question {
    const char *id, *text, *hint;
    const struct choice *choices;
    size_t choice_count;
};

struct answered {
    const char *question, *question_text, *answer, *answer_text;
};

struct paper {
    const char *name, *treatment, *why, *note;
};

struct step {
    const char *code, *name, *a, *url;
    int64_t done;
    struct question question;
    const struct answered *answered;
    size_t answered_count;
    const struct paper *papers;
    size_t paper_count;
};

static const struct shape_field choice_fields[] = {
    TEXT_AT(struct choice, "id", id, "of the answer"),
    TEXT_AT(struct choice, "text", text, "as people read it"),
    TEXT_AT(struct choice, "hint", hint, "what stands under it"),
    TEXT_AT(struct choice, "a", a, "the parameter that gives this answer"),
};
static const struct shape choice_shape = { "SituationChoice", choice_fields,
                                           COUNT(choice_fields), sizeof(struct choice) };

static const struct shape_field question_fields[] = {
    TEXT_AT(struct question, "id", id, "empty: nothing is asked any more"),
    TEXT_AT(struct question, "text", text, "as people read it"),
    TEXT_AT(struct question, "hint", hint, "what stands under it"),
    LIST_AT(struct question, "answers", choices, choice_count, &choice_shape,
            "one of these is to be chosen"),
};
static const struct shape question_shape = {
    "SituationQuestion",
    question_fields,
    COUNT(question_fields),
    sizeof(struct question),
};

static const struct shape_field answered_fields[] = {
    TEXT_AT(struct answered, "question", question, "its id"),
    TEXT_AT(struct answered, "question_text", question_text, "as people read it"),
    TEXT_AT(struct answered, "answer", answer, "its id"),
    TEXT_AT(struct answered, "answer_text", answer_text, "as people read it"),
};
static const struct shape answered_shape = {
    "SituationAnswered",
    answered_fields,
    COUNT(answered_fields),
    sizeof(struct answered),
};

static const struct shape_field paper_fields[] = {
    TEXT_AT(struct paper, "name", name, "as the item lists it"),
    TEXT_AT(struct paper, "treatment", treatment,
            "bring; exempt: taken from shared data; no_need: not in this situation"),
    TEXT_AT(struct paper, "why", why, "which answers say so, in Chinese"),
    TEXT_AT(struct paper, "note", note, "what the librarian adds"),
};
static const struct shape paper_shape = { "SituationPaper", paper_fields,
                                          COUNT(paper_fields), sizeof(struct paper) };

static const struct shape_field step_fields[] = {
    TEXT_AT(struct step, "code", code, "of the item"),
    TEXT_AT(struct step, "name", name, "of the item"),
    TEXT_AT(struct step, "a", a, "the answers on the way, as a parameter has them"),
    TEXT_AT(struct step, "url", url, "the page that shows the same to people"),
    { .name = "done",
      .kind = SHAPE_FLAG,
      .offset = offsetof(struct step, done),
      .help = "nothing is asked any more: the papers are there" },
    { .name = "question",
      .kind = SHAPE_OBJECT,
      .offset = offsetof(struct step, question),
      .of = &question_shape,
      .help = "what is asked now" },
    LIST_AT(struct step, "answered", answered, answered_count, &answered_shape,
            "what was answered on the way"),
    LIST_AT(struct step, "papers", papers, paper_count, &paper_shape,
            "each with what becomes of it; empty until done"),
};
const struct shape situation_api_shape = { "SituationStep", step_fields,
                                           COUNT(step_fields), sizeof(struct step) };

static const struct form_field fields[] = {
    { .name = "a", .label = TEXT("已经回答的"), .kind = FORM_TEXT, .max = 400 },
};
const struct form situation_api_form = { "situation.step", fields, COUNT(fields) };

/* ---- filling ---- */

static void fill_answered(struct arena *arena, const struct situation_view *view,
                          struct step *step) {
    const size_t count = view->walk->count;
    struct answered *const answered = arena_alloc(arena, count * sizeof *answered);

    for (size_t i = 0; i < count; i++) {
        const struct situation_question *const question =
            &view->flow->questions[view->walk->step[i].question];
        const struct situation_answer *const answer =
            &question->answers[view->walk->step[i].answer];

        answered[i] =
            (struct answered){ question->id, question->words, answer->id, answer->words };
    }
    step->answered = answered;
    step->answered_count = count;
}

static void fill_question(struct arena *arena, const struct situation_view *view,
                          struct step *step) {
    const int at = view->walk->next;
    const struct situation_question *const question = &view->flow->questions[at];
    struct choice *const choices =
        arena_alloc(arena, question->answer_count * sizeof *choices);

    for (size_t i = 0; i < question->answer_count; i++)
        choices[i] = (struct choice){
            question->answers[i].id,
            question->answers[i].words,
            question->answers[i].hint,
            situation_address_with(arena, view->walk, at, (int)i),
        };
    step->question = (struct question){ question->id, question->words, question->hint,
                                        choices, question->answer_count };
}

static void fill_papers(struct html *out, const struct situation_view *view,
                        struct step *step) {
    static const char *const treatments[] = {
        [SITUATION_BRING] = "bring",
        [SITUATION_EXEMPT] = "exempt",
        [SITUATION_NO_NEED] = "no_need",
    };
    const struct situation_result *const result = &view->result;
    struct paper *const papers =
        arena_alloc(out->text.arena, result->count * sizeof *papers);

    for (size_t i = 0; i < result->count; i++) {
        const struct situation_verdict *const verdict = &result->verdicts[i];

        papers[i] = (struct paper){ verdict->name, treatments[verdict->treatment],
                                    situation_says_why(out, view, verdict),
                                    verdict->paper ? verdict->paper->why : "" };
    }
    step->papers = papers;
    step->paper_count = result->count;
}

const struct refusal *situation_api_give(struct work *work, struct exchange *exchange) {
    const char *const code = exchange_parameter(exchange, "code");
    struct html out = { .text = { .arena = work->arena }, .view = &exchange->view };
    struct situation_view view;
    const struct refusal *const refusal =
        situation_view_list(work, code, form_value(exchange->form, "a"), &view);

    if (refusal && refusal != &situation_unfinished)
        return refusal;

    struct step step = { .code = view.item->code,
                         .name = view.version->name,
                         .a = view.answers,
                         .question = { "", "", "", NULL, 0 },
                         .done = !refusal };
    step.url = *view.answers ? route_url(&out, "/item/%s/ask?a=%s", code, view.answers)
                             : route_url(&out, "/item/%s/ask", code);
    fill_answered(work->arena, &view, &step);
    if (refusal)
        fill_question(work->arena, &view, &step);
    else
        fill_papers(&out, &view, &step);
    exchange_give(exchange, &step);
    return NULL;
}
