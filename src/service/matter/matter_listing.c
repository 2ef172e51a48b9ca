#include "matter_listing.h"

#include <assert.h>
#include <string.h>

#include "account.h"
#include "cursor.h"
#include "matter_asked.h"
#include "matter_words.h"
#include "page.h"
#include "place.h"
#include "text.h"
#include "word.h"

enum {
    NUMBER,
    TITLE,
    STATE,
    DEPARTMENT,
    OUTLET,
    CHANNEL,
    OWNER,
    SUBMITTED,
    DUE,
    LIGHT,
    FINISHED,
    RATED,
    ASKER,
    ID_NUMBER,
    PHONE,
    COLUMNS,
};
enum { LOOKS = 2 * LISTING_BATCH };

static const char *const columns[COLUMNS] = {
    [NUMBER] = TEXT("办件编号"), [TITLE] = TEXT("事项"),         [STATE] = TEXT("状态"),
    [DEPARTMENT] = TEXT("科室"), [OUTLET] = TEXT("收件网点"),    [CHANNEL] = TEXT("渠道"),
    [OWNER] = TEXT("首问人"),    [SUBMITTED] = TEXT("提交时间"), [DUE] = TEXT("到期时间"),
    [LIGHT] = TEXT("期限"),      [FINISHED] = TEXT("办结时间"),  [RATED] = TEXT("评价"),
    [ASKER] = TEXT("申请人"),    [ID_NUMBER] = TEXT("证件号"),   [PHONE] = TEXT("手机号"),
};

/* ---- asking ---- */

/* "me" stands for somebody else once the program reads. */
static const struct refusal *name_owner(struct work *work, struct matter_asked *asked) {
    const struct account_colleague *staff;
    const size_t count = account_staff(work, &staff);

    if (strcmp(asked->value[MATTER_ASKED_OWNER], "me") != 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (staff[i].id == work->actor.id) {
            asked->value[MATTER_ASKED_OWNER] = staff[i].login;
            return NULL;
        }
    return &matter_asked_bad;
}

static const struct refusal *check(struct work *work, const char *query,
                                   const char **kept) {
    struct matter_asked asked = matter_asked_read(work->arena, query);
    struct matter_filter filter;
    const struct refusal *refusal = matter_asked_filter(work, &asked, &filter);

    if (!refusal)
        refusal = name_owner(work, &asked);
    if (refusal)
        return refusal;
    *kept = matter_asked_write(work->arena, &asked);
    if (filter.scoped)
        *kept =
            arena_format(work->arena, "%s&scope=%lld", *kept, (long long)filter.scope_id);
    return strlen(*kept) <= LISTING_QUERY_MAX ? NULL : &matter_asked_bad;
}

/* The filter that check() has kept. */
static void read_filter(struct work *work, const char *query,
                        struct matter_filter *filter) {
    const struct matter_asked asked = matter_asked_read(work->arena, query);
    const char *scope = listing_asked(work->arena, query, "scope");

    if (matter_asked_filter(work, &asked, filter))
        work_fault(work, "cases: the filter \"%s\" fits no more", query);
    filter->scoped = scope[0] && text_read_int(scope, &filter->scope_id);
}

/* ---- rows ---- */

/* What the ids of rows stand for. */
struct names {
    const struct place_book *book;
    const struct account_colleague *staff;
    size_t staff_count;
};

static const char *owner_of(const struct names *names, int64_t id) {
    for (size_t i = 0; i < names->staff_count; i++)
        if (names->staff[i].id == id)
            return names->staff[i].name;
    return "";
}

static const char *light_of(const struct matter_line *line) {
    return line->state->desk == FLOW_NOBODY ? "" : matter_light_word(line->light);
}

static const char *const *row_of(struct arena *arena, const struct names *names,
                                 const struct matter_found *found) {
    const struct place_department *department =
        place_department(names->book, found->department_id);
    const struct place_outlet *outlet = place_outlet(names->book, found->outlet_id);
    const struct matter_line *line = &found->line;
    const char **cell = arena_alloc(arena, COLUMNS * sizeof *cell);

    cell[NUMBER] = line->number;
    cell[TITLE] = line->title;
    cell[STATE] = line->state->label;
    cell[DEPARTMENT] = department ? department->name : "";
    cell[OUTLET] = outlet ? outlet->name : "";
    cell[CHANNEL] = word_chinese(&matter_channels, found->channel);
    cell[OWNER] = owner_of(names, found->owner_id);
    cell[SUBMITTED] = listing_moment(arena, line->submitted_ms);
    cell[DUE] = listing_moment(arena, line->due_ms);
    cell[LIGHT] = light_of(line);
    cell[FINISHED] = listing_moment(arena, found->finished_ms);
    cell[RATED] = line->rated ? text_of_int(arena, line->rated) : "";
    cell[ASKER] = line->asker;
    cell[ID_NUMBER] = found->id_number;
    cell[PHONE] = found->phone;
    return cell;
}

static void read_rows(struct work *work, const char *query, const char *after, bool whole,
                      struct listing_batch *batch) {
    struct names names = { .book = place_book(work) };
    struct matter_found_page page;
    struct matter_filter filter;
    struct matter_cursor from;
    const char *const **rows = arena_alloc(work->arena, LISTING_BATCH * sizeof *rows);
    const char **keys = arena_alloc(work->arena, LISTING_BATCH * sizeof *keys);

    names.staff_count = account_staff(work, &names.staff);
    read_filter(work, query, &filter);
    if (matter_read_cursor(after, &from))
        work_fault(work, "cases: no such place: %s", after);
    if (work->fault)
        return;
    matter_filter_read(work, &filter, whole ? MATTER_ASKER_WHOLE : MATTER_ASKER_MASKED,
                       from, LISTING_BATCH, LOOKS, &page);
    for (size_t i = 0; i < page.count && names.book; i++) {
        rows[i] = row_of(work->arena, &names, &page.found[i]);
        keys[i] = page.found[i].line.number;
    }
    *batch = (struct listing_batch){
        .row = rows,
        .key = keys,
        .count = page.count,
        .next = page.after.id ? matter_write_cursor(work->arena, page.after) : after,
        .ended = !page.goes_on,
    };
}

static const struct refusal *reveal(struct work *work, const char *key, const char *why) {
    struct matter matter;
    const struct refusal *refusal = matter_find(work, key, &matter);

    return refusal ? refusal
                   : matter_record(work, &matter, "reveal",
                                   page_say_with(work->arena, LANGUAGE_CHINESE,
                                                 TEXT("导出：{0}"), &why, 1));
}

const struct listing matter_listing = {
    .name = "cases",
    .title = TEXT("办件"),
    .rights = RIGHT_CASEWORK,
    .column = columns,
    .column_count = COLUMNS,
    .page = "/desk/cases",
    .check = check,
    .read = read_rows,
    .reveal = reveal,
};
