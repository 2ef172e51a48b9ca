#include "message_web.h"

#include <string.h>

#include "cursor.h"
#include "text.h"

static const char *face_of(const struct exchange *exchange) {
    return exchange->route->face == FACE_DESK ? "desk" : "my";
}

/* The id of the address; 0, which nothing has, when it is none. */
static int64_t id_of(const struct exchange *exchange) {
    int64_t id;

    return text_read_int(exchange_parameter(exchange, "id"), &id) ? id : 0;
}

/* ---- the inbox ---- */

/* Reads one more than is shown, to know whether there is a next page. */
static size_t list(struct work *work, int64_t after_id, size_t limit,
                   const struct message **messages, const char **next) {
    const size_t count = message_list(work, after_id, limit + 1, messages);

    *next = count > limit ? cursor_write(work->arena, &(*messages)[limit - 1].id, 1) : "";
    return count > limit ? limit : count;
}

static const struct refusal *show_inbox(struct work *work, struct exchange *exchange) {
    struct message_inbox inbox = { .face = face_of(exchange), .today = work_day(work) };
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    inbox.first = after_id == INT64_MAX;
    inbox.count = list(work, after_id, MESSAGE_PAGE, &inbox.messages, &inbox.next);
    inbox.manages = exchange->route->face == FACE_DESK && work_may(work, RIGHT_MANAGE);
    if (inbox.manages && inbox.first)
        inbox.bad = delivery_bad(work);
    message_inbox_page(exchange_page(exchange, TEXT("通知")), &inbox);
    return NULL;
}

static const struct refusal *show_one(struct work *work, struct exchange *exchange) {
    struct message message;
    const struct refusal *refusal = message_find(work, id_of(exchange), &message);

    if (!refusal)
        message_one_page(exchange_page(exchange, TEXT("通知")), &message,
                         face_of(exchange), work_day(work));
    return refusal;
}

static const struct refusal *open_one(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const struct refusal *refusal = message_open(work, id_of(exchange));

    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/%s/messages/%ld", face_of(exchange),
                                              id_of(exchange)));
    return refusal;
}

static const struct form_field up_to_fields[] = {
    { .name = "up_to", .label = TEXT("到哪一条"), .kind = FORM_HIDDEN, .required = true },
};
static const struct form up_to_form = { "message.read_all", up_to_fields, 1 };

static const struct refusal *open_all(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    int64_t up_to = 0;

    if (text_read_int(form_value(exchange->form, "up_to"), &up_to))
        message_open_all(work, up_to);
    exchange_redirect(exchange, route_url(&out, "/%s/messages", face_of(exchange)));
    return NULL;
}

/* ---- wishes ---- */

#define MAIL_FIELD                                                                       \
    {                                                                                    \
        .name = "mail", .label = TEXT("邮箱"),                                           \
        .hint = TEXT("留空就不发邮件；换邮箱要先填验证码"), .kind = FORM_TEXT,           \
        .max = 254, .autocomplete = "email"                                              \
    }
#define SMS_FIELD                                                                        \
    {                                                                                    \
        .name = "sms", .label = TEXT("收件、办结、撤回等一般进展也发短信给我"),          \
        .kind = FORM_FLAG                                                                \
    }

/* Residents have SMS, who works here has not; mail is there where the house sends it. */
static const struct form_field wish_fields[] = { SMS_FIELD, MAIL_FIELD };
static const struct form resident_form = { "message.wish", wish_fields, 2 };
static const struct form sms_form = { "message.wish", wish_fields, 1 };
static const struct form staff_form = { "message.wish_mail", wish_fields + 1, 1 };
static const struct form no_form = { "message.wish_nothing", wish_fields, 0 };

static const struct form_field code_fields[] = {
    { .name = "code",
      .label = TEXT("邮件里的 6 位数字"),
      .kind = FORM_DIGITS,
      .required = true,
      .max = MESSAGE_CODE_DIGITS,
      .autocomplete = "one-time-code" },
};
static const struct form code_form = { "message.code", code_fields, 1 };

static const struct form *wish_form(struct work *work, struct exchange *exchange) {
    const bool has_mail = message_has_mail(work);

    if (exchange->route->face == FACE_DESK)
        return has_mail ? &staff_form : &no_form;
    return has_mail ? &resident_form : &sms_form;
}

static const struct form_input *fresh_wish(struct work *work, struct exchange *exchange,
                                           const struct message_wish *wish) {
    const struct form *form = wish_form(work, exchange);

    return form == &resident_form
               ? form_fresh(work->arena, form, "sms", wish->sms ? "1" : "", "mail",
                            wish->mail, (char *)NULL)
           : form == &sms_form
               ? form_fresh(work->arena, form, "sms", wish->sms ? "1" : "", (char *)NULL)
           : form == &staff_form
               ? form_fresh(work->arena, form, "mail", wish->mail, (char *)NULL)
               : form_fresh(work->arena, form, (char *)NULL);
}

static const struct refusal *show_wishes(struct work *work, struct exchange *exchange) {
    const struct form_input *form = exchange->form;
    const bool is_code = form && form->form == &code_form;
    struct message_wishes page = {
        .face = face_of(exchange),
        .has_mail = message_has_mail(work),
        .kept = !form && strcmp(exchange_query(exchange, "kept"), "1") == 0,
        .wish = message_wish(work, message_whose(work)),
    };

    page.input = form && !is_code ? form : fresh_wish(work, exchange, &page.wish);
    if (is_code && page.wish.waits[0])
        page.code = form;
    else if (is_code)
        return exchange->refusal; /* it is over: there is no form to type it in */
    else if (page.wish.waits[0])
        page.code = form_fresh(work->arena, &code_form, (char *)NULL);
    message_wishes_page(exchange_page(exchange, TEXT("通知方式")), &page);
    return NULL;
}

static void show_kept(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(exchange,
                      route_url(&out, "/%s/messages/wishes?kept=1", face_of(exchange)));
}

static const struct refusal *keep_wishes(struct work *work, struct exchange *exchange) {
    const struct form_input *input = exchange->form;
    const struct form *form = input->form;
    const bool has_sms = form == &resident_form || form == &sms_form;
    const bool has_mail = form == &resident_form || form == &staff_form;
    struct message_wish wish = message_wish(work, message_whose(work));
    const struct refusal *refusal;

    if (has_sms)
        wish.sms = form_number(input, "sms") != 0;
    if (has_mail)
        wish.mail = form_value(input, "mail");
    refusal = message_keep_wish(work, &wish);
    if (!refusal)
        show_kept(work, exchange);
    return refusal;
}

static const struct refusal *prove(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal =
        message_prove_mail(work, form_value(exchange->form, "code"));

    if (!refusal)
        show_kept(work, exchange);
    return refusal;
}

/* ---- API ---- */

struct line {
    const char *id, *event, *label, *matter, *title, *text;
    int64_t made_ms, read_ms;
};

struct lines {
    const struct line *messages;
    size_t count;
    const char *next;
    int64_t unread;
};

#define LINE(member, name_, kind_, help_)                                                \
    {                                                                                    \
        .name = name_, .kind = kind_, .offset = offsetof(struct line, member),           \
        .help = help_                                                                    \
    }

static const struct shape_field line_fields[] = {
    LINE(id, "id", SHAPE_TEXT, "Digits; an integer of 63 bits."),
    LINE(event, "event", SHAPE_TEXT, "Stable name of what happened: accepted, granted …"),
    LINE(label, "event_label", SHAPE_TEXT, "The same in Chinese."),
    LINE(matter, "matter", SHAPE_TEXT, "Number of the matter, 24 digits."),
    LINE(title, "title", SHAPE_TEXT, "What the matter is about."),
    LINE(text, "text", SHAPE_TEXT, "The whole text, in lines."),
    LINE(made_ms, "made", SHAPE_MOMENT, "When it was written."),
    LINE(read_ms, "read", SHAPE_MOMENT, "When it was first opened; null when never."),
};
static const struct shape line_shape = {
    "Message",
    line_fields,
    sizeof line_fields / sizeof *line_fields,
    sizeof(struct line),
};
static const struct shape_field lines_fields[] = {
    { .name = "messages",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct lines, messages),
      .count_offset = offsetof(struct lines, count),
      .of = &line_shape,
      .help = "Newest first." },
    { .name = "next",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct lines, next),
      .help = "Send it as \"after\" for the next page; empty at the end." },
    { .name = "unread",
      .kind = SHAPE_INTEGER,
      .offset = offsetof(struct lines, unread),
      .help = "How many are not read; 100 stands for any more." },
};
static const struct shape lines_shape = {
    "MessageList",
    lines_fields,
    sizeof lines_fields / sizeof *lines_fields,
    sizeof(struct lines),
};

static const struct form_field list_fields[] = {
    { .name = "after",
      .label = TEXT("从哪里接着列"),
      .kind = FORM_TEXT,
      .max = CURSOR_TEXT_MAX },
    { .name = "limit",
      .label = TEXT("最多几条"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = MESSAGE_LIST_MAX },
};
static const struct form list_form = {
    "message.list",
    list_fields,
    sizeof list_fields / sizeof *list_fields,
};

static struct line line_of(struct arena *arena, const struct message *message) {
    return (struct line){
        text_of_int(arena, message->id),
        message->event->name,
        message->event->label,
        message->number,
        message->title,
        message->text,
        message->made_ms,
        message->read_ms,
    };
}

static const struct refusal *give_list(struct work *work, struct exchange *exchange) {
    const int64_t asked = form_number(exchange->form, "limit");
    struct lines lines = { .next = "", .unread = message_unread(work) };
    const struct message *messages;
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(form_value(exchange->form, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    lines.count = list(work, after_id, asked ? (size_t)asked : MESSAGE_PAGE, &messages,
                       &lines.next);

    struct line *made = arena_alloc(work->arena, lines.count * sizeof *made + 1);

    for (size_t i = 0; i < lines.count; i++)
        made[i] = line_of(work->arena, &messages[i]);
    lines.messages = made;
    exchange_give(exchange, &lines);
    return NULL;
}

static const struct refusal *give_opened(struct work *work, struct exchange *exchange) {
    struct message message;
    const struct refusal *refusal = message_open(work, id_of(exchange));

    if (!refusal)
        refusal = message_find(work, id_of(exchange), &message);
    if (!refusal) {
        const struct line line = line_of(work->arena, &message);

        exchange_give(exchange, &line);
    }
    return refusal;
}

#define INBOX(base, face_, rights_)                                                      \
    { .pattern = base, .rights = rights_, .face = face_, .handle = show_inbox },         \
        { .method = HTTP_POST,                                                           \
          .pattern = base "/read",                                                       \
          .rights = rights_,                                                             \
          .face = face_,                                                                 \
          .form = &up_to_form,                                                           \
          .handle = open_all,                                                            \
          .once = true },                                                                \
        { .pattern = base "/wishes",                                                     \
          .rights = rights_,                                                             \
          .face = face_,                                                                 \
          .handle = show_wishes },                                                       \
        { .method = HTTP_POST,                                                           \
          .pattern = base "/wishes",                                                     \
          .rights = rights_,                                                             \
          .face = face_,                                                                 \
          .form_of = wish_form,                                                          \
          .handle = keep_wishes,                                                         \
          .again = show_wishes,                                                          \
          .once = true },                                                                \
        { .method = HTTP_POST,                                                           \
          .pattern = base "/wishes/code",                                                \
          .rights = rights_,                                                             \
          .face = face_,                                                                 \
          .form = &code_form,                                                            \
          .handle = prove,                                                               \
          .again = show_wishes,                                                          \
          .guesses = true },                                                             \
        { .pattern = base "/:id",                                                        \
          .rights = rights_,                                                             \
          .face = face_,                                                                 \
          .handle = show_one },                                                          \
    {                                                                                    \
        .method = HTTP_POST, .pattern = base "/:id/open", .rights = rights_,             \
        .face = face_, .handle = open_one, .once = true                                  \
    }

static const struct route routes[] = {
    INBOX("/my/messages", FACE_SITE, RIGHT_RESIDENT),
    INBOX("/desk/messages", FACE_DESK, RIGHT_STAFF),
    { .pattern = "/api/v1/messages",
      .face = FACE_API,
      .rights = RIGHT_SIGNED_IN,
      .form = &list_form,
      .handle = give_list,
      .answers = &lines_shape,
      .summary = "List what one was told, newest first" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/messages/:id/read",
      .face = FACE_API,
      .rights = RIGHT_SIGNED_IN,
      .handle = give_opened,
      .once = true,
      .answers = &line_shape,
      .summary = "Mark a message as read and get it" },
};

const struct route_table message_routes = { routes, sizeof routes / sizeof *routes };
