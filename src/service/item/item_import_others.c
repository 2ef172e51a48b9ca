#include <string.h>

#include "arena.h"
#include "crypt.h"
#include "item_code.h"
#include "item_import_inside.h"
#include "text.h"

/* ---- guangdong ---- */

static const char *without_prefix(const char *string, const char *prefix) {
    return text_begins(string, prefix) ? string + strlen(prefix) : string;
}

static struct item_list guangdong_ways(struct import_reader *reader,
                                       const struct json *row, const char *place) {
    const char **const ways = arena_alloc(reader->arena, 2 * sizeof *ways);
    size_t count = 0;

    if (import_flag(reader, row, "online", 0))
        ways[count++] = "online";
    if (*place && strcmp(place, "无线下办理窗口") != 0)
        ways[count++] = "window";
    return (struct item_list){ ways, count };
}

void import_guangdong(struct import_reader *reader, const struct json *row,
                      struct item_version *version) {
    const char *const place = import_text(reader, row, "place", ITEM_LONG_MAX);

    version->code_scheme = "guangdong";
    version->code = import_text(reader, row, "code", ITEM_CODE_MAX);
    version->base_code = import_text(reader, row, "base_code", ITEM_CODE_MAX);
    version->name = import_text(reader, row, "name", ITEM_NAME_MAX);
    version->main_name = import_text(reader, row, "main_name", ITEM_NAME_MAX);
    version->short_name = import_text(reader, row, "short_name", ITEM_NAME_MAX);
    version->type_code = import_text(reader, row, "type_code", 2);
    version->type_name = import_text(reader, row, "type", ITEM_NAME_MAX);
    version->department = import_text(reader, row, "department", ITEM_NAME_MAX);
    version->area = import_text(reader, row, "area", ITEM_NAME_MAX);
    version->level = import_word(reader, row, "level", &item_levels, 0);
    version->legal = import_limit(reader, row, "legal_limit");
    version->promised = import_limit(reader, row, "promised_limit");
    version->visits = import_number(reader, row, "visits", 0, -1);
    version->conditions = import_text(reader, row, "conditions", ITEM_TEXT_MAX);
    version->phone = import_text(reader, row, "phone", ITEM_SHORT_MAX);
    version->complaint_phone =
        import_text(reader, row, "complaint_phone", ITEM_SHORT_MAX);
    version->place = without_prefix(place, "办理地点：");
    version->courier = import_flag(reader, row, "courier", 0);
    version->booking = import_flag(reader, row, "booking", 0);
    version->daily_terms = import_words(reader, row, "daily_terms", NULL);
    version->targets = import_words(reader, row, "targets", &item_targets);
    version->subjects = import_words(reader, row, "themes", NULL);
    version->ways = guangdong_ways(reader, row, place);
    import_paper_names(reader, row, "materials", "", version);
    if (*version->type_code &&
        strcmp(version->type_name,
               item_type_name(version->code_scheme, version->type_code)) != 0)
        import_reject(reader, "type_code", "事项类型 %s 在广东不叫“%s”",
                      version->type_code, version->type_name);
}

/* ---- guangan ---- */

void import_guangan(struct import_reader *reader, const struct json *row,
                    struct item_version *version) {
    const char *const main_name = import_text(reader, row, "main_item", ITEM_NAME_MAX);
    const char *const type = import_text(reader, row, "task_type", 2);

    version->code_scheme = "sichuan";
    version->code = import_text(reader, row, "item_code", ITEM_CODE_MAX);
    version->name = import_text(reader, row, "name", ITEM_NAME_MAX);
    version->main_name = strcmp(main_name, "未分类") == 0 ? "" : main_name;
    version->department = import_text(reader, row, "department", ITEM_NAME_MAX);
    version->area = import_text(reader, row, "area_code", ITEM_NAME_MAX);
    version->type_code =
        strlen(type) == 1 ? arena_format(reader->arena, "0%s", type) : type;
    version->type_name = item_type_name("sichuan", version->type_code);
    if (*type && !*version->type_name)
        import_reject(reader, "task_type", "没有 %s 这个事项类型", type);
}

/* ---- changchun ---- */

enum { CODE_DIGEST_BYTES = 12 };

static const char *changchun_code(struct import_reader *reader, const struct json *row) {
    static const char *const parts[] = { "parent_area", "area", "main_item",
                                         "business_item" };
    struct text text = { .arena = reader->line_arena };
    uint8_t digest[CRYPT_DIGEST_SIZE];

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        text_addf(&text, "%s\n", json_string(json_get(row, parts[i])));
    crypt_sm3(digest, text_string(&text), text.length);
    return arena_format(reader->arena, "CC-%s",
                        text_hex(reader->line_arena, digest, CODE_DIGEST_BYTES));
}

void import_changchun(struct import_reader *reader, const struct json *row,
                      struct item_version *version) {
    static const char *const window[] = { "window" };
    const char *const area = import_text(reader, row, "area", ITEM_NAME_MAX);
    const char *const business = import_text(reader, row, "business_item", ITEM_NAME_MAX);

    if (*reader->import->area && strcmp(reader->import->area, area) != 0) {
        reader->passed_over = true;
        return;
    }
    version->code_scheme = "local";
    version->code = changchun_code(reader, row);
    version->area = area;
    version->main_name = import_text(reader, row, "main_item", ITEM_NAME_MAX);
    version->name =
        *business ? arena_format(reader->arena, "%s（%s）", version->main_name, business)
                  : version->main_name;
    version->promised.count = import_number(reader, row, "promised_days", 0, 0);
    version->fee_charged = import_flag(reader, row, "fee", -1);
    version->conditions = import_text(reader, row, "conditions", ITEM_TEXT_MAX);
    version->place = import_text(reader, row, "place", ITEM_LONG_MAX);
    version->hours = import_text(reader, row, "hours", ITEM_SHORT_MAX);
    version->phone = import_text(reader, row, "phone", ITEM_SHORT_MAX);
    version->ways = (struct item_list){ window, 1 };
    import_paper_names(reader, row, "materials",
                       import_text(reader, row, "situation", ITEM_NAME_MAX), version);
}

static bool has_situation(const struct item_version *version, const char *situation) {
    for (size_t i = 0; i < version->paper_count; i++)
        if (strcmp(version->papers[i].situation, situation) == 0)
            return true;
    return false;
}

void import_changchun_merge(struct import_reader *reader, struct item_version *earlier,
                            const struct item_version *version) {
    const size_t count = earlier->paper_count + version->paper_count;

    if (version->paper_count == 0)
        return;
    if (has_situation(earlier, version->papers[0].situation)) {
        import_reject(reader, "situation", "同一地区、同一事项、同一情形出现了两次");
        return;
    }
    if (count > ITEM_PAPERS_MAX) {
        import_reject(reader, "materials", "各情形的材料合计 %zu 份，最多 %d 份", count,
                      ITEM_PAPERS_MAX);
        return;
    }

    struct item_paper *const papers = arena_alloc(reader->arena, count * sizeof *papers);
    for (size_t i = 0; i < count; i++)
        papers[i] = i < earlier->paper_count ? earlier->papers[i]
                                             : version->papers[i - earlier->paper_count];
    earlier->papers = papers;
    earlier->paper_count = count;
}

/* ---- names ---- */

void import_names(struct import_reader *reader, const struct json *row,
                  struct item_version *version) {
    version->code = import_text(reader, row, "code", ITEM_CODE_MAX);
    version->name = import_text(reader, row, "name", ITEM_NAME_MAX);
    version->code_scheme = item_code_scheme(version->code);
}
