// SPDX-License-Identifier: GPL-2.0
/*
 * What stands in a text log beside the lines of its kernel, or looks like one:
 * what programs print to the console or write to the kernel's log, and names
 * that a task gave itself.
 */
#include "support_log.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define RULER	"==================\n"
#define KASAN	"BUG: KASAN: slab-out-of-bounds in one+0x1/0x2\n"
#define READ	"Read of size 8 at addr ffff888001020304 by task a/1\n"
#define REPLAY	"** replaying previous printk message **\n"
#define PART	"WARNING: CPU: 0 PID: 1 at a.c:1 on"
#define BOOT	"Linux version 6.12.0 (cc) #1 SMP\n"

#define U	"<12>[    1.000000] "

/* As a comm has it, and as dmesg has a caller. */
#define SEGV	"[    1.000000] [    T1]x[12]: segfault at 0 ip 0 sp 0\n"
#define SEGV_10	SEGV "[    1.000000] [    T1]x[12]: segfault\n" SEGV SEGV \
		SEGV SEGV SEGV SEGV SEGV SEGV
#define SEGV_40	SEGV_10 "[    1.000000] [    T1]x[12]: segfault\n" SEGV SEGV \
		SEGV SEGV SEGV SEGV SEGV SEGV SEGV SEGV_10 SEGV_10
#define B1	"[    1.000000] [    T1] "
#define B2	"[    1.000000] [    T2] "
#define B1_16	B1 "1\n" B1 "2\n" B1 "3\n" B1 "4\n" B1 "5\n" B1 "6\n" \
		B1 "7\n" B1 "8\n" B1 "9\n" B1 "10\n" B1 "11\n" B1 "12\n" \
		B1 "13\n" B1 "14\n" B1 "15\n" B1 "16\n"
/* A comm that a time and a caller fit into, where a kernel tells none. */
#define LEVEL	"<4>[1.0][    T1]x[12]: segfault at 0\n"
#define LEVEL_9	"<4>[1.0][    T1]x[12]: segfault\n" LEVEL LEVEL LEVEL LEVEL LEVEL LEVEL LEVEL LEVEL

#define H	"[    1.000000] host kernel: "
#define H_SUDO	"[    1.000000] host sudo:     root : TTY=pts/0\n"
#define N	"[    2.000000] new_name kernel: "

static const struct reports_case foreign_cases[] = {
	{ "a program's words like a replay",
	  T RULER T KASAN REPLAY T READ T RULER,
	  "1-5 4+0 KASAN: slab-out-of-bounds Read in one\n" },
	{ "a program's words like a replay, where nothing has a prefix",
	  RULER KASAN REPLAY READ RULER,
	  "1-5 4+0 KASAN: slab-out-of-bounds Read in one\n" },
	{ "a replay", T1 CUT T1 PART "\n" REPLAY T1 AT_ONE T1 IP_ONE T1 END,
	  "1-6 4+0 WARNING in one\n" },
	{ "a replay of a line that began behind a prompt",
	  T1 CUT "login: " T1 PART "\n" REPLAY T1 AT_ONE T1 IP_ONE T1 END,
	  "1-6 4+0 WARNING in one\n" },
	{ "a replay of half a time",
	  T CUT "[    1.00\n" REPLAY T AT_ONE T IP_ONE T END,
	  "1-6 4+0 WARNING in one\n" },
	{ "a replay where nothing has a prefix",
	  CUT PART "\n" REPLAY AT_ONE IP_ONE END,
	  "1-6 4+0 WARNING in one\n" },
	{ "a replay of another task's line",
	  T1 CUT T1 AT_ONE REPLAY T2 "usb\n" T1 IP_ONE T1 END,
	  "1-6 4+0 WARNING in one\n" },
	{ "a program's words like a boot",
	  T CUT T AT_ONE BOOT T IP_ONE T END, "1-5 4+0 WARNING in one\n" },
	{ "a program's words like a boot, where callers are told",
	  T1 CUT T1 AT_ONE BOOT "BUG: foo\n" T1 IP_ONE T1 END,
	  "1-6 4+0 WARNING in one\n" },
	{ "comms like callers",
	  SEGV_40 T CUT T AT_ONE T IP_ONE T END "usb\n",
	  "41-44 4+0 WARNING in one\n" },
	{ "comms like callers behind a boot without",
	  T BOOT SEGV_40 T CUT T AT_ONE T IP_ONE T END "usb\n",
	  "42-45 4+8 WARNING in one\n" },
	{ "comms like times and callers",
	  LEVEL_9 LEVEL_9 LEVEL_9 "<4>" CUT "<4>" AT_ONE "<4>" IP_ONE "<4>" END,
	  "28-31 4+0 WARNING in one\n" },
	{ "a comm like a caller in a report",
	  T "usb\n" T RULER
	  T "WARNING: possible circular locking dependency detected\n"
	  T "6.12.0 #1 Not tainted\n" T "-------------------\n"
	  T "[    T1]/123 is trying to acquire lock:\n"
	  T "ffff888001020304 (&a->lock){+.+.}-{3:3}, at: one+0x1/0x2\n\n"
	  T "but task is already holding lock:\n"
	  T "ffff888001020308 (&b->lock){+.+.}-{3:3}, at: two+0x1/0x2\n",
	  "2-10 8+1 possible deadlock in one\n" },
	{ "callers behind a blank, of two that are mixed",
	  B1 CUT B2 CUT B1 AT_ONE B1 IP_ONE B2 AT_TWO B2 IP_TWO
	  "login:\nBUG: soft lockup - CPU#0 stuck\n" B2 END B1 END,
	  "1-10 4+0 WARNING in one\n2-9 4+0 WARNING in two\n" },
	{ "callers behind a blank from a boot on",
	  T BOOT T "usb\n" B1 BOOT
	  B1 CUT B2 CUT B1 AT_ONE B1 IP_ONE B2 AT_TWO B2 IP_TWO B2 END B1 END,
	  "4-11 4+1 WARNING in one\n5-10 4+0 WARNING in two\n" },
	{ "callers behind a blank, and many lines before one without",
	  T "usb\n" B1_16 B1_16 B1_16 B1_16 B1_16 B1_16 B1_16 B1_16
	  B1_16 B1_16 B1_16 B1_16 B1_16 B1_16 B1_16 B1_16
	  B1 CUT B2 CUT B1 AT_ONE B1 IP_ONE B2 AT_TWO B2 IP_TWO B2 END B1 END,
	  "258-265 4+1 WARNING in one\n259-264 4+0 WARNING in two\n" },
	{ "callers behind a blank, and a line that began elsewhere",
	  B1 "usb\n               [0.000000]x[5]: segfault at 0\n"
	  B1 CUT B1 AT_ONE B1 IP_ONE B1 END, "3-6 4+1 WARNING in one\n" },
	{ "callers behind a blank, and a line of a journal",
	  "Nov 21 14:00:00 host kernel: usb\n"
	  B1 CUT B1 AT_ONE B1 IP_ONE B1 END, "2-5 4+0 WARNING in one\n" },
	{ "programs of a journal within a report",
	  H CUT H_SUDO H_SUDO H AT_ONE H_SUDO H IP_ONE H_SUDO H END,
	  "1-8 4+0 WARNING in one\n" },
	{ "a machine that gets another name",
	  H "usb\n" H "usb\n" N CUT N AT_ONE N IP_ONE N END,
	  "3-6 4+2 WARNING in one\n" },
	{ "a program's lines in the kernel's log",
	  U CUT U AT_ONE U IP_ONE U END "user  :warn  : " T OOM, "" },
	{ "a program's lines in the kernel's log, within a report",
	  P CUT U AT_TWO U IP_TWO P AT_ONE U "usb\n" U END U RULER U OOM U BOOT
	  U REPLAY P IP_ONE P END,
	  "1-12 4+0 WARNING in one\n" },
};

static void line_of_a_program_is_told(void)
{
	static const char log[] = P "usb\n" U "a\n" P CUT P AT_ONE P IP_ONE;
	const struct crashrec_log_line *before;
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t count = 0;
	bool ok = false;
	int err;

	source = log_open_bytes(log, sizeof(log) - 1, &err);
	if (!err && !crashrec_source_next(source, &record)) {
		before = crashrec_record_before(record, &count);
		ok = count == 2 && !before[0].by_user && before[1].by_user;
		crashrec_record_free(record);
	}
	tap_check("log_line_of_a_program_is_told", ok, "%zu lines before",
		  count);
	crashrec_source_close(source);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(foreign_cases); i++)
		log_check_reports(&foreign_cases[i]);
	line_of_a_program_is_told();
	return tap_end();
}
