#include "deputy.h"

#include <stdlib.h>
#include <string.h>

#include "account_memo.h"
#include "cache.h"
#include "civil.h"
#include "deputy.sql.h"
#include "page.h"

static const struct word reasons[] = {
    { 1, "leave", TEXT("休假") },
    { 2, "training", TEXT("培训") },
    { 3, "business", TEXT("出差") },
    { 4, "other", TEXT("其他") },
};
const struct words deputy_reasons = { reasons, sizeof reasons / sizeof *reasons };

const struct refusal deputy_unknown = {
    REFUSED_ABSENT, "deputy.unknown",
    TEXT("没有这位同事的账号。请从名单里选，名单里没有的请让管理员先建账号。"), NULL
};
const struct refusal deputy_other_post = {
    REFUSED_INVALID, "deputy.other_post",
    TEXT("B 岗要和 A 岗同样能办这些事。请选岗位相同的同事。"), "deputy"
};
const struct refusal deputy_oneself = { REFUSED_INVALID, "deputy.oneself",
                                        TEXT("不能由自己代自己，请选另一位同事。"),
                                        "deputy" };
const struct refusal deputy_wrong_days = {
    REFUSED_INVALID, "deputy.wrong_days",
    TEXT("最后一天不能早于第一天和今天，一次最长一年。请改日期。"), "end_day"
};
const struct refusal deputy_forbidden = {
    REFUSED_FORBIDDEN, "deputy.forbidden",
    TEXT("只能登记自己的请假和 B 岗。别人的请由他本人或大厅管理人员登记。"), NULL
};
const struct refusal deputy_no_absence = {
    REFUSED_ABSENT, "deputy.no_absence",
    TEXT("这次请假已经结束或撤销了。请刷新页面看现在的登记。"), NULL
};
/* ---- the book ---- */

struct book {
    struct deputy_book book;
    struct arena *arena;
};

static void read_colleagues(struct work *work, struct arena *arena,
                            struct deputy_book *book) {
    struct sql_deputy_colleagues_row *rows;
    struct sql_deputy_deputies_row *deputies;
    const size_t count = sql_deputy_colleagues(work, &rows);
    const size_t named = sql_deputy_deputies(work, &deputies);
    struct deputy_colleague *made = arena_alloc(arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        made[i] = (struct deputy_colleague){ .id = rows[i].id,
                                             .name = arena_copy(arena, rows[i].name),
                                             .rights = (unsigned)rows[i].rights,
                                             .department_id = rows[i].department_id,
                                             .outlet_id = rows[i].outlet_id };
        for (size_t k = 0; k < named; k++)
            if (deputies[k].account_id == made[i].id)
                made[i].deputy_id = deputies[k].deputy_id;
    }
    book->colleagues = made;
    book->colleague_count = count;
}

static void read_absences(struct work *work, struct arena *arena,
                          struct deputy_book *book) {
    struct sql_deputy_absences_row *rows;
    const size_t count = sql_deputy_absences(work, &rows, .today = work_day(work));
    struct deputy_absence *made = arena_alloc(arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct deputy_absence){
            .id = rows[i].id,
            .account_id = rows[i].account_id,
            .from_day = (int)rows[i].from_day,
            .end_day = (int)rows[i].end_day,
            .reason = arena_copy(arena, rows[i].reason),
            .entered_by = rows[i].entered_by,
            .entered_ms = rows[i].entered_ms,
        };
    book->absences = made;
    book->absence_count = count;
}

static void *build(struct work *work) {
    struct arena *arena = arena_new();
    struct book *built = arena_alloc(arena, sizeof *built);

    built->arena = arena;
    read_colleagues(work, arena, &built->book);
    read_absences(work, arena, &built->book);
    return built;
}

static void free_book(void *value) {
    arena_free(((struct book *)value)->arena);
}

static const struct cache_class books = { "accounts", build, free_book };

const struct deputy_book *deputy_book(struct work *work) {
    const struct book *built = cache_get(work, &books);

    return built ? &built->book : NULL;
}

const struct deputy_colleague *deputy_find(const struct deputy_book *book, int64_t id) {
    for (size_t i = 0; id && i < book->colleague_count; i++)
        if (book->colleagues[i].id == id)
            return &book->colleagues[i];
    return NULL;
}

/* ---- changing ---- */

static bool may_enter(const struct work *work, int64_t account_id) {
    return work->actor.id == account_id || work_may(work, RIGHT_MANAGE);
}

const struct refusal *deputy_name(struct work *work, int64_t account_id,
                                  int64_t deputy_id) {
    const struct deputy_book *book = deputy_book(work);
    const struct deputy_colleague *absent = book ? deputy_find(book, account_id) : NULL;
    const struct deputy_colleague *deputy = book ? deputy_find(book, deputy_id) : NULL;

    if (!may_enter(work, account_id))
        return &deputy_forbidden;
    if (!absent || (deputy_id && !deputy))
        return &deputy_unknown;
    if (absent == deputy)
        return &deputy_oneself;
    if (deputy && (absent->rights & RIGHT_CASEWORK & ~deputy->rights))
        return &deputy_other_post;
    sql_deputy_end_deputy(work, .account_id = account_id);
    account_memo_forget(work);
    if (deputy) /* of two at once the second is run again, and ends the first */
        sql_deputy_add_deputy(work, .id = work_new_id(work), .account_id = account_id,
                              .deputy_id = deputy_id, .set_by = work->actor.id);
    return NULL;
}

const struct refusal *deputy_leave(struct work *work,
                                   const struct deputy_absence *absence) {
    const struct deputy_book *book = deputy_book(work);

    if (!may_enter(work, absence->account_id))
        return &deputy_forbidden;
    if (!book || !deputy_find(book, absence->account_id))
        return &deputy_unknown;
    if (absence->end_day < absence->from_day || absence->end_day < work_day(work) ||
        civil_serial(absence->end_day) - civil_serial(absence->from_day) >=
            DEPUTY_ABSENCE_DAYS_MAX)
        return &deputy_wrong_days;
    sql_deputy_add_absence(work, .id = work_new_id(work),
                           .account_id = absence->account_id,
                           .from_day = absence->from_day, .end_day = absence->end_day,
                           .reason = absence->reason, .entered_by = work->actor.id);
    account_memo_forget(work);
    return NULL;
}

const struct refusal *deputy_return(struct work *work, int64_t absence_id) {
    const int yesterday = civil_add_days(work_day(work), -1);
    struct sql_deputy_find_absence_row row;
    int64_t changed;

    if (!sql_deputy_find_absence(work, &row, .id = absence_id))
        return &deputy_no_absence;
    if (!may_enter(work, row.account_id))
        return &deputy_forbidden;
    changed =
        row.from_day > yesterday
            ? sql_deputy_cancel(work, .id = absence_id, .cancelled_by = work->actor.id)
            : sql_deputy_shorten(work, .id = absence_id, .end_day = yesterday);
    account_memo_forget(work);
    return changed == 1 ? NULL : &deputy_no_absence;
}

/* ---- asking ---- */

bool deputy_is_away(const struct deputy_book *book, int64_t account_id, int day) {
    for (size_t i = 0; i < book->absence_count; i++) {
        const struct deputy_absence *absence = &book->absences[i];

        if (absence->account_id == account_id && absence->from_day <= day &&
            day <= absence->end_day)
            return true;
    }
    return false;
}

/* Whoever named him trusted his post; one that lost its rights since stands for nobody.
 */
static bool stands_in(struct work *work, const struct deputy_book *book,
                      const struct deputy_colleague *absent) {
    return absent->deputy_id && absent->deputy_id == work->actor.id &&
           !(absent->rights & RIGHT_CASEWORK & ~work->actor.rights) &&
           deputy_is_away(book, absent->id, work_day(work));
}

const struct deputy_colleague *deputy_stands_for(struct work *work, int64_t account_id) {
    const struct deputy_book *book =
        account_id && work_may(work, RIGHT_CASEWORK) ? deputy_book(work) : NULL;
    const struct deputy_colleague *absent = book ? deputy_find(book, account_id) : NULL;

    return absent && stands_in(work, book, absent) ? absent : NULL;
}

size_t deputy_stood_in(struct work *work, const struct deputy_colleague **colleagues) {
    const struct deputy_book *book =
        work_may(work, RIGHT_CASEWORK) ? deputy_book(work) : NULL;
    struct deputy_colleague *found =
        arena_alloc(work->arena, DEPUTY_STOOD_IN_MAX * sizeof *found);
    size_t count = 0;

    for (size_t i = 0; book && i < book->absence_count; i++) {
        const struct deputy_colleague *absent =
            deputy_find(book, book->absences[i].account_id);
        bool listed = false;

        for (size_t k = 0; k < count; k++)
            listed |= absent && found[k].id == absent->id;
        if (absent && !listed && count < DEPUTY_STOOD_IN_MAX &&
            stands_in(work, book, absent))
            found[count++] = *absent;
    }
    *colleagues = found;
    return count;
}

size_t deputy_gaps(struct work *work, int day,
                   const struct deputy_colleague **colleagues) {
    const struct deputy_book *book = deputy_book(work);
    const size_t most = book ? book->colleague_count : 0;
    struct deputy_colleague *found = arena_alloc(work->arena, most * sizeof *found + 1);
    size_t count = 0;

    for (size_t i = 0; i < most; i++) {
        const struct deputy_colleague *one = &book->colleagues[i];
        const struct deputy_colleague *deputy = deputy_find(book, one->deputy_id);
        const bool covered = deputy && !deputy_is_away(book, deputy->id, day) &&
                             !(one->rights & RIGHT_CASEWORK & ~deputy->rights);

        if ((one->rights & (RIGHT_INTAKE | RIGHT_REVIEW | RIGHT_APPROVE)) && !covered &&
            deputy_is_away(book, one->id, day))
            found[count++] = *one;
    }
    *colleagues = found;
    return count;
}
