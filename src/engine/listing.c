#include "listing.h"

#include <string.h>

#include "arena.h"
#include "civil.h"
#include "http_message.h"

const char *listing_asked(struct arena *arena, const char *query, const char *name) {
    const size_t length = strlen(name);

    while (*query) {
        const size_t size = strcspn(query, "&");

        if (size > length && strncmp(query, name, length) == 0 && query[length] == '=') {
            char *value = arena_copy_bytes(arena, query + length + 1, size - length - 1);

            return http_decode(value) ? value : "";
        }
        query += size + (query[size] == '&');
    }
    return "";
}

const struct refusal *listing_no_query(struct work *work, const char *query,
                                       const char **kept) {
    (void)work, (void)query;
    *kept = "";
    return NULL;
}

const char *listing_moment(struct arena *arena, int64_t moment_ms) {
    char moment[17];

    if (!moment_ms)
        return "";
    civil_write_moment(moment, moment_ms);
    return arena_copy(arena, moment);
}

const char *listing_day(struct arena *arena, int day) {
    char written[11];

    if (!day)
        return "";
    civil_write_day(written, day);
    return arena_copy(arena, written);
}
