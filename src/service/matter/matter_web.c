#include "matter_web.h"

#include <assert.h>
#include <string.h>

#include "cursor.h"
#include "matter_clock.h"
#include "matter_tell.h"
#include "route.h"

static const struct form_field track_fields[] = {
    { .name = "number",
      .label = TEXT("办件编号"),
      .hint = TEXT("回执和短信上的 24 位数字，空格不用输"),
      .kind = FORM_DIGITS,
      .required = true,
      .max = MATTER_NUMBER_SIZE - 1,
      .autocomplete = "off" },
    { .name = "last_four",
      .label = TEXT("手机号后四位"),
      .hint = TEXT("申请时留的手机号"),
      .kind = FORM_DIGITS,
      .required = true,
      .max = 4,
      .autocomplete = "off" },
};
static const struct form track_form = {
    "matter.track",
    track_fields,
    sizeof track_fields / sizeof *track_fields,
};

/* ---- following without signing in ---- */

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    const struct form_input *input = exchange->form;

    if (!input)
        input = form_fresh(work->arena, &track_form, "number",
                           exchange_query(exchange, "number"), (char *)NULL);
    matter_track_form_page(exchange_page(exchange, TEXT("查进度")), input);
    return NULL;
}

static const struct refusal *find_by_phone(struct work *work, struct exchange *exchange,
                                           struct matter *matter) {
    return matter_track_by_phone(work, exchange_network(exchange),
                                 form_value(exchange->form, "number"),
                                 form_value(exchange->form, "last_four"), matter);
}

static const struct refusal *find(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    struct matter matter;
    const struct refusal *refusal = find_by_phone(work, exchange, &matter);

    if (!refusal)
        exchange_redirect(
            exchange,
            route_url(&out, "/track/%s", matter_track_reference(work, matter.number)));
    return refusal;
}

/* What the asker wrote himself is his, and of who acts for him. */
static void hide_own_words(struct work *work, const struct matter *matter,
                           struct matter_track *track) {
    struct matter_track_event *events =
        arena_alloc(work->arena, track->event_count * sizeof *events + 1);

    for (size_t i = 0; i < track->event_count; i++) {
        const struct flow_step *step = flow_verb(matter->flow, track->events[i].verb);

        events[i] = track->events[i];
        if (step && step->rights & RIGHT_RESIDENT)
            events[i].note = "";
    }
    track->events = events;
}

/* Who has the number is told nothing of people: not who acts for the asker either. */
static void read_track(struct work *work, const struct matter *matter,
                       enum matter_reader reader, enum language language,
                       struct matter_track *track) {
    matter_track(work, matter, language, track);
    matter_tell_all(work, matter, reader, language, track);
    if (reader == MATTER_ITS_OWN)
        return;
    track->agent = "";
    hide_own_words(work, matter, track);
}

static const struct refusal *show_track(struct work *work, struct exchange *exchange) {
    const char *reference = exchange_parameter(exchange, "reference");
    struct matter_view view = { .reference = reference };
    struct matter matter;
    const struct refusal *refusal = matter_track_find(work, reference, &matter);

    if (refusal)
        return refusal;
    read_track(work, &matter, MATTER_BY_NUMBER, exchange->view.language, &view.track);
    matter_track_page(exchange_page(exchange, TEXT("办理进度")), &view);
    return NULL;
}

/* ---- one's own ---- */

/* Reads one more than is shown, to know whether there is a next page. */
static size_t list_mine(struct work *work, int64_t after_id, size_t limit,
                        const struct matter_line **lines, const char **next) {
    const size_t count = matter_list_mine(work, after_id, limit + 1, lines);

    *next = count > limit ? cursor_write(work->arena, &(*lines)[limit - 1].id, 1) : "";
    return count > limit ? limit : count;
}

static const struct refusal *show_mine(struct work *work, struct exchange *exchange) {
    struct matter_mine mine = { .today = work_day(work), .next = "" };
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(exchange_query(exchange, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    mine.first = after_id == INT64_MAX;
    mine.count = list_mine(work, after_id, MATTER_MINE_PAGE, &mine.lines, &mine.next);
    matter_mine_page(exchange_page(exchange, TEXT("我的办件")), &mine);
    return NULL;
}

/* What the asker may do himself. */
static void find_steps(struct work *work, const struct matter *matter,
                       struct matter_view *view) {
    struct matter_clock_set clocks;

    matter_running_clocks(work, matter->id, &clocks);
    for (size_t i = 0; i < matter->flow->step_count; i++) {
        const struct flow_step *step = &matter->flow->steps[i];

        if (!flow_leaves(step, matter->state, matter->facts) ||
            !(step->rights & RIGHT_RESIDENT) || !matter_may(work, matter, step) ||
            matter_clocks_allow(work, &clocks, step))
            continue;
        assert(view->step_count < MATTER_VIEW_STEPS_MAX);
        view->step[view->step_count++] = step;
    }
}

static const struct refusal *show_own(struct work *work, struct exchange *exchange) {
    struct matter_view view = { 0 };
    struct matter matter;
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);

    if (refusal)
        return refusal;
    read_track(work, &matter, MATTER_ITS_OWN, exchange->view.language, &view.track);
    view.is_askers = work->actor.person_id == matter.person_id;
    find_steps(work, &matter, &view);
    view.may_add_papers = matter.version_id && matter_may_add_papers(&matter);
    view.paper_count = paper_of_matter(work, matter.id, &view.papers);
    matter_track_page(exchange_page(exchange, TEXT("办理进度")), &view);
    return NULL;
}

static const struct form_field act_fields[] = {
    { .name = "note",
      .label = TEXT("想说的话"),
      .kind = FORM_LONG_TEXT,
      .max = MATTER_NOTE_MAX },
};
static const struct form act_form = { "matter.act", act_fields, 1 };

static const struct refusal *act(struct work *work, struct exchange *exchange) {
    struct html out = { .text = { .arena = work->arena } };
    struct matter matter;
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);

    if (!refusal)
        refusal = matter_act(work, &matter, exchange_parameter(exchange, "verb"),
                             form_value(exchange->form, "note"));
    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/my/%s", matter.number));
    return refusal;
}

/* ---- API ---- */

struct line {
    const char *number, *title, *state, *label;
    int64_t submitted_ms, due_ms, rated;
};

struct lines {
    const struct line *matters;
    size_t count;
    const char *next;
};

static const struct shape_field line_fields[] = {
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct line, number),
      .help = "24 digits with a check digit." },
    { .name = "title",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct line, title),
      .help = "The item's name when it was handed in." },
    { .name = "state",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct line, state),
      .help = "Stable name of the state." },
    { .name = "state_label",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct line, label),
      .help = "The state in Chinese." },
    { .name = "submitted",
      .kind = SHAPE_MOMENT,
      .offset = offsetof(struct line, submitted_ms),
      .help = "When it was handed in." },
    { .name = "due",
      .kind = SHAPE_MOMENT,
      .offset = offsetof(struct line, due_ms),
      .help = "When the clock that runs ends; null when none runs." },
    { .name = "rated",
      .kind = SHAPE_INTEGER,
      .offset = offsetof(struct line, rated),
      .help = "Level of the rating, 1 to 5; 0 not yet." },
};
static const struct shape line_shape = {
    "MatterLine",
    line_fields,
    sizeof line_fields / sizeof *line_fields,
    sizeof(struct line),
};
static const struct shape_field lines_fields[] = {
    { .name = "matters",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct lines, matters),
      .count_offset = offsetof(struct lines, count),
      .of = &line_shape,
      .help = "Newest first." },
    { .name = "next",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct lines, next),
      .help = "Send it as \"after\" for the next page; empty at the end." },
};
static const struct shape lines_shape = {
    "MatterList",
    lines_fields,
    sizeof lines_fields / sizeof *lines_fields,
    sizeof(struct lines),
};

static const struct form_field list_fields[] = {
    { .name = "after",
      .label = TEXT("从哪里接着列"),
      .kind = FORM_TEXT,
      .max = CURSOR_TEXT_MAX },
    { .name = "limit",
      .label = TEXT("最多几条"),
      .kind = FORM_INTEGER,
      .min = 1,
      .max = MATTER_LIST_MAX },
};
static const struct form list_form = {
    "matter.list",
    list_fields,
    sizeof list_fields / sizeof *list_fields,
};

static const struct refusal *list(struct work *work, struct exchange *exchange) {
    const int64_t asked = form_number(exchange->form, "limit");
    const size_t limit = asked ? (size_t)asked : MATTER_MINE_PAGE;
    const struct matter_line *rows;
    struct lines lines = { .next = "" };
    int64_t after_id;
    const struct refusal *refusal =
        cursor_read(form_value(exchange->form, "after"), &after_id, 1, INT64_MAX);

    if (refusal)
        return refusal;
    lines.count = list_mine(work, after_id, limit, &rows, &lines.next);

    struct line *made = arena_alloc(work->arena, lines.count * sizeof *made);

    for (size_t i = 0; i < lines.count; i++)
        made[i] = (struct line){ rows[i].number,       rows[i].title,
                                 rows[i].state->name,  rows[i].state->label,
                                 rows[i].submitted_ms, rows[i].due_ms,
                                 rows[i].rated };
    lines.matters = made;
    exchange_give(exchange, &lines);
    return NULL;
}

static const struct refusal *give(struct work *work, struct exchange *exchange,
                                  const struct matter *matter,
                                  enum matter_reader reader) {
    struct matter_track track;

    read_track(work, matter, reader, LANGUAGE_CHINESE, &track);
    exchange_give(exchange, &track);
    return NULL;
}

static const struct refusal *read_one(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);
    /* Staff reads letters and people at the desk, where that is recorded. */
    const enum matter_reader reader =
        work->actor.person_id ? MATTER_ITS_OWN : MATTER_BY_NUMBER;

    return refusal ? refusal : give(work, exchange, &matter, reader);
}

static const struct refusal *read_by_phone(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = find_by_phone(work, exchange, &matter);

    return refusal ? refusal : give(work, exchange, &matter, MATTER_BY_NUMBER);
}

static const struct route routes[] = {
    { .pattern = "/track", .handle = ask },
    { .method = HTTP_POST,
      .pattern = "/track",
      .form = &track_form,
      .handle = find,
      .again = ask,
      .guesses = true },
    { .pattern = "/track/:reference", .handle = show_track },
    { .pattern = "/my", .rights = RIGHT_RESIDENT, .handle = show_mine },
    { .pattern = "/my/:number", .rights = RIGHT_RESIDENT, .handle = show_own },
    { .method = HTTP_POST,
      .pattern = "/my/:number/do/:verb",
      .rights = RIGHT_RESIDENT,
      .form = &act_form,
      .handle = act,
      .once = true },
    { .pattern = "/api/v1/matters",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT,
      .form = &list_form,
      .handle = list,
      .answers = &lines_shape,
      .summary = "List one's own matters, newest first" },
    { .pattern = "/api/v1/matters/:number",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_CASEWORK,
      .handle = read_one,
      .answers = &matter_track_shape,
      .summary = "Read a matter: one's own, or one that staff may see" },
    { .method = HTTP_POST,
      .pattern = "/api/v1/track",
      .face = FACE_API,
      .form = &track_form,
      .handle = read_by_phone,
      .guesses = true,
      .answers = &matter_track_shape,
      .summary = "Read a matter by its number and the last four digits of the phone" },
};

const struct route_table matter_routes = { routes, sizeof routes / sizeof *routes };
