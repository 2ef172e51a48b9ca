#include "letter_web.h"

#include <string.h>

#include "civil.h"
#include "letter_inside.h"
#include "page_time.h"
#include "text.h"

/* ---- the PDF ---- */

/* A page that was made or read ahead of the work that gives it. */
struct reading {
    struct db_bytes page;
};

static void read_ahead(struct work *work, struct exchange *exchange,
                       const struct letter *letter) {
    struct reading *const reading = arena_alloc(work->arena, sizeof *reading);

    reading->page = letter_page(work, letter);
    exchange->prepared = reading;
}

static const struct refusal *give(struct exchange *exchange,
                                  const struct letter *letter) {
    const struct reading *const reading = exchange->prepared;
    struct exchange_file *const file =
        arena_alloc(exchange->request->arena, sizeof *file);

    if (!reading)
        return &letter_unknown;
    *file = (struct exchange_file){
        .type = "application/pdf",
        .name = arena_format(exchange->request->arena, "%s %s.pdf", letter->kind->title,
                             letter->number),
        .shown = true,
        .own = true,
        .bytes = reading->page.data,
        .size = reading->page.size,
    };
    exchange_give_file(exchange, file);
    return NULL;
}

/* ---- one's own ---- */

/* "123.pdf", so that it is saved as what it is. */
static int64_t id_of_file(struct work *work, const char *file) {
    const size_t size = strlen(file);
    int64_t id = 0;

    if (size > 4 && strcmp(file + size - 4, ".pdf") == 0)
        text_read_int(arena_copy_bytes(work->arena, file, size - 4), &id);
    return id;
}

static const struct refusal *find_own(struct work *work, const struct exchange *exchange,
                                      struct letter *letter) {
    struct matter matter;
    const struct refusal *refusal =
        letter_find(work, id_of_file(work, exchange_parameter(exchange, "file")), letter);

    if (!refusal && matter_find_mine(work, letter->matter_number, &matter))
        refusal = &letter_unknown;
    return refusal;
}

static const struct refusal *prepare_own(struct work *work, struct exchange *exchange) {
    struct letter letter;
    const struct refusal *const refusal = find_own(work, exchange, &letter);

    if (!refusal)
        read_ahead(work, exchange, &letter);
    return refusal;
}

static const struct refusal *give_own(struct work *work, struct exchange *exchange) {
    struct letter letter;
    const struct refusal *const refusal = find_own(work, exchange, &letter);

    return refusal ? refusal : give(exchange, &letter);
}

static const struct refusal *read_list(struct work *work, struct exchange *exchange,
                                       struct matter *matter, struct letter_list *list) {
    const struct refusal *const refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), matter);

    if (refusal)
        return refusal;
    list->matter = matter;
    list->count = letters_of(work, matter, &list->letters);

    const char **const when = arena_alloc(work->arena, (list->count + 1) * sizeof *when);

    for (size_t i = 0; i < list->count; i++)
        when[i] = page_say_day(work->arena, exchange->view.language,
                               civil_day(list->letters[i].issued_ms), work_day(work));
    list->when = when;
    return NULL;
}

static const struct refusal *show_own(struct work *work, struct exchange *exchange) {
    struct letter_list list = { .done = NULL };
    struct matter matter;
    const struct refusal *const refusal = read_list(work, exchange, &matter, &list);

    if (!refusal)
        letter_own_page(exchange_page(exchange, TEXT("文书")), &list);
    return refusal;
}

/* ---- a case ---- */

static const struct refusal *show_case(struct work *work, struct exchange *exchange) {
    struct letter_list list = { .done = NULL };
    struct matter matter;
    const struct refusal *const refusal = read_list(work, exchange, &matter, &list);
    int64_t done = 0;

    if (refusal)
        return refusal;
    text_read_int(exchange_query(exchange, "done"), &done);
    for (size_t i = 0; i < list.count; i++)
        if (list.letters[i].id == done)
            list.done = list.letters[i].number;
    letter_case_page(exchange_page(exchange, TEXT("文书")), &list);
    return NULL;
}

static const struct refusal *find_of_case(struct work *work,
                                          const struct exchange *exchange,
                                          struct matter *matter, struct letter *letter) {
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), matter);
    int64_t id = 0;

    text_read_int(exchange_parameter(exchange, "letter"), &id);
    if (!refusal)
        refusal = letter_find(work, id, letter);
    if (!refusal && letter->matter_id != matter->id)
        refusal = &letter_unknown;
    return refusal;
}

static const struct refusal *prepare_of_case(struct work *work,
                                             struct exchange *exchange) {
    struct matter matter;
    struct letter letter;
    const struct refusal *const refusal = find_of_case(work, exchange, &matter, &letter);

    if (!refusal)
        read_ahead(work, exchange, &letter);
    return refusal;
}

/* The name stands whole in it, so reading it is an event (PIPL art. 51). */
static const struct refusal *give_of_case(struct work *work, struct exchange *exchange) {
    struct matter matter;
    struct letter letter;
    const struct refusal *refusal = find_of_case(work, exchange, &matter, &letter);

    if (!refusal)
        refusal = matter_record(work, &matter, "read_letter", letter.number);
    return refusal ? refusal : give(exchange, &letter);
}

/* ---- issuing by hand ---- */

static const struct letter_kind *kind_by_hand(const struct exchange *exchange) {
    const struct letter_kind *const kind =
        letter_kind_named(exchange_parameter(exchange, "kind"));

    return kind && kind->by_hand ? kind : NULL;
}

static struct form_field field_of(const struct letter_slot *slot, bool required) {
    static const enum form_kind kinds[] = { [LETTER_ONE_LINE] = FORM_TEXT,
                                            [LETTER_LINES] = FORM_LONG_TEXT,
                                            [LETTER_DAY] = FORM_DAY };

    return (struct form_field){
        .name = slot->name,
        .label = slot->label,
        .hint = slot->hint,
        .kind = kinds[slot->shape],
        .required = required,
        .max = slot->shape == LETTER_ONE_LINE ? LETTER_LINE_MAX
               : slot->shape == LETTER_LINES  ? LETTER_TEXT_MAX
                                              : 0,
    };
}

/* Those of the case that may be voided, by their numbers. */
static struct form_field field_of_voided(struct work *work,
                                         const struct exchange *exchange) {
    struct form_choice *const choices =
        arena_alloc(work->arena, (LETTER_LIST_MAX + 1) * sizeof *choices);
    const struct letter *letters;
    struct matter matter;
    size_t count = 0, listed = 0;

    if (!matter_find_mine(work, exchange_parameter(exchange, "number"), &matter))
        count = letters_of(work, &matter, &letters);
    for (size_t i = 0; i < count; i++)
        if (letter_may_be_voided(&letters[i]))
            choices[listed++] = (struct form_choice){
                letters[i].number, arena_format(work->arena, "%s %s",
                                                letters[i].kind->title, letters[i].number)
            };
    choices[listed] = (struct form_choice){ NULL, NULL };
    return (struct form_field){ .name = letter_slots[SLOT_ENDED].name,
                                .label = TEXT("作废的文书"),
                                .kind = FORM_CHOICE,
                                .required = true,
                                .choices = choices };
}

/* What the law wants first. */
static void add_fields(uint64_t slots, bool required, struct form_field *fields,
                       size_t *count) {
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        if (slots & ((uint64_t)1 << slot))
            fields[(*count)++] = field_of(&letter_slots[slot], required);
}

static const struct form *issue_form(struct work *work, struct exchange *exchange) {
    const struct letter_kind *const kind = kind_by_hand(exchange);
    struct form_field *const fields =
        arena_alloc(work->arena, LETTER_SLOTS * sizeof *fields);
    struct form *const form = arena_alloc(work->arena, sizeof *form);

    if (!kind)
        return NULL;
    *form = (struct form){ "letter.issue", fields, 0 };
    if (kind->voids)
        fields[form->count++] = field_of_voided(work, exchange);
    add_fields(kind->voids ? kind->needs & ~SLOT(ENDED) : kind->needs, true, fields,
               &form->count);
    add_fields(kind->may, false, fields, &form->count);
    return form;
}

static const struct refusal *show_issue(struct work *work, struct exchange *exchange) {
    struct letter_issuing issuing = { .kind = kind_by_hand(exchange),
                                      .input = exchange->form };
    struct matter matter;
    const struct refusal *const refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);

    if (refusal || !issuing.kind)
        return refusal ? refusal : &letter_unknown;
    if (!issuing.input)
        issuing.input = form_fresh(work->arena, issue_form(work, exchange), (char *)NULL);
    if (issuing.kind->voids && !issuing.input->form->fields[0].choices[0].value)
        return &letter_not_voidable;
    issuing.matter = &matter;
    letter_issue_page(exchange_page(exchange, issuing.kind->title), &issuing);
    return NULL;
}

/* A day is typed as one and printed in words; an empty field is none. */
static size_t fields_of(struct work *work, const struct form_input *input,
                        struct letter_field *fields) {
    size_t count = 0;

    for (size_t i = 0; i < input->form->count; i++) {
        const char *value = input->value[i];

        if (!value[0])
            continue;
        if (input->form->fields[i].kind == FORM_DAY)
            value =
                letter_say_day(work->arena, civil_moment_ms((int)input->number[i], 0));
        fields[count++] = (struct letter_field){ input->form->fields[i].name, value };
    }
    return count;
}

static const struct refusal *issue(struct work *work, struct exchange *exchange) {
    const struct letter_kind *const kind = kind_by_hand(exchange);
    struct html out = { .text = { .arena = work->arena } };
    struct letter_field fields[LETTER_SLOTS];
    struct letter letter = { 0 };
    struct matter matter;
    const struct refusal *refusal =
        matter_find_mine(work, exchange_parameter(exchange, "number"), &matter);

    if (!kind)
        return &letter_unknown;
    if (!refusal)
        refusal = letter_issue(work, &matter, kind->name, fields,
                               fields_of(work, exchange->form, fields), &letter);
    if (!refusal)
        exchange_redirect(exchange, route_url(&out, "/desk/case/%s/letters?done=%ld",
                                              matter.number, letter.id));
    return refusal;
}

/* ---- proving one ---- */

static const struct form_field check_fields[] = {
    { .name = "number",
      .label = TEXT("文书编号"),
      .hint = TEXT("标题下面的一行，例如 瓜沥受〔2026〕12号；括号用哪一种都可以"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 60,
      .autocomplete = "off" },
    { .name = "digest",
      .label = TEXT("核验码"),
      .hint = TEXT("二维码旁边的 16 位数字和字母，空格不用输"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 100,
      .autocomplete = "off" },
};
static const struct form check_form = { "letter.check", check_fields, 2 };

static const char *say_day(struct work *work, struct exchange *exchange, int64_t at_ms) {
    return page_say_day(work->arena, exchange->view.language, civil_day(at_ms), 0);
}

static const struct refusal *check(struct work *work, struct exchange *exchange) {
    const char *const number = exchange_query(exchange, "number");
    const char *const digest = exchange_query(exchange, "digest");
    struct letter_checking checking = { .input = form_fresh(work->arena, &check_form,
                                                            "number", number, "digest",
                                                            digest, (char *)NULL) };
    struct letter_proof proof;

    if (number[0] || digest[0]) {
        checking.refusal = letter_prove(work, number, digest, &proof);
        if (!checking.refusal) {
            checking.proof = &proof;
            checking.issued = say_day(work, exchange, proof.issued_ms);
            checking.ended =
                proof.ended_ms ? say_day(work, exchange, proof.ended_ms) : "";
        }
    }
    letter_check_page(exchange_page(exchange, TEXT("核验文书")), &checking);
    return NULL;
}

/* ---- API ---- */

/* A letter as the API gives it. */
struct answer {
    const char *id, *kind, *title, *number, *digest, *ended_by, *url;
    int64_t issued_ms;
};
struct answers {
    const struct answer *letters;
    size_t count;
};

#define ANSWER(member) offsetof(struct answer, member)

static const struct shape_field answer_fields[] = {
    { .name = "id", .kind = SHAPE_TEXT, .offset = ANSWER(id), .help = "Of its row." },
    { .name = "kind",
      .kind = SHAPE_TEXT,
      .offset = ANSWER(kind),
      .help = "receipt, acceptance, supplement …" },
    { .name = "title",
      .kind = SHAPE_TEXT,
      .offset = ANSWER(title),
      .help = "Its title in Chinese." },
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = ANSWER(number),
      .help = "As it is printed." },
    { .name = "digest",
      .kind = SHAPE_TEXT,
      .offset = ANSWER(digest),
      .help = "SM3 of its text, as /letter/check asks for it." },
    { .name = "issued",
      .kind = SHAPE_MOMENT,
      .offset = ANSWER(issued_ms),
      .help = "When it was issued." },
    { .name = "ended_by",
      .kind = SHAPE_TEXT,
      .offset = ANSWER(ended_by),
      .help = "Number of the letter that took its effect; empty while it is valid." },
    { .name = "url",
      .kind = SHAPE_TEXT,
      .offset = ANSWER(url),
      .help = "Where its asker reads it as a PDF, signed in on the site." },
};
static const struct shape answer_shape = {
    "Letter",
    answer_fields,
    sizeof answer_fields / sizeof *answer_fields,
    sizeof(struct answer),
};
static const struct shape_field answers_fields[] = {
    { .name = "letters",
      .kind = SHAPE_LIST,
      .offset = offsetof(struct answers, letters),
      .count_offset = offsetof(struct answers, count),
      .of = &answer_shape,
      .help = "Oldest first." },
};
static const struct shape answers_shape = { "Letters", answers_fields, 1,
                                            sizeof(struct answers) };

static const char *number_of(const struct letter_list *list, int64_t id) {
    for (size_t i = 0; i < list->count; i++)
        if (list->letters[i].id == id)
            return list->letters[i].number;
    return "";
}

static struct answer answer_of(struct work *work, const struct letter_list *list,
                               const struct letter *letter) {
    struct html out = { .text = { .arena = work->arena } };

    return (struct answer){
        .id = text_of_int(work->arena, letter->id),
        .kind = letter->kind->name,
        .title = letter->kind->title,
        .number = letter->number,
        .digest = letter_say_digest(work->arena, letter),
        .ended_by = number_of(list, letter->ended_by),
        .url = route_url(&out, "/letters/%ld.pdf", letter->id),
        .issued_ms = letter->issued_ms,
    };
}

static const struct refusal *give_list(struct work *work, struct exchange *exchange) {
    struct letter_list list = { .done = NULL };
    struct matter matter;
    struct answer *answers;
    const struct refusal *const refusal = read_list(work, exchange, &matter, &list);

    if (refusal)
        return refusal;
    answers = arena_alloc(work->arena, (list.count + 1) * sizeof *answers);
    for (size_t i = 0; i < list.count; i++)
        answers[i] = answer_of(work, &list, &list.letters[i]);
    exchange_give(exchange, &(struct answers){ answers, list.count });
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/api/v1/matters/:number/letters",
      .face = FACE_API,
      .rights = RIGHT_RESIDENT | RIGHT_CASEWORK,
      .handle = give_list,
      .answers = &answers_shape,
      .summary = "The letters about a matter" },
    { .pattern = "/letter/check", .handle = check, .guesses = true },
    { .pattern = "/my/:number/letters", .rights = RIGHT_RESIDENT, .handle = show_own },
    { .pattern = "/letters/:file",
      .rights = RIGHT_RESIDENT,
      .prepare = prepare_own,
      .handle = give_own },
    { .pattern = "/desk/case/:number/letters",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show_case },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/letters/:letter",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .prepare = prepare_of_case,
      .handle = give_of_case },
    { .pattern = "/desk/case/:number/letter/:kind",
      .rights = RIGHT_INTAKE | RIGHT_REVIEW,
      .face = FACE_DESK,
      .handle = show_issue },
    { .method = HTTP_POST,
      .pattern = "/desk/case/:number/letter/:kind",
      .rights = RIGHT_INTAKE | RIGHT_REVIEW,
      .face = FACE_DESK,
      .form_of = issue_form,
      .handle = issue,
      .again = show_issue,
      .once = true },
};

const struct route_table letter_routes = { routes, sizeof routes / sizeof *routes };
