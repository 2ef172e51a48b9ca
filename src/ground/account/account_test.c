/* Who may sign in, and what a stranger who guesses achieves, on both databases. */
#include "account.h"

#include "house_test.h"

#include "civil.h"

static const char good[] = "haoban-demo", bad[] = "haoban-damo";

static struct hall *open_with_clerk(void **state) {
    struct hall *hall = hall_open(state);
    char hash[CRYPT_PASSWORD_HASH_MAX];
    int64_t id;

    hall->work.now_ms = civil_moment_ms(20261123, 9 * 60);
    crypt_password_hash(hash, good);
    assert_null(account_add(
        &hall->work,
        &(struct account){ .login = "clerk", .name = "演示甲", .rights = RIGHT_INTAKE },
        hash, &id));
    return hall;
}

static const struct refusal *try(struct hall *hall, const char *network,
                                 const char *login, const char *password) {
    struct account_attempt attempt = { .login = login, .network = network };
    const char *token;

    account_check(&hall->work, password, &attempt);
    return account_sign_in(&hall->work, &attempt, &token);
}

/* Guessing without argon2, as if the password had been tried. */
static const struct refusal *miss(struct hall *hall, const char *network,
                                  const char *login) {
    const struct account_attempt attempt = { .login = login, .network = network };
    const char *token;

    return account_sign_in(&hall->work, &attempt, &token);
}

static const char *stranger(struct hall *hall, int number) {
    return arena_format(hall->work.arena, "198.51.100.%d", number);
}

static void five_wrong_passwords_make_a_network_wait(void **state) {
    struct hall *hall = open_with_clerk(state);

    for (int i = 0; i < ACCOUNT_GUESSES; i++)
        assert_ptr_equal(try(hall, "192.0.2.1", "clerk", bad), &account_wrong);
    assert_ptr_equal(try(hall, "192.0.2.1", "clerk", good), &account_waits);
    assert_null(try(hall, "192.0.2.2", "clerk", good));
    hall->work.now_ms += ACCOUNT_GUESS_MINUTES * 60000LL;
    assert_null(try(hall, "192.0.2.1", "clerk", good));
    hall_close(hall);
}

static void a_stranger_locks_nobody_out(void **state) {
    struct hall *hall = open_with_clerk(state);
    int heard = 0;

    assert_null(try(hall, "192.0.2.1", "clerk", good));
    for (int i = 0; i < 200; i++)
        heard += miss(hall, stranger(hall, i), "clerk") == &account_wrong;
    assert_int_equal(heard, ACCOUNT_STRANGER_GUESSES);
    assert_ptr_equal(try(hall, "203.0.113.7", "clerk", good), &account_waits);
    assert_null(try(hall, "192.0.2.1", "clerk", good));
    hall->work.now_ms += ACCOUNT_STRANGER_MINUTES * 60000LL;
    assert_null(try(hall, "203.0.113.7", "clerk", good));
    hall_close(hall);
}

static void an_account_that_is_not_there_is_refused_the_same(void **state) {
    struct hall *hall = open_with_clerk(state);

    for (int i = 0; i < 60; i++)
        assert_ptr_equal(miss(hall, stranger(hall, i), "nobody"),
                         miss(hall, stranger(hall, i), "clerk"));
    for (int i = 0; i < 2 * ACCOUNT_GUESSES; i++)
        assert_ptr_equal(miss(hall, "192.0.2.9", "nobody"),
                         miss(hall, "192.0.2.9", "clerk"));
    hall_close(hall);
}

static void another_password_hears_strangers_again(void **state) {
    struct hall *hall = open_with_clerk(state);
    char hash[CRYPT_PASSWORD_HASH_MAX];

    for (int i = 0; i < ACCOUNT_STRANGER_GUESSES; i++)
        miss(hall, stranger(hall, i), "clerk");
    crypt_password_hash(hash, bad);
    assert_null(account_set_password(&hall->work, "clerk", hash));
    assert_null(try(hall, "203.0.113.7", "clerk", bad));
    assert_ptr_equal(account_set_password(&hall->work, "nobody", hash), &account_wrong);
    hall_close(hall);
}

static void a_session_is_of_its_town_and_ends(void **state) {
    struct hall *hall = open_with_clerk(state);
    struct account_attempt attempt = { .login = "clerk", .network = "192.0.2.1" };
    const char *token;

    account_check(&hall->work, good, &attempt);
    assert_null(account_sign_in(&hall->work, &attempt, &token));
    assert_null(account_sign_on(&hall->work, token));
    assert_string_equal(hall->work.actor.name, "演示甲");
    hall->work.town++;
    assert_ptr_equal(account_sign_on(&hall->work, token), &account_ended);
    hall->work.town--;
    account_sign_out(&hall->work, token);
    assert_ptr_equal(account_sign_on(&hall->work, token), &account_ended);
    hall_close(hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(five_wrong_passwords_make_a_network_wait),
        BOTH(a_stranger_locks_nobody_out),
        BOTH(an_account_that_is_not_there_is_refused_the_same),
        BOTH(another_password_hears_strangers_again),
        BOTH(a_session_is_of_its_town_and_ends),
    };

    return RUN_ON_BOTH(tests);
}
