#include "filing_office.h"

#include "filing_desk.h"
#include "joint.h"
#include "joint_desk.h"
#include "text.h"

static const struct refusal *find_case(struct work *work, const struct exchange *exchange,
                                       struct matter *matter) {
    const struct refusal *const refusal =
        joint_find(work, exchange_parameter(exchange, "number"), matter);

    return !refusal && matter->flow != &filing_flow ? &matter_unknown : refusal;
}

/* The office of the address; 0, which is none, for what is no number. */
static int64_t ordinal_of(const struct exchange *exchange) {
    int64_t ordinal = 0;

    text_read_int(exchange_parameter(exchange, "ordinal"), &ordinal);
    return ordinal;
}

static const struct refusal *give_opinion(struct work *work, struct exchange *exchange,
                                          struct matter *matter) {
    const struct joint_opinion opinion =
        joint_read_opinion(exchange->form, ordinal_of(exchange));
    const struct refusal *const refusal = find_case(work, exchange, matter);

    return refusal ? refusal : joint_answer(work, matter, &opinion);
}

static const struct refusal *answer(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = give_opinion(work, exchange, &matter);

    if (!refusal)
        exchange_redirect(
            exchange,
            arena_format(work->arena, "/desk/case/%s?done=opinion", matter.number));
    return refusal;
}

static const struct refusal *answer_again(struct work *work, struct exchange *exchange) {
    struct filing_case page = {
        .joint = { .tried = ordinal_of(exchange), .form = exchange->form },
        .form = exchange->form,
        .refusal = exchange->refusal,
    };
    const struct refusal *const refusal = find_case(work, exchange, &page.matter);

    return refusal ? refusal : filing_give_case(work, exchange, &page);
}

/* ---- API ---- */

struct api_office {
    const char *department, *examines, *state, *opinion;
    int64_t ordinal, stage, days, asked_ms, due_ms, stopped_ms, answered_ms;
};

struct api_offices {
    const char *number;
    const struct api_office *offices;
    size_t count;
};

#define FIELD(name_, kind_, member, help_)                                               \
    {                                                                                    \
        .name = name_, .kind = kind_, .offset = offsetof(struct api_office, member),     \
        .help = help_                                                                    \
    }

static const struct shape_field office_fields[] = {
    FIELD("ordinal", SHAPE_INTEGER, ordinal, "its place in the address of its opinion"),
    FIELD("department", SHAPE_TEXT, department, "its name"),
    FIELD("stage", SHAPE_INTEGER, stage, "those of one stage work side by side"),
    FIELD("examines", SHAPE_TEXT, examines, "what it looks at"),
    FIELD("days", SHAPE_INTEGER, days, "working days for its opinion"),
    FIELD("state", SHAPE_TEXT, state, "waiting, asked, agreed, opposed or closed"),
    FIELD("asked", SHAPE_MOMENT, asked_ms, "null: not its turn yet"),
    FIELD("due", SHAPE_MOMENT, due_ms, "when its clock ends; null: not asked yet"),
    FIELD("stopped", SHAPE_MOMENT, stopped_ms, "since when it stands still; null: not"),
    FIELD("answered", SHAPE_MOMENT, answered_ms, "null: not yet"),
    FIELD("opinion", SHAPE_TEXT, opinion, "what it wrote"),
};
static const struct shape office_shape = { "JointOffice", office_fields,
                                           sizeof office_fields / sizeof *office_fields,
                                           sizeof(struct api_office) };
static const struct shape_field offices_fields[] = {
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct api_offices, number),
      .help = "of the filing" },
    { .name = "offices",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_offices, offices),
      .count_offset = offsetof(struct api_offices, count),
      .of = &office_shape,
      .help = "as the item lists them" },
};
static const struct shape offices_shape = { "JointOffices", offices_fields,
                                            sizeof offices_fields /
                                                sizeof *offices_fields,
                                            sizeof(struct api_offices) };

static void give_offices(struct work *work, struct exchange *exchange,
                         const struct matter *matter) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    struct api_office *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct api_office){
            .ordinal = offices[i].ordinal,
            .department = offices[i].department,
            .stage = offices[i].stage,
            .examines = offices[i].examines,
            .days = offices[i].days,
            .state = word_name(&joint_states, offices[i].state),
            .asked_ms = offices[i].asked_ms,
            .due_ms = offices[i].due_ms,
            .stopped_ms = offices[i].stopped_ms,
            .answered_ms = offices[i].answered_ms,
            .opinion = offices[i].opinion,
        };
    exchange_give(exchange, &(struct api_offices){ matter->number, made, count });
}

static const struct refusal *list(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = find_case(work, exchange, &matter);

    if (!refusal)
        give_offices(work, exchange, &matter);
    return refusal;
}

static const struct refusal *answer_api(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = give_opinion(work, exchange, &matter);

    if (!refusal)
        give_offices(work, exchange, &matter);
    return refusal;
}

static const struct route routes[] = {
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/office/:ordinal",
      .rights = RIGHT_REVIEW | RIGHT_APPROVE,
      .face = FACE_DESK,
      .form = &joint_opinion_form,
      .handle = answer,
      .again = answer_again,
      .once = true },
    { .pattern = "/api/v1/filings/:number/offices",
      .rights = RIGHT_CASEWORK,
      .face = FACE_API,
      .handle = list,
      .answers = &offices_shape,
      .summary = "The offices that examine a filing together, and their opinions" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/filings/:number/offices/:ordinal",
      .rights = RIGHT_REVIEW | RIGHT_APPROVE,
      .face = FACE_API,
      .form = &joint_opinion_form,
      .handle = answer_api,
      .once = true,
      .answers = &offices_shape,
      .summary = "Give an office's opinion: agree, or oppose with a reason" },
};

const struct route_table filing_office_routes = { routes,
                                                  sizeof routes / sizeof *routes };
