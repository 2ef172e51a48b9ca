#include "sealed_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "house.h"

enum { HEAD_SIZE = 8, SEALED_AROUND_MAX = 64 };

static const char *context_of(struct arena *arena, const char *what, int64_t number,
                              int64_t size) {
    return arena_format(arena, "%s %lld %lld", what, (long long)number, (long long)size);
}

static void write_number(uint8_t *out, size_t value) {
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static int64_t read_number(const uint8_t *bytes) {
    int64_t value = 0;

    for (int i = 0; i < 4; i++)
        value = value << 8 | bytes[i];
    return value;
}

/* ---- writing ---- */

static bool write_at(int file, const void *bytes, size_t size, int64_t at) {
    const char *from = bytes;

    while (size > 0) {
        const ssize_t written = pwrite(file, from, size, at);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        from += written;
        at += written;
        size -= (size_t)written;
    }
    return true;
}

bool sealed_file_append(struct work *work, int file, const char *what,
                        struct sealed_file_end *end, struct db_bytes plain) {
    const char *context = context_of(work->arena, what, end->pieces, (int64_t)plain.size);
    struct db_bytes sealed;
    uint8_t head[HEAD_SIZE];

    assert(plain.size > 0 && plain.size <= SEALED_FILE_PIECE_MAX);
    sealed = crypt_seal_bytes(work->house->keyring, work->arena, context, plain);
    write_number(head, sealed.size);
    write_number(head + 4, plain.size);
    if (ftruncate(file, end->file_bytes) != 0 ||
        !write_at(file, head, sizeof head, end->file_bytes) ||
        !write_at(file, sealed.data, sealed.size, end->file_bytes + HEAD_SIZE) ||
        fdatasync(file) != 0)
        return false;
    end->pieces++;
    end->plain_bytes += (int64_t)plain.size;
    end->file_bytes += HEAD_SIZE + (int64_t)sealed.size;
    return true;
}

/* ---- reading ---- */

/* What is sent: the file, and the piece of it that is open. */
struct source {
    struct http_source http;
    const struct keyring *keyring;
    const char *path;
    const char *what;
    struct sealed_file_end end;
    struct arena *piece_arena;
    int file;            /* -1: not open yet */
    int64_t number;      /* of the piece whose head was read */
    int64_t file_at;     /* where its head is */
    int64_t plain_at;    /* where its bytes are in the whole */
    int64_t sealed_size; /* 0: no head was read */
    int64_t plain_size;
    struct db_bytes plain; /* its bytes, once it is open */
};

static bool read_at(int file, void *bytes, size_t size, int64_t at) {
    char *to = bytes;

    while (size > 0) {
        const ssize_t count = pread(file, to, size, at);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        to += count;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

static bool read_head(struct source *source) {
    uint8_t head[HEAD_SIZE];

    source->plain = (struct db_bytes){ NULL, 0 };
    if (source->number >= source->end.pieces ||
        !read_at(source->file, head, sizeof head, source->file_at))
        return false;
    source->sealed_size = read_number(head);
    source->plain_size = read_number(head + 4);
    return source->plain_size > 0 && source->plain_size <= SEALED_FILE_PIECE_MAX &&
           source->sealed_size <= source->plain_size + SEALED_AROUND_MAX;
}

static bool read_first_head(struct source *source) {
    source->number = source->file_at = source->plain_at = 0;
    return read_head(source);
}

static bool read_next_head(struct source *source) {
    source->number++;
    source->file_at += HEAD_SIZE + source->sealed_size;
    source->plain_at += source->plain_size;
    return read_head(source);
}

/* Goes to the piece that holds the place. */
static bool find_piece(struct source *source, int64_t at) {
    if ((!source->sealed_size || at < source->plain_at) && !read_first_head(source))
        return false;
    while (at >= source->plain_at + source->plain_size)
        if (!read_next_head(source))
            return false;
    return true;
}

static bool open_piece(struct source *source) {
    void *sealed;

    arena_reset(source->piece_arena);
    sealed = arena_room(source->piece_arena, (size_t)source->sealed_size);
    return read_at(source->file, sealed, (size_t)source->sealed_size,
                   source->file_at + HEAD_SIZE) &&
           crypt_open_bytes(source->keyring, source->piece_arena,
                            context_of(source->piece_arena, source->what, source->number,
                                       source->plain_size),
                            (struct db_bytes){ sealed, (size_t)source->sealed_size },
                            &source->plain) &&
           (int64_t)source->plain.size == source->plain_size;
}

static bool open_file(struct source *source) {
    if (source->file >= 0)
        return true;
    source->file = open(source->path, O_RDONLY | O_CLOEXEC);
    if (source->file < 0)
        return false;
    source->piece_arena = arena_new();
    return true;
}

static int64_t read_source(void *context, int64_t at, char *bytes, size_t room) {
    struct source *source = context;

    if (!open_file(source) || !find_piece(source, at) ||
        (!source->plain.size && !open_piece(source)))
        return -1;

    const size_t from = (size_t)(at - source->plain_at);
    const size_t left = source->plain.size - from;
    const size_t size = left < room ? left : room;

    memcpy(bytes, (const char *)source->plain.data + from, size);
    return (int64_t)size;
}

static void close_source(void *context) {
    struct source *source = context;

    if (source->file < 0)
        return;
    close(source->file);
    arena_free(source->piece_arena);
    source->file = -1;
}

const struct http_source *sealed_file_source(struct arena *arena,
                                             const struct keyring *keyring,
                                             const char *path, const char *what,
                                             struct sealed_file_end end) {
    struct source *source = arena_alloc(arena, sizeof *source);

    *source = (struct source){
        .http = { end.plain_bytes, read_source, close_source, source },
        .keyring = keyring,
        .path = path,
        .what = what,
        .end = end,
        .file = -1,
    };
    return &source->http;
}
