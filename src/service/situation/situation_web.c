#include "situation_web.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "calendar_span.h"
#include "civil.h"
#include "house.h"
#include "item_adjust.h"
#include "item_words.h"
#include "page_time.h"
#include "situation_api.h"
#include "text.h"

enum { ANSWERS_MAX = 400 }; /* bytes of an address that are looked at */

const struct refusal situation_unfinished = {
    REFUSED_INVALID,
    "situation.unfinished",
    TEXT("还有问题没有回答，材料单不完整。请把问题答完。"),
    NULL,
};

/* ---- reading ---- */

static const struct refusal *read_view(struct work *work, const char *code,
                                       const char *answers, struct situation_view *view) {
    struct item *const item = arena_alloc(work->arena, sizeof *item);
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);
    struct situation_flow *const flow = arena_alloc(work->arena, sizeof *flow);
    struct situation_walk *const walk = arena_alloc(work->arena, sizeof *walk);
    const struct refusal *refusal = item_find(work, code, item);

    if (!refusal)
        refusal = item_read_version(work, item->version_id, version);
    if (!refusal)
        refusal = situation_read(work, item->id, flow);
    if (refusal)
        return refusal;
    situation_walk(walk, flow, strlen(answers) <= ANSWERS_MAX ? answers : "");
    *view = (struct situation_view){
        .item = item,
        .version = version,
        .flow = flow,
        .walk = walk,
        .answers = situation_address(work->arena, walk),
        .when = "",
    };
    return NULL;
}

const struct refusal *situation_view_list(struct work *work, const char *code,
                                          const char *answers,
                                          struct situation_view *view) {
    const struct refusal *const refusal = read_view(work, code, answers, view);

    if (refusal)
        return refusal;
    if (view->walk->next != SITUATION_RESULT)
        return &situation_unfinished;
    situation_conclude(work->arena, view->walk, view->version, &view->result);
    return NULL;
}

const char *situation_say_answers(struct arena *arena,
                                  const struct situation_view *view) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < view->walk->count; i++) {
        const struct situation_question *const question =
            &view->flow->questions[view->walk->step[i].question];

        text_addf(&out, "%s%s%s", i > 0 ? "\n" : "", question->words,
                  question->answers[view->walk->step[i].answer].words);
    }
    return text_string(&out);
}

/* ---- scanned ---- */

bool situation_scanned(struct arena *arena, const char *text, const char **code,
                       const char **answers) {
    static const char before[] = "/item/", behind[] = "/ask";
    const char *const at = strstr(text, before);
    const char *const from = at ? at + strlen(before) : "";
    const size_t size = strcspn(from, "/?#");
    char *const segment = arena_copy_bytes(arena, from, size);
    const char *rest = from + size;

    if (size == 0 || strncmp(rest, behind, strlen(behind)) != 0 ||
        !http_decode(segment) || strlen(segment) > ITEM_CODE_MAX)
        return false;
    rest += strlen(behind);
    *code = segment;
    *answers = "";
    if (strncmp(rest, "?a=", 3) == 0)
        *answers = arena_copy_bytes(arena, rest + 3, strcspn(rest + 3, "&# "));
    return *rest == '\0' || *rest == '?';
}

/* ---- a question ---- */

static void find_way_back(struct situation_view *view) {
    const size_t step = view->number - 1;

    if (step == 0)
        return;
    view->back = view->answers;
    view->back_ask = view->flow->questions[view->walk->step[step - 1].question].id;
}

/* Questions on the way before this one: all, or those before it when asked again. */
static size_t count_before(const struct situation_walk *walk, int question) {
    size_t count = 0;

    while (count < walk->count && walk->step[count].question != question)
        count++;
    return count;
}

static const struct refusal *show_question(struct work *work, struct exchange *exchange,
                                           struct situation_view *view, int question) {
    const struct situation_question *const asked = &view->flow->questions[question];
    const char **const values =
        arena_alloc(work->arena, asked->answer_count * sizeof *values);

    for (size_t i = 0; i < asked->answer_count; i++)
        values[i] = situation_address_with(work->arena, view->walk, question, (int)i);
    view->question = question;
    view->values = values;
    view->number = count_before(view->walk, question) + 1;
    view->most = view->number - 1 + (size_t)situation_longest_from(view->flow, question);
    find_way_back(view);
    if (view->missed)
        exchange->status = 422;
    situation_question_page(
        exchange_page(exchange, view->missed ? TEXT("错误：请选一个回答") : asked->words),
        view);
    return NULL;
}

/* ---- the list ---- */

static bool has_way(const struct item *item, const char *way) {
    for (size_t i = 0; i < item->ways.count; i++)
        if (strcmp(item->ways.word[i], way) == 0)
            return true;
    return false;
}

/* What it takes: nothing on the spot; of count -1 when the item says no limit. */
static struct calendar_span span_of(const struct item_version *version) {
    const struct item_limit limit =
        version->promised.count > 0 ? version->promised : version->legal;

    if (version->kind == word_named(&item_kinds, "on_the_spot")->value)
        return (struct calendar_span){ 0, CALENDAR_WORKING_DAYS };
    return (struct calendar_span){ limit.count > 0 ? limit.count : -1, limit.unit };
}

/* "今天去交，最晚11月27日（周五）办好": from when the hall takes it in. */
static const char *say_when(struct work *work, enum language language,
                            const struct item_version *version) {
    const struct calendar *const calendar = calendar_of(work);
    const struct calendar_rules rules = calendar_rules(work->house->config);
    const struct calendar_span span = span_of(version);

    if (!calendar || span.count < 0)
        return "";

    const int today = work_day(work);
    const int received = calendar_received_day(calendar, work->now_ms);
    const struct calendar_course course = {
        .span = span,
        .begun_ms =
            received == today ? work->now_ms : calendar_open_ms(calendar, received),
    };
    const int due = civil_day(calendar_end(calendar, &rules, &course).due_ms);
    const char *const values[] = {
        received == today ? TEXT("今天")
                          : page_say_day(work->arena, language, received, today),
        page_say_day(work->arena, language, due, today),
    };

    return page_say_with(work->arena, language,
                         span.count == 0 ? TEXT("{0}去，当场办好")
                                         : TEXT("{0}去交齐，最晚 {1} 办好"),
                         values, 2);
}

/* Where people would type it; a proxy says whether they use https. */
static const char *absolute(struct work *work, const struct exchange *exchange,
                            const struct situation_view *view) {
    struct html out = { .text = { .arena = work->arena } };
    const char *const host = http_header(exchange->request, "Host");
    const char *const path =
        *view->answers
            ? route_url(&out, "/item/%s/ask?a=%s", view->item->code, view->answers)
            : route_url(&out, "/item/%s/ask", view->item->code);

    return arena_format(work->arena, "%s://%s%s",
                        exchange->request->secure ? "https" : "http", host ? host : "",
                        path);
}

static const struct refusal *show_list(struct work *work, struct exchange *exchange,
                                       struct situation_view *view) {
    const enum language language = exchange->view.language;
    const char *const address = absolute(work, exchange, view);

    situation_conclude(work->arena, view->walk, view->version, &view->result);
    view->closed = item_may_be_filed_at(work, view->item, 0);
    view->online =
        !view->closed && (has_way(view->item, "online") || has_way(view->item, "mobile"));
    if (!view->closed)
        view->when = say_when(work, language, view->version);
    view->printed = page_say_day(work->arena, language, work_day(work), 0);
    if (strlen(address) <= QR_TEXT_MAX)
        view->code = qr_encode(work->arena, address);
    situation_list_page(exchange_page(exchange, TEXT("我的材料单")), view);
    return NULL;
}

/* ---- the route ---- */

static void send_on(struct work *work, struct exchange *exchange,
                    const struct situation_view *view) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(
        exchange, route_url(&out, "/item/%s/ask?a=%s", view->item->code, view->answers));
}

/* The question that the query asks for, of those on the way; else the next. */
static int find_asked(const struct exchange *exchange,
                      const struct situation_view *view) {
    const int question =
        situation_find_question(view->flow, exchange_query(exchange, "ask"));

    for (size_t i = 0; i < view->walk->count; i++)
        if (view->walk->step[i].question == question)
            return question;
    return view->walk->next;
}

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    const bool was_sent = http_pair_value(&exchange->request->query, "was") != NULL;
    const char *const sent = exchange_query(exchange, "a");
    const char *const answers =
        was_sent && !*sent ? exchange_query(exchange, "was") : sent;
    struct situation_view view;
    const struct refusal *const refusal =
        read_view(work, exchange_parameter(exchange, "code"), answers, &view);

    if (refusal)
        return refusal;
    if (was_sent && *sent) {
        send_on(work, exchange, &view);
        return NULL;
    }
    view.missed = was_sent;

    const int question = find_asked(exchange, &view);
    return question >= 0 ? show_question(work, exchange, &view, question)
                         : show_list(work, exchange, &view);
}

/* ---- words ---- */

const char *situation_says_why(struct html *out, const struct situation_view *view,
                               const struct situation_verdict *verdict) {
    static const char *const patterns[] = {
        [SITUATION_BRING] = TEXT("为什么要：您选了{0}"),
        [SITUATION_EXEMPT] = TEXT("为什么免：您选了{0}，窗口自己查"),
        [SITUATION_NO_NEED] = TEXT("为什么不用：您选了{0}"),
    };
    static const char *const for_all[] = {
        [SITUATION_BRING] = TEXT("为什么要：办这件事人人都要"),
        [SITUATION_EXEMPT] = TEXT("为什么免：窗口从共享数据里查，不用您带"),
        [SITUATION_NO_NEED] = TEXT("为什么不用：您的情形用不到"),
    };
    struct text chosen = { .arena = out->text.arena };

    if (verdict->because_count == 0)
        return page_words(out, for_all[verdict->treatment]);
    for (size_t i = 0; i < verdict->because_count; i++) {
        const struct situation_step step = verdict->because[i];

        text_addf(&chosen, "“%s”",
                  view->flow->questions[step.question].answers[step.answer].words);
    }

    const char *const values[] = { text_string(&chosen) };
    return page_say_with(out->text.arena, out->view->language,
                         patterns[verdict->treatment], values, 1);
}

static const struct route routes[] = {
    { .pattern = "/item/:code/ask", .handle = ask },
    { .pattern = "/api/v1/items/:code/situations",
      .face = FACE_API,
      .form = &situation_api_form,
      .handle = situation_api_give,
      .answers = &situation_api_shape,
      .summary = "The next question of an item, or the papers that a person needs" },
};

const struct route_table situation_routes = { routes, sizeof routes / sizeof *routes };
