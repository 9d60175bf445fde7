/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The reports in a text log.
 */
#ifndef CRASHREC_LIB_LOG_REPORTS_H
#define CRASHREC_LIB_LOG_REPORTS_H

#include "core/grammar.h"
#include "log_around.h"
#include "log_callers.h"
#include "log_line.h"
#include "log_report.h"

#define LOG_RECENT_MAX		64	/* lines among which those are looked for */
#define LOG_CONTEXTS_MAX	64	/* that have a report open at once */

/**
 * struct log_recent - a line that was read
 * @line: the line
 * @is_taken: it is part of a report
 */
struct log_recent {
	struct log_line line;
	bool is_taken;
};

/**
 * struct log_context - whose lines are one text, while a report is open in it
 * @caller: as in struct log_line
 * @grammar: of the open report
 * @before: likewise, before the last line
 * @report: likewise; NULL: @kept may prove to be its first line
 * @kept: line that perhaps opened a report
 * @kept_host: what was known of the machine's name before it
 * @kept_at: its log_reports::recent_at
 * @last_number: of its last line in the log
 * @noise: lines since then that are not the report's
 * @has_ended: the report's last line was its last, but for a panic
 * @is_bare: the report's lines have no prefix
 * @is_indented: the report's lines begin with a space more than printed
 */
struct log_context {
	char caller[LOG_CALLER_BYTES];
	struct cr_grammar grammar;
	struct cr_grammar before;
	struct log_report *report;
	struct log_line kept;
	struct log_host kept_host;
	u64 kept_at;
	u64 last_number;
	u32 noise;
	bool has_ended;
	bool is_indented;
	bool is_bare;
};

/**
 * struct log_reports - a log that is cut into reports
 * @reader: of its lines
 * @host: what was known of the machine's name before the last line
 * @around: what it tells besides
 * @recent: the last lines, a ring
 * @recent_at: ordinal of the last, from 1
 * @contexts: those with a report open
 * @context_count: how many
 * @oldest: the reports not given yet, in the order in which they begin
 * @youngest: last of them
 * @waiting: how many
 * @given: freed with the next
 * @callers: what is known of those that its lines tell
 * @is_prefixed: lines of this boot's kernel have a prefix
 * @at_end: all was read
 * @error: 0 or -ENOMEM
 */
struct log_reports {
	struct log_reader reader;
	struct log_host host;
	struct log_around around;
	struct log_recent recent[LOG_RECENT_MAX];
	u64 recent_at;
	struct log_context contexts[LOG_CONTEXTS_MAX];
	u32 context_count;
	struct log_report *oldest;
	struct log_report *youngest;
	u32 waiting;
	struct log_report *given;
	struct log_callers callers;
	bool is_prefixed;
	bool at_end;
	int error;
};

/**
 * log_reports_init() - begin to cut a log into reports
 * @log: set up; free it with log_reports_exit()
 * @data: any bytes; stay in use
 * @bytes: how many
 */
void log_reports_init(struct log_reports *log, const char *data,
		      size_t bytes);

/**
 * log_reports_next() - the next report
 * @log: from log_reports_init()
 * @report: set to it; lives until the next call
 *
 * Return: 1; 0: there is none left; -ENOMEM.
 */
int log_reports_next(struct log_reports *log,
		     const struct log_report **report);

/**
 * log_reports_exit() - free what it holds
 * @log: from log_reports_init()
 */
void log_reports_exit(struct log_reports *log);

#endif /* CRASHREC_LIB_LOG_REPORTS_H */
