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
};

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(foreign_cases); i++)
		log_check_reports(&foreign_cases[i]);
	return tap_end();
}
