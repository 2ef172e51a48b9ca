#include "letter.h"

#include <ctype.h>
#include <string.h>

#include "letter.sql.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

const struct refusal letter_not_ours = { REFUSED_ABSENT, "letter.not_ours",
                                         TEXT("没有编号和核验码都对得上的文书。请照着文书"
                                              "重新输入；仍然不对的，这份文书可能是假的，"
                                              "请打大厅电话核实。"),
                                         NULL };

/* ---- as people type ---- */

static const struct {
    uint32_t first, last, becomes;
} mended[] = {
    { '[', '[', 0x3014 },       { ']', ']', 0x3015 },       { '(', '(', 0x3014 },
    { ')', ')', 0x3015 },       { 0xFF08, 0xFF08, 0x3014 }, { 0xFF09, 0xFF09, 0x3015 },
    { 0x3010, 0x3010, 0x3014 }, { 0x3011, 0x3011, 0x3015 }, { 0xFF3B, 0xFF3B, 0x3014 },
    { 0xFF3D, 0xFF3D, 0x3015 }, { 0xFF10, 0xFF19, '0' },
};

static uint32_t mend(uint32_t point) {
    for (size_t i = 0; i < sizeof mended / sizeof *mended; i++)
        if (point >= mended[i].first && point <= mended[i].last)
            return mended[i].becomes + (point - mended[i].first);
    return point;
}

static bool is_gap(uint32_t point) {
    return point == ' ' || point == '\t' || point == 0x3000;
}

/* Brackets of any kind, full-width digits, blanks, and without 号 at the end. */
static const char *read_number(struct arena *arena, const char *typed) {
    struct text out = { .arena = arena };
    uint32_t point, last = 0;

    while ((point = utf8_next(&typed))) {
        char bytes[4];

        if (is_gap(point))
            continue;
        last = mend(point);
        text_add_bytes(&out, bytes, utf8_put(bytes, last));
    }
    if (last >= '0' && last <= '9')
        text_add(&out, "号");
    return text_string(&out);
}

/* Lower-case hex digits without gaps; "" when it is anything else. */
static const char *read_digest(struct arena *arena, const char *typed) {
    struct text out = { .arena = arena };

    for (; *typed; typed++) {
        if (*typed == ' ' || *typed == '-')
            continue;
        if (!isxdigit((unsigned char)*typed))
            return "";
        text_add_byte(&out, (char)tolower((unsigned char)*typed));
    }
    return text_string(&out);
}

/* ---- looking it up ---- */

static bool fits(struct arena *arena, struct db_bytes digest, const char *typed) {
    const char *const given = read_digest(arena, typed);
    const size_t size = strlen(given);

    return size >= LETTER_CODE_DIGITS && size <= 2 * LETTER_DIGEST_SIZE &&
           strncmp(text_hex(arena, digest.data, digest.size), given, size) == 0;
}

const struct refusal *letter_prove(struct work *work, const char *number,
                                   const char *digest, struct letter_proof *proof) {
    struct sql_letter_by_number_row row;
    struct sql_letter_number_of_row ended;

    if (!sql_letter_by_number(work, &row, .number = read_number(work->arena, number)) ||
        !fits(work->arena, row.digest, digest))
        return &letter_not_ours;
    *proof = (struct letter_proof){
        .number = row.number,
        .title = letter_kind_named(row.kind)->title,
        .digest = text_hex(work->arena, row.digest.data, row.digest.size),
        .issued_ms = row.issued_ms,
        .ended_by = "",
    };
    if (row.ended_by && sql_letter_number_of(work, &ended, .id = row.ended_by)) {
        proof->ended_by = ended.number;
        proof->ended_ms = ended.issued_ms;
    }
    return NULL;
}
