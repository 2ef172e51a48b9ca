#include <string.h>

#include "agency_web.h"
#include "item.h"
#include "mandate_words.h"
#include "place.h"
#include "shape.h"
#include "text.h"

/* ---- what is answered ---- */

struct line {
    const char *id, *basis, *principal, *agent, *scope, *words, *consent, *state;
    int64_t from_day, end_day, holds;
};

struct lines {
    const struct line *given, *held;
    size_t given_count, held_count;
};

#define LINE(member) offsetof(struct line, member)

static const struct shape_field line_fields[] = {
    { .name = "id", .kind = SHAPE_TEXT, .offset = LINE(id), .help = "For addresses." },
    { .name = "basis",
      .kind = SHAPE_TEXT,
      .offset = LINE(basis),
      .help = "family, village, firm or letter" },
    { .name = "principal",
      .kind = SHAPE_TEXT,
      .offset = LINE(principal),
      .help = "Whose business it is, masked." },
    { .name = "agent",
      .kind = SHAPE_TEXT,
      .offset = LINE(agent),
      .help = "Who acts, masked; of a village the name of its station." },
    { .name = "scope",
      .kind = SHAPE_TEXT,
      .offset = LINE(scope),
      .help = "all, items, subjects or matter" },
    { .name = "words",
      .kind = SHAPE_TEXT,
      .offset = LINE(words),
      .help = "Codes of items or subjects, or the number of a case; blanks between." },
    { .name = "from", .kind = SHAPE_DAY, .offset = LINE(from_day), .help = "First day." },
    { .name = "end", .kind = SHAPE_DAY, .offset = LINE(end_day), .help = "Last day." },
    { .name = "consent",
      .kind = SHAPE_TEXT,
      .offset = LINE(consent),
      .help = "none, signed_in, letter or present" },
    { .name = "state",
      .kind = SHAPE_TEXT,
      .offset = LINE(state),
      .help = "asked, given, ended, revoked or refused" },
    { .name = "holds",
      .kind = SHAPE_FLAG,
      .offset = LINE(holds),
      .help = "Whether the agent may act by it today." },
};
static const struct shape line_shape = {
    "Mandate",
    line_fields,
    sizeof line_fields / sizeof *line_fields,
    sizeof(struct line),
};
static const struct shape_field lines_fields[] = {
    { .name = "given",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct lines, given),
      .count_offset = offsetof(struct lines, given_count),
      .of = &line_shape,
      .help = "By oneself, or asked of oneself; the newest." },
    { .name = "held",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct lines, held),
      .count_offset = offsetof(struct lines, held_count),
      .of = &line_shape,
      .help = "By which one may act, or has asked to; the newest." },
};
static const struct shape lines_shape = {
    "Mandates",
    lines_fields,
    sizeof lines_fields / sizeof *lines_fields,
    sizeof(struct lines),
};

static struct line line_of(struct work *work, const struct mandate *mandate) {
    struct agency_view view;

    agency_view_of(work, LANGUAGE_CHINESE, mandate, &view);
    return (struct line){
        .id = text_of_int(work->arena, mandate->id),
        .basis = word_name(&mandate_bases, mandate->basis),
        .principal = view.principal,
        .agent = view.agent,
        .scope = word_name(&mandate_scopes, mandate->scope),
        .words = mandate->words,
        .consent = word_name(&mandate_consents, mandate->consent),
        .state = word_name(&mandate_states, mandate->state),
        .from_day = mandate->from_day,
        .end_day = mandate->end_day,
        .holds = view.holds,
    };
}

static const struct line *lines_of(struct work *work, const struct mandate *list,
                                   size_t count) {
    struct line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = line_of(work, &list[i]);
    return made;
}

/* ---- what is sent ---- */

static const struct form_field new_fields[] = {
    { .name = "basis", .label = TEXT("种类"), .kind = FORM_TEXT, .required = true },
    { .name = "principal_name", .label = TEXT("授权人姓名"), .kind = FORM_TEXT },
    { .name = "principal_number",
      .label = TEXT("授权人的证件号"),
      .kind = FORM_TEXT,
      .max = 18 },
    { .name = "name", .label = TEXT("代理人姓名"), .kind = FORM_NAME },
    { .name = "id_number", .label = TEXT("代理人身份证号"), .kind = FORM_CITIZEN_ID },
    { .name = "outlet", .label = TEXT("哪个村社的代办员"), .kind = FORM_TEXT },
    { .name = "relation", .label = TEXT("代理人是授权人的什么人"), .kind = FORM_TEXT },
    { .name = "scope", .label = TEXT("授权办什么"), .kind = FORM_TEXT },
    { .name = "words", .label = TEXT("哪些事项"), .kind = FORM_TEXT, .max = 1000 },
    { .name = "from_day",
      .label = TEXT("从哪天开始"),
      .kind = FORM_DAY,
      .required = true },
    { .name = "end_day",
      .label = TEXT("到哪天结束"),
      .kind = FORM_DAY,
      .required = true },
    { .name = "consent", .label = TEXT("怎么同意的"), .kind = FORM_TEXT },
    { .name = "letter",
      .label = TEXT("委托书编号或存放的地方"),
      .kind = FORM_TEXT,
      .max = MANDATE_LETTER_MAX },
};
static const struct form new_form = { "agency.new", new_fields,
                                      sizeof new_fields / sizeof *new_fields };

static const struct refusal not_known = {
    REFUSED_INVALID, "agency.not_known",
    TEXT("种类、范围或同意方式不是约定的词，请照接口说明填写。"), NULL
};
static const struct refusal not_named = {
    REFUSED_INVALID, "agency.not_named",
    TEXT("请填双方的姓名和证件号；村社代办填网点代码。"), NULL
};

static bool is_known(const struct words *words, const char *name) {
    return !name[0] || word_named(words, name);
}

static const struct refusal *read_new(struct work *work, const struct form_input *form,
                                      enum agency_way way, struct mandate_new *given) {
    const struct word *basis = word_named(&mandate_bases, form_value(form, "basis"));
    const bool village = basis && basis->value == MANDATE_VILLAGE;

    if (!basis || !is_known(&mandate_scopes, form_value(form, "scope")) ||
        !is_known(&agency_relations, form_value(form, "relation")) ||
        (village && way == AGENCY_ASK))
        return &not_known;
    agency_read(work, form, way, (enum mandate_basis)basis->value, given);
    if (way == AGENCY_RECORD && given->consent != MANDATE_SIGNED &&
        given->consent != MANDATE_PRESENT)
        return &not_known;
    if ((village ? !given->outlet_id
                 : !given->agent.name[0] || !given->agent.id_number[0]) ||
        (way == AGENCY_RECORD &&
         (!given->principal.name[0] || !given->principal.id_number[0])))
        return &not_named;
    return NULL;
}

static const struct refusal *give_one(struct work *work, struct exchange *exchange,
                                      int64_t id) {
    struct mandate mandate;
    const struct refusal *refusal = mandate_find(work, id, &mandate);
    struct line line;

    if (refusal)
        return refusal;
    line = line_of(work, &mandate);
    exchange_give(exchange, &line);
    return NULL;
}

static const struct refusal *make(struct work *work, struct exchange *exchange,
                                  enum agency_way way) {
    struct mandate_new given;
    const struct refusal *refusal = read_new(work, exchange->form, way, &given);
    int64_t id = 0;

    if (!refusal)
        refusal = way == AGENCY_GIVE  ? agency_give(work, &given, &id)
                  : way == AGENCY_ASK ? agency_ask(work, &given, &id)
                                      : agency_record(work, &given, &id);
    if (refusal)
        return refusal;
    exchange->status = 201;
    return give_one(work, exchange, id);
}

static const struct refusal *give(struct work *work, struct exchange *exchange) {
    return make(work, exchange, AGENCY_GIVE);
}

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    return make(work, exchange, AGENCY_ASK);
}

static const struct refusal *record(struct work *work, struct exchange *exchange) {
    return make(work, exchange, AGENCY_RECORD);
}

static const struct refusal *list(struct work *work, struct exchange *exchange) {
    const struct mandate *found;
    struct lines lines;

    lines.given_count = mandate_list_given(work, INT64_MAX, MANDATE_LIST_MAX, &found);
    lines.given = lines_of(work, found, lines.given_count);
    lines.held_count = mandate_list_held(work, INT64_MAX, MANDATE_LIST_MAX, &found);
    lines.held = lines_of(work, found, lines.held_count);
    exchange_give(exchange, &lines);
    return NULL;
}

static const struct refusal *act(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal;
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &mandate_unknown;
    refusal = agency_do(work, id, exchange_parameter(exchange, "verb"),
                        form_value(exchange->form, "reason"));
    return refusal ? refusal : give_one(work, exchange, id);
}

static const struct route routes[] = {
    { .pattern = "/api/v1/mandates",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT,
      .handle = list,
      .answers = &lines_shape,
      .summary = "Who may act for oneself, and for whom one may act" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/mandates",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT,
      .form = &new_form,
      .handle = give,
      .once = true,
      .answers = &line_shape,
      .summary = "Let somebody act for oneself" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/mandates/requests",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT,
      .form = &new_form,
      .handle = ask,
      .once = true,
      .answers = &line_shape,
      .summary = "Ask a relative to be let act for him" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/desk/mandates",
      .face = FACE_API,
      .rights = RIGHT_INTAKE,
      .form = &new_form,
      .handle = record,
      .once = true,
      .answers = &line_shape,
      .summary = "Record a mandate whose letter, or whose principal, a clerk has seen" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/mandates/:id/:verb",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_INTAKE | RIGHT_MANAGE,
      .form = &agency_act_form,
      .handle = act,
      .once = true,
      .answers = &line_shape,
      .summary = "Give what was asked, refuse, take back, revoke or resign a mandate" },
};

const struct route_table agency_api_routes = { routes, sizeof routes / sizeof *routes };
