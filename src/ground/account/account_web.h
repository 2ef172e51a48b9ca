/*
 * account_web -- signing in and out, for citizens, staff and programs.
 *
 * The pages are shared by account_web.c and account_*.html only.
 */
#ifndef ACCOUNT_WEB_H
#define ACCOUNT_WEB_H

#include "form.h"

extern const struct route_table account_routes;

void account_sign_in_page(struct html *out, const struct form_input *input);
void account_desk_sign_in_page(struct html *out, const struct form_input *input);

#endif
