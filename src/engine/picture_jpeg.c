/* JPEG in and out, by libjpeg. */
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "picture_private.h"

enum { QUALITY = 85, EIGHTHS = 8, APP1 = JPEG_APP0 + 1, SEGMENT_MAX = 0xffff };

/* What libjpeg complains of leads back here; what is cut short counts as broken. */
struct trouble {
    struct jpeg_error_mgr manager;
    jmp_buf back;
    bool cut;
};

static void leave(j_common_ptr common) {
    struct trouble *trouble = (struct trouble *)common->err;

    longjmp(trouble->back, 1);
}

static void hear(j_common_ptr common, int level) {
    struct trouble *trouble = (struct trouble *)common->err;

    if (level < 0 && (common->err->msg_code == JWRN_JPEG_EOF ||
                      common->err->msg_code == JWRN_HIT_MARKER))
        trouble->cut = true;
}

static void say_nothing(j_common_ptr common) {
    (void)common;
}

static struct jpeg_error_mgr *listen_to(struct trouble *trouble) {
    struct jpeg_error_mgr *manager = jpeg_std_error(&trouble->manager);

    manager->error_exit = leave;
    manager->emit_message = hear;
    manager->output_message = say_nothing;
    return manager;
}

/* ---- Exif ---- */

static unsigned read_16(const unsigned char *at, bool is_little) {
    return is_little ? (unsigned)(at[0] | at[1] << 8) : (unsigned)(at[0] << 8 | at[1]);
}

static size_t read_32(const unsigned char *at, bool is_little) {
    const size_t first = read_16(at, is_little);
    const size_t second = read_16(at + 2, is_little);

    return is_little ? second << 16 | first : first << 16 | second;
}

int picture_orientation(const unsigned char *data, size_t size) {
    enum { HEAD = 6, TIFF = 8, ENTRY = 12, TAG = 0x0112 };

    if (size < HEAD + TIFF || memcmp(data, "Exif\0\0", HEAD) != 0)
        return 1;

    const unsigned char *tiff = data + HEAD;
    const size_t left = size - HEAD;
    const bool is_little = tiff[0] == 'I';
    const size_t first = read_32(tiff + 4, is_little);

    if (first > left || left - first < 2)
        return 1;

    const unsigned count = read_16(tiff + first, is_little);

    for (size_t i = 0; i < count && left - first - 2 >= ENTRY * (i + 1); i++) {
        const unsigned char *entry = tiff + first + 2 + ENTRY * i;
        const unsigned value = read_16(entry + 8, is_little);

        if (read_16(entry, is_little) == TAG)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

static int orientation_of(const struct jpeg_decompress_struct *jpeg) {
    for (jpeg_saved_marker_ptr one = jpeg->marker_list; one; one = one->next)
        if (one->marker == APP1)
            return picture_orientation(one->data, one->data_length);
    return 1;
}

/* Draws a decoded image onto a surface on which it stands upright. */
static cairo_surface_t *turn(cairo_surface_t *image, int orientation) {
    /* Where x and y of the picture come from: xx yx xy yy, then whether each is from the
       far end. */
    static const struct {
        double xx, yx, xy, yy;
        bool from_right, from_bottom;
    } turns[] = {
        { 1, 0, 0, 1, false, false }, { -1, 0, 0, 1, true, false },
        { -1, 0, 0, -1, true, true }, { 1, 0, 0, -1, false, true },
        { 0, 1, 1, 0, false, false }, { 0, 1, -1, 0, true, false },
        { 0, -1, -1, 0, true, true }, { 0, -1, 1, 0, false, true },
    };
    const int width = cairo_image_surface_get_width(image);
    const int height = cairo_image_surface_get_height(image);
    const bool is_across = orientation > 4;
    const int to_width = is_across ? height : width;
    const int to_height = is_across ? width : height;
    cairo_surface_t *upright;
    cairo_t *cairo;
    cairo_matrix_t matrix;

    if (orientation == 1)
        return image;
    upright = cairo_image_surface_create(CAIRO_FORMAT_RGB24, to_width, to_height);
    cairo = cairo_create(upright);
    cairo_matrix_init(&matrix, turns[orientation - 1].xx, turns[orientation - 1].yx,
                      turns[orientation - 1].xy, turns[orientation - 1].yy,
                      turns[orientation - 1].from_right ? to_width : 0,
                      turns[orientation - 1].from_bottom ? to_height : 0);
    cairo_transform(cairo, &matrix);
    cairo_set_source_surface(cairo, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    cairo_surface_destroy(image);
    return upright;
}

/* ---- reading ---- */

/* Eighths of the size: the fewest that still give the side. */
static unsigned eighths_for(unsigned longest, int side) {
    unsigned count = 1;

    while (count < EIGHTHS && longest * count / EIGHTHS < (unsigned)side)
        count++;
    return count;
}

static void begin_reading(struct jpeg_decompress_struct *jpeg, int side) {
    jpeg_read_header(jpeg, TRUE);
    jpeg->scale_num = eighths_for(
        jpeg->image_width > jpeg->image_height ? jpeg->image_width : jpeg->image_height,
        side);
    jpeg->scale_denom = EIGHTHS;
    jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(jpeg);
}

/* Cameras know three colours; printers' files have four, mostly inverted. */
static uint32_t pixel_of(const unsigned char *from,
                         const struct jpeg_decompress_struct *jpeg) {
    unsigned red = from[0], green = from[1], blue = from[2];

    if (jpeg->out_color_space == JCS_CMYK) {
        const bool inverted = jpeg->saw_Adobe_marker;
        const unsigned black = inverted ? from[3] : 255U - from[3];

        red = (inverted ? red : 255U - red) * black / 255;
        green = (inverted ? green : 255U - green) * black / 255;
        blue = (inverted ? blue : 255U - blue) * black / 255;
    }
    return red << 16 | green << 8 | blue;
}

static void read_rows(struct jpeg_decompress_struct *jpeg, cairo_surface_t *image,
                      unsigned char *row) {
    unsigned char *pixels = cairo_image_surface_get_data(image);
    const size_t stride = (size_t)cairo_image_surface_get_stride(image);
    const size_t step = (size_t)jpeg->output_components;

    while (jpeg->output_scanline < jpeg->output_height) {
        uint32_t *to = (uint32_t *)(void *)(pixels + stride * jpeg->output_scanline);

        jpeg_read_scanlines(jpeg, &row, 1);
        for (size_t x = 0; x < jpeg->output_width; x++)
            to[x] = pixel_of(row + step * x, jpeg);
    }
    cairo_surface_mark_dirty(image);
}

cairo_surface_t *picture_read_jpeg(const unsigned char *bytes, size_t size, int side) {
    struct jpeg_decompress_struct jpeg = { 0 };
    struct trouble trouble = { .cut = false };
    cairo_surface_t *volatile image = NULL;
    volatile bool good = false;

    jpeg.err = listen_to(&trouble);
    if (setjmp(trouble.back) == 0) {
        jpeg_create_decompress(&jpeg);
        jpeg_save_markers(&jpeg, APP1, SEGMENT_MAX);
        jpeg_mem_src(&jpeg, bytes, size);
        begin_reading(&jpeg, side);
        image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)jpeg.output_width,
                                           (int)jpeg.output_height);
        if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS) {
            read_rows(&jpeg, image,
                      jpeg.mem->alloc_small((j_common_ptr)&jpeg, JPOOL_IMAGE,
                                            (size_t)jpeg.output_width *
                                                (size_t)jpeg.output_components));
            image = turn(image, orientation_of(&jpeg));
            jpeg_finish_decompress(&jpeg);
            good = !trouble.cut;
        }
    }
    jpeg_destroy_decompress(&jpeg);
    if (!good && image)
        cairo_surface_destroy(image);
    return good ? image : NULL;
}

/* ---- writing ---- */

static void write_rows(struct jpeg_compress_struct *jpeg, cairo_surface_t *surface,
                       unsigned char *row) {
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);

    while (jpeg->next_scanline < jpeg->image_height) {
        const uint32_t *from =
            (const uint32_t *)(const void *)(pixels + stride * jpeg->next_scanline);

        for (size_t x = 0; x < jpeg->image_width; x++) {
            row[3 * x] = (unsigned char)(from[x] >> 16);
            row[3 * x + 1] = (unsigned char)(from[x] >> 8);
            row[3 * x + 2] = (unsigned char)from[x];
        }
        jpeg_write_scanlines(jpeg, &row, 1);
    }
}

static void begin_writing(struct jpeg_compress_struct *jpeg, cairo_surface_t *surface) {
    jpeg->image_width = (JDIMENSION)cairo_image_surface_get_width(surface);
    jpeg->image_height = (JDIMENSION)cairo_image_surface_get_height(surface);
    jpeg->input_components = 3;
    jpeg->in_color_space = JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, QUALITY, TRUE);
    jpeg_start_compress(jpeg, TRUE);
}

int picture_write_jpeg(cairo_surface_t *surface, struct picture_bytes *out) {
    struct jpeg_compress_struct jpeg = { 0 };
    struct trouble trouble = { .cut = false };
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    volatile int good = 0;

    cairo_surface_flush(surface);
    jpeg.err = listen_to(&trouble);
    if (setjmp(trouble.back) == 0) {
        jpeg_create_compress(&jpeg);
        jpeg_mem_dest(&jpeg, &bytes, &size);
        begin_writing(&jpeg, surface);
        write_rows(&jpeg, surface,
                   jpeg.mem->alloc_small((j_common_ptr)&jpeg, JPOOL_IMAGE,
                                         3 * (size_t)jpeg.image_width));
        jpeg_finish_compress(&jpeg);
        good = 1;
    }
    jpeg_destroy_compress(&jpeg);
    good = good && picture_put(out, bytes, size);
    free(bytes);
    return good;
}
