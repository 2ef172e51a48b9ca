#include "letter_inside.h"

#include <string.h>

#include "calendar.h"
#include "civil.h"
#include "crypt.h"
#include "item.h"
#include "item_words.h"
#include "json.h"
#include "letter_office.h"
#include "mask.h"
#include "matter_agent.h"
#include "matter_clock.h"
#include "matter_track.h"
#include "person.h"
#include "place.h"
#include "text.h"

enum { SALT_BYTES = 16 };

const char *letter_say_day(struct arena *arena, int64_t moment_ms) {
    const int day = civil_day(moment_ms);

    return arena_format(arena, "%d年%d月%d日", day / 10000, day / 100 % 100, day % 100);
}

/* ---- from the item ---- */

static const char *say_limit(struct arena *arena, struct item_limit limit) {
    return limit.count > 0
               ? item_say_limit(arena, LANGUAGE_CHINESE, limit.count, limit.unit)
               : NULL;
}

static const char *say_deliveries(struct arena *arena,
                                  const struct item_version *version) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < version->deliveries.count; i++) {
        const struct word *const word =
            word_named(&item_deliveries, version->deliveries.word[i]);

        if (out.length)
            text_add(&out, "、");
        text_add(&out, word ? word->chinese : version->deliveries.word[i]);
    }
    return out.length ? text_string(&out) : "窗口领取";
}

static const char *say_basis(struct arena *arena, const struct item_version *version) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < version->basis.count; i++)
        text_addf(&out, "%s%s%s", i ? "；" : "", version->basis.line[i].title,
                  version->basis.line[i].detail);
    return text_string(&out);
}

static void fill_item(struct arena *arena, const struct item_version *version,
                      const char **of) {
    const char *const legal = say_limit(arena, version->legal);
    const char *const promised = say_limit(arena, version->promised);

    of[SLOT_ITEM_CODE] = version->code;
    of[SLOT_LEGAL_LIMIT] = legal ? legal : "法律、法规没有规定";
    of[SLOT_PROMISED_LIMIT] = promised             ? promised
                              : version->kind == 1 ? "当场办结"
                                                   : of[SLOT_LEGAL_LIMIT];
    of[SLOT_RESULT_NAME] = version->result_name[0] ? version->result_name : "办理结果";
    of[SLOT_DELIVERY] = say_deliveries(arena, version);
    of[SLOT_ITEM_BASIS] = say_basis(arena, version);
}

/* A matter of several items (一件事), each of which has its own letters. */
static void fill_items(const char **of) {
    of[SLOT_ITEM_CODE] = "见各事项的办件";
    of[SLOT_LEGAL_LIMIT] = "各事项各按其法定时限";
    of[SLOT_PROMISED_LIMIT] = "各事项各按其承诺时限";
    of[SLOT_RESULT_NAME] = "各事项的办理结果";
    of[SLOT_DELIVERY] = "各事项各按其送达方式";
    of[SLOT_ITEM_BASIS] = "各事项的设定依据";
}

/* ---- from the matter ---- */

/* A moment that has not come by itself is now: who issues makes it come. */
static const char *day_or_now(struct work *work, int64_t moment_ms) {
    return letter_say_day(work->arena, moment_ms ? moment_ms : work->now_ms);
}

/* 行政许可法 art. 32: a day on which the hall is closed is not one of receipt. */
static const char *received_day(struct work *work, const struct matter *matter) {
    const struct calendar *const calendar = calendar_of(work);
    const int64_t at_ms = matter->received_ms ? matter->received_ms : work->now_ms;

    if (!calendar)
        return "";
    return letter_say_day(work->arena,
                          civil_moment_ms(calendar_received_day(calendar, at_ms), 0));
}

/* Until when the hall has to act: to tell, or to decide. */
static const char *due_day(struct work *work, const struct matter *matter,
                           const struct letter_kind *kind) {
    const bool tells = kind == letter_kind_named("received");
    struct matter_clock_set set;
    int64_t due_ms;

    matter_running_clocks(work, matter->id, &set);
    due_ms = set.clock[tells ? FLOW_CLOCK_TELL : FLOW_CLOCK_DECIDE].due_ms;
    if (!due_ms)
        due_ms = matter->due_ms;
    return due_ms ? letter_say_day(work->arena, due_ms) : "没有固定期限";
}

/* Days that a clock of the matter sets. */
static const struct {
    const char *kind;
    enum letter_slot_name slot;
    enum flow_clock clock;
} clock_days[] = {
    { "supplement", SLOT_UNTIL, FLOW_CLOCK_SUPPLY },
    { "lacking_promise", SLOT_UNTIL, FLOW_CLOCK_SUPPLY },
    { "acceptance", SLOT_UNTIL, FLOW_CLOCK_SUPPLY },
    { "rectify", SLOT_UNTIL, FLOW_CLOCK_RECTIFY },
    { "hearing", SLOT_UNTIL, FLOW_CLOCK_HEARING },
    { "extension", SLOT_NEW_DUE_DAY, FLOW_CLOCK_DECIDE },
};

void letter_fill_clocks(struct work *work, const struct matter *matter,
                        const struct letter_kind *kind, struct letter_values *values) {
    struct matter_clock_set set;

    matter_running_clocks(work, matter->id, &set);
    for (size_t i = 0; i < sizeof clock_days / sizeof *clock_days; i++) {
        const char **const value = &values->of[clock_days[i].slot];
        const int64_t due_ms = set.clock[clock_days[i].clock].due_ms;

        if (strcmp(clock_days[i].kind, kind->name) == 0 && due_ms && !(*value && **value))
            *value = letter_say_day(work->arena, due_ms);
    }
}

static void fill_matter(struct work *work, const struct matter *matter,
                        const struct letter_kind *kind, const char **of) {
    of[SLOT_CASE] = matter_say_number(work->arena, matter->number);
    of[SLOT_ITEM] = matter->title;
    of[SLOT_DAY] = letter_say_day(work->arena, work->now_ms);
    of[SLOT_SUBMITTED_DAY] = letter_say_day(work->arena, matter->submitted_ms);
    of[SLOT_RECEIVED_DAY] = received_day(work, matter);
    of[SLOT_ACCEPTED_DAY] = day_or_now(work, matter->accepted_ms);
    of[SLOT_DECIDED_DAY] = day_or_now(work, matter->decided_ms);
    of[SLOT_DUE_DAY] = due_day(work, matter, kind);
}

static void fill_asker(struct work *work, const struct matter *matter, const char **of) {
    struct person person;
    const bool known = !person_open(work, matter->person_id, &person);
    const bool firm = known && person.kind == PERSON_FIRM;

    of[SLOT_ID_LABEL] = firm ? "统一社会信用代码" : "公民身份号码";
    of[SLOT_ASKER] = known ? person.name : "";
    of[SLOT_ID_NUMBER] = !known ? ""
                         : firm ? person.id_number
                                : mask_citizen_id(work->arena, person.id_number);
    if (!known)
        work_fault(work, "matter %lld has no person", (long long)matter->id);
}

/* Who issues may read the mandate, or knows the agent as pages show him. */
static void say_agent(struct work *work, const struct matter_agent *agent,
                      const char **of) {
    struct mandate mandate;

    of[SLOT_AGENT] = agent->name;
    if (mandate_find(work, agent->mandate_id, &mandate) || !mandate.agent.name[0])
        return;
    of[SLOT_AGENT] = mandate.agent.name;
    of[SLOT_AGENT_ID] = mask_citizen_id(work->arena, mandate.agent.id_number);
}

/* The first whose mandate holds, unless one was given. */
static void fill_agent(struct work *work, const struct matter *matter, const char **of) {
    const struct matter_agent *agents;
    const size_t count = matter_agents(work, matter->id, &agents);

    for (size_t i = 0; i < count && !(of[SLOT_AGENT] && of[SLOT_AGENT][0]); i++)
        if (agents[i].holds)
            say_agent(work, &agents[i], of);
}

/* ---- from the place ---- */

static const char *first_of(const char *one, const char *other, const char *last) {
    return one && one[0] ? one : other && other[0] ? other : last;
}

static void fill_place(struct work *work, const struct matter *matter,
                       const struct item_version *version, const char **of) {
    const struct place_book *const book = place_book(work);
    const bool staff = work_may(work, RIGHT_STAFF);
    const int64_t outlet_id =
        work->actor.outlet_id ? work->actor.outlet_id : matter->outlet_id;
    const struct place_outlet *const outlet =
        book && outlet_id ? place_outlet(book, outlet_id) : NULL;
    const struct place_department *const department =
        book ? place_department(book, matter->department_id) : NULL;

    of[SLOT_WINDOW] = first_of(outlet ? outlet->name : NULL,
                               staff && book ? book->town.hall_name : NULL, "网上办事");
    of[SLOT_CLERK] = first_of(staff ? work->actor.name : NULL, NULL, "系统自动出具");
    of[SLOT_CONSULT_PHONE] =
        first_of(version->phone, department ? department->phone : NULL,
                 book && book->town.phone[0] ? book->town.phone : "12345");
    of[SLOT_COMPLAINT_PHONE] = first_of(
        version->complaint_phone, book ? book->town.complaint_phone : NULL, "12345");
}

/* 行政复议法 (2023) art. 20, 23; 行政诉讼法 art. 44, 46. */
static const char *say_remedies(struct arena *arena, const struct letter_office *office) {
    return arena_format(
        arena,
        "对本决定不服的，可以自收到本文书之日起60日内向%"
        "s申请行政复议，也可以自收到本文书之日"
        "起6个月内向%s提起行政诉讼；法律、行政法规规定应当先申请行政复议的，依照其规定。",
        office->review_body, office->court);
}

void letter_fill_common(struct work *work, const struct matter *matter,
                        const struct letter_kind *kind, struct letter_content *content) {
    struct item_version *const version = arena_alloc(work->arena, sizeof *version);
    uint8_t salt[SALT_BYTES];
    struct letter_office office;
    const char **const of = content->values.of;

    if (!matter->item_id) {
        *version = (struct item_version){ .phone = "", .complaint_phone = "" };
        fill_items(of);
    } else if (item_read_version(work, matter->version_id, version)) {
        work_fault(work, "matter %lld has no version", (long long)matter->id);
        return;
    } else {
        fill_item(work->arena, version, of);
    }
    letter_office(work, matter->department_id, &office);
    fill_matter(work, matter, kind, of);
    fill_asker(work, matter, of);
    fill_place(work, matter, version, of);
    if (kind->may & SLOT(AGENT))
        fill_agent(work, matter, of);
    of[SLOT_ORGAN] = office.organ;
    if (!of[SLOT_CONSEQUENCE])
        of[SLOT_CONSEQUENCE] = kind->consequence;
    if (kind->tells_remedies)
        of[SLOT_REMEDIES] = say_remedies(work->arena, &office);
    crypt_random(salt, sizeof salt);
    content->salt = text_hex(work->arena, salt, sizeof salt);
    content->site = office.site;
}

/* ---- as it is kept ---- */

const char *letter_write_content(struct arena *arena,
                                 const struct letter_content *content) {
    struct text out = { .arena = arena };

    json_open(&out, NULL, '{');
    json_put_string(&out, "_salt", content->salt);
    json_put_string(&out, "_site", content->site);
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        if (content->values.of[slot] && content->values.of[slot][0])
            json_put_string(&out, letter_slots[slot].name, content->values.of[slot]);
    json_close(&out, '}');
    return text_string(&out);
}

bool letter_read_content(struct arena *arena, const char *json,
                         struct letter_content *content) {
    struct json_error error;
    const struct json *const object = json_read(arena, json, strlen(json), &error);

    if (!object)
        return false;
    content->salt = json_string(json_get(object, "_salt"));
    content->site = json_string(json_get(object, "_site"));
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        content->values.of[slot] = json_string(json_get(object, letter_slots[slot].name));
    return true;
}
