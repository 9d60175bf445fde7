// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec: finds the command, and sees to it that all output was written.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "complete.h"
#include "options.h"
#include "terminal.h"

#ifndef CRASHREC_VERSION
#define CRASHREC_VERSION	"unknown"
#endif

static const struct command * const commands[] = {
	&cmd_list,
	&cmd_show,
	&cmd_follow,
	&cmd_ack,
	&cmd_save,
	&cmd_stats,
	&cmd_parse,
	&cmd_bisect_log,
	&cmd_judge,
	&cmd_diff,
	&cmd_merge,
	&cmd_graph,
	&cmd_report,
	&cmd_symbolize,
	&cmd_blame,
};

#define COMMAND_COUNT	(sizeof(commands) / sizeof(commands[0]))

static void print_help(void)
{
	size_t i;

	fputs("crashrec reads the crash reports that the crashrec module recorded, and those in\n"
	      "text logs.\n\n"
	      "usage: crashrec COMMAND [OPTION...]\n\n", stdout);
	for (i = 0; i < COMMAND_COUNT; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->purpose);
	fputs("\nWhat to do next:\n"
	      "  crashrec list              what was recorded, also before the last reboot\n"
	      "  crashrec show 3            all of record 3\n"
	      "  crashrec list -f FILE      the same from the host, out of a guest's region\n"
	      "  crashrec parse FILE        the reports in a console log, or what dmesg gave\n"
	      "  crashrec judge FILE        what a test run tells, for git bisect run\n"
	      "  crashrec COMMAND --help    options and exit status\n\n"
	      "Without -f the source is /dev/crashrec: the module must be loaded\n"
	      "(modprobe crashrec), and reading needs CAP_SYSLOG (sudo).\n\n"
	      EXIT_CODES_HELP, stdout);
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < COMMAND_COUNT; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static bool is_asking(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h") ||
	       !strcmp(word, "help");
}

static int run_command(const struct command *command, int argc, char **argv)
{
	int code = command->failure ? command->failure : EXIT_USAGE;
	struct options options;

	if (options_parse(&options, command, argc, argv)) {
		code = EXIT_FINE;
		terminal_begin(&options.terminal);
		if (options.help)
			fputs(command->help, stdout);
		else
			code = command->run(&options);
	}
	options_free(&options);
	return code;
}

static int complain_of_command(const char *name)
{
	complain("'%s' is no command: crashrec alone lists them", name);
	return EXIT_NO_COMMAND;
}

/* @name: NULL: of all */
static int help(const char *name)
{
	const struct command *command = name ? find_command(name) : NULL;

	if (name && !command)
		return complain_of_command(name);
	if (command)
		fputs(command->help, stdout);
	else
		print_help();
	return EXIT_FINE;
}

static int run(int argc, char **argv, int *output_failure)
{
	const struct command *command;

	if (argc < 2 || is_asking(argv[1]))
		return help(argc > 2 ? argv[2] : NULL);
	if (!strcmp(argv[1], "--version")) {
		puts("crashrec " CRASHREC_VERSION);
		return EXIT_FINE;
	}
	if (!strcmp(argv[1], "--complete")) {
		complete(commands, COMMAND_COUNT, argv + 2, (size_t)argc - 2);
		return EXIT_FINE;
	}
	command = find_command(argv[1]);
	if (command && command->failure)
		*output_failure = command->failure;
	if (command)
		return run_command(command, argc - 1, argv + 1);
	return complain_of_command(argv[1]);
}

int main(int argc, char **argv)
{
	int output_failure = EXIT_OUTPUT;
	int code = run(argc, argv, &output_failure);

	if (fflush(stdout) || ferror(stdout)) {
		complain("the output could not be written: is there room where it goes?");
		code = output_failure;
	}
	terminal_end();
	return code;
}
