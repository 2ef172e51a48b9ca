/*
 * filing_steps -- 办理步骤: every arrow of a filing's flow, as a table (flow.h).
 *
 * `haoban flow filing` prints it with the states, which stand in filing_flow.c.
 */
#ifndef FILING_STEPS_H
#define FILING_STEPS_H

#include "flow.h"

enum { FILING_STEPS = 51 }; /* flow_check() asserts that each has its verb */

extern const struct flow_step filing_steps[FILING_STEPS];

#endif
