#include "filing_asker.h"

#include <assert.h>
#include <string.h>

#include "filing_act.h"
#include "item.h"
#include "item_words.h"
#include "text.h"

static const struct form_choice kinds[] = {
    { "person", TEXT("个人") },
    { "firm", TEXT("单位") },
    { NULL, NULL },
};

/* Of the version's papers, by number: it was handed over. */
#define GOT(name_)                                                                       \
    { .name = name_, .label = TEXT("收到了这份材料"), .kind = FORM_FLAG }

/* Also the body of the API; without a kind it is a person who asks. */
static const struct form_field new_fields[] = {
    { .name = "item",
      .label = TEXT("事项"),
      .kind = FORM_HIDDEN,
      .required = true,
      .max = ITEM_CODE_MAX },
    { .name = "kind",
      .label = TEXT("谁来申请？"),
      .kind = FORM_CHOICE,
      .choices = kinds },
    { .name = "name",
      .label = TEXT("姓名或单位名称"),
      .kind = FORM_TEXT,
      .required = true,
      .focused = true },
    { .name = "id_number",
      .label = TEXT("证件号码"),
      .kind = FORM_TEXT,
      .required = true,
      .hint = TEXT("个人填居民身份证号，单位填统一社会信用代码") },
    { .name = "phone",
      .label = TEXT("手机号"),
      .kind = FORM_MOBILE,
      .required = true,
      .hint = TEXT("查进度时要用后四位") },
    { .name = "statement",
      .label = TEXT("申请说明"),
      .kind = FORM_LONG_TEXT,
      .hint = TEXT("申请人要办什么、有什么特别情况"),
      .max = FILING_STATEMENT_MAX },
    { .name = "settle", .label = TEXT("当场办结"), .kind = FORM_FLAG },
    GOT("got_1"),
    GOT("got_2"),
    GOT("got_3"),
    GOT("got_4"),
    GOT("got_5"),
    GOT("got_6"),
    GOT("got_7"),
    GOT("got_8"),
    GOT("got_9"),
    GOT("got_10"),
    GOT("got_11"),
    GOT("got_12"),
    GOT("got_13"),
    GOT("got_14"),
    GOT("got_15"),
    GOT("got_16"),
    GOT("got_17"),
    GOT("got_18"),
    GOT("got_19"),
    GOT("got_20"),
};

const char *filing_got_field(size_t paper) {
    const size_t first = sizeof new_fields / sizeof *new_fields - FILING_DEFECTS_MAX;

    assert(paper >= 1 && paper <= FILING_DEFECTS_MAX);
    return new_fields[first + paper - 1].name;
}
const struct form filing_new_form = { "filing.new", new_fields,
                                      sizeof new_fields / sizeof *new_fields };

/* What the same fields must be, once it is known who asks. */
static const struct form_field person_fields[] = {
    { .name = "name", .label = TEXT("姓名"), .kind = FORM_NAME, .required = true },
    { .name = "id_number",
      .label = TEXT("身份证号"),
      .kind = FORM_CITIZEN_ID,
      .required = true },
};
static const struct form person_form = { "filing.new.person", person_fields, 2 };

static const struct form_field firm_fields[] = {
    { .name = "name",
      .label = TEXT("单位名称"),
      .kind = FORM_TEXT,
      .required = true,
      .min = 2,
      .max = 100 },
    { .name = "id_number",
      .label = TEXT("统一社会信用代码"),
      .kind = FORM_CREDIT_CODE,
      .required = true },
};
static const struct form firm_form = { "filing.new.firm", firm_fields, 2 };

static const char *value_again(const void *from, const char *name) {
    return form_value(from, name);
}

/* Sets what is wrong beside each field; the first of them is the refusal. */
static const struct refusal *copy_errors(struct work *work, enum language language,
                                         const struct form_input *from,
                                         struct form_input *to) {
    struct refusal *refusal = arena_alloc(work->arena, sizeof *refusal);

    for (size_t i = from->form->count; i-- > 0;) {
        if (!from->error[i])
            continue;
        *refusal =
            (struct refusal){ REFUSED_INVALID, "filing.asker",
                              form_error(from, language, i), from->form->fields[i].name };
        form_set_error(to, refusal->field, refusal->text);
    }
    return refusal->name ? refusal : NULL;
}

const struct refusal *filing_read_asker(struct work *work, enum language language,
                                        struct form_input *input, struct person *asker) {
    const bool firm = strcmp(form_value(input, "kind"), "firm") == 0;
    const struct form_input *checked =
        form_read(work->arena, firm ? &firm_form : &person_form,
                  (struct form_source){ value_again, input }, work_day(work));

    *asker = (struct person){
        .kind = firm ? PERSON_FIRM : PERSON_NATURAL,
        .name = form_value(checked, "name"),
        .id_number = form_value(checked, "id_number"),
        .phone = form_value(input, "phone"),
    };
    return copy_errors(work, language, checked, input);
}

const char *filing_say_received(struct arena *arena, const struct form_input *form,
                                const struct item_version *version) {
    struct text out = { .arena = arena };

    for (size_t i = 1; i <= version->paper_count && i <= FILING_DEFECTS_MAX; i++) {
        const struct item_paper *const paper = &version->papers[i - 1];

        if (form_number(form, filing_got_field(i)))
            text_addf(&out, "%s%s（%s，%lld 份）", out.length ? "\n" : "", paper->name,
                      word_chinese(&item_paper_kinds, paper->kind),
                      (long long)(paper->copies > 0 ? paper->copies : 1));
    }
    return out.length ? text_string(&out) : "";
}
