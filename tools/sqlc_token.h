/*
 * sqlc_token -- a text as tokens, and what every part of sqlc needs: memory, complaints.
 *
 * A text has two views, one for each database: what stands between slash-star-pg or
 * slash-star-sqlite and star-slash is seen by that one only.
 */
#ifndef SQLC_TOKEN_H
#define SQLC_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum view { VIEW_SQLITE = 1, VIEW_POSTGRES = 2, VIEW_BOTH = 3 };

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_STRING,    /* with its quotes */
    TOKEN_PARAMETER, /* without its colon */
    TOKEN_SIGN,
    TOKEN_COMMENT, /* a "--" comment, without the dashes; never in a view */
};

struct token {
    enum token_kind kind;
    unsigned view; /* enum view: which database sees it */
    int line;
    bool spaced; /* something blank stood before it */
    const char *text;
    size_t match; /* in a view: the index of the other parenthesis */
};

struct tokens {
    struct token *token;
    size_t count;
};

struct tokens token_read(const char *file, const char *text);

/* What one database sees of [first, last), parentheses matched, comments gone. */
struct tokens token_view(const char *file, const struct tokens *tokens, size_t first,
                         size_t last, enum view view);

/* Whether the token exists and is this word (any case) or sign. */
bool token_is(const struct tokens *tokens, size_t index, const char *text);

/* Whether it is one of the words of a list that ends with NULL. */
bool token_in(const struct tokens *tokens, size_t index, const char *const *words);

bool token_is_parameter(const struct tokens *tokens, size_t index, const char *name);

/* The next token at the same depth: a parenthesis is stepped over. */
size_t token_step(const struct tokens *tokens, size_t index);

/* The first of the words at this depth in [first, last), or last. */
size_t token_find(const struct tokens *tokens, size_t first, size_t last,
                  const char *const *words);

/* The text again, line by line as it was; number maps a parameter, or NULL keeps it. */
const char *token_text(const struct tokens *tokens, const char *const *parameters,
                       size_t count, char mark);

/* ---- errors, memory ---- */

extern int complaints;
extern struct arena *memory; /* for all that the program makes; freed at its end */

/* Prints "FILE:LINE: name: …", each message once; name may be NULL. */
void complain(const char *file, int line, const char *name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Room for one more element behind count. */
void *extend(void *array, size_t count, size_t size);

char *print(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *read_file(const char *path);

/* [a-z][a-z0-9_]*, at most 63 bytes, and no keyword of C. */
bool name_is_good(const char *name);

#endif
