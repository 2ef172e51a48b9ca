#include "sqlc.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 50 };

static const char *const no_parameters[] = { NULL };

/* ---- the text of one file ---- */

static void check_banned(const char *file, const struct tokens *tokens) {
    static const struct {
        const char *before, *word, *advice;
    } banned[] = {
        { NULL, "autoincrement", "ids are made by the program: plain BIGINT" },
        { NULL, "bigserial", "ids are made by the program: plain BIGINT" },
        { "as", "identity", "ids are made by the program: plain BIGINT" },
        { NULL, "generated", "no generated columns: the program writes every value" },
        { NULL, "collate", "no collation: text compares byte by byte" },
        { "create", "trigger", "no triggers: write a verb, or a constraint" },
        { "create", "view", "no views: a statement says itself what it reads" },
    };

    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->token[i];

        for (size_t b = 0; b < sizeof banned / sizeof *banned; b++)
            if (token_is(tokens, i, banned[b].word) &&
                (!banned[b].before ||
                 (i > 0 && token_is(tokens, i - 1, banned[b].before))))
                complain(file, token->line, NULL, "%s: %s", token->text,
                         banned[b].advice);
        if (token->kind == TOKEN_PARAMETER)
            complain(file, token->line, NULL, ":%s: a schema has no parameters",
                     token->text);
    }
}

/* The name in "CONSTRAINT name" before index; complains when there is none. */
static void check_name(const char *file, const struct tokens *tokens, size_t index) {
    const struct token *token = &tokens->token[index];

    if (index < 2 || !token_is(tokens, index - 2, "constraint"))
        complain(file, token->line, NULL,
                 "%s without a name: write CONSTRAINT table_what %s", token->text,
                 token->text);
    else if (strlen(token[-1].text) > NAME_MAX_BYTES)
        complain(file, token->line, NULL,
                 "%s: a constraint's name has at most %d bytes, for shards append to it",
                 token[-1].text, NAME_MAX_BYTES);
}

/* One column or table constraint of a CREATE TABLE. */
static void check_item(const char *file, const struct tokens *tokens, size_t first,
                       size_t last) {
    static const char *const foreign[] = { "foreign", NULL };
    static const char *const named[] = { "primary", "unique", "check", "foreign", NULL };
    const bool is_foreign = token_find(tokens, first, last, foreign) < last;

    for (size_t i = first; i < last; i = token_step(tokens, i))
        if (token_in(tokens, i, named) ||
            (token_is(tokens, i, "references") && !is_foreign))
            check_name(file, tokens, i);
}

static void check_items(const char *file, const struct tokens *tokens, size_t first,
                        size_t last) {
    static const char *const comma[] = { ",", NULL };

    while (first < last) {
        const size_t end = token_find(tokens, first, last, comma);

        check_item(file, tokens, first, end);
        first = end + 1;
    }
}

static void know_table(struct schema *schema, const char *file,
                       const struct token *token) {
    if (!name_is_good(token->text) || strlen(token->text) > NAME_MAX_BYTES)
        complain(file, token->line, NULL,
                 "%s: a table's name is a plain word of small letters, 50 at most",
                 token->text);
    schema->tables = extend(schema->tables, schema->count, sizeof *schema->tables);
    schema->tables[schema->count++] = (struct table){
        .name = token->text,
        .file = file,
        .line = token->line,
    };
}

static void forget_table(struct schema *schema, const char *name) {
    for (size_t i = 0; i < schema->count; i++)
        if (strcmp(schema->tables[i].name, name) == 0)
            schema->tables[i--] = schema->tables[--schema->count];
}

static void read_ddl(struct schema *schema, const char *file,
                     const struct tokens *tokens) {
    if (token_is(tokens, 0, "create") && token_is(tokens, 1, "table")) {
        const size_t body = token_is(tokens, 3, "(") ? 3 : tokens->count;

        if (body == tokens->count) {
            complain(file, tokens->token[0].line, NULL,
                     "write CREATE TABLE name ( … ), with nothing between");
            return;
        }
        check_items(file, tokens, body + 1, tokens->token[body].match);
        know_table(schema, file, &tokens->token[2]);
    } else if (token_is(tokens, 0, "alter") && tokens->count > 3) {
        check_item(file, tokens, 3, tokens->count);
        if (token_is(tokens, 3, "rename") && token_is(tokens, 4, "to") &&
            tokens->count > 5) {
            forget_table(schema, tokens->token[2].text);
            know_table(schema, file, &tokens->token[5]);
        }
    } else if (token_is(tokens, 0, "drop") && token_is(tokens, 1, "table") &&
               tokens->count > 2) {
        forget_table(schema, tokens->token[tokens->count - 1].text);
    }
}

/* Says whether SQLite took it. */
static bool execute(struct schema *schema, const char *file,
                    const struct tokens *tokens) {
    const char *text = token_text(tokens, no_parameters, 0, ':');
    const int line = tokens->token[0].line;

    if (sqlite3_exec(schema->handle, text, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    const int offset = sqlite3_error_offset(schema->handle);
    int at = line;

    for (int i = 0; i < offset; i++)
        at += text[i] == '\n';
    complain(file, at, NULL, "SQLite refuses this: %s", sqlite3_errmsg(schema->handle));
    return false;
}

static void load_file(struct schema *schema, const char *file) {
    static const char *const semicolon[] = { ";", NULL };
    const struct tokens all = token_read(file, read_file(file));
    const struct tokens sqlite = token_view(file, &all, 0, all.count, VIEW_SQLITE);
    const struct tokens postgres = token_view(file, &all, 0, all.count, VIEW_POSTGRES);

    check_banned(file, &sqlite);
    check_banned(file, &postgres);
    for (size_t first = 0; first < sqlite.count;) {
        const size_t end = token_find(&sqlite, first, sqlite.count, semicolon);
        const struct tokens one = token_view(file, &sqlite, first, end, VIEW_SQLITE);

        if (end == sqlite.count)
            complain(file, sqlite.token[first].line, NULL, "a semicolon is missing");
        if (one.count > 0 && execute(schema, file, &one))
            read_ddl(schema, file, &one);
        first = end + 1;
    }
}

/* schema/0007-ticket.sql: four digits, a dash, a noun; the numbers rise. */
static void check_file_names(char *const *files, size_t count) {
    int before = 0;

    for (size_t i = 0; i < count; i++) {
        const char *slash = strrchr(files[i], '/');
        const char *base = slash ? slash + 1 : files[i];
        const size_t digits = strspn(base, "0123456789");
        const size_t noun =
            digits == 4 && base[4] == '-'
                ? strspn(base + 5, "abcdefghijklmnopqrstuvwxyz0123456789-")
                : 0;
        const int number = (int)strtol(base, NULL, 10);

        if (noun == 0 || strcmp(base + 5 + noun, ".sql") != 0)
            complain(files[i], 1, NULL,
                     "a schema file is named NNNN-noun.sql, such as 0007-ticket.sql");
        else if (number <= before)
            complain(files[i], 1, NULL,
                     "number %04d is taken already, or out of order: take the next one",
                     number);
        before = number > before ? number : before;
    }
}

/* ---- what SQLite knows of each table ---- */

enum type schema_type(const char *declared) {
    static const struct {
        const char *name;
        enum type type;
    } types[] = {
        { "BIGINT", TYPE_INTEGER },
        { "INTEGER", TYPE_INTEGER },
        { "TEXT", TYPE_TEXT },
        { "BYTEA", TYPE_BYTES },
    };

    for (size_t i = 0; declared && i < sizeof types / sizeof *types; i++)
        if (strcasecmp(declared, types[i].name) == 0)
            return types[i].type;
    return TYPE_NONE;
}

static sqlite3_stmt *ask(struct schema *schema, const char *sql, const char *name) {
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(schema->handle, sql, -1, &statement, NULL) != SQLITE_OK)
        abort();
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_TRANSIENT);
    return statement;
}

static const char *word(sqlite3_stmt *statement, int column) {
    const unsigned char *text = sqlite3_column_text(statement, column);

    return print("%s", text ? (const char *)text : "");
}

static void check_column(const struct table *table, const char *name,
                         const char *declared, bool not_null) {
    if (!name_is_good(name))
        complain(
            table->file, table->line, table->name,
            "%s: a column's name is a plain word of small letters that is none of C's",
            name);
    if (schema_type(declared) == TYPE_NONE)
        complain(table->file, table->line, table->name,
                 "%s %s: columns are BIGINT, INTEGER, TEXT or BYTEA", name, declared);
    if (!not_null)
        complain(table->file, table->line, table->name,
                 "%s: write NOT NULL; none is 0, '' or an empty BYTEA", name);
}

static void learn_columns(struct schema *schema, struct table *table) {
    sqlite3_stmt *rows =
        ask(schema,
            "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid",
            table->name);
    bool has_key = false, town_is_first = false;

    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *name = word(rows, 0), *declared = word(rows, 1);
        const int key = sqlite3_column_int(rows, 3);

        check_column(table, name, declared, sqlite3_column_int(rows, 2) != 0);
        table->columns = extend(table->columns, table->count, sizeof *table->columns);
        table->columns[table->count++] = (struct column){ name, schema_type(declared) };
        has_key = has_key || key > 0;
        if (strcmp(name, "town") == 0) {
            table->has_town = true;
            town_is_first = key == 1;
            if (strcasecmp(declared, "BIGINT") != 0)
                complain(table->file, table->line, table->name,
                         "town is %s: write town BIGINT NOT NULL", declared);
        }
    }
    sqlite3_finalize(rows);
    if (table->count > 0 && !has_key)
        complain(table->file, table->line, table->name, "a table has a PRIMARY KEY");
    if (table->has_town && has_key && !town_is_first)
        complain(table->file, table->line, table->name,
                 "write PRIMARY KEY (town, …): town comes first");
}

static void check_uniques(struct schema *schema, const struct table *table) {
    sqlite3_stmt *rows =
        ask(schema,
            "SELECT l.name, coalesce((SELECT group_concat(name, ', ') FROM"
            "   (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)), '')"
            "  FROM pragma_index_list(?1) AS l WHERE l.\"unique\" AND l.origin <> 'pk'",
            table->name);

    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *columns = word(rows, 1);

        if (table->has_town && strncmp(columns, "town", 4) != 0)
            complain(table->file, table->line, table->name,
                     "UNIQUE (%s): write UNIQUE (town, …): town comes first", columns);
    }
    sqlite3_finalize(rows);
}

static void check_references(struct schema *schema, const struct table *table) {
    sqlite3_stmt *rows = ask(schema,
                             "SELECT \"table\", \"from\", coalesce(\"to\", '') FROM "
                             "pragma_foreign_key_list(?1)"
                             " WHERE seq = 0",
                             table->name);

    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *name = word(rows, 0);
        const struct table *other = schema_table(schema, name);

        if (!other)
            complain(table->file, table->line, table->name,
                     "the foreign key names %s, which is no table", name);
        else if (!table->has_town && other->has_town)
            complain(
                table->file, table->line, table->name,
                "a table without town cannot have a foreign key to %s, which has one",
                name);
        else if (table->has_town && other->has_town &&
                 (strcmp(word(rows, 1), "town") != 0 ||
                  strcmp(word(rows, 2), "town") != 0))
            complain(table->file, table->line, table->name,
                     "write FOREIGN KEY (town, …) REFERENCES %s (town, …)", name);
    }
    sqlite3_finalize(rows);
    rows = ask(schema, "SELECT name FROM pragma_index_list(?1)", table->name);
    while (sqlite3_step(rows) == SQLITE_ROW)
        if (strlen(word(rows, 0)) > NAME_MAX_BYTES && word(rows, 0)[0] != 's')
            complain(table->file, table->line, table->name,
                     "%s: an index's name has at most %d bytes", word(rows, 0),
                     NAME_MAX_BYTES);
    sqlite3_finalize(rows);
}

const struct table *schema_table(const struct schema *schema, const char *name) {
    for (size_t i = 0; i < schema->count; i++)
        if (strcasecmp(schema->tables[i].name, name) == 0)
            return &schema->tables[i];
    return NULL;
}

enum type schema_column(const struct table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return table->columns[i].type;
    return TYPE_NONE;
}

void schema_load(struct schema *schema, char *const *files, size_t count) {
    if (sqlite3_open(":memory:", &schema->handle) != SQLITE_OK)
        abort();
    /* A quoted name that is none must not turn into a text. */
    sqlite3_db_config(schema->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(schema->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    check_file_names(files, count);
    for (size_t i = 0; i < count; i++)
        load_file(schema, files[i]);
    for (size_t i = 0; i < schema->count; i++)
        learn_columns(schema, &schema->tables[i]);
    for (size_t i = 0; i < schema->count; i++) {
        check_uniques(schema, &schema->tables[i]);
        check_references(schema, &schema->tables[i]);
    }
}
