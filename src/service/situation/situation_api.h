/*
 * situation_api -- the questions and the list as JSON: one answer for both.
 */
#ifndef SITUATION_API_H
#define SITUATION_API_H

#include "form.h"
#include "shape.h"

struct exchange;
struct work;

/* ?a=ANSWERS, as each step's answers say it. */
extern const struct form situation_api_form;

/* "SituationStep": the question that is asked now, or the papers; and what was answered.
 */
extern const struct shape situation_api_shape;

const struct refusal *situation_api_give(struct work *work, struct exchange *exchange);

#endif
