/*
 * paper_web -- papers on pages: the box in which they are collected, the checklist of a
 * case, the viewer, uploads on their way in, whole and in pieces, and files on their way
 * out.
 *
 * Papers have no page and no route of their own: those that show them, and know who may
 * see them, stand above (filing_papers.h).  The addresses behind a base,
 * "/apply/draft/7":
 *
 *     BASE/papers                 a whole file by a form: works everywhere
 *     BASE/papers/reuse           one that was given before
 *     BASE/uploads                begins one in pieces: {"upload", "next", "total"}
 *     BASE/uploads/ID/NUMBER      the next piece, a form with the file "piece"
 *
 * What answers the script is JSON: {"refused": sentence} when it was refused, and
 * "location", where to go on, when the paper is there.
 */
#ifndef PAPER_WEB_H
#define PAPER_WEB_H

#include "page.h"
#include "paper.h"
#include "paper_list.h"
#include "paper_reuse.h"
#include "paper_upload.h"
#include "route.h"

/* Of a form that brings one paper, or a piece: a bit more, for the form's own bytes. */
enum {
    PAPER_UPLOAD_MAX = 11 * 1024 * 1024,
    PAPER_PIECE_FORM_MAX = UPLOAD_PIECE_BYTES + 64 * 1024,
};

/* Where the box stands: a draft, from which papers can be taken again; the asker's own
 * matter; a counter, where staff says where a paper comes from. */
enum paper_face { PAPERS_OF_DRAFT, PAPERS_OF_MATTER, PAPERS_AT_COUNTER };

/* What is there, what lacks, and how one more comes. */
struct paper_box {
    enum paper_face face;
    const char *key;  /* of the draft or the matter, in the addresses */
    const char *form; /* id of the multipart form that takes one more along; NULL: own */
    struct paper_checklist list;
    size_t count;                      /* of files */
    size_t room;                       /* how many more may come */
    size_t asked;                      /* the line that was chosen, from 1; 0 none */
    const struct paper_before *before; /* what may be used again */
    size_t before_count;
    const struct refusal *refusal; /* of what was just sent, or NULL */
};

/* The whole box; the field belongs to the page's own form, so that a file that was chosen
 * and not sent goes with it. */
void paper_put_box(struct html *out, const struct paper_box *box);

/* What the asker handed in with his matter, and the way to add more while it may be. */
void paper_put_own(struct html *out, const char *number, const struct paper *papers,
                   size_t count, const char *more);

/* What was handed in with a case, in its page: the way to the checklist. */
void paper_put_list(struct html *out, const char *number, const struct paper *papers,
                    size_t count);

/* The checklist of a case, for staff. */
struct paper_review {
    const char *number, *title;
    struct paper_box box;
    bool may_mark, may_add;
    const char *tried; /* the required paper whose mark was refused; NULL none */
    const char *typed; /* the reason with it */
    const struct refusal *refusal;
};
void paper_review_page(struct html *out, const struct paper_review *review);

/* A paper that is looked at. */
struct paper_view {
    const char *number;
    const struct paper *paper;
    int page, pages;
    bool is_large;
};
void paper_view_page(struct html *out, const struct paper_view *view);

/* "照片" or "PDF", TEXT(); and "356 KB", "2.4 MB", in the arena. */
const char *paper_say_kind(enum paper_kind kind);
const char *paper_say_size(struct arena *arena, int64_t size_bytes);

/* What a standing is called, TEXT(), with the class and shape of its badge. */
struct paper_badge {
    const char *words, *look, *shape;
};
struct paper_badge paper_badge_of(enum paper_standing standing);

/* Whether the form field "paper" brought a file. */
bool paper_is_sent(const struct exchange *exchange);

/* For a row's prepare(): takes the file of the form field "paper" with what the others
 * say of it.  What it refuses paper_keep_upload() gives. */
void paper_prepare_upload(struct work *work, struct exchange *exchange,
                          struct paper_place place);

/* For its handle(): gives the file to its place.  Refuses what paper.h says. */
const struct refusal *paper_keep_upload(struct work *work, struct exchange *exchange,
                                        struct paper_place place);

/* The same for pieces.  paper_keep_piece() says with *paper_id whether it was the last;
 * the caller records it, and answers with where to go on ("" to go on sending). */
const struct refusal *paper_begin_pieces(struct work *work, struct exchange *exchange,
                                         struct paper_place place, const char *location);
void paper_prepare_piece(struct work *work, struct exchange *exchange,
                         struct paper_place place);
const struct refusal *paper_keep_piece(struct work *work, struct exchange *exchange,
                                       struct paper_place place, const char *location,
                                       int64_t *paper_id);

/* For again(): the refusal as JSON. */
const struct refusal *paper_say_refused(struct work *work, struct exchange *exchange);

/* Answers with the paper: a photo is shown, a PDF is saved (a sandbox shows none). */
void paper_give(struct exchange *exchange, const struct paper *paper,
                struct db_bytes content);

#endif
