#include "tidy.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "text.h"

enum { INCLUDES_MAX = 100, PROSE_PERCENT_MIN = 40, MIGRATION_DIGITS = 4 };

struct include {
    size_t line;
    const char *name;
    bool is_ours;    /* "name" and not <name> */
    bool is_guarded; /* inside an #if of its own: its place is free */
    int group;       /* groups are separated by blank lines */
};

struct includes {
    size_t count;
    struct include include[INCLUDES_MAX];
};

/* ---- reading ---- */

/* The text of a line without its indentation. */
static const char *line_text(const struct source *source, const char *in, size_t line) {
    const char *text = in + source->line_begin[line];

    return text + strspn(text, " \t");
}

/* Whether the line is a directive that begins with the word: "if" takes "ifdef" too. */
static bool is_directive(const char *text, const char *word) {
    if (*text++ != '#')
        return false;
    text += strspn(text, " \t");
    return text_begins(text, word);
}

static void add_include(struct arena *arena, struct includes *includes, const char *text,
                        struct include include) {
    const char *open = text + strcspn(text, "\"<\n");
    const size_t length = *open == '\n' || !*open ? 0 : strcspn(open + 1, "\">\n");

    if (length == 0 || includes->count == INCLUDES_MAX)
        return;
    include.is_ours = *open == '"';
    include.name = arena_copy_bytes(arena, open + 1, length);
    includes->include[includes->count++] = include;
}

static struct includes *read_includes(struct arena *arena, const struct source *source) {
    struct includes *includes = arena_alloc(arena, sizeof *includes);
    int depth = tidy_ends_with(source, ".h") ? -1 : 0; /* the guard counts for nothing */
    int group = 0;

    for (size_t line = 0; line < source->line_count; line++) {
        const char *code = line_text(source, source->code, line);
        const char *bytes = line_text(source, source->bytes, line);

        depth += is_directive(code, "if") - is_directive(code, "endif");
        group += *bytes == '\n';
        if (is_directive(code, "include"))
            add_include(arena, includes, bytes,
                        (struct include){
                            .line = line + 1, .group = group, .is_guarded = depth > 0 });
    }
    return includes;
}

static const struct source *find_named(const struct tree *tree, const char *name) {
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->source[i].name, name) == 0)
            return &tree->source[i];
    return NULL;
}

/* ---- the order of includes ---- */

/* The length of a name without ".c", "_test.c" and the like. */
static size_t stem_length(const struct source *source) {
    const size_t whole = strlen(source->name) - strlen(source->ending);
    const size_t test = strlen("_test");

    return tidy_is_test(source) ? whole - test : whole;
}

/* Whether the header's name begins with the same word: crypt.h, of crypt_password.c. */
static bool is_related(const struct source *source, const char *header) {
    const size_t word = strcspn(header, "_.");

    return strncmp(source->name, header, word) == 0 &&
           !scan_is_word(source->name[word] == '_' ? '.' : source->name[word]);
}

/* The name of the header beside the file that has its name; NULL when there is none. */
static const char *own_header(const struct tree *tree, const struct source *source) {
    const char *path =
        arena_format(tree->arena, "%.*s%.*s.h", (int)(source->name - source->path),
                     source->path, (int)stem_length(source), source->name);
    const struct source *header = find_named(tree, path + (source->name - source->path));

    return header && strcmp(header->path, path) == 0 ? header->name : NULL;
}

/* How many own headers lead: the public one and, in a group behind it, a private one. */
static size_t count_own(const struct source *source, const struct includes *includes) {
    const struct include *include = includes->include;
    const bool has_one = include[0].is_ours && is_related(source, include[0].name);
    const bool has_two = has_one && includes->count > 2 && include[1].is_ours &&
                         is_related(source, include[1].name) && !include[2].is_ours &&
                         include[0].group != include[1].group;

    return has_one + has_two;
}

/* Returns where the other headers begin.  A test may begin with its helper's header. */
static size_t check_own(struct tree *tree, const struct source *source,
                        const struct includes *includes) {
    if (!tidy_ends_with(source, ".c") || includes->count == 0)
        return 0;

    const struct include *first = &includes->include[0];
    const size_t count = count_own(source, includes);
    const char *own = own_header(tree, source);
    const bool may_be_another = tidy_is_test(source) && count > 0;

    if (own && strcmp(first->name, own) != 0 && !may_be_another)
        tidy_find(tree, source, first->line, "\"%s\" is not included first; move it up",
                  own);
    if (count > 0 && count < includes->count &&
        includes->include[count].group == includes->include[count - 1].group)
        tidy_find(tree, source, includes->include[count].line,
                  "the own header is a group of its own; leave a line blank above");
    return count;
}

static void check_neighbours(struct tree *tree, const struct source *source,
                             const struct include *one, const struct include *two) {
    if (one->is_ours && !two->is_ours)
        tidy_find(tree, source, two->line, "<%s> stands behind our headers; move it up",
                  two->name);
    else if (one->is_ours != two->is_ours && one->group == two->group)
        tidy_find(tree, source, two->line,
                  "our headers are a group of their own; leave a line blank above");
    else if (one->group == two->group && strcmp(one->name, two->name) > 0)
        tidy_find(tree, source, two->line, "%s stands behind %s; sort them", two->name,
                  one->name);
}

static void check_order(struct tree *tree, const struct source *source,
                        const struct includes *includes) {
    const struct include *before = NULL;

    for (size_t i = check_own(tree, source, includes); i < includes->count; i++) {
        const struct include *include = &includes->include[i];

        if (include->is_guarded)
            continue;
        if (before)
            check_neighbours(tree, source, before, include);
        before = include;
    }
}

/* ---- layers ---- */

/* The place of a file's folder in the order; -1 when the order does not list it. */
static int layer_of(const struct tree *tree, const struct source *source) {
    size_t longest = 0;
    int layer = -1;

    for (size_t i = 0; i < tree->layer_count; i++) {
        const size_t length = strlen(tree->layer[i]);

        if (length > longest && text_begins(source->path, tree->layer[i]) &&
            source->path[length] == '/') {
            longest = length;
            layer = (int)i;
        }
    }
    /* A bare "src" is main.c's place and no home for folders that nobody listed. */
    if (layer >= 0 && strcmp(tree->layer[layer], "src") == 0 &&
        strchr(source->path + strlen("src/"), '/'))
        return -1;
    return layer;
}

/* The file that an include means: a header, or the .sql that NAME.sql.h is made from. */
static const struct source *target_of(const struct tree *tree,
                                      const struct include *include) {
    const size_t length = strlen(include->name);
    const struct source *header = find_named(tree, include->name);

    if (header || length < strlen(".sql.h") ||
        strcmp(include->name + length - strlen(".sql.h"), ".sql.h") != 0)
        return header;
    return find_named(tree, arena_copy_bytes(tree->arena, include->name, length - 2));
}

static void check_layers(struct tree *tree, const struct source *source,
                         const struct includes *includes) {
    const int layer = layer_of(tree, source);

    if (!tidy_is_in(source, "src/") || tree->layer_count == 0)
        return;
    if (layer < 0) {
        tidy_find(tree, source, 1, "its folder has no place in tools/layers.txt; add it");
        return;
    }
    for (size_t i = 0; i < includes->count; i++) {
        const struct include *include = &includes->include[i];
        const struct source *target = include->is_ours ? target_of(tree, include) : NULL;

        if (target && tidy_is_in(target, "src/") && layer_of(tree, target) > layer)
            tidy_find(tree, source, include->line,
                      "includes upward (%s); move what it needs down", target->path);
    }
}

/* Includes name no folder, so a header's name must say which one is meant. */
static void check_name(struct tree *tree, const struct source *source) {
    const struct source *first = find_named(tree, source->name);

    if (first != source)
        tidy_find(tree, source, 1, "has the name of %s; rename one", first->path);
}

/* ---- schema and statements ---- */

static bool is_migration(const struct source *source) {
    return tidy_is_in(source, "schema/") && tidy_ends_with(source, ".sql");
}

static void check_migration(struct tree *tree, const struct source *source) {
    if (strspn(source->name, "0123456789") != MIGRATION_DIGITS ||
        source->name[MIGRATION_DIGITS] != '-')
        tidy_find(tree, source, 1, "is not named NNNN-noun.sql; rename it");
    else if (source > tree->source && is_migration(source - 1) &&
             strncmp(source->name, source[-1].name, MIGRATION_DIGITS) == 0)
        tidy_find(tree, source, 1, "has the number of %s; take the next free one",
                  source[-1].path);
}

/* Whether a C file, or the C lines of a page, use the word.  Neighbours come first. */
static bool is_used(const struct tree *tree, const struct source *sql, const char *word) {
    const size_t folder = (size_t)(sql->name - sql->path);

    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < tree->count; i++) {
            const struct source *source = &tree->source[i];
            const bool is_near = strncmp(source->path, sql->path, folder) == 0;

            if (is_near != (pass == 0) ||
                !(tidy_ends_with(source, ".c") || tidy_ends_with(source, ".html")))
                continue;
            if (scan_find_word(source, source->is_c ? source->code : source->bytes, word,
                               0) < source->size)
                return true;
        }
    return false;
}

static void check_statements(struct tree *tree, const struct source *source) {
    const int module = (int)(strlen(source->name) - strlen(".sql"));

    for (size_t line = 0; line < source->line_count; line++) {
        const char *text = source->bytes + source->line_begin[line];
        const char *name = text + strlen("-- name: ");

        if (!text_begins(text, "-- name: "))
            continue;

        const char *word = arena_format(tree->arena, "sql_%.*s_%.*s", module,
                                        source->name, (int)strcspn(name, " \n"), name);

        if (!is_used(tree, source, word))
            tidy_find(tree, source, line + 1,
                      "nobody calls %s(); call it or delete the statement", word);
    }
}

/* ---- git ---- */

static void check_generated(struct tree *tree, const struct source *source) {
    if (text_begins(source->bytes, "/* Generated"))
        tidy_find(tree, source, 1, "is generated; git rm it and write it to build/");
}

/* What is in build/ is not walked, but git may know of it all the same. */
static void check_build(struct tree *tree) {
    FILE *list = popen("git ls-files build 2>/dev/null", "r");
    char path[1000];

    while (list && fgets(path, sizeof path, list)) {
        const struct source source = { .path = path };

        path[strcspn(path, "\n")] = '\0';
        tidy_find(tree, &source, 1, "is in git; git rm --cached it, build/ is made");
    }
    if (list)
        pclose(list);
}

static void check_prose_ratio(struct tree *tree) {
    static const struct source headers = { .path = "src/*.h" };

    if (100 * tree->header_prose_lines < PROSE_PERCENT_MIN * tree->header_lines)
        tidy_find(tree, &headers, 1,
                  "%zu of %zu lines are prose, less than %d %%; say what a reader needs",
                  tree->header_prose_lines, tree->header_lines, PROSE_PERCENT_MIN);
}

void check_tree(struct tree *tree) {
    for (size_t i = 0; i < tree->count; i++) {
        const struct source *source = &tree->source[i];

        check_generated(tree, source);
        if (source->is_c) {
            const struct includes *includes = read_includes(tree->arena, source);

            check_order(tree, source, includes);
            check_layers(tree, source, includes);
        }
        if (tidy_ends_with(source, ".h"))
            check_name(tree, source);
        if (is_migration(source))
            check_migration(tree, source);
        if (tidy_ends_with(source, ".sql") && tidy_is_in(source, "src/"))
            check_statements(tree, source);
    }
    check_build(tree);
    check_prose_ratio(tree);
}
