/*
 * filing_papers -- the ways to the papers of a filing, each with its own right.
 *
 *     his draft      uploads, looks at, removes          the account that it belongs to
 *     his matter     looks at, for ever                   the asker
 *     a case         looks at, and it goes on record      staff who may see the matter
 *
 * Looking is slow work, so the file is read before the answer's own work begins; the
 * right is asked for in both.
 */
#ifndef FILING_PAPERS_H
#define FILING_PAPERS_H

#include "route.h"

extern const struct route_table filing_paper_routes;

#endif
