/*
 * db_listen -- hears on PostgreSQL that another process has changed something.
 *
 * A thread holds one connection and LISTENs for what db_notify() sends.  It keeps the
 * epoch, a number that rises with each notice and each loss of the connection.  While
 * it does not listen, no two calls give the same number, so nothing that is remembered
 * by its epoch is taken for fresh.  A lost connection is tried again after pauses that
 * grow from a tenth of a second to ten seconds.
 */
#ifndef DB_LISTEN_H
#define DB_LISTEN_H

#include <stdint.h>

struct db_listener;

/* Starts the thread; it connects in its own time.  Never NULL. */
struct db_listener *db_listen_start(const char *location);
void db_listen_stop(struct db_listener *listener);

/* Always above 0.  From any thread. */
int64_t db_listen_epoch(struct db_listener *listener);

/* Raises the epoch at once: this process has committed a change itself. */
void db_listen_raise(struct db_listener *listener);

/*
 * Calls heard() for each notice, on the listener's thread, with the town that changed;
 * 0 stands for any, after a loss.  One caller; NULL ends it.
 */
void db_listen_hear(struct db_listener *listener,
                    void (*heard)(void *context, int64_t town), void *context);

#endif
