/*
 * matter_board -- 期限看板: what runs out next, for whoever has to see to it,
 * /desk/board.
 *
 *     /desk/board?light=red&department=D04&owner=me&pressed=1
 *
 * The list of all matters (matter_filter.h, matter_asked.h) in the order of due moments,
 * with what the deadline of each is about: which clock it is, or why it stands still and
 * until when.  Who was urged or supervised (催办、督办) and has not answered comes first.
 * Clerks and managers see the hall, reviewers and heads their department.
 *
 * Each light has a number beside it, counted no further than MATTER_BOARD_MOST and by
 * looking at no more than MATTER_BOARD_LOOKS matters: then it says "99+" or "12+".
 *
 * Shared by matter_board.c and matter_board.html only, but for the routes.
 */
#ifndef MATTER_BOARD_H
#define MATTER_BOARD_H

#include "account.h"
#include "matter_asked.h"
#include "place.h"
#include "route.h"

extern const struct route_table matter_board_routes;

/* The address of a board, with MATTER_CASES_OF(asked) of matter_cases.h. */
#define MATTER_BOARD_ADDRESS                                                             \
    "/desk/board?order=%s&state=%s&light=%s&due_from=%s&due_to=%s&department=%s"         \
    "&owner=%s&item=%s&outlet=%s&channel=%s&from=%s&to=%s&asker=%s&pressed=%s"

enum {
    MATTER_BOARD_ROWS = 30,
    MATTER_BOARD_PRESSED = 20, /* that come first */
    MATTER_BOARD_MOST = 99,
    MATTER_BOARD_LOOKS = 300,
    MATTER_BOARD_TABS = 6,
};

/* One of the links above the list: all, a light, or those that were pressed. */
struct matter_board_tab {
    const char *light;   /* as the address says it; "" any */
    const char *pressed; /* "1" or "" */
    const char *label;   /* TEXT() */
    const char *shape;   /* of the light; "" none */
    const char *count;   /* "12", "99+"; "" not counted */
    const char *key;     /* that opens it */
    bool chosen;
};

/* A matter, and what its deadline is about. */
struct matter_board_row {
    const struct matter_found *found;
    const char *left;       /* 还剩 3 个工作日 */
    const char *clock;      /* TEXT(): 办理; NULL none runs */
    const char *due;        /* 11月27日（周五）17:30前 */
    const char *department; /* name */
    const char *owner;      /* name; "" nobody has it yet */
    const char *pause;      /* TEXT() of what made it stand still, or NULL */
    const char *pause_note; /* as it was told */
    bool urged, supervised;
    bool may_supervise; /* the actor may, and nobody does yet */
};

struct matter_board {
    struct matter_asked asked;
    struct matter_filter filter;
    const struct refusal *refusal; /* of the address; then there are no rows */
    struct matter_board_tab tab[MATTER_BOARD_TABS];
    const struct matter_board_row *pressed; /* on the first page of all */
    size_t pressed_count;
    const struct matter_board_row *rows;
    size_t count;
    bool follows;     /* this is not the first page */
    bool cut;         /* as many as may be were looked at */
    const char *next; /* cursor of the next page; "" none */
    const struct place_book *book;
    const struct account_colleague *staff;
    size_t staff_count;
};

void matter_board_page(struct html *out, const struct matter_board *board);

#endif
