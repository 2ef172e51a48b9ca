/*
 * paper_web -- papers on pages: the box in which a draft collects them, the list in a
 * case, the upload on its way in, and the file on its way out.
 *
 * Papers have no page and no route of their own: those that show them, and know who may
 * see them, stand above (filing_papers.h).
 */
#ifndef PAPER_WEB_H
#define PAPER_WEB_H

#include "page.h"
#include "paper.h"
#include "route.h"

/* Of a form that brings one paper: a bit more, for the form's own bytes. */
enum { PAPER_UPLOAD_MAX = 11 * 1024 * 1024 };

/* What a draft has so far. */
struct paper_box {
    int64_t draft_id;
    const char *form; /* id of the page's multipart form that takes one more along */
    const struct paper *papers;
    size_t count;
    const struct refusal *refusal; /* of the file that was just sent, or NULL */
};

/* What is there, to look at and to remove, and the field for one more.  The field belongs
 * to the page's own form, so that a file that was chosen and not sent goes with it. */
void paper_put_box(struct html *out, const struct paper_box *box);

/* What the asker handed in with his matter, for him to look at; nothing without any. */
void paper_put_own(struct html *out, const struct paper *papers, size_t count);

/* What was handed in with a case: each behind a button, since opening one is recorded. */
void paper_put_list(struct html *out, const char *number, const struct paper *papers,
                    size_t count);

/* "照片" or "PDF", TEXT(); and "356 KB", "2.4 MB", in the arena. */
const char *paper_say_kind(enum paper_kind kind);
const char *paper_say_size(struct arena *arena, int64_t size_bytes);

/* Whether the form field "paper" brought a file. */
bool paper_is_sent(const struct exchange *exchange);

/*
 * For a row's prepare(): takes the file of the form field "paper" for a draft.  What it
 * refuses paper_keep_upload() gives.
 */
void paper_prepare_upload(struct work *work, struct exchange *exchange, int64_t draft_id);

/* For its handle(): gives the file to the draft.  Refuses what paper.h says. */
const struct refusal *paper_keep_upload(struct work *work, struct exchange *exchange,
                                        int64_t draft_id);

/* Answers with the paper: a photo is shown, a PDF is saved (a sandbox shows none). */
void paper_give(struct exchange *exchange, const struct paper *paper,
                struct db_bytes content);

#endif
