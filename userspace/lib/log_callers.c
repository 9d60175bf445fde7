// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Where other lines tell their caller, one that does not is another program's.
 *
 * A console has the caller right behind the time, where a kernel that tells
 * none prints a blank: no text of the kernel can stand there. So a line that
 * has it is believed. As programs print such lines too, like those of another
 * machine, it takes many until a kernel's line without is another's; and many
 * without are of another kernel.
 *
 * dmesg puts a blank between the two. Then what looks like a caller may be text
 * that begins with a comm. A kernel tells the caller of each line or of none:
 * the first line without one settles it, up to the next boot or to so many
 * lines with one that no task prints them undisturbed. Till then a line that
 * has one is believed, and should the log begin with forged ones, what is not
 * forged still opens its reports.
 */
#include "log_callers.h"

#define TOLD_ENOUGH	16	/* of log_callers::told: the log's lines tell their caller */
#define CLAIMS_ENOUGH	256	/* in a row: another kernel's, which tells it */

void log_callers_return(struct log_line *line)
{
	if (!line->claim)
		return;
	line->bytes += (u32)(line->text - line->claim);
	line->text = line->claim;
	line->claim = NULL;
	if (line->bytes > LOG_LINE_MAX_BYTES) {
		line->bytes = LOG_LINE_MAX_BYTES;
		line->is_cut = true;
	}
	memset(line->caller, 0, sizeof(line->caller));
}

void log_callers_boot(struct log_callers *callers, const struct log_line *line)
{
	memset(callers, 0, sizeof(*callers));
	callers->has_untold = !line->caller[0];
	callers->is_doubted = !line->claim;
}

/* A line that may tell its caller behind a blank. */
static bool believes(struct log_callers *callers)
{
	if (++callers->claims >= CLAIMS_ENOUGH)
		callers->is_doubted = false;
	return !callers->is_doubted;
}

/* A line of a kernel, without a caller that is believed. */
static bool is_untold_foreign(struct log_callers *callers)
{
	callers->has_untold = true;
	if (callers->told)
		callers->told--;
	return callers->told >= TOLD_ENOUGH;
}

bool log_callers_judge(struct log_callers *callers, struct log_line *line)
{
	if (line->is_bare)
		return callers->told >= TOLD_ENOUGH ||
		       (callers->told && !callers->has_untold) ||
		       (callers->claims && !callers->is_doubted);
	if (line->claim) {
		if (believes(callers))
			return false;
		log_callers_return(line);
		return is_untold_foreign(callers);
	}
	if (line->caller[0]) {
		if (callers->told < LOG_TOLD_MAX)
			callers->told++;
		return false;
	}
	if (!line->is_aside) {
		callers->is_doubted = true;
		callers->claims = 0;
	}
	return is_untold_foreign(callers);
}
