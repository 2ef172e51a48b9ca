/*
 * picture_private -- what parent and child of a picture say to each other, and how the
 * child draws.  Shared by picture*.c only.
 *
 *     order | mark | content   -->   answer | bytes
 *
 * Both ends are the same program, so structs go as they lie in memory.
 */
#ifndef PICTURE_PRIVATE_H
#define PICTURE_PRIVATE_H

#include <cairo.h>
#include <stdint.h>

#include "picture.h"

enum { PICTURE_MAGIC = 0x48425043 };

struct picture_order {
    int magic;
    int verb, kind, page, side;
    int mark_size;
    uint64_t size; /* of the content */
};

struct picture_answer {
    int state;
    int pages;
    uint64_t size;
};

/* A job as the child has it. */
struct picture_task {
    struct picture_order order;
    char *mark; /* "" none */
    unsigned char *content;
};

/* Bytes that grow as they are written; malloc, for the child alone. */
struct picture_bytes {
    unsigned char *bytes;
    size_t size, room;
};

/* Appends; says whether there was room. */
int picture_put(struct picture_bytes *out, const void *bytes, size_t size);

/*
 * Decodes an image at about that size, upright, as RGB24: the longest side is at most
 * twice `side`, or the image's own.  NULL when it is broken or cut short.
 */
cairo_surface_t *picture_read_jpeg(const unsigned char *bytes, size_t size, int side);
cairo_surface_t *picture_read_png(const unsigned char *bytes, size_t size, int side);

/* The Exif orientation, 1 to 8, of an APP1 segment's data; 1 when it says none. */
int picture_orientation(const unsigned char *data, size_t size);

/* The surface as JPEG; says whether. */
int picture_write_jpeg(cairo_surface_t *surface, struct picture_bytes *out);

/* Draws the mark across a page of this size. */
void picture_draw_mark(cairo_t *cairo, const char *mark, double width, double height);

/* Does the task; fills answer and bytes. */
void picture_do(const struct picture_task *task, struct picture_answer *answer,
                struct picture_bytes *out);

#endif
