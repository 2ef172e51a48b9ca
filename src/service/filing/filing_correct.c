#include "filing_correct.h"

#include <string.h>

#include "filing_desk.h"
#include "joint.h"
#include "message.h"
#include "shape.h"
#include "text.h"

static const struct form_field fields[] = {
    { .name = "was",
      .label = TEXT("原来哪里不对"),
      .hint = TEXT("照抄写错的那几个字"),
      .kind = FORM_TEXT,
      .required = true,
      .max = MATTER_WRONG_MAX },
    { .name = "becomes",
      .label = TEXT("应该是什么"),
      .kind = FORM_TEXT,
      .required = true,
      .max = MATTER_WRONG_MAX },
    { .name = "reason",
      .label = TEXT("为什么更正"),
      .hint = TEXT("写明怎么发现的、依据什么；不要写身份证号和手机号"),
      .kind = FORM_LONG_TEXT,
      .required = true,
      .max = MATTER_CORRECT_REASON_MAX },
};

const struct form filing_correct_form = { "filing.correct", fields,
                                          sizeof fields / sizeof *fields };

/* ---- correcting ---- */

/* Whether the asker sees the event that is corrected in the end. */
static bool was_told(struct work *work, const struct matter *matter, int64_t ordinal) {
    const struct matter_correction *fixes;
    const size_t fixed = matter_corrections(work, matter->id, &fixes);
    const int64_t first = matter_corrected(fixes, fixed, ordinal);
    const struct ledger_event *events;
    const size_t count = ledger_events(work, matter->id, &events);

    for (size_t i = 0; i < count; i++)
        if (events[i].ordinal == (first ? first : ordinal))
            return matter_track_label(matter->flow, &events[i]) != NULL;
    return false;
}

const struct refusal *filing_correct(struct work *work, struct matter *matter,
                                     const struct matter_correction *given) {
    const bool told = was_told(work, matter, given->corrects);
    const char *note = "";
    const struct refusal *const refusal = matter_correct(work, matter, given, &note);

    if (!refusal && told)
        message_send(work, matter, "corrected", &(struct message_field){ "reason", note },
                     1);
    return refusal;
}

/* ---- pages ---- */

static const struct refusal *find_case(struct work *work, const struct exchange *exchange,
                                       struct matter *matter) {
    const struct refusal *const refusal =
        joint_find(work, exchange_parameter(exchange, "number"), matter);

    return !refusal && matter->flow != &filing_flow ? &matter_unknown : refusal;
}

/* The event of the address; 0, which is none, for what is no number. */
static int64_t ordinal_of(const struct exchange *exchange) {
    int64_t ordinal = 0;

    text_read_int(exchange_parameter(exchange, "ordinal"), &ordinal);
    return ordinal;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_case(work, exchange, &matter);
    struct filing_correct_view view = { .matter = &matter, .input = exchange->form };
    const struct filing_moment *moments;
    const struct filing_moment *found = NULL;
    size_t count;

    if (refusal)
        return refusal;
    count = filing_moments(work, exchange->view.language, &matter, &moments);
    for (size_t i = 0; i < count; i++)
        if (moments[i].ordinal == ordinal_of(exchange))
            found = &moments[i];
    if (!found)
        return &matter_correct_absent;
    if (!found->may_correct)
        return &matter_forbidden;
    view.what = found->what;
    view.who = found->who;
    view.when = found->when;
    view.note = found->note;
    view.told = found->told;
    if (!view.input)
        view.input = form_fresh(work->arena, &filing_correct_form, (char *)NULL);
    filing_correct_page(exchange_page(exchange, TEXT("更正")), &view);
    return NULL;
}

static const struct refusal *correct(struct work *work, struct exchange *exchange,
                                     struct matter *matter) {
    const struct matter_correction given = {
        .corrects = ordinal_of(exchange),
        .was = form_value(exchange->form, "was"),
        .becomes = form_value(exchange->form, "becomes"),
        .reason = form_value(exchange->form, "reason"),
    };
    const struct refusal *const refusal = find_case(work, exchange, matter);

    return refusal ? refusal : filing_correct(work, matter, &given);
}

static const struct refusal *correct_by_page(struct work *work,
                                             struct exchange *exchange) {
    struct matter matter;
    struct html out = { .text = { .arena = work->arena } };
    const struct refusal *const refusal = correct(work, exchange, &matter);

    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/case/%s#event-%ld",
                                              matter.number, matter.head.ordinal));
    return refusal;
}

/* ---- API ---- */

struct api_event {
    const char *verb, *label, *actor, *note;
    int64_t ordinal, at_ms, told, corrects;
};

struct api_record {
    const char *number;
    const struct api_event *events;
    size_t count;
};

#define FIELD(name_, kind_, member, help_)                                               \
    {                                                                                    \
        .name = name_, .kind = kind_, .offset = offsetof(struct api_event, member),      \
        .help = help_                                                                    \
    }

static const struct shape_field event_fields[] = {
    FIELD("ordinal", SHAPE_INTEGER, ordinal, "its place in the record, from 1"),
    FIELD("verb", SHAPE_TEXT, verb, "submit, accept, letter, correct …"),
    FIELD("label", SHAPE_TEXT, label, "what happened, in Chinese"),
    FIELD("actor", SHAPE_TEXT, actor, "who did it: a colleague, the asker, the program"),
    FIELD("note", SHAPE_TEXT, note, "the reason or remark"),
    FIELD("at", SHAPE_MOMENT, at_ms, "when"),
    FIELD("told", SHAPE_FLAG, told, "whether the asker sees it"),
    FIELD("corrects", SHAPE_INTEGER, corrects,
          "the ordinal of the event that it puts right; 0 for none"),
};
static const struct shape event_shape = { "RecordEvent", event_fields,
                                          sizeof event_fields / sizeof *event_fields,
                                          sizeof(struct api_event) };
static const struct shape_field record_fields[] = {
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct api_record, number),
      .help = "of the filing" },
    { .name = "events",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_record, events),
      .count_offset = offsetof(struct api_record, count),
      .of = &event_shape,
      .help = "first to last; nothing of it ever changes" },
};
static const struct shape record_shape = { "Record", record_fields,
                                           sizeof record_fields / sizeof *record_fields,
                                           sizeof(struct api_record) };

static void give_record(struct work *work, struct exchange *exchange,
                        const struct matter *matter) {
    const struct filing_moment *moments;
    const size_t count = filing_moments(work, exchange->view.language, matter, &moments);
    struct api_event *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct api_event){
            .verb = moments[i].verb,
            .label = moments[i].what,
            .actor = moments[i].who,
            .note = moments[i].note,
            .ordinal = moments[i].ordinal,
            .at_ms = moments[i].at_ms,
            .told = moments[i].told,
            .corrects = moments[i].corrects_ordinal,
        };
    exchange_give(exchange, &(struct api_record){ matter->number, made, count });
}

static const struct refusal *give(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = find_case(work, exchange, &matter);

    if (!refusal)
        give_record(work, exchange, &matter);
    return refusal;
}

static const struct refusal *correct_by_api(struct work *work,
                                            struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = correct(work, exchange, &matter);

    if (!refusal)
        give_record(work, exchange, &matter);
    return refusal;
}

static const struct route routes[] = {
    { .pattern = "/desk/case/:number/correct/:ordinal",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/correct/:ordinal",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form = &filing_correct_form,
      .handle = correct_by_page,
      .again = show,
      .once = true },
    { .pattern = "/api/v1/filings/:number/record",
      .rights = RIGHT_CASEWORK,
      .face = FACE_API,
      .handle = give,
      .answers = &record_shape,
      .summary = "All that happened to a filing: each event with actor and reason" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/filings/:number/record/:ordinal/correct",
      .rights = RIGHT_CASEWORK,
      .face = FACE_API,
      .form = &filing_correct_form,
      .handle = correct_by_api,
      .once = true,
      .answers = &record_shape,
      .summary = "Put an event of the record right: the old one stays beside it" },
};

const struct route_table filing_correct_routes = { routes,
                                                   sizeof routes / sizeof *routes };
