#include "sqlc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

char *module_name(const char *file) {
    const char *slash = strrchr(file, '/');
    const char *base = slash ? slash + 1 : file;
    const char *dot = strrchr(base, '.');

    return print("%.*s", dot ? (int)(dot - base) : (int)strlen(base), base);
}

/* The words of a comment line; returns how many, at most max. */
static size_t words_of(const char *comment, char words[][64], size_t max) {
    size_t count = 0;
    int used = 0;

    while (count < max && sscanf(comment, " %63s%n", words[count], &used) == 1) {
        comment += used;
        count++;
    }
    return count;
}

/* "-- limit int": a declaration.  Says whether the comment was one. */
static bool read_declaration(struct statement *statement, const struct token *token) {
    static const struct {
        const char *word;
        enum type type;
    } types[] = {
        { "int", TYPE_INTEGER },
        { "text", TYPE_TEXT },
        { "bytes", TYPE_BYTES },
    };
    char words[3][64];

    if (words_of(token->text, words, 3) != 2 || !name_is_good(words[0]))
        return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(words[1], types[i].word) != 0)
            continue;
        statement->declared = extend(statement->declared, statement->declared_count,
                                     sizeof *statement->declared);
        statement->declared[statement->declared_count++] = (struct value){
            .name = print("%s", words[0]),
            .type = types[i].type,
            .line = token->line,
        };
        return true;
    }
    return false;
}

static void read_mark(struct statement *statement, const struct token *token) {
    const char *mark = strstr(token->text, "@all_towns");

    if (!mark)
        return;
    mark += strlen("@all_towns");
    mark += strspn(mark, " ");
    if (*mark == '\0')
        complain(statement->file, token->line, statement->name,
                 "@all_towns says why: write -- @all_towns REASON");
    statement->all_towns = mark;
}

static bool read_shape(struct statement *statement, const char *word) {
    static const struct {
        const char *word;
        enum shape shape;
    } shapes[] = {
        { "one", SHAPE_ONE },
        { "many", SHAPE_MANY },
        { "run", SHAPE_RUN },
    };

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (strcmp(word, shapes[i].word) == 0) {
            statement->shape = shapes[i].shape;
            return true;
        }
    }
    return false;
}

/* What several statements of a module begin with. */
struct fragment {
    const char *name;
    size_t first, end; /* its tokens, the comments above its text among them */
};

struct fragments {
    struct fragment *at;
    size_t count;
};

static const struct fragment *find_fragment(const struct fragments *fragments,
                                            const char *name) {
    for (size_t i = 0; i < fragments->count; i++)
        if (strcmp(fragments->at[i].name, name) == 0)
            return &fragments->at[i];
    return NULL;
}

/* "-- name: take one", or with a fragment's name behind it.  Fills what the line says and
 * returns the fragment. */
static const struct fragment *read_name(struct statement *statement,
                                        const struct token *token,
                                        const struct fragments *fragments) {
    char words[5][64] = { "" };
    const size_t count = words_of(token->text, words, 5);
    const struct fragment *fragment =
        count == 4 ? find_fragment(fragments, words[3]) : NULL;

    if ((count != 3 && count != 4) || !name_is_good(words[1]) ||
        !read_shape(statement, words[2])) {
        complain(statement->file, token->line, NULL,
                 "a statement begins with -- name: NAME one, many or run");
        statement->unclear = true;
    }
    statement->name = print("%s.%s", statement->module, words[1]);
    statement->c_name = print("%s_%s", statement->module, words[1]);
    statement->row =
        fragment ? print("%s_%s", statement->module, fragment->name) : statement->c_name;
    if (count == 4 && !fragment)
        complain(statement->file, token->line, statement->name,
                 "no fragment %s stands above it: write -- fragment: %s there", words[3],
                 words[3]);
    return fragment;
}

static bool begins(const struct token *token, const char *word) {
    return token->kind == TOKEN_COMMENT && strncmp(token->text, word, strlen(word)) == 0;
}

static bool begins_statement(const struct token *token) {
    return begins(token, " name:") || begins(token, " fragment:");
}

/* Reads the comments from first on, and returns where the text begins. */
static size_t read_comments(struct statement *statement, const struct tokens *tokens,
                            size_t first) {
    bool declaring = true;

    for (; first < tokens->count && tokens->token[first].kind == TOKEN_COMMENT &&
           !begins_statement(&tokens->token[first]);
         first++) {
        declaring = declaring && read_declaration(statement, &tokens->token[first]);
        read_mark(statement, &tokens->token[first]);
    }
    return first;
}

/* Where the text from first on ends: its semicolon, or what begins without one. */
static size_t find_end(const char *file, int line, const char *name,
                       const struct tokens *tokens, size_t first) {
    size_t end;

    for (end = first; end < tokens->count && !token_is(tokens, end, ";"); end++)
        if (begins_statement(&tokens->token[end]))
            break;
    if (!token_is(tokens, end, ";"))
        complain(file, line, name, "the statement does not end with a semicolon");
    return end;
}

static void add_tokens(struct tokens *whole, const struct tokens *tokens, size_t first,
                       size_t end) {
    for (; first < end; first++) {
        whole->token = extend(whole->token, whole->count, sizeof *whole->token);
        whole->token[whole->count++] = tokens->token[first];
    }
}

/* Reads the fragment whose line is at index.  Returns where it ends. */
static size_t read_fragment(struct fragments *fragments, const char *file,
                            const struct tokens *tokens, size_t index) {
    const struct token *token = &tokens->token[index];
    char words[3][64] = { "" };

    if (words_of(token->text, words, 3) != 2 || !name_is_good(words[1]))
        complain(file, token->line, NULL, "a fragment begins with -- fragment: NAME");
    if (find_fragment(fragments, words[1]))
        complain(file, token->line, NULL, "the fragment's name %s is taken", words[1]);

    const size_t end = find_end(file, token->line, words[1], tokens, index + 1);

    fragments->at = extend(fragments->at, fragments->count, sizeof *fragments->at);
    fragments->at[fragments->count++] = (struct fragment){
        .name = print("%s", words[1]),
        .first = index + 1,
        .end = end,
    };
    return token_is(tokens, end, ";") ? end + 1 : end;
}

/* Reads the statement whose name line is at index.  Returns where it ends. */
static size_t read_statement(struct statement *statement, const struct tokens *tokens,
                             size_t index, const struct fragments *fragments) {
    const struct fragment *fragment =
        read_name(statement, &tokens->token[index], fragments);
    const size_t first = read_comments(statement, tokens, index + 1);
    const size_t end =
        find_end(statement->file, statement->line, statement->name, tokens, first);
    struct tokens whole = { NULL, 0 };

    if (fragment) {
        read_comments(statement, tokens, fragment->first);
        add_tokens(&whole, tokens, fragment->first, fragment->end);
    }
    add_tokens(&whole, tokens, first, end);
    statement->sqlite = token_view(statement->file, &whole, 0, whole.count, VIEW_SQLITE);
    statement->postgres =
        token_view(statement->file, &whole, 0, whole.count, VIEW_POSTGRES);
    if (statement->sqlite.count == 0)
        complain(statement->file, statement->line, statement->name,
                 "there is no statement under this name");
    return token_is(tokens, end, ";") ? end + 1 : end;
}

static void check_twice(const struct statements *statements) {
    const struct statement *last = &statements->at[statements->count - 1];

    for (const struct statement *other = statements->at; other < last; other++)
        if (strcmp(other->c_name, last->c_name) == 0)
            complain(last->file, last->line, last->name, "the name is taken: %s:%d",
                     other->file, other->line);
}

void module_read(struct statements *statements, const char *file) {
    const struct tokens tokens = token_read(file, read_file(file));
    const char *module = module_name(file);
    struct fragments fragments = { NULL, 0 };

    if (!name_is_good(module))
        complain(file, 1, NULL, "%s: a module's name is a plain word", module);
    for (size_t i = 0; i < tokens.count;) {
        if (begins(&tokens.token[i], " fragment:")) {
            i = read_fragment(&fragments, file, &tokens, i);
            continue;
        }
        if (!begins_statement(&tokens.token[i])) {
            if (tokens.token[i].kind != TOKEN_COMMENT) {
                complain(file, tokens.token[i].line, NULL,
                         "text outside of a statement: begin it with -- name: NAME one, "
                         "many or run");
                while (i + 1 < tokens.count && !begins_statement(&tokens.token[i + 1]))
                    i++;
            }
            i++;
            continue;
        }
        statements->at =
            extend(statements->at, statements->count, sizeof *statements->at);
        struct statement *statement = &statements->at[statements->count++];

        *statement = (struct statement){
            .module = module,
            .file = file,
            .line = tokens.token[i].line,
        };
        i = read_statement(statement, &tokens, i, &fragments);
        check_twice(statements);
    }
}
