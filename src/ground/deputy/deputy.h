/*
 * deputy -- AB岗: who stands in for a colleague who is away.
 *
 *     A (absent 11/23 to 11/25) --deputy--> B        B may do what A may, on A's cases
 *     A and B both absent                            nobody is left: the manager is told
 *
 * Every colleague has one deputy at most, who holds the same post: all rights that A has
 * at cases.  While A is away, B acts in his place without being asked again, and may not
 * decline (首问负责制、AB岗: no verb refuses it); what he does so stands in the ledger as
 * "B（代 A）".  Absences are whole days, entered by A himself or by a manager; one that
 * has begun ends today when it is cancelled.
 *
 * The book of all colleagues is cached under the topic "accounts", so asking costs no
 * statement.
 */
#ifndef DEPUTY_H
#define DEPUTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "word.h"
#include "work.h"

enum { DEPUTY_ABSENCE_DAYS_MAX = 366, DEPUTY_STOOD_IN_MAX = 20 };

/* A member of the staff. */
struct deputy_colleague {
    int64_t id; /* account */
    const char *name;
    unsigned rights;
    int64_t department_id, outlet_id;
    int64_t deputy_id; /* 0: nobody is named */
};

struct deputy_absence {
    int64_t id;
    int64_t account_id;
    int from_day, end_day; /* yyyymmdd, both included */
    const char *reason;    /* a word of deputy_reasons */
    int64_t entered_by;
    int64_t entered_ms;
};

/* Of the town: colleagues by name, absences that are not over by from_day. */
struct deputy_book {
    const struct deputy_colleague *colleagues;
    size_t colleague_count;
    const struct deputy_absence *absences;
    size_t absence_count;
};

/* leave 休假, training 培训, business 出差, other 其他: values are of no meaning. */
extern const struct words deputy_reasons;

extern const struct refusal deputy_unknown;    /* there is no such colleague */
extern const struct refusal deputy_other_post; /* he has not all rights of A */
extern const struct refusal deputy_oneself;
extern const struct refusal deputy_wrong_days;
extern const struct refusal deputy_forbidden;  /* only oneself or a manager */
extern const struct refusal deputy_no_absence; /* it is over or was cancelled */

/* NULL only under a fault.  Good while the task runs. */
const struct deputy_book *deputy_book(struct work *work);

/* NULL when there is none. */
const struct deputy_colleague *deputy_find(const struct deputy_book *book, int64_t id);

/*
 * Names B for A, or with 0 nobody, as A himself or as a manager.  Refuses deputy_unknown,
 * deputy_oneself, deputy_other_post, deputy_forbidden.
 */
const struct refusal *deputy_name(struct work *work, int64_t account_id,
                                  int64_t deputy_id);

/*
 * Enters an absence.  Refuses deputy_unknown, deputy_forbidden, deputy_wrong_days: one
 * that ends before it begins or before today, or lasts longer than
 * DEPUTY_ABSENCE_DAYS_MAX.
 */
const struct refusal *deputy_leave(struct work *work,
                                   const struct deputy_absence *absence);

/*
 * Cancels one that has not begun, or ends one with yesterday, whose end is kept.  Refuses
 * deputy_no_absence, deputy_forbidden.
 */
const struct refusal *deputy_return(struct work *work, int64_t absence_id);

/* Whether he is away on a day. */
bool deputy_is_away(const struct deputy_book *book, int64_t account_id, int day);

/* The colleague for whom the actor stands in today, by id: NULL when he does not. */
const struct deputy_colleague *deputy_stands_for(struct work *work, int64_t account_id);

/* All for whom the actor stands in today, at most DEPUTY_STOOD_IN_MAX; in the arena. */
size_t deputy_stood_in(struct work *work, const struct deputy_colleague **colleagues);

/* Those with cases to do who are away on a day with nobody left; in the arena. */
size_t deputy_gaps(struct work *work, int day,
                   const struct deputy_colleague **colleagues);

#endif
