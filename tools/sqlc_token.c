#include "sqlc_token.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "text.h"

int complaints;       /* shared: one thread, and the program ends soon */
struct arena *memory; /* shared: likewise */

/* Whether the message is new: what both databases see is checked twice. */
static bool is_new(const char *message) {
    static const char **told; /* shared: likewise */
    static size_t count;      /* shared: likewise */

    for (size_t i = 0; i < count; i++)
        if (strcmp(told[i], message) == 0)
            return false;
    told = extend(told, count, sizeof *told);
    told[count++] = message;
    return true;
}

void complain(const char *file, int line, const char *name, const char *format, ...) {
    va_list args;

    va_start(args, format);
    const char *message = print("%s:%d: %s%s%s", file, line, name ? name : "",
                                name ? ": " : "", arena_vformat(memory, format, args));
    va_end(args);
    if (!is_new(message))
        return;
    fprintf(stderr, "%s\n", message);
    complaints++;
}

void *extend(void *array, size_t count, size_t size) {
    if (count & (count - 1))
        return array; /* there is room up to the next power of two */

    void *wider = arena_alloc(memory, (count ? 2 * count : 1) * size);

    if (count > 0)
        memcpy(wider, array, count * size);
    return wider;
}

char *print(const char *format, ...) {
    va_list args;

    va_start(args, format);
    char *text = arena_vformat(memory, format, args);
    va_end(args);
    return text;
}

const char *read_file(const char *path) {
    struct text text = { .arena = memory };
    char block[8192];
    size_t got;
    FILE *in = fopen(path, "rb");

    if (!in) {
        complain(path, 0, NULL, "the file cannot be read");
        return "";
    }
    while ((got = fread(block, 1, sizeof block, in)) > 0)
        text_add_bytes(&text, block, got);
    fclose(in);
    return text_string(&text);
}

bool name_is_good(const char *name) {
    static const char *const keywords[] = {
        "auto",    "break",  "case",     "char",   "const",    "continue", "default",
        "do",      "double", "else",     "enum",   "extern",   "float",    "for",
        "goto",    "if",     "inline",   "int",    "long",     "register", "restrict",
        "return",  "short",  "signed",   "sizeof", "static",   "struct",   "switch",
        "typedef", "union",  "unsigned", "void",   "volatile", "while",
    };
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(name, keywords[i]) == 0)
            return false;
    return length > 0 && length < 64 && name[length] == '\0' && islower(*name);
}

/* ---- text to tokens ---- */

struct reader {
    const char *file;
    const char *at;
    int line;
    unsigned view;
    bool spaced;
    struct tokens tokens;
};

static void add(struct reader *reader, enum token_kind kind, const char *text,
                size_t size) {
    struct tokens *tokens = &reader->tokens;

    tokens->token = extend(tokens->token, tokens->count, sizeof *tokens->token);
    tokens->token[tokens->count++] = (struct token){
        .kind = kind,
        .view = reader->view,
        .line = reader->line,
        .spaced = reader->spaced,
        .text = arena_copy_bytes(memory, text, size),
    };
    reader->spaced = false;
}

/* Moves over size bytes and counts the lines among them. */
static void pass(struct reader *reader, size_t size) {
    for (const char *end = reader->at + size; reader->at < end; reader->at++)
        reader->line += *reader->at == '\n';
}

static void read_string(struct reader *reader) {
    const char *end = reader->at + 1;

    while (*end && (*end != '\'' || end[1] == '\''))
        end += *end == '\'' ? 2 : 1;
    if (!*end) {
        complain(reader->file, reader->line, NULL, "a quoted literal does not end");
        end--;
    }
    const size_t size = (size_t)(end + 1 - reader->at);

    add(reader, TOKEN_STRING, reader->at, size);
    pass(reader, size);
}

/* At a slash and star.  A mark opens a view; any other comment is passed over. */
static void read_block(struct reader *reader) {
    static const struct {
        const char *mark;
        unsigned view;
    } marks[] = {
        { "/*pg", VIEW_POSTGRES },
        { "/*sqlite", VIEW_SQLITE },
    };
    const char *end = strstr(reader->at + 2, "*/");

    if (!end)
        complain(reader->file, reader->line, NULL, "a comment does not end");
    if (reader->view != VIEW_BOTH)
        complain(reader->file, reader->line, NULL, "a comment inside /*pg or /*sqlite");
    reader->spaced = true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t length = strlen(marks[i].mark);

        if (strncmp(reader->at, marks[i].mark, length) == 0 &&
            isspace((unsigned char)reader->at[length])) {
            reader->view = marks[i].view;
            pass(reader, length);
            return;
        }
    }
    pass(reader, end ? (size_t)(end + 2 - reader->at) : strlen(reader->at));
}

static void read_comment(struct reader *reader) {
    const size_t size = strcspn(reader->at, "\n");

    if (reader->view != VIEW_BOTH)
        complain(reader->file, reader->line, NULL, "a comment inside /*pg or /*sqlite");
    add(reader, TOKEN_COMMENT, reader->at + 2, size - 2);
    pass(reader, size);
    reader->spaced = true;
}

static size_t word_size(const char *text) {
    size_t size = 0;

    while (isalnum((unsigned char)text[size]) || text[size] == '_' ||
           (unsigned char)text[size] >= 0x80)
        size++;
    return size;
}

static void read_sign(struct reader *reader) {
    static const char *const pairs[] = { "::", "||", "<>", "<=", ">=", "!=", "==", "->" };
    size_t size = 1;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strncmp(reader->at, pairs[i], 2) == 0)
            size = 2;
    if (strchr("\"`[]?$@#\\", *reader->at))
        complain(reader->file, reader->line, NULL,
                 "'%c' has no place here: names are plain words, parameters are :name",
                 *reader->at);
    add(reader, TOKEN_SIGN, reader->at, size);
    reader->at += size;
}

static void read_token(struct reader *reader) {
    const char *at = reader->at;
    const size_t word = word_size(at);

    if (isspace((unsigned char)*at)) {
        reader->spaced = true;
        pass(reader, 1);
    } else if (at[0] == '-' && at[1] == '-') {
        read_comment(reader);
    } else if (at[0] == '/' && at[1] == '*') {
        read_block(reader);
    } else if (at[0] == '*' && at[1] == '/' && reader->view != VIEW_BOTH) {
        reader->view = VIEW_BOTH;
        reader->spaced = true;
        reader->at += 2;
    } else if (*at == '\'') {
        read_string(reader);
    } else if (word > 0) {
        add(reader, isdigit((unsigned char)*at) ? TOKEN_NUMBER : TOKEN_WORD, at, word);
        reader->at += word;
    } else if (*at == ':' && at[1] != ':' && word_size(at + 1) > 0) {
        add(reader, TOKEN_PARAMETER, at + 1, word_size(at + 1));
        reader->at += 1 + word_size(at + 1);
    } else {
        read_sign(reader);
    }
}

struct tokens token_read(const char *file, const char *text) {
    struct reader reader = { .file = file, .at = text, .line = 1, .view = VIEW_BOTH };

    while (*reader.at)
        read_token(&reader);
    return reader.tokens;
}

/* ---- views ---- */

enum { DEPTH_MAX = 64 };

static void match_parentheses(const char *file, struct tokens *tokens) {
    size_t open[DEPTH_MAX], depth = 0;

    for (size_t i = 0; i < tokens->count; i++) {
        tokens->token[i].match = i;
        if (token_is(tokens, i, "(") && depth < DEPTH_MAX) {
            open[depth++] = i;
        } else if (token_is(tokens, i, ")") && depth > 0) {
            tokens->token[i].match = open[--depth];
            tokens->token[open[depth]].match = i;
        } else if (token_is(tokens, i, ")") || token_is(tokens, i, "(")) {
            complain(file, tokens->token[i].line, NULL, "a parenthesis too many");
        }
    }
    if (depth > 0)
        complain(file, tokens->token[open[0]].line, NULL, "a parenthesis does not close");
}

struct tokens token_view(const char *file, const struct tokens *tokens, size_t first,
                         size_t last, enum view view) {
    struct tokens seen = { NULL, 0 };

    for (size_t i = first; i < last; i++) {
        const struct token *token = &tokens->token[i];

        if (token->kind == TOKEN_COMMENT || !(token->view & view))
            continue;
        seen.token = extend(seen.token, seen.count, sizeof *seen.token);
        seen.token[seen.count++] = *token;
    }
    match_parentheses(file, &seen);
    return seen;
}

bool token_is(const struct tokens *tokens, size_t index, const char *text) {
    if (index >= tokens->count)
        return false;
    const struct token *token = &tokens->token[index];

    return (token->kind == TOKEN_WORD || token->kind == TOKEN_SIGN) &&
           strcasecmp(token->text, text) == 0;
}

bool token_in(const struct tokens *tokens, size_t index, const char *const *words) {
    for (; *words; words++)
        if (token_is(tokens, index, *words))
            return true;
    return false;
}

bool token_is_parameter(const struct tokens *tokens, size_t index, const char *name) {
    return index < tokens->count && tokens->token[index].kind == TOKEN_PARAMETER &&
           strcmp(tokens->token[index].text, name) == 0;
}

size_t token_step(const struct tokens *tokens, size_t index) {
    const size_t match = tokens->token[index].match;

    return (match > index ? match : index) + 1;
}

size_t token_find(const struct tokens *tokens, size_t first, size_t last,
                  const char *const *words) {
    for (size_t i = first; i < last; i = token_step(tokens, i))
        if (token_in(tokens, i, words))
            return i;
    return last;
}

static size_t number_of(const char *name, const char *const *parameters, size_t count) {
    size_t i = 0;

    while (i < count && strcmp(parameters[i], name) != 0)
        i++;
    return i + 1;
}

const char *token_text(const struct tokens *tokens, const char *const *parameters,
                       size_t count, char mark) {
    struct text out = { .arena = memory };

    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->token[i];
        const int line = i ? token[-1].line : token->line;

        for (int skipped = line; skipped < token->line; skipped++)
            text_add_byte(&out, '\n');
        if (i && token->spaced && line == token->line)
            text_add_byte(&out, ' ');
        if (token->kind != TOKEN_PARAMETER)
            text_add(&out, token->text);
        else if (parameters)
            text_addf(&out, "%c%zu", mark, number_of(token->text, parameters, count));
        else
            text_addf(&out, ":%s", token->text);
    }
    return text_string(&out);
}
