#include "person.h"

#include <assert.h>
#include <string.h>

#include "crypt.h"
#include "house.h"
#include "mask.h"
#include "page.h"
#include "person.sql.h"
#include "sealed.h"

const struct refusal person_unknown = { REFUSED_ABSENT, "person.unknown",
                                        TEXT("没有这个办事人的记录，请重新登记。"),
                                        NULL };

const struct refusal person_other_name = {
    REFUSED_CONFLICT, "person.other_name",
    TEXT("这个证件号登记的是另一个姓名，请核对证件。确实改过名的，请带证件到窗口更正。"),
    "name"
};

static struct db_bytes digest(struct work *work, const char *purpose, const char *plain) {
    return crypt_lookup(work->house->keyring, work->arena, purpose, plain);
}

struct db_bytes person_digest(struct work *work, const char *id_number) {
    return digest(work, "person.id_number", id_number);
}

static int64_t add(struct work *work, const struct person *given,
                   struct db_bytes id_digest) {
    const int64_t id = work_new_id(work);

    sql_person_add(work, .id = id, .kind = given->kind,
                   .name = sealed_write(work, "person.name", id, given->name),
                   .id_number =
                       sealed_write(work, "person.id_number", id, given->id_number),
                   .phone = sealed_write(work, "person.phone", id, given->phone),
                   .id_digest = id_digest,
                   .phone_digest = digest(work, "person.phone", given->phone));
    return id;
}

const struct refusal *person_keep(struct work *work, const struct person *given,
                                  int64_t *person_id) {
    const struct db_bytes id_digest = person_digest(work, given->id_number);
    struct sql_person_by_digest_row row;

    assert(given->name[0] && given->id_number[0] && given->phone[0]);
    if (!sql_person_by_digest(work, &row, .id_digest = id_digest)) {
        *person_id = add(work, given, id_digest);
        return NULL;
    }
    *person_id = row.id;
    return strcmp(sealed_read(work, "person.name", row.id, row.name), given->name) == 0
               ? NULL
               : &person_other_name;
}

const struct refusal *person_open(struct work *work, int64_t person_id,
                                  struct person *person) {
    struct sql_person_find_row row;

    if (!sql_person_find(work, &row, .id = person_id))
        return &person_unknown;
    *person = (struct person){
        .id = row.id,
        .kind = (enum person_kind)row.kind,
        .name = sealed_read(work, "person.name", row.id, row.name),
        .id_number = sealed_read(work, "person.id_number", row.id, row.id_number),
        .phone = sealed_read(work, "person.phone", row.id, row.phone),
    };
    return NULL;
}

void person_mask(struct arena *arena, struct person *person) {
    if (person->kind == PERSON_NATURAL) {
        person->name = mask_name(arena, person->name);
        person->id_number = mask_citizen_id(arena, person->id_number);
    }
    person->phone = mask_phone(arena, person->phone);
}

const struct refusal *person_masked(struct work *work, int64_t person_id,
                                    struct person *person) {
    const struct refusal *refusal = person_open(work, person_id, person);

    if (!refusal)
        person_mask(work->arena, person);
    return refusal;
}

const char *person_masked_name(struct work *work, int64_t person_id,
                               enum person_kind kind, const void *sealed, size_t size) {
    const char *name =
        sealed_read(work, "person.name", person_id, (struct db_bytes){ sealed, size });

    return kind == PERSON_NATURAL ? mask_name(work->arena, name) : name;
}

struct db_bytes person_phone_digest(struct work *work, const char *phone) {
    return digest(work, "person.phone", phone);
}

int64_t person_by_id_digest(struct work *work, struct db_bytes id_digest) {
    struct sql_person_by_digest_row row;

    return sql_person_by_digest(work, &row, .id_digest = id_digest) ? row.id : 0;
}

int64_t person_by_id_number(struct work *work, const char *id_number) {
    return person_by_id_digest(work, person_digest(work, id_number));
}

size_t person_by_phone_digest(struct work *work, struct db_bytes phone_digest,
                              int64_t ids[PERSON_OF_PHONE_MAX]) {
    struct sql_person_by_phone_row *rows;
    const size_t count = sql_person_by_phone(work, &rows, .phone_digest = phone_digest);

    assert(count <= PERSON_OF_PHONE_MAX);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    return count;
}
