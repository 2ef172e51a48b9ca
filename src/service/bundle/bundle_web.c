#include "bundle_web.h"

#include <assert.h>
#include <string.h>

#include "filing_agent.h"
#include "filing_asker.h"
#include "item_words.h"
#include "text.h"

/* ---- the form ---- */

static const struct form_choice kinds[] = {
    { "person", TEXT("个人") },
    { "firm", TEXT("单位") },
    { NULL, NULL },
};

static const struct form_field phone = {
    .name = "phone",
    .label = TEXT("手机号"),
    .hint = TEXT("窗口有事会打这个电话，查进度要用后四位"),
    .kind = FORM_MOBILE,
    .required = true,
    .autocomplete = "tel",
};

static const struct form_field who[] = {
    { .name = "kind",
      .label = TEXT("谁来申请？"),
      .kind = FORM_CHOICE,
      .choices = kinds },
    { .name = "name",
      .label = TEXT("姓名或单位名称"),
      .kind = FORM_TEXT,
      .required = true },
    { .name = "id_number",
      .label = TEXT("证件号码"),
      .kind = FORM_TEXT,
      .required = true,
      .hint = TEXT("个人填居民身份证号，单位填统一社会信用代码") },
};

enum { WHO = sizeof who / sizeof *who };

/* For whom: where the actor holds a mandate for all of it. */
static bool asks_whom(struct work *work, const struct bundle *bundle,
                      struct form_field *field) {
    const char *codes[BUNDLE_ITEMS_MAX];

    for (size_t i = 0; i < bundle->body.item_count; i++)
        codes[i] = bundle->items[i].code;
    return filing_whom_field(work, codes, bundle->body.item_count, field);
}

enum form_face { ONLINE, AT_WINDOW, BY_API };

static const struct form *form_of(struct work *work, const struct exchange *exchange,
                                  enum form_face face) {
    struct form_field *const fields =
        arena_alloc(work->arena, (WHO + 2 + BUNDLE_FIELDS_MAX) * sizeof *fields);
    struct form *const form = arena_alloc(work->arena, sizeof *form);
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    size_t count = 0;

    if (bundle_find(work, exchange_parameter(exchange, "code"), bundle))
        return NULL;
    for (size_t i = 0; face == AT_WINDOW && i < WHO; i++)
        fields[count++] = who[i];
    if (face == ONLINE && asks_whom(work, bundle, &fields[count]))
        count++;
    fields[count++] = phone;
    for (size_t i = 0; i < bundle->body.field_count; i++)
        fields[count++] = bundle->body.field[i];
    *form = (struct form){ "bundle.apply", fields, count };
    return form;
}

const struct form *bundle_form_at_window(struct work *work, struct exchange *exchange) {
    return form_of(work, exchange, AT_WINDOW);
}

const struct form *bundle_form_online(struct work *work, struct exchange *exchange) {
    return form_of(work, exchange, ONLINE);
}

const char *bundle_say_answers(struct arena *arena, const struct bundle *bundle,
                               const struct form_input *form) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < bundle->body.field_count; i++) {
        const struct form_field *const field = &bundle->body.field[i];

        if (form_value(form, field->name)[0])
            text_addf(&out, "%s%s：%s", out.length ? "\n" : "", field->label,
                      form_value(form, field->name));
    }
    return text_string(&out);
}

/* ---- looking ---- */

static const struct refusal *find(struct work *work, const struct exchange *exchange,
                                  struct bundle *bundle) {
    return bundle_find(work, exchange_parameter(exchange, "code"), bundle);
}

static const struct refusal *list(struct work *work, struct exchange *exchange) {
    const struct bundle_line *lines;
    const size_t count = bundle_list(work, &lines);

    bundle_list_page(exchange_page(exchange, TEXT("一件事一次办")), lines, count);
    return NULL;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    struct bundle_view view = { .bundle = bundle };
    const struct refusal *const refusal = find(work, exchange, bundle);

    if (refusal)
        return refusal;
    view.closed = bundle_closed(work, bundle, FILING_ONLINE);
    bundle_page(exchange_page(exchange, bundle->body.name), &view);
    return NULL;
}

/* ---- applying ---- */

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    struct bundle_view view = { .bundle = bundle, .form = exchange->form };
    struct person asker;
    const struct refusal *refusal = find(work, exchange, bundle);

    if (!refusal)
        refusal = bundle_closed(work, bundle, FILING_ONLINE);
    if (!refusal)
        refusal = person_open(work, work->actor.person_id, &asker);
    if (refusal)
        return refusal;
    if (!view.form)
        view.form = form_fresh(work->arena, bundle_form_online(work, exchange), "phone",
                               asker.phone, (char *)NULL);
    person_mask(work->arena, &asker);
    view.asker = &asker;
    bundle_apply_page(exchange_page(exchange, bundle->body.name), &view);
    return NULL;
}

static const struct refusal *hand_in(struct work *work, struct exchange *exchange,
                                     struct matter *matter) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    struct bundle_new given = { .channel = FILING_ONLINE };
    const struct refusal *const refusal = find(work, exchange, bundle);

    if (refusal)
        return refusal;
    given.code = bundle->body.code;
    given.asker.phone = form_value(exchange->form, "phone");
    given.mandate_id = filing_whom(exchange->form);
    given.answers = bundle_say_answers(work->arena, bundle, exchange->form);
    return bundle_submit(work, &given, matter);
}

static const struct refusal *apply(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    struct matter matter;
    const struct refusal *const refusal = hand_in(work, exchange, &matter);

    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/my/%s/papers", matter.number));
    return refusal;
}

/* ---- API ---- */

struct api_line {
    const char *code, *name, *event;
};

struct api_list {
    const struct api_line *lines;
    size_t count;
};

#define FIELD(type, name_, kind_, member, help_)                                         \
    { .name = name_, .kind = kind_, .offset = offsetof(type, member), .help = help_ }
#define COUNT(fields) (sizeof(fields) / sizeof *(fields))

static const struct shape_field line_fields[] = {
    FIELD(struct api_line, "code", SHAPE_TEXT, code, "of the bundle"),
    FIELD(struct api_line, "name", SHAPE_TEXT, name, "in Chinese"),
    FIELD(struct api_line, "event", SHAPE_TEXT, event, "life event, as items have it"),
};
static const struct shape line_shape = { "BundleLine", line_fields, COUNT(line_fields),
                                         sizeof(struct api_line) };
static const struct shape_field list_fields[] = {
    { .name = "bundles",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_list, lines),
      .count_offset = offsetof(struct api_list, count),
      .of = &line_shape },
};
static const struct shape list_shape = { "BundleList", list_fields, COUNT(list_fields),
                                         sizeof(struct api_list) };

struct api_item {
    const char *code, *name, *department;
    struct item_list after; /* codes */
};

struct api_paper {
    const char *name;
    int64_t required, exempt;
    struct item_list items; /* codes of those that need it */
};

struct api_field {
    const char *name, *label, *hint;
    int64_t required;
};

struct api_bundle {
    const char *code, *name, *event, *summary, *department;
    int64_t days, version;
    const struct api_item *items;
    size_t item_count;
    const struct api_paper *papers;
    size_t paper_count;
    const struct api_field *fields;
    size_t field_count;
};

static const struct shape_field item_fields[] = {
    FIELD(struct api_item, "code", SHAPE_TEXT, code, "of the item"),
    FIELD(struct api_item, "name", SHAPE_TEXT, name, "in Chinese"),
    FIELD(struct api_item, "department", SHAPE_TEXT, department, "who decides"),
    { .name = "after",
      .kind = SHAPE_WORDS,
      .offset = offsetof(struct api_item, after.word),
      .count_offset = offsetof(struct api_item, after.count),
      .help = "codes of items that are granted before it begins" },
};
static const struct shape item_shape_of_bundle = { "BundleItem", item_fields,
                                                   COUNT(item_fields),
                                                   sizeof(struct api_item) };
static const struct shape_field paper_fields[] = {
    FIELD(struct api_paper, "name", SHAPE_TEXT, name, "each once"),
    FIELD(struct api_paper, "required", SHAPE_FLAG, required,
          "an item cannot do without"),
    FIELD(struct api_paper, "exempt", SHAPE_FLAG, exempt, "need not be brought"),
    { .name = "items",
      .kind = SHAPE_WORDS,
      .offset = offsetof(struct api_paper, items.word),
      .count_offset = offsetof(struct api_paper, items.count),
      .help = "codes of the items that ask for it" },
};
static const struct shape paper_shape = { "BundlePaper", paper_fields,
                                          COUNT(paper_fields), sizeof(struct api_paper) };
static const struct shape_field field_fields[] = {
    FIELD(struct api_field, "name", SHAPE_TEXT, name, "answer_1, answer_2 …"),
    FIELD(struct api_field, "label", SHAPE_TEXT, label, "what is asked, in Chinese"),
    FIELD(struct api_field, "hint", SHAPE_TEXT, hint, "how to answer it"),
    FIELD(struct api_field, "required", SHAPE_FLAG, required, "must be answered"),
};
static const struct shape field_shape = { "BundleField", field_fields,
                                          COUNT(field_fields), sizeof(struct api_field) };
static const struct shape_field bundle_fields[] = {
    FIELD(struct api_bundle, "code", SHAPE_TEXT, code, "of the bundle"),
    FIELD(struct api_bundle, "version", SHAPE_INTEGER, version, "1, 2 …"),
    FIELD(struct api_bundle, "name", SHAPE_TEXT, name, "in Chinese"),
    FIELD(struct api_bundle, "event", SHAPE_TEXT, event, "life event"),
    FIELD(struct api_bundle, "summary", SHAPE_TEXT, summary, "what it is for"),
    FIELD(struct api_bundle, "department", SHAPE_TEXT, department, "who leads"),
    FIELD(struct api_bundle, "days", SHAPE_INTEGER, days, "working days of all of it"),
    { .name = "items",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_bundle, items),
      .count_offset = offsetof(struct api_bundle, item_count),
      .of = &item_shape_of_bundle },
    { .name = "papers",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_bundle, papers),
      .count_offset = offsetof(struct api_bundle, paper_count),
      .of = &paper_shape },
    { .name = "fields",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_bundle, fields),
      .count_offset = offsetof(struct api_bundle, field_count),
      .of = &field_shape },
};
static const struct shape bundle_shape = { "Bundle", bundle_fields, COUNT(bundle_fields),
                                           sizeof(struct api_bundle) };

static const struct refusal *give_list(struct work *work, struct exchange *exchange) {
    const struct bundle_line *lines;
    const size_t count = bundle_list(work, &lines);
    struct api_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct api_line){ lines[i].code, lines[i].name, lines[i].event };
    exchange_give(exchange, &(struct api_list){ made, count });
    return NULL;
}

static struct item_list codes_of(struct arena *arena, const struct bundle *bundle,
                                 uint64_t set) {
    const char **const words = arena_alloc(arena, BUNDLE_ITEMS_MAX * sizeof *words);
    size_t count = 0;

    for (size_t i = 0; i < bundle->body.item_count; i++)
        if (set & UINT64_C(1) << i)
            words[count++] = bundle->items[i].code;
    return (struct item_list){ words, count };
}

static const struct refusal *give_one(struct work *work, struct exchange *exchange) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    const struct refusal *const refusal = find(work, exchange, bundle);
    struct api_item items[BUNDLE_ITEMS_MAX];
    struct api_paper papers[ITEM_PAPERS_MAX];
    struct api_field fields[BUNDLE_FIELDS_MAX];

    if (refusal)
        return refusal;
    assert(bundle->papers.paper_count <= ITEM_PAPERS_MAX);
    for (size_t i = 0; i < bundle->body.item_count; i++)
        items[i] = (struct api_item){
            bundle->items[i].code, bundle->items[i].name, bundle->items[i].department,
            codes_of(work->arena, bundle, bundle->body.item[i].behind)
        };
    for (size_t i = 0; i < bundle->papers.paper_count; i++)
        papers[i] =
            (struct api_paper){ bundle->papers.papers[i].name,
                                bundle->papers.papers[i].necessity == 1,
                                bundle->papers.papers[i].exempt,
                                codes_of(work->arena, bundle, bundle->needed_by[i]) };
    for (size_t i = 0; i < bundle->body.field_count; i++)
        fields[i] = (struct api_field){
            arena_format(work->arena, "answer_%zu", i + 1), bundle->body.field[i].label,
            bundle->body.field[i].hint ? bundle->body.field[i].hint : "",
            bundle->body.field[i].required
        };
    exchange_give(exchange, &(struct api_bundle){
                                .code = bundle->body.code,
                                .name = bundle->body.name,
                                .event = bundle->body.event,
                                .summary = bundle->body.summary,
                                .department = bundle->department,
                                .days = bundle->days,
                                .version = bundle->version,
                                .items = items,
                                .item_count = bundle->body.item_count,
                                .papers = papers,
                                .paper_count = bundle->papers.paper_count,
                                .fields = fields,
                                .field_count = bundle->body.field_count,
                            });
    return NULL;
}

#define ANSWER(name_)                                                                    \
    { .name = name_, .label = TEXT("表里的一项"), .kind = FORM_LONG_TEXT, .max = 300 }

/* The API describes its bodies once for all bundles: answers go by their place. */
static const struct form_field answer_fields[] = {
    { .name = "phone", .label = TEXT("手机号"), .kind = FORM_MOBILE, .required = true },
    ANSWER("answer_1"),
    ANSWER("answer_2"),
    ANSWER("answer_3"),
    ANSWER("answer_4"),
    ANSWER("answer_5"),
    ANSWER("answer_6"),
    ANSWER("answer_7"),
    ANSWER("answer_8"),
    ANSWER("answer_9"),
    ANSWER("answer_10"),
    ANSWER("answer_11"),
    ANSWER("answer_12"),
};
static const struct form answer_form = { "bundle.answers", answer_fields,
                                         COUNT(answer_fields) };

/* The answers under the names of the bundle's own form. */
struct renamed {
    const struct form *form;
    const struct form_input *input;
};

static const char *renamed_value(const void *from, const char *name) {
    const struct renamed *const renamed = from;

    assert(renamed->form->count <= COUNT(answer_fields));
    return renamed->input->value[form_index(renamed->form, name)];
}

/* Says what is wrong beside the answer as it was sent. */
static const struct refusal *check_answers(struct work *work,
                                           const struct form_input *checked,
                                           struct form_input *sent) {
    struct refusal *const refusal = arena_alloc(work->arena, sizeof *refusal);

    for (size_t i = 0; i < checked->form->count; i++)
        if (checked->error[i]) {
            *refusal = (struct refusal){ REFUSED_INVALID, "bundle.answers",
                                         form_error(checked, LANGUAGE_CHINESE, i),
                                         answer_fields[i].name };
            form_set_error(sent, refusal->field, refusal->text);
            return refusal;
        }
    return NULL;
}

static const struct refusal *apply_api(struct work *work, struct exchange *exchange) {
    const struct form *const form = form_of(work, exchange, BY_API);
    const struct renamed renamed = { form, exchange->form };
    const struct refusal *refusal = form ? NULL : &bundle_unknown;
    struct form_input *sent, *checked;
    struct matter_track track;
    struct matter matter;

    if (refusal)
        return refusal;
    sent = exchange->form;
    checked = form_read(work->arena, form,
                        (struct form_source){ renamed_value, &renamed }, work_day(work));
    refusal = check_answers(work, checked, sent);
    if (!refusal)
        exchange->form = checked;
    if (!refusal)
        refusal = hand_in(work, exchange, &matter);
    if (refusal)
        return refusal;
    exchange->status = 201;
    matter_track(work, &matter, LANGUAGE_CHINESE, &track);
    exchange_give(exchange, &track);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/bundles", .handle = list, .cached = true },
    { .pattern = "/bundle/:code", .handle = show, .cached = true },
    { .pattern = "/bundle/:code/apply", .rights = RIGHT_RESIDENT, .handle = ask },
    { .method = HTTP_POST,
      .pattern = "/bundle/:code/apply",
      .rights = RIGHT_RESIDENT,
      .form_of = bundle_form_online,
      .handle = apply,
      .again = ask,
      .once = true },
    { .pattern = "/api/v1/bundles",
      .face = FACE_API,
      .handle = give_list,
      .answers = &list_shape,
      .summary = "Bundles of items, by life event" },
    { .pattern = "/api/v1/bundles/:code",
      .face = FACE_API,
      .handle = give_one,
      .answers = &bundle_shape,
      .summary = "What a bundle takes: its items in order, and each paper once" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/bundles/:code/cases",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT,
      .form = &answer_form,
      .handle = apply_api,
      .once = true,
      .answers = &matter_track_shape,
      .summary = "Apply for all of a bundle at once" },
};

const struct route_table bundle_routes = { routes, sizeof routes / sizeof *routes };
