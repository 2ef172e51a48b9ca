#include "agency_web.h"

#include <string.h>

#include "cursor.h"
#include "mandate_use.h"
#include "mandate_words.h"
#include "mask.h"
#include "matter_agent.h"
#include "page_time.h"
#include "place.h"
#include "text.h"

/* ---- views ---- */

static const char *outlet_name(struct work *work, int64_t id) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet = book ? place_outlet(book, id) : NULL;

    return outlet ? outlet->name : "";
}

/* The name of a firm and its code are public. */
static void mask_party(struct arena *arena, const struct mandate_party *party,
                       const char **name, const char **number) {
    const bool firm = party->kind == PERSON_FIRM;

    *name = firm ? party->name : mask_name(arena, party->name);
    *number = firm ? party->id_number : mask_citizen_id(arena, party->id_number);
}

void agency_view_of(struct work *work, enum language language,
                    const struct mandate *mandate, struct agency_view *view) {
    *view = (struct agency_view){
        .mandate = mandate,
        .agent = "",
        .agent_number = "",
        .scope = agency_say_scope(work, language, mandate),
        .from = page_say_day(work->arena, language, mandate->from_day, 0),
        .end = page_say_day(work->arena, language, mandate->end_day, 0),
        .holds = mandate_holds(mandate, work_day(work)),
    };
    mask_party(work->arena, &mandate->principal, &view->principal,
               &view->principal_number);
    if (mandate->outlet_id)
        view->agent = outlet_name(work, mandate->outlet_id);
    else
        mask_party(work->arena, &mandate->agent, &view->agent, &view->agent_number);
}

const char *agency_state_label(const struct agency_view *view) {
    if (view->mandate->state != MANDATE_GIVEN)
        return word_chinese(&mandate_states, view->mandate->state);
    return view->holds ? TEXT("有效") : TEXT("不在有效期");
}

struct agency_list agency_list_of(struct work *work, enum language language,
                                  const struct mandate *found, size_t count, size_t limit,
                                  int64_t after_id) {
    const size_t shown = count > limit ? limit : count;
    struct agency_view *views = arena_alloc(work->arena, shown * sizeof *views + 1);

    for (size_t i = 0; i < shown; i++)
        agency_view_of(work, language, &found[i], &views[i]);
    return (struct agency_list){
        .views = views,
        .count = shown,
        .next = count > limit ? cursor_write(work->arena, &found[limit - 1].id, 1) : "",
        .goes_on = after_id != INT64_MAX,
    };
}

static const char *who_did(struct work *work, const struct mandate *mandate,
                           const struct ledger_event *event) {
    if (event->actor_name[0])
        return event->actor_name;
    if (!event->actor_id)
        return TEXT("系统");
    if (strcmp(event->verb, "ask") == 0 || strcmp(event->verb, "take_back") == 0 ||
        strcmp(event->verb, "resign") == 0)
        return mask_name(work->arena, mandate->agent.name);
    return mask_name(work->arena, mandate->principal.name);
}

static void read_moments(struct work *work, enum language language,
                         struct agency_one *one) {
    const struct mandate *mandate = one->view.mandate;
    const struct ledger_event *events;
    const size_t count = ledger_events(work, mandate->id, &events);
    struct agency_moment *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct agency_moment){
            word_reads(&agency_events, events[i].verb),
            who_did(work, mandate, &events[i]),
            page_say_moment(work->arena, language, events[i].at_ms, work_day(work)),
            events[i].note,
        };
    one->moments = made;
    one->moment_count = count;
}

const struct refusal *agency_read_one(struct work *work, struct exchange *exchange,
                                      struct agency_one *one) {
    struct mandate *mandate = arena_alloc(work->arena, sizeof *mandate);
    const struct refusal *refusal;
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &mandate_unknown;
    refusal = mandate_find(work, id, mandate);
    if (refusal)
        return refusal;
    agency_view_of(work, exchange->view.language, mandate, &one->view);
    read_moments(work, exchange->view.language, one);
    mandate_may(work, mandate, one->verbs);
    one->acts = mandate_is_agent(work, mandate) && one->view.holds;
    one->at_desk = exchange->route->face == FACE_DESK;
    return NULL;
}

static const struct form_field act_fields[] = {
    { .name = "reason",
      .label = TEXT("为什么"),
      .hint = TEXT("双方都会看到，请不要写身份证号和电话"),
      .kind = FORM_TEXT,
      .max = 200 },
};
const struct form agency_act_form = { "agency.act", act_fields, 1 };

/* ---- one's own ---- */

static const struct refusal *show_mine(struct work *work, struct exchange *exchange) {
    const enum language language = exchange->view.language;
    const struct mandate *found;
    struct agency_list given, held;
    int64_t keys[2]; /* of both lists; the one that is not turned stays at its start */
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "given"), &keys[0], 1, INT64_MAX);

    if (!refusal)
        refusal = cursor_read(exchange_query(exchange, "held"), &keys[1], 1, INT64_MAX);
    if (refusal)
        return refusal;

    size_t count = mandate_list_given(work, keys[0], AGENCY_PAGE + 1, &found);

    given = agency_list_of(work, language, found, count, AGENCY_PAGE, keys[0]);
    count = mandate_list_held(work, keys[1], AGENCY_PAGE + 1, &found);
    held = agency_list_of(work, language, found, count, AGENCY_PAGE, keys[1]);
    agency_mine_page(exchange_page(exchange, TEXT("代办授权")), &given, &held);
    return NULL;
}

static const struct refusal *show_acting(struct work *work, struct exchange *exchange) {
    struct agency_acting acting = { .today = work_day(work), .next = "" };
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    acting.first = after_id == INT64_MAX;
    acting.count = matter_list_acting(work, after_id, AGENCY_PAGE + 1, &acting.lines);
    if (acting.count > AGENCY_PAGE) {
        acting.count = AGENCY_PAGE;
        acting.next = cursor_write(work->arena, &acting.lines[AGENCY_PAGE - 1].id, 1);
    }
    agency_acting_page(exchange_page(exchange, TEXT("我替别人办的事")), &acting);
    return NULL;
}

/* What the way here fixed goes along. */
static const struct refusal *choose(struct work *work, struct exchange *exchange) {
    const bool at_desk = exchange->route->face == FACE_DESK;
    const struct agency_begin begin = { exchange_query(exchange, "item"),
                                        exchange_query(exchange, "number"), at_desk };

    (void)work;
    agency_begin_page(
        exchange_page(exchange, at_desk ? TEXT("登记授权") : TEXT("授权别人代办")),
        &begin);
    return NULL;
}

/* A firm's clerk is recorded at a window, from its letter. */
static bool is_given_online(enum mandate_basis basis) {
    return basis == MANDATE_FAMILY || basis == MANDATE_VILLAGE || basis == MANDATE_LETTER;
}

static const struct form *give_form(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);

    return is_given_online(basis) ? agency_form(work, exchange, AGENCY_GIVE, basis)
                                  : NULL;
}

static const struct form *ask_form(struct work *work, struct exchange *exchange) {
    return agency_form(work, exchange, AGENCY_ASK, MANDATE_FAMILY);
}

static const struct refusal *show_give(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);

    if (!is_given_online(basis))
        return &mandate_unknown;
    agency_show_form(work, exchange, AGENCY_GIVE, basis);
    return NULL;
}

static const struct refusal *show_ask(struct work *work, struct exchange *exchange) {
    agency_show_form(work, exchange, AGENCY_ASK, MANDATE_FAMILY);
    return NULL;
}

static void go_to(struct work *work, struct exchange *exchange, int64_t id) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(exchange, route_url(&out, "/my/mandates/%ld", id));
}

static const struct refusal *give(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);
    struct mandate_new given;
    const struct refusal *refusal;
    int64_t id;

    if (!is_given_online(basis))
        return &mandate_unknown;
    agency_read(work, exchange->form, AGENCY_GIVE, basis, &given);
    refusal = agency_give(work, &given, &id);
    if (!refusal)
        go_to(work, exchange, id);
    return refusal;
}

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    struct mandate_new given;
    const struct refusal *refusal;
    int64_t id;

    agency_read(work, exchange->form, AGENCY_ASK, MANDATE_FAMILY, &given);
    refusal = agency_ask(work, &given, &id);
    if (!refusal)
        go_to(work, exchange, id);
    return refusal;
}

static const struct refusal *show_one(struct work *work, struct exchange *exchange) {
    struct agency_one one = { 0 };
    const struct refusal *refusal = agency_read_one(work, exchange, &one);

    if (refusal)
        return refusal;
    one.input = exchange->form;
    if (exchange->form)
        one.tried = exchange_parameter(exchange, "verb");
    agency_one_page(exchange_page(exchange, TEXT("代办授权")), &one);
    return NULL;
}

static const struct refusal *act(struct work *work, struct exchange *exchange) {
    const bool at_desk = exchange->route->face == FACE_DESK;
    struct html out = { .text = { .arena = work->arena } };
    const struct refusal *refusal;
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "id"), &id))
        return &mandate_unknown;
    refusal = agency_do(work, id, exchange_parameter(exchange, "verb"),
                        form_value(exchange->form, "reason"));
    if (!refusal)
        exchange_redirect(exchange, at_desk ? route_url(&out, "/desk/mandates/%ld", id)
                                            : route_url(&out, "/my/mandates/%ld", id));
    return refusal;
}

/* The blank letter, for everybody: printed, filled in by hand, signed. */
static const struct refusal *show_letter(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);

    (void)work;
    if (!basis)
        return &mandate_unknown;
    agency_letter_page(exchange_page(exchange, TEXT("授权委托书")), basis);
    return NULL;
}

/* ---- at the window ---- */

static const struct form_field find_fields[] = {
    { .name = "id_number",
      .label = TEXT("授权人的证件号"),
      .hint = TEXT("个人填身份证号，单位填统一社会信用代码"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 18 },
};
static const struct form find_form = { "agency.find", find_fields, 1 };

const struct place_outlet *agency_village(struct work *work) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet =
        book ? place_outlet(book, work->actor.outlet_id) : NULL;

    return outlet && !place_is_hall(outlet) ? outlet : NULL;
}

size_t agency_read_desk(struct work *work, int64_t outlet_id, int64_t after_id,
                        size_t limit, const struct mandate **list) {
    return outlet_id ? mandate_list_outlet(work, outlet_id, after_id, limit, list)
                     : mandate_list_latest(work, after_id, limit, list);
}

/* Village agents see those of their outlet, the hall the latest. */
static const struct refusal *show_desk(struct work *work, struct exchange *exchange) {
    const struct place_outlet *const village = agency_village(work);
    const struct mandate *found;
    struct agency_list list;
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;

    const size_t count = agency_read_desk(work, village ? village->id : 0, after_id,
                                          AGENCY_PAGE + 1, &found);

    list = agency_list_of(work, exchange->view.language, found, count, AGENCY_PAGE,
                          after_id);
    agency_desk_page(exchange_page(exchange, TEXT("代办授权")), &list,
                     exchange->form ? exchange->form
                                    : form_fresh(work->arena, &find_form, (char *)NULL),
                     village ? village->name : "");
    return NULL;
}

/* By POST: an ID number does not belong into an address. */
static const struct refusal *find(struct work *work, struct exchange *exchange) {
    const struct mandate *found;
    const size_t count = mandate_list_of(work, form_value(exchange->form, "id_number"),
                                         INT64_MAX, MANDATE_LIST_MAX, &found);
    struct agency_list list =
        agency_list_of(work, exchange->view.language, found, count, MANDATE_LIST_MAX, 0);

    list.goes_on = true;
    agency_desk_page(exchange_page(exchange, TEXT("代办授权")), &list, exchange->form,
                     "");
    return NULL;
}

static const struct form *record_form(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);

    return basis ? agency_form(work, exchange, AGENCY_RECORD, basis) : NULL;
}

static const struct refusal *show_record(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);

    if (!basis)
        return &mandate_unknown;
    agency_show_form(work, exchange, AGENCY_RECORD, basis);
    return NULL;
}

static const struct refusal *record(struct work *work, struct exchange *exchange) {
    const enum mandate_basis basis = agency_basis(exchange);
    struct html out = { .text = { .arena = work->arena } };
    struct mandate_new given;
    const struct refusal *refusal;
    int64_t id;

    if (!basis)
        return &mandate_unknown;
    agency_read(work, exchange->form, AGENCY_RECORD, basis, &given);
    refusal = agency_record(work, &given, &id);
    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/mandates/%ld", id));
    return refusal;
}

static const struct route routes[] = {
    { .pattern = "/mandate/letter/:basis", .handle = show_letter },
    { .pattern = "/my/acting", .rights = RIGHT_RESIDENT, .handle = show_acting },
    { .pattern = "/my/mandates", .rights = RIGHT_RESIDENT, .handle = show_mine },
    { .pattern = "/my/mandates/give", .rights = RIGHT_RESIDENT, .handle = choose },
    { .pattern = "/my/mandates/give/:basis",
      .rights = RIGHT_RESIDENT,
      .handle = show_give },
    { .method = HTTP_POST,
      .pattern = "/my/mandates/give/:basis",
      .rights = RIGHT_RESIDENT,
      .form_of = give_form,
      .handle = give,
      .again = show_give,
      .once = true },
    { .pattern = "/my/mandates/ask", .rights = RIGHT_RESIDENT, .handle = show_ask },
    { .method = HTTP_POST,
      .pattern = "/my/mandates/ask",
      .rights = RIGHT_RESIDENT,
      .form_of = ask_form,
      .handle = ask,
      .again = show_ask,
      .once = true },
    { .pattern = "/my/mandates/:id", .rights = RIGHT_RESIDENT, .handle = show_one },
    { .method = HTTP_POST,
      .pattern = "/my/mandates/:id/:verb",
      .rights = RIGHT_RESIDENT,
      .form = &agency_act_form,
      .handle = act,
      .again = show_one,
      .once = true },
};

const struct route_table agency_routes = { routes, sizeof routes / sizeof *routes };

static const struct route desk_routes[] = {
    { .pattern = "/desk/mandates",
      .rights = RIGHT_INTAKE | RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_desk },
    { .method = HTTP_POST,
      .pattern = "/desk/mandates",
      .rights = RIGHT_INTAKE | RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &find_form,
      .handle = find,
      .again = show_desk },
    { .pattern = "/desk/mandates/new",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = choose },
    { .pattern = "/desk/mandates/new/:basis",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = show_record },
    { .method = HTTP_POST,
      .pattern = "/desk/mandates/new/:basis",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .form_of = record_form,
      .handle = record,
      .again = show_record,
      .once = true },
    { .pattern = "/desk/mandates/:id",
      .rights = RIGHT_INTAKE | RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_one },
    { .method = HTTP_POST,
      .pattern = "/desk/mandates/:id/:verb",
      .rights = RIGHT_INTAKE | RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &agency_act_form,
      .handle = act,
      .again = show_one,
      .once = true },
};

const struct route_table agency_desk_routes = { desk_routes, sizeof desk_routes /
                                                                 sizeof *desk_routes };
