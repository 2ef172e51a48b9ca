#include "tmplc_page.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"

static const char *lower(struct reader *reader, const char *word) {
    char *const result = arena_copy(reader->run->arena, word);

    for (char *at = result; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return result;
}

static void read_attribute_value(struct reader *reader, struct attribute *attribute) {
    const char *at = reader->at + 1;

    if (*at != '"') {
        COMPLAIN(reader, reader->line, "write %s=\"…\", with double quotes",
                 attribute->name);
        move_to(reader, at + strcspn(at, " \n>"));
        return;
    }
    for (at++; at < reader->end && *at != '"'; at++)
        if (at[0] == '{' && at[1] == '{') {
            const char *const close = value_end(at + 2);

            at = close ? close + 1 : at + 1;
        }
    attribute->value = copy(reader, reader->at + 2, at);
    if (strchr(attribute->value, '\n'))
        COMPLAIN(reader, reader->line, "%s=\"… is not closed on its line",
                 attribute->name);
    move_to(reader, at < reader->end ? at + 1 : at);
}

static void read_attribute(struct reader *reader, struct tag *tag) {
    const char *const end = reader->at + strcspn(reader->at, " \t\r\n=></\"'{");
    struct attribute *const attribute = &tag->attribute[tag->count];

    if (end == reader->at || *end == '{') {
        COMPLAIN(
            reader, reader->line,
            "in a tag only name=\"value\"; {{ }} makes no names: write the attribute "
            "between %% lines");
        move_to(reader, reader->at + 1 + strcspn(reader->at + 1, " \n>"));
        return;
    }
    attribute->written = copy(reader, reader->at, end);
    attribute->name = lower(reader, attribute->written);
    attribute->line = reader->line;
    tag->count++;
    move_to(reader, end);
    if (sees(reader, "="))
        read_attribute_value(reader, attribute);
}

static void read_tag_code(struct reader *reader, struct tag *tag) {
    struct attribute *const item = &tag->attribute[tag->count++];

    item->line = reader->line;
    item->code = code_line(reader);
    tag->has_code = true;
}

/* Reads to behind '>'. */
static void read_attributes(struct reader *reader, struct tag *tag) {
    while (reader->at < reader->end) {
        if (tag->count == ATTRIBUTES_MAX) {
            COMPLAIN(reader, reader->line, "more than %d attributes", ATTRIBUTES_MAX);
            move_to(reader, reader->at + strcspn(reader->at, ">"));
            tag->count = 0;
        } else if (*reader->at == '%' && at_line_begin(reader)) {
            read_tag_code(reader, tag);
        } else if (is_blank(*reader->at)) {
            move_to(reader, reader->at + 1);
        } else if (sees(reader, "/>")) {
            tag->closed = true;
            reader->at += 2;
            return;
        } else if (*reader->at == '>') {
            reader->at++;
            return;
        } else {
            read_attribute(reader, tag);
        }
    }
    COMPLAIN(reader, tag->line, "<%s is not closed; write >", tag->name);
}

static void add_attribute(struct reader *reader, const struct tag *tag,
                          const struct attribute *attribute) {
    if (!attribute->name) {
        add_code(reader, attribute->code, attribute->line);
        return;
    }
    add_raw(reader, attribute->line, " ");
    add_raw(reader, attribute->line, attribute->written);
    if (!attribute->value)
        return;

    const char *const value = attribute->value;
    const struct parts *const parts =
        split(reader, value, value + strlen(value), attribute->line);
    add_raw(reader, attribute->line, "=\"");
    if (parts_have_chinese(parts) && attribute_is_said(tag, attribute))
        add_message(reader, parts);
    else
        add_parts(reader, parts);
    add_raw(reader, attribute->line, "\"");
    if (strcmp(attribute->name, "id") == 0 && parts->value_count == 0)
        nest_id(&reader->nest, value, attribute->line);
}

static void add_tag(struct reader *reader, const struct tag *tag) {
    const bool slash = tag->closed && !tag_is_void(tag->name);

    add_raw(reader, tag->line, "<");
    add_raw(reader, tag->line, tag->written);
    for (size_t i = 0; i < tag->count; i++)
        add_attribute(reader, tag, &tag->attribute[i]);
    add_raw(reader, reader->line, slash ? "/>" : ">");
}

/* The content of <script> and <style>: there must be none. */
static void skip_body(struct reader *reader, const struct tag *tag) {
    const char *const close = strstr(reader->at, "</");
    const char *const stop = close ? close : reader->end;
    const char *at = reader->at;

    while (at < stop && is_blank(*at))
        at++;
    if (at < stop)
        COMPLAIN(reader, tag->line, "<%s> has no body here%s", tag->name,
                 memchr(at, '{', (size_t)(stop - at))
                     ? "; {{ }} cannot be made safe in it, write data-…=\"{{ }}\""
                     : "");
    reader->at = at;
    move_to(reader, stop);
}

static void after_open_tag(struct reader *reader, const struct tag *tag) {
    const struct attribute *const method = tag_attribute(tag, "method");

    if (tag_is_void(tag->name) || tag->closed)
        return;
    nest_tag_open(&reader->nest, tag->name, tag->line);
    if (strcmp(tag->name, "form") == 0 && method && method->value &&
        strcmp(method->value, "post") == 0)
        add_piece(reader, PIECE_TOKENS, tag->line);
    if (strcmp(tag->name, "textarea") == 0 && !sees(reader, "\n"))
        add_raw(reader, reader->line, "\n"); /* browsers drop one: never the person's */
    if (strcmp(tag->name, "textarea") == 0 || strcmp(tag->name, "pre") == 0)
        reader->verbatim = true;
    if (strcmp(tag->name, "script") == 0 || strcmp(tag->name, "style") == 0)
        skip_body(reader, tag);
    if (strcmp(tag->name, "table") == 0) {
        reader->table_line = tag->line;
        reader->table_heads = reader->table_calls = false;
    }
}

static const char *read_tag_name(struct reader *reader) {
    const char *end = reader->at;

    while (end < reader->end && (isalnum((unsigned char)*end) || *end == '-'))
        end++;

    const char *const name = copy(reader, reader->at, end);
    if (end == reader->at || *end == '{')
        COMPLAIN(reader, reader->line,
                 "no tag name behind <; write &lt; for the sign, "
                 "and no {{ }} in names");
    reader->at = end;
    return name;
}

static void read_open_tag(struct reader *reader) {
    struct tag *const tag = arena_alloc(reader->run->arena, sizeof *tag);

    begin_html(reader);
    reader->at++;
    tag->line = reader->line;
    tag->written = read_tag_name(reader);
    tag->name = lower(reader, tag->written);
    if (*tag->name == '\0')
        return;
    read_attributes(reader, tag);
    tag_check(reader->run, reader->page->path, tag);
    tag_check_place(&reader->nest, tag);
    add_tag(reader, tag);
    after_open_tag(reader, tag);
    reader->table_heads = reader->table_heads || strcmp(tag->name, "th") == 0;
    reader->before = tag_is_block(tag->name) ? SIDE_UNSEEN : SIDE_SEEN;
}

static void close_table(struct reader *reader) {
    if (reader->table_line && !reader->table_heads && !reader->table_calls)
        COMPLAIN(reader, reader->table_line,
                 "<table> without <th scope=\"…\">; say what its columns are");
    reader->table_line = 0;
}

static void read_close_tag(struct reader *reader) {
    begin_html(reader);
    reader->at += 2;

    const char *const written = read_tag_name(reader);
    const char *const name = lower(reader, written);
    if (!sees(reader, ">"))
        COMPLAIN(reader, reader->line, "write </%s>, without anything else", name);
    else
        reader->at++;
    if (tag_is_void(name))
        COMPLAIN(reader, reader->line, "<%s> has no content; delete </%s>", name, name);
    else
        nest_tag_close(&reader->nest, name, reader->line);
    if (strcmp(name, "table") == 0)
        close_table(reader);
    if (strcmp(name, "textarea") == 0 || strcmp(name, "pre") == 0)
        reader->verbatim = false;
    add_raw(reader, reader->line, "</");
    add_raw(reader, reader->line, written);
    add_raw(reader, reader->line, ">");
    reader->before = tag_is_block(name) ? SIDE_UNSEEN : SIDE_SEEN;
}

/* Comments are dropped; what people read is in the page, the rest in % lines. */
static void read_comment(struct reader *reader) {
    const char *const close = strstr(reader->at, "-->");
    const char *const stop = close ? close + 3 : reader->end;
    const char *const braces = strstr(reader->at, "{{");

    if (!close)
        COMPLAIN(reader, reader->line, "<!-- is not closed; write -->");
    if (braces && braces < stop)
        COMPLAIN(reader, reader->line, "{{ }} in a comment; delete it");
    move_to(reader, stop);
}

static void read_doctype(struct reader *reader) {
    const char *const close = strchr(reader->at, '>');
    const char *const stop = close ? close + 1 : reader->end;

    begin_html(reader);
    add_raw(reader, reader->line, copy(reader, reader->at, stop));
    move_to(reader, stop);
    reader->before = SIDE_UNSEEN;
}

void read_markup(struct reader *reader) {
    if (sees(reader, "<!--"))
        read_comment(reader);
    else if (sees(reader, "<!"))
        read_doctype(reader);
    else if (sees(reader, "</"))
        read_close_tag(reader);
    else
        read_open_tag(reader);
}
