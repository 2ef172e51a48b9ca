#include <assert.h>
#include <string.h>

#include "config.h"
#include "crypt.h"
#include "cursor.h"
#include "gateway.h"
#include "house.h"
#include "json.h"
#include "message_web.h"
#include "text.h"

static int64_t id_of(const struct exchange *exchange) {
    int64_t id;

    return text_read_int(exchange_parameter(exchange, "id"), &id) ? id : 0;
}

static int64_t whole(const char *digits) {
    int64_t value;

    return text_read_int(digits, &value) ? value : -1;
}

/* ---- what was sent ---- */

static size_t list(struct work *work, const char *state, int64_t after_id, size_t limit,
                   const struct delivery **deliveries, const char **next) {
    const size_t count = delivery_list(work, state, after_id, limit + 1, deliveries);

    *next =
        count > limit ? cursor_write(work->arena, &(*deliveries)[limit - 1].id, 1) : "";
    return count > limit ? limit : count;
}

const char *message_asked_state(const char *asked) {
    if (strcmp(asked, "all") == 0)
        return "";
    return delivery_state(asked) ? asked : "failed";
}

const char *message_channel_label(enum delivery_channel channel) {
    return channel == DELIVERY_SMS ? TEXT("短信") : TEXT("邮件");
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange) {
    struct delivery_page page = { .state = message_asked_state(
                                      exchange_query(exchange, "state")),
                                  .today = work_day(work) };
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    page.first = after_id == INT64_MAX;
    page.count =
        list(work, page.state, after_id, DELIVERY_PAGE, &page.deliveries, &page.next);
    if (page.first)
        page.count_count = delivery_counts(work, &page.counts);
    message_deliveries_page(exchange_page(exchange, TEXT("发送记录")), &page);
    return NULL;
}

static const struct form_field resend_fields[] = {
    { .name = "reason",
      .label = TEXT("为什么重发"),
      .hint = TEXT("会记进办件的台账，不要写手机号"),
      .kind = FORM_TEXT,
      .required = true,
      .max = DELIVERY_REASON_MAX },
    { .name = "resent", .label = TEXT("重发过几次"), .kind = FORM_HIDDEN },
};
static const struct form resend_form = { "message.resend", resend_fields, 2 };

static const struct refusal *show_delivery(struct work *work, struct exchange *exchange) {
    struct delivery_one one = { .today = work_day(work) };
    const struct refusal *refusal = delivery_find(work, id_of(exchange), &one.delivery);

    if (refusal)
        return refusal;
    if (delivery_state(one.delivery.state)->bad && one.delivery.number[0])
        one.input =
            exchange->form
                ? exchange->form
                : form_fresh(work->arena, &resend_form, "resent",
                             text_of_int(work->arena, one.delivery.resent), (char *)NULL);
    else if (exchange->refusal)
        return exchange->refusal;
    message_delivery_page(exchange_page(exchange, TEXT("发送记录")), &one);
    return NULL;
}

static const struct refusal *resend(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const struct refusal *refusal = delivery_resend(
        work, id_of(exchange), whole(form_value(exchange->form, "resent")),
        form_value(exchange->form, "reason"));

    if (!refusal)
        exchange_redirect(exchange,
                          route_url(&out, "/desk/deliveries/%ld", id_of(exchange)));
    return refusal;
}

/* ---- wordings ---- */

static const struct refusal *show_wordings(struct work *work, struct exchange *exchange) {
    struct message_wording *wordings =
        arena_alloc(work->arena, message_event_count * sizeof *wordings);

    for (size_t i = 0; i < message_event_count; i++)
        wordings[i] = message_wording(work, &message_events[i]);
    message_wordings_page(exchange_page(exchange, TEXT("通知用语")), wordings);
    return NULL;
}

static const struct form_field wording_fields[] = {
    { .name = "version", .label = TEXT("版本"), .kind = FORM_HIDDEN },
    { .name = "text",
      .label = TEXT("站内和邮件的全文"),
      .kind = FORM_LONG_TEXT,
      .required = true,
      .max = MESSAGE_WORDING_MAX },
    { .name = "sms",
      .label = TEXT("短信"),
      .hint = TEXT("不用写签名；填好以后连签名不超过 70 个字"),
      .kind = FORM_LONG_TEXT,
      .required = true,
      .max = MESSAGE_SMS_WORDING_MAX },
};
static const struct form wording_form = { "message.wording", wording_fields, 3 };
static const struct form staff_wording_form = { "message.wording_staff", wording_fields,
                                                2 };
static const struct form restore_form = { "message.wording_restore", wording_fields, 1 };

static const struct message_event *event_of(const struct exchange *exchange) {
    return message_event(exchange_parameter(exchange, "event"));
}

static const struct form *form_of(struct work *work, struct exchange *exchange) {
    const struct message_event *event = event_of(exchange);

    (void)work;
    return !event ? NULL : event->sms[0] ? &wording_form : &staff_wording_form;
}

static const struct form_input *fresh_wording(struct work *work,
                                              const struct message_wording *wording) {
    const char *version = text_of_int(work->arena, wording->version);

    if (!wording->event->sms[0])
        return form_fresh(work->arena, &staff_wording_form, "version", version, "text",
                          wording->text, (char *)NULL);
    return form_fresh(work->arena, &wording_form, "version", version, "text",
                      wording->text, "sms", wording->sms, (char *)NULL);
}

static const struct refusal *show_wording(struct work *work, struct exchange *exchange) {
    const struct message_event *event = event_of(exchange);
    struct wording_page page = { .today = work_day(work) };

    if (!event)
        return &message_no_event;
    page.wording = message_wording(work, event);
    page.input = exchange->form ? exchange->form : fresh_wording(work, &page.wording);
    page.longest = message_longest(work, page.wording.sms);
    page.version_count = message_wording_versions(work, event, &page.versions);
    message_wording_page(exchange_page(exchange, TEXT("通知用语")), &page);
    return NULL;
}

static const struct refusal *keep_words(struct work *work, struct exchange *exchange,
                                        const char *sms, const char *text) {
    struct html out = { .text = { .arena = work->arena } };
    const struct message_event *event = event_of(exchange);
    const struct refusal *refusal;

    if (!event)
        return &message_no_event;
    refusal = message_keep_wording(
        work, &(struct message_wording){ .event = event,
                                         .version =
                                             whole(form_value(exchange->form, "version")),
                                         .sms = sms,
                                         .text = text });
    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/wordings/%s", event->key));
    return refusal;
}

static const struct refusal *keep_wording(struct work *work, struct exchange *exchange) {
    const struct form_input *input = exchange->form;

    if (!input)
        return &message_no_event;
    return keep_words(work, exchange,
                      input->form == &wording_form
                          ? message_one_line(work->arena, form_value(input, "sms"))
                          : "",
                      form_value(input, "text"));
}

static const struct refusal *restore(struct work *work, struct exchange *exchange) {
    return keep_words(work, exchange, "", "");
}

/* ---- API ---- */

struct row {
    const char *id, *channel, *event, *state, *matter, *problem;
    int64_t attempts, resent, queued_ms, sent_ms, over_ms;
};

struct rows {
    const struct row *deliveries;
    size_t count;
    const char *next;
};

#define ROW(member, name_, kind_, help_)                                                 \
    {                                                                                    \
        .name = name_, .kind = kind_, .offset = offsetof(struct row, member),            \
        .help = help_                                                                    \
    }

static const struct shape_field row_fields[] = {
    ROW(id, "id", SHAPE_TEXT, "Digits; an integer of 63 bits."),
    ROW(channel, "channel", SHAPE_TEXT, "sms or mail."),
    ROW(event, "event_label", SHAPE_TEXT, "What was told, in Chinese."),
    ROW(state, "state", SHAPE_TEXT,
        "queued, sending, sent, delivered, failed or unknown."),
    ROW(matter, "matter", SHAPE_TEXT, "Number of the matter; empty of none."),
    ROW(problem, "problem", SHAPE_TEXT, "What the gateway said last; empty: nothing."),
    ROW(attempts, "attempts", SHAPE_INTEGER, "How often it was handed over."),
    ROW(resent, "resent", SHAPE_INTEGER, "How often it was queued again by hand."),
    ROW(queued_ms, "queued", SHAPE_MOMENT, "When it was queued."),
    ROW(sent_ms, "sent", SHAPE_MOMENT, "When the gateway took it; null: not."),
    ROW(over_ms, "over", SHAPE_MOMENT, "When it was delivered or failed; null: neither."),
};
static const struct shape row_shape = {
    "Delivery",
    row_fields,
    sizeof row_fields / sizeof *row_fields,
    sizeof(struct row),
};
static const struct shape_field rows_fields[] = {
    { .name = "deliveries",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct rows, deliveries),
      .count_offset = offsetof(struct rows, count),
      .of = &row_shape,
      .help = "Newest first." },
    { .name = "next",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct rows, next),
      .help = "Send it as \"after\" for the next page; empty at the end." },
};
static const struct shape rows_shape = {
    "DeliveryList",
    rows_fields,
    sizeof rows_fields / sizeof *rows_fields,
    sizeof(struct rows),
};

static const struct form_choice states[] = {
    { "queued", TEXT("等待发送") },
    { "sending", TEXT("正在发送") },
    { "sent", TEXT("已交给网关") },
    { "delivered", TEXT("已送达") },
    { "failed", TEXT("没有送到") },
    { "unknown", TEXT("结果不明") },
    { NULL, NULL },
};
static const struct form_field list_fields[] = {
    { .name = "state", .label = TEXT("状态"), .kind = FORM_CHOICE, .choices = states },
    { .name = "after",
      .label = TEXT("从哪里接着列"),
      .kind = FORM_TEXT,
      .max = CURSOR_TEXT_MAX },
    { .name = "limit",
      .label = TEXT("最多几条"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = DELIVERY_LIST_MAX },
};
static const struct form list_form = {
    "delivery.list",
    list_fields,
    sizeof list_fields / sizeof *list_fields,
};

static struct row row_of(struct arena *arena, const struct delivery *delivery) {
    return (struct row){
        text_of_int(arena, delivery->id),
        delivery->channel == DELIVERY_SMS ? "sms" : "mail",
        delivery->event,
        delivery->state,
        delivery->number,
        delivery->problem,
        delivery->attempts,
        delivery->resent,
        delivery->queued_ms,
        delivery->sent_ms,
        delivery->over_ms,
    };
}

static const struct refusal *give_list(struct work *work, struct exchange *exchange) {
    const int64_t asked = form_number(exchange->form, "limit");
    struct rows rows = { .next = "" };
    const struct delivery *deliveries;
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(form_value(exchange->form, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    rows.count = list(work, form_value(exchange->form, "state"), after_id,
                      asked ? (size_t)asked : DELIVERY_PAGE, &deliveries, &rows.next);

    struct row *made = arena_alloc(work->arena, rows.count * sizeof *made + 1);

    for (size_t i = 0; i < rows.count; i++)
        made[i] = row_of(work->arena, &deliveries[i]);
    rows.deliveries = made;
    exchange_give(exchange, &rows);
    return NULL;
}

static const struct form_field api_resend_fields[] = {
    { .name = "reason",
      .label = TEXT("为什么重发"),
      .kind = FORM_TEXT,
      .required = true,
      .max = DELIVERY_REASON_MAX },
    { .name = "resent",
      .label = TEXT("重发过几次"),
      .kind = FORM_INTEGER,
      .min = 0,
      .max = 1000000 },
};
static const struct form api_resend_form = { "delivery.resend", api_resend_fields, 2 };

static const struct refusal *give_resent(struct work *work, struct exchange *exchange) {
    struct delivery delivery;
    const struct refusal *refusal =
        delivery_resend(work, id_of(exchange), form_number(exchange->form, "resent"),
                        form_value(exchange->form, "reason"));

    if (!refusal)
        refusal = delivery_find(work, id_of(exchange), &delivery);
    if (!refusal) {
        const struct row row = row_of(work->arena, &delivery);

        exchange_give(exchange, &row);
    }
    return refusal;
}

/* ---- receipts by JSON ---- */

static const struct refusal bad_signature = {
    REFUSED_FORBIDDEN, "receipt.signature",
    TEXT("签名不对，或者时间差了五分钟以上。请核对密钥和时钟。"), NULL
};
static const struct refusal no_delivery = {
    REFUSED_ABSENT, "receipt.unknown",
    TEXT("没有这条短信，或者它正在处理。请核对编号和域名，稍后再报一次。"), NULL
};

static const struct form_choice receipt_states[] = {
    { "delivered", TEXT("已送达") },
    { "failed", TEXT("没有送到") },
    { NULL, NULL },
};
static const struct form_field receipt_fields[] = {
    { .name = "id",
      .label = TEXT("短信编号"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 40 },
    { .name = "state",
      .label = TEXT("状态"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = receipt_states },
    { .name = "reason", .label = TEXT("原因"), .kind = FORM_TEXT, .max = 100 },
};
static const struct form receipt_form = {
    "message.receipt",
    receipt_fields,
    sizeof receipt_fields / sizeof *receipt_fields,
};

/* Whoever knows the key, now: what was signed long ago is not heard again. */
static bool is_signed(const struct work *work, const struct http_request *request) {
    const struct gateway_secrets *secrets = work->house->secrets;
    const char *time = http_header(request, "X-Haoban-Time");
    const char *signature = http_header(request, "X-Haoban-Signature");
    char expected[GATEWAY_SIGNATURE_SIZE];
    int64_t at_ms;

    if (!secrets || !secrets->sms_key[0] || !time || !signature ||
        strlen(signature) != GATEWAY_SIGNATURE_SIZE - 1 || !text_read_int(time, &at_ms))
        return false;
    if (at_ms < work->now_ms - GATEWAY_SIGNED_MINUTES * 60000LL ||
        at_ms > work->now_ms + GATEWAY_SIGNED_MINUTES * 60000LL)
        return false;
    gateway_sign(expected, secrets->sms_key, time, request->body, request->body_size);
    return crypt_equal(expected, signature, GATEWAY_SIGNATURE_SIZE - 1);
}

static const struct refusal *hear(struct work *work, struct exchange *exchange) {
    struct gateway_answer told = { .outcome = GATEWAY_UNKNOWN };

    if (!is_signed(work, exchange->request))
        return &bad_signature;
    told.outcome = gateway_read_state(form_value(exchange->form, "state"));
    if (told.outcome == GATEWAY_REFUSED)
        memccpy(told.problem, gateway_safe_reason(form_value(exchange->form, "reason")),
                '\0', sizeof told.problem - 1);
    if (!delivery_hear_named(work, form_value(exchange->form, "id"), &told))
        return &no_delivery;
    exchange->status = 204;
    exchange_json(exchange);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/deliveries",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .handle = show_list },
    { .pattern = "/desk/deliveries/:id",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .handle = show_delivery },
    { .method = HTTP_POST,
      .pattern = "/desk/deliveries/:id/resend",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .form = &resend_form,
      .handle = resend,
      .again = show_delivery,
      .once = true },
    { .pattern = "/desk/wordings",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .handle = show_wordings },
    { .pattern = "/desk/wordings/:event",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .handle = show_wording },
    { .method = HTTP_POST,
      .pattern = "/desk/wordings/:event",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .form_of = form_of,
      .handle = keep_wording,
      .again = show_wording,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/wordings/:event/restore",
      .face = FACE_DESK,
      .rights = RIGHT_MANAGE,
      .form = &restore_form,
      .handle = restore,
      .once = true },
    { .pattern = "/api/v1/deliveries",
      .face = FACE_API,
      .rights = RIGHT_MANAGE,
      .form = &list_form,
      .handle = give_list,
      .answers = &rows_shape,
      .summary = "List SMS and mails that left the house, newest first" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/deliveries/:id/resend",
      .face = FACE_API,
      .rights = RIGHT_MANAGE,
      .form = &api_resend_form,
      .handle = give_resent,
      .once = true,
      .answers = &row_shape,
      .summary = "Queue one again that failed or is unknown" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/receipts",
      .face = FACE_API,
      .form = &receipt_form,
      .handle = hear,
      .summary = "For an SMS gateway: what became of an SMS, signed with its key" },
};

const struct route_table message_desk_routes = { routes, sizeof routes / sizeof *routes };
