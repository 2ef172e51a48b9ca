#include "agency_listing.h"

#include "agency_web.h"
#include "cursor.h"
#include "mandate_words.h"
#include "page.h"
#include "place.h"
#include "text.h"

enum {
    STATE,
    BASIS,
    PRINCIPAL,
    PRINCIPAL_NUMBER,
    AGENT,
    AGENT_NUMBER,
    RELATION,
    SCOPE,
    FROM,
    END,
    CONSENT,
    ASKED,
    GIVEN,
    OVER,
    COLUMNS,
};

static const char *const columns[COLUMNS] = {
    [STATE] = TEXT("状态"),         [BASIS] = TEXT("依据"),
    [PRINCIPAL] = TEXT("授权人"),   [PRINCIPAL_NUMBER] = TEXT("授权人证件号"),
    [AGENT] = TEXT("代理人"),       [AGENT_NUMBER] = TEXT("代理人证件号"),
    [RELATION] = TEXT("关系"),      [SCOPE] = TEXT("能办什么"),
    [FROM] = TEXT("从哪天起"),      [END] = TEXT("到哪天止"),
    [CONSENT] = TEXT("怎么同意的"), [ASKED] = TEXT("请求时间"),
    [GIVEN] = TEXT("授权时间"),     [OVER] = TEXT("结束时间"),
};

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    const struct place_outlet *const village = agency_village(work);

    (void)query;
    *kept =
        village ? arena_format(work->arena, "outlet=%lld", (long long)village->id) : "";
    return NULL;
}

static const char *const *row_of(struct work *work, const struct mandate *mandate) {
    struct arena *const arena = work->arena;
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);
    struct agency_view view;

    agency_view_of(work, LANGUAGE_CHINESE, mandate, &view);
    cell[STATE] = agency_state_label(&view);
    cell[BASIS] = word_chinese(&mandate_bases, mandate->basis);
    cell[PRINCIPAL] = view.principal;
    cell[PRINCIPAL_NUMBER] = view.principal_number;
    cell[AGENT] = view.agent;
    cell[AGENT_NUMBER] = view.agent_number;
    cell[RELATION] = mandate->relation;
    cell[SCOPE] = view.scope;
    cell[FROM] = listing_day(arena, mandate->from_day);
    cell[END] = listing_day(arena, mandate->end_day);
    cell[CONSENT] =
        mandate->consent ? word_chinese(&mandate_consents, mandate->consent) : "";
    cell[ASKED] = listing_moment(arena, mandate->asked_ms);
    cell[GIVEN] = listing_moment(arena, mandate->given_ms);
    cell[OVER] = listing_moment(arena, mandate->over_ms);
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    struct arena *const arena = work->arena;
    const char *const **rows = arena_alloc(arena, MANDATE_LIST_MAX * sizeof *rows);
    const char *const outlet = listing_asked(arena, query, "outlet");
    const struct mandate *found;
    int64_t after_id, outlet_id = 0;

    (void)whole;
    if (cursor_read(after, &after_id, 1, INT64_MAX) ||
        (*outlet && !text_read_int(outlet, &outlet_id)))
        work_fault(work, "mandates: no such place: %s of %s", after, query);
    if (work->fault)
        return;
    *batch = (struct listing_batch){ .row = rows, .next = after };
    batch->count = agency_read_desk(work, outlet_id, after_id, MANDATE_LIST_MAX, &found);
    batch->ended = batch->count < MANDATE_LIST_MAX;
    for (size_t i = 0; i < batch->count; i++)
        rows[i] = row_of(work, &found[i]);
    if (batch->count > 0)
        batch->next = cursor_write(arena, &found[batch->count - 1].id, 1);
}

const struct listing agency_listing = {
    .name = "mandates",
    .title = TEXT("代办授权"),
    .rights = RIGHT_INTAKE | RIGHT_MANAGE,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/mandates",
    .check = check,
    .read = read_rows,
};
