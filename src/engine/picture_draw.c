/* Pages drawn, marked and written: what the child does with its file. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <poppler.h>

#include "picture_private.h"

enum {
    LOOK_SIDE = 64,    /* whether it decodes shows at any size */
    COPY_SIDE = 2400,  /* of an image in a copy */
    COPY_POINTS = 842, /* its longest side: that of A4 */
    ZOOM_MAX = 8,
};

int picture_put(struct picture_bytes *out, const void *bytes, size_t size) {
    if (size > PICTURE_OUT_MAX - out->size)
        return 0;
    if (out->size + size > out->room) {
        const size_t room = 2 * (out->size + size);
        void *grown = realloc(out->bytes, room);

        if (!grown)
            return 0;
        out->bytes = grown;
        out->room = room;
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    return 1;
}

/* ---- the mark ---- */

/* Slanted, from corner to corner: whatever part is cut out says for what it was. */
void picture_draw_mark(cairo_t *cairo, const char *mark, double width, double height) {
    const double letter = (width < height ? width : height) / 32;
    const double reach = hypot(width, height);
    PangoLayout *layout;
    PangoFontDescription *font;
    int mark_width, mark_height;

    if (!mark[0])
        return;
    cairo_save(cairo);
    layout = pango_cairo_create_layout(cairo);
    font = pango_font_description_from_string("Sans");
    pango_font_description_set_absolute_size(font, letter * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, mark, -1);
    pango_layout_get_pixel_size(layout, &mark_width, &mark_height);
    cairo_translate(cairo, width / 2, height / 2);
    cairo_rotate(cairo, -M_PI / 6);
    cairo_set_source_rgba(cairo, 0.35, 0.35, 0.35, 0.32);
    for (double y = -reach / 2; y < reach / 2; y += mark_height + 6 * letter)
        for (double x = -reach / 2; x < reach / 2; x += mark_width + 4 * letter) {
            cairo_move_to(cairo, x, y);
            pango_cairo_show_layout(cairo, layout);
        }
    pango_font_description_free(font);
    g_object_unref(layout);
    cairo_restore(cairo);
}

/* ---- images ---- */

static cairo_surface_t *read_image(const struct picture_task *task, int side) {
    const size_t size = (size_t)task->order.size;

    return task->order.kind == PICTURE_JPEG ? picture_read_jpeg(task->content, size, side)
                                            : picture_read_png(task->content, size, side);
}

/* How much a page of this size shrinks or grows to have the side. */
static double scale_to(double width, double height, double side, double most) {
    const double longest = width > height ? width : height;
    const double scale = longest > 0 ? side / longest : 1;

    return scale < most ? scale : most;
}

static int pixels_of(double length) {
    return length < 1 ? 1 : (int)lround(length);
}

static cairo_surface_t *new_page(double width, double height, double scale,
                                 cairo_t **cairo) {
    cairo_surface_t *page = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, pixels_of(width * scale), pixels_of(height * scale));

    *cairo = cairo_create(page);
    cairo_set_source_rgb(*cairo, 1, 1, 1);
    cairo_paint(*cairo);
    cairo_scale(*cairo, scale, scale);
    return page;
}

static enum picture_state give_page(cairo_surface_t *page, cairo_t *cairo,
                                    struct picture_bytes *out) {
    const bool is_drawn = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;

    cairo_destroy(cairo);

    const bool good = is_drawn && picture_write_jpeg(page, out);

    cairo_surface_destroy(page);
    return good ? PICTURE_GOOD : PICTURE_BROKEN;
}

static enum picture_state draw_image(const struct picture_task *task,
                                     cairo_surface_t *image, struct picture_bytes *out) {
    const double width = cairo_image_surface_get_width(image);
    const double height = cairo_image_surface_get_height(image);
    cairo_t *cairo;
    cairo_surface_t *page =
        new_page(width, height, scale_to(width, height, task->order.side, 1), &cairo);

    cairo_set_source_surface(cairo, image, 0, 0);
    cairo_paint(cairo);
    picture_draw_mark(cairo, task->mark, width, height);
    return give_page(page, cairo, out);
}

static cairo_status_t put_pdf(void *context, const unsigned char *bytes, unsigned size) {
    return picture_put(context, bytes, size) ? CAIRO_STATUS_SUCCESS
                                             : CAIRO_STATUS_WRITE_ERROR;
}

static enum picture_state end_copy(cairo_surface_t *copy, cairo_t *cairo) {
    const bool is_drawn = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;

    cairo_destroy(cairo);
    cairo_surface_finish(copy);

    const bool good = is_drawn && cairo_surface_status(copy) == CAIRO_STATUS_SUCCESS;

    cairo_surface_destroy(copy);
    return good ? PICTURE_GOOD : PICTURE_BROKEN;
}

static enum picture_state copy_image(const struct picture_task *task,
                                     cairo_surface_t *image, struct picture_bytes *out) {
    const double width = cairo_image_surface_get_width(image);
    const double height = cairo_image_surface_get_height(image);
    const double scale = scale_to(width, height, COPY_POINTS, ZOOM_MAX);
    cairo_surface_t *copy =
        cairo_pdf_surface_create_for_stream(put_pdf, out, width * scale, height * scale);
    cairo_t *cairo = cairo_create(copy);
    struct picture_bytes jpeg = { NULL, 0, 0 };

    /* As JPEG within the PDF: without loss it would be ten times as large. */
    if (picture_write_jpeg(image, &jpeg))
        cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG, jpeg.bytes, jpeg.size,
                                    free, jpeg.bytes);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, image, 0, 0);
    cairo_paint(cairo);
    picture_draw_mark(cairo, task->mark, width, height);
    cairo_show_page(cairo);
    return end_copy(copy, cairo);
}

static enum picture_state do_image(const struct picture_task *task,
                                   struct picture_bytes *out) {
    static const int sides[] = { [PICTURE_LOOK] = LOOK_SIDE, [PICTURE_COPY] = COPY_SIDE };
    const int verb = task->order.verb;
    cairo_surface_t *image =
        read_image(task, verb == PICTURE_PAGE ? task->order.side : sides[verb]);
    enum picture_state state = PICTURE_GOOD;

    if (!image)
        return PICTURE_BROKEN;
    if (verb == PICTURE_PAGE)
        state = task->order.page == 1 ? draw_image(task, image, out) : PICTURE_BROKEN;
    else if (verb == PICTURE_COPY)
        state = copy_image(task, image, out);
    cairo_surface_destroy(image);
    return state;
}

/* ---- PDF ---- */

static bool acts(const PopplerAction *action) {
    return action->type == POPPLER_ACTION_LAUNCH ||
           action->type == POPPLER_ACTION_JAVASCRIPT;
}

static bool page_acts(PopplerPage *page) {
    GList *links = poppler_page_get_link_mapping(page);
    bool found = false;

    for (const GList *at = links; at && !found; at = at->next)
        found = acts(((const PopplerLinkMapping *)at->data)->action);
    poppler_page_free_link_mapping(links);
    return found;
}

/* Every page opens, and none would do anything. */
static enum picture_state look_at_pages(PopplerDocument *document, int pages) {
    for (int i = 0; i < pages; i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        const bool is_active = page && page_acts(page);

        if (!page)
            return PICTURE_BROKEN;
        g_object_unref(page);
        if (is_active)
            return PICTURE_ACTIVE;
    }
    return PICTURE_GOOD;
}

static enum picture_state look_at_document(PopplerDocument *document, int pages) {
    if (pages < 1)
        return PICTURE_BROKEN;
    if (pages > PICTURE_PAGES_MAX)
        return PICTURE_LONG;
    if (poppler_document_has_javascript(document) ||
        poppler_document_has_attachments(document))
        return PICTURE_ACTIVE;
    return look_at_pages(document, pages);
}

static enum picture_state draw_page(const struct picture_task *task,
                                    PopplerDocument *document,
                                    struct picture_bytes *out) {
    PopplerPage *page = poppler_document_get_page(document, task->order.page - 1);
    cairo_surface_t *surface;
    cairo_t *cairo;
    double width, height;

    if (!page)
        return PICTURE_BROKEN;
    poppler_page_get_size(page, &width, &height);
    if (!(width >= 1 && height >= 1))
        return PICTURE_BROKEN;
    surface = new_page(width, height, scale_to(width, height, task->order.side, ZOOM_MAX),
                       &cairo);
    cairo_save(cairo);
    poppler_page_render(page, cairo);
    cairo_restore(cairo);
    picture_draw_mark(cairo, task->mark, width, height);
    g_object_unref(page);
    return give_page(surface, cairo, out);
}

static bool copy_page(const struct picture_task *task, PopplerDocument *document,
                      int number, cairo_surface_t *copy, cairo_t *cairo) {
    PopplerPage *page = poppler_document_get_page(document, number);
    double width, height;

    if (!page)
        return false;
    poppler_page_get_size(page, &width, &height);
    cairo_pdf_surface_set_size(copy, width, height);
    cairo_save(cairo);
    poppler_page_render_for_printing(page, cairo);
    cairo_restore(cairo);
    picture_draw_mark(cairo, task->mark, width, height);
    cairo_show_page(cairo);
    g_object_unref(page);
    return true;
}

static enum picture_state copy_document(const struct picture_task *task,
                                        PopplerDocument *document, int pages,
                                        struct picture_bytes *out) {
    cairo_surface_t *copy =
        cairo_pdf_surface_create_for_stream(put_pdf, out, COPY_POINTS, COPY_POINTS);
    cairo_t *cairo = cairo_create(copy);
    bool good = true;

    for (int i = 0; i < pages && good; i++)
        good = copy_page(task, document, i, copy, cairo);

    const enum picture_state state = end_copy(copy, cairo);

    return good ? state : PICTURE_BROKEN;
}

static PopplerDocument *open_document(const struct picture_task *task,
                                      enum picture_state *state) {
    GBytes *bytes = g_bytes_new_static(task->content, (gsize)task->order.size);
    GError *problem = NULL;
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, &problem);

    *state = PICTURE_BROKEN;
    if (!document && g_error_matches(problem, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        *state = PICTURE_LOCKED;
    return document;
}

static enum picture_state do_pdf(const struct picture_task *task, int *pages,
                                 struct picture_bytes *out) {
    enum picture_state state;
    PopplerDocument *document = open_document(task, &state);

    if (!document)
        return state;
    *pages = poppler_document_get_n_pages(document);
    if (task->order.verb == PICTURE_PAGE)
        return draw_page(task, document, out);
    state = look_at_document(document, *pages);
    return state == PICTURE_GOOD && task->order.verb == PICTURE_COPY
               ? copy_document(task, document, *pages, out)
               : state;
}

void picture_do(const struct picture_task *task, struct picture_answer *answer,
                struct picture_bytes *out) {
    int pages = 1;
    const enum picture_state state =
        task->order.kind == PICTURE_PDF ? do_pdf(task, &pages, out) : do_image(task, out);

    answer->state = (int)state;
    answer->pages = state == PICTURE_GOOD ? pages : 0;
    answer->size = state == PICTURE_GOOD ? out->size : 0;
}
