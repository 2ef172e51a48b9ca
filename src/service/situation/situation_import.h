/*
 * situation_import -- situations from files of JSON Lines (情形导入).
 *
 *     file -> situation_import_read() -> flows -> situation_import_store() -> library
 *             parse, derive, check                one write work
 *
 * Two formats, recognised by the members of the first row:
 *
 *     haoban   one item's flow a row, as situation_text.h writes it; the item is in the
 *              library, and its papers are those that the flow names
 *     flat     one situation a row: { "item", "department", "situation", "materials" };
 *              rows of one item and department become one flow (situation_derive.h), and
 *              the item itself comes into the library with these papers.  There are no
 *              codes, so one is derived: "QX-" and 24 hex digits of SM3 over department
 *              and item.
 *
 * Whatever is wrong is reported with line, column and reason; then nothing is stored,
 * unless the caller asked to keep the good flows.  Odd but usable rows are remarked upon.
 */
#ifndef SITUATION_IMPORT_H
#define SITUATION_IMPORT_H

#include "item_import.h"
#include "situation.h"
#include "situation_check.h"
#include "situation_derive.h"

enum {
    SITUATION_FILE_MAX = 64 * 1024 * 1024, /* bytes */
    SITUATION_LINE_MAX = 1024 * 1024,
    SITUATION_LINES_MAX = 20000,
};

/* A flow that was read. */
struct situation_import_flow {
    const char *code, *name; /* name: of a flat list; else "" */
    int line;                /* of the file; the first of a flat list's */
    const char *text;        /* the row, for places; "" of a flat list */
    struct situation_flow flow;
    struct situation_row *rows; /* of a flat list, with their addresses; else NULL */
    size_t row_count;
    size_t ways, longest; /* as counted by the check */
    size_t findings;      /* what the check found; such a flow is not stored */
};

struct situation_import_report {
    int64_t published; /* new flows, and new revisions */
    int64_t unchanged;
    int64_t rejected; /* rows and flows, by reading */
    int64_t refused;  /* flows, by storing */
    int64_t remarked;
};

/* One import: asked above, answered below. */
struct situation_import {
    const char *bytes; /* the file's, with a NUL behind */
    size_t size;
    enum item_import_keep keep;
    struct item_import_listener listener;

    struct situation_import_report report;
    const struct situation_import_flow *flows; /* by line */
    size_t flow_count;
    struct item_import items; /* of a flat list: what comes into the library with it */
};

/* Reads, derives and checks the whole file into the arena. */
void situation_import_read(struct arena *arena, struct situation_import *import);

extern const struct refusal situation_import_refused;

/*
 * Checks the flows against the library and publishes them; everything or nothing, as work
 * is.  May be run again.  Refuses: situation_import_refused, when something was wrong and
 * is not to be left out.
 */
const struct refusal *situation_import_store(struct work *work,
                                             struct situation_import *import);

#endif
