/*
 * page -- a page being written.
 *
 * Pages are .html files compiled by tools/tmplc to C functions that take a
 * `struct html *out` first.  {{ value }} becomes html_put(), which escapes; there is no
 * way to print unescaped what a person wrote.  Chinese literals become html_say()
 * with an index into the texts of the program, which tmplc collects.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

enum language { LANGUAGE_CHINESE, LANGUAGE_ENGLISH, LANGUAGE_COUNT };

/* What every page of a request needs; fixed before the page is written. */
struct page_view {
    enum language language;
    bool elder;             /* 长辈版: larger tokens, same pages */
    const char *path;       /* of this request, for "aria-current" and the way back */
    const char *query;      /* as sent, behind the '?' */
    const char *above;      /* of what is refused: the page that it belongs to, or NULL */
    const char *form_token; /* CSRF token; printed by every POST form */
    const char *once_token; /* idempotency token; likewise */
    const char *actor_name; /* "" when nobody is signed in */
    unsigned rights;        /* of the actor */
    const char *town_name;
    const char *hall_name;
    const char *phone; /* of the hall, for "what to do next" */
    int64_t unread;    /* messages that the actor has not read */
    const char *item;  /* code of the service item that the page is about, or NULL */
};

struct html {
    struct text text;             /* text.arena is the page's arena */
    const struct page_view *view; /* NULL in unit tests: Chinese, no tokens */
};

/* Markup of the program's own: only from tmplc. */
void html_raw(struct html *out, const char *markup, size_t size);

/* A page written elsewhere, as it stands: how a frame prints its body. */
void html_append(struct html *out, const struct html *body);

/* Anything that came from a person, for element content and quoted attributes. */
void html_text(struct html *out, const char *text);
void html_int(struct html *out, int64_t value);
void html_size(struct html *out, size_t value);

/* A literal of a page, by its index in the collected texts, in the page's language. */
void html_say(struct html *out, int text_index);

/*
 * A literal with values in it: "共 {0} 件".  Values are plain texts and are escaped.
 * Used by tmplc when a run of text between two tags holds both Chinese and {{ }}.
 */
void html_say_with(struct html *out, int text_index, const char *const *values,
                   size_t count);

/* An integer as a plain text in the page's arena, for html_say_with(). */
const char *html_text_of_int(struct html *out, int64_t value);
const char *html_text_of_size(struct html *out, size_t value);
const char *html_text_of_text(struct html *out, const char *value);

/*
 * An attribute that is there or not, on a % line inside of a tag: ` name="value"`, or
 * nothing when value is NULL; "" makes a flag such as checked.  Names whose values are
 * addresses or code (href, src, action, style, on…) are a bug.
 */
void html_attribute(struct html *out, const char *name, const char *value);

/*
 * A text that C code holds, marked by TEXT() so that tmplc collects it: refusals, labels
 * in tables.  Looked up by its Chinese in the language's catalogue; Chinese when the
 * catalogue lacks it.  Pure.
 */
const char *page_say(enum language language, const char *chinese);

/*
 * Likewise, with {0}, {1} … replaced by values; in the arena.  A value that is itself a
 * TEXT(), such as a label, is looked up too; numbers and names stay as they are.
 */
const char *page_say_with(struct arena *arena, enum language language,
                          const char *chinese, const char *const *values, size_t count);

/* page_say() in the language of the page: {{ page_words(out, refusal->text) }}. */
const char *page_words(const struct html *out, const char *chinese);

/* Marks a Chinese literal of C code for the catalogue. */
#define TEXT(chinese) chinese

/* The hidden fields that tmplc prints into every <form method="post">. */
void html_form_tokens(struct html *out);

/*
 * An address of this site, in the page's arena: printf-style, only %s, %d, %ld, %lld and
 * %%, each value percent-encoded (all but A-Z a-z 0-9 - . _ ~), so none can add a
 * segment or a parameter.  The only way to put a value into href, src or action.  Begins
 * with '/', '?', '#', "tel:" or "mailto:"; anything else is a bug.
 */
const char *route_url(struct html *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The address of the page above; "/" where there is none. */
const char *page_above(const struct html *out);

/* An icon of web/icons.svg, for ornament only: "search".  Words say what it means. */
void page_icon(struct html *out, const char *name);

/* What {{ }} becomes: the compiler refuses any other type. */
#define html_put(out, value)                                                             \
    _Generic((value), \
    char *: html_text, const char *: html_text, \
    int: html_int, long: html_int, long long: html_int, \
    unsigned: html_size, unsigned long: html_size)(out, value)
#define html_text_of(out, value)                                                         \
    _Generic((value), \
    char *: html_text_of_text, const char *: html_text_of_text, \
    int: html_text_of_int, long: html_text_of_int, long long: html_text_of_int, \
    unsigned: html_text_of_size, unsigned long: html_text_of_size)(out, value)

/* The collected texts, written by tmplc: sorted by Chinese; NULL where one is lacking. */
struct page_text {
    const char *in[LANGUAGE_COUNT];
};
extern const struct page_text page_texts[];
extern const size_t page_text_count;

#endif
