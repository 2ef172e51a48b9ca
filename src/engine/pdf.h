/*
 * pdf -- 文书版面: a document of a public office, laid out on A4 and written as a PDF.
 *
 * A document is blocks from top to bottom; pages are broken between lines, so that a
 * heading never ends a page and a signature never stands on a page alone:
 *
 *     PDF_ISSUER       who issues, centred            PDF_ITEM    one of a list, numbered
 *     PDF_TITLE        centred, large                 PDF_SIGN    words and a line to
 *     PDF_SERIAL       its number, centred                        write on
 *     PDF_PARAGRAPH    two characters of indent       PDF_SIGNATURE   who and when, on
 *     PDF_PLAIN        none: "某某："                  the right with room for the seal
 *     PDF_HEADING      of a section                   (印章); on the left a QR code and
 *     PDF_ROW          label and value in a ruled     what it says
 *                      table
 *
 * Every page ends with the footer and "第 1 页，共 2 页".
 *
 * Text can be selected and searched; of the fonts only the characters that are used are
 * embedded.  The same document gives the same bytes with the same libraries and fonts:
 * no moment but the one that is given, no chance.  Nothing in a text is markup.
 */
#ifndef PDF_H
#define PDF_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "db.h"

enum pdf_kind {
    PDF_ISSUER,
    PDF_TITLE,
    PDF_SERIAL,
    PDF_PARAGRAPH,
    PDF_PLAIN,
    PDF_HEADING,
    PDF_ROW,
    PDF_ITEM,
    PDF_SIGN,
    PDF_SIGNATURE,
};

enum { PDF_BLOCKS_MAX = 1000, PDF_PAGES_MAX = 200 };

/* Texts are valid UTF-8 and may have several lines. */
struct pdf_block {
    enum pdf_kind kind;
    const char *text;
    const char *label; /* of a row; before an item: "1."; of a signature what the code is
                          for; else NULL */
    const char *code;  /* of a signature: what the QR code says; NULL no code */
};

struct pdf_document {
    const char *family; /* of the font; one that is not there is replaced by another */
    const char *title, *keywords; /* that programs read, not people */
    int64_t created_ms;
    const char *footer;
    const struct pdf_block *blocks;
    size_t count; /* 1 to PDF_BLOCKS_MAX */
};

/* What came out. */
struct pdf {
    struct db_bytes bytes; /* in the arena */
    int pages;
    int unknown; /* characters that no installed font has: they are drawn as boxes */
};

/* Lays out and writes.  More than PDF_PAGES_MAX pages are a bug of who bounds texts. */
struct pdf pdf_write(struct arena *arena, const struct pdf_document *document);

#endif
