#include <assert.h>
#include <string.h>

#include "arena.h"
#include "item_words.h"
#include "library_draft_page.h"
#include "library_web.h"
#include "text.h"

static const struct refusal no_section = {
    REFUSED_ABSENT, "library.no_section",
    TEXT("草稿没有这一部分。请回到草稿页，从列出的部分里选。"), NULL
};
static const struct refusal no_row = {
    REFUSED_ABSENT, "library.no_row",
    TEXT("没有这一条，可能已经删掉了。请回到列表看现在有哪些。"), NULL
};
static const struct refusal list_full = {
    REFUSED_CONFLICT, "library.list_full",
    TEXT("这个列表已经有 60 条，不能再加。请先合并或删掉一些。"), NULL
};

/* ---- what a page fills in: a section, or a row of a list ---- */

/* What of a draft is filled in, and where it stands. */
struct target {
    struct library_draft draft;
    const struct library_section *section; /* or: */
    const struct item_element *list;
    size_t index; /* of the section; of the row, from 0 */
    size_t count; /* of all sections; of the rows */
    bool is_new;  /* a row that is not there yet */
    char *at;     /* what is filled in: the content, or a copy of the row */
    char *rows;   /* copies of all rows, with room for one more */
    const struct library_form *form;
};

static const struct refusal *find_section(struct work *work, struct exchange *exchange,
                                          struct target *target) {
    const struct library_section *sections;
    int64_t index;

    target->count = library_sections(work->arena, &sections);
    if (!text_read_int(exchange_parameter(exchange, "section"), &index) || index < 0 ||
        (size_t)index >= target->count)
        return &no_section;
    target->index = (size_t)index;
    target->section = &sections[index];
    target->at = (char *)&target->draft.content;
    return NULL;
}

static const struct refusal *find_list(struct work *work, struct exchange *exchange,
                                       struct target *target) {
    target->list = library_list(work->arena, exchange_parameter(exchange, "list"));
    if (!target->list)
        return &no_section;

    const size_t size = target->list->field->of->size;
    const char *const rows =
        library_rows(target->list->field, &target->draft.content, &target->count);

    target->rows = arena_alloc(work->arena, (target->count + 1) * size);
    if (target->count > 0)
        memcpy(target->rows, rows, target->count * size);
    return NULL;
}

/* A new row says what a row of a file says that leaves everything out. */
static void begin_row(const struct shape *of, char *row) {
    for (size_t i = 0; i < of->count; i++) {
        const struct shape_field *const field = &of->fields[i];

        if (field->kind == SHAPE_TEXT)
            *(const char **)(void *)(row + field->offset) = "";
        else
            *(int64_t *)(void *)(row + field->offset) = field->otherwise;
    }
}

static const struct refusal *find_row(struct exchange *exchange, struct target *target) {
    const struct shape *const of = target->list->field->of;
    const char *const row = exchange_parameter(exchange, "row");
    int64_t number = 0;

    target->is_new = strcmp(row, "new") == 0;
    if (target->is_new && target->count >= ITEM_PAPERS_MAX)
        return &list_full;
    if (!target->is_new &&
        (!text_read_int(row, &number) || number < 1 || (size_t)number > target->count))
        return &no_row;
    target->index = target->is_new ? target->count : (size_t)number - 1;
    target->at = target->rows + target->index * of->size;
    if (target->is_new)
        begin_row(of, target->at);
    return NULL;
}

/* What the address names.  Refuses: library_no_draft, and those above. */
static const struct refusal *find_target(struct work *work, struct exchange *exchange,
                                         struct target *target) {
    const bool is_section = strstr(exchange->route->pattern, ":section") != NULL;
    struct library_fields fields;
    const struct refusal *refusal = library_draft_of(work, exchange, &target->draft);

    if (!refusal && is_section)
        refusal = find_section(work, exchange, target);
    if (!refusal && !is_section)
        refusal = find_list(work, exchange, target);
    if (!refusal && !is_section)
        refusal = find_row(exchange, target);
    if (refusal)
        return refusal;
    fields =
        is_section ? target->section->fields : library_row_fields(target->list->field);
    target->form =
        library_form(work->arena, exchange->view.language, &fields, target->at);
    return NULL;
}

/* Puts the copies of the rows into the content. */
static void set_rows(struct target *target, size_t count) {
    const struct shape_field *const field = target->list->field;
    char *const content = (char *)&target->draft.content;

    *(const char **)(void *)(content + field->offset) = target->rows;
    *(size_t *)(void *)(content + field->count_offset) = count;
}

/* ---- showing ---- */

/* What another page saved meanwhile, where it is not what is typed here. */
static void find_now(struct arena *arena, const struct target *target,
                     const struct form_input *input, struct library_fill *page) {
    const struct library_fields *const fields = &target->form->fields;
    const size_t size =
        target->section ? sizeof target->draft.content : target->list->field->of->size;
    char *const typed = arena_alloc(arena, size);
    struct library_now *const now = arena_alloc(arena, fields->count * sizeof *now);

    memcpy(typed, target->at, size);
    library_apply(target->form, input, typed);
    for (size_t i = 0; i < fields->count; i++)
        if (!library_same(arena, fields->field[i], target->at, typed))
            now[page->now_count++] = (struct library_now){
                fields->field[i]->label,
                item_element_text(arena, fields->field[i], target->at),
            };
    page->now = now;
}

static const char *rows_of(struct html *out, const struct target *target) {
    return route_url(out, "/desk/library/draft/%ld/list/%s", target->draft.id,
                     target->list->path);
}

static const struct refusal *show_fill(struct work *work, struct exchange *exchange) {
    struct target target = { .count = 0 };
    struct form_input *input = exchange->form;
    const struct refusal *refusal = find_target(work, exchange, &target);

    if (!refusal)
        refusal = library_may_write(work, &target.draft);
    if (refusal)
        return refusal;

    struct library_fill page = {
        .draft = &target.draft,
        .heading = target.section ? target.section->heading : target.list->field->label,
        .number = target.section ? target.section->part : 0,
        .form = target.form,
        .list = target.list,
        .goes_on = target.section && target.index + 1 < target.count,
    };
    if (!input)
        input =
            library_filled(work->arena, target.form, target.at, target.draft.revision);
    else if (exchange->refusal == &library_stale)
        find_now(work->arena, &target, input, &page);
    library_set_revision(input, target.draft.revision);
    page.input = input;
    library_fill_page(exchange_page(exchange, page.heading), &page);
    return NULL;
}

/* ---- keeping ---- */

static const struct form *fill_form(struct work *work, struct exchange *exchange) {
    struct target *const target = arena_alloc(work->arena, sizeof *target);

    return find_target(work, exchange, target) ? NULL : target->form->form;
}

/* The type's code means something only in its scheme. */
static void check_type(const struct target *target, struct form_input *input) {
    const struct item_version *const content = &target->draft.content;
    bool is_asked = false;

    for (size_t i = 0; i < target->form->fields.count; i++)
        is_asked |= strcmp(target->form->fields.name[i], "type_code") == 0;
    if (is_asked && *content->type_code &&
        !*item_type_name(content->code_scheme, content->type_code))
        form_set_error(
            input, "type_code",
            TEXT("没有这个事项类型编码，请填 01 到 10 或 20，例如 20 公共服务。"));
}

static void go_on(struct work *work, struct exchange *exchange,
                  const struct target *target) {
    struct html out = { .text = { .arena = work->arena } };
    const bool next = http_pair_value(&exchange->request->fields, "next") != NULL;

    if (target->section && next && target->index + 1 < target->count)
        exchange_redirect(exchange, route_url(&out, "/desk/library/draft/%ld/section/%ld",
                                              target->draft.id, (long)target->index + 1));
    else if (target->section)
        exchange_redirect(exchange, route_url(&out, "/desk/library/draft/%ld?done=kept",
                                              target->draft.id));
    else
        exchange_redirect(exchange, rows_of(&out, target));
}

static const struct refusal *keep_fill(struct work *work, struct exchange *exchange) {
    struct target target = { .count = 0 };
    struct form_input *const input = exchange->form;
    const struct refusal *refusal = find_target(work, exchange, &target);

    if (refusal)
        return refusal;
    library_check(target.form, input);
    library_apply(target.form, input, target.at);
    check_type(&target, input);
    if (input->error_count > 0)
        return &route_form_errors;
    if (target.list)
        set_rows(&target, target.count + target.is_new);
    library_see_revision(exchange, &target.draft);
    refusal = library_keep(work, &target.draft);
    if (!refusal)
        go_on(work, exchange, &target);
    return refusal;
}

/* ---- the rows of a list ---- */

static const struct form_choice row_choices[] = {
    { "up", TEXT("上移") },
    { "down", TEXT("下移") },
    { "remove", TEXT("删除") },
    { NULL, NULL },
};
static const struct form_field rows_fields[] = {
    { .name = "do",
      .label = TEXT("操作"),
      .kind = FORM_CHOICE,
      .required = true,
      .choices = row_choices },
    { .name = "row",
      .label = TEXT("第几条"),
      .kind = FORM_INTEGER,
      .required = true,
      .min = 1,
      .max = ITEM_PAPERS_MAX },
    { .name = "revision", .label = "", .kind = FORM_HIDDEN },
};
static const struct form rows_form = { "library.rows", rows_fields, 3 };

static const struct refusal *show_rows(struct work *work, struct exchange *exchange) {
    struct target target = { .count = 0 };
    struct form_input *form = exchange->form;
    const struct refusal *refusal = library_draft_of(work, exchange, &target.draft);

    if (!refusal)
        refusal = library_may_write(work, &target.draft);
    if (!refusal)
        refusal = find_list(work, exchange, &target);
    if (refusal)
        return refusal;

    const struct shape_field *const field = target.list->field;
    const char **const titles = arena_alloc(work->arena, target.count * sizeof *titles);

    for (size_t i = 0; i < target.count; i++)
        titles[i] = library_row_title(field, target.rows + i * field->of->size);
    if (!form)
        form = form_fresh(work->arena, &rows_form, NULL);
    library_set_revision(form, target.draft.revision);
    library_rows_page(exchange_page(exchange, field->label),
                      &(struct library_rows){ .draft = &target.draft,
                                              .list = target.list,
                                              .titles = titles,
                                              .count = target.count,
                                              .form = form });
    return NULL;
}

static void swap_rows(struct arena *arena, char *one, char *other, size_t size) {
    const char *const kept = arena_copy_bytes(arena, one, size);

    memcpy(one, other, size);
    memcpy(other, kept, size);
}

/* Moves or removes a row of the copies; what is at an end stays there. */
static size_t change_rows(struct arena *arena, struct target *target, const char *what,
                          size_t at) {
    const size_t size = target->list->field->of->size;
    char *const row = target->rows + at * size;

    if (strcmp(what, "remove") == 0) {
        memmove(row, row + size, (target->count - at - 1) * size);
        return target->count - 1;
    }
    if (strcmp(what, "up") == 0 && at > 0)
        swap_rows(arena, row, row - size, size);
    if (strcmp(what, "down") == 0 && at + 1 < target->count)
        swap_rows(arena, row, row + size, size);
    return target->count;
}

static const struct refusal *keep_rows(struct work *work, struct exchange *exchange) {
    struct target target = { .count = 0 };
    struct html out = { .text = { .arena = work->arena } };
    const size_t row = (size_t)form_number(exchange->form, "row");
    const struct refusal *refusal = library_draft_of(work, exchange, &target.draft);

    if (!refusal)
        refusal = find_list(work, exchange, &target);
    if (!refusal && row > target.count)
        refusal = &no_row;
    if (refusal)
        return refusal;
    set_rows(&target, change_rows(work->arena, &target, form_value(exchange->form, "do"),
                                  row - 1));
    library_see_revision(exchange, &target.draft);
    refusal = library_keep(work, &target.draft);
    if (!refusal)
        exchange_redirect(exchange, rows_of(&out, &target));
    return refusal;
}

/* ---- routes ---- */

#define SHOWS(address, handler)                                                          \
    {                                                                                    \
        .pattern = "/desk/library/draft/:id/" address, .rights = RIGHT_LIBRARY,          \
        .face = FACE_DESK, .handle = handler                                             \
    }

static const struct route routes[] = {
    SHOWS("section/:section", show_fill),
    SHOWS("list/:list", show_rows),
    SHOWS("list/:list/:row", show_fill),
    { .method = HTTP_POST,
      .pattern = "/desk/library/draft/:id/section/:section",
      .rights = RIGHT_LIBRARY,
      .face = FACE_DESK,
      .form_of = fill_form,
      .handle = keep_fill,
      .again = show_fill,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/library/draft/:id/list/:list",
      .rights = RIGHT_LIBRARY,
      .face = FACE_DESK,
      .form = &rows_form,
      .handle = keep_rows,
      .again = show_rows,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/library/draft/:id/list/:list/:row",
      .rights = RIGHT_LIBRARY,
      .face = FACE_DESK,
      .form_of = fill_form,
      .handle = keep_fill,
      .again = show_fill,
      .once = true },
};

const struct route_table library_fill_routes = { routes, sizeof routes / sizeof *routes };
