/* A workbook that is put together rightly, of whose parts the bytes are one. */
#include <zip.h>

#include "fuzz.h"
#include "sheet.h"

static const struct {
    const char *path;
    const char *content;
} parts[] = {
    { "xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='1'/>"
                         "</sheets></workbook>" },
    { "xl/_rels/workbook.xml.rels",
      "<a><Relationship Id='1' Target='sheet.xml'/>"
      "<Relationship Id='2' Type='/sharedStrings' Target='strings.xml'/></a>" },
    { "xl/strings.xml", "<sst><si><t>code</t></si></sst>" },
    { "xl/sheet.xml", "<worksheet><row><c t='s'><v>0</v></c></row></worksheet>" },
};
enum { PARTS = sizeof parts / sizeof *parts };

static void take_row(void *context, const struct sheet_row *row) {
    (void)context;
    for (size_t i = 0; i < row->count; i++)
        assert(utf8_valid_text(row->cell[i], strlen(row->cell[i])));
}

/* The first byte says which part the others are.  Unpacked, so that they stay it. */
static void write_workbook(const char *path, const uint8_t *bytes, size_t size) {
    zip_t *const zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    assert(zip);
    for (size_t i = 0; i < PARTS; i++) {
        const bool is_this = bytes[0] % PARTS == i;
        const void *const content =
            is_this ? (const void *)(bytes + 1) : parts[i].content;
        const size_t length = is_this ? size - 1 : strlen(parts[i].content);
        const zip_int64_t entry = zip_file_add(
            zip, parts[i].path, zip_source_buffer(zip, content, length, 0), 0);

        assert(entry >= 0);
        zip_set_file_compression(zip, (zip_uint64_t)entry, ZIP_CM_STORE, 0);
    }
    assert(zip_close(zip) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[FUZZ_PATH_SIZE];
    const struct sheet_listener listener = { .row = take_row };
    const char *why = NULL;

    if (size == 0)
        return 0;

    struct arena *arena = arena_new();
    fuzz_file(path, bytes, 0);
    write_workbook(path, bytes, size);
    if (!sheet_read(arena, path, &listener, &why))
        assert(utf8_valid(why, strlen(why)));
    unlink(path);
    arena_free(arena);
    return 0;
}
