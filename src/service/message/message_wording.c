#include "message_wording.h"

#include <assert.h>
#include <string.h>

#include "cache.h"
#include "config.h"
#include "house.h"
#include "message.h"
#include "message.sql.h"
#include "page.h"
#include "place.h"

const struct refusal message_no_event = {
    REFUSED_ABSENT, "message.no_event",
    TEXT("没有这种通知。请回到通知用语，从列表里打开要改的那一种。"), NULL
};
const struct refusal message_bad_slot = {
    REFUSED_INVALID, "message.bad_slot",
    TEXT("花括号里的名字不认得。请只用页面下方列出的名字。"), NULL
};
const struct refusal message_unclosed = {
    REFUSED_INVALID, "message.unclosed",
    TEXT("花括号或方括号没有成对。请补上另一半，方括号里不能再有方括号。"), NULL
};
const struct refusal message_too_long = {
    REFUSED_INVALID, "message.too_long",
    TEXT("填好以后可能超过 70 个字，手机上会断成两条。请把短信写短一些。"), "sms"
};
const struct refusal message_says_nothing = {
    REFUSED_INVALID, "message.says_nothing",
    TEXT("短信和全文都要写。想用程序自带的用语，请点“恢复自带的用语”。"), "text"
};
const struct refusal message_version_old = {
    REFUSED_CONFLICT, "message.version_old",
    TEXT("另一位同事刚刚改过这条用语。请刷新页面，看过他的再改。"), NULL
};

/* ---- in use, cached ---- */

struct kept {
    const char *event;
    int64_t version;
    const char *sms, *text;
};

struct kept_wordings {
    struct arena *arena;
    const struct kept *kept;
    size_t count;
};

static void *build(struct work *work) {
    struct arena *arena = arena_new();
    struct kept_wordings *built = arena_alloc(arena, sizeof *built);
    struct sql_message_wordings_row *rows;
    const size_t count = sql_message_wordings(work, &rows);
    struct kept *kept = arena_alloc(arena, count * sizeof *kept + 1);

    for (size_t i = 0; i < count; i++)
        kept[i] = (struct kept){ arena_copy(arena, rows[i].event), rows[i].version,
                                 arena_copy(arena, rows[i].sms),
                                 arena_copy(arena, rows[i].text) };
    *built = (struct kept_wordings){ arena, kept, count };
    return built;
}

static void forget(void *value) {
    arena_free(((struct kept_wordings *)value)->arena);
}

static const struct cache_class wordings = { "town", build, forget };

struct message_wording message_wording(struct work *work,
                                       const struct message_event *event) {
    const struct kept_wordings *all = cache_get(work, &wordings);
    struct message_wording wording = { event, 0, false, event->sms, event->text };

    for (size_t i = 0; all && i < all->count; i++)
        if (strcmp(all->kept[i].event, event->key) == 0) {
            wording.version = all->kept[i].version;
            wording.own = all->kept[i].text[0] != '\0';
            if (wording.own) {
                wording.sms = all->kept[i].sms;
                wording.text = all->kept[i].text;
            }
        }
    return wording;
}

/* ---- length ---- */

const char *message_sign(struct work *work) {
    const struct place_book *book = place_book(work);
    const char *set = work->house->config->text[CONFIG_SMS_SIGN];
    const char *made = arena_format(work->arena, "%s政务", book ? book->town.name : "");

    if (!set[0])
        set = message_units(made) <= MESSAGE_SIGN_UNITS ? made : "政务服务";
    return arena_format(work->arena, "【%s】", set);
}

/* Every slot at the longest that it becomes, or the shortest where it bends. */
static struct message_slots longest_slots(struct work *work) {
    const struct place_book *book = place_book(work);
    struct message_slot *slots =
        arena_alloc(work->arena, message_slot_count * sizeof *slots);

    for (size_t i = 0; i < message_slot_count; i++) {
        const struct message_slot_row *row = &message_slot_rows[i];
        const bool is_phone = strcmp(row->name, "phone") == 0;

        slots[i] = (struct message_slot){ row->name,
                                          is_phone && book ? book->town.phone : row->most,
                                          row->bends };
    }
    return (struct message_slots){ slots, message_slot_count };
}

const char *message_longest(struct work *work, const char *sms) {
    return sms[0] ? arena_format(work->arena, "%s%s", message_sign(work),
                                 message_fill(work->arena, sms, longest_slots(work), 0))
                  : "";
}

static const struct refusal *check(struct work *work, const char *wording) {
    const char *at;

    switch (message_check(wording, longest_slots(work), &at)) {
    case MESSAGE_GOOD: return NULL;
    case MESSAGE_UNKNOWN_SLOT: return &message_bad_slot;
    case MESSAGE_TOO_MANY_PARTS:
    case MESSAGE_UNCLOSED: break;
    }
    return &message_unclosed;
}

/* ---- keeping ---- */

static const struct refusal *check_words(struct work *work,
                                         const struct message_wording *given) {
    const bool has_sms = given->event->sms[0] != '\0';
    const struct refusal *refusal;

    if (!given->sms[0] && !given->text[0])
        return NULL;
    if (!given->text[0] || (has_sms && !given->sms[0]))
        return &message_says_nothing;
    refusal = check(work, given->sms);
    if (!refusal)
        refusal = check(work, given->text);
    if (!refusal && message_units(message_longest(work, given->sms)) > MESSAGE_SMS_UNITS)
        refusal = &message_too_long;
    return refusal;
}

const struct refusal *message_keep_wording(struct work *work,
                                           const struct message_wording *given) {
    const struct message_wording now = message_wording(work, given->event);
    const struct refusal *refusal = check_words(work, given);

    if (refusal)
        return refusal;
    if (now.version != given->version)
        return &message_version_old;
    if (!sql_message_add_wording(
            work, .event = given->event->key, .version = given->version + 1,
            .sms = given->event->sms[0] ? given->sms : "", .text = given->text,
            .account_id = work->actor.id, .account_name = work->actor.name))
        return &message_version_old;
    cache_touch(work, "town");
    return NULL;
}

size_t message_wording_versions(struct work *work, const struct message_event *event,
                                const struct message_wording_line **lines) {
    struct sql_message_versions_row *rows;
    const size_t count =
        sql_message_versions(work, &rows, .event = event->key, .limit = MESSAGE_VERSIONS);
    struct message_wording_line *made =
        arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct message_wording_line){ rows[i].version, rows[i].sms, rows[i].text,
                                           rows[i].account_name, rows[i].made_ms };
    *lines = made;
    return count;
}
