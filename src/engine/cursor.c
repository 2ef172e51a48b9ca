#include "cursor.h"

#include <assert.h>
#include <string.h>

#include "page.h"
#include "text.h"

const struct refusal cursor_bad = {
    REFUSED_INVALID, "cursor.bad",
    TEXT("翻页的位置不对，可能是网址没有复制全。请回到第一页，再往后翻。"), "after"
};

/* Digits up to the dot or the end, as they are written: no sign, no leading zero. */
static bool read_key(const char **at, int64_t *key) {
    const size_t size = strspn(*at, "0123456789");
    char digits[20];

    if (size == 0 || size >= sizeof digits || (size > 1 && **at == '0'))
        return false;
    memcpy(digits, *at, size);
    digits[size] = '\0';
    *at += size;
    return text_read_int(digits, key);
}

const struct refusal *cursor_read(const char *text, int64_t *keys, size_t count,
                                  int64_t start) {
    const char *at = text;

    assert(count >= 1 && count <= CURSOR_KEYS_MAX);
    for (size_t i = 0; i < count; i++)
        keys[i] = start;
    if (!*text)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if ((i > 0 && *at++ != '.') || !read_key(&at, &keys[i]))
            return &cursor_bad;
    return *at ? &cursor_bad : NULL;
}

const char *cursor_write(struct arena *arena, const int64_t *keys, size_t count) {
    struct text out = { .arena = arena };

    assert(count >= 1 && count <= CURSOR_KEYS_MAX);
    for (size_t i = 0; i < count; i++) {
        assert(keys[i] >= 0);
        if (i > 0)
            text_add_byte(&out, '.');
        text_add_int(&out, keys[i]);
    }
    assert(out.length <= CURSOR_TEXT_MAX);
    return text_string(&out);
}
