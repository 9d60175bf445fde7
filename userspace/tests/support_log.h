/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text logs, and the reports that are in them.
 */
#ifndef SUPPORT_LOG_H
#define SUPPORT_LOG_H

#include <crashrec_source.h>
#include <stddef.h>

#define CUT	"------------[ cut here ]------------\n"
#define AT_ONE	"WARNING: CPU: 0 PID: 1 at a.c:1 one+0x1/0x2\n"
#define AT_TWO	"WARNING: CPU: 1 PID: 2 at a.c:1 two+0x1/0x2\n"
#define IP_ONE	"RIP: 0010:one+0x1/0x2\n"
#define IP_TWO	"RIP: 0010:two+0x1/0x2\n"
#define END	"---[ end trace 0000000000000000 ]---\n"
#define SLEEP	"BUG: sleeping function called from invalid context at a.c:1\n" \
		"in_atomic(): 1, irqs_disabled(): 0, pid: 7, name: a\n" \
		"CPU: 0 PID: 7 Comm: a Not tainted 6.1.0 #1\nCall Trace:\n" \
		" sleeper+0x1/0x2\n"
#define OOM	"Kernel panic - not syncing: oom\n"

#define P	"<4>[    1.000000] "
#define J	"Nov 21 14:00:00 host kernel: "
#define T	"[    1.000000] "
#define D	"[Sat Nov 21 14:00:00 2026] "
#define T1	"[    1.000000][    T1] "
#define T2	"[    1.000000][    T2] "
#define C0	"[    1.000000][    C0] "
#define C1	"[    1.000000][    C1] "
/* Lines enough to tell that all have a caller. */
#define T1_16	T1 "1\n" T1 "2\n" T1 "3\n" T1 "4\n" T1 "5\n" T1 "6\n" \
		T1 "7\n" T1 "8\n" T1 "9\n" T1 "10\n" T1 "11\n" T1 "12\n" \
		T1 "13\n" T1 "14\n" T1 "15\n" T1 "16\n"
#define T_16	T "1\n" T "2\n" T "3\n" T "4\n" T "5\n" T "6\n" T "7\n" \
		T "8\n" T "9\n" T "10\n" T "11\n" T "12\n" T "13\n" T "14\n" \
		T "15\n" T "16\n"

/**
 * struct reports_case - a log, and the reports in it
 * @name: of the case
 * @log: its text
 * @want: of each report "FIRST-LAST LINES+BEFORE TITLE\n", where ", quiet" is
 *        behind the title of one of no interest
 */
struct reports_case {
	const char *name;
	const char *log;
	const char *want;
};

/**
 * log_open_bytes() - a log that is a file without a name
 * @data: the log
 * @bytes: of it
 * @err: set as crashrec_source_open_log() returns
 *
 * Return: the source, to be closed whatever @err is.
 */
struct crashrec_source *log_open_bytes(const void *data, size_t bytes,
				       int *err);

/**
 * log_check_reports() - a test: are these the reports in a log?
 * @c: the case
 */
void log_check_reports(const struct reports_case *c);

#endif /* SUPPORT_LOG_H */
