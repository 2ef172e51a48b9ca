#include "tidy.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "text.h"

/* Where the scanner stands in C. */
enum state { IN_CODE, IN_BLOCK, IN_LINE, IN_STRING, IN_CHARACTER };

bool scan_is_word(char byte) {
    return isalnum((unsigned char)byte) || byte == '_';
}

static void find_lines(struct arena *arena, struct source *source) {
    size_t count = 0;

    for (size_t i = 0; i < source->size; i++)
        count += source->bytes[i] == '\n' || i + 1 == source->size;

    size_t *begin = arena_alloc(arena, (count + 1) * sizeof *begin);
    size_t line = 1;

    for (size_t i = 0; i + 1 < source->size; i++)
        if (source->bytes[i] == '\n')
            begin[line++] = i + 1;
    begin[count] = source->size;
    source->line_begin = begin;
    source->line_count = count;
}

size_t scan_line(const struct source *source, size_t offset) {
    size_t low = 0, high = source->line_count;

    assert(offset <= source->size);
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (source->line_begin[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

static enum state next_state(enum state state, const char *at) {
    switch (state) {
    case IN_CODE:
        if (at[0] == '/' && at[1] == '*')
            return IN_BLOCK;
        if (at[0] == '/' && at[1] == '/')
            return IN_LINE;
        return at[0] == '"' ? IN_STRING : at[0] == '\'' ? IN_CHARACTER : IN_CODE;
    case IN_BLOCK: return at[0] == '*' && at[1] == '/' ? IN_CODE : IN_BLOCK;
    case IN_LINE: return at[0] == '\n' ? IN_CODE : IN_LINE;
    case IN_STRING: return at[0] == '"' || at[0] == '\n' ? IN_CODE : IN_STRING;
    case IN_CHARACTER: return at[0] == '\'' || at[0] == '\n' ? IN_CODE : IN_CHARACTER;
    }
    return state;
}

/* Splits the bytes into code and prose, blank against blank. */
static void split(struct arena *arena, struct source *source) {
    char *code = arena_copy_bytes(arena, source->bytes, source->size);
    char *prose = arena_copy_bytes(arena, source->bytes, source->size);
    enum state state = IN_CODE;

    for (size_t i = 0; i < source->size; i++) {
        const enum state before = state;
        const char *at = source->bytes + i;
        bool two = false;

        state = next_state(before, at);
        two = (state == IN_BLOCK || state == IN_LINE) && before == IN_CODE;
        two = two || (before == IN_BLOCK && state == IN_CODE);
        two = two || (before >= IN_STRING && state == before && at[0] == '\\' && at[1]);
        for (size_t j = i; j <= i + two && j < source->size; j++) {
            const bool is_prose = before == IN_BLOCK || before == IN_LINE ||
                                  state == IN_BLOCK || state == IN_LINE;
            const bool is_inside = before >= IN_STRING && state == before;

            if (source->bytes[j] == '\n')
                continue;
            if (is_prose || is_inside)
                code[j] = ' ';
            if (!is_prose)
                prose[j] = ' ';
        }
        i += two;
    }
    source->code = code;
    source->prose = prose;
}

static void drop_directives(struct arena *arena, struct source *source) {
    char *body = arena_copy_bytes(arena, source->code, source->size);
    bool continues = false;

    for (size_t line = 0; line < source->line_count; line++) {
        const size_t begin = source->line_begin[line];
        size_t end = source->line_begin[line + 1];
        const size_t blanks = strspn(body + begin, " \t");

        if (end > begin && body[end - 1] == '\n')
            end--;
        if (!continues && body[begin + blanks] != '#')
            continue;
        continues = end > begin && body[end - 1] == '\\';
        memset(body + begin, ' ', end - begin);
    }
    source->body = body;
}

/* Adds a byte to a unit's text: blanks fall together. */
static void add_byte(struct text *text, char byte) {
    const char last = text->length > 0 ? text->bytes[text->length - 1] : ' ';

    if (!isspace((unsigned char)byte))
        text_add_byte(text, byte);
    else if (last != ' ')
        text_add_byte(text, ' ');
}

static bool begins_body(const struct text *text) {
    size_t length = text->length;

    while (length > 0 && text->bytes[length - 1] == ' ')
        length--;
    return length > 0 && text->bytes[length - 1] == ')' && !strchr(text->bytes, '=');
}

/* Reads the unit that begins at *cursor; false at the end of the file. */
static bool read_unit(struct arena *arena, const struct source *source, size_t *cursor,
                      struct unit *unit) {
    struct text text = { .arena = arena };
    size_t i = *cursor;
    int depth = 0;

    while (i < source->size && isspace((unsigned char)source->body[i]))
        i++;
    *unit = (struct unit){ .begin = i };
    for (; i < source->size; i++) {
        const char byte = source->body[i];

        if (byte == '{' && depth++ == 0)
            unit->is_function = begins_body(&text);
        if (depth == 0)
            add_byte(&text, byte);
        if (byte == '}' && depth > 0)
            depth--;
        if (depth == 0 && (byte == ';' || (byte == '}' && unit->is_function)))
            break;
    }
    unit->end = i;
    unit->text = text_string(&text);
    *cursor = i + 1;
    return i < source->size;
}

static void find_units(struct arena *arena, struct source *source) {
    size_t capacity = 64, cursor = 0;
    struct unit *unit = arena_alloc(arena, capacity * sizeof *unit);

    while (read_unit(arena, source, &cursor, &unit[source->unit_count])) {
        if (++source->unit_count < capacity)
            continue;

        struct unit *wider = arena_alloc(arena, 2 * capacity * sizeof *unit);

        memcpy(wider, unit, capacity * sizeof *unit);
        unit = wider;
        capacity *= 2;
    }
    source->unit = unit;
}

void scan_source(struct arena *arena, struct source *source) {
    find_lines(arena, source);
    if (!source->is_c)
        return;
    split(arena, source);
    drop_directives(arena, source);
    find_units(arena, source);
}

size_t scan_find_word(const struct source *source, const char *in, const char *word,
                      size_t from) {
    const size_t length = strlen(word);

    while (from < source->size) {
        const char *found = memmem(in + from, source->size - from, word, length);

        if (!found)
            break;
        from = (size_t)(found - in);
        if ((from == 0 || !scan_is_word(in[from - 1])) &&
            !scan_is_word(in[from + length]))
            return from;
        from += length;
    }
    return source->size;
}
