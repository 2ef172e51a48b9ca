#include <ctype.h>
#include <string.h>

#include "item_words.h"
#include "quality_inside.h"
#include "word.h"

bool quality_has(struct item_list list, const char *word) {
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.word[i], word) == 0)
            return true;
    return false;
}

bool quality_ends(const char *text, const char *end) {
    const size_t size = strlen(text), tail = strlen(end);

    return size >= tail && strcmp(text + size - tail, end) == 0;
}

/* ---- time ---- */

enum { ON_THE_SPOT = 1, PROMISED = 2, AT_ONCE = 1, STAGED = 2 };

bool kind_fits_the_promise(struct quality_question *question) {
    const struct item_version *const version = question->version;

    if (version->promised.count == 0)
        return version->kind == ON_THE_SPOT && version->review == AT_ONCE;
    return version->kind == PROMISED && version->review == STAGED;
}

/*
 * A limit in tenths of an hour, by the calendar: five working days are a week, a month
 * is a twelfth of a year.  Units that differ are compared by these.
 */
static int64_t length_of(struct item_limit limit) {
    static const int64_t tenths[] = {
        [1] = 336, [2] = 240, [3] = 10, [4] = 7305, [5] = 87660
    };
    const size_t units = sizeof tenths / sizeof *tenths;

    return limit.unit > 0 && limit.unit < (int64_t)units
               ? limit.count * tenths[limit.unit]
               : 0;
}

bool promise_keeps_the_law(struct quality_question *question) {
    const struct item_limit promised = question->version->promised;
    const struct item_limit legal = question->version->legal;
    struct arena *const arena = question->detail.arena;

    if (legal.count == 0 || length_of(promised) <= length_of(legal))
        return true;
    text_addf(&question->detail, "%s > %s",
              item_say_limit(arena, LANGUAGE_CHINESE, promised.count, promised.unit),
              item_say_limit(arena, LANGUAGE_CHINESE, legal.count, legal.unit));
    return false;
}

/* ---- result ---- */

bool result_kind_fits_its_name(struct quality_question *question) {
    static const struct {
        const char *end;
        const char *kind;
    } kinds[] = {
        { "证", "certificate" },
        { "文", "document" },
        { "批复", "approval" },
    };
    const struct item_version *const version = question->version;

    text_add(&question->detail, version->result_name);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (quality_ends(version->result_name, kinds[i].end))
            return strcmp(version->result_kind, kinds[i].kind) == 0;
    return true;
}

bool result_has_a_sample(struct quality_question *question) {
    text_add(&question->detail, question->version->result_name);
    return !*question->version->result_name || *question->version->result_sample;
}

/* ---- visits ---- */

bool visits_are_explained(struct quality_question *question) {
    const char *const reason = question->version->visits_reason;
    const bool given = *reason && strcmp(reason, "无") != 0;

    text_add(&question->detail, reason);
    if (question->version->visits < 0)
        return true;
    return given == (question->version->visits > 0);
}

static bool is_online(const struct item_version *version) {
    return quality_has(version->ways, "online") || quality_has(version->ways, "mobile") ||
           quality_has(version->handlings, "online");
}

bool nobody_comes_but_by_courier(struct quality_question *question) {
    const struct item_version *const version = question->version;

    return version->visits != 0 || is_online(version) ||
           quality_has(version->handlings, "courier");
}

bool wholly_online_needs_no_visit(struct quality_question *question) {
    enum { WHOLLY_ONLINE = 4 };

    return question->version->online_depth != WHOLLY_ONLINE ||
           question->version->visits == 0;
}

/* ---- fee ---- */

static bool has_tariff(struct item_lines fees) {
    for (size_t i = 0; i < fees.count; i++)
        if (!*fees.line[i].title || !*fees.line[i].detail)
            return false;
    return fees.count > 0;
}

bool fee_is_explained(struct quality_question *question) {
    const struct item_version *const version = question->version;

    return version->fee_charged != 1 ||
           (*version->fee_basis && version->online_payment >= 0 &&
            has_tariff(version->fees));
}

bool no_fee_is_paid_online(struct quality_question *question) {
    return question->version->fee_charged != 0 || question->version->online_payment != 1;
}

/* ---- phones ---- */

bool both_phones_are_given(struct quality_question *question) {
    return *question->version->phone && *question->version->complaint_phone;
}

/* Where one number ends and the next begins. */
static size_t number_size(const char *text) {
    static const char *const between[] = { "、", "，", "；", ",", ";", "/", "\n" };
    size_t size = strlen(text);

    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        const char *const at = strstr(text, between[i]);

        if (at && (size_t)(at - text) < size)
            size = (size_t)(at - text);
    }
    return size;
}

/* An area code is 0 and two or three more digits, the first of them none of 0. */
static bool begins_with_area(const char *number, size_t size) {
    size_t at = 0;

    while (at < size && number[at] == ' ')
        at++;
    if (size - at > 0 && number[at] == '(')
        at++;
    else if (strncmp(number + at, "（", strlen("（")) == 0)
        at += strlen("（");
    return size >= at + 3 && number[at] == '0' && number[at + 1] >= '1' &&
           number[at + 1] <= '9' && isdigit((unsigned char)number[at + 2]);
}

static bool has_digit(const char *number, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (isdigit((unsigned char)number[i]))
            return true;
    return false;
}

/* The first number without an area code, or NULL. */
static const char *number_without_area(const char *text) {
    while (*text) {
        const size_t size = number_size(text);

        if (has_digit(text, size) && !begins_with_area(text, size))
            return text;
        text += size;
        while (*text && !isdigit((unsigned char)*text) && *text != '(' &&
               strncmp(text, "（", strlen("（")) != 0)
            text++;
    }
    return NULL;
}

bool phones_have_area_codes(struct quality_question *question) {
    const char *bad = number_without_area(question->version->phone);

    if (!bad)
        bad = number_without_area(question->version->complaint_phone);
    if (bad)
        text_add_bytes(&question->detail, bad, number_size(bad));
    return !bad;
}

static void add_digits(struct text *out, const char *text) {
    for (; *text; text++)
        if (isdigit((unsigned char)*text))
            text_add_byte(out, *text);
}

bool phones_differ(struct quality_question *question) {
    struct text digits[2] = { { .arena = question->detail.arena },
                              { .arena = question->detail.arena } };

    add_digits(&digits[0], question->version->phone);
    add_digits(&digits[1], question->version->complaint_phone);
    text_add(&question->detail, question->version->phone);
    return digits[0].length == 0 ||
           strcmp(text_string(&digits[0]), text_string(&digits[1])) != 0;
}

/* ---- whom it is for ---- */

/* Whether one of the subjects is of a class of our own list: P people, F firms. */
static bool has_subject_of(struct item_list subjects, char class) {
    for (size_t i = 0; i < subjects.count; i++) {
        const struct word *const word = word_said(&item_subjects, subjects.word[i]);

        if (word && word->name[0] == class)
            return true;
    }
    return false;
}

bool subjects_fit_the_targets(struct quality_question *question) {
    const struct item_version *const version = question->version;
    const bool people = quality_has(version->targets, "person");
    const bool firms = version->targets.count > (people ? 1U : 0U);

    for (size_t i = 0; i < version->subjects.count; i++)
        text_addf(&question->detail, "%s%s", i > 0 ? "、" : "",
                  version->subjects.word[i]);
    return version->targets.count > 0 &&
           has_subject_of(version->subjects, 'P') == people &&
           has_subject_of(version->subjects, 'F') == firms;
}
