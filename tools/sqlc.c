/*
 * sqlc -- compiles the SQL of all modules to typed C.
 *
 *     sqlc --schema schema/0001-*.sql … --out build/gen src/service/ticket/ticket.sql …
 *
 * One run takes all schema files in order and all modules.  It writes into the --out
 * folder NAME.sql.h for each module, and statements.c with all descriptors, and leaves
 * files alone whose text has not changed.  Without --out it only checks.  Every mistake
 * is printed as FILE:LINE: statement: what is wrong and what to write; then it exits 1
 * and writes nothing.
 *
 * A module's file:
 *
 *     -- name: waiting many
 *     -- limit int
 *     -- Everybody who waits in a line, the favoured first.
 *     SELECT t.id, t.number, t.priority
 *       FROM ticket AS t
 *      WHERE t.town = :town AND t.line_id = :line_id AND t.state = 'waiting'
 *      ORDER BY t.priority DESC, t.id
 *      LIMIT :limit;
 *
 * and its use:
 *
 *     struct sql_ticket_waiting_row *rows;
 *     size_t count = sql_ticket_waiting(work, &rows, .line_id = line_id, .limit = 50);
 *
 * Behind the name stands what the statement gives: one (bool, fills a row), many (a
 * count, sets an array in the arena), run (the number of rows it changed).  The types
 * come from the columns of the same names; what no column tells is declared directly
 * under the name line, one a line: "-- limit int", "-- word text", "-- digest bytes".
 * :town and :now_ms are bound from the work.  Text between slash-star-pg and star-slash
 * is seen by PostgreSQL only, that of slash-star-sqlite by SQLite only.  A comment
 * "-- @all_towns REASON" lets a SELECT leave out the town.
 *
 * Statements that differ behind the same beginning share it as a fragment, which stands
 * above them and ends with a semicolon.  A statement of a fragment has its name as a
 * fourth word, begins with its text, and gives rows of one type, named after it:
 *
 *     -- fragment: line
 *     SELECT t.id, t.number FROM ticket AS t WHERE t.town = :town;
 *
 *     -- name: of_desk many line
 *     -- limit int
 *       AND t.desk = :desk ORDER BY t.id LIMIT :limit;
 *
 *     struct sql_ticket_line_row *rows;
 *
 * A call names every parameter exactly once; the compiler sees to it.  Bytes may be
 * written .digest = { data, size }.
 *
 * The rules that it checks are those of ARCHITECTURE.md (one text for SQLite, PostgreSQL
 * and shards); each has a case in test/sqlc.  Built from tools/sqlc*.c with
 * src/base and -lsqlite3.
 */
#include "sqlc.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

/* The arguments up to the next option. */
static size_t count_values(char *const *arguments) {
    size_t count = 0;

    while (arguments[count] && strncmp(arguments[count], "--", 2) != 0)
        count++;
    return count;
}

static void check_modules(char *const *files, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t other = 0; other < i; other++)
            if (strcmp(module_name(files[i]), module_name(files[other])) == 0)
                complain(files[i], 1, NULL, "%s has the same name: rename one of them",
                         files[other]);
}

static void check_view(struct statement *statement, const struct schema *schema,
                       const struct tokens *tokens) {
    town_check(statement, schema, tokens);
    rules_check(statement, tokens);
}

static void check_statement(struct statement *statement, const struct schema *schema) {
    const int before = complaints;

    check_view(statement, schema, &statement->sqlite);
    /* What PostgreSQL sees is another text; but no mistake is complained of twice. */
    if (complaints == before)
        check_view(statement, schema, &statement->postgres);
    if (statement->all_towns && !statement->crosses_towns)
        complain(statement->file, statement->line, statement->name,
                 "@all_towns is not needed: every table is bound to the town");
    type_check(statement, schema);
}

struct options {
    char *const *schema;
    size_t schema_count;
    const char *out; /* NULL: only check */
    char *const *modules;
    size_t module_count;
};

/* Says whether the command line was understood. */
static bool read_options(struct options *options, char *const *at) {
    while (*at && strncmp(*at, "--", 2) == 0) {
        if (strcmp(*at, "--schema") == 0) {
            options->schema = at + 1;
            options->schema_count = count_values(at + 1);
            at += 1 + options->schema_count;
        } else if (strcmp(*at, "--out") == 0 && at[1]) {
            options->out = at[1];
            at += 2;
        } else if (strcmp(*at, "--") == 0) {
            at++;
            break;
        } else {
            return false;
        }
    }
    options->modules = at;
    options->module_count = count_values(at);
    return true;
}

static void compile(const struct options *options) {
    struct schema schema = { .handle = NULL };
    struct statements statements = { NULL, 0 };

    schema_load(&schema, options->schema, options->schema_count);
    check_modules(options->modules, options->module_count);
    for (size_t i = 0; i < options->module_count; i++)
        module_read(&statements, options->modules[i]);
    for (size_t i = 0; i < statements.count; i++)
        check_statement(&statements.at[i], &schema);
    if (options->out && complaints == 0) {
        emit_headers(options->out, &statements, options->modules, options->module_count);
        emit_statements(options->out, &statements, options->modules,
                        options->module_count);
    }
    sqlite3_close(schema.handle);
}

int main(int count, char *arguments[]) {
    struct options options = { .out = NULL };

    if (!read_options(&options, arguments + (count > 0))) {
        fputs("use: sqlc --schema FILE… [--out FOLDER | --] MODULE.sql…\n", stderr);
        return 2;
    }
    memory = arena_new();
    compile(&options);
    arena_free(memory);
    return complaints == 0 ? 0 : 1;
}
