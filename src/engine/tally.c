#include "tally.h"

#include <assert.h>

#include "crypt.h"
#include "house.h"
#include "tally.sql.h"

static struct db_bytes digest_of(struct work *work, const char *name, const char *whose) {
    assert(name[0] && whose[0]);
    return crypt_lookup(work->house->keyring, work->arena, "tally",
                        arena_format(work->arena, "%s\n%s", name, whose));
}

int64_t tally_count(struct work *work, const char *name, const char *whose) {
    struct sql_tally_find_row row;

    return sql_tally_find(work, &row, .name = name,
                          .digest = digest_of(work, name, whose))
               ? row.value
               : 0;
}

int64_t tally_add(struct work *work, const char *name, const char *whose,
                  int64_t ends_ms) {
    struct sql_tally_add_row row;

    assert(ends_ms > work->now_ms);
    if (!sql_tally_add(work, &row, .name = name, .digest = digest_of(work, name, whose),
                       .ends_ms = ends_ms))
        return 0; /* only under a fault */
    assert(row.value > 0);
    return row.value;
}

void tally_renew(struct work *work, const char *name, const char *whose,
                 int64_t ends_ms) {
    assert(ends_ms > work->now_ms);
    sql_tally_renew(work, .name = name, .digest = digest_of(work, name, whose),
                    .ends_ms = ends_ms);
}

void tally_forget(struct work *work, const char *name, const char *whose) {
    sql_tally_forget(work, .name = name, .digest = digest_of(work, name, whose));
}

void tally_sweep(struct work *work) {
    sql_tally_sweep(work);
}
