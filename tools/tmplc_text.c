#include "tmplc.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "utf8.h"

/* ---- Chinese ---- */

static bool is_chinese(uint32_t point) {
    return (point >= 0x2E80 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0xFE30 && point <= 0xFE4F) || (point >= 0xFF00 && point <= 0xFFEF) ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

bool has_chinese(const char *string) {
    uint32_t point;

    while ((point = utf8_next(&string)) != 0)
        if (is_chinese(point))
            return true;
    return false;
}

/* ---- literals ---- */

void put_literal(struct text *out, const char *bytes, size_t size) {
    text_add_byte(out, '"');
    for (size_t i = 0; i < size; i++) {
        switch (bytes[i]) {
        case '\n': text_add(out, "\\n"); break;
        case '\t': text_add(out, "\\t"); break;
        case '"':
        case '\\':
        case '?': /* no trigraph may arise */
            text_add_byte(out, '\\');
            text_add_byte(out, bytes[i]);
            break;
        default: text_add_byte(out, bytes[i]);
        }
    }
    text_add_byte(out, '"');
}

/* ---- markup to plain text ---- */

static const struct {
    const char *name, *text;
} entities[] = {
    { "amp", "&" },         { "lt", "<" },          { "gt", ">" },
    { "quot", "\"" },       { "nbsp", "\u00A0" },   { "copy", "\u00A9" },
    { "middot", "\u00B7" }, { "hellip", "\u2026" }, { "mdash", "\u2014" },
    { "ndash", "\u2013" },  { "times", "\u00D7" },  { "rarr", "\u2192" },
    { "larr", "\u2190" },
};

/* Appends what "&name;" stands for and returns the byte behind it. */
static const char *decode_entity(struct run *run, struct text *out, const char *at,
                                 const char *path, int line) {
    const char *const end = strchr(at, ';');

    if (!end) { /* a bare &, refused already */
        text_add_byte(out, '&');
        return at + 1;
    }
    if (at[1] == '#') {
        const bool hex = at[2] == 'x' || at[2] == 'X';
        const unsigned long point = strtoul(at + (hex ? 3 : 2), NULL, hex ? 16 : 10);
        char bytes[4];

        if (point < 0x20 || point > 0x10FFFF)
            complain(run, path, line, "no such character: %.*s", (int)(end - at), at);
        else
            text_add_bytes(out, bytes, utf8_put(bytes, (uint32_t)point));
        return end + 1;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strlen(entities[i].name) == (size_t)(end - at - 1) &&
            strncmp(entities[i].name, at + 1, (size_t)(end - at - 1)) == 0) {
            text_add(out, entities[i].text);
            return end + 1;
        }
    complain(run, path, line, "%.*s in a text: write the character itself",
             (int)(end - at + 1), at);
    return end + 1;
}

static bool ends_in_chinese(const struct text *text) {
    size_t at = text->length;

    while (at > 0 && ((unsigned char)text->bytes[at - 1] & 0xC0) == 0x80)
        at--;
    if (at == 0)
        return false;

    const char *last = text->bytes + at - 1;
    return is_chinese(utf8_next(&last));
}

/* A blank; but a line break between two Chinese characters is none. */
static const char *collapse_blank(struct text *out, const char *at) {
    bool breaks = false;

    for (; strchr(" \t\r\n", *at) && *at; at++)
        breaks = breaks || *at == '\n';
    if (*at == '\0' || out->length == 0)
        return at;

    const char *ahead = at;
    if (!breaks || !ends_in_chinese(out) || !is_chinese(utf8_next(&ahead)))
        text_add_byte(out, ' ');
    return at;
}

const char *plain_text(struct run *run, const char *markup, const char *path, int line) {
    struct text out = { .arena = run->arena };

    while (*markup)
        if (strchr(" \t\r\n", *markup))
            markup = collapse_blank(&out, markup);
        else if (*markup == '&')
            markup = decode_entity(run, &out, markup, path, line);
        else
            text_add_byte(&out, *markup++);
    return text_string(&out);
}

/* ---- collecting ---- */

void message_add(struct run *run, const char *chinese, const char *path, int line) {
    if (run->message_count == run->message_room) {
        const size_t room = 2 * run->message_room + 256;
        struct message *message = arena_alloc(run->arena, room * sizeof *message);

        if (run->message_count)
            memcpy(message, run->message, run->message_count * sizeof *message);
        run->message = message;
        run->message_room = room;
    }
    run->message[run->message_count++] =
        (struct message){ .chinese = chinese, .path = path, .line = line };
}

static int compare_messages(const void *a, const void *b) {
    return strcmp(((const struct message *)a)->chinese,
                  ((const struct message *)b)->chinese);
}

void messages_close(struct run *run) {
    size_t kept = 0;

    if (run->message_count)
        qsort(run->message, run->message_count, sizeof *run->message, compare_messages);
    for (size_t i = 0; i < run->message_count; i++)
        if (kept == 0 || compare_messages(&run->message[kept - 1], &run->message[i]))
            run->message[kept++] = run->message[i];
    run->message_count = kept;
}

static struct message *find(const struct run *run, const char *chinese) {
    const struct message key = { .chinese = chinese };

    if (run->message_count == 0)
        return NULL;
    return bsearch(&key, run->message, run->message_count, sizeof key, compare_messages);
}

int message_index(const struct run *run, const char *chinese) {
    const struct message *const found = find(run, chinese);

    assert(found);
    return (int)(found - run->message);
}

/* ---- the catalogue ---- */

/* The set of {n} in a text, as bits; only {0} to {15} are places. */
static unsigned places(const char *text) {
    unsigned set = 0;

    for (; (text = strchr(text, '{')) != NULL; text++) {
        char *end;
        const unsigned long number = strtoul(text + 1, &end, 10);

        if (end > text + 1 && *end == '}' && number < VALUES_MAX)
            set |= 1u << number;
    }
    return set;
}

/* "\n" and "\\" are the only escapes of a catalogue line. */
static const char *unescaped(struct arena *arena, const char *line) {
    struct text out = { .arena = arena };

    for (; *line; line++)
        if (line[0] == '\\' && (line[1] == 'n' || line[1] == '\\'))
            text_add_byte(&out, *++line == 'n' ? '\n' : '\\');
        else
            text_add_byte(&out, *line);
    return text_string(&out);
}

static void translate(struct run *run, const char *chinese, const char *english,
                      const char *path, int line) {
    struct message *const found = find(run, chinese);

    if (!found)
        fprintf(stderr, "%s:%d: warning: no page or TEXT() says this any more: %s\n",
                path, line, chinese);
    else if (found->english)
        complain(run, path, line, "answered twice; delete one: %s", chinese);
    else if (*english && places(english) != places(chinese))
        complain(run, path, line,
                 "the {0} {1} … of \"%s\" and of \"%s\" are not the same set", chinese,
                 english);
    else if (*english)
        found->english = english;
}

struct catalogue {
    struct run *run;
    const char *path;
    const char *chinese; /* read, and waiting for its "en:" */
    int line;
};

static void catalogue_line(struct catalogue *catalogue, const char *line) {
    struct run *const run = catalogue->run;
    const bool zh = text_begins(line, "zh:"), en = text_begins(line, "en:");

    if (*line == '#' || *line == '\0')
        return;
    if (!zh && !en)
        complain(run, catalogue->path, catalogue->line,
                 "a line is \"zh: …\", \"en: …\", empty or a \"# comment\"");
    else if (zh == (catalogue->chinese != NULL))
        complain(run, catalogue->path, catalogue->line,
                 "\"zh:\" and \"en:\" lines come in pairs, in this order");
    else if (zh)
        catalogue->chinese = unescaped(run->arena, line + 3 + strspn(line + 3, " "));
    else {
        translate(run, catalogue->chinese,
                  unescaped(run->arena, line + 3 + strspn(line + 3, " ")),
                  catalogue->path, catalogue->line);
        catalogue->chinese = NULL;
    }
}

void catalogue_read(struct run *run, const char *path) {
    struct catalogue catalogue = { .run = run, .path = path };
    FILE *const file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;

    if (!file) {
        complain(run, path, 0, "%s", strerror(errno));
        return;
    }
    while ((length = getline(&line, &room, file)) >= 0) {
        while (length > 0 && strchr(" \t\r\n", line[length - 1]))
            line[--length] = '\0';
        catalogue.line++;
        if (utf8_valid(line, (size_t)length))
            catalogue_line(&catalogue, arena_copy(run->arena, line));
        else
            complain(run, path, catalogue.line, "not UTF-8");
    }
    if (catalogue.chinese)
        complain(run, path, catalogue.line, "the last \"zh:\" lacks its \"en:\"");
    free(line);
    fclose(file);
}

/* ---- output ---- */

static void put_member(struct text *out, const char *string) {
    if (string)
        put_literal(out, string, strlen(string));
    else
        text_add(out, "NULL");
}

void messages_write(const struct run *run, struct text *out) {
    text_add(out, "/* Generated by tmplc.  Do not edit. */\n#include \"page.h\"\n\n"
                  "const struct page_text page_texts[] = {\n");
    for (size_t i = 0; i < run->message_count; i++) {
        text_add(out, "    { { ");
        put_member(out, run->message[i].chinese);
        text_add(out, ",\n        ");
        put_member(out, run->message[i].english);
        text_add(out, " } },\n");
    }
    text_addf(out, "    { { NULL, NULL } },\n};\nconst size_t page_text_count = %zu;\n",
              run->message_count);
}

void messages_print_missing(const struct run *run) {
    for (size_t i = 0; i < run->message_count; i++) {
        const struct message *const message = &run->message[i];

        if (message->english)
            continue;
        printf("# %s:%d\nzh: ", message->path, message->line);
        for (const char *at = message->chinese; *at; at++)
            if (*at == '\n')
                fputs("\\n", stdout);
            else
                printf(*at == '\\' ? "\\%c" : "%c", *at);
        printf("\nen:\n\n");
    }
}
