/*
 * migrate -- brings a database to the schema that the program was built with.
 *
 * The migrations of schema/ travel inside the program.  The table schema_version holds
 * one row for each that was applied, with a digest of its text.  Forward only; each is
 * applied in a transaction of its own, and only one process applies at a time.
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include <stddef.h>

#include "work.h"

struct migration {
    int number;       /* of NNNN-noun.sql */
    const char *name; /* its noun: "ticket" */
    const char *script;
};

/* Written by tools/embed, in order of number. */
extern const struct migration migrations[];
extern const size_t migration_count;

/* What the program was built with, or a test's own. */
struct migration_set {
    const struct migration *migration;
    size_t count;
};

enum migrate_state {
    MIGRATE_EMPTY,   /* no tables: a new database */
    MIGRATE_CURRENT, /* fits the program */
    MIGRATE_OLDER,   /* some migrations are missing */
    MIGRATE_NEWER,   /* a newer program was here */
    MIGRATE_FOREIGN, /* has tables, and none of ours */
    MIGRATE_CHANGED, /* a migration was edited after it had been applied */
    MIGRATE_UNKNOWN, /* there is a fault */
};

struct migrate_status {
    enum migrate_state state;
    size_t missing;   /* migrations to apply */
    const char *text; /* English, in the arena: what is so and what to do */
};

/* The migrations that the program was built with. */
struct migration_set migrate_built_in(void);

/* Looks, inside the work's transaction, and changes nothing. */
struct migrate_status migrate_status(struct work *work, struct migration_set set);

/*
 * Applies what is missing of an EMPTY or OLDER database, and returns what it is then;
 * any other state is left alone and returned.  The work is WORK_WRITE and has no
 * transaction open.  A migration that fails leaves those before it applied, and a fault.
 */
struct migrate_status migrate_apply(struct work *work, struct migration_set set);

#endif
