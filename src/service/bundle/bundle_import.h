/*
 * bundle_import -- bundles from a file of JSON Lines, a bundle a row (bundle_body.h).
 *
 * Everything is checked first against the library as it is: rows that cannot be taken
 * are told with their line and the reason, and then nothing is stored at all.  A bundle
 * whose row and papers are as they were stays as it is, so a file may be imported again;
 * one whose items ask for other papers now becomes a new version.
 */
#ifndef BUNDLE_IMPORT_H
#define BUNDLE_IMPORT_H

#include <stddef.h>

#include "work.h"

enum { BUNDLE_FILE_MAX = 4 * 1024 * 1024, BUNDLE_FAULTS_MAX = 100 };

struct bundle_import {
    struct arena *arena; /* outlives the work, for what is told */
    const char *bytes;
    size_t size;
    int new_count, changed, unchanged;
    struct {
        int line; /* from 1 */
        const char *why;
    } fault[BUNDLE_FAULTS_MAX];
    size_t fault_count;
};

extern const struct refusal bundle_import_refused;

/* Stores all rows, or none.  May be run again.  Refuses bundle_import_refused. */
const struct refusal *bundle_import_store(struct work *work,
                                          struct bundle_import *import);

#endif
