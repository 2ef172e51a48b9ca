/* The staff's ways to the papers of a case: checklist, marks, pages, marked copies. */
#include <string.h>

#include "filing_checklist.h"
#include "filing_papers.h"
#include "joint.h"
#include "page_time.h"
#include "paper_picture.h"
#include "text.h"

static int64_t number_of(const struct exchange *exchange, const char *name) {
    int64_t number = 0;

    text_read_int(exchange_parameter(exchange, name), &number);
    return number;
}

/* ---- the checklist ---- */

static const struct refusal *find_case(struct work *work, const struct exchange *exchange,
                                       struct matter *matter) {
    return joint_find(work, exchange_parameter(exchange, "number"), matter);
}

static const struct refusal *give_review(struct work *work, struct exchange *exchange,
                                         struct paper_review *review) {
    struct matter matter;
    const struct refusal *refusal = find_case(work, exchange, &matter);

    if (refusal)
        return refusal;
    review->number = matter.number;
    review->title = matter.title;
    filing_read_matter_box(work, exchange, &matter, &review->box);
    review->may_mark = filing_may_mark_papers(work, &matter);
    review->may_add = filing_may_add_papers(work, &matter);
    paper_review_page(exchange_page(exchange, TEXT("核对材料")), review);
    return NULL;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct paper_review review = { .refusal = exchange->refusal };

    return give_review(work, exchange, &review);
}

/* ---- marks ---- */

static const struct form_choice states[] = { { "good", TEXT("核对无误") },
                                             { "faulty", TEXT("有问题") },
                                             { NULL, NULL } };
static const struct form_field mark_fields[] = {
    { .name = "wanted",
      .label = TEXT("材料名称"),
      .kind = FORM_TEXT,
      .required = true,
      .max = ITEM_NAME_MAX },
    { .name = "state",
      .label = TEXT("核对结果"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = states },
    { .name = "source", .label = TEXT("凭什么认定"), .kind = FORM_TEXT, .max = 40 },
    { .name = "reason",
      .label = TEXT("哪里不对，怎么改"),
      .kind = FORM_LONG_TEXT,
      .max = PAPER_REASON_MAX },
};
static const struct form mark_form = { "filing.mark", mark_fields,
                                       sizeof mark_fields / sizeof *mark_fields };

static struct paper_mark mark_of(const struct form_input *form) {
    const struct word *source = word_named(&paper_sources, form_value(form, "source"));
    const bool is_good = strcmp(form_value(form, "state"), "good") == 0;

    return (struct paper_mark){
        .wanted = form_value(form, "wanted"),
        .state = is_good ? MARK_GOOD : MARK_FAULTY,
        .source =
            is_good ? (source ? (enum paper_source)source->value : PAPER_UPLOADED) : 0,
        .reason = form_value(form, "reason"),
    };
}

static const struct refusal *mark(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const struct paper_mark given = mark_of(exchange->form);
    struct matter matter;
    const struct refusal *refusal = find_case(work, exchange, &matter);

    if (!refusal)
        refusal = filing_mark_paper(work, &matter, &given);
    if (!refusal)
        exchange_redirect(exchange,
                          route_url(&out, "/desk/case/%s/papers", matter.number));
    return refusal;
}

static const struct refusal *mark_again(struct work *work, struct exchange *exchange) {
    struct paper_review review = { .tried = form_value(exchange->form, "wanted"),
                                   .typed = form_value(exchange->form, "reason"),
                                   .refusal = exchange->refusal };
    const struct refusal *refusal;

    exchange->refusal = NULL; /* it is not about the file field */
    refusal = give_review(work, exchange, &review);
    exchange->refusal = review.refusal;
    return refusal;
}

/* ---- looking ---- */

static const struct refusal *find_paper(struct work *work,
                                        const struct exchange *exchange,
                                        struct matter *matter, struct paper *paper) {
    const struct refusal *refusal = find_case(work, exchange, matter);

    if (!refusal)
        refusal = paper_find(work, number_of(exchange, "paper"), paper);
    if (!refusal && !filing_has_paper(work, matter, paper->id))
        refusal = &paper_unknown;
    return refusal;
}

static const struct refusal *open_paper(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    struct matter matter;
    struct paper paper;
    const struct refusal *refusal = find_paper(work, exchange, &matter, &paper);

    if (!refusal)
        refusal = filing_open_paper(work, &matter, &paper);
    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/case/%s/papers/%ld/1",
                                              matter.number, paper.id));
    return refusal;
}

/* What prepare() made ahead: how many pages, or the bytes, or why not. */
struct seen {
    const struct refusal *refusal;
    int pages;
    struct db_bytes bytes;
};

static bool is_large(const struct exchange *exchange) {
    return strcmp(exchange_query(exchange, "large"), "1") == 0;
}

static const struct refusal *find_opened(struct work *work,
                                         const struct exchange *exchange,
                                         struct matter *matter, struct paper *paper) {
    const struct refusal *refusal = find_paper(work, exchange, matter, paper);

    return refusal ? refusal : paper_may_read(work, paper);
}

static struct seen *see(struct work *work, struct exchange *exchange) {
    struct seen *seen = arena_alloc(work->arena, sizeof *seen);

    exchange->prepared = seen;
    return seen;
}

static const struct refusal *prepare_view(struct work *work, struct exchange *exchange) {
    struct seen *seen = see(work, exchange);
    struct matter matter;
    struct paper paper;

    seen->refusal = find_opened(work, exchange, &matter, &paper);
    if (!seen->refusal)
        seen->pages = paper_pages(work, &paper);
    return NULL;
}

static const struct refusal *view(struct work *work, struct exchange *exchange) {
    const struct seen *seen = exchange->prepared;
    const int64_t page = number_of(exchange, "page");
    struct matter matter;
    struct paper paper;
    const struct refusal *refusal = find_opened(work, exchange, &matter, &paper);

    if (!refusal)
        refusal = seen ? seen->refusal : &paper_not_opened;
    if (!refusal && (page < 1 || page > seen->pages))
        refusal = &paper_no_page;
    if (!refusal)
        paper_view_page(exchange_page(exchange, TEXT("看材料")),
                        &(struct paper_view){ matter.number, &paper, (int)page,
                                              seen->pages, is_large(exchange) });
    return refusal;
}

/* ---- pictures and copies ---- */

static const char *mark_for(struct work *work, const struct exchange *exchange,
                            const struct matter *matter, const struct paper *paper) {
    return paper_say_mark(
        work->arena, paper, work->actor.name,
        page_say_moment(work->arena, exchange->view.language, work->now_ms, 0),
        matter->number);
}

static const struct refusal *prepare_picture(struct work *work,
                                             struct exchange *exchange) {
    struct seen *seen = see(work, exchange);
    struct matter matter;
    struct paper paper;

    seen->refusal = find_opened(work, exchange, &matter, &paper);
    if (!seen->refusal)
        seen->refusal =
            paper_page(work, &paper, (int)number_of(exchange, "page"),
                       is_large(exchange) ? PAPER_LARGE_SIDE : PAPER_PAGE_SIDE,
                       mark_for(work, exchange, &matter, &paper), &seen->bytes);
    return NULL;
}

static void give(struct exchange *exchange, const struct seen *seen, const char *type,
                 const char *name, bool shown) {
    struct exchange_file *file = arena_alloc(exchange->request->arena, sizeof *file);

    *file = (struct exchange_file){ .type = type,
                                    .name = name,
                                    .shown = shown,
                                    .bytes = seen->bytes.data,
                                    .size = seen->bytes.size };
    exchange_give_file(exchange, file);
}

static const struct refusal *picture(struct work *work, struct exchange *exchange) {
    const struct seen *seen = exchange->prepared;
    struct matter matter;
    struct paper paper;
    const struct refusal *refusal = find_opened(work, exchange, &matter, &paper);

    if (!refusal)
        refusal = seen ? seen->refusal : &paper_not_opened;
    if (!refusal)
        give(exchange, seen, "image/jpeg", "page.jpg", true);
    return refusal;
}

static const struct refusal *prepare_copy(struct work *work, struct exchange *exchange) {
    struct seen *seen = see(work, exchange);
    struct matter matter;
    struct paper paper;

    seen->refusal = find_paper(work, exchange, &matter, &paper);
    if (!seen->refusal)
        seen->refusal = paper_may_open(&paper);
    if (!seen->refusal)
        seen->refusal = paper_copy(
            work, &paper, mark_for(work, exchange, &matter, &paper), &seen->bytes);
    return NULL;
}

static const struct refusal *copy(struct work *work, struct exchange *exchange) {
    const struct seen *seen = exchange->prepared;
    struct matter matter;
    struct paper paper;
    const struct refusal *refusal = find_paper(work, exchange, &matter, &paper);

    if (!refusal)
        refusal = seen ? seen->refusal : &paper_unknown;
    if (!refusal)
        refusal = filing_copy_paper(work, &matter, &paper);
    if (!refusal)
        give(exchange, seen, "application/pdf",
             arena_format(work->arena, "%s-%lld.pdf", matter.number, (long long)paper.id),
             false);
    return refusal;
}

#define DESK_ROW(what, who) .pattern = what, .rights = who, .face = FACE_DESK
#define DESK_POST(what, who) .method = HTTP_POST, DESK_ROW(what, who)

static const struct route routes[] = {
    { DESK_ROW("/desk/case/:number/papers", RIGHT_CASEWORK), .handle = show },
    { DESK_POST("/desk/case/:number/papers", RIGHT_INTAKE),
      .prepare = filing_prepare_more, .handle = filing_add_more, .again = show,
      .once = true, .upload_max = PAPER_UPLOAD_MAX },
    { DESK_POST("/desk/case/:number/papers/mark", RIGHT_INTAKE | RIGHT_REVIEW),
      .form = &mark_form, .handle = mark, .again = mark_again, .once = true },
    { DESK_POST("/desk/case/:number/papers/reuse", RIGHT_INTAKE),
      .form = &filing_reuse_form, .handle = filing_reuse_more, .again = show,
      .once = true },
    { DESK_POST("/desk/case/:number/uploads", RIGHT_INTAKE),
      .handle = filing_begin_pieces, .again = paper_say_refused },
    { DESK_POST("/desk/case/:number/uploads/:upload/:piece", RIGHT_INTAKE),
      .prepare = filing_prepare_piece, .handle = filing_keep_piece,
      .again = paper_say_refused, .upload_max = PAPER_PIECE_FORM_MAX },
    { DESK_POST("/desk/case/:number/papers/:paper", RIGHT_CASEWORK),
      .handle = open_paper },
    { DESK_POST("/desk/case/:number/papers/:paper/copy", RIGHT_CASEWORK),
      .prepare = prepare_copy, .handle = copy },
    { DESK_ROW("/desk/case/:number/papers/:paper/:page", RIGHT_CASEWORK),
      .prepare = prepare_view, .handle = view },
    { DESK_ROW("/desk/case/:number/papers/:paper/:page/picture", RIGHT_CASEWORK),
      .prepare = prepare_picture, .handle = picture },
};

const struct route_table filing_review_routes = { routes,
                                                  sizeof routes / sizeof *routes };
