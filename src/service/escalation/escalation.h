/*
 * escalation -- 逐级提醒: who hears when a limit runs out.
 *
 *     clock       when               who hears
 *     办理        还剩 2 个工作日    whose turn it is, 首问人
 *     办理        超期 1 个工作日    B 岗, 科室负责人
 *     办理        超期 3 个工作日    科室负责人, 大厅管理
 *
 * A row of the table is a step.  In each hour of service the steps are held against the
 * clocks that run; who hears is told by message_tell_staff() ("due_soon", "escalated"),
 * and the matter's ledger has an event "escalate", which is no business of the asker's.
 * A clock passes a step once; an extension gives it a limit anew, and its steps with it.
 * Steps that were passed together are told as one, the gravest.
 *
 * The program has a table of its own (escalation_built_in), which holds until a manager
 * changes it.  Sources: the clocks of 行政许可法 art. 32, 42, 44, 45 and 浙江省保障"最多
 * 跑一次"改革规定 art. 12, 14; "warn when 1 working day is left" is the published
 * practice of e-supervision.  Which step goes to whom is the hall's own to say.
 */
#ifndef ESCALATION_H
#define ESCALATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matter_clock.h"
#include "page.h"
#include "work.h"

/* Who hears; a set. */
enum escalation_hearer {
    ESCALATION_DESK = 1 << 0,    /* whose turn it is: reviewers of the department, or
                                    the clerks of the outlet while nobody owns it */
    ESCALATION_OWNER = 1 << 1,   /* 首问人; while there is none, whose turn it is */
    ESCALATION_DEPUTY = 1 << 2,  /* the owner's B 岗 */
    ESCALATION_HEAD = 1 << 3,    /* 科室负责人 of the department that decides */
    ESCALATION_MANAGER = 1 << 4, /* 大厅管理 */
    ESCALATION_ALL = (1 << 5) - 1,
};

enum {
    ESCALATION_HEARERS = 5,
    ESCALATION_STEPS_MAX = 100,
    ESCALATION_DAYS_MAX = 60,
    ESCALATION_HEARD_MAX = 40,  /* people who hear of one step */
    ESCALATION_DESK_MAX = 10,   /* more clerks than this are nobody: the managers hear */
    ESCALATION_BATCH = 100,     /* clocks that one job looks at */
    ESCALATION_BEHIND_DAYS = 90 /* a step that was passed longer ago is not told */
};

struct escalation_step {
    enum flow_clock kind;
    int late; /* 0: so many working days are left, or less; 1: so many or more are over */
    int days; /* 0 to ESCALATION_DAYS_MAX; late 0: as soon as it is due */
    unsigned hearer; /* enum escalation_hearer, not empty */
};

/* The steps of the work's town, by clock, earliest first; in the arena. */
struct escalation_table {
    const struct escalation_step *steps;
    size_t count;
    int64_t revision; /* of the town's own; 0: the program's holds */
};

/* The program's own, in the order of a table. */
extern const struct escalation_step escalation_built_in[];
extern const size_t escalation_built_in_count;

/* What a hearer is called, TEXT(): by the number of its bit. */
extern const char *const escalation_hearers[ESCALATION_HEARERS];

extern const struct refusal escalation_forbidden; /* only a manager changes the table */
extern const struct refusal escalation_changed;   /* a colleague was quicker */
extern const struct refusal escalation_nobody;    /* nobody would hear */
extern const struct refusal escalation_full;      /* ESCALATION_STEPS_MAX */
extern const struct refusal escalation_unknown;   /* no such step */

void escalation_read(struct work *work, struct escalation_table *table);

/*
 * Keeps a step, in place of one of the same clock, side and days; removes one; or gives
 * up the town's own table.  Revision is that of the table that was seen.  Refuse
 * escalation_forbidden, escalation_changed; keeping escalation_nobody, escalation_full;
 * removing escalation_unknown.
 */
const struct refusal *escalation_keep(struct work *work, int64_t revision,
                                      const struct escalation_step *step);
const struct refusal *escalation_remove(struct work *work, int64_t revision,
                                        const struct escalation_step *step);
const struct refusal *escalation_restore(struct work *work, int64_t revision);

/* "办理期限还剩 2 个工作日", "办理期限超期": when a step is passed; in the arena. */
const char *escalation_say(struct arena *arena, enum language language,
                           const struct escalation_step *step);

/* "承办岗位、首问人": who hears; in the arena. */
const char *escalation_say_hearers(struct arena *arena, enum language language,
                                   unsigned hearer);

/*
 * The last due moment with which a clock has passed the step at now_ms.  Pure.
 */
int64_t escalation_until(const struct calendar *calendar,
                         const struct escalation_step *step, int64_t now_ms);

/* Asks for the sweeps of today, one for each hour of service; a daily job.  None on a day
 * off. */
#define ESCALATION_DAY "escalation.day"
void escalation_day(struct work *work, const char *subject);

/* One sweep, or the next ESCALATION_BATCH clocks of it: a job that is asked for. */
#define ESCALATION_SWEEP "escalation.sweep"
void escalation_sweep(struct work *work, const char *subject);

#endif
