/*
 * account -- 账号: who signs in: residents, and staff with their rights and their place.
 *
 *     sign in: account_check() finds the account and tries the password (slow, a read),
 *              then account_sign_in() opens a session, or counts the failure.
 *
 * Five wrong passwords from one network make that network wait for fifteen minutes, and
 * fifty from all strangers keep strangers out for an hour; who signed in from his network
 * before goes on there (guess.h).  A login that is not there counts like one that is.
 *
 * A session is a random cookie (or bearer token) whose SHA-256 is a row; it ends
 * session-minutes after its person last handed something in, or when he signs out.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <stddef.h>
#include <stdint.h>

#include "work.h"

enum {
    ACCOUNT_PASSWORD_MIN = 8,
    ACCOUNT_GUESSES = 5, /* of a network */
    ACCOUNT_GUESS_MINUTES = 15,
    ACCOUNT_STRANGER_GUESSES = 50, /* of all that are not known */
    ACCOUNT_STRANGER_MINUTES = 60,
};

/* An account as others see it: the password is not in it. */
struct account {
    int64_t id;
    const char *login; /* unique in its town */
    const char *name;  /* of staff; "" of residents */
    unsigned rights;
    int64_t person_id; /* 0: staff */
    int64_t department_id;
    int64_t outlet_id;
};

extern const struct refusal account_wrong; /* login or password, not saying which */
extern const struct refusal account_waits; /* too many wrong ones; it may be right */
extern const struct refusal account_ended; /* the session is over */
extern const struct refusal account_taken; /* the login */

/* What account_check() found, for account_sign_in(). */
struct account_attempt {
    const char *login;   /* as typed */
    const char *network; /* exchange_network() */
    int64_t account_id;  /* 0: no such login */
    int matched;         /* 1: the password is right */
};

/*
 * Tries a password for attempt->login from attempt->network, and fills the rest.  Takes
 * as long for an unknown login; tries none while the network waits.  A read, in the slow
 * lane.
 */
void account_check(struct work *work, const char *password,
                   struct account_attempt *attempt);

/*
 * Opens a session and gives its token (32 characters, in the arena).
 * Refuses: account_wrong, and the failure is kept; account_waits, whatever the password.
 */
const struct refusal *account_sign_in(struct work *work,
                                      const struct account_attempt *attempt,
                                      const char **token);

/* Fills work->actor from a session.  Refuses: account_ended. */
const struct refusal *account_sign_on(struct work *work, const char *token);

/* Ends the session; ending one that is over is fine. */
void account_sign_out(struct work *work, const char *token);

/* Makes an account.  The hash is crypt_password_hash()'s.  Refuses: account_taken. */
const struct refusal *account_add(struct work *work, const struct account *given,
                                  const char *password_hash, int64_t *id);

/*
 * The rights of a role by its word: clerk 综合窗口, agent 代办员, reviewer 审批人员,
 * head 科室负责人, manager 大厅管理, librarian 事项管理员, resident 办事人; RIGHT_NONE
 * for any other.
 */
unsigned account_role(const char *word);

/* The id of the account with this login; 0 when there is none. */
int64_t account_by_login(struct work *work, const char *login);

/* The person of an account; 0 for staff, and where there is none. */
int64_t account_person(struct work *work, int64_t account_id);

/* A colleague, as lists name him. */
struct account_colleague {
    int64_t id;
    const char *login;
    const char *name;
    int64_t department_id;
};
enum { ACCOUNT_STAFF_MAX = 500 };

/* The town's staff by login, at most ACCOUNT_STAFF_MAX; never a resident. */
size_t account_staff(struct work *work, const struct account_colleague **colleagues);

/* Gives an account another password, ends all its sessions, and hears strangers again. */
const struct refusal *account_set_password(struct work *work, const char *login,
                                           const char *password_hash);

/* Removes sessions that are over; for the daily job. */
void account_sweep(struct work *work);

#endif
