#include <string.h>

#include "cursor.h"
#include "desk.h"
#include "matter_words.h"

enum { LIMIT = DESK_ROWS, LIMIT_MAX = MATTER_LIST_MAX };

static const struct refusal not_yours = {
    REFUSED_FORBIDDEN, "desk.not_yours",
    TEXT("您的账号不能看这一类待办，请换一类或联系管理员。"), "desk"
};

static const struct form_choice desks[] = {
    { "intake", TEXT("窗口") },
    { "review", TEXT("审核") },
    { "office", TEXT("待回复意见") },
    { NULL, NULL },
};

static const struct form_field fields[] = {
    { .name = "desk",
      .label = TEXT("哪一类待办"),
      .kind = FORM_CHOICE,
      .choices = desks },
    { .name = "after",
      .label = TEXT("从哪里接着列"),
      .kind = FORM_TEXT,
      .max = CURSOR_TEXT_MAX },
    { .name = "limit",
      .label = TEXT("最多几件"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = LIMIT_MAX },
};

const struct form desk_api_form = { "desk.list", fields, sizeof fields / sizeof *fields };

struct api_row {
    const char *number, *kind, *title, *state, *asker, *light;
    int64_t submitted_ms, due_ms;
};

struct api_list {
    const struct api_row *rows;
    size_t count;
    const char *next;
};

#define FIELD(member, name_, kind_, help_)                                               \
    {                                                                                    \
        .name = name_, .kind = kind_, .offset = offsetof(struct api_row, member),        \
        .help = help_                                                                    \
    }

static const struct shape_field row_fields[] = {
    FIELD(number, "number", SHAPE_TEXT, NULL),
    FIELD(title, "title", SHAPE_TEXT, NULL),
    FIELD(state, "state", SHAPE_TEXT, "as /api/v1/matters names it"),
    FIELD(asker, "asker", SHAPE_TEXT, "masked"),
    FIELD(light, "light", SHAPE_TEXT, "green, yellow, red, blue (stopped) or grey"),
    FIELD(submitted_ms, "submitted", SHAPE_MOMENT, NULL),
    FIELD(due_ms, "due", SHAPE_MOMENT, NULL),
};

static const struct shape row_shape = { "DeskRow", row_fields,
                                        sizeof row_fields / sizeof *row_fields,
                                        sizeof(struct api_row) };

static const struct shape_field list_fields[] = {
    { .name = "matters",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct api_list, rows),
      .count_offset = offsetof(struct api_list, count),
      .of = &row_shape },
    { .name = "next",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct api_list, next),
      .help = "Send it as \"after\" for the next page; empty at the end." },
};

const struct shape desk_api_shape = { "DeskPage", list_fields,
                                      sizeof list_fields / sizeof *list_fields,
                                      sizeof(struct api_list) };

static struct api_row row_of(const struct matter_line *line) {
    return (struct api_row){
        .number = line->number,
        .title = line->title,
        .state = line->state->name,
        .asker = line->asker,
        .light = matter_light_name(line->light),
        .submitted_ms = line->submitted_ms,
        .due_ms = line->due_ms,
    };
}

/* A desk as a tab of its own: all that waits there. */
static struct desk_tab tab_of(const struct work *work, const char *name) {
    const unsigned desks_seen = desk_seen(work) & ~(unsigned)DESK_OFFICES;
    unsigned desk = 1U << (strcmp(name, "review") == 0 ? FLOW_REVIEW : FLOW_INTAKE);

    if (strcmp(name, "office") == 0)
        desk = DESK_OFFICES;
    return (struct desk_tab){ .desks = name[0] ? desk : desks_seen,
                              .stage = DESK_ANY_STAGE };
}

const struct refusal *desk_api_list(struct work *work, struct exchange *exchange) {
    const struct form_input *form = exchange->form;
    const struct desk_tab tab = tab_of(work, form_value(form, "desk"));
    const int64_t limit = form_number(form, "limit");
    struct matter_cursor after;
    const struct refusal *refusal = matter_read_cursor(form_value(form, "after"), &after);
    struct api_list list;
    struct desk_rows rows;

    if (!(tab.desks & desk_seen(work)))
        return &not_yours;
    if (refusal)
        return refusal;
    desk_read(work, &tab, after, limit ? (size_t)limit : LIMIT, &rows);

    struct api_row *made = arena_alloc(work->arena, (rows.count + 1) * sizeof *made);

    for (size_t i = 0; i < rows.count; i++)
        made[i] = row_of(&rows.line[i]);
    list = (struct api_list){ made, rows.count, rows.next };
    exchange_give(exchange, &list);
    return NULL;
}
