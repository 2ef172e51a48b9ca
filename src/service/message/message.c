#include "message.h"

#include <assert.h>
#include <string.h>

#include "check.h"
#include "civil.h"
#include "config.h"
#include "house.h"
#include "id.h"
#include "matter_agent.h"
#include "matter_clock.h"
#include "message.sql.h"
#include "message_delivery.h"
#include "message_wish.h"
#include "message_wording.h"
#include "page.h"
#include "place.h"
#include "sealed.h"

enum { TAIL_DIGITS = 7 };

static const int64_t day_ms = 24LL * 3600 * 1000;

const struct refusal message_absent = {
    REFUSED_ABSENT, "message.absent",
    TEXT("没有找到这条通知，可能已过保存期。请回到通知列表查看。"), NULL
};

/* ---- slots ---- */

struct telling {
    const struct matter *matter;
    const struct message_event *event;
    struct message_wording wording;
    const struct message_field *fields;
    size_t count;
    struct matter_clock_set clocks;
};

/* The first of some clocks that runs; 0 when none does. */
static int64_t running_ms(const struct telling *telling, const enum flow_clock *kinds,
                          size_t count) {
    for (size_t i = 0; i < count; i++)
        if (telling->clocks.clock[kinds[i]].due_ms)
            return telling->clocks.clock[kinds[i]].due_ms;
    return 0;
}

/* A day as people read it in a sentence. */
static const char *say_day(struct work *work, int64_t moment_ms) {
    const int day = civil_day(moment_ms);
    const int year = day / 10000;

    if (year == work_day(work) / 10000)
        return arena_format(work->arena, "%d月%d日", day / 100 % 100, day % 100);
    return arena_format(work->arena, "%d年%d月%d日", year, day / 100 % 100, day % 100);
}

/* By when the hall does what comes next; without a limit the sentence still stands. */
static const char *say_due(struct work *work, const struct telling *telling) {
    static const enum flow_clock kinds[] = { FLOW_CLOCK_TELL, FLOW_CLOCK_DECIDE,
                                             FLOW_CLOCK_DELIVER };
    int64_t due_ms = running_ms(telling, kinds, sizeof kinds / sizeof *kinds);

    if (!due_ms)
        due_ms = telling->matter->due_ms;
    return due_ms ? arena_format(work->arena, "%s前", say_day(work, due_ms))
                  : "规定期限内";
}

/* By when the asker does what he was told to do; "" where nothing says so. */
static const char *say_until(struct work *work, const struct telling *telling) {
    static const enum flow_clock kinds[] = { FLOW_CLOCK_SUPPLY, FLOW_CLOCK_RECTIFY,
                                             FLOW_CLOCK_HEARING };
    const int64_t due_ms = running_ms(telling, kinds, sizeof kinds / sizeof *kinds);

    return due_ms ? say_day(work, due_ms) : "";
}

static const char *say_office(const struct place_book *book,
                              const struct matter *matter) {
    const struct place_department *department =
        book ? place_department(book, matter->department_id) : NULL;

    return department ? department->name : "承办科室";
}

/* What message finds itself. */
static const char *find_value(struct work *work, const struct telling *telling,
                              const char *name) {
    const struct matter *matter = telling->matter;
    const struct place_book *book = place_book(work);
    const size_t length = strlen(matter->number);

    if (strcmp(name, "item") == 0)
        return matter->title;
    if (strcmp(name, "number") == 0)
        return matter->number;
    if (strcmp(name, "tail") == 0)
        return matter->number + (length > TAIL_DIGITS ? length - TAIL_DIGITS : 0);
    if (strcmp(name, "office") == 0)
        return say_office(book, matter);
    if (strcmp(name, "due") == 0)
        return say_due(work, telling);
    if (strcmp(name, "phone") == 0)
        return book && book->town.phone[0] ? book->town.phone : "12345";
    assert(strcmp(name, "hall") == 0);
    return book ? book->town.hall_name : "";
}

static const char *given_value(struct work *work, const struct telling *telling,
                               const char *name) {
    for (size_t i = 0; i < telling->count; i++)
        if (strcmp(telling->fields[i].name, name) == 0 && telling->fields[i].value[0])
            return telling->fields[i].value;
    return strcmp(name, "until") == 0 ? say_until(work, telling) : "";
}

/* An SMS is one line, so its values are. */
static struct message_slots slots_of(struct work *work, const struct telling *telling,
                                     bool one_line) {
    struct message_slot *slots =
        arena_alloc(work->arena, message_slot_count * sizeof *slots);

    for (size_t i = 0; i < message_slot_count; i++) {
        const struct message_slot_row *row = &message_slot_rows[i];
        const char *value = row->given ? given_value(work, telling, row->name)
                                       : find_value(work, telling, row->name);

        slots[i] = (struct message_slot){
            row->name, one_line ? message_one_line(work->arena, value) : value, row->bends
        };
    }
    return (struct message_slots){ slots, message_slot_count };
}

static struct telling tell(struct work *work, const struct matter *matter,
                           const struct message_event *event,
                           const struct message_field *fields, size_t count) {
    struct telling telling = {
        .matter = matter, .event = event, .fields = fields, .count = count
    };

    assert(event);
    telling.wording = message_wording(work, event);
    matter_running_clocks(work, matter->id, &telling.clocks);
    return telling;
}

/* ---- telling ---- */

static const char *keep(struct work *work, const struct telling *telling,
                        struct message_whose whose) {
    const int64_t id = work_new_id(work);
    const char *text = message_fill(work->arena, telling->wording.text,
                                    slots_of(work, telling, false), 0);

    sql_message_add(work, .id = id, .reader = whose.reader, .reader_id = whose.id,
                    .matter_id = telling->matter->id, .event = telling->event->key,
                    .wording = telling->wording.version,
                    .text = sealed_write(work, "message.text", id, text));
    return text;
}

static void mail(struct work *work, const struct telling *telling,
                 const struct message_wish *wish, const char *text) {
    if (wish->mail[0] && message_has_mail(work))
        delivery_queue(work,
                       &(struct delivery_new){ DELIVERY_MAIL, telling->matter->id,
                                               telling->event->key, wish->mail, text });
}

static void text_phone(struct work *work, const struct telling *telling,
                       const struct message_wish *wish, const char *phone) {
    const char *sign = message_sign(work);

    if (!work->house->config->text[CONFIG_SMS_GATEWAY][0] || !telling->wording.sms[0] ||
        !check_mobile(phone) || (!wish->sms && !telling->event->statutory))
        return;
    delivery_queue(
        work, &(struct delivery_new){
                  DELIVERY_SMS, telling->matter->id, telling->event->key, phone,
                  arena_format(work->arena, "%s%s", sign,
                               message_fill(work->arena, telling->wording.sms,
                                            slots_of(work, telling, true),
                                            MESSAGE_SMS_UNITS - message_units(sign))) });
}

static void tell_staff(struct work *work, const struct telling *telling,
                       int64_t account_id) {
    const struct message_whose whose = { MESSAGE_TO_STAFF, account_id };
    const struct message_wish wish = message_wish(work, whose);

    mail(work, telling, &wish, keep(work, telling, whose));
}

/* Who acts for the asker hears the same, as he wishes it, on a phone of his own. */
static void tell_agents(struct work *work, const struct telling *telling) {
    const int64_t *people;
    const size_t count = matter_agent_people(work, telling->matter->id, &people);

    for (size_t i = 0; i < count; i++) {
        const struct message_whose whose = { MESSAGE_TO_PERSON, people[i] };
        const struct message_wish wish = message_wish(work, whose);
        struct person agent;

        mail(work, telling, &wish, keep(work, telling, whose));
        if (!person_open(work, people[i], &agent) &&
            strcmp(agent.phone, matter_phone(work, telling->matter)) != 0)
            text_phone(work, telling, &wish, agent.phone);
    }
}

static void tell_asker(struct work *work, const struct telling *telling) {
    const struct message_whose whose = { MESSAGE_TO_PERSON, telling->matter->person_id };
    const struct message_wish wish = message_wish(work, whose);

    mail(work, telling, &wish, keep(work, telling, whose));
    text_phone(work, telling, &wish, matter_phone(work, telling->matter));
    tell_agents(work, telling);
}

void message_send(struct work *work, const struct matter *matter, const char *event,
                  const struct message_field *fields, size_t count) {
    const struct message_event *row = message_event_for(MESSAGE_TO_PERSON, event);
    const struct telling telling =
        tell(work, matter, row ? row : message_event_for(MESSAGE_TO_STAFF, event), fields,
             count);

    if (row)
        tell_asker(work, &telling);
    else if (matter->owner_id)
        tell_staff(work, &telling, matter->owner_id);
}

void message_tell_staff(struct work *work, const struct matter *matter,
                        int64_t account_id, const char *event,
                        const struct message_field *fields, size_t count) {
    const struct telling telling =
        tell(work, matter, message_event_for(MESSAGE_TO_STAFF, event), fields, count);

    tell_staff(work, &telling, account_id);
}

/* ---- reading ---- */

struct message_whose message_whose(const struct work *work) {
    if (work->actor.person_id)
        return (struct message_whose){ MESSAGE_TO_PERSON, work->actor.person_id };
    return (struct message_whose){ MESSAGE_TO_STAFF, work->actor.id };
}

static struct message read_row(struct work *work,
                               const struct sql_message_find_row *row) {
    const struct message_event *event = message_event(row->event);

    return (struct message){
        .id = row->id,
        .event = event ? event : &message_events[0],
        .text = sealed_read(work, "message.text", row->id, row->text),
        .number = row->number,
        .title = row->title,
        .made_ms = row->made_ms,
        .read_ms = row->read_ms,
    };
}

size_t message_list(struct work *work, int64_t after_id, size_t limit,
                    const struct message **messages) {
    const struct message_whose whose = message_whose(work);
    struct sql_message_list_row *rows;
    const size_t count =
        sql_message_list(work, &rows, .reader = whose.reader, .reader_id = whose.id,
                         .id = after_id, .limit = (int64_t)limit);
    struct message *made = arena_alloc(work->arena, count * sizeof *made + 1);

    assert(limit <= MESSAGE_LIST_MAX + 1);
    for (size_t i = 0; i < count; i++)
        made[i] =
            read_row(work, &(struct sql_message_find_row){
                               rows[i].id, rows[i].event, rows[i].text, rows[i].made_ms,
                               rows[i].read_ms, rows[i].number, rows[i].title });
    *messages = made;
    return count;
}

size_t message_of_matter(struct work *work, const struct matter *matter,
                         const struct message **messages) {
    struct sql_message_told_row *rows;
    const size_t count = sql_message_told(work, &rows, .matter_id = matter->id,
                                          .person_id = matter->person_id);
    struct message *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            read_row(work, &(struct sql_message_find_row){
                               rows[i].id, rows[i].event, rows[i].text, rows[i].made_ms,
                               rows[i].read_ms, matter->number, matter->title });
    *messages = made;
    return count;
}

const struct refusal *message_find(struct work *work, int64_t id,
                                   struct message *message) {
    const struct message_whose whose = message_whose(work);
    struct sql_message_find_row row;

    if (!sql_message_find(work, &row, .id = id, .reader = whose.reader,
                          .reader_id = whose.id))
        return &message_absent;
    *message = read_row(work, &row);
    return NULL;
}

const struct refusal *message_open(struct work *work, int64_t id) {
    const struct message_whose whose = message_whose(work);
    struct message message;
    const struct refusal *refusal = message_find(work, id, &message);

    if (!refusal && !message.read_ms)
        sql_message_open(work, .id = id, .reader = whose.reader, .reader_id = whose.id);
    return refusal;
}

void message_open_all(struct work *work, int64_t up_to_id) {
    const struct message_whose whose = message_whose(work);

    sql_message_open_all(work, .reader = whose.reader, .reader_id = whose.id,
                         .id = up_to_id);
}

int64_t message_unread(struct work *work) {
    const struct message_whose whose = message_whose(work);
    struct sql_message_unread_row row;

    if (!whose.id)
        return 0;
    return sql_message_unread(work, &row, .reader = whose.reader, .reader_id = whose.id,
                              .limit = MESSAGE_UNREAD_MAX + 1)
               ? row.count
               : 0;
}

void message_sweep(struct work *work) {
    const int64_t delivered_ms = work->now_ms - DELIVERY_DAYS * day_ms;

    sql_message_sweep_deliveries(work, .id = id_first_of(delivered_ms));
    sql_message_sweep(work, .id = id_first_of(work->now_ms - MESSAGE_DAYS * day_ms));
}
