#include "matter_cases.h"

#include <string.h>

#include "cursor.h"
#include "matter_words.h"
#include "page_time.h"
#include "text.h"

static const struct refusal asker_unread = {
    REFUSED_INVALID, "matter.asker_unread",
    TEXT("请填完整的身份证号、统一社会信用代码或 11 位手机号。"), "who"
};
static const struct refusal asker_absent = {
    REFUSED_ABSENT, "matter.asker_absent",
    TEXT("没有这个证件号或手机号的办事人。请核对后再查，或改用办件编号查。"), "who"
};

/* Both carry the filter that they were sent from. */
static const struct form_field save_fields[] = {
    { .name = "name",
      .label = TEXT("给这个筛选起个名字"),
      .hint = TEXT("保存以后，在这一页上面点名字就能再看；同名的会被替换"),
      .kind = FORM_TEXT,
      .required = true,
      .max = MATTER_SAVED_NAME_MAX },
    { .name = "query", .label = TEXT("筛选条件"), .kind = FORM_HIDDEN },
};
static const struct form save_form = { "matter.save_filter", save_fields,
                                       sizeof save_fields / sizeof *save_fields };

static const struct form_field asker_fields[] = {
    { .name = "who",
      .label = TEXT("证件号或手机号"),
      .hint = TEXT("号码不会写进网址；手机号查的是登记在办事人名下的"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 20,
      .autocomplete = "off" },
    { .name = "query", .label = TEXT("筛选条件"), .kind = FORM_HIDDEN },
};
static const struct form asker_form = { "matter.find_asker", asker_fields,
                                        sizeof asker_fields / sizeof *asker_fields };

/* ---- the page ---- */

/* Both forms carry the filter along, so a page shown again is the page that it was. */
static struct matter_asked read_asked(struct work *work,
                                      const struct exchange *exchange) {
    const char *query = exchange->request->method == HTTP_GET
                            ? exchange->request->query_string
                            : form_value(exchange->form, "query");

    return matter_asked_read(work->arena, query);
}

static const struct form_input *form_again(struct work *work,
                                           const struct exchange *exchange,
                                           const struct form *form, const char *query) {
    const struct form_input *sent = exchange->form;

    return sent && sent->form == form
               ? sent
               : form_fresh(work->arena, form, "query", query, NULL);
}

static void say_rows(struct work *work, enum language language,
                     struct matter_cases *cases) {
    const size_t count = cases->page.count;
    const char **left = arena_alloc(work->arena, (count + 1) * sizeof *left);
    const char **when = arena_alloc(work->arena, (count + 1) * sizeof *when);

    for (size_t i = 0; i < count; i++) {
        const struct matter_line *line = &cases->page.found[i].line;

        left[i] = matter_say_left(work, language, line->due_ms);
        when[i] =
            page_say_moment(work->arena, language, line->submitted_ms, work_day(work));
    }
    cases->left = left;
    cases->when = when;
}

static const char *say_asker(struct work *work, const struct matter_filter *filter) {
    struct text out = { .arena = work->arena };

    for (size_t i = 0; i < filter->person_count; i++) {
        struct person person;

        if (!person_masked(work, filter->person_id[i], &person))
            text_addf(&out, "%s%s %s", out.length ? "；" : "", person.name,
                      person.id_number);
    }
    return text_string(&out);
}

static void read_rows(struct work *work, struct exchange *exchange,
                      struct matter_cases *cases) {
    struct matter_cursor after = { 0, 0 };

    if (!cases->refusal)
        cases->refusal = matter_asked_filter(work, &cases->asked, &cases->filter);
    if (!cases->refusal && exchange->request->method == HTTP_GET)
        cases->refusal = matter_read_cursor(exchange_query(exchange, "after"), &after);
    if (cases->refusal) {
        exchange->status = 422;
        return;
    }
    cases->follows = after.id != 0;
    matter_filter_read(work, &cases->filter, MATTER_ASKER_MASKED, after,
                       MATTER_CASES_ROWS, MATTER_LOOKS, &cases->page);
    if (cases->page.goes_on)
        cases->next = matter_write_cursor(work->arena, cases->page.after);
    if (cases->filter.of_asker)
        cases->asker = say_asker(work, &cases->filter);
    say_rows(work, exchange->view.language, cases);
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct matter_cases cases = { .asked = read_asked(work, exchange),
                                  .next = "",
                                  .asker = "" };
    const char *query = matter_asked_write(work->arena, &cases.asked);

    cases.filter = matter_filter_all(work);
    cases.book = place_book(work);
    if (!cases.book)
        return NULL; /* only under a fault */
    read_rows(work, exchange, &cases);
    cases.staff_count = account_staff(work, &cases.staff);
    cases.saved_count = matter_saved_read(work, &cases.saved);
    cases.save = form_again(work, exchange, &save_form, query);
    cases.by_asker = form_again(work, exchange, &asker_form, query);
    matter_cases_page(exchange_page(exchange, TEXT("全部办件")), &cases);
    return NULL;
}

/* ---- what is handed in ---- */

static void go_to(struct work *work, struct exchange *exchange,
                  const struct matter_asked *asked) {
    exchange_redirect(exchange, arena_format(work->arena, "/desk/cases?%s",
                                             matter_asked_write(work->arena, asked)));
}

static const struct refusal *save(struct work *work, struct exchange *exchange) {
    const struct matter_asked asked = read_asked(work, exchange);
    struct matter_filter filter;
    const struct refusal *refusal = matter_asked_filter(work, &asked, &filter);

    if (!refusal)
        refusal = matter_saved_keep(work, form_value(exchange->form, "name"), &asked);
    if (!refusal)
        go_to(work, exchange, &asked);
    return refusal;
}

static const struct refusal *find_asker(struct work *work, struct exchange *exchange) {
    struct matter_asked asked = read_asked(work, exchange);
    const char *asker = matter_asked_asker(work, form_value(exchange->form, "who"));
    struct matter_filter filter;
    const struct refusal *refusal = asker ? NULL : &asker_unread;

    if (!refusal) {
        asked.value[MATTER_ASKED_ASKER] = asker;
        refusal = matter_asked_filter(work, &asked, &filter);
    }
    if (!refusal && filter.person_count == 0)
        refusal = &asker_absent;
    if (!refusal)
        go_to(work, exchange, &asked);
    return refusal;
}

static const struct refusal *forget(struct work *work, struct exchange *exchange) {
    int64_t id = 0;

    if (text_read_int(exchange_parameter(exchange, "id"), &id))
        matter_saved_remove(work, id);
    exchange_redirect(exchange, "/desk/cases");
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/cases",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/cases/save",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form = &save_form,
      .handle = save,
      .again = show,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/cases/asker",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form = &asker_form,
      .handle = find_asker,
      .again = show },
    { .method = HTTP_POST,
      .pattern = "/desk/cases/saved/:id/remove",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = forget,
      .once = true },
};

const struct route_table matter_case_routes = { routes, sizeof routes / sizeof *routes };
