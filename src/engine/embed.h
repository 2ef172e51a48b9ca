/*
 * embed -- the files that travel inside the program.
 *
 * tools/embed writes build/gen/embedded.c from web/, schema/ and whatever data it is
 * given; the tables below are that file's, sorted by name and fixed for the life of the
 * process.  Everything here is static: borrow it, never free it, call from any thread.
 *
 * A static file is served under an address that changes with its bytes, so a browser may
 * keep it for ever:
 *
 *     web/haoban.css  ->  name "haoban.css",  address "/static/haoban-1f2e3d4c.css"
 *
 * The migrations of schema/NNNN-noun.sql are in the same generated file; see migrate.h.
 */
#ifndef EMBED_H
#define EMBED_H

#include <stddef.h>

struct embedded_file {
    const char *name;           /* below web/: "haoban.css", "icons/queue.svg" */
    const char *type;           /* "text/css; charset=utf-8" */
    const unsigned char *bytes; /* a terminator follows, not counted */
    size_t size;
    const unsigned char *gzip; /* NULL where gzip does not make it smaller */
    size_t gzip_size;
    const char *etag;    /* in its quotes, as the header wants it */
    const char *address; /* "/static/NAME-<8 hex of its SHA-256>.css" */
};

/* A file of the program's own: the demonstration town, code tables. */
struct embedded_data {
    const char *name;           /* the path given to tools/embed: "demo/town.json" */
    const unsigned char *bytes; /* a terminator follows, not counted */
    size_t size;
};

/* Written by tools/embed, in order of name. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;
extern const struct embedded_data embedded_data_files[];
extern const size_t embedded_data_count;

/* The static file of a name, or NULL. */
const struct embedded_file *embed_find(const char *name);

/* The static file served at an address ("/static/…"), or NULL. */
const struct embedded_file *embed_find_address(const char *address);

/* The address of a static file that the program is sure of; another name is a bug. */
const char *embed_address(const char *name);

/* The data file of a name, or NULL. */
const struct embedded_data *embed_find_data(const char *name);

#endif
