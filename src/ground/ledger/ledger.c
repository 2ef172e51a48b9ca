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

static void add_number(struct text *out, int64_t value) {
    text_add_int(out, value);
    text_add_byte(out, '/');
}

/* Both are of a town and a matter already, by the event that holds their digest. */
void ledger_digest_row(struct arena *arena, const struct ledger_row *row,
                       uint8_t digest[LEDGER_DIGEST_SIZE]) {
    const int64_t numbers[] = {
        row->state,       row->desk,        row->stage,         row->person_id,
        row->item_id,     row->version_id,  row->department_id, row->outlet_id,
        row->owner_id,    row->rated,       row->clock_days,    row->submitted_ms,
        row->received_ms, row->accepted_ms, row->decided_ms,    row->finished_ms,
        row->due_ms,
    };
    struct text out = { .arena = arena };

    assert(row->number[0] && row->kind[0]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        add_number(&out, numbers[i]);
    add_value(&out, row->number);
    add_value(&out, row->kind);
    add_value(&out, row->title);
    add_value(&out, row->answer);
    if (row->facts)
        add_number(&out, row->facts);
    if (row->parent_id) {
        text_add_byte(&out, '<'); /* so that it is not taken for facts */
        add_number(&out, row->parent_id);
    }
    crypt_sm3(digest, out.bytes, out.length);
}

void ledger_digest_part(struct arena *arena, int64_t town, int64_t matter_id,
                        const struct ledger_part *part,
                        uint8_t digest[LEDGER_DIGEST_SIZE]) {
    struct text out = { .arena = arena };

    add_number(&out, town);
    add_number(&out, matter_id);
    add_value(&out, part->name);
    text_add_bytes(&out, part->values.data, part->values.size);
    crypt_sm3(digest, out.bytes, out.length);
}

static void add_cover(struct text *out, const struct ledger_cover *cover) {
    if (!cover->row.size)
        return; /* of before: as if there were no such columns */
    text_add(out, "covers:");
    text_add_bytes(out, cover->row.data, cover->row.size);
    add_value(out, cover->part);
    text_add_bytes(out, cover->part_digest.data, cover->part_digest.size);
}

void ledger_digest_event(struct arena *arena, int64_t town, int64_t matter_id,
                         const struct ledger_event *event,
                         const struct ledger_cover *cover, const uint8_t *before,
                         uint8_t digest[LEDGER_DIGEST_SIZE]) {
    struct text out = { .arena = arena };

    const int64_t numbers[] = { town,
                                matter_id,
                                event->ordinal,
                                event->from_state,
                                event->to_state,
                                event->actor_id,
                                event->at_ms };

    add_cover(&out, cover);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        add_number(&out, numbers[i]);
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
    uint8_t digest[LEDGER_DIGEST_SIZE], row[LEDGER_DIGEST_SIZE], part[LEDGER_DIGEST_SIZE];
    struct ledger_cover cover = { .row = { row, sizeof row }, .part = "" };

    assert(entry->verb[0]);
    assert(entry->row.state == entry->to_state);
    ledger_digest_row(work->arena, &entry->row, row);
    if (entry->part.name) {
        ledger_digest_part(work->arena, work->town, matter_id, &entry->part, part);
        cover.part = entry->part.name;
        cover.part_digest = (struct db_bytes){ part, sizeof part };
    }
    ledger_digest_event(work->arena, work->town, matter_id, &event, &cover, head->digest,
                        digest);
    sql_ledger_add(work, .matter_id = matter_id, .ordinal = event.ordinal,
                   .verb = event.verb, .from_state = event.from_state,
                   .to_state = event.to_state, .actor_id = event.actor_id,
                   .actor_name = event.actor_name, .note = event.note,
                   .before = { head->digest, LEDGER_DIGEST_SIZE }, .covers = cover.row,
                   .part = cover.part, .part_digest = cover.part_digest,
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
