#include "letter_inside.h"

#include <string.h>

#include "config.h"
#include "crypt.h"
#include "house.h"
#include "letter.sql.h"
#include "log.h"
#include "page.h"
#include "paper_store.h"
#include "sealed.h"
#include "text.h"

/* ---- blocks ---- */

enum { FRAME_BLOCKS = 16 };

struct laying {
    struct arena *arena;
    struct pdf_block *blocks;
    size_t count;
};

static void add(struct laying *laying, enum pdf_kind kind, const char *label,
                const char *text) {
    laying->blocks[laying->count++] = (struct pdf_block){ kind, text, label, NULL };
}

static const char *say_agent(struct arena *arena, const char *const *of) {
    const char *const id_number = of[SLOT_AGENT_ID];

    return id_number && id_number[0]
               ? arena_format(arena, "%s　公民身份号码 %s", of[SLOT_AGENT], id_number)
               : of[SLOT_AGENT];
}

static void add_head(struct laying *laying, const struct letter_kind *kind,
                     const char *const *of) {
    struct arena *const arena = laying->arena;

    add(laying, PDF_ISSUER, NULL, of[SLOT_ORGAN]);
    add(laying, PDF_TITLE, NULL, kind->title);
    add(laying, PDF_SERIAL, NULL, of[SLOT_NUMBER]);
    add(laying, PDF_ROW, "申请人",
        arena_format(arena, "%s　%s %s", of[SLOT_ASKER], of[SLOT_ID_LABEL],
                     of[SLOT_ID_NUMBER]));
    if (of[SLOT_AGENT] && of[SLOT_AGENT][0])
        add(laying, PDF_ROW, "代理人", say_agent(arena, of));
    add(laying, PDF_ROW, "事项",
        arena_format(arena, "%s\n实施编码 %s", of[SLOT_ITEM], of[SLOT_ITEM_CODE]));
    add(laying, PDF_ROW, "办件编号", of[SLOT_CASE]);
    add(laying, PDF_ROW, "窗口和经办人",
        arena_format(arena, "%s，%s", of[SLOT_WINDOW], of[SLOT_CLERK]));
    add(laying, PDF_ROW, "咨询和监督投诉",
        arena_format(arena, "咨询电话 %s　监督投诉电话 %s", of[SLOT_CONSULT_PHONE],
                     of[SLOT_COMPLAINT_PHONE]));
}

static void add_printed(struct laying *laying, const struct letter_printed *printed) {
    static const enum pdf_kind kinds[] = {
        [LETTER_HEADING] = PDF_HEADING, [LETTER_PLAIN] = PDF_PLAIN,
        [LETTER_ROW] = PDF_ROW,         [LETTER_LIST] = PDF_ITEM,
        [LETTER_SIGN] = PDF_SIGN,       [LETTER_PARAGRAPH] = PDF_PARAGRAPH,
    };

    add(laying, kinds[printed->kind], printed->label, printed->text);
}

static void add_foot(struct laying *laying, const char *const *of) {
    struct arena *const arena = laying->arena;

    add(laying, PDF_SIGNATURE, NULL,
        arena_format(arena, "%s\n%s", of[SLOT_ORGAN], of[SLOT_DAY]));
}

size_t letter_blocks(struct arena *arena, const struct letter_kind *kind,
                     const struct letter_content *content,
                     const struct letter_wording *wording,
                     const struct pdf_block **blocks) {
    const struct letter_printed *printed;
    const size_t count = letter_wording_fill(arena, wording, &content->values, &printed);
    struct laying laying = { .arena = arena };

    laying.blocks = arena_alloc(arena, (FRAME_BLOCKS + count) * sizeof *laying.blocks);
    add_head(&laying, kind, content->values.of);
    for (size_t i = 0; i < count; i++)
        add_printed(&laying, &printed[i]);
    add_foot(&laying, content->values.of);
    *blocks = laying.blocks;
    return laying.count;
}

void letter_digest(struct arena *arena, const char *salt, const struct pdf_block *blocks,
                   size_t count, uint8_t digest[LETTER_DIGEST_SIZE]) {
    struct text out = { .arena = arena };

    text_add(&out, salt);
    for (size_t i = 0; i < count; i++) {
        const char *const label = blocks[i].label ? blocks[i].label : "";

        text_addf(&out, "\n%d/%zu:%s/%zu:%s", (int)blocks[i].kind, strlen(label), label,
                  strlen(blocks[i].text), blocks[i].text);
    }
    crypt_sm3(digest, out.bytes, out.length);
}

const char *letter_say_digest(struct arena *arena, const struct letter *letter) {
    return text_hex(arena, letter->digest, LETTER_DIGEST_SIZE);
}

/* ---- the code ---- */

enum { CODE_HEX = 32 }; /* of the digest in the address: enough, and a code that reads */

static const char *address_of(struct arena *arena, const char *site, const char *number,
                              const char *digest) {
    struct html out = { .text = { .arena = arena } };

    return arena_format(arena, "%s%s", site,
                        route_url(&out, "/letter/check?number=%s&digest=%s", number,
                                  arena_copy_bytes(arena, digest, CODE_HEX)));
}

/* Four and four, as people type. */
static const char *say_code(struct arena *arena, const char *digest) {
    return arena_format(arena, "%.4s %.4s %.4s %.4s", digest, digest + 4, digest + 8,
                        digest + 12);
}

static void add_code(struct arena *arena, struct pdf_block *signature, const char *site,
                     const char *number, const char *digest) {
    signature->code = address_of(arena, site, number, digest);
    signature->label = arena_format(
        arena, "扫码核验真伪，或在办事网站\n“核验文书”页输入文书编号\n核验码 %s",
        say_code(arena, digest));
}

/* ---- the page ---- */

static struct db_bytes write_page(struct work *work, const char *title,
                                  const char *keywords, int64_t at_ms, const char *footer,
                                  const struct pdf_block *blocks, size_t count) {
    const struct pdf pdf =
        pdf_write(work->arena, &(struct pdf_document){
                                   .family = work->house->config->text[CONFIG_FONT],
                                   .title = title,
                                   .keywords = keywords,
                                   .created_ms = at_ms,
                                   .footer = footer,
                                   .blocks = blocks,
                                   .count = count,
                               });

    if (pdf.unknown)
        log_event(LOG_WARN, &(struct log_about){ work->now_ms, work->id, 0 },
                  "letter.font_lacks", "characters=%d", pdf.unknown);
    return pdf.bytes;
}

/* What makes a page that of its letter, and stands in it in the clear. */
static const char *mark_of(struct arena *arena, const struct letter *letter) {
    return arena_format(arena, "SM3:%s", letter_say_digest(arena, letter));
}

static bool read_all(struct work *work, const struct letter *letter,
                     struct letter_content *content, struct letter_wording *wording) {
    struct letter_wording_fault fault;
    const char *const text = letter_wording_text(work, letter->kind, letter->wording);
    const char *const json = sealed_read(work, "letter.slots", letter->id, letter->slots);

    return text && letter_read_content(work->arena, json, content) &&
           letter_wording_read(work->arena, letter->kind, text, wording, &fault);
}

/* The blocks of a letter whose text has its digest; none and a fault otherwise. */
static size_t proven_blocks(struct work *work, const struct letter *letter,
                            struct letter_content *content,
                            const struct pdf_block **blocks) {
    struct letter_wording *const wording = arena_alloc(work->arena, sizeof *wording);
    uint8_t digest[LETTER_DIGEST_SIZE];
    size_t count = 0;

    if (read_all(work, letter, content, wording)) {
        count = letter_blocks(work->arena, letter->kind, content, wording, blocks);
        letter_digest(work->arena, content->salt, *blocks, count, digest);
        if (memcmp(digest, letter->digest, sizeof digest) == 0)
            return count;
    }
    work_fault(work, "letter %lld is not what it was", (long long)letter->id);
    return 0;
}

void letter_read(struct work *work, const struct letter *letter,
                 struct letter_values *values) {
    struct letter_content content = { 0 };
    const struct pdf_block *blocks;

    proven_blocks(work, letter, &content, &blocks);
    *values = content.values;
}

static struct db_bytes make_page(struct work *work, const struct letter *letter) {
    struct letter_content content = { 0 };
    const struct pdf_block *blocks;
    const size_t count = proven_blocks(work, letter, &content, &blocks);
    const char *const digest = letter_say_digest(work->arena, letter);

    if (!count)
        return (struct db_bytes){ 0 };

    struct pdf_block *const whole = arena_alloc(work->arena, count * sizeof *whole);

    memcpy(whole, blocks, count * sizeof *whole);
    add_code(work->arena, &whole[count - 1], content.site, letter->number, digest);
    return write_page(
        work, letter->kind->title, mark_of(work->arena, letter), letter->issued_ms,
        arena_format(work->arena, "%s　SM3 %s", letter->number, digest), whole, count);
}

/* ---- kept ---- */

static bool is_kept(struct work *work, const struct letter *letter,
                    struct db_bytes *page) {
    struct sql_letter_print_row row;
    const char *const mark = mark_of(work->arena, letter);

    if (!sql_letter_print(work, &row, .letter_id = letter->id))
        return false;
    paper_store_read(work, row.digest, (size_t)row.size_bytes, page);
    if (!work->fault && !memmem(page->data, page->size, mark, strlen(mark)))
        work_fault(work, "letter %lld: the page kept is another's",
                   (long long)letter->id);
    return true;
}

struct db_bytes letter_page(struct work *work, const struct letter *letter) {
    struct db_bytes page = { 0 };

    return is_kept(work, letter, &page) ? page : make_page(work, letter);
}

void letter_keep_page(struct work *work, const struct letter *letter) {
    uint8_t digest[CRYPT_DIGEST_SIZE];
    struct sql_letter_print_row row;
    struct db_bytes page;

    if (sql_letter_print(work, &row, .letter_id = letter->id))
        return;
    page = make_page(work, letter);
    if (work->fault)
        return;
    if (paper_store_keep(work, page, digest))
        work_fault(work, "letter %lld: no room for its page", (long long)letter->id);
    sql_letter_keep_print(work, .letter_id = letter->id,
                          .digest = (struct db_bytes){ digest, sizeof digest },
                          .size_bytes = (int64_t)page.size);
}

void letter_print_job(struct work *work, const char *subject) {
    struct letter letter;
    int64_t id = 0;

    if (text_read_int(subject, &id) && !letter_find(work, id, &letter))
        letter_keep_page(work, &letter);
}

/* ---- a sample ---- */

struct db_bytes letter_sample_page(struct work *work, const struct letter_kind *kind,
                                   const struct letter_wording *wording) {
    struct letter_content content = { .salt = "", .site = "" };
    const struct pdf_block *blocks;
    size_t count;

    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        content.values.of[slot] =
            arena_format(work->arena, "〔%s〕", letter_slots[slot].label);
    if (kind->consequence)
        content.values.of[SLOT_CONSEQUENCE] = kind->consequence;
    content.values.of[SLOT_NUMBER] = "〔预览〕不是文书";
    count = letter_blocks(work->arena, kind, &content, wording, &blocks);
    return write_page(work, kind->title, "preview", work->now_ms, "预览，不是文书",
                      blocks, count);
}
