/*
 * library_web -- the item library (事项库) at the desk: for librarians, and the manager.
 *
 *     GET  /desk/library                       every item, ?q=…&state=…&after=CODE
 *     GET  /desk/library/changes               all changes, ?item=CODE&before=ID
 *     GET  /desk/library/item/:code            one item: its state, where it is done;
 *                                              ?element=PATH says what is to be mended
 *     POST /desk/library/item/:code/adjust     suspends it, takes it out of an outlet …
 *     GET  /desk/library/item/:code/versions   two versions side by side, ?old=…&new=…
 *     POST /desk/library/item/:code/edit       opens its draft
 *     GET  /desk/library/new, and POST         a draft of an item that is not there yet
 *     GET  /desk/library/drafts                all that are open
 *     GET  /desk/library/draft/:id             one: its parts, what it changes
 *     GET  …/preview                           as people will see it
 *     POST …/:act                              submit, take-back, send-back, publish,
 *                                              catch-up, drop
 *     GET  …/section/:section, and POST        the elements of a section
 *     GET  …/list/:list, and POST              the rows of a list: up, down, remove
 *     GET  …/list/:list/:row, and POST         one of them, from 1, or "new"
 *
 *     GET  /desk/library/files                 the library as files, out and in
 *     GET  /desk/library/files/:name           library.jsonl or library.xlsx
 *     POST /desk/library/files                 brings one in: for the manager, since it
 *                                              publishes without a review
 *
 * Librarians write; the manager looks, adjusts, and reviews as they do.  What everybody
 * may know:
 *
 *     GET  /items/changes                      all changes, without who
 *     GET  /feed/items.atom                    the newest as Atom (RFC 4287)
 */
#ifndef LIBRARY_WEB_H
#define LIBRARY_WEB_H

#include "route.h"

struct library_draft;

extern const struct route_table library_routes;        /* items */
extern const struct route_table library_change_routes; /* changes, the feed */
extern const struct route_table library_draft_routes;  /* drafts as a whole */
extern const struct route_table library_fill_routes;   /* what stands in them */
extern const struct route_table library_file_routes;   /* files */

/* The draft of the address.  Refuses: library_no_draft. */
const struct refusal *library_draft_of(struct work *work, struct exchange *exchange,
                                       struct library_draft *draft);

/* Takes over the revision that the page showed; a wrong one is stale. */
void library_see_revision(const struct exchange *exchange, struct library_draft *draft);

#endif
