#include "tmplc_nest.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "utf8.h"

/* ---- TEXT("…") ---- */

static unsigned hex_digit(char digit) {
    const char *const digits = "0123456789abcdef";
    const char *const at = strchr(digits, tolower((unsigned char)digit));

    return at && digit ? (unsigned)(at - digits) : 16;
}

/* Appends what the escape behind a backslash says; returns the byte behind it. */
static const char *put_escape(struct text *out, const char *at) {
    static const char names[] = "n\nt\tr\r\"\"\\\\''??";
    char bytes[4];

    if (*at == 'u' || *at == 'U') {
        uint32_t point = 0;
        int left = *at++ == 'u' ? 4 : 8;

        for (; left > 0 && hex_digit(*at) < 16; left--)
            point = point * 16 + hex_digit(*at++);
        text_add_bytes(out, bytes, utf8_put(bytes, point));
        return at;
    }
    for (size_t i = 0; names[i]; i += 2)
        if (names[i] == *at) {
            text_add_byte(out, names[i + 1]);
            return at + 1;
        }
    return at;
}

static void text_ends(struct code *code) {
    const char *const chinese = text_string(&code->literal);

    if (code->literal.length == 0)
        complain(
            code->run, code->path, code->literal_line,
            "TEXT() takes string literals and nothing else, so that it is collected");
    else if (has_chinese(chinese))
        message_add(code->run, arena_copy(code->run->arena, chinese), code->path,
                    code->literal_line);
    code->text_state = TEXT_NONE;
}

/* Every token passes here; a string literal comes as its bytes, others as NULL. */
static void text_token(struct code *code, const char *word, char byte, int line) {
    if (code->text_state == TEXT_OPEN && byte == ')') {
        text_ends(code);
    } else if (code->text_state == TEXT_OPEN && byte != '"') {
        code->literal.length = 0;
        code->literal_line = line;
        text_ends(code);
    } else if (code->text_state == TEXT_WORD && byte == '(') {
        code->text_state = TEXT_OPEN;
        code->literal = (struct text){ .arena = code->run->arena };
        code->literal_line = line;
    } else if (code->text_state != TEXT_OPEN) {
        code->text_state = word && strcmp(word, "TEXT") == 0 ? TEXT_WORD : TEXT_NONE;
    }
}

/* ---- braces ---- */

static void brace_token(struct code *code, char byte, int line) {
    if (byte == '{') {
        nest_block_open(code->nest, code->kind, line);
    } else if (byte == '}') {
        nest_block_close(code->nest, line);
    } else if (byte == '(') {
        code->paren_depth++;
    } else if (byte == ')') {
        code->paren_depth--;
    }
    if (byte == '{' || byte == '}' || (byte == ';' && code->paren_depth == 0) ||
        (byte == ':' && code->in_case)) {
        code->in_case = false;
        code->statement_words = 0;
        code->kind = BLOCK_PLAIN;
    }
}

static enum block_kind block_kind_of(const char *word) {
    static const struct {
        const char *word;
        enum block_kind kind;
    } kinds[] = {
        { "if", BLOCK_IF },      { "else", BLOCK_ELSE }, { "for", BLOCK_LOOP },
        { "while", BLOCK_LOOP }, { "do", BLOCK_LOOP },   { "switch", BLOCK_SWITCH },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return kinds[i].kind;
    return BLOCK_PLAIN;
}

static void word_token(struct code *code, const char *word) {
    const enum block_kind kind = block_kind_of(word);

    if (code->statement_words == 0 && kind != BLOCK_ELSE)
        nest_settle(code->nest);
    if (code->kind == BLOCK_ELSE && kind == BLOCK_IF && code->statement_words == 1)
        code->kind = BLOCK_ELSE_IF;
    else if (code->statement_words == 0)
        code->kind = kind;
    code->statement_words++;
    if (strcmp(word, "return") == 0)
        nest_return(code->nest);
    if (strcmp(word, "case") == 0 || strcmp(word, "default") == 0) {
        nest_case(code->nest);
        code->in_case = true;
    }
}

/* ---- tokens ---- */

static const char *skip_comment(struct code *code, const char *at, const char *end) {
    for (; at < end; at++)
        if (end - at >= 2 && at[0] == '*' && at[1] == '/') {
            code->in_comment = false;
            return at + 2;
        }
    return end;
}

/* A string or character constant; at is behind the opening quote. */
static const char *read_quoted(struct code *code, char quote, const char *at,
                               const char *end) {
    const bool keep = quote == '"' && code->text_state == TEXT_OPEN;

    while (at < end && *at != quote && *at != '\n')
        if (*at == '\\' && end - at >= 2) {
            struct text nowhere = { .arena = code->run->arena };

            at = put_escape(keep ? &code->literal : &nowhere, at + 1);
        } else {
            if (keep)
                text_add_byte(&code->literal, *at);
            at++;
        }
    return at < end ? at + 1 : end;
}

static const char *read_word(struct code *code, const char *at, const char *end,
                             int line) {
    const char *const begin = at;

    while (at < end && (isalnum((unsigned char)*at) || *at == '_'))
        at++;

    const char *const word =
        arena_copy_bytes(code->run->arena, begin, (size_t)(at - begin));
    text_token(code, word, 'a', line);
    if (code->nest)
        word_token(code, word);
    code->last = 'a';
    return at;
}

static const char *read_mark(struct code *code, const char *at, const char *end,
                             int line) {
    const char mark = *at++;

    text_token(code, NULL, mark, line);
    code->last = mark;
    if (mark == '"' || mark == '\'')
        at = read_quoted(code, mark, at, end);
    if (code->nest) {
        if (code->statement_words == 0 && mark != '}')
            nest_settle(code->nest);
        brace_token(code, mark, line);
    }
    return at;
}

/* A directive ends its line, counting no token; its continuation lines are rare. */
static const char *skip_line(const char *at, const char *end) {
    const char *const stop = memchr(at, '\n', (size_t)(end - at));

    return stop ? stop : end;
}

void code_read(struct code *code, const char *bytes, size_t size, int line) {
    const char *const end = bytes + size;
    bool line_begins = true;

    for (const char *at = bytes; at < end;) {
        if (code->in_comment) {
            const char *const begin = at;

            at = skip_comment(code, at, end);
            for (const char *byte = begin; byte < at; byte++)
                line += *byte == '\n';
        } else if (end - at >= 2 && at[0] == '/' && at[1] == '*') {
            code->in_comment = true;
            at += 2;
        } else if ((end - at >= 2 && at[0] == '/' && at[1] == '/') ||
                   (line_begins && *at == '#')) {
            at = skip_line(at, end);
        } else if (*at == '\n') {
            line_begins = true;
            line++;
            at++;
        } else if (isspace((unsigned char)*at)) {
            at++;
        } else {
            line_begins = false;
            at = isalnum((unsigned char)*at) || *at == '_'
                     ? read_word(code, at, end, line)
                     : read_mark(code, at, end, line);
        }
    }
}
