// SPDX-License-Identifier: GPL-2.0
/*
 * The reports in text logs, through the library's interface.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_log.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define SEC		1000000000ULL

static const struct reports_case reports_cases[] = {
	{ "none", "usb 1-1: new device\n", "" },
	{ "empty", "", "" },
	{ "one", CUT AT_ONE IP_ONE END, "1-4 4+0 WARNING in one\n" },
	{ "one of pstore", "Oops#1 Part1\n"
	  P CUT P AT_ONE P IP_ONE,
	  "2-4 3+1 WARNING in one\n" },
	{ "one of journalctl",
	  J CUT "Nov 21 14:00:00 host systemd[1]: usb\n" J AT_ONE J IP_ONE,
	  "1-4 3+0 WARNING in one\n" },
	{ "two", "usb\n" CUT AT_ONE IP_ONE END CUT AT_TWO IP_TWO END,
	  "2-5 4+1 WARNING in one\n6-9 4+1 WARNING in two\n" },
	{ "eight lines before, at most",
	  "1\n2\n3\n4\n5\n6\n7\n8\n9\n" CUT AT_ONE IP_ONE END,
	  "10-13 4+8 WARNING in one\n" },
	{ "lines before, of the same context",
	  T1 "a\n" T2 "b\n" T1 "c\n" C0 "d\n" T1 CUT T1 AT_ONE T1 IP_ONE T1 END,
	  "5-8 4+2 WARNING in one\n" },
	{ "two that are mixed",
	  T1 CUT T2 CUT
	  T1 AT_ONE T1 IP_ONE T2 AT_TWO T2 IP_TWO
	  C0 "an interrupt's line\n"
	  T2 END T1 IP_ONE T1 END,
	  "1-10 5+0 WARNING in one\n2-8 4+0 WARNING in two\n" },
	{ "a line of = that proves late to begin the first",
	  T1 "==================\n" T2 CUT T2 AT_TWO T2 IP_TWO T2 END T2 "usb\n"
	  T1 "BUG: KFENCE: invalid free in one+0x1/0x2\n",
	  "1-7 2+0 KFENCE: invalid free in one\n"
	  "2-5 4+0 WARNING in two\n" },
	{ "text without a caller among those with one",
	  T1 CUT T1 AT_ONE T1 IP_ONE
	  "login:\nBUG: soft lockup - CPU#0 stuck\n" T1 END,
	  "1-6 4+0 WARNING in one\n" },
	{ "the same where some lines of a kernel have none",
	  T "0\n" T1_16 T1 CUT T1 AT_ONE T1 IP_ONE
	  "login:\nBUG: soft lockup - CPU#0 stuck\n" T1 END,
	  "18-23 4+8 WARNING in one\n" },
	{ "a line without a caller among many with one",
	  T1_16 T1_16 T OOM T1 OOM, "34-34 1+8 kernel panic: oom\n" },
	{ "texts like a caller among lines without one",
	  T1 "1\n" T1 "2\n" T CUT T1 "[123]: segfault\n" T AT_ONE
	  T1 "4\n" T1 "5\n" T IP_ONE T END,
	  "3-9 4+0 WARNING in one\n" },
	{ "texts like a caller among lines with a date",
	  D "1\n" D CUT D "[    T1] 1\n" D "[    T1] 2\n" D AT_ONE D IP_ONE
	  D END, "2-7 6+1 WARNING in one\n" },
	{ "a text like a caller, but for its width",
	  T CUT T AT_ONE T "[T1][123]: segfault\n" T IP_ONE T END,
	  "1-5 5+0 WARNING in one\n" },
	{ "noise where no caller is told",
	  CUT AT_ONE IP_ONE END
	  "usb 1-1: new device\n"
	  "Kernel panic - not syncing: panic_on_warn set ...\n"
	  "Rebooting in 1 seconds..\n", "1-7 6+0 WARNING in one\n" },
	{ "no noise in a report of one line",
	  "BUG: foo\nusb\nflags: x\n\nworkqueue foo\n b+0x1/0x2\n",
	  "1-1 1+0 BUG: foo\n" },
	{ "noise behind the last stack, where no caller is told",
	  SLEEP "usb\n an indented line of another\n\nflags: x\nworkqueue x\n",
	  "1-5 5+0 BUG: sleeping function called from invalid context in sleeper\n" },
	{ "noise within the last stack, where no caller is told",
	  SLEEP "usb\n indented\n other+0x1/0x2\n <TASK>\nusb\n more+0x1/0x2\n",
	  "1-11 8+0 BUG: sleeping function called from invalid context in sleeper\n" },
	{ "a panic of another context is its own",
	  T1 CUT T1 AT_ONE T1 IP_ONE T1 END T2 OOM,
	  "1-4 4+0 WARNING in one\n5-5 1+0 kernel panic: oom\n" },
	{ "other CPUs' stacks are the stall's",
	  C0 "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	  C0 "rcu: \t1-...!: (1 GPs behind) idle=1/0/0x1\n"
	  C0 "Sending NMI from CPU 0 to CPUs 1:\n"
	  C1 "NMI backtrace for cpu 1\n"
	  C1 "CPU: 1 PID: 7 Comm: a Not tainted 6.1.0 #1\n"
	  C1 "RIP: 0010:spinner+0x1/0x2\n" C1 "Call Trace:\n"
	  C1 " caller+0x1/0x2\n" C1 "usb 1-1: new device\n",
	  "1-8 8+0 INFO: rcu detected stall in corrupted\n" },
	{ "a boot ends what is open",
	  CUT AT_ONE IP_ONE
	  "Linux version 6.1.0\nCall Trace:\n b+0x1/0x2\n",
	  "1-3 3+0 WARNING in one\n" },
	{ "a comm like a boot ends nothing",
	  T CUT T AT_ONE T "CPU: 0 PID: 1 Comm:\x20\n"
	  T "Linux version  Not tainted 6.1.0 #1\n" T IP_ONE T END,
	  "1-6 6+0 WARNING in one\n" },
	{ "a boot without callers behind one with",
	  T1_16 T1 CUT T1 AT_ONE T1 IP_ONE T1 END
	  "[    0.000000] Linux version 6.1.0\n"
	  T CUT T AT_TWO T IP_TWO,
	  "17-20 4+8 WARNING in one\n22-24 3+1 WARNING in two\n" },
	{ "a kernel without callers behind one with",
	  T1_16 T1 OOM T_16 T_16 T CUT T AT_TWO T IP_TWO,
	  "17-17 1+8 kernel panic: oom\n50-52 3+8 WARNING in two\n" },
	{ "no interest where the test bed is killed",
	  OOM "Out of memory: Kill process 12 (sshd) score 5 or sacrifice child\n",
	  "1-2 2+0 kernel panic: oom, quiet\n" },
	{ "a comm like a killed test bed",
	  OOM "CPU: 0 PID: 1 Comm: (sshd) score Not tainted 6.1.0 #1\n"
	  "Out of memory: Killed process 12 ((sshd) score) total-vm:1kB\n"
	  "Out of memory: Kill\n(sshd) score\n",
	  "1-5 5+0 kernel panic: oom\n" },
	{ "carriage returns", CUT
	  "WARNING: CPU: 0 PID: 1 at a.c:1 one+0x1/0x2\r\nRIP: 0010:one+0x1/0x2\r\n",
	  "1-3 3+0 WARNING in one\n" },
	{ "no newline at the end",
	  "Kernel panic - not syncing: oom", "1-1 1+0 kernel panic: oom\n" },
	{ "a line of = that opens nothing", "==================\nusb\n", "" },
	{ "lines lost on the console",
	  "** 12 printk messages dropped ** [    1.000000] " OOM,
	  "1-1 1+0 kernel panic: oom\n" },
};

static void record_tells_who_printed(void)
{
	static const char log[] = T2 CUT T2 AT_ONE T2 IP_ONE T2 END;
	const struct crashrec_who *origin;
	const struct crashrec_log_line *lines;
	struct crashrec_source *source;
	struct crashrec_record *record;
	uint64_t taint;
	size_t count;
	int err;

	source = log_open_bytes(log, sizeof(log) - 1, &err);
	if (err || crashrec_source_next(source, &record)) {
		tap_check("log_record_tells_who_printed", false, "no record");
		crashrec_source_close(source);
		return;
	}
	origin = crashrec_record_origin(record);
	lines = crashrec_record_lines(record, &count);
	tap_check("log_record_tells_who_printed",
		  origin && origin->pid == 2 &&
		  origin->cpu == CRASHREC_UNKNOWN && lines[0].pid == 2 &&
		  lines[0].cpu == CRASHREC_UNKNOWN &&
		  lines[0].time_ns == SEC &&
		  crashrec_record_boot_ns(record) == SEC &&
		  crashrec_record_state(record) == CRASHREC_RECORD_COMPLETE,
		  "another");
	tap_check("log_record_does_not_make_up_a_taint",
		  !crashrec_record_taint(record, &taint), "0x%" PRIx64, taint);
	crashrec_record_free(record);
	crashrec_source_close(source);
}

/**
 * struct panic_case - a log, and which of its reports a panic follows
 * @name: of the case
 * @log: its text
 * @want: of each report "+" if one does, "-" if not
 */
struct panic_case {
	const char *name;
	const char *log;
	const char *want;
};

static const struct panic_case panic_cases[] = {
	{ "of the same boot", CUT AT_ONE IP_ONE END CUT AT_TWO IP_TWO END OOM
	  "Linux version 6.1.0\n" CUT AT_TWO IP_TWO END
	  "Linux version 6.1.0\n" OOM, "++-+" },
	{ "of the same boot, where a program tells the version",
	  T CUT T AT_ONE T IP_ONE T END "Linux version 6.1.0\n"
	  T CUT T AT_TWO T IP_TWO T END T OOM, "++" },
	{ "of the next boot, where lines have a prefix",
	  T CUT T AT_ONE T IP_ONE T END T "Linux version 6.1.0\n" T OOM,
	  "-+" },
};

static void run_panic(const struct panic_case *c)
{
	struct crashrec_source *source;
	struct crashrec_record *record;
	char got[16] = "", name[128];
	size_t used = 0;
	int err;

	source = log_open_bytes(c->log, strlen(c->log), &err);
	while (!err && used < sizeof(got) - 1) {
		err = crashrec_source_next(source, &record);
		if (err)
			break;
		got[used++] = crashrec_record_flags(record) &
			      CRASHREC_FLAG_PANICKED ? '+' : '-';
		crashrec_record_free(record);
	}
	snprintf(name, sizeof(name), "log_panic: %s", c->name);
	tap_check(name, err == -ENOENT && !strcmp(got, c->want),
		  "error %d, got %s", err, got);
	crashrec_source_close(source);
}

static void find_goes_back_and_forth(void)
{
	static const char log[] = CUT AT_ONE IP_ONE END CUT AT_TWO IP_TWO END
		CUT AT_ONE IP_ONE END;
	static const uint64_t seqs[] = { 3, 1, 2 };
	struct crashrec_source *source;
	struct crashrec_record *record;
	struct crashrec_summary summary;
	size_t i, right = 0;
	int err, err_find;

	source = log_open_bytes(log, sizeof(log) - 1, &err);
	for (i = 0; i < COUNT(seqs) && !err; i++) {
		err = crashrec_source_find(source, seqs[i], &record);
		right += !err && crashrec_record_seq(record) == seqs[i];
		crashrec_record_free(record);
	}
	tap_check("log_find_goes_back_and_forth", right == COUNT(seqs),
		  "%zu of %zu, error %d", right, COUNT(seqs), err);
	err = crashrec_source_summary(source, &summary);
	tap_check("log_summary_counts_reports",
		  !err && summary.kind == CRASHREC_SOURCE_LOG &&
		  summary.records_unread == 3, "error %d", err);
	err = crashrec_source_next(source, &record);
	right = !err && crashrec_record_seq(record) == 3;
	crashrec_record_free(record);
	tap_check("log_next_goes_on_behind_find", right, "error %d", err);
	err_find = crashrec_source_find(source, 4, &record);
	err = crashrec_source_rewind(source);
	if (!err)
		err = crashrec_source_next(source, &record);
	tap_check("log_rewind_begins_again",
		  err_find == -ENOENT && !err &&
		  crashrec_record_seq(record) == 1, "errors %d, %d", err_find,
		  err);
	tap_check("log_ack_is_refused",
		  !err && crashrec_source_ack(source, record) == -EROFS,
		  "it was not");
	crashrec_record_free(record);
	crashrec_source_close(source);
}

static size_t count_reports(const void *data, size_t bytes, int *err)
{
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t count = 0;

	source = log_open_bytes(data, bytes, err);
	while (!*err) {
		*err = crashrec_source_next(source, &record);
		if (!*err)
			count++;
		crashrec_record_free(record);
	}
	crashrec_source_close(source);
	return count;
}

static void zero_bytes_are_no_trouble(void)
{
	static const char log[] = "\0\0\0\0[    1.000000] usb\n\0\n"
		"\0\0[    1.000000] " OOM;
	int err;
	size_t count = count_reports(log, sizeof(log) - 1, &err);

	tap_check("log_zero_bytes_are_no_trouble",
		  count == 1 && err == -ENOENT, "%zu reports, error %d", count,
		  err);
}

static void long_line_is_cut(void)
{
	static const char head[] = "Kernel panic - not syncing: ";
	const size_t bytes = 300000;
	char *log = malloc(bytes);
	const struct crashrec_log_line *lines;
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t count;
	bool ok = false;
	int err;

	if (!log)
		exit(99);
	memset(log, 'x', bytes);
	memcpy(log, head, sizeof(head) - 1);
	source = log_open_bytes(log, bytes, &err);
	if (!err && !crashrec_source_next(source, &record)) {
		lines = crashrec_record_lines(record, &count);
		ok = count == 1 && lines[0].cut && lines[0].text.bytes == 65535;
		crashrec_record_free(record);
	}
	tap_check("log_long_line_is_cut", ok, "it is not");
	crashrec_source_close(source);
	free(log);
}

static void long_report_is_truncated(void)
{
	static const char head[] = OOM;
	const size_t lines = 10000, line_bytes = 4;
	char *log = malloc(sizeof(head) + lines * line_bytes);
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t i, count = 0;
	uint64_t lost = 0;
	unsigned int state = 0;
	int err;

	if (!log)
		exit(99);
	strcpy(log, head);
	for (i = 0; i < lines; i++)
		memcpy(log + strlen(head) + i * line_bytes, "abc\n", 4);
	source = log_open_bytes(log, strlen(head) + lines * line_bytes, &err);
	if (!err && !crashrec_source_next(source, &record)) {
		crashrec_record_lines(record, &count);
		lost = crashrec_record_lines_lost(record);
		state = crashrec_record_state(record);
		crashrec_record_free(record);
	}
	tap_check("log_long_report_is_truncated",
		  state == CRASHREC_RECORD_TRUNCATED &&
		  count + lost == lines + 1, "%zu lines, %" PRIu64 " lost",
		  count, lost);
	crashrec_source_close(source);
	free(log);
}

/* More contexts than are kept, none of which ends its report. */
static void many_contexts_are_no_trouble(void)
{
	const size_t contexts = 1000, room = 128;
	char *log = malloc(contexts * 2 * room);
	size_t i, used = 0, count;
	int err;

	if (!log)
		exit(99);
	for (i = 0; i < contexts; i++)
		used += (size_t)snprintf(log + used, room,
					 "[    1.000000][T%zu] INFO: task a:%zu blocked for more than 120 seconds.\n",
					 10000 + i, i);
	count = count_reports(log, used, &err);
	tap_check("log_many_contexts_are_no_trouble",
		  count == contexts && err == -ENOENT,
		  "%zu reports, error %d", count, err);
	free(log);
}

/* Parts of logs, cut and joined at random. */
static void random_logs_end(void)
{
	unsigned int seed = 7, round;
	size_t used, piece;
	char log[8192];
	bool ok = true;
	int err;

	for (round = 0; round < 2000; round++) {
		used = 0;
		while (used < sizeof(log) / 2) {
			const char *from = reports_cases[(seed >> 8) %
					   COUNT(reports_cases)].log;

			seed = seed * 1103515245 + 12345;
			piece = strlen(from) ? (seed >> 8) % strlen(from) : 0;
			memcpy(log + used, from, piece);
			used += piece;
			log[used++] = (char)(seed >> 20);
			seed = seed * 1103515245 + 12345;
		}
		if (seed & 0x10000)
			memcpy(log, "__CURSOR=", 9);
		count_reports(log, used, &err);
		ok = ok && err == -ENOENT;
	}
	tap_check("log_random_logs_end", ok, "they do not");
}

static void region_is_no_log(void)
{
	static const char region[4096] = "CRASHREC";
	struct crashrec_source *source;
	int err;

	source = log_open_bytes(region, sizeof(region), &err);
	tap_check("log_region_is_no_log", err == -EMEDIUMTYPE &&
		  strstr(crashrec_source_error(source), "show -f"),
		  "error %d: %s", err, crashrec_source_error(source));
	crashrec_source_close(source);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(reports_cases); i++)
		log_check_reports(&reports_cases[i]);
	record_tells_who_printed();
	for (i = 0; i < COUNT(panic_cases); i++)
		run_panic(&panic_cases[i]);
	find_goes_back_and_forth();
	zero_bytes_are_no_trouble();
	long_line_is_cut();
	long_report_is_truncated();
	many_contexts_are_no_trouble();
	random_logs_end();
	region_is_no_log();
	return tap_end();
}
