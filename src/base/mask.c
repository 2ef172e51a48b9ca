#include "mask.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "utf8.h"

enum {
    CITIZEN_ID_LENGTH = 18,
    PHONE_LENGTH = 11,
    NAME_STARS_MAX = 2,
};

static char *stars(struct arena *arena, size_t count) {
    char *mask = arena_alloc(arena, count + 1);

    memset(mask, '*', count);
    return mask;
}

/* Keeps the first and the last bytes of an ASCII string. */
static char *cover(struct arena *arena, const char *string, size_t first, size_t last) {
    const size_t length = strlen(string);

    assert(first + last < length);

    char *mask = arena_copy(arena, string);

    memset(mask + first, '*', length - first - last);
    return mask;
}

char *mask_citizen_id(struct arena *arena, const char *id) {
    const size_t digits = strspn(id, "0123456789");
    const size_t ending = strspn(id + digits, "Xx");

    if (strlen(id) != CITIZEN_ID_LENGTH || digits + ending != CITIZEN_ID_LENGTH ||
        ending > 1)
        return stars(arena, utf8_count(id));
    return cover(arena, id, 6, 4);
}

char *mask_phone(struct arena *arena, const char *phone) {
    if (strlen(phone) != PHONE_LENGTH || strspn(phone, "0123456789") != PHONE_LENGTH)
        return stars(arena, utf8_count(phone));
    return cover(arena, phone, 3, 4);
}

char *mask_name(struct arena *arena, const char *name) {
    const size_t count = utf8_count(name);
    const char *rest = name;

    if (count == 0)
        return arena_copy(arena, "");
    utf8_next(&rest);

    const size_t further = count - 1;
    const int star_count = further < NAME_STARS_MAX ? (int)further : NAME_STARS_MAX;

    return arena_format(arena, "%.*s%.*s", (int)(rest - name), name, star_count, "**");
}
