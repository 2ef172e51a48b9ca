/*
 * paper_kind_test -- files of each kind, made for the tests: whole, of chosen sizes, and
 * good for every decoder.
 */
#ifndef PAPER_KIND_TEST_H
#define PAPER_KIND_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <jpeglib.h>

#include "arena.h"
#include "house_test.h"
#include "text.h"

/* One empty page; in a stream stands by chance what would act outside of one. */
static const char pdf[] =
    "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R>>\nendobj\n"
    "4 0 obj\n<</Length 11>>\nstream\n% /JS cd ab\nendstream\nendobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

static inline struct db_bytes bytes_of(const struct text *text) {
    return (struct db_bytes){ text->bytes, text->length };
}

/* A file that says another size than it has. */
static inline void say_size(struct text *jpeg, unsigned width, unsigned height) {
    char *frame = memmem(jpeg->bytes, jpeg->length, "\xff\xc0", 2);

    frame[5] = (char)(height >> 8);
    frame[6] = (char)height;
    frame[7] = (char)(width >> 8);
    frame[8] = (char)width;
}

enum { JPEG_ROOM = 8 * 1024 * 1024 }; /* of what is all of one grey */

/* A photo as a camera makes it. */
static inline struct db_bytes jpeg_of(struct arena *arena, unsigned width,
                                      unsigned height) {
    struct jpeg_compress_struct jpeg = { 0 };
    struct jpeg_error_mgr errors;
    struct text out = { .arena = arena };
    JSAMPROW row = arena_alloc(arena, width + 1);
    unsigned char *bytes = arena_alloc(arena, JPEG_ROOM);
    unsigned long size = JPEG_ROOM;

    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = width ? width : 1;
    jpeg.image_height = height;
    jpeg.input_components = 1;
    jpeg.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height)
        jpeg_write_scanlines(&jpeg, &row, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    text_add_bytes(&out, bytes, size);
    say_size(&out, width, height);
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

/* Black, of one bit a pixel; as many bytes as wanted stand in a chunk that says nothing.
 * One that is too wide to be made says its size alone. */
static inline struct db_bytes png_of(struct arena *arena, uint32_t width, uint32_t height,
                                     size_t more) {
    struct text out = { .arena = arena };
    struct text header = { .arena = arena };
    const uLong size =
        width <= 20000 && height <= 20000 ? (uLong)(1 + (width + 7) / 8) * height : 1;
    uLongf packed_size = compressBound(size);
    Bytef *packed = arena_alloc(arena, packed_size);

    assert_int_equal(compress2(packed, &packed_size, arena_alloc(arena, size), size, 1),
                     Z_OK);
    put_32(&header, width);
    put_32(&header, height);
    text_add_bytes(&header, "\x01\0\0\0\0", 5);
    text_add_bytes(&out, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&out, "IHDR", header.bytes, header.length);
    put_chunk(&out, "teSt", arena_alloc(arena, more), more);
    put_chunk(&out, "IDAT", packed, packed_size);
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
