/*
 * item_import_inside -- what the parts of the importer share.
 *
 *     item_import         the file, its lines, duplicates, storing
 *     item_import_field   one member of a row, taken over or rejected
 *     item_import_code    what is said of faults in codes
 *     item_import_haoban, item_import_others   a row of a format becomes a version
 *     item_import_sheet   tables become rows of ours
 *
 * A row's JSON lives until the next line; all that is kept is copied into the arena.
 */
#ifndef ITEM_IMPORT_INSIDE_H
#define ITEM_IMPORT_INSIDE_H

#include "item_import.h"
#include "item_words.h"
#include "json.h"
#include "shape.h"
#include "sheet.h"

struct import_row {
    int line;
    struct item_version version;
};

struct import_reader {
    struct item_import *import;
    struct arena *arena;      /* of what is kept */
    struct arena *line_arena; /* reset for each line */
    const char *bytes;        /* this line */
    size_t size;
    int line;
    bool spoiled;       /* this row was rejected */
    bool passed_over;   /* this row is not asked for */
    const char *part;   /* the object within the row that is read now, or NULL */
    const char *row_of; /* the list of which a row is read now, or NULL */
    size_t row;         /* its number, from 1 */
    struct import_sheets *sheets; /* NULL: the row is a line of JSON */
    struct import_row *rows;
    size_t count;
    size_t room;
    size_t *places;     /* hash of codes: index of a row + 1 */
    size_t place_count; /* a power of two */
};

/* ---- reporting; key is the member that it is about, or NULL ---- */

void import_reject(struct import_reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void import_remark(struct import_reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same of a place in tables. */
void import_reject_at(struct import_reader *reader, const struct sheet_place *place,
                      const char *reason);
void import_remark_at(struct import_reader *reader, const struct sheet_place *place,
                      const char *reason);

/* ---- fields: what is absent is "", nothing, or otherwise ---- */

/* A text without blanks around it; rejects other kinds, controls, over-long ones. */
const char *import_text(struct import_reader *reader, const struct json *object,
                        const char *key, size_t max);

/* A list of words; in the table, when there is one, by name or Chinese. */
struct item_list import_words(struct import_reader *reader, const struct json *object,
                              const char *key, const struct words *words);

int64_t import_number(struct import_reader *reader, const struct json *object,
                      const char *key, int64_t min, int64_t otherwise);

/* One word of a table, by name or Chinese; gives its value. */
int64_t import_word(struct import_reader *reader, const struct json *object,
                    const char *key, const struct words *words, int64_t otherwise);

/* The same as the word's name, which is stored as it is. */
const char *import_name(struct import_reader *reader, const struct json *object,
                        const char *key, const struct words *words);

/* A number between the bounds of its field, or a Chinese word that stands for one. */
int64_t import_grade(struct import_reader *reader, const struct json *object,
                     const struct shape_field *field);

/* An object within the object; an empty one when there is none. */
const struct json *import_part(struct import_reader *reader, const struct json *object,
                               const char *key);

/* true, false, yes, no, 是, 否 … */
int64_t import_flag(struct import_reader *reader, const struct json *object,
                    const char *key, int64_t otherwise);

/* {"n": 5, "unit": …} */
struct item_limit import_limit(struct import_reader *reader, const struct json *object,
                               const char *key);

/* The members of an array, at most ITEM_PAPERS_MAX; others are rejected. */
size_t import_count(struct import_reader *reader, const struct json *object,
                    const char *key);

/* Papers of which only the names are known. */
void import_paper_names(struct import_reader *reader, const struct json *object,
                        const char *key, const char *situation,
                        struct item_version *version);

/* Without the blanks around it, in the arena. */
const char *import_trimmed(struct arena *arena, const char *string);

/* Maps and checks an object as a row of the import's format, and keeps it. */
void import_take_row(struct import_reader *reader, const struct json *row);

/* Reads the import's path as tables.  Says no and why, as item_import_read() does. */
bool import_read_sheets(struct import_reader *reader, const char **why);

/* Where a field of the row that is read stands in its table; NULL: the line. */
void import_sheet_place(const struct import_reader *reader,
                        const struct shape_field *field, struct sheet_place *place);

/* ---- codes ---- */

/* Rejects or remarks upon what item_code_faults() finds in the codes of a version. */
void import_check_code(struct import_reader *reader, const struct item_version *version,
                       const char *key);

/* ---- formats ---- */

struct import_format {
    const char *name;
    const char *marks[3]; /* members that a row of it has; NULL none */
    const char *code_key; /* the member with the code, for reports */
    void (*map)(struct import_reader *reader, const struct json *row,
                struct item_version *version);
    void (*merge)(struct import_reader *reader, struct item_version *earlier,
                  const struct item_version *version);
    /* what a second row with a code means; NULL: a mistake */
};

void import_haoban(struct import_reader *reader, const struct json *row,
                   struct item_version *version);
void import_guangdong(struct import_reader *reader, const struct json *row,
                      struct item_version *version);
void import_guangan(struct import_reader *reader, const struct json *row,
                    struct item_version *version);
void import_changchun(struct import_reader *reader, const struct json *row,
                      struct item_version *version);
void import_changchun_merge(struct import_reader *reader, struct item_version *earlier,
                            const struct item_version *version);
void import_names(struct import_reader *reader, const struct json *row,
                  struct item_version *version);

#endif
