#include <string.h>

#include "arena.h"
#include "item_code.h"
#include "item_import_inside.h"

/* ---- texts, by table ---- */

struct member {
    const char *key;
    size_t offset;
    size_t max;
};

#define MEMBER(key, member, max)                                                         \
    { key, offsetof(struct item_version, member), max }

static const struct member members[] = {
    MEMBER("code", code, ITEM_CODE_MAX),
    MEMBER("base_code", base_code, ITEM_CODE_MAX),
    MEMBER("name", name, IMPORT_NAME_MAX),
    MEMBER("main_name", main_name, IMPORT_NAME_MAX),
    MEMBER("short_name", short_name, IMPORT_NAME_MAX),
    MEMBER("type_code", type_code, 2),
    MEMBER("department", department, IMPORT_NAME_MAX),
    MEMBER("area", area, IMPORT_NAME_MAX),
    MEMBER("visits_reason", visits_reason, IMPORT_SHORT_MAX),
    MEMBER("conditions", conditions, IMPORT_TEXT_MAX),
    MEMBER("phone", phone, IMPORT_SHORT_MAX),
    MEMBER("complaint_phone", complaint_phone, IMPORT_SHORT_MAX),
    MEMBER("place", place, IMPORT_LONG_MAX),
    MEMBER("hours", hours, IMPORT_SHORT_MAX),
    MEMBER("scope", scope, IMPORT_SHORT_MAX),
    MEMBER("note", note, IMPORT_LONG_MAX),
};

static void take_texts(struct import_reader *reader, const struct json *row,
                       struct item_version *version) {
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char **const place =
            (const char **)(void *)((char *)version + members[i].offset);

        *place = import_text(reader, row, members[i].key, members[i].max);
    }
}

/* ---- lists ---- */

static void take_papers(struct import_reader *reader, const struct json *row,
                        struct item_version *version) {
    const size_t count = import_count(reader, row, "papers");
    struct item_paper *const papers = arena_alloc(reader->arena, count * sizeof *papers);

    for (size_t i = 0; i < count; i++) {
        const struct json *const from = &json_get(row, "papers")->member[i];

        papers[i] = (struct item_paper){
            .situation = import_text(reader, from, "situation", IMPORT_NAME_MAX),
            .name = import_text(reader, from, "name", IMPORT_NAME_MAX),
            .kind = import_word(reader, from, "kind", &item_paper_kinds, 0),
            .form = import_word(reader, from, "form", &item_paper_forms, 0),
            .source = import_word(reader, from, "source", &item_paper_sources, 10),
            .source_note = import_text(reader, from, "source_note", IMPORT_SHORT_MAX),
            .copies = import_number(reader, from, "copies", 0, 1),
            .size = import_text(reader, from, "size", IMPORT_NAME_MAX),
            .necessity = import_word(reader, from, "necessity", &item_necessities, 1),
            .standard = import_text(reader, from, "standard", IMPORT_LONG_MAX),
            .note = import_text(reader, from, "note", IMPORT_LONG_MAX),
            .exempt = import_flag(reader, from, "exempt", 0),
        };
        if (!*papers[i].name)
            import_reject(reader, "papers", "第 %zu 份材料没有名称", i + 1);
    }
    version->papers = papers;
    version->paper_count = count;
}

/* Which members stand where in a line of a list. */
struct line_keys {
    const char *list;
    const char *title;
    const char *detail;
    const char *note; /* NULL: the list has none */
    const char *days;
};

static struct item_lines take_lines(struct import_reader *reader,
                                    const struct json *object,
                                    const struct line_keys *keys) {
    const size_t count = import_count(reader, object, keys->list);
    struct item_line *const lines = arena_alloc(reader->arena, count * sizeof *lines);

    for (size_t i = 0; i < count; i++) {
        const struct json *const from = &json_get(object, keys->list)->member[i];

        lines[i] = (struct item_line){
            .title = import_text(reader, from, keys->title, IMPORT_SHORT_MAX),
            .detail = import_text(reader, from, keys->detail, IMPORT_LONG_MAX),
            .note =
                keys->note ? import_text(reader, from, keys->note, IMPORT_LONG_MAX) : "",
            .days = keys->days ? import_number(reader, from, keys->days, 0, 0) : 0,
        };
        if (!*lines[i].title)
            import_reject(reader, keys->list, "字段 %s 第 %zu 项缺少 %s", keys->list,
                          i + 1, keys->title);
    }
    return (struct item_lines){ lines, count };
}

static void take_lists(struct import_reader *reader, const struct json *row,
                       struct item_version *version) {
    static const struct line_keys basis = { "basis", "law", "clause", "text", NULL };
    static const struct line_keys steps = { "steps", "name", "office", "note", "days" };
    static const struct line_keys fees = { "lines", "name", "standard", NULL, NULL };
    static const struct line_keys questions = { "faq", "q", "a", NULL, NULL };

    take_papers(reader, row, version);
    version->basis = take_lines(reader, row, &basis);
    version->steps = take_lines(reader, row, &steps);
    version->fees = take_lines(reader, json_get(row, "fee"), &fees);
    version->questions = take_lines(reader, row, &questions);
    version->daily_terms = import_words(reader, row, "daily_terms", NULL);
    version->ways = import_words(reader, row, "ways", &item_ways);
    version->targets = import_words(reader, row, "targets", &item_targets);
}

/* Codes of our own list of subjects become their words; others are words already. */
static void take_subjects(struct import_reader *reader, const struct json *row,
                          struct item_version *version) {
    const struct item_list said = import_words(reader, row, "subjects", NULL);
    const char **const words = arena_alloc(reader->arena, said.count * sizeof *words);

    for (size_t i = 0; i < said.count; i++)
        words[i] = item_word_reads(&item_subjects, said.word[i]);
    version->subjects = (struct item_list){ words, said.count };
}

/* ---- the row ---- */

static void take_numbers(struct import_reader *reader, const struct json *row,
                         struct item_version *version) {
    version->level = import_number(reader, row, "level", 0, 0);
    version->kind = import_word(reader, row, "kind", &item_kinds, 0);
    version->legal = import_limit(reader, row, "legal_limit");
    version->promised = import_limit(reader, row, "promised_limit");
    version->visits = import_number(reader, row, "visits", -1, -1);
    version->online_depth = import_number(reader, row, "online_depth", 0, 0);
    version->promise = import_flag(reader, row, "promise", 0);
    version->deferral = import_flag(reader, row, "deferral", 0);
    version->courier = import_flag(reader, row, "courier", 0);
    version->booking = import_flag(reader, row, "booking", 0);
    if (version->level > 6)
        import_reject(reader, "level", "字段 level（行使层级）应当是 0 到 6");
    if (version->online_depth > 4)
        import_reject(reader, "online_depth", "字段 online_depth 应当是 0 到 4");
}

static void take_fee_and_result(struct import_reader *reader, const struct json *row,
                                struct item_version *version) {
    const struct json *const fee = json_get(row, "fee");
    const struct json *const result = json_get(row, "result");
    const int64_t kind = import_word(reader, result, "kind", &item_result_kinds, 0);

    version->fee_charged = import_flag(reader, fee, "charged", -1);
    version->fee_basis = import_text(reader, fee, "basis", IMPORT_LONG_MAX);
    version->result_name = import_text(reader, result, "name", IMPORT_NAME_MAX);
    version->result_kind = item_word_name(&item_result_kinds, kind);
    version->result_sample = import_text(reader, result, "sample", IMPORT_LONG_MAX);
}

void import_haoban(struct import_reader *reader, const struct json *row,
                   struct item_version *version) {
    take_texts(reader, row, version);
    take_numbers(reader, row, version);
    take_fee_and_result(reader, row, version);
    take_lists(reader, row, version);
    take_subjects(reader, row, version);
    version->code_scheme = import_text(reader, row, "code_scheme", IMPORT_NAME_MAX);
    if (!*version->code_scheme)
        version->code_scheme = item_code_scheme(version->code);
    version->type_name = item_type_name(version->code_scheme, version->type_code);
    if (*version->type_code && !*version->type_name)
        import_reject(reader, "type_code", "字段 type_code（事项类型）没有 %s 这个编码",
                      version->type_code);
}
