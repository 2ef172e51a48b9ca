/*
 * api -- what the program says of itself to other programs: the description of its JSON
 * interface, and whether it lives.
 *
 * The description (OpenAPI 3.1) is made from the rows of FACE_API: a route that exists is
 * described, with its parameters from the pattern, its body from the form, its answer
 * from the shape, and its refusals from the rest of the row.
 *
 *     GET /api/v1/openapi.json    the description
 *     GET /healthz                the process answers
 *     GET /readyz                 and so does its database; 503 otherwise
 */
#ifndef API_H
#define API_H

#include "route.h"

struct text;

extern const struct route_table api_routes;

/* Writes the description of door_tables. */
void api_describe(struct text *out);

#endif
