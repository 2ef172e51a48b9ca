#include "bundle.h"

#include <assert.h>
#include <string.h>

#include "bundle.sql.h"
#include "cache.h"
#include "item_adjust.h"
#include "page.h"
#include "paper_list.h"
#include "place.h"

const struct refusal bundle_unknown = {
    REFUSED_ABSENT, "bundle.unknown",
    TEXT("没有这个“一件事”，可能网址不全或已经改名。请到“一件事”列表里找，或打电话问。"),
    NULL
};
const struct refusal bundle_not_online = {
    REFUSED_CONFLICT, "bundle.not_online",
    TEXT("这件事里有只能到窗口办的事项，请带材料到便民服务中心窗口一次办理。"), NULL
};

enum { MAY_FOLLOW = 3, OPTIONAL = 2, NO_LIMIT_DAYS = 20 }; /* 行政许可法 art. 42 */

/* ---- the papers, each once ---- */

static size_t find_paper(const struct item_version *papers, const char *name) {
    size_t place = 0;

    while (place < papers->paper_count && strcmp(papers->papers[place].name, name) != 0)
        place++;
    return place;
}

/* What one of the items needs is needed; what one of them cannot look up is brought. */
static void join_paper(struct item_paper *paper, const struct item_paper *other) {
    const bool optional = paper->necessity == OPTIONAL;

    if (optional || (paper->necessity == MAY_FOLLOW && other->necessity != OPTIONAL))
        paper->necessity = other->necessity;
    paper->exempt = paper->exempt && other->exempt;
    if (other->copies > paper->copies)
        paper->copies = other->copies;
}

static void add_papers(const struct bundle_body *body, const struct item_version *item,
                       struct item_version *papers, struct item_paper *rows) {
    for (size_t i = 0; i < item->paper_count; i++) {
        const char *const name = bundle_body_paper(body, item->papers[i].name);
        const size_t place = find_paper(papers, name);

        if (place < papers->paper_count) {
            join_paper(&rows[place], &item->papers[i]);
        } else if (papers->paper_count < ITEM_PAPERS_MAX) {
            rows[place] = item->papers[i];
            rows[place].name = name;
            rows[place].situation = "";
            papers->paper_count++;
        }
    }
}

static uint64_t who_needs(const struct bundle_body *body, const struct item_version *item,
                          const char *name, size_t place) {
    for (size_t i = 0; i < item->paper_count; i++)
        if (strcmp(bundle_body_paper(body, item->papers[i].name), name) == 0)
            return UINT64_C(1) << place;
    return 0;
}

/* ---- reading ---- */

/* Working days of an item, so far as its limit can be told in them. */
static int64_t days_of(const struct item *item) {
    const struct item_limit limit = item->promised.count ? item->promised : item->legal;

    if (item->kind == 1)
        return 0;
    if (!limit.count)
        return NO_LIMIT_DAYS;
    return limit.unit == CALENDAR_WORKING_DAYS ? limit.count : limit.count * 5 / 7 + 1;
}

/* The longest way: each round moves ends behind those of their predecessors. */
static int64_t longest_way(const struct bundle *bundle) {
    const struct bundle_body *const body = &bundle->body;
    int64_t ends[BUNDLE_ITEMS_MAX] = { 0 };
    int64_t longest = 0;

    for (size_t round = 0; round < body->item_count; round++)
        for (size_t i = 0; i < body->item_count; i++) {
            int64_t begins = 0;

            for (size_t j = 0; j < body->item_count; j++)
                if (body->item[i].behind & UINT64_C(1) << j && ends[j] > begins)
                    begins = ends[j];
            ends[i] = begins + days_of(&bundle->items[i]);
            longest = ends[i] > longest ? ends[i] : longest;
        }
    return longest;
}

static void find_items(struct work *work, struct bundle *bundle) {
    struct item_version version;

    for (size_t i = 0; i < bundle->body.item_count; i++) {
        struct item *const item = &bundle->items[i];

        if (item_find(work, bundle->body.item[i].code, item)) {
            *item = (struct item){ .code = bundle->body.item[i].code,
                                   .name = "",
                                   .department = "",
                                   .state = ITEM_CANCELLED };
            continue;
        }
        if (item_read_version(work, item->version_id, &version))
            continue; /* only under a fault */
        for (size_t p = 0; p < bundle->papers.paper_count; p++)
            bundle->needed_by[p] |=
                who_needs(&bundle->body, &version, bundle->papers.papers[p].name, i);
    }
    bundle->days = longest_way(bundle);
}

static void find_lead(struct work *work, struct bundle *bundle) {
    const struct place_book *const book = place_book(work);
    const struct place_department *const lead =
        book ? place_department_coded(book, bundle->body.department) : NULL;

    bundle->department_id = lead ? lead->id : 0;
    bundle->department = lead ? lead->name : "";
}

const struct refusal *bundle_read(struct work *work, int64_t version_id,
                                  struct bundle *bundle) {
    struct sql_bundle_version_row row;
    const char *why;

    if (!sql_bundle_version(work, &row, .id = version_id))
        return &bundle_unknown;
    *bundle = (struct bundle){ .id = row.bundle_id,
                               .version_id = version_id,
                               .version = row.version,
                               .papers = { .id = version_id } };
    if (!bundle_body_read(work->arena, row.body, strlen(row.body), &bundle->body, &why)) {
        work_fault(work, "bundle version %lld: %s", (long long)version_id, why);
        return &bundle_unknown;
    }
    paper_read_shared(work, &bundle->papers);
    find_items(work, bundle);
    find_lead(work, bundle);
    return NULL;
}

const struct refusal *bundle_find(struct work *work, const char *code,
                                  struct bundle *bundle) {
    struct sql_bundle_head_row row;

    return sql_bundle_head(work, &row, .code = code)
               ? bundle_read(work, row.version_id, bundle)
               : &bundle_unknown;
}

size_t bundle_list(struct work *work, const struct bundle_line **lines) {
    struct sql_bundle_all_row *rows;
    const size_t count = sql_bundle_all(work, &rows);
    struct bundle_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct bundle_line){ rows[i].code, rows[i].name, rows[i].event };
    *lines = made;
    return count;
}

/* As filing.c holds an item's ways against a channel. */
static bool is_online(const struct item *item) {
    for (size_t i = 0; i < item->ways.count; i++)
        if (strcmp(item->ways.word[i], "online") == 0 ||
            strcmp(item->ways.word[i], "mobile") == 0)
            return true;
    return item->ways.count == 0;
}

const struct refusal *bundle_closed(struct work *work, const struct bundle *bundle,
                                    enum filing_channel channel) {
    const int64_t outlet_id = channel == FILING_AT_WINDOW ? work->actor.outlet_id : 0;

    for (size_t i = 0; i < bundle->body.item_count; i++) {
        const struct item *const item = &bundle->items[i];
        const struct refusal *const refusal =
            item->id ? item_may_be_filed_at(work, item, outlet_id) : &item_cancelled;

        if (refusal)
            return refusal;
        if (channel == FILING_ONLINE && !is_online(item))
            return &bundle_not_online;
    }
    return NULL;
}

/* ---- publishing ---- */

static const struct refusal *say_bad(struct work *work, const char *why) {
    struct refusal *refusal = arena_alloc(work->arena, sizeof *refusal);

    *refusal = (struct refusal){ REFUSED_INVALID, "bundle.bad", why, NULL };
    return refusal;
}

/* Reads the papers of all items, as their union. */
static const struct refusal *unite(struct work *work, struct bundle *bundle) {
    struct item_paper *const rows =
        arena_alloc(work->arena, ITEM_PAPERS_MAX * sizeof *rows);
    struct item_version version;

    bundle->papers.papers = rows;
    for (size_t i = 0; i < bundle->body.item_count; i++) {
        const char *const code = bundle->body.item[i].code;

        if (item_find(work, code, &bundle->items[i]) ||
            item_read_version(work, bundle->items[i].version_id, &version))
            return say_bad(work, arena_format(work->arena, "事项库里没有事项 %s", code));
        add_papers(&bundle->body, &version, &bundle->papers, rows);
    }
    return NULL;
}

/* A group's first name stands for papers that items have. */
static const struct refusal *check_same(struct work *work, const struct bundle *bundle) {
    for (size_t i = 0; i < bundle->body.same_count; i++)
        if (find_paper(&bundle->papers, bundle->body.same[i].word[0]) ==
            bundle->papers.paper_count)
            return say_bad(work, arena_format(work->arena,
                                              "same 里的“%s”不是任何一个事项的材料",
                                              bundle->body.same[i].word[0]));
    return NULL;
}

static void keep_aliases(struct work *work, const struct bundle *bundle) {
    for (size_t i = 0; i < bundle->body.same_count; i++)
        for (size_t j = 1; j < bundle->body.same[i].count; j++)
            paper_keep_alias(work, bundle->version_id, bundle->body.same[i].word[j],
                             bundle->body.same[i].word[0]);
}

static bool has_same_papers(const struct item_version *one,
                            const struct item_version *other) {
    if (one->paper_count != other->paper_count)
        return false;
    for (size_t i = 0; i < one->paper_count; i++)
        if (strcmp(one->papers[i].name, other->papers[i].name) != 0 ||
            one->papers[i].necessity != other->papers[i].necessity ||
            one->papers[i].exempt != other->papers[i].exempt)
            return false;
    return true;
}

/* Whether the row and the papers are as the last version has them. */
static bool is_unchanged(struct work *work, int64_t version_id, const char *row,
                         const struct bundle *bundle) {
    struct sql_bundle_version_row was;
    struct item_version papers = { .id = version_id };

    if (!sql_bundle_version(work, &was, .id = version_id) || strcmp(was.body, row) != 0)
        return false;
    paper_read_shared(work, &papers);
    return has_same_papers(&papers, &bundle->papers);
}

static int64_t next_version(struct work *work, int64_t version_id) {
    struct sql_bundle_version_row was;

    return sql_bundle_version(work, &was, .id = version_id) ? was.version + 1 : 1;
}

static const struct refusal *check(struct work *work, struct bundle *bundle) {
    const struct refusal *refusal = unite(work, bundle);

    if (!refusal)
        refusal = check_same(work, bundle);
    find_lead(work, bundle);
    if (!refusal && !bundle->department_id)
        refusal = say_bad(work, arena_format(work->arena, "没有编码为 %s 的科室",
                                             bundle->body.department));
    return refusal;
}

static void write_version(struct work *work, const struct bundle *bundle,
                          const char *row) {
    sql_bundle_add_version(work, .id = bundle->version_id, .bundle_id = bundle->id,
                           .version = bundle->version, .name = bundle->body.name,
                           .event = bundle->body.event, .body = row);
    paper_keep_shared(work, &bundle->papers);
    keep_aliases(work, bundle);
    cache_touch(work, "items");
}

const struct refusal *bundle_publish(struct work *work, const char *row, size_t size,
                                     enum bundle_outcome *outcome) {
    const char *const text = arena_copy_bytes(work->arena, row, size);
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    struct sql_bundle_head_row head = { 0 };
    const struct refusal *refusal;
    const char *why;

    *bundle = (struct bundle){ .id = 0 };
    *outcome = BUNDLE_UNCHANGED;
    if (!bundle_body_read(work->arena, text, size, &bundle->body, &why))
        return say_bad(work, why);
    refusal = check(work, bundle);
    if (refusal)
        return refusal;

    const bool found = sql_bundle_head(work, &head, .code = bundle->body.code);

    if (found && is_unchanged(work, head.version_id, text, bundle))
        return NULL;
    *outcome = found ? BUNDLE_CHANGED : BUNDLE_NEW;
    bundle->id = found ? head.id : work_new_id(work);
    bundle->version = found ? next_version(work, head.version_id) : 1;
    bundle->version_id = bundle->papers.id = work_new_id(work);
    if (found)
        sql_bundle_renew(work, .id = bundle->id, .version_id = bundle->version_id);
    else
        sql_bundle_add(work, .id = bundle->id, .code = bundle->body.code,
                       .version_id = bundle->version_id);
    write_version(work, bundle, text);
    return NULL;
}
