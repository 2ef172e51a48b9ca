#include "item_adjust.h"

#include <string.h>

#include "arena.h"
#include "cache.h"
#include "item_adjust.sql.h"
#include "item_change.h"
#include "item_inside.h"
#include "item_tell.h"
#include "page.h"

const struct refusal item_paused_here = {
    REFUSED_CONFLICT, "item.paused_here",
    TEXT("这个事项在这里暂停办理。还能办的网点列在事项页上，也可以拨打大厅电话询问。"),
    NULL
};
const struct refusal item_not_here = {
    REFUSED_CONFLICT, "item.not_here",
    TEXT("这个事项现在不在这里办。能办的网点列在事项页上，也可以拨打大厅电话询问。"), NULL
};
const struct refusal item_no_such_verb = {
    REFUSED_INVALID, "item.no_such_verb",
    TEXT("没有这种调整，或者它不能用在这个范围。请从列出的调整里选一种。"), "verb"
};
const struct refusal item_no_such_outlet = { REFUSED_INVALID, "item.no_such_outlet",
                                             TEXT("没有这个网点，请从列出的网点里选。"),
                                             "outlet" };
const struct refusal item_not_from_here = {
    REFUSED_CONFLICT, "item.not_from_here",
    TEXT("事项现在的状态不能这样调整，可能别人刚调整过。请看清现在的状态再选。"), "verb"
};
const struct refusal item_no_reason = { REFUSED_INVALID, "item.no_reason",
                                        TEXT("请写明为什么调整，例如文件名称和文号。"),
                                        "reason" };
const struct refusal item_no_holder = { REFUSED_INVALID, "item.no_holder",
                                        TEXT("请写明下放给谁，或者从谁那里承接。"),
                                        "holder" };

/* ---- the table ---- */

enum {
    IN_USE = 1 << ITEM_IN_USE,
    SUSPENDED = 1 << ITEM_SUSPENDED,
    HANDED_DOWN = 1 << ITEM_HANDED_DOWN,
    HERE = 1 << ITEM_HERE,
    PAUSED = 1 << ITEM_PAUSED,
    AWAY = 1 << ITEM_LEFT | 1 << ITEM_GIVEN,
};

const struct item_verb item_verbs[] = {
    { "enter", TEXT("进驻"), NULL, 0, 0, AWAY, ITEM_HERE },
    { "recruit", TEXT("招增"), NULL, 0, 0, AWAY, ITEM_HERE },
    { "suspend", TEXT("暂停"), NULL, IN_USE, ITEM_SUSPENDED, HERE, ITEM_PAUSED },
    { "resume", TEXT("恢复"), NULL, SUSPENDED, ITEM_IN_USE, PAUSED, ITEM_HERE },
    { "leave", TEXT("核减"), NULL, 0, 0, HERE | PAUSED, ITEM_LEFT },
    { "hand_down", TEXT("下放"), TEXT("下放给"), IN_USE | SUSPENDED, ITEM_HANDED_DOWN,
      HERE | PAUSED, ITEM_GIVEN },
    { "take_over", TEXT("承接"), TEXT("承接自"), HANDED_DOWN, ITEM_IN_USE, AWAY,
      ITEM_HERE },
    { "cancel", TEXT("取消"), NULL, IN_USE | SUSPENDED | HANDED_DOWN, ITEM_CANCELLED, 0,
      0 },
    { "add", TEXT("新增"), NULL, 0, 0, 0, 0 },
    { "publish", TEXT("变更"), NULL, 0, 0, 0, 0 },
};

const size_t item_verb_count = sizeof item_verbs / sizeof *item_verbs;

const struct item_verb *item_verb_named(const char *name) {
    for (size_t i = 0; i < item_verb_count; i++)
        if (strcmp(item_verbs[i].name, name) == 0)
            return &item_verbs[i];
    return NULL;
}

/* How well a verb tells what led from one state to another; 0 not at all. */
static int fitness(const struct item_verb *verb, enum item_scope scope, unsigned from,
                   unsigned to) {
    const bool town = scope == ITEM_OF_TOWN;
    const unsigned leads_from = town ? verb->from : verb->place_from;
    const unsigned leads_to = town ? (unsigned)verb->to : (unsigned)verb->place_to;
    const unsigned handed = town ? (unsigned)ITEM_HANDED_DOWN : (unsigned)ITEM_GIVEN;
    const bool names_other = from == handed || to == handed;

    if (!leads_from || leads_to != to)
        return 0;
    return 1 + (leads_from & 1U << from ? 2 : 0) +
           ((verb->holder != NULL) == names_other ? 1 : 0);
}

const struct item_verb *item_verb_between(enum item_scope scope, unsigned from,
                                          unsigned to) {
    const struct item_verb *found = &item_verbs[0];

    for (size_t i = 1; i < item_verb_count; i++)
        if (fitness(&item_verbs[i], scope, from, to) > fitness(found, scope, from, to))
            found = &item_verbs[i];
    return found;
}

/* ---- places ---- */

static bool has_agents(const struct item *item) {
    for (size_t i = 0; i < item->ways.count; i++)
        if (strcmp(item->ways.word[i], "agent") == 0)
            return true;
    return item->ways.count == 0;
}

static struct item_place usual_place(const struct item *item,
                                     const struct place_outlet *outlet) {
    const bool is_done = place_is_hall(outlet) || has_agents(item);

    return (struct item_place){ outlet, is_done ? ITEM_HERE : ITEM_LEFT, "" };
}

/* Moves a place to the front; the others keep their order. */
static void put_first(struct item_place *places, size_t at) {
    const struct item_place first = places[at];

    memmove(places + 1, places, at * sizeof *places);
    places[0] = first;
}

static void set_place(struct item_place *places, size_t count,
                      const struct sql_item_adjust_places_row *row) {
    for (size_t i = 0; i < count; i++)
        if (places[i].outlet->id == row->outlet_id) {
            places[i].state = (enum item_place_state)row->state;
            places[i].holder = row->holder;
        }
}

size_t item_places(struct work *work, const struct item *item,
                   const struct item_place **places) {
    const struct place_book *const book = place_book(work);
    const size_t count = book ? book->outlet_count : 0;
    struct item_place *const found = arena_alloc(work->arena, count * sizeof *found);
    struct sql_item_adjust_places_row *rows;
    const size_t row_count = sql_item_adjust_places(work, &rows, .item_id = item->id);

    for (size_t i = 0; i < count; i++)
        found[i] = usual_place(item, &book->outlets[i]);
    if (book && place_hall(book))
        put_first(found, (size_t)(place_hall(book) - book->outlets));
    for (size_t i = 0; i < row_count; i++)
        set_place(found, count, &rows[i]);
    *places = found;
    return count;
}

struct item_place item_place_at(struct work *work, const struct item *item,
                                int64_t outlet_id) {
    const struct place_book *const book = place_book(work);
    const struct place_outlet *const outlet = book ? place_outlet(book, outlet_id) : NULL;
    struct sql_item_adjust_place_row row;

    if (!outlet)
        return (struct item_place){ NULL, ITEM_HERE, "" };
    if (!sql_item_adjust_place(work, &row, .item_id = item->id, .outlet_id = outlet_id))
        return usual_place(item, outlet);
    return (struct item_place){ outlet, (enum item_place_state)row.state, row.holder };
}

const struct refusal *item_may_be_filed_at(struct work *work, const struct item *item,
                                           int64_t outlet_id) {
    static const struct refusal *const refusals[] = {
        [ITEM_HERE] = NULL,
        [ITEM_PAUSED] = &item_paused_here,
        [ITEM_LEFT] = &item_not_here,
        [ITEM_GIVEN] = &item_not_here,
    };
    const struct refusal *const refusal = item_may_be_filed(item);
    const struct place_book *const book = place_book(work);

    if (refusal || !book)
        return refusal;
    if (outlet_id == 0 && place_hall(book))
        outlet_id = place_hall(book)->id;
    return refusals[item_place_at(work, item, outlet_id).state];
}

/* ---- adjusting ---- */

/* An item that was handed down is stored as suspended, with its holder. */
static enum item_state stored(enum item_state state) {
    return state == ITEM_HANDED_DOWN ? ITEM_SUSPENDED : state;
}

/* Somebody else was quicker: the work runs again and sees what he did. */
static void lose_race(struct work *work, const struct item *item) {
    work_fault(work, "item %s changed its state", item->code);
    work->lost_race = true;
}

void item_move(struct work *work, const struct item *item, enum item_state to,
               const char *holder) {
    if (sql_item_adjust_hand(work, .id = item->id, .was = stored(item->state),
                             .was_holder = item->holder, .state = stored(to),
                             .holder = holder) > 0)
        return;
    lose_race(work, item);
}

void item_move_place(struct work *work, const struct item *item,
                     const struct item_place *place, const struct item_place *was) {
    if (sql_item_adjust_keep_place(work, .item_id = item->id,
                                   .outlet_id = place->outlet->id, .was = was->state,
                                   .was_holder = was->holder, .state = place->state,
                                   .holder = place->holder) == 0)
        lose_race(work, item);
}

void item_forget_place(struct work *work, const struct item *item,
                       const struct item_place *was) {
    if (sql_item_adjust_forget_place(work, .item_id = item->id,
                                     .outlet_id = was->outlet->id, .was = was->state,
                                     .was_holder = was->holder) == 0)
        lose_race(work, item);
}

static const struct refusal *adjust_town(struct work *work, const struct item *item,
                                         const struct item_verb *verb,
                                         const struct item_adjustment *given) {
    if (!verb->from)
        return &item_no_such_verb;
    if (item->state == ITEM_CANCELLED)
        return &item_cancelled;
    if (!(verb->from & 1U << item->state))
        return &item_not_from_here;

    item_move(work, item, verb->to, verb->to == ITEM_HANDED_DOWN ? given->holder : "");
    if (verb->to == ITEM_CANCELLED)
        item_remove_tags(work, item->version_id);
    return NULL;
}

static const struct refusal *adjust_outlet(struct work *work, const struct item *item,
                                           const struct item_verb *verb,
                                           const struct item_adjustment *given,
                                           const struct place_outlet *outlet) {
    if (!verb->place_from)
        return &item_no_such_verb;
    if (item->state == ITEM_CANCELLED)
        return &item_cancelled;

    const struct item_place place = item_place_at(work, item, outlet->id);

    if (!(verb->place_from & 1U << place.state))
        return &item_not_from_here;

    const struct item_place next = { outlet, verb->place_to,
                                     verb->place_to == ITEM_GIVEN ? given->holder : "" };

    item_move_place(work, item, &next, &place);
    return NULL;
}

static const struct refusal *check_words(const struct item_verb *verb,
                                         const struct item_adjustment *given) {
    if (!verb)
        return &item_no_such_verb;
    if (verb->holder && !*given->holder)
        return &item_no_holder;
    return *given->reason ? NULL : &item_no_reason;
}

const struct refusal *item_adjust(struct work *work,
                                  const struct item_adjustment *given) {
    const struct item_verb *const verb = item_verb_named(given->verb);
    const struct place_book *const book = place_book(work);
    const struct place_outlet *const outlet =
        book && *given->outlet ? place_outlet_coded(book, given->outlet) : NULL;
    struct item item;
    const struct refusal *refusal = check_words(verb, given);

    if (!refusal && *given->outlet && !outlet)
        refusal = &item_no_such_outlet;
    if (!refusal)
        refusal = item_find(work, given->code, &item);
    if (!refusal)
        refusal = outlet ? adjust_outlet(work, &item, verb, given, outlet)
                         : adjust_town(work, &item, verb, given);
    if (refusal)
        return refusal;
    item_record(work, &(struct item_change){ .item_id = item.id,
                                             .author_name = "",
                                             .verb = verb->name,
                                             .outlet_id = outlet ? outlet->id : 0,
                                             .holder = verb->holder ? given->holder : "",
                                             .version = item.version,
                                             .reason = given->reason });
    cache_touch(work, "items");
    item_tell(work, item.id);
    return NULL;
}
