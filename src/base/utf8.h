/*
 * utf8 -- text as code points.
 *
 * Everything that enters the program is checked with utf8_valid() once; all
 * other functions may rely on it.  Valid means RFC 3629: no surrogates, no
 * overlong forms, nothing above U+10FFFF.  Rare characters of plane 2 are valid.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the bytes are valid UTF-8; a NUL among them is.  NULL bytes need size 0. */
bool utf8_valid(const void *bytes, size_t size);

/*
 * Valid, and free of NUL, DEL and C0/C1 controls except tab, newline, return, and of
 * noncharacters (Unicode 23.7).
 */
bool utf8_valid_text(const void *bytes, size_t size);

/* Returns the next code point and moves the cursor; 0 at the terminator, and stays. */
uint32_t utf8_next(const char **cursor);

/* Code points in a valid string. */
size_t utf8_count(const char *string);

/* Writes a code point's bytes, no terminator, and returns how many (1 to 4). */
size_t utf8_put(char out[4], uint32_t point);

/* Bytes in the longest prefix of at most size bytes that ends between code points. */
size_t utf8_prefix(const char *string, size_t size);

#endif
