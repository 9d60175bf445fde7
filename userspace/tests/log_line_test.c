// SPDX-License-Identifier: GPL-2.0
/*
 * What stands before the lines of a text log. Each log has one report, which is
 * one line long.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define MS		1000000ULL
#define SEC		1000000000ULL
#define NONE		CRASHREC_UNKNOWN
#define OOM		"Kernel panic - not syncing: oom"

#define T		"[    1.000000] "
#define KERNELS_8	T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n" \
			T "Kernel kernel: [12]: segfault at 0\n"

/**
 * struct prefix_case - a log, and the line in it that is a report
 * @name: of the case
 * @log: its text
 * @number: which line it is; 0: there is none
 * @time_ns: of it; 0: it has none
 * @pid: of it, or NONE
 * @cpu: likewise
 * @text: of it; NULL: OOM
 */
struct prefix_case {
	const char *name;
	const char *log;
	uint64_t number;
	uint64_t time_ns;
	uint32_t pid;
	uint32_t cpu;
	const char *text;
};

static const struct prefix_case prefix_cases[] = {
	{ "nothing", OOM "\n", 1, 0, NONE, NONE, NULL },
	{ "no newline at the end", OOM, 1, 0, NONE, NONE, NULL },
	{ "empty line", "\n" OOM, 2, 0, NONE, NONE, NULL },
	{ "empty log", "", 0, 0, NONE, NONE, NULL },
	{ "time", "[   12.345678] " OOM "\n", 1, 12345678000ULL, NONE, NONE,
	  NULL },
	{ "an indented text is none of a report", "[   12.345678]  " OOM "\n",
	  0, 0, NONE, NONE, NULL },
	{ "long time", "[123456.000001] " OOM "\n", 1, 123456000001000ULL,
	  NONE, NONE, NULL },
	{ "time with nothing behind", "[    1.000000]\n" OOM, 2, 0, NONE, NONE,
	  NULL },
	{ "relative time", "[  +0.000012] " OOM "\n", 1, 0, NONE, NONE, NULL },
	{ "task", "[    1.500000][  T123] " OOM "\n", 1, 1500 * MS, 123, NONE,
	  NULL },
	{ "cpu", "[    1.500000][    C0] " OOM "\n", 1, 1500 * MS, NONE, 0,
	  NULL },
	{ "task behind a blank", "[    1.500000] [  T123] " OOM "\n", 1,
	  1500 * MS, 123, NONE, NULL },
	{ "a task too short", "[    1.500000][T1] " OOM "\n", 0, 0, NONE,
	  NONE, NULL },
	{ "no task", "[    1.500000][ Text] " OOM "\n", 0, 0, NONE, NONE,
	  NULL },
	{ "a task too long", "[    1.500000][T12345678901234567] " OOM "\n", 0,
	  0, NONE, NONE, NULL },
	{ "level", "<4>" OOM "\n", 1, 0, NONE, NONE, NULL },
	{ "level of a program's line", "<12>" OOM "\n<4>" OOM "\n", 2, 0, NONE,
	  NONE, NULL },
	{ "level of a service's line", "<30>[    1.000000] " OOM "\n", 0, 0,
	  NONE, NONE, NULL },
	{ "no level", "<TASK> " OOM "\n", 0, 0, NONE, NONE, NULL },
	{ "level and time", "<6>[    1.250000] " OOM "\n", 1, 1250 * MS, NONE,
	  NONE, NULL },
	{ "level, time and task", "<6>[    1.250000][    T1] " OOM "\n", 1,
	  1250 * MS, 1, NONE, NULL },
	{ "dmesg -x", "kern  :warn  : [   12.500000] " OOM "\n", 1, 12500 * MS,
	  NONE, NONE, NULL },
	{ "dmesg -x of a notice", "kern  :notice: [   12.500000] " OOM "\n", 1,
	  12500 * MS, NONE, NONE, NULL },
	{ "dmesg -x of a program's line",
	  "user  :warn  : [   12.500000] " OOM "\n"
	  "daemon:notice: [   12.500000] " OOM "\n", 0, 0, NONE, NONE, NULL },
	{ "dmesg -T", "[Sat Nov 21 14:00:00 2026] " OOM "\n", 1, 0, NONE, NONE,
	  NULL },
	{ "dmesg -x -T", "kern  :err   : [Sat Nov 21 14:00:00 2026] " OOM "\n",
	  1, 0, NONE, NONE, NULL },
	{ "dmesg -d", "[   12.500000 <    0.000012>] " OOM "\n", 1, 12500 * MS,
	  NONE, NONE, NULL },
	{ "dmesg -d of callers",
	  "[   12.500000 <    0.000012>] [    T7] " OOM "\n", 1, 12500 * MS, 7,
	  NONE, NULL },
	{ "dmesg -d -T", "[Sat Nov 21 14:00:00 2026 <    0.000012>] " OOM "\n",
	  1, 0, NONE, NONE, NULL },
	{ "dmesg --time-format delta", "[<    0.000012>] " OOM "\n", 1, 0, NONE,
	  NONE, NULL },
	{ "half of what passed", OOM "\n[   12.500000 <    0.0000", 1, 0, NONE,
	  NONE, NULL },
	{ "dmesg -H", "[Jan 2 10:11] " OOM "\n[  +0.000012] usb\n", 1, 0, NONE,
	  NONE, NULL },
	{ "dmesg -H late in a month", "[Nov21 10:11] " OOM "\n", 1, 0, NONE,
	  NONE, NULL },
	{ "dmesg -H -x", "kern  :warn  : [Jan 2 10:11] " OOM "\n", 1, 0, NONE,
	  NONE, NULL },
	{ "dmesg --time-format iso",
	  "2025-01-02T10:11:12,123456+01:00 " OOM "\n", 1, 0, NONE, NONE,
	  NULL },
	{ "dmesg --time-format iso of callers",
	  "2025-01-02T10:11:12,123456+01:00 [    T7] " OOM "\n", 1, 0, 7, NONE,
	  NULL },
	{ "dmesg --time-format iso of an indented text",
	  "2025-01-02T10:11:12,123456+01:00  " OOM "\n", 0, 0, NONE, NONE,
	  NULL },
	{ "dmesg --time-format iso -x",
	  "kern  :warn  : 2025-01-02T10:11:12,123456-01:00 " OOM "\n", 1, 0,
	  NONE, NONE, NULL },
	{ "journalctl -o short-full",
	  "Sat 2026-11-21 14:00:00 UTC host kernel: " OOM "\n", 1, 0, NONE,
	  NONE, NULL },
	{ "journalctl -o with-unit, another program's line",
	  "Sat 2026-11-21 14:00:00 CET host ssh.service[12]: " OOM "\n"
	  "Sat 2026-11-21 14:00:00 CET host kernel: " OOM "\n", 2, 0, NONE,
	  NONE, NULL },
	{ "journalctl -o short-unix",
	  "1700000000.123456 host sshd[12]: " OOM "\n"
	  "1700000000.123456 host kernel: " OOM "\n", 2, 0, NONE, NONE, NULL },
	{ "journalctl -o short-delta",
	  "[   12.500000 <    0.000012 >] host kernel: " OOM "\n", 1,
	  12500 * MS, NONE, NONE, NULL },
	{ "journalctl", "Nov 21 14:00:00 host kernel: " OOM "\n", 1, 0, NONE,
	  NONE, NULL },
	{ "journalctl -o short-precise",
	  "Nov  1 14:00:00.123456 host kernel: " OOM "\n", 1, 0, NONE, NONE,
	  NULL },
	{ "journalctl -o short-iso",
	  "2026-11-21T14:00:00+0100 host kernel: " OOM "\n", 1, 0, NONE, NONE,
	  NULL },
	{ "syslog with the kernel's time",
	  "Nov 21 14:00:00 host kernel: [   12.500000] " OOM "\n", 1,
	  12500 * MS, NONE, NONE, NULL },
	{ "another program's line",
	  "Nov 21 14:00:00 host sshd[12]: " OOM "\n"
	  "Nov 21 14:00:00 host kernel: " OOM "\n", 2, 0, NONE, NONE, NULL },
	{ "journalctl -o short-monotonic",
	  "[   12.500000] host kernel: " OOM "\n", 1, 12500 * MS, NONE, NONE,
	  NULL },
	{ "another program's line with a time",
	  "[   12.500000] host kernel: usb\n"
	  "[   13.500000] host systemd[1]: " OOM "\n"
	  "[   14.500000] host kernel: " OOM "\n", 3, 14500 * MS, NONE, NONE,
	  NULL },
	{ "short-monotonic of a name with a low line",
	  "[   12.500000] a_b kernel: " OOM "\n", 1, 12500 * MS, NONE, NONE,
	  NULL },
	{ "short-monotonic of a name with dots and dashes",
	  "[   12.500000] a-1.example kernel: " OOM "\n", 1, 12500 * MS, NONE,
	  NONE, NULL },
	{ "a time in a further line of another program's text",
	  "[   12.500000] host kernel: usb\n"
	  "[   13.500000] host a b[12]: one\n"
	  "                             [   13.600000] " OOM "\n"
	  "                             [   13.600000] host kernel: " OOM "\n"
	  "[   14.500000] host kernel: " OOM "\n", 5, 14500 * MS, NONE, NONE,
	  NULL },
	{ "a comm like a machine's name",
	  T "BUG: kernel: x[12]: segfault at 0 ip 0 sp 0 error 4\n"
	  T "BUG: foo\n", 2, SEC, NONE, NONE, "BUG: foo" },
	{ "a comm like a machine's name, where callers are told",
	  "[    1.000000][   T12] INFO: kernel:x[12]: segfault at 0\n"
	  "[    1.000000][   T13] INFO: trying to register non-static key.\n",
	  2, SEC, 13, NONE, "INFO: trying to register non-static key." },
	{ "a comm like a machine's name in letters",
	  T "Kernel kernel: [12]: segfault at 0\n" T "usb\n" T OOM "\n", 3,
	  SEC, NONE, NONE, NULL },
	{ "many comms like a machine's name",
	  KERNELS_8 KERNELS_8 KERNELS_8 T OOM "\n", 25, SEC, NONE, NONE,
	  NULL },
	{ "journalctl -o export",
	  "__CURSOR=a\n_TRANSPORT=syslog\nMESSAGE=" OOM "\n\n"
	  "__CURSOR=b\nMESSAGE=" OOM "\nPRIORITY=4\n_TRANSPORT=kernel\n"
	  "_SOURCE_MONOTONIC_TIMESTAMP=12500000\n\n", 6, 12500 * MS, NONE,
	  NONE, NULL },
	{ "journalctl -o export of a program's line",
	  "__CURSOR=a\nSYSLOG_FACILITY=1\n_TRANSPORT=kernel\nMESSAGE=" OOM
	  "\n\n__CURSOR=b\nMESSAGE=" OOM "\nSYSLOG_FACILITY=0\n"
	  "_TRANSPORT=kernel\n\n", 7, 0, NONE, NONE, NULL },
	{ "journalctl -o export cut short", "__CURSOR=a\nMESSAGE\n\1\1", 0, 0,
	  NONE, NONE, NULL },
	{ "lost lines before",
	  "** 4491 printk messages dropped ** [   50.750000] " OOM "\n", 1,
	  50750 * MS, NONE, NONE, NULL },
	{ "a prompt before", "login: [   12.500000][    C1] " OOM "\n", 1,
	  12500 * MS, NONE, 1, NULL },
	{ "a bracket and a prompt before",
	  "[root@a ~]# [   12.500000] " OOM "\n", 1, 12500 * MS, NONE, NONE,
	  NULL },
	{ "a second time in the line",
	  "[   12.500000] " OOM " [   12.600000] rest\n", 1, 12500 * MS, NONE,
	  NONE, OOM " [   12.600000] rest" },
	{ "a version is no time", "driver [1.25] " OOM "\n", 0, 0, NONE, NONE,
	  NULL },
	{ "a line as the first of pstore", "Panic#1 Part1\n<0>" OOM "\n", 2, 0,
	  NONE, NONE, NULL },
	{ "carriage returns at the end", "[    1.000000] " OOM "\r\r\n", 1, SEC,
	  NONE, NONE, NULL },
	{ "a carriage return at the front", "\r[    1.000000] " OOM "\n", 1,
	  SEC, NONE, NONE, NULL },
	{ "a carriage return behind a prompt",
	  "login: \r[    1.000000] " OOM "\n", 1, SEC, NONE, NONE, NULL },
	{ "half a time", OOM "\n[   12.34", 1, 0, NONE, NONE, NULL },
	{ "half a level", OOM "\n<4", 1, 0, NONE, NONE, NULL },
	{ "half a task", OOM "\n[    1.000000][ T1", 1, 0, NONE, NONE, NULL },
};

/* Bytes as a file without a name. Return: the first record, or NULL. */
static struct crashrec_record *first_record(const void *data, size_t bytes)
{
	int fd = memfd_create("log", MFD_CLOEXEC);
	struct crashrec_record *record = NULL;
	struct crashrec_source *source;
	char path[40];

	if (fd < 0 || write(fd, data, bytes) != (ssize_t)bytes) {
		perror("memfd");
		exit(99);
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!crashrec_source_open_log(&source, path))
		crashrec_source_next(source, &record);
	crashrec_source_close(source);
	close(fd);
	return record;
}

static bool is_text(const struct crashrec_log_line *line, const char *text)
{
	return line->text.bytes == strlen(text) &&
	       !memcmp(line->text.data, text, line->text.bytes);
}

static void run_prefix(const struct prefix_case *c)
{
	struct crashrec_record *record = first_record(c->log, strlen(c->log));
	const struct crashrec_log_line *line;
	uint64_t first, last;
	char name[128];
	size_t count;

	snprintf(name, sizeof(name), "log_prefix: %s", c->name);
	if (!record) {
		tap_check(name, !c->number, "no report");
		return;
	}
	line = crashrec_record_lines(record, &count);
	crashrec_record_log_lines(record, &first, &last);
	tap_check(name,
		  first == c->number && line->time_ns == c->time_ns &&
		  line->pid == c->pid && line->cpu == c->cpu &&
		  is_text(line, c->text ? c->text : OOM),
		  "\"%.*s\" at %" PRIu64 ", pid %" PRIu32 ", CPU %" PRIu32
		  ", line %" PRIu64, (int)line->text.bytes, line->text.data,
		  line->time_ns, line->pid, line->cpu, first);
	crashrec_record_free(record);
}

/* A length of 10 is a newline, too. */
static void binary_field_of_a_journal(void)
{
	static const char log[] =
		"__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE\n"
		"\12\0\0\0\0\0\0\0one\n\033three\n\n"
		"__CURSOR=b\nMESSAGE=" OOM "\n\n";
	static const char *const texts[] = { "one", "\033three" };
	struct crashrec_record *record = first_record(log, sizeof(log) - 1);
	const struct crashrec_log_line *before = NULL;
	uint64_t first = 0, last;
	size_t count = 0;

	if (record) {
		before = crashrec_record_before(record, &count);
		crashrec_record_log_lines(record, &first, &last);
	}
	tap_check("log_prefix: a binary field of a journal",
		  count == 2 && is_text(&before[0], texts[0]) &&
		  is_text(&before[1], texts[1]) && first == 9,
		  "%zu lines before %" PRIu64, count, first);
	crashrec_record_free(record);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(prefix_cases); i++)
		run_prefix(&prefix_cases[i]);
	binary_field_of_a_journal();
	return tap_end();
}
