#include "mime.h"

#include <assert.h>
#include <ctype.h>
#include <openssl/evp.h>
#include <string.h>

#include "arena.h"
#include "civil.h"
#include "text.h"
#include "utf8.h"

/* An encoded word has 75 characters at most: "=?UTF-8?B?" 60 "?=". */
enum { WORD_BYTES = 45, LINE_BYTES = 57, STAMP_SIZE = 30 };

bool mime_is_address(const char *address) {
    const char *at = strchr(address, '@');
    const char *dot = at ? strchr(at, '.') : NULL;

    if (!at || at == address || strlen(address) > MIME_ADDRESS_MAX || !dot ||
        strchr(at + 1, '@') || strstr(address, "..") || at[1] == '.' || at[1] == '-')
        return false;
    for (const char *c = address; *c; c++) {
        const bool local = c < at;

        if (!isalnum((unsigned char)*c) && c != at && !strchr(local ? "._%+-" : ".-", *c))
            return false;
    }
    return at[-1] != '.' && address[0] != '.' &&
           isalnum((unsigned char)address[strlen(address) - 1]);
}

static void add_base64(struct text *out, const char *bytes, size_t size) {
    uint8_t coded[4 * LINE_BYTES / 3 + 4];

    assert(size <= LINE_BYTES);
    EVP_EncodeBlock(coded, (const uint8_t *)bytes, (int)size);
    text_add(out, (const char *)coded);
}

static bool is_ascii(const char *value) {
    for (; *value; value++)
        if ((unsigned char)*value >= 0x7f || (unsigned char)*value < ' ')
            return false;
    return true;
}

const char *mime_header(struct arena *arena, const char *value) {
    struct text out = { .arena = arena };

    if (is_ascii(value) && strlen(value) <= WORD_BYTES)
        return value;
    while (*value) {
        const size_t left = strlen(value);
        const size_t size = left < WORD_BYTES ? left : utf8_prefix(value, WORD_BYTES);

        text_add(&out, out.length ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        add_base64(&out, value, size);
        text_add(&out, "?=");
        value += size;
    }
    return text_string(&out);
}

static void add_text(struct text *out, struct arena *arena, const char *text) {
    struct text lines = { .arena = arena };

    for (; *text; text++)
        if (*text == '\n')
            text_add(&lines, "\r\n");
        else
            text_add_byte(&lines, *text);
    text_add(&lines, "\r\n");
    for (size_t at = 0; at < lines.length; at += LINE_BYTES) {
        const size_t left = lines.length - at;

        add_base64(out, lines.bytes + at, left < LINE_BYTES ? left : LINE_BYTES);
        text_add(out, "\r\n");
    }
}

const char *mime_write(struct arena *arena, const struct mime_mail *mail) {
    struct text out = { .arena = arena };
    char stamp[STAMP_SIZE];

    assert(mime_is_address(mail->from));
    assert(mime_is_address(mail->to));
    civil_write_http_date(stamp, mail->now_ms);
    /* RFC 5322 has "+0000" where HTTP has "GMT". */
    text_addf(&out, "Date: %.*s+0000\r\n", (int)(strlen(stamp) - strlen("GMT")), stamp);
    text_addf(&out, "From: %s <%s>\r\n", mime_header(arena, mail->from_name), mail->from);
    text_addf(&out, "To: <%s>\r\n", mail->to);
    text_addf(&out, "Subject: %s\r\n", mime_header(arena, mail->subject));
    text_addf(&out, "Message-ID: <%s@%s>\r\n", mail->id, strchr(mail->from, '@') + 1);
    text_add(&out, "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=UTF-8\r\n"
                   "Content-Transfer-Encoding: base64\r\n"
                   "Auto-Submitted: auto-generated\r\n\r\n");
    add_text(&out, arena, mail->text);
    return text_string(&out);
}
