#include "http_private.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "text.h"

/* Digits up to a sign; false when there are none, or too many. */
static bool read_number(const char **at, int64_t *number) {
    const size_t size = strspn(*at, "0123456789");
    char digits[20];

    if (size == 0 || size >= sizeof digits)
        return false;
    memcpy(digits, *at, size);
    digits[size] = '\0';
    *at += size;
    return text_read_int(digits, number);
}

/* "-500": the last so many. */
static enum http_range read_suffix(const char *at, int64_t size, int64_t *first,
                                   int64_t *count) {
    int64_t wanted;

    if (!read_number(&at, &wanted) || *at)
        return HTTP_RANGE_WHOLE;
    if (wanted == 0 || size == 0)
        return HTTP_RANGE_NONE;
    *count = wanted < size ? wanted : size;
    *first = size - *count;
    return HTTP_RANGE_PART;
}

/*
 * RFC 9110, 14.2: what is not understood, and more stretches than one, is answered with
 * the whole.
 */
enum http_range http_range_read(const char *header, int64_t size, int64_t *first,
                                int64_t *count) {
    static const char unit[] = "bytes=";
    const char *at = header + strlen(unit);
    int64_t last = size - 1;

    assert(size >= 0);
    if (strncasecmp(header, unit, strlen(unit)) != 0)
        return HTTP_RANGE_WHOLE;
    if (*at == '-')
        return read_suffix(at + 1, size, first, count);
    if (!read_number(&at, first) || *at++ != '-')
        return HTTP_RANGE_WHOLE;
    if (*at && (!read_number(&at, &last) || *at || last < *first))
        return HTTP_RANGE_WHOLE;
    if (*first >= size)
        return HTTP_RANGE_NONE;
    *count = (last < size ? last : size - 1) - *first + 1;
    return HTTP_RANGE_PART;
}
