/*
 * mime -- a mail as it travels: headers and one text, all in ASCII.
 *
 * The text is UTF-8 in base64, lines of 76 characters that end in CRLF (RFC 2045); what
 * is not ASCII in a header is an encoded word (RFC 2047), cut between characters so that
 * each word is valid by itself.  Pure.
 */
#ifndef MIME_H
#define MIME_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

enum { MIME_ADDRESS_MAX = 254 };

struct mime_mail {
    const char *from, *to; /* mime_is_address() */
    const char *from_name; /* "" none */
    const char *subject;   /* one line */
    const char *text;      /* lines end in '\n' */
    const char *id;        /* "330109113.8126346241": the same mail has the same */
    int64_t now_ms;
};

/*
 * Whether it is a mail address that mail is sent to: LOCAL@DOMAIN of the letters, digits
 * and marks that need no quotes, at most MIME_ADDRESS_MAX bytes.
 */
bool mime_is_address(const char *address);

/* The whole mail, in the arena. */
const char *mime_write(struct arena *arena, const struct mime_mail *mail);

/* A header's value, encoded where it has to be, in the arena. */
const char *mime_header(struct arena *arena, const char *value);

#endif
