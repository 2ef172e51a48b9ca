/* haoban -- the program: settings, then the subcommand of the first word. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "config.h"
#include "log.h"
#include "picture.h"

static void print_help(FILE *out) {
    fputs("haoban 好办 -- a township's public business\n\n"
          "usage: haoban COMMAND [WORDS] [--SETTING VALUE]...\n\n",
          out);
    for (size_t i = 0; i < cli_command_count; i++)
        fprintf(out, "  %-10s %s\n", cli_commands[i].name, cli_commands[i].summary);
    fputs("\n`haoban COMMAND --help` says more.\n", out);
}

static void print_command_help(const struct cli_command *command) {
    printf(
        "usage: haoban %s %s\n\n%s\n\nsettings, in the file of --config or as options:\n",
        command->name, command->words, command->summary);
    config_print_help(stdout);
}

static const struct cli_command *find_command(const char *name) {
    for (size_t i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i].name, name) == 0)
            return &cli_commands[i];
    return NULL;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct cli cli = { .arena = arena_new(), .argc = argc, .argv = argv };
    const char *why = NULL;
    int status = 2;

    if (cli_flag(&cli, "--help")) {
        print_command_help(command);
        status = 0;
    } else if (!(cli.config = config_read(cli.arena, &cli.argc, cli.argv, &why))) {
        cli_complain("%s", why);
    } else {
        log_set_level((enum log_level)log_read_level(cli.config->text[CONFIG_LOG]));
        status = command->run(&cli);
    }
    arena_free(cli.arena);
    return status;
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "--help";
    const struct cli_command *command = find_command(name);

    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "C.UTF-8");
    if (strcmp(name, "picture") == 0 && argc == 2)
        return picture_child(); /* of this program, for itself */
    if (command)
        return run(command, argc - 2, argv + 2);
    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return argc > 1 ? 0 : 2;
    }
    cli_complain("there is no command '%s'; `haoban --help` lists them", name);
    return 2;
}
