/*
 * work -- one unit of work: a request or a job, from its first byte to its commit.
 *
 * One work is one arena, one transaction, one actor, one town and one moment.
 * Whatever a function allocates from the arena lives exactly as long as the work.
 *
 * Things go wrong in three ways, and each has one treatment:
 *   bug      the program is wrong          assert(); the process stops
 *   fault    the machine failed            work_fault(); sticks, nothing commits
 *   refusal  the rules say no              returned; a person reads its text
 *
 * A work that ends in a fault or a refusal changes nothing.  A work may be run again
 * from its beginning after a lost race, so nothing may leave the process before its
 * end: effects on the world are job rows (job.h).
 */
#ifndef WORK_H
#define WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

struct house;
struct db;
struct cache_pin;

enum refusal_kind {
    REFUSED_INVALID,   /* 422: the form does not say enough */
    REFUSED_UNKNOWN,   /* 401: sign in first */
    REFUSED_FORBIDDEN, /* 403: this person may not */
    REFUSED_ABSENT,    /* 404: there is no such thing */
    REFUSED_CONFLICT,  /* 409: not in its present state */
    REFUSED_LARGE,     /* 413: more bytes than the limit */
    REFUSED_KIND,      /* 415: not a kind of file that is taken */
    REFUSED_BUSY,      /* 429: too often; wait */
    REFUSED_FULL,      /* 507: there is no room to keep it */
};

struct refusal {
    enum refusal_kind kind;
    const char *name;  /* stable, for logs and the API: "module.reason" */
    const char *text;  /* what the person reads: says what to do next */
    const char *field; /* the form field that it is about, or NULL */
};

/* What an actor may do; a set.  Rights are held town by town. */
enum right {
    RIGHT_NONE = 0,
    RIGHT_RESIDENT = 1 << 0, /* 办事人: files and follows his own matters */
    RIGHT_INTAKE = 1 << 1,   /* 综合窗口: takes in, accepts, refuses, hands out */
    RIGHT_REVIEW = 1 << 2,   /* 审批: decides matters of his department */
    RIGHT_MANAGE = 1 << 3,   /* 管理: sees the whole hall */
    RIGHT_LIBRARY = 1 << 4,  /* 事项管理: keeps the item library */
    RIGHT_SYSTEM = 1 << 5,   /* the program itself: jobs and subcommands */
    RIGHT_APPROVE =
        1 << 6, /* 负责人: head of a department, approves what a law says so */

    /* Whoever holds one of these: */
    RIGHT_CASEWORK =
        RIGHT_INTAKE | RIGHT_REVIEW | RIGHT_APPROVE | RIGHT_MANAGE, /* sees matters */
    RIGHT_STAFF = RIGHT_CASEWORK | RIGHT_LIBRARY,                   /* is a colleague */
    RIGHT_SIGNED_IN = RIGHT_RESIDENT | RIGHT_STAFF,
};

/* Who acts.  The public has id 0 and no rights. */
struct actor {
    int64_t id;            /* account id */
    unsigned rights;       /* enum right, or-ed */
    int64_t person_id;     /* a resident's person, else 0 */
    int64_t department_id; /* a staff member's department, else 0 */
    int64_t outlet_id;     /* where a staff member sits, else 0 */
    const char *name;      /* staff: shown to colleagues; residents: masked */
};

enum work_kind { WORK_READ, WORK_WRITE };

struct work {
    struct arena *arena;
    struct house *house; /* the process's services; see house.h */
    struct db *db;       /* the connection that the transaction is on */
    enum work_kind kind;
    int64_t id;     /* for the log */
    int64_t town;   /* division code, e.g. 330109113; bound as :town */
    int64_t now_ms; /* the work's one moment; nobody else reads a clock */
    struct actor actor;
    const char *fault;      /* NULL while all is well; the first fault stays */
    bool lost_race;         /* the fault is one that running again may cure */
    bool keep;              /* commit even though the answer is a refusal */
    int64_t version;        /* executor_version() before the transaction began */
    bool wrote;             /* a statement that writes was run */
    bool touched;           /* a cache topic was touched: see cache.c */
    unsigned told;          /* enum push_topic: who hears of it after the commit */
    struct cache_pin *pins; /* what cache_get() gave; let go at the end */
};

/* Records a fault, printf-style, in English for the log.  Later ones are dropped. */
void work_fault(struct work *work, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A new row id. */
int64_t work_new_id(struct work *work);

/* Commits although the answer is a refusal: a failed sign-in must be counted. */
void work_keep(struct work *work);

/*
 * For a long read: between begin and end the work allocates from an arena of its own,
 * so memory stays flat however much is read.  begin returns what end is given.
 */
struct arena *work_stretch_begin(struct work *work);
void work_stretch_end(struct work *work, struct arena *outer);

/* Whether the actor holds one of the rights; everybody holds RIGHT_NONE. */
bool work_may(const struct work *work, unsigned rights);

/* Today in the town, yyyymmdd. */
int work_day(const struct work *work);

#endif
