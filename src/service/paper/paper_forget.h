/*
 * paper_forget -- 保存期限: contents go when their days are over; the rows stay.
 *
 *     matter over --days of its item, else the setting paper-days--> content removed
 *
 * Days are counted from the end of the matter; while it is open nothing goes.  An item
 * says days, 0 for those of the setting, or -1 for ever.  The row keeps its digest, so
 * that the ledger still proves what was handed in.
 */
#ifndef PAPER_FORGET_H
#define PAPER_FORGET_H

#include "paper.h"

enum { PAPER_FORGOTTEN_AT_ONCE = 200 };

/* Matters whose papers' days are over, at most PAPER_FORGOTTEN_AT_ONCE behind an id. */
size_t paper_over(struct work *work, int64_t after_id, const int64_t **matter_ids);

/* Marks all contents of a matter as removed and says how many; the files go with the
 * sweep of the next day.  The caller records it. */
int paper_forget(struct work *work, int64_t matter_id);

#endif
