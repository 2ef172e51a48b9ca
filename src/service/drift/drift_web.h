/*
 * drift_web -- 与省目录比对 at the desk: for librarians, and the manager.
 *
 *     GET       /desk/drift                   differences: ?source=&state=&kind=&element=
 *                                             &department=&unified=
 *     GET       /desk/drift/runs              what was compared when
 *     GET       /desk/drift/elements          what is compared, and what makes no matter
 *     GET POST  /desk/drift/compare           a list is handed in and compared
 *     GET       /desk/drift/difference/:id    both sides of one
 *     POST      …/accept, …/accept-item       takes over theirs: this field, all of them
 *     POST      …/explain                     keeps a reason
 *
 * The pages are shared by drift_web.c, drift_compare_web.c and drift_*.html only.
 */
#ifndef DRIFT_WEB_H
#define DRIFT_WEB_H

#include "drift.h"
#include "drift_element.h"
#include "form.h"
#include "item_words.h"
#include "quality_overview.h"
#include "quality_unified.h"
#include "route.h"

extern const struct route_table drift_routes;
extern const struct route_table drift_compare_routes;

extern const struct words drift_kinds;
extern const struct words drift_states;

/* The work list, and what was asked for. */
struct drift_work_list {
    const struct drift_source *sources;
    size_t source_count;
    const struct drift_source *source; /* NULL: nothing was ever compared */
    struct drift_elements elements;
    const struct quality_overview *overview; /* for the names of departments */
    struct drift_filter filter;
    struct drift_counts counts;
    const char *const *unified; /* labels of the eight fields */
    const struct drift_difference *differences;
    size_t count;
    const struct drift_difference *next; /* the last of this page; NULL at the end */
};

/* Lines of one side; those that the other side does not have are marked. */
struct drift_line {
    const char *before, *marked, *behind; /* together the line */
    bool differs;                         /* here something may be lacking, too */
};

struct drift_lines {
    const struct drift_line *line;
    size_t count;
};

/* One difference, side by side. */
struct drift_view {
    const struct drift_difference *difference;
    const char *label; /* of the element, or of the kind when it is of the whole */
    const char *unified;
    struct drift_lines ours, theirs;
    bool exists; /* our item of that code */
    const struct form_input *input;
};

enum { DRIFT_REJECTS_SHOWN = 100 };

/* What is wrong with a list that was handed in; column 0 is not known. */
struct drift_reject {
    int line, column;
    const char *reason;
};

struct drift_compare_view {
    const struct form_input *input;
    const struct drift_reject *rejects;
    size_t reject_count;
    int64_t rejected; /* rows, also those not shown */
};

/* Marks what two texts do not share, line by line; in the arena. */
void drift_compare_lines(struct arena *arena, const char *ours, const char *theirs,
                         struct drift_lines *our_lines, struct drift_lines *their_lines);

/* The first line that is marked, shortened around what is: for a table. */
struct drift_line drift_excerpt(struct arena *arena, struct drift_lines lines);

void drift_list_page(struct html *out, const struct drift_work_list *list);
void drift_difference_page(struct html *out, const struct drift_view *view);
void drift_runs_page(struct html *out, const struct drift_run *runs, size_t count,
                     int64_t next);
void drift_compare_page(struct html *out, const struct drift_compare_view *view);
void drift_elements_page(struct html *out, struct drift_elements elements,
                         const char *const *unified);

/* ---- pieces ---- */

void drift_put_line(struct html *out, struct drift_line line);

void drift_put_tabs(struct html *out, const char *path);

/* Red ▲ 待处理, yellow ◆ 已说明, green ● 已采用, grey ○ 已一致. */
void drift_put_state(struct html *out, int64_t state);

/* What a difference is about. */
const char *drift_label(struct drift_elements elements,
                        const struct drift_difference *difference);

#endif
