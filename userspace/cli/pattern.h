/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_PATTERN_H
#define CRASHREC_CLI_PATTERN_H

#include <regex.h>
#include <stdbool.h>

/**
 * struct pattern - what text is compared with
 * @glob: a shell pattern; NULL: it is a regular expression
 * @regex: compiled; not set up where @glob is not NULL
 */
struct pattern {
	const char *glob;
	regex_t regex;
};

/**
 * pattern_init() - read a pattern
 * @pattern: filled; end with pattern_exit(), unless this failed
 * @text: a shell pattern, which has to match all of a text, or an extended
 *        regular expression between slashes, which has to match part of one;
 *        stays in use
 * @why: receives what is wrong, terminated
 * @why_bytes: of it
 *
 * Return: false if it is none.
 */
bool pattern_init(struct pattern *pattern, const char *text, char *why,
		  size_t why_bytes);

/**
 * pattern_matches() - does a text match?
 * @pattern: from pattern_init()
 * @text: terminated
 *
 * Return: true if so.
 */
bool pattern_matches(const struct pattern *pattern, const char *text);

/**
 * pattern_finds() - does a part of a line match a regular expression?
 * @pattern: from pattern_init(), without a glob
 * @text: any bytes; a zero byte is a blank
 * @bytes: how many; what is longer than 4 KiB is looked at in pieces of that, as
 *         expressions may take the square of a text's length. What is found is
 *         then no longer than 1 KiB, as lines of a kernel are
 *
 * Return: true if so.
 */
bool pattern_finds(const struct pattern *pattern, const char *text,
		   size_t bytes);

/**
 * pattern_exit() - free what pattern_init() allocated
 * @pattern: from there
 */
void pattern_exit(struct pattern *pattern);

#endif /* CRASHREC_CLI_PATTERN_H */
