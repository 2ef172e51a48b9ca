/*
 * clamd -- asks a ClamAV daemon whether a content holds a virus.
 *
 *     zINSTREAM\0  (4 bytes length | bytes)…  0000  -->  "stream: OK\0"
 *                                                        "stream: NAME FOUND\0"
 *
 * Where it listens is "unix:/run/clamav/clamd.ctl" or "HOST:PORT" ("127.0.0.1:3310").
 * Each wait is bounded, and so is the whole.  Whatever is no clear answer (nobody there,
 * a limit of clamd's, another text) is silence: it never passes for "clean".
 */
#ifndef CLAMD_H
#define CLAMD_H

#include "db.h"

enum clamd_verdict { CLAMD_CLEAN, CLAMD_INFECTED, CLAMD_SILENT };

enum { CLAMD_CONNECT_MS = 2000, CLAMD_WHOLE_MS = 20000, CLAMD_ANSWER_MAX = 1000 };

/* Slow: never inside a write. */
enum clamd_verdict clamd_scan(const char *where, struct db_bytes content);

/* What an answer says, without its end; pure. */
enum clamd_verdict clamd_read_answer(const char *answer);

#endif
