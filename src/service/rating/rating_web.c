#include "rating_web.h"

#include "matter_track.h"
#include "route.h"

static const struct form_choice levels[] = {
    { "5", TEXT("非常满意") }, { "4", TEXT("满意") },       { "3", TEXT("基本满意") },
    { "2", TEXT("不满意") },   { "1", TEXT("非常不满意") }, { NULL, NULL },
};
static const struct form_field rate_fields[] = {
    { .name = "level",
      .label = TEXT("这次办得怎么样？"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = levels },
    { .name = "comment",
      .label = TEXT("哪里好，哪里不好？"),
      .hint = TEXT("工作人员看不到是谁写的，请不要写身份证号和电话"),
      .kind = FORM_LONG_TEXT,
      .max = RATING_COMMENT_MAX },
};
static const struct form rate_form = {
    "rating.give",
    rate_fields,
    sizeof rate_fields / sizeof *rate_fields,
};

/* The matter of the address, and the reference in it when there is one. */
static const struct refusal *find(struct work *work, struct exchange *exchange,
                                  struct matter *matter, const char **reference) {
    *reference = NULL;
    if (exchange->route->rights != RIGHT_NONE)
        return matter_find_mine(work, exchange_parameter(exchange, "number"), matter);
    *reference = exchange_parameter(exchange, "reference");
    return matter_track_find(work, *reference, matter);
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct rating_view view = { .input = exchange->form };
    struct matter matter;
    const struct refusal *refusal = find(work, exchange, &matter, &view.reference);

    if (!refusal && !matter.rated && !flow_is_over(matter.flow, matter.state))
        refusal = &rating_not_yet;
    if (refusal)
        return refusal;
    view.matter = &matter;
    if (matter.rated && exchange->refusal)
        return exchange->refusal;
    if (matter.rated) {
        rating_thanks_page(exchange_page(exchange, TEXT("谢谢您的评价")), &view);
        return NULL;
    }
    if (!view.input)
        view.input = form_fresh(work->arena, &rate_form, (char *)NULL);
    rating_page(exchange_page(exchange, TEXT("评价")), &view);
    return NULL;
}

static const struct refusal *keep(struct work *work, struct exchange *exchange,
                                  struct matter *matter) {
    return rating_give(
        work, matter,
        &(struct rating){ .level = form_value(exchange->form, "level")[0] - '0',
                          .tags = "",
                          .comment = form_value(exchange->form, "comment"),
                          .channel = RATING_ONLINE });
}

static const struct refusal *rate(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const char *reference;
    struct matter matter;
    const struct refusal *refusal = find(work, exchange, &matter, &reference);

    if (!refusal)
        refusal = keep(work, exchange, &matter);
    if (!refusal)
        exchange_redirect(exchange, reference
                                        ? route_url(&out, "/track/%s/rate", reference)
                                        : route_url(&out, "/my/%s/rate", matter.number));
    return refusal;
}

/* ---- API ---- */

struct answer {
    int64_t level;
    const char *comment;
};

static const struct shape_field answer_fields[] = {
    { .name = "level",
      .kind = SHAPE_INTEGER,
      .offset = offsetof(struct answer, level),
      .help = "5 very satisfied to 1 very dissatisfied" },
    { .name = "comment",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct answer, comment),
      .help = "What the asker wrote." },
};
static const struct shape answer_shape = {
    "Rating",
    answer_fields,
    sizeof answer_fields / sizeof *answer_fields,
    sizeof(struct answer),
};

static const struct refusal *give(struct work *work, struct exchange *exchange) {
    const char *reference;
    struct matter matter;
    const struct refusal *refusal = find(work, exchange, &matter, &reference);

    if (!refusal)
        refusal = keep(work, exchange, &matter);
    if (refusal)
        return refusal;
    exchange->status = 201;
    exchange_give(exchange, &(struct answer){ matter.rated,
                                              form_value(exchange->form, "comment") });
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/track/:reference/rate", .handle = show },
    { .method = HTTP_POST,
      .pattern = "/track/:reference/rate",
      .form = &rate_form,
      .handle = rate,
      .again = show,
      .once = true },
    { .pattern = "/my/:number/rate", .rights = RIGHT_RESIDENT, .handle = show },
    { .method = HTTP_POST,
      .pattern = "/my/:number/rate",
      .rights = RIGHT_RESIDENT,
      .form = &rate_form,
      .handle = rate,
      .again = show,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/api/v1/matters/:number/rating",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT,
      .form = &rate_form,
      .handle = give,
      .answers = &answer_shape,
      .summary = "Rate one's own matter once it is over" },
};

const struct route_table rating_routes = { routes, sizeof routes / sizeof *routes };
