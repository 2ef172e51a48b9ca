/*
 * item_inside -- what the files of the item module share.
 */
#ifndef ITEM_INSIDE_H
#define ITEM_INSIDE_H

#include "item_adjust.h"

/* Lists are stored as text, a word on each line. */
const char *item_list_text(struct arena *arena, struct item_list list);
struct item_list item_list_read(struct arena *arena, const char *text);

/* Publishes like item_publish(), but leaves it to the caller to touch the topic "items",
 * once, when an outcome was not ITEM_UNCHANGED. */
const struct refusal *item_publish_quietly(struct work *work,
                                           const struct item_version *version,
                                           const struct item_why *why,
                                           enum item_outcome *outcome);

/* Takes a version out of the directories. */
void item_remove_tags(struct work *work, int64_t version_id);

/* What is stored as suspended with a holder was handed down. */
static inline enum item_state item_state_of(int64_t stored, const char *holder) {
    return *holder ? ITEM_HANDED_DOWN : (enum item_state)stored;
}

/* Writes another state, and who holds what was handed down; the race may be lost. */
void item_move(struct work *work, const struct item *item, enum item_state to,
               const char *holder);

/* Likewise at an outlet, where it stood so before; as usual there is no row yet. */
void item_move_place(struct work *work, const struct item *item,
                     const struct item_place *place, const struct item_place *was);

/* It stands there as usual again: what was said of it goes. */
void item_forget_place(struct work *work, const struct item *item,
                       const struct item_place *was);

/*
 * The verb that leads from one state to another (item_state, or item_place_state of an
 * outlet); of a change that no row allows, as a file may bring, the one that leads there.
 */
enum item_scope { ITEM_OF_TOWN, ITEM_OF_OUTLET };
const struct item_verb *item_verb_between(enum item_scope scope, unsigned from,
                                          unsigned to);

/* The head in a row of any statement that reads one. */
#define ITEM_OF_ROW(work, row)                                                           \
    ((struct item){                                                                      \
        .id = (row)->id,                                                                 \
        .version_id = (row)->version_id,                                                 \
        .version = (row)->version,                                                       \
        .filed_count = (row)->filed_count,                                               \
        .code = (row)->code,                                                             \
        .name = (row)->name,                                                             \
        .department = (row)->department,                                                 \
        .state = item_state_of((row)->state, (row)->holder),                             \
        .holder = (row)->holder,                                                         \
        .department_id = (row)->department_id,                                           \
        .kind = (row)->kind,                                                             \
        .legal = { (row)->legal_count, (row)->legal_unit },                              \
        .promised = { (row)->promised_count, (row)->promised_unit },                     \
        .visits = (row)->visits,                                                         \
        .fee_charged = (row)->fee_charged,                                               \
        .ways = item_list_read((work)->arena, (row)->ways),                              \
    })

#endif
