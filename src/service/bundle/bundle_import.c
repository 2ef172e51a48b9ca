#include "bundle_import.h"

#include <string.h>

#include "bundle.h"
#include "page.h"
#include "text.h"

const struct refusal bundle_import_refused = {
    REFUSED_INVALID, "bundle.import_refused",
    TEXT("文件里有不能用的行，一行也没有导入。请按提示改好再导入。"), NULL
};

struct storing {
    struct work *work;
    struct bundle_import *import;
    int line;
};

static void add_fault(struct storing *storing, const char *why) {
    struct bundle_import *const import = storing->import;

    if (import->fault_count < BUNDLE_FAULTS_MAX) {
        import->fault[import->fault_count].line = storing->line;
        import->fault[import->fault_count++].why = arena_copy(import->arena, why);
    }
}

static void store_line(void *context, const char *line, size_t size) {
    struct storing *const storing = context;
    enum bundle_outcome outcome;
    const struct refusal *refusal;

    storing->line++;
    if (size == 0)
        return;
    refusal = bundle_publish(storing->work, line, size, &outcome);
    if (refusal) {
        add_fault(storing, refusal->text);
        return;
    }
    storing->import->new_count += outcome == BUNDLE_NEW;
    storing->import->changed += outcome == BUNDLE_CHANGED;
    storing->import->unchanged += outcome == BUNDLE_UNCHANGED;
}

const struct refusal *bundle_import_store(struct work *work,
                                          struct bundle_import *import) {
    struct storing storing = { work, import, 0 };

    import->new_count = import->changed = import->unchanged = 0;
    import->fault_count = 0;
    text_each_line(import->bytes, import->size, store_line, &storing);
    return import->fault_count ? &bundle_import_refused : NULL;
}
