/*
 * joint_desk -- the offices of a case on its page: who was asked, until when, what they
 * said, and the form of the one whose staff looks at it.
 *
 * Pages and routes of cases are filing's (filing_office.h); what stands here is put into
 * them.
 */
#ifndef JOINT_DESK_H
#define JOINT_DESK_H

#include "form.h"
#include "joint.h"

extern const struct form joint_opinion_form;

/* What was filled in for the office of an ordinal; borrowed from the form. */
struct joint_opinion joint_read_opinion(const struct form_input *form, int64_t ordinal);

struct joint_row {
    const struct joint_office *office;
    int64_t place;        /* of its stage, from 1; 0: there is only one */
    const char *due;      /* "" no clock runs */
    const char *left;     /* likewise */
    const char *answered; /* when; "" not yet */
    enum matter_light light;
    bool may_answer; /* the actor, now */
};

struct joint_view {
    const char *number;
    const struct joint_row *rows;
    size_t count;
    bool guest;                    /* the actor sees the case only because of them */
    bool opposed;                  /* one of them did */
    int64_t tried;                 /* the ordinal whose opinion was refused; 0 none */
    const struct form_input *form; /* of that opinion */
};

void joint_read_view(struct work *work, const struct matter *matter,
                     enum language language, struct joint_view *view);

/* Nothing when there are none. */
void joint_put_offices(struct html *out, const struct joint_view *view);

#endif
