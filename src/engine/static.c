#include "static.h"

#include <stdlib.h>
#include <string.h>

#include "embed.h"
#include "http.h"
#include "text.h"

struct static_files {
    struct http_blob **blobs; /* in the order of embedded_files */
    struct http_blob *icon;   /* "/favicon.ico": old browsers ask for it unasked */
};

static const char kept_for_ever[] = "public, max-age=31536000, immutable";
static const char kept_for_a_day[] = "public, max-age=86400";

static struct http_blob *blob_of(const struct embedded_file *file, const char *kept) {
    const struct http_pair headers[] = {
        { "ETag", file->etag },
        { "Cache-Control", kept },
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
        files->blobs[i] = blob_of(&embedded_files[i], kept_for_ever);
    if (embed_find("favicon.ico"))
        files->icon = blob_of(embed_find("favicon.ico"), kept_for_a_day);
    return files;
}

void static_files_free(struct static_files *files) {
    for (size_t i = 0; i < embedded_file_count; i++)
        http_blob_release(files->blobs[i]);
    if (files->icon)
        http_blob_release(files->icon);
    free(files->blobs);
    free(files);
}

struct http_blob *static_files_find(const struct static_files *files, const char *path) {
    const struct embedded_file *file =
        text_begins(path, "/static/") ? embed_find_address(path) : NULL;

    if (files->icon && strcmp(path, "/favicon.ico") == 0)
        return http_blob_hold(files->icon);
    return file ? http_blob_hold(files->blobs[file - embedded_files]) : NULL;
}
