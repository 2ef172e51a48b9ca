#include "filing_draft.h"

#include <string.h>

#include "agency.h"
#include "config.h"
#include "filing.h"
#include "filing.sql.h"
#include "filing_checklist.h"
#include "house.h"
#include "item.h"
#include "item_adjust.h"
#include "json.h"
#include "page.h"
#include "paper.h"
#include "sealed.h"
#include "text.h"

const struct refusal filing_no_draft = {
    REFUSED_ABSENT, "filing.no_draft",
    TEXT("没有找到这份草稿，可能已经提交。请到“我的办件”里查看，或重新填写。"), NULL
};

const struct refusal filing_too_many_drafts = {
    REFUSED_BUSY, "filing.too_many_drafts",
    TEXT("您没提交的草稿太多了。请到“我的办件”里的草稿，提交或删掉几份再填。"), NULL
};

static const char *answers_of(struct work *work, const struct filing_draft *draft) {
    struct text out = { .arena = work->arena };

    json_open(&out, NULL, '{');
    json_put_string(&out, "item", draft->item_code);
    json_put_string(&out, "phone", draft->phone);
    json_put_string(&out, "statement", draft->statement);
    json_put_integer(&out, "mandate", draft->mandate_id);
    json_close(&out, '}');
    return text_string(&out);
}

static const struct refusal *check_drafts(struct work *work) {
    const int64_t most = work->house->config->integer[CONFIG_DRAFTS];
    struct sql_filing_count_drafts_row row;

    return most && sql_filing_count_drafts(work, &row, .account_id = work->actor.id) &&
                   row.count >= most
               ? &filing_too_many_drafts
               : NULL;
}

const struct refusal *filing_keep_draft(struct work *work, struct filing_draft *draft) {
    const int64_t id = draft->id ? draft->id : work_new_id(work);
    const struct db_bytes answers =
        sealed_write(work, "draft.answers", id, answers_of(work, draft));
    struct mandate mandate;
    struct item item;
    const struct refusal *refusal = item_find(work, draft->item_code, &item);

    if (!refusal)
        refusal = item_may_be_filed_at(work, &item, 0);
    if (!refusal && draft->mandate_id)
        refusal = agency_take(work, draft->mandate_id, draft->item_code, &mandate);
    if (refusal)
        return refusal;
    if (!draft->id)
        refusal = check_drafts(work);
    if (refusal)
        return refusal;
    if (draft->id)
        return sql_filing_change_draft(work, .id = id, .account_id = work->actor.id,
                                       .answers = answers)
                   ? NULL
                   : &filing_no_draft;
    draft->id = id;
    sql_filing_add_draft(work, .id = id, .account_id = work->actor.id, .item_id = item.id,
                         .answers = answers);
    return NULL;
}

const struct refusal *filing_find_draft(struct work *work, int64_t id,
                                        struct filing_draft *draft) {
    struct sql_filing_find_draft_row row;
    struct json_error error;

    if (!sql_filing_find_draft(work, &row, .id = id, .account_id = work->actor.id))
        return &filing_no_draft;

    const char *answers = sealed_read(work, "draft.answers", id, row.answers);
    const struct json *json = json_read(work->arena, answers, strlen(answers), &error);

    if (!json)
        return &filing_no_draft;
    *draft = (struct filing_draft){
        id,
        json_string(json_get(json, "item")),
        json_string(json_get(json, "phone")),
        json_string(json_get(json, "statement")),
        json_integer(json_get(json, "mandate"), 0),
    };
    return NULL;
}

size_t filing_drafts(struct work *work, const struct filing_draft_line **lines) {
    struct sql_filing_drafts_row *rows;
    const size_t count = sql_filing_drafts(work, &rows, .account_id = work->actor.id,
                                           .limit = FILING_DRAFTS_MAX);
    struct filing_draft_line *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] =
            (struct filing_draft_line){ rows[i].id, rows[i].name, rows[i].changed_ms };
    *lines = made;
    return count;
}

const struct refusal *filing_remove_draft(struct work *work, int64_t id) {
    return sql_filing_remove_draft(work, .id = id, .account_id = work->actor.id)
               ? NULL
               : &filing_no_draft;
}

static const struct refusal *hand_in_papers(struct work *work, int64_t draft_id,
                                            struct matter *matter) {
    const struct refusal *refusal;
    struct ledger_part papers;

    if (!paper_move_to_matter(work, draft_id, matter->id))
        return NULL;
    papers = paper_cover(work, matter->id);
    refusal = matter_record_part(work, matter, "papers", "", &papers);
    return refusal ? refusal : filing_record_consents(work, matter);
}

const struct refusal *filing_submit_draft(struct work *work, int64_t id,
                                          struct matter *matter) {
    struct filing_new given = { .channel = FILING_ONLINE };
    struct filing_draft draft;
    const struct refusal *refusal = filing_find_draft(work, id, &draft);

    if (!refusal)
        refusal = person_open(work, work->actor.person_id, &given.asker);
    if (refusal)
        return refusal;
    given.item_code = draft.item_code;
    given.asker.phone = draft.phone;
    given.statement = draft.statement;
    given.mandate_id = draft.mandate_id;
    refusal = filing_submit(work, &given, matter);
    /* Who deletes the row hands it in: once, and with every paper that came before. */
    if (!refusal && !sql_filing_forget_draft(work, .id = id))
        refusal = &filing_no_draft;
    return refusal ? refusal : hand_in_papers(work, id, matter);
}

void filing_sweep_drafts(struct work *work) {
    const int64_t kept_ms = FILING_DRAFT_DAYS * 24LL * 3600 * 1000;

    sql_filing_sweep_drafts(work, .before_ms = work->now_ms - kept_ms);
}
