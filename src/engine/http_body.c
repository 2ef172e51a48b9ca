#include "http_private.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

enum { SPOOL_NAME_BYTES = 16, PARTS_MAX = HTTP_PAIRS_MAX + HTTP_UPLOADS_MAX };

static bool type_is(const char *content_type, const char *type) {
    const size_t size = strlen(type);

    if (strncasecmp(content_type, type, size) != 0)
        return false;
    content_type += size;
    content_type += strspn(content_type, " \t");
    return !*content_type || *content_type == ';';
}

/* Opens a file that nobody can guess; -1 with errno. */
static int open_new(struct arena *arena, const char *folder, const char **path) {
    unsigned char name[SPOOL_NAME_BYTES];

    if (getrandom(name, sizeof name, 0) != (ssize_t)sizeof name)
        return -1;
    *path = arena_format(arena, "%s/%s", folder, text_hex(arena, name, sizeof name));
    return open(*path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int http_make_file(struct http_request *request, const char *spool_folder) {
    const char *path;
    int file;

    if (request->made_path)
        unlink(request->made_path);
    request->made_path = NULL;
    file = open_new(request->arena, spool_folder, &path);
    if (file >= 0)
        request->made_path = path;
    return file;
}

int http_open_made_file(const struct http_request *request) {
    errno = ENOENT;
    return request->made_path ? open(request->made_path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
                              : -1;
}

/* Returns 0, or the status to refuse. */
static int open_spool(struct turn *turn) {
    struct body *body = &turn->body;
    const char *path;

    body->spool =
        open_new(turn->request.arena, turn->server->settings.spool_folder, &path);
    if (body->spool < 0) {
        log_event(LOG_ERROR, &(struct log_about){ 0 }, "http.spool", "open=%s",
                  strerror(errno));
        return errno == ENOSPC || errno == EDQUOT ? MHD_HTTP_INSUFFICIENT_STORAGE
                                                  : MHD_HTTP_INTERNAL_SERVER_ERROR;
    }
    body->upload->spool_path = path;
    return 0;
}

static int close_spool(struct body *body) {
    const int failed = body->spool >= 0 && close(body->spool) != 0;

    body->spool = -1;
    return failed ? MHD_HTTP_INSUFFICIENT_STORAGE : 0;
}

static int write_spool(struct body *body, const char *bytes, size_t size) {
    while (size > 0) {
        const ssize_t written = write(body->spool, bytes, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            log_event(LOG_ERROR, &(struct log_about){ 0 }, "http.spool", "write=%s",
                      strerror(errno));
            return errno == EIO ? MHD_HTTP_INTERNAL_SERVER_ERROR
                                : MHD_HTTP_INSUFFICIENT_STORAGE;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return 0;
}

static int begin_part(void *context, const struct multipart_part *part) {
    struct turn *turn = context;
    struct body *body = &turn->body;
    struct http_request *request = &turn->request;

    if (++body->part_count > PARTS_MAX)
        return MHD_HTTP_BAD_REQUEST;
    body->upload = NULL;
    body->field_name = part->name;
    body->text = (struct text){ .arena = request->arena };
    if (!part->file_name)
        return 0;
    if (request->upload_count == HTTP_UPLOADS_MAX)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    body->upload = &request->upload[request->upload_count];
    *body->upload = (struct http_upload){ .field = part->name,
                                          .file_name = part->file_name,
                                          .claimed_type = part->type };
    return 0;
}

static int part_data(void *context, const char *bytes, size_t size) {
    struct turn *turn = context;
    struct body *body = &turn->body;
    int status = 0;

    if (!body->upload) {
        body->field_bytes += (int64_t)size;
        if (body->field_bytes > HTTP_FORM_BYTES_MAX)
            return MHD_HTTP_CONTENT_TOO_LARGE;
        text_add_bytes(&body->text, bytes, size);
        return 0;
    }
    if (!body->takes_uploads)
        return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (body->spool < 0)
        status = open_spool(turn);
    if (status == 0)
        status = write_spool(body, bytes, size);
    body->upload->size_bytes += (int64_t)size;
    return status;
}

static int end_upload(struct turn *turn) {
    struct body *body = &turn->body;
    int status = 0;

    /* Browsers send a part without name and bytes for a file input left empty. */
    if (!*body->upload->file_name && body->spool < 0)
        return 0;
    if (!body->takes_uploads)
        return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (body->spool < 0)
        status = open_spool(turn);
    if (status == 0)
        status = close_spool(body);
    turn->request.upload_count++;
    return status;
}

static int end_part(void *context) {
    struct turn *turn = context;
    struct body *body = &turn->body;
    const char *value = text_string(&body->text);

    if (body->upload)
        return end_upload(turn);
    if (!http_text_is_valid(value, body->text.length))
        return MHD_HTTP_BAD_REQUEST;
    return http_pairs_add(&turn->request.fields, body->field_name, value);
}

static const struct multipart_sink sink = { begin_part, part_data, end_part };

static int begin_kind(struct turn *turn, int64_t uploads_max) {
    struct body *body = &turn->body;
    const char *type = turn->request.content_type;

    body->limit = HTTP_FORM_BYTES_MAX;
    if (type_is(type, "multipart/form-data")) {
        body->kind = BODY_MULTIPART;
        body->takes_uploads = uploads_max >= 0;
        if (uploads_max >= 0)
            body->limit = uploads_max;
        return multipart_begin(&body->multipart, turn->request.arena, type, &sink, turn);
    }
    body->kind =
        type_is(type, "application/x-www-form-urlencoded") ? BODY_FORM : BODY_OTHER;
    return 0;
}

int http_body_begin(struct turn *turn) {
    struct body *body = &turn->body;
    const struct http_settings *settings = &turn->server->settings;

    body->spool = -1;
    body->text.arena = turn->request.arena;
    if (body->declared == 0)
        return 0;

    const int64_t uploads_max = settings->body_max(settings->context, &turn->request);
    const int status = begin_kind(turn, uploads_max);

    if (status || body->declared <= body->limit)
        return status;
    if (body->expects_continue || body->declared > body->limit + HTTP_SWALLOWED_BYTES_MAX)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    /* A browser shows the answer only when its whole body was read. */
    body->refused = MHD_HTTP_CONTENT_TOO_LARGE;
    return 0;
}

static void drop_uploads(struct turn *turn) {
    struct http_request *request = &turn->request;
    struct body *body = &turn->body;

    close_spool(body);
    for (size_t i = 0; i < HTTP_UPLOADS_MAX; i++)
        if (request->upload[i].spool_path)
            unlink(request->upload[i].spool_path);
    request->upload_count = 0;
}

static int take(struct turn *turn, const char *bytes, size_t size) {
    struct body *body = &turn->body;

    if (body->received > body->limit)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    if (body->kind == BODY_MULTIPART)
        return multipart_take(&body->multipart, bytes, size);
    text_add_bytes(&body->text, bytes, size);
    return 0;
}

/*
 * libmicrohttpd answers when a body has ended, and not before.  One whose length was said
 * is refused by that; one in chunks has to be read, or the sentence that says why it is
 * refused would be lost with the connection.
 */
static int64_t swallowed_max(const struct body *body) {
    return body->declared < 0 && body->takes_uploads ? HTTP_SWALLOWED_UPLOAD_BYTES_MAX
                                                     : HTTP_SWALLOWED_BYTES_MAX;
}

/* What is read only to be refused may come fast, and buys nobody a connection for days.
 */
static int64_t seconds_of(const struct body *body) {
    const int64_t most = body->limit + HTTP_SWALLOWED_BYTES_MAX;

    return (body->received < most ? body->received : most) /
           HTTP_BODY_BYTES_PER_SECOND_MIN;
}

bool http_body_take(struct turn *turn, const char *bytes, size_t size) {
    struct body *body = &turn->body;

    body->received += (int64_t)size;
    http_peer_expect(turn->peer, turn->request.begun_ns + 2 * turn->server->idle_ns +
                                     seconds_of(body) * 1000000000);
    if (!body->refused) {
        body->refused = take(turn, bytes, size);
        if (body->refused)
            drop_uploads(turn);
    }
    return !body->refused || body->received <= body->limit + swallowed_max(body);
}

int http_body_end(struct turn *turn) {
    struct body *body = &turn->body;
    struct http_request *request = &turn->request;

    if (body->refused)
        return body->refused;
    switch (body->kind) {
    case BODY_NONE: return 0;
    case BODY_MULTIPART: return multipart_end(&body->multipart);
    case BODY_FORM:
        if (body->text.length == 0)
            return 0;
        return http_pairs_decode(&request->fields, body->text.bytes, body->text.length);
    case BODY_OTHER:
        request->body = text_string(&body->text);
        request->body_size = body->text.length;
        return 0;
    }
    return 0;
}

void http_body_clean(struct turn *turn) {
    if (turn->body.kind == BODY_MULTIPART)
        drop_uploads(turn);
    if (turn->request.made_path)
        unlink(turn->request.made_path);
}

static bool is_spool_name(const char *name) {
    return strlen(name) == 2 * SPOOL_NAME_BYTES &&
           strspn(name, "0123456789abcdef") == strlen(name);
}

bool http_spool_prepare(const char *folder) {
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return false;

    DIR *entries = opendir(folder);

    if (!entries)
        return false;
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
        if (is_spool_name(entry->d_name))
            unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
    return access(folder, W_OK | X_OK) == 0;
}
