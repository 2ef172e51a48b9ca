/*
 * letter_office -- 落款: who signs letters, and where people turn to who do not agree.
 */
#ifndef LETTER_OFFICE_H
#define LETTER_OFFICE_H

#include <stdint.h>

#include "work.h"

/* As the town has set it; what is "" is filled from the town's own name. */
struct letter_office {
    const char *prefix; /* of numbers: 瓜沥 */
    const char *site;   /* https://…, without a slash at the end; "" as config says */
    const char *organ;
    const char *review_body;
    const char *court;
    int64_t revision; /* of what was set, 0 nothing yet */
};

extern const struct refusal letter_office_changed; /* a colleague was quicker */

/* Of a department, 0 the town: what was set, or that of the town, or the rule. */
void letter_office(struct work *work, int64_t department_id,
                   struct letter_office *office);

/* As it was set, "" where it was not; and set anew, when the revision is still the one
 * that was seen.  Refuses letter_office_changed. */
void letter_office_set(struct work *work, int64_t department_id,
                       struct letter_office *office);
const struct refusal *letter_keep_office(struct work *work, int64_t department_id,
                                         const struct letter_office *office);

#endif
