/*
 * matter_cases -- 全部办件: the list of all matters for staff, /desk/cases.
 *
 * The filter stands in the address (matter_asked.h), so that a list is a link.  Who types
 * an ID number or a phone posts it and is sent on to its digest.  A filter is saved by a
 * name of one's own.
 *
 * Shared by matter_cases_web.c and matter_cases.html only, but for the routes.
 */
#ifndef MATTER_CASES_H
#define MATTER_CASES_H

#include "account.h"
#include "form.h"
#include "matter_asked.h"
#include "place.h"
#include "route.h"

extern const struct route_table matter_case_routes;

enum { MATTER_CASES_ROWS = 30 };

/* The address of a list, for route_url(out, MATTER_CASES, MATTER_CASES_OF(asked)). */
#define MATTER_CASES                                                                     \
    "/desk/cases?order=%s&state=%s&light=%s&due_from=%s&due_to=%s&department=%s"         \
    "&owner=%s&item=%s&outlet=%s&channel=%s&from=%s&to=%s&asker=%s&pressed=%s"
#define MATTER_CASES_OF(asked)                                                           \
    (asked)->value[0], (asked)->value[1], (asked)->value[2], (asked)->value[3],          \
        (asked)->value[4], (asked)->value[5], (asked)->value[6], (asked)->value[7],      \
        (asked)->value[8], (asked)->value[9], (asked)->value[10], (asked)->value[11],    \
        (asked)->value[12], (asked)->value[13]

struct matter_cases {
    struct matter_asked asked;
    struct matter_filter filter;
    const struct refusal *refusal; /* of the address; then there are no rows */
    struct matter_found_page page;
    const char *const *left; /* of each row: "还剩 3 个工作日" */
    const char *const *when; /* of each row: when it was handed in */
    bool follows;            /* this is not the first page */
    const char *next;        /* cursor of the next page; "" none */
    const char *asker;       /* whose matters they are, masked; "" not asked for */
    const struct place_book *book;
    const struct account_colleague *staff;
    size_t staff_count;
    const struct matter_saved *saved;
    size_t saved_count;
    const struct form_input *save;     /* to save this filter */
    const struct form_input *by_asker; /* to find somebody's matters */
};

void matter_cases_page(struct html *out, const struct matter_cases *cases);

#endif
