#include "filing_web.h"

#include <string.h>

#include "filing_act_form.h"
#include "filing_agent.h"
#include "filing_asker.h"
#include "filing_papers.h"
#include "guide.h"
#include "item_adjust.h"
#include "joint.h"
#include "mask.h"
#include "page_time.h"
#include "route.h"
#include "text.h"

static const struct form_field apply_fields[] = {
    { .name = "phone",
      .label = TEXT("手机号"),
      .hint = TEXT("窗口有事会打这个电话，查进度要用后四位"),
      .kind = FORM_MOBILE,
      .required = true,
      .autocomplete = "tel" },
    { .name = "statement",
      .label = TEXT("补充说明"),
      .hint = TEXT("有要告诉窗口的情况写在这里，没有就空着"),
      .kind = FORM_LONG_TEXT,
      .max = FILING_STATEMENT_MAX },
};
enum { APPLY_FIELDS = sizeof apply_fields / sizeof *apply_fields };

/* The form of an item: whoever may act for others says for whom. */
static const struct form *apply_form(struct work *work, const char *code) {
    struct form_field *fields =
        arena_alloc(work->arena, (APPLY_FIELDS + 1) * sizeof *fields);
    struct form *form = arena_alloc(work->arena, sizeof *form);
    size_t count = 0;

    if (filing_whom_field(work, &code, 1, &fields[0]))
        count = 1;
    memcpy(&fields[count], apply_fields, sizeof apply_fields);
    *form = (struct form){ "filing.apply", fields, count + APPLY_FIELDS };
    return form;
}

static const struct refusal no_person = {
    REFUSED_FORBIDDEN, "filing.no_person",
    TEXT("这个账号没有登记办事人信息。请带身份证到窗口补登，或直接到窗口办理。"), NULL
};

/* ---- applying ---- */

/* Everything that an application shows.  Refuses what item_find() and others refuse. */
static const struct refusal *read_application(struct work *work, const char *code,
                                              struct filing_application *application) {
    struct item *item = arena_alloc(work->arena, sizeof *item);
    struct item_version *version = arena_alloc(work->arena, sizeof *version);
    struct person *asker = arena_alloc(work->arena, sizeof *asker);
    const struct refusal *refusal = item_find(work, code, item);

    if (!refusal)
        refusal = item_may_be_filed_at(work, item, 0);
    if (!refusal)
        refusal = item_read_version(work, item->version_id, version);
    if (!refusal && person_open(work, work->actor.person_id, asker))
        refusal = &no_person;
    application->item = item;
    application->version = version;
    application->asker = asker;
    return refusal;
}

/* A form that nobody has filled in yet, for whom the application is if he may choose. */
static const struct form_input *fresh(struct work *work, const char *code,
                                      const struct filing_draft *start) {
    const struct form *form = apply_form(work, code);

    if (form->count == APPLY_FIELDS)
        return form_fresh(work->arena, form, "phone", start->phone, "statement",
                          start->statement, (char *)NULL);
    return form_fresh(work->arena, form, "mandate",
                      text_of_int(work->arena, start->mandate_id), "phone", start->phone,
                      "statement", start->statement, (char *)NULL);
}

/* The phone that the person has is a start; masked values are for the page alone. */
static void show_form(struct work *work, struct exchange *exchange,
                      struct filing_application *application,
                      const struct filing_draft *start) {
    struct person *masked = arena_alloc(work->arena, sizeof *masked);

    application->input = exchange->form;
    if (!application->input)
        application->input = fresh(work, application->item->code, start);
    *masked = *application->asker;
    person_mask(work->arena, masked);
    application->asker = masked;
    filing_apply_page(exchange_page(exchange, TEXT("在线申请")), application);
}

/* Who came from the questions of the item need not say again what he answered there. */
static const char *read_situation(struct work *work, const struct exchange *exchange,
                                  struct filing_application *application) {
    struct situation_view *const view = arena_alloc(work->arena, sizeof *view);
    const char *const answers = exchange_query(exchange, "a");

    if (!answers[0] || situation_view_list(work, application->item->code, answers, view))
        return "";
    application->situation = view;
    return situation_say_answers(work->arena, view);
}

static const struct refusal *begin(struct work *work, struct exchange *exchange) {
    struct filing_application application = { 0 };
    struct filing_draft start = { 0 };
    const struct refusal *refusal =
        read_application(work, exchange_parameter(exchange, "code"), &application);

    if (refusal)
        return refusal;
    start.phone = application.asker->phone;
    start.statement = read_situation(work, exchange, &application);
    text_read_int(exchange_query(exchange, "mandate"), &start.mandate_id);
    show_form(work, exchange, &application, &start);
    return NULL;
}

static void go_to_draft(struct work *work, struct exchange *exchange, int64_t id) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(exchange, route_url(&out, "/apply/draft/%ld", id));
}

static const struct refusal *keep(struct work *work, struct exchange *exchange,
                                  struct filing_draft *draft) {
    const struct refusal *refusal;

    draft->mandate_id = filing_whom(exchange->form);
    draft->phone = form_value(exchange->form, "phone");
    draft->statement = form_value(exchange->form, "statement");
    refusal = filing_keep_draft(work, draft);
    if (!refusal)
        go_to_draft(work, exchange, draft->id);
    return refusal;
}

static const struct refusal *apply(struct work *work, struct exchange *exchange) {
    struct filing_draft draft = { .item_code = exchange_parameter(exchange, "code") };

    return keep(work, exchange, &draft);
}

/* ---- drafts ---- */

static const struct refusal *find_draft(struct work *work, struct exchange *exchange,
                                        struct filing_draft *draft) {
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &filing_no_draft;
    return filing_find_draft(work, id, draft);
}

const struct refusal *filing_show_check(struct work *work, struct exchange *exchange) {
    struct filing_application application = { 0 };
    struct filing_draft draft;
    const struct refusal *refusal = find_draft(work, exchange, &draft);

    if (!refusal)
        refusal = read_application(work, draft.item_code, &application);
    if (refusal)
        return refusal;

    struct person masked = *application.asker;

    if (draft.mandate_id)
        refusal = filing_principal(work, draft.item_code, draft.mandate_id, &masked);
    if (refusal)
        return refusal;
    application.agent =
        draft.mandate_id ? mask_name(work->arena, application.asker->name) : NULL;
    person_mask(work->arena, &masked);
    application.asker = &masked;
    application.draft = &draft;
    filing_read_draft_box(work, exchange, draft.id, application.version,
                          &application.papers);
    filing_check_page(exchange_page(exchange, TEXT("核对后提交")), &application);
    return NULL;
}

static const struct refusal *edit(struct work *work, struct exchange *exchange) {
    struct filing_application application = { 0 };
    struct filing_draft draft;
    const struct refusal *refusal = find_draft(work, exchange, &draft);

    if (!refusal)
        refusal = read_application(work, draft.item_code, &application);
    if (!refusal)
        show_form(work, exchange, &application, &draft);
    return refusal;
}

static const struct form *form_of_item(struct work *work, struct exchange *exchange) {
    return apply_form(work, exchange_parameter(exchange, "code"));
}

static const struct form *form_of_draft(struct work *work, struct exchange *exchange) {
    struct filing_draft draft;

    return find_draft(work, exchange, &draft) ? NULL : apply_form(work, draft.item_code);
}

static const struct refusal *change(struct work *work, struct exchange *exchange) {
    struct filing_draft draft;
    const struct refusal *refusal = find_draft(work, exchange, &draft);

    return refusal ? refusal : keep(work, exchange, &draft);
}

static const struct refusal *show_drafts(struct work *work, struct exchange *exchange) {
    struct filing_drafts drafts = { .today = work_day(work) };

    drafts.count = filing_drafts(work, &drafts.lines);
    filing_drafts_page(exchange_page(exchange, TEXT("没提交的草稿")), &drafts);
    return NULL;
}

static const struct refusal *remove_draft(struct work *work, struct exchange *exchange) {
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &filing_no_draft;

    const struct refusal *refusal = filing_remove_draft(work, id);

    if (!refusal)
        exchange_redirect(exchange, "/apply/drafts");
    return refusal;
}

/* A file that was chosen and not yet sent comes with the draft. */
static const struct refusal *prepare_submit(struct work *work,
                                            struct exchange *exchange) {
    int64_t id;

    if (paper_is_sent(exchange) && text_read_int(exchange_parameter(exchange, "id"), &id))
        paper_prepare_upload(work, exchange, (struct paper_place){ .draft_id = id });
    return NULL;
}

static const struct refusal *submit(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const struct refusal *refusal = NULL;
    struct matter matter;
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &filing_no_draft;
    if (exchange->prepared)
        refusal =
            paper_keep_upload(work, exchange, (struct paper_place){ .draft_id = id });
    if (!refusal)
        refusal = filing_submit_draft(work, id, &matter);
    if (refusal)
        return refusal;
    guide_note_filed(work, matter.item_id, exchange_network(exchange));
    exchange_redirect(exchange, route_url(&out, "/receipt/%s", matter.number));
    return NULL;
}

/* Only what is wrong with the file has a place on the page. */
static const struct refusal *show_check_again(struct work *work,
                                              struct exchange *exchange) {
    return exchange->refusal->field ? filing_show_check(work, exchange)
                                    : exchange->refusal;
}

static const struct refusal *show_receipt(struct work *work, struct exchange *exchange) {
    const enum language language = exchange->view.language;
    struct filing_receipt receipt;
    const struct paper *papers;
    struct matter matter;
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);

    if (refusal)
        return refusal;
    matter_track(work, &matter, language, &receipt.track);
    if (matter.due_ms)
        receipt.track.until = page_say_until(work->arena, language, matter.due_ms, 0);
    receipt.submitted = page_say_moment(work->arena, language, matter.submitted_ms, 0);
    receipt.papers = paper_of_matter(work, matter.id, &papers);
    filing_receipt_page(exchange_page(exchange, TEXT("已经提交")), &receipt);
    return NULL;
}

/* ---- API ---- */

struct answer {
    struct matter_track matter;
    const char *channel, *statement, *result;
};

static const struct shape_field answer_fields[] = {
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct answer, matter.number),
      .help = "24 digits with a check digit." },
    { .name = "channel",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct answer, channel),
      .help = "window or online" },
    { .name = "statement",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct answer, statement),
      .help = "What the asker wrote." },
    { .name = "result",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct answer, result),
      .help = "What is handed out." },
    { .name = "matter",
      .kind = SHAPE_OBJECT,
      .offset = offsetof(struct answer, matter),
      .of = &matter_track_shape,
      .help = "How it stands." },
};
static const struct shape answer_shape = {
    "Filing",
    answer_fields,
    sizeof answer_fields / sizeof *answer_fields,
    sizeof(struct answer),
};

static void give(struct work *work, struct exchange *exchange,
                 const struct matter *matter, const struct filing *filing) {
    struct answer answer = {
        .channel = filing->channel == FILING_ONLINE ? "online" : "window",
        .statement = filing->statement,
        .result = filing->result,
    };

    matter_track(work, matter, LANGUAGE_CHINESE, &answer.matter);
    exchange_give(exchange, &answer);
}

/* A resident hands in online, and a clerk for who stands at the window. */
static const struct refusal *file(struct work *work, struct exchange *exchange) {
    struct form_input *form = exchange->form;
    struct filing_new given = {
        .item_code = form_value(form, "item"),
        .statement = form_value(form, "statement"),
        .channel = work->actor.person_id ? FILING_ONLINE : FILING_AT_WINDOW,
    };
    struct matter matter;
    const struct refusal *refusal =
        filing_read_asker(work, exchange->view.language, form, &given.asker);

    if (!refusal)
        refusal = filing_submit(work, &given, &matter);
    if (refusal)
        return refusal;
    exchange->status = 201;
    give(work, exchange, &matter,
         &(struct filing){
             .channel = given.channel, .statement = given.statement, .result = "" });
    return NULL;
}

static void read_and_give(struct work *work, struct exchange *exchange,
                          const struct matter *matter) {
    struct filing filing;

    filing_read(work, matter, &filing);
    give(work, exchange, matter, &filing);
}

static const struct refusal *find_filing(struct work *work, struct exchange *exchange,
                                         struct matter *matter) {
    const struct refusal *refusal =
        joint_find(work, exchange_parameter(exchange, "number"), matter);

    if (!refusal && matter->flow != &filing_flow)
        refusal = &matter_unknown;
    return refusal;
}

static const struct refusal *read_one(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_filing(work, exchange, &matter);

    if (!refusal)
        read_and_give(work, exchange, &matter);
    return refusal;
}

static const struct refusal *do_verb(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_filing(work, exchange, &matter);

    const struct filing_act act =
        filing_read_act(exchange->form, exchange_parameter(exchange, "verb"));

    if (!refusal)
        refusal = filing_do(work, &matter, &act);
    if (!refusal)
        read_and_give(work, exchange, &matter);
    return refusal;
}

static const struct route routes[] = {
    { .pattern = "/apply/drafts", .rights = RIGHT_RESIDENT, .handle = show_drafts },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/remove",
      .rights = RIGHT_RESIDENT,
      .handle = remove_draft },
    { .pattern = "/apply/draft/:id",
      .rights = RIGHT_RESIDENT,
      .handle = filing_show_check },
    { .pattern = "/apply/draft/:id/edit", .rights = RIGHT_RESIDENT, .handle = edit },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/edit",
      .rights = RIGHT_RESIDENT,
      .form_of = form_of_draft,
      .handle = change,
      .again = edit },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/submit",
      .rights = RIGHT_RESIDENT,
      .prepare = prepare_submit,
      .handle = submit,
      .again = show_check_again,
      .once = true,
      .upload_max = PAPER_UPLOAD_MAX },
    { .pattern = "/apply/:code", .rights = RIGHT_RESIDENT, .handle = begin },
    { .method = HTTP_POST,
      .pattern = "/apply/:code",
      .rights = RIGHT_RESIDENT,
      .form_of = form_of_item,
      .handle = apply,
      .again = begin,
      .once = true },
    { .pattern = "/receipt/:number", .rights = RIGHT_RESIDENT, .handle = show_receipt },
    { .method = HTTP_POST,
      .pattern = "/api/v1/filings",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_INTAKE,
      .form = &filing_new_form,
      .handle = file,
      .once = true,
      .answers = &answer_shape,
      .summary = "Hand in an application: a resident his own, a clerk at the window" },
    { .pattern = "/api/v1/filings/:number",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_CASEWORK,
      .handle = read_one,
      .answers = &answer_shape,
      .summary = "Read a filing" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/filings/:number/:verb",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_CASEWORK,
      .form = &filing_act_form,
      .handle = do_verb,
      .answers = &answer_shape,
      .summary = "Do what the flow allows: receive, accept, refuse, grant, withdraw …" },
};

const struct route_table filing_routes = { routes, sizeof routes / sizeof *routes };
