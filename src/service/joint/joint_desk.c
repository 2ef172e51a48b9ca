#include "joint_desk.h"

#include <string.h>

#include "matter_words.h"
#include "page_time.h"

static const struct form_choice agrees[] = {
    { "agree", TEXT("同意") },
    { "oppose", TEXT("不同意") },
    { NULL, NULL },
};

static const struct form_field fields[] = {
    { .name = "agrees",
      .label = TEXT("本科室的意见"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = agrees },
    { .name = "opinion",
      .label = TEXT("意见内容"),
      .kind = FORM_LONG_TEXT,
      .hint = TEXT("不同意的必须写明理由和依据，承办科室会看到"),
      .max = JOINT_OPINION_MAX },
};

const struct form joint_opinion_form = { "joint.opinion", fields,
                                         sizeof fields / sizeof *fields };

struct joint_opinion joint_read_opinion(const struct form_input *form, int64_t ordinal) {
    return (struct joint_opinion){
        .ordinal = ordinal,
        .agrees = strcmp(form_value(form, "agrees"), "agree") == 0,
        .text = form_value(form, "opinion"),
    };
}

static struct joint_row row_of(struct work *work, const struct matter *matter,
                               enum language language,
                               const struct joint_office *office) {
    const bool runs = office->state == JOINT_ASKED && !office->stopped_ms;
    const int today = work_day(work);
    struct joint_row row = {
        .office = office,
        .due = "",
        .left = "",
        .answered = "",
        .may_answer = joint_may_answer(work, matter, office),
    };

    if (runs) {
        row.due = page_say_until(work->arena, language, office->due_ms, today);
        row.left = matter_say_left(work, language, office->due_ms);
        row.light = matter_light(work, office->due_ms, office->days, 0);
    }
    if (office->answered_ms)
        row.answered = page_say_moment(work->arena, language, office->answered_ms, today);
    return row;
}

void joint_read_view(struct work *work, const struct matter *matter,
                     enum language language, struct joint_view *view) {
    const struct joint_office *offices;
    const size_t count = joint_offices(work, matter->id, &offices);
    struct joint_row *rows = arena_alloc(work->arena, count * sizeof *rows + 1);
    struct matter own;

    for (size_t i = 0; i < count; i++) {
        rows[i] = row_of(work, matter, language, &offices[i]);
        rows[i].place = joint_place(offices, count, i);
    }
    view->guest = matter_find_mine(work, matter->number, &own) != NULL;
    view->number = matter->number;
    view->rows = rows;
    view->count = count;
    view->opposed = joint_is_opposed(offices, count);
}
