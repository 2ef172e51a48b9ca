#include "guide_desk.h"

#include <string.h>

#include "arena.h"
#include "cache.h"
#include "civil.h"
#include "cursor.h"
#include "guide.sql.h"
#include "guide_evidence.h"
#include "guide_learn.h"
#include "guide_text.h"
#include "guide_words.h"
#include "item.h"
#include "tally.h"

static const struct refusal not_kept = {
    REFUSED_INVALID, "guide.question_not_kept",
    TEXT("这句话里像有证件号、电话，或者太长，没有记下。请换几个字说要办的事。"), NULL
};
static const struct refusal too_many = {
    REFUSED_BUSY, "guide.too_many_questions",
    TEXT("今天记下的问题太多了，这个没有记下。请明天再说，或打大厅电话直接问。"), NULL
};
static const struct refusal no_words = {
    REFUSED_INVALID, "guide.no_words",
    TEXT("两边都要写一个词，各不超过 16 个字，而且不能一样。"), "said"
};

const struct refusal *guide_leave_question(struct work *work, const char *question,
                                           const char *network) {
    const int64_t midnight_ms = civil_moment_ms(civil_add_days(work_day(work), 1), 0);

    if (guide_phrase_wrong(question))
        return &not_kept;
    if (tally_add(work, "guide.left", network, midnight_ms) > GUIDE_LEFT_A_DAY ||
        tally_add(work, "guide.left", "town", midnight_ms) > GUIDE_LEFT_IN_TOWN_A_DAY)
        return &too_many;
    sql_guide_note_question(work, .question = question, .last_day = work_day(work));
    return NULL;
}

const struct refusal *guide_bind_question(struct work *work, const char *question,
                                          const char *code) {
    struct item item;
    const struct refusal *refusal = item_find(work, code, &item);

    if (refusal)
        return refusal;
    if (guide_phrase_wrong(question))
        return &not_kept;
    guide_learn_phrase(work, item.id, question, GUIDE_BOUND);
    sql_guide_settle_question(work, .question = question, .state = GUIDE_QUESTION_BOUND);
    cache_touch(work, "items");
    return NULL;
}

void guide_set_question_aside(struct work *work, const char *question) {
    sql_guide_settle_question(work, .question = question, .state = GUIDE_QUESTION_ASIDE);
}

const struct refusal *guide_read_questions(struct work *work, const char *after,
                                           size_t max,
                                           struct guide_questions *questions) {
    struct sql_guide_questions_row *rows;
    struct guide_question *question = arena_alloc(work->arena, max * sizeof *question);
    const char *dot = strchr(after, '.');
    int64_t times = INT64_MAX;
    size_t count;

    if (after[0] && (!dot || !text_read_int(arena_copy_bytes(work->arena, after,
                                                             (size_t)(dot - after)),
                                            &times)))
        return &cursor_bad;
    count =
        sql_guide_questions(work, &rows, .times = times, .question = dot ? dot + 1 : "",
                            .limit = (int64_t)max + 1);
    *questions = (struct guide_questions){ question, count, "" };
    if (count > max) {
        questions->count = max;
        questions->next =
            arena_format(work->arena, "%lld.%s", (long long)rows[max - 1].times,
                         rows[max - 1].question);
    }
    for (size_t i = 0; i < questions->count; i++)
        question[i] =
            (struct guide_question){ rows[i].question, rows[i].times, rows[i].last_day };
    return NULL;
}

static size_t length_of(const char *word) {
    struct guide_text text;

    guide_text_fold(word, SIZE_MAX, 0, &text);
    return text.length;
}

const struct refusal *guide_add_synonym(struct work *work, const char *said,
                                        const char *means) {
    const size_t first = length_of(said), second = length_of(means);

    if (first == 0 || second == 0 || first > GUIDE_WORD_CHARACTERS_MAX ||
        second > GUIDE_WORD_CHARACTERS_MAX || strcmp(said, means) == 0)
        return &no_words;
    sql_guide_put_synonym(work, .said = said, .means = means);
    cache_touch(work, "items");
    return NULL;
}

void guide_remove_synonym(struct work *work, const char *said, const char *means) {
    sql_guide_remove_synonym(work, .said = said, .means = means);
    cache_touch(work, "items");
}

size_t guide_town_synonyms(struct work *work, const struct guide_synonym **synonyms) {
    struct sql_guide_synonyms_row *rows;
    const size_t count = sql_guide_synonyms(work, &rows);
    struct guide_synonym *all = arena_alloc(work->arena, count * sizeof *all);

    for (size_t i = 0; i < count; i++)
        all[i] = (struct guide_synonym){ rows[i].said, rows[i].means };
    *synonyms = all;
    return count;
}

void guide_sweep(struct work *work) {
    sql_guide_forget_questions(
        work, .before_day = civil_add_days(work_day(work), -GUIDE_QUESTION_DAYS));
    guide_evidence_sweep(work);
}
