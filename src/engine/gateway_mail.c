#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "gateway_driver.h"
#include "mime.h"

/*
 * SMTP by libcurl.  The server has taken a mail when it answers the dot behind it; as
 * long as the dot has not gone out it has certainly not.  What it says with a 4xx is
 * later, with a 5xx never; a name or password that it does not take, a certificate that
 * is not trusted and TLS that is missing are for the operator to mend, and the mail
 * waits.
 */

enum { UNPROVEN = 530, WEAK = 534, WRONG_PASSWORD = 535 };

struct upload {
    const char *at;
    size_t left;
    bool ended; /* all of it was given to curl, the dot may have gone out */
};

static void *open_mail(const struct gateway_settings *settings) {
    CURL *curl = curl_easy_init();

    (void)settings;
    if (!curl)
        abort();
    return curl;
}

static void close_mail(void *state) {
    curl_easy_cleanup(state);
}

static size_t give(char *into, size_t size, size_t count, void *context) {
    struct upload *upload = context;
    const size_t room = size * count;
    const size_t given = upload->left < room ? upload->left : room;

    memcpy(into, upload->at, given);
    upload->at += given;
    upload->left -= given;
    upload->ended = upload->left == 0;
    return given;
}

static size_t drop(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

/* Whether what is sent there stays on this machine. */
static bool is_here(const char *address) {
    static const char *const here[] = { "127.0.0.1", "[::1]", "localhost" };
    CURLU *url = curl_url();
    char *host = NULL;
    bool found = false;

    if (!url)
        abort();
    if (!curl_url_set(url, CURLUPART_URL, address, CURLU_NON_SUPPORT_SCHEME) &&
        !curl_url_get(url, CURLUPART_HOST, &host, 0))
        for (size_t i = 0; i < sizeof here / sizeof *here; i++)
            found |= strcmp(host, here[i]) == 0;
    curl_free(host);
    curl_url_cleanup(url);
    return found;
}

/* A password crosses a network under TLS or not at all, whoever hides that the server
 * offers it. */
static long tls_of(const struct gateway_settings *settings) {
    return settings->secrets.mail_user[0] && !is_here(settings->address) ? CURLUSESSL_ALL
                                                                         : CURLUSESSL_TRY;
}

static void set_up(const struct gateway *gateway, struct curl_slist *to,
                   struct upload *upload) {
    const struct gateway_settings *settings = &gateway->settings;
    CURL *curl = gateway->state;

    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, settings->address);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls_of(settings));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    if (settings->trusted[0])
        curl_easy_setopt(curl, CURLOPT_CAINFO, settings->trusted);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)settings->deadline_ms);
    if (settings->secrets.mail_user[0]) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->secrets.mail_user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->secrets.mail_password);
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, settings->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
}

static void say(CURLcode code, long status, const struct upload *upload,
                struct gateway_answer *answer) {
    const bool unproven = code == CURLE_LOGIN_DENIED || status == UNPROVEN ||
                          status == WEAK || status == WRONG_PASSWORD;

    if (code == CURLE_OK)
        gateway_say(answer, GATEWAY_SENT, "%s", "");
    else if (code == CURLE_USE_SSL_FAILED)
        gateway_say(answer, GATEWAY_LATER, "no TLS for the password");
    else if (code == CURLE_PEER_FAILED_VERIFICATION)
        gateway_say(answer, GATEWAY_LATER, "certificate not trusted");
    else if (unproven)
        gateway_say(answer, GATEWAY_LATER, "smtp sign-in refused");
    else if (status >= 500 && status < 600)
        gateway_say(answer, GATEWAY_REFUSED, "smtp %ld", status);
    else if (status >= 400 && status < 500)
        gateway_say(answer, GATEWAY_LATER, "smtp %ld", status);
    else if (upload->ended)
        gateway_say(answer, GATEWAY_UNKNOWN, "%s",
                    code == CURLE_OPERATION_TIMEDOUT ? "no answer in time"
                                                     : "line broke");
    else
        gateway_say(answer, GATEWAY_LATER, "no line (curl %d)", (int)code);
}

static void send_mail(struct gateway *gateway, const struct gateway_letter *letter,
                      struct gateway_answer *answer) {
    struct curl_slist *to = NULL;
    struct upload upload = { .ended = false };
    long status = 0;
    CURLcode code;

    if (!mime_is_address(letter->to)) {
        gateway_say(answer, GATEWAY_REFUSED, "no mail address");
        return;
    }
    upload.at = mime_write(
        gateway->arena,
        &(struct mime_mail){ .from = gateway->settings.from,
                             .to = letter->to,
                             .from_name = "",
                             .subject = letter->subject,
                             .text = letter->text,
                             .id = arena_format(gateway->arena, "%lld.%s",
                                                (long long)letter->town, letter->id),
                             .now_ms = letter->now_ms });
    upload.left = strlen(upload.at);
    to = curl_slist_append(NULL, letter->to);
    set_up(gateway, to, &upload);
    code = curl_easy_perform(gateway->state);
    curl_easy_getinfo(gateway->state, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(to);
    say(code, status, &upload, answer);
}

const struct gateway_driver gateway_mail = {
    .schemes = " smtp smtps ",
    .channels = 1U << GATEWAY_MAIL,
    .open = open_mail,
    .close = close_mail,
    .send = send_mail,
};
