#include <string.h>

#include "agency_web.h"
#include "civil.h"
#include "item.h"
#include "item_words.h"
#include "mandate_words.h"
#include "matter_track.h"
#include "place.h"

enum { FIELDS_MAX = 12, A_YEAR_MONTHS = 12 };

static const struct word verbs[] = {
    { 1, "give", TEXT("同意授权") },      { 2, "refuse", TEXT("不同意") },
    { 3, "take_back", TEXT("收回请求") }, { 4, "revoke", TEXT("撤销授权") },
    { 5, "resign", TEXT("不再代办") },
};
static const struct word events[] = {
    { 1, "ask", TEXT("请求授权") },          { 2, "give", TEXT("本人登录授权") },
    { 3, "record", TEXT("窗口登记授权") },   { 4, "refuse", TEXT("没有同意") },
    { 5, "take_back", TEXT("收回了请求") },  { 6, "revoke", TEXT("撤销了授权") },
    { 7, "resign", TEXT("代理人不再代办") }, { 8, "expire", TEXT("授权到期") },
    { 9, "lapse", TEXT("请求过期") },
};
const struct words agency_verbs = { verbs, sizeof verbs / sizeof *verbs };
const struct words agency_events = { events, sizeof events / sizeof *events };

/* ---- choices ---- */

static const struct form_choice *choices_of(struct arena *arena,
                                            const struct words *words) {
    struct form_choice *made = arena_alloc(arena, (words->count + 1) * sizeof *made);

    for (size_t i = 0; i < words->count; i++)
        made[i] = (struct form_choice){ words->word[i].name, words->word[i].chinese };
    made[words->count] = (struct form_choice){ NULL, NULL };
    return made;
}

/* Where agents of a village sit. */
static const struct form_choice *villages(struct work *work) {
    const struct place_book *book = place_book(work);
    const size_t most = book ? book->outlet_count : 0;
    struct form_choice *made = arena_alloc(work->arena, (most + 1) * sizeof *made);
    size_t count = 0;

    for (size_t i = 0; i < most; i++)
        if (!place_is_hall(&book->outlets[i]))
            made[count++] =
                (struct form_choice){ book->outlets[i].code, book->outlets[i].name };
    made[count] = (struct form_choice){ NULL, NULL };
    return made;
}

static const struct form_choice scopes[] = {
    { "all", TEXT("所有能代办的事") },
    { "subjects", TEXT("只办一个主题的事") },
    { NULL, NULL },
};

static const struct form_choice consents[] = {
    { "letter", TEXT("有本人签字的委托书") },
    { "present", TEXT("本人当面同意") },
    { NULL, NULL },
};

/* ---- the form ---- */

struct building {
    struct form_field *field;
    size_t count;
};

static void add(struct building *form, struct form_field field) {
    form->field[form->count++] = field;
}

static void add_principal(struct building *form, enum mandate_basis basis) {
    const bool firm = basis == MANDATE_FIRM;

    add(form, (struct form_field){ .name = "principal_name",
                                   .label = firm ? TEXT("单位名称") : TEXT("授权人姓名"),
                                   .hint = TEXT("照证件核对"),
                                   .kind = firm ? FORM_TEXT : FORM_NAME,
                                   .required = true,
                                   .min = 2,
                                   .max = firm ? 100 : 0 });
    add(form, (struct form_field){ .name = "principal_number",
                                   .label = firm ? TEXT("统一社会信用代码")
                                                 : TEXT("授权人身份证号"),
                                   .kind = firm ? FORM_CREDIT_CODE : FORM_CITIZEN_ID,
                                   .required = true });
}

static void add_other(struct building *form, enum agency_way way) {
    const bool asks = way == AGENCY_ASK;

    add(form, (struct form_field){ .name = "name",
                                   .label = asks ? TEXT("您要替谁办？姓名")
                                                 : TEXT("代理人姓名"),
                                   .kind = FORM_NAME,
                                   .required = true });
    add(form, (struct form_field){ .name = "id_number",
                                   .label = asks ? TEXT("他的身份证号")
                                                 : TEXT("代理人身份证号"),
                                   .hint = TEXT("姓名和号码都要和身份证一样，否则对不上"),
                                   .kind = FORM_CITIZEN_ID,
                                   .required = true });
}

static void add_who(struct building *form, struct work *work, enum agency_way way,
                    enum mandate_basis basis) {
    if (way == AGENCY_RECORD)
        add_principal(form, basis);
    if (basis == MANDATE_VILLAGE)
        add(form, (struct form_field){ .name = "outlet",
                                       .label = TEXT("哪个村社的代办员"),
                                       .hint = TEXT("代办员免费代办，自愿选择"),
                                       .kind = FORM_CHOICE,
                                       .required = true,
                                       .choices = villages(work) });
    else
        add_other(form, way);
    if (basis == MANDATE_FAMILY)
        add(form,
            (struct form_field){ .name = "relation",
                                 .label = TEXT("代理人是授权人的什么人"),
                                 .kind = FORM_CHOICE,
                                 .required = true,
                                 .choices = choices_of(work->arena, &agency_relations) });
}

static void add_scope(struct building *form, struct work *work) {
    add(form, (struct form_field){ .name = "scope",
                                   .label = TEXT("授权办什么"),
                                   .kind = FORM_CHOICE,
                                   .required = true,
                                   .choices = scopes });
    add(form, (struct form_field){ .name = "subject",
                                   .label = TEXT("哪个主题"),
                                   .hint = TEXT("只办一个主题的，在这里选"),
                                   .kind = FORM_CHOICE,
                                   .choices = choices_of(work->arena, &item_subjects) });
}

static void add_days(struct building *form) {
    add(form, (struct form_field){ .name = "from_day",
                                   .label = TEXT("从哪天开始"),
                                   .kind = FORM_DAY,
                                   .required = true });
    add(form, (struct form_field){ .name = "end_day",
                                   .label = TEXT("到哪天结束"),
                                   .hint = TEXT("最后一天也有效，最长三年，随时可以撤销"),
                                   .kind = FORM_DAY,
                                   .required = true });
}

static void add_consent(struct building *form) {
    add(form, (struct form_field){ .name = "consent",
                                   .label = TEXT("怎么同意的"),
                                   .kind = FORM_CHOICE,
                                   .required = true,
                                   .choices = consents });
    add(form, (struct form_field){ .name = "letter",
                                   .label = TEXT("委托书编号或存放的地方"),
                                   .hint = TEXT("有委托书的要填，以后要能找到原件"),
                                   .kind = FORM_TEXT,
                                   .max = MANDATE_LETTER_MAX });
}

/* Whether the address says what it is for. */
static bool is_fixed(const struct exchange *exchange) {
    return exchange_query(exchange, "item")[0] || exchange_query(exchange, "number")[0];
}

const struct form *agency_form(struct work *work, const struct exchange *exchange,
                               enum agency_way way, enum mandate_basis basis) {
    struct building building = { .field = arena_alloc(
                                     work->arena, FIELDS_MAX * sizeof *building.field) };
    struct form *form = arena_alloc(work->arena, sizeof *form);

    add_who(&building, work, way, basis);
    if (is_fixed(exchange)) {
        add(&building, (struct form_field){ .name = "scope",
                                            .label = TEXT("授权办什么"),
                                            .kind = FORM_HIDDEN });
        add(&building, (struct form_field){ .name = "words",
                                            .label = TEXT("哪些事项"),
                                            .kind = FORM_HIDDEN });
    } else {
        add_scope(&building, work);
    }
    add_days(&building);
    if (way == AGENCY_RECORD)
        add_consent(&building);
    *form = (struct form){ "agency.mandate", building.field, building.count };
    return form;
}

const struct form_input *agency_fresh(struct work *work, const struct exchange *exchange,
                                      enum agency_way way, enum mandate_basis basis) {
    const struct form *form = agency_form(work, exchange, way, basis);
    const char *const item = exchange_query(exchange, "item");
    const int today = work_day(work);
    const int last = civil_add_days(civil_add_months(today, A_YEAR_MONTHS), -1);
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet =
        book ? place_outlet(book, work->actor.outlet_id) : NULL;
    char *from = arena_alloc(work->arena, 11), *end = arena_alloc(work->arena, 11);

    civil_write_day(from, today);
    civil_write_day(end, last);
    if (is_fixed(exchange))
        return form_fresh(work->arena, form, "scope", item[0] ? "items" : "matter",
                          "words", item[0] ? item : exchange_query(exchange, "number"),
                          "from_day", from, "end_day", end, (char *)NULL);
    if (basis == MANDATE_VILLAGE && outlet && !place_is_hall(outlet))
        return form_fresh(work->arena, form, "outlet", outlet->code, "scope", "all",
                          "from_day", from, "end_day", end, (char *)NULL);
    return form_fresh(work->arena, form, "scope", "all", "from_day", from, "end_day", end,
                      (char *)NULL);
}

/* ---- what was filled in ---- */

/* A value of a field that not every form has. */
static const char *value_of(const struct form_input *input, const char *name) {
    for (size_t i = 0; i < input->form->count; i++)
        if (strcmp(input->form->fields[i].name, name) == 0)
            return input->value[i];
    return "";
}

static void read_parties(struct work *work, const struct form_input *input,
                         enum agency_way way, struct mandate_new *given) {
    const struct mandate_party other = { PERSON_NATURAL, value_of(input, "name"),
                                         value_of(input, "id_number") };
    const struct place_book *book = place_book(work);
    const struct place_outlet *outlet =
        book ? place_outlet_coded(book, value_of(input, "outlet")) : NULL;

    given->outlet_id = outlet ? outlet->id : 0;
    given->agent = other;
    given->principal = other;
    if (way == AGENCY_RECORD)
        given->principal = (struct mandate_party){
            given->basis == MANDATE_FIRM ? PERSON_FIRM : PERSON_NATURAL,
            value_of(input, "principal_name"),
            value_of(input, "principal_number"),
        };
}

void agency_read(struct work *work, const struct form_input *input, enum agency_way way,
                 enum mandate_basis basis, struct mandate_new *given) {
    const struct word *scope = word_named(&mandate_scopes, value_of(input, "scope"));
    const struct word *consent =
        word_named(&mandate_consents, value_of(input, "consent"));

    *given = (struct mandate_new){
        .basis = basis,
        .relation = value_of(input, "relation"),
        .scope = scope ? (enum mandate_scope)scope->value : MANDATE_ALL,
        .words = value_of(input, "words"),
        .from_day = (int)form_number(input, "from_day"),
        .end_day = (int)form_number(input, "end_day"),
        .consent = consent ? (enum mandate_consent)consent->value : MANDATE_SILENT,
        .letter = value_of(input, "letter"),
    };
    if (given->scope == MANDATE_SUBJECTS && !given->words[0])
        given->words = value_of(input, "subject");
    read_parties(work, input, way, given);
}

enum mandate_basis agency_basis(const struct exchange *exchange) {
    const struct word *basis =
        word_named(&mandate_bases, exchange_parameter(exchange, "basis"));

    return basis ? (enum mandate_basis)basis->value : (enum mandate_basis)0;
}

void agency_show_form(struct work *work, struct exchange *exchange, enum agency_way way,
                      enum mandate_basis basis) {
    const char *const code = exchange_query(exchange, "item");
    struct agency_fill fill = { .way = way,
                                .basis = basis,
                                .item_name = "",
                                .number = exchange_query(exchange, "number"),
                                .input = exchange->form };
    struct item item;

    if (code[0] && !item_find(work, code, &item))
        fill.item_name = item.name;
    if (fill.number[0])
        fill.number = matter_say_number(work->arena, fill.number);
    if (!fill.input)
        fill.input = agency_fresh(work, exchange, way, basis);
    agency_fill_page(exchange_page(exchange, way == AGENCY_ASK ? TEXT("请家人授权")
                                                               : TEXT("授权代办")),
                     &fill);
}
