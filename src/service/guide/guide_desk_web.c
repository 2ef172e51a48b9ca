#include "guide_desk.h"

#include "arena.h"
#include "guide.sql.h"
#include "item.h"
#include "route.h"
#include "text.h"

static const struct form_field leave_fields[] = {
    { .name = "question", .label = TEXT("要办的事"), .kind = FORM_HIDDEN },
};
static const struct form leave_form = { "guide.leave", leave_fields, 1 };

static const struct form_field settle_fields[] = {
    { .name = "question", .label = TEXT("问法"), .kind = FORM_HIDDEN, .required = true },
    { .name = "code",
      .label = TEXT("事项编码"),
      .kind = FORM_TEXT,
      .max = ITEM_CODE_MAX },
};
static const struct form settle_form = { "guide.settle", settle_fields, 2 };

static const struct form_field synonym_fields[] = {
    { .name = "said", .label = TEXT("人们怎么说"), .kind = FORM_TEXT, .required = true },
    { .name = "means", .label = TEXT("也就是"), .kind = FORM_TEXT, .required = true },
};
static const struct form synonym_form = { "guide.synonym", synonym_fields, 2 };

static const struct form_field evidence_fields[] = {
    { .name = "words", .label = TEXT("问法"), .kind = FORM_HIDDEN, .required = true },
    { .name = "item", .label = TEXT("事项"), .kind = FORM_HIDDEN, .required = true },
};
static const struct form evidence_form = { "guide.evidence", evidence_fields, 2 };

/* ---- the citizen leaves a question ---- */

static const struct refusal *leave(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal = guide_leave_question(
        work, form_value(exchange->form, "question"), exchange_network(exchange));

    if (!refusal)
        exchange_redirect(exchange, "/search/left");
    return refusal;
}

static const struct refusal *left(struct work *work, struct exchange *exchange) {
    (void)work;
    guide_left_page(exchange_page(exchange, TEXT("已记下")));
    return NULL;
}

/* ---- the librarian's page ---- */

static void read_evidence(struct work *work, struct guide_desk *desk) {
    desk->evidence_count =
        guide_evidence_list(work, GUIDE_DESK_EVIDENCE, &desk->evidence);
    desk->names =
        arena_alloc(work->arena, desk->evidence_count * sizeof *desk->names + 1);
    for (size_t i = 0; i < desk->evidence_count; i++) {
        struct item item;

        desk->names[i] = item_find(work, desk->evidence[i].code, &item)
                             ? desk->evidence[i].code
                             : item.name;
    }
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct guide_desk desk = { .refusal = exchange->refusal };
    const struct refusal *refusal = guide_read_questions(
        work, exchange_query(exchange, "after"), GUIDE_DESK_QUESTIONS, &desk.questions);

    if (refusal)
        return refusal;
    desk.goes_on = exchange_query(exchange, "after")[0] != 0;
    desk.synonym_count = guide_town_synonyms(work, &desk.synonyms);
    read_evidence(work, &desk);
    guide_desk_page(exchange_page(exchange, TEXT("导引")), &desk);
    return NULL;
}

static const struct refusal *settle(struct work *work, struct exchange *exchange) {
    const char *question = form_value(exchange->form, "question");
    const char *code = form_value(exchange->form, "code");
    const struct refusal *refusal = NULL;

    if (code[0])
        refusal = guide_bind_question(work, question, code);
    else
        guide_set_question_aside(work, question);
    if (!refusal)
        exchange_redirect(exchange, "/desk/guide");
    return refusal;
}

static const struct refusal *add(struct work *work, struct exchange *exchange) {
    const struct refusal *refusal = guide_add_synonym(
        work, form_value(exchange->form, "said"), form_value(exchange->form, "means"));

    if (!refusal)
        exchange_redirect(exchange, "/desk/guide");
    return refusal;
}

static const struct refusal *take_away(struct work *work, struct exchange *exchange) {
    guide_remove_synonym(work, form_value(exchange->form, "said"),
                         form_value(exchange->form, "means"));
    exchange_redirect(exchange, "/desk/guide");
    return NULL;
}

static const struct refusal *throw_away(struct work *work, struct exchange *exchange) {
    int64_t item_id;

    if (text_read_int(form_value(exchange->form, "item"), &item_id))
        guide_evidence_drop(work, form_value(exchange->form, "words"), item_id);
    exchange_redirect(exchange, "/desk/guide");
    return NULL;
}

static const struct route routes[] = {
    { .method = HTTP_POST,
      .pattern = "/search/left",
      .form = &leave_form,
      .handle = leave,
      .once = true },
    { .pattern = "/search/left", .handle = left },
    { .pattern = "/desk/guide",
      .face = FACE_DESK,
      .rights = RIGHT_LIBRARY,
      .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/guide/question",
      .face = FACE_DESK,
      .rights = RIGHT_LIBRARY,
      .form = &settle_form,
      .handle = settle,
      .again = show,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/guide/synonym",
      .face = FACE_DESK,
      .rights = RIGHT_LIBRARY,
      .form = &synonym_form,
      .handle = add,
      .again = show,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/guide/synonym/remove",
      .face = FACE_DESK,
      .rights = RIGHT_LIBRARY,
      .form = &synonym_form,
      .handle = take_away,
      .again = show,
      .once = true },
    { .method = HTTP_POST,
      .pattern = "/desk/guide/evidence/remove",
      .face = FACE_DESK,
      .rights = RIGHT_LIBRARY,
      .form = &evidence_form,
      .handle = throw_away,
      .again = show,
      .once = true },
};

const struct route_table guide_desk_routes = { routes, sizeof routes / sizeof *routes };
