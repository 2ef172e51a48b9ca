/*
 * word -- an enumeration as a table (取值表): what is stored, what files and the API
 * say, and what people read.
 *
 * A name is a stable English word.  The Chinese is marked for the catalogue of texts
 * where the table stands.  Values and names are unique in their table.
 */
#ifndef WORD_H
#define WORD_H

#include <stddef.h>
#include <stdint.h>

struct word {
    int64_t value;
    const char *name;
    const char *chinese; /* TEXT() */
};

struct words {
    const struct word *word;
    size_t count;
};

/* The word of a value, a name or a Chinese wording; NULL when there is none. */
const struct word *word_of(const struct words *words, int64_t value);
const struct word *word_named(const struct words *words, const char *name);
const struct word *word_said(const struct words *words, const char *chinese);

/* The name or the Chinese of a value, "" when it is unknown. */
const char *word_name(const struct words *words, int64_t value);
const char *word_chinese(const struct words *words, int64_t value);

/* What a name stands for in Chinese; the name itself when no row has it. */
const char *word_reads(const struct words *words, const char *name);

#endif
