/*
 * account_memo -- who the sessions of a town belong to, as far as this process has seen.
 *
 * Nearly every request of somebody who signed in begins with his session; on PostgreSQL
 * that is one wait for the server in two.  The memo is a cached value of the topic
 * "accounts" that begins empty and is filled by those who looked: whoever ends a session
 * or changes an account touches the topic, and with the commit nothing of it is believed
 * any more.  Opening or prolonging a session needs no touch.  A place is overwritten by
 * the next session that falls on it, so the memo never grows.
 */
#ifndef ACCOUNT_MEMO_H
#define ACCOUNT_MEMO_H

#include "crypt.h"
#include "work.h"

enum { ACCOUNT_MEMO_NAME_MAX = 64 /* bytes; a longer name is not remembered */ };

/* A session and whose it is. */
struct account_session {
    struct actor actor; /* name: in the arena of who asked */
    int64_t ends_ms;
};

struct account_memo;

/*
 * The memo as the work's transaction sees it, good while the task runs; NULL under a
 * fault, and the others take that.  Asked for before the row is read: what is kept in it
 * is then never believed longer than the row is true.
 */
struct account_memo *account_memo_of(struct work *work);

/* Whether the memo knows the session, and it is not over. */
bool account_memo_find(struct work *work, struct account_memo *memo,
                       const uint8_t digest[CRYPT_DIGEST_SIZE],
                       struct account_session *session);

/* Remembers what was read; copies.  A session that ends at 0 is forgotten. */
void account_memo_keep(struct account_memo *memo, const uint8_t digest[CRYPT_DIGEST_SIZE],
                       const struct account_session *session);

/* With the commit, nothing of the town's memo is believed any more. */
void account_memo_forget(struct work *work);

#endif
