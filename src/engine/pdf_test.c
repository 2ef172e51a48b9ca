#include "pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "civil.h"
#include "text.h"

static const struct pdf_block blocks[] = {
    { PDF_ISSUER, "瓜沥镇人民政府", NULL, NULL },
    { PDF_TITLE, "受理通知书", NULL, NULL },
    { PDF_SERIAL, "瓜沥受〔2026〕12号", NULL, NULL },
    { PDF_PLAIN, "演示人：", NULL, NULL },
    { PDF_PARAGRAPH, "你提出的申请材料齐全，符合法定形式，现予受理。<b>&amp;", NULL,
      NULL },
    { PDF_ROW, "2026年11月30日17:30前", "办结期限", NULL },
    { PDF_ITEM, "居民身份证（原件）1份", "1.", NULL },
    { PDF_SIGN, "收件人（签名）：", NULL, NULL },
    { PDF_SIGNATURE, "瓜沥镇人民政府\n2026年11月23日", "扫码核验",
      "https://hall.example.cn/letter/check?number=12&digest=0f3c" },
};

static struct pdf_document document_of(const struct pdf_block *given, size_t count) {
    return (struct pdf_document){
        .family = "WenQuanYi Micro Hei",
        .title = "受理通知书",
        .keywords = "SM3:0f3c",
        .created_ms = civil_moment_ms(20261123, 9 * 60),
        .footer = "咨询电话 0571-82000100",
        .blocks = given,
        .count = count,
    };
}

static struct pdf write_blocks(struct arena *arena, const struct pdf_block *given,
                               size_t count) {
    const struct pdf_document document = document_of(given, count);

    return pdf_write(arena, &document);
}

static void keep(const struct pdf *pdf, char path[64]) {
    snprintf(path, 64, "/tmp/haoban-pdf-XXXXXX");

    FILE *const file = fdopen(mkstemp(path), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(pdf->bytes.data, 1, pdf->bytes.size, file), pdf->bytes.size);
    assert_int_equal(fclose(file), 0);
}

/* What a program says that reads the file; skips where it is not installed. */
static const char *said_by(struct arena *arena, const char *format,
                           const struct pdf *pdf) {
    struct text out = { .arena = arena };
    char path[64], command[512], piece[1024];
    size_t size;

    keep(pdf, path);
    snprintf(command, sizeof command, format, path);

    FILE *const pipe = popen(command, "r");

    assert_non_null(pipe);
    while ((size = fread(piece, 1, sizeof piece, pipe)) > 0)
        text_add_bytes(&out, piece, size);

    const int status = pclose(pipe);

    unlink(path);
    if (status != 0)
        skip();
    return text_string(&out);
}

static void every_text_can_be_selected(void **state) {
    struct arena *const arena = arena_new();
    const struct pdf pdf = write_blocks(arena, blocks, sizeof blocks / sizeof *blocks);
    const char *const text = said_by(arena, "pdftotext -layout %s - 2>/dev/null", &pdf);

    (void)state;
    assert_int_equal(pdf.unknown, 0);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (blocks[i].kind != PDF_SIGNATURE)
            assert_non_null(strstr(text, blocks[i].text));
        if (blocks[i].label)
            assert_non_null(strstr(text, blocks[i].label));
    }
    assert_non_null(strstr(text, "2026年11月23日"));
    assert_non_null(strstr(text, "咨询电话 0571-82000100"));
    assert_non_null(strstr(text, "第 1 页，共 1 页"));
    arena_free(arena);
}

static void the_same_document_gives_the_same_bytes(void **state) {
    struct arena *const arena = arena_new();
    const struct pdf one = write_blocks(arena, blocks, sizeof blocks / sizeof *blocks);
    const struct pdf other = write_blocks(arena, blocks, sizeof blocks / sizeof *blocks);

    (void)state;
    assert_int_equal(one.bytes.size, other.bytes.size);
    assert_memory_equal(one.bytes.data, other.bytes.data, one.bytes.size);
    assert_non_null(memmem(one.bytes.data, one.bytes.size, "SM3:0f3c", 8));
    arena_free(arena);
}

static void a_phone_reads_the_code(void **state) {
    struct arena *const arena = arena_new();
    const struct pdf pdf = write_blocks(arena, blocks, sizeof blocks / sizeof *blocks);
    const char *const text = said_by(
        arena,
        "F=%s; pdftoppm -r 100 -png -singlefile $F $F && zbarimg -q --raw $F.png; "
        "S=$?; rm -f $F.png; exit $S",
        &pdf);

    (void)state;
    assert_string_equal(text,
                        "https://hall.example.cn/letter/check?number=12&digest=0f3c\n");
    arena_free(arena);
}

static void fonts_are_embedded_and_small(void **state) {
    struct arena *const arena = arena_new();
    const struct pdf pdf = write_blocks(arena, blocks, sizeof blocks / sizeof *blocks);
    const char *const fonts = said_by(arena, "pdffonts %s 2>/dev/null", &pdf);

    (void)state;
    assert_non_null(strstr(fonts, "yes yes yes"));
    assert_true(pdf.bytes.size < 100 * 1024);
    arena_free(arena);
}

/* Texts that end just before, at and behind the end of a page. */
static void a_signature_never_stands_alone(void **state) {
    struct arena *const arena = arena_new();
    struct pdf_block many[64];

    (void)state;
    for (size_t lines = 15; lines < 50; lines++) {
        for (size_t i = 0; i < lines; i++)
            many[i] = (struct pdf_block){ PDF_PLAIN, "一行", NULL, NULL };
        many[lines] = (struct pdf_block){ PDF_SIGNATURE, "落款", NULL, NULL };

        const struct pdf pdf = write_blocks(arena, many, lines + 1);
        const char *const text = said_by(
            arena, arena_format(arena, "pdftotext -f %d %%s - 2>/dev/null", pdf.pages),
            &pdf);

        assert_non_null(strstr(text, "落款"));
        assert_non_null(strstr(text, "一行"));
    }
    arena_free(arena);
}

static void a_row_of_a_thousand_lines_goes_over_many_pages(void **state) {
    struct arena *const arena = arena_new();
    struct text lines = { .arena = arena };

    (void)state;
    for (int i = 1; i <= 1000; i++)
        text_addf(&lines, "第%d行\n", i);

    const struct pdf_block row = { PDF_ROW, text_string(&lines), "一栏", NULL };
    const struct pdf pdf = write_blocks(arena, &row, 1);
    const char *const text = said_by(arena, "pdftotext %s - 2>/dev/null", &pdf);

    assert_true(pdf.pages > 20);
    for (int i = 1; i <= 1000; i++)
        assert_non_null(strstr(text, arena_format(arena, "第%d行", i)));
    arena_free(arena);
}

static void a_long_label_makes_its_row_high_enough(void **state) {
    struct arena *const arena = arena_new();
    const struct pdf_block rows[] = {
        { PDF_ROW, "短", "这一栏的名称很长很长很长很长很长很长", NULL },
        { PDF_ROW, "下一栏", "名称", NULL },
    };
    const struct pdf pdf = write_blocks(arena, rows, 2);
    const char *const text = said_by(arena, "pdftotext -layout %s - 2>/dev/null", &pdf);

    (void)state;
    assert_int_equal(pdf.pages, 1);
    assert_true(strstr(text, "很长") < strstr(text, "下一栏"));
    arena_free(arena);
}

static void a_character_that_no_font_has_is_told(void **state) {
    struct arena *const arena = arena_new();
    const struct pdf_block line = { PDF_PLAIN, "\xf4\x8f\xbf\xbd", NULL, NULL };

    (void)state;
    assert_int_equal(write_blocks(arena, &line, 1).unknown, 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_can_be_selected),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(a_phone_reads_the_code),
        cmocka_unit_test(fonts_are_embedded_and_small),
        cmocka_unit_test(a_signature_never_stands_alone),
        cmocka_unit_test(a_row_of_a_thousand_lines_goes_over_many_pages),
        cmocka_unit_test(a_long_label_makes_its_row_high_enough),
        cmocka_unit_test(a_character_that_no_font_has_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
