#include "http_private.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <sys/types.h>

#include "utf8.h"

enum blank { PLUS_IS_PLUS, PLUS_IS_BLANK };

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool http_text_is_valid(const char *bytes, size_t size) {
    return !memchr(bytes, '\0', size) && utf8_valid(bytes, size);
}

/* Decodes in place and terminates.  Returns the new size, or -1 when it is malformed. */
static ssize_t decode(char *bytes, size_t size, enum blank blank) {
    char *out = bytes;

    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '+' && blank == PLUS_IS_BLANK) {
            *out++ = ' ';
        } else if (bytes[i] == '%') {
            if (size - i < 3 || hex_value(bytes[i + 1]) < 0 ||
                hex_value(bytes[i + 2]) < 0)
                return -1;
            *out++ = (char)(hex_value(bytes[i + 1]) << 4 | hex_value(bytes[i + 2]));
            i += 2;
        } else {
            *out++ = bytes[i];
        }
    }
    *out = '\0';
    return http_text_is_valid(bytes, (size_t)(out - bytes)) ? out - bytes : -1;
}

int http_pairs_add(struct http_pairs *pairs, const char *name, const char *value) {
    assert(name);
    assert(value);
    if (pairs->count == HTTP_PAIRS_MAX)
        return MHD_HTTP_BAD_REQUEST;
    pairs->pair[pairs->count++] = (struct http_pair){ name, value };
    return 0;
}

/* One pair that ends at stop, where a terminator may be written. */
static int decode_pair(struct http_pairs *pairs, char *name, char *stop) {
    char *equals = memchr(name, '=', (size_t)(stop - name));
    char *name_end = equals ? equals : stop;
    char *value = equals ? equals + 1 : stop;
    const size_t value_size = (size_t)(stop - value);

    if (decode(value, value_size, PLUS_IS_BLANK) < 0)
        return MHD_HTTP_BAD_REQUEST;
    if (decode(name, (size_t)(name_end - name), PLUS_IS_BLANK) < 0)
        return MHD_HTTP_BAD_REQUEST;
    return http_pairs_add(pairs, name, equals ? value : "");
}

int http_pairs_decode(struct http_pairs *pairs, char *bytes, size_t size) {
    char *const end = bytes + size;
    int status = 0;

    assert(*end == '\0');
    while (bytes < end && status == 0) {
        char *stop = memchr(bytes, '&', (size_t)(end - bytes));

        stop = stop ? stop : end;
        if (stop > bytes)
            status = decode_pair(pairs, bytes, stop);
        bytes = stop + 1;
    }
    return status;
}

static char *trim(char *bytes, char *end) {
    while (end > bytes && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *end = '\0';
    return bytes + strspn(bytes, " \t");
}

/* Cookies that other programs of the same domain set badly are passed over. */
int http_cookies_decode(struct http_pairs *pairs, char *bytes) {
    int status = 0;

    while (bytes && status == 0) {
        char *stop = strchr(bytes, ';');
        char *equals;

        if (stop)
            *stop = '\0';
        equals = strchr(bytes, '=');
        if (equals && utf8_valid(bytes, strlen(bytes))) {
            char *value = trim(equals + 1, equals + 1 + strlen(equals + 1));
            const char *name = trim(bytes, equals);

            status = http_pairs_add(pairs, name, value);
        }
        bytes = stop ? stop + 1 : NULL;
    }
    return status;
}

int http_path_decode(char *path) {
    const ssize_t size = decode(path, strlen(path), PLUS_IS_PLUS);

    if (size < 1 || !utf8_valid_text(path, (size_t)size) || strpbrk(path, "\t\r\n"))
        return MHD_HTTP_BAD_REQUEST;
    return size > HTTP_PATH_BYTES_MAX ? MHD_HTTP_URI_TOO_LONG : 0;
}

bool http_decode(char *bytes) {
    const ssize_t size = decode(bytes, strlen(bytes), PLUS_IS_PLUS);

    return size >= 0 && utf8_valid_text(bytes, (size_t)size);
}

const char *http_pair_value(const struct http_pairs *pairs, const char *name) {
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->pair[i].name, name) == 0)
            return pairs->pair[i].value;
    return NULL;
}

/* Whether the parameters of a coding say q=0, q=0.0 and so on. */
static bool is_unwanted(const char *parameters, const char *end) {
    const char *at = memmem(parameters, (size_t)(end - parameters), "q=0", 3);

    if (!at)
        return false;
    at += 3;
    return at + strspn(at, ".0 \t") >= end;
}

bool http_list_accepts_gzip(const char *list) {
    while (*list) {
        list += strspn(list, ", \t");

        const char *end = list + strcspn(list, ",");
        const size_t word = strcspn(list, ",; \t");

        if ((word == 4 && strncasecmp(list, "gzip", 4) == 0) ||
            (word == 1 && *list == '*'))
            return !is_unwanted(list + word, end);
        list = end;
    }
    return false;
}

static const char *opaque_tag(const char *etag) {
    return strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
}

/* RFC 9110, 13.1.2: If-None-Match compares weakly, for proxies weaken tags. */
bool http_list_has_etag(const char *list, const char *etag) {
    const char *wanted = opaque_tag(etag);
    const size_t size = strlen(wanted);

    if (strcmp(list, "*") == 0)
        return true;
    while (*list) {
        list = opaque_tag(list + strspn(list, ", \t"));

        const char *close = *list == '"' ? strchr(list + 1, '"') : NULL;

        if (!close)
            return false;
        if ((size_t)(close + 1 - list) == size && memcmp(list, wanted, size) == 0)
            return true;
        list = close + 1;
    }
    return false;
}
