/*
 * site -- the citizens' door: its frame, its home page, settings, and what it says about
 * personal data.
 *
 * All that is of a module (items, matters …) has its pages there; here is only what
 * belongs to nobody.
 */
#ifndef SITE_H
#define SITE_H

#include "guide.h"
#include "item_list.h"
#include "page.h"
#include "place.h"
#include "route.h"

/* The look of FACE_SITE. */
extern const struct face_look site_look;

extern const struct route_table site_routes;

enum { SITE_POPULAR = 8, SITE_SUBJECTS = 24 };

/* What the home page shows. */
struct site_home {
    const struct place_town *town;
    const struct guide_answer *popular;
    size_t popular_count;
    struct item_entries subjects;
    struct item_entries zones;
    int64_t item_count;
};

/* Compiled pages. */
void site_frame(struct html *out, const char *title, const struct html *body);
void site_refused(struct html *out, const struct refusal *refusal);
void site_home_page(struct html *out, const struct site_home *home);
void site_privacy_page(struct html *out, const struct place_town *town);

#endif
