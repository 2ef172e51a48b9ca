/*
 * mandate -- 授权: who may act for whom at the hall, in what, and until when.
 *
 *            ask (agent)         give (principal)
 *     (none) -----------> asked 1 ------------------> given 2
 *        |                   |   |  \--refuse (principal)--> refused 5
 *        |                   |   \--take_back (agent), lapse--> ended 3
 *        +--give, record---> given 2 --revoke (principal, window)--> revoked 4
 *                                \--resign (agent), expire--> ended 3
 *
 * The principal (被代理人) is a person or a firm; the agent (代理人) is a person, or the
 * agents of a village's or community's outlet (代办员), whoever they are that day.  A
 * mandate names both, what for, and until when, and the principal has signed it (民法典
 * art. 165): he signed in and gave it, or a clerk saw his signed letter, or saw him.  He
 * takes it back whenever he likes and the agent resigns (art. 173).  An applicant may be
 * represented unless he has to come himself (行政许可法 art. 29); an agent of a village
 * is free of charge and voluntary (浙江省保障“最多跑一次”改革规定 art. 30).
 *
 * Both are kept as they were named, sealed, and found by the keyed digest of the number.
 * Whoever names somebody learns nothing of him: no person is made, and a wrong name only
 * makes a mandate that nobody finds, because the name must be the person's.
 *
 * A mandate has its own chain in the ledger; an event covers the row and, as the part
 * "mandate", what it says else.  Its end is looked at whenever it is used; the nightly
 * sweep only writes it down.
 */
#ifndef MANDATE_H
#define MANDATE_H

#include <stdint.h>

#include "ledger.h"
#include "person.h"
#include "work.h"

enum mandate_basis {
    MANDATE_FAMILY = 1,  /* 家人代办 */
    MANDATE_VILLAGE = 2, /* 村社代办员全程代办 */
    MANDATE_FIRM = 3,    /* 单位经办人 */
    MANDATE_LETTER = 4,  /* 书面委托他人 */
};

enum mandate_scope {
    MANDATE_ALL = 1,      /* everything that the hall does */
    MANDATE_ITEMS = 2,    /* words: codes of items */
    MANDATE_SUBJECTS = 3, /* words: codes of subjects */
    MANDATE_MATTER = 4,   /* words: the number of one case */
};

enum mandate_consent {
    MANDATE_SILENT = 0,
    MANDATE_SIGNED_IN = 1, /* the principal gave it, signed in as himself */
    MANDATE_SIGNED = 2,    /* a clerk saw the letter that he signed */
    MANDATE_PRESENT = 3,   /* he came himself and a clerk saw his ID */
};

enum mandate_state {
    MANDATE_ASKED = 1,
    MANDATE_GIVEN,
    MANDATE_ENDED,
    MANDATE_REVOKED,
    MANDATE_REFUSED
};

enum {
    MANDATE_YEARS_MAX = 3,    /* from the first day to the last; then it is renewed */
    MANDATE_WORDS_MAX = 20,   /* of a scope */
    MANDATE_LETTER_MAX = 100, /* characters */
    MANDATE_GIVEN_MAX = 20,   /* of a principal, that hold or will */
    MANDATE_ASKED_MAX = 10,   /* that an agent waits for */
};

/* Plain, in the work's arena: never log it. */
struct mandate_party {
    enum person_kind kind; /* an agent is PERSON_NATURAL */
    const char *name;
    const char *id_number;
};

struct mandate {
    int64_t id;
    enum mandate_basis basis;
    struct mandate_party principal;
    struct mandate_party agent; /* "" and "" where an outlet acts */
    int64_t outlet_id;          /* of village agents, else 0 */
    const char *relation;       /* 儿子; "" not said */
    enum mandate_scope scope;
    const char *words;     /* of the scope, a blank between; "" for all */
    int from_day, end_day; /* yyyymmdd, both included */
    enum mandate_consent consent;
    const char *letter; /* number or place of the signed letter; "" none */
    enum mandate_state state;
    int64_t recorded_by;                            /* account */
    int64_t asked_ms, given_ms, over_ms;            /* 0: not yet */
    struct db_bytes principal_digest, agent_digest; /* keyed; no bytes for an outlet */
    struct ledger_head head;
};

/* A mandate to be made; checked by a form. */
struct mandate_new {
    enum mandate_basis basis;
    struct mandate_party principal; /* of give: not read, it is the actor */
    struct mandate_party agent;     /* of ask: likewise; not read for MANDATE_VILLAGE */
    int64_t outlet_id;              /* for MANDATE_VILLAGE, else 0 */
    const char *relation;
    enum mandate_scope scope;
    const char *words;
    int from_day, end_day;
    enum mandate_consent consent; /* of record: MANDATE_SIGNED or MANDATE_PRESENT */
    const char *letter;           /* of MANDATE_SIGNED: required */
};

/*
 * Gives one as the resident who is signed in, lets him ask for one of somebody else, or
 * records one at a window, where a clerk saw both IDs and the letter or the principal.
 * Each sets *id.  All refuse mandate_wrong_days (ends before it begins, in the past, or
 * later than MANDATE_YEARS_MAX), mandate_no_scope, mandate_self, mandate_no_firm,
 * mandate_there; give and record mandate_too_many, mandate_no_village; ask
 * mandate_too_many_asked; record mandate_no_letter; give and ask mandate_no_person.
 */
const struct refusal *mandate_give(struct work *work, const struct mandate_new *given,
                                   int64_t *id);
const struct refusal *mandate_ask(struct work *work, const struct mandate_new *given,
                                  int64_t *id);
const struct refusal *mandate_record(struct work *work, const struct mandate_new *given,
                                     int64_t *id);

/*
 * Reads one that the actor has to do with: a resident who gave it or acts by it, or a
 * clerk or manager.  Refuses mandate_unknown.
 */
const struct refusal *mandate_find(struct work *work, int64_t id,
                                   struct mandate *mandate);

/*
 * A verb of the diagram, by its word: give, refuse, take_back, revoke, resign.  The
 * reason is for both.  Refuses what mandate_find() and give refuse, mandate_over for
 * giving what has ended by then, mandate_no_reason for a window that revokes without
 * one, and mandate_wrong_state, also for a verb that is not the actor's.
 */
const struct refusal *mandate_do(struct work *work, int64_t id, const char *verb,
                                 const char *reason);

/* Ends what is over; for the daily job.  Says how many. */
int mandate_sweep(struct work *work);

/* What verifying reads. */
extern const struct ledger_part_kind mandate_part;

#endif
