#include "sealed.h"

#include "crypt.h"
#include "house.h"
#include "text.h"

static const char *context_of(struct work *work, const char *column, int64_t id) {
    struct text out = { .arena = work->arena };

    text_add(&out, column);
    text_add_byte(&out, ' ');
    text_add_int(&out, work->town);
    text_add_byte(&out, ' ');
    text_add_int(&out, id);
    return text_string(&out);
}

struct db_bytes sealed_write(struct work *work, const char *column, int64_t id,
                             const char *plain) {
    return crypt_seal(work->house->keyring, work->arena, context_of(work, column, id),
                      plain);
}

const char *sealed_read(struct work *work, const char *column, int64_t id,
                        struct db_bytes sealed) {
    const char *plain = crypt_open(work->house->keyring, work->arena,
                                   context_of(work, column, id), sealed);

    if (!plain)
        work_fault(work, "%s of %lld does not open: changed, or the key is missing",
                   column, (long long)id);
    return plain ? plain : "";
}
