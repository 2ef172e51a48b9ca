/*
 * bundle_body -- what a bundle says: one row of its file of JSON Lines, read and checked.
 *
 *     { "code": "CS", "name": "出生一件事", "event": "E01", "summary": "…",
 *       "department": "D21",                        code of the department that leads
 *       "items": [ { "code": "1133…" },
 *                  { "code": "1133…", "after": ["1133…"] } ],
 *       "fields": [ { "name": "baby", "label": "孩子姓名", "kind": "text",
 *                     "hint": "…", "required": true } ],
 *       "same": [ ["父母居民身份证", "登记人居民身份证"] ] }
 *
 * The papers of a bundle are those of its items, each once; names of one group of "same"
 * are one paper, called by the first.  Kinds of fields are text, long_text, day, integer
 * and mobile.
 */
#ifndef BUNDLE_BODY_H
#define BUNDLE_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "form.h"
#include "item_version.h"

enum {
    BUNDLE_ITEMS_MAX = 12, /* at least 2 */
    BUNDLE_FIELDS_MAX = 12,
    BUNDLE_SAME_MAX = 20,
    BUNDLE_CODE_MAX = 32, /* characters; so of a field's name */
    BUNDLE_NAME_MAX = 100,
    BUNDLE_ROW_MAX = 64 * 1024, /* bytes */
};

struct bundle_item {
    const char *code;
    uint64_t behind; /* set of places, from 0, of items that are granted before */
};

struct bundle_body {
    const char *code, *name;
    const char *event;      /* name of item_life_events: "E01" */
    const char *summary;    /* "" none */
    const char *department; /* code */
    size_t item_count, field_count, same_count;
    struct bundle_item item[BUNDLE_ITEMS_MAX];
    struct form_field field[BUNDLE_FIELDS_MAX];
    struct item_list same[BUNDLE_SAME_MAX];
};

/* Reads a row into the arena.  Says no with a Chinese reason. */
bool bundle_body_read(struct arena *arena, const char *row, size_t size,
                      struct bundle_body *body, const char **why);

/* The name under which a paper of an item stands in the bundle. */
const char *bundle_body_paper(const struct bundle_body *body, const char *name);

#endif
