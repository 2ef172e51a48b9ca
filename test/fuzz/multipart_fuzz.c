/* A body of uploads, cut into pieces of any size: parts come out whole and in order. */
#include "fuzz.h"

#include "http_multipart.h"

struct reading {
    bool in_part;
    size_t taken;
};

static int begin(void *context, const struct multipart_part *part) {
    struct reading *reading = context;

    assert(!reading->in_part);
    assert(part->name);
    assert(part->type);
    if (part->file_name) {
        assert(strlen(part->file_name) <= MULTIPART_FILE_NAME_BYTES_MAX);
        assert(!strchr(part->file_name, '/'));
        assert(utf8_valid(part->file_name, strlen(part->file_name)));
    }
    reading->in_part = true;
    return 0;
}

static int data(void *context, const char *bytes, size_t size) {
    struct reading *reading = context;

    assert(reading->in_part);
    for (size_t i = 0; i < size; i++)
        reading->taken += (unsigned char)bytes[i] != 0;
    return 0;
}

static int end(void *context) {
    struct reading *reading = context;

    assert(reading->in_part);
    reading->in_part = false;
    return 0;
}

static const struct multipart_sink sink = { begin, data, end };

/* The first byte is the size of a piece; the first line is the Content-Type. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    struct multipart multipart;
    struct reading reading = { 0 };
    const uint8_t *line = size ? memchr(bytes, '\n', size) : NULL;

    if (line && line > bytes) {
        char *type = fuzz_string(bytes + 1, (size_t)(line - bytes - 1));
        const size_t most = (size_t)bytes[0] + 1;
        const uint8_t *at = line + 1;
        int status = multipart_begin(&multipart, arena, type, &sink, &reading);

        while (!status && at < bytes + size) {
            const size_t left = (size_t)(bytes + size - at);
            const size_t piece = left < most ? left : most;

            status = multipart_take(&multipart, (const char *)at, piece);
            at += piece;
        }
        if (!status && multipart_end(&multipart) == 0)
            assert(!reading.in_part);
        free(type);
    }
    arena_free(arena);
    return 0;
}
