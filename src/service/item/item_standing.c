#include "item_standing.h"

#include <string.h>

#include "item_adjust.h"
#include "item_adjust.sql.h"
#include "item_change.h"
#include "item_inside.h"
#include "place.h"

/* ---- reading ---- */

static const struct sql_item_adjust_places_row *
row_of(const struct sql_item_adjust_places_row *rows, size_t count, int64_t outlet_id) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].outlet_id == outlet_id)
            return &rows[i];
    return NULL;
}

void item_read_standing(struct work *work, struct item_version *version) {
    const struct place_book *const book = place_book(work);
    struct sql_item_adjust_places_row *rows;
    const size_t count = sql_item_adjust_places(work, &rows, .item_id = version->item_id);
    struct item_standing *const places = arena_alloc(work->arena, count * sizeof *places);

    version->places = places;
    version->place_count = 0;
    for (size_t i = 0; book && count > 0 && i < book->outlet_count; i++) {
        const struct sql_item_adjust_places_row *const row =
            row_of(rows, count, book->outlets[i].id);

        if (row)
            places[version->place_count++] =
                (struct item_standing){ book->outlets[i].code, row->state, row->holder };
    }
}

/* ---- changing ---- */

struct standing {
    struct work *work;
    struct item item;
    const struct item_version *version;
    const struct item_why *why;
    bool changed;
};

static void record(struct standing *standing, const char *verb, int64_t outlet_id,
                   const char *holder) {
    item_record(standing->work,
                &(struct item_change){ .item_id = standing->item.id,
                                       .author_name = standing->why->author_name,
                                       .verb = verb,
                                       .outlet_id = outlet_id,
                                       .holder = holder,
                                       .version = standing->item.version,
                                       .reason = standing->why->reason });
    standing->changed = true;
}

static const struct refusal *stand_in_town(struct standing *standing) {
    const struct item *const item = &standing->item;
    const enum item_state to = (enum item_state)standing->version->state;
    const char *const holder = to == ITEM_HANDED_DOWN ? standing->version->holder : "";

    if (item->state == to && strcmp(item->holder, holder) == 0)
        return NULL;
    if (item->state == ITEM_CANCELLED)
        return &item_cancelled;
    item_move(standing->work, item, to, holder);
    if (to == ITEM_CANCELLED)
        item_remove_tags(standing->work, item->version_id);
    record(standing, item_verb_between(ITEM_OF_TOWN, item->state, to)->name, 0, holder);
    return NULL;
}

static void stand_at(struct standing *standing, const struct item_standing *given,
                     const struct item_standing *before) {
    struct work *const work = standing->work;
    const struct place_outlet *const outlet =
        place_outlet_coded(place_book(work), given->outlet);
    const char *const holder = given->state == ITEM_GIVEN ? given->holder : "";

    if (before && before->state == given->state && strcmp(before->holder, holder) == 0)
        return;
    const struct item_place place = { outlet, (enum item_place_state)given->state,
                                      holder };
    const struct item_place was = item_place_at(work, &standing->item, outlet->id);

    item_move_place(work, &standing->item, &place, &was);
    record(standing, item_verb_between(ITEM_OF_OUTLET, was.state, place.state)->name,
           outlet->id, holder);
}

static const struct item_standing *place_in(const struct item_version *version,
                                            const char *outlet) {
    for (size_t i = 0; i < version->place_count; i++)
        if (strcmp(version->places[i].outlet, outlet) == 0)
            return &version->places[i];
    return NULL;
}

/* As usual again: nothing is said of it any more. */
static void forget(struct standing *standing, const char *code) {
    const struct place_outlet *const outlet =
        place_outlet_coded(place_book(standing->work), code);

    const struct item_place was =
        item_place_at(standing->work, &standing->item, outlet->id);

    item_forget_place(standing->work, &standing->item, &was);

    const struct item_place now =
        item_place_at(standing->work, &standing->item, outlet->id);

    record(standing, item_verb_between(ITEM_OF_OUTLET, was.state, now.state)->name,
           outlet->id, "");
}

static void stand_at_outlets(struct standing *standing) {
    const struct item_version *const version = standing->version;
    struct item_version before = { .item_id = standing->item.id };

    item_read_standing(standing->work, &before);
    for (size_t i = 0; i < version->place_count; i++)
        stand_at(standing, &version->places[i],
                 place_in(&before, version->places[i].outlet));
    for (size_t i = 0; i < before.place_count; i++)
        if (!place_in(version, before.places[i].outlet))
            forget(standing, before.places[i].outlet);
}

const struct refusal *item_may_stand(struct work *work,
                                     const struct item_version *version) {
    const struct place_book *const book =
        version->state && version->place_count > 0 ? place_book(work) : NULL;

    if (version->state == ITEM_HANDED_DOWN && !*version->holder)
        return &item_no_holder;
    for (size_t i = 0; book && i < version->place_count; i++) {
        if (!place_outlet_coded(book, version->places[i].outlet))
            return &item_no_such_outlet;
        if (version->places[i].state == ITEM_GIVEN && !*version->places[i].holder)
            return &item_no_holder;
    }
    return NULL;
}

const struct refusal *item_stand(struct work *work, const struct item_version *version,
                                 const struct item_why *why, enum item_outcome *outcome) {
    struct standing standing = { .work = work, .version = version, .why = why };
    const struct refusal *refusal = version->state ? item_may_stand(work, version) : NULL;

    if (!version->state || refusal)
        return refusal;
    refusal = item_find(work, version->code, &standing.item);
    if (!refusal)
        refusal = stand_in_town(&standing);
    if (refusal)
        return refusal;
    stand_at_outlets(&standing);
    if (standing.changed && *outcome == ITEM_UNCHANGED)
        *outcome = ITEM_CHANGED;
    return NULL;
}
