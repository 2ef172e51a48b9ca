/* What a scanner says, and a scanner that says nothing. */
#include "clamd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void only_a_clear_answer_is_one(void **state) {
    static const struct {
        const char *answer;
        enum clamd_verdict verdict;
    } cases[] = {
        { "stream: OK", CLAMD_CLEAN },
        { "stream: Win.Test.EICAR_HDB-1 FOUND", CLAMD_INFECTED },
        { "stream: OK FOUND", CLAMD_INFECTED },
        { "", CLAMD_SILENT },
        { "OK", CLAMD_SILENT },
        { "stream:  FOUND", CLAMD_SILENT },
        { "stream: OK ", CLAMD_SILENT },
        { "INSTREAM size limit exceeded. ERROR", CLAMD_SILENT },
        { "stream: Can't allocate memory ERROR", CLAMD_SILENT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(clamd_read_answer(cases[i].answer), cases[i].verdict);
}

static void nobody_there_is_silence(void **state) {
    static const char *const places[] = { "unix:/nonexistent/clamd.ctl", "127.0.0.1:1",
                                          "no port", "", "unix:" };
    const struct db_bytes content = { "x", 1 };

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        assert_int_equal(clamd_scan(places[i], content), CLAMD_SILENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_clear_answer_is_one),
        cmocka_unit_test(nobody_there_is_silence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
