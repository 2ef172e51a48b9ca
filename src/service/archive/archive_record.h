/*
 * archive_record -- 案卷: all that is known of a matter, as tables of words.
 *
 * One list of tables is written twice: as JSON for programs and as a page for people.
 * Every value is a text as people read it, moments are those of the town.  It holds
 * personal data whole: it goes into an archive and nowhere else.
 */
#ifndef ARCHIVE_RECORD_H
#define ARCHIVE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "letter.h"
#include "matter.h"
#include "page.h"
#include "paper.h"
#include "text.h"

enum { ARCHIVE_TABLES_MAX = 20, ARCHIVE_COLUMNS_MAX = 9 };

struct archive_column {
    const char *key;
    const char *label; /* TEXT() */
};

struct archive_table {
    const char *key;
    const char *heading; /* TEXT() */
    struct archive_column column[ARCHIVE_COLUMNS_MAX];
    size_t column_count;
    bool is_one;       /* of one row, which reads as names and values */
    const char **cell; /* row by row; none is NULL */
    size_t row_count;
};

struct archive_record {
    const char *number, *spoken; /* as digits, and in groups */
    const char *title;
    const char *made; /* when: 2026-11-23 09:12 */
    struct archive_table table[ARCHIVE_TABLES_MAX];
    size_t table_count;
};

/* Where the content of a paper or letter stands in the archive, by its place in the list
 * from 0; "" of a paper whose content is not kept any more. */
const char *archive_paper_name(struct arena *arena, const struct paper *paper,
                               size_t place);
const char *archive_letter_name(struct arena *arena, size_t place);

/* Reads all of a matter.  Refuses what reading its asker and its item refuses. */
const struct refusal *archive_read(struct work *work, const struct matter *matter,
                                   struct archive_record *record);

/* The record as one JSON object: a list of objects for each table. */
void archive_put_record(struct text *out, const struct archive_record *record);

/* The record as a page that needs nothing beside it but the files of the archive. */
void archive_record_page(struct html *out, const struct archive_record *record);

#endif
