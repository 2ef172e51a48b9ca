#include "bundle_desk.h"

#include <assert.h>
#include <string.h>

#include "bundle_web.h"
#include "filing_asker.h"
#include "matter_clock.h"
#include "page_time.h"
#include "paper_list.h"

/* ---- a case ---- */

static const struct refusal *find_case(struct work *work, const struct exchange *exchange,
                                       struct matter *matter) {
    return bundle_find_case(work, exchange_parameter(exchange, "number"), matter);
}

static void find_steps(struct work *work, struct bundle_case_view *view) {
    const struct matter *const matter = &view->matter;
    struct matter_clock_set clocks;

    matter_running_clocks(work, matter->id, &clocks);
    for (size_t i = 0; i < matter->flow->step_count; i++) {
        const struct flow_step *const step = &matter->flow->steps[i];

        if (!flow_leaves(step, matter->state, matter->facts) ||
            !matter_may(work, matter, step) || matter_clocks_allow(work, &clocks, step))
            continue;
        assert(view->step_count < BUNDLE_STEPS_MAX);
        view->step[view->step_count++] = step;
    }
}

static void read_clock(struct work *work, enum language language,
                       struct bundle_case_view *view) {
    const struct matter *const matter = &view->matter;

    view->light = matter_light(work, matter->due_ms, matter->clock_days, matter->facts);
    view->left = matter_say_left(work, language, matter->due_ms);
    view->due = matter_say_due(work, language, matter->due_ms, work_day(work));
}

static const struct refusal *give(struct work *work, struct exchange *exchange,
                                  struct bundle_case_view *view) {
    const struct matter *const matter = &view->matter;
    const enum language language = exchange->view.language;
    const struct refusal *const refusal =
        view->whole ? NULL : filing_asker_masked(work, matter, &view->asker);
    struct paper_checklist papers;
    struct matter own;

    if (refusal)
        return refusal;
    view->guest = matter_find_mine(work, matter->number, &own) != NULL;
    bundle_read_case(work, matter, &view->found);
    matter_track(work, matter, language, &view->track);
    read_clock(work, language, view);
    view->paper_count = paper_of_matter(work, matter->id, &view->papers);
    paper_checklist(work, matter->id, matter->version_id, &papers);
    view->lacking = paper_say_lacking(work->arena, &papers);
    view->letter_count = letters_of(work, matter, &view->letters);
    find_steps(work, view);
    bundle_case_page(exchange_page(exchange, matter->title), view);
    return NULL;
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct bundle_case_view view = { .whole = false };
    const struct refusal *const refusal = find_case(work, exchange, &view.matter);

    return refusal ? refusal : give(work, exchange, &view);
}

static const struct refusal *reveal(struct work *work, struct exchange *exchange) {
    struct bundle_case_view view = { .whole = true };
    const struct refusal *refusal = find_case(work, exchange, &view.matter);

    if (!refusal)
        refusal = filing_reveal(work, &view.matter, &view.asker);
    return refusal ? refusal : give(work, exchange, &view);
}

static const struct form_field act_fields[] = {
    { .name = "note",
      .label = TEXT("理由"),
      .kind = FORM_LONG_TEXT,
      .hint = TEXT("申请人会看到这段话"),
      .max = MATTER_NOTE_MAX / 2 },
};
static const struct form act_form = { "bundle.act", act_fields, 1 };

static const struct refusal *do_verb(struct work *work, struct exchange *exchange,
                                     struct matter *matter) {
    const struct refusal *const refusal = find_case(work, exchange, matter);

    return refusal ? refusal
                   : bundle_do(work, matter, exchange_parameter(exchange, "verb"),
                               form_value(exchange->form, "note"));
}

static const struct refusal *act(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = do_verb(work, exchange, &matter);

    if (!refusal)
        exchange_redirect(exchange,
                          arena_format(work->arena, "/desk/bundle/%s", matter.number));
    return refusal;
}

static const struct refusal *act_again(struct work *work, struct exchange *exchange) {
    struct bundle_case_view view = { .tried = exchange_parameter(exchange, "verb"),
                                     .form = exchange->form };
    const struct refusal *const refusal = find_case(work, exchange, &view.matter);

    return refusal ? refusal : give(work, exchange, &view);
}

static const struct refusal *act_api(struct work *work, struct exchange *exchange) {
    struct matter_track track;
    struct matter matter;
    const struct refusal *const refusal = do_verb(work, exchange, &matter);

    if (refusal)
        return refusal;
    matter_track(work, &matter, LANGUAGE_CHINESE, &track);
    exchange_give(exchange, &track);
    return NULL;
}

/* ---- taking in at a window ---- */

static const struct refusal *find(struct work *work, const struct exchange *exchange,
                                  struct bundle *bundle) {
    const struct refusal *const refusal =
        bundle_find(work, exchange_parameter(exchange, "code"), bundle);

    return refusal ? refusal : bundle_closed(work, bundle, FILING_AT_WINDOW);
}

static const struct refusal *ask(struct work *work, struct exchange *exchange) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    struct bundle_view view = { .bundle = bundle, .form = exchange->form };
    const struct refusal *const refusal = find(work, exchange, bundle);
    struct person asker;

    if (refusal)
        return refusal;
    if (view.form)
        filing_read_asker(work, exchange->view.language, exchange->form, &asker);
    else
        view.form = form_fresh(work->arena, bundle_form_at_window(work, exchange), "kind",
                               "person", (char *)NULL);
    bundle_intake_page(exchange_page(exchange, bundle->body.name), &view);
    return NULL;
}

static const struct refusal *hand_in(struct work *work, struct exchange *exchange,
                                     struct matter *matter) {
    struct bundle *const bundle = arena_alloc(work->arena, sizeof *bundle);
    struct bundle_new given = { .channel = FILING_AT_WINDOW };
    const struct refusal *refusal = find(work, exchange, bundle);

    if (!refusal)
        refusal = filing_read_asker(work, exchange->view.language, exchange->form,
                                    &given.asker);
    if (refusal)
        return refusal;
    given.code = bundle->body.code;
    given.answers = bundle_say_answers(work->arena, bundle, exchange->form);
    return bundle_submit(work, &given, matter);
}

static const struct refusal *take_in(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *const refusal = hand_in(work, exchange, &matter);

    if (!refusal)
        exchange_redirect(exchange,
                          arena_format(work->arena, "/desk/bundle/%s", matter.number));
    return refusal;
}

static const struct refusal *list(struct work *work, struct exchange *exchange) {
    const struct bundle_line *lines;
    const size_t count = bundle_list(work, &lines);

    bundle_choose_page(exchange_page(exchange, TEXT("一件事收件")), lines, count);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/bundles",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = list },
    { .pattern = "/desk/bundle/:number",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/bundle/:number/reveal",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = reveal },
    { .method = HTTP_POST,
      .pattern = "/desk/bundle/:number/:verb",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form = &act_form,
      .handle = act,
      .again = act_again,
      .once = true },
    { .pattern = "/desk/intake/bundle/:code",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = ask },
    { .method = HTTP_POST,
      .pattern = "/desk/intake/bundle/:code",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .form_of = bundle_form_at_window,
      .handle = take_in,
      .again = ask,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/api/v1/bundle-cases/:number/:verb",
      .rights = RIGHT_RESIDENT | RIGHT_CASEWORK,
      .face = FACE_API,
      .form = &act_form,
      .handle = act_api,
      .answers = &matter_track_shape,
      .summary = "Do what the flow of a bundle allows: receive, accept, withdraw …" },
};

const struct route_table bundle_desk_routes = { routes, sizeof routes / sizeof *routes };
