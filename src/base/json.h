/*
 * json -- JSON read into an arena and written to a text.
 *
 * Reading is strict (RFC 8259): no duplicate keys, no invalid UTF-8, no bytes
 * behind the value, no NUL in strings, at most JSON_DEPTH_MAX levels; integers are
 * int64_t and others are refused; a real is kept as the shortest text that reads back
 * as the same double.  Members stay in order.  Absent and null read the same.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct text;

enum { JSON_DEPTH_MAX = 64 };

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_INTEGER,
    JSON_REAL,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_kind kind;
    const char *key;           /* in an object, else NULL */
    const char *string;        /* JSON_STRING, and the digits of a JSON_REAL */
    int64_t integer;           /* JSON_INTEGER */
    size_t count;              /* members of an array or object */
    const struct json *member; /* count of them */
};

struct json_error {
    int line;         /* from 1 */
    int column;       /* from 1 */
    const char *text; /* in the arena, English, quotes nothing of the input */
};

/* Returns NULL and fills *error when the bytes are not one JSON value. */
const struct json *json_read(struct arena *arena, const void *bytes, size_t size,
                             struct json_error *error);

/*
 * Three of the readers have a name of their own for the linker: libjansson, which is
 * loaded into the same process, has functions of these names and calls them.
 */

/* The member of an object, or a shared null.  A non-object has no members. */
const struct json *json_get(const struct json *object, const char *key);

/* The string, or "" for any other kind. */
const char *json_string(const struct json *value) __asm__("haoban_json_string");

/* The integer, also of a string of digits; otherwise is returned for any other kind. */
int64_t json_integer(const struct json *value,
                     int64_t otherwise) __asm__("haoban_json_integer");

/* Whether it is true; strings and numbers never are. */
bool json_true(const struct json *value) __asm__("haoban_json_true");

/*
 * Writing.  The caller places commas by calling in order; the writer knows from the
 * last byte whether one is due: behind a value, but not at the beginning of the text,
 * behind an opening bracket, or behind a newline that the caller put between two
 * documents.  A NULL key writes a bare value (array member).  Strings are valid UTF-8;
 * "<" is escaped too, so the result may stand in a page's script element.
 */
void json_open(struct text *out, const char *key, char bracket); /* '{' or '[' */
void json_close(struct text *out, char bracket);                 /* '}' or ']' */
void json_put_string(struct text *out, const char *key, const char *value);
void json_put_integer(struct text *out, const char *key, int64_t value);
void json_put_bool(struct text *out, const char *key, int value);
void json_put_null(struct text *out, const char *key);

#endif
