#include "letter_web.h"

#include <string.h>

#include "page_time.h"
#include "text.h"

const char *letter_say_version(struct arena *arena, enum language language,
                               int64_t version) {
    const bool own = version >= LETTER_TOWN_WORDING;
    const char *const number =
        text_of_int(arena, own ? version - LETTER_TOWN_WORDING + 1 : version);

    return page_say_with(arena, language,
                         own ? TEXT("本镇第 {0} 版") : TEXT("程序自带第 {0} 版"), &number,
                         1);
}

/* ---- wordings ---- */

static const struct refusal *show_kinds(struct work *work, struct exchange *exchange) {
    struct letter_kind_line *const lines =
        arena_alloc(work->arena, letter_kind_count * sizeof *lines);

    for (size_t i = 0; i < letter_kind_count; i++)
        lines[i] =
            (struct letter_kind_line){ &letter_kinds[i],
                                       letter_wording_current(work, &letter_kinds[i]) };
    letter_kinds_page(exchange_page(exchange, TEXT("文书")), lines, letter_kind_count);
    return NULL;
}

static const struct form_field wording_fields[] = {
    { .name = "seen", .label = "", .kind = FORM_HIDDEN },
    { .name = "text",
      .label = TEXT("措辞"),
      .kind = FORM_LONG_TEXT,
      .required = true,
      .max = LETTER_WORDING_MAX },
};
static const struct form wording_form = { "letter.wording", wording_fields, 2 };

static const struct letter_kind *kind_of(const struct exchange *exchange) {
    return letter_kind_named(exchange_parameter(exchange, "kind"));
}

static void read_versions(struct work *work, struct exchange *exchange,
                          struct letter_wording_view *view) {
    const char **when;

    view->count = letter_wording_list(work, view->kind, &view->lines);
    when = arena_alloc(work->arena, (view->count + 1) * sizeof *when);
    for (size_t i = 0; i < view->count; i++)
        when[i] = page_say_moment(work->arena, exchange->view.language,
                                  view->lines[i].created_ms, work_day(work));
    view->when = when;
    view->built_in = letter_wording_built_in(work->arena, view->kind);
    view->current = letter_wording_current(work, view->kind);
}

/* "第 3 行：这种文书没有填充项“x”" */
static const char *say_fault(struct work *work, enum language language,
                             const struct letter_wording_fault *fault) {
    const char *const reason =
        page_say_with(work->arena, language, fault->reason, &fault->what, 1);
    const char *const values[] = { text_of_int(work->arena, fault->line), reason };

    return fault->line
               ? page_say_with(work->arena, language, TEXT("第 {0} 行：{1}"), values, 2)
               : reason;
}

/* What is wrong with what was typed: the form's own word, or the reader's. */
static const char *error_of(struct work *work, const struct exchange *exchange,
                            const struct letter_kind *kind) {
    const enum language language = exchange->view.language;
    struct letter_wording *const wording = arena_alloc(work->arena, sizeof *wording);
    struct letter_wording_fault fault;

    if (exchange->refusal == &letter_wording_bad &&
        !letter_wording_read(work->arena, kind, form_value(exchange->form, "text"),
                             wording, &fault))
        return say_fault(work, language, &fault);
    if (exchange->refusal == &letter_wording_changed)
        return page_say(language, letter_wording_changed.text);
    return form_error(exchange->form, language, form_index(&wording_form, "text"));
}

static const struct refusal *show_wording(struct work *work, struct exchange *exchange) {
    struct letter_wording_view view = { .kind = kind_of(exchange) };

    if (!view.kind)
        return &letter_unknown;
    read_versions(work, exchange, &view);
    view.shown = view.current;
    text_read_int(exchange_query(exchange, "version"), &view.shown);
    view.text = exchange->form ? form_value(exchange->form, "text")
                               : letter_wording_text(work, view.kind, view.shown);
    if (!view.text)
        return &letter_unknown;
    if (exchange->form)
        view.error = error_of(work, exchange, view.kind);
    view.done = strcmp(exchange_query(exchange, "done"), "1") == 0;
    letter_wording_page(exchange_page(exchange, view.kind->title), &view);
    return NULL;
}

static const struct refusal *save_wording(struct work *work, struct exchange *exchange) {
    const struct letter_kind *const kind = kind_of(exchange);
    struct html out = { .text = { .arena = work->arena } };
    struct letter_wording_fault fault;
    const struct refusal *refusal;
    int64_t seen = 0;

    if (!kind)
        return &letter_unknown;
    text_read_int(form_value(exchange->form, "seen"), &seen);
    refusal =
        letter_wording_add(work, kind, seen, form_value(exchange->form, "text"), &fault);
    if (!refusal)
        exchange_redirect(exchange,
                          route_url(&out, "/desk/letters/%s?done=1", kind->name));
    return refusal;
}

static const struct refusal *preview(struct work *work, struct exchange *exchange) {
    const struct letter_kind *const kind = kind_of(exchange);
    struct letter_wording *const wording = arena_alloc(work->arena, sizeof *wording);
    struct exchange_file *const file = arena_alloc(work->arena, sizeof *file);
    struct letter_wording_fault fault;
    struct db_bytes page;

    if (!kind)
        return &letter_unknown;
    if (!letter_wording_read(work->arena, kind, form_value(exchange->form, "text"),
                             wording, &fault))
        return &letter_wording_bad;
    page = letter_sample_page(work, kind, wording);
    *file = (struct exchange_file){ .type = "application/pdf",
                                    .name = "preview.pdf",
                                    .shown = true,
                                    .own = true,
                                    .bytes = page.data,
                                    .size = page.size };
    exchange_give_file(exchange, file);
    return NULL;
}

/* ---- who signs ---- */

static const struct refusal *show_offices(struct work *work, struct exchange *exchange) {
    struct letter_offices page = { .book = place_book(work) };
    struct letter_office *offices;

    if (!page.book)
        return NULL;
    offices =
        arena_alloc(work->arena, (page.book->department_count + 1) * sizeof *offices);
    letter_office(work, 0, &page.town);
    for (size_t i = 0; i < page.book->department_count; i++)
        letter_office(work, page.book->departments[i].id, &offices[i]);
    page.offices = offices;
    letter_offices_page(exchange_page(exchange, TEXT("落款和编号")), &page);
    return NULL;
}

enum { OF_TOWN_ONLY = 2, OFFICE_FIELDS = 6, PREFIX_MAX = 12, NAME_MAX_CHARACTERS = 60 };

/* Those of the town alone come first. */
static const struct form_field office_fields[OFFICE_FIELDS] = {
    { .name = "prefix",
      .label = TEXT("文书编号的字头"),
      .hint = TEXT("例如 瓜沥；编号就是 瓜沥受〔2026〕12号"),
      .kind = FORM_TEXT,
      .max = PREFIX_MAX },
    { .name = "site",
      .label = TEXT("办事网站的网址"),
      .hint = TEXT("文书上的二维码指向这里，以 https:// 开头"),
      .kind = FORM_TEXT,
      .max = 200 },
    { .name = "organ",
      .label = TEXT("落款机关"),
      .hint = TEXT("写全称，和印章一致"),
      .kind = FORM_TEXT,
      .max = NAME_MAX_CHARACTERS },
    { .name = "review_body",
      .label = TEXT("行政复议机关"),
      .kind = FORM_TEXT,
      .max = NAME_MAX_CHARACTERS },
    { .name = "court",
      .label = TEXT("有管辖权的人民法院"),
      .kind = FORM_TEXT,
      .max = NAME_MAX_CHARACTERS },
    { .name = "revision", .label = "", .kind = FORM_HIDDEN },
};
static const struct form town_form = { "letter.town", office_fields, OFFICE_FIELDS };
static const struct form office_form = { "letter.office", office_fields + OF_TOWN_ONLY,
                                         OFFICE_FIELDS - OF_TOWN_ONLY };

static const struct refusal no_such_office = {
    REFUSED_ABSENT, "letter.no_office",
    TEXT("没有这个科室。请回到“落款和编号”，从列出的科室里选。"), NULL
};
static const struct refusal bad_site = {
    REFUSED_INVALID, "letter.bad_site",
    TEXT("网址要以 https:// 或 http:// 开头，末尾不写斜杠，例如 "
         "https://hall.example.cn。"),
    "site"
};

/* The department of the address, 0 the town; its name is NULL when there is none. */
static int64_t office_of(struct work *work, const struct exchange *exchange,
                         const char **name) {
    const struct place_book *const book = place_book(work);
    const struct place_department *department;
    int64_t id = -1;

    *name = NULL;
    if (!book || !text_read_int(exchange_parameter(exchange, "department"), &id))
        return id;
    department = id ? place_department(book, id) : NULL;
    if (department || id == 0)
        *name = department ? department->name : book->town.name;
    return id;
}

static const struct form *form_of_office(struct work *work, struct exchange *exchange) {
    const char *name;
    const int64_t id = office_of(work, exchange, &name);

    return !name ? NULL : id ? &office_form : &town_form;
}

static const struct refusal *show_office(struct work *work, struct exchange *exchange) {
    const struct form_input *input = exchange->form;
    struct letter_office office;
    const char *name;
    const int64_t id = office_of(work, exchange, &name);

    if (!name)
        return &no_such_office;
    letter_office_set(work, id, &office);
    if (!input)
        input = form_fresh(
            work->arena, id ? &office_form : &town_form, "organ", office.organ,
            "review_body", office.review_body, "court", office.court, "revision",
            text_of_int(work->arena, office.revision), id ? (char *)NULL : "prefix",
            office.prefix, "site", office.site, (char *)NULL);
    letter_office_page(exchange_page(exchange, name), name, input);
    return NULL;
}

static bool is_site(const char *site) {
    const size_t size = strlen(site);

    return size == 0 ||
           ((text_begins(site, "https://") || text_begins(site, "http://")) &&
            site[size - 1] != '/' && !strpbrk(site, " ?#\"<>"));
}

static const struct refusal *save_office(struct work *work, struct exchange *exchange) {
    struct letter_office office = { "", "", "", "", "", 0 };
    const char *name;
    const int64_t id = office_of(work, exchange, &name);
    const struct refusal *refusal;

    if (!name)
        return &no_such_office;
    office.organ = form_value(exchange->form, "organ");
    office.review_body = form_value(exchange->form, "review_body");
    office.court = form_value(exchange->form, "court");
    text_read_int(form_value(exchange->form, "revision"), &office.revision);
    if (id == 0) {
        office.prefix = form_value(exchange->form, "prefix");
        office.site = form_value(exchange->form, "site");
    }
    if (!is_site(office.site))
        return &bad_site;
    refusal = letter_keep_office(work, id, &office);
    if (!refusal)
        exchange_redirect(exchange, "/desk/letters/office");
    return refusal;
}

static const struct route routes[] = {
    { .pattern = "/desk/letters",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_kinds },
    { .pattern = "/desk/letters/office",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_offices },
    { .pattern = "/desk/letters/office/:department",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_office },
    { .method = HTTP_POST,
      .pattern = "/desk/letters/office/:department",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form_of = form_of_office,
      .handle = save_office,
      .again = show_office,
      .once = true },
    { .pattern = "/desk/letters/:kind",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .handle = show_wording },
    { .method = HTTP_POST,
      .pattern = "/desk/letters/:kind",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &wording_form,
      .handle = save_wording,
      .again = show_wording,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/letters/:kind/preview",
      .rights = RIGHT_MANAGE,
      .face = FACE_DESK,
      .form = &wording_form,
      .handle = preview,
      .again = show_wording },
};

const struct route_table letter_manage_routes = { routes,
                                                  sizeof routes / sizeof *routes };
