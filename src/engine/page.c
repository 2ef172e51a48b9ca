#include "page.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

/* ---- writing ---- */

void html_raw(struct html *out, const char *markup, size_t size) {
    text_add_bytes(&out->text, markup, size);
}

void html_append(struct html *out, const struct html *body) {
    text_add_bytes(&out->text, body->text.bytes, body->text.length);
}

static const char *entity_of(char byte) {
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

static void put_escaped(struct html *out, const char *text, size_t size) {
    static const bool special[256] = {
        ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true
    };
    const char *const end = text + size;

    while (text < end) {
        const char *plain = text;

        while (text < end && !special[(unsigned char)*text])
            text++;
        text_add_bytes(&out->text, plain, (size_t)(text - plain));
        if (text < end)
            text_add(&out->text, entity_of(*text++));
    }
}

void html_text(struct html *out, const char *text) {
    assert(text);
    put_escaped(out, text, strlen(text));
}

void html_int(struct html *out, int64_t value) {
    text_add_int(&out->text, value);
}

void html_size(struct html *out, size_t value) {
    assert(value <= INT64_MAX);
    html_int(out, (int64_t)value);
}

const char *html_text_of_int(struct html *out, int64_t value) {
    return text_of_int(out->text.arena, value);
}

const char *html_text_of_size(struct html *out, size_t value) {
    assert(value <= INT64_MAX);
    return html_text_of_int(out, (int64_t)value);
}

const char *html_text_of_text(struct html *out, const char *value) {
    (void)out;
    assert(value);
    return value;
}

static bool is_plain_attribute(const char *name) {
    static const char *const others[] = { "href",       "src",    "action",
                                          "formaction", "style",  "srcset",
                                          "srcdoc",     "poster", "data" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0)
            return false;
    return !text_begins(name, "on") &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
}

void html_attribute(struct html *out, const char *name, const char *value) {
    assert(is_plain_attribute(name));
    if (!value)
        return;
    text_add_byte(&out->text, ' ');
    text_add(&out->text, name);
    text_add(&out->text, "=\"");
    html_text(out, value);
    text_add_byte(&out->text, '"');
}

/* ---- texts ---- */

static enum language language_of(const struct html *out) {
    return out->view ? out->view->language : LANGUAGE_CHINESE;
}

static const char *in_language(const struct page_text *text, enum language language) {
    return text->in[language] ? text->in[language] : text->in[LANGUAGE_CHINESE];
}

static int compare_texts(const void *chinese, const void *text) {
    return strcmp(chinese, ((const struct page_text *)text)->in[LANGUAGE_CHINESE]);
}

const char *page_say(enum language language, const char *chinese) {
    assert(language < LANGUAGE_COUNT);
    assert(chinese);
    if (language == LANGUAGE_CHINESE)
        return chinese;

    const struct page_text *const found =
        bsearch(chinese, page_texts, page_text_count, sizeof *page_texts, compare_texts);
    return found ? in_language(found, language) : chinese;
}

const char *page_words(const struct html *out, const char *chinese) {
    return page_say(language_of(out), chinese);
}

/* What "{n}" at the cursor stands for, moving behind it; NULL when it is no place. */
static const char *place(const char **cursor, const char *const *values, size_t count) {
    const char *at = *cursor + 1;
    size_t number = 0;

    for (; *at >= '0' && *at <= '9' && number <= count; at++)
        number = number * 10 + (size_t)(*at - '0');
    if (at == *cursor + 1 || *at != '}' || number >= count)
        return NULL;
    *cursor = at + 1;
    return values[number];
}

/* Moves over plain text up to the next '{', which is plain itself when no place. */
static size_t plain_size(const char *pattern) {
    return *pattern == '{' ? 1 + strcspn(pattern + 1, "{") : strcspn(pattern, "{");
}

const char *page_say_with(struct arena *arena, enum language language,
                          const char *chinese, const char *const *values, size_t count) {
    struct text out = { .arena = arena };
    const char *at = page_say(language, chinese);

    while (*at) {
        const char *const value = *at == '{' ? place(&at, values, count) : NULL;

        if (value) {
            text_add(&out, page_say(language, value));
        } else {
            text_add_bytes(&out, at, plain_size(at));
            at += plain_size(at);
        }
    }
    return text_string(&out);
}

static const char *text_at(const struct html *out, int text_index) {
    assert(text_index >= 0);
    assert((size_t)text_index < page_text_count);
    return in_language(&page_texts[text_index], language_of(out));
}

void html_say(struct html *out, int text_index) {
    html_text(out, text_at(out, text_index));
}

void html_say_with(struct html *out, int text_index, const char *const *values,
                   size_t count) {
    const char *at = text_at(out, text_index);

    while (*at) {
        const char *const value = *at == '{' ? place(&at, values, count) : NULL;

        if (value) {
            html_text(out, value);
        } else {
            put_escaped(out, at, plain_size(at));
            at += plain_size(at);
        }
    }
}

/* ---- forms and addresses ---- */

const char *page_above(const struct html *out) {
    const char *const above = out->view ? out->view->above : NULL;

    assert(!above || (above[0] == '/' && above[1] != '/'));
    return above ? above : "/";
}

static void put_token(struct html *out, const char *name, const char *value) {
    if (!value)
        return;
    text_add(&out->text, "<input type=\"hidden\" name=\"");
    text_add(&out->text, name);
    text_add(&out->text, "\" value=\"");
    html_text(out, value);
    text_add(&out->text, "\">");
}

void html_form_tokens(struct html *out) {
    if (!out->view)
        return;
    put_token(out, "_token", out->view->form_token);
    put_token(out, "_once", out->view->once_token);
}

/* RFC 3986, 2.3. */
static bool is_unreserved(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' ||
           byte == '~';
}

static void put_encoded(struct text *out, const char *value) {
    static const char digits[] = "0123456789ABCDEF";

    assert(value);
    while (*value) {
        const char *plain = value;

        while (is_unreserved(*value))
            value++;
        text_add_bytes(out, plain, (size_t)(value - plain));
        if (*value) {
            const unsigned char byte = (unsigned char)*value++;

            text_add_byte(out, '%');
            text_add_byte(out, digits[byte >> 4]);
            text_add_byte(out, digits[byte & 15]);
        }
    }
}

static bool is_site_address(const char *format) {
    return (format[0] == '/' && format[1] != '/') || format[0] == '?' ||
           format[0] == '#' || text_begins(format, "tel:") ||
           text_begins(format, "mailto:");
}

const char *route_url(struct html *out, const char *format, ...) {
    struct text url = { .arena = out->text.arena };
    va_list args;

    assert(is_site_address(format));
    va_start(args, format);
    for (const char *at = format; *at;) {
        const size_t plain = strcspn(at, "%");

        text_add_bytes(&url, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        if (text_begins(at, "%s"))
            put_encoded(&url, va_arg(args, const char *));
        else if (text_begins(at, "%d"))
            text_add_int(&url, va_arg(args, int));
        else if (text_begins(at, "%ld"))
            text_add_int(&url, va_arg(args, long));
        else if (text_begins(at, "%lld"))
            text_add_int(&url, va_arg(args, long long));
        else {
            assert(at[1] == '%');
            text_add_byte(&url, '%');
        }
        at += 1 + strspn(at + 1, "l") + 1;
    }
    va_end(args);
    return text_string(&url);
}
