/*
 * tidy -- what the parts of the checker share.  See tidy.c for its use.
 *
 * The parts, in the order in which a file passes through them:
 *   tidy_scan   splits C into code, comments and the units at file scope
 *   tidy_text   any file: its length, its columns, its open ends; a header's prose
 *   tidy_code   C: calls, functions, parameters, variables, tests
 *   tidy_tree   what only shows across files: includes, layers, numbers, statements
 *
 * There is no parser behind it, only braces and parentheses in text without comments and
 * strings.  That is enough for code that clang-format has laid out, and stays readable.
 * The program is short-lived: everything is in one arena and freed at its end.
 */
#ifndef TIDY_H
#define TIDY_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum {
    TIDY_FILES_MAX = 4000,
    TIDY_LAYERS_MAX = 64,
    TIDY_FILE_BYTES_MAX = 8 * 1024 * 1024,
};

/* A function with its body, or any other declaration, at file scope. */
struct unit {
    bool is_function;
    size_t begin; /* offsets into the source, from the first to the last byte */
    size_t end;
    const char *text; /* one blank between words; what stood in braces left out */
};

struct source {
    const char *path;   /* from the root: "src/base/arena.c" */
    const char *name;   /* "arena.c" */
    const char *ending; /* ".c" */
    const char *bytes;
    size_t size;
    size_t line_count;
    const size_t *line_begin; /* line_count + 1 of them */

    /* Of C only; as long as bytes, with blanks for what is left out. */
    bool is_c;         /* .c or .h */
    const char *code;  /* without comments, and strings are empty */
    const char *prose; /* the comments alone */
    const char *body;  /* the code without the preprocessor's lines */
    const struct unit *unit;
    size_t unit_count;
};

struct tree {
    struct arena *arena;
    size_t count;
    struct source *source; /* in order of path */
    size_t layer_count;
    const char *layer[TIDY_LAYERS_MAX]; /* folders, lowest first */

    /* For the report. */
    size_t findings;
    size_t header_lines; /* of src, not blank */
    size_t header_prose_lines;
    size_t functions; /* of src, without tests */
    size_t asserts;
};

/* Prints "FILE:LINE: …" and counts it; printf-style, says what to do. */
void tidy_find(struct tree *tree, const struct source *source, size_t line,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Whether the file lies in a folder ("src/base/"), or is it ("src/main.c"). */
bool tidy_is_in(const struct source *source, const char *folder);

bool tidy_is_test(const struct source *source); /* NAME_test.c */
bool tidy_ends_with(const struct source *source, const char *ending);

/* ---- tidy_scan ---- */

/* Fills the parts of a source from its bytes. */
void scan_source(struct arena *arena, struct source *source);

/* The line, from 1, of an offset. */
size_t scan_line(const struct source *source, size_t offset);

bool scan_is_word(char byte);

/* The next offset at or behind from at which the word stands alone; size when none. */
size_t scan_find_word(const struct source *source, const char *in, const char *word,
                      size_t from);

/* ---- the checks ---- */

/* Whether there are rules for its kind of file; others are data and not read. */
bool check_text_knows(const struct source *source);

void check_text(struct tree *tree, const struct source *source);
void check_code(struct tree *tree, const struct source *source);
void check_tree(struct tree *tree);

#endif
