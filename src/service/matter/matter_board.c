#include "matter_board.h"

#include <string.h>

#include "cursor.h"
#include "deputy.h"
#include "matter_clock.h"
#include "matter_pause.h"
#include "matter_words.h"
#include "page_time.h"
#include "text.h"

/* ---- the tabs ---- */

static const struct {
    const char *light, *pressed, *label, *shape, *key;
} tabs[MATTER_BOARD_TABS] = {
    { "", "", TEXT("全部"), "", "0" },          { "red", "", TEXT("超期"), "▲", "1" },
    { "yellow", "", TEXT("临期"), "◆", "2" },   { "green", "", TEXT("正常"), "●", "3" },
    { "blue", "", TEXT("暂停计时"), "■", "4" }, { "", "1", TEXT("催办督办"), "", "5" },
};

static const char *say_count(struct work *work, struct matter_count counted) {
    return arena_format(work->arena, counted.more ? "%zu+" : "%zu", counted.count);
}

/* What the list would have with this tab in place of the one that is chosen. */
static const char *count_tab(struct work *work, const struct matter_board *board,
                             const struct matter_board_tab *tab) {
    struct matter_asked asked = board->asked;
    struct matter_filter filter;

    asked.value[MATTER_ASKED_LIGHT] = tab->light;
    asked.value[MATTER_ASKED_PRESSED] = tab->pressed;
    if ((!tab->light[0] && !tab->pressed[0]) ||
        matter_asked_filter(work, &asked, &filter))
        return "";
    return say_count(
        work, matter_filter_count(work, &filter, MATTER_BOARD_MOST, MATTER_BOARD_LOOKS));
}

static void set_tabs(struct work *work, struct matter_board *board) {
    for (int i = 0; i < MATTER_BOARD_TABS; i++) {
        struct matter_board_tab *const tab = &board->tab[i];

        *tab = (struct matter_board_tab){
            .light = tabs[i].light,
            .pressed = tabs[i].pressed,
            .label = tabs[i].label,
            .shape = tabs[i].shape,
            .key = tabs[i].key,
            .chosen =
                strcmp(board->asked.value[MATTER_ASKED_LIGHT], tabs[i].light) == 0 &&
                strcmp(board->asked.value[MATTER_ASKED_PRESSED], tabs[i].pressed) == 0,
        };
        tab->count = board->refusal ? "" : count_tab(work, board, tab);
    }
}

/* ---- the rows ---- */

/* The clock that ends next of those that run. */
static const struct matter_clock *next_clock(const struct matter_clock_set *set) {
    const struct matter_clock *next = NULL;

    for (int kind = 0; kind < FLOW_CLOCKS; kind++) {
        const struct matter_clock *const clock = &set->clock[kind];

        if ((set->running & FLOW_SET(kind)) && !clock->stopped_ms &&
            (!next || clock->due_ms < next->due_ms))
            next = clock;
    }
    return next;
}

static bool runs(const struct matter_clock_set *set, enum flow_clock kind) {
    return set->running & FLOW_SET(kind);
}

static bool may_supervise(const struct work *work, const struct matter_found *found,
                          const struct matter_clock_set *set) {
    return work_may(work, RIGHT_MANAGE) && !runs(set, FLOW_CLOCK_SUPERVISE) &&
           flow_step(matter_flow(found->kind), found->line.state->state, 0, "supervise");
}

static const char *name_of(const struct deputy_book *book, int64_t id) {
    const struct deputy_colleague *colleague = book ? deputy_find(book, id) : NULL;

    return colleague ? colleague->name : "";
}

static struct matter_board_row row_of(struct work *work, enum language language,
                                      const struct place_book *book,
                                      const struct matter_found *found) {
    const struct place_department *department =
        place_department(book, found->department_id);
    struct matter_clock_set set;
    struct matter_pause pause;

    matter_running_clocks(work, found->line.id, &set);

    const struct matter_clock *const next = next_clock(&set);
    const bool paused =
        found->line.light == MATTER_BLUE &&
        matter_find_pause(work, found->line.id, matter_flow(found->kind), &pause);

    return (struct matter_board_row){
        .found = found,
        .left = matter_say_left(work, language, found->line.due_ms),
        .clock = next ? matter_clock_kinds[next->kind].label : NULL,
        .due = next ? page_say_until(work->arena, language, next->due_ms, work_day(work))
                    : "",
        .department = department ? department->name : "",
        .owner = name_of(deputy_book(work), found->owner_id),
        .pause = paused ? pause.what : NULL,
        .pause_note = paused ? pause.note : "",
        .urged = runs(&set, FLOW_CLOCK_URGE),
        .supervised = runs(&set, FLOW_CLOCK_SUPERVISE),
        .may_supervise = may_supervise(work, found, &set),
    };
}

static const struct matter_board_row *rows_of(struct work *work, enum language language,
                                              const struct matter_board *board,
                                              const struct matter_found_page *page) {
    struct matter_board_row *rows =
        arena_alloc(work->arena, page->count * sizeof *rows + 1);

    for (size_t i = 0; i < page->count && !work->fault; i++)
        rows[i] = row_of(work, language, board->book, &page->found[i]);
    return rows;
}

/* ---- the page ---- */

static bool is_plain(const struct matter_board *board) {
    return !board->follows && !board->asked.value[MATTER_ASKED_LIGHT][0] &&
           !board->asked.value[MATTER_ASKED_PRESSED][0];
}

/* Those that were pressed come before all others. */
static void read_pressed(struct work *work, enum language language,
                         struct matter_board *board) {
    struct matter_filter filter = board->filter;
    struct matter_found_page page;

    filter.pressed = true;
    matter_filter_read(work, &filter, MATTER_ASKER_MASKED, (struct matter_cursor){ 0, 0 },
                       MATTER_BOARD_PRESSED, MATTER_LOOKS, &page);
    board->pressed = rows_of(work, language, board, &page);
    board->pressed_count = page.count;
}

static bool is_first(const struct matter_board *board, int64_t id) {
    for (size_t i = 0; i < board->pressed_count; i++)
        if (board->pressed[i].found->line.id == id)
            return true;
    return false;
}

/* All others in their order, without those that stand above. */
static void read_rows(struct work *work, enum language language,
                      struct matter_board *board, struct matter_cursor after) {
    struct matter_found_page page;
    struct matter_found *others;
    size_t count = 0;

    matter_filter_read(work, &board->filter, MATTER_ASKER_MASKED, after,
                       MATTER_BOARD_ROWS, MATTER_LOOKS, &page);
    others = arena_alloc(work->arena, page.count * sizeof *others + 1);
    for (size_t i = 0; i < page.count; i++)
        if (!is_first(board, page.found[i].line.id))
            others[count++] = page.found[i];
    page.found = others;
    page.count = count;
    board->rows = rows_of(work, language, board, &page);
    board->count = count;
    board->cut = page.cut;
    board->next = page.goes_on ? matter_write_cursor(work->arena, page.after) : "";
}

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    struct matter_board board = {
        .asked = matter_asked_read(work->arena, exchange->request->query_string),
        .book = place_book(work),
        .next = "",
    };
    struct matter_cursor after = { 0, 0 };

    if (!board.book)
        return NULL; /* only under a fault */
    board.asked.value[MATTER_ASKED_ORDER] = "due";
    board.refusal = matter_asked_filter(work, &board.asked, &board.filter);
    if (!board.refusal)
        board.refusal = matter_read_cursor(exchange_query(exchange, "after"), &after);
    board.follows = after.id != 0;
    set_tabs(work, &board);
    if (board.refusal) {
        exchange->status = 422;
    } else {
        if (is_plain(&board))
            read_pressed(work, exchange->view.language, &board);
        read_rows(work, exchange->view.language, &board, after);
    }
    board.staff_count = account_staff(work, &board.staff);
    matter_board_page(exchange_page(exchange, TEXT("期限看板")), &board);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/desk/board",
      .rights = RIGHT_CASEWORK,
      .face = FACE_DESK,
      .handle = show },
};

const struct route_table matter_board_routes = { routes, sizeof routes / sizeof *routes };
