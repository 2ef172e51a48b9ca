#include "gateway.h"

#include <assert.h>
#include <ctype.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "gateway_driver.h"
#include "log.h"
#include "text.h"

enum { REASON_MAX = 40, DIGITS_MAX = 6 };

static const struct gateway_driver *const drivers[] = {
    &gateway_log,
    &gateway_smpp,
    &gateway_http,
    &gateway_mail,
};

void gateway_say(struct gateway_answer *answer, enum gateway_outcome outcome,
                 const char *format, ...) {
    va_list args;

    answer->outcome = outcome;
    va_start(args, format);
    vsnprintf(answer->problem, sizeof answer->problem, format, args);
    va_end(args);
}

/* ---- secrets ---- */

struct reading {
    struct arena *arena;
    struct gateway_secrets *secrets;
    const char *unknown;
};

static int take_secret(void *context, const char *section, const char *name,
                       const char *value) {
    static const struct {
        const char *name;
        size_t offset;
    } rows[] = {
        { "sms-user", offsetof(struct gateway_secrets, sms_user) },
        { "sms-password", offsetof(struct gateway_secrets, sms_password) },
        { "sms-key", offsetof(struct gateway_secrets, sms_key) },
        { "mail-user", offsetof(struct gateway_secrets, mail_user) },
        { "mail-password", offsetof(struct gateway_secrets, mail_password) },
    };
    struct reading *reading = context;

    for (size_t i = 0; !section[0] && i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0) {
            *(const char **)((char *)reading->secrets + rows[i].offset) =
                arena_copy(reading->arena, value);
            return 1;
        }
    if (!reading->unknown)
        reading->unknown = arena_copy(reading->arena, name);
    return 0;
}

static const char *read_secrets(const char *path, FILE *file, struct reading *reading) {
    struct stat status;
    struct arena *arena = reading->arena;
    int line;

    if (fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode))
        return arena_format(arena, "%s: is no file; correct --gateway-secrets", path);
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        return arena_format(arena, "%s: others may use it (mode %04o); run: chmod 600 %s",
                            path, (unsigned)status.st_mode & 07777, path);
    line = ini_parse_file(file, take_secret, reading);
    if (reading->unknown)
        return arena_format(arena,
                            "%s:%d: there is no secret of that name; it may say "
                            "sms-user, sms-password, sms-key, mail-user, mail-password",
                            path, line);
    return line ? arena_format(arena, "%s:%d: is not NAME = VALUE", path, line) : NULL;
}

bool gateway_read_secrets(const char *path, struct arena *arena,
                          struct gateway_secrets *secrets, const char **why) {
    struct reading reading = { .arena = arena, .secrets = secrets };
    int descriptor;
    FILE *file;

    *secrets = (struct gateway_secrets){ "", "", "", "", "" };
    if (!path[0])
        return true;
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    file = descriptor < 0 ? NULL : fdopen(descriptor, "r");
    if (!file) {
        *why = arena_format(arena, "%s: cannot be read (%s); correct --gateway-secrets",
                            path, strerror(errno));
        if (descriptor >= 0)
            close(descriptor);
        return false;
    }
    *why = read_secrets(path, file, &reading);
    fclose(file);
    return *why == NULL;
}

/* ---- which driver ---- */

static const struct gateway_driver *find_driver(const char *address,
                                                enum gateway_channel channel) {
    const size_t length = strcspn(address, ":");
    char scheme[16];

    if (address[length] != ':' || length + 3 > sizeof scheme)
        return NULL;
    snprintf(scheme, sizeof scheme, " %.*s ", (int)length, address);
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (strstr(drivers[i]->schemes, scheme) &&
            (drivers[i]->channels & (1U << channel)))
            return drivers[i];
    return NULL;
}

/* An address that curl can read too, with a host and no password in it. */
static bool is_address(const char *address) {
    CURLU *url = curl_url();
    char *host = NULL, *user = NULL;
    bool good;

    good = url &&
           curl_url_set(url, CURLUPART_URL, address, CURLU_NON_SUPPORT_SCHEME) ==
               CURLUE_OK &&
           curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK && host[0] &&
           curl_url_get(url, CURLUPART_USER, &user, 0) != CURLUE_OK;
    curl_free(host);
    curl_free(user);
    curl_url_cleanup(url);
    return good;
}

const char *gateway_check(struct arena *arena, const struct gateway_settings *settings) {
    const char *name = settings->channel == GATEWAY_SMS ? "sms" : "mail";
    const struct gateway_driver *driver =
        find_driver(settings->address, settings->channel);
    const char *filled = gateway_fill_address(arena, settings->address, 1, "1");

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return "libcurl cannot be used; install libcurl4";
    if (!settings->address[0])
        return NULL;
    if (!driver)
        return arena_format(arena, "--%s-gateway must begin with %s", name,
                            settings->channel == GATEWAY_SMS
                                ? "log:, smpp://, http:// or https://"
                                : "log:, smtp:// or smtps://");
    if (driver != &gateway_log && !is_address(filled))
        return arena_format(arena,
                            "--%s-gateway must be an address with a host; user and "
                            "password stand in the file of --gateway-secrets",
                            name);
    if (settings->ask_address[0] &&
        !is_address(gateway_fill_address(arena, settings->ask_address, 1, "1")))
        return "--sms-ask must be an address with a host";
    if (driver == &gateway_http && !settings->secrets.sms_key[0])
        return "an SMS gateway by HTTP needs sms-key in the file of --gateway-secrets";
    if (driver == &gateway_smpp && !settings->secrets.sms_user[0])
        return "an SMS gateway by SMPP needs sms-user in the file of --gateway-secrets";
    if (driver == &gateway_mail && !strchr(settings->from, '@'))
        return "--mail-from must be the mail address that mails come from";
    return NULL;
}

struct gateway *gateway_new(const struct gateway_settings *settings) {
    struct gateway *gateway = calloc(1, sizeof *gateway);

    if (!gateway)
        abort();
    gateway->driver = find_driver(settings->address, settings->channel);
    assert(gateway->driver);
    gateway->settings = *settings;
    gateway->arena = arena_new();
    gateway->state = gateway->driver->open ? gateway->driver->open(settings) : NULL;
    return gateway;
}

void gateway_free(struct gateway *gateway) {
    if (!gateway)
        return;
    if (gateway->driver->close)
        gateway->driver->close(gateway->state);
    arena_free(gateway->arena);
    free(gateway);
}

void gateway_send(struct gateway *gateway, const struct gateway_letter *letter,
                  struct gateway_answer *answer) {
    *answer = (struct gateway_answer){ .outcome = GATEWAY_UNKNOWN };
    arena_reset(gateway->arena);
    gateway->driver->send(gateway, letter, answer);
}

bool gateway_may_ask(const struct gateway *gateway, const char *reference) {
    return gateway->driver->may_ask && gateway->driver->may_ask(gateway, reference);
}

void gateway_ask(struct gateway *gateway, const struct gateway_question *question,
                 struct gateway_answer *answer) {
    assert(gateway_may_ask(gateway, question->reference));
    *answer = (struct gateway_answer){ .outcome = GATEWAY_UNKNOWN };
    arena_reset(gateway->arena);
    gateway->driver->ask(gateway, question, answer);
}

void gateway_hear(struct gateway *gateway,
                  bool (*take)(void *context, const struct gateway_receipt *receipt),
                  void *context) {
    arena_reset(gateway->arena);
    if (gateway->driver->hear)
        gateway->driver->hear(gateway, take, context);
}

/* ---- what JSON says ---- */

enum gateway_outcome gateway_read_state(const char *word) {
    return strcmp(word, "delivered") == 0 ? GATEWAY_DELIVERED
           : strcmp(word, "failed") == 0  ? GATEWAY_REFUSED
           : strcmp(word, "sent") == 0    ? GATEWAY_SENT
           : strcmp(word, "absent") == 0  ? GATEWAY_LATER
                                          : GATEWAY_UNKNOWN;
}

const char *gateway_safe_reason(const char *reason) {
    size_t digits = 0;

    for (const char *at = reason; *at; at++) {
        digits = isdigit((unsigned char)*at) ? digits + 1 : 0;
        if (digits > DIGITS_MAX || at - reason >= REASON_MAX ||
            !(isalnum((unsigned char)*at) || strchr(" _.-", *at)))
            return "other";
    }
    return reason;
}

void gateway_sign(char signature[GATEWAY_SIGNATURE_SIZE], const char *key,
                  const char *time, const void *body, size_t size) {
    struct arena *arena = arena_new();
    struct text signed_text = { .arena = arena };
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned digest_size = 0;

    text_add(&signed_text, time);
    text_add_byte(&signed_text, '\n');
    text_add_bytes(&signed_text, body, size);
    HMAC(EVP_sha256(), key, (int)strlen(key), (const uint8_t *)signed_text.bytes,
         signed_text.length, digest, &digest_size);
    assert(2 * digest_size + 1 == GATEWAY_SIGNATURE_SIZE);
    memcpy(signature, text_hex(arena, digest, digest_size), GATEWAY_SIGNATURE_SIZE);
    arena_free(arena);
}

const char *gateway_fill_address(struct arena *arena, const char *address, int64_t town,
                                 const char *id) {
    struct text out = { .arena = arena };

    while (*address) {
        const bool is_town = text_begins(address, "{town}");
        const bool is_id = text_begins(address, "{id}");

        if (is_town)
            text_add_int(&out, town);
        else if (is_id)
            text_add(&out, id);
        else
            text_add_byte(&out, *address);
        address += is_town ? strlen("{town}") : is_id ? strlen("{id}") : 1;
    }
    return text_string(&out);
}

/* ---- the driver of demonstrations ---- */

static void send_to_log(struct gateway *gateway, const struct gateway_letter *letter,
                        struct gateway_answer *answer) {
    log_event(LOG_INFO, NULL, "gateway.sent", "channel=%s town=%lld delivery=%s",
              gateway->settings.channel == GATEWAY_SMS ? "sms" : "mail",
              (long long)letter->town, letter->id);
    gateway_say(answer, GATEWAY_SENT, "%s", "");
}

const struct gateway_driver gateway_log = {
    .schemes = " log ",
    .channels = 1U << GATEWAY_SMS | 1U << GATEWAY_MAIL,
    .send = send_to_log,
};
