#include <string.h>

#include "item_code.h"
#include "item_import_inside.h"

static void report_scheme(struct import_reader *reader,
                          const struct item_version *version, unsigned faults,
                          const char *key) {
    if (faults & ITEM_CODE_ABSENT)
        import_reject(reader, key, "缺少事项编码");
    if (faults & ITEM_CODE_SCHEME)
        import_reject(reader, "code_scheme", "没有“%.60s”这种编码规则",
                      version->code_scheme);
}

static void report_shape(struct import_reader *reader, const struct item_version *version,
                         const char *key) {
    if (item_code_is_national(version))
        import_reject(reader, key, "事项编码 %s 应当是 31 位或 33 位，现在是 %zu 位",
                      version->code, strlen(version->code));
    else if (strcmp(version->code_scheme, "sichuan") == 0)
        import_reject(
            reader, key,
            "事项编码 %s 不合四川的格式：基本编码-12位区划-3位-机构代码-1位-2位",
            version->code);
    else if (strcmp(version->code_scheme, "zhejiang") == 0)
        import_reject(reader, key,
                      "事项编码 %s 不合浙江的格式：类型-5位-3位，或再加 -2位，例如 "
                      "许可-00802-007-01",
                      version->code);
    else
        import_reject(reader, key,
                      "事项编码 %s 应当是 1 到 %d 个字母、数字、横线、下划线或点",
                      version->code, ITEM_CODE_LOCAL_MAX);
}

static void report_places(struct import_reader *reader,
                          const struct item_version *version, unsigned faults,
                          const char *key) {
    const char *const code = version->code;

    if (faults & ITEM_CODE_LEVEL)
        import_reject(reader, key, "事项编码 %s 第 19 位（行使层级）应当是 1 到 6", code);
    if (faults & ITEM_CODE_DIGITS)
        import_reject(reader, key, "事项编码 %s 第 19 位以后应当都是数字", code);
    if (faults & ITEM_CODE_OTHER_LEVEL)
        import_reject(reader, key, "事项编码 %s 第 19 位与行使层级不一致", code);
    if (faults & ITEM_CODE_TYPE && item_code_is_national(version))
        import_reject(reader, key, "事项编码 %s 第 22、23 位与事项类型 %s 不一致", code,
                      version->type_code);
    else if (faults & ITEM_CODE_TYPE)
        import_reject(reader, key, "事项编码 %s 开头的类型与事项类型 %s 不一致", code,
                      version->type_code);
    if (!(faults & ITEM_CODE_BODY))
        return;
    /* Guangdong publishes bodies without a credit code under numbers of its own. */
    if (strcmp(version->code_scheme, "guangdong") == 0)
        import_remark(reader, key, "事项编码 %s 前 18 位不是有效的统一社会信用代码",
                      code);
    else
        import_reject(reader, key, "事项编码 %s 前 18 位不是有效的统一社会信用代码",
                      code);
}

/* The other codes, and what stands above the item. */
static void report_others(struct import_reader *reader,
                          const struct item_version *version, unsigned faults) {
    if (faults & ITEM_CODE_BASE)
        import_reject(reader, "base_code",
                      "基本编码 %s 应当是 12 位数字，与事项编码第 20 到 31 位相同",
                      version->base_code);
    if (faults & ITEM_CODE_MAIN)
        import_reject(reader, "main_code",
                      "主项编码 %s 应当是 12 位数字，前 9 位与事项编码第 20 到 28 位相同",
                      version->main_code);
    if (faults & ITEM_CODE_BESIDE)
        import_reject(reader, "local_code", "地方实施编码 %s 的格式不对",
                      version->local_code);
    if (faults & ITEM_CODE_BASE_BESIDE)
        import_reject(reader, "local_base_code", "地方基本编码 %s 的格式不对",
                      version->local_base_code);
    if (faults & ITEM_CODE_LONELY)
        import_remark(reader, "main_name",
                      "事项编码 %s 是子项（第 29 到 31 位不是 000），但没有写主项",
                      version->code);
}

void import_check_code(struct import_reader *reader, const struct item_version *version,
                       const char *key) {
    const unsigned faults = item_code_faults(reader->line_arena, version);

    report_scheme(reader, version, faults, key);
    if (faults & ITEM_CODE_SHAPE)
        report_shape(reader, version, key);
    report_places(reader, version, faults, key);
    report_others(reader, version, faults);
}
