// SPDX-License-Identifier: GPL-2.0
/*
 * What stands before the lines of a text log.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/log_line.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define MS		1000000ULL
#define SEC		1000000000ULL

/**
 * struct prefix_case - a log, and its first line
 * @name: of the case
 * @log: its text
 * @text: of the first line; NULL: there is none
 * @time_ns: of it; 0: it has none
 * @caller: of it
 * @level: of it
 * @number: of it
 */
struct prefix_case {
	const char *name;
	const char *log;
	const char *text;
	uint64_t time_ns;
	const char *caller;
	unsigned int level;
	uint64_t number;
};

#define NO_LEVEL	LOG_NO_LEVEL

static const struct prefix_case prefix_cases[] = {
	{ "nothing", "text\n", "text", 0, "", NO_LEVEL, 1 },
	{ "no newline at the end", "text", "text", 0, "", NO_LEVEL, 1 },
	{ "empty line", "\n", "", 0, "", NO_LEVEL, 1 },
	{ "empty log", "", NULL, 0, "", 0, 0 },
	{ "time", "[   12.345678] text\n", "text", 12345678000ULL, "",
	  NO_LEVEL, 1 },
	{ "time and an indented text", "[   12.345678]  func+0x1/0x2\n",
	  " func+0x1/0x2", 12345678000ULL, "", NO_LEVEL, 1 },
	{ "long time", "[123456.000001] text\n", "text", 123456000001000ULL,
	  "", NO_LEVEL, 1 },
	{ "time with nothing behind", "[    1.000000]\n", "", SEC, "",
	  NO_LEVEL, 1 },
	{ "relative time", "[  +0.000012] text\n", "text", 0, "", NO_LEVEL, 1 },
	{ "task", "[    1.500000][  T123] text\n", "text", 1500 * MS, "T123",
	  NO_LEVEL, 1 },
	{ "cpu", "[    1.500000][    C0] text\n", "text", 1500 * MS, "C0",
	  NO_LEVEL, 1 },
	{ "task behind a blank", "[    1.500000] [  T123] text\n", "text",
	  1500 * MS, "T123", NO_LEVEL, 1 },
	{ "no task", "[    1.500000][ Text] text\n", "[ Text] text", 1500 * MS,
	  "", NO_LEVEL, 1 },
	{ "a task too long", "[    1.500000][T12345678901234567] text\n",
	  "[T12345678901234567] text", 1500 * MS, "", NO_LEVEL, 1 },
	{ "level", "<4>text\n", "text", 0, "", 4, 1 },
	{ "level with a facility", "<30>text\n", "text", 0, "", 6, 1 },
	{ "no level", "<TASK> text\n", "<TASK> text", 0, "", NO_LEVEL, 1 },
	{ "level and time", "<6>[    1.250000] text\n", "text", 1250 * MS, "",
	  6, 1 },
	{ "level, time and task", "<6>[    1.250000][   T1] text\n", "text",
	  1250 * MS, "T1", 6, 1 },
	{ "dmesg -x", "kern  :warn  : [   12.500000] text\n", "text",
	  12500 * MS, "", 4, 1 },
	{ "dmesg -x of a notice", "daemon:notice: [   12.500000] text\n",
	  "text", 12500 * MS, "", 5, 1 },
	{ "dmesg -T", "[Sat Nov 21 14:00:00 2026] text\n", "text", 0, "",
	  NO_LEVEL, 1 },
	{ "dmesg -x -T", "kern  :err   : [Sat Nov 21 14:00:00 2026] text\n",
	  "text", 0, "", 3, 1 },
	{ "journalctl", "Nov 21 14:00:00 host kernel: text\n", "text", 0, "",
	  NO_LEVEL, 1 },
	{ "journalctl -o short-precise",
	  "Nov  1 14:00:00.123456 host kernel: text\n", "text", 0, "",
	  NO_LEVEL, 1 },
	{ "journalctl -o short-iso",
	  "2026-11-21T14:00:00+0100 host kernel:  text\n", " text", 0, "",
	  NO_LEVEL, 1 },
	{ "syslog with the kernel's time",
	  "Nov 21 14:00:00 host kernel: [   12.500000] text\n", "text",
	  12500 * MS, "", NO_LEVEL, 1 },
	{ "another program's line",
	  "Nov 21 14:00:00 host sshd[12]: text\n"
	  "Nov 21 14:00:00 host kernel: next\n", "next", 0, "", NO_LEVEL, 2 },
	{ "journalctl -o short-monotonic",
	  "[   12.500000] host kernel: text\n", "text", 12500 * MS, "",
	  NO_LEVEL, 1 },
	{ "journalctl -o export",
	  "__CURSOR=a\n_TRANSPORT=syslog\nMESSAGE=no\n\n"
	  "__CURSOR=b\nMESSAGE=text\nPRIORITY=4\n_TRANSPORT=kernel\n"
	  "_SOURCE_MONOTONIC_TIMESTAMP=12500000\n\n", "text", 12500 * MS, "",
	  4, 6 },
	{ "journalctl -o export cut short", "__CURSOR=a\nMESSAGE\n\1\1", NULL,
	  0, "", 0, 0 },
	{ "lost lines before", "** 4491 printk messages dropped ** [   50.750000] text\n",
	  "text", 50750 * MS, "", NO_LEVEL, 1 },
	{ "a prompt before", "login: [   12.500000][    C1] text\n", "text",
	  12500 * MS, "C1", NO_LEVEL, 1 },
	{ "a bracket and a prompt before", "[root@a ~]# [   12.500000] text\n",
	  "text", 12500 * MS, "", NO_LEVEL, 1 },
	{ "a second time in the line",
	  "[   12.500000] half [   12.600000] rest\n",
	  "half [   12.600000] rest", 12500 * MS, "", NO_LEVEL, 1 },
	{ "a version is no time", "driver [1.25] loaded\n",
	  "driver [1.25] loaded", 0, "", NO_LEVEL, 1 },
	{ "pstore", "Oops#1 Part1\n", "Oops#1 Part1", 0, "", NO_LEVEL, 1 },
	{ "carriage returns at the end", "[    1.000000] text\r\r\n", "text",
	  SEC, "", NO_LEVEL, 1 },
	{ "a carriage return at the front", "\r[    1.000000] text\n", "text",
	  SEC, "", NO_LEVEL, 1 },
	{ "a carriage return behind a prompt",
	  "login: \r[    1.000000] text\n", "text", SEC, "", NO_LEVEL, 1 },
	{ "half a time", "[   12.34", "[   12.34", 0, "", NO_LEVEL, 1 },
	{ "half a level", "<4", "<4", 0, "", NO_LEVEL, 1 },
	{ "half a task", "[    1.000000][ T1", "[ T1", SEC, "", NO_LEVEL, 1 },
};

/* In memory of its own, so that a look behind its end is found. */
static char *own_bytes(const void *data, size_t bytes)
{
	char *own = malloc(bytes ? bytes : 1);

	if (!own)
		exit(99);
	memcpy(own, data, bytes);
	return own;
}

static void run_prefix(const struct prefix_case *c)
{
	char *log = own_bytes(c->log, strlen(c->log));
	struct log_reader reader;
	struct log_line line;
	char name[128];
	bool found, ok;

	log_reader_init(&reader, log, strlen(c->log));
	found = log_reader_next(&reader, &line);
	ok = found == !!c->text;
	if (found && ok)
		ok = line.bytes == strlen(c->text) &&
		     !memcmp(line.text, c->text, line.bytes) &&
		     line.has_time == !!c->time_ns &&
		     line.time_ns == c->time_ns &&
		     !strcmp(line.caller, c->caller) &&
		     line.level == c->level && line.number == c->number;
	snprintf(name, sizeof(name), "log_prefix: %s", c->name);
	if (found)
		tap_check(name, ok,
			  "\"%.*s\" at %" PRIu64 " of \"%s\", level %u, line %" PRIu64,
			  (int)line.bytes, line.text, line.time_ns,
			  line.caller, line.level, line.number);
	else
		tap_check(name, ok, "no line");
	free(log);
}

static void binary_field_of_a_journal(void)
{
	static const char log[] =
		"__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE\n"
		"\12\0\0\0\0\0\0\0one\n\033three\n\n"
		"__CURSOR=b\nMESSAGE=next\n\n";
	static const char *const texts[] = { "one", "\033three", "next" };
	static const uint64_t numbers[] = { 5, 6, 9 };
	char *own = own_bytes(log, sizeof(log) - 1);
	struct log_reader reader;
	struct log_line line;
	size_t i, right = 0;

	log_reader_init(&reader, own, sizeof(log) - 1);
	for (i = 0; i < COUNT(texts) && log_reader_next(&reader, &line); i++)
		right += line.bytes == strlen(texts[i]) &&
			 !memcmp(line.text, texts[i], line.bytes) &&
			 line.number == numbers[i];
	tap_check("log_prefix: a binary field of a journal",
		  right == COUNT(texts) && !log_reader_next(&reader, &line),
		  "%zu of %zu lines", right, COUNT(texts));
	free(own);
}

static void other_programs_of_a_host_are_left_out(void)
{
	static const char log[] =
		"[    1.000000] host kernel: one\n"
		"[    2.000000] host systemd[1]: no\n"
		"[    3.000000] host kernel: two\n";
	struct log_reader reader;
	struct log_line line;
	size_t count = 0;
	char last = 0;

	log_reader_init(&reader, log, sizeof(log) - 1);
	while (log_reader_next(&reader, &line)) {
		last = line.text[line.bytes - 1];
		count++;
	}
	tap_check("log_prefix: other programs of a short-monotonic journal",
		  count == 2 && last == 'o', "%zu lines, the last ends '%c'",
		  count, last);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(prefix_cases); i++)
		run_prefix(&prefix_cases[i]);
	binary_field_of_a_journal();
	other_programs_of_a_host_are_left_out();
	return tap_end();
}
