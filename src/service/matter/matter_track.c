#include "matter_track.h"

#include <assert.h>
#include <string.h>

#include "crypt.h"
#include "guess.h"
#include "house.h"
#include "matter_agent.h"
#include "matter_correct.h"
#include "matter_hand.h"
#include "matter_recount.h"
#include "matter_track_time.h"
#include "matter_words.h"
#include "page_time.h"
#include "place.h"
#include "shape.h"
#include "text.h"

enum { SIGNATURE_SIZE = 32, MINUTE_MS = 60000 };

const struct refusal matter_track_over = {
    REFUSED_ABSENT, "matter.track_over",
    TEXT("这次查询已经过了 30 分钟。请重新输入编号和手机号后四位。"), NULL
};

const struct refusal matter_track_waits = {
    REFUSED_BUSY, "matter.track_waits",
    TEXT("这个编号输错太多次，请过一小时再试。着急可以登录后看，或打大厅电话问。"), NULL
};

/* ---- by number and phone ---- */

static const struct guess_limit guesses = {
    .name = "matter.track",
    .per_network = MATTER_TRACK_GUESSES,
    .network_minutes = MATTER_TRACK_GUESS_MINUTES,
    .over_all = MATTER_TRACK_STRANGER_GUESSES,
    .over_all_minutes = MATTER_TRACK_GUESS_MINUTES,
};

static bool ends_with(const char *phone, const char *last_four) {
    const size_t size = strlen(phone);

    return strlen(last_four) == 4 && size >= 4 &&
           strcmp(phone + size - 4, last_four) == 0;
}

const struct refusal *matter_track_by_phone(struct work *work, const char *network,
                                            const char *number, const char *last_four,
                                            struct matter *matter) {
    const char *digits = matter_read_number(work->arena, number);
    const struct guess guess = { &guesses, digits, network };
    const struct refusal *refusal;

    if (!digits)
        return &matter_unknown; /* mistyped: no guess */
    if (!guess_is_heard(work, &guess))
        return &matter_track_waits;
    refusal = matter_find(work, digits, matter);
    if (!refusal && !ends_with(matter_phone(work, matter), last_four))
        refusal = &matter_unknown;
    if (refusal)
        guess_was_wrong(work, &guess);
    else
        guess_was_right(work, &guess);
    return refusal;
}

/* ---- references ---- */

static const char *signature_of(struct work *work, const char *number, int64_t minute) {
    const char *whole = arena_format(work->arena, "%lld %s %lld", (long long)work->town,
                                     number, (long long)minute);
    const char *signature =
        crypt_sign(work->house->keyring, work->arena, "matter.track", whole);

    return arena_copy_bytes(work->arena, signature, SIGNATURE_SIZE);
}

const char *matter_track_reference(struct work *work, const char *number) {
    const int64_t minute = work->now_ms / MINUTE_MS + MATTER_TRACK_MINUTES;

    return arena_format(work->arena, "%s.%lld.%s", number, (long long)minute,
                        signature_of(work, number, minute));
}

/* The number when the reference is one of ours and still good, else NULL. */
static const char *number_of(struct work *work, const char *reference) {
    const char *first = strchr(reference, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    int64_t minute;

    if (!second || strlen(second + 1) != SIGNATURE_SIZE)
        return NULL;

    const char *number =
        arena_copy_bytes(work->arena, reference, (size_t)(first - reference));
    const char *digits =
        arena_copy_bytes(work->arena, first + 1, (size_t)(second - first - 1));

    if (!text_read_int(digits, &minute) || minute < work->now_ms / MINUTE_MS)
        return NULL;
    return crypt_equal(signature_of(work, number, minute), second + 1, SIGNATURE_SIZE)
               ? number
               : NULL;
}

const struct refusal *matter_track_find(struct work *work, const char *reference,
                                        struct matter *matter) {
    const char *number = number_of(work, reference);

    return number ? matter_find(work, number, matter) : &matter_track_over;
}

const char *matter_say_number(struct arena *arena, const char *number) {
    if (strlen(number) != MATTER_NUMBER_SIZE - 1)
        return number;
    return arena_format(arena, "%.9s %.8s %.6s %s", number, number + 9, number + 17,
                        number + 23);
}

/* ---- events ---- */

/* What the flow did; reading and rating are no business of the timeline. */
const char *matter_track_label(const struct flow *flow,
                               const struct ledger_event *event) {
    const struct flow_step *step =
        flow_arrow(flow, (int)event->from_state, event->verb, (int)event->to_state);

    if (event->ordinal == 1)
        return TEXT("已提交申请");
    if (strcmp(event->verb, MATTER_RECOUNTED) == 0)
        return TEXT("按放假安排重新计算了期限");
    if (strcmp(event->verb, "hand_over") == 0)
        return TEXT("已转到新的承办部门");
    return step && !step->is_quiet ? step->done : NULL;
}

/* Where a matter was handed to: the office, and not why or who. */
static const char *office_of(struct work *work, int64_t matter_id, int64_t ordinal) {
    const struct matter_handed *hands;
    const size_t count = matter_hands(work, matter_id, &hands);

    for (size_t i = 0; i < count; i++)
        if (hands[i].ordinal == ordinal)
            return matter_hand_office(work, &hands[i]);
    return "";
}

/* What corrects something that the asker was told is told him too. */
static const char *label_of(const struct matter *matter,
                            const struct ledger_event *events, size_t count,
                            int64_t corrected, size_t at) {
    if (!corrected)
        return matter_track_label(matter->flow, &events[at]);
    for (size_t i = 0; i < count; i++)
        if (events[i].ordinal == corrected &&
            matter_track_label(matter->flow, &events[i]))
            return TEXT("已更正");
    return NULL;
}

/* Nothing but its handing in has happened: nothing to correct, nobody to whom it was
 * handed over.  Who hands in waits for this answer. */
static bool is_new(const struct matter *matter) {
    return matter->head.ordinal <= 1;
}

static void read_events(struct work *work, const struct matter *matter,
                        enum language language, struct matter_track *track) {
    const struct ledger_event *events;
    const struct matter_correction *fixes = NULL;
    const size_t count = ledger_events(work, matter->id, &events);
    const size_t fixed =
        is_new(matter) ? 0 : matter_corrections(work, matter->id, &fixes);
    struct matter_track_event *told = arena_alloc(work->arena, count * sizeof *told);

    for (size_t i = 0; i < count; i++) {
        const struct ledger_event *event = &events[i];
        const int64_t corrected = matter_corrected(fixes, fixed, event->ordinal);
        const char *const label = label_of(matter, events, count, corrected, i);

        if (label)
            told[track->event_count++] = (struct matter_track_event){
                .verb = event->verb,
                .label = label,
                .note = strcmp(event->verb, "hand_over") == 0
                            ? office_of(work, matter->id, event->ordinal)
                            : event->note,
                .when =
                    page_say_moment(work->arena, language, event->at_ms, work_day(work)),
                .at_ms = event->at_ms,
                .ordinal = event->ordinal,
                .corrects = corrected,
            };
    }
    track->events = told;
}

/* ---- what is to come ---- */

static const char *const stages[MATTER_TRACK_STAGES] = {
    TEXT("受理"),
    TEXT("审核"),
    TEXT("送达"),
    TEXT("办结"),
};

/* How many of the stages are behind it. */
static size_t stages_done(const struct flow_state *state) {
    if (state->stage == FLOW_OVER)
        return MATTER_TRACK_STAGES;
    if (state->stage != FLOW_UNDER_REVIEW)
        return 0;
    return state->desk == FLOW_REVIEW ? 1 : 2;
}

static void set_stages(struct matter_track *track, const struct flow_state *state) {
    for (size_t i = stages_done(state); i < MATTER_TRACK_STAGES; i++)
        track->to_come[track->to_come_count++] = stages[i];
}

/* The department decides; the outlet that took it in, or the hall, does all else. */
static const char *holder_of(struct work *work, const struct matter *matter,
                             const struct flow_state *state) {
    const struct place_book *book = place_book(work);

    if (!book || state->desk == FLOW_NOBODY)
        return "";

    const struct place_department *department =
        place_department(book, matter->department_id);
    const struct place_outlet *outlet = place_outlet(book, matter->outlet_id);
    const char *handed;

    if (state->desk == FLOW_REVIEW && department)
        return department->name;
    handed = is_new(matter) ? "" : matter_handed_to(work, matter->id);
    if (handed[0])
        return handed;
    return outlet ? outlet->name : book->town.hall_name;
}

void matter_track(struct work *work, const struct matter *matter, enum language language,
                  struct matter_track *track) {
    const struct flow_state *state = flow_state(matter->flow, matter->state);

    *track = (struct matter_track){
        .number = matter->number,
        .spoken = matter_say_number(work->arena, matter->number),
        .kind = matter->kind,
        .title = matter->title,
        .state = state->name,
        .label = state->label,
        .next = state->next,
        .holder = holder_of(work, matter, state),
        .agent = matter_say_agents(work, matter->id),
        .until = matter_say_due(work, language, matter->due_ms, work_day(work)),
        .answer = matter->answer,
        .submitted_ms = matter->submitted_ms,
        .due_ms = matter->due_ms,
        .may_move = matter_due_may_move(work, matter->due_ms),
        .finished_ms = matter->finished_ms,
        .over = flow_is_over(matter->flow, matter->state),
        .rated = matter->rated,
    };
    read_events(work, matter, language, track);
    set_stages(track, state);
    matter_track_time(work, matter, language, track);
    if (matter->flow->tell)
        matter->flow->tell(work, matter, language, track);
    assert(track->over || track->to_come_count > 0);
}

/* ---- as JSON ---- */

#define EVENT(member) offsetof(struct matter_track_event, member)
#define TRACK(member) offsetof(struct matter_track, member)

static const struct shape_field event_fields[] = {
    { .name = "verb",
      .kind = SHAPE_TEXT,
      .offset = EVENT(verb),
      .help = "submit, receive, accept …" },
    { .name = "label",
      .kind = SHAPE_TEXT,
      .offset = EVENT(label),
      .help = "What happened, in Chinese." },
    { .name = "note",
      .kind = SHAPE_TEXT,
      .offset = EVENT(note),
      .help = "A reason or remark for the asker." },
    { .name = "at", .kind = SHAPE_MOMENT, .offset = EVENT(at_ms), .help = "When." },
    { .name = "ordinal",
      .kind = SHAPE_INTEGER,
      .offset = EVENT(ordinal),
      .help = "Its place in the record; what is not told is left out." },
    { .name = "corrects",
      .kind = SHAPE_INTEGER,
      .offset = EVENT(corrects),
      .help = "The ordinal of the event that it puts right; 0 for none." },
};
static const struct shape event_shape = {
    "MatterEvent",
    event_fields,
    sizeof event_fields / sizeof *event_fields,
    sizeof(struct matter_track_event),
};

#define LIMIT(member) offsetof(struct matter_track_clock, member)

static const struct shape_field clock_fields[] = {
    { .name = "kind",
      .kind = SHAPE_TEXT,
      .offset = LIMIT(kind),
      .help = "tell, supply, decide, special, deliver, check, rectify, urge" },
    { .name = "label",
      .kind = SHAPE_TEXT,
      .offset = LIMIT(label),
      .help = "What it is called, in Chinese." },
    { .name = "due",
      .kind = SHAPE_MOMENT,
      .offset = LIMIT(due_ms),
      .help = "When it ends; null while it stands still." },
    { .name = "of_asker",
      .kind = SHAPE_FLAG,
      .offset = LIMIT(of_asker),
      .help = "Whether the asker must keep it, not the hall." },
    { .name = "stopped",
      .kind = SHAPE_FLAG,
      .offset = LIMIT(stopped),
      .help = "Whether it stands still." },
    { .name = "why",
      .kind = SHAPE_TEXT,
      .offset = LIMIT(why),
      .help = "What the law says of it, in plain Chinese." },
};
static const struct shape clock_shape = {
    "MatterClock",
    clock_fields,
    sizeof clock_fields / sizeof *clock_fields,
    sizeof(struct matter_track_clock),
};

#define NOTICE(member) offsetof(struct matter_track_notice, member)

static const struct shape_field notice_fields[] = {
    { .name = "kind",
      .kind = SHAPE_TEXT,
      .offset = NOTICE(kind),
      .help = "letter or message" },
    { .name = "label",
      .kind = SHAPE_TEXT,
      .offset = NOTICE(label),
      .help = "What it is, in Chinese." },
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = NOTICE(number),
      .help = "Of a letter; empty for a message." },
    { .name = "text",
      .kind = SHAPE_TEXT,
      .offset = NOTICE(text),
      .help = "Of a message, for the asker who is signed in; else empty." },
    { .name = "address",
      .kind = SHAPE_TEXT,
      .offset = NOTICE(address),
      .help = "Of a letter's PDF, for the asker who is signed in; else empty." },
    { .name = "at", .kind = SHAPE_MOMENT, .offset = NOTICE(at_ms), .help = "When." },
};
static const struct shape notice_shape = {
    "MatterNotice",
    notice_fields,
    sizeof notice_fields / sizeof *notice_fields,
    sizeof(struct matter_track_notice),
};

#define PART(member) offsetof(struct matter_track_part, member)

static const struct shape_field part_fields[] = {
    { .name = "title",
      .kind = SHAPE_TEXT,
      .offset = PART(title),
      .help = "An office, or an item." },
    { .name = "step",
      .kind = SHAPE_INTEGER,
      .offset = PART(place),
      .help = "Its step, from 1; 0: all at once." },
    { .name = "state",
      .kind = SHAPE_TEXT,
      .offset = PART(state),
      .help = "Stable name." },
    { .name = "state_label",
      .kind = SHAPE_TEXT,
      .offset = PART(label),
      .help = "The state in Chinese." },
    { .name = "holder",
      .kind = SHAPE_TEXT,
      .offset = PART(holder),
      .help = "The office that has it; empty where that is the title." },
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = PART(number),
      .help = "Of a matter of its own; empty when it is none." },
    { .name = "due",
      .kind = SHAPE_MOMENT,
      .offset = PART(due_ms),
      .help = "When its clock ends; null when none runs." },
    { .name = "answer",
      .kind = SHAPE_TEXT,
      .offset = PART(answer),
      .help = "What came of it." },
    { .name = "over",
      .kind = SHAPE_FLAG,
      .offset = PART(over),
      .help = "Whether nothing more happens to it." },
};
static const struct shape part_shape = {
    "MatterPart",
    part_fields,
    sizeof part_fields / sizeof *part_fields,
    sizeof(struct matter_track_part),
};

static const struct shape_field track_fields[] = {
    { .name = "number",
      .kind = SHAPE_TEXT,
      .offset = TRACK(number),
      .help = "24 digits with a check digit." },
    { .name = "kind", .kind = SHAPE_TEXT, .offset = TRACK(kind), .help = "filing …" },
    { .name = "title",
      .kind = SHAPE_TEXT,
      .offset = TRACK(title),
      .help = "The item's name when it was handed in." },
    { .name = "state",
      .kind = SHAPE_TEXT,
      .offset = TRACK(state),
      .help = "Stable name of the state." },
    { .name = "state_label",
      .kind = SHAPE_TEXT,
      .offset = TRACK(label),
      .help = "The state in Chinese." },
    { .name = "next",
      .kind = SHAPE_TEXT,
      .offset = TRACK(next),
      .help = "What the asker may expect now, in Chinese." },
    { .name = "turn",
      .kind = SHAPE_TEXT,
      .offset = TRACK(turn),
      .help = "Who acts next: asker, hall; nobody when it is over." },
    { .name = "says",
      .kind = SHAPE_TEXT,
      .offset = TRACK(says),
      .help = "What happens, whose turn it is and until when: one Chinese sentence." },
    { .name = "pause",
      .kind = SHAPE_TEXT,
      .offset = TRACK(pause),
      .help = "Why a limit stands still, in Chinese; empty where none does." },
    { .name = "holder",
      .kind = SHAPE_TEXT,
      .offset = TRACK(holder),
      .help = "The office that has it now." },
    { .name = "agent",
      .kind = SHAPE_TEXT,
      .offset = TRACK(agent),
      .help = "Who acts for the asker, masked; empty for nobody." },
    { .name = "submitted",
      .kind = SHAPE_MOMENT,
      .offset = TRACK(submitted_ms),
      .help = "When it was handed in." },
    { .name = "due",
      .kind = SHAPE_MOMENT,
      .offset = TRACK(due_ms),
      .help = "When what is being done now must be done; null when no clock runs." },
    { .name = "due_may_move",
      .kind = SHAPE_FLAG,
      .offset = TRACK(may_move),
      .help = "Whether due lies where holidays are not announced yet, so it may move." },
    { .name = "finished",
      .kind = SHAPE_MOMENT,
      .offset = TRACK(finished_ms),
      .help = "When it was over; null before." },
    { .name = "over",
      .kind = SHAPE_FLAG,
      .offset = TRACK(over),
      .help = "Whether nothing more happens to it." },
    { .name = "answer",
      .kind = SHAPE_TEXT,
      .offset = TRACK(answer),
      .help = "What the asker was told." },
    { .name = "rated",
      .kind = SHAPE_INTEGER,
      .offset = TRACK(rated),
      .help = "Level of the rating, 1 to 5; 0 not yet." },
    { .name = "events",
      .kind = SHAPE_LIST,
      .offset = TRACK(events),
      .count_offset = TRACK(event_count),
      .of = &event_shape,
      .help = "What happened, first to last." },
    { .name = "clocks",
      .kind = SHAPE_LIST,
      .offset = TRACK(clocks),
      .count_offset = TRACK(clock_count),
      .of = &clock_shape,
      .help = "Limits that run for it, next due first." },
    { .name = "notices",
      .kind = SHAPE_LIST,
      .offset = TRACK(notices),
      .count_offset = TRACK(notice_count),
      .of = &notice_shape,
      .help =
          "Letters and messages to the asker, newest first, where it is read alone." },
    { .name = "parts",
      .kind = SHAPE_LIST,
      .offset = TRACK(parts),
      .count_offset = TRACK(part_count),
      .of = &part_shape,
      .help = "Offices that examine it together, or the cases of a bundle." },
};
const struct shape matter_track_shape = {
    "Matter",
    track_fields,
    sizeof track_fields / sizeof *track_fields,
    sizeof(struct matter_track),
};

bool matter_may_add_papers(const struct matter *matter) {
    const struct flow *const flow = matter->flow;

    return (!matter->decided_ms && !flow_is_over(flow, matter->state)) ||
           (flow->owes_papers && flow->owes_papers(matter));
}
