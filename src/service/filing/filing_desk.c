#include "filing_desk.h"

#include <assert.h>
#include <string.h>

#include "account.h"
#include "civil.h"
#include "filing_act_form.h"
#include "filing_asker.h"
#include "filing_checklist.h"
#include "item_adjust.h"
#include "item_words.h"
#include "matter_correct.h"
#include "matter_hand.h"
#include "matter_recount.h"
#include "matter_who.h"
#include "matter_words.h"
#include "page_time.h"
#include "place.h"
#include "text.h"

struct item_list filing_lines(struct arena *arena, const char *text) {
    const char **lines = arena_alloc(arena, ITEM_WORDS_MAX * sizeof *lines);
    size_t count = 0;

    while (*text && count < ITEM_WORDS_MAX) {
        const size_t size =
            count + 1 < ITEM_WORDS_MAX ? strcspn(text, "\n") : strlen(text);

        if (size)
            lines[count++] = arena_copy_bytes(arena, text, size);
        text += size + (text[size] == '\n');
    }
    return (struct item_list){ lines, count };
}

/* ---- the case: what the page shows ---- */

/* Verbs that are no arrow; what the asker thinks of the service is not the desk's. */
static const struct {
    const char *verb, *what;
} records[] = {
    { "submit", TEXT("提交申请") },
    { "papers", TEXT("交来材料") },
    { "reveal", TEXT("查看了申请人的完整信息") },
    { "read_paper", TEXT("查看了申请人传的材料") },
    { "repair", TEXT("信用修复") },
    { MATTER_RECOUNTED, TEXT("按放假安排重新计算期限") },
    { "copy_paper", TEXT("下载了带水印的材料") },
    { "add_paper", TEXT("加交材料") },
    { "reuse_paper", TEXT("经申请人同意，再用以前的材料") },
    { "consent", TEXT("申请人同意再用以前的材料") },
    { "mark_paper", TEXT("核对材料") },
    { "forget_papers", TEXT("保存期限已过，删除材料内容") },
    { "letter", TEXT("出具文书") },
    { "read_letter", TEXT("打开了文书") },
    { "entrust", TEXT("由代理人代办") },
    { "hand_over", TEXT("转交") },
    { "ask_offices", TEXT("请联办科室回复意见") },
    { "opinion", TEXT("联办科室回复了意见") },
    { "resend_message", TEXT("重发了通知") },
    { MATTER_CORRECTED, TEXT("更正") },
    { "archive", TEXT("归档") },
    { "close_offices", TEXT("联办科室不用再回复意见") },
    { "escalate", TEXT("到期提醒") },
};

static const char *what_of(const struct flow *flow, const char *verb) {
    const struct flow_step *step = flow_verb(flow, verb);

    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (strcmp(records[i].verb, verb) == 0)
            return records[i].what;
    return step ? step->done : NULL;
}

/* Events without a name are the asker's, or of who acts for him, or the program's where
 * no asker may do that. */
static const char *who_did(struct work *work, enum language language,
                           const struct matter *matter,
                           const struct ledger_event *event) {
    const struct flow_step *const step = flow_verb(matter->flow, event->verb);
    const bool by_program = step ? !(step->rights & RIGHT_RESIDENT)
                                 : strcmp(event->verb, MATTER_RECOUNTED) == 0 ||
                                       strcmp(event->verb, "escalate") == 0;
    const int64_t person_id = account_person(work, event->actor_id);

    if (event->actor_name[0])
        return event->actor_name;
    return page_say(language, by_program ? TEXT("系统")
                              : person_id && person_id != matter->person_id
                                  ? TEXT("代理人")
                                  : TEXT("申请人"));
}

/* Whose it is and was, and who acts for the asker. */
static void read_people(struct work *work, struct filing_case *page) {
    const struct matter *matter = &page->matter;
    const struct deputy_book *book = deputy_book(work);
    const struct deputy_colleague *owner =
        book ? deputy_find(book, matter->owner_id) : NULL;
    const struct deputy_colleague *first =
        book ? deputy_find(book, matter_first(work, matter)) : NULL;
    const struct deputy_colleague *absent = matter_stood_in(work, matter);

    page->owner = owner ? owner->name : "";
    page->first = first ? first->name : "";
    page->absent = absent ? absent->name : "";
    page->may_hand_over = matter_may_hand_over(work, matter);
    page->agent_count = matter_agents(work, matter->id, &page->agents);
}

/* The moment of an ordinal, or NULL. */
static struct filing_moment *find_moment(struct filing_moment *moments, size_t count,
                                         int64_t ordinal) {
    for (size_t i = 0; i < count; i++)
        if (moments[i].ordinal == ordinal)
            return &moments[i];
    return NULL;
}

/* Both stand side by side: the moment says what corrected it, and that one what it
 * corrects. */
static void link_corrections(struct work *work, int64_t matter_id,
                             struct filing_moment *moments, size_t count) {
    const struct matter_correction *fixes;
    const size_t fixed = matter_corrections(work, matter_id, &fixes);

    for (size_t i = 0; i < fixed; i++) {
        struct filing_moment *fix = find_moment(moments, count, fixes[i].ordinal);
        struct filing_moment *wrong = find_moment(moments, count, fixes[i].corrects);

        if (!fix || !wrong)
            continue;
        fix->corrects = wrong->what;
        fix->corrects_ordinal = wrong->ordinal;
        fix->told = wrong->told;
        wrong->corrected = fix->note;
    }
}

size_t filing_moments(struct work *work, enum language language,
                      const struct matter *matter, const struct filing_moment **moments) {
    const struct ledger_event *events;
    const size_t count = ledger_events(work, matter->id, &events);
    struct filing_moment *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t shown = 0;

    for (size_t i = 0; i < count; i++) {
        const struct ledger_event *event = &events[i];
        const char *what = what_of(matter->flow, event->verb);

        if (!what)
            continue;
        made[shown++] = (struct filing_moment){
            .verb = event->verb,
            .what = what,
            .note = event->note,
            .who = who_did(work, language, matter, event),
            .when = page_say_moment(work->arena, language, event->at_ms, work_day(work)),
            .at_ms = event->at_ms,
            .ordinal = event->ordinal,
            .corrected = "",
            .told = matter_track_label(matter->flow, event) != NULL,
            .may_correct = matter_may_correct(work, matter, event),
        };
    }
    link_corrections(work, matter->id, made, shown);
    *moments = made;
    return shown;
}

static void read_moments(struct work *work, enum language language,
                         struct filing_case *page) {
    const struct filing_moment *moments;
    const size_t count = filing_moments(work, language, &page->matter, &moments);
    struct filing_moment *kept = arena_alloc(work->arena, count * sizeof *kept + 1);

    for (size_t i = 0; i < count; i++)
        if (moments[i].told || !page->told_only)
            kept[page->moment_count++] = moments[i];
    page->moments = kept;
}

static void read_clock(struct work *work, enum language language,
                       struct filing_case *page) {
    const struct matter *matter = &page->matter;

    page->light = matter_light(work, matter->due_ms, matter->clock_days, matter->facts);
    page->left = matter_say_left(work, language, matter->due_ms);
    page->due = matter_say_due(work, language, matter->due_ms, work_day(work));
}

static const char *how_it_stands(const struct work *work,
                                 const struct matter_clock *clock) {
    const bool late = clock->due_ms < (clock->ended_ms ? clock->ended_ms : work->now_ms);

    if (clock->stopped_ms)
        return TEXT("停表");
    if (clock->ended_ms)
        return late ? TEXT("超期完成") : TEXT("按时完成");
    return late ? TEXT("已超期") : TEXT("在走");
}

static void read_clocks(struct work *work, enum language language,
                        struct filing_case *page) {
    const struct matter_clock *clocks;
    const size_t count = matter_clocks(work, page->matter.id, &clocks);
    struct filing_clock *made = arena_alloc(work->arena, (count + 1) * sizeof *made);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct filing_clock){
            matter_clock_kinds[clocks[i].kind].label,
            page_say_until(work->arena, language, clocks[i].due_ms, work_day(work)),
            how_it_stands(work, &clocks[i]),
        };
    page->clocks = made;
    page->clock_count = count;
}

static void read_places(struct work *work, struct filing_case *page) {
    const struct place_book *book = place_book(work);
    const struct place_department *department =
        book ? place_department(book, page->matter.department_id) : NULL;
    const struct place_outlet *outlet =
        book ? place_outlet(book, page->matter.outlet_id) : NULL;

    page->department = department ? department->name : page->version.department;
    page->outlet = outlet ? outlet->name : "";
}

/* What leads on, and needs no more than can be told beside its button. */
static bool goes_forward(const struct flow_step *step) {
    const unsigned more = FILING_ASKS_DEFECTS | FILING_ASKS_LACKING | FILING_ASKS_SPECIAL;

    return step->to != FLOW_SAME && !step->says_why && !(step->asks & more);
}

static void find_steps(struct work *work, struct filing_case *page) {
    const struct matter *matter = &page->matter;

    matter_running_clocks(work, matter->id, &page->running);
    for (size_t i = 0; i < matter->flow->step_count; i++) {
        const struct flow_step *step = &matter->flow->steps[i];

        if (!flow_leaves(step, matter->state, matter->facts) ||
            !matter_may(work, matter, step) ||
            matter_clocks_allow(work, &page->running, step))
            continue;
        assert(page->step_count < FILING_STEPS_MAX);
        page->step[page->step_count++] = step;
        if (!page->forward && goes_forward(step) &&
            !(page->joint.opposed && step->marks & FLOW_MARK_DECIDED))
            page->forward = step;
    }
}

static const struct refusal *find_any(struct work *work, const struct exchange *exchange,
                                      struct matter *matter) {
    return joint_find(work, exchange_parameter(exchange, "number"), matter);
}

static const struct refusal *find_case(struct work *work, const struct exchange *exchange,
                                       struct matter *matter) {
    const struct refusal *const refusal = find_any(work, exchange, matter);

    return !refusal && matter->flow != &filing_flow ? &matter_unknown : refusal;
}

/* Fills the rest of a page whose matter is there. */
static const struct refusal *read_case(struct work *work, struct exchange *exchange,
                                       struct filing_case *page) {
    const struct matter *matter = &page->matter;
    const struct refusal *refusal =
        page->whole ? NULL : filing_asker_masked(work, matter, &page->asker);

    if (!refusal)
        refusal = item_read_version(work, matter->version_id, &page->version);
    if (refusal)
        return refusal;
    filing_read(work, matter, &page->filing);
    page->defect_count = filing_defects(work, matter, &page->defects);
    page->paper_count = filing_papers_of(work, matter, &page->papers);
    filing_read_checklist(work, matter, &page->checklist);
    page->letter_count = letters_of(work, matter, &page->letters);
    page->state = flow_state(matter->flow, matter->state);
    read_moments(work, exchange->view.language, page);
    read_clock(work, exchange->view.language, page);
    read_clocks(work, exchange->view.language, page);
    read_places(work, page);
    read_people(work, page);
    if (matter->parent_id && matter_find_id(work, matter->parent_id, &page->parent))
        page->parent.number = NULL;
    page->may_archive =
        flow_is_over(matter->flow, matter->state) &&
        matter_has_desk(matter, work->actor.rights & ~(unsigned)RIGHT_REVIEW,
                        work->actor.department_id);
    page->archived = matter->archived_ms
                         ? page_say_moment(work->arena, exchange->view.language,
                                           matter->archived_ms, work_day(work))
                         : "";
    if (matter->facts & FILING_JOINT)
        joint_read_view(work, matter, exchange->view.language, &page->joint);
    find_steps(work, page);
    return NULL;
}

const struct refusal *filing_give_case(struct work *work, struct exchange *exchange,
                                       struct filing_case *page) {
    const struct refusal *refusal = read_case(work, exchange, page);

    if (!refusal)
        filing_case_page(exchange_page(exchange, page->matter.title), page);
    return refusal;
}

/* What a verb has done that may have led where the matter is. */
static const char *done_by(const struct matter *matter, const char *verb) {
    for (size_t i = 0; i < matter->flow->step_count; i++) {
        const struct flow_step *step = &matter->flow->steps[i];
        const bool stays = step->to == FLOW_SAME && step->from & FLOW_SET(matter->state);

        if ((stays || step->to == matter->state) && strcmp(step->verb, verb) == 0)
            return step->done;
    }
    return NULL;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct filing_case page = { 0 };
    const struct refusal *refusal = find_any(work, exchange, &page.matter);

    if (refusal)
        return refusal;
    if (page.matter.flow != &filing_flow) { /* each kind has its own address */
        exchange_redirect(exchange, arena_format(work->arena, "/desk/%s/%s",
                                                 page.matter.kind, page.matter.number));
        return NULL;
    }
    page.done = done_by(&page.matter, exchange_query(exchange, "done"));
    page.wanted = exchange_query(exchange, "do");
    page.told_only = strcmp(exchange_query(exchange, "events"), "told") == 0;
    page.correcting = strcmp(exchange_query(exchange, "events"), "correct") == 0;
    return filing_give_case(work, exchange, &page);
}

static const struct refusal *reveal(struct work *work, struct exchange *exchange) {
    struct filing_case page = { .whole = true };
    const struct refusal *refusal = find_case(work, exchange, &page.matter);

    if (!refusal)
        refusal = filing_reveal(work, &page.matter, &page.asker);
    return refusal ? refusal : filing_give_case(work, exchange, &page);
}

/* ---- the case: doing something ---- */

static const struct refusal *act(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_case(work, exchange, &matter);
    const char *verb = exchange_parameter(exchange, "verb");
    const struct filing_act given = filing_read_act(exchange->form, verb);

    if (!refusal)
        refusal = filing_do(work, &matter, &given);
    if (!refusal)
        exchange_redirect(exchange, arena_format(work->arena, "/desk/case/%s?done=%s",
                                                 matter.number, verb));
    return refusal;
}

static const struct refusal *act_again(struct work *work, struct exchange *exchange) {
    struct filing_case page = { .tried = exchange_parameter(exchange, "verb"),
                                .form = exchange->form,
                                .refusal = exchange->refusal };
    const struct refusal *refusal = find_case(work, exchange, &page.matter);

    return refusal ? refusal : filing_give_case(work, exchange, &page);
}

/* ---- taking in at a window ---- */

/* The item by the query of a GET or the form of a POST; none is no refusal. */
static const struct refusal *find_item(struct work *work, const struct exchange *exchange,
                                       struct filing_intake *page, struct item *item) {
    const char *code = exchange->form ? form_value(exchange->form, "item")
                                      : exchange_query(exchange, "item");
    const struct refusal *refusal;

    if (!code[0])
        return NULL;
    refusal = item_find(work, code, item);
    if (!refusal)
        refusal = item_may_be_filed_at(work, item, work->actor.outlet_id);
    page->item = refusal ? NULL : item;
    return refusal;
}

static void find_answers(struct work *work, const struct exchange *exchange,
                         struct filing_intake *page) {
    const struct guide_answer *answers;
    struct item *items = arena_alloc(work->arena, FILING_GUESSES * sizeof *items);

    page->question = exchange_query(exchange, "q");

    const size_t count = page->question[0]
                             ? guide_find(work, page->question, FILING_GUESSES, &answers)
                             : guide_popular(work, FILING_GUESSES, &answers);

    for (size_t i = 0; i < count; i++)
        if (!item_find(work, answers[i].code, &items[page->answer_count]))
            page->answer_count++;
    page->answers = items;
}

/* The list of papers that the applicant brought with him, by the answers behind it. */
static const char *read_situation(struct work *work, const struct exchange *exchange,
                                  struct filing_intake *page) {
    struct situation_view *const view = arena_alloc(work->arena, sizeof *view);

    if (situation_view_list(work, page->item->code, exchange_query(exchange, "a"), view))
        return "";
    page->situation = view;
    return situation_say_answers(work->arena, view);
}

/* A scanned list opens the item with what was answered. */
static bool is_scanned(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const char *code, *answers;

    if (!situation_scanned(work->arena, exchange_query(exchange, "q"), &code, &answers))
        return false;
    exchange_redirect(exchange,
                      route_url(&out, "/desk/intake?item=%s&a=%s", code, answers));
    return true;
}

static const struct refusal *read_item(struct work *work, struct filing_intake *page) {
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);

    if (!page->item)
        return NULL;
    page->version = version;

    const struct refusal *refusal =
        item_read_version(work, page->item->version_id, version);

    page->on_the_spot = !refusal && filing_facts_of(version) & FILING_ON_THE_SPOT;
    return refusal;
}

static const struct refusal *ask_intake(struct work *work, struct exchange *exchange) {
    struct filing_intake page = { .question = "", .form = exchange->form };
    struct person asker;
    struct item item;
    const struct refusal *refusal = find_item(work, exchange, &page, &item);

    if (refusal || (!page.item && is_scanned(work, exchange)))
        return refusal;
    if (!page.item)
        find_answers(work, exchange, &page);
    else if (page.form)
        filing_read_asker(work, exchange->view.language, exchange->form, &asker);
    else
        page.form =
            form_fresh(work->arena, &filing_new_form, "item", item.code, "kind", "person",
                       "statement", read_situation(work, exchange, &page), NULL);
    refusal = read_item(work, &page);
    if (refusal)
        return refusal;
    filing_intake_page(exchange_page(exchange, TEXT("窗口收件")), &page);
    return NULL;
}

static const struct refusal *take_in(struct work *work, struct exchange *exchange) {
    struct filing_new given = { .item_code = form_value(exchange->form, "item"),
                                .statement = form_value(exchange->form, "statement"),
                                .channel = FILING_AT_WINDOW };
    struct filing_intake page = { 0 };
    struct item item;
    struct matter matter;
    const struct refusal *refusal =
        filing_read_asker(work, exchange->view.language, exchange->form, &given.asker);

    if (!refusal)
        refusal = find_item(work, exchange, &page, &item);
    if (!refusal)
        refusal = read_item(work, &page);
    if (!refusal) {
        given.received = filing_say_received(work->arena, exchange->form, page.version);
        refusal = filing_submit(work, &given, &matter);
    }
    if (!refusal && form_number(exchange->form, "settle"))
        refusal = filing_settle(work, &matter);
    if (!refusal)
        exchange_redirect(exchange,
                          arena_format(work->arena, "/desk/receipt/%s", matter.number));
    return refusal;
}

/* ---- the slip ---- */

static const char *say_promise(struct work *work, enum language language,
                               const struct item_version *version) {
    const struct item_limit limit =
        version->promised.count ? version->promised : version->legal;

    if (!limit.count)
        return "";
    return item_say_limit(work->arena, language, limit.count, limit.unit);
}

static const char *find_receiver(struct work *work, const struct matter *matter) {
    const struct ledger_event *events;
    const size_t count = ledger_events(work, matter->id, &events);

    for (size_t i = 0; i < count; i++)
        if (strcmp(events[i].verb, "receive") == 0)
            return events[i].actor_name;
    return "";
}

/* Paper outlives the year, so its days say theirs. */
static const struct refusal *show_slip(struct work *work, struct exchange *exchange) {
    const enum language language = exchange->view.language;
    struct filing_slip slip;
    struct item_version version;
    const struct refusal *refusal = find_case(work, exchange, &slip.matter);

    if (!refusal)
        refusal = filing_asker_masked(work, &slip.matter, &slip.asker);
    if (!refusal)
        refusal = item_read_version(work, slip.matter.version_id, &version);
    if (refusal)
        return refusal;
    slip.promise = say_promise(work, language, &version);
    slip.received = page_say_moment(work->arena, language, slip.matter.submitted_ms, 0);
    slip.due = matter_say_due(work, language, slip.matter.due_ms, 0);
    slip.clerk = find_receiver(work, &slip.matter);
    slip.agent = matter_say_agents(work, slip.matter.id);
    filing_slip_page(exchange_page(exchange, TEXT("收件回执")), &slip);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/intake",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = ask_intake },
    { .method = HTTP_POST,
      .pattern = "/desk/intake",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .form = &filing_new_form,
      .handle = take_in,
      .again = ask_intake,
      .once = true },
    { .pattern = "/desk/receipt/:number",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = show_slip },
    { .pattern = "/desk/case/:number",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/reveal",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = reveal },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/:verb",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form = &filing_act_form,
      .handle = act,
      .again = act_again,
      .once = true },
};

const struct route_table filing_desk_routes = { routes, sizeof routes / sizeof *routes };
