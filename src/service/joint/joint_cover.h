/*
 * joint_cover -- what the ledger covers of the offices of a matter: all but their due
 * moments, which follow from the rest and from the matter's stops.
 */
#ifndef JOINT_COVER_H
#define JOINT_COVER_H

#include "joint.h"

/* The values of all offices of a matter, in order, for an event; in the arena. */
struct ledger_part joint_cover(struct work *work, const struct joint_office *offices,
                               size_t count);

#endif
