#include "stored_zip.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#include <zlib.h>

#include "arena.h"
#include "civil.h"
#include "utf8.h"

/* Sizes and marks of APPNOTE.TXT; all numbers are little-endian. */
enum {
    LOCAL_SIZE = 30,
    CENTRAL_SIZE = 46,
    END_SIZE = 22,
    VERSION = 20,               /* needed: 2.0, folders */
    MADE_BY = 3 << 8 | VERSION, /* Unix, for the rights */
    IN_UTF8 = 1 << 11,
    RIGHTS = 0100644,
};
static const uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50,
                      end_mark = 0x06054b50;

/* ---- numbers ---- */

static void add_16(struct text *out, unsigned value) {
    text_add_byte(out, (char)(value & 0xff));
    text_add_byte(out, (char)(value >> 8 & 0xff));
}

static void add_32(struct text *out, uint32_t value) {
    add_16(out, value & 0xffff);
    add_16(out, value >> 16);
}

static unsigned read_16(const unsigned char *bytes) {
    return bytes[0] | (unsigned)bytes[1] << 8;
}

static uint32_t read_32(const unsigned char *bytes) {
    return read_16(bytes) | (uint32_t)read_16(bytes + 2) << 16;
}

/* crc32() takes 32-bit lengths; a file is shorter. */
static uint32_t crc_of(const void *bytes, size_t size) {
    return size ? (uint32_t)crc32(0, bytes, (uInt)size) : 0;
}

/* ---- names ---- */

static bool is_part(const char *part, size_t size) {
    return size > 0 && !(size == 1 && part[0] == '.') &&
           !(size == 2 && part[0] == '.' && part[1] == '.');
}

static bool is_name(const char *name, size_t size) {
    size_t part = 0;

    if (size == 0 || size > STORED_ZIP_NAME_MAX || !utf8_valid_text(name, size))
        return false;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && ((unsigned char)name[i] < 0x20 || name[i] == 0x7f ||
                         name[i] == '\\' || name[i] == ':'))
            return false;
        if (i < size && name[i] != '/')
            continue;
        if (!is_part(name + part, i - part))
            return false;
        part = i + 1;
    }
    return true;
}

/* ---- writing ---- */

/* The moment in the town, in steps of two seconds; ZIP knows no zones. */
static uint32_t dos_time(int64_t now_ms) {
    const int day = civil_day(now_ms);
    const int64_t second = (now_ms - civil_moment_ms(day, 0)) / 1000;
    const uint32_t years = day >= 19800101 ? (uint32_t)(day / 10000 - 1980) : 0;
    const uint32_t date =
        years << 9 | (uint32_t)(day / 100 % 100) << 5 | (uint32_t)(day % 100);
    const uint32_t time = (uint32_t)(second / 3600) << 11 |
                          (uint32_t)(second / 60 % 60) << 5 | (uint32_t)(second % 60 / 2);

    return date << 16 | time;
}

void stored_zip_begin(struct stored_zip *zip, struct arena *arena, int file,
                      int64_t now_ms) {
    *zip = (struct stored_zip){ .arena = arena,
                                .file = file,
                                .time = dos_time(now_ms),
                                .directory = { .arena = arena } };
}

static void write_out(struct stored_zip *zip, const void *bytes, size_t size) {
    const char *from = bytes;

    while (size > 0 && !zip->why) {
        const ssize_t written = pwrite(zip->file, from, size, (off_t)zip->at);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            zip->why = arena_copy(zip->arena, strerror(written < 0 ? errno : ENOSPC));
            return;
        }
        from += written;
        size -= (size_t)written;
        zip->at += written;
    }
}

/* What both headers say of a file, from the version on. */
static void add_header(struct text *out, const struct stored_zip *zip,
                       const struct stored_zip_file *file) {
    add_16(out, VERSION);
    add_16(out, IN_UTF8);
    add_16(out, 0); /* nothing is packed */
    add_32(out, zip->time);
    add_32(out, file->crc);
    add_32(out, (uint32_t)file->size);
    add_32(out, (uint32_t)file->size);
    add_16(out, (unsigned)strlen(file->name));
    add_16(out, 0); /* no extra field */
}

static void add_central(struct stored_zip *zip, const struct stored_zip_file *file,
                        int64_t at) {
    struct text *out = &zip->directory;

    add_32(out, central_mark);
    add_16(out, MADE_BY);
    add_header(out, zip, file);
    add_16(out, 0); /* no comment */
    add_16(out, 0); /* the first disk */
    add_16(out, 0);
    add_32(out, (uint32_t)RIGHTS << 16);
    add_32(out, (uint32_t)at);
    text_add(out, file->name);
}

void stored_zip_put(struct stored_zip *zip, const char *name, struct db_bytes content) {
    const struct stored_zip_file file = { .name = name,
                                          .size = content.size,
                                          .crc = crc_of(content.data, content.size) };
    struct text header = { .arena = zip->arena };
    const int64_t at = zip->at;

    assert(is_name(name, strlen(name)));
    if (zip->why)
        return;
    if (zip->count == STORED_ZIP_FILES_MAX || content.size > STORED_ZIP_FILE_BYTES_MAX ||
        at > STORED_ZIP_BYTES_MAX - STORED_ZIP_FILE_BYTES_MAX) {
        zip->why = "more or larger files than one archive holds";
        return;
    }
    add_32(&header, local_mark);
    add_header(&header, zip, &file);
    text_add(&header, name);
    write_out(zip, header.bytes, header.length);
    write_out(zip, content.data, content.size);
    add_central(zip, &file, at);
    zip->count++;
}

int64_t stored_zip_end(struct stored_zip *zip) {
    struct text end = { .arena = zip->arena };
    const int64_t at = zip->at;

    write_out(zip, text_string(&zip->directory), zip->directory.length);
    add_32(&end, end_mark);
    add_32(&end, 0); /* one disk */
    add_16(&end, (unsigned)zip->count);
    add_16(&end, (unsigned)zip->count);
    add_32(&end, (uint32_t)zip->directory.length);
    add_32(&end, (uint32_t)at);
    add_16(&end, 0); /* no comment */
    write_out(zip, end.bytes, end.length);
    if (!zip->why && ftruncate(zip->file, (off_t)zip->at) != 0)
        zip->why = arena_copy(zip->arena, strerror(errno));
    return zip->why ? 0 : zip->at;
}

/* ---- reading ---- */

static const char not_ours[] = "it is not a ZIP as haoban writes it: bytes were added, "
                               "taken away or packed anew; use the file as it was made";

static bool read_at(int file, int64_t at, void *bytes, size_t size) {
    char *to = bytes;

    while (size > 0) {
        const ssize_t count = pread(file, to, size, (off_t)at);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        to += count;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

/* The directory being read, and where the next content must begin. */
struct reading {
    struct arena *arena;
    int file;
    const unsigned char *bytes; /* of the directory */
    size_t size, at;
    int64_t next;
    int64_t end; /* of the contents: there the directory begins */
};

/* The last bytes of the file; says false for anything but a plain end. */
static bool read_end(struct reading *reading, size_t *count) {
    const off_t size = lseek(reading->file, 0, SEEK_END);
    unsigned char end[END_SIZE];

    if (size < END_SIZE || size > STORED_ZIP_BYTES_MAX + STORED_ZIP_FILE_BYTES_MAX ||
        !read_at(reading->file, size - END_SIZE, end, END_SIZE))
        return false;
    *count = read_16(end + 8);
    reading->size = read_32(end + 12);
    reading->end = read_32(end + 16);
    return read_32(end) == end_mark && read_32(end + 4) == 0 &&
           read_16(end + 10) == *count && read_16(end + 20) == 0 &&
           *count <= STORED_ZIP_FILES_MAX &&
           reading->size <= STORED_ZIP_FILES_MAX * (CENTRAL_SIZE + STORED_ZIP_NAME_MAX) &&
           reading->end + (int64_t)reading->size + END_SIZE == size;
}

/* Whether the header in front of the content says what the directory says. */
static bool same_header(const struct reading *reading, const unsigned char *central,
                        size_t name_size) {
    unsigned char local[LOCAL_SIZE + STORED_ZIP_NAME_MAX];

    return read_at(reading->file, reading->next, local, LOCAL_SIZE + name_size) &&
           read_32(local) == local_mark && memcmp(local + 4, central + 6, 26) == 0 &&
           memcmp(local + LOCAL_SIZE, central + CENTRAL_SIZE, name_size) == 0;
}

static bool is_plain(const unsigned char *central) {
    static const unsigned char none[6] = { 0 };

    return read_32(central) == central_mark && read_16(central + 4) == MADE_BY &&
           read_16(central + 6) == VERSION && read_16(central + 8) == IN_UTF8 &&
           read_16(central + 10) == 0 && read_32(central + 20) == read_32(central + 24) &&
           memcmp(central + 30, none, sizeof none) == 0 && read_16(central + 36) == 0 &&
           read_32(central + 38) == (uint32_t)RIGHTS << 16;
}

static bool read_entry(struct reading *reading, struct stored_zip_file *made) {
    const unsigned char *const central = reading->bytes + reading->at;
    size_t name_size;

    if (reading->size - reading->at < CENTRAL_SIZE || !is_plain(central))
        return false;
    name_size = read_16(central + 28);
    if (reading->size - reading->at - CENTRAL_SIZE < name_size ||
        !is_name((const char *)central + CENTRAL_SIZE, name_size) ||
        read_32(central + 42) != reading->next ||
        !same_header(reading, central, name_size))
        return false;
    *made = (struct stored_zip_file){
        .name = arena_copy_bytes(reading->arena, central + CENTRAL_SIZE, name_size),
        .at = reading->next + LOCAL_SIZE + (int64_t)name_size,
        .size = read_32(central + 24),
        .crc = read_32(central + 16),
    };
    reading->at += CENTRAL_SIZE + name_size;
    reading->next = made->at + (int64_t)made->size;
    return made->size <= STORED_ZIP_FILE_BYTES_MAX && reading->next <= reading->end;
}

const char *stored_zip_list(struct arena *arena, int file, struct stored_zip_list *list) {
    struct reading reading = { .arena = arena, .file = file };
    struct stored_zip_file *made;
    unsigned char *bytes;
    size_t count;

    *list = (struct stored_zip_list){ NULL, 0 };
    if (!read_end(&reading, &count))
        return not_ours;
    bytes = arena_alloc(arena, reading.size + 1);
    made = arena_alloc(arena, count * sizeof *made + 1);
    if (!read_at(file, reading.end, bytes, reading.size))
        return not_ours;
    reading.bytes = bytes;
    for (size_t i = 0; i < count; i++) {
        if (!read_entry(&reading, &made[i]))
            return not_ours;
        *list = (struct stored_zip_list){ made, i };
        if (stored_zip_find(list, made[i].name))
            return not_ours;
    }
    *list = (struct stored_zip_list){ made, count };
    return reading.at == reading.size && reading.next == reading.end ? NULL : not_ours;
}

bool stored_zip_read(struct arena *arena, int file, const struct stored_zip_file *entry,
                     struct db_bytes *content) {
    char *bytes = arena_alloc(arena, entry->size + 1);

    *content = (struct db_bytes){ bytes, entry->size };
    return read_at(file, entry->at, bytes, entry->size) &&
           crc_of(bytes, entry->size) == entry->crc;
}

const struct stored_zip_file *stored_zip_find(const struct stored_zip_list *list,
                                              const char *name) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->file[i].name, name) == 0)
            return &list->file[i];
    return NULL;
}
