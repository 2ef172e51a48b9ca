#include "message_sender.h"

#include <assert.h>

#include "beat.h"
#include "config.h"
#include "executor.h"
#include "house.h"
#include "log.h"
#include "message.h"
#include "message_delivery.h"
#include "message_slot.h"

enum { SENDERS_MAX = 16 };

struct message_turn {
    struct arena *arena; /* its own; the rest is of the taken delivery */
    struct arena *taken_arena;
    struct house *house;
    struct job_towns towns;
    enum delivery_channel channel;
    struct gateway *gateway;
    int64_t town; /* of what was taken */
    struct delivery_taken taken;
    struct gateway_answer answer;
    bool unrecorded;
};

struct message_senders {
    struct arena *arena;
    struct message_turn *turn[GATEWAY_CHANNELS * SENDERS_MAX];
    struct beat *beat[GATEWAY_CHANNELS * SENDERS_MAX];
    size_t count;
};

/* ---- settings ---- */

struct gateway_settings message_gateway_settings(const struct house *house,
                                                 enum gateway_channel channel) {
    const struct config *config = house->config;
    const bool sms = channel == GATEWAY_SMS;

    return (struct gateway_settings){
        .channel = channel,
        .address = config->text[sms ? CONFIG_SMS_GATEWAY : CONFIG_MAIL_GATEWAY],
        .ask_address = sms ? config->text[CONFIG_SMS_ASK] : "",
        .from = config->text[sms ? CONFIG_SMS_FROM : CONFIG_MAIL_FROM],
        .trusted = config->text[CONFIG_GATEWAY_TRUSTED],
        .deadline_ms = config->integer[CONFIG_GATEWAY_SECONDS] * 1000,
        .secrets = *house->secrets,
    };
}

const char *message_check_settings(struct house *house, struct arena *arena) {
    struct gateway_secrets *secrets = arena_alloc(arena, sizeof *secrets);
    const char *why = NULL;

    if (!gateway_read_secrets(house->config->text[CONFIG_GATEWAY_SECRETS], arena, secrets,
                              &why))
        return why;
    house->secrets = secrets;
    if (message_units(house->config->text[CONFIG_SMS_SIGN]) > MESSAGE_SIGN_UNITS)
        return "--sms-sign may have at most 7 characters, so that each SMS has at most "
               "70";
    for (enum gateway_channel channel = 0; !why && channel < GATEWAY_CHANNELS;
         channel++) {
        const struct gateway_settings settings = message_gateway_settings(house, channel);

        why = gateway_check(arena, &settings);
    }
    return why;
}

/* ---- a turn ---- */

/* Says whether it committed. */
static bool call(struct message_turn *turn, enum work_kind kind,
                 const struct refusal *(*run)(struct work *, void *)) {
    struct task task = {
        .work = { .arena = arena_new(), .town = turn->town, .kind = kind },
        .run = run,
        .context = turn,
    };
    bool good;

    executor_call(turn->house->executor, &task);
    good = !task.work.fault;
    if (!good)
        log_event(LOG_WARN, NULL, "message.sender", "town=%lld fault=\"%s\"",
                  (long long)turn->town, task.work.fault);
    arena_free(task.work.arena);
    return good;
}

static const struct refusal *look(struct work *work, void *context) {
    struct message_turn *turn = context;

    turn->taken.task =
        delivery_is_due(work, turn->channel) ? DELIVERY_SEND : DELIVERY_NOTHING;
    return NULL;
}

static const struct refusal *take(struct work *work, void *context) {
    struct message_turn *turn = context;

    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    arena_reset(turn->taken_arena);
    delivery_take(work, turn->channel, turn->taken_arena, &turn->taken);
    return NULL;
}

static const struct refusal *record(struct work *work, void *context) {
    struct message_turn *turn = context;
    const char *reference =
        turn->answer.reference[0] ? turn->answer.reference : turn->taken.reference;

    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    delivery_record(work, turn->channel, &turn->taken, &turn->answer,
                    gateway_may_ask(turn->gateway, reference) ? DELIVERY_CAN_ASK
                                                              : DELIVERY_CANNOT_ASK);
    return NULL;
}

/* Outside of any transaction: this is what takes its time. */
static void hand_over(struct message_turn *turn, int64_t now_ms) {
    const struct delivery_taken *taken = &turn->taken;
    struct gateway_question question = { turn->town, taken->name, now_ms,
                                         taken->reference };

    if (taken->task == DELIVERY_SEND)
        gateway_send(turn->gateway,
                     &(struct gateway_letter){ turn->town, taken->name, now_ms,
                                               taken->address, taken->subject,
                                               taken->text },
                     &turn->answer);
    else if (gateway_may_ask(turn->gateway, taken->reference))
        gateway_ask(turn->gateway, &question, &turn->answer);
    else
        turn->answer = (struct gateway_answer){ .outcome = GATEWAY_UNKNOWN };
}

/* Says whether there may be more for the town at once. */
static int serve(struct message_turn *turn, int64_t town) {
    turn->town = town;
    if (!call(turn, WORK_READ, look) || turn->taken.task == DELIVERY_NOTHING ||
        !call(turn, WORK_WRITE, take))
        return 0;
    if (turn->taken.task == DELIVERY_NOTHING)
        return 1;
    hand_over(turn, house_now_ms());
    turn->unrecorded = !call(turn, WORK_WRITE, record);
    log_event(turn->answer.outcome == GATEWAY_SENT ? LOG_DEBUG : LOG_INFO, NULL,
              "message.handed", "town=%lld delivery=%lld outcome=%d problem=\"%s\"",
              (long long)town, (long long)turn->taken.id, (int)turn->answer.outcome,
              turn->answer.problem);
    /* A gateway that wants it later is given a pause. */
    return !turn->unrecorded && turn->answer.outcome != GATEWAY_LATER;
}

/* ---- receipts ---- */

struct hearing {
    struct message_turn *turn;
    const struct gateway_receipt *receipt;
    bool known;
};

static const struct refusal *hear(struct work *work, void *context) {
    struct hearing *hearing = context;

    work->actor = (struct actor){ .rights = RIGHT_SYSTEM, .name = "" };
    hearing->known = delivery_hear(work, hearing->turn->channel, hearing->receipt);
    return NULL;
}

/* The gateway does not say of which town it is. */
static bool take_receipt(void *context, const struct gateway_receipt *receipt) {
    struct message_turn *turn = context;
    struct hearing hearing = { .turn = turn, .receipt = receipt };

    for (size_t i = 0; i < turn->towns.count && !hearing.known; i++) {
        struct task task = {
            .work = { .arena = arena_new(),
                      .town = turn->towns.town[i],
                      .kind = WORK_WRITE },
            .run = hear,
            .context = &hearing,
        };

        executor_call(turn->house->executor, &task);
        hearing.known &= !task.work.fault;
        arena_free(task.work.arena);
    }
    return hearing.known;
}

int message_turn_do(struct message_turn *turn) {
    int more = 0;

    if (turn->unrecorded) {
        turn->unrecorded = !call(turn, WORK_WRITE, record);
        if (turn->unrecorded)
            return 0;
    }
    gateway_hear(turn->gateway, take_receipt, turn);
    for (size_t i = 0; i < turn->towns.count && !turn->unrecorded; i++)
        more |= serve(turn, turn->towns.town[i]);
    return more && !turn->unrecorded;
}

struct message_turn *message_turn_new(struct house *house, struct job_towns towns,
                                      enum gateway_channel channel) {
    const struct gateway_settings settings = message_gateway_settings(house, channel);
    struct arena *arena = arena_new();
    struct message_turn *turn = arena_alloc(arena, sizeof *turn);

    *turn = (struct message_turn){
        .arena = arena,
        .taken_arena = arena_new(),
        .house = house,
        .towns = towns,
        .channel = channel == GATEWAY_SMS ? DELIVERY_SMS : DELIVERY_MAIL,
        .gateway = gateway_new(&settings),
    };
    return turn;
}

void message_turn_free(struct message_turn *turn) {
    gateway_free(turn->gateway);
    arena_free(turn->taken_arena);
    arena_free(turn->arena);
}

/* ---- threads ---- */

static int beat(void *context) {
    return message_turn_do(context);
}

static void start_channel(struct message_senders *senders, struct house *house,
                          struct job_towns towns, enum gateway_channel channel) {
    const int64_t count = house->config->integer[CONFIG_SENDERS];

    assert(count <= SENDERS_MAX);
    if (!message_gateway_settings(house, channel).address[0])
        return;
    for (int64_t i = 0; i < count; i++) {
        struct message_turn *turn = message_turn_new(house, towns, channel);

        senders->turn[senders->count] = turn;
        senders->beat[senders->count++] = beat_start(beat, turn);
    }
}

struct message_senders *message_senders_start(struct house *house,
                                              struct job_towns towns) {
    struct arena *arena = arena_new();
    struct message_senders *senders = arena_alloc(arena, sizeof *senders);

    senders->arena = arena;
    for (enum gateway_channel channel = 0; channel < GATEWAY_CHANNELS; channel++)
        start_channel(senders, house, towns, channel);
    return senders;
}

void message_senders_stop(struct message_senders *senders) {
    for (size_t i = 0; i < senders->count; i++) {
        beat_stop(senders->beat[i]);
        message_turn_free(senders->turn[i]);
    }
    arena_free(senders->arena);
}
