#include <stdio.h>
#include <string.h>

#include "check.h"
#include "cli.h"
#include "config.h"
#include "message_delivery.h"
#include "message_wording.h"
#include "mime.h"

enum { ANSWER_MAX = 300 };

/* One that proves that a gateway works, to an address of one's own. */
struct trial {
    enum delivery_channel channel;
    char address[ANSWER_MAX];
};

static const struct refusal *queue(struct work *work, void *context) {
    const struct trial *trial = context;

    delivery_queue(work, &(struct delivery_new){
                             .channel = trial->channel,
                             .event = "trial",
                             .address = trial->address,
                             .text = arena_format(work->arena, "%s这是一条试发的通知。",
                                                  message_sign(work)) });
    return NULL;
}

/* The address stands in no list of processes. */
static int ask_address(struct trial *trial) {
    const int sms = trial->channel == DELIVERY_SMS;

    fprintf(stderr, "%s: ", sms ? "mobile phone" : "mail address");
    if (!fgets(trial->address, sizeof trial->address, stdin))
        trial->address[0] = '\0';
    trial->address[strcspn(trial->address, "\r\n")] = '\0';
    if (sms ? check_mobile(trial->address) : mime_is_address(trial->address))
        return 1;
    cli_complain(sms ? "a mobile phone has 11 digits"
                     : "a mail address looks like name@example.cn");
    return 0;
}

int cli_message(struct cli *cli) {
    const char *word =
        cli->argc == 2 && strcmp(cli->argv[0], "test") == 0 ? cli->argv[1] : "";
    struct trial trial = { .channel = DELIVERY_SMS };
    int status;

    if (strcmp(word, "mail") == 0)
        trial.channel = DELIVERY_MAIL;
    else if (strcmp(word, "sms") != 0) {
        cli_complain("write: haoban message test sms, or haoban message test mail");
        return 2;
    }
    if (!cli->config->integer[CONFIG_TOWN]) {
        cli_complain("which town? Write --town CODE");
        return 2;
    }
    if (!ask_address(&trial) || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, queue, &trial);
    cli_close(cli);
    if (status == 0)
        printf("queued; the server hands it over, and /desk/deliveries tells what became "
               "of it\n");
    return status;
}
