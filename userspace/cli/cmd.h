/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a command is. Each is one cmd_*.c with one struct command.
 */
#ifndef CRASHREC_CLI_CMD_H
#define CRASHREC_CLI_CMD_H

#include <stdbool.h>

/**
 * enum exit_code - how the program ends; the worst that happened
 * @EXIT_FINE: done
 * @EXIT_NO_RECORD: there is none, or none of that number
 * @EXIT_USAGE: the command line is wrong
 * @EXIT_SOURCE: the source can't be read, written to, or is none
 * @EXIT_DAMAGED: something in the source is damaged; the rest was shown
 * @EXIT_OUTPUT: what was to be shown could not be written
 * @EXIT_NO_COMMAND: there is no such command; as git ends: for git bisect run, to
 *                   which what is below 128 is a verdict
 */
enum exit_code {
	EXIT_FINE = 0,
	EXIT_NO_RECORD = 1,
	EXIT_USAGE = 2,
	EXIT_SOURCE = 3,
	EXIT_DAMAGED = 4,
	EXIT_OUTPUT = 5,
	EXIT_NO_COMMAND = 129,
};

/* For the end of each help text. */
#define EXIT_CODES_HELP \
	"Exit status: 0 fine; 1 no record, or none of that number; 2 wrong usage;\n" \
	"3 the source can't be read or is no region; 4 something is damaged, the rest\n" \
	"was shown; 5 the output could not be written.\n"

/* The s of several, or none. */
#define PLURAL(count)	((count) == 1 ? "" : "s")

struct options;

/**
 * struct command - a command
 * @name: first word of the command line
 * @purpose: half a line, for the list of commands
 * @options: that it knows, see options_parse()
 * @operands_max: how many sequence numbers it takes
 * @takes_files: it takes names of files instead, one at least
 * @failure: exit status for wrong usage and output that could not be written,
 *           where the usual ones mean something else; 0: the usual ones
 * @takes_either: it takes either; what is no number is a file
 * @takes_sources: -f more than once; of FILEs, none is standard input
 * @help: all of its help text
 * @run: does it; returns an enum exit_code
 */
struct command {
	const char *name;
	const char *purpose;
	const char *options;
	unsigned int operands_max;
	bool takes_files;
	int failure;
	bool takes_either;
	bool takes_sources;
	const char *help;
	int (*run)(const struct options *options);
};

extern const struct command cmd_list;
extern const struct command cmd_show;
extern const struct command cmd_follow;
extern const struct command cmd_ack;
extern const struct command cmd_save;
extern const struct command cmd_stats;
extern const struct command cmd_parse;
extern const struct command cmd_bisect_log;
extern const struct command cmd_judge;
extern const struct command cmd_diff;
extern const struct command cmd_merge;
extern const struct command cmd_graph;
extern const struct command cmd_report;
extern const struct command cmd_symbolize;
extern const struct command cmd_blame;

#endif /* CRASHREC_CLI_CMD_H */
