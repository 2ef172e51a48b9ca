/*
 * account_web -- signing in and out: the pages' shapes, shared by account_web.c and its
 * pages only.
 */
#ifndef ACCOUNT_WEB_H
#define ACCOUNT_WEB_H

#include "form.h"

/* The same page for citizens and for staff; face is of whom. */
void account_sign_in_page(struct html *out, const struct form_input *input);
void account_desk_sign_in_page(struct html *out, const struct form_input *input);

#endif
