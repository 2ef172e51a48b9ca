/* Where "?back=" leads: to a page of this site, whatever it says. */
#include "fuzz.h"

#include "http_private.h"
#include "route.h"

static void check_address(const char *address) {
    assert(address[0] == '/');
    assert(address[1] != '/');
    for (const char *byte = address; *byte; byte++)
        assert((unsigned char)*byte > ' ' && *byte != '\\' && *byte != 127);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct http_request *request = calloc(1, sizeof *request);
    struct exchange exchange = { .request = request };
    char *query = fuzz_string(bytes, size);

    assert(request);
    if (http_pairs_decode(&request->query, query, size) == 0)
        check_address(exchange_back(&exchange));
    free(query);
    free(request);
    return 0;
}
