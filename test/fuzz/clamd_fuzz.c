/* What a virus scanner answers: nothing but its own words is "clean". */
#include "fuzz.h"

#include "clamd.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char *answer = fuzz_string(bytes, size);
    const enum clamd_verdict verdict = clamd_read_answer(answer);

    assert((verdict == CLAMD_CLEAN) == (strcmp(answer, "stream: OK") == 0));
    assert(verdict != CLAMD_INFECTED || strstr(answer, " FOUND"));
    free(answer);
    return 0;
}
