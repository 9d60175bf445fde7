/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What a log tells about a report outside of its lines.
 */
#ifndef CRASHREC_LIB_LOG_AROUND_H
#define CRASHREC_LIB_LOG_AROUND_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct log_around - a log, as far as it was looked through
 * @data: its bytes
 * @end: behind them
 * @panic: the next panic; NULL: there is none
 * @boot: the next boot; NULL: there is none
 * @is_begun: @panic and @boot are known
 * @is_judged: @is_quiet is known
 * @is_quiet: see log_around_is_quiet()
 */
struct log_around {
	const char *data;
	const char *end;
	const char *panic;
	const char *boot;
	bool is_begun;
	bool is_judged;
	bool is_quiet;
};

/**
 * log_around_init() - begin a log
 * @around: set up
 * @data: any bytes; stay in use
 * @bytes: how many
 */
void log_around_init(struct log_around *around, const char *data,
		     size_t bytes);

/**
 * log_around_panics() - did the kernel panic after a report?
 * @around: of the log
 * @at: in the log, where the report begins; not before that of the last call
 * @is_prefixed: lines of the kernel have a prefix: one that tells of a boot and
 *               has none is a program's
 *
 * Return: true if a panic stands between there and the next boot.
 */
bool log_around_panics(struct log_around *around, const char *at,
		       bool is_prefixed);

/**
 * log_around_is_quiet() - are the log's reports of no interest?
 * @around: of the log
 *
 * So they are where the test bed itself ran out of memory or broke.
 *
 * Return: true if so.
 */
bool log_around_is_quiet(struct log_around *around);

#endif /* CRASHREC_LIB_LOG_AROUND_H */
