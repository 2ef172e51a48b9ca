/*
 * filing_office -- where the offices of a joint filing give their opinions: on the page
 * of the case and by the API.  What an opinion is, is joint.h's.
 */
#ifndef FILING_OFFICE_H
#define FILING_OFFICE_H

#include "route.h"

extern const struct route_table filing_office_routes;

#endif
