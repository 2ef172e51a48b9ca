/* Whatever comes as an archive to be checked: a ZIP, its index, its ledger. */
#include "fuzz.h"

#include "archive.h"
#include "archive_check.h"
#include "filing.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };
const struct ledger_part_kind *const door_parts[] = { NULL };

/* The bytes as a file of an archive whose ZIP is good, so that what stands inside is
 * reached. */
static void check_inside(struct arena *arena, int file, struct db_bytes content,
                         struct archive_verdict *verdict) {
    static const char *const names[] = { "index.json", "matter.json", "ledger.jsonl",
                                         "covered.jsonl", "SHA256SUMS" };
    struct stored_zip zip;

    stored_zip_begin(&zip, arena, file, 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const bytes = content.data;
        const char *const end = content.size ? memchr(bytes, '\0', content.size) : NULL;
        const size_t size = end ? (size_t)(end - bytes) : content.size;

        stored_zip_put(&zip, names[i], (struct db_bytes){ bytes, size });
        if (end)
            content = (struct db_bytes){ end + 1, content.size - size - 1 };
        else
            content = (struct db_bytes){ "", 0 };
    }
    stored_zip_end(&zip);
    archive_check(arena, file, verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[FUZZ_PATH_SIZE];
    struct arena *arena = arena_new();
    struct archive_verdict *verdict = arena_alloc(arena, sizeof *verdict);
    int file;

    fuzz_file(path, bytes, size);
    file = open(path, O_RDWR | O_CLOEXEC);
    assert(file >= 0);
    archive_check(arena, file, verdict);
    assert(verdict->finding_count > 0 || verdict->files > 0);
    assert(verdict->finding_count <= ARCHIVE_FINDINGS_MAX);
    check_inside(arena, file, (struct db_bytes){ bytes, size }, verdict);
    for (size_t i = 0; i < verdict->finding_count; i++)
        assert(verdict->finding[i].file && verdict->finding[i].text[0]);
    close(file);
    unlink(path);
    arena_free(arena);
    return 0;
}
