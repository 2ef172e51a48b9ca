/* Files that people hand in: told by their bytes, never read beyond them. */
#include "fuzz.h"

#include "paper_kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const struct db_bytes content = { bytes, size };
    const enum paper_kind kind = paper_kind_of(content);
    char *claim = fuzz_string(bytes, size);

    if (kind != PAPER_UNKNOWN) {
        const enum paper_flaw flaw = paper_flaw_of(kind, content);

        assert(flaw <= PAPER_LOCKED);
        assert((flaw != PAPER_ACTIVE && flaw != PAPER_LOCKED) || kind == PAPER_PDF);
        assert(flaw != PAPER_WIDE || kind != PAPER_PDF);
    }
    for (enum paper_kind any = PAPER_PDF; any < PAPER_KIND_COUNT; any++) {
        paper_kind_agrees(any, claim, "");
        paper_kind_agrees(any, "", claim);
    }
    free(claim);
    return 0;
}
