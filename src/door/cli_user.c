#include <stdio.h>
#include <string.h>

#include "account.h"
#include "check.h"
#include "civil.h"
#include "cli.h"
#include "config.h"
#include "crypt.h"
#include "page.h"
#include "person.h"
#include "place.h"
#include "utf8.h"

enum { ANSWER_MAX = 300 };

static const struct refusal no_department = {
    REFUSED_ABSENT, "user.no_department",
    TEXT("没有这个科室代码，请先用 import town 导入科室。"), NULL
};
static const struct refusal no_outlet = {
    REFUSED_ABSENT, "user.no_outlet",
    TEXT("没有这个网点代码，请先用 import town 导入网点。"), NULL
};

/* What the words and standard input say. */
struct user {
    const char *login;
    const char *name;       /* of staff */
    const char *department; /* codes, NULL none */
    const char *outlet;
    unsigned rights;
    struct person person; /* of a resident */
    char hash[CRYPT_PASSWORD_HASH_MAX];
};

static const struct refusal *find_places(struct work *work, const struct user *user,
                                         struct account *account) {
    const struct place_book *book = place_book(work);
    const struct place_department *department =
        book && user->department ? place_department_coded(book, user->department) : NULL;
    const struct place_outlet *outlet =
        book && user->outlet ? place_outlet_coded(book, user->outlet) : NULL;

    if (user->department && !department)
        return &no_department;
    if (user->outlet && !outlet)
        return &no_outlet;
    account->department_id = department ? department->id : 0;
    account->outlet_id = outlet ? outlet->id : 0;
    return NULL;
}

static const struct refusal *add_user(struct work *work, void *context) {
    const struct user *user = context;
    struct account account = { .login = user->login,
                               .name = user->name,
                               .rights = user->rights };
    const struct refusal *refusal = find_places(work, user, &account);

    if (refusal)
        return refusal;
    if (user->rights == RIGHT_RESIDENT)
        refusal = person_keep(work, &user->person, &account.person_id);
    if (refusal)
        return refusal;
    return account_add(work, &account, user->hash, &account.id);
}

static const struct refusal *change_password(struct work *work, void *context) {
    const struct user *user = context;

    return account_set_password(work, user->login, user->hash);
}

/* ---- standard input: nothing personal stands in the list of processes ---- */

/* Asks for a line.  NULL at the end of the input or when it is not UTF-8. */
static const char *ask(struct cli *cli, const char *question) {
    char line[ANSWER_MAX];

    fprintf(stderr, "%s: ", question);
    if (!fgets(line, sizeof line, stdin))
        return NULL;
    line[strcspn(line, "\r\n")] = '\0';
    return utf8_valid_text(line, strlen(line)) ? arena_copy(cli->arena, line) : NULL;
}

static int ask_person(struct cli *cli, struct person *person) {
    const char *name = ask(cli, "name");
    const char *id_number = name ? ask(cli, "ID number") : NULL;
    const char *phone = id_number ? ask(cli, "mobile phone") : NULL;

    if (!phone || !name[0] || !check_mobile(phone) ||
        !check_citizen_id(id_number, civil_day(house_now_ms()))) {
        cli_complain("a resident needs a name, an ID number of 18 digits whose check "
                     "digit is right, and a mobile phone");
        return 0;
    }
    *person = (struct person){
        .kind = PERSON_NATURAL, .name = name, .id_number = id_number, .phone = phone
    };
    return 1;
}

static int ask_password(struct cli *cli, struct user *user) {
    const char *password = ask(cli, "password");

    if (!password || utf8_count(password) < ACCOUNT_PASSWORD_MIN) {
        cli_complain("a password has at least %d characters", ACCOUNT_PASSWORD_MIN);
        return 0;
    }
    crypt_password_hash(user->hash, password);
    return 1;
}

/* ---- words ---- */

static int read_words(struct cli *cli, struct user *user) {
    const char *role = cli_option(cli, "--role");

    user->name = cli_option(cli, "--name");
    user->department = cli_option(cli, "--department");
    user->outlet = cli_option(cli, "--outlet");
    user->rights = role ? account_role(role) : RIGHT_NONE;
    if (cli->argc != 2)
        return 0;
    user->login = cli->argv[1];
    if (strcmp(cli->argv[0], "password") == 0)
        return 1;
    if (user->rights == RIGHT_RESIDENT && !user->name)
        user->name = "";
    return strcmp(cli->argv[0], "add") == 0 && user->rights && user->name;
}

int cli_user(struct cli *cli) {
    struct user user = { .login = "" };
    int status;

    if (!read_words(cli, &user)) {
        cli_complain(
            "write: haoban user add LOGIN --role clerk|agent|reviewer|head|manager|"
            "librarian --name NAME [--department CODE] [--outlet CODE], haoban "
            "user add LOGIN --role resident, or haoban user password LOGIN");
        return 2;
    }
    if (!cli->config->integer[CONFIG_TOWN]) {
        cli_complain("which town? Write --town CODE");
        return 2;
    }

    const int adds = strcmp(cli->argv[0], "add") == 0;

    if (adds && user.rights == RIGHT_RESIDENT && !ask_person(cli, &user.person))
        return 1;
    if (!ask_password(cli, &user) || !cli_open(cli, CLI_MAY_MIGRATE))
        return 1;
    status = cli_call(cli, WORK_WRITE, adds ? add_user : change_password, &user);
    cli_close(cli);
    return status;
}
