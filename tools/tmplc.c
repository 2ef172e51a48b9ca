/*
 * tmplc -- compiles pages of HTML to C, and collects the texts of the program.
 *
 *   tmplc --out FOLDER --catalogue FILE [--missing] [--texts-from FILE.c …] PAGE.html …
 *
 * One run reads all pages and all C files and writes
 *   FOLDER/NAME.html.c  for each NAME.html (names must differ, folders do not count)
 *   FOLDER/texts.c      page_texts[] of page.h: every Chinese text, sorted, with English
 * and touches only files whose content changed.  --missing writes nothing and prints,
 * as catalogue entries to fill in, the texts that lack English.
 *
 * The catalogue is pairs of lines; empty lines and lines that begin with # are skipped:
 *   zh: 共 {0} 件
 *   en: {0} in all
 * "\n" is a line break and "\\" a backslash.  An empty "en:" waits for its translation;
 * until then Chinese is shown.  {0}, {1} … must be the same set in both.  An entry whose
 * Chinese nobody says any more is a warning.
 *
 * How a page is written: web/README.md.  What is refused, and what to write instead, is
 * said as FILE:LINE: on standard error; the exit status is then 1, and nothing is
 * written.
 */
#include "tmplc.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "tmplc_page.h"
#include "utf8.h"

enum { FILES_MAX = 2000, FILE_BYTES_MAX = 4 * 1024 * 1024, LITERAL_BYTES_MAX = 2000 };

struct arguments {
    const char *out;
    const char *catalogue;
    bool missing;
    size_t count;
    const char *file[FILES_MAX];
};

void complain(struct run *run, const char *path, int line, const char *format, ...) {
    va_list args;

    if (++run->errors > ERRORS_MAX)
        return;
    fprintf(stderr, "%s:%d: ", path, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* ---- files ---- */

static void die(const char *path, const char *why) {
    fprintf(stderr, "tmplc: %s: %s\n", path, why);
    exit(2);
}

/* Returns NULL when the file does not exist. */
static const char *read_file(struct arena *arena, const char *path, size_t *size) {
    FILE *const file = fopen(path, "rb");
    char *bytes = NULL;

    *size = 0;
    if (!file)
        return NULL;
    bytes = malloc(FILE_BYTES_MAX);
    if (!bytes)
        die(path, "out of memory");
    *size = fread(bytes, 1, FILE_BYTES_MAX, file);
    if (ferror(file) || *size == FILE_BYTES_MAX)
        die(path, "cannot be read, or is larger than 4 MiB");
    fclose(file);

    const char *const copy = arena_copy_bytes(arena, bytes, *size);
    free(bytes);
    return copy;
}

static void write_file(const char *path, const struct text *text) {
    size_t size;
    const char *const before = read_file(text->arena, path, &size);

    if (before && size == text->length && memcmp(before, text->bytes, size) == 0)
        return;

    FILE *const file = fopen(path, "wb");
    if (!file || fwrite(text->bytes, 1, text->length, file) != text->length ||
        fclose(file))
        die(path, strerror(errno));
}

static bool ends_with(const char *string, const char *end) {
    const size_t length = strlen(string);

    return length >= strlen(end) && strcmp(string + length - strlen(end), end) == 0;
}

static const char *base_name(const char *path) {
    const char *const slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* ---- the C of a page ---- */

static void put_raw(struct text *out, const struct piece *piece) {
    for (size_t at = 0; at < piece->raw.length;) {
        const size_t size =
            utf8_prefix(piece->raw.bytes + at, piece->raw.length - at > LITERAL_BYTES_MAX
                                                   ? LITERAL_BYTES_MAX
                                                   : piece->raw.length - at);

        assert(size > 0);
        text_add(out, "html_raw(out, ");
        put_literal(out, piece->raw.bytes + at, size);
        text_addf(out, ", %zu);", size);
        at += size;
    }
}

static void put_say(const struct run *run, struct text *out, const struct piece *piece) {
    const int index = message_index(run, piece->chinese);

    if (piece->value_count == 0) {
        text_addf(out, "html_say(out, %d);", index);
        return;
    }
    text_addf(out, "html_say_with(out, %d, (const char *const[]){ ", index);
    for (size_t i = 0; i < piece->value_count; i++)
        text_addf(out, "%shtml_text_of(out, %s)", i ? ", " : "", piece->value[i]);
    text_addf(out, " }, %zu);", piece->value_count);
}

static void put_piece(const struct run *run, struct text *out,
                      const struct piece *piece) {
    switch (piece->kind) {
    case PIECE_CODE: text_add(out, text_string(&piece->raw)); break;
    case PIECE_RAW: put_raw(out, piece); break;
    case PIECE_PUT: text_addf(out, "html_put(out, %s);", piece->value[0]); break;
    case PIECE_SAY: put_say(run, out, piece); break;
    case PIECE_TOKENS: text_add(out, "html_form_tokens(out);"); break;
    }
}

static void write_page(const struct page *page, const char *folder) {
    struct text out = { .arena = page->run->arena };
    int line = -1;
    bool code = true;

    text_addf(&out,
              "/* Generated by tmplc from %s.  Do not edit. */\n#include \"page.h\"\n",
              page->path);
    for (size_t i = 0; i < page->piece_count; i++) {
        const struct piece *const piece = &page->piece[i];
        const bool joins = piece->line == line && !code && piece->kind != PIECE_CODE;

        if (i > 0)
            text_add_byte(&out, joins ? ' ' : '\n');
        if (!joins && piece->line != line + 1)
            text_addf(&out, "#line %d \"%s\"\n", piece->line, page->path);
        put_piece(page->run, &out, piece);
        line = piece->line;
        code = piece->kind == PIECE_CODE;
    }
    text_add_byte(&out, '\n');
    write_file(arena_format(page->run->arena, "%s/%s.c", folder, base_name(page->path)),
               &out);
}

/* ---- the run ---- */

static void usage(void) {
    fputs("usage: tmplc --out FOLDER --catalogue FILE [--missing]\n"
          "             [--texts-from FILE.c ...] PAGE.html ...\n",
          stderr);
    exit(2);
}

static void read_arguments(struct arguments *arguments, int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            arguments->out = argv[++i];
        else if (strcmp(argv[i], "--catalogue") == 0 && i + 1 < argc)
            arguments->catalogue = argv[++i];
        else if (strcmp(argv[i], "--missing") == 0)
            arguments->missing = true;
        else if (strcmp(argv[i], "--texts-from") == 0)
            continue; /* what ends in .html is a page, the rest is C */
        else if (argv[i][0] == '-' || arguments->count == FILES_MAX)
            usage();
        else
            arguments->file[arguments->count++] = argv[i];
    if (!arguments->out || !arguments->catalogue || arguments->count == 0)
        usage();
}

static void read_input(struct run *run, const char *path, struct page **pages,
                       size_t *page_count) {
    size_t size;
    const char *const bytes = read_file(run->arena, path, &size);

    if (!bytes)
        die(path, strerror(errno));
    if (!utf8_valid(bytes, size) || memchr(bytes, '\0', size)) {
        complain(run, path, 1, "not UTF-8");
        return;
    }
    if (!ends_with(path, ".html")) {
        struct code code = { .run = run, .path = path };

        code_read(&code, bytes, size, 1);
        return;
    }
    for (size_t i = 0; i < *page_count; i++)
        if (strcmp(base_name(pages[i]->path), base_name(path)) == 0)
            complain(run, path, 1, "has the name of %s; both would write the same file",
                     pages[i]->path);
    pages[(*page_count)++] = page_read(run, path, bytes, size);
}

int main(int argc, char **argv) {
    static struct arguments arguments;
    static struct page *pages[FILES_MAX];
    struct run run = { .arena = arena_new() };
    size_t page_count = 0;

    read_arguments(&arguments, argc, argv);
    for (size_t i = 0; i < arguments.count; i++)
        read_input(&run, arguments.file[i], pages, &page_count);
    messages_close(&run);
    catalogue_read(&run, arguments.catalogue);

    if (run.errors > ERRORS_MAX)
        fprintf(stderr, "tmplc: and %d more\n", run.errors - ERRORS_MAX);
    if (run.errors == 0 && arguments.missing) {
        messages_print_missing(&run);
    } else if (run.errors == 0) {
        struct text texts = { .arena = run.arena };

        for (size_t i = 0; i < page_count; i++)
            write_page(pages[i], arguments.out);
        messages_write(&run, &texts);
        write_file(arena_format(run.arena, "%s/texts.c", arguments.out), &texts);
    }
    arena_free(run.arena);
    return run.errors ? 1 : 0;
}
