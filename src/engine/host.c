#include "host.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "text.h"

enum { LINE_MAX_BYTES = 400, TOWN_DIGITS = 9, VILLAGE_DIGITS = 12 };

struct host_book *host_book_new(struct arena *arena, int64_t otherwise) {
    struct host_book *book = arena_alloc(arena, sizeof *book);

    book->town[0] = otherwise;
    book->town_count = 1;
    return book;
}

/* ---- reading ---- */

/* Letters, digits, dashes and dots, none at the end, in small letters; NULL when there is
 * anything else.
 */
static const char *name_of(struct arena *arena, const char *word) {
    char *name = arena_copy(arena, word);
    const size_t size = strlen(name);

    if (size == 0 || size > HOST_NAME_MAX || name[size - 1] == '.')
        return NULL; /* host_town() leaves the root's dot out */
    for (char *at = name; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-.", *at))
            return NULL;
    }
    return name;
}

static const struct host_row *find(const struct host_book *book, const char *name,
                                   size_t size) {
    for (size_t i = 0; i < book->row_count; i++)
        if (strlen(book->row[i].name) == size &&
            strncasecmp(book->row[i].name, name, size) == 0)
            return &book->row[i];
    return NULL;
}

static int has_town(const struct host_book *book, int64_t town) {
    for (size_t i = 0; i < book->town_count; i++)
        if (book->town[i] == town)
            return 1;
    return 0;
}

/* Returns NULL, or what is wrong. */
static const char *add_row(struct host_book *book, const char *name, const char *code) {
    const size_t digits = strspn(code, "0123456789");
    int64_t town;

    if (!name)
        return "the name may hold letters, digits, dashes and dots, none at its end";
    if (code[digits] || (digits != TOWN_DIGITS && digits != VILLAGE_DIGITS) ||
        !text_read_int(code, &town))
        return "the town is a division code of 9 digits";
    if (find(book, name, strlen(name)))
        return "the name stands there twice; remove one";
    if (book->row_count == HOST_ROWS_MAX)
        return "there are too many names; serve some by another process";
    if (!has_town(book, town)) {
        if (book->town_count == HOST_TOWNS_MAX)
            return "there are too many towns; serve some by another process";
        book->town[book->town_count++] = town;
    }
    book->row[book->row_count++] = (struct host_row){ name, town };
    return NULL;
}

/* The next word of a line, ended by a terminator; "" when there is none. */
static char *next_word(char **at) {
    char *word = *at + strspn(*at, " \t\r\n");
    const size_t size = strcspn(word, " \t\r\n");

    *at = word + size + (word[size] != '\0');
    word[size] = '\0';
    return word;
}

static const char *read_line(struct arena *arena, struct host_book *book, char *line) {
    line[strcspn(line, "#")] = '\0';

    const char *name = next_word(&line);
    const char *code = next_word(&line);

    if (!*name)
        return NULL;
    if (!*code || *next_word(&line))
        return "write NAME CODE";
    return add_row(book, name_of(arena, name), code);
}

const char *host_read(struct arena *arena, FILE *file, struct host_book *book) {
    char line[LINE_MAX_BYTES];
    const char *wrong = NULL;
    int number = 0;

    assert(book->town_count > 0);
    while (!wrong && fgets(line, sizeof line, file)) {
        number++;
        if (!strchr(line, '\n') && !feof(file))
            wrong = "the line is too long";
        else
            wrong = read_line(arena, book, line);
    }
    if (!wrong && ferror(file))
        return "it cannot be read; is it a folder?";
    return wrong ? arena_format(arena, "line %d: %s", number, wrong) : NULL;
}

/* ---- asking ---- */

int64_t host_town(const struct host_book *book, const char *header) {
    size_t size = header ? strcspn(header, ":") : 0;

    assert(book->town_count > 0);
    if (size > 0 && header[size - 1] == '.')
        size--; /* the root's dot: the same name */

    const struct host_row *row = size > 0 ? find(book, header, size) : NULL;

    return row ? row->town : book->town[0];
}
