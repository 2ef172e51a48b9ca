#include "ledger.h"

#include <assert.h>
#include <string.h>

#include "crypt.h"
#include "ledger.sql.h"
#include "ledger_digest.h"
#include "text.h"

/* Every value with its length, so that no two events read the same. */
static void add_value(struct text *out, const char *value) {
    text_add_int(out, (int64_t)strlen(value));
    text_add_byte(out, ':');
    text_add(out, value);
    text_add_byte(out, ',');
}

void ledger_digest_event(struct arena *arena, int64_t town, int64_t matter_id,
                         const struct ledger_event *event, const uint8_t *before,
                         uint8_t digest[LEDGER_DIGEST_SIZE]) {
    struct text out = { .arena = arena };

    const int64_t numbers[] = { town,
                                matter_id,
                                event->ordinal,
                                event->from_state,
                                event->to_state,
                                event->actor_id,
                                event->at_ms };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        text_add_int(&out, numbers[i]);
        text_add_byte(&out, '/');
    }
    add_value(&out, event->verb);
    add_value(&out, event->actor_name);
    add_value(&out, event->note);
    text_add_bytes(&out, before, LEDGER_DIGEST_SIZE);
    crypt_sm3(digest, out.bytes, out.length);
}

void ledger_append(struct work *work, int64_t matter_id, struct ledger_head *head,
                   const struct ledger_entry *entry) {
    const struct ledger_event event = {
        .ordinal = head->ordinal + 1,
        .verb = entry->verb,
        .from_state = entry->from_state,
        .to_state = entry->to_state,
        .actor_name = work->actor.person_id ? "" : work->actor.name,
        .actor_id = work->actor.id,
        .note = entry->note,
        .at_ms = work->now_ms,
    };
    uint8_t digest[LEDGER_DIGEST_SIZE];

    assert(entry->verb[0]);
    ledger_digest_event(work->arena, work->town, matter_id, &event, head->digest, digest);
    sql_ledger_add(work, .matter_id = matter_id, .ordinal = event.ordinal,
                   .verb = event.verb, .from_state = event.from_state,
                   .to_state = event.to_state, .actor_id = event.actor_id,
                   .actor_name = event.actor_name, .note = event.note,
                   .before = { head->digest, LEDGER_DIGEST_SIZE },
                   .digest = { digest, LEDGER_DIGEST_SIZE });
    head->ordinal = event.ordinal;
    memcpy(head->digest, digest, LEDGER_DIGEST_SIZE);
}

size_t ledger_events(struct work *work, int64_t matter_id,
                     const struct ledger_event **events) {
    struct sql_ledger_of_matter_row *rows;
    const size_t count = sql_ledger_of_matter(work, &rows, .matter_id = matter_id);
    struct ledger_event *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct ledger_event){
            rows[i].ordinal,    rows[i].verb,     rows[i].from_state, rows[i].to_state,
            rows[i].actor_name, rows[i].actor_id, rows[i].note,       rows[i].at_ms,
        };
    *events = made;
    return count;
}
