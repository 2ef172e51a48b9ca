#include "quality_unified.h"

#include <assert.h>
#include <string.h>

#include "page.h"
#include "quality.sql.h"

const struct quality_unified quality_unified[QUALITY_UNIFIED_COUNT] = {
    { TEXT("主项名称"), "unified.main_name", { "main_name" } },
    { TEXT("子项名称"), "guide.name", { "sub_name", "name" } },
    { TEXT("适用依据"), "guide.basis", { "basis" } },
    { TEXT("申请材料"), "guide.papers", { "papers" } },
    { TEXT("办事流程"), "guide.steps", { "steps" } },
    { TEXT("业务经办流程"), "unified.handling", { "steps" } },
    { TEXT("办理时限"), "guide.time", { "promised_limit.n", "legal_limit.n" } },
    { TEXT("表单内容"), "unified.forms", { "papers" } },
};

const char *const *quality_unified_labels(struct work *work) {
    const char **const labels =
        arena_alloc(work->arena, QUALITY_UNIFIED_COUNT * sizeof *labels);
    struct sql_quality_labels_row *rows;
    const size_t count = sql_quality_labels(work, &rows);

    for (size_t i = 0; i < QUALITY_UNIFIED_COUNT; i++)
        labels[i] = quality_unified[i].label;
    for (size_t i = 0; i < count; i++)
        if (rows[i].place >= 1 && rows[i].place <= QUALITY_UNIFIED_COUNT)
            labels[rows[i].place - 1] = rows[i].label;
    return labels;
}

const struct refusal *quality_unified_keep(struct work *work, const char *const *was,
                                           const char *const *labels) {
    for (int64_t i = 0; i < QUALITY_UNIFIED_COUNT; i++) {
        assert(*labels[i]);
        if (!sql_quality_keep_label(work, .place = i + 1, .label = labels[i],
                                    .was = was[i]))
            return &quality_changed;
    }
    return NULL;
}

unsigned quality_unified_fields(const char *path) {
    unsigned fields = 0;

    for (int place = 0; place < QUALITY_UNIFIED_COUNT; place++)
        for (size_t i = 0; i < QUALITY_UNIFIED_ELEMENTS; i++) {
            const char *const element = quality_unified[place].element[i];

            if (element && strcmp(element, path) == 0)
                fields |= 1u << place;
        }
    return fields;
}
