#include "library_draft.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "item_code.h"
#include "item_element.h"
#include "item_import.h"
#include "library.sql.h"
#include "library_difference.h"
#include "page.h"
#include "text.h"

const struct refusal library_no_draft = {
    REFUSED_ABSENT, "library.no_draft",
    TEXT("没有这份草稿，可能已经发布或放弃。请回到事项库，看事项现在的内容。"), NULL
};
const struct refusal library_not_author = {
    REFUSED_FORBIDDEN, "library.not_author",
    TEXT("这份草稿是别人在写。要改请联系作者，或者请大厅管理放弃它再重新编写。"), NULL
};
const struct refusal library_own_draft = {
    REFUSED_FORBIDDEN, "library.own_draft",
    TEXT("自己写的不能自己审核。请让另一位事项管理员或大厅管理来审核。"), NULL
};
const struct refusal library_under_review = {
    REFUSED_CONFLICT, "library.under_review",
    TEXT("草稿正在审核，不能修改。要改请先撤回审核。"), NULL
};
const struct refusal library_not_submitted = {
    REFUSED_CONFLICT, "library.not_submitted",
    TEXT("草稿还没有提交审核，或者已经撤回。请等作者提交后再审核。"), NULL
};
const struct refusal library_stale = {
    REFUSED_CONFLICT, "library.stale",
    TEXT("这一页打开以后，草稿又改过了，所以没有保存。请看清现在的内容，再保存一次。"),
    NULL
};
const struct refusal library_overtaken = {
    REFUSED_CONFLICT, "library.overtaken",
    TEXT("草稿开始以后，事项又发布了新的版本。请先合并新版本，再提交或发布。"), NULL
};
const struct refusal library_no_change = {
    REFUSED_CONFLICT, "library.no_change",
    TEXT("草稿和现在发布的内容一样，不用提交。请先修改，或者放弃草稿。"), NULL
};
const struct refusal library_incomplete = {
    REFUSED_CONFLICT, "library.incomplete",
    TEXT("草稿还缺必填的内容，不能提交。请看总览里标出的几处，补上再提交。"), NULL
};
const struct refusal library_codes_wrong = {
    REFUSED_CONFLICT, "library.codes_wrong",
    TEXT("编码不合规则，不能提交。请到“名称和编码”核对编码规则、基本编码、主项编码和地方"
         "编码，它们要与事项编码一致。"),
    NULL
};
const struct refusal library_code_taken = {
    REFUSED_CONFLICT, "library.code_taken",
    TEXT("这个编码已经有事项或草稿了，请核对；要改那个事项，请从它的页面编写。"), "code"
};
const struct refusal library_code_wrong = {
    REFUSED_INVALID, "library.code_wrong",
    TEXT("编码不合它的规则：国家编码 31 位，前 18 位是统一社会信用代码，请逐位核对。"),
    "code"
};

/* ---- content as text ---- */

static const char *text_of(struct work *work, const struct item_version *content) {
    struct text text = { .arena = work->arena };

    shape_put(&text, NULL, &item_version_shape, content);
    return text_string(&text);
}

/* ---- reading ---- */

const struct refusal *library_find_draft(struct work *work, int64_t id,
                                         struct library_draft *draft) {
    struct sql_library_find_row row;

    if (!sql_library_find(work, &row, .id = id))
        return &library_no_draft;
    *draft = (struct library_draft){
        .id = row.id,
        .item_id = row.item_id,
        .base_version = row.base_version,
        .revision = row.revision,
        .author_id = row.author_id,
        .changed_ms = row.changed_ms,
        .state = (enum library_draft_state)row.state,
        .code = row.code,
        .name = row.name,
        .author_name = row.author_name,
        .reason = row.reason,
        .remark = row.remark,
        .reviewer_name = row.reviewer_name,
    };
    if (!item_import_written(work->arena, row.content, &draft->content))
        work_fault(work, "draft %lld holds no item", (long long)id);
    return NULL;
}

size_t library_list_drafts(struct work *work, int64_t after, size_t limit,
                           const struct library_draft **drafts) {
    struct sql_library_list_row *rows;

    assert(limit >= 1);
    assert(limit <= LIBRARY_DRAFTS_MAX);
    const size_t count =
        sql_library_list(work, &rows, .after = after, .limit = (int64_t)limit);
    struct library_draft *const found = arena_alloc(work->arena, count * sizeof *found);

    for (size_t i = 0; i < count; i++)
        found[i] = (struct library_draft){
            .id = rows[i].id,
            .code = rows[i].code,
            .state = (enum library_draft_state)rows[i].state,
            .author_id = rows[i].author_id,
            .author_name = rows[i].author_name,
            .name = rows[i].name,
            .reason = rows[i].reason,
            .changed_ms = rows[i].changed_ms,
        };
    *drafts = found;
    return count;
}

const struct refusal *library_published(struct work *work,
                                        const struct library_draft *draft,
                                        struct item_version *version) {
    struct item item;
    const struct refusal *refusal;

    *version = item_nothing();
    if (!draft->item_id)
        return NULL;
    refusal = item_find(work, draft->code, &item);
    return refusal ? refusal : item_read_version(work, item.version_id, version);
}

/* ---- who may ---- */

const struct refusal *library_may_write(const struct work *work,
                                        const struct library_draft *draft) {
    if (work->actor.id != draft->author_id)
        return &library_not_author;
    return draft->state == LIBRARY_IN_REVIEW ? &library_under_review : NULL;
}

const struct refusal *library_may_review(const struct work *work,
                                         const struct library_draft *draft) {
    if (draft->state != LIBRARY_IN_REVIEW)
        return &library_not_submitted;
    return work->actor.id == draft->author_id ? &library_own_draft : NULL;
}

/* ---- beginning ---- */

static int64_t add_draft(struct work *work, const struct item_version *content,
                         int64_t item_id, int64_t base_version) {
    const int64_t id = work_new_id(work);

    sql_library_add(work, .id = id, .code = content->code, .item_id = item_id,
                    .base_version = base_version, .author_id = work->actor.id,
                    .author_name = work->actor.name, .name = content->name,
                    .content = text_of(work, content));
    return id;
}

const struct refusal *library_begin(struct work *work, const char *code, int64_t *id) {
    struct sql_library_of_code_row row;
    struct item_version version;
    struct item item;
    const struct refusal *refusal = item_find(work, code, &item);

    if (!refusal && item.state == ITEM_CANCELLED)
        refusal = &item_cancelled;
    if (!refusal)
        refusal = item_read_version(work, item.version_id, &version);
    if (refusal)
        return refusal;
    *id = sql_library_of_code(work, &row, .code = code)
              ? row.id
              : add_draft(work, &version, item.id, item.version);
    return NULL;
}

const struct refusal *library_begin_new(struct work *work, const char *code,
                                        const char *name, int64_t *id) {
    const unsigned wrong = ITEM_CODE_ABSENT | ITEM_CODE_SHAPE | ITEM_CODE_LEVEL |
                           ITEM_CODE_DIGITS | ITEM_CODE_BODY;
    struct item_version version = item_nothing();
    struct sql_library_of_code_row row;
    struct item item;

    version.code = code;
    version.name = name;
    version.code_scheme = item_code_scheme(code);
    if (item_code_faults(work->arena, &version) & wrong)
        return &library_code_wrong;
    if (!item_find(work, code, &item) || sql_library_of_code(work, &row, .code = code))
        return &library_code_taken;
    *id = add_draft(work, &version, 0, 0);
    return NULL;
}

/* ---- along the diagram ---- */

/* Writes the draft, if it is still the one that was seen. */
static const struct refusal *store(struct work *work, const struct library_draft *draft) {
    const int64_t changed = sql_library_keep(
        work, .id = draft->id, .seen = draft->revision, .state = draft->state,
        .base_version = draft->base_version, .reviewer_name = draft->reviewer_name,
        .name = draft->content.name, .reason = draft->reason, .remark = draft->remark,
        .content = text_of(work, &draft->content));

    return changed ? NULL : &library_stale;
}

static const struct refusal *remove_draft(struct work *work,
                                          const struct library_draft *draft) {
    return sql_library_remove(work, .id = draft->id, .seen = draft->revision)
               ? NULL
               : &library_stale;
}

const struct refusal *library_keep(struct work *work, const struct library_draft *draft) {
    const struct refusal *const refusal = library_may_write(work, draft);

    return refusal ? refusal : store(work, draft);
}

/* Whether what is published is still what the draft began from. */
static const struct refusal *check_base(struct work *work,
                                        const struct library_draft *draft) {
    struct item item = { .version = 0 };
    const bool there = item_find(work, draft->code, &item) == NULL;

    if (there && item.state == ITEM_CANCELLED)
        return &item_cancelled;
    return item.version == draft->base_version ? NULL : &library_overtaken;
}

static const struct refusal *check_content(struct work *work,
                                           const struct library_draft *draft) {
    const struct library_difference *differences;
    const struct library_gap *gaps;
    struct item_version published;
    const struct refusal *const refusal = library_published(work, draft, &published);

    if (refusal)
        return refusal;
    if (library_gaps(work->arena, &draft->content, &gaps) > 0)
        return &library_incomplete;
    if (!item_code_may_stand(work->arena, &draft->content))
        return &library_codes_wrong;
    return library_differences(work->arena, &published, &draft->content, &differences)
               ? NULL
               : &library_no_change;
}

const struct refusal *library_submit(struct work *work, const struct library_draft *draft,
                                     const char *reason) {
    struct library_draft next = *draft;
    const struct refusal *refusal = library_may_write(work, draft);

    if (!refusal)
        refusal = check_base(work, draft);
    if (!refusal)
        refusal = check_content(work, draft);
    if (refusal)
        return refusal;
    next.state = LIBRARY_IN_REVIEW;
    next.reason = reason;
    next.remark = "";
    next.reviewer_name = "";
    return store(work, &next);
}

const struct refusal *library_take_back(struct work *work,
                                        const struct library_draft *draft) {
    struct library_draft next = *draft;

    if (work->actor.id != draft->author_id)
        return &library_not_author;
    if (draft->state != LIBRARY_IN_REVIEW)
        return &library_not_submitted;
    next.state = LIBRARY_WRITING;
    return store(work, &next);
}

const struct refusal *library_send_back(struct work *work,
                                        const struct library_draft *draft,
                                        const char *remark) {
    struct library_draft next = *draft;
    const struct refusal *const refusal = library_may_review(work, draft);

    if (refusal)
        return refusal;
    next.state = LIBRARY_WRITING;
    next.remark = remark;
    next.reviewer_name = work->actor.name;
    return store(work, &next);
}

const struct refusal *library_publish(struct work *work,
                                      const struct library_draft *draft) {
    const struct item_why why = { draft->reason, draft->author_name };
    enum item_outcome outcome;
    const struct refusal *refusal = library_may_review(work, draft);

    if (!refusal)
        refusal = check_base(work, draft);
    if (!refusal)
        refusal = item_publish(work, &draft->content, &why, &outcome);
    return refusal ? refusal : remove_draft(work, draft);
}

const struct refusal *library_catch_up(struct work *work, struct library_draft *draft) {
    struct item_version base, now;
    struct item item;
    const struct refusal *refusal = library_may_write(work, draft);

    if (!refusal)
        refusal = item_find(work, draft->code, &item);
    if (!refusal)
        refusal = item_read_version(work, item.version_id, &now);
    if (refusal)
        return refusal;
    base = item_nothing();
    if (draft->base_version)
        refusal = item_read_numbered(work, draft->code, draft->base_version, &base);
    if (refusal)
        return refusal;
    library_merge(work->arena, &base, &now, &draft->content);
    draft->item_id = item.id;
    draft->base_version = item.version;
    return store(work, draft);
}

const struct refusal *library_drop(struct work *work, const struct library_draft *draft) {
    if (work->actor.id != draft->author_id && !work_may(work, RIGHT_MANAGE))
        return &library_not_author;
    return remove_draft(work, draft);
}
