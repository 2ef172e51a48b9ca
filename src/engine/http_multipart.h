/*
 * http_multipart -- multipart/form-data (RFC 7578), piece by piece.
 *
 * Bytes go in as they come; parts come out through the sink.  Strict: a part has a
 * name, lines end in CRLF, the last delimiter is there.  Knows no connection.
 *
 * Why not libmicrohttpd's: it takes bare LF, nested mixed parts and any encoding, cuts
 * values at a NUL, and reports a wrong body as an empty one.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stddef.h>

struct arena;

enum {
    MULTIPART_BOUNDARY_BYTES_MAX = 70,
    MULTIPART_HEAD_BYTES_MAX = 4 * 1024,
    MULTIPART_WINDOW_BYTES = 16 * 1024,
    MULTIPART_FILE_NAME_BYTES_MAX = 255,
};

/* The head of a part; its texts live as long as the arena. */
struct multipart_part {
    const char *name;      /* of the control */
    const char *file_name; /* without any path; NULL when the part is a field */
    const char *type;      /* "" when not claimed */
};

/* Each returns 0, or an HTTP status that ends the reading. */
struct multipart_sink {
    int (*begin)(void *context, const struct multipart_part *part);
    int (*data)(void *context, const char *bytes, size_t size); /* any number of times */
    int (*end)(void *context);                                  /* of the part */
};

enum multipart_state {
    MULTIPART_PREAMBLE,  /* before the first delimiter: passed over */
    MULTIPART_DELIMITED, /* behind a delimiter: a part, or the end */
    MULTIPART_HEAD,
    MULTIPART_DATA,
    MULTIPART_FINISHED, /* the rest is passed over */
};

/* A body being read; the caller owns it and gives it bytes as they come. */
struct multipart {
    struct arena *arena;
    const struct multipart_sink *sink;
    void *context;
    enum multipart_state state;
    char delimiter[MULTIPART_BOUNDARY_BYTES_MAX + 5]; /* CR LF - - boundary */
    size_t delimiter_size;
    char *window;
    size_t used;
};

/* Returns 0, or 400 when the Content-Type has no boundary of 1 to 70 proper bytes. */
int multipart_begin(struct multipart *multipart, struct arena *arena,
                    const char *content_type, const struct multipart_sink *sink,
                    void *context);

/* Takes the next bytes.  Returns 0, 400, or what the sink said. */
int multipart_take(struct multipart *multipart, const char *bytes, size_t size);

/* Returns 0 when the last delimiter was seen, else 400. */
int multipart_end(const struct multipart *multipart);

#endif
