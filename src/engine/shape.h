/*
 * shape -- how a struct looks as JSON.
 *
 * One table of fields writes the answer and describes it: what the API says and what
 * its OpenAPI description claims cannot differ.  A struct that people fill in says in
 * the same rows how it is called, what it may hold and what it is when nothing is said;
 * readers of files, forms and comparisons go by them (item_element.h does).
 */
#ifndef SHAPE_H
#define SHAPE_H

#include <stddef.h>
#include <stdint.h>

struct text;

enum shape_kind {
    SHAPE_TEXT,    /* const char *; NULL writes "" */
    SHAPE_INTEGER, /* int64_t */
    SHAPE_FLAG,    /* int64_t, 0 or 1, as false or true */
    SHAPE_WORD,    /* int64_t, as the name that .words has for it, or "" */
    SHAPE_DAY,     /* int64_t yyyymmdd as "2026-11-23"; 0 writes null */
    SHAPE_MOMENT,  /* int64_t ms as RFC 3339 at +08:00; 0 writes null */
    SHAPE_OBJECT,  /* a struct within the struct, of shape .of; at offset 0 its own
                      members under a name of their own */
    SHAPE_LIST,    /* a pointer to structs of shape .of, with a size_t count */
    SHAPE_WORDS,   /* const char *const *, with a size_t count */
};

struct shape;
struct words;

/* What a field is to those who fill it in. */
enum shape_duty {
    SHAPE_FREE,     /* may be left out */
    SHAPE_REQUIRED, /* a text that may not be "" */
    SHAPE_DERIVED,  /* worked out from the others: written, not read */
};

struct shape_field {
    const char *name;
    enum shape_kind kind;
    size_t offset;
    size_t count_offset; /* of a list's size_t */
    const struct shape *of;
    const char *help; /* English, for the description */

    /* What follows is for what is filled in, too. */
    enum shape_duty duty;
    const char *label;           /* Chinese, TEXT() */
    const char *group;           /* heading of this field and those behind it */
    const struct words *words;   /* the only ones that it may hold */
    const struct words *offered; /* of a list of words: those, and any other */
    int64_t min, max;            /* of a number; characters of a text */
    int64_t otherwise;           /* the number when nothing is said */
};

struct shape {
    const char *name; /* "Item": of the schema */
    const struct shape_field *fields;
    size_t count;
    size_t size; /* of the struct */
};

/* Writes the struct under a key, or as a bare value with key NULL. */
void shape_put(struct text *out, const char *key, const struct shape *shape,
               const void *what);

/* Writes the shape's JSON Schema (2020-12), with $ref to "#/components/schemas/NAME". */
void shape_put_schema(struct text *out, const struct shape *shape);

#endif
