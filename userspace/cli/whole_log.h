/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A log with its text, and the reports in it.
 */
#ifndef CRASHREC_CLI_WHOLE_LOG_H
#define CRASHREC_CLI_WHOLE_LOG_H

#include <crashrec.h>

/**
 * struct whole_log_report - a report
 * @record: made of it; owned
 * @last: number of its last line, from 1
 */
struct whole_log_report {
	struct crashrec_record *record;
	uint64_t last;
};

/**
 * struct whole_log - a log
 * @text: all of it; owned
 * @lines: where each line begins, and behind them all the end; owned
 * @line_count: of them
 * @reports: as crashrec list has them, by their first line; owned
 * @report_count: of them
 */
struct whole_log {
	struct crashrec_text text;
	const char **lines;
	size_t line_count;
	struct whole_log_report *reports;
	size_t report_count;
};

/**
 * whole_log_open() - read a log
 * @log: filled; end with whole_log_close(), also on failure
 * @file: name of a file or a pipe; "-": standard input
 *
 * Return: false if it can't be read; that was told on stderr.
 */
bool whole_log_open(struct whole_log *log, const char *file);

/**
 * whole_log_line() - a line of it
 * @log: from whole_log_open()
 * @index: from 0
 * @line: set, without its newline
 *
 * Return: false if there is none.
 */
bool whole_log_line(const struct whole_log *log, size_t index,
		    struct crashrec_text *line);

/**
 * whole_log_sort_by_end() - bring its reports in the order of their last lines
 * @log: from whole_log_open()
 */
void whole_log_sort_by_end(struct whole_log *log);

/**
 * whole_log_close() - free it
 * @log: from whole_log_open()
 */
void whole_log_close(struct whole_log *log);

#endif /* CRASHREC_CLI_WHOLE_LOG_H */
