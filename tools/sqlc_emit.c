/*
 * Writes the C.  For each module a header with its types and typed calls; for all
 * together statements.c with the descriptors that db.h describes.
 */
#include "sqlc.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "text.h"

enum { LITERAL_MAX = 4000 }; /* C promises 4095 bytes for a string literal */

static bool is_given(const struct value *value) {
    return strcmp(value->name, "town") == 0 || strcmp(value->name, "now_ms") == 0;
}

/* Parameters that the caller gives. */
static size_t own_count(const struct statement *statement) {
    size_t count = 0;

    for (size_t i = 0; i < statement->parameter_count; i++)
        count += !is_given(&statement->parameters[i]);
    return count;
}

/* Parameters that may be written { data, size }, whose comma counts as one more. */
static size_t bytes_count(const struct statement *statement) {
    size_t count = 0;

    for (size_t i = 0; i < statement->parameter_count; i++)
        count += statement->parameters[i].type == TYPE_BYTES;
    return count;
}

/* ---- files ---- */

static void write_file(const char *path, const char *text) {
    struct stat known;
    const char *old = stat(path, &known) == 0 ? read_file(path) : NULL;

    if (old && strcmp(old, text) == 0)
        return; /* make must not build what has not changed */
    FILE *out = fopen(path, "wb");

    if (!out || fputs(text, out) < 0 || fclose(out) != 0)
        complain(path, 0, NULL, "cannot be written: %s", strerror(errno));
}

/* ---- the header of a module ---- */

static void put_members(struct text *out, const struct value *values, size_t count,
                        bool given_too) {
    static const char *const types[] = {
        [TYPE_NONE] = "int64_t ",          [TYPE_MIXED] = "int64_t ",
        [TYPE_INTEGER] = "int64_t ",       [TYPE_TEXT] = "const char *",
        [TYPE_BYTES] = "struct db_bytes ",
    };

    for (size_t i = 0; i < count; i++)
        if (given_too || !is_given(&values[i]))
            text_addf(out, "    %s%s;\n", types[values[i].type], values[i].name);
}

/* Whether no statement above it gives the same rows. */
static bool gives_first(const struct statements *statements,
                        const struct statement *statement) {
    for (const struct statement *other = statements->at; other < statement; other++)
        if (strcmp(other->row, statement->row) == 0)
            return false;
    return true;
}

/* The struct that a call's named arguments initialise, and that of its rows. */
static void put_structs(struct text *out, const struct statements *statements,
                        const struct statement *statement) {
    if (own_count(statement) > 0) {
        text_addf(out, "struct sql_%s_parameters {\n", statement->c_name);
        put_members(out, statement->parameters, statement->parameter_count, false);
        text_add(out, "} DB_BY_NAME;\n");
    }
    if (statement->column_count > 0 && gives_first(statements, statement)) {
        text_addf(out, "struct sql_%s_row {\n", statement->row);
        put_members(out, statement->columns, statement->column_count, true);
        text_add(out, "};\n");
    }
}

static const struct {
    const char *returns;
    const char *call;
    const char *row; /* between "struct NAME_row" and the name */
    const char *row_name;
} calls[] = {
    [SHAPE_ONE] = { "bool", "db_one", "*", "row" },
    [SHAPE_MANY] = { "size_t", "db_many", "**", "rows" },
    [SHAPE_RUN] = { "int64_t", "db_run", NULL, NULL },
};

static void put_function(struct text *out, const struct statement *statement) {
    const bool own = own_count(statement) > 0;
    const char *name = statement->c_name;
    const char *row = calls[statement->shape].row;
    const char *row_name = calls[statement->shape].row_name;

    text_addf(out, "extern const struct db_statement sql_%s_statement;\n", name);
    text_addf(out, "static inline %s sql_%s%s(struct work *work",
              calls[statement->shape].returns, name, own ? "_with" : "");
    if (row)
        text_addf(out, ",\n        struct sql_%s_row %s%s", statement->row, row,
                  row_name);
    if (own)
        text_addf(out, ",\n        const struct sql_%s_parameters *parameters", name);
    text_addf(out, ") {\n    return %s(work, &sql_%s_statement, %s%s%s);\n}\n",
              calls[statement->shape].call, name, own ? "parameters" : "NULL",
              row ? ", " : "", row ? row_name : "");
}

/* The macro that lets a call name its arguments, each once. */
static void put_macro(struct text *out, const struct statement *statement) {
    const char *name = statement->c_name;
    const char *row_name = calls[statement->shape].row_name;
    const char *comma = "";

    if (own_count(statement) == 0)
        return;
    text_addf(out,
              "#define sql_%s(work, %s%s...) \\\n    (DB_EACH_ONCE(%zu, %zu, \"%s takes ",
              name, row_name ? row_name : "", row_name ? ", " : "", own_count(statement),
              own_count(statement) + bytes_count(statement), statement->name);
    for (size_t i = 0; i < statement->parameter_count; i++) {
        if (is_given(&statement->parameters[i]))
            continue;
        text_addf(out, "%s%s", comma, statement->parameters[i].name);
        comma = ", ";
    }
    text_addf(out,
              ", each once\", __VA_ARGS__), \\\n     sql_%s_with(work, %s%s"
              "&(const struct sql_%s_parameters){ __VA_ARGS__ }))\n",
              name, row_name ? row_name : "", row_name ? ", " : "", name);
}

static void put_header(struct text *out, const struct statements *statements,
                       const char *file) {
    char *guard = print("SQL_%s_H", module_name(file));

    for (char *letter = guard; *letter; letter++)
        *letter = (char)toupper((unsigned char)*letter);
    text_addf(out,
              "/* Written by sqlc from %s. */\n#ifndef %s\n#define %s\n\n"
              "#include \"db_call.h\"\n",
              file, guard, guard);
    for (size_t i = 0; i < statements->count; i++) {
        const struct statement *statement = &statements->at[i];

        if (strcmp(statement->file, file) != 0)
            continue;
        text_addf(out, "\n#line %d \"%s\"\n", statement->line, file);
        put_structs(out, statements, statement);
        put_function(out, statement);
        put_macro(out, statement);
    }
    text_add(out, "\n#endif\n");
}

void emit_headers(const char *folder, const struct statements *statements,
                  char *const *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct text out = { .arena = memory };

        put_header(&out, statements, files[i]);
        write_file(print("%s/%s.sql.h", folder, module_name(files[i])),
                   text_string(&out));
    }
}

/* ---- the descriptors ---- */

static void put_literal(struct text *out, const struct statement *statement,
                        const char *text) {
    if (strlen(text) > LITERAL_MAX)
        complain(statement->file, statement->line, statement->name,
                 "the statement has more than %d bytes: make two of it", LITERAL_MAX);
    text_add(out, "\n        \"");
    for (const char *at = text; *at; at++) {
        if (*at == '\n' && at[1] == '\n')
            continue;
        if (*at == '\n')
            text_add(out, "\\n\"\n        \"");
        else if (strchr("\"\\", *at) || (*at == '?' && at[1] == '?'))
            text_addf(out, "\\%c", *at);
        else
            text_add_byte(out, *at);
    }
    text_add(out, "\",\n");
}

static void put_text(struct text *out, const struct statement *statement,
                     const char *field, const struct tokens *tokens, char mark) {
    const char *names[PARAMETERS_MAX + 1] = { NULL };

    for (size_t i = 0; i < statement->parameter_count && i < PARAMETERS_MAX; i++)
        names[i] = statement->parameters[i].name;
    text_addf(out, "    .%s =", field);
    put_literal(out, statement,
                token_text(tokens, names, statement->parameter_count, mark));
}

static const char *const db_types[] = {
    [TYPE_NONE] = "DB_INTEGER",    [TYPE_MIXED] = "DB_INTEGER",
    [TYPE_INTEGER] = "DB_INTEGER", [TYPE_TEXT] = "DB_TEXT",
    [TYPE_BYTES] = "DB_BYTES",
};

static void put_place(struct text *out, const struct statement *statement,
                      const struct value *value, const char *of) {
    text_addf(out, "{ \"%s\", %s,\n      offsetof(struct sql_%s_%s, %s) }", value->name,
              db_types[value->type],
              strcmp(of, "row") == 0 ? statement->row : statement->c_name, of,
              value->name);
}

static void put_parameters(struct text *out, const struct statement *statement) {
    if (statement->parameter_count == 0)
        return;
    text_addf(out, "static const struct db_parameter %s_parameters[] = {\n",
              statement->c_name);
    for (size_t i = 0; i < statement->parameter_count; i++) {
        const struct value *value = &statement->parameters[i];

        if (is_given(value)) {
            text_addf(out, "    { .source = %s, .place = { \"%s\", DB_INTEGER, 0 } },\n",
                      strcmp(value->name, "town") == 0 ? "DB_FROM_TOWN" : "DB_FROM_NOW",
                      value->name);
            continue;
        }
        text_add(out, "    { .source = DB_FROM_STRUCT, .place = ");
        put_place(out, statement, value, "parameters");
        text_add(out, " },\n");
    }
    text_add(out, "};\n");
}

static void put_columns(struct text *out, const struct statement *statement) {
    if (statement->column_count == 0)
        return;
    text_addf(out, "static const struct db_place %s_columns[] = {\n", statement->c_name);
    for (size_t i = 0; i < statement->column_count; i++) {
        text_add(out, "    ");
        put_place(out, statement, &statement->columns[i], "row");
        text_add(out, ",\n");
    }
    text_add(out, "};\n");
}

/* INSERT … VALUES (…) and nothing behind: what it changes is known before it is run. */
static bool adds_one(const struct statement *statement) {
    static const char *const values[] = { "values", NULL };
    const struct tokens *tokens = &statement->postgres;
    const size_t row = token_find(tokens, 0, tokens->count, values) + 1;

    return statement->shape == SHAPE_RUN && token_is(tokens, 0, "insert") &&
           token_is(tokens, row, "(") && token_step(tokens, row) == tokens->count;
}

static void put_statement(struct text *out, const struct statement *statement,
                          size_t index) {
    const char *name = statement->c_name;

    text_addf(out, "\n/* %s:%d */\n", statement->file, statement->line);
    put_parameters(out, statement);
    put_columns(out, statement);
    text_addf(out,
              "const struct db_statement sql_%s_statement = {\n    .index = %zu,\n"
              "    .name = \"%s\",\n",
              name, index, statement->name);
    put_text(out, statement, "sqlite", &statement->sqlite, '?');
    put_text(out, statement, "postgres", &statement->postgres, '$');
    text_addf(out, "    .writes = %s,\n", statement->writes ? "true" : "false");
    if (adds_one(statement))
        text_add(out, "    .adds_one = true,\n");
    if (statement->parameter_count > 0)
        text_addf(out, "    .parameter_count = %zu,\n    .parameters = %s_parameters,\n",
                  statement->parameter_count, name);
    if (statement->column_count > 0)
        text_addf(out,
                  "    .column_count = %zu,\n    .columns = %s_columns,\n"
                  "    .row_size = sizeof(struct sql_%s_row),\n",
                  statement->column_count, name, statement->row);
    text_add(out, "};\n");
}

void emit_statements(const char *folder, const struct statements *statements,
                     char *const *files, size_t count) {
    struct text out = { .arena = memory };

    text_add(&out, "/* Written by sqlc: every statement of the program. */\n"
                   "#include \"db.h\"\n\n");
    for (size_t i = 0; i < count; i++)
        text_addf(&out, "#include \"%s.sql.h\"\n", module_name(files[i]));
    for (size_t i = 0; i < statements->count; i++)
        put_statement(&out, &statements->at[i], i);
    text_add(&out, "\nconst struct db_statement *const db_statements[] = {\n");
    for (size_t i = 0; i < statements->count; i++)
        text_addf(&out, "    &sql_%s_statement,\n", statements->at[i].c_name);
    text_addf(&out, "    NULL,\n};\n\nconst int db_statement_count = %zu;\n",
              statements->count);
    write_file(print("%s/statements.c", folder), text_string(&out));
}
