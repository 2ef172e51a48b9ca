/*
 * picture -- what people hand in, as pictures: made by a child process in a cage.
 *
 *     picture_make() --socket--> "haoban picture", caged (picture_cage.h) --> JPEG or PDF
 *
 * Decoders of PDF and images are large, and what they read comes from strangers.  So they
 * never run in the process that holds keys and database: a child of the same program gets
 * one file, has no network and no right to write anything, is bounded in memory and time,
 * and gives back pictures.  A child that dies says that the file is broken, no more.
 *
 *     LOOK    opens the file wholly: pages, and what is wrong with it
 *     PAGE    one page as JPEG; the longest side at most `side` pixels, upright (EXIF)
 *     COPY    all pages as a new PDF, in which nothing acts
 *
 * A mark is drawn across each page of PAGE and COPY, slanted and again and again.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "db.h"

struct arena;

enum {
    PICTURE_PAGES_MAX = 200,
    PICTURE_SIDE_MAX = 4000,
    PICTURE_IN_MAX = 64 * 1024 * 1024,
    PICTURE_OUT_MAX = 128 * 1024 * 1024,
    PICTURE_SECONDS = 20, /* of one job, then the child is ended */
    PICTURE_MARK_MAX = 2000,
};

enum picture_verb { PICTURE_LOOK = 1, PICTURE_PAGE, PICTURE_COPY };

/* The same order as the kinds of paper_kind.h. */
enum picture_kind { PICTURE_PDF = 1, PICTURE_JPEG, PICTURE_PNG };

enum picture_state {
    PICTURE_GOOD,
    PICTURE_BROKEN, /* does not open, or the child died of it */
    PICTURE_LOCKED, /* a password is needed */
    PICTURE_ACTIVE, /* a PDF with scripts, programs or files within */
    PICTURE_LONG,   /* more than PICTURE_PAGES_MAX pages */
    PICTURE_FAILED, /* no child could be begun: not the file's fault */
};

struct picture_job {
    enum picture_verb verb;
    enum picture_kind kind;
    int page; /* of PAGE, from 1 */
    int side; /* of PAGE, in pixels, at most PICTURE_SIDE_MAX */
    struct db_bytes content;
    const char *mark; /* lines, valid UTF-8; "" none */
};

struct picture_made {
    enum picture_state state;
    int pages;             /* of the file; 0 when it is not good */
    struct db_bytes bytes; /* of PAGE and COPY, in the arena */
};

/* Does the job in a child and waits for it.  Slow: never inside a write. */
void picture_make(struct arena *arena, const struct picture_job *job,
                  struct picture_made *made);

/* The child: reads one job from its standard input, answers, and gives its status. */
int picture_child(void);

#endif
