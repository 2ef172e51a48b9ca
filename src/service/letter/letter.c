#include "letter.h"

#include <assert.h>
#include <string.h>

#include "civil.h"
#include "job.h"
#include "letter.sql.h"
#include "letter_inside.h"
#include "letter_office.h"
#include "mask.h"
#include "matter_tell.h"
#include "page.h"
#include "sealed.h"
#include "text.h"
#include "utf8.h"

const struct refusal letter_unknown = {
    REFUSED_ABSENT, "letter.unknown",
    TEXT("没有这份文书，或者不能由您查看。请回到办件页，从列出的文书里选。"), NULL
};
const struct refusal letter_too_many = {
    REFUSED_CONFLICT, "letter.too_many",
    TEXT("这个办件的文书已经有 200 份，不能再出。请先核对是不是重复出具。"), NULL
};
const struct refusal letter_long = {
    REFUSED_INVALID, "letter.long",
    TEXT("有一项内容太长：一行的最多 300 个字，多行的最多 4000 个字、60 "
         "行。请压缩后再办。"),
    NULL
};

const struct refusal letter_not_voidable = {
    REFUSED_CONFLICT, "letter.not_voidable",
    TEXT(
        "这个办件没有这样一份可以作废的文书：只有能由窗口出具的几种、现在有效的才能作废。"
        "受理、决定这些文书，由撤销、终止等办理步骤使它失效。"),
    "ended"
};

/* ---- what is given ---- */

/* A slot of one line has no line breaks. */
static const char *flat(struct arena *arena, const char *value) {
    char *const copy = arena_copy(arena, value);

    for (char *at = copy; *at; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    return copy;
}

static size_t lines_of(const char *text) {
    size_t lines = 1;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static bool is_long(const struct letter_slot *slot, const char *value) {
    if (slot->shape == LETTER_LINES)
        return utf8_count(value) > LETTER_TEXT_MAX ||
               lines_of(value) > LETTER_ENTRIES_MAX;
    return utf8_count(value) > LETTER_LINE_MAX;
}

static const struct refusal *take_fields(struct work *work,
                                         const struct letter_kind *kind,
                                         const struct letter_field *fields, size_t count,
                                         const char **of) {
    for (size_t i = 0; i < count; i++) {
        const enum letter_slot_name slot =
            letter_slot_named(fields[i].name, strlen(fields[i].name));

        assert(slot < LETTER_SLOTS);
        assert(letter_slots[slot].is_given || slot == SLOT_CONSEQUENCE);
        assert((kind->needs | kind->may | SLOT(CONSEQUENCE)) & ((uint64_t)1 << slot));
        if (is_long(&letter_slots[slot], fields[i].value))
            return &letter_long;
        of[slot] = letter_slots[slot].shape == LETTER_LINES
                       ? fields[i].value
                       : flat(work->arena, fields[i].value);
    }
    if (of[SLOT_AGENT_ID] && of[SLOT_AGENT_ID][0])
        of[SLOT_AGENT_ID] = mask_citizen_id(work->arena, of[SLOT_AGENT_ID]);
    return NULL;
}

static bool takes_effect_of(const struct letter_kind *kind, const struct letter *other) {
    for (size_t i = 0; i < LETTER_ENDS_MAX && kind->ends[i]; i++)
        if (!other->ended_by && strcmp(other->kind->name, kind->ends[i]) == 0)
            return true;
    return false;
}

/* What it ends is known here, where nobody says it. */
static void fill_ended(struct work *work, const struct matter *matter,
                       const struct letter_kind *kind, const char **of) {
    struct text out = { .arena = work->arena };
    const struct letter *letters;
    const size_t count = letters_of(work, matter, &letters);

    for (size_t i = 0; i < count; i++)
        if (takes_effect_of(kind, &letters[i]))
            text_addf(&out, "%s%s %s", out.length ? "、" : "", letters[i].kind->title,
                      letters[i].number);
    of[SLOT_ENDED] = text_string(&out);
}

static bool is_blank(const char *value) {
    return !value || !value[strspn(value, " \t\r\n")];
}

/* What the matter says by itself, where it was not given. */
static void fill_known(struct work *work, const struct matter *matter,
                       const struct letter_kind *kind, struct letter_values *values) {
    if (kind->needs & SLOT(ENDED) && is_blank(values->of[SLOT_ENDED]))
        fill_ended(work, matter, kind, values->of);
    letter_fill_clocks(work, matter, kind, values);
}

static const struct refusal *check_needs(const struct letter_kind *kind,
                                         const char *const *of) {
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        if (kind->needs & ((uint64_t)1 << slot) && is_blank(of[slot]))
            return &letter_slots[slot].lacking;
    return NULL;
}

/* ---- what it voids ---- */

bool letter_may_be_voided(const struct letter *letter) {
    return letter->kind->by_hand && !letter->kind->voids && !letter->ended_by;
}

/* The letter of the number that stands in "ended", which then says its title too. */
static const struct refusal *find_voided(struct work *work, const struct matter *matter,
                                         const char **of, int64_t *id) {
    const struct letter *letters;
    const size_t count = letters_of(work, matter, &letters);

    for (size_t i = 0; i < count; i++)
        if (letter_may_be_voided(&letters[i]) &&
            strcmp(letters[i].number, of[SLOT_ENDED]) == 0) {
            *id = letters[i].id;
            of[SLOT_ENDED] = arena_format(work->arena, "%s %s", letters[i].kind->title,
                                          letters[i].number);
            return NULL;
        }
    return &letter_not_voidable;
}

static void tell_voided(struct work *work, const struct matter *matter,
                        const char *const *of) {
    if (matter->flow->send)
        matter->flow->send(
            work, matter,
            &(struct matter_word){ "corrected", 0, "",
                                   arena_format(work->arena, "%s作废：%s", of[SLOT_ENDED],
                                                of[SLOT_REASON]) });
}

/* ---- issuing ---- */

/* 瓜沥受〔2026〕12号, as 党政机关公文处理工作条例 art. 9 has it. */
static void take_number(struct work *work, struct letter *letter, int year,
                        int64_t *ordinal) {
    struct sql_letter_next_ordinal_row row = { .value = 0 };
    struct letter_office office;

    letter_office(work, 0, &office);
    sql_letter_next_ordinal(
        work, &row, .series = arena_format(work->arena, "letter.%s", letter->kind->name),
        .day = year);
    *ordinal = row.value;
    letter->number = arena_format(work->arena, "%s%s〔%d〕%lld号", office.prefix,
                                  letter->kind->mark, year, (long long)row.value);
}

/* A version that is in use was read when it was saved, and the program's own are tested.
 */
static void read_current(struct work *work, struct letter *letter,
                         struct letter_wording *wording) {
    struct letter_wording_fault fault;
    const char *text;

    letter->wording = letter_wording_current(work, letter->kind);
    text = letter_wording_text(work, letter->kind, letter->wording);
    if (!text || !letter_wording_read(work->arena, letter->kind, text, wording, &fault))
        work_fault(work, "wording %lld of %s does not read", (long long)letter->wording,
                   letter->kind->name);
}

static void set_digest(struct work *work, struct letter *letter,
                       const struct letter_content *content,
                       const struct letter_wording *wording) {
    const struct pdf_block *blocks;
    const size_t count =
        letter_blocks(work->arena, letter->kind, content, wording, &blocks);

    letter_digest(work->arena, content->salt, blocks, count, letter->digest);
}

static void keep_row(struct work *work, const struct letter *letter, int year,
                     int64_t ordinal, int64_t voided) {
    sql_letter_add(work, .id = letter->id, .matter_id = letter->matter_id,
                   .kind = letter->kind->name, .year = year, .ordinal = ordinal,
                   .number = letter->number, .wording = letter->wording,
                   .slots = letter->slots,
                   .digest = (struct db_bytes){ letter->digest, LETTER_DIGEST_SIZE },
                   .account_id = letter->account_id);
    for (size_t i = 0; i < LETTER_ENDS_MAX && letter->kind->ends[i]; i++)
        sql_letter_end(work, .matter_id = letter->matter_id,
                       .kind = letter->kind->ends[i], .by = letter->id);
    if (voided)
        sql_letter_end_one(work, .id = voided, .by = letter->id);
}

static const struct refusal *record(struct work *work, struct matter *matter,
                                    const struct letter *letter) {
    size_t count;
    const struct ledger_part part = letter_cover(work, matter->id, &count);

    if (count > LETTER_LIST_MAX)
        return &letter_too_many;
    return matter_record_part(
        work, matter, "letter",
        arena_format(work->arena, "%s %s", letter->kind->title, letter->number), &part);
}

static const struct refusal *issue(struct work *work, struct matter *matter,
                                   struct letter_content *content, int64_t voided,
                                   struct letter *letter) {
    struct letter_wording *const wording = arena_alloc(work->arena, sizeof *wording);
    const int year = work_day(work) / 10000;
    int64_t ordinal;
    const struct refusal *refusal;

    read_current(work, letter, wording);
    if (work->fault)
        return NULL;
    take_number(work, letter, year, &ordinal);
    content->values.of[SLOT_NUMBER] = letter->number;
    letter->slots = sealed_write(work, "letter.slots", letter->id,
                                 letter_write_content(work->arena, content));
    set_digest(work, letter, content, wording);
    keep_row(work, letter, year, ordinal, voided);
    refusal = record(work, matter, letter);
    if (!refusal)
        job_add(work, LETTER_PRINT, text_of_int(work->arena, letter->id), work->now_ms);
    return refusal;
}

const struct refusal *letter_issue(struct work *work, struct matter *matter,
                                   const char *kind, const struct letter_field *fields,
                                   size_t count, struct letter *letter) {
    struct letter_content content = { 0 };
    int64_t voided = 0;
    const struct refusal *refusal;

    *letter = (struct letter){
        .id = work_new_id(work),
        .matter_id = matter->id,
        .matter_number = matter->number,
        .kind = letter_kind_named(kind),
        .issued_ms = work->now_ms,
        .account_id = work->actor.id,
    };
    assert(letter->kind);
    refusal = take_fields(work, letter->kind, fields, count, content.values.of);
    if (!refusal)
        fill_known(work, matter, letter->kind, &content.values);
    if (!refusal)
        refusal = check_needs(letter->kind, content.values.of);
    if (!refusal && letter->kind->voids)
        refusal = find_voided(work, matter, content.values.of, &voided);
    if (refusal)
        return refusal;
    letter_fill_common(work, matter, letter->kind, &content);
    if (!work->fault)
        refusal = issue(work, matter, &content, voided, letter);
    if (voided && !refusal && !work->fault)
        tell_voided(work, matter, content.values.of);
    return refusal;
}

/* ---- finding ---- */

static void read_row(const struct sql_letter_find_row *row, struct letter *letter) {
    *letter = (struct letter){
        .id = row->id,
        .matter_id = row->matter_id,
        .matter_number = row->matter_number,
        .kind = letter_kind_named(row->kind),
        .number = row->number,
        .wording = row->wording,
        .slots = row->slots,
        .issued_ms = row->issued_ms,
        .account_id = row->account_id,
        .ended_by = row->ended_by,
    };
    assert(letter->kind);
    assert(row->digest.size == LETTER_DIGEST_SIZE);
    memcpy(letter->digest, row->digest.data, LETTER_DIGEST_SIZE);
}

size_t letters_of(struct work *work, const struct matter *matter,
                  const struct letter **letters) {
    struct sql_letter_of_matter_row *rows;
    const size_t count = sql_letter_of_matter(work, &rows, .matter_id = matter->id,
                                              .limit = LETTER_LIST_MAX);
    struct letter *const made = arena_alloc(work->arena, (count + 1) * sizeof *made);

    for (size_t i = 0; i < count; i++)
        read_row(&(struct sql_letter_find_row){ .id = rows[i].id,
                                                .matter_id = rows[i].matter_id,
                                                .kind = rows[i].kind,
                                                .number = rows[i].number,
                                                .wording = rows[i].wording,
                                                .slots = rows[i].slots,
                                                .digest = rows[i].digest,
                                                .issued_ms = rows[i].issued_ms,
                                                .account_id = rows[i].account_id,
                                                .ended_by = rows[i].ended_by,
                                                .matter_number = matter->number },
                 &made[i]);
    *letters = made;
    return count;
}

const struct refusal *letter_find(struct work *work, int64_t id, struct letter *letter) {
    struct sql_letter_find_row row;

    if (!sql_letter_find(work, &row, .id = id))
        return &letter_unknown;
    read_row(&row, letter);
    return NULL;
}
