#include "filing_papers.h"

#include "filing.h"
#include "filing.sql.h"
#include "filing_web.h"
#include "matter.h"
#include "paper_web.h"
#include "text.h"

/* An id of the address; 0, which is nobody's, for what is no number. */
static int64_t id_of(const struct exchange *exchange, const char *name) {
    int64_t id = 0;

    text_read_int(exchange_parameter(exchange, name), &id);
    return id;
}

/* ---- his draft ---- */

static const struct refusal *prepare_upload(struct work *work,
                                            struct exchange *exchange) {
    paper_prepare_upload(work, exchange, id_of(exchange, "id"));
    return NULL;
}

static void go_to_draft(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(exchange,
                      route_url(&out, "/apply/draft/%ld#papers", id_of(exchange, "id")));
}

static const struct refusal *upload(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal =
        paper_keep_upload(work, exchange, id_of(exchange, "id"));

    if (!refusal)
        go_to_draft(work, exchange);
    return refusal;
}

static const struct refusal *remove_paper(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal =
        paper_remove(work, id_of(exchange, "id"), id_of(exchange, "paper"));

    if (!refusal)
        go_to_draft(work, exchange);
    return refusal;
}

/* ---- looking ---- */

/* A paper that was read ahead of the work that gives it. */
struct reading {
    struct db_bytes content;
};

static void read_ahead(struct work *work, struct exchange *exchange,
                       const struct paper *paper) {
    struct reading *reading = arena_alloc(work->arena, sizeof *reading);

    paper_open(work, paper, &reading->content);
    exchange->prepared = reading;
}

static const struct refusal *give(struct exchange *exchange, const struct paper *paper) {
    const struct reading *reading = exchange->prepared;

    if (!reading)
        return &paper_unknown;
    paper_give(exchange, paper, reading->content);
    return NULL;
}

/* The asker's own, before and after it was handed in. */
static bool is_own(struct work *work, const struct paper *paper) {
    struct sql_filing_number_row row;
    struct matter matter;

    if (!paper->matter_id)
        return paper_is_of_own_draft(work, paper);
    return sql_filing_number(work, &row, .id = paper->matter_id) &&
           !matter_find_mine(work, row.number, &matter) &&
           matter.person_id == work->actor.person_id;
}

static const struct refusal *find_own(struct work *work, const struct exchange *exchange,
                                      struct paper *paper) {
    const struct refusal *refusal = paper_find(work, id_of(exchange, "paper"), paper);

    return refusal || is_own(work, paper) ? refusal : &paper_unknown;
}

static const struct refusal *prepare_own(struct work *work, struct exchange *exchange) {
    struct paper paper;
    const struct refusal *refusal = find_own(work, exchange, &paper);

    if (!refusal)
        read_ahead(work, exchange, &paper);
    return refusal;
}

static const struct refusal *show_own(struct work *work, struct exchange *exchange) {
    struct paper paper;
    const struct refusal *refusal = find_own(work, exchange, &paper);

    return refusal ? refusal : give(exchange, &paper);
}

/* ---- a case ---- */

static const struct refusal *find_of_case(struct work *work,
                                          const struct exchange *exchange,
                                          struct matter *matter, struct paper *paper) {
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), matter);

    if (!refusal)
        refusal = paper_find(work, id_of(exchange, "paper"), paper);
    if (!refusal && paper->matter_id != matter->id)
        refusal = &paper_unknown;
    return refusal;
}

static const struct refusal *prepare_of_case(struct work *work,
                                             struct exchange *exchange) {
    struct matter matter;
    struct paper paper;
    const struct refusal *refusal = find_of_case(work, exchange, &matter, &paper);

    if (!refusal)
        read_ahead(work, exchange, &paper);
    return refusal;
}

/* Which of the papers it is, for the record: names are sealed, the ledger is not. */
static const char *say_which(struct work *work, const struct paper *paper) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, paper->matter_id, &papers);
    size_t place = 0;

    while (place < count && papers[place].id != paper->id)
        place++;
    return arena_format(work->arena, "第 %zu 份", place + 1);
}

static const struct refusal *show_of_case(struct work *work, struct exchange *exchange) {
    struct matter matter;
    struct paper paper;
    const struct refusal *refusal = find_of_case(work, exchange, &matter, &paper);

    if (!refusal)
        refusal = matter_record(work, &matter, "read_paper", say_which(work, &paper));
    return refusal ? refusal : give(exchange, &paper);
}

static const struct route routes[] = {
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/papers",
      .rights = RIGHT_RESIDENT,
      .prepare = prepare_upload,
      .handle = upload,
      .again = filing_show_check,
      .once = true,
      .upload_max = PAPER_UPLOAD_MAX },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/papers/:paper/remove",
      .rights = RIGHT_RESIDENT,
      .handle = remove_paper },
    { .pattern = "/papers/:paper",
      .rights = RIGHT_RESIDENT,
      .prepare = prepare_own,
      .handle = show_own },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/papers/:paper",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .prepare = prepare_of_case,
      .handle = show_of_case },
};

const struct route_table filing_paper_routes = { routes, sizeof routes / sizeof *routes };
