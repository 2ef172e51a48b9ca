#include "pdf.h"

#include <assert.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "civil.h"
#include "qr.h"
#include "text.h"

/* Points; A4 is 210 x 297 mm. */
#define MM (72.0 / 25.4)
static const double page_width = 210 * MM, page_height = 297 * MM;
static const double left = 27 * MM, right = 183 * MM;
static const double top = 23 * MM, bottom = 269 * MM; /* of the text */
static const double footer_top = 272 * MM;
static const double label_width = 34 * MM, cell_gap = 2.5 * MM;
static const double cell_pad = 4, table_gap = 6;
static const double item_width = 9 * MM;
static const double code_side = 27 * MM, seal_room = 42 * MM;
static const double footer_size = 8;
static const double hair = 0.5; /* of a rule */

/* How a kind is set.  Kinds that keep stay with what follows them. */
static const struct look {
    double size, leading; /* of the letters, of a line */
    double before, after; /* the block */
    double indent;        /* of a first line, in characters */
    PangoAlignment alignment;
    bool keeps;
} looks[] = {
    [PDF_ISSUER] = { 15, 24, 0, 2, 0, PANGO_ALIGN_CENTER, true },
    [PDF_TITLE] = { 22, 34, 0, 4, 0, PANGO_ALIGN_CENTER, true },
    [PDF_SERIAL] = { 12, 20, 0, 14, 0, PANGO_ALIGN_CENTER, true },
    [PDF_PARAGRAPH] = { 12.5, 21, 0, 2, 2, PANGO_ALIGN_LEFT, false },
    [PDF_PLAIN] = { 12.5, 21, 0, 2, 0, PANGO_ALIGN_LEFT, false },
    [PDF_HEADING] = { 13.5, 24, 6, 2, 0, PANGO_ALIGN_LEFT, true },
    [PDF_ROW] = { 11.5, 17.5, 0, 0, 0, PANGO_ALIGN_LEFT, false },
    [PDF_ITEM] = { 12.5, 21, 0, 0, 0, PANGO_ALIGN_LEFT, false },
    [PDF_SIGN] = { 12.5, 28, 4, 0, 0, PANGO_ALIGN_LEFT, false },
    [PDF_SIGNATURE] = { 12.5, 22, 14, 0, 0, PANGO_ALIGN_RIGHT, false },
};

/* A line of a block, or a whole signature: what pages are not broken within. */
struct piece {
    const struct pdf_block *block;
    PangoLayout *layout, *label; /* the label goes with the first line */
    int line;
    double x, baseline; /* of the line, in the piece */
    double gap;         /* between a table and what stands around it */
    double before, height, after;
    bool first, last; /* of its block */
    bool keeps;       /* with the next one */
    bool ends_table;  /* no row follows on the page */
    bool begins_page;
    int page;
    double y;
};

struct writing {
    struct arena *arena;
    const struct pdf_document *document;
    struct text out;
    cairo_t *cairo;
    PangoContext *context;
    struct piece *piece;
    size_t count, room;
    int pages, unknown;
};

static cairo_status_t take(void *closure, const unsigned char *bytes, unsigned size) {
    text_add_bytes(closure, bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

/* ---- text ---- */

static PangoLayout *set_text(struct writing *writing, const char *text, double size,
                             double width) {
    PangoFontDescription *const font = pango_font_description_new();
    PangoLayout *const layout = pango_layout_new(writing->context);

    pango_font_description_set_family(font, writing->document->family);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text, -1);
    writing->unknown += pango_layout_get_unknown_glyphs_count(layout);
    return layout;
}

static void show_line(cairo_t *cairo, PangoLayout *layout, int line, double x, double y) {
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout, line));
}

/* The lines of a layout one below the other, y being the top of the first. */
static void show_lines(cairo_t *cairo, PangoLayout *layout, double x, double y,
                       double leading) {
    PangoLayoutIter *const at = pango_layout_get_iter(layout);
    int line = 0;

    do {
        PangoRectangle drawn;

        pango_layout_iter_get_line_extents(at, NULL, &drawn);
        show_line(cairo, layout, line, x + drawn.x / (double)PANGO_SCALE,
                  y + line * leading +
                      (pango_layout_iter_get_baseline(at) - drawn.y) /
                          (double)PANGO_SCALE);
        line++;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
}

/* ---- from blocks to pieces ---- */

static struct piece *add_piece(struct writing *writing, const struct pdf_block *block) {
    if (writing->count == writing->room) {
        const size_t room = writing->room ? 2 * writing->room : 64;
        struct piece *const more = arena_alloc(writing->arena, room * sizeof *more);

        if (writing->count)
            memcpy(more, writing->piece, writing->count * sizeof *more);
        writing->piece = more;
        writing->room = room;
    }

    struct piece *const piece = &writing->piece[writing->count++];

    *piece = (struct piece){ .block = block };
    return piece;
}

/* Where the text of a block begins. */
static double inset_of(enum pdf_kind kind) {
    return kind == PDF_ROW ? label_width + cell_gap : kind == PDF_ITEM ? item_width : 0;
}

static double width_of(enum pdf_kind kind) {
    const double end = kind == PDF_ROW ? cell_gap : 0;

    return right - left - inset_of(kind) - end;
}

static void add_line(struct writing *writing, const struct pdf_block *block,
                     PangoLayout *layout, PangoLayoutIter *at, int line) {
    const struct look *const look = &looks[block->kind];
    struct piece *const piece = add_piece(writing, block);
    PangoRectangle drawn;

    pango_layout_iter_get_line_extents(at, NULL, &drawn);
    piece->layout = layout;
    piece->line = line;
    piece->height = look->leading;
    piece->x = left + inset_of(block->kind) + drawn.x / (double)PANGO_SCALE;
    piece->baseline =
        (look->leading - drawn.height / (double)PANGO_SCALE) / 2 +
        (pango_layout_iter_get_baseline(at) - drawn.y) / (double)PANGO_SCALE;
    piece->keeps = look->keeps;
}

/* A label of several lines makes its row as high as itself. */
static void add_label(struct writing *writing, const struct pdf_block *block,
                      size_t first) {
    const struct look *const look = &looks[block->kind];
    struct piece *const piece = &writing->piece[first];
    const double width = block->kind == PDF_ROW ? label_width - 2 * cell_gap : item_width;
    const double lines = (double)(writing->count - first);

    piece->label = set_text(writing, block->label, look->size, width);

    const double wanted = pango_layout_get_line_count(piece->label);

    if (wanted > lines)
        writing->piece[writing->count - 1].height += (wanted - lines) * look->leading;
}

static void add_block(struct writing *writing, const struct pdf_block *block) {
    const struct look *const look = &looks[block->kind];
    PangoLayout *const layout =
        set_text(writing, block->text, look->size, width_of(block->kind));
    const size_t first = writing->count;
    int line = 0;

    pango_layout_set_alignment(layout, look->alignment);
    pango_layout_set_indent(layout, (int)(look->indent * look->size * PANGO_SCALE));

    PangoLayoutIter *const at = pango_layout_get_iter(layout);

    do
        add_line(writing, block, layout, at, line++);
    while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    writing->piece[first].first = true;
    writing->piece[first].before = look->before;
    writing->piece[writing->count - 1].last = true;
    writing->piece[writing->count - 1].after = look->after;
    if (block->label)
        add_label(writing, block, first);
    if (block->kind == PDF_ROW) {
        writing->piece[first].before += cell_pad / 2;
        writing->piece[writing->count - 1].after += cell_pad / 2;
    }
}

/* The code on the left, who and when on the right. */
static void add_signature(struct writing *writing, const struct pdf_block *block) {
    const struct look *const look = &looks[block->kind];
    struct piece *const piece = add_piece(writing, block);

    piece->layout = set_text(writing, block->text, look->size, right - left);
    pango_layout_set_alignment(piece->layout, look->alignment);
    if (block->label)
        piece->label = set_text(writing, block->label, footer_size + 0.5,
                                (right - left) / 2 - code_side);
    piece->before = look->before;
    piece->height = seal_room;
    piece->first = piece->last = true;
}

/* A signature alone on a page could be put under anything: two lines go with it, and
 * those that people sign on are no lines. */
static void keep_before_signatures(struct writing *writing) {
    for (size_t i = 1; i < writing->count; i++) {
        int lines = 2;

        if (writing->piece[i].block->kind != PDF_SIGNATURE)
            continue;
        for (size_t at = i; at > 0 && lines > 0; at--) {
            writing->piece[at - 1].keeps = true;
            lines -= writing->piece[at - 1].block->kind != PDF_SIGN;
        }
    }
}

static void set_tables_off(struct writing *writing) {
    for (size_t i = 1; i < writing->count; i++)
        if ((writing->piece[i].block->kind == PDF_ROW) !=
            (writing->piece[i - 1].block->kind == PDF_ROW))
            writing->piece[i].gap = table_gap;
}

static void add_blocks(struct writing *writing) {
    for (size_t i = 0; i < writing->document->count; i++) {
        const struct pdf_block *const block = &writing->document->blocks[i];

        if (block->kind == PDF_SIGNATURE)
            add_signature(writing, block);
        else
            add_block(writing, block);
    }
    keep_before_signatures(writing);
    set_tables_off(writing);
}

/* ---- from pieces to pages ---- */

static double height_of(const struct piece *piece) {
    return piece->gap + piece->before + piece->height + piece->after;
}

/* Behind the pieces from one on that are not to be parted; what is higher than a page is
 * parted all the same. */
static size_t end_of_group(const struct writing *writing, size_t begin) {
    double height = height_of(&writing->piece[begin]);
    size_t end = begin + 1;

    while (end < writing->count && writing->piece[end - 1].keeps) {
        height += height_of(&writing->piece[end]);
        if (height > bottom - top)
            return begin + 1;
        end++;
    }
    return end;
}

static double height_of_group(const struct writing *writing, size_t begin, size_t end) {
    double height = 0;

    for (size_t i = begin; i < end; i++)
        height += height_of(&writing->piece[i]);
    return height;
}

static void break_pages(struct writing *writing) {
    double y = top;
    size_t end;

    writing->pages = 1;
    for (size_t begin = 0; begin < writing->count; begin = end) {
        end = end_of_group(writing, begin);
        if (y + height_of_group(writing, begin, end) > bottom && y > top) {
            writing->pages++;
            y = top;
        }
        writing->piece[begin].begins_page = y <= top;
        for (size_t i = begin; i < end; i++) {
            struct piece *const piece = &writing->piece[i];

            piece->page = writing->pages;
            piece->y = y + piece->gap + piece->before;
            y += height_of(piece);
        }
    }
    assert(writing->pages <= PDF_PAGES_MAX);
}

/* ---- drawing ---- */

static void draw_rule(cairo_t *cairo, double x, double y, double to_x, double to_y) {
    cairo_move_to(cairo, x, y);
    cairo_line_to(cairo, to_x, to_y);
    cairo_stroke(cairo);
}

/* The rules of a row go around each of its lines, so that it may be broken anywhere. */
static void draw_cell(const struct writing *writing, const struct piece *piece,
                      bool is_last_of_table) {
    cairo_t *const cairo = writing->cairo;
    const double begin = piece->y - piece->before;
    const double end = piece->y + piece->height + piece->after;

    if (piece->first || piece->begins_page)
        draw_rule(cairo, left, begin, right, begin);
    if (is_last_of_table)
        draw_rule(cairo, left, end, right, end);
    draw_rule(cairo, left, begin, left, end);
    draw_rule(cairo, left + label_width, begin, left + label_width, end);
    draw_rule(cairo, right, begin, right, end);
}

/* Whether the table goes no further on this page. */
static bool ends_table(const struct writing *writing, size_t index) {
    const struct piece *const piece = &writing->piece[index];
    const struct piece *const next =
        index + 1 < writing->count ? &writing->piece[index + 1] : NULL;

    return !next || next->block->kind != PDF_ROW || next->page != piece->page;
}

static void draw_code(const struct writing *writing, const char *code, double y) {
    const struct qr qr = qr_encode(writing->arena, code);
    const double side = code_side / qr.size;

    for (int row = 0; row < qr.size; row++) {
        const unsigned char *const dark = qr.dark + row * qr.size;

        for (int at = 0, end; at < qr.size; at = end) {
            end = at + 1;
            while (end < qr.size && dark[end] == dark[at])
                end++;
            if (dark[at])
                cairo_rectangle(writing->cairo, left + at * side, y + row * side,
                                (end - at) * side, side);
        }
    }
    cairo_fill(writing->cairo);
}

static void draw_signature(const struct writing *writing, const struct piece *piece) {
    const struct look *const look = &looks[PDF_SIGNATURE];
    const double lines = pango_layout_get_line_count(piece->layout) * look->leading;

    if (piece->block->code)
        draw_code(writing, piece->block->code, piece->y);
    if (piece->label)
        show_lines(writing->cairo, piece->label, left + code_side + cell_gap,
                   piece->y + 3 * MM, footer_size * 1.7);
    show_lines(writing->cairo, piece->layout, left, piece->y + (seal_room - lines) / 2,
               look->leading);
}

static void draw_label(const struct writing *writing, const struct piece *piece) {
    const struct look *const look = &looks[piece->block->kind];
    const double x = piece->block->kind == PDF_ROW ? left + cell_gap : left;

    show_lines(writing->cairo, piece->label, x,
               piece->y + (look->leading - look->size * 1.3) / 2, look->leading);
}

/* Words to the left, and a line to write on that ends where the text does. */
static void draw_line_to_write_on(const struct writing *writing,
                                  const struct piece *piece) {
    PangoRectangle drawn;
    const double y = piece->y + piece->baseline + 2;

    pango_layout_line_get_extents(
        pango_layout_get_line_readonly(piece->layout, piece->line), NULL, &drawn);

    const double begin = piece->x + drawn.width / (double)PANGO_SCALE + cell_gap;
    const double end = begin + 70 * MM;

    draw_rule(writing->cairo, begin, y, end < right ? end : right, y);
}

static void draw_piece(const struct writing *writing, size_t index) {
    const struct piece *const piece = &writing->piece[index];

    if (piece->block->kind == PDF_SIGNATURE) {
        draw_signature(writing, piece);
        return;
    }
    if (piece->block->kind == PDF_ROW)
        draw_cell(writing, piece, ends_table(writing, index));
    if (piece->label)
        draw_label(writing, piece);
    show_line(writing->cairo, piece->layout, piece->line, piece->x,
              piece->y + piece->baseline);
    if (piece->block->kind == PDF_SIGN && piece->last)
        draw_line_to_write_on(writing, piece);
}

static void draw_footer(struct writing *writing, int page) {
    const char *const count =
        arena_format(writing->arena, "第 %d 页，共 %d 页", page, writing->pages);
    PangoLayout *const footer =
        set_text(writing, writing->document->footer, footer_size, right - left);
    PangoLayout *const pages = set_text(writing, count, footer_size, right - left);
    const int lines = pango_layout_get_line_count(footer);

    pango_layout_set_alignment(footer, PANGO_ALIGN_CENTER);
    pango_layout_set_alignment(pages, PANGO_ALIGN_CENTER);
    draw_rule(writing->cairo, left, footer_top, right, footer_top);
    show_lines(writing->cairo, footer, left, footer_top + 3, footer_size * 1.5);
    show_lines(writing->cairo, pages, left, footer_top + 3 + lines * footer_size * 1.5,
               footer_size * 1.5);
    g_object_unref(footer);
    g_object_unref(pages);
}

static void draw_pages(struct writing *writing) {
    size_t at = 0;

    for (int page = 1; page <= writing->pages; page++) {
        for (; at < writing->count && writing->piece[at].page == page; at++)
            draw_piece(writing, at);
        draw_footer(writing, page);
        cairo_show_page(writing->cairo);
    }
    assert(at == writing->count);
}

/* Lines of a block share a layout. */
static void drop_layouts(struct writing *writing) {
    for (size_t i = 0; i < writing->count; i++) {
        if (writing->piece[i].last)
            g_object_unref(writing->piece[i].layout);
        if (writing->piece[i].label)
            g_object_unref(writing->piece[i].label);
    }
}

/* ---- the file ---- */

/* Outlines are placed where they belong: nothing is rounded to a screen's dots. */
static PangoContext *make_context(cairo_t *cairo) {
    PangoContext *const context = pango_cairo_create_context(cairo);
    cairo_font_options_t *const options = cairo_font_options_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

static cairo_surface_t *make_surface(struct writing *writing) {
    cairo_surface_t *const surface =
        cairo_pdf_surface_create_for_stream(take, &writing->out, page_width, page_height);
    char created[30];

    civil_write_stamp(created, writing->document->created_ms);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   writing->document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS,
                                   writing->document->keywords);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "haoban");
    return surface;
}

struct pdf pdf_write(struct arena *arena, const struct pdf_document *document) {
    struct writing writing = { .arena = arena,
                               .document = document,
                               .out = { .arena = arena } };
    cairo_surface_t *const surface = make_surface(&writing);

    assert(document->count > 0);
    assert(document->count <= PDF_BLOCKS_MAX);
    writing.cairo = cairo_create(surface);
    writing.context = make_context(writing.cairo);
    cairo_set_line_width(writing.cairo, hair);
    add_blocks(&writing);
    break_pages(&writing);
    draw_pages(&writing);
    drop_layouts(&writing);
    g_object_unref(writing.context);
    cairo_destroy(writing.cairo);
    cairo_surface_finish(surface);
    assert(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    return (struct pdf){ { writing.out.bytes, writing.out.length },
                         writing.pages,
                         writing.unknown };
}

/* Fontconfig keeps what it read of fonts for as long as the program runs, behind
 * addresses that the leak checker cannot follow. */
#ifdef __SANITIZE_ADDRESS__
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void) {
    return "print_suppressions=0";
}
#endif
