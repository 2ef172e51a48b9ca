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
 * A call names every parameter exactly once; the compiler sees to it.  Bytes may be
 * written .digest = { data, size }.
 *
 * The rules that it checks are those of ARCHITECTURE.md (one text for SQLite, PostgreSQL
 * and shards); each has a case in test/sqlc.  Built from tools/sqlc*.c with -lsqlite3.
 */
#include "sqlc.h"

#include <stdio.h>
#include <string.h>

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

static void check_statement(struct statement *statement, const struct schema *schema) {
    town_check(statement, schema, &statement->sqlite);
    rules_check(statement, &statement->sqlite);
    /* What only PostgreSQL sees is checked in its place, but not complained of twice. */
    if (statement->sqlite.count != statement->postgres.count) {
        const int before = complaints;

        if (before == 0)
            town_check(statement, schema, &statement->postgres);
        if (before == 0)
            rules_check(statement, &statement->postgres);
    }
    if (statement->all_towns && !statement->crosses_towns)
        complain(statement->file, statement->line, statement->name,
                 "@all_towns is not needed: every table is bound to the town");
    type_check(statement, schema);
}

int main(int count, char *arguments[]) {
    struct schema schema = { .handle = NULL };
    struct statements statements = { NULL, 0 };
    char *const *schema_files = NULL;
    size_t schema_count = 0, module_count;
    const char *out = NULL;
    char *const *at = arguments + (count > 0);

    while (*at && strncmp(*at, "--", 2) == 0) {
        if (strcmp(*at, "--schema") == 0) {
            schema_files = at + 1;
            schema_count = count_values(at + 1);
            at += 1 + schema_count;
        } else if (strcmp(*at, "--out") == 0 && at[1]) {
            out = at[1];
            at += 2;
        } else {
            fputs("use: sqlc --schema FILE… [--out FOLDER | --] MODULE.sql…\n", stderr);
            return 2;
        }
    }
    module_count = count_values(at);
    schema_load(&schema, schema_files, schema_count);
    check_modules(at, module_count);
    for (size_t i = 0; i < module_count; i++)
        module_read(&statements, at[i]);
    for (size_t i = 0; i < statements.count; i++)
        check_statement(&statements.at[i], &schema);
    if (out && complaints == 0) {
        emit_headers(out, &statements, at, module_count);
        emit_statements(out, &statements, at, module_count);
    }
    return complaints == 0 ? 0 : 1;
}
