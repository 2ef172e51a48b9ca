#include "filing_papers.h"

#include <string.h>

#include "filing.h"
#include "filing.sql.h"
#include "filing_act.h"
#include "filing_checklist.h"
#include "filing_web.h"
#include "joint.h"
#include "matter.h"
#include "matter_who.h"
#include "paper_check.h"
#include "text.h"

/* An id of the address; 0, which is nobody's, for what is no number. */
static int64_t id_of(const struct exchange *exchange, const char *name) {
    int64_t id = 0;

    text_read_int(exchange_parameter(exchange, name), &id);
    return id;
}

static struct paper_place draft_of(const struct exchange *exchange) {
    const int64_t id = id_of(exchange, "id");

    return (struct paper_place){ .draft_id = id ? id : -1 };
}

static struct paper_place place_of(const struct matter *matter) {
    return (struct paper_place){ .matter_id = matter->id };
}

/* ---- what is shown ---- */

static size_t asked_of(const struct exchange *exchange) {
    int64_t asked = 0;

    text_read_int(exchange_query(exchange, "paper"), &asked);
    return asked > 0 ? (size_t)asked : 0;
}

static size_t count_files(const struct paper_checklist *list) {
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++)
        count += list->lines[i].file_count;
    return count;
}

/* What was chosen, else the first that lacks, stands in the field. */
static void read_box(struct work *work, const struct exchange *exchange,
                     int64_t person_id, int64_t matter_id, size_t most,
                     struct paper_box *box) {
    box->count = count_files(&box->list);
    box->room = box->count < most ? most - box->count : 0;
    box->refusal = exchange->refusal;
    box->asked = asked_of(exchange);
    for (size_t i = 0; i < box->list.count && !box->asked; i++)
        if (paper_lacks(&box->list.lines[i]))
            box->asked = i + 1;
    if (person_id)
        box->before_count = paper_given_before(work, person_id, matter_id, &box->before);
}

void filing_read_draft_box(struct work *work, struct exchange *exchange, int64_t draft_id,
                           const struct item_version *version, struct paper_box *box) {
    *box = (struct paper_box){ .face = PAPERS_OF_DRAFT,
                               .key = text_of_int(work->arena, draft_id),
                               .form = "hand-in" };
    paper_checklist_of_draft(work, draft_id, version, &box->list);
    read_box(work, exchange, work->actor.person_id, 0, PAPER_COUNT_MAX, box);
}

/* What a person gave before is for him to see, and for a counter to offer. */
static bool may_offer(const struct work *work, const struct matter *matter) {
    return work_may(work, RIGHT_INTAKE) || work->actor.person_id == matter->person_id;
}

static bool is_told(const struct filing_defect *told, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (!told[i].cured_ms && strcmp(told[i].name, name) == 0)
            return true;
    return false;
}

/* Of what may follow (容缺) that is missing which was told to follow, and after the
 * decision nothing else. */
static void demand_what_follows(struct work *work, const struct matter *matter,
                                struct paper_checklist *list) {
    struct paper_line *lines = arena_alloc(work->arena, list->count * sizeof *lines + 1);
    const struct filing_defect *told;
    const size_t count = filing_defects(work, matter, &told);

    list->lacking = 0;
    for (size_t i = 0; i < list->count; i++) {
        lines[i] = list->lines[i];
        if (lines[i].standing == PAPER_ABSENT && is_told(told, count, lines[i].name))
            lines[i].standing = PAPER_MISSING;
        else if (lines[i].standing == PAPER_MISSING && matter->decided_ms)
            lines[i].standing = PAPER_ABSENT;
        list->lacking += paper_lacks(&lines[i]);
    }
    list->lines = lines;
}

void filing_read_matter_box(struct work *work, struct exchange *exchange,
                            const struct matter *matter, struct paper_box *box) {
    *box = (struct paper_box){ .face = work_may(work, RIGHT_STAFF) ? PAPERS_AT_COUNTER
                                                                   : PAPERS_OF_MATTER,
                               .key = matter->number };
    filing_read_checklist(work, matter, &box->list);
    if (matter->facts & FILING_LACKS)
        demand_what_follows(work, matter, &box->list);
    read_box(work, exchange, may_offer(work, matter) ? matter->person_id : 0, matter->id,
             PAPER_LIST_MAX, box);
    if (!filing_may_add_papers(work, matter))
        box->room = 0;
}

/* ---- his draft ---- */

static const struct refusal *prepare_upload(struct work *work,
                                            struct exchange *exchange) {
    paper_prepare_upload(work, exchange, draft_of(exchange));
    return NULL;
}

static const char *draft_address(struct work *work, const struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };

    return route_url(&out, "/apply/draft/%ld#papers", id_of(exchange, "id"));
}

static const struct refusal *upload(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal = paper_keep_upload(work, exchange, draft_of(exchange));

    if (!refusal)
        exchange_redirect(exchange, draft_address(work, exchange));
    return refusal;
}

static const struct refusal *begin_pieces(struct work *work, struct exchange *exchange) {
    return paper_begin_pieces(work, exchange, draft_of(exchange),
                              draft_address(work, exchange));
}

static const struct refusal *prepare_piece(struct work *work, struct exchange *exchange) {
    paper_prepare_piece(work, exchange, draft_of(exchange));
    return NULL;
}

static const struct refusal *keep_piece(struct work *work, struct exchange *exchange) {
    int64_t paper_id;

    return paper_keep_piece(work, exchange, draft_of(exchange),
                            draft_address(work, exchange), &paper_id);
}

static const struct form_field reuse_fields[] = {
    { .name = "reuse",
      .label = TEXT("以前交过的材料"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 20 },
    { .name = "consent",
      .label = TEXT("申请人同意"),
      .kind = FORM_TEXT,
      .max = FILING_CONSENT_MAX },
};
const struct form filing_reuse_form = { "filing.reuse", reuse_fields,
                                        sizeof reuse_fields / sizeof *reuse_fields };

static int64_t reused_of(const struct exchange *exchange) {
    int64_t id = 0;

    text_read_int(form_value(exchange->form, "reuse"), &id);
    return id;
}

static const struct refusal *reuse(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal = NULL;
    int64_t id;

    if (!form_value(exchange->form, "consent")[0])
        return &paper_no_consent;
    refusal = paper_reuse(work, draft_of(exchange), work->actor.person_id,
                          reused_of(exchange), &id);
    if (!refusal)
        exchange_redirect(exchange, draft_address(work, exchange));
    return refusal;
}

static const struct refusal *remove_paper(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal =
        paper_remove(work, id_of(exchange, "id"), id_of(exchange, "paper"));

    if (!refusal)
        exchange_redirect(exchange, draft_address(work, exchange));
    return refusal;
}

/* ---- his matter ---- */

static const struct refusal *
find_matter(struct work *work, const struct exchange *exchange, struct matter *matter) {
    return matter_find_mine(work, exchange_parameter(exchange, "number"), matter);
}

static const struct refusal *show_more(struct work *work, struct exchange *exchange) {
    struct filing_more more;
    struct matter matter;
    const struct refusal *refusal = find_matter(work, exchange, &matter);

    if (refusal)
        return refusal;
    more.number = matter.number;
    more.title = matter.title;
    filing_read_matter_box(work, exchange, &matter, &more.box);
    filing_more_page(exchange_page(exchange, TEXT("补交材料")), &more);
    return NULL;
}

static const char *matter_address(struct work *work, const struct matter *matter) {
    struct html out = { .text = { .arena = work->arena } };

    return work_may(work, RIGHT_STAFF)
               ? route_url(&out, "/desk/case/%s/papers#papers", matter->number)
               : route_url(&out, "/my/%s/papers#papers", matter->number);
}

static const struct refusal *
find_to_add(struct work *work, const struct exchange *exchange, struct matter *matter) {
    const struct refusal *refusal = find_matter(work, exchange, matter);

    return refusal || filing_may_add_papers(work, matter) ? refusal
                                                          : &filing_no_more_papers;
}

const struct refusal *filing_prepare_more(struct work *work, struct exchange *exchange) {
    struct matter matter;

    if (!find_to_add(work, exchange, &matter))
        paper_prepare_upload(work, exchange, place_of(&matter));
    return NULL;
}

/* The last of the papers, which was kept just now. */
static const char *wanted_of_last(struct work *work, const struct matter *matter) {
    const struct paper *papers;
    const size_t count = paper_of_matter(work, matter->id, &papers);

    return count ? papers[count - 1].wanted : "";
}

const struct refusal *filing_add_more(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_to_add(work, exchange, &matter);

    if (!refusal)
        refusal = paper_keep_upload(work, exchange, place_of(&matter));
    if (!refusal)
        refusal = filing_record_paper(work, &matter, wanted_of_last(work, &matter));
    if (!refusal)
        exchange_redirect(exchange, matter_address(work, &matter));
    return refusal;
}

const struct refusal *filing_begin_pieces(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_to_add(work, exchange, &matter);

    return refusal ? refusal
                   : paper_begin_pieces(work, exchange, place_of(&matter),
                                        matter_address(work, &matter));
}

const struct refusal *filing_prepare_piece(struct work *work, struct exchange *exchange) {
    struct matter matter;

    if (!find_to_add(work, exchange, &matter))
        paper_prepare_piece(work, exchange, place_of(&matter));
    return NULL;
}

const struct refusal *filing_keep_piece(struct work *work, struct exchange *exchange) {
    struct matter matter;
    int64_t paper_id = 0;
    const struct refusal *refusal = find_to_add(work, exchange, &matter);

    if (!refusal)
        refusal = paper_keep_piece(work, exchange, place_of(&matter),
                                   matter_address(work, &matter), &paper_id);
    if (!refusal && paper_id)
        refusal = filing_record_paper(work, &matter, wanted_of_last(work, &matter));
    return refusal;
}

const struct refusal *filing_reuse_more(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_matter(work, exchange, &matter);

    if (!refusal)
        refusal = filing_reuse_paper(work, &matter, reused_of(exchange),
                                     form_value(exchange->form, "consent"));
    if (!refusal)
        exchange_redirect(exchange, matter_address(work, &matter));
    return refusal;
}

/* ---- looking at his own ---- */

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

/* The asker's own, before and after it was handed in. */
static bool is_own(struct work *work, const struct paper *paper) {
    struct sql_filing_number_row row;
    struct matter matter;

    if (!paper->matter_id)
        return paper_is_of_own_draft(work, paper);
    return sql_filing_number(work, &row, .id = paper->matter_id) &&
           !matter_find_mine(work, row.number, &matter) &&
           matter_is_askers(work, &matter);
}

static const struct refusal *find_own(struct work *work, const struct exchange *exchange,
                                      struct paper *paper) {
    const struct refusal *refusal = paper_find(work, id_of(exchange, "paper"), paper);

    if (!refusal && !is_own(work, paper))
        refusal = &paper_unknown;
    return refusal || !paper->removed_ms ? refusal : &paper_removed;
}

static const struct refusal *prepare_own(struct work *work, struct exchange *exchange) {
    struct paper paper;
    const struct refusal *refusal = find_own(work, exchange, &paper);

    if (!refusal)
        read_ahead(work, exchange, &paper);
    return refusal;
}

static const struct refusal *show_own(struct work *work, struct exchange *exchange) {
    const struct reading *reading = exchange->prepared;
    struct paper paper;
    const struct refusal *refusal = find_own(work, exchange, &paper);

    if (!refusal && !reading)
        refusal = &paper_unknown;
    if (!refusal)
        paper_give(exchange, &paper, reading->content);
    return refusal;
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
      .pattern = "/apply/draft/:id/papers/reuse",
      .rights = RIGHT_RESIDENT,
      .form = &filing_reuse_form,
      .handle = reuse,
      .again = filing_show_check,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/papers/:paper/remove",
      .rights = RIGHT_RESIDENT,
      .handle = remove_paper },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/uploads",
      .rights = RIGHT_RESIDENT,
      .handle = begin_pieces,
      .again = paper_say_refused },
    { .method = HTTP_POST,
      .pattern = "/apply/draft/:id/uploads/:upload/:piece",
      .rights = RIGHT_RESIDENT,
      .prepare = prepare_piece,
      .handle = keep_piece,
      .again = paper_say_refused,
      .upload_max = PAPER_PIECE_FORM_MAX },
    { .pattern = "/my/:number/papers", .rights = RIGHT_RESIDENT, .handle = show_more },
    { .method = HTTP_POST,
      .pattern = "/my/:number/papers",
      .rights = RIGHT_RESIDENT,
      .prepare = filing_prepare_more,
      .handle = filing_add_more,
      .again = show_more,
      .once = true,
      .upload_max = PAPER_UPLOAD_MAX },
    { .method = HTTP_POST,
      .pattern = "/my/:number/papers/reuse",
      .rights = RIGHT_RESIDENT,
      .form = &filing_reuse_form,
      .handle = filing_reuse_more,
      .again = show_more,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/my/:number/uploads",
      .rights = RIGHT_RESIDENT,
      .handle = filing_begin_pieces,
      .again = paper_say_refused },
    { .method = HTTP_POST,
      .pattern = "/my/:number/uploads/:upload/:piece",
      .rights = RIGHT_RESIDENT,
      .prepare = filing_prepare_piece,
      .handle = filing_keep_piece,
      .again = paper_say_refused,
      .upload_max = PAPER_PIECE_FORM_MAX },
    { .pattern = "/papers/:paper",
      .rights = RIGHT_RESIDENT,
      .prepare = prepare_own,
      .handle = show_own },
};

const struct route_table filing_paper_routes = { routes, sizeof routes / sizeof *routes };
