#include "guide_learn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "guide.sql.h"
#include "guide_text.h"
#include "item_list.h"
#include "page.h"
#include "sheet.h"
#include "utf8.h"

enum { LESSONS_AT_FIRST = 1024, PHRASE_BATCH = 1000 };

static const struct refusal refused = {
    REFUSED_INVALID, "guide.lessons_refused",
    TEXT("有不合格的行，什么也没有学。请改正后再来，或者用 --keep-good 只学合格的行。"),
    NULL
};

/* ---- what may be kept ---- */

static bool is_digit(uint32_t point) {
    return (point >= '0' && point <= '9') || (point >= 0xff10 && point <= 0xff19);
}

/* Blanks and hyphens between digits do not make a number another one. */
static bool parts_digits(uint32_t point) {
    return point == ' ' || point == '-' || point == 0x3000;
}

static bool may_be_personal(const char *phrase) {
    int digits = 0;

    for (uint32_t point = utf8_next(&phrase); point; point = utf8_next(&phrase)) {
        if (point == '@' || point == 0xff20)
            return true;
        if (is_digit(point))
            digits++;
        else if (!parts_digits(point))
            digits = 0;
        if (digits >= GUIDE_NUMBER_MIN)
            return true;
    }
    return false;
}

const char *guide_phrase_wrong(const char *phrase) {
    struct guide_text text;

    if (strlen(phrase) > GUIDE_PHRASE_MAX)
        return TEXT("问法太长，最多 200 个汉字");
    guide_text_fold(phrase, SIZE_MAX, 0, &text);
    if (text.length == 0)
        return TEXT("没有问法（query），请写明人们怎么问");
    if (may_be_personal(phrase))
        return TEXT("问法里有像证件号、电话或邮箱的内容，不能保存");
    return NULL;
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    struct guide_learning *learning;
    struct guide_lesson *lessons;
    size_t count, room;
};

static void reject(struct guide_learning *learning, int line, int column,
                   const char *reason) {
    learning->rejected++;
    if (learning->reject)
        learning->reject(learning->context, line, column, reason);
}

static void take_wrong(void *context, const struct sheet_place *place,
                       const char *reason) {
    const struct reading *reading = context;

    reject(reading->learning, place->line, place->column, reason);
}

static void keep_lesson(struct reading *reading, struct guide_lesson lesson) {
    if (reading->count == reading->room) {
        const struct guide_lesson *before = reading->lessons;

        reading->room = reading->room ? 2 * reading->room : LESSONS_AT_FIRST;
        reading->lessons =
            arena_alloc(reading->arena, reading->room * sizeof *reading->lessons);
        if (before)
            memcpy(reading->lessons, before, reading->count * sizeof *before);
    }
    reading->lessons[reading->count++] = lesson;
}

static void take_row(void *context, const struct sheet_row *row) {
    struct reading *reading = context;
    const char *query = sheet_cell(row, "query");
    const char *code = sheet_cell(row, "code"), *name = sheet_cell(row, "name");
    const char *wrong = guide_phrase_wrong(query);

    if (wrong)
        reject(reading->learning, row->line, sheet_column(row, "query"), wrong);
    else if (!code[0] && !name[0])
        reject(reading->learning, row->line, 0,
               TEXT("没有说是哪个事项，请写 code 或 name"));
    else
        keep_lesson(reading,
                    (struct guide_lesson){ row->line, arena_copy(reading->arena, query),
                                           arena_copy(reading->arena, code),
                                           arena_copy(reading->arena, name) });
}

bool guide_learn_read(struct arena *arena, struct guide_learning *learning,
                      const char **why) {
    struct reading reading = { .arena = arena, .learning = learning };
    const struct sheet_listener listener = { take_row, take_wrong, &reading };

    learning->rejected = 0;
    if (!sheet_read(arena, learning->path, &listener, why))
        return false;
    learning->lessons = reading.lessons;
    learning->lesson_count = reading.count;
    learning->unreadable = learning->rejected;
    return true;
}

/* ---- storing ---- */

struct known {
    const char *word; /* a code or a name */
    int64_t id;
};

/* All items, once by code and once by name. */
struct catalogue {
    struct arena *arena;
    struct known *codes, *names;
    size_t count, room;
};

static void know(void *context, const struct item_sign *sign) {
    struct catalogue *catalogue = context;
    const size_t at = catalogue->count;

    if (at == catalogue->room) {
        catalogue->room = catalogue->room ? 2 * at : LESSONS_AT_FIRST;
        catalogue->codes =
            realloc(catalogue->codes, catalogue->room * sizeof *catalogue->codes);
        catalogue->names =
            realloc(catalogue->names, catalogue->room * sizeof *catalogue->names);
        if (!catalogue->codes || !catalogue->names)
            abort();
    }
    catalogue->codes[at] =
        (struct known){ arena_copy(catalogue->arena, sign->code), sign->id };
    catalogue->names[at] =
        (struct known){ arena_copy(catalogue->arena, sign->name), sign->id };
    catalogue->count++;
}

static int by_word(const void *one, const void *other) {
    return strcmp(((const struct known *)one)->word, ((const struct known *)other)->word);
}

static const struct known *find_known(const struct catalogue *catalogue,
                                      const struct known *known, const char *word) {
    const struct known key = { word, 0 };

    return catalogue->count ? bsearch(&key, known, catalogue->count, sizeof key, by_word)
                            : NULL;
}

/* Whether a neighbour in the order has the same word. */
static bool is_of_several(const struct catalogue *catalogue, const struct known *found) {
    const struct known *first = catalogue->names;
    const struct known *last = first + catalogue->count - 1;

    return (found > first && by_word(found - 1, found) == 0) ||
           (found < last && by_word(found + 1, found) == 0);
}

/* The item of a lesson, or 0 with the reason. */
static int64_t item_of(const struct catalogue *catalogue,
                       const struct guide_lesson *lesson, const char **why) {
    const struct known *found =
        lesson->code[0] ? find_known(catalogue, catalogue->codes, lesson->code)
                        : find_known(catalogue, catalogue->names, lesson->name);

    *why =
        lesson->code[0] ? TEXT("没有这个编码的在用事项") : TEXT("没有这个名称的在用事项");
    if (!found)
        return 0;
    if (!lesson->code[0] && is_of_several(catalogue, found)) {
        *why = TEXT("有几个事项叫这个名称，请改写 code");
        return 0;
    }
    return found->id;
}

static void learn_all(struct work *work, const struct catalogue *catalogue,
                      struct guide_learning *learning) {
    for (size_t i = 0; i < learning->lesson_count; i++) {
        const struct guide_lesson *lesson = &learning->lessons[i];
        struct arena *outer = work_stretch_begin(work);
        const char *why;
        const int64_t id = item_of(catalogue, lesson, &why);

        if (!id) {
            reject(learning, lesson->line, 0, why);
        } else {
            guide_learn_phrase(work, id, lesson->query, GUIDE_LOADED);
            learning->learnt++;
        }
        work_stretch_end(work, outer);
    }
}

const struct refusal *guide_learn_store(struct work *work,
                                        struct guide_learning *learning) {
    struct catalogue catalogue = { .arena = work->arena };

    learning->rejected = learning->unreadable; /* the work may run twice */
    learning->learnt = 0;
    item_each(work, know, &catalogue);
    if (catalogue.count) {
        qsort(catalogue.codes, catalogue.count, sizeof *catalogue.codes, by_word);
        qsort(catalogue.names, catalogue.count, sizeof *catalogue.names, by_word);
    }
    learn_all(work, &catalogue, learning);
    free(catalogue.codes);
    free(catalogue.names);
    cache_touch(work, "items");
    return learning->rejected && learning->keep == GUIDE_KEEP_ALL_OR_NOTHING ? &refused
                                                                             : NULL;
}

void guide_learn_phrase(struct work *work, int64_t item_id, const char *phrase,
                        enum guide_source source) {
    sql_guide_put_phrase(work, .item_id = item_id, .phrase = phrase, .source = source,
                         .day = work_day(work));
}

void guide_each_phrase(struct work *work,
                       void (*take)(void *context, int64_t item_id, const char *phrase),
                       void *context) {
    int64_t item = 0;
    char last[GUIDE_PHRASE_MAX + 1] = "";
    size_t count;

    do {
        struct arena *outer = work_stretch_begin(work);
        struct sql_guide_phrases_row *rows;

        count = sql_guide_phrases(work, &rows, .after_item = item, .after_phrase = last);
        for (size_t i = 0; i < count; i++)
            take(context, rows[i].item_id, rows[i].phrase);
        if (count) {
            item = rows[count - 1].item_id;
            snprintf(last, sizeof last, "%s", rows[count - 1].phrase);
        }
        work_stretch_end(work, outer);
    } while (count == PHRASE_BATCH);
}
