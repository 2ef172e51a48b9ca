/*
 * db_postgres -- what the driver and the listener share.  Only db*.c include this.
 */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include <libpq-fe.h>

/* The channel of NOTIFY, on which processes tell each other of changes. */
#define DB_CHANNEL "haoban"

/* A connection, good or bad, with the settings that every one of ours has. */
PGconn *db_postgres_connect(const char *url);

#endif
