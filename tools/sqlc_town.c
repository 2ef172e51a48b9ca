/*
 * The town rule: every use of a town's table is bound to the work's town.
 *
 * A scope is one SELECT branch, UPDATE or DELETE with the tables that it names itself.
 * A use in it is bound by the condition alias.town = :town standing alone between ANDs
 * of its WHERE, or of an ON that can drop the use's rows.  Under an OR, a NOT, or in the
 * ON of a LEFT JOIN for a table at its left it binds nothing.
 */
#include "sqlc.h"

#include <string.h>
#include <strings.h>

#include "arena.h"

struct use {
    const char *alias;
    const struct table *table; /* NULL: a subquery, or a table of a WITH */
    int line;
    bool bound;
};

struct scope {
    struct use use[USES_MAX];
    size_t count;
};

struct town {
    struct statement *statement;
    const struct schema *schema;
    const struct tokens *tokens;
    const char *with[USES_MAX]; /* names that WITH makes */
    size_t with_count;
    bool *named; /* by token: read as the name of a table */
};

static const char *const from_ends[] = { "where", "group", "having", "window",
                                         "order", "limit", "offset", "returning",
                                         "for",   NULL };
static const char *const join_words[] = { "join",  "left", "inner", "cross", "natural",
                                          "right", "full", ",",     NULL };
static const char *const set_words[] = { "union", "intersect", "except", NULL };
static const char *const query_words[] = { "select", "with", "values", NULL };
static const char *const write_words[] = { "insert", "update", "delete", "replace",
                                           NULL };
static const char *const where_word[] = { "where", NULL };
static const char *const returning_word[] = { "returning", NULL };
static const char *const comma[] = { ",", NULL };
static const char *const item_ends[] = { ",", "as", NULL };

static void check_query(struct town *town, size_t first, size_t last);

static void fail(const struct town *town, size_t index, const char *text) {
    const struct token *token =
        &town->tokens
             ->token[index < town->tokens->count ? index : town->tokens->count - 1];

    complain(town->statement->file, token->line, town->statement->name, "%s", text);
    town->statement->unclear = true;
}

/* ---- conditions ---- */

static struct use *find_use(struct scope *scope, size_t first, const char *alias) {
    for (size_t i = first; i < scope->count; i++)
        if (scope->use[i].alias && strcasecmp(scope->use[i].alias, alias) == 0)
            return &scope->use[i];
    return NULL;
}

/* The use that [first, last) = "alias.town" or a lone table's "town" names. */
static struct use *named_use(const struct tokens *tokens, struct scope *scope,
                             size_t from, size_t first, size_t last) {
    if (last - first == 3 && token_is(tokens, first + 1, ".") &&
        token_is(tokens, first + 2, "town"))
        return find_use(scope, from, tokens->token[first].text);
    if (last - first == 1 && scope->count == 1 && token_is(tokens, first, "town"))
        return &scope->use[0];
    return NULL;
}

/* One condition between ANDs. */
static void credit_one(const struct tokens *tokens, struct scope *scope, size_t from,
                       size_t first, size_t last) {
    struct use *use = NULL;

    if (last - first >= 3 && token_is_parameter(tokens, last - 1, "town") &&
        token_is(tokens, last - 2, "="))
        use = named_use(tokens, scope, from, first, last - 2);
    else if (last - first >= 3 && token_is_parameter(tokens, first, "town") &&
             token_is(tokens, first + 1, "="))
        use = named_use(tokens, scope, from, first + 2, last);
    if (use)
        use->bound = true;
}

/* Steps over a parenthesis, and over CASE … END. */
static size_t step(const struct tokens *tokens, size_t index) {
    size_t depth = 0;

    do {
        depth += token_is(tokens, index, "case");
        depth -= depth > 0 && token_is(tokens, index, "end");
        index = token_step(tokens, index);
    } while (depth > 0 && index < tokens->count);
    return index;
}

static bool has_or(const struct tokens *tokens, size_t first, size_t last) {
    for (size_t i = first; i < last; i = step(tokens, i))
        if (token_is(tokens, i, "or"))
            return true;
    return false;
}

/* The AND that ends the condition at first, or last.  BETWEEN has one of its own. */
static size_t find_and(const struct tokens *tokens, size_t first, size_t last) {
    size_t between = 0;

    for (size_t i = first; i < last; i = step(tokens, i)) {
        between += token_is(tokens, i, "between");
        if (token_is(tokens, i, "and") && between-- == 0)
            return i;
    }
    return last;
}

/* Binds the uses from `from` on that the conditions in [first, last) bind. */
static void credit(const struct tokens *tokens, struct scope *scope, size_t from,
                   size_t first, size_t last) {
    if (has_or(tokens, first, last))
        return;
    while (first < last) {
        const size_t end = find_and(tokens, first, last);

        if (token_is(tokens, first, "(") && tokens->token[first].match + 1 == end)
            credit(tokens, scope, from, first + 1, end - 1);
        else
            credit_one(tokens, scope, from, first, end);
        first = end + 1;
    }
}

/* ---- FROM ---- */

static void add_use(struct town *town, struct scope *scope, const struct use *use,
                    size_t index) {
    struct statement *statement = town->statement;

    if (scope->count == USES_MAX) {
        fail(town, index, "too many tables in one SELECT: make two statements");
        return;
    }
    if (use->alias && find_use(scope, 0, use->alias))
        fail(town, index, "two tables of one name: give each its own alias");
    scope->use[scope->count++] = *use;
    if (!use->table)
        return;
    statement->tables =
        extend(statement->tables, statement->table_count, sizeof *statement->tables);
    statement->tables[statement->table_count++] = use->table;
}

static bool is_with(const struct town *town, const char *name) {
    for (size_t i = 0; i < town->with_count; i++)
        if (strcasecmp(town->with[i], name) == 0)
            return true;
    return false;
}

/* Reads an alias at index, if there is one.  Returns the index behind it. */
static size_t read_alias(const struct tokens *tokens, size_t index, size_t last,
                         const char **alias) {
    static const char *const no_alias[] = { "on",      "using",       "set",      "not",
                                            "indexed", "tablesample", "conflict", NULL };

    if (token_is(tokens, index, "as"))
        index++;
    if (index >= last || tokens->token[index].kind != TOKEN_WORD ||
        token_in(tokens, index, no_alias) || token_in(tokens, index, join_words) ||
        token_in(tokens, index, from_ends))
        return index;
    *alias = tokens->token[index++].text;
    return index < last && token_is(tokens, index, "(") ? token_step(tokens, index)
                                                        : index;
}

/* A table's name with its alias.  Returns the index behind. */
static size_t read_table(struct town *town, struct scope *scope, size_t index,
                         size_t last) {
    const struct tokens *tokens = town->tokens;
    const size_t at = index;
    const struct token *token = &tokens->token[index++];
    struct use use = { .alias = token->text, .line = token->line };

    if (token->kind != TOKEN_WORD) {
        fail(town, at, "a table's name is expected here");
        return index;
    }
    if (index < last && token_is(tokens, index, ".")) {
        fail(town, index, "write the table's name alone, without a schema");
        return index + 2;
    }
    if (index < last && token_is(tokens, index, "(")) {
        if (token->view == VIEW_BOTH)
            fail(town, at, "a function in FROM is not the same on both databases");
        index = token_step(tokens, index);
    } else if (!is_with(town, token->text)) {
        use.table = schema_table(town->schema, token->text);
        if (!use.table)
            fail(town, at, print("there is no table %s", token->text));
    }
    town->named[at] = true;
    index = read_alias(tokens, index, last, &use.alias);
    if (use.table && token_is(tokens, index - 1, ")"))
        fail(town, index - 1, "a table keeps the names of its columns");
    add_use(town, scope, &use, at);
    return index;
}

static void read_from(struct town *town, struct scope *scope, size_t first, size_t last);

/* A table, a subquery, or joins in parentheses. */
static size_t read_source(struct town *town, struct scope *scope, size_t index,
                          size_t last) {
    const struct tokens *tokens = town->tokens;
    struct use use = { .line = index < last ? tokens->token[index].line : 0 };

    if (token_is(tokens, index, "lateral"))
        index++;
    if (index >= last || !token_is(tokens, index, "("))
        return index < last ? read_table(town, scope, index, last) : last;

    const size_t at = index, end = tokens->token[index].match;

    if (token_in(tokens, index + 1, query_words)) {
        index = read_alias(tokens, end + 1, last, &use.alias);
        add_use(town, scope, &use, at);
        return index;
    }
    read_from(town, scope, index + 1, end);
    return end + 1;
}

/* ON …: [index, …) up to the next join.  Returns where it ends. */
static size_t read_on(struct town *town, struct scope *scope, size_t index, size_t last,
                      size_t from) {
    const size_t end = token_find(town->tokens, index, last, join_words);

    credit(town->tokens, scope, from, index, end);
    return end;
}

/* The tables of a FROM clause, and what their ON conditions bind. */
static void read_from(struct town *town, struct scope *scope, size_t first, size_t last) {
    const struct tokens *tokens = town->tokens;
    const size_t scope_first = scope->count;
    bool left = false;

    while (first < last) {
        const size_t source_first = scope->count;

        first = read_source(town, scope, first, last);
        if (first < last && token_is(tokens, first, "on"))
            first =
                read_on(town, scope, first + 1, last, left ? source_first : scope_first);
        else if (first < last && token_is(tokens, first, "using"))
            first = token_step(tokens, first + 1);
        left = false;
        if (first < last && !token_in(tokens, first, join_words)) {
            fail(town, first, "this is not understood: write JOIN … ON …");
            return;
        }
        for (; first < last &&
               (token_in(tokens, first, join_words) || token_is(tokens, first, "outer"));
             first++) {
            left = left || token_is(tokens, first, "left");
            if (token_is(tokens, first, "right") || token_is(tokens, first, "full"))
                fail(town, first, "write a LEFT JOIN instead");
            if (token_is(tokens, first, "natural"))
                fail(town, first, "no NATURAL JOIN: say in ON what joins");
        }
    }
}

/* ---- scopes ---- */

static void check_uses(struct town *town, const struct scope *scope) {
    for (size_t i = 0; i < scope->count; i++) {
        const struct use *use = &scope->use[i];

        if (!use->table || !use->table->has_town || use->bound)
            continue;
        town->statement->crosses_towns = true;
        if (!town->statement->all_towns)
            complain(town->statement->file, use->line, town->statement->name,
                     "%s is not bound to the town: write %s.town = :town between ANDs of "
                     "its WHERE or ON",
                     use->alias, use->alias);
    }
}

/* Every query in parentheses in [first, last). */
static void check_nested(struct town *town, size_t first, size_t last) {
    for (size_t i = first; i < last; i++) {
        if (!token_is(town->tokens, i, "("))
            continue;
        const size_t end = town->tokens->token[i].match;

        if (token_in(town->tokens, i + 1, query_words)) {
            check_query(town, i + 1, end);
            i = end;
        } else if (token_in(town->tokens, i + 1, write_words) &&
                   !token_is(town->tokens, i + 2, "(")) {
            fail(town, i + 1, "a statement inside a statement writes: make two of it");
            i = end;
        }
    }
}

/* FROM at this depth, but not that of IS DISTINCT FROM. */
static size_t find_from(const struct tokens *tokens, size_t first, size_t last) {
    static const char *const from[] = { "from", NULL };
    size_t i = token_find(tokens, first, last, from);

    while (i < last && i > first && token_is(tokens, i - 1, "distinct"))
        i = token_find(tokens, i + 1, last, from);
    return i;
}

/* FROM and WHERE of [first, last), into a scope that may hold UPDATE's table. */
static void read_scope(struct town *town, struct scope *scope, size_t first,
                       size_t last) {
    const struct tokens *tokens = town->tokens;
    const size_t from = find_from(tokens, first, last);
    const size_t where = token_find(tokens, first, last, where_word);

    if (from < last)
        read_from(town, scope, from + 1, token_find(tokens, from, last, from_ends));
    if (where < last)
        credit(tokens, scope, 0, where + 1,
               token_find(tokens, where + 1, last, from_ends));
    check_uses(town, scope);
}

/* The select list's item at a position must be the town of a table. */
static void check_town_item(struct town *town, struct scope *scope, size_t first,
                            size_t last, size_t position) {
    const struct tokens *tokens = town->tokens;
    const size_t end = find_from(tokens, first, last);

    first += token_is(tokens, first, "distinct") || token_is(tokens, first, "all");
    for (; position > 0 && first < end; position--)
        first = token_find(tokens, first, end, comma) + 1;

    size_t item_end = token_find(tokens, first, end, item_ends);
    const struct use *use = named_use(tokens, scope, 0, first, item_end);

    if (!use || !use->table || !use->table->has_town)
        fail(town, first < last ? first : last - 1,
             "INSERT … SELECT takes town from the table that it reads: alias.town; "
             "without such a table, read first and INSERT … VALUES (:town, …)");
}

enum { NO_POSITION = -1 };

static void check_select(struct town *town, size_t first, size_t last, int position) {
    struct scope scope = { .count = 0 };

    read_scope(town, &scope, first, last);
    if (position != NO_POSITION && token_is(town->tokens, first, "select"))
        check_town_item(town, &scope, first + 1, last, (size_t)position);
}

/* The names that a WITH makes.  Returns where the main statement begins. */
static size_t read_with(struct town *town, size_t index, size_t last) {
    const struct tokens *tokens = town->tokens;

    index++;
    if (token_is(tokens, index, "recursive")) {
        if (town->statement->all_towns)
            fail(town, index, "no recursion over all towns");
        index++;
    }
    while (index < last) {
        const char *name = tokens->token[index].text;

        if (schema_table(town->schema, name))
            fail(town, index, "the WITH has the name of a table: take another");
        if (town->with_count < USES_MAX)
            town->with[town->with_count++] = name;
        while (index < last && !token_is(tokens, index, "as"))
            index = token_step(tokens, index);
        while (index < last && !token_is(tokens, index, "("))
            index++;
        index = index < last ? token_step(tokens, index) : last;
        if (index >= last || !token_is(tokens, index, ","))
            break;
        index++;
    }
    return index;
}

/* The branches of a query.  position: where an INSERT wants the town, or NO_POSITION. */
static void check_branches(struct town *town, size_t first, size_t last, int position) {
    while (first < last) {
        const size_t end = token_find(town->tokens, first, last, set_words);

        check_select(town, first, end, position);
        first = end + 1;
        first += token_is(town->tokens, first, "all");
    }
}

static void check_query(struct town *town, size_t first, size_t last) {
    const size_t with_count = town->with_count;
    const size_t main_first =
        token_is(town->tokens, first, "with") ? read_with(town, first, last) : first;

    check_nested(town, first, last);
    check_branches(town, main_first, last, NO_POSITION);
    town->with_count = with_count;
}

/* ---- writing ---- */

static void check_update(struct town *town, size_t first, size_t last) {
    static const char *const set[] = { "set", NULL };
    const struct tokens *tokens = town->tokens;
    struct scope scope = { .count = 0 };
    const size_t at = token_find(tokens, first, last, set);

    read_table(town, &scope, first + 1, last);
    read_scope(town, &scope, at, last);
}

/* The position of town in the column list at open, or NO_POSITION. */
static int town_position(const struct tokens *tokens, size_t open) {
    int position = 0;

    for (size_t i = open + 1; i < tokens->token[open].match; i++) {
        if (token_is(tokens, i, "town"))
            return position;
        position += token_is(tokens, i, ",");
    }
    return NO_POSITION;
}

static void check_values(struct town *town, size_t first, size_t last, int position) {
    const struct tokens *tokens = town->tokens;

    for (size_t i = first; i < last && token_is(tokens, i, "("); i++) {
        const size_t end = tokens->token[i].match;
        size_t item = i + 1;

        for (size_t j = i; j < end; j++)
            if (token_in(tokens, j, query_words))
                fail(town, j, "no subquery in VALUES: read first, then insert");
        for (int skip = position; skip > 0 && item < end; skip--)
            item = token_find(tokens, item, end, comma) + 1;
        if (position != NO_POSITION &&
            (!token_is_parameter(tokens, item, "town") ||
             (!token_is(tokens, item + 1, ",") && item + 1 != end)))
            fail(town, item, "the value of town is :town, and nothing else");
        i = end + 1;
        if (i >= last || !token_is(tokens, i, ","))
            break;
    }
}

static size_t find_conflict(const struct tokens *tokens, size_t first, size_t last) {
    for (size_t i = first; i + 1 < last; i = token_step(tokens, i))
        if (token_is(tokens, i, "on") && token_is(tokens, i + 1, "conflict"))
            return i;
    return token_find(tokens, first, last, returning_word);
}

static void check_insert(struct town *town, size_t first, size_t last) {
    const struct tokens *tokens = town->tokens;
    struct scope scope = { .count = 0 };

    if (!token_is(tokens, first, "insert") || !token_is(tokens, first + 1, "into")) {
        fail(town, first, "write INSERT INTO, with ON CONFLICT where rows may be there");
        return;
    }
    size_t open = first + 3;
    const char *alias = NULL;

    if (token_is(tokens, open, "as"))
        open = read_alias(tokens, open, last, &alias);
    read_table(town, &scope, first + 2, first + 3);
    if (!token_is(tokens, open, "(") || token_in(tokens, open + 1, query_words)) {
        fail(town, first, "INSERT names its columns: INSERT INTO table (town, …)");
        return;
    }
    const bool has_town =
        scope.count && scope.use[0].table && scope.use[0].table->has_town;
    const int position = has_town ? town_position(tokens, open) : NO_POSITION;
    const size_t body = token_step(tokens, open);
    const size_t end = find_conflict(tokens, body, last);

    if (has_town && position == NO_POSITION)
        fail(town, open, "INSERT names town among its columns");
    if (token_is(tokens, body, "values"))
        check_values(town, body + 1, end, position);
    else if (token_is(tokens, body, "select"))
        check_branches(town, body, end, position);
    else
        fail(town, body,
             "VALUES or SELECT follows the columns; WITH stands before INSERT");
}

static void check_write(struct town *town, size_t first, size_t last) {
    struct scope scope = { .count = 0 };

    if (token_is(town->tokens, first, "update"))
        check_update(town, first, last);
    else if (token_is(town->tokens, first, "delete"))
        read_scope(town, &scope, first, last);
    else
        check_insert(town, first, last);
}

static bool is_column(const struct schema *schema, const char *name) {
    for (size_t i = 0; i < schema->count; i++)
        if (schema_column(&schema->tables[i], name) != TYPE_NONE)
            return true;
    return false;
}

/* Whether a table's name at index means something other than to read the table. */
static bool is_explained(const struct town *town, size_t index) {
    static const char *const before[] = { ".", "as", "of", NULL };
    const struct tokens *tokens = town->tokens;

    if (town->named[index] || token_is(tokens, index + 1, ".") ||
        (index > 0 && token_in(tokens, index - 1, before)))
        return true;
    return is_column(town->schema, tokens->token[index].text) &&
           (index == 0 || !token_is(tokens, index - 1, "in"));
}

/* A table's name where no table was read: sqlc must have misread the statement. */
static void check_leftovers(struct town *town) {
    for (size_t i = 0; i < town->tokens->count; i++) {
        const struct token *token = &town->tokens->token[i];

        if (token->kind == TOKEN_WORD && schema_table(town->schema, token->text) &&
            !is_explained(town, i))
            fail(town, i,
                 print("%s stands where sqlc sees no table: write it plainly",
                       token->text));
    }
}

void town_check(struct statement *statement, const struct schema *schema,
                const struct tokens *tokens) {
    struct town town = {
        .statement = statement,
        .schema = schema,
        .tokens = tokens,
        .named = arena_alloc(memory, tokens->count + 1),
    };
    const size_t last = tokens->count;
    const size_t first = token_is(tokens, 0, "with") ? read_with(&town, 0, last) : 0;

    if (last == 0)
        return;
    statement->writes = token_in(tokens, first, write_words);
    if (statement->writes) {
        check_nested(&town, 0, last);
        check_write(&town, first, last);
    } else if (token_in(tokens, first, query_words)) {
        town.with_count = 0;
        check_query(&town, 0, last);
    } else {
        fail(&town, first, "a statement is a SELECT, INSERT, UPDATE or DELETE");
    }
    if (!statement->unclear)
        check_leftovers(&town);
}
