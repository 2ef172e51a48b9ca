#include <string.h>

#include "arena.h"
#include "quality_web.h"
#include "text.h"

enum { KEEPERS = RIGHT_LIBRARY | RIGHT_MANAGE, COST_MAX = 100 };

static const struct refusal no_such_rule = {
    REFUSED_ABSENT,
    "quality.no_such_rule",
    TEXT("没有这条规则。请回到规则一览，从那里打开要调整的规则。"),
    NULL,
};

/* What stood there when the form was opened travels with it. */
#define SEEN                                                                             \
    { .name = "seen", .label = TEXT("打开时的内容"), .kind = FORM_HIDDEN }

static const struct refusal *check_seen(const struct form_input *input, const char *now) {
    return strcmp(form_value(input, "seen"), now) == 0 ? NULL : &quality_changed;
}

static const struct refusal *show_rules(struct work *work, struct exchange *exchange) {
    struct quality_list list = { .overview = quality_overview(work),
                                 .rules = quality_rules(work),
                                 .department = "",
                                 .after = "",
                                 .next = "" };

    if (!list.overview)
        return NULL;
    quality_rules_page(exchange_page(exchange, TEXT("检查规则")), &list,
                       quality_unified_labels(work));
    return NULL;
}

/* ---- one rule ---- */

static const struct form_choice grades[] = {
    { "must", TEXT("必须改") },
    { "should", TEXT("建议改") },
    { NULL, NULL },
};
static const struct form_field rule_fields[] = {
    { .name = "enabled", .label = TEXT("查这一条"), .kind = FORM_FLAG },
    { .name = "severity",
      .label = TEXT("不合格的怎么算"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = grades },
    { .name = "threshold",
      .label = TEXT("最低数量"),
      .hint = TEXT("这条规则数的东西至少要有几个；没有可数的，不用填"),
      .kind = FORM_INTEGER,
      .min = 0,
      .max = 60 },
    SEEN,
};
static const struct form rule_form = {
    "quality.rule",
    rule_fields,
    sizeof rule_fields / sizeof *rule_fields,
};

static const char *number_of(struct arena *arena, int64_t number) {
    return arena_format(arena, "%lld", (long long)number);
}

static const char *seen_rule(struct arena *arena, const struct quality_rule *rule) {
    return arena_format(arena, "%lld %lld %lld", (long long)rule->enabled,
                        (long long)rule->severity, (long long)rule->threshold);
}

static const struct refusal *show_rule(struct work *work, struct exchange *exchange) {
    const struct quality_check *const check =
        quality_check_named(exchange_parameter(exchange, "name"));

    if (!check)
        return &no_such_rule;
    if (!exchange->form) {
        const struct quality_rule *const rule = &quality_rules(work)->rule[check->number];

        exchange->form = form_fresh(
            work->arena, &rule_form, "enabled", rule->enabled ? "1" : "", "severity",
            rule->severity == QUALITY_MUST ? "must" : "should", "threshold",
            check->measured ? number_of(work->arena, rule->threshold) : "", "seen",
            seen_rule(work->arena, rule), NULL);
    }
    quality_form_page(exchange_page(exchange, TEXT("调整规则")), TEXT("调整规则"),
                      check->title, exchange->form);
    return NULL;
}

static const struct refusal *keep_rule(struct work *work, struct exchange *exchange) {
    const struct form_input *const input = exchange->form;
    const struct quality_check *const check =
        quality_check_named(exchange_parameter(exchange, "name"));
    const struct quality_rule *was;
    const struct refusal *refusal;

    if (!check)
        return &no_such_rule;
    was = &quality_rules(work)->rule[check->number];
    refusal = check_seen(input, seen_rule(work->arena, was));
    if (!refusal)
        refusal = quality_keep_rule(
            work, check, was,
            &(struct quality_rule){
                .enabled = form_number(input, "enabled"),
                .severity = strcmp(form_value(input, "severity"), "must") == 0
                                ? QUALITY_MUST
                                : QUALITY_SHOULD,
                .threshold = check->measured ? form_number(input, "threshold") : 0,
            });
    if (!refusal)
        exchange_redirect(exchange, "/desk/quality/rules");
    return refusal;
}

/* ---- what a failing check costs ---- */

static const struct form_field cost_fields[] = {
    { .name = "must",
      .label = TEXT("必须改的，一处扣几分"),
      .kind = FORM_INTEGER,
      .required = true,
      .min = 0,
      .max = COST_MAX },
    { .name = "should",
      .label = TEXT("建议改的，一处扣几分"),
      .kind = FORM_INTEGER,
      .required = true,
      .min = 0,
      .max = COST_MAX },
    SEEN,
};
static const struct form cost_form = {
    "quality.costs",
    cost_fields,
    sizeof cost_fields / sizeof *cost_fields,
};

static const char *seen_costs(struct arena *arena, const struct quality_rules *rules) {
    return arena_format(arena, "%lld %lld", (long long)rules->must_cost,
                        (long long)rules->should_cost);
}

static const struct refusal *show_costs(struct work *work, struct exchange *exchange) {
    if (!exchange->form) {
        const struct quality_rules *const rules = quality_rules(work);

        exchange->form = form_fresh(work->arena, &cost_form, "must",
                                    number_of(work->arena, rules->must_cost), "should",
                                    number_of(work->arena, rules->should_cost), "seen",
                                    seen_costs(work->arena, rules), NULL);
    }
    quality_form_page(exchange_page(exchange, TEXT("扣分标准")), TEXT("扣分标准"),
                      TEXT("每个事项从 100 分起，扣完为止。"), exchange->form);
    return NULL;
}

static const struct refusal *keep_costs(struct work *work, struct exchange *exchange) {
    const struct quality_rules *const was = quality_rules(work);
    const struct refusal *refusal =
        check_seen(exchange->form, seen_costs(work->arena, was));

    if (!refusal)
        refusal = quality_keep_costs(work, was, form_number(exchange->form, "must"),
                                     form_number(exchange->form, "should"));
    if (!refusal)
        exchange_redirect(exchange, "/desk/quality/rules");
    return refusal;
}

/* ---- 八统一 ---- */

#define LABEL(field, text)                                                               \
    {                                                                                    \
        .name = field, .label = text, .kind = FORM_TEXT, .required = true, .min = 2,     \
        .max = QUALITY_LABEL_MAX                                                         \
    }

static const struct form_field unified_fields[QUALITY_UNIFIED_COUNT + 1] = {
    LABEL("field1", TEXT("第一个字段")),
    LABEL("field2", TEXT("第二个字段")),
    LABEL("field3", TEXT("第三个字段")),
    LABEL("field4", TEXT("第四个字段")),
    LABEL("field5", TEXT("第五个字段")),
    LABEL("field6", TEXT("第六个字段")),
    LABEL("field7", TEXT("第七个字段")),
    LABEL("field8", TEXT("第八个字段")),
    SEEN,
};
static const struct form unified_form = {
    "quality.unified",
    unified_fields,
    QUALITY_UNIFIED_COUNT + 1,
};

static const char *seen_labels(struct arena *arena, const char *const *labels) {
    struct text out = { .arena = arena };

    for (size_t i = 0; i < QUALITY_UNIFIED_COUNT; i++)
        text_addf(&out, "%s%s", i ? "|" : "", labels[i]);
    return text_string(&out);
}

static const struct refusal *show_unified(struct work *work, struct exchange *exchange) {
    if (!exchange->form) {
        const char *const *const labels = quality_unified_labels(work);

        exchange->form =
            form_fresh(work->arena, &unified_form, "field1", labels[0], "field2",
                       labels[1], "field3", labels[2], "field4", labels[3], "field5",
                       labels[4], "field6", labels[5], "field7", labels[6], "field8",
                       labels[7], "seen", seen_labels(work->arena, labels), NULL);
    }
    quality_form_page(
        exchange_page(exchange, TEXT("八统一的名称")), TEXT("八统一的名称"),
        TEXT("各省的叫法可能不同。请照省里的文件写，比对和检查都用这里的名称。"),
        exchange->form);
    return NULL;
}

static const struct refusal *keep_unified(struct work *work, struct exchange *exchange) {
    const char *const *const was = quality_unified_labels(work);
    const char *labels[QUALITY_UNIFIED_COUNT];
    const struct refusal *refusal =
        check_seen(exchange->form, seen_labels(work->arena, was));

    for (size_t i = 0; i < QUALITY_UNIFIED_COUNT; i++)
        labels[i] = form_value(exchange->form, unified_fields[i].name);
    if (!refusal)
        refusal = quality_unified_keep(work, was, labels);
    if (!refusal)
        exchange_redirect(exchange, "/desk/quality/rules");
    return refusal;
}

/* ---- routes ---- */

static const struct route routes[] = {
    { .pattern = "/desk/quality/rules",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_rules },
    { .pattern = "/desk/quality/rule/:name",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_rule },
    { .method = HTTP_POST,
      .pattern = "/desk/quality/rule/:name",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &rule_form,
      .handle = keep_rule,
      .again = show_rule,
      .once = true },
    { .pattern = "/desk/quality/costs",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_costs },
    { .method = HTTP_POST,
      .pattern = "/desk/quality/costs",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &cost_form,
      .handle = keep_costs,
      .again = show_costs,
      .once = true },
    { .pattern = "/desk/quality/unified",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .handle = show_unified },
    { .method = HTTP_POST,
      .pattern = "/desk/quality/unified",
      .rights = KEEPERS,
      .face = FACE_DESK,
      .form = &unified_form,
      .handle = keep_unified,
      .again = show_unified,
      .once = true },
};

const struct route_table quality_rule_routes = { routes, sizeof routes / sizeof *routes };
