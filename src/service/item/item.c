#include "item.h"

#include <assert.h>
#include <string.h>

#include "item.sql.h"
#include "item_inside.h"
#include "page.h"
#include "text.h"

const struct refusal item_unknown = {
    REFUSED_ABSENT,
    "item.unknown",
    TEXT(
        "没有这个事项，可能是网址不全或事项已经改名。请用搜索查找，或拨打大厅电话询问。"),
    NULL,
};
const struct refusal item_suspended = {
    REFUSED_CONFLICT,
    "item.suspended",
    TEXT("这个事项暂停办理，恢复后才能申请。请拨打大厅电话询问恢复时间。"),
    NULL,
};
const struct refusal item_cancelled = {
    REFUSED_CONFLICT,
    "item.cancelled",
    TEXT("这个事项已经取消，不再受理。请用搜索查找相近的事项，或拨打大厅电话询问。"),
    NULL,
};

const struct refusal item_handed_down = {
    REFUSED_CONFLICT,
    "item.handed_down",
    TEXT("这个事项已经下放，这里不再受理。由谁办写在事项页上，也可以拨打大厅电话询问。"),
    NULL,
};

/* ---- lists as text ---- */

const char *item_list_text(struct arena *arena, struct item_list list) {
    struct text text = { .arena = arena };

    for (size_t i = 0; i < list.count; i++) {
        if (i > 0)
            text_add_byte(&text, '\n');
        text_add(&text, list.word[i]);
    }
    return text_string(&text);
}

static size_t count_lines(const char *text) {
    size_t count = 1;

    for (const char *at = text; *at; at++)
        count += *at == '\n';
    return count;
}

struct item_list item_list_read(struct arena *arena, const char *text) {
    if (!text || !*text)
        return (struct item_list){ 0 };

    const char **const words = arena_alloc(arena, count_lines(text) * sizeof *words);
    size_t count = 0;

    while (*text) {
        const size_t size = strcspn(text, "\n");

        if (size > 0)
            words[count++] = arena_copy_bytes(arena, text, size);
        text += size + (text[size] == '\n');
    }
    return (struct item_list){ words, count };
}

/* ---- reading ---- */

const struct refusal *item_find(struct work *work, const char *code, struct item *item) {
    struct sql_item_head_row row;

    if (!sql_item_head(work, &row, .code = code))
        return &item_unknown;
    *item = ITEM_OF_ROW(work, &row);
    return NULL;
}

const struct refusal *item_may_be_filed(const struct item *item) {
    static const struct refusal *const refusals[] = {
        [ITEM_IN_USE] = NULL,
        [ITEM_SUSPENDED] = &item_suspended,
        [ITEM_CANCELLED] = &item_cancelled,
        [ITEM_HANDED_DOWN] = &item_handed_down,
    };

    assert(item->state >= ITEM_IN_USE);
    assert(item->state <= ITEM_HANDED_DOWN);
    return refusals[item->state];
}

static struct item_version version_of(const struct sql_item_version_row *row) {
    return (struct item_version){
        .id = row->id,
        .item_id = row->item_id,
        .version = row->version,
        .published_ms = row->published_ms,
        .code = row->code,
        .code_scheme = row->code_scheme,
        .base_code = row->base_code,
        .name = row->name,
        .main_name = row->main_name,
        .short_name = row->short_name,
        .type_code = row->type_code,
        .type_name = row->type_name,
        .department = row->department,
        .area = row->area,
        .department_id = row->department_id,
        .level = row->level,
        .kind = row->kind,
        .legal = { row->legal_count, row->legal_unit },
        .promised = { row->promised_count, row->promised_unit },
        .visits = row->visits,
        .visits_reason = row->visits_reason,
        .conditions = row->conditions,
        .fee_charged = row->fee_charged,
        .fee_basis = row->fee_basis,
        .result_name = row->result_name,
        .result_kind = row->result_kind,
        .result_sample = row->result_sample,
        .phone = row->phone,
        .complaint_phone = row->complaint_phone,
        .place = row->place,
        .hours = row->hours,
        .scope = row->scope,
        .note = row->note,
        .online_depth = row->online_depth,
        .promise = row->promise,
        .deferral = row->deferral,
        .courier = row->courier,
        .booking = row->booking,
        .paper_days = row->paper_days,
        .main_code = row->main_code,
        .sub_name = row->sub_name,
        .local_code = row->local_code,
        .local_base_code = row->local_base_code,
        .body_kind = row->body_kind,
        .authority = row->authority,
        .power_source = row->power_source,
        .featured = row->featured,
        .review = row->review,
        .legal_note = row->legal_note,
        .promised_note = row->promised_note,
        .quantity_limit = row->quantity_limit,
        .deferral_note = row->deferral_note,
        .promise_note = row->promise_note,
        .online_payment = row->online_payment,
        .scope_kind = row->scope_kind,
        .window = row->window_name,
    };
}

static void read_words(struct work *work, const struct sql_item_version_row *row,
                       struct item_version *version) {
    struct arena *const arena = work->arena;

    version->daily_terms = item_list_read(arena, row->daily_terms);
    version->ways = item_list_read(arena, row->ways);
    version->targets = item_list_read(arena, row->targets);
    version->subjects = item_list_read(arena, row->subjects);
    version->levels = item_list_read(arena, row->levels);
    version->partners = item_list_read(arena, row->partners);
    version->deliveries = item_list_read(arena, row->deliveries);
    version->handlings = item_list_read(arena, row->handlings);
    version->services = item_list_read(arena, row->services);
    version->life_events = item_list_read(arena, row->life_events);
    version->zones = item_list_read(arena, row->zones);
}

static void read_papers(struct work *work, struct item_version *version) {
    struct sql_item_papers_row *rows;
    const size_t count = sql_item_papers(work, &rows, .version_id = version->id);
    struct item_paper *const papers = arena_alloc(work->arena, count * sizeof *papers);

    for (size_t i = 0; i < count; i++)
        papers[i] = (struct item_paper){
            .situation = rows[i].situation,
            .name = rows[i].name,
            .kind = rows[i].kind,
            .form = rows[i].form,
            .source = rows[i].source,
            .source_note = rows[i].source_note,
            .copies = rows[i].copies,
            .size = rows[i].size,
            .necessity = rows[i].necessity,
            .follow_days = rows[i].follow_days,
            .acceptance = rows[i].acceptance,
            .standard = rows[i].standard,
            .note = rows[i].note,
            .blank_form = rows[i].blank_form,
            .sample = rows[i].sample,
            .exempt = rows[i].exempt,
        };
    version->papers = papers;
    version->paper_count = count;
}

/* The rows of a kind stand together, so each list is a stretch of one array. */
static struct item_lines lines_of_kind(const struct sql_item_lines_row *rows,
                                       const struct item_line *lines, size_t count,
                                       const char *kind) {
    struct item_lines found = { 0 };

    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].kind, kind) == 0) {
            if (found.count == 0)
                found.line = &lines[i];
            found.count++;
        }
    return found;
}

static void read_lines(struct work *work, struct item_version *version) {
    struct sql_item_lines_row *rows;
    const size_t count = sql_item_lines(work, &rows, .version_id = version->id);
    struct item_line *const lines = arena_alloc(work->arena, count * sizeof *lines);

    for (size_t i = 0; i < count; i++)
        lines[i] = (struct item_line){ rows[i].title, rows[i].detail, rows[i].note,
                                       rows[i].days,  rows[i].relief, rows[i].basis };
    version->basis = lines_of_kind(rows, lines, count, "basis");
    version->steps = lines_of_kind(rows, lines, count, "step");
    version->fees = lines_of_kind(rows, lines, count, "fee");
    version->questions = lines_of_kind(rows, lines, count, "question");
}

static void read_offices(struct work *work, struct item_version *version) {
    struct sql_item_offices_row *rows;
    const size_t count = sql_item_offices(work, &rows, .version_id = version->id);
    struct item_office *const offices = arena_alloc(work->arena, count * sizeof *offices);

    for (size_t i = 0; i < count; i++)
        offices[i] = (struct item_office){ rows[i].department, rows[i].stage,
                                           rows[i].days, rows[i].examines };
    version->offices = offices;
    version->office_count = count;
}

const struct refusal *item_read_version(struct work *work, int64_t version_id,
                                        struct item_version *version) {
    struct sql_item_version_row row;

    if (!sql_item_version(work, &row, .id = version_id))
        return &item_unknown;
    *version = version_of(&row);
    version->state = item_state_of(row.state, row.holder);
    version->holder = row.holder;
    read_words(work, &row, version);
    read_papers(work, version);
    read_lines(work, version);
    read_offices(work, version);
    return NULL;
}

const struct refusal *item_read_numbered(struct work *work, const char *code,
                                         int64_t number, struct item_version *version) {
    struct sql_item_numbered_row row;

    if (!sql_item_numbered(work, &row, .code = code, .number = number))
        return &item_unknown;
    return item_read_version(work, row.id, version);
}

/* ---- changing ---- */

void item_remove_tags(struct work *work, int64_t version_id) {
    sql_item_remove_tags(work, .version_id = version_id);
}

void item_count_filings(struct work *work, int64_t item_id, int64_t filed) {
    assert(filed > 0);
    sql_item_file(work, .id = item_id, .filed = filed);
}

int64_t item_asks(struct work *work, int64_t item_id) {
    struct sql_item_asks_row row;

    return sql_item_asks(work, &row, .id = item_id) ? row.asks : 0;
}

void item_set_asks(struct work *work, int64_t item_id, int64_t questions) {
    sql_item_set_asks(work, .id = item_id, .asks = questions);
}
