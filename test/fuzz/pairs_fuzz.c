/* Query, body, cookies, path and lists of headers: refused, or decoded to valid text. */
#include "fuzz.h"

#include "http_private.h"

static void check_pairs(const struct http_pairs *pairs) {
    assert(pairs->count <= HTTP_PAIRS_MAX);
    for (size_t i = 0; i < pairs->count; i++) {
        const struct http_pair *pair = &pairs->pair[i];

        assert(utf8_valid(pair->name, strlen(pair->name)));
        assert(utf8_valid(pair->value, strlen(pair->value)));
        assert(http_pair_value(pairs, pair->name));
    }
}

static void check_path(char *path) {
    if (http_path_decode(path) != 0)
        return;
    assert(utf8_valid(path, strlen(path)));
    assert(!strpbrk(path, "\r\n\t"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct http_pairs pairs = { 0 };
    char *string;

    if (size == 0)
        return 0;
    string = fuzz_string(bytes + 1, size - 1);
    switch (bytes[0] % 5) {
    case 0:
        if (http_pairs_decode(&pairs, string, size - 1) == 0)
            check_pairs(&pairs);
        break;
    case 1:
        if (http_cookies_decode(&pairs, string) == 0)
            check_pairs(&pairs);
        break;
    case 2: check_path(string); break;
    case 3: http_list_accepts_gzip(string); break;
    default: http_list_has_etag(string, "\"a\"");
    }
    free(string);
    return 0;
}
