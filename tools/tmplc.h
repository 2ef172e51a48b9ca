/*
 * tmplc -- the page compiler; see tmplc.c for its use and web/README.md for pages.
 *
 *   tmplc.c         arguments, files, the C of a page
 *   tmplc_read.c    a page's bytes to pieces: % lines, texts, values
 *   tmplc_tag.c     likewise: tags and attributes
 *   tmplc_rule.c    what a tag may say
 *   tmplc_nest.c    tags that close, ids that are alone, along the braces of % lines
 *   tmplc_code.c    the little of C that has to be understood: braces, TEXT("…")
 *   tmplc_text.c    the collected texts and the catalogue
 */
#ifndef TMPLC_H
#define TMPLC_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

enum {
    VALUES_MAX = 16, /* {{ }} in one text */
    ERRORS_MAX = 40,
};

/* Everything of the run lives in its arena. */
struct run {
    struct arena *arena;
    int errors;
    struct message *message; /* growing */
    size_t message_count;
    size_t message_room;
};

/* Reports FILE:LINE: what is wrong and what to write instead. */
void complain(struct run *run, const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- texts ---- */

/* A collected text: plain, no markup, {0} {1} … for values. */
struct message {
    const char *chinese;
    const char *english; /* NULL while the catalogue lacks it */
    const char *path;    /* where it was first seen */
    int line;
};

bool has_chinese(const char *string);
void message_add(struct run *run, const char *chinese, const char *path, int line);

/* Sorts and makes unique; from now on message_index() works. */
void messages_close(struct run *run);
int message_index(const struct run *run, const char *chinese);
void catalogue_read(struct run *run, const char *path);
void messages_write(const struct run *run, struct text *out);
void messages_print_missing(const struct run *run);

/* Appends a C string literal of the bytes, quotes and all. */
void put_literal(struct text *out, const char *bytes, size_t size);

/* Collapses white space and decodes entities; complains of those it does not know. */
const char *plain_text(struct run *run, const char *markup, const char *path, int line);

/* ---- C ---- */

enum block_kind {
    BLOCK_PLAIN,
    BLOCK_IF,
    BLOCK_ELSE_IF,
    BLOCK_ELSE,
    BLOCK_LOOP,
    BLOCK_SWITCH
};

struct nest;

/* Reads C in portions, such as one % line after another. */
struct code {
    struct run *run;
    const char *path;
    struct nest *nest; /* told of braces; NULL for a C file */
    bool in_comment;
    char last; /* the last byte that counts: a brace, ';' … */
    int paren_depth;
    bool in_case;         /* between "case" and its ':' */
    int statement_words;  /* words since the last ; { or } */
    enum block_kind kind; /* what a { would open now */
    enum { TEXT_NONE, TEXT_WORD, TEXT_OPEN } text_state;
    struct text literal; /* what stands in TEXT( so far */
    int literal_line;
};

void code_read(struct code *code, const char *bytes, size_t size, int line);

#endif
