/*
 * host -- which town a name of the site stands for, where one program serves several.
 *
 * A county has one deployment and a name for each of its towns.  The file that the
 * setting "hosts" names lists them, a line each; a request for any other name is for the
 * town of --town:
 *
 *     # name               town
 *     gualing.xs.gov.cn    330109113
 *     yaqian.xs.gov.cn     330109108
 *
 * The name only chooses the town.  Sessions, rights and all rows are held town by town:
 * whoever is signed in at one is nobody at the others.
 */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

enum { HOST_ROWS_MAX = 256, HOST_TOWNS_MAX = 64, HOST_NAME_MAX = 253 };

struct host_row {
    const char *name; /* in small letters */
    int64_t town;
};

struct host_book {
    int64_t town[HOST_TOWNS_MAX]; /* each once; the first is that of every other name */
    size_t town_count;
    struct host_row row[HOST_ROWS_MAX];
    size_t row_count;
};

/* A book of one town, for every name. */
struct host_book *host_book_new(struct arena *arena, int64_t otherwise);

/*
 * Adds the lines of a file.  Returns NULL, or an English reason that names the line and
 * says what to do: a name twice, too many, a town that is no code of 9 or 12 digits.
 */
const char *host_read(struct arena *arena, FILE *file, struct host_book *book);

/* The town of a Host header, with or without a port; NULL is a request without one. */
int64_t host_town(const struct host_book *book, const char *header);

#endif
