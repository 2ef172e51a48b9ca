#include "message_delivery.h"

#include <assert.h>
#include <string.h>

#include "civil.h"
#include "config.h"
#include "house.h"
#include "id.h"
#include "listing.h"
#include "mask.h"
#include "matter.h"
#include "message.sql.h"
#include "message_event.h"
#include "page.h"
#include "place.h"
#include "sealed.h"
#include "text.h"

static const int64_t minute_ms = 60 * 1000;

const struct refusal delivery_absent = {
    REFUSED_ABSENT, "delivery.absent",
    TEXT("没有找到这条发送记录，可能已过保存期。请回到发送记录查看。"), NULL
};
const struct refusal delivery_not_over = {
    REFUSED_CONFLICT, "delivery.not_over",
    TEXT("这条通知现在不用重发，可能同事已经处理。请刷新页面看最新状态。"), NULL
};
const struct refusal delivery_no_reason = {
    REFUSED_INVALID, "delivery.no_reason",
    TEXT("请写明为什么重发，例如“已问过本人，没有收到”。"), "reason"
};
const struct refusal delivery_not_again = {
    REFUSED_CONFLICT, "delivery.not_again",
    TEXT("验证码和试发的通知不能重发，请重新发起一次。"), NULL
};

const struct delivery_state delivery_states[] = {
    { "queued", TEXT("等待发送"), false }, { "sending", TEXT("正在发送"), false },
    { "sent", TEXT("已交给网关"), false }, { "delivered", TEXT("已送达"), false },
    { "failed", TEXT("没有送到"), true },  { "unknown", TEXT("结果不明"), true },
};

const size_t delivery_state_count = sizeof delivery_states / sizeof *delivery_states;

const struct delivery_state *delivery_state(const char *name) {
    for (size_t i = 0; i < delivery_state_count; i++)
        if (strcmp(delivery_states[i].name, name) == 0)
            return &delivery_states[i];
    return NULL;
}

void delivery_queue(struct work *work, const struct delivery_new *given) {
    const int64_t id = work_new_id(work);

    sql_message_queue(work, .id = id, .channel = given->channel,
                      .matter_id = given->matter_id, .event = given->event,
                      .address =
                          sealed_write(work, "delivery.address", id, given->address),
                      .text = sealed_write(work, "delivery.text", id, given->text));
}

/* ---- the sender ---- */

bool delivery_is_due(struct work *work, enum delivery_channel channel) {
    struct sql_message_is_due_row row;

    return sql_message_is_due(work, &row, .channel = channel);
}

static void count_one(struct work *work, enum delivery_channel channel,
                      const char *state) {
    sql_message_count_day(work, .day = work_day(work), .channel = channel,
                          .state = state);
}

static int64_t give_up_ms(const struct work *work) {
    const int64_t seconds = work->house->config->integer[CONFIG_GATEWAY_SECONDS];

    return work->now_ms + DELIVERY_DEADLINES * seconds * 1000 + DELIVERY_GRACE_MS;
}

static const char *label_of(const char *event) {
    const struct message_event *row = message_event(event);

    return row                           ? row->label
           : strcmp(event, "trial") == 0 ? TEXT("试发的通知")
                                         : TEXT("邮箱验证码");
}

/* Of a mail: what it is, and from whom. */
static const char *subject_of(struct work *work, struct arena *arena, const char *event) {
    const struct place_book *book = place_book(work);

    return arena_format(arena, "%s（%s）", label_of(event),
                        book ? book->town.hall_name : "");
}

/* By hand again is another one for the gateway, or it would know it and send nothing. */
static const char *name_of(struct arena *arena, int64_t id, int64_t resent) {
    return resent ? arena_format(arena, "%lld.%lld", (long long)id, (long long)resent)
                  : arena_format(arena, "%lld", (long long)id);
}

static void fill(struct work *work, struct arena *arena,
                 const struct sql_message_next_row *row, struct delivery_taken *taken) {
    taken->id = row->id;
    taken->resent = row->resent;
    taken->sent_ms = row->sent_ms;
    taken->name = name_of(arena, row->id, row->resent);
    taken->address =
        arena_copy(arena, sealed_read(work, "delivery.address", row->id, row->address));
    taken->text =
        arena_copy(arena, sealed_read(work, "delivery.text", row->id, row->text));
    taken->subject = subject_of(work, arena, row->event);
    taken->reference = arena_copy(arena, row->reference);
}

void delivery_take(struct work *work, enum delivery_channel channel, struct arena *arena,
                   struct delivery_taken *taken) {
    struct sql_message_next_row row;
    const char *state;
    int64_t run_ms;

    *taken = (struct delivery_taken){ .task = DELIVERY_NOTHING };
    if (!sql_message_next(work, &row, .channel = channel))
        return;

    const bool is_queued = strcmp(row.state, "queued") == 0;
    const bool was_left = strcmp(row.state, "sending") == 0;

    state = is_queued ? "sending" : was_left ? "unknown" : row.state;
    run_ms = is_queued  ? give_up_ms(work)
             : was_left ? work->now_ms + 1
                        : work->now_ms + (DELIVERY_ASK_MINUTES * minute_ms << row.asked);
    taken->attempts = row.attempts + is_queued;
    taken->asked = row.asked + (!is_queued && !was_left);
    if (!sql_message_take(work, .id = row.id, .was = row.state, .state = state,
                          .run_ms = run_ms, .attempts = taken->attempts,
                          .asked = taken->asked))
        return;
    if (was_left) {
        count_one(work, channel, "unknown");
        return;
    }
    taken->task = is_queued ? DELIVERY_SEND : DELIVERY_ASK;
    taken->state = arena_copy(arena, state);
    fill(work, arena, &row, taken);
}

/* What an answer makes of a delivery. */
struct becoming {
    const char *state, *reference;
    int64_t run_ms, sent_ms, over_ms;
};

static int64_t ask_ms(const struct work *work, const struct delivery_taken *taken,
                      enum delivery_asking asking) {
    return asking == DELIVERY_CAN_ASK && taken->asked < DELIVERY_ASKED_MAX
               ? work->now_ms + (DELIVERY_ASK_MINUTES * minute_ms << taken->asked)
               : 0;
}

static void become_over(const struct work *work, const char *state,
                        struct becoming *becoming) {
    becoming->state = state;
    becoming->run_ms = 0;
    becoming->over_ms = work->now_ms;
}

/* Not taken: again after a growing pause, or never.  One of which the gateway first said
 * that it has it is not sent again. */
static void become_later(const struct work *work, const struct delivery_taken *taken,
                         struct becoming *becoming) {
    const bool asked = taken->task == DELIVERY_ASK;

    if (asked && strcmp(taken->state, "sent") == 0)
        return;
    if (taken->attempts >= DELIVERY_ATTEMPTS_MAX) {
        become_over(work, "failed", becoming);
        return;
    }
    becoming->state = "queued";
    becoming->run_ms =
        asked ? work->now_ms
              : work->now_ms +
                    (minute_ms << (taken->attempts > 0 ? taken->attempts - 1 : 0));
}

static struct becoming become(const struct work *work, const struct delivery_taken *taken,
                              const struct gateway_answer *answer,
                              enum delivery_asking asking) {
    const bool has_new = answer->reference[0] != '\0';
    struct becoming becoming = {
        .state = taken->task == DELIVERY_ASK ? taken->state : "unknown",
        .reference = has_new ? answer->reference : taken->reference,
        .run_ms = ask_ms(work, taken, asking),
        .sent_ms = taken->sent_ms,
    };

    switch (answer->outcome) {
    case GATEWAY_UNKNOWN: return becoming;
    case GATEWAY_LATER: become_later(work, taken, &becoming); return becoming;
    case GATEWAY_REFUSED: become_over(work, "failed", &becoming); return becoming;
    case GATEWAY_SENT: becoming.state = "sent"; break;
    case GATEWAY_DELIVERED: become_over(work, "delivered", &becoming); break;
    }
    if (!becoming.sent_ms)
        becoming.sent_ms = work->now_ms;
    return becoming;
}

static bool record(struct work *work, const struct delivery_taken *taken,
                   const struct becoming *becoming, const char *was,
                   const char *problem) {
    return sql_message_record(work, .id = taken->id, .was = was, .state = becoming->state,
                              .run_ms = becoming->run_ms,
                              .reference = becoming->reference, .problem = problem,
                              .sent_ms = becoming->sent_ms, .over_ms = becoming->over_ms,
                              .attempts = taken->attempts, .asked = taken->asked,
                              .resent = taken->resent) != 0;
}

void delivery_record(struct work *work, enum delivery_channel channel,
                     const struct delivery_taken *taken,
                     const struct gateway_answer *answer, enum delivery_asking asking) {
    const struct becoming becoming = become(work, taken, answer, asking);
    const bool changes = strcmp(becoming.state, taken->state) != 0;
    bool recorded;

    assert(taken->task != DELIVERY_NOTHING);
    recorded = record(work, taken, &becoming, taken->state, answer->problem);
    /* Given up meanwhile, but now it is known. */
    if (!recorded && taken->task == DELIVERY_SEND && strcmp(becoming.state, "unknown"))
        recorded = record(work, taken, &becoming, "unknown", answer->problem);
    if (recorded && changes && strcmp(becoming.state, "queued") != 0)
        count_one(work, channel, becoming.state);
}

/* ---- receipts ---- */

/* What may still become so: what is over stays, and one that waits to go out again is
 * settled only by having arrived. */
static bool is_open(const char *state, enum gateway_outcome outcome) {
    return strcmp(state, "sent") == 0 || strcmp(state, "unknown") == 0 ||
           strcmp(state, "sending") == 0 ||
           (strcmp(state, "queued") == 0 && outcome == GATEWAY_DELIVERED);
}

/* Says whether it is settled; false only when another changed it in between. */
static bool tell(struct work *work, enum delivery_channel channel, int64_t id,
                 const char *state, const struct gateway_answer *told) {
    const char *becomes = told->outcome == GATEWAY_DELIVERED ? "delivered" : "failed";

    if (!is_open(state, told->outcome))
        return true;
    if (!sql_message_tell(work, .id = id, .was = state, .state = becomes,
                          .problem = told->problem))
        return false;
    count_one(work, channel, becomes);
    return true;
}

bool delivery_hear(struct work *work, enum delivery_channel channel,
                   const struct gateway_receipt *receipt) {
    struct sql_message_by_reference_row row;

    return sql_message_by_reference(work, &row, .channel = channel,
                                    .reference = receipt->reference) &&
           tell(work, channel, row.id, row.state, &receipt->told);
}

/* "ID" or "ID.RESENT". */
static bool read_name(struct arena *arena, const char *name, int64_t *id,
                      int64_t *resent) {
    const char *dot = strchr(name, '.');

    *resent = 0;
    if (!dot)
        return text_read_int(name, id);
    return text_read_int(arena_copy_bytes(arena, name, (size_t)(dot - name)), id) &&
           text_read_int(dot + 1, resent);
}

bool delivery_hear_named(struct work *work, const char *name,
                         const struct gateway_answer *told) {
    struct sql_message_state_of_row row;
    int64_t id, resent;

    if (!read_name(work->arena, name, &id, &resent) ||
        !sql_message_state_of(work, &row, .id = id))
        return false;
    /* Of a sending that was given up for another one: it is too late to matter. */
    return row.resent != resent || tell(work, DELIVERY_SMS, row.id, row.state, told);
}

/* ---- the managers ---- */

static const char *mask_address(struct arena *arena, enum delivery_channel channel,
                                const char *address) {
    const char *at = strchr(address, '@');

    if (channel == DELIVERY_SMS)
        return mask_phone(arena, address);
    return at && at > address ? arena_format(arena, "%c***%s", address[0], at) : "***";
}

static struct delivery read_row(struct work *work,
                                const struct sql_message_delivery_row *row) {
    const enum delivery_channel channel = (enum delivery_channel)row->channel;

    return (struct delivery){
        .id = row->id,
        .channel = channel,
        .event = label_of(row->event),
        .state = row->state,
        .number = row->number,
        .title = row->title,
        .address =
            mask_address(work->arena, channel,
                         sealed_read(work, "delivery.address", row->id, row->address)),
        .problem = row->problem,
        .attempts = row->attempts,
        .resent = row->resent,
        .queued_ms = row->queued_ms,
        .sending_ms = row->sending_ms,
        .sent_ms = row->sent_ms,
        .over_ms = row->over_ms,
        .next_ms = strcmp(row->state, "queued") == 0 ? row->run_ms : 0,
    };
}

static size_t read_all(struct work *work, int64_t after_id, size_t limit,
                       const struct delivery **deliveries) {
    struct sql_message_deliveries_row *rows;
    const size_t count =
        sql_message_deliveries(work, &rows, .id = after_id, .limit = (int64_t)limit);
    struct delivery *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        struct sql_message_delivery_row row;

        static_assert(sizeof row == sizeof *rows, "the same columns");
        memcpy(&row, &rows[i], sizeof row);
        made[i] = read_row(work, &row);
    }
    *deliveries = made;
    return count;
}

size_t delivery_list(struct work *work, const char *state, int64_t after_id, size_t limit,
                     const struct delivery **deliveries) {
    struct sql_message_deliveries_in_row *rows;

    assert(limit <= LISTING_BATCH);
    if (!state[0])
        return read_all(work, after_id, limit, deliveries);

    const size_t count = sql_message_deliveries_in(
        work, &rows, .in_state = state, .id = after_id, .limit = (int64_t)limit);
    struct delivery *made = arena_alloc(work->arena, count * sizeof *made + 1);

    for (size_t i = 0; i < count; i++) {
        struct sql_message_delivery_row row;

        static_assert(sizeof row == sizeof *rows, "the same columns");
        memcpy(&row, &rows[i], sizeof row);
        made[i] = read_row(work, &row);
    }
    *deliveries = made;
    return count;
}

const struct refusal *delivery_find(struct work *work, int64_t id,
                                    struct delivery *delivery) {
    struct sql_message_delivery_row row;

    if (!sql_message_delivery(work, &row, .id = id))
        return &delivery_absent;
    *delivery = read_row(work, &row);
    return NULL;
}

const struct refusal *delivery_resend(struct work *work, int64_t id, int64_t resent,
                                      const char *reason) {
    struct delivery delivery;
    struct matter matter;
    const struct refusal *refusal = delivery_find(work, id, &delivery);

    if (refusal)
        return refusal;
    if (!delivery.number[0])
        return &delivery_not_again;
    if (!reason[0])
        return &delivery_no_reason;
    if (!sql_message_resend(work, .id = id, .was_resent = resent))
        return &delivery_not_over;
    refusal = matter_find(work, delivery.number, &matter);
    return refusal ? refusal : matter_record(work, &matter, "resend_message", reason);
}

/* ---- counts ---- */

int64_t delivery_bad(struct work *work) {
    const int64_t since = id_first_of(work->now_ms - DELIVERY_BAD_DAYS * 24 * 3600000LL);
    struct sql_message_bad_row failed, unknown;

    return sql_message_bad(work, &failed, .in_state = "failed", .id = since,
                           .limit = DELIVERY_BAD_MAX) &&
                   sql_message_bad(work, &unknown, .in_state = "unknown", .id = since,
                                   .limit = DELIVERY_BAD_MAX)
               ? failed.count + unknown.count
               : 0;
}

static void count_in(struct delivery_count *into, const char *state, int64_t count) {
    if (strcmp(state, "sent") == 0)
        into->sent += count;
    else if (strcmp(state, "delivered") == 0)
        into->delivered += count;
    else if (strcmp(state, "failed") == 0)
        into->failed += count;
    else
        into->unknown += count;
}

size_t delivery_counts(struct work *work, const struct delivery_count **counts) {
    struct sql_message_counts_row *rows;
    const size_t count = sql_message_counts(
        work, &rows,
        .first_day = civil_add_days(work_day(work), 1 - DELIVERY_COUNT_DAYS));
    struct delivery_count *made = arena_alloc(work->arena, count * sizeof *made + 1);
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        if (!used || made[used - 1].day != rows[i].day ||
            made[used - 1].channel != rows[i].channel)
            made[used++] =
                (struct delivery_count){ .day = rows[i].day, .channel = rows[i].channel };
        count_in(&made[used - 1], rows[i].state, rows[i].count);
    }
    *counts = made;
    return used;
}
