#include "filing_agent.h"

#include <string.h>

#include "item_adjust.h"
#include "mandate_use.h"
#include "mandate_words.h"
#include "mask.h"
#include "matter_track.h"
#include "place.h"
#include "text.h"

enum { GUESSES = 10 };

/* ---- for whom ---- */

static const char *label_of(struct work *work, const struct mandate *mandate) {
    const bool firm = mandate->principal.kind == PERSON_FIRM;
    const char *const name = mandate->principal.name;

    return arena_format(work->arena, "%s（%s）",
                        firm ? name : mask_name(work->arena, name),
                        word_chinese(&mandate_bases, mandate->basis));
}

bool filing_whom_field(struct work *work, const char *const *item_codes,
                       size_t item_count, struct form_field *field) {
    const struct mandate *list;
    const size_t count = agency_choices(work, item_codes, item_count, &list);
    struct form_choice *choices = arena_alloc(work->arena, (count + 2) * sizeof *choices);

    if (count == 0)
        return false;
    choices[0] = (struct form_choice){ "0", TEXT("本人") };
    for (size_t i = 0; i < count; i++)
        choices[i + 1] = (struct form_choice){ text_of_int(work->arena, list[i].id),
                                               label_of(work, &list[i]) };
    choices[count + 1] = (struct form_choice){ NULL, NULL };
    *field = (struct form_field){ .name = "mandate",
                                  .label = TEXT("为谁办"),
                                  .hint = TEXT("替别人办的，办件是他的，他也看得到"),
                                  .kind = FORM_CHOICE,
                                  .required = true,
                                  .choices = choices };
    return true;
}

int64_t filing_whom(const struct form_input *input) {
    int64_t id = 0;

    for (size_t i = 0; i < input->form->count; i++)
        if (strcmp(input->form->fields[i].name, "mandate") == 0)
            text_read_int(input->value[i], &id);
    return id;
}

const struct refusal *filing_principal(struct work *work, const char *item_code,
                                       int64_t mandate_id, struct person *asker) {
    struct mandate mandate;
    const struct refusal *refusal = agency_take(work, mandate_id, item_code, &mandate);

    if (refusal)
        return refusal;
    asker->kind = mandate.principal.kind;
    asker->name = mandate.principal.name;
    asker->id_number = mandate.principal.id_number;
    return NULL;
}

/* ---- at a window ---- */

static const struct form_field intake_fields[] = {
    { .name = "item",
      .label = TEXT("事项"),
      .kind = FORM_HIDDEN,
      .required = true,
      .max = ITEM_CODE_MAX },
    { .name = "phone",
      .label = TEXT("手机号"),
      .hint = TEXT("查进度时要用后四位"),
      .kind = FORM_MOBILE,
      .required = true },
    { .name = "statement",
      .label = TEXT("申请说明"),
      .hint = TEXT("申请人要办什么、有什么特别情况"),
      .kind = FORM_LONG_TEXT,
      .max = FILING_STATEMENT_MAX },
};
static const struct form intake_form = { "filing.by_mandate", intake_fields,
                                         sizeof intake_fields / sizeof *intake_fields };

static const struct refusal *read_mandate(struct work *work,
                                          const struct exchange *exchange,
                                          struct mandate *mandate) {
    int64_t id;

    if (!text_read_int(exchange_parameter(exchange, "mandate"), &id))
        return &mandate_unknown;
    return mandate_find(work, id, mandate);
}

static void say_mandate(struct work *work, enum language language,
                        const struct mandate *mandate, struct filing_agent_intake *page) {
    const struct place_book *book = mandate->outlet_id ? place_book(work) : NULL;
    const struct place_outlet *outlet =
        book ? place_outlet(book, mandate->outlet_id) : NULL;
    const struct mandate_party *const principal = &mandate->principal;
    const bool firm = principal->kind == PERSON_FIRM;

    page->mandate_id = mandate->id;
    page->principal = firm ? principal->name : mask_name(work->arena, principal->name);
    page->principal_number =
        firm ? principal->id_number : mask_citizen_id(work->arena, principal->id_number);
    page->agent = outlet ? outlet->name : mask_name(work->arena, mandate->agent.name);
    page->free = mandate->basis == MANDATE_VILLAGE;
    page->scope = agency_say_scope(work, language, mandate);
}

static void find_answers(struct work *work, const struct exchange *exchange,
                         struct filing_agent_intake *page) {
    struct item *items = arena_alloc(work->arena, GUESSES * sizeof *items);
    const struct guide_answer *answers;

    page->question = exchange_query(exchange, "q");

    const size_t count = page->question[0]
                             ? guide_find(work, page->question, GUESSES, &answers)
                             : guide_popular(work, GUESSES, &answers);

    for (size_t i = 0; i < count; i++)
        if (!item_find(work, answers[i].code, &items[page->answer_count]))
            page->answer_count++;
    page->answers = items;
}

static const struct refusal *ask_intake(struct work *work, struct exchange *exchange) {
    const char *const code = exchange->form ? form_value(exchange->form, "item")
                                            : exchange_query(exchange, "item");
    struct filing_agent_intake page = { .question = "", .form = exchange->form };
    struct mandate mandate;
    struct item item;
    const struct refusal *refusal = read_mandate(work, exchange, &mandate);

    if (!refusal && !mandate_holds(&mandate, work_day(work)))
        refusal = &mandate_over;
    if (!refusal && code[0])
        refusal = item_find(work, code, &item);
    if (!refusal && code[0])
        refusal = item_may_be_filed_at(work, &item, work->actor.outlet_id);
    if (!refusal && code[0])
        refusal = agency_take(work, mandate.id, code, &mandate);
    if (refusal)
        return refusal;
    say_mandate(work, exchange->view.language, &mandate, &page);
    if (!code[0])
        find_answers(work, exchange, &page);
    else if (!page.form)
        page.form = form_fresh(work->arena, &intake_form, "item", code, (char *)NULL);
    page.item = code[0] ? &item : NULL;
    filing_agent_page(exchange_page(exchange, TEXT("代办收件")), &page);
    return NULL;
}

static const struct refusal *hand_in(struct work *work, struct exchange *exchange,
                                     enum filing_channel channel, struct matter *matter) {
    struct mandate mandate;
    const struct refusal *refusal = read_mandate(work, exchange, &mandate);

    if (refusal)
        return refusal;
    return filing_submit(
        work,
        &(struct filing_new){ .item_code = form_value(exchange->form, "item"),
                              .asker = { .phone = form_value(exchange->form, "phone") },
                              .statement = form_value(exchange->form, "statement"),
                              .channel = channel,
                              .mandate_id = mandate.id },
        matter);
}

static const struct refusal *take_in(struct work *work, struct exchange *exchange) {
    struct matter matter;
    const struct refusal *refusal = hand_in(work, exchange, FILING_AT_WINDOW, &matter);

    if (!refusal)
        exchange_redirect(exchange,
                          arena_format(work->arena, "/desk/receipt/%s", matter.number));
    return refusal;
}

/* ---- API ---- */

static const struct refusal *file(struct work *work, struct exchange *exchange) {
    struct matter_track track;
    struct matter matter;
    const struct refusal *refusal =
        hand_in(work, exchange, work->actor.person_id ? FILING_ONLINE : FILING_AT_WINDOW,
                &matter);

    if (refusal)
        return refusal;
    matter_track(work, &matter, LANGUAGE_CHINESE, &track);
    exchange->status = 201;
    exchange_give(exchange, &track);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/intake/:mandate",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .handle = ask_intake },
    { .method = HTTP_POST,
      .pattern = "/desk/intake/:mandate",
      .rights = RIGHT_INTAKE,
      .face = FACE_DESK,
      .form = &intake_form,
      .handle = take_in,
      .again = ask_intake,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/api/v1/mandates/:mandate/filings",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_INTAKE,
      .form = &intake_form,
      .handle = file,
      .once = true,
      .answers = &matter_track_shape,
      .summary = "Hand in an application for the principal of a mandate" },
};

const struct route_table filing_agent_routes = { routes, sizeof routes / sizeof *routes };
