/*
 * letter_notice -- letters as notices in the track of their matter; see matter_tell.h.
 *
 * Everybody who may follow the matter is told which letters there are; the asker, and who
 * acts for him, finds the PDF behind each.
 */
#ifndef LETTER_NOTICE_H
#define LETTER_NOTICE_H

#include "matter_tell.h"

extern const struct matter_teller letter_teller;

#endif
