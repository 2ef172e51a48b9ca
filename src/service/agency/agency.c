#include "agency.h"

#include <assert.h>
#include <string.h>

#include "item.h"
#include "item_words.h"
#include "mandate_use.h"
#include "mandate_words.h"
#include "matter_agent.h"
#include "text.h"

const struct refusal agency_no_item = {
    REFUSED_INVALID, "agency.no_item",
    TEXT("有一个事项没有找到，或已经取消。请从办事指南页点“授权别人办”来选事项。"), NULL
};
const struct refusal agency_no_subject = { REFUSED_INVALID, "agency.no_subject",
                                           TEXT("没有这个主题，请从列表里选一个。"),
                                           NULL };
const struct refusal agency_not_his = {
    REFUSED_INVALID, "agency.not_his",
    TEXT("这个编号不是授权人的办件，或已经办结。请核对回执上的编号。"), NULL
};

static const struct word relations[] = {
    { 1, "child", TEXT("子女") },      { 2, "parent", TEXT("父母") },
    { 3, "spouse", TEXT("配偶") },     { 4, "sibling", TEXT("兄弟姐妹") },
    { 5, "guardian", TEXT("监护人") }, { 6, "other", TEXT("其他家人") },
};
const struct words agency_relations = { relations, sizeof relations / sizeof *relations };

/* ---- words of a scope ---- */

struct words_of {
    const char *word[MANDATE_WORDS_MAX];
    size_t count;
};

/* The words of a scope; more than there may be are left to mandate.h to refuse. */
static struct words_of split(struct arena *arena, const char *words) {
    struct words_of all = { .count = 0 };

    for (const char *at = words; *at && all.count < MANDATE_WORDS_MAX;) {
        const size_t size = strcspn(at, " ,\n\t");

        if (size > 0)
            all.word[all.count++] = arena_copy_bytes(arena, at, size);
        at += size + (at[size] != '\0');
    }
    return all;
}

static const struct refusal *check_items(struct work *work, const struct words_of *all) {
    struct item item;

    for (size_t i = 0; i < all->count; i++)
        if (item_find(work, all->word[i], &item) || item.state == ITEM_CANCELLED)
            return &agency_no_item;
    return NULL;
}

static const struct refusal *check_subjects(const struct words_of *all) {
    for (size_t i = 0; i < all->count; i++)
        if (!word_named(&item_subjects, all->word[i]))
            return &agency_no_subject;
    return NULL;
}

/* Numbers are typed with gaps; kept, they have none. */
static const struct refusal *check_words(struct work *work, struct mandate_new *given) {
    const struct words_of all = split(work->arena, given->words);

    switch (given->scope) {
    case MANDATE_ALL: return NULL;
    case MANDATE_ITEMS: return check_items(work, &all);
    case MANDATE_SUBJECTS: return check_subjects(&all);
    case MANDATE_MATTER:
        given->words = matter_read_number(work->arena, given->words);
        return given->words ? NULL : &agency_not_his;
    }
    return NULL;
}

/* The case that a mandate is for; its asker must be who gives. */
static const struct refusal *find_case(struct work *work, const char *number,
                                       const char *id_number, struct matter *matter) {
    return matter_find(work, number, matter) ||
                   matter->person_id != person_by_id_number(work, id_number) ||
                   flow_is_over(matter->flow, matter->state)
               ? &agency_not_his
               : NULL;
}

/* Makes the agent of a mandate for one case an agent of it. */
static const struct refusal *join_case(struct work *work, int64_t id) {
    struct mandate mandate;
    struct matter matter;
    const struct refusal *refusal = mandate_find(work, id, &mandate);

    if (refusal || mandate.scope != MANDATE_MATTER || mandate.state != MANDATE_GIVEN)
        return refusal;
    refusal = find_case(work, mandate.words, mandate.principal.id_number, &matter);
    return refusal ? refusal : matter_agent_add(work, &matter, &mandate);
}

/* ---- verbs ---- */

const struct refusal *agency_give(struct work *work, struct mandate_new *given,
                                  int64_t *id) {
    const struct refusal *refusal = check_words(work, given);

    if (!refusal)
        refusal = mandate_give(work, given, id);
    return refusal ? refusal : join_case(work, *id);
}

const struct refusal *agency_ask(struct work *work, struct mandate_new *given,
                                 int64_t *id) {
    const struct refusal *refusal = check_words(work, given);

    return refusal ? refusal : mandate_ask(work, given, id);
}

const struct refusal *agency_record(struct work *work, struct mandate_new *given,
                                    int64_t *id) {
    const struct refusal *refusal = check_words(work, given);

    if (!refusal)
        refusal = mandate_record(work, given, id);
    return refusal ? refusal : join_case(work, *id);
}

const struct refusal *agency_do(struct work *work, int64_t id, const char *verb,
                                const char *reason) {
    const struct refusal *refusal = mandate_do(work, id, verb, reason);

    return refusal ? refusal : join_case(work, id);
}

/* ---- in words ---- */

const char *agency_say_scope(struct work *work, enum language language,
                             const struct mandate *mandate) {
    const struct words_of all = split(work->arena, mandate->words);
    const bool items = mandate->scope == MANDATE_ITEMS;
    struct text out = { .arena = work->arena };
    struct item item;

    if (mandate->scope == MANDATE_ALL)
        return page_say(language, word_chinese(&mandate_scopes, MANDATE_ALL));
    if (mandate->scope == MANDATE_MATTER)
        return page_say_with(work->arena, language, TEXT("办件 {0}"),
                             (const char *const[]){ mandate->words }, 1);
    for (size_t i = 0; i < all.count; i++) {
        text_add(&out, i == 0 ? "" : "、");
        text_add(&out, !items
                           ? page_say(language, word_reads(&item_subjects, all.word[i]))
                       : item_find(work, all.word[i], &item) ? all.word[i]
                                                             : item.name);
    }
    return text_string(&out);
}

/* ---- using one ---- */

static const struct refusal *use_of(struct work *work, const char *item_code,
                                    struct mandate_use *use) {
    struct item_version *version = arena_alloc(work->arena, sizeof *version);
    struct item item;
    const struct refusal *refusal = item_find(work, item_code, &item);

    if (!refusal)
        refusal = item_read_version(work, item.version_id, version);
    if (!refusal)
        *use = (struct mandate_use){ item_code, version->subjects.word,
                                     version->subjects.count, "" };
    return refusal;
}

const struct refusal *agency_take(struct work *work, int64_t mandate_id,
                                  const char *item_code, struct mandate *mandate) {
    struct mandate_use use;
    const struct refusal *refusal = use_of(work, item_code, &use);

    return refusal ? refusal : mandate_take(work, mandate_id, &use, mandate);
}

static bool covers_all(struct work *work, const struct mandate *mandate,
                       const struct mandate_use *uses, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!mandate_covers(mandate, &uses[i], work_day(work)))
            return false;
    return true;
}

/* Whoever may be chosen would not be refused. */
size_t agency_choices(struct work *work, const char *const *item_codes, size_t item_count,
                      const struct mandate **list) {
    struct mandate *kept = arena_alloc(work->arena, AGENCY_CHOICES_MAX * sizeof *kept);
    const struct mandate *found;
    const size_t held = work->actor.person_id
                            ? mandate_list_held(work, INT64_MAX, MANDATE_LIST_MAX, &found)
                        : work->actor.outlet_id
                            ? mandate_list_outlet(work, work->actor.outlet_id, INT64_MAX,
                                                  MANDATE_LIST_MAX, &found)
                            : 0;
    struct mandate_use *uses = arena_alloc(work->arena, (item_count + 1) * sizeof *uses);
    size_t count = 0;

    *list = kept;
    if (held == 0)
        return 0;
    for (size_t i = 0; i < item_count; i++)
        if (use_of(work, item_codes[i], &uses[i]))
            return 0;
    for (size_t i = 0; i < held && count < AGENCY_CHOICES_MAX; i++)
        if (covers_all(work, &found[i], uses, item_count))
            kept[count++] = found[i];
    return count;
}
