#include "guide_web.h"

#include <string.h>

#include "guide_intent.h"
#include "item_words.h"
#include "route.h"

/* The address of an item, at the part that a question asks for. */
static const char *url_of(struct html *out, const char *code, const char *question) {
    const char *part = guide_intent_part(question);

    return part[0] ? route_url(out, "/item/%s#%s", code, part)
                   : route_url(out, "/item/%s", code);
}

/* ---- the page ---- */

/* The items of answers, without those that were taken back meanwhile. */
static size_t read_items(struct work *work, const struct guide_answer *answers,
                         size_t count, struct item **items) {
    size_t kept = 0;

    *items = arena_alloc(work->arena, count * sizeof **items);
    for (size_t i = 0; i < count; i++)
        if (!item_find(work, answers[i].code, &(*items)[kept]))
            kept++;
    return kept;
}

static void search(struct work *work, struct guide_results *results) {
    const struct guide_answer *answers;
    struct item *items;
    size_t count = guide_find(work, results->question, GUIDE_PAGE, &answers);

    results->found = count > 0 && answers[0].score >= GUIDE_SCORE_FOUND;
    if (!results->found && count > GUIDE_NEAREST)
        count = GUIDE_NEAREST;
    results->count = read_items(work, answers, count, &items);
    results->items = items;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct guide_results results = { .question = exchange_query(exchange, "q") };

    results.cut = strlen(results.question) > GUIDE_QUERY_MAX;
    if (results.question[0])
        search(work, &results);
    guide_search_page(exchange_page(exchange, TEXT("搜索事项")), &results);
    return NULL;
}

/* Nothing says who asked, so it needs no cookie; whoever asks is told where to look. */
static const struct refusal *open_item(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    const char *code = exchange_query(exchange, "code");
    const char *question = exchange_query(exchange, "q");
    const struct refusal *refusal =
        guide_note_opened(work, question, code, exchange_network(exchange));

    if (!refusal)
        exchange_redirect(exchange, url_of(&out, code, question));
    return refusal;
}

/* ---- API ---- */

struct result {
    const char *code, *name, *url, *opens;
    const char **badges;
    size_t badge_count;
    int64_t score;
};

struct result_list {
    const struct result *results;
    size_t count;
};

static const struct shape_field result_fields[] = {
    { .name = "code",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct result, code),
      .help = "The item's code." },
    { .name = "name",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct result, name),
      .help = "The item's name." },
    { .name = "url",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct result, url),
      .help = "Its page on this site, at the part that was asked for." },
    { .name = "opens",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct result, opens),
      .help = "Leads there too, and counts that it was opened after this question." },
    { .name = "badges",
      .kind = SHAPE_WORDS,
      .offset = offsetof(struct result, badges),
      .count_offset = offsetof(struct result, badge_count),
      .help = "How it can be done, in Chinese." },
    { .name = "score",
      .kind = SHAPE_INTEGER,
      .offset = offsetof(struct result, score),
      .help = "Thousandths: 1000 is the name or the code itself." },
};
static const struct shape result_shape = {
    "GuideResult",
    result_fields,
    sizeof result_fields / sizeof *result_fields,
    sizeof(struct result),
};
static const struct shape_field list_fields[] = {
    { .name = "results",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct result_list, results),
      .count_offset = offsetof(struct result_list, count),
      .of = &result_shape,
      .help = "Best first." },
};
static const struct shape list_shape = {
    "GuideResults",
    list_fields,
    sizeof list_fields / sizeof *list_fields,
    sizeof(struct result_list),
};

static const struct form_field query_fields[] = {
    { .name = "q", .label = TEXT("要办的事"), .kind = FORM_TEXT, .max = 1000 },
    { .name = "limit",
      .label = TEXT("最多几条"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = GUIDE_LIMIT_MAX },
};
static const struct form query_form = {
    "guide.query",
    query_fields,
    sizeof query_fields / sizeof *query_fields,
};

static struct result result_of(struct work *work, const struct item *item,
                               const struct guide_answer *answer, const char *question,
                               enum language language) {
    struct html out = { .text = { .arena = work->arena } };
    struct result result = { .code = answer->code,
                             .name = answer->name,
                             .score = answer->score };

    result.url = url_of(&out, answer->code, question);
    result.opens = route_url(&out, "/search/open?code=%s&q=%s", answer->code, question);
    result.badges =
        arena_alloc(work->arena, item->ways.count * sizeof *result.badges + 1);
    for (size_t i = 0; i < item->ways.count; i++)
        result.badges[result.badge_count++] =
            page_say(language, word_reads(&item_ways, item->ways.word[i]));
    return result;
}

static const struct refusal *answer(struct work *work, struct exchange *exchange) {
    const int64_t asked = form_number(exchange->form, "limit");
    const char *question = form_value(exchange->form, "q");
    const struct guide_answer *answers;
    struct result_list list = { 0 };
    const size_t count =
        question[0] ? guide_find(work, question,
                                 asked ? (size_t)asked : GUIDE_SUGGESTIONS, &answers)
                    : 0;
    struct result *results = arena_alloc(work->arena, count * sizeof *results + 1);

    for (size_t i = 0; i < count; i++) {
        struct item item;

        if (!item_find(work, answers[i].code, &item))
            results[list.count++] =
                result_of(work, &item, &answers[i], question, exchange->view.language);
    }
    list.results = results;
    exchange_give(exchange, &list);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/search", .handle = show },
    { .pattern = "/search/open", .handle = open_item },
    { .pattern = "/api/v1/guide",
      .face = FACE_API,
      .form = &query_form,
      .handle = answer,
      .answers = &list_shape,
      .summary = "Find items by what people say" },
};

const struct route_table guide_routes = { routes, sizeof routes / sizeof *routes };
