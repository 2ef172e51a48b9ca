#include "item_answer.h"

#include "arena.h"
#include "item_words.h"

#define COUNT(fields) (sizeof(fields) / sizeof *(fields))
#define TEXT_AT(type, name, member, help)                                                \
    { name, SHAPE_TEXT, offsetof(type, member), 0, NULL, help }
#define INTEGER_AT(type, name, member, help)                                             \
    { name, SHAPE_INTEGER, offsetof(type, member), 0, NULL, help }
#define FLAG_AT(type, name, member, help)                                                \
    { name, SHAPE_FLAG, offsetof(type, member), 0, NULL, help }
#define OBJECT_AT(type, name, member, of, help)                                          \
    { name, SHAPE_OBJECT, offsetof(type, member), 0, of, help }
#define LIST_AT(type, name, member, length, of, help)                                    \
    { name, SHAPE_LIST, offsetof(type, member), offsetof(type, length), of, help }
#define WORDS_AT(type, name, member, help)                                               \
    {                                                                                    \
        name, SHAPE_WORDS, offsetof(type, member.word), offsetof(type, member.count),    \
            NULL, help                                                                   \
    }

/* ---- parts ---- */

static const struct shape_field limit_fields[] = {
    INTEGER_AT(struct item_answer_limit, "n", n, "0: no limit"),
    TEXT_AT(struct item_answer_limit, "unit", unit,
            "working_day, day, hour, month or year"),
};
static const struct shape limit_shape = {
    "ItemLimit",
    limit_fields,
    COUNT(limit_fields),
    sizeof(struct item_answer_limit),
};

static const struct shape_field paper_fields[] = {
    TEXT_AT(struct item_answer_paper, "situation", paper.situation,
            "empty: in every situation"),
    TEXT_AT(struct item_answer_paper, "name", paper.name, "what it is"),
    TEXT_AT(struct item_answer_paper, "kind", kind, "original, copy or both"),
    TEXT_AT(struct item_answer_paper, "form", form, "paper, electronic or both"),
    TEXT_AT(struct item_answer_paper, "source", source, "applicant, government or other"),
    TEXT_AT(struct item_answer_paper, "source_note", paper.source_note, "who issues it"),
    INTEGER_AT(struct item_answer_paper, "copies", paper.copies, "how many"),
    TEXT_AT(struct item_answer_paper, "size", paper.size, "such as A4"),
    TEXT_AT(struct item_answer_paper, "necessity", necessity,
            "required, optional or deferrable"),
    TEXT_AT(struct item_answer_paper, "standard", paper.standard,
            "what makes it acceptable"),
    TEXT_AT(struct item_answer_paper, "note", paper.note, "how to fill it in"),
    FLAG_AT(struct item_answer_paper, "exempt", paper.exempt,
            "taken from shared data: need not be brought"),
};
static const struct shape paper_shape = {
    "ItemPaper",
    paper_fields,
    COUNT(paper_fields),
    sizeof(struct item_answer_paper),
};

static const struct shape_field basis_fields[] = {
    TEXT_AT(struct item_line, "law", title, "its name"),
    TEXT_AT(struct item_line, "clause", detail, "which"),
    TEXT_AT(struct item_line, "text", note, "what it says"),
};
static const struct shape basis_shape = {
    "ItemBasis",
    basis_fields,
    COUNT(basis_fields),
    sizeof(struct item_line),
};

static const struct shape_field step_fields[] = {
    TEXT_AT(struct item_line, "name", title, "of the step"),
    TEXT_AT(struct item_line, "office", detail, "who does it"),
    INTEGER_AT(struct item_line, "days", days, "how long it takes"),
    TEXT_AT(struct item_line, "note", note, "what is done"),
};
static const struct shape step_shape = {
    "ItemStep",
    step_fields,
    COUNT(step_fields),
    sizeof(struct item_line),
};

static const struct shape_field fee_line_fields[] = {
    TEXT_AT(struct item_line, "name", title, "what is paid for"),
    TEXT_AT(struct item_line, "standard", detail, "how much"),
};
static const struct shape fee_line_shape = {
    "ItemFeeLine",
    fee_line_fields,
    COUNT(fee_line_fields),
    sizeof(struct item_line),
};

static const struct shape_field fee_fields[] = {
    TEXT_AT(struct item_answer_fee, "charged", charged, "yes, no, or empty: unknown"),
    TEXT_AT(struct item_answer_fee, "basis", basis, "by what law"),
    LIST_AT(struct item_answer_fee, "lines", lines.line, lines.count, &fee_line_shape,
            "each fee"),
};
static const struct shape fee_shape = {
    "ItemFee",
    fee_fields,
    COUNT(fee_fields),
    sizeof(struct item_answer_fee),
};

static const struct shape_field result_fields[] = {
    TEXT_AT(struct item_answer_result, "name", name, "what one gets"),
    TEXT_AT(struct item_answer_result, "kind", kind,
            "certificate, document, approval or other"),
    TEXT_AT(struct item_answer_result, "sample", sample, "what it looks like"),
};
static const struct shape result_shape = {
    "ItemResult",
    result_fields,
    COUNT(result_fields),
    sizeof(struct item_answer_result),
};

static const struct shape_field question_fields[] = {
    TEXT_AT(struct item_line, "q", title, "question"),
    TEXT_AT(struct item_line, "a", detail, "answer"),
};
static const struct shape question_shape = {
    "ItemQuestion",
    question_fields,
    COUNT(question_fields),
    sizeof(struct item_line),
};

/* ---- the item ---- */

#define ANSWER struct item_answer

static const struct shape_field answer_fields[] = {
    TEXT_AT(ANSWER, "code", version.code, "of the item, in its scheme"),
    TEXT_AT(ANSWER, "code_scheme", version.code_scheme,
            "national, guangdong, sichuan or local"),
    TEXT_AT(ANSWER, "base_code", version.base_code, "of the catalogue"),
    INTEGER_AT(ANSWER, "version", version.version, "1, 2 ..."),
    { "published", SHAPE_MOMENT, offsetof(ANSWER, version.published_ms), 0, NULL,
      "when this version was" },
    TEXT_AT(ANSWER, "state", state, "in_use, suspended, cancelled or handed_down"),
    TEXT_AT(ANSWER, "name", version.name, "of the item"),
    TEXT_AT(ANSWER, "main_name", version.main_name, "of the main item"),
    TEXT_AT(ANSWER, "short_name", version.short_name, "as people shorten it"),
    WORDS_AT(ANSWER, "daily_terms", version.daily_terms, "what people call it"),
    TEXT_AT(ANSWER, "type_code", version.type_code, "of the scheme"),
    TEXT_AT(ANSWER, "type_name", version.type_name, "in Chinese"),
    TEXT_AT(ANSWER, "department", version.department, "who decides"),
    TEXT_AT(ANSWER, "area", version.area, "where it holds"),
    INTEGER_AT(ANSWER, "level", version.level,
               "1 national, 2 province, 3 city, 4 county, 5 town, 6 village, 0 unknown"),
    TEXT_AT(ANSWER, "kind", kind, "on_the_spot, promised, or empty: unknown"),
    OBJECT_AT(ANSWER, "legal_limit", legal, &limit_shape, "by law"),
    OBJECT_AT(ANSWER, "promised_limit", promised, &limit_shape, "by promise"),
    INTEGER_AT(ANSWER, "visits", version.visits, "to the hall, -1 unknown"),
    TEXT_AT(ANSWER, "visits_reason", version.visits_reason, "why one has to come"),
    TEXT_AT(ANSWER, "conditions", version.conditions, "who can apply"),
    LIST_AT(ANSWER, "papers", papers, paper_count, &paper_shape, "what is handed in"),
    LIST_AT(ANSWER, "basis", version.basis.line, version.basis.count, &basis_shape,
            "the law"),
    LIST_AT(ANSWER, "steps", version.steps.line, version.steps.count, &step_shape,
            "what happens"),
    OBJECT_AT(ANSWER, "fee", fee, &fee_shape, "what it costs"),
    OBJECT_AT(ANSWER, "result", result, &result_shape, "what one gets"),
    WORDS_AT(ANSWER, "ways", version.ways, "online, mobile, window, kiosk, agent"),
    WORDS_AT(ANSWER, "targets", version.targets,
             "person, firm, institution, society, other_firm, office, other"),
    WORDS_AT(ANSWER, "subjects", version.subjects, "in Chinese"),
    TEXT_AT(ANSWER, "phone", version.phone, "for questions"),
    TEXT_AT(ANSWER, "complaint_phone", version.complaint_phone, "for complaints"),
    TEXT_AT(ANSWER, "place", version.place, "where"),
    TEXT_AT(ANSWER, "hours", version.hours, "when"),
    TEXT_AT(ANSWER, "scope", version.scope, "from where one may apply"),
    INTEGER_AT(ANSWER, "online_depth", version.online_depth, "1 to 4, 0 unknown"),
    FLAG_AT(ANSWER, "promise", version.promise, "a written promise replaces papers"),
    FLAG_AT(ANSWER, "deferral", version.deferral, "some papers may follow later"),
    FLAG_AT(ANSWER, "courier", version.courier, "the result can be sent"),
    FLAG_AT(ANSWER, "booking", version.booking, "a time can be booked"),
    LIST_AT(ANSWER, "faq", version.questions.line, version.questions.count,
            &question_shape, "often asked"),
    TEXT_AT(ANSWER, "note", version.note, "more to know"),
};

const struct shape item_answer_shape = {
    "Item",
    answer_fields,
    COUNT(answer_fields),
    sizeof(struct item_answer),
};

static struct item_answer_limit limit_of(struct item_limit limit) {
    return (struct item_answer_limit){ limit.count,
                                       item_word_name(&item_units, limit.unit) };
}

static const struct item_answer_paper *papers_of(struct arena *arena,
                                                 const struct item_version *version) {
    struct item_answer_paper *const papers =
        arena_alloc(arena, version->paper_count * sizeof *papers);

    for (size_t i = 0; i < version->paper_count; i++) {
        const struct item_paper *const paper = &version->papers[i];

        papers[i] = (struct item_answer_paper){
            .paper = *paper,
            .kind = item_word_name(&item_paper_kinds, paper->kind),
            .form = item_word_name(&item_paper_forms, paper->form),
            .source = item_word_name(&item_paper_sources, paper->source),
            .necessity = item_word_name(&item_necessities, paper->necessity),
        };
    }
    return papers;
}

struct item_answer *item_answer(struct arena *arena, const struct item_version *version) {
    struct item_answer *const answer = arena_alloc(arena, sizeof *answer);

    *answer = (struct item_answer){
        .version = *version,
        .state = "",
        .kind = item_word_name(&item_kinds, version->kind),
        .legal = limit_of(version->legal),
        .promised = limit_of(version->promised),
        .fee = { item_word_name(&item_answers, version->fee_charged), version->fee_basis,
                 version->fees },
        .result = { version->result_name, version->result_kind, version->result_sample },
        .papers = papers_of(arena, version),
        .paper_count = version->paper_count,
    };
    return answer;
}

/* ---- lists ---- */

#define HEAD struct item_answer_head

static const struct shape_field head_fields[] = {
    TEXT_AT(HEAD, "code", item.code, "of the item"),
    TEXT_AT(HEAD, "name", item.name, "of the item"),
    TEXT_AT(HEAD, "department", item.department, "who decides"),
    TEXT_AT(HEAD, "state", state, "in_use, suspended or handed_down"),
    TEXT_AT(HEAD, "kind", kind, "on_the_spot, promised, or empty: unknown"),
    OBJECT_AT(HEAD, "legal_limit", legal, &limit_shape, "by law"),
    OBJECT_AT(HEAD, "promised_limit", promised, &limit_shape, "by promise"),
    INTEGER_AT(HEAD, "visits", item.visits, "to the hall, -1 unknown"),
    WORDS_AT(HEAD, "ways", item.ways, "online, mobile, window, kiosk, agent"),
};
static const struct shape head_shape = {
    "ItemHead",
    head_fields,
    COUNT(head_fields),
    sizeof(struct item_answer_head),
};

static const struct shape_field page_fields[] = {
    LIST_AT(struct item_answer_page, "items", heads, count, &head_shape, "by code"),
    TEXT_AT(struct item_answer_page, "next", next,
            "ask for the rest with after=this; empty at the end"),
};
const struct shape item_answer_page_shape = {
    "ItemPage",
    page_fields,
    COUNT(page_fields),
    sizeof(struct item_answer_page),
};

struct item_answer_page *item_answer_page(struct arena *arena, const struct item *items,
                                          size_t count, const char *next) {
    struct item_answer_page *const page = arena_alloc(arena, sizeof *page);
    struct item_answer_head *const heads = arena_alloc(arena, count * sizeof *heads);

    for (size_t i = 0; i < count; i++)
        heads[i] = (struct item_answer_head){
            .item = items[i],
            .state = item_word_name(&item_states, items[i].state),
            .kind = item_word_name(&item_kinds, items[i].kind),
            .legal = limit_of(items[i].legal),
            .promised = limit_of(items[i].promised),
        };
    *page = (struct item_answer_page){ heads, count, next };
    return page;
}
