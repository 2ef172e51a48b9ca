#include "tmplc_page.h"

#include <assert.h>
#include <string.h>

#include "arena.h"

/* ---- pieces ---- */

struct piece *add_piece(struct reader *reader, enum piece_kind kind, int line) {
    struct page *const page = reader->page;

    if (page->piece_count == page->piece_room) {
        const size_t room = 2 * page->piece_room + 64;
        struct piece *piece = arena_alloc(reader->run->arena, room * sizeof *piece);

        if (page->piece_count)
            memcpy(piece, page->piece, page->piece_count * sizeof *piece);
        page->piece = piece;
        page->piece_room = room;
    }

    struct piece *const piece = &page->piece[page->piece_count++];
    *piece = (struct piece){ .kind = kind,
                             .line = line,
                             .raw = { .arena = reader->run->arena } };
    return piece;
}

void add_raw(struct reader *reader, int line, const char *markup) {
    struct page *const page = reader->page;
    struct piece *const last =
        page->piece_count ? &page->piece[page->piece_count - 1] : NULL;

    if (*markup)
        text_add(
            &(last && last->kind == PIECE_RAW ? last : add_piece(reader, PIECE_RAW, line))
                 ->raw,
            markup);
}

const char *copy(struct reader *reader, const char *begin, const char *end) {
    return arena_copy_bytes(reader->run->arena, begin, (size_t)(end - begin));
}

/* ---- moving ---- */

bool is_blank(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

bool at_line_begin(const struct reader *reader) {
    return reader->at == reader->begin || reader->at[-1] == '\n';
}

bool sees(const struct reader *reader, const char *word) {
    return reader->at < reader->end && text_begins(reader->at, word);
}

void move_to(struct reader *reader, const char *to) {
    for (; reader->at < to; reader->at++)
        reader->line += *reader->at == '\n';
}

/* The "}}" of a value, at being behind its "{{"; NULL when the line ends first. */
const char *value_end(const char *at) {
    char quote = 0;

    for (; *at && *at != '\n'; at++)
        if (quote) {
            if (*at == '\\' && at[1])
                at++;
            else if (*at == quote)
                quote = 0;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        } else if (at[0] == '}' && at[1] == '}') {
            return at;
        }
    return NULL;
}

/* ---- % lines ---- */

const char *code_line(struct reader *reader) {
    const char *const end = strchr(reader->at, '\n');
    const char *const code = copy(reader, reader->at + 1, end ? end : reader->end);

    code_read(&reader->code, code, strlen(code), reader->line);
    code_read(&reader->code, "\n", 1, reader->line);
    move_to(reader, end ? end + 1 : reader->end);
    return code;
}

void add_code(struct reader *reader, const char *code, int line) {
    text_add(&add_piece(reader, PIECE_CODE, line)->raw, code);
}

static void read_code_line(struct reader *reader) {
    const int line = reader->line;
    const char *const code = code_line(reader);
    const bool prints = strstr(code, "(out") != NULL;

    add_code(reader, code, line);
    reader->before = prints ? SIDE_SEEN : SIDE_UNSEEN;
    reader->table_calls = reader->table_calls || prints;
}

/* Markup becomes statements, so a statement must be able to stand here. */
void begin_html(struct reader *reader) {
    const char last = reader->code.last;

    nest_settle(&reader->nest);
    if (reader->nest.depth == 0 && !reader->refused_outside) {
        reader->refused_outside = true;
        COMPLAIN(reader, reader->line,
                 "HTML outside of a function; write %% void NAME(struct html *out) { "
                 "before it");
    } else if (last && !strchr("{};:", last)) {
        COMPLAIN(
            reader, reader->line,
            "HTML behind an unfinished %% line; write { } around what depends on it");
        reader->code.last = ';';
    }
}

/* ---- text with values ---- */

static void check_markup(struct reader *reader, const char *markup, int line) {
    for (const char *at = markup; (at = strchr(at, '&')) != NULL; at++) {
        const char *name = at + 1;

        name += *name == '#';
        name += strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789");
        if (name == at + 1 || *name != ';')
            COMPLAIN(reader, line, "a bare &; write &amp;");
    }
    if (strstr(markup, "}}"))
        COMPLAIN(reader, line, "}} without {{ before it");
}

static void add_value(struct reader *reader, struct parts *parts, const char *begin,
                      const char *end) {
    while (begin < end && is_blank(*begin))
        begin++;
    while (end > begin && is_blank(end[-1]))
        end--;
    if (begin == end)
        COMPLAIN(reader, parts->line, "{{ }} is empty");
    if (parts->value_count == VALUES_MAX) {
        COMPLAIN(reader, parts->line, "more than %d {{ }} in one text", VALUES_MAX);
        return;
    }

    const char *const value = copy(reader, begin, end);
    code_read(&reader->expression, value, strlen(value), parts->line);
    parts->part[parts->count++] = (struct part){ .value = value };
    parts->value_count++;
}

struct parts *split(struct reader *reader, const char *begin, const char *end, int line) {
    struct parts *const parts = arena_alloc(reader->run->arena, sizeof *parts);

    parts->line = line;
    while (begin < end && parts->value_count < VALUES_MAX) {
        const char *open = strstr(begin, "{{");
        const char *const stop = open && open < end ? open : end;

        if (stop > begin) {
            const char *const markup = copy(reader, begin, stop);

            check_markup(reader, markup, line);
            parts->part[parts->count++] = (struct part){ .markup = markup };
        }
        begin = stop;
        if (stop < end) {
            const char *const close = value_end(stop + 2);

            if (!close) {
                COMPLAIN(reader, line, "{{ without }} on the same line");
                return parts;
            }
            add_value(reader, parts, stop + 2, close);
            begin = close + 2;
        }
    }
    if (begin < end)
        COMPLAIN(reader, line, "too many {{ }} in one text");
    return parts;
}

bool parts_have_chinese(const struct parts *parts) {
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].markup && has_chinese(parts->part[i].markup))
            return true;
    return false;
}

void add_message(struct reader *reader, const struct parts *parts) {
    struct text markup = { .arena = reader->run->arena };
    struct piece *const piece = add_piece(reader, PIECE_SAY, parts->line);

    for (size_t i = 0; i < parts->count; i++) {
        const struct part *const part = &parts->part[i];

        if (part->value) {
            text_addf(&markup, "{%zu}", piece->value_count);
            piece->value[piece->value_count++] = part->value;
        } else if (strchr(part->markup, '{')) {
            COMPLAIN(reader, parts->line, "{ in a Chinese text; write it otherwise");
        } else {
            text_add(&markup, part->markup);
        }
    }
    piece->chinese =
        plain_text(reader->run, text_string(&markup), reader->page->path, parts->line);
    message_add(reader->run, piece->chinese, reader->page->path, parts->line);
}

void add_parts(struct reader *reader, const struct parts *parts) {
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].value) {
            struct piece *const piece = add_piece(reader, PIECE_PUT, parts->line);

            piece->value[piece->value_count++] = parts->part[i].value;
        } else {
            add_raw(reader, parts->line, parts->part[i].markup);
        }
}

/* ---- text between tags ---- */

static const char *text_end(struct reader *reader) {
    const char *at = reader->at;

    while (at < reader->end && *at != '<') {
        if (at > reader->at && at[-1] == '\n' && *at == '%')
            break;
        if (at[0] == '{' && at[1] == '{') {
            const char *const close = value_end(at + 2);

            at = close ? close + 2 : at + 2;
        } else {
            at++;
        }
    }
    return at;
}

static enum side side_behind(struct reader *reader, const char *at) {
    if (at == reader->end)
        return SIDE_UNSEEN;
    if (*at != '<')
        return SIDE_SEEN; /* a % line: what follows is not known */

    const char *const name = at + 1 + (at[1] == '/');
    const size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return tag_is_block(copy(reader, name, name + size)) ? SIDE_UNSEEN : SIDE_SEEN;
}

static void add_blank(struct reader *reader, const char *begin, const char *end) {
    if (begin < end)
        add_raw(reader, reader->line,
                memchr(begin, '\n', (size_t)(end - begin)) ? "\n" : " ");
}

static const char *collapsed(struct reader *reader, const char *markup) {
    char *const result = arena_copy(reader->run->arena, markup);
    char *to = result;

    for (const char *from = markup; *from; from++)
        if (!is_blank(*from))
            *to++ = *from;
        else if (to == result || !is_blank(to[-1]))
            *to++ = *from == '\n' ? '\n' : ' ';
    *to = '\0';
    return result;
}

static void read_text(struct reader *reader) {
    const char *begin = reader->at, *const stop = text_end(reader), *end = stop;

    if (!reader->verbatim) {
        while (begin < stop && is_blank(*begin))
            begin++;
        while (end > begin && is_blank(end[-1]))
            end--;
    }

    const enum side behind = side_behind(reader, stop);
    if (begin == end) {
        if (reader->before == SIDE_SEEN && behind == SIDE_SEEN && reader->nest.depth > 0)
            add_blank(reader, reader->at, stop);
        move_to(reader, stop);
        return;
    }
    if (reader->before == SIDE_SEEN)
        add_blank(reader, reader->at, begin);
    move_to(reader, begin);
    begin_html(reader);

    struct parts *const parts = split(reader, begin, end, reader->line);
    if (parts_have_chinese(parts))
        add_message(reader, parts);
    else {
        for (size_t i = 0; i < parts->count && !reader->verbatim; i++)
            if (parts->part[i].markup)
                parts->part[i].markup = collapsed(reader, parts->part[i].markup);
        add_parts(reader, parts);
    }
    move_to(reader, end);
    if (behind == SIDE_SEEN)
        add_blank(reader, end, stop);
    move_to(reader, stop);
    reader->before = SIDE_SEEN;
}

struct page *page_read(struct run *run, const char *path, const char *bytes,
                       size_t size) {
    struct page *const page = arena_alloc(run->arena, sizeof *page);
    struct reader *const reader = arena_alloc(run->arena, sizeof *reader);

    *page = (struct page){ .run = run, .path = path };
    *reader = (struct reader){ .run = run,
                               .page = page,
                               .begin = bytes,
                               .at = bytes,
                               .end = bytes + size,
                               .line = 1,
                               .before = SIDE_UNSEEN };
    reader->nest.run = run;
    reader->nest.path = path;
    reader->code = (struct code){ .run = run, .path = path, .nest = &reader->nest };
    reader->expression = (struct code){ .run = run, .path = path };
    assert(strlen(bytes) == size);

    while (reader->at < reader->end)
        if (*reader->at == '%' && at_line_begin(reader))
            read_code_line(reader);
        else if (*reader->at != '<')
            read_text(reader);
        else
            read_markup(reader);
    nest_end(&reader->nest);
    return page;
}
