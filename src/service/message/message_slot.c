#include "message_slot.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "text.h"
#include "utf8.h"

static const char ellipsis[] = "…";

/* A stretch of a wording: words of its own, or a slot. */
struct part {
    const char *words; /* of no slot */
    size_t size;
    const struct message_slot *slot;
    int group; /* number of the bracket it stands in; 0 none */
    size_t units;
};

struct parts {
    struct part part[MESSAGE_PARTS_MAX];
    size_t count;
};

size_t message_units(const char *text) {
    size_t units = 0;

    for (uint32_t point; (point = utf8_next(&text));)
        units += point >= 0x10000 ? 2 : 1;
    return units;
}

/* ---- reading ---- */

static const struct message_slot *find_slot(struct message_slots slots, const char *name,
                                            size_t size) {
    for (size_t i = 0; i < slots.count; i++)
        if (strlen(slots.slot[i].name) == size &&
            memcmp(slots.slot[i].name, name, size) == 0)
            return &slots.slot[i];
    return NULL;
}

/* Moves *at behind one part, or says what is wrong there. */
static enum message_fault read_part(const char **at, struct message_slots slots,
                                    struct part *part) {
    const char *begin = *at;
    size_t size;

    if (*begin != '{') {
        part->size = strcspn(begin, "{}[]");
        part->words = begin;
        *at += part->size;
        return MESSAGE_GOOD;
    }
    size = strcspn(begin + 1, "{}[]");
    if (begin[size + 1] != '}')
        return MESSAGE_UNCLOSED;
    part->slot = find_slot(slots, begin + 1, size);
    if (!part->slot)
        return MESSAGE_UNKNOWN_SLOT;
    *at += size + 2;
    return MESSAGE_GOOD;
}

static enum message_fault read_parts(const char **at, struct message_slots slots,
                                     struct parts *parts) {
    const char *opened = NULL;
    enum message_fault fault = MESSAGE_GOOD;
    int group = 0;

    parts->count = 0;
    while (**at && !fault) {
        if (**at == '[' && !opened) {
            opened = (*at)++;
            group++;
        } else if (**at == ']' && opened) {
            opened = NULL;
            (*at)++;
        } else if (**at == '[' || **at == ']' || **at == '}') {
            fault = MESSAGE_UNCLOSED;
        } else if (parts->count == MESSAGE_PARTS_MAX) {
            fault = MESSAGE_TOO_MANY_PARTS;
        } else {
            struct part *part = &parts->part[parts->count++];

            *part = (struct part){ .group = opened ? group : 0 };
            fault = read_part(at, slots, part);
        }
    }
    if (!fault && opened) {
        *at = opened;
        fault = MESSAGE_UNCLOSED;
    }
    return fault;
}

enum message_fault message_check(const char *wording, struct message_slots slots,
                                 const char **at) {
    struct parts parts;

    *at = wording;
    return read_parts(at, slots, &parts);
}

/* ---- filling ---- */

static bool is_empty(const struct parts *parts, int group) {
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].group == group && parts->part[i].slot &&
            !parts->part[i].slot->value[0])
            return true;
    return false;
}

static void leave_out(struct parts *parts) {
    size_t kept = 0;

    for (size_t i = 0; i < parts->count; i++)
        if (!parts->part[i].group || !is_empty(parts, parts->part[i].group))
            parts->part[kept++] = parts->part[i];
    parts->count = kept;
}

static bool bends(const struct part *part) {
    return part->slot && part->slot->bends;
}

/* How much there is when none that bends has more than so many. */
static size_t sum(const struct parts *parts, size_t most_of_one) {
    size_t units = 0;

    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->part[i];

        units += bends(part) && part->units > most_of_one ? most_of_one : part->units;
    }
    return units;
}

static void measure(struct arena *arena, struct parts *parts) {
    for (size_t i = 0; i < parts->count; i++) {
        struct part *part = &parts->part[i];

        part->units =
            message_units(part->slot ? part->slot->value
                                     : arena_copy_bytes(arena, part->words, part->size));
    }
}

/* The most that one may have so that all have no more than that; the least when none. */
static size_t find_share(const struct parts *parts, size_t most) {
    size_t low = MESSAGE_LEAST_UNITS, high = most;

    while (low < high) {
        const size_t middle = low + (high - low + 1) / 2;

        if (sum(parts, middle) <= most)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* As much of a text as fits, with what shows that it goes on. */
static void add_short(struct text *out, const char *value, size_t most) {
    size_t units = 0;

    if (message_units(value) <= most) {
        text_add(out, value);
        return;
    }
    for (const char *next = value;; value = next) {
        const uint32_t point = utf8_next(&next);

        units += point >= 0x10000 ? 2 : 1;
        if (units + 1 > most)
            break;
        text_add_bytes(out, value, (size_t)(next - value));
    }
    text_add(out, ellipsis);
}

const char *message_fill(struct arena *arena, const char *wording,
                         struct message_slots slots, size_t most) {
    struct text out = { .arena = arena }, cut = { .arena = arena };
    struct parts parts;
    size_t share;

    if (read_parts(&wording, slots, &parts) != MESSAGE_GOOD)
        return "";
    leave_out(&parts);
    measure(arena, &parts);
    share = most ? find_share(&parts, most) : (size_t)-1;
    for (size_t i = 0; i < parts.count; i++) {
        const struct part *part = &parts.part[i];

        if (!part->slot)
            text_add_bytes(&out, part->words, part->size);
        else
            add_short(&out, part->slot->value, bends(part) ? share : (size_t)-1);
    }
    add_short(&cut, text_string(&out), most ? most : (size_t)-1);
    assert(!most || message_units(text_string(&cut)) <= most);
    return text_string(&cut);
}

/* Whether what stands there ends in a mark after which a line may just go on. */
static bool ends_in_mark(const struct text *out) {
    static const char *const marks[] = { "，", "。", "；", "：", "、", "！", "？",
                                         ",",  ".",  ";",  ":",  "!",  "?" };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t size = strlen(marks[i]);

        if (out->length >= size &&
            memcmp(out->bytes + out->length - size, marks[i], size) == 0)
            return true;
    }
    return false;
}

const char *message_one_line(struct arena *arena, const char *value) {
    struct text out = { .arena = arena };

    while (*value) {
        const size_t blanks = strspn(value, " \t\r\n");
        const size_t words = strcspn(value + blanks, " \t\r\n");
        const bool breaks = memchr(value, '\n', blanks) != NULL;

        if (blanks && words && out.length && !(breaks && ends_in_mark(&out)))
            text_add(&out, breaks ? "；" : " ");
        text_add_bytes(&out, value + blanks, words);
        value += blanks + words;
    }
    return text_string(&out);
}
