#include "static.h"

#include <stdlib.h>

#include "embed.h"
#include "http.h"
#include "text.h"

struct static_files {
    struct http_blob **blobs; /* in the order of embedded_files */
};

static struct http_blob *blob_of(const struct embedded_file *file) {
    const struct http_pair headers[] = {
        { "ETag", file->etag },
        { "Cache-Control", "public, max-age=31536000, immutable" },
        { "X-Content-Type-Options", "nosniff" },
    };

    return http_blob_new(200, file->type, file->bytes, file->size, headers,
                         sizeof headers / sizeof *headers);
}

struct static_files *static_files_new(void) {
    struct static_files *files = calloc(1, sizeof *files);

    if (!files || !(files->blobs = calloc(embedded_file_count + 1, sizeof *files->blobs)))
        abort();
    for (size_t i = 0; i < embedded_file_count; i++)
        files->blobs[i] = blob_of(&embedded_files[i]);
    return files;
}

void static_files_free(struct static_files *files) {
    for (size_t i = 0; i < embedded_file_count; i++)
        http_blob_release(files->blobs[i]);
    free(files->blobs);
    free(files);
}

struct http_blob *static_files_find(const struct static_files *files, const char *path) {
    const struct embedded_file *file =
        text_begins(path, "/static/") ? embed_find_address(path) : NULL;

    return file ? http_blob_hold(files->blobs[file - embedded_files]) : NULL;
}
