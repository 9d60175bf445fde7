// SPDX-License-Identifier: GPL-2.0
/*
 * The text of a log's first report, as one mails it.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define CUT	"------------[ cut here ]------------\n"
#define AT	"WARNING: CPU: 0 PID: 1 at a.c:1 one+0x1/0x2\n"
#define IP	"RIP: 0010:one+0x1/0x2\n"
#define TRACE	"Call Trace:\n"
#define FRAME	" two+0x1/0x2\n"
#define STALE	" ? three+0x1/0x2\n"
#define END	"---[ end trace 0000000000000000 ]---\n"
#define PANIC	"Kernel panic - not syncing: panic_on_warn set ...\n"
#define TAINT	"Disabling lock debugging due to kernel taint\n"
#define BOOT	"Linux version 6.12.0 (cc) #1 SMP\n"
#define ASK	"Sending NMI from CPU 0 to CPUs 1:\n"
#define NMI	"NMI backtrace for cpu 1\n"
#define HUNG	"INFO: task a:1 blocked for more than 140 seconds.\n"

#define T	"[    1.000000] "
#define T1	"[    1.000000][    T1] "
#define T2	"[    1.000000][    T2] "
#define C1	"[    1.000000][    C1] "
#define T1_TWO	"[    1.000000][    T1] 2\n"
#define T1_TWOS	T1 "2\n" T1_TWO T1_TWO T1_TWO T1_TWO \
		T1_TWO T1_TWO T1_TWO T1_TWO T1_TWO

#define H	"[    1.000000] host kernel: "
#define N	"[    1.000000] other kernel: "
#define RSS	"BUG: Bad rss-counter state mm:ffff888003c0f640 type:MM_ANONPAGES val:1\n"

/* Ten lines. */
#define FRAMES	" two+0x1/0x2\n" FRAME FRAME FRAME FRAME \
		FRAME FRAME FRAME FRAME FRAME
#define TWOS	"2\n2\n2\n2\n2\n2\n2\n2\n2\n2\n"
#define T1_TWO	"[    1.000000][    T1] 2\n"
#define T1_FIVE	"[    1.000000][    T1] 2\n" T1_TWO T1_TWO T1_TWO T1_TWO

/**
 * struct text_case - a log
 * @name: of the case
 * @log: its text
 * @want: what is cut out of it
 */
struct text_case {
	const char *name;
	const char *log;
	const char *want;
};

static const struct text_case text_cases[] = {
	{ "the report", CUT AT IP END, CUT AT IP END },
	{ "no newline at the end", CUT AT "x", CUT AT "x\n" },
	{ "without prefixes", T CUT T AT T IP, CUT AT IP },
	{ "five lines before", "1\n2\n3\n4\n5\n6\n" CUT AT,
	  "2\n3\n4\n5\n6\n" CUT AT },
	{ "lines before that say something",
	  "1\n\n2\n" STALE CUT AT, "1\n2\n" CUT AT },
	{ "lines before, of the same task",
	  T1 "1\n" T2 "2\n" T1 "3\n" T2 "4\n" T1 CUT T1 AT,
	  "1\n3\n" CUT AT },
	{ "fifty lines before, where they tell the task",
	  T1 "1\n" T1_FIVE T1_FIVE T1_FIVE T1_FIVE T1_FIVE
	  T1_FIVE T1_FIVE T1_FIVE T1_FIVE T1_FIVE T1 CUT T1 AT,
	  TWOS TWOS TWOS TWOS TWOS CUT AT },
	{ "five lines before, where they tell the CPU",
	  C1 "1\n" C1 "2\n" C1 "3\n" C1 "4\n" C1 "5\n" C1 "6\n" C1 CUT C1 AT,
	  "2\n3\n4\n5\n6\n" CUT AT },
	{ "no line of the boot before",
	  T "1\n" T BOOT T "2\n" T CUT T AT, "2\n" CUT AT },
	{ "lines behind it", CUT AT IP END "usb\n" HUNG,
	  CUT AT IP END "usb\n" HUNG },
	{ "lines behind it, of the same task",
	  T1 CUT T2 "a\n" T1 AT T2 "b\n" T1 "c\n" T2 "d\n",
	  CUT AT "c\n" },
	{ "lines of other programs", T CUT "init\n" T AT T IP "login: \n",
	  CUT AT IP },
	{ "up to the next boot", T CUT T AT T END T BOOT T "a\n",
	  CUT AT END },
	{ "blank lines of it", CUT AT "\n" IP, CUT AT "\n" IP },
	{ "stale frames", CUT AT IP TRACE STALE FRAME STALE,
	  CUT AT IP TRACE FRAME },
	{ "stale frames of a corrupted report", CUT AT TRACE STALE,
	  CUT AT TRACE STALE },
	{ "a panic with the only stack", CUT AT PANIC TRACE FRAME,
	  CUT AT PANIC TRACE FRAME },
	{ "a panic behind 25 lines", CUT AT IP TRACE FRAMES FRAMES FRAME PANIC TRACE,
	  CUT AT IP TRACE FRAMES FRAMES FRAME },
	{ "a panic behind 24 lines", CUT AT IP TRACE FRAMES FRAMES PANIC TRACE,
	  CUT AT IP TRACE FRAMES FRAMES PANIC TRACE },
	{ "a panic behind the report's end", CUT AT IP END PANIC TRACE,
	  CUT AT IP END },
	{ "a panic behind the end, and the taint",
	  CUT AT IP END TAINT PANIC TRACE, CUT AT IP END },
	{ "the taint inside of it", CUT AT TAINT IP, CUT AT IP },
	{ "stacks that it asked for",
	  T1 HUNG T1 TRACE T1 FRAME T1 ASK C1 NMI C1 IP T2 "a\n" T1 "b\n",
	  HUNG TRACE FRAME ASK NMI IP "b\n" },
	{ "stacks that it did not ask for",
	  T1 HUNG T1 TRACE T1 FRAME C1 "a\n" T1 "b\n",
	  HUNG TRACE FRAME "b\n" },
	{ "a comm like a caller", T CUT T AT T "[    T1]x\n" T IP,
	  CUT AT "[    T1]x\n" IP },
	{ "lines of programs in the kernel's log",
	  "<12>" BOOT "<12>a\n<4>" CUT "<12>" BOOT "<12>" END "<12>" PANIC
	  "<4>" AT "<12>a\n<4>" IP, "a\n" CUT AT "a\n" IP },
	{ "each of several short ones", "1\n" RSS RSS "usb\n", "1\n" RSS },
	{ "a short one, and what is behind", RSS "usb\n", RSS "usb\n" },
	{ "a machine that gets another name behind it",
	  H "1\n" H "2\n" H "3\n" H "4\n" H "5\n" H "6\n" H "7\n" H "8\n"
	  H "9\n" H "10\n" H "11\n" H "12\n" H "13\n" H "14\n" H "15\n"
	  H "16\n" H CUT H AT N "17\n" N "18\n",
	  "12\n13\n14\n15\n16\n" CUT AT "17\n18\n" },
	{ "a journal",
	  "__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE=one\n\n"
	  "__CURSOR=b\n_TRANSPORT=journal\nMESSAGE=two\n\n"
	  "__CURSOR=c\n_TRANSPORT=kernel\nMESSAGE=" CUT "\n"
	  "__CURSOR=d\n_TRANSPORT=kernel\nMESSAGE=" AT "\n"
	  "__CURSOR=e\n_TRANSPORT=kernel\nMESSAGE=three\n",
	  "one\n" CUT AT "three\n" },
};

static struct crashrec_source *open_bytes(const char *log, size_t bytes)
{
	struct crashrec_source *source;
	int fd = memfd_create("log", MFD_CLOEXEC);
	char path[40];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, log, bytes) != (ssize_t)bytes ||
	    crashrec_source_open_log(&source, path))
		exit(2);
	close(fd);
	return source;
}

static struct crashrec_source *open_text(const char *log)
{
	return open_bytes(log, strlen(log));
}

/* @source is closed. */
static void check_text(const char *what, struct crashrec_source *source,
		       const char *want)
{
	struct crashrec_record *record = NULL;
	struct crashrec_text text = { "", 0 };
	char name[128];
	int err;

	snprintf(name, sizeof(name), "log_text: %s", what);
	err = crashrec_source_next(source, &record);
	if (!err)
		err = crashrec_source_report_text(source, record, &text);
	tap_check(name,
		  !err && text.bytes == strlen(want) &&
		  !memcmp(text.data, want, text.bytes),
		  "error %d, \"%.*s\"", err, (int)text.bytes, text.data);
	crashrec_record_free(record);
	crashrec_source_close(source);
}

/* Any bytes may be in a field; 55 is how many there are. */
static void field_like_entries(void)
{
	static const char log[] =
		"__CURSOR=a\n_TRANSPORT=syslog\nMESSAGE\n"
		"\67\0\0\0\0\0\0\0"
		"a\n__CURSOR=x\n_TRANSPORT=kernel\nMESSAGE=one\n\n__CURSOR=x\n"
		"\n\n"
		"__CURSOR=b\n_TRANSPORT=kernel\nMESSAGE=" CUT "\n"
		"__CURSOR=c\n_TRANSPORT=kernel\nMESSAGE=" AT "\n";

	check_text("a field that looks like entries",
		   open_bytes(log, sizeof(log) - 1), CUT AT);
}

static void only_of_the_last(void)
{
	struct crashrec_source *source = open_text(CUT AT END CUT AT END);
	struct crashrec_record *first = NULL, *second = NULL;
	struct crashrec_text text;
	int before, err, wrong;

	crashrec_source_next(source, &first);
	before = crashrec_source_report_text(source, first, &text);
	crashrec_source_next(source, &second);
	wrong = crashrec_source_report_text(source, first, &text);
	err = crashrec_source_report_text(source, second, &text);
	tap_check("log_text: only of the report given last",
		  !before && wrong == -EINVAL && !err,
		  "%d, %d, %d", before, wrong, err);
	crashrec_record_free(first);
	crashrec_record_free(second);
	crashrec_source_close(source);
}

/* The text does not grow with the log: that would be quadratic. */
static void text_is_bounded(void)
{
	const size_t count = 100000;
	char *log = malloc(64 + 4 * count);
	struct crashrec_source *source;
	struct crashrec_record *record = NULL;
	struct crashrec_text text = { "", 0 };
	size_t i, used;

	used = (size_t)sprintf(log, "%s", CUT AT IP END);
	for (i = 0; i < count; i++)
		used += (size_t)sprintf(log + used, "x\n");
	source = open_text(log);
	if (!crashrec_source_next(source, &record))
		crashrec_source_report_text(source, record, &text);
	tap_check("log_text: it has an end", text.bytes > 8000 &&
		  text.bytes < 10000, "%zu bytes", text.bytes);
	crashrec_record_free(record);
	crashrec_source_close(source);
	free(log);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(text_cases); i++)
		check_text(text_cases[i].name, open_text(text_cases[i].log),
			   text_cases[i].want);
	field_like_entries();
	only_of_the_last();
	text_is_bounded();
	return tap_end();
}
