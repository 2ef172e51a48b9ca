#include "account_web.h"

#include <string.h>

#include "account.h"
#include "config.h"
#include "house.h"
#include "route.h"

static const struct form_field sign_in_fields[] = {
    { .name = "login",
      .label = TEXT("账号"),
      .hint = TEXT("窗口给您的账号"),
      .kind = FORM_TEXT,
      .required = true,
      .max = 64,
      .autocomplete = "username",
      .focused = true },
    { .name = "password",
      .label = TEXT("密码"),
      .kind = FORM_PASSWORD,
      .required = true,
      .autocomplete = "current-password" },
};
static const struct form sign_in_form = {
    "account.sign_in",
    sign_in_fields,
    sizeof sign_in_fields / sizeof *sign_in_fields,
};

static int64_t session_seconds(const struct work *work) {
    return work->house->config->integer[CONFIG_SESSION_MINUTES] * 60;
}

/* Trying a password takes its time, so it happens before the write. */
static const struct refusal *check(struct work *work, struct exchange *exchange) {
    struct account_attempt *attempt =
        arena_alloc(exchange->request->arena, sizeof *attempt);

    attempt->login = form_value(exchange->form, "login");
    attempt->network = exchange_network(exchange);
    account_check(work, form_value(exchange->form, "password"), attempt);
    exchange->prepared = attempt;
    return NULL;
}

/* ---- pages ---- */

static const struct refusal *show(struct work *work, struct exchange *exchange) {
    const bool staff = exchange->route->face == FACE_DESK;
    const struct form_input *input = exchange->form;

    if (!input)
        input = form_fresh(work->arena, &sign_in_form, (char *)NULL);
    if (staff)
        account_desk_sign_in_page(exchange_page(exchange, TEXT("工作人员登录")), input);
    else
        account_sign_in_page(exchange_page(exchange, TEXT("登录")), input);
    return NULL;
}

/* Back to the page that asked for it, or to where such an account begins. */
static void go_on(const struct work *work, struct exchange *exchange) {
    if (exchange_query(exchange, "back")[0])
        exchange_redirect(exchange, exchange_back(exchange));
    else
        exchange_redirect(exchange, work_may(work, RIGHT_RESIDENT) ? "/my" : "/desk");
}

static const struct refusal *sign_in(struct work *work, struct exchange *exchange) {
    const char *token;
    const struct refusal *refusal = account_sign_in(work, exchange->prepared, &token);

    if (!refusal)
        refusal = account_sign_on(work, token);
    if (refusal)
        return refusal;
    exchange_cookie(exchange, "hb_session", token, 0);
    go_on(work, exchange);
    return NULL;
}

static const struct refusal *sign_out(struct work *work, struct exchange *exchange) {
    account_sign_out(work, exchange_session(exchange));
    exchange_cookie(exchange, "hb_session", "", -1);
    exchange_redirect(exchange, "/");
    return NULL;
}

/* ---- API ---- */

struct session {
    const char *token;
    int64_t ends_ms;
};

static const struct shape_field session_fields[] = {
    { .name = "token",
      .kind = SHAPE_TEXT,
      .offset = offsetof(struct session, token),
      .help = "Send it as \"Authorization: Bearer TOKEN\"." },
    { .name = "ends",
      .kind = SHAPE_MOMENT,
      .offset = offsetof(struct session, ends_ms),
      .help = "When it stops being good." },
};
static const struct shape session_shape = {
    "Session",
    session_fields,
    sizeof session_fields / sizeof *session_fields,
    sizeof(struct session),
};

static const struct refusal *begin(struct work *work, struct exchange *exchange) {
    struct session session = { .ends_ms = work->now_ms + session_seconds(work) * 1000 };
    const struct refusal *refusal =
        account_sign_in(work, exchange->prepared, &session.token);

    if (refusal)
        return refusal;
    exchange->status = 201;
    exchange_give(exchange, &session);
    return NULL;
}

static const struct refusal *end(struct work *work, struct exchange *exchange) {
    account_sign_out(work, exchange_session(exchange));
    exchange->status = 204;
    exchange_json(exchange);
    return NULL;
}

static const struct route routes[] = {
    { .pattern = "/sign-in", .handle = show },
    { .method = HTTP_POST,
      .pattern = "/sign-in",
      .form = &sign_in_form,
      .prepare = check,
      .handle = sign_in,
      .again = show,
      .guesses = true },
    { .method = HTTP_POST, .pattern = "/sign-out", .handle = sign_out },
    { .pattern = "/desk/sign-in", .face = FACE_DESK, .handle = show },
    { .method = HTTP_POST,
      .pattern = "/desk/sign-in",
      .face = FACE_DESK,
      .form = &sign_in_form,
      .prepare = check,
      .handle = sign_in,
      .again = show,
      .guesses = true },
    { .method = HTTP_POST,
      .pattern = "/api/v1/session",
      .face = FACE_API,
      .form = &sign_in_form,
      .prepare = check,
      .handle = begin,
      .guesses = true,
      .answers = &session_shape,
      .summary = "Sign in and get a bearer token" },
    { .method = HTTP_DELETE,
      .pattern = "/api/v1/session",
      .face = FACE_API,
      .rights = RIGHT_SIGNED_IN,
      .handle = end,
      .summary = "Sign out: the token ends" },
};

const struct route_table account_routes = { routes, sizeof routes / sizeof *routes };
