#include "filing_out.h"

#include <assert.h>
#include <string.h>

#include "filing_rules.h"
#include "letter.h"
#include "matter_clock.h"
#include "matter_tell.h"
#include "message.h"
#include "person.h"

enum { SAID_MAX = 20 };

/* All that is known of the step, by the name of the slot that it is for. */
struct said {
    struct letter_field field[SAID_MAX];
    size_t count;
};

static void say(struct said *said, const char *name, const char *value) {
    assert(said->count < SAID_MAX);
    if (value && value[0])
        said->field[said->count++] = (struct letter_field){ name, value };
}

static const char *or_else(const char *text, const char *otherwise) {
    return text && text[0] ? text : otherwise;
}

static const char *lines(const struct text *text) {
    return text->length ? text_string(text) : "";
}

/* The day by which whoever hears of the step has to act; "" where it begins no time. */
static const char *until(struct work *work, const struct matter *matter,
                         const struct flow_step *step) {
    static const enum flow_clock kinds[] = { FLOW_CLOCK_HEARING, FLOW_CLOCK_SUPPLY,
                                             FLOW_CLOCK_RECTIFY, FLOW_CLOCK_SUPERVISE };
    struct matter_clock_set set;

    matter_running_clocks(work, matter->id, &set);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (step->begins & FLOW_SET(kinds[i]) && set.clock[kinds[i]].due_ms)
            return letter_say_day(work->arena, set.clock[kinds[i]].due_ms);
    return "";
}

static const char *days_of(struct work *work, const struct filing_told *told) {
    return told->days ? arena_format(work->arena, "%lld 个工作日", (long long)told->days)
                      : "";
}

static const char *asker_of(struct work *work, const struct matter *matter) {
    struct person person;

    return person_open(work, matter->person_id, &person) ? "申请人" : person.name;
}

/* What the law wants to be said, and was not, is said in its plainest words. */
static void gather(struct work *work, const struct matter *matter,
                   const struct filing_told *told, struct said *said) {
    const char *const result = or_else(told->result, "按办事指南办理，结果见办件");

    say(said, "papers", or_else(lines(&told->received), "本次没有交材料"));
    say(said, "lacking", lines(&told->lacking));
    say(said, "defects", or_else(lines(&told->defects), told->reason));
    say(said, "reason", or_else(told->reason, lines(&told->defects)));
    say(said, "basis", or_else(lines(&told->basis), "见办事指南的设定依据"));
    say(said, "competent", or_else(told->body, "不涉及"));
    say(said, "procedure", told->special);
    say(said, "days", days_of(work, told));
    say(said, "conditions", or_else(told->conditions, "见办事指南的受理条件"));
    say(said, "result", result);
    say(said, "results", result);
    say(said, "mode", told->delivery);
    say(said, "receiver", asker_of(work, matter));
    say(said, "subject", told->reason);
    say(said, "time", told->time);
    say(said, "place", told->place);
    say(said, "approver", or_else(told->approver, work->actor.name));
    if (told->defects.length)
        say(said, "consequence", filing_rules_of(matter->facts)->late_in_full);
}

/* ---- the letter ---- */

static bool belongs(const struct letter_kind *kind, const char *name) {
    const uint64_t slot = (uint64_t)1 << letter_slot_named(name, strlen(name));

    return (kind->needs | kind->may | SLOT(CONSEQUENCE)) & slot;
}

static const struct refusal *send_letter(struct work *work, struct matter *matter,
                                         const char *name, const struct said *said) {
    const struct letter_kind *const kind = letter_kind_named(name);
    struct letter_field fields[SAID_MAX];
    struct letter letter;
    size_t count = 0;

    assert(kind);
    for (size_t i = 0; i < said->count; i++)
        if (belongs(kind, said->field[i].name))
            fields[count++] = said->field[i];
    return letter_issue(work, matter, name, fields, count, &letter);
}

/* ---- the message ---- */

static const char *value_of(const struct said *said, const char *name) {
    for (size_t i = 0; i < said->count; i++)
        if (strcmp(said->field[i].name, name) == 0)
            return said->field[i].value;
    return "";
}

static void send_messages(struct work *work, const struct matter *matter,
                          const struct flow_step *step, const struct filing_told *told,
                          const struct said *said) {
    const char *const missing =
        lines(&told->lacking)[0] ? lines(&told->lacking) : value_of(said, "defects");
    const struct message_field fields[] = {
        { "reason", told->special ? told->special : value_of(said, "reason") },
        { "lacking", missing },
        { "until", until(work, matter, step) },
        { "late", filing_rules_of(matter->facts)->late },
        { "days",
          told->days ? arena_format(work->arena, "%lld", (long long)told->days) : "" },
        { "result", or_else(told->result, "") },
        { "time", or_else(told->time, "") },
        { "place", or_else(told->place, "") },
    };

    const size_t count = sizeof fields / sizeof *fields;

    if (step->message)
        message_send(work, matter, step->message, fields, count);
    if (step->tells && matter->owner_id)
        message_tell_staff(work, matter, matter->owner_id, step->tells, fields, count);
}

const struct refusal *filing_send_out(struct work *work, struct matter *matter,
                                      const struct flow_step *step,
                                      const struct filing_told *told) {
    struct said said = { 0 };
    const struct refusal *refusal = NULL;

    if ((!step->letter && !step->message && !step->tells) ||
        told->telling == FILING_IS_TOLD_ABOVE)
        return NULL;
    gather(work, matter, told, &said);
    if (step->letter)
        refusal = send_letter(work, matter, step->letter, &said);
    if (!refusal && told->telling == FILING_TELLS)
        send_messages(work, matter, step, told, &said);
    return refusal;
}

void filing_send_word(struct work *work, const struct matter *matter,
                      const struct matter_word *word) {
    const struct message_field fields[] = {
        { "reason", word->reason },
        { "from", word->from },
    };
    const size_t count = sizeof fields / sizeof *fields;

    if (word->account_id)
        message_tell_staff(work, matter, word->account_id, word->event, fields, count);
    else
        message_send(work, matter, word->event, fields, count);
}
