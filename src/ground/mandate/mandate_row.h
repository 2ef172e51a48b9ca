/*
 * mandate_row -- a mandate as it stands in its row; for mandate's own files.
 *
 * Six statements give the same columns, each in a struct of its own; MANDATE_OF() reads
 * any of them.  Names and numbers are opened, so it is plain from there on.
 */
#ifndef MANDATE_ROW_H
#define MANDATE_ROW_H

#include <string.h>

#include "mandate.h"
#include "sealed.h"

/* A mandate of a row, in the arena of the work. */
#define MANDATE_OF(work, row)                                                            \
    (struct mandate) {                                                                   \
        .id = (row).id, .basis = (enum mandate_basis)(row).basis,                        \
        .principal = { (enum person_kind)(row).principal_kind,                           \
                       mandate_open(work, "principal_name", (row).id,                    \
                                    (row).principal_name),                               \
                       mandate_open(work, "principal_number", (row).id,                  \
                                    (row).principal_number) },                           \
        .agent = { PERSON_NATURAL,                                                       \
                   mandate_open(work, "agent_name", (row).id, (row).agent_name),         \
                   mandate_open(work, "agent_number", (row).id, (row).agent_number) },   \
        .outlet_id = (row).outlet_id,                                                    \
        .relation = mandate_open(work, "relation", (row).id, (row).relation),            \
        .scope = (enum mandate_scope)(row).scope, .words = (row).words,                  \
        .from_day = (int)(row).from_day, .end_day = (int)(row).end_day,                  \
        .consent = (enum mandate_consent)(row).consent,                                  \
        .letter = mandate_open(work, "letter", (row).id, (row).letter),                  \
        .state = (enum mandate_state)(row).state, .recorded_by = (row).recorded_by,      \
        .asked_ms = (row).asked_ms, .given_ms = (row).given_ms,                          \
        .over_ms = (row).over_ms, .principal_digest = (row).principal_digest,            \
        .agent_digest = (row).agent_digest,                                              \
        .head = mandate_head((row).head_ordinal, (row).head_digest),                     \
    }

/* Opens a sealed column of a mandate, by its name. */
const char *mandate_open(struct work *work, const char *column, int64_t id,
                         struct db_bytes sealed);

/* Seals it, likewise. */
struct db_bytes mandate_close(struct work *work, const char *column, int64_t id,
                              const char *plain);

/* The head of the chain, as the row keeps it. */
struct ledger_head mandate_head(int64_t ordinal, struct db_bytes digest);

/* The actor as a party.  Says 0 when the account belongs to no person. */
int mandate_self_of(struct work *work, struct mandate_party *self);

/* Who the actor is to a mandate; a set. */
enum mandate_part_taken {
    MANDATE_PRINCIPAL = 1 << 0,
    MANDATE_AGENT = 1 << 1,
    MANDATE_WINDOW = 1 << 2, /* a clerk or manager */
    MANDATE_PROGRAM = 1 << 3,
};
unsigned mandate_parts_of(struct work *work, const struct mandate *mandate);

#endif
