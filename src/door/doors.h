/*
 * doors -- how people come in: every table of routes, the look of each face, and what
 * the router asks of those above the engine.
 *
 * A module with pages has a row here and nowhere else.
 */
#ifndef DOORS_H
#define DOORS_H

#include <stddef.h>

#include "route.h"

extern const struct route_table *const door_tables[];
extern const size_t door_table_count;

/* By enum face; that of FACE_API is NULL. */
extern const struct face_look *const door_looks[];

/* For router_settings. */
const struct refusal *door_sign_on(struct work *work, struct exchange *exchange,
                                   const char *token);
void door_view(struct work *work, struct exchange *exchange);

#endif
