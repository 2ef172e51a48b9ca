#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "gateway_driver.h"
#include "json.h"
#include "text.h"

/*
 * A POST of JSON, signed, for each SMS:
 *
 *     {"town": "330109113", "id": "8126346241", "phone": "…", "text": "【…】…"}
 *     X-Haoban-Time: 1795402800000    X-Haoban-Signature: hex of HMAC-SHA256
 *
 * The answer is 2xx and {"accepted": true, "reference": "…"}, or {"accepted": false} with
 * "retry": true when it may be tried later, and a "reason".  429 and 503 are later, any
 * other 4xx is never.  Whatever else comes, or nothing, may have been taken.
 */

enum { ANSWER_MAX = 64 * 1024, STATUS_LATER = 503, STATUS_TOO_MANY = 429 };

struct call {
    struct gateway *gateway;
    struct text body;
    long status;
    CURLcode code;
    bool begun; /* something of the request may have gone out */
};

static void *open_http(const struct gateway_settings *settings) {
    CURL *curl = curl_easy_init();

    (void)settings;
    if (!curl)
        abort();
    return curl;
}

static void close_http(void *state) {
    curl_easy_cleanup(state);
}

static size_t keep_body(char *bytes, size_t size, size_t count, void *context) {
    struct call *call = context;

    if (call->body.length + size * count > ANSWER_MAX)
        return 0;
    text_add_bytes(&call->body, bytes, size * count);
    return size * count;
}

static struct curl_slist *headers_of(const struct gateway *gateway, int64_t now_ms,
                                     const char *body) {
    const char *time = text_of_int(gateway->arena, now_ms);
    char signature[GATEWAY_SIGNATURE_SIZE];
    struct curl_slist *headers = NULL;

    gateway_sign(signature, gateway->settings.secrets.sms_key, time, body, strlen(body));
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    headers = curl_slist_append(headers,
                                arena_format(gateway->arena, "X-Haoban-Time: %s", time));
    headers = curl_slist_append(
        headers, arena_format(gateway->arena, "X-Haoban-Signature: %s", signature));
    return headers;
}

/* Body NULL: a GET. */
static void run(struct call *call, const char *address, int64_t now_ms,
                const char *body) {
    struct gateway *gateway = call->gateway;
    CURL *curl = gateway->state;
    struct curl_slist *headers = headers_of(gateway, now_ms, body ? body : "");
    curl_off_t begun_us = 0;

    call->body.arena = gateway->arena;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, address);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    if (gateway->settings.trusted[0])
        curl_easy_setopt(curl, CURLOPT_CAINFO, gateway->settings.trusted);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)gateway->settings.deadline_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, call);
    /* A line of before may be closed at the other end, and curl sends again on another
     * one by itself: each SMS has a line of its own. */
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    if (body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    call->code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &call->status);
    curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &begun_us);
    call->begun = begun_us > 0;
    curl_slist_free_all(headers);
}

static const struct json *read_answer(const struct call *call) {
    struct json_error error;
    const struct json *answer = json_read(call->gateway->arena, text_string(&call->body),
                                          call->body.length, &error);

    return answer && answer->kind == JSON_OBJECT ? answer : NULL;
}

static void keep_reference(const struct json *json, struct gateway_answer *answer) {
    const char *reference = json_string(json_get(json, "reference"));

    if (strlen(reference) <= GATEWAY_REFERENCE_MAX)
        memcpy(answer->reference, reference, strlen(reference) + 1);
}

/* The line broke, or nothing came in time. */
static void say_broken(const struct call *call, struct gateway_answer *answer) {
    gateway_say(answer, call->begun ? GATEWAY_UNKNOWN : GATEWAY_LATER, "%s",
                call->code == CURLE_OPERATION_TIMEDOUT ? "no answer in time"
                : call->begun                          ? "line broke"
                                                       : "no line");
}

static void read_accepted(const struct json *json, struct gateway_answer *answer) {
    const char *reason = gateway_safe_reason(json_string(json_get(json, "reason")));
    const enum json_kind accepted = json_get(json, "accepted")->kind;

    if (accepted == JSON_TRUE) {
        keep_reference(json, answer);
        gateway_say(answer, GATEWAY_SENT, "%s", "");
    } else if (accepted == JSON_FALSE) {
        gateway_say(answer,
                    json_true(json_get(json, "retry")) ? GATEWAY_LATER : GATEWAY_REFUSED,
                    "refused: %s", reason[0] ? reason : "no reason");
    } else {
        gateway_say(answer, GATEWAY_UNKNOWN, "answer without accepted");
    }
}

static void send_http(struct gateway *gateway, const struct gateway_letter *letter,
                      struct gateway_answer *answer) {
    struct call call = { .gateway = gateway };
    struct text body = { .arena = gateway->arena };
    const struct json *json;

    json_open(&body, NULL, '{');
    json_put_string(&body, "town", text_of_int(gateway->arena, letter->town));
    json_put_string(&body, "id", letter->id);
    if (gateway->settings.from[0])
        json_put_string(&body, "from", gateway->settings.from);
    json_put_string(&body, "phone", letter->to);
    json_put_string(&body, "text", letter->text);
    json_close(&body, '}');
    run(&call,
        gateway_fill_address(gateway->arena, gateway->settings.address, letter->town,
                             letter->id),
        letter->now_ms, text_string(&body));
    if (call.code != CURLE_OK) {
        say_broken(&call, answer);
        return;
    }
    json = read_answer(&call);
    if (json && json_get(json, "accepted")->kind != JSON_NULL)
        read_accepted(json, answer);
    else if (call.status == STATUS_TOO_MANY || call.status == STATUS_LATER)
        gateway_say(answer, GATEWAY_LATER, "http %ld", call.status);
    else if (call.status >= 400 && call.status < 500)
        gateway_say(answer, GATEWAY_REFUSED, "http %ld", call.status);
    else
        gateway_say(answer, GATEWAY_UNKNOWN, "http %ld", call.status);
}

static bool may_ask_http(const struct gateway *gateway, const char *reference) {
    (void)reference;
    return gateway->settings.ask_address[0] != '\0';
}

/* The answer is {"state": "delivered" | "failed" | "sent" | "absent", "reason": "…"}. */
static void ask_http(struct gateway *gateway, const struct gateway_question *question,
                     struct gateway_answer *answer) {
    struct call call = { .gateway = gateway };
    const struct json *json;

    run(&call,
        gateway_fill_address(gateway->arena, gateway->settings.ask_address,
                             question->town, question->id),
        question->now_ms, NULL);
    json = call.code == CURLE_OK && call.status == 200 ? read_answer(&call) : NULL;
    if (!json) {
        gateway_say(answer, GATEWAY_UNKNOWN, "asked: no answer");
        return;
    }
    keep_reference(json, answer);
    gateway_say(answer, gateway_read_state(json_string(json_get(json, "state"))), "%s",
                gateway_safe_reason(json_string(json_get(json, "reason"))));
}

const struct gateway_driver gateway_http = {
    .schemes = " http https ",
    .channels = 1U << GATEWAY_SMS,
    .open = open_http,
    .close = close_http,
    .send = send_http,
    .may_ask = may_ask_http,
    .ask = ask_http,
};
