/*
 * agency_web -- the pages of mandates: a resident's own, the window's, and the letter.
 *
 *     /my/mandates -> give/BASIS or ask -> /my/mandates/ID -> give, refuse, revoke …
 *     /desk/mandates -> new/BASIS       -> /desk/mandates/ID -> /desk/intake/ID
 *
 * Names and numbers are masked on all of them.  ?item=CODE and ?number=NUMBER on a form
 * fix what it is for, so that nobody types codes.
 *
 * Shared by agency_*.c and agency_*.html only.
 */
#ifndef AGENCY_WEB_H
#define AGENCY_WEB_H

#include "agency.h"
#include "form.h"
#include "mandate_use.h"
#include "matter_list.h"
#include "route.h"

extern const struct route_table agency_routes;
extern const struct route_table agency_desk_routes;
extern const struct route_table agency_api_routes;

/* Who fills a form in, for whom. */
enum agency_way { AGENCY_GIVE, AGENCY_ASK, AGENCY_RECORD };

enum { AGENCY_PAGE = 20 };

/* What a verb or an event of the ledger is called: TEXT(). */
extern const struct words agency_verbs, agency_events;

/* What the form is for, besides its fields. */
struct agency_fill {
    enum agency_way way;
    enum mandate_basis basis;
    const char *item_name; /* of ?item=, "" none */
    const char *number;    /* of ?number=, "" none */
    const struct form_input *input;
};

/* The form of a way and a basis, with the words fixed that the address fixes. */
const struct form *agency_form(struct work *work, const struct exchange *exchange,
                               enum agency_way way, enum mandate_basis basis);

/* A fresh one, from today for a year. */
const struct form_input *agency_fresh(struct work *work, const struct exchange *exchange,
                                      enum agency_way way, enum mandate_basis basis);

/* What was filled in. */
void agency_read(struct work *work, const struct form_input *input, enum agency_way way,
                 enum mandate_basis basis, struct mandate_new *given);

/* Shows the form; ":basis" of the address is read by agency_basis(), 0 for none. */
void agency_show_form(struct work *work, struct exchange *exchange, enum agency_way way,
                      enum mandate_basis basis);
enum mandate_basis agency_basis(const struct exchange *exchange);

/* A mandate as a page shows it: masked, in words. */
struct agency_view {
    const struct mandate *mandate;
    const char *principal, *principal_number;
    const char *agent, *agent_number; /* of an outlet its name and "" */
    const char *scope, *from, *end;
    int holds; /* today */
};

void agency_view_of(struct work *work, enum language language,
                    const struct mandate *mandate, struct agency_view *view);

/* What people read of its state today: TEXT(). */
const char *agency_state_label(const struct agency_view *view);

/* The outlet whose mandates the actor sees at the desk; NULL: the hall's, which are all.
 */
const struct place_outlet *agency_village(struct work *work);

/* The mandates of an outlet, or of all (0), as mandate_list_latest() gives them. */
size_t agency_read_desk(struct work *work, int64_t outlet_id, int64_t after_id,
                        size_t limit, const struct mandate **list);

/* Some of them. */
struct agency_list {
    const struct agency_view *views;
    size_t count;
    const char *next; /* cursor of the next page, "" none */
    bool goes_on;     /* this is not the first page */
};

/* A list of mandates as views, one more of which was read than is shown. */
struct agency_list agency_list_of(struct work *work, enum language language,
                                  const struct mandate *found, size_t count, size_t limit,
                                  int64_t after_id);

struct agency_moment {
    const char *what; /* TEXT() */
    const char *who, *when, *note;
};

struct agency_one {
    struct agency_view view;
    const struct agency_moment *moments;
    size_t moment_count;
    const char *verbs[MANDATE_VERBS_MAX + 1];
    const char *recorded_at; /* office, "" online */
    bool at_desk;
    bool acts; /* the actor is its agent */
    const struct form_input *input;
    const char *tried; /* the verb that was refused, or NULL */
};

const struct refusal *agency_read_one(struct work *work, struct exchange *exchange,
                                      struct agency_one *one);

extern const struct form agency_act_form;

/* What one does for others. */
struct agency_acting {
    const struct matter_line *lines;
    size_t count;
    const char *next; /* cursor, "" at the end */
    bool first;
    int today;
};

/* Whose agent to choose, and what the way there has fixed: "" nothing. */
struct agency_begin {
    const char *item, *number;
    bool at_desk;
};

/* Compiled pages. */
void agency_mine_page(struct html *out, const struct agency_list *given,
                      const struct agency_list *held);
void agency_acting_page(struct html *out, const struct agency_acting *acting);
void agency_begin_page(struct html *out, const struct agency_begin *begin);
void agency_fill_page(struct html *out, const struct agency_fill *fill);
void agency_one_page(struct html *out, const struct agency_one *one);
void agency_letter_page(struct html *out, enum mandate_basis basis);
void agency_desk_page(struct html *out, const struct agency_list *list,
                      const struct form_input *asked, const char *outlet);

#endif
