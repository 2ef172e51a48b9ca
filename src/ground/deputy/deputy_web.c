#include "deputy_web.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "page_time.h"
#include "place.h"
#include "text.h"

/* ---- forms ---- */

static const struct form_choice reason_choices[] = {
    { "leave", TEXT("休假") },
    { "training", TEXT("培训") },
    { "business", TEXT("出差") },
    { "other", TEXT("其他") },
    { NULL, NULL },
};

static const struct form_field leave_fields[] = {
    { .name = "from_day",
      .label = TEXT("从哪天开始"),
      .kind = FORM_DAY,
      .required = true },
    { .name = "end_day",
      .label = TEXT("到哪天结束"),
      .hint = TEXT("最后一天不上班的日子"),
      .kind = FORM_DAY,
      .required = true },
    { .name = "reason",
      .label = TEXT("为什么不在"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = reason_choices },
};
static const struct form leave_form = { "deputy.leave", leave_fields,
                                        sizeof leave_fields / sizeof *leave_fields };

/* Whose page it is: ":id" of the address, or the actor. */
static int64_t whose(const struct work *work, const struct exchange *exchange) {
    int64_t id = work->actor.id;

    if (strstr(exchange->route->pattern, ":id"))
        return text_read_int(exchange_parameter(exchange, "id"), &id) ? id : 0;
    return id;
}

/* Those who hold the same post. */
static const struct form_choice *deputy_choices(struct work *work,
                                                const struct deputy_book *book,
                                                const struct deputy_colleague *absent) {
    struct form_choice *made =
        arena_alloc(work->arena, (book->colleague_count + 2) * sizeof *made);
    const unsigned needed = absent->rights & RIGHT_CASEWORK;
    size_t count = 0;

    made[count++] = (struct form_choice){ "0", TEXT("还没有定") };
    for (size_t i = 0; i < book->colleague_count; i++) {
        const struct deputy_colleague *one = &book->colleagues[i];

        if (one->id != absent->id && !(needed & ~one->rights))
            made[count++] =
                (struct form_choice){ text_of_int(work->arena, one->id), one->name };
    }
    made[count] = (struct form_choice){ NULL, NULL };
    return made;
}

static const struct form *name_form(struct work *work, struct exchange *exchange) {
    const struct deputy_book *book = deputy_book(work);
    const struct deputy_colleague *absent =
        book ? deputy_find(book, whose(work, exchange)) : NULL;
    struct form_field *field = arena_alloc(work->arena, sizeof *field);
    struct form *form = arena_alloc(work->arena, sizeof *form);

    if (!absent)
        return NULL;
    *field = (struct form_field){ .name = "deputy",
                                  .label = TEXT("B 岗是谁"),
                                  .hint = TEXT("A 岗不在时由 B 岗办理，不得推托"),
                                  .kind = FORM_CHOICE,
                                  .required = true,
                                  .choices = deputy_choices(work, book, absent) };
    *form = (struct form){ "deputy.name", field, 1 };
    return form;
}

/* ---- one colleague ---- */

static const struct deputy_away *read_away(struct work *work, enum language language,
                                           const struct deputy_book *book, int64_t id,
                                           size_t *count) {
    struct deputy_away *made =
        arena_alloc(work->arena, book->absence_count * sizeof *made + 1);
    const int today = work_day(work);

    *count = 0;
    for (size_t i = 0; i < book->absence_count; i++) {
        const struct deputy_absence *one = &book->absences[i];

        if (one->account_id == id && one->end_day >= today)
            made[(*count)++] = (struct deputy_away){
                one->id,
                page_say_day(work->arena, language, one->from_day, today),
                page_say_day(work->arena, language, one->end_day, today),
                word_reads(&deputy_reasons, one->reason),
                one->from_day <= today,
            };
    }
    return made;
}

static bool is_gap(struct work *work, int64_t id) {
    const struct deputy_colleague *gaps;
    const size_t count = deputy_gaps(work, work_day(work), &gaps);

    for (size_t i = 0; i < count; i++)
        if (gaps[i].id == id)
            return true;
    return false;
}

static const struct refusal *show_one(struct work *work, struct exchange *exchange) {
    const struct deputy_book *book = deputy_book(work);
    const int64_t id = whose(work, exchange);
    const struct form_input *filled = exchange->form;
    const struct deputy_colleague *deputy;
    struct deputy_one one = { .own = id == work->actor.id };

    one.colleague = book ? deputy_find(book, id) : NULL;
    if (!one.colleague)
        return &deputy_unknown;
    if (!one.own && !work_may(work, RIGHT_MANAGE))
        return &deputy_forbidden;
    deputy = deputy_find(book, one.colleague->deputy_id);
    one.deputy = deputy ? deputy->name : "";
    one.away = read_away(work, exchange->view.language, book, id, &one.away_count);
    one.gap = is_gap(work, id);
    if (one.own)
        one.stood_in_count = deputy_stood_in(work, &one.stood_in);
    one.leave = filled && filled->form == &leave_form
                    ? filled
                    : form_fresh(work->arena, &leave_form, (char *)NULL);
    one.name = filled && filled->form != &leave_form
                   ? filled
                   : form_fresh(work->arena, name_form(work, exchange), "deputy",
                                text_of_int(work->arena, one.colleague->deputy_id),
                                (char *)NULL);
    deputy_one_page(exchange_page(exchange, TEXT("请假和 AB 岗")), &one);
    return NULL;
}

static void go_back(struct work *work, struct exchange *exchange, int64_t id) {
    struct html out = { .text = { .arena = work->arena } };

    exchange_redirect(exchange, id == work->actor.id
                                    ? "/desk/people/absence"
                                    : route_url(&out, "/desk/people/%ld", id));
}

static const struct refusal *leave(struct work *work, struct exchange *exchange) {
    const int64_t id = whose(work, exchange);
    const struct refusal *refusal =
        deputy_leave(work, &(struct deputy_absence){
                               .account_id = id,
                               .from_day = (int)form_number(exchange->form, "from_day"),
                               .end_day = (int)form_number(exchange->form, "end_day"),
                               .reason = form_value(exchange->form, "reason") });

    if (!refusal)
        go_back(work, exchange, id);
    return refusal;
}

static const struct refusal *name(struct work *work, struct exchange *exchange) {
    const int64_t id = whose(work, exchange);
    const struct refusal *refusal;
    int64_t deputy_id;

    if (!exchange->form ||
        !text_read_int(form_value(exchange->form, "deputy"), &deputy_id))
        return &deputy_unknown;
    refusal = deputy_name(work, id, deputy_id);
    if (!refusal)
        go_back(work, exchange, id);
    return refusal;
}

static const struct refusal *come_back(struct work *work, struct exchange *exchange) {
    const int64_t id = whose(work, exchange);
    const struct refusal *refusal;
    int64_t absence_id;

    if (!text_read_int(exchange_parameter(exchange, "absence"), &absence_id))
        return &deputy_no_absence;
    refusal = deputy_return(work, absence_id);
    if (!refusal)
        go_back(work, exchange, id);
    return refusal;
}

/* ---- everybody ---- */

enum { PEOPLE_PAGE = 50 };

static const char *department_of(struct work *work, const struct deputy_colleague *one) {
    const struct place_book *book = place_book(work);
    const struct place_department *department =
        book ? place_department(book, one->department_id) : NULL;

    return department ? department->name : "";
}

static const char *outlet_of(struct work *work, const struct deputy_colleague *one) {
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet = book ? place_outlet(book, one->outlet_id) : NULL;

    return outlet ? outlet->name : "";
}

/* The last day that he is away, of today's absence; 0: he is here. */
static int away_until(struct work *work, const struct deputy_book *book, int64_t id) {
    const int today = work_day(work);
    int until = 0;

    for (size_t i = 0; i < book->absence_count; i++) {
        const struct deputy_absence *one = &book->absences[i];

        if (one->account_id == id && one->from_day <= today && one->end_day >= today &&
            one->end_day > until)
            until = one->end_day;
    }
    return until;
}

/* Where nobody is left first, then who is away; then office by office. */
static int by_need(const void *left, const void *right) {
    const struct deputy_row *const one = left, *const other = right;
    int order = (int)other->gap - (int)one->gap;

    if (!order)
        order = (other->until != 0) - (one->until != 0);
    if (!order)
        order = strcmp(one->department, other->department);
    if (!order)
        order = strcmp(one->outlet, other->outlet);
    if (!order)
        order = strcmp(one->colleague->name, other->colleague->name);
    return order ? order
                 : (one->colleague->id > other->colleague->id) -
                       (one->colleague->id < other->colleague->id);
}

size_t deputy_read_rows(struct work *work, const struct deputy_row **made) {
    const struct deputy_book *book = deputy_book(work);
    const size_t most = book ? book->colleague_count : 0;
    struct deputy_row *rows = arena_alloc(work->arena, most * sizeof *rows + 1);
    const struct deputy_colleague *gaps;
    const size_t gap_count = deputy_gaps(work, work_day(work), &gaps);
    size_t count = 0;

    for (size_t i = 0; i < most; i++) {
        const struct deputy_colleague *one = &book->colleagues[i];
        const struct deputy_colleague *deputy = deputy_find(book, one->deputy_id);
        bool gap = false;

        if (!(one->rights & RIGHT_CASEWORK))
            continue;
        for (size_t k = 0; k < gap_count; k++)
            gap |= gaps[k].id == one->id;
        rows[count++] = (struct deputy_row){
            .colleague = one,
            .department = department_of(work, one),
            .outlet = outlet_of(work, one),
            .deputy = deputy ? deputy->name : "",
            .until = away_until(work, book, one->id),
            .gap = gap,
        };
    }
    qsort(rows, count, sizeof *rows, by_need);
    *made = rows;
    return count;
}

/* The rows behind that of a colleague, the first PEOPLE_PAGE of them. */
static const struct refusal *turn_to(struct work *work, const char *after,
                                     struct deputy_people *people) {
    const struct deputy_row *const rows = people->rows;
    const size_t count = people->count;
    size_t first = 0;
    int64_t id;

    if (cursor_read(after, &id, 1, 0))
        return &cursor_bad;
    if (id) {
        while (first < count && rows[first].colleague->id != id)
            first++;
        if (first++ == count)
            return &cursor_bad;
    }
    people->goes_on = id != 0;
    people->rows += first;
    people->count = count - first;
    if (people->count > PEOPLE_PAGE) {
        people->count = PEOPLE_PAGE;
        people->next =
            cursor_write(work->arena, &people->rows[PEOPLE_PAGE - 1].colleague->id, 1);
    }
    return NULL;
}

static const struct refusal *show_people(struct work *work, struct exchange *exchange) {
    struct deputy_people people = { .next = "", .today = work_day(work) };
    const struct refusal *refusal;

    people.count = deputy_read_rows(work, &people.rows);
    while (people.gaps < people.count && people.rows[people.gaps].gap)
        people.gaps++; /* they come first */
    refusal = turn_to(work, exchange_query(exchange, "after"), &people);
    if (!refusal)
        deputy_people_page(exchange_page(exchange, TEXT("人员和 AB 岗")), &people);
    return refusal;
}

static const struct route routes[] = {
    { .pattern = "/desk/people",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_people },
    { .pattern = "/desk/people/absence",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show_one },
    { .pattern = "/desk/people/:id",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show_one },
    { .method = HTTP_POST,
      .pattern = "/desk/people/:id/absence",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form = &leave_form,
      .handle = leave,
      .again = show_one,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/people/:id/deputy",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .form_of = name_form,
      .handle = name,
      .again = show_one,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/people/:id/return/:absence",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = come_back,
      .once = true },
};

const struct route_table deputy_routes = { routes, sizeof routes / sizeof *routes };
