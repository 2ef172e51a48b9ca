/*
 * filing_agent -- 代办: handing in for somebody else, by a mandate.
 *
 *     a resident       chooses in the form of the item for whom it is
 *     a window         /desk/intake/MANDATE: the agent stands there with his letter, or
 *                      the village's agent does all of it, free of charge
 *     a program        POST /api/v1/mandates/MANDATE/filings
 *
 * The case is the principal's.  Only mandates that would not be refused are offered, and
 * they are held against the item again when it is handed in.
 */
#ifndef FILING_AGENT_H
#define FILING_AGENT_H

#include <stdbool.h>

#include "agency.h"
#include "filing.h"
#include "form.h"
#include "guide.h"
#include "item.h"
#include "route.h"

extern const struct route_table filing_agent_routes;

/* The field "mandate": for whom, himself first; says 0 when he may act for nobody. */
bool filing_whom_field(struct work *work, const char *const *item_codes,
                       size_t item_count, struct form_field *field);

/* The mandate that was chosen there; 0 for himself, or without the field. */
int64_t filing_whom(const struct form_input *input);

/* The principal of a mandate in place of the asker, whose phone stays.  Refuses what
 * agency_take() refuses. */
const struct refusal *filing_principal(struct work *work, const char *item_code,
                                       int64_t mandate_id, struct person *asker);

/* What the window's page shows: a search, or the form of an item. */
struct filing_agent_intake {
    int64_t mandate_id;
    const char *principal, *principal_number, *agent; /* masked */
    bool free;                                        /* by a village's agent */
    const char *scope, *question;
    const struct item *answers;
    size_t answer_count;
    const struct item *item; /* NULL while none is chosen */
    const struct form_input *form;
};

void filing_agent_page(struct html *out, const struct filing_agent_intake *page);

#endif
