#include "http_private.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <zlib.h>

#include "log.h"

enum {
    GZIP_LEVEL = 5,
    GZIP_WINDOW_BITS = 15 + 16, /* the largest window, and gzip's own frame */
    GZIP_MEMORY_LEVEL = 8,
    STREAM_BLOCK_BYTES = 4 * 1024,
    SOURCE_BLOCK_BYTES = 64 * 1024,
};

enum variant { VARIANT_PLAIN, VARIANT_GZIP, VARIANT_COUNT };

struct deflater {
    struct deflater *next;
    z_stream stream;
};

/* One body in one coding. */
struct content {
    const char *bytes;
    size_t size;
    enum variant variant;
    bool varies; /* another client may get another coding */
};

struct http_blob {
    atomic_int references;
    struct arena *arena;
    struct http_answer answer; /* its headers, status and type */
    const char *etag;          /* or NULL */
    struct content content[VARIANT_COUNT];
    struct MHD_Response *response[VARIANT_COUNT];
};

static bool may_shrink(const char *type) {
    static const char *const kinds[] = {
        "text/",
        "application/json",
        "application/javascript",
        "image/svg+xml",
        "application/xml",
        "application/manifest+json",
        "application/geo+json",
    };

    for (size_t i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
        if (strncasecmp(type, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

static struct deflater *deflater_new(void) {
    struct deflater *deflater = calloc(1, sizeof *deflater);
    const int result =
        deflater ? deflateInit2(&deflater->stream, GZIP_LEVEL, Z_DEFLATED,
                                GZIP_WINDOW_BITS, GZIP_MEMORY_LEVEL, Z_DEFAULT_STRATEGY)
                 : Z_MEM_ERROR;

    if (result == Z_OK)
        return deflater;
    free(deflater);
    return NULL;
}

static void deflater_free(struct deflater *deflater) {
    deflateEnd(&deflater->stream);
    free(deflater);
}

void http_deflaters_free(struct deflater *deflaters) {
    while (deflaters) {
        struct deflater *next = deflaters->next;

        deflater_free(deflaters);
        deflaters = next;
    }
}

/* There are never more of them than threads that ask at once. */
static struct deflater *borrow_deflater(struct http_server *server) {
    pthread_mutex_lock(&server->pool_lock);
    struct deflater *deflater = server->deflaters;

    if (deflater)
        server->deflaters = deflater->next;
    pthread_mutex_unlock(&server->pool_lock);
    return deflater ? deflater : deflater_new();
}

static void return_deflater(struct http_server *server, struct deflater *deflater) {
    pthread_mutex_lock(&server->pool_lock);
    deflater->next = server->deflaters;
    server->deflaters = deflater;
    pthread_mutex_unlock(&server->pool_lock);
}

/* Says false, and leaves *packed alone, when gzip gains nothing. */
static bool pack(struct deflater *deflater, struct arena *arena,
                 const struct content *plain, struct content *packed) {
    z_stream *stream = &deflater->stream;
    char *out = arena_alloc(arena, plain->size);

    assert(plain->size <= UINT32_MAX);
    deflateReset(stream);
    stream->next_in = (z_const Bytef *)(uintptr_t)plain->bytes;
    stream->avail_in = (uInt)plain->size;
    stream->next_out = (Bytef *)out;
    stream->avail_out = (uInt)plain->size;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END)
        return false;
    *packed = (struct content){
        .bytes = out,
        .size = plain->size - stream->avail_out,
        .variant = VARIANT_GZIP,
        .varies = true,
    };
    return true;
}

void http_answer_header(struct http_answer *answer, const char *name, const char *value) {
    assert(name);
    assert(value);
    assert(answer->header_count < HTTP_HEADERS_MAX);
    answer->header[answer->header_count++] = (struct http_pair){ name, value };
}

static const char *header_of(const struct http_answer *answer, const char *name) {
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcasecmp(answer->header[i].name, name) == 0)
            return answer->header[i].value;
    return NULL;
}

/* A value with a line's end in it is left out: it may be what a person wrote. */
static void put_header(struct MHD_Response *response, const char *name,
                       const char *value) {
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_event(LOG_WARN, &(struct log_about){ 0 }, "http.header", "dropped=%s", name);
}

static void put_headers(struct MHD_Response *response, const struct http_answer *answer,
                        const struct content *content) {
    if (answer->type)
        put_header(response, "Content-Type", answer->type);
    for (size_t i = 0; i < answer->header_count; i++)
        put_header(response, answer->header[i].name, answer->header[i].value);
    if (content && content->varies)
        put_header(response, "Vary", "Accept-Encoding");
    if (content && content->variant == VARIANT_GZIP)
        put_header(response, "Content-Encoding", "gzip");
    if (answer->close)
        put_header(response, "Connection", "close");
}

/* The bytes must live as long as the turn or the blob that they belong to. */
static struct MHD_Response *response_of(const struct http_answer *answer,
                                        const struct content *content) {
    struct MHD_Response *response = MHD_create_response_from_buffer(
        content->size, (void *)(uintptr_t)content->bytes, MHD_RESPMEM_PERSISTENT);

    if (response)
        put_headers(response, answer, content);
    return response;
}

static enum MHD_Result queue_once(struct turn *turn, struct MHD_Response *response) {
    if (!response)
        return MHD_NO;

    const enum MHD_Result result =
        MHD_queue_response(turn->connection, (unsigned)turn->answer.status, response);

    MHD_destroy_response(response);
    return result;
}

static bool is_known_to_client(const struct turn *turn, const char *etag, int status) {
    const char *list = turn->known[HEADER_IF_NONE_MATCH];

    return list && etag && status == MHD_HTTP_OK && turn->request.method == HTTP_GET &&
           http_list_has_etag(list, etag);
}

/* RFC 9110, 13.1.3: only without If-None-Match.  Clients send back the date as it came,
 * so it is compared and not read. */
static bool is_unmodified(const struct turn *turn, const char *date, int status) {
    const char *since = turn->known[HEADER_IF_MODIFIED_SINCE];

    return since && date && !turn->known[HEADER_IF_NONE_MATCH] && status == MHD_HTTP_OK &&
           turn->request.method == HTTP_GET && strcmp(since, date) == 0;
}

static enum MHD_Result send_blob(struct turn *turn) {
    struct http_answer *answer = &turn->answer;
    const struct http_blob *blob = answer->blob;
    const bool shrinks = turn->request.accepts_gzip && blob->response[VARIANT_GZIP];
    const enum variant variant = shrinks ? VARIANT_GZIP : VARIANT_PLAIN;

    answer->status = blob->answer.status;
    answer->size = blob->content[variant].size;
    if (is_known_to_client(turn, blob->etag, answer->status))
        answer->status = MHD_HTTP_NOT_MODIFIED;
    if (!answer->close)
        return MHD_queue_response(turn->connection, (unsigned)answer->status,
                                  blob->response[variant]);

    struct http_answer last = blob->answer;

    last.close = true;
    return queue_once(turn, response_of(&last, &blob->content[variant]));
}

static enum MHD_Result send_bytes(struct turn *turn) {
    struct http_answer *answer = &turn->answer;
    struct content content = { .bytes = answer->bytes, .size = answer->size };

    assert(answer->bytes || answer->size == 0);
    content.varies = answer->compress && content.size > HTTP_COMPRESSED_BYTES_MIN &&
                     may_shrink(answer->type);
    if (is_known_to_client(turn, header_of(answer, "ETag"), answer->status) ||
        is_unmodified(turn, header_of(answer, "Last-Modified"), answer->status)) {
        answer->status = MHD_HTTP_NOT_MODIFIED;
    } else if (content.varies && turn->request.accepts_gzip) {
        struct deflater *deflater = borrow_deflater(turn->server);

        if (deflater) {
            pack(deflater, turn->request.arena, &content, &content);
            return_deflater(turn->server, deflater);
        }
    }
    answer->size = content.size;
    return queue_once(turn, response_of(answer, &content));
}

/* The response closes the file. */
static enum MHD_Result send_path(struct turn *turn) {
    const struct http_answer *answer = &turn->answer;
    const int file = open(answer->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct MHD_Response *response =
        file >= 0 ? MHD_create_response_from_fd64(answer->size, file) : NULL;

    if (response)
        put_headers(response, answer, NULL);
    else if (file >= 0)
        close(file);
    return queue_once(turn, response);
}

static enum MHD_Result send_stream(struct turn *turn) {
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, STREAM_BLOCK_BYTES, http_wait_read_stream, turn, NULL);

    if (response)
        put_headers(response, &turn->answer, NULL);
    return queue_once(turn, response);
}

/* ---- a source ---- */

static ssize_t read_source(void *context, uint64_t position, char *bytes, size_t room) {
    struct turn *turn = context;
    const struct http_source *source = turn->answer.source;
    const int64_t size =
        source->read(source->context, turn->first + (int64_t)position, bytes, room);

    assert(size <= (int64_t)room);
    return size > 0 ? (ssize_t)size : MHD_CONTENT_READER_END_WITH_ERROR;
}

/* A stretch is only of the bytes that the client has already seen some of. */
static enum http_range range_of(struct turn *turn, int64_t *count) {
    const struct http_answer *answer = &turn->answer;
    const char *range = http_header(&turn->request, "Range");
    const char *only_of = http_header(&turn->request, "If-Range");
    const char *etag = header_of(answer, "ETag");

    if (!range || answer->status != MHD_HTTP_OK || turn->request.method != HTTP_GET ||
        (only_of && (!etag || strcmp(only_of, etag) != 0)))
        return HTTP_RANGE_WHOLE;
    return http_range_read(range, answer->source->size, &turn->first, count);
}

static enum MHD_Result send_none(struct turn *turn) {
    struct http_answer *answer = &turn->answer;

    answer->status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
    http_answer_header(answer, "Content-Range",
                       arena_format(turn->request.arena, "bytes */%lld",
                                    (long long)answer->source->size));
    return queue_once(turn, response_of(answer, &(struct content){ .bytes = "" }));
}

static enum MHD_Result send_source(struct turn *turn) {
    struct http_answer *answer = &turn->answer;
    int64_t count = answer->source->size;
    struct MHD_Response *response;
    enum http_range range;

    turn->first = 0;
    range = range_of(turn, &count);
    http_answer_header(answer, "Accept-Ranges", "bytes");
    if (range == HTTP_RANGE_NONE)
        return send_none(turn);
    if (range == HTTP_RANGE_PART) {
        answer->status = MHD_HTTP_PARTIAL_CONTENT;
        http_answer_header(answer, "Content-Range",
                           arena_format(turn->request.arena, "bytes %lld-%lld/%lld",
                                        (long long)turn->first,
                                        (long long)(turn->first + count - 1),
                                        (long long)answer->source->size));
    }
    answer->size = (size_t)count;
    response = MHD_create_response_from_callback((uint64_t)count, SOURCE_BLOCK_BYTES,
                                                 read_source, turn, NULL);
    if (response)
        put_headers(response, answer, NULL);
    return queue_once(turn, response);
}

enum MHD_Result http_answer_send(struct turn *turn) {
    struct http_answer *answer = &turn->answer;

    assert(turn->stage != STAGE_ANSWERED);
    turn->stage = STAGE_ANSWERED;
    if (turn->must_close || atomic_load(&turn->server->is_stopping))
        answer->close = true;
    if (answer->stream)
        return send_stream(turn);
    if (answer->source)
        return send_source(turn);
    if (answer->blob)
        return send_blob(turn);
    if (answer->path)
        return send_path(turn);
    assert(answer->status >= 200);
    assert(answer->status <= 599);
    return send_bytes(turn);
}

enum MHD_Result http_answer_refuse(struct turn *turn, int status) {
    const struct http_settings *settings = &turn->server->settings;
    struct http_answer *answer = &turn->answer;

    assert(status >= 400);
    answer->status = status;
    turn->must_close = true;
    turn->is_shown = true;
    settings->refuse(settings->context, &turn->request, status, answer);
    assert(!answer->stream);
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED && !header_of(answer, "Allow"))
        http_answer_header(answer, "Allow", "GET, HEAD, POST, PUT, DELETE");
    return http_answer_send(turn);
}

static void pack_blob(struct http_blob *blob) {
    struct content *plain = &blob->content[VARIANT_PLAIN];
    struct content *packed = &blob->content[VARIANT_GZIP];
    struct deflater *deflater;

    if (plain->size <= HTTP_COMPRESSED_BYTES_MIN || !may_shrink(blob->answer.type))
        return;
    deflater = deflater_new();
    if (!deflater)
        return;
    if (pack(deflater, blob->arena, plain, packed)) {
        plain->varies = true;
        blob->response[VARIANT_GZIP] = response_of(&blob->answer, packed);
    }
    deflater_free(deflater);
}

struct http_blob *http_blob_new(int status, const char *type, const void *bytes,
                                size_t size, const struct http_pair *headers,
                                size_t header_count) {
    struct arena *arena = arena_new();
    struct http_blob *blob = arena_alloc(arena, sizeof *blob);

    assert(status >= 200 && status <= 599);
    assert(headers || header_count == 0);
    atomic_init(&blob->references, 1);
    blob->arena = arena;
    blob->answer.status = status;
    blob->answer.type = type ? arena_copy(arena, type) : NULL;
    for (size_t i = 0; i < header_count; i++)
        http_answer_header(&blob->answer, arena_copy(arena, headers[i].name),
                           arena_copy(arena, headers[i].value));
    blob->etag = header_of(&blob->answer, "ETag");
    blob->content[VARIANT_PLAIN] =
        (struct content){ .bytes = arena_copy_bytes(arena, bytes, size), .size = size };
    pack_blob(blob);
    blob->response[VARIANT_PLAIN] = response_of(&blob->answer, &blob->content[0]);
    assert(blob->response[VARIANT_PLAIN]);
    return blob;
}

struct http_blob *http_blob_hold(struct http_blob *blob) {
    atomic_fetch_add(&blob->references, 1);
    return blob;
}

void http_blob_release(struct http_blob *blob) {
    assert(atomic_load(&blob->references) > 0);
    if (atomic_fetch_sub(&blob->references, 1) > 1)
        return;
    for (int i = 0; i < VARIANT_COUNT; i++)
        if (blob->response[i])
            MHD_destroy_response(blob->response[i]);
    arena_free(blob->arena);
}
