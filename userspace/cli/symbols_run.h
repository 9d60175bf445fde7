/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Commands that take either records of a source, or logs, and show them by their
 * debug information.
 */
#ifndef CRASHREC_CLI_SYMBOLS_RUN_H
#define CRASHREC_CLI_SYMBOLS_RUN_H

#include <crashrec.h>

struct options;
struct reading;
struct symbols_view;
struct whole_log;

/**
 * struct symbols_shower - how a command shows
 * @record: a record of a source
 * @log: a log, which it may sort; @file is its name
 *
 * Both return false if there was no memory.
 */
struct symbols_shower {
	bool (*record)(const struct reading *reading, struct symbols_view *view,
		       const struct crashrec_record *record);
	bool (*log)(struct symbols_view *view, const char *file,
		    struct whole_log *log);
};

/**
 * symbols_run() - show what the operands name
 * @options: parsed; the view refers to them
 * @shower: how
 *
 * Return: exit status.
 */
int symbols_run(const struct options *options,
		const struct symbols_shower *shower);

#endif /* CRASHREC_CLI_SYMBOLS_RUN_H */
