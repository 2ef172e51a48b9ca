/*
 * paper_kind_test -- files of each kind, made for the tests: whole, with chosen sizes,
 * and with nothing in them that anybody would decode.
 */
#ifndef PAPER_KIND_TEST_H
#define PAPER_KIND_TEST_H

#include <zlib.h>

#include "arena.h"
#include "house_test.h"
#include "text.h"

static const char jpeg_start[] =
    "\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
static const char jpeg_scan[] =
    "\xff\xda\x00\x08\x01\x01\0\0\x3f\0\x12\xff\0\x34\xff\xd0";
static const char jpeg_end[] = "\xff\xd9";
static const char pdf[] = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Length 10>>\nstream\n"
                          "ab /JS cd \nendstream\nendobj\ntrailer<<>>\n%%EOF\n";

static inline struct db_bytes bytes_of(const struct text *text) {
    return (struct db_bytes){ text->bytes, text->length };
}

/* A photo as a camera makes it, as far as its parts go. */
static inline struct db_bytes jpeg_of(struct arena *arena, unsigned width,
                                      unsigned height) {
    struct text out = { .arena = arena };
    const char frame[] = { '\xff',
                           '\xc0',
                           0,
                           11,
                           8,
                           (char)(height >> 8),
                           (char)height,
                           (char)(width >> 8),
                           (char)width,
                           1,
                           1,
                           0x11,
                           0 };

    text_add_bytes(&out, jpeg_start, sizeof jpeg_start - 1);
    text_add_bytes(&out, frame, sizeof frame);
    text_add_bytes(&out, jpeg_scan, sizeof jpeg_scan - 1);
    text_add_bytes(&out, jpeg_end, sizeof jpeg_end - 1);
    return bytes_of(&out);
}

static inline void put_32(struct text *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        text_add_byte(out, (char)(value >> shift));
}

static inline void put_chunk(struct text *out, const char *type, const void *data,
                             size_t size) {
    put_32(out, (uint32_t)size);

    const size_t begin = out->length;

    text_add_bytes(out, type, 4);
    text_add_bytes(out, data, size);
    put_32(out, (uint32_t)crc32(0, (const Bytef *)out->bytes + begin, (uInt)(size + 4)));
}

static inline struct db_bytes png_of(struct arena *arena, uint32_t width, uint32_t height,
                                     size_t pixels) {
    struct text out = { .arena = arena };
    struct text header = { .arena = arena };

    put_32(&header, width);
    put_32(&header, height);
    text_add_bytes(&header, "\x08\x02\0\0\0", 5);
    text_add_bytes(&out, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&out, "IHDR", header.bytes, header.length);
    put_chunk(&out, "IDAT", arena_alloc(arena, pixels), pixels);
    put_chunk(&out, "IEND", "", 0);
    return bytes_of(&out);
}

static inline struct db_bytes changed(struct arena *arena, struct db_bytes file,
                                      size_t at) {
    char *bytes = arena_copy_bytes(arena, file.data, file.size);

    bytes[at] = (char)(bytes[at] ^ 1);
    return (struct db_bytes){ bytes, file.size };
}

static inline struct db_bytes cut(struct db_bytes file, size_t bytes) {
    return (struct db_bytes){ file.data, file.size - bytes };
}

static inline struct db_bytes text_file(const char *text) {
    return (struct db_bytes){ text, strlen(text) };
}

#endif
