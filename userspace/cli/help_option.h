/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Options, as the help text of a command has them. It is the only place that
 * says what an option takes, and what it is for.
 */
#ifndef CRASHREC_CLI_HELP_OPTION_H
#define CRASHREC_CLI_HELP_OPTION_H

#include <stdbool.h>

/**
 * struct help_option - an option
 * @letter: its short form, or 0
 * @name: its long form, with --
 * @takes: what it takes, as FILE; "": nothing
 * @text: what it is for, up to the first comma or the like
 */
struct help_option {
	char letter;
	char name[32];
	char takes[16];
	char text[80];
};

/**
 * help_option_next() - the next option of a help text
 * @at: where to look from: the help text at first; moved behind the option
 * @option: filled on success
 *
 * Return: false if there is no more.
 */
bool help_option_next(const char **at, struct help_option *option);

/**
 * help_option_find() - the option that a word is
 * @help: the help text
 * @word: as it was typed: -f or --file, without a value
 * @option: filled on success
 *
 * Return: false if it is none.
 */
bool help_option_find(const char *help, const char *word,
		      struct help_option *option);

/**
 * help_usage_names() - does the usage of a command name an operand?
 * @help: the help text; its usage ends with the first empty line
 * @operand: as "FILE..."
 *
 * Return: true if so.
 */
bool help_usage_names(const char *help, const char *operand);

#endif /* CRASHREC_CLI_HELP_OPTION_H */
