/*
 * letter_web -- letters on pages: one's own, a case's at the desk, issuing one by hand, a
 * town's wordings and who signs, and the public page that proves a letter.
 *
 *     /my/NUMBER/letters             the asker: his letters, each as a PDF
 *     /desk/case/NUMBER/letters      staff: the case's letters; opening one is recorded
 *     /desk/case/NUMBER/letter/KIND  staff: issue one of the kinds that go by hand
 *     /desk/letters                  manager: wordings, with preview; who signs
 *     /letter/check                  anybody: number and code, or the code's address
 *
 * A case's own page puts letter_put_list(), so that they are printed where one works.
 */
#ifndef LETTER_WEB_H
#define LETTER_WEB_H

#include "form.h"
#include "letter.h"
#include "letter_office.h"
#include "letter_wording.h"
#include "page.h"
#include "place.h"
#include "route.h"

extern const struct route_table letter_routes;
extern const struct route_table letter_manage_routes;

/* The letters of a case: each behind a button, since opening one is recorded, and the way
 * to issue others. */
void letter_put_list(struct html *out, const char *number, const struct letter *letters,
                     size_t count);

/* ---- shared by letter_web.c, letter_manage_web.c and letter_*.html only ---- */

/* Letters of one matter. */
struct letter_list {
    const struct matter *matter;
    const struct letter *letters;
    size_t count;
    const char *const *when; /* each was issued */
    const char *done;        /* number of the one that was just issued, or NULL */
};

/* One that is being issued. */
struct letter_issuing {
    const struct matter *matter;
    const struct letter_kind *kind;
    const struct form_input *input;
};

struct letter_checking {
    const struct form_input *input;
    const struct letter_proof *proof; /* NULL nothing was asked, or there is none */
    const char *issued, *ended;       /* days */
    const struct refusal *refusal;    /* why there is none */
};

/* A kind in the manager's list. */
struct letter_kind_line {
    const struct letter_kind *kind;
    int64_t version;
};

struct letter_wording_view {
    const struct letter_kind *kind;
    int64_t current, shown; /* versions; shown is of the text */
    const char *text;
    const char *error; /* of the text, in the reader's language; NULL none */
    const struct letter_wording_line *lines;
    size_t count;
    const char *const *when;
    int64_t built_in;
    bool done;
};

/* Who signs: the town, and each department. */
struct letter_offices {
    const struct place_book *book;
    struct letter_office town;           /* as it holds */
    const struct letter_office *offices; /* of the departments, likewise */
};

void letter_own_page(struct html *out, const struct letter_list *list);
void letter_case_page(struct html *out, const struct letter_list *list);
void letter_issue_page(struct html *out, const struct letter_issuing *issuing);
void letter_check_page(struct html *out, const struct letter_checking *checking);
void letter_kinds_page(struct html *out, const struct letter_kind_line *lines,
                       size_t count);
void letter_wording_page(struct html *out, const struct letter_wording_view *view);
void letter_offices_page(struct html *out, const struct letter_offices *offices);
void letter_office_page(struct html *out, const char *name,
                        const struct form_input *input);

/* "程序第 1 版" or "本镇第 2 版", in the arena. */
const char *letter_say_version(struct arena *arena, enum language language,
                               int64_t version);

#endif
