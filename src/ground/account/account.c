#include "account.h"

#include <assert.h>
#include <string.h>

#include "account.sql.h"
#include "account_memo.h"
#include "config.h"
#include "crypt.h"
#include "guess.h"
#include "house.h"
#include "page.h"

enum { PROLONG_MS = 5 * 60 * 1000 };

const struct refusal account_wrong = {
    REFUSED_INVALID, "account.wrong",
    TEXT("账号或密码不对，请检查后再试。连错五次要等 15 分钟；忘记密码请到窗口重设。"),
    NULL
};
const struct refusal account_waits = {
    REFUSED_BUSY, "account.waits",
    TEXT(
        "密码试错太多次，请等 15 分钟再试，或换到平时登录的网络。忘记密码请到窗口重设。"),
    NULL
};
const struct refusal account_ended = { REFUSED_UNKNOWN, "account.ended",
                                       TEXT("登录已经过期，请重新登录。"), NULL };
const struct refusal account_taken = { REFUSED_CONFLICT, "account.taken",
                                       TEXT("这个账号名已经有人用了，请换一个。"), NULL };

/* Of no password: tried for unknown logins, so that they cannot be told apart by time. */
static const char nobody_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm8$"
                                  "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";

static const struct guess_limit guesses = {
    .name = "account",
    .per_network = ACCOUNT_GUESSES,
    .network_minutes = ACCOUNT_GUESS_MINUTES,
    .over_all = ACCOUNT_STRANGER_GUESSES,
    .over_all_minutes = ACCOUNT_STRANGER_MINUTES,
};

static struct guess guess_of(const struct account_attempt *attempt) {
    return (struct guess){ &guesses, attempt->login, attempt->network };
}

static int64_t session_end_ms(const struct work *work) {
    const int64_t minutes = work->house->config->integer[CONFIG_SESSION_MINUTES];

    return work->now_ms + minutes * 60000;
}

static struct db_bytes digest_of(struct work *work, const char *token) {
    uint8_t *digest = arena_alloc(work->arena, CRYPT_DIGEST_SIZE);

    crypt_sha256(digest, token, strlen(token));
    return (struct db_bytes){ digest, CRYPT_DIGEST_SIZE };
}

void account_check(struct work *work, const char *password,
                   struct account_attempt *attempt) {
    const struct guess guess = guess_of(attempt);
    struct sql_account_by_login_row row;

    attempt->account_id = 0;
    attempt->matched = 0;
    if (!guess_is_heard(work, &guess))
        return; /* account_sign_in() says so */

    const int found = sql_account_by_login(work, &row, .login = attempt->login);
    const char *hash = found ? row.password_hash : nobody_hash;
    const int matched = crypt_password_matches(hash, password);

    attempt->account_id = found ? row.id : 0;
    attempt->matched = found && matched;
}

const struct refusal *account_sign_in(struct work *work,
                                      const struct account_attempt *attempt,
                                      const char **token) {
    const struct guess guess = guess_of(attempt);

    assert(!attempt->matched || attempt->account_id);
    if (!guess_is_heard(work, &guess))
        return &account_waits;
    if (!attempt->matched) {
        guess_was_wrong(work, &guess);
        return &account_wrong;
    }
    guess_was_right(work, &guess);

    char *fresh = arena_alloc(work->arena, CRYPT_TOKEN_SIZE);

    crypt_token(fresh);
    sql_account_begin_session(work, .digest = digest_of(work, fresh),
                              .account_id = attempt->account_id,
                              .ends_ms = session_end_ms(work));
    *token = fresh;
    return NULL;
}

static bool read_session(struct work *work, struct db_bytes digest,
                         struct account_session *session) {
    struct sql_account_of_session_row row;
    const bool found = sql_account_of_session(work, &row, .digest = digest);

    *session = (struct account_session){
        .actor = { .id = row.id,
                   .rights = (unsigned)row.rights,
                   .person_id = row.person_id,
                   .department_id = row.department_id,
                   .outlet_id = row.outlet_id,
                   .name = row.name },
        .ends_ms = row.ends_ms,
    };
    return found;
}

const struct refusal *account_sign_on(struct work *work, const char *token) {
    const struct db_bytes digest = digest_of(work, token);
    struct account_memo *memo = account_memo_of(work);
    struct account_session session;

    if (!account_memo_find(work, memo, digest.data, &session)) {
        if (!read_session(work, digest, &session))
            return &account_ended;
        account_memo_keep(memo, digest.data, &session);
    }
    work->actor = session.actor;
    /* Whoever hands something in stays signed in; a write every few minutes is enough. */
    if (work->kind == WORK_WRITE && session.ends_ms < session_end_ms(work) - PROLONG_MS) {
        sql_account_prolong(work, .digest = digest, .ends_ms = session_end_ms(work));
        session.ends_ms = 0;
        account_memo_keep(memo, digest.data, &session);
    }
    return NULL;
}

void account_sign_out(struct work *work, const char *token) {
    if (sql_account_end_session(work, .digest = digest_of(work, token)))
        account_memo_forget(work);
}

const struct refusal *account_add(struct work *work, const struct account *given,
                                  const char *password_hash, int64_t *id) {
    assert(given->login[0]);
    *id = work_new_id(work);

    const int64_t added = sql_account_add(
        work, .id = *id, .login = given->login, .name = given->name,
        .password_hash = password_hash, .rights = given->rights,
        .person_id = given->person_id, .department_id = given->department_id,
        .outlet_id = given->outlet_id);

    account_memo_forget(work); /* the book of colleagues has one more */
    return added ? NULL : &account_taken;
}

unsigned account_role(const char *word) {
    static const struct {
        const char *word;
        unsigned rights;
    } roles[] = {
        { "clerk", RIGHT_INTAKE },      { "agent", RIGHT_INTAKE },
        { "reviewer", RIGHT_REVIEW },   { "head", RIGHT_APPROVE },
        { "manager", RIGHT_MANAGE },    { "librarian", RIGHT_LIBRARY },
        { "resident", RIGHT_RESIDENT },
    };

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].word, word) == 0)
            return roles[i].rights;
    return RIGHT_NONE;
}

int64_t account_by_login(struct work *work, const char *login) {
    struct sql_account_by_login_row row;

    return sql_account_by_login(work, &row, .login = login) ? row.id : 0;
}

int64_t account_person(struct work *work, int64_t account_id) {
    struct sql_account_person_row row;

    return account_id && sql_account_person(work, &row, .id = account_id) ? row.person_id
                                                                          : 0;
}

size_t account_staff(struct work *work, const struct account_colleague **colleagues) {
    struct sql_account_staff_row *rows;
    const size_t count = sql_account_staff(work, &rows, .after_login = "");
    struct account_colleague *made = arena_alloc(work->arena, count * sizeof *made + 1);

    assert(count <= ACCOUNT_STAFF_MAX);
    for (size_t i = 0; i < count; i++)
        made[i] = (struct account_colleague){ rows[i].id, rows[i].login, rows[i].name,
                                              rows[i].department_id };
    *colleagues = made;
    return count;
}

const struct refusal *account_set_password(struct work *work, const char *login,
                                           const char *password_hash) {
    const int64_t id = account_by_login(work, login);

    if (!id)
        return &account_wrong;
    sql_account_set_password(work, .id = id, .password_hash = password_hash);
    sql_account_end_sessions(work, .account_id = id);
    account_memo_forget(work);
    guess_forget(work, &guesses, login);
    return NULL;
}

void account_sweep(struct work *work) {
    sql_account_sweep(work);
}
