/*
 * tidy -- checks by program what need not be checked by people.
 *
 *     tidy [ROOT]
 *
 * Reads the whole tree below ROOT (else the present folder) but build/, node_modules/
 * and what is hidden, and prints one line for each finding:
 *
 *     FILE:LINE: what is wrong; what to do
 *
 * Then one line of figures.  Exits with 1 when there was a finding.
 *
 *     every kind    lines of a file and of a line, in code points; no open ends
 *     .h            prose that begins with the header's name; unique names; named
 *                   parameters, none of them bool; 40 % of src's header lines are prose
 *     .c, .h        order of includes; downward only, as tools/layers.txt says;
 *                   functions of at most 60 lines, no #if inside; banned words; no
 *                   variable that the process shares without a comment "shared: why"
 *     _test.c       every test is in its table
 *     .sql          numbers of migrations; every statement is called from C
 *     generated     nothing outside build/, nothing of build/ in git
 */
#include "tidy.h"

#include <errno.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "text.h"

static _Noreturn void stop(const char *path) {
    fprintf(stderr, "tidy: %s: %s\n", path, strerror(errno));
    exit(2);
}

void tidy_find(struct tree *tree, const struct source *source, size_t line,
               const char *format, ...) {
    va_list args;

    printf("%s:%zu: ", source->path, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    tree->findings++;
}

bool tidy_is_in(const struct source *source, const char *folder) {
    return text_begins(source->path, folder);
}

bool tidy_ends_with(const struct source *source, const char *ending) {
    return strcmp(source->ending, ending) == 0;
}

bool tidy_is_test(const struct source *source) {
    const size_t length = strlen("_test.c");
    const size_t whole = strlen(source->name);

    return whole > length && strcmp(source->name + whole - length, "_test.c") == 0;
}

/* ---- reading ---- */

static const char *read_bytes(struct arena *arena, const char *path, size_t *size) {
    struct stat status;
    FILE *in = fopen(path, "rb");

    if (!in || fstat(fileno(in), &status) != 0)
        stop(path);
    errno = EFBIG;
    if (status.st_size > TIDY_FILE_BYTES_MAX)
        stop(path);

    char *bytes = arena_alloc(arena, (size_t)status.st_size + 1);

    *size = fread(bytes, 1, (size_t)status.st_size, in);
    fclose(in);
    return bytes;
}

static void add_source(struct tree *tree, const FTSENT *entry) {
    struct source source = {
        .path = arena_copy(tree->arena, entry->fts_path + strlen("./")),
    };
    const char *slash = strrchr(source.path, '/');
    const char *ending;

    source.name = slash ? slash + 1 : source.path;
    ending = strrchr(source.name, '.');
    source.ending = ending ? ending : "";
    source.is_c = tidy_ends_with(&source, ".c") || tidy_ends_with(&source, ".h");
    if (!check_text_knows(&source))
        return;
    errno = E2BIG;
    if (tree->count == TIDY_FILES_MAX)
        stop(source.path);
    source.bytes = read_bytes(tree->arena, source.path, &source.size);
    scan_source(tree->arena, &source);
    tree->source[tree->count++] = source;
}

static bool is_left_out(const FTSENT *entry) {
    return entry->fts_level > 0 &&
           (entry->fts_name[0] == '.' || strcmp(entry->fts_path, "./build") == 0 ||
            strcmp(entry->fts_name, "node_modules") == 0);
}

static int compare_sources(const void *one, const void *other) {
    return strcmp(((const struct source *)one)->path,
                  ((const struct source *)other)->path);
}

static void read_tree(struct tree *tree) {
    char here[] = ".";
    char *const roots[] = { here, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    FTSENT *entry;

    if (!walk)
        stop(here);
    while ((entry = fts_read(walk))) {
        if (is_left_out(entry))
            fts_set(walk, entry, FTS_SKIP);
        else if (entry->fts_info == FTS_F)
            add_source(tree, entry);
    }
    fts_close(walk);
    qsort(tree->source, tree->count, sizeof *tree->source, compare_sources);
}

/* One folder a line, lowest first; '#' begins a comment. */
static void read_layers(struct tree *tree) {
    const char *path = "tools/layers.txt";
    size_t size;

    if (access(path, R_OK) != 0)
        return;
    for (const char *at = read_bytes(tree->arena, path, &size); *at;) {
        const size_t length = strcspn(at, "\n");
        const size_t word = strcspn(at, " \t\n");

        errno = E2BIG;
        if (tree->layer_count == TIDY_LAYERS_MAX)
            stop(path);
        if (word > 0 && *at != '#')
            tree->layer[tree->layer_count++] = arena_copy_bytes(tree->arena, at, word);
        at += length + (at[length] == '\n');
    }
}

static void report(const struct tree *tree) {
    printf("tidy: %zu finding%s in %zu files", tree->findings,
           tree->findings == 1 ? "" : "s", tree->count);
    if (tree->header_lines > 0)
        printf("; %zu %% of header lines are prose",
               100 * tree->header_prose_lines / tree->header_lines);
    if (tree->functions > 0)
        printf("; %zu.%02zu asserts a function", tree->asserts / tree->functions,
               100 * tree->asserts / tree->functions % 100);
    putchar('\n');
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct tree tree = {
        .arena = arena,
        .source = arena_alloc(arena, TIDY_FILES_MAX * sizeof *tree.source),
    };

    if (argc > 1 && chdir(argv[1]) != 0)
        stop(argv[1]);
    read_layers(&tree);
    read_tree(&tree);
    for (size_t i = 0; i < tree.count; i++) {
        check_text(&tree, &tree.source[i]);
        if (tree.source[i].is_c)
            check_code(&tree, &tree.source[i]);
    }
    check_tree(&tree);
    report(&tree);

    const bool is_clean = tree.findings == 0;

    arena_free(arena);
    return is_clean ? 0 : 1;
}
