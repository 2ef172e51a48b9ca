#include "tidy.h"

#include <assert.h>
#include <string.h>

/* The bounds of a kind of file; 0 is no bound.  Kinds that are not here are data. */
static const struct kind {
    const char *ending;
    size_t lines_max;
    size_t columns_max;
} kinds[] = {
    { ".c", 600, 90 },   { ".h", 150, 90 },   { ".html", 600, 120 }, { ".js", 600, 90 },
    { ".css", 600, 90 }, { ".sh", 600, 90 },  { ".awk", 600, 90 },   { ".sql", 0, 0 },
    { ".py", 600, 90 },  { ".mjs", 600, 90 }, { ".cjs", 600, 90 },
};

static const struct kind *kind_of(const struct source *source) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (tidy_ends_with(source, kinds[i].ending))
            return &kinds[i];
    return NULL;
}

static void check_length(struct tree *tree, const struct source *source, size_t max) {
    if (max > 0 && source->line_count > max)
        tidy_find(tree, source, max + 1, "has %zu lines, more than %zu; split it",
                  source->line_count, max);
}

/* Code points, so that a Chinese character counts once. */
static size_t count_columns(const struct source *source, size_t line) {
    size_t columns = 0;

    for (size_t i = source->line_begin[line]; i < source->line_begin[line + 1]; i++) {
        const unsigned char byte = (unsigned char)source->bytes[i];

        columns += byte != '\n' && (byte & 0xC0) != 0x80;
    }
    return columns;
}

static void check_columns(struct tree *tree, const struct source *source, size_t max) {
    for (size_t line = 0; max > 0 && line < source->line_count; line++) {
        const size_t columns = count_columns(source, line);

        if (columns > max)
            tidy_find(tree, source, line + 1, "has %zu columns, more than %zu; break it",
                      columns, max);
    }
}

static void check_open_ends(struct tree *tree, const struct source *source) {
    static const char *const words[] = { "TODO", "FIXME", "XXX" };
    const char *prose = source->is_c ? source->prose : source->bytes;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t at = scan_find_word(source, prose, words[i], 0); at < source->size;
             at = scan_find_word(source, prose, words[i], at + 1))
            tidy_find(tree, source, scan_line(source, at),
                      "%s parks work in the code; do it or open an issue", words[i]);
}

/* A header begins with a block comment that begins with "name -- ". */
static void check_prose(struct tree *tree, const struct source *source) {
    const size_t name_length = strlen(source->name) - strlen(source->ending);
    const char *text = source->bytes + 2;

    if (strncmp(source->bytes, "/*", 2) != 0) {
        tidy_find(tree, source, 1, "begins without prose; say what the noun is");
        return;
    }
    text += strspn(text, " *\n");
    if (strncmp(text, source->name, name_length) != 0 ||
        strncmp(text + name_length, " -- ", 4) != 0)
        tidy_find(tree, source, 1, "does not name itself; begin with \"%.*s -- \"",
                  (int)name_length, source->name);
}

static bool line_is_blank(const char *bytes, size_t begin, size_t end) {
    while (begin < end && (bytes[begin] == ' ' || bytes[begin] == '\n'))
        begin++;
    return begin == end;
}

/* A line with any comment counts as prose: a field's comment is half of its contract. */
static void count_prose(struct tree *tree, const struct source *source) {
    for (size_t line = 0; line < source->line_count; line++) {
        const size_t begin = source->line_begin[line];
        const size_t end = source->line_begin[line + 1];

        tree->header_lines += !line_is_blank(source->bytes, begin, end);
        tree->header_prose_lines += !line_is_blank(source->prose, begin, end);
    }
}

bool check_text_knows(const struct source *source) {
    return kind_of(source) != NULL;
}

void check_text(struct tree *tree, const struct source *source) {
    const struct kind *kind = kind_of(source);

    assert(kind);
    check_length(tree, source, kind->lines_max);
    check_columns(tree, source, kind->columns_max);
    check_open_ends(tree, source);
    if (tidy_ends_with(source, ".h"))
        check_prose(tree, source);
    /* Fixtures are code, not a contract. */
    if (tidy_ends_with(source, ".h") && tidy_is_in(source, "src/") &&
        !tidy_ends_with(source, "_test.h"))
        count_prose(tree, source);
}
