/*
 * filing_asker -- who hands in: the form of a new filing, at a window and in the API.
 *
 * A person has a name and a 居民身份证号, a firm a name and a 统一社会信用代码; which of
 * them the fields hold is known only when the form has been read.
 */
#ifndef FILING_ASKER_H
#define FILING_ASKER_H

#include "form.h"
#include "person.h"
#include "work.h"

/* item, kind (person or firm), name, id_number, phone, statement; settle: it is done on
 * the spot; got_1 …: the version's papers that were handed over. */
extern const struct form filing_new_form;

/* The field of the version's paper with a number from 1 to FILING_DEFECTS_MAX. */
const char *filing_got_field(size_t paper);

/* The papers that the form says were handed over, one a line, in the arena. */
struct item_version;
const char *filing_say_received(struct arena *arena, const struct form_input *form,
                                const struct item_version *version);

/*
 * Checks name and number for the kind that was chosen, and gives the person with its
 * values normalised.  Errors go beside their fields; the first is the refusal.
 */
const struct refusal *filing_read_asker(struct work *work, enum language language,
                                        struct form_input *input, struct person *asker);

#endif
