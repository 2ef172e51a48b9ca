/*
 * filing_desk -- the staff's pages of filings: taking one in at a window, the slip for
 * the applicant, and the case with all that is known and may be done.
 *
 * Buttons are the arrows of the flow that leave the state and that matter_may() allows:
 * the way forward stands open, the others behind their name, with the reason that they
 * need.
 */
#ifndef FILING_DESK_H
#define FILING_DESK_H

#include <stdbool.h>
#include <stddef.h>

#include "filing_act.h"
#include "guide.h"
#include "item.h"
#include "joint_desk.h"
#include "letter.h"
#include "matter_agent.h"
#include "matter_clock.h"
#include "matter_light.h"
#include "page.h"
#include "paper_list.h"
#include "route.h"
#include "situation_web.h"

enum { FILING_STEPS_MAX = 20, FILING_GUESSES = 10 };

/* A line of the timeline. */
struct filing_moment {
    const char *verb;
    const char *what; /* TEXT() */
    const char *who;
    const char *when;
    const char *note;
    int64_t at_ms;
    int64_t ordinal;          /* in the record */
    int64_t corrects_ordinal; /* of the event that it puts right; 0 none */
    const char *corrects;     /* TEXT(): what it puts right; NULL nothing */
    const char *corrected;    /* the note of the last correction of it; "" none */
    bool told;                /* the asker sees it */
    bool may_correct;
};

/* One of its clocks. */
struct filing_clock {
    const char *label; /* TEXT() */
    const char *due;
    const char *how; /* TEXT(): how it stands or ended */
};

/* What the page of a case shows. */
struct filing_case {
    struct matter matter;
    struct filing filing;
    struct person asker;
    bool whole; /* the asker is not masked: it was recorded */
    struct item_version version;
    const struct flow_state *state;
    const char *department;
    const char *outlet;
    const char *owner, *first, *absent; /* names; absent: for whom the actor stands in */
    bool may_hand_over;
    const struct matter_agent *agents; /* who act for the asker */
    size_t agent_count;
    const char *due, *left; /* "" when no clock runs */
    enum matter_light light;
    struct matter_clock_set running;
    const struct filing_clock *clocks; /* all that ran, first to last */
    size_t clock_count;
    const struct filing_moment *moments;
    size_t moment_count;
    bool told_only;             /* only those that the asker sees */
    bool correcting;            /* each with the way to correct it */
    bool may_archive;           /* it is over, and the actor may have its whole file */
    const char *archived;       /* when its first archive was made; "" none */
    const struct paper *papers; /* that the asker sent */
    size_t paper_count;
    struct paper_checklist checklist;    /* what is asked for, beside what was given */
    const struct filing_defect *defects; /* that notices told */
    size_t defect_count;
    const struct letter *letters; /* about it */
    size_t letter_count;
    struct matter parent;    /* the bundle that it belongs to; number NULL: none */
    struct joint_view joint; /* the offices that examine it, where there are any */
    const struct flow_step *step[FILING_STEPS_MAX]; /* what the actor may do */
    size_t step_count;
    const struct flow_step *forward; /* one of them, or NULL */
    const char *done;                /* what he has just done, TEXT(), or NULL */
    const char *wanted;              /* the verb that a link led to, or NULL */
    const char *tried;               /* the verb that was refused, or NULL */
    const struct form_input *form;   /* of that verb */
    const struct refusal *refusal;   /* why */
};

/* What the page of taking in shows: a search, or the form of an item. */
struct filing_intake {
    const char *question; /* "" nothing was asked */
    const struct item *answers;
    size_t answer_count;
    const struct item *item;                /* NULL while none is chosen */
    const struct item_version *version;     /* of it */
    bool on_the_spot;                       /* it can be done while he waits */
    const struct situation_view *situation; /* what the applicant answered, or NULL */
    const struct form_input *form;
};

/* What the applicant takes home. */
struct filing_slip {
    struct matter matter;
    struct person asker; /* masked */
    const char *received;
    const char *due;
    const char *promise; /* "3 个工作日", "" none */
    const char *clerk;   /* who took it in, "" nobody yet */
    const char *agent;   /* who acts for the asker, masked; "" nobody */
};

extern const struct route_table filing_desk_routes;

/* Fills the rest of a page whose matter is there, and answers with it. */
const struct refusal *filing_give_case(struct work *work, struct exchange *exchange,
                                       struct filing_case *page);

/* What happened to a filing, first to last, as its staff reads it; in the arena.  What
 * the staff has no business with, such as who gave which rating, is left out. */
size_t filing_moments(struct work *work, enum language language,
                      const struct matter *matter, const struct filing_moment **moments);

/* A text of several lines as lines, in the arena. */
struct item_list filing_lines(struct arena *arena, const char *text);

/* Compiled pages. */
void filing_case_page(struct html *out, const struct filing_case *page);
void filing_intake_page(struct html *out, const struct filing_intake *page);
void filing_slip_page(struct html *out, const struct filing_slip *slip);

#endif
