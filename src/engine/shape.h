/*
 * shape -- how a struct looks as JSON.
 *
 * One table of fields writes the answer and describes it: what the API says and what
 * its OpenAPI description claims cannot differ.
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
    SHAPE_DAY,     /* int64_t yyyymmdd as "2026-11-23"; 0 writes null */
    SHAPE_MOMENT,  /* int64_t ms as RFC 3339 at +08:00; 0 writes null */
    SHAPE_OBJECT,  /* a struct within the struct, of shape .of */
    SHAPE_LIST,    /* a pointer to structs of shape .of, with a size_t count */
    SHAPE_WORDS,   /* const char *const *, with a size_t count */
};

struct shape;

struct shape_field {
    const char *name;
    enum shape_kind kind;
    size_t offset;
    size_t count_offset; /* of a list's size_t */
    const struct shape *of;
    const char *help; /* English, for the description */
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
