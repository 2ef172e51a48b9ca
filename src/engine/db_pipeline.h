/*
 * db_pipeline -- how statements go to a PostgreSQL server, and how answers come back.
 *
 * What needs no answer waits for what does, and goes to the server with it: BEGIN, and
 * statements that only add a row.  One of them that fails shows when the next answer is
 * read, at the latest at COMMIT; the server leaves out all that came behind it.  So a
 * work waits for the server once for each thing that it has to know, and not for each
 * thing that it says.  Only db_postgres.c includes this.
 */
#ifndef DB_PIPELINE_H
#define DB_PIPELINE_H

#include <libpq-fe.h>

#include "db.h"

/* The server must never block on answers that nobody reads: they are few and small. */
enum { DB_PIPELINE_SENT_MAX = 64 };

/* Types as PostgreSQL numbers them; they never change. */
enum oid {
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_VARCHAR = 1043,
};

/* What the server has not answered yet. */
struct db_sent {
    const struct db_statement *statement; /* NULL: a command */
    bool prepares;
};

struct db_pipeline {
    PGconn *connection;
    bool *prepared; /* by the statement's index: the server knows it */
    size_t prepared_count;
    struct db_sent sent[DB_PIPELINE_SENT_MAX];
    int sent_count;
};

/* These only send; a statement is prepared on first use. */
void db_pipeline_command(struct db_pipeline *pipeline, const char *text);
void db_pipeline_statement(struct db_pipeline *pipeline, const struct work *work,
                           const struct db_statement *statement, const void *parameters);
void db_pipeline_describe(struct db_pipeline *pipeline,
                          const struct db_statement *statement);

/* Whether another statement and two commands may be sent before somebody settles. */
bool db_pipeline_has_room(const struct db_pipeline *pipeline);

/*
 * Reads every answer that is owed.  Returns that to the last thing that was sent, or the
 * first failure, and its statement in *failed (NULL: a command, or none failed).  NULL
 * when nothing was sent, or the connection is lost.
 */
PGresult *db_pipeline_settle(struct db_pipeline *pipeline,
                             const struct db_statement **failed);
bool db_pipeline_succeeded(const PGresult *result);

/* A new connection knows no statement. */
void db_pipeline_forget(struct db_pipeline *pipeline);

#endif
