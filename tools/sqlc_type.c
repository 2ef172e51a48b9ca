/*
 * Types.  SQLite prepares each statement against the schema; its authorizer tells which
 * tables it really reads and writes, which must be those that the tokens named.
 */
#include "sqlc.h"

#include <ctype.h>
#include <sqlite3.h>
#include <string.h>
#include <strings.h>

static const char *const type_words[] = {
    [TYPE_NONE] = "",       [TYPE_INTEGER] = "int", [TYPE_TEXT] = "text",
    [TYPE_BYTES] = "bytes", [TYPE_MIXED] = "",
};

/* ---- the tables that SQLite sees ---- */

struct watch {
    const struct statement *statement;
    const char *missed; /* a table that the tokens do not name */
};

static int watch(void *context, int action, const char *first, const char *second,
                 const char *database, const char *trigger) {
    struct watch *watched = context;
    const bool is_table = action == SQLITE_READ || action == SQLITE_INSERT ||
                          action == SQLITE_UPDATE || action == SQLITE_DELETE;

    (void)second;
    (void)database;
    (void)trigger;
    if (!is_table || !first)
        return SQLITE_OK;
    for (size_t i = 0; i < watched->statement->table_count; i++)
        if (strcasecmp(watched->statement->tables[i]->name, first) == 0)
            return SQLITE_OK;
    watched->missed = print("%s", first);
    return SQLITE_OK;
}

static sqlite3_stmt *prepare(const struct statement *statement,
                             const struct schema *schema) {
    const char *text = token_text(&statement->sqlite, NULL, 0, ':');
    struct watch watched = { .statement = statement };
    sqlite3_stmt *prepared = NULL;
    int line = statement->sqlite.token[0].line;

    sqlite3_set_authorizer(schema->handle, watch, &watched);
    const int code = sqlite3_prepare_v2(schema->handle, text, -1, &prepared, NULL);

    sqlite3_set_authorizer(schema->handle, NULL, NULL);
    if (code != SQLITE_OK) {
        const int offset = sqlite3_error_offset(schema->handle);

        for (int i = 0; i < offset; i++)
            line += text[i] == '\n';
        complain(statement->file, line, statement->name, "SQLite refuses this: %s",
                 sqlite3_errmsg(schema->handle));
        return NULL;
    }
    if (watched.missed)
        complain(statement->file, line, statement->name,
                 "it uses %s in a way that sqlc does not see: write FROM %s plainly",
                 watched.missed, watched.missed);
    return prepared;
}

/* ---- the type of a name ---- */

static enum type declared_type(struct statement *statement, const char *name) {
    for (size_t i = 0; i < statement->declared_count; i++) {
        if (strcmp(statement->declared[i].name, name) == 0) {
            statement->declared[i].used = true;
            return statement->declared[i].type;
        }
    }
    return TYPE_NONE;
}

/* The type of the columns of that name in the statement's tables. */
static enum type table_type(const struct statement *statement, const char *name) {
    enum type type = TYPE_NONE;

    for (size_t i = 0; i < statement->table_count; i++) {
        const enum type other = schema_column(statement->tables[i], name);

        if (other != TYPE_NONE && type != TYPE_NONE && other != type)
            return TYPE_MIXED;
        if (other != TYPE_NONE)
            type = other;
    }
    return type;
}

/* The type of a name that may be known by itself and may be declared. */
static enum type settle(struct statement *statement, int line, const char *name,
                        enum type known, const char *what) {
    const enum type declared = declared_type(statement, name);

    if (known == TYPE_NONE || known == TYPE_MIXED) {
        if (declared == TYPE_NONE)
            complain(statement->file, line, statement->name,
                     "the type of %s %s is not known: write -- %s int (or text, bytes) "
                     "under the name line",
                     what, name, name);
        return declared;
    }
    if (declared != TYPE_NONE)
        complain(statement->file, line, statement->name,
                 "-- %s %s is not needed: the table says it", name, type_words[declared]);
    return known;
}

/* ---- parameters and columns ---- */

static bool is_known(const struct statement *statement, const char *name) {
    for (size_t i = 0; i < statement->parameter_count; i++)
        if (strcmp(statement->parameters[i].name, name) == 0)
            return true;
    return false;
}

static bool appears(const struct tokens *tokens, const char *name) {
    for (size_t i = 0; i < tokens->count; i++)
        if (token_is_parameter(tokens, i, name))
            return true;
    return false;
}

static void add_parameter(struct statement *statement, const struct token *token) {
    const char *name = token->text;
    const bool given = strcmp(name, "town") == 0 || strcmp(name, "now_ms") == 0;

    if (!name_is_good(name))
        complain(statement->file, token->line, statement->name,
                 ":%s: a parameter is a plain word of small letters that is none of C's",
                 name);
    if (!appears(&statement->sqlite, name) || !appears(&statement->postgres, name))
        complain(statement->file, token->line, statement->name,
                 ":%s is seen by one database only", name);
    if (statement->parameter_count == PARAMETERS_MAX)
        complain(statement->file, token->line, statement->name, "more than %d parameters",
                 PARAMETERS_MAX);
    statement->parameters = extend(statement->parameters, statement->parameter_count,
                                   sizeof *statement->parameters);
    statement->parameters[statement->parameter_count] = (struct value){
        .name = name,
        .line = token->line,
        .type = given ? TYPE_INTEGER
                      : settle(statement, token->line, name, table_type(statement, name),
                               "parameter"),
    };
    statement->parameter_count++;
}

static void find_parameters(struct statement *statement, const struct tokens *tokens) {
    for (size_t i = 0; i < tokens->count; i++)
        if (tokens->token[i].kind == TOKEN_PARAMETER &&
            !is_known(statement, tokens->token[i].text))
            add_parameter(statement, &tokens->token[i]);
}

static void add_column(struct statement *statement, sqlite3_stmt *prepared, int index) {
    const char *name = print("%s", sqlite3_column_name(prepared, index));
    const int line = statement->sqlite.token[0].line;
    const bool plain = name_is_good(name);
    enum type type = schema_type(sqlite3_column_decltype(prepared, index));

    if (!plain)
        complain(statement->file, line, statement->name,
                 "column %d (%s) needs a name: write … AS name, a plain word of small "
                 "letters that is none of C's",
                 index + 1, name);
    for (size_t i = 0; i < statement->column_count; i++)
        if (strcmp(statement->columns[i].name, name) == 0)
            complain(statement->file, line, statement->name,
                     "two columns are named %s: rename one with AS", name);
    if (type == TYPE_NONE)
        type = table_type(statement, name);
    statement->columns =
        extend(statement->columns, statement->column_count, sizeof *statement->columns);
    statement->columns[statement->column_count++] = (struct value){
        .name = name,
        .line = line,
        .type = plain ? settle(statement, line, name, type, "column") : TYPE_NONE,
    };
}

static void check_columns(const struct statement *statement) {
    if (statement->shape == SHAPE_RUN && statement->column_count > 0)
        complain(statement->file, statement->line, statement->name,
                 "it gives rows: write one or many behind its name");
    if (statement->shape != SHAPE_RUN && statement->column_count == 0)
        complain(statement->file, statement->line, statement->name,
                 "it gives no rows: write run behind its name, or RETURNING");
    if (statement->column_count > COLUMNS_MAX)
        complain(statement->file, statement->line, statement->name,
                 "more than %d columns", COLUMNS_MAX);
    for (size_t i = 0; i < statement->declared_count; i++)
        if (!statement->declared[i].used)
            complain(statement->file, statement->declared[i].line, statement->name,
                     "-- %s %s: there is no such parameter or column",
                     statement->declared[i].name,
                     type_words[statement->declared[i].type]);
}

void type_check(struct statement *statement, const struct schema *schema) {
    if (statement->sqlite.count == 0 || statement->unclear)
        return;
    sqlite3_stmt *prepared = prepare(statement, schema);

    if (!prepared)
        return;
    find_parameters(statement, &statement->sqlite);
    find_parameters(statement, &statement->postgres);
    for (int i = 0; i < sqlite3_column_count(prepared); i++)
        add_column(statement, prepared, i);
    sqlite3_finalize(prepared);
    check_columns(statement);
}
