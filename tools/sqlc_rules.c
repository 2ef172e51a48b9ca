/* The rules of statements that need no knowledge of tables. */
#include "sqlc.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "text.h"

static void fail(const struct statement *statement, const struct tokens *tokens,
                 size_t index, const char *text) {
    const size_t at = index < tokens->count ? index : tokens->count - 1;

    complain(statement->file, tokens->token[at].line, statement->name, "%s", text);
}

static const char *const select_word[] = { "select", "with", NULL };

/* ---- single tokens ---- */

/* Words that mean different things, or read a clock or a die. */
static void check_word(const struct statement *statement, const struct tokens *tokens,
                       size_t index) {
    static const struct {
        const char *word;
        bool called;
        const char *advice;
    } words[] = {
        { "current_timestamp", false, "the moment is :now_ms" },
        { "current_date", false, "the moment is :now_ms; days are parameters" },
        { "current_time", false, "the moment is :now_ms" },
        { "now", true, "the moment is :now_ms" },
        { "datetime", true, "moments are milliseconds; civil.h reads days" },
        { "strftime", true, "moments are milliseconds; civil.h reads days" },
        { "random", true, "the program throws the dice" },
        { "avg", true,
          "it rounds differently on the two databases: write "
          "CAST(sum(x) AS BIGINT) / count(*)" },
        { "ifnull", true, "write coalesce()" },
        { "group_concat", true, "read the rows; the page joins them" },
        { "string_agg", true, "read the rows; the page joins them" },
        { "rowid", false, "only SQLite has it" },
        { "glob", false, "only SQLite has it" },
        { "ilike", false, "only PostgreSQL has it" },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(tokens, index, words[i].word) &&
            (!words[i].called || token_is(tokens, index + 1, "(")))
            fail(statement, tokens, index,
                 print("%s: %s", words[i].word, words[i].advice));
}

/* '%:word%' in quotes: somebody expects the parameter to be filled in there. */
static void check_string(const struct statement *statement, const struct tokens *tokens,
                         size_t index) {
    const char *text = tokens->token[index].text;

    for (size_t i = 1; text[i]; i++)
        if (text[i] == ':' && islower((unsigned char)text[i + 1]) &&
            !isalnum((unsigned char)text[i - 1]))
            fail(statement, tokens, index,
                 "a parameter inside quotes is plain text: write '%' || :name, or make "
                 "the whole pattern in C");
}

static void check_star(const struct statement *statement, const struct tokens *tokens,
                       size_t index) {
    static const char *const before[] = { "select", "distinct",  "all", ",",
                                          ".",      "returning", NULL };

    if (token_is(tokens, index, "*") && index > 0 && token_in(tokens, index - 1, before))
        fail(statement, tokens, index,
             "name the columns instead of *: a new column breaks prepared statements "
             "(in EXISTS write SELECT 1)");
}

static void check_float(const struct statement *statement, const struct tokens *tokens,
                        size_t index) {
    if (tokens->token[index].kind == TOKEN_NUMBER && token_is(tokens, index + 1, ".") &&
        index + 2 < tokens->count && tokens->token[index + 2].kind == TOKEN_NUMBER)
        fail(statement, tokens, index, "no fractions: count in the smaller unit");
}

static void check_lock(const struct statement *statement, const struct tokens *tokens,
                       size_t index) {
    static const char *const strengths[] = { "update", "share", "no", "key", NULL };

    if (!token_is(tokens, index, "for") || !token_in(tokens, index + 1, strengths))
        return;
    if (tokens->token[index].view == VIEW_BOTH)
        fail(statement, tokens, index,
             "SQLite does not know FOR UPDATE: put it between /*pg and */");
    if (statement->all_towns)
        fail(statement, tokens, index, "no locking over all towns");
}

/* A pattern means the same on both databases only with its escape said. */
static void check_like(const struct statement *statement, const struct tokens *tokens,
                       size_t index) {
    static const char *const ends[] = { "escape", "and",   "or",    "then",      ",",
                                        "group",  "order", "limit", "returning", NULL };

    if (!token_is(tokens, index, "like"))
        return;
    if (!token_is(tokens, token_find(tokens, index, tokens->count, ends), "escape"))
        fail(statement, tokens, index,
             "write LIKE :pattern ESCAPE '!': the databases differ without it");
}

/* ---- functions ---- */

/* Whether a CAST( … AS BIGINT) is open around the token. */
static bool is_cast(const struct tokens *tokens, size_t index) {
    for (size_t i = 0; i < index; i++) {
        const size_t end = tokens->token[i].match;

        if (end > index && i > 0 && token_is(tokens, i - 1, "cast") &&
            token_is(tokens, end - 1, "bigint") && token_is(tokens, end - 2, "as"))
            return true;
    }
    return false;
}

static void check_sum(const struct statement *statement, const struct tokens *tokens,
                      size_t index) {
    if (token_is(tokens, index, "sum") && token_is(tokens, index + 1, "(") &&
        !is_cast(tokens, index))
        fail(statement, tokens, index,
             "PostgreSQL's sum() is numeric: write CAST(sum(x) AS BIGINT), with "
             "coalesce(…, 0) where there may be no row");
}

static bool is_scalar(const struct tokens *tokens, size_t open) {
    static const char *const comma[] = { ",", NULL };
    const size_t end = tokens->token[open].match;

    return token_find(tokens, open + 1, end, comma) < end;
}

/* Whether something is added to what stands in [index, end), or to what holds it. */
static bool is_added_to(const struct tokens *tokens, size_t index, size_t end) {
    if (token_is(tokens, end, "+") || (index > 0 && token_is(tokens, index - 1, "+")))
        return true;
    for (size_t i = 0; i < index; i++) {
        const size_t close = tokens->token[i].match;

        if (close > index && token_is(tokens, close + 1, "+"))
            return true;
    }
    return false;
}

/* max() + 1, also behind coalesce() or out of a subquery, and any max() of an INSERT. */
static void check_max(const struct statement *statement, const struct tokens *tokens,
                      size_t index) {
    static const char *const insert[] = { "insert", NULL };

    if (!token_is(tokens, index, "max") || !token_is(tokens, index + 1, "(") ||
        is_scalar(tokens, index + 1))
        return;
    if (is_added_to(tokens, index, tokens->token[index + 1].match + 1) ||
        token_find(tokens, 0, tokens->count, insert) < tokens->count)
        fail(statement, tokens, index,
             "numbers come from a counter row (UPDATE counter SET … RETURNING), never "
             "from max(): two writers would take the same");
}

static void check_scalar_extreme(const struct statement *statement,
                                 const struct tokens *tokens, size_t index) {
    if ((token_is(tokens, index, "max") || token_is(tokens, index, "min")) &&
        token_is(tokens, index + 1, "(") && is_scalar(tokens, index + 1))
        fail(statement, tokens, index,
             "max() and min() of several values are SQLite's: write CASE WHEN … END");
}

/* ---- clauses ---- */

static size_t find_set(const struct tokens *tokens, size_t first) {
    static const char *const set[] = { "set", NULL };

    return token_find(tokens, first, tokens->count, set);
}

/* The assignments of one SET, which begins at index. */
static void check_set(const struct statement *statement, const struct tokens *tokens,
                      size_t index) {
    static const char *const ends[] = { "from", "where", "returning", NULL };
    const size_t last = token_find(tokens, index + 1, tokens->count, ends);

    for (size_t i = index; i < last; i = token_step(tokens, i)) {
        if (!token_is(tokens, i, "set") && !token_is(tokens, i, ","))
            continue;
        if (token_is(tokens, i + 1, "("))
            fail(statement, tokens, i + 1, "SET one column at a time: a = …, b = …");
        if (token_is(tokens, i + 1, "town"))
            fail(statement, tokens, i + 1, "town is never SET: a row stays in its town");
    }
}

static void check_sets(const struct statement *statement, const struct tokens *tokens) {
    static const char *const conflict[] = { "conflict", NULL };
    const size_t first = token_find(tokens, 0, tokens->count, conflict);

    if (!statement->writes)
        return;
    for (size_t i = find_set(tokens, 0); i < tokens->count; i = find_set(tokens, i + 1))
        check_set(statement, tokens, i);
    for (size_t i = first; i < tokens->count; i++)
        if (token_in(tokens, i, select_word))
            fail(statement, tokens, i,
                 "no subquery in ON CONFLICT: read first, then insert");
}

/* Taking one of several: the outer UPDATE repeats what makes the row free. */
static void check_skip_locked(const struct statement *statement,
                              const struct tokens *tokens) {
    static const char *const where[] = { "where", NULL };
    static const char *const and_or_end[] = { "and", "returning", NULL };
    bool skips = false, repeats = false;

    for (size_t i = 0; i + 1 < tokens->count; i++)
        skips =
            skips || (token_is(tokens, i, "skip") && token_is(tokens, i + 1, "locked"));
    if (!skips || !statement->writes)
        return;
    size_t i = token_find(tokens, 0, tokens->count, where) + 1;

    while (i < tokens->count && !token_is(tokens, i - 1, "returning")) {
        const size_t end = token_find(tokens, i, tokens->count, and_or_end);
        bool other = true;

        for (size_t j = i; j < end; j++)
            if (token_is(tokens, j, "town") || token_is(tokens, j, "select"))
                other = false;
        repeats = repeats || other;
        i = end + 1;
    }
    if (!repeats)
        fail(statement, tokens, 0,
             "the outer UPDATE repeats the state (… AND state = 'waiting'): SKIP LOCKED "
             "is not seen by SQLite");
}

static void check_shape(const struct statement *statement, const struct tokens *tokens) {
    static const char *const order[] = { "order", NULL };
    static const char *const limit[] = { "limit", NULL };
    int64_t rows = 0;
    const size_t limit_at = token_find(tokens, 0, tokens->count, limit);

    if (statement->writes && statement->all_towns)
        fail(statement, tokens, 0, "@all_towns is for reading only: bind it to the town");
    if (statement->shape != SHAPE_MANY || statement->writes)
        return;
    if (token_find(tokens, 0, tokens->count, order) == tokens->count)
        fail(statement, tokens, 0, "many rows have an order: write ORDER BY");
    if (limit_at == tokens->count)
        fail(statement, tokens, 0, "many rows have a bound: write LIMIT");
    else if (limit_at + 1 < tokens->count &&
             text_read_int(tokens->token[limit_at + 1].text, &rows) && rows > ROWS_MAX)
        fail(statement, tokens, limit_at, print("LIMIT is at most %d", ROWS_MAX));
}

void rules_check(const struct statement *statement, const struct tokens *tokens) {
    if (tokens->count == 0)
        return;
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->token[i].kind == TOKEN_STRING)
            check_string(statement, tokens, i);
        check_word(statement, tokens, i);
        check_star(statement, tokens, i);
        check_float(statement, tokens, i);
        check_lock(statement, tokens, i);
        check_like(statement, tokens, i);
        check_sum(statement, tokens, i);
        check_max(statement, tokens, i);
        check_scalar_extreme(statement, tokens, i);
    }
    check_sets(statement, tokens);
    check_skip_locked(statement, tokens);
    check_shape(statement, tokens);
}
