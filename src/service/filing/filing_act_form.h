/*
 * filing_act_form -- what is told with a verb of a filing, for its page and the API.
 *
 * One form serves all verbs; which of its fields a verb needs stands in its arrow
 * (flow_step.asks).
 */
#ifndef FILING_ACT_FORM_H
#define FILING_ACT_FORM_H

#include "filing_act.h"
#include "form.h"

extern const struct form filing_act_form;

/* The name of the field for the version's paper with a number from 1. */
const char *filing_defect_field(size_t paper);

/* The act of a verb as it was filled in. */
struct filing_act filing_read_act(const struct form_input *form, const char *verb);

#endif
