/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A report in a text log: its lines.
 */
#ifndef CRASHREC_LIB_LOG_REPORT_H
#define CRASHREC_LIB_LOG_REPORT_H

#include "core/facts.h"
#include "log_line.h"

#define LOG_BEFORE_MAX		8	/* lines before a report that go with it */
#define LOG_TEXT_MAX_BYTES	(64U << 20)

/**
 * struct log_report - a report
 * @lines: of it, in the order of the log; their text is in the log's bytes
 * @line_count: how many
 * @before: lines of the same context from before it; line_no is the distance
 * @before_count: how many
 * @text_bytes: of @lines
 * @lines_lost: lines beyond CR_LINES_MAX, or LOG_TEXT_MAX_BYTES
 * @is_given_up: it was waited for no longer, as too much was open at once or
 *               it was silent for too long: it may miss lines, which are not
 *               counted
 * @flags: CRASHREC_REC_F_PANICKED and _SUPPRESSED, where the log says so
 *         outside of its lines
 * @caller: as in struct log_line
 * @from: likewise, of its first line
 * @from_number: likewise
 * @before_from: as @from, of the earliest line that is remembered then
 * @before_number: lines before that
 * @host: what was known before its first line
 * @is_bare: as in struct log_line
 * @first_line: number of its first line in the log, from 1
 * @last_line: of its last
 * @open_count: contexts whose lines still go to it
 * @lines_room: private
 * @next: private
 */
struct log_report {
	struct cr_line *lines;
	u32 line_count;
	struct cr_line before[LOG_BEFORE_MAX];
	u32 before_count;
	u32 text_bytes;
	u32 lines_lost;
	bool is_given_up;
	u32 flags;
	char caller[LOG_CALLER_BYTES];
	const char *from;
	u64 from_number;
	const char *before_from;
	u64 before_number;
	struct log_host host;
	bool is_bare;
	u64 first_line;
	u64 last_line;
	u32 open_count;
	u32 lines_room;
	struct log_report *next;
};

/**
 * log_report_begin() - a report begins
 * @report: zeroed
 * @first: its first line, not kept yet
 * @host: what was known of the machine's name before that
 * @earliest: of the lines before it, that are remembered
 */
void log_report_begin(struct log_report *report, const struct log_line *first,
		      const struct log_host *host,
		      const struct log_line *earliest);

/**
 * log_report_line() - a line as a record has it
 * @line: of the log
 * @line_no: of the record's line
 *
 * Return: the record's line; its text is in the log's bytes.
 */
struct cr_line log_report_line(const struct log_line *line, u32 line_no);

/**
 * log_report_keep() - a line is the report's
 * @report: has it from now on, or counts it as lost
 * @line: of the log
 *
 * Return: 0; -ENOMEM.
 */
int log_report_keep(struct log_report *report, const struct log_line *line);

/**
 * log_report_free() - free a report
 * @report: or NULL
 */
void log_report_free(struct log_report *report);

#endif /* CRASHREC_LIB_LOG_REPORT_H */
