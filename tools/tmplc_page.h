/* tmplc_page -- a page as it is read: pieces, tags, and the reader over its bytes. */
#ifndef TMPLC_PAGE_H
#define TMPLC_PAGE_H

#include "tmplc.h"
#include "tmplc_nest.h"

enum { ATTRIBUTES_MAX = 40 }; /* of one tag, with the % lines between them */

enum piece_kind { PIECE_CODE, PIECE_RAW, PIECE_PUT, PIECE_SAY, PIECE_TOKENS };

struct piece {
    enum piece_kind kind;
    int line;
    struct text raw;               /* PIECE_RAW, PIECE_CODE */
    const char *chinese;           /* PIECE_SAY */
    const char *value[VALUES_MAX]; /* C expressions; PIECE_PUT has one */
    size_t value_count;
};

struct page {
    struct run *run;
    const char *path;
    struct piece *piece;
    size_t piece_count;
    size_t piece_room;
};

struct page *page_read(struct run *run, const char *path, const char *bytes, size_t size);

/* ---- tags ---- */

struct attribute {
    const char *name;    /* in lower case; NULL for a % line */
    const char *written; /* SVG has capitals: viewBox */
    const char *value;   /* as written, between the quotes; NULL without one */
    const char *code;    /* of a % line */
    int line;
};

struct tag {
    const char *name; /* in lower case */
    const char *written;
    int line;
    bool closed; /* ends in "/>" */
    bool has_code;
    size_t count;
    struct attribute attribute[ATTRIBUTES_MAX];
};

bool tag_is_void(const char *name);
bool tag_is_block(const char *name);
bool attribute_is_said(const struct tag *tag, const struct attribute *attribute);
const struct attribute *tag_attribute(const struct tag *tag, const char *name);
void tag_check(struct run *run, const char *path, const struct tag *tag);
void tag_check_place(struct nest *nest, const struct tag *tag);

/* ---- the reader ---- */

/* What stands before or behind white space decides whether anybody sees it. */
enum side { SIDE_SEEN, SIDE_UNSEEN };

struct reader {
    struct run *run;
    struct page *page;
    struct code code;       /* of % lines */
    struct code expression; /* of {{ }}: only TEXT() counts */
    struct nest nest;
    const char *begin, *at, *end;
    int line;
    enum side before;
    bool verbatim;  /* inside <pre> or <textarea> */
    int table_line; /* 0 outside of a table */
    bool table_heads, table_calls;
    bool refused_outside;
};

/* A run of text or an attribute's value: markup and {{ }} in turn. */
struct part {
    const char *markup; /* NULL when it is a value */
    const char *value;
};

struct parts {
    size_t count, value_count;
    int line;
    struct part part[2 * VALUES_MAX + 1];
};

#define COMPLAIN(reader, line, ...)                                                      \
    complain((reader)->run, (reader)->page->path, line, __VA_ARGS__)

/* tmplc_read.c, for tmplc_tag.c */
struct piece *add_piece(struct reader *reader, enum piece_kind kind, int line);
void add_raw(struct reader *reader, int line, const char *markup);
void add_code(struct reader *reader, const char *code, int line);
void add_message(struct reader *reader, const struct parts *parts);
void add_parts(struct reader *reader, const struct parts *parts);
struct parts *split(struct reader *reader, const char *begin, const char *end, int line);
bool parts_have_chinese(const struct parts *parts);
const char *copy(struct reader *reader, const char *begin, const char *end);
bool is_blank(char byte);
bool at_line_begin(const struct reader *reader);
bool sees(const struct reader *reader, const char *word);
void move_to(struct reader *reader, const char *to);
const char *value_end(const char *at);
const char *code_line(struct reader *reader);
void begin_html(struct reader *reader);

/* tmplc_tag.c: whatever begins with '<' at the cursor. */
void read_markup(struct reader *reader);

#endif
