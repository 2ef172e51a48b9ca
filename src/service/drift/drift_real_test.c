/*
 * Guangdong's list against a copy of it in which 300 fields were changed in known ways:
 * all are found, and nothing else is, however the rest is written.
 */
#include <stdlib.h>

#include "item_test.h"

#include "drift_inside.h"
#include "text.h"
#include "utf8.h"
#include "word.h"

enum { CHANGES = 300, ROWS = 2262 };

/* The same numbers in every run. */
static uint64_t draw(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* ---- changing a field in a way that counts ---- */

static int64_t another_number(const struct shape_field *field, int64_t number) {
    if (field->kind == SHAPE_FLAG)
        return !number;
    for (size_t i = 0; field->words && i < field->words->count; i++)
        if (field->words->word[i].value != number)
            return field->words->word[i].value;
    return number + 1;
}

static const char *another_text(struct arena *arena, const struct shape_field *field,
                                const char *text, uint64_t *seed) {
    for (size_t i = 0; field->words && i < field->words->count; i++)
        if (strcmp(field->words->word[i].name, text) != 0)
            return field->words->word[i].name;
    switch (*text ? draw(seed) % 3 : 1) {
    case 0: return arena_format(arena, "%s改", text);
    case 1: return "改了";
    default: return field->duty == SHAPE_REQUIRED ? "改了" : "";
    }
}

static void change_words(struct arena *arena, const struct shape_field *field,
                         struct item_version *version) {
    const char *const **const place =
        (const char *const **)(void *)((char *)version + field->offset);
    size_t *const count = (size_t *)(void *)((char *)version + field->count_offset);
    const char **const words = arena_alloc(arena, (*count + 1) * sizeof *words);

    if (*count > 0 && field->words) {
        --*count;
        return;
    }
    for (size_t i = 0; i < *count; i++)
        words[i] = (*place)[i];
    words[(*count)++] = field->words ? field->words->word[0].name : "改了";
    *place = words;
}

/* A row more, or one less. */
static void change_rows(struct arena *arena, const struct shape_field *field,
                        struct item_version *version, uint64_t *seed) {
    char **const place = (char **)(void *)((char *)version + field->offset);
    size_t *const count = (size_t *)(void *)((char *)version + field->count_offset);
    const size_t size = field->of->size;
    char *const rows = arena_alloc(arena, (*count + 1) * size);

    if (*count > 0 && draw(seed) % 2) {
        --*count;
        return;
    }
    if (*count > 0)
        memcpy(rows, *place, *count * size);
    for (size_t i = 0; i < field->of->count; i++)
        if (field->of->fields[i].duty == SHAPE_REQUIRED)
            *(const char **)(void *)(rows + *count * size + field->of->fields[i].offset) =
                "改了的一项";
    ++*count;
    *place = rows;
}

/* Codes have a form, or the row would not be read: these are other good ones. */
static const struct {
    const char *path;
    const char *text;
} other_codes[] = {
    { "base_code", "" },
    { "type_code", "" },
    { "main_code", "000" }, /* behind what the code begins with */
    { "local_code", "许可-00376-000" },
    { "local_base_code", "许可-00802-007" },
};

static const char *another_code(struct arena *arena, const struct drift_element *element,
                                const struct item_version *version) {
    enum { MAIN_AT = 19, MAIN_SIZE = 9 };

    for (size_t i = 0; i < sizeof other_codes / sizeof *other_codes; i++)
        if (strcmp(other_codes[i].path, element->path) == 0)
            return strcmp(element->path, "main_code") == 0
                       ? arena_format(arena, "%.*s%s", MAIN_SIZE, version->code + MAIN_AT,
                                      other_codes[i].text)
                       : other_codes[i].text;
    return NULL;
}

/* Of a number of days sometimes the unit, when there are any. */
static const struct shape_field *field_of(const struct drift_element *element,
                                          const struct item_version *version,
                                          uint64_t *seed) {
    const size_t last = element->field_count - 1;
    const int64_t *const number =
        (const int64_t *)(const void *)((const char *)version +
                                        element->field[0]->offset);

    return element->field[last > 0 && *number > 0 && draw(seed) % 2 ? last : 0];
}

static void change(struct arena *arena, const struct drift_element *element,
                   struct item_version *version, uint64_t *seed) {
    const struct shape_field *const field = field_of(element, version, seed);
    const char *const code = another_code(arena, element, version);
    char *const at = (char *)version + field->offset;

    if (code)
        *(const char **)(void *)at = code;
    else if (strcmp(element->path, "level") == 0)
        version->level = 0;
    else if (strcmp(element->path, "state") == 0)
        version->state = ITEM_SUSPENDED; /* ours are in use */
    else if (field->kind == SHAPE_TEXT)
        *(const char **)(void *)at =
            another_text(arena, field, *(const char **)(void *)at, seed);
    else if (field->kind == SHAPE_WORDS)
        change_words(arena, field, version);
    else if (field->kind == SHAPE_LIST)
        change_rows(arena, field, version, seed);
    else
        *(int64_t *)(void *)at = another_number(field, *(int64_t *)(void *)at);
}

/* ---- and in a way that does not ---- */

static const char *otherwise_written(struct arena *arena, const char *text) {
    enum { WIDE_STEP = 0xFEE0, ROOM_BYTES = 400 };
    const bool has_room = strlen(text) < ROOM_BYTES;
    struct text out = { .arena = arena };
    uint32_t point;

    while ((point = utf8_next(&text)) != 0) {
        char bytes[4];

        if (point == 0xFF0C) /* ， */
            point = ',';
        else if (point == 0xFF08) /* （ */
            point = '(';
        else if (point >= '0' && point <= '9')
            point += WIDE_STEP;
        text_add_bytes(&out, bytes, utf8_put(bytes, point));
        if (has_room && out.length <= 4)
            text_add(&out, "　");
    }
    return text_string(&out);
}

static void turn_round(struct arena *arena, const char *const **words, size_t count) {
    const char **const turned = arena_alloc(arena, count * sizeof *turned);

    for (size_t i = 0; i < count; i++)
        turned[i] = (*words)[count - 1 - i];
    *words = turned;
}

static void write_otherwise(struct arena *arena, struct item_version *version) {
    struct item_paper *const papers =
        arena_alloc(arena, version->paper_count * sizeof *papers);

    version->name = otherwise_written(arena, version->name);
    version->conditions = otherwise_written(arena, version->conditions);
    version->phone = otherwise_written(arena, version->phone);
    version->place = otherwise_written(arena, version->place);
    turn_round(arena, &version->daily_terms.word, version->daily_terms.count);
    turn_round(arena, &version->targets.word, version->targets.count);
    for (size_t i = 0; i < version->paper_count; i++)
        papers[i] = version->papers[version->paper_count - 1 - i];
    version->papers = papers;
}

/* ---- the list, its copy, and what is known of it ---- */

struct known {
    const char *code;
    const char *path;
    int found;
};

struct copy {
    struct arena *arena;
    struct item_version version[ROWS];
    struct known known[CHANGES];
    uint64_t seed;
};

static struct item_import read_guangdong(struct arena *arena, const char *folder) {
    struct item_import import = {
        .path = arena_format(arena, "%s/data/items_guangdong.jsonl", folder),
    };
    const char *why = "";

    if (!item_import_read(arena, &import, &why))
        fail_msg("%s", why);
    assert_int_equal(import.row_count, ROWS);
    return import;
}

/* The level and the levels of one item are one code's: only one of them is changed. */
static bool is_taken(const struct copy *copy, size_t count, const char *code,
                     const char *path) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(copy->known[i].code, code) == 0 &&
            strncmp(copy->known[i].path, path, 5) == 0)
            return true;
    return false;
}

/* Every comparable field in turn, of items by chance; of some items several. */
static void change_fields(struct copy *copy) {
    const struct drift_elements elements = drift_elements(copy->arena);

    for (size_t i = 0, at = 0; i < CHANGES; at++) {
        const struct drift_element *const element =
            &elements.element[at % elements.count];
        const size_t place = (size_t)(draw(&copy->seed) % (ROWS / 4));
        struct item_version *const version = &copy->version[place];

        if (strcmp(element->path, "code") == 0 ||
            is_taken(copy, i, version->code, element->path))
            continue;
        change(copy->arena, element, version, &copy->seed);
        copy->known[i++] = (struct known){ version->code, element->path, 0 };
    }
}

static struct copy *make_copy(struct arena *arena, const struct item_import *import) {
    struct copy *const copy = arena_alloc(arena, sizeof *copy);

    copy->arena = arena;
    copy->seed = 20261125;
    for (size_t i = 0; i < ROWS; i++) {
        copy->version[i] = *item_import_row(import, i);
        write_otherwise(arena, &copy->version[i]);
    }
    change_fields(copy);
    return copy;
}

static const char *text_of(struct copy *copy) {
    struct text lines = { .arena = copy->arena };

    for (size_t i = 0; i < ROWS; i++)
        text_addf(&lines, "%s\n", drift_write_row(copy->arena, &copy->version[i]));
    return text_string(&lines);
}

static void find_known(struct copy *copy, const struct drift_difference *difference) {
    for (size_t i = 0; i < CHANGES; i++)
        if (strcmp(copy->known[i].code, difference->code) == 0 &&
            strcmp(copy->known[i].path, difference->element) == 0) {
            copy->known[i].found++;
            return;
        }
    fail_msg("invented: %s %s: %s | %s", difference->code, difference->element,
             difference->ours, difference->theirs);
}

static void find_all(struct hall *hall, struct copy *copy, int64_t source_id) {
    struct drift_filter filter = { .source_id = source_id,
                                   .state = DRIFT_OPEN,
                                   .element = "",
                                   .department = "",
                                   .after_code = "",
                                   .after_element = "",
                                   .limit = DRIFT_PAGE_MAX };
    size_t count = DRIFT_PAGE_MAX;

    while (count == DRIFT_PAGE_MAX) {
        const struct drift_difference *found;

        count = drift_list(&hall->work, &filter, &found);
        for (size_t i = 0; i < count; i++)
            find_known(copy, &found[i]);
        if (count > 0) {
            filter.after_code = found[count - 1].code;
            filter.after_element = found[count - 1].element;
        }
    }
    for (size_t i = 0; i < CHANGES; i++)
        if (copy->known[i].found != 1)
            fail_msg("not found: %s %s", copy->known[i].code, copy->known[i].path);
}

static void tell_reject(void *context, int line, int column, const char *reason) {
    (void)context;
    print_message("line %d:%d: %s\n", line, column, reason);
}

static void all_of_300_changed_fields_are_found_and_none_is_invented(void **state) {
    const char *const folder = getenv("HAOBAN_SHARED");
    const char *why = "";

    if (!folder || !*folder) {
        print_message("real data is not tested: set HAOBAN_SHARED to its folder\n");
        skip();
    }

    struct hall *hall = hall_open(state);
    struct arena *const arena = hall->work.arena;
    struct item_import ours = read_guangdong(arena, folder);
    struct copy *const copy = make_copy(arena, &ours);
    struct item_import theirs = { .path = "copy.jsonl",
                                  .bytes = text_of(copy),
                                  .listener = { .reject = tell_reject } };
    struct drift_run run = {
        .source_id = drift_keep_source(&hall->work, "广东省目录", "").id,
        .file_name = "copy.jsonl",
    };

    assert_null(item_import_store(&hall->work, &ours));
    assert_true(item_import_read(arena, &theirs, &why));
    assert_int_equal(theirs.report.rejected, 0);
    assert_null(drift_run(&hall->work, &theirs, &run));
    assert_int_equal(run.by_code, ROWS);
    assert_int_equal(run.only_here + run.only_there + run.ambiguous + run.by_name, 0);
    find_all(hall, copy, run.source_id);
    assert_int_equal(run.differing, CHANGES);
    assert_int_equal(run.fresh, CHANGES);
    assert_null(drift_run(&hall->work, &theirs, &run));
    assert_int_equal(run.fresh + run.settled, 0);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(all_of_300_changed_fields_are_found_and_none_is_invented),
    };

    return RUN_ON_BOTH(tests);
}
