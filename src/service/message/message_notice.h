/*
 * message_notice -- messages as notices in the track of their matter; see matter_tell.h.
 *
 * Messages name reasons and papers, so their words are told to the asker who is signed
 * in, and to who acts for him; all others read what it was about, and when.
 */
#ifndef MESSAGE_NOTICE_H
#define MESSAGE_NOTICE_H

#include "matter_tell.h"

extern const struct matter_teller message_teller;

#endif
