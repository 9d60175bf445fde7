/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Whether the lines of a text log tell who printed them.
 */
#ifndef CRASHREC_LIB_LOG_CALLERS_H
#define CRASHREC_LIB_LOG_CALLERS_H

#include "log_line.h"

#define LOG_TOLD_MAX	32	/* of log_callers::told */

/**
 * struct log_callers - what the lines of a boot have told so far
 * @told: lines that told their caller, less those of a kernel that did not;
 *        neither below 0 nor above what is enough to tell
 * @has_untold: there were such of a kernel that did not
 * @is_doubted: a text that looks like a caller is none
 * @claims: lines with such a text in a row, but for others with a caller
 */
struct log_callers {
	u32 told;
	bool has_untold;
	bool is_doubted;
	u32 claims;
};

/**
 * log_callers_boot() - a kernel begins to print
 * @callers: zeroed before the first line
 * @line: its first
 */
void log_callers_boot(struct log_callers *callers, const struct log_line *line);

/**
 * log_callers_judge() - log_callers_is_foreign() of any line
 * @callers: likewise
 * @line: likewise
 *
 * Return: likewise.
 */
bool log_callers_judge(struct log_callers *callers, struct log_line *line);

/**
 * log_callers_is_foreign() - is a line another program's?
 * @callers: of its log
 * @line: the next one; a caller that is not believed becomes text again
 *
 * Return: true if so.
 */
static inline bool log_callers_is_foreign(struct log_callers *callers,
					  struct log_line *line)
{
	/* Most lines of a console. */
	if (callers->told == LOG_TOLD_MAX && line->caller[0] && !line->claim)
		return false;
	return log_callers_judge(callers, line);
}

/**
 * log_callers_return() - nobody believes what a line tells of its caller
 * @line: if that may be text, it is
 */
void log_callers_return(struct log_line *line);

#endif /* CRASHREC_LIB_LOG_CALLERS_H */
