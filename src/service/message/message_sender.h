/*
 * message_sender -- the threads that hand SMS and mails to their gateways.
 *
 * Each channel that has a gateway gets as many threads as the setting "senders" says,
 * each with a line of its own, so that a gateway which hangs holds up nothing but its
 * own thread.  A turn of a thread, for each town:
 *
 *     take one, commit ──> call the gateway ──> record what it said, commit
 *
 * What could not be recorded is recorded before anything else is taken.  Towns take
 * turns.
 */
#ifndef MESSAGE_SENDER_H
#define MESSAGE_SENDER_H

#include "gateway.h"
#include "job.h"

struct house;
struct message_senders;

/* The settings of a channel, from the house's configuration. */
struct gateway_settings message_gateway_settings(const struct house *house,
                                                 enum gateway_channel channel);

/* Reads the secrets and checks the settings.  NULL, or an English reason. */
const char *message_check_settings(struct house *house, struct arena *arena);

/* The settings are checked.  Towns outlive the senders. */
struct message_senders *message_senders_start(struct house *house,
                                              struct job_towns towns);

/* Waits for the calls under way: at most gateway-seconds, or a few times that. */
void message_senders_stop(struct message_senders *senders);

/*
 * One turn of a channel in a town with a gateway, for the threads and for tests: says
 * whether something was done, and there may be more at once.
 */
struct message_turn;
struct message_turn *message_turn_new(struct house *house, struct job_towns towns,
                                      enum gateway_channel channel);
int message_turn_do(struct message_turn *turn);
void message_turn_free(struct message_turn *turn);

#endif
