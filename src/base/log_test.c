#include "log.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <cmocka.h>

#include "utf8.h"

static const struct log_about nobody = { .now_ms = 1795395900123 };

/* Standard error while a test listens to it. */
struct ear {
    int standard_error;
    int pipe_end;
};

static struct ear listen_to_log(void) {
    int ends[2];
    struct ear ear;

    assert_int_equal(pipe(ends), 0);
    ear.standard_error = dup(STDERR_FILENO);
    ear.pipe_end = ends[0];
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    close(ends[1]);
    return ear;
}

/* What one event wrote.  A pipe keeps what fits; a line fits. */
static const char *heard(struct ear ear) {
    static char bytes[4 * LOG_LINE_MAX];

    dup2(ear.standard_error, STDERR_FILENO);
    close(ear.standard_error);

    const ssize_t size = read(ear.pipe_end, bytes, sizeof bytes - 1);

    assert_true(size >= 0);
    bytes[size] = '\0';
    close(ear.pipe_end);
    return bytes;
}

static void a_line_tells_moment_level_work_actor_event_and_values(void **state) {
    const struct log_about about = { .now_ms = 1795395900123,
                                     .work_id = 7,
                                     .actor_id = 9 };
    const struct ear ear = listen_to_log();

    (void)state;
    log_event(LOG_INFO, &about, "filing.accept", "number=%s days=%d", "A1", 3);
    assert_string_equal(heard(ear), "2026-11-23T09:05:00.123+08:00 info work=7 actor=9 "
                                    "event=filing.accept number=A1 days=3\n");
}

static void what_is_zero_is_left_out(void **state) {
    const struct ear ear = listen_to_log();

    (void)state;
    log_event(LOG_WARN, &nobody, "hall.open", NULL);
    assert_string_equal(heard(ear),
                        "2026-11-23T09:05:00.123+08:00 warn event=hall.open\n");
}

static void an_event_without_a_moment_reads_the_clock(void **state) {
    const struct ear ear = listen_to_log();

    (void)state;
    log_event(LOG_ERROR, NULL, "serve.start", NULL);

    const char *line = heard(ear);

    assert_true(strncmp(line, "20", 2) == 0);
    assert_string_equal(line + strlen("2026-11-23T09:05:00.123"),
                        "+08:00 error event=serve.start\n");
}

static void a_value_cannot_begin_another_line_or_steer_a_terminal(void **state) {
    const struct ear ear = listen_to_log();

    (void)state;
    log_event(LOG_INFO, &nobody, "a.b", "x=%s%c", "1\n2\r3\x1B[0m\x7F\xC2\x9B|办", '\0');
    assert_string_equal(strstr(heard(ear), "x="), "x=1?2?3?[0m???|办?\n");
}

static void a_long_line_is_cut_between_characters(void **state) {
    (void)state;
    for (int shift = 0; shift < 3; shift++) {
        char value[2000];
        const struct ear ear = listen_to_log();

        memset(value, 'x', sizeof value);
        for (size_t i = (size_t)shift; i + 3 < sizeof value; i += 3)
            memcpy(value + i, "办", 3);
        value[sizeof value - 1] = '\0';
        log_event(LOG_INFO, &nobody, "a.b", "x=%s", value);

        const char *line = heard(ear);
        const size_t length = strlen(line);

        assert_true(length <= LOG_LINE_MAX && length > LOG_LINE_MAX - 3);
        assert_int_equal(line[length - 1], '\n');
        assert_true(utf8_valid_text(line, length));
    }
}

static void the_longest_line_is_not_cut(void **state) {
    static const char start[] = "2026-11-23T09:05:00.123+08:00 info event=a.b x=";
    const size_t room = LOG_LINE_MAX - 1 - (sizeof start - 1);

    (void)state;
    for (size_t more = 0; more < 2; more++) {
        char value[LOG_LINE_MAX] = { 0 };
        const struct ear ear = listen_to_log();

        memset(value, 'x', room + more);
        log_event(LOG_INFO, &nobody, "a.b", "x=%s", value);

        const char *line = heard(ear);

        assert_int_equal(strlen(line), LOG_LINE_MAX);
        assert_int_equal(line[LOG_LINE_MAX - 1], '\n');
    }
}

static void events_below_the_lowest_level_are_not_written(void **state) {
    const struct ear ear = listen_to_log();

    (void)state;
    log_event(LOG_DEBUG, &nobody, "not.this", NULL);
    log_set_level(LOG_ERROR);
    log_event(LOG_WARN, &nobody, "nor.this", NULL);
    log_set_level(LOG_DEBUG);
    log_event(LOG_DEBUG, &nobody, "but.this", NULL);
    log_set_level(LOG_INFO);
    assert_string_equal(heard(ear),
                        "2026-11-23T09:05:00.123+08:00 debug event=but.this\n");
}

static void an_event_keeps_errno_even_when_nobody_listens(void **state) {
    const int standard_error = dup(STDERR_FILENO);

    (void)state;
    close(STDERR_FILENO);
    errno = ENOSPC;
    log_event(LOG_ERROR, &nobody, "disk.full", NULL);

    const int error = errno;

    dup2(standard_error, STDERR_FILENO);
    close(standard_error);
    assert_int_equal(error, ENOSPC);
}

static void levels_are_read_by_their_words(void **state) {
    (void)state;
    assert_int_equal(log_read_level("debug"), LOG_DEBUG);
    assert_int_equal(log_read_level("info"), LOG_INFO);
    assert_int_equal(log_read_level("warn"), LOG_WARN);
    assert_int_equal(log_read_level("error"), LOG_ERROR);
    assert_int_equal(log_read_level("INFO"), -1);
    assert_int_equal(log_read_level(""), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_tells_moment_level_work_actor_event_and_values),
        cmocka_unit_test(what_is_zero_is_left_out),
        cmocka_unit_test(an_event_without_a_moment_reads_the_clock),
        cmocka_unit_test(a_value_cannot_begin_another_line_or_steer_a_terminal),
        cmocka_unit_test(a_long_line_is_cut_between_characters),
        cmocka_unit_test(the_longest_line_is_not_cut),
        cmocka_unit_test(events_below_the_lowest_level_are_not_written),
        cmocka_unit_test(an_event_keeps_errno_even_when_nobody_listens),
        cmocka_unit_test(levels_are_read_by_their_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
