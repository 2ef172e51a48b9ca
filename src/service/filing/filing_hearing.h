/*
 * filing_hearing -- 听证: when a hearing that was asked for may be held.
 *
 * Within 20 working days of the asking (行政许可法 art. 47), and its time and place are
 * told 7 working days before (art. 48).  The rest of it are arrows of filing_steps.c.
 */
#ifndef FILING_HEARING_H
#define FILING_HEARING_H

#include "filing_act.h"

enum { FILING_HEARING_DAYS = 20, FILING_MEETING_NOTICE_DAYS = 7 }; /* working days */

extern const struct refusal filing_no_meeting; /* when and where */
extern const struct refusal filing_meeting_too_soon;
extern const struct refusal filing_meeting_too_late;

/* Whether the meeting that an act calls is told in time and held in time; where both
 * cannot be kept any more, it is held late.  Refuses the three above. */
const struct refusal *filing_check_meeting(struct work *work, const struct matter *matter,
                                           const struct filing_act *act);

/* "2026年12月15日 14:30", in the arena. */
const char *filing_say_meeting(struct arena *arena, const struct filing_act *act);

#endif
