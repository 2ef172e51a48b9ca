#include "item_code.h"
#include "quality_inside.h"

static bool is_free_of(const struct quality_question *question, unsigned faults) {
    return !(item_code_faults(question->detail.arena, question->version) & faults);
}

/* Whether the places of the code mean something. */
static bool has_places(const struct quality_question *question) {
    return item_code_is_national(question->version) &&
           is_free_of(question, ITEM_CODE_ABSENT | ITEM_CODE_SHAPE | ITEM_CODE_DIGITS);
}

bool code_has_its_shape(struct quality_question *question) {
    return is_free_of(question, ITEM_CODE_ABSENT | ITEM_CODE_SCHEME | ITEM_CODE_SHAPE |
                                    ITEM_CODE_DIGITS | ITEM_CODE_BESIDE |
                                    ITEM_CODE_BASE_BESIDE);
}

bool code_names_a_body(struct quality_question *question) {
    return is_free_of(question, ITEM_CODE_BODY);
}

bool code_has_the_level(struct quality_question *question) {
    const struct item_version *const version = question->version;

    return !has_places(question) ||
           ((version->level > 0 || version->levels.count > 0) &&
            is_free_of(question, ITEM_CODE_LEVEL | ITEM_CODE_OTHER_LEVEL));
}

bool code_has_the_type(struct quality_question *question) {
    return (!has_places(question) || *question->version->type_code) &&
           is_free_of(question, ITEM_CODE_TYPE);
}

bool code_has_no_lonely_sub_item(struct quality_question *question) {
    return is_free_of(question, ITEM_CODE_LONELY);
}

bool code_holds_the_base_code(struct quality_question *question) {
    text_add(&question->detail, question->version->base_code);
    return is_free_of(question, ITEM_CODE_BASE | ITEM_CODE_MAIN);
}
