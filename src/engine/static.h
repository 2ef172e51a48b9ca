/*
 * static -- the embedded files, ready to be sent.
 *
 * Each file of embed.h is made an answer once, at start: its bytes, a gzip form, its
 * ETag, and the word that it may be kept for ever, since its address changes with its
 * bytes.  Sending one begins no work and copies nothing.
 */
#ifndef STATIC_H
#define STATIC_H

struct http_blob;
struct static_files;

struct static_files *static_files_new(void);
void static_files_free(struct static_files *files);

/* A reference to the answer at "/static/…", NULL when no file has this address. */
struct http_blob *static_files_find(const struct static_files *files, const char *path);

#endif
