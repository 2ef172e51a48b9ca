/*
 * item_tell -- who keeps something made from items hears of a change by a job.
 *
 * The library knows nobody above it.  In the transaction of a change it asks for a job of
 * the kind ITEM_TOLD; serve runs it within a second, for whoever stands in its table
 * of jobs.
 */
#ifndef ITEM_TELL_H
#define ITEM_TELL_H

#include "work.h"

#define ITEM_TOLD "item.changed"

/* One item changed what it says or its state, or many did. */
void item_tell(struct work *work, int64_t item_id);
void item_tell_many(struct work *work);

/* The item that the job's subject is about; 0 when it is about many. */
int64_t item_told(const char *subject);

#endif
