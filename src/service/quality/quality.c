#include "quality.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "cache.h"
#include "item_tell.h"
#include "job.h"
#include "page.h"
#include "quality.sql.h"

enum {
    MUST_COST = 10,
    SHOULD_COST = 3,
    BREATH_MS = 100, /* between two batches others write */
};

static const char topic[] = "quality";
static const char must_name[] = "cost.must";
static const char should_name[] = "cost.should";

static int64_t bit_of(int number) {
    return (int64_t)1 << number;
}

/* ---- the rules of a hall ---- */

/* The bytes of a text and a number, folded into a stamp; see FNV-1a. */
static uint64_t fold(uint64_t stamp, const char *text, int64_t number) {
    static const uint64_t prime = 1099511628211U;

    for (; *text; text++)
        stamp = (stamp ^ (unsigned char)*text) * prime;
    return (stamp ^ (uint64_t)number) * prime;
}

/* What stands for everything that a finding depends on beside the item itself. */
static int64_t stamp_of(const struct quality_rules *rules) {
    uint64_t stamp = 1469598103934665603U;

    for (size_t i = 0; i < quality_check_count; i++)
        stamp = fold(stamp, quality_checks[i].name,
                     rules->rule[quality_checks[i].number].threshold);
    return (int64_t)(stamp >> 1 | 1);
}

static void take_rule(struct quality_rules *rules,
                      const struct sql_quality_rules_row *row) {
    const struct quality_check *const check = quality_check_named(row->name);

    if (strcmp(row->name, must_name) == 0)
        rules->must_cost = row->threshold;
    else if (strcmp(row->name, should_name) == 0)
        rules->should_cost = row->threshold;
    else if (check)
        rules->rule[check->number] =
            (struct quality_rule){ row->enabled, row->severity, row->threshold };
}

static void add_bits(struct quality_rules *rules) {
    for (size_t i = 0; i < quality_check_count; i++) {
        const int number = quality_checks[i].number;

        if (!rules->rule[number].enabled)
            continue;
        rules->enabled |= bit_of(number);
        if (rules->rule[number].severity == QUALITY_MUST)
            rules->must |= bit_of(number);
    }
}

const struct quality_rules *quality_rules(struct work *work) {
    struct quality_rules *const rules = arena_alloc(work->arena, sizeof *rules);
    struct sql_quality_rules_row *rows;
    const size_t count = sql_quality_rules(work, &rows);

    rules->must_cost = MUST_COST;
    rules->should_cost = SHOULD_COST;
    for (size_t i = 0; i < quality_check_count; i++)
        rules->rule[quality_checks[i].number] =
            (struct quality_rule){ 1, quality_checks[i].severity,
                                   quality_checks[i].threshold };
    for (size_t i = 0; i < count; i++)
        take_rule(rules, &rows[i]);
    add_bits(rules);
    rules->stamp = stamp_of(rules);
    return rules;
}

const struct refusal quality_changed = {
    REFUSED_CONFLICT,
    "quality.changed",
    TEXT("这里刚被别人改过，您的改动没有保存。请回到规则一览，重新打开看现在的，再改。"),
    NULL,
};

const struct refusal *quality_keep_rule(struct work *work,
                                        const struct quality_check *check,
                                        const struct quality_rule *was,
                                        const struct quality_rule *rule) {
    assert(rule->severity == QUALITY_MUST || rule->severity == QUALITY_SHOULD);
    if (!sql_quality_keep_rule(work, .name = check->name, .enabled = rule->enabled,
                               .severity = rule->severity, .threshold = rule->threshold,
                               .was_enabled = was->enabled, .was_severity = was->severity,
                               .was_threshold = was->threshold))
        return &quality_changed;
    cache_touch(work, topic);
    item_tell_many(work);
    return NULL;
}

static bool keep_cost(struct work *work, const char *name, enum quality_severity severity,
                      int64_t was, int64_t cost) {
    assert(cost >= 0 && cost <= 100);
    return sql_quality_keep_rule(work, .name = name, .enabled = 1, .severity = severity,
                                 .threshold = cost, .was_enabled = 1,
                                 .was_severity = severity, .was_threshold = was) > 0;
}

const struct refusal *quality_keep_costs(struct work *work,
                                         const struct quality_rules *was,
                                         int64_t must_cost, int64_t should_cost) {
    if (!keep_cost(work, must_name, QUALITY_MUST, was->must_cost, must_cost) ||
        !keep_cost(work, should_name, QUALITY_SHOULD, was->should_cost, should_cost))
        return &quality_changed;
    cache_touch(work, topic);
    return NULL;
}

/* ---- checking ---- */

static void look_at(struct work *work, const struct quality_rules *rules, int64_t item_id,
                    int64_t version_id) {
    struct item_version version;
    const char *details;

    if (item_read_version(work, version_id, &version))
        return;

    const int64_t failed = quality_judge(work->arena, rules, &version, &details);
    sql_quality_keep(work, .item_id = item_id, .code = version.code,
                     .version_id = version_id, .department = version.department,
                     .stamp = rules->stamp, .failed = failed, .details = details);
}

size_t quality_refresh(struct work *work, const char *after, const char **last) {
    const struct quality_rules *const rules = quality_rules(work);
    struct sql_quality_stale_row *rows;
    const size_t count = sql_quality_stale(work, &rows, .stamp = rules->stamp,
                                           .after = after, .limit = QUALITY_BATCH);

    *last = count > 0 ? rows[count - 1].code : after;
    for (size_t i = 0; i < count; i++) {
        struct arena *const outer = work_stretch_begin(work);

        look_at(work, rules, rows[i].id, rows[i].version_id);
        work_stretch_end(work, outer);
    }
    if (sql_quality_forget_cancelled(work) + (int64_t)count > 0)
        cache_touch(work, topic);
    return count;
}

static void look_at_one(struct work *work, int64_t item_id) {
    const struct quality_rules *const rules = quality_rules(work);
    struct sql_quality_head_row row;

    if (!sql_quality_head(work, &row, .item_id = item_id))
        return;
    if (row.state == ITEM_CANCELLED)
        sql_quality_forget(work, .item_id = item_id);
    else
        look_at(work, rules, item_id, row.version_id);
    cache_touch(work, topic);
}

/* A batch, and the next one by a job of its own: others write between. */
static void look_behind(struct work *work, const char *after) {
    const char *last;

    if (quality_refresh(work, after, &last) == QUALITY_BATCH)
        job_add(work, QUALITY_GO_ON,
                arena_format(work->arena, "%lld %s", (long long)work->now_ms, last),
                work->now_ms + BREATH_MS);
}

void quality_follow(struct work *work, const char *subject) {
    const int64_t item_id = item_told(subject);

    if (item_id > 0)
        look_at_one(work, item_id);
    else
        look_behind(work, "");
}

void quality_go_on(struct work *work, const char *subject) {
    const char *const code = strchr(subject, ' ');

    look_behind(work, code ? code + 1 : "");
}

/* ---- what was found ---- */

const char *quality_detail(struct arena *arena, const struct quality_item *item,
                           const struct quality_check *check) {
    const char *line = item->details;

    if (!(item->failed & bit_of(check->number)))
        return "";
    for (int number = 0; number < check->number && *line; number++)
        if (item->failed & bit_of(number))
            line += strcspn(line, "\n") + 1;
    return arena_copy_bytes(arena, line, strcspn(line, "\n"));
}
