#include "library_form.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "form_tidy.h"
#include "item.h"
#include "item_inside.h"
#include "item_words.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

/* ---- which fields stand together ---- */

/* What is not filled in: the code is the item, others follow from what is. */
static bool is_filled_in(const struct item_element *element) {
    return element->field->duty != SHAPE_DERIVED && element->field->kind != SHAPE_LIST &&
           strcmp(element->path, "code") != 0;
}

/* Words that are all known are ticked, each by itself. */
static size_t controls_of(const struct shape_field *field) {
    return field->kind == SHAPE_WORDS && field->words ? field->words->count : 1;
}

static bool has_room(const struct library_section *section, size_t controls,
                     size_t more) {
    return section->fields.count < LIBRARY_FIELDS_MAX &&
           controls + more <= LIBRARY_CONTROLS_MAX;
}

size_t library_sections(struct arena *arena, const struct library_section **sections) {
    const struct item_elements all = item_elements(arena);
    struct library_section *const found =
        arena_alloc(arena, LIBRARY_SECTIONS_MAX * sizeof *found);
    struct library_section *at = NULL;
    size_t count = 0, controls = 0;

    for (size_t i = 0; i < all.count; i++) {
        const struct item_element *const element = &all.element[i];
        const size_t more = controls_of(element->field);

        if (!is_filled_in(element))
            continue;

        const bool goes_on = at && at->heading == element->group;
        if (!goes_on || !has_room(at, controls, more)) {
            assert(count < LIBRARY_SECTIONS_MAX);
            found[count] = (struct library_section){ .heading = element->group };
            if (goes_on) {
                at->part += at->part == 0;
                found[count].part = at->part + 1;
            }
            at = &found[count++];
            controls = 0;
        }
        at->fields.name[at->fields.count] = element->path;
        at->fields.field[at->fields.count++] = element->field;
        controls += more;
    }
    *sections = found;
    return count;
}

bool library_find_section(struct arena *arena, const char *path, size_t *index) {
    const struct library_section *sections;
    const size_t count = library_sections(arena, &sections);

    for (*index = 0; *index < count; ++*index)
        for (size_t i = 0; i < sections[*index].fields.count; i++)
            if (strcmp(sections[*index].fields.name[i], path) == 0)
                return true;
    return false;
}

size_t library_lists(struct arena *arena, const struct item_element **lists) {
    const struct item_elements all = item_elements(arena);
    struct item_element *const found = arena_alloc(arena, all.count * sizeof *found);
    size_t count = 0;

    for (size_t i = 0; i < all.count; i++)
        if (all.element[i].field->kind == SHAPE_LIST)
            found[count++] = all.element[i];
    *lists = found;
    return count;
}

const struct item_element *library_list(struct arena *arena, const char *path) {
    const struct item_element *lists;
    const size_t count = library_lists(arena, &lists);

    for (size_t i = 0; i < count; i++)
        if (strcmp(lists[i].path, path) == 0)
            return &lists[i];
    return NULL;
}

struct library_fields library_row_fields(const struct shape_field *list) {
    struct library_fields fields = { .count = list->of->count };

    assert(fields.count <= LIBRARY_FIELDS_MAX);
    for (size_t i = 0; i < fields.count; i++) {
        fields.name[i] = list->of->fields[i].name;
        fields.field[i] = &list->of->fields[i];
    }
    return fields;
}

/* ---- members ---- */

static void *member(const struct shape_field *field, void *at) {
    return (char *)at + field->offset;
}

static const char *text_at(const struct shape_field *field, const void *at) {
    const char *const text =
        *(const char *const *)(const void *)((const char *)at + field->offset);

    return text ? text : "";
}

static int64_t number_at(const struct shape_field *field, const void *at) {
    return *(const int64_t *)(const void *)((const char *)at + field->offset);
}

static struct item_list words_at(const struct shape_field *field, const void *at) {
    return (struct item_list){
        *(const char *const *const *)(const void *)((const char *)at + field->offset),
        *(const size_t *)(const void *)((const char *)at + field->count_offset),
    };
}

static bool has_word(struct item_list list, const char *word) {
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.word[i], word) == 0)
            return true;
    return false;
}

/* ---- controls ---- */

struct making {
    struct arena *arena;
    enum language language;
    struct form_field *field;
    size_t count;
};

/* Whether a field may say nothing; a list that opens has an entry for that by itself. */
static bool needs_nothing(const struct shape_field *field) {
    const bool may_be_nothing =
        field->kind == SHAPE_TEXT || !word_of(field->words, field->otherwise);

    return may_be_nothing && field->words->count < FORM_RADIOS_MAX;
}

static const struct form_choice *choices_of(struct arena *arena,
                                            const struct shape_field *field) {
    const struct words *const words = field->words;
    struct form_choice *const choices =
        arena_alloc(arena, (words->count + 2) * sizeof *choices);
    size_t count = 0;

    if (needs_nothing(field))
        choices[count++] = (struct form_choice){ "", TEXT("不填") };
    for (size_t i = 0; i < words->count; i++)
        choices[count++] =
            (struct form_choice){ words->word[i].name, words->word[i].chinese };
    choices[count] = (struct form_choice){ NULL, NULL };
    return choices;
}

/* "每行一个", with what is usual. */
static const char *hint_of(const struct making *making, const struct words *offered) {
    struct text usual = { .arena = making->arena };

    if (!offered)
        return TEXT("每行一个");
    for (size_t i = 0; i < offered->count; i++)
        text_addf(&usual, "%s%s", i > 0 ? "、" : "", offered->word[i].chinese);

    const char *const words = text_string(&usual);
    return page_say_with(making->arena, making->language, TEXT("每行一个。常用的有：{0}"),
                         &words, 1);
}

static void make_ticks(struct making *making, const char *name,
                       const struct words *words) {
    for (size_t i = 0; i < words->count; i++)
        making->field[making->count++] = (struct form_field){
            .name = arena_format(making->arena, "%s.%s", name, words->word[i].name),
            .label = words->word[i].chinese,
            .kind = FORM_FLAG,
        };
}

static enum form_kind text_kind(const struct shape_field *field, const void *at) {
    return field->max > ITEM_SHORT_MAX || strchr(text_at(field, at), '\n')
               ? FORM_LONG_TEXT
               : FORM_TEXT;
}

static void make_control(struct making *making, const char *name,
                         const struct shape_field *field, const void *at) {
    struct form_field made = { .name = name,
                               .label = field->label,
                               .required = field->duty == SHAPE_REQUIRED };

    if (field->kind == SHAPE_WORDS) {
        made.kind = FORM_LONG_TEXT;
        made.hint = hint_of(making, field->offered);
        made.max = ITEM_WORDS_MAX * ITEM_NAME_MAX;
    } else if (field->kind == SHAPE_FLAG) {
        made.kind = FORM_FLAG;
    } else if (field->words) {
        made.kind = FORM_CHOICE;
        made.choices = choices_of(making->arena, field);
    } else if (field->kind == SHAPE_INTEGER) {
        made.kind = FORM_INTEGER;
        made.max = (int)field->max;
    } else {
        made.kind = text_kind(field, at);
        made.max = (int)field->max;
    }
    making->field[making->count++] = made;
}

const struct library_form *library_form(struct arena *arena, enum language language,
                                        const struct library_fields *fields,
                                        const void *at) {
    struct library_form *const made = arena_alloc(arena, sizeof *made);
    struct form *const form = arena_alloc(arena, sizeof *form);
    struct making making = { .arena = arena, .language = language };

    made->fields = *fields;
    making.field = arena_alloc(arena, FORM_FIELDS_MAX * sizeof *making.field);
    for (size_t i = 0; i < fields->count; i++) {
        const struct shape_field *const field = fields->field[i];

        made->first[i] = making.count;
        made->controls[i] = controls_of(field);
        assert(making.count + made->controls[i] < FORM_FIELDS_MAX);
        if (field->kind == SHAPE_WORDS && field->words)
            make_ticks(&making, fields->name[i], field->words);
        else
            make_control(&making, fields->name[i], field, at);
    }
    making.field[making.count++] =
        (struct form_field){ .name = "revision", .label = "", .kind = FORM_HIDDEN };
    *form = (struct form){ "library.elements", making.field, making.count };
    made->form = form;
    return made;
}

/* ---- from the struct into the form ---- */

/* A number that says nothing is shown as nothing. */
static const char *number_text(struct arena *arena, const struct shape_field *field,
                               const void *at) {
    const int64_t number = number_at(field, at);

    if (field->kind == SHAPE_FLAG)
        return number ? "1" : "";
    if (field->words)
        return word_name(field->words, number);
    return number < 0 ? "" : arena_format(arena, "%lld", (long long)number);
}

static const char *value_of(struct arena *arena, const struct shape_field *field,
                            const void *at) {
    switch (field->kind) {
    case SHAPE_TEXT: return text_at(field, at);
    case SHAPE_WORDS: return item_list_text(arena, words_at(field, at));
    case SHAPE_INTEGER:
    case SHAPE_WORD:
    case SHAPE_FLAG: return number_text(arena, field, at);
    case SHAPE_DAY:
    case SHAPE_MOMENT:
    case SHAPE_OBJECT:
    case SHAPE_LIST: break;
    }
    assert(!"elements of forms are of these kinds");
    return "";
}

struct form_input *library_filled(struct arena *arena, const struct library_form *form,
                                  const void *at, int64_t revision) {
    struct form_input *const input = form_fresh(arena, form->form, NULL);

    for (size_t i = 0; i < form->fields.count; i++) {
        const struct shape_field *const field = form->fields.field[i];
        const char **const value = &input->value[form->first[i]];

        if (field->kind != SHAPE_WORDS || !field->words) {
            *value = value_of(arena, field, at);
            continue;
        }
        for (size_t w = 0; w < field->words->count; w++)
            value[w] =
                has_word(words_at(field, at), field->words->word[w].name) ? "1" : "";
    }
    library_set_revision(input, revision);
    return input;
}

void library_set_revision(struct form_input *input, int64_t revision) {
    input->value[form_index(input->form, "revision")] =
        arena_format(input->arena, "%lld", (long long)revision);
}

/* ---- from the form into the struct ---- */

static bool are_few_and_short(struct item_list words) {
    for (size_t i = 0; i < words.count; i++)
        if (utf8_count(words.word[i]) > ITEM_NAME_MAX)
            return false;
    return words.count <= ITEM_WORDS_MAX;
}

void library_check(const struct library_form *form, struct form_input *input) {
    for (size_t i = 0; i < form->fields.count; i++) {
        const struct shape_field *const field = form->fields.field[i];

        if (field->kind == SHAPE_WORDS && !field->words &&
            !are_few_and_short(
                item_list_read(input->arena, input->value[form->first[i]])))
            form_set_error(input, form->fields.name[i],
                           TEXT("每行一个，最多 60 行，每行最多 200 个字，请删减。"));
    }
}

/* Each word once, without blanks around it, in the order in which it was written. */
static struct item_list without_doubles(struct arena *arena, struct item_list list) {
    const char **const words = arena_alloc(arena, list.count * sizeof *words);
    struct item_list kept = { words, 0 };

    for (size_t i = 0; i < list.count; i++) {
        const char *const word = form_tidy_trimmed(arena, list.word[i]);

        if (*word && !has_word(kept, word))
            words[kept.count++] = word;
    }
    return kept;
}

static struct item_list ticked(const struct form_input *input, size_t first,
                               const struct words *words) {
    const char **const chosen = arena_alloc(input->arena, words->count * sizeof *chosen);
    struct item_list list = { chosen, 0 };

    for (size_t w = 0; w < words->count; w++)
        if (input->number[first + w])
            chosen[list.count++] = words->word[w].name;
    return list;
}

static void apply_words(const struct shape_field *field, const struct form_input *input,
                        size_t first, void *at) {
    const struct item_list list =
        field->words ? ticked(input, first, field->words)
                     : without_doubles(input->arena,
                                       item_list_read(input->arena, input->value[first]));

    *(const char *const **)member(field, at) = list.word;
    *(size_t *)(void *)((char *)at + field->count_offset) = list.count;
}

/* What is left empty is as when nothing is said. */
static int64_t number_of(const struct shape_field *field, const struct form_input *input,
                         size_t i) {
    const struct word *const word =
        field->words ? word_named(field->words, input->value[i]) : NULL;

    if (field->words)
        return word ? word->value : field->otherwise;
    return field->kind == SHAPE_FLAG || *input->value[i] ? input->number[i]
                                                         : field->otherwise;
}

void library_apply(const struct library_form *form, const struct form_input *input,
                   void *at) {
    for (size_t i = 0; i < form->fields.count; i++) {
        const struct shape_field *const field = form->fields.field[i];
        const size_t first = form->first[i];

        if (field->kind == SHAPE_WORDS)
            apply_words(field, input, first, at);
        else if (field->kind == SHAPE_TEXT)
            *(const char **)member(field, at) = input->value[first];
        else
            *(int64_t *)member(field, at) = number_of(field, input, first);
    }
}
