#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "crypt.h"
#include "log.h"

enum { WORDS_MAX = 8 };

struct scene {
    struct arena *arena;
    char path[64];
    char *words[WORDS_MAX + 1];
    int count;
    const char *why;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct scene *scene = arena_alloc(arena, sizeof *scene);

    scene->arena = arena;
    snprintf(scene->path, sizeof scene->path, "/tmp/config_test_%d.ini", getpid());
    *state = scene;
    return 0;
}

static int tear_down(void **state) {
    struct scene *scene = *state;

    unlink(scene->path);
    arena_free(scene->arena);
    return 0;
}

static void say(struct scene *scene, const char *word) {
    assert_true(scene->count < WORDS_MAX);
    scene->words[scene->count++] = arena_copy(scene->arena, word);
}

static void write_file(struct scene *scene, const char *text) {
    FILE *out = fopen(scene->path, "w");

    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    say(scene, "--config");
    say(scene, scene->path);
}

static struct config *read_all(struct scene *scene) {
    return config_read(scene->arena, &scene->count, scene->words, &scene->why);
}

static void assert_refused(struct scene *scene, const char *reason) {
    assert_null(read_all(scene));
    assert_string_equal(scene->why, reason);
}

static void assert_file_refused(struct scene *scene, const char *text,
                                const char *reason) {
    write_file(scene, text);
    assert_refused(scene, arena_format(scene->arena, "%s:%s", scene->path, reason));
}

static void without_words_every_setting_has_its_default(void **state) {
    struct config *config = read_all(*state);

    assert_non_null(config);
    assert_string_equal(config->text[CONFIG_DB], "sqlite:haoban.db");
    assert_string_equal(config->text[CONFIG_KEYS], "haoban.keys");
    assert_string_equal(config->text[CONFIG_ADDRESS], "127.0.0.1");
    assert_string_equal(config->text[CONFIG_TRUSTED_PROXY], "");
    assert_string_equal(config->text[CONFIG_SUITE], "aes");
    assert_int_equal(config->integer[CONFIG_PORT], 8080);
    assert_int_equal(config->integer[CONFIG_SESSION_MINUTES], 480);
    assert_int_equal(config->integer[CONFIG_TOWN], 0);
}

static void every_row_of_the_table_is_filled(void **state) {
    (void)state;
    for (int i = 0; i < CONFIG_COUNT; i++) {
        assert_non_null(config_rows[i].name);
        assert_non_null(config_rows[i].otherwise);
        assert_non_null(config_rows[i].unit);
        assert_non_null(config_rows[i].help);
        assert_int_equal(config_rows[i].kind == CONFIG_CHOICE,
                         config_rows[i].choices != NULL);
    }
}

static void options_are_taken_in_both_forms(void **state) {
    struct scene *scene = *state;

    say(scene, "--port");
    say(scene, "9000");
    say(scene, "--town=330109113");

    struct config *config = read_all(scene);

    assert_non_null(config);
    assert_int_equal(config->integer[CONFIG_PORT], 9000);
    assert_string_equal(config->text[CONFIG_PORT], "9000");
    assert_int_equal(config->integer[CONFIG_TOWN], 330109113);
    assert_int_equal(scene->count, 0);
}

static void words_that_are_no_settings_are_left(void **state) {
    struct scene *scene = *state;

    say(scene, "demo/town.json");
    say(scene, "--port=1");
    say(scene, "--dry-run");
    say(scene, "--node");
    say(scene, "3");
    say(scene, "last");
    assert_non_null(read_all(scene));
    assert_int_equal(scene->count, 3);
    assert_string_equal(scene->words[0], "demo/town.json");
    assert_string_equal(scene->words[1], "--dry-run");
    assert_string_equal(scene->words[2], "last");
    assert_null(scene->words[3]);
}

static void the_last_of_two_options_wins(void **state) {
    struct scene *scene = *state;

    say(scene, "--port=1");
    say(scene, "--port=2");
    assert_int_equal(read_all(scene)->integer[CONFIG_PORT], 2);
}

static void an_option_wins_over_the_file(void **state) {
    struct scene *scene = *state;

    say(scene, "--port=2");
    write_file(scene, "\xEF\xBB\xBF; 县\nport = 1\nfiles=/srv/文件 ; note\n\n# end\n");

    struct config *config = read_all(scene);

    assert_non_null(config);
    assert_int_equal(config->integer[CONFIG_PORT], 2);
    assert_string_equal(config->text[CONFIG_FILES], "/srv/文件");
}

static void a_choice_is_also_its_place(void **state) {
    struct scene *scene = *state;

    say(scene, "--suite=sm");
    say(scene, "--log=warn");

    struct config *config = read_all(scene);

    assert_string_equal(config->text[CONFIG_SUITE], "sm");
    assert_int_equal(config->integer[CONFIG_SUITE], CRYPT_SM - CRYPT_AES);
    assert_int_equal(config->integer[CONFIG_LOG], LOG_WARN);
}

static void an_option_without_a_value_is_refused(void **state) {
    struct scene *scene = *state;

    say(scene, "--port");
    assert_refused(scene, "--port needs a value behind it");
}

static void an_option_does_not_swallow_the_next(void **state) {
    struct scene *scene = *state;

    say(scene, "--db");
    say(scene, "--port=3");
    assert_refused(scene, "--db needs a value behind it");
}

static void an_empty_text_is_refused_where_one_is_needed(void **state) {
    struct scene *scene = *state;

    say(scene, "--db=");
    assert_refused(scene, "--db must be a UTF-8 text of 1 to 1000 bytes, not \"\"");
}

static void numbers_out_of_bounds_are_refused(void **state) {
    static const char *const values[] = { "65536", "-1",  "",
                                          "80x",   " 80", "99999999999999999999" };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct scene *scene = *state;

        scene->count = 0;
        say(scene, arena_format(scene->arena, "--port=%s", values[i]));
        assert_refused(scene, arena_format(scene->arena,
                                           "--port must be a whole number from 0 to "
                                           "65535, not \"%s\"",
                                           values[i]));
    }
}

static void a_word_that_is_no_choice_is_refused(void **state) {
    static const char *const values[] = { "ae", "aess", "", "|", "aes|sm", "s" };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct scene *scene = *state;

        scene->count = 0;
        say(scene, arena_format(scene->arena, "--suite=%s", values[i]));
        assert_refused(scene, arena_format(scene->arena,
                                           "--suite must be one of aes|sm, not \"%s\"",
                                           values[i]));
    }
}

static void a_file_that_is_not_there_is_refused(void **state) {
    struct scene *scene = *state;

    say(scene, "--config=/nonexistent/a.ini");
    assert_refused(scene, "/nonexistent/a.ini: cannot be read (No such file or "
                          "directory); correct --config or the file's rights");
}

static void a_folder_is_no_file(void **state) {
    struct scene *scene = *state;

    say(scene, "--config=/tmp");
    assert_refused(scene, "/tmp: cannot be read; is it a folder?");
}

static void an_unknown_key_of_the_file_is_refused_with_its_line(void **state) {
    assert_file_refused(*state, "port = 1\n\nprot = 2\nx = 3\n",
                        "3: there is no setting \"prot\"; see `haoban serve --help`");
}

static void a_bad_line_of_the_file_is_refused_with_its_line(void **state) {
    assert_file_refused(*state, "port = 1\nnonsense\nprot = 2\n",
                        "2: is not NAME = VALUE, a comment (; or #) or empty; "
                        "correct it");
}

static void a_bad_value_of_the_file_is_refused_before_a_later_bad_line(void **state) {
    assert_file_refused(*state, "port = x\nnonsense\n",
                        "1: port must be a whole number from 0 to 65535, not \"x\"");
}

static void a_key_set_twice_is_refused(void **state) {
    assert_file_refused(*state, "port = 1\nport = 2\n",
                        "2: sets port again after line 1; remove one, and begin lines "
                        "without blanks");
}

static void an_indented_line_does_not_change_the_one_above(void **state) {
    assert_file_refused(*state, "db = sqlite:a\n  port = 2\n",
                        "2: sets db again after line 1; remove one, and begin lines "
                        "without blanks");
}

static void a_section_is_refused(void **state) {
    assert_file_refused(*state, "[server]\nport = 2\n",
                        "2: settings stand in no section; remove the line [server]");
}

static void a_line_that_would_be_cut_is_refused(void **state) {
    char line[400];

    memset(line, 'a', sizeof line);
    memcpy(line, "db = sqlite:", strlen("db = sqlite:"));
    line[sizeof line - 1] = '\0';
    assert_file_refused(*state, line,
                        "1: is longer than 198 bytes; shorten it or give it as an "
                        "option");
}

static void help_names_every_setting(void **state) {
    struct scene *scene = *state;
    char *help = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&help, &size);

    config_print_help(out);
    fclose(out);
    for (int i = 0; i < CONFIG_COUNT; i++)
        assert_non_null(
            strstr(help, arena_format(scene->arena, "  --%s ", config_rows[i].name)));
    assert_non_null(strstr(help, "5 to 1440 minutes; default 480"));
    free(help);
}

#define SENTENCE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SENTENCE(without_words_every_setting_has_its_default),
        SENTENCE(every_row_of_the_table_is_filled),
        SENTENCE(options_are_taken_in_both_forms),
        SENTENCE(words_that_are_no_settings_are_left),
        SENTENCE(the_last_of_two_options_wins),
        SENTENCE(an_option_wins_over_the_file),
        SENTENCE(a_choice_is_also_its_place),
        SENTENCE(an_option_without_a_value_is_refused),
        SENTENCE(an_option_does_not_swallow_the_next),
        SENTENCE(an_empty_text_is_refused_where_one_is_needed),
        SENTENCE(numbers_out_of_bounds_are_refused),
        SENTENCE(a_word_that_is_no_choice_is_refused),
        SENTENCE(a_file_that_is_not_there_is_refused),
        SENTENCE(a_folder_is_no_file),
        SENTENCE(an_unknown_key_of_the_file_is_refused_with_its_line),
        SENTENCE(a_bad_line_of_the_file_is_refused_with_its_line),
        SENTENCE(a_bad_value_of_the_file_is_refused_before_a_later_bad_line),
        SENTENCE(a_key_set_twice_is_refused),
        SENTENCE(an_indented_line_does_not_change_the_one_above),
        SENTENCE(a_section_is_refused),
        SENTENCE(a_line_that_would_be_cut_is_refused),
        SENTENCE(help_names_every_setting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
