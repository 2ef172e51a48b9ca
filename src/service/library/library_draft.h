/*
 * library_draft -- 草稿: what an item is to say, from the first word to its publishing.
 *
 *     begin --> being written 编写中 <--take_back, send_back-- under review 待审核
 *                    |    \-----------------submit------------->   |
 *                    `-> dropped 放弃                              `-> published 发布
 *
 * An item has at most one open draft, and only its author writes it.  A second person
 * publishes it or sends it back with a remark: another librarian, or the manager; never
 * the author.  Publishing makes a version, and the record says who wrote it, who reviewed
 * it, and why; then the draft is gone.
 *
 * A draft has a revision, which rises with every change.  Whoever acts says the revision
 * that he saw; when it is no longer that one, nothing changes.  A draft also knows the
 * version that it began from.  When another was published meanwhile (a list was
 * imported), it goes on only after library_catch_up(): what the draft left alone becomes
 * as published now, what it changed stays.
 */
#ifndef LIBRARY_DRAFT_H
#define LIBRARY_DRAFT_H

#include "item.h"

enum library_draft_state { LIBRARY_WRITING = 1, LIBRARY_IN_REVIEW = 2 };

enum { LIBRARY_DRAFTS_MAX = 100 /* of one page */, LIBRARY_REMARK_MAX = 500 };

struct library_draft {
    int64_t id, item_id; /* item 0: there is none yet */
    int64_t base_version, revision, author_id, changed_ms;
    enum library_draft_state state;
    const char *code, *name, *author_name;
    const char *reason;        /* why the item is to change; "" not said yet */
    const char *remark;        /* why it was sent back; "" it was not */
    const char *reviewer_name; /* by whom */
    struct item_version content;
};

extern const struct refusal library_no_draft;
extern const struct refusal library_not_author;   /* somebody else writes it */
extern const struct refusal library_own_draft;    /* nobody reviews his own */
extern const struct refusal library_under_review; /* it cannot be changed now */
extern const struct refusal library_not_submitted;
extern const struct refusal library_stale;     /* it has been changed since it was seen */
extern const struct refusal library_overtaken; /* another version was published */
extern const struct refusal library_no_change;
extern const struct refusal library_incomplete;  /* a required element is missing */
extern const struct refusal library_codes_wrong; /* no file with them would be taken */
extern const struct refusal library_code_taken, library_code_wrong;

/*
 * Opens a draft of an item as it is published now, and gives its id; or the id of the one
 * that is open.  Refuses: item_unknown, item_cancelled.
 */
const struct refusal *library_begin(struct work *work, const char *code, int64_t *id);

/* Likewise of an item that there is not yet.  Refuses: library_code_taken,
 * library_code_wrong. */
const struct refusal *library_begin_new(struct work *work, const char *code,
                                        const char *name, int64_t *id);

/* Reads one with its content.  Refuses: library_no_draft. */
const struct refusal *library_find_draft(struct work *work, int64_t id,
                                         struct library_draft *draft);

/* Reads drafts behind an id (0 the first), without reason, remark and content. */
size_t library_list_drafts(struct work *work, int64_t after, size_t limit,
                           const struct library_draft **drafts);

/* Whether the actor writes it; whether he may review it.  Pure. */
const struct refusal *library_may_write(const struct work *work,
                                        const struct library_draft *draft);
const struct refusal *library_may_review(const struct work *work,
                                         const struct library_draft *draft);

/*
 * Each acts on a draft whose .revision is the one that was seen, and refuses
 * library_stale besides what is named.
 *
 *     keep        the changed .content               library_may_write()
 *     submit      with a reason                      likewise, library_overtaken,
 *                                                    library_no_change,
 *                                                    library_incomplete,
 *                                                    library_codes_wrong
 *     take_back   what is under review               library_not_author
 *     send_back   with a remark                      library_may_review()
 *     publish                                        likewise, library_overtaken,
 *                                                    item_cancelled
 *     catch_up    to what is published now           library_may_write()
 *     drop        by the author or a manager         library_not_author
 */
const struct refusal *library_keep(struct work *work, const struct library_draft *draft);
const struct refusal *library_submit(struct work *work, const struct library_draft *draft,
                                     const char *reason);
const struct refusal *library_take_back(struct work *work,
                                        const struct library_draft *draft);
const struct refusal *library_send_back(struct work *work,
                                        const struct library_draft *draft,
                                        const char *remark);
const struct refusal *library_publish(struct work *work,
                                      const struct library_draft *draft);
const struct refusal *library_catch_up(struct work *work, struct library_draft *draft);
const struct refusal *library_drop(struct work *work, const struct library_draft *draft);

/* What the item says now; nothing of one that is not published yet. */
const struct refusal *library_published(struct work *work,
                                        const struct library_draft *draft,
                                        struct item_version *version);

#endif
