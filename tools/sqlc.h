/*
 * sqlc -- what the parts of the SQL compiler share.  See sqlc.c for its use.
 *
 * The parts, in the order in which a statement passes through them:
 *   sqlc_token    text to tokens; the two views of a text with marks for one database
 *   sqlc_schema   loads schema files into SQLite, checks their rules, knows all tables
 *   sqlc_module   splits a module's file into statements, checks their frame
 *   sqlc_town     every use of a town's table is bound to the town
 *   sqlc_rules    the other rules of statements
 *   sqlc_type     the types of parameters and columns, by preparing each statement
 *   sqlc_emit     writes the C
 *
 * A wrong input is complained of, and the part goes on, so that one run shows all errors.
 */
#ifndef SQLC_H
#define SQLC_H

#include <stdbool.h>
#include <stddef.h>

#include "sqlc_token.h"

struct sqlite3;

/* ---- sqlc_schema ---- */

enum type { TYPE_NONE, TYPE_INTEGER, TYPE_TEXT, TYPE_BYTES, TYPE_MIXED };

struct column {
    const char *name;
    enum type type;
};

struct table {
    const char *name;
    const char *file;
    int line;
    bool has_town;
    struct column *columns;
    size_t count;
};

struct schema {
    struct sqlite3 *handle;
    struct table *tables;
    size_t count;
};

void schema_load(struct schema *schema, char *const *files, size_t count);
const struct table *schema_table(const struct schema *schema, const char *name);
enum type schema_column(const struct table *table, const char *name);

/* The type that a declared SQL type stands for. */
enum type schema_type(const char *declared);

/* ---- sqlc_module ---- */

enum shape { SHAPE_ONE, SHAPE_MANY, SHAPE_RUN };

enum { PARAMETERS_MAX = 80, COLUMNS_MAX = 80, ROWS_MAX = 20000, USES_MAX = 32 };

struct value { /* a parameter or a result column */
    const char *name;
    enum type type;
    int line;
    bool used; /* of a declaration: it was needed */
};

struct statement {
    const char *module;
    const char *name;   /* "ticket.take", for messages */
    const char *c_name; /* "ticket_take" */
    const char *row;    /* whose columns its rows have: its own, or a fragment's */
    const char *file;
    int line;
    enum shape shape;
    bool writes;
    const char *all_towns; /* the reason, or NULL */
    bool crosses_towns;    /* a use of a town's table is not bound */
    bool unclear;          /* misunderstood, and said so: further checks would mislead */
    struct tokens sqlite;
    struct tokens postgres;
    struct value *declared;
    size_t declared_count;
    struct value *parameters; /* :town and :now_ms among them */
    size_t parameter_count;
    struct value *columns;
    size_t column_count;
    const struct table **tables; /* that the tokens name */
    size_t table_count;
};

struct statements {
    struct statement *at;
    size_t count;
};

void module_read(struct statements *statements, const char *file);

/* "ticket" of "src/service/ticket/ticket.sql". */
char *module_name(const char *file);

/* ---- checks ---- */

void town_check(struct statement *statement, const struct schema *schema,
                const struct tokens *tokens);
void rules_check(const struct statement *statement, const struct tokens *tokens);
void type_check(struct statement *statement, const struct schema *schema);

/* ---- sqlc_emit ---- */

void emit_headers(const char *folder, const struct statements *statements,
                  char *const *files, size_t count);
void emit_statements(const char *folder, const struct statements *statements,
                     char *const *files, size_t count);

#endif
