#include "escalation_web.h"

#include <string.h>

#include "text.h"

static const struct form_choice kind_choices[] = {
    { "tell", TEXT("告知") },
    { "supply", TEXT("补交材料") },
    { "decide", TEXT("办理") },
    { "special", TEXT("特别程序") },
    { "deliver", TEXT("送达") },
    { "check", TEXT("承诺核查") },
    { "rectify", TEXT("整改") },
    { "urge", TEXT("催办答复") },
    { "supervise", TEXT("督办答复") },
    { "hearing", TEXT("要求听证") },
    { NULL, NULL },
};
static const struct form_choice late_choices[] = {
    { "0", TEXT("到期以前") },
    { "1", TEXT("超期以后") },
    { NULL, NULL },
};

/* The hearers stand in the order of their bits. */
enum { KIND, LATE, DAYS, FIRST_HEARER, REVISION = FIRST_HEARER + ESCALATION_HEARERS };

static const struct form_field step_fields[] = {
    [KIND] = { .name = "kind",
               .label = TEXT("哪种期限"),
               .kind = FORM_CHOICE,
               .required = true,
               .choices = kind_choices },
    [LATE] = { .name = "late",
               .label = TEXT("什么时候提醒"),
               .kind = FORM_CHOICE,
               .required = true,
               .choices = late_choices },
    [DAYS] = { .name = "days",
               .label = TEXT("几个工作日"),
               .hint = TEXT("还剩几个或超了几个；到期当天填 0"),
               .kind = FORM_INTEGER,
               .required = true,
               .min = 0,
               .max = ESCALATION_DAYS_MAX },
    { .name = "desk", .label = TEXT("提醒承办岗位"), .kind = FORM_FLAG },
    { .name = "owner", .label = TEXT("提醒首问人"), .kind = FORM_FLAG },
    { .name = "deputy", .label = TEXT("提醒首问人的 B 岗"), .kind = FORM_FLAG },
    { .name = "head", .label = TEXT("提醒科室负责人"), .kind = FORM_FLAG },
    { .name = "manager", .label = TEXT("提醒大厅管理"), .kind = FORM_FLAG },
    [REVISION] = { .name = "revision", .label = TEXT("版本"), .kind = FORM_HIDDEN },
};
static const struct form step_form = { "escalation.step", step_fields,
                                       sizeof step_fields / sizeof *step_fields };

/* What a button of a row sends along. */
static const struct form_field row_fields[] = {
    { .name = "kind", .label = TEXT("哪种期限"), .kind = FORM_HIDDEN },
    { .name = "late", .label = TEXT("什么时候提醒"), .kind = FORM_HIDDEN },
    { .name = "days", .label = TEXT("几个工作日"), .kind = FORM_HIDDEN },
    { .name = "revision", .label = TEXT("版本"), .kind = FORM_HIDDEN },
};
static const struct form row_form = { "escalation.row", row_fields,
                                      sizeof row_fields / sizeof *row_fields };

/* ---- reading ---- */

/* Which step some text speaks of; its hearer stays empty. */
static bool read_step(const char *kind, const char *late, const char *days,
                      struct escalation_step *step) {
    int64_t is_late, count;

    if (!text_read_int(late, &is_late) || !text_read_int(days, &count) || is_late < 0 ||
        is_late > 1 || count < 0 || count > ESCALATION_DAYS_MAX)
        return false;
    for (int i = 0; i < FLOW_CLOCKS; i++)
        if (strcmp(matter_clock_kinds[i].name, kind) == 0) {
            *step = (struct escalation_step){ (enum flow_clock)i, (int)is_late,
                                              (int)count, 0 };
            return true;
        }
    return false;
}

static bool read_sent(const struct form_input *input, struct escalation_step *step) {
    return read_step(form_value(input, "kind"), form_value(input, "late"),
                     form_value(input, "days"), step);
}

static int64_t revision_of(const struct form_input *input) {
    int64_t revision;

    return text_read_int(form_value(input, "revision"), &revision) ? revision : -1;
}

/* ---- the page ---- */

static const struct escalation_step *find(const struct escalation_table *table,
                                          const struct escalation_step *wanted) {
    for (size_t i = 0; i < table->count; i++) {
        const struct escalation_step *step = &table->steps[i];

        if (step->kind == wanted->kind && step->late == wanted->late &&
            step->days == wanted->days)
            return step;
    }
    return NULL;
}

static const char *heard(const struct escalation_step *step,
                         enum escalation_hearer hearer) {
    return step && step->hearer & hearer ? "1" : "";
}

static const struct form_input *fresh(struct work *work, const char *revision,
                                      const struct escalation_step *step) {
    return form_fresh(
        work->arena, &step_form, "kind",
        step ? matter_clock_kinds[step->kind].name : "decide", "late",
        step && !step->late ? "0" : "1", "days",
        step ? text_of_int(work->arena, step->days) : "", "desk",
        heard(step, ESCALATION_DESK), "owner", heard(step, ESCALATION_OWNER), "deputy",
        heard(step, ESCALATION_DEPUTY), "head", heard(step, ESCALATION_HEAD), "manager",
        heard(step, ESCALATION_MANAGER), "revision", revision, (char *)NULL);
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    const struct form_input *const sent = exchange->form;
    struct escalation_view view = { .input = sent };
    const struct escalation_step *step = NULL;
    struct escalation_step wanted;

    escalation_read(work, &view.table);
    if (!sent || sent->form != &step_form) {
        if (read_step(exchange_query(exchange, "kind"), exchange_query(exchange, "late"),
                      exchange_query(exchange, "days"), &wanted))
            step = find(&view.table, &wanted);
        view.input = fresh(work, text_of_int(work->arena, view.table.revision), step);
    }
    view.changes = step;
    escalation_table_page(exchange_page(exchange, TEXT("到期提醒表")), &view);
    return NULL;
}

/* ---- changing ---- */

static const struct refusal *go_back(struct exchange *exchange,
                                     const struct refusal *refusal) {
    if (!refusal)
        exchange_redirect(exchange, "/desk/escalation");
    return refusal;
}

static const struct refusal *keep(struct work *work, struct exchange *exchange) {
    struct escalation_step step;

    if (!read_sent(exchange->form, &step))
        return &escalation_unknown;
    for (int i = 0; i < ESCALATION_HEARERS; i++)
        if (exchange->form->number[FIRST_HEARER + i])
            step.hearer |= 1U << i;
    return go_back(exchange, escalation_keep(work, revision_of(exchange->form), &step));
}

static const struct refusal *drop(struct work *work, struct exchange *exchange) {
    struct escalation_step step;

    if (!read_sent(exchange->form, &step))
        return &escalation_unknown;
    return go_back(exchange, escalation_remove(work, revision_of(exchange->form), &step));
}

static const struct refusal *restore(struct work *work, struct exchange *exchange) {
    return go_back(exchange, escalation_restore(work, revision_of(exchange->form)));
}

static const struct route routes[] = {
    { .pattern = "/desk/escalation",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/escalation",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &step_form,
      .handle = keep,
      .again = show,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/escalation/remove",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &row_form,
      .handle = drop,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/escalation/restore",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &row_form,
      .handle = restore,
      .once = true },
};

const struct route_table escalation_routes = { routes, sizeof routes / sizeof *routes };
