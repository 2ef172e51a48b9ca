/*
 * desk -- 工作台: how the staff comes in.
 *
 * The inbox is one list, next due first, behind tabs; a tab is a set of desks and a stage
 * of the flow, and is there for whoever has one of its rights:
 *
 *     全部      both desks, as far as one's rights go        窗口, 管理
 *     待收件    handed in online, not looked at yet           窗口, 管理
 *     待受理    received, the asker must hear in 5 days       窗口, 管理
 *     待审核    accepted, of one's own department             审批; 管理 of all
 *     待回复意见  of filings that one's department examines with others   审批
 *     待送达    decided, the result is to be handed out       窗口, 管理
 *
 * The page follows PUSH_DESK: what a colleague does shows within a second.
 */
#ifndef DESK_H
#define DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matter_list.h"
#include "page.h"
#include "route.h"

enum {
    DESK_ROWS = 30, /* of a page of the inbox */
    DESK_ANY_STAGE = -1,
    DESK_OFFICES = 1 << (FLOW_ASKER + 1), /* among desks: opinions that are asked for */
};

struct desk_tab {
    const char *name;  /* "?tab=accept" */
    const char *label; /* TEXT() */
    unsigned rights;   /* any of these sees the tab */
    unsigned desks;    /* 1 << enum flow_desk, or-ed; or DESK_OFFICES by itself */
    int stage;         /* enum flow_stage, or DESK_ANY_STAGE */
};

extern const struct desk_tab desk_tabs[];
extern const size_t desk_tab_count;

/* One page of a tab, in the arena. */
struct desk_rows {
    const struct matter_line *line;
    size_t count;
    const char *next; /* cursor of the next page; "": this is the end */
};

/*
 * Reads at most limit rows behind a cursor of those desks of a tab that the actor's
 * rights show him.  Each desk and stage is a list of its own in the database, so it reads
 * as many rows of each, however many wait.
 */
void desk_read(struct work *work, const struct desk_tab *tab, struct matter_cursor after,
               size_t limit, struct desk_rows *rows);

/* The desks that the actor may look at: 1 << enum flow_desk and DESK_OFFICES, or-ed. */
unsigned desk_seen(const struct work *work);

/* What the inbox shows. */
struct desk_inbox {
    const struct desk_tab *tab;
    struct desk_rows rows;
    const char *const *left; /* of each row: "还剩 3 个工作日" */
    bool goes_on;            /* this is not the first page */
    int last_year;           /* the next year's holidays are wanted; 0: nothing to say */
    size_t gaps;             /* a manager's: posts where nobody is left today */
    size_t stood_in;         /* colleagues whose deputy he is today */
};

extern const struct face_look desk_look;
extern const struct route_table desk_routes;

/* desk_api.c: GET /api/v1/desk, a row of desk_routes. */
extern const struct form desk_api_form;
extern const struct shape desk_api_shape;
const struct refusal *desk_api_list(struct work *work, struct exchange *exchange);

/* Compiled pages. */
void desk_frame(struct html *out, const char *title, const struct html *body);
void desk_refused(struct html *out, const struct refusal *refusal);
void desk_inbox_page(struct html *out, const struct desk_inbox *inbox);
void desk_find_page(struct html *out, const struct form_input *input);

#endif
