#include "http_multipart.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "utf8.h"

enum { BAD_REQUEST = 400, NEED_MORE = -1 };

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static const char *skip_blanks(const char *at) {
    while (is_blank(*at))
        at++;
    return at;
}

static bool ends_token(char c) {
    return !c || c == ';' || c == '=' || c == '"' || is_blank(c);
}

/*
 * Reads a quoted string behind its opening quote.  Browsers write %22, %0D and %0A for
 * what they cannot put there; curl writes \" and \\.  Returns the rest, or NULL.
 */
static const char *read_quoted(const char *at, char *out) {
    for (; *at && *at != '"'; at++) {
        if (at[0] == '\\' && (at[1] == '"' || at[1] == '\\')) {
            *out++ = *++at;
        } else if (strncmp(at, "%22", 3) == 0) {
            *out++ = '"';
            at += 2;
        } else if (strncasecmp(at, "%0d", 3) == 0 || strncasecmp(at, "%0a", 3) == 0) {
            *out++ = ' ';
            at += 2;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
    return *at == '"' ? at + 1 : NULL;
}

static const char *read_token(const char *at, char *out) {
    while (!ends_token(*at))
        *out++ = *at++;
    *out = '\0';
    return at;
}

/*
 * Finds a parameter of "word; name=value; name="value"".  Sets *value to NULL when it
 * is not there, and says false when the text is malformed or names it twice.
 */
static bool find_parameter(struct arena *arena, const char *at, const char *name,
                           const char **value) {
    char *key = arena_alloc(arena, strlen(at) + 1);
    char *text = arena_alloc(arena, strlen(at) + 1);

    *value = NULL;
    at += strcspn(at, ";");
    while (*at == ';') {
        at = read_token(skip_blanks(at + 1), key);
        if (*at != '=')
            return false;
        at = at[1] == '"' ? read_quoted(at + 2, text) : read_token(at + 1, text);
        if (!at)
            return false;
        at = skip_blanks(at);
        if (strcasecmp(key, name) != 0)
            continue;
        if (*value)
            return false;
        *value = arena_copy(arena, text);
    }
    return !*at;
}

static bool is_boundary(const char *text) {
    const size_t size = strlen(text);
    static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=?";

    return size >= 1 && size <= MULTIPART_BOUNDARY_BYTES_MAX &&
           strspn(text, allowed) == size;
}

int multipart_begin(struct multipart *multipart, struct arena *arena,
                    const char *content_type, const struct multipart_sink *sink,
                    void *context) {
    const char *boundary;

    if (!find_parameter(arena, content_type, "boundary", &boundary) || !boundary ||
        !is_boundary(boundary))
        return BAD_REQUEST;

    *multipart = (struct multipart){
        .arena = arena,
        .sink = sink,
        .context = context,
        .delimiter = "\r\n--",
        .delimiter_size = 4 + strlen(boundary),
        .window = arena_alloc(arena, MULTIPART_WINDOW_BYTES),
        .used = 2,
    };
    memcpy(multipart->delimiter + 4, boundary, strlen(boundary));
    /* The first delimiter needs no line before it, so the body is given one. */
    memcpy(multipart->window, "\r\n", 2);
    return 0;
}

static void consume(struct multipart *multipart, size_t size) {
    assert(size <= multipart->used);
    multipart->used -= size;
    memmove(multipart->window, multipart->window + size, multipart->used);
}

/* The part of a claimed name that is a file's own, cut to the bytes allowed. */
static const char *bare_file_name(struct arena *arena, const char *claimed) {
    for (const char *at = claimed; *at; at++)
        if (*at == '/' || *at == '\\')
            claimed = at + 1;
    return arena_copy_bytes(arena, claimed,
                            utf8_prefix(claimed, MULTIPART_FILE_NAME_BYTES_MAX));
}

/* One line of a part's head.  Says false when it is malformed. */
static bool read_head_line(struct multipart *multipart, char *line,
                           struct multipart_part *part) {
    static const char disposition[] = "form-data";
    char *colon = strchr(line, ':');
    const char *file_name;

    if (!colon || colon == line)
        return false;
    *colon = '\0';

    const char *value = skip_blanks(colon + 1);

    if (strcasecmp(line, "Content-Type") == 0)
        part->type = value;
    if (strcasecmp(line, "Content-Transfer-Encoding") == 0)
        return strcasecmp(value, "7bit") == 0 || strcasecmp(value, "8bit") == 0 ||
               strcasecmp(value, "binary") == 0;
    if (strcasecmp(line, "Content-Disposition") != 0)
        return true;
    if (part->name || strncasecmp(value, disposition, strlen(disposition)) != 0 ||
        !ends_token(value[strlen(disposition)]))
        return false;
    if (!find_parameter(multipart->arena, value, "name", &part->name) || !part->name ||
        !find_parameter(multipart->arena, value, "filename", &file_name))
        return false;
    if (file_name)
        part->file_name = bare_file_name(multipart->arena, file_name);
    return true;
}

static int begin_part(struct multipart *multipart, const char *bytes, size_t size) {
    struct multipart_part part = { .type = "" };
    char *line = arena_copy_bytes(multipart->arena, bytes, size);

    if (memchr(bytes, '\0', size) || !utf8_valid_text(bytes, size))
        return BAD_REQUEST;
    while (line) {
        char *end = strstr(line, "\r\n");

        if (end)
            *end = '\0';
        if (strpbrk(line, "\r\n") || !read_head_line(multipart, line, &part))
            return BAD_REQUEST;
        line = end ? end + 2 : NULL;
    }
    return part.name ? multipart->sink->begin(multipart->context, &part) : BAD_REQUEST;
}

static int step_head(struct multipart *multipart) {
    const char *end = memmem(multipart->window, multipart->used, "\r\n\r\n", 4);

    if (!end)
        return multipart->used > MULTIPART_HEAD_BYTES_MAX ? BAD_REQUEST : NEED_MORE;

    const size_t size = (size_t)(end - multipart->window);

    if (size > MULTIPART_HEAD_BYTES_MAX)
        return BAD_REQUEST;

    const int status = begin_part(multipart, multipart->window, size);

    consume(multipart, size + 4);
    multipart->state = MULTIPART_DATA;
    return status;
}

static int step_delimited(struct multipart *multipart) {
    const char *window = multipart->window;

    if (multipart->used < 2)
        return NEED_MORE;
    if (memcmp(window, "--", 2) == 0)
        multipart->state = MULTIPART_FINISHED;
    else if (memcmp(window, "\r\n", 2) == 0)
        multipart->state = MULTIPART_HEAD;
    else
        return BAD_REQUEST;
    consume(multipart, 2);
    return 0;
}

static int give_data(struct multipart *multipart, size_t size) {
    if (multipart->state == MULTIPART_PREAMBLE || size == 0)
        return 0;
    return multipart->sink->data(multipart->context, multipart->window, size);
}

/* Preamble or data: all up to the delimiter, keeping what may be its beginning. */
static int step_data(struct multipart *multipart) {
    const char *end = memmem(multipart->window, multipart->used, multipart->delimiter,
                             multipart->delimiter_size);
    const size_t kept = multipart->delimiter_size - 1;
    int status;

    if (!end) {
        if (multipart->used <= kept)
            return NEED_MORE;

        const size_t size = multipart->used - kept;

        status = give_data(multipart, size);
        consume(multipart, size);
        return status ? status : NEED_MORE;
    }

    const size_t size = (size_t)(end - multipart->window);

    status = give_data(multipart, size);
    if (status == 0 && multipart->state == MULTIPART_DATA)
        status = multipart->sink->end(multipart->context);
    consume(multipart, size + multipart->delimiter_size);
    multipart->state = MULTIPART_DELIMITED;
    return status;
}

static int step(struct multipart *multipart) {
    switch (multipart->state) {
    case MULTIPART_PREAMBLE:
    case MULTIPART_DATA: return step_data(multipart);
    case MULTIPART_DELIMITED: return step_delimited(multipart);
    case MULTIPART_HEAD: return step_head(multipart);
    case MULTIPART_FINISHED: multipart->used = 0; return NEED_MORE;
    }
    return BAD_REQUEST;
}

int multipart_take(struct multipart *multipart, const char *bytes, size_t size) {
    while (size > 0) {
        const size_t room = MULTIPART_WINDOW_BYTES - multipart->used;
        const size_t taken = size < room ? size : room;
        int status = 0;

        assert(taken > 0);
        memcpy(multipart->window + multipart->used, bytes, taken);
        multipart->used += taken;
        bytes += taken;
        size -= taken;
        while (status == 0)
            status = step(multipart);
        if (status != NEED_MORE)
            return status;
    }
    return 0;
}

int multipart_end(const struct multipart *multipart) {
    return multipart->state == MULTIPART_FINISHED ? 0 : BAD_REQUEST;
}
