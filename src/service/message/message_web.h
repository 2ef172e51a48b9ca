/*
 * message_web -- the inbox of a resident and of the staff, how one wishes to be told, and
 * the API of both; for the managers what was sent, and the wordings.
 *
 * A message that is not read is opened by a button, since reading it is kept; one that
 * was read is a link.  The pages are shared by message_*_web.c and message_*.html only.
 */
#ifndef MESSAGE_WEB_H
#define MESSAGE_WEB_H

#include "form.h"
#include "message.h"
#include "message_delivery.h"
#include "message_wish.h"
#include "message_wording.h"
#include "route.h"

/* Before matter_routes: /my/messages is no number. */
extern const struct route_table message_routes;
extern const struct route_table message_desk_routes;

enum { MESSAGE_PAGE = 20, DELIVERY_PAGE = 30 };

/* Residents and staff have the same pages below two addresses. */
struct message_inbox {
    const char *face; /* "my" or "desk" */
    const struct message *messages;
    size_t count;
    const char *next; /* cursor of the next page; "" none */
    bool first;
    int today;
    bool manages; /* looks after what is sent */
    int64_t bad;  /* deliveries of late that he should look at */
};

struct message_wishes {
    const char *face;
    bool has_mail; /* this house sends mail */
    bool kept;     /* just now */
    struct message_wish wish;
    const struct form_input *input;
    const struct form_input *code; /* NULL: none is waited for */
};

/* The link to the inbox in the frame of a face, with how many are not read. */
void message_put_way(struct html *out, const char *face);

void message_inbox_page(struct html *out, const struct message_inbox *inbox);
void message_one_page(struct html *out, const struct message *message, const char *face,
                      int today);
void message_wishes_page(struct html *out, const struct message_wishes *wishes);

/* ---- the managers' ---- */

struct delivery_page {
    const char *state; /* "" any */
    const struct delivery *deliveries;
    size_t count;
    const char *next;
    bool first;
    const struct delivery_count *counts; /* on the first page only */
    size_t count_count;
    int today;
};

struct delivery_one {
    struct delivery delivery;
    const struct form_input *input; /* NULL: nothing to send again */
    int today;
};

struct wording_page {
    struct message_wording wording;
    const struct form_input *input;
    const struct message_wording_line *versions;
    size_t version_count;
    const char *longest; /* its SMS at its longest, with sign; "" none */
    int today;
};

void message_deliveries_page(struct html *out, const struct delivery_page *page);
void message_delivery_page(struct html *out, const struct delivery_one *one);
void message_wordings_page(struct html *out, const struct message_wording *wordings);
void message_wording_page(struct html *out, const struct wording_page *page);

/* The state that an address asks for: "" any of "all", "failed" when it names none. */
const char *message_asked_state(const char *asked);

const char *message_channel_label(enum delivery_channel channel); /* TEXT() */

#endif
