#include "matter_asked.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "account.h"
#include "check.h"
#include "civil.h"
#include "crypt.h"
#include "item.h"
#include "listing.h"
#include "matter.sql.h"
#include "matter_words.h"
#include "page.h"
#include "place.h"
#include "text.h"
#include "word.h"

const struct refusal matter_asked_bad = {
    REFUSED_INVALID, "matter.asked_bad",
    TEXT("筛选条件不对，可能是网址没有复制全。请清空条件，再选一次。"), NULL
};
const struct refusal matter_asked_no_item = {
    REFUSED_INVALID, "matter.asked_no_item",
    TEXT("没有这个事项编码。请到事项库里查编码，整个复制过来。"), "item"
};
const struct refusal matter_saved_full = {
    REFUSED_CONFLICT, "matter.saved_full",
    TEXT("保存的筛选已经到 30 个。请先删掉不用的，再保存。"), "name"
};

const char *const matter_asked_names[MATTER_ASKED_COUNT] = {
    [MATTER_ASKED_ORDER] = "order",   [MATTER_ASKED_STATE] = "state",
    [MATTER_ASKED_LIGHT] = "light",   [MATTER_ASKED_DUE_FROM] = "due_from",
    [MATTER_ASKED_DUE_TO] = "due_to", [MATTER_ASKED_DEPARTMENT] = "department",
    [MATTER_ASKED_OWNER] = "owner",   [MATTER_ASKED_ITEM] = "item",
    [MATTER_ASKED_OUTLET] = "outlet", [MATTER_ASKED_CHANNEL] = "channel",
    [MATTER_ASKED_FROM] = "from",     [MATTER_ASKED_TO] = "to",
    [MATTER_ASKED_ASKER] = "asker",   [MATTER_ASKED_PRESSED] = "pressed",
};

static const struct word channels[] = {
    { 1, "window", TEXT("窗口") },
    { 2, "online", TEXT("网上") },
};
const struct words matter_channels = { channels, sizeof channels / sizeof *channels };

/* ---- as text ---- */

struct matter_asked matter_asked_read(struct arena *arena, const char *query) {
    struct matter_asked asked;

    for (int i = 0; i < MATTER_ASKED_COUNT; i++)
        asked.value[i] = listing_asked(arena, query, matter_asked_names[i]);
    return asked;
}

const char *matter_asked_write(struct arena *arena, const struct matter_asked *asked) {
    struct html out = { .text = { .arena = arena } };
    struct text query = { .arena = arena };

    for (int i = 0; i < MATTER_ASKED_COUNT; i++)
        if (asked->value[i][0])
            text_addf(&query, "%s%s", query.length ? "&" : "",
                      route_url(&out, "?%s=%s", matter_asked_names[i], asked->value[i]) +
                          1);
    return text_string(&query);
}

/* ---- as a filter: each value of its own ---- */

/* Moments of which there are ids. */
enum { FIRST_DAY = 20200102, LAST_DAY = 20880101 };

static int64_t moment_of(int day) {
    const int bounded = day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day;

    return civil_moment_ms(bounded, 0);
}

/* Each of these says whether it understood the value, which is not "". */

static bool read_order(struct work *work, const char *value,
                       struct matter_filter *filter) {
    (void)work;
    filter->order = MATTER_NEXT_DUE;
    return strcmp(value, "due") == 0;
}

static bool is_state(const char *name) {
    for (size_t f = 0; matter_flows[f]; f++)
        for (size_t i = 0; i < matter_flows[f]->state_count; i++)
            if (strcmp(matter_flows[f]->states[i].name, name) == 0)
                return true;
    return false;
}

static bool read_state(struct work *work, const char *value,
                       struct matter_filter *filter) {
    static const struct {
        const char *name;
        int stage;
    } stages[] = {
        { "open", MATTER_OPEN },          { "at-submitted", FLOW_SUBMITTED },
        { "at-taken-in", FLOW_TAKEN_IN }, { "at-under-review", FLOW_UNDER_REVIEW },
        { "at-over", FLOW_OVER },
    };

    (void)work;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (strcmp(stages[i].name, value) == 0) {
            filter->stage = stages[i].stage;
            return true;
        }
    filter->state = value;
    return is_state(value);
}

static bool read_light(struct work *work, const char *value,
                       struct matter_filter *filter) {
    (void)work;
    filter->order = MATTER_NEXT_DUE;
    for (int light = MATTER_GREY; light <= MATTER_BLUE; light++)
        if (strcmp(matter_light_name((enum matter_light)light), value) == 0)
            filter->light = light;
    return filter->light != MATTER_ANY;
}

static bool read_due_from(struct work *work, const char *value,
                          struct matter_filter *filter) {
    const int day = civil_read_day(value);

    (void)work;
    filter->order = MATTER_NEXT_DUE;
    filter->due_since_ms = day ? moment_of(day) : 0;
    return day;
}

static bool read_due_to(struct work *work, const char *value,
                        struct matter_filter *filter) {
    const int day = civil_read_day(value);

    (void)work;
    filter->order = MATTER_NEXT_DUE;
    filter->due_end_ms = day ? moment_of(civil_add_days(day, 1)) : 0;
    return day;
}

static bool read_department(struct work *work, const char *value,
                            struct matter_filter *filter) {
    const struct place_book *book = place_book(work);
    const struct place_department *department =
        book ? place_department_coded(book, value) : NULL;

    filter->department_id = department ? department->id : 0;
    return department;
}

static bool read_owner(struct work *work, const char *value,
                       struct matter_filter *filter) {
    filter->owner_id =
        strcmp(value, "me") == 0 ? work->actor.id : account_by_login(work, value);
    return filter->owner_id;
}

static bool read_item(struct work *work, const char *value,
                      struct matter_filter *filter) {
    struct item item = { 0 };

    if (!item_find(work, value, &item))
        filter->item_id = item.id;
    return filter->item_id;
}

static bool read_outlet(struct work *work, const char *value,
                        struct matter_filter *filter) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet = book ? place_outlet_coded(book, value) : NULL;

    filter->outlet_id = outlet ? outlet->id : 0;
    return outlet;
}

static bool read_channel(struct work *work, const char *value,
                         struct matter_filter *filter) {
    const struct word *channel = word_named(&matter_channels, value);

    (void)work;
    filter->channel = channel ? channel->value : 0;
    return channel;
}

static bool read_from(struct work *work, const char *value,
                      struct matter_filter *filter) {
    const int day = civil_read_day(value);

    (void)work;
    filter->since_ms = day ? moment_of(day) : 0;
    return day;
}

static bool read_to(struct work *work, const char *value, struct matter_filter *filter) {
    const int day = civil_read_day(value);

    (void)work;
    filter->before_ms = day ? moment_of(civil_add_days(day, 1)) : 0;
    return day;
}

/* The bytes that the hex digits say; false for other characters. */
static bool read_digest(const char *hex, uint8_t digest[CRYPT_DIGEST_SIZE]) {
    if (strlen(hex) != 2 * CRYPT_DIGEST_SIZE ||
        strspn(hex, "0123456789abcdef") != 2 * CRYPT_DIGEST_SIZE)
        return false;
    for (size_t i = 0; i < CRYPT_DIGEST_SIZE; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &digest[i]) != 1)
            return false;
    return true;
}

static bool read_asker(struct work *work, const char *value,
                       struct matter_filter *filter) {
    uint8_t bytes[CRYPT_DIGEST_SIZE];
    const struct db_bytes digest = { bytes, sizeof bytes };

    filter->of_asker = true;
    if (!read_digest(value + 1, bytes))
        return false;
    if (value[0] == 'p') {
        filter->person_count = person_by_phone_digest(work, digest, filter->person_id);
        return true;
    }
    filter->person_id[0] = person_by_id_digest(work, digest);
    filter->person_count = filter->person_id[0] != 0;
    return value[0] == 'i';
}

static bool read_pressed(struct work *work, const char *value,
                         struct matter_filter *filter) {
    (void)work;
    filter->order = MATTER_NEXT_DUE;
    filter->pressed = true;
    return strcmp(value, "1") == 0;
}

static const struct {
    bool (*read)(struct work *work, const char *value, struct matter_filter *filter);
} readers[MATTER_ASKED_COUNT] = {
    [MATTER_ASKED_ORDER] = { read_order },
    [MATTER_ASKED_STATE] = { read_state },
    [MATTER_ASKED_LIGHT] = { read_light },
    [MATTER_ASKED_DUE_FROM] = { read_due_from },
    [MATTER_ASKED_DUE_TO] = { read_due_to },
    [MATTER_ASKED_DEPARTMENT] = { read_department },
    [MATTER_ASKED_OWNER] = { read_owner },
    [MATTER_ASKED_ITEM] = { read_item },
    [MATTER_ASKED_OUTLET] = { read_outlet },
    [MATTER_ASKED_CHANNEL] = { read_channel },
    [MATTER_ASKED_FROM] = { read_from },
    [MATTER_ASKED_TO] = { read_to },
    [MATTER_ASKED_ASKER] = { read_asker },
    [MATTER_ASKED_PRESSED] = { read_pressed },
};

const struct refusal *matter_asked_filter(struct work *work,
                                          const struct matter_asked *asked,
                                          struct matter_filter *filter) {
    *filter = matter_filter_all(work);
    for (int i = 0; i < MATTER_ASKED_COUNT; i++)
        if (asked->value[i][0] && !readers[i].read(work, asked->value[i], filter)) {
            *filter = matter_filter_all(work);
            return i == MATTER_ASKED_ITEM ? &matter_asked_no_item : &matter_asked_bad;
        }
    return NULL;
}

const char *matter_asked_asker(struct work *work, const char *typed) {
    struct db_bytes digest;

    if (check_mobile(typed))
        digest = person_phone_digest(work, typed);
    else if (check_citizen_id(typed, work_day(work)) || check_credit_code(typed))
        digest = person_digest(work, typed);
    else
        return NULL;
    return arena_format(work->arena, "%c%s", check_mobile(typed) ? 'p' : 'i',
                        text_hex(work->arena, digest.data, digest.size));
}

/* ---- saved filters ---- */

size_t matter_saved_read(struct work *work, const struct matter_saved **saved) {
    struct sql_matter_filters_row *rows;
    const size_t count = sql_matter_filters(work, &rows, .account_id = work->actor.id);
    struct matter_saved *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct matter_saved){ rows[i].id, rows[i].name,
                                         matter_asked_read(work->arena, rows[i].query) };
    *saved = made;
    return count;
}

const struct refusal *matter_saved_keep(struct work *work, const char *name,
                                        const struct matter_asked *asked) {
    const char *query = matter_asked_write(work->arena, asked);
    const struct matter_saved *saved;
    const size_t count = matter_saved_read(work, &saved);
    bool is_new = true;

    assert(name[0]);
    for (size_t i = 0; i < count; i++)
        is_new = is_new && strcmp(saved[i].name, name) != 0;
    if (is_new && count >= MATTER_SAVED_MAX)
        return &matter_saved_full;
    if (strlen(query) > MATTER_ASKED_BYTES_MAX)
        return &matter_asked_bad;
    sql_matter_keep_filter(work, .id = work_new_id(work), .account_id = work->actor.id,
                           .name = name, .query = query);
    return NULL;
}

void matter_saved_remove(struct work *work, int64_t id) {
    sql_matter_remove_filter(work, .id = id, .account_id = work->actor.id);
}
