/*
 * embed -- puts files into the program.
 *
 *     embed OUTPUT [--web FOLDER] [--schema FOLDER] [--data PATH]...
 *
 * Writes one C file with the tables of src/engine/embed.h and src/engine/migrate.h:
 * static files with their gzip form, type, ETag and address; migrations in order of
 * number; data files under the path that was given (a folder gives every file in it).
 * The output depends on the files' names and bytes alone, and is only touched when it
 * would change.  Left out: hidden files, notes (.md) in web/, all but .sql in schema/.
 *
 * Bytes become string literals, which compilers read an order of magnitude faster than
 * lists of numbers.
 */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fts.h>
#include <openssl/evp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "arena.h"
#include "text.h"

enum {
    FILES_MAX = 2000,
    FILE_BYTES_MAX = 16 * 1024 * 1024,
    LITERAL_COLUMNS = 96,
    DIGEST_SIZE = 32,
    ADDRESS_HEX = 8,
    ETAG_HEX = 32,
    MIGRATION_DIGITS = 4,
};

struct file {
    const char *name;
    const char *path;
    const unsigned char *bytes;
    size_t size;
};

struct files {
    size_t count;
    struct file file[FILES_MAX];
};

/* Types of what web/ may hold; another ending stops the build. */
static const struct kind {
    const char *ending;
    const char *type;
} kinds[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".gif", "image/gif" },
    { ".html", "text/html; charset=utf-8" },
    { ".ico", "image/x-icon" },
    { ".jpg", "image/jpeg" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".json", "application/json" },
    { ".mp3", "audio/mpeg" },
    { ".png", "image/png" },
    { ".svg", "image/svg+xml" },
    { ".txt", "text/plain; charset=utf-8" },
    { ".webmanifest", "application/manifest+json" },
    { ".webp", "image/webp" },
    { ".woff2", "font/woff2" },
};

static _Noreturn void stop(const char *format, ...) __attribute__((format(printf, 1, 2)));

static _Noreturn void stop(const char *format, ...) {
    va_list args;

    fputs("embed: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

/* Reads a whole file, with a terminator behind it. */
static const unsigned char *read_bytes(struct arena *arena, const char *path,
                                       size_t *size) {
    struct stat status;
    FILE *in = fopen(path, "rb");

    if (!in || fstat(fileno(in), &status) != 0)
        stop("%s: %s", path, strerror(errno));
    if (status.st_size > FILE_BYTES_MAX)
        stop("%s: larger than %d bytes; serve it from a folder instead", path,
             FILE_BYTES_MAX);

    unsigned char *bytes = arena_alloc(arena, (size_t)status.st_size + 1);

    *size = fread(bytes, 1, (size_t)status.st_size, in);
    if (*size != (size_t)status.st_size)
        stop("%s: changed while it was read; run again", path);
    fclose(in);
    return bytes;
}

static void add_file(struct arena *arena, struct files *files, const char *name,
                     const char *path) {
    if (files->count == FILES_MAX)
        stop("%s: more than %d files; raise FILES_MAX", path, FILES_MAX);

    struct file *file = &files->file[files->count++];

    file->name = arena_copy(arena, name);
    file->path = arena_copy(arena, path);
    file->bytes = read_bytes(arena, path, &file->size);
}

static int compare_files(const void *one, const void *other) {
    return strcmp(((const struct file *)one)->name, ((const struct file *)other)->name);
}

/* Adds a file, or every file below a folder, named by its path behind skip bytes. */
static void add_path(struct arena *arena, struct files *files, const char *path,
                     size_t skip) {
    char *const roots[] = { arena_copy(arena, path), NULL };
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    FTSENT *entry;

    if (!walk)
        stop("%s: %s", path, strerror(errno));
    while ((entry = fts_read(walk))) {
        if (entry->fts_info == FTS_NS || entry->fts_info == FTS_ERR ||
            entry->fts_info == FTS_DNR || entry->fts_info == FTS_DC)
            stop("%s: %s", entry->fts_path, strerror(entry->fts_errno));
        if (entry->fts_level > 0 && entry->fts_name[0] == '.')
            fts_set(walk, entry, FTS_SKIP);
        else if (entry->fts_info == FTS_F)
            add_file(arena, files, entry->fts_path + skip, entry->fts_path);
    }
    fts_close(walk);
    qsort(files->file, files->count, sizeof *files->file, compare_files);
}

/* Adds what is below a folder, named from there. */
static void add_folder(struct arena *arena, struct files *files, const char *folder) {
    size_t length = strlen(folder);

    while (length > 1 && folder[length - 1] == '/')
        length--;
    add_path(arena, files, arena_copy_bytes(arena, folder, length), length + 1);
}

static bool ends_with(const struct file *file, const char *ending) {
    const char *found = strrchr(file->name, '.');

    return found && strcmp(found, ending) == 0;
}

/* Of schema/: data files and notes may lie beside the migrations. */
static bool is_migration(const struct file *file) {
    return ends_with(file, ".sql");
}

/* Of web/: notes for its authors may lie beside the files. */
static bool is_served(const struct file *file) {
    return !ends_with(file, ".md");
}

static void keep(struct files *files, bool (*is_wanted)(const struct file *file)) {
    size_t kept = 0;

    for (size_t i = 0; i < files->count; i++)
        if (is_wanted(&files->file[i]))
            files->file[kept++] = files->file[i];
    files->count = kept;
}

static void check_unique(const struct files *files) {
    for (size_t i = 1; i < files->count; i++)
        if (strcmp(files->file[i - 1].name, files->file[i].name) == 0)
            stop("%s: given twice; give it once", files->file[i].path);
}

/* ---- C out ---- */

/* Writes one byte of a literal; '?' too, because -std=c11 knows trigraphs. */
static void write_byte(struct text *out, unsigned byte, unsigned next) {
    if (byte == '\n')
        text_add(out, "\\n");
    else if (byte == '"' || byte == '\\' || byte == '?')
        text_addf(out, "\\%c", (int)byte);
    else if (byte >= ' ' && byte <= '~')
        text_add_byte(out, (char)byte);
    else
        text_addf(out, isdigit((int)next) ? "\\%03o" : "\\%o", byte);
}

static void write_literal(struct text *out, const unsigned char *bytes, size_t size) {
    size_t line_begin = out->length;

    text_add(out, "\"");
    for (size_t i = 0; i < size; i++) {
        const bool line_ends = i > 0 && bytes[i - 1] == '\n';

        if (line_ends || out->length - line_begin > LITERAL_COLUMNS) {
            text_add(out, "\"\n");
            line_begin = out->length;
            text_add(out, "\"");
        }
        write_byte(out, bytes[i], i + 1 < size ? bytes[i + 1] : 0);
    }
    text_add(out, "\"");
}

static void write_bytes(struct text *out, const char *kind, size_t index,
                        const unsigned char *bytes, size_t size) {
    text_addf(out, "\nstatic const unsigned char %s_%zu[] =\n", kind, index);
    write_literal(out, bytes, size);
    text_add(out, ";\n");
}

static void write_string(struct text *out, const char *field, const char *value) {
    text_addf(out, "        .%s = ", field);
    write_literal(out, (const unsigned char *)value, strlen(value));
    text_add(out, ",\n");
}

/* Tables may be empty, but C has no empty array: such a one gets a row nobody counts. */
static void write_table_end(struct text *out, const char *count_name, size_t count) {
    text_addf(out, "%s};\nconst size_t %s = %zu;\n", count == 0 ? "    { 0 },\n" : "",
              count_name, count);
}

/* ---- static files ---- */

static const char *type_of(const struct file *file) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (ends_with(file, kinds[i].ending))
            return kinds[i].type;
    stop("%s: no type is known for its ending; add a row to kinds in tools/embed.c",
         file->path);
}

static void check_name(const struct file *file) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_./";

    if (file->name[strspn(file->name, allowed)] != '\0')
        stop("%s: goes into an address; rename it to a-z, 0-9, '-', '_', '.'",
             file->path);
}

/* The gzip form; NULL when it would not be smaller.  Without a moment: repeatable. */
static unsigned char *gzip(struct arena *arena, const struct file *file, size_t *size) {
    enum { LEVEL = 9, GZIP_WINDOW = 15 + 16, MEMORY = 9 };
    z_stream stream = { .next_in = (unsigned char *)(uintptr_t)file->bytes,
                        .avail_in = (uInt)file->size };

    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        stop("zlib does not start");

    const size_t room = deflateBound(&stream, (uLong)file->size);
    unsigned char *bytes = arena_alloc(arena, room);

    stream.next_out = bytes;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        stop("%s: zlib does not finish", file->path);
    *size = stream.total_out;
    deflateEnd(&stream);
    return *size < file->size ? bytes : NULL;
}

static char *digest_hex(struct arena *arena, const struct file *file) {
    unsigned char digest[DIGEST_SIZE];

    if (!EVP_Digest(file->bytes, file->size, digest, NULL, EVP_sha256(), NULL))
        stop("%s: OpenSSL has no SHA-256", file->path);
    return text_hex(arena, digest, sizeof digest);
}

static void write_file_row(struct text *out, const struct file *file, size_t index,
                           size_t gzip_size) {
    const char *hex = digest_hex(out->arena, file);
    const char *ending = strrchr(file->name, '.');

    text_add(out, "    {\n");
    write_string(out, "name", file->name);
    write_string(out, "type", type_of(file));
    text_addf(out, "        .bytes = file_%zu,\n        .size = %zu,\n", index,
              file->size);
    if (gzip_size > 0)
        text_addf(out, "        .gzip = gzip_%zu,\n        .gzip_size = %zu,\n", index,
                  gzip_size);
    write_string(out, "etag", arena_format(out->arena, "\"%.*s\"", ETAG_HEX, hex));
    write_string(out, "address",
                 arena_format(out->arena, "/static/%.*s-%.*s%s",
                              (int)(ending - file->name), file->name, ADDRESS_HEX, hex,
                              ending));
    text_add(out, "    },\n");
}

static void write_files(struct text *out, const struct files *files) {
    struct text rows = { .arena = out->arena };

    for (size_t i = 0; i < files->count; i++) {
        const struct file *file = &files->file[i];
        size_t gzip_size = 0;

        check_name(file);

        const unsigned char *packed = gzip(out->arena, file, &gzip_size);

        write_bytes(out, "file", i, file->bytes, file->size);
        if (packed)
            write_bytes(out, "gzip", i, packed, gzip_size);
        write_file_row(&rows, file, i, packed ? gzip_size : 0);
    }
    text_add(out, "\nconst struct embedded_file embedded_files[] = {\n");
    text_add(out, text_string(&rows));
    write_table_end(out, "embedded_file_count", files->count);
}

/* ---- migrations ---- */

/* Whether a name is NNNN-noun.sql. */
static bool names_migration(const char *name) {
    const size_t digits = strspn(name, "0123456789");
    const char *noun = name + digits + 1;

    if (digits != MIGRATION_DIGITS || name[digits] != '-')
        return false;

    const size_t length = strspn(noun, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return length > 0 && strcmp(noun + length, ".sql") == 0;
}

/* Refuses what is misnamed, what shares a number, and NUL bytes. */
static void check_migrations(const struct files *files) {
    long last = 0;

    for (size_t i = 0; i < files->count; i++) {
        const struct file *file = &files->file[i];

        if (!names_migration(file->name))
            stop("%s: is not named NNNN-noun.sql; rename it", file->path);

        const long number = strtol(file->name, NULL, 10);

        if (number == 0)
            stop("%s: numbers begin at 0001; rename it", file->path);
        if (number == last)
            stop("%s: shares its number with %s; give it the next free one", file->path,
                 files->file[i - 1].path);
        if (memchr(file->bytes, 0, file->size))
            stop("%s: holds a NUL byte; remove it", file->path);
        last = number;
    }
}

static void write_migrations(struct text *out, const struct files *files) {
    text_add(out, "\nconst struct migration migrations[] = {\n");
    for (size_t i = 0; i < files->count; i++) {
        const struct file *file = &files->file[i];
        const char *noun = file->name + MIGRATION_DIGITS + 1;
        const int length = (int)(strlen(noun) - strlen(".sql"));

        text_addf(out, "    { %ld, \"%.*s\",\n", strtol(file->name, NULL, 10), length,
                  noun);
        write_literal(out, file->bytes, file->size);
        text_add(out, " },\n");
    }
    write_table_end(out, "migration_count", files->count);
}

/* ---- data ---- */

static void write_data(struct text *out, const struct files *files) {
    for (size_t i = 0; i < files->count; i++)
        write_bytes(out, "data", i, files->file[i].bytes, files->file[i].size);
    text_add(out, "\nconst struct embedded_data embedded_data_files[] = {\n");
    for (size_t i = 0; i < files->count; i++) {
        text_add(out, "    {\n");
        write_string(out, "name", files->file[i].name);
        text_addf(out, "        .bytes = data_%zu,\n        .size = %zu,\n    },\n", i,
                  files->file[i].size);
    }
    write_table_end(out, "embedded_data_count", files->count);
}

/* ---- the output ---- */

static bool holds_already(struct arena *arena, const char *path,
                          const struct text *text) {
    struct stat status;
    size_t size;

    if (stat(path, &status) != 0 || (size_t)status.st_size != text->length)
        return false;
    return memcmp(read_bytes(arena, path, &size), text->bytes, text->length) == 0;
}

static void write_if_changed(struct arena *arena, const char *path,
                             const struct text *text) {
    const char *fresh = arena_format(arena, "%s.new", path);

    if (holds_already(arena, path, text))
        return;

    FILE *out = fopen(fresh, "wb");

    if (!out || fwrite(text->bytes, 1, text->length, out) != text->length ||
        fclose(out) != 0 || rename(fresh, path) != 0)
        stop("%s: %s", path, strerror(errno));
}

struct input {
    struct files web;
    struct files schema;
    struct files data;
};

static void read_options(struct arena *arena, struct input *input, int argc,
                         char **argv) {
    for (int i = 2; i < argc; i += 2) {
        if (i + 1 == argc)
            stop("%s needs a path behind it", argv[i]);
        if (strcmp(argv[i], "--web") == 0)
            add_folder(arena, &input->web, argv[i + 1]);
        else if (strcmp(argv[i], "--schema") == 0)
            add_folder(arena, &input->schema, argv[i + 1]);
        else if (strcmp(argv[i], "--data") == 0)
            add_path(arena, &input->data, argv[i + 1], 0);
        else
            stop("%s: is no option; use --web, --schema or --data", argv[i]);
    }
    keep(&input->web, is_served);
    keep(&input->schema, is_migration);
    check_unique(&input->data);
    check_migrations(&input->schema);
}

int main(int argc, char **argv) {
    if (argc < 2 || argv[1][0] == '-')
        stop("embed OUTPUT [--web FOLDER] [--schema FOLDER] [--data PATH]...");

    struct arena *arena = arena_new();
    struct input *input = arena_alloc(arena, sizeof *input);
    struct text out = { .arena = arena };

    read_options(arena, input, argc, argv);
    text_add(&out, "/* Generated by tools/embed.  Do not edit. */\n"
                   "#include <stddef.h>\n\n"
                   "#include \"embed.h\"\n#include \"migrate.h\"\n\n"
                   "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n");
    write_files(&out, &input->web);
    write_migrations(&out, &input->schema);
    write_data(&out, &input->data);
    write_if_changed(arena, argv[1], &out);
    arena_free(arena);
    return 0;
}
