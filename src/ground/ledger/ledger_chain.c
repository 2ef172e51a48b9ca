#include "ledger_chain.h"

#include <string.h>

#include "ledger.sql.h"
#include "ledger_digest.h"

enum { AT_ONCE = 1000 }; /* of the statement */

static struct ledger_link link_of(const struct sql_ledger_links_row *row) {
    return (struct ledger_link){
        .event = { row->ordinal, row->verb, row->from_state, row->to_state,
                   row->actor_name, row->actor_id, row->note, row->at_ms },
        .before = row->before,
        .covers = row->covers,
        .part = row->part,
        .part_digest = row->part_digest,
        .digest = row->digest,
    };
}

size_t ledger_chain(struct work *work, int64_t matter_id,
                    const struct ledger_link **links) {
    struct ledger_link *made = NULL;
    size_t count = 0, got;

    do {
        struct sql_ledger_links_row *rows;
        struct ledger_link *more;

        got = sql_ledger_links(work, &rows, .matter_id = matter_id,
                               .ordinal = count ? made[count - 1].event.ordinal : 0);
        more = arena_alloc(work->arena, (count + got) * sizeof *more + 1);
        if (count)
            memcpy(more, made, count * sizeof *more);
        for (size_t i = 0; i < got; i++)
            more[count + i] = link_of(&rows[i]);
        made = more;
        count += got;
    } while (got == AT_ONCE);
    *links = made;
    return count;
}

static bool is_digest(struct db_bytes found, const uint8_t digest[LEDGER_DIGEST_SIZE]) {
    return found.size == LEDGER_DIGEST_SIZE &&
           memcmp(found.data, digest, LEDGER_DIGEST_SIZE) == 0;
}

/* What an event covers has a digest's size, or is nothing. */
static bool is_cover(const struct ledger_link *link) {
    const size_t wanted = link->part[0] ? LEDGER_DIGEST_SIZE : 0;

    return link->part_digest.size == wanted &&
           (link->covers.size == LEDGER_DIGEST_SIZE ||
            (link->covers.size == 0 && !link->part[0]));
}

bool ledger_link_follows(struct arena *arena, int64_t town, int64_t matter_id,
                         const struct ledger_link *link, struct ledger_head *head) {
    const struct ledger_cover cover = { link->covers, link->part, link->part_digest };
    uint8_t digest[LEDGER_DIGEST_SIZE];

    if (!is_cover(link) || link->event.ordinal != head->ordinal + 1 ||
        !is_digest(link->before, head->digest))
        return false;
    ledger_digest_event(arena, town, matter_id, &link->event, &cover, head->digest,
                        digest);
    if (!is_digest(link->digest, digest))
        return false;
    head->ordinal = link->event.ordinal;
    memcpy(head->digest, digest, sizeof digest);
    return true;
}

bool ledger_is_row(struct arena *arena, const struct ledger_row *row,
                   struct db_bytes digest) {
    uint8_t made[LEDGER_DIGEST_SIZE];

    if (!row->number[0] || !row->kind[0])
        return false;
    ledger_digest_row(arena, row, made);
    return is_digest(digest, made);
}

bool ledger_is_part(struct arena *arena, int64_t town, int64_t matter_id,
                    const struct ledger_part *part, struct db_bytes digest) {
    uint8_t made[LEDGER_DIGEST_SIZE];

    ledger_digest_part(arena, town, matter_id, part, made);
    return is_digest(digest, made);
}

bool ledger_seal_of(struct work *work, int day, struct ledger_seal *seal) {
    struct sql_ledger_seal_of_row row;

    if (!sql_ledger_seal_of(work, &row, .day = day))
        return false;
    *seal = (struct ledger_seal){ row.day, row.events, row.before, row.digest };
    return true;
}
