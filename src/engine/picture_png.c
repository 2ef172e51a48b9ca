/* PNG in, by libpng: row by row, and made smaller on the way. */
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "picture_private.h"

enum {
    SIDE_MAX = 20000,
    CHUNK_BYTES_MAX = 16 * 1024 * 1024,
    CHUNKS_MAX = 200,
    CHANNELS = 3
};

/* The file, and what becomes of it: each pixel of the picture is the mean of a square of
 * the file's. */
struct reading {
    const unsigned char *bytes;
    size_t left;
    unsigned width, height; /* of the file */
    unsigned factor;        /* side of the square */
    cairo_surface_t *image;
    uint32_t *sums; /* of the row of squares that is being read */
    unsigned char *rows;
};

static void give_bytes(png_structp png, png_bytep to, size_t size) {
    struct reading *reading = png_get_io_ptr(png);

    if (size > reading->left)
        png_error(png, "cut short");
    memcpy(to, reading->bytes, size);
    reading->bytes += size;
    reading->left -= size;
}

static void say_nothing(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void leave(png_structp png, png_const_charp text) {
    (void)text;
    png_longjmp(png, 1);
}

/* Whatever it is, it becomes eight bits of red, green and blue, on white. */
static void set_up(png_structp png, png_infop info) {
    const png_color_16 white = { .red = 255, .green = 255, .blue = 255, .gray = 255 };

    png_set_user_limits(png, SIDE_MAX, SIDE_MAX);
    png_set_chunk_cache_max(png, CHUNKS_MAX);
    png_set_chunk_malloc_max(png, CHUNK_BYTES_MAX);
    png_read_info(png, info);
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    png_set_strip_alpha(png);
}

static void begin_image(png_structp png, png_infop info, struct reading *reading,
                        int side) {
    const unsigned longest =
        png_get_image_width(png, info) > png_get_image_height(png, info)
            ? png_get_image_width(png, info)
            : png_get_image_height(png, info);

    reading->width = png_get_image_width(png, info);
    reading->height = png_get_image_height(png, info);
    reading->factor = longest / (unsigned)side ? longest / (unsigned)side : 1;
    reading->image = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24,
        (int)((reading->width + reading->factor - 1) / reading->factor),
        (int)((reading->height + reading->factor - 1) / reading->factor));
    reading->sums = calloc((size_t)reading->width * CHANNELS, sizeof *reading->sums);
    if (cairo_surface_status(reading->image) != CAIRO_STATUS_SUCCESS || !reading->sums)
        png_error(png, "no memory");
}

/* Writes the means of a row of squares that has this many rows. */
static void end_squares(struct reading *reading, unsigned y, unsigned rows) {
    unsigned char *pixels = cairo_image_surface_get_data(reading->image);
    const size_t stride = (size_t)cairo_image_surface_get_stride(reading->image);
    const unsigned count = (unsigned)cairo_image_surface_get_width(reading->image);
    uint32_t *to = (uint32_t *)(void *)(pixels + stride * (y / reading->factor));

    for (unsigned x = 0; x < count; x++) {
        const unsigned left = reading->width - x * reading->factor;
        const unsigned columns = left < reading->factor ? left : reading->factor;
        const uint32_t *sum = reading->sums + (size_t)x * CHANNELS;
        const unsigned parts = columns * rows;

        to[x] = sum[0] / parts << 16 | sum[1] / parts << 8 | sum[2] / parts;
    }
    memset(reading->sums, 0, (size_t)count * CHANNELS * sizeof *reading->sums);
}

static void add_row(struct reading *reading, const unsigned char *row, unsigned y) {
    for (unsigned x = 0; x < reading->width; x++)
        for (unsigned channel = 0; channel < CHANNELS; channel++)
            reading->sums[(size_t)(x / reading->factor) * CHANNELS + channel] +=
                row[(size_t)x * CHANNELS + channel];
    if (y % reading->factor == reading->factor - 1 || y == reading->height - 1)
        end_squares(reading, y, y % reading->factor + 1);
}

/* One that is interlaced has to be there as a whole before its first row is. */
static void read_rows(png_structp png, struct reading *reading) {
    const int passes = png_set_interlace_handling(png);
    const size_t size = (size_t)reading->width * CHANNELS;
    const size_t kept = passes > 1 ? reading->height : 1;

    reading->rows = calloc(kept, size);
    if (!reading->rows)
        png_error(png, "no memory");
    for (int pass = 1; pass < passes; pass++)
        for (unsigned y = 0; y < reading->height; y++)
            png_read_row(png, reading->rows + size * y, NULL);
    for (unsigned y = 0; y < reading->height; y++) {
        unsigned char *row = reading->rows + (kept > 1 ? size * y : 0);

        png_read_row(png, row, NULL);
        add_row(reading, row, y);
    }
    cairo_surface_mark_dirty(reading->image);
    png_read_end(png, NULL);
}

static bool read_all(png_structp png, png_infop info, struct reading *reading, int side) {
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_set_read_fn(png, reading, give_bytes);
    set_up(png, info);
    png_read_update_info(png, info);
    begin_image(png, info, reading, side);
    if (png_get_channels(png, info) != CHANNELS || png_get_bit_depth(png, info) != 8)
        return false;
    read_rows(png, reading);
    return true;
}

cairo_surface_t *picture_read_png(const unsigned char *bytes, size_t size, int side) {
    struct reading reading = { .bytes = bytes, .left = size };
    png_structp png =
        png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, leave, say_nothing);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    const bool good = info && read_all(png, info, &reading, side);

    if (png)
        png_destroy_read_struct(&png, &info, NULL);
    free(reading.sums);
    free(reading.rows);
    if (!good && reading.image)
        cairo_surface_destroy(reading.image);
    return good ? reading.image : NULL;
}
