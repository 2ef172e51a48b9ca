/*
 * stored_zip -- a ZIP in which nothing is packed: files, one behind the other, as they
 * are.
 *
 *     header name content | header name content | … | directory | end
 *
 * Any program opens it, and in thirty years somebody reads it with no program at all.
 * Reading takes only what writing makes (APPNOTE.TXT 6.3.10, method 0, no extra fields,
 * no comments, no encryption, no ZIP64): headers and directory say the same, contents
 * stand without a gap from the first byte to the directory, and every byte of the file is
 * accounted for.  So nothing can be hidden in one, and none unpacks to more than it is.
 *
 * Names are paths: UTF-8, parts with '/' between, none of them empty, "." or "..", no
 * control, no '\' and no ':'; each stands once.
 */
#ifndef STORED_ZIP_H
#define STORED_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "text.h"

enum {
    STORED_ZIP_FILES_MAX = 1000,
    STORED_ZIP_NAME_MAX = 200,                    /* bytes */
    STORED_ZIP_FILE_BYTES_MAX = 64 * 1024 * 1024, /* of one file in it */
};

/* Of the whole ZIP, where 32 bits end. */
#define STORED_ZIP_BYTES_MAX INT64_C(4000000000)

/* One being written.  A copy of the struct is a mark: writing goes on from there when it
 * is put back, over what came behind. */
struct stored_zip {
    struct arena *arena;
    int file;              /* open for writing; stays the caller's */
    int64_t at;            /* where the next byte goes */
    uint32_t time;         /* of all files in it, as MS-DOS says it */
    size_t count;          /* files so far */
    struct text directory; /* of them */
    const char *why;       /* what went wrong, English; sticks; NULL nothing */
};

/* Begins one at the beginning of a file, at a moment. */
void stored_zip_begin(struct stored_zip *zip, struct arena *arena, int file,
                      int64_t now_ms);

/* Adds a file with its content; asserts that the name is good.  What would be over a
 * bound, or does not go onto the disk, is in zip->why. */
void stored_zip_put(struct stored_zip *zip, const char *name, struct db_bytes content);

/* Writes the directory, cuts the file off behind it, and says how long it is; 0 and
 * zip->why when anything went wrong. */
int64_t stored_zip_end(struct stored_zip *zip);

/* A file in one. */
struct stored_zip_file {
    const char *name;
    int64_t at; /* of its content */
    size_t size;
    uint32_t crc;
};

struct stored_zip_list {
    const struct stored_zip_file *file; /* in the order in which they stand */
    size_t count;
};

/* Reads the directory of an open file, which anybody may have made.  Says why not, in
 * English with what to do, or NULL.  Memory is bounded by STORED_ZIP_FILES_MAX. */
const char *stored_zip_list(struct arena *arena, int file, struct stored_zip_list *list);

/* Reads the content of a file that was listed; false when it is cut off, or its check
 * sum does not fit: *content is what is there all the same. */
bool stored_zip_read(struct arena *arena, int file, const struct stored_zip_file *entry,
                     struct db_bytes *content);

/* The file of a name, or NULL. */
const struct stored_zip_file *stored_zip_find(const struct stored_zip_list *list,
                                              const char *name);

#endif
