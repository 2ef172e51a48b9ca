/*
 * matter_filter -- 筛选: which matters somebody of the staff wants to see, and in what
 * order.
 *
 *     newest first    any matter; the order of ids, which rise as matters come in
 *     next due first  what somebody has still to do
 *
 * A list is read in the order of an index that its narrowest condition leads:
 *
 *     newest first    asker, item, owner, office with state, office, state, outlet, all
 *     next due first  urged or supervised; stopped; owner; each desk and stage that is
 *                     asked for, of an office or of the hall; office; all
 *
 * and a period of submission, or a window of due moments, is a stretch of that index.
 * Several askers, states or desks are read side by side and merged.  Conditions beyond
 * the one that leads are held against the rows that are read, at most a number of them
 * for each page: the page then says that it looked no further, and the next one goes on
 * behind the last that was looked at.  So a page costs the same however many matters
 * there are, whatever is combined.
 *
 * Who neither takes in nor manages sees his own office's matters only.
 */
#ifndef MATTER_FILTER_H
#define MATTER_FILTER_H

#include "matter_list.h"
#include "person.h"

enum matter_order { MATTER_NEWEST, MATTER_NEXT_DUE };

enum {
    MATTER_ANY = -1,
    MATTER_OPEN = -2,   /* of a stage: any but FLOW_OVER */
    MATTER_LOOKS = 500, /* rows that are held against the conditions for a page */
};

/* What is wanted; 0 stands for any where nothing else is said. */
struct matter_filter {
    enum matter_order order;
    int stage;         /* enum flow_stage, MATTER_ANY or MATTER_OPEN */
    const char *state; /* name of a state; "" any */
    int light;         /* enum matter_light, or MATTER_ANY; only MATTER_NEXT_DUE */
    bool pressed;      /* urged or supervised, and not answered; only MATTER_NEXT_DUE */
    bool scoped;       /* he may see one department only: */
    int64_t scope_id;  /* that one, which is 0 of who has none */
    int64_t department_id;
    int64_t owner_id;
    int64_t item_id;
    int64_t outlet_id;
    int64_t channel;                  /* as filing has it */
    int64_t since_ms, before_ms;      /* handed in: from, and before */
    int64_t due_since_ms, due_end_ms; /* due: from, and before; only MATTER_NEXT_DUE */
    bool of_asker;                    /* of these, who may be nobody */
    size_t person_count;
    int64_t person_id[PERSON_OF_PHONE_MAX];
};

/* A filter that wants everything that the actor may see, newest first. */
struct matter_filter matter_filter_all(const struct work *work);

/* How much of a matter's asker is read. */
enum matter_asker { MATTER_ASKER_MASKED, MATTER_ASKER_WHOLE };

/* A matter that was found, in the arena. */
struct matter_found {
    struct matter_line line;
    const char *kind;
    int64_t item_id, department_id, outlet_id, owner_id, channel, finished_ms;
    const char *id_number; /* likewise masked, unless the whole was asked for */
    const char *phone;
};

/* A page of what was found. */
struct matter_found_page {
    const struct matter_found *found;
    size_t count;
    bool goes_on;               /* there may be more */
    bool cut;                   /* as many rows as may be were looked at */
    struct matter_cursor after; /* where it goes on */
};

/*
 * Reads at most limit matters behind a cursor, zeroes being the start, and looks at no
 * more than that many rows.  Whoever asks for whole askers has recorded why.
 */
void matter_filter_read(struct work *work, const struct matter_filter *filter,
                        enum matter_asker asker, struct matter_cursor after, size_t limit,
                        size_t looks, struct matter_found_page *page);

/* How many there are behind a filter, no more than most, and whether there may be more
 * than were counted: most were, or that many rows were looked at. */
struct matter_count {
    size_t count;
    bool more;
};
struct matter_count matter_filter_count(struct work *work,
                                        const struct matter_filter *filter, size_t most,
                                        size_t looks);

#endif
