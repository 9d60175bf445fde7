// SPDX-License-Identifier: GPL-2.0
/*
 * How many reports are open at once, and how long: what a limit may have cut
 * says so.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_log.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LOG_BYTES	(1U << 20)

static const char *const kasan[] = {
	"==================",
	"BUG: KASAN: slab-out-of-bounds in one+0x1/0x2",
	"Read of size 8 at addr ffff888001020304 by task a/1",
	"CPU: 0 PID: 1 Comm: a Not tainted 6.12.0 #1",
	"Call Trace:",
	" one+0x1/0x2",
	" caller+0x1/0x2",
	"==================",
};

static const char *const hung[] = {
	"INFO: task a:1 blocked for more than 120 seconds.",
	"      Not tainted 6.12.0 #1",
	"task:a               state:D stack:0     pid:1     ppid:2",
	"Call Trace:",
	" one+0x1/0x2",
};

static const char *const warning[] = {
	"------------[ cut here ]------------",
	"WARNING: CPU: 0 PID: 1 at a.c:1 two+0x1/0x2",
	"RIP: 0010:two+0x1/0x2",
	"---[ end trace 0000000000000000 ]---",
};

/**
 * struct made - a log that is being made
 * @text: of it
 * @bytes: of that
 */
struct made {
	char *text;
	size_t bytes;
};

static void add(struct made *log, unsigned int task, const char *text)
{
	int bytes = snprintf(log->text + log->bytes, LOG_BYTES - log->bytes,
			     "[    1.000000][%5s%u] %s\n", "T", task, text);

	if (bytes < 0 || (size_t)bytes >= LOG_BYTES - log->bytes)
		exit(99);
	log->bytes += (size_t)bytes;
}

static void add_lines(struct made *log, unsigned int task,
		      const char *const *lines, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		add(log, task, lines[i]);
}

static void add_silence(struct made *log)
{
	unsigned int i;

	for (i = 0; i < 9500; i++)
		add(log, 2, "usb");
}

/* More tasks than can have a report open print one at once. */
static void many_at_once(struct made *log)
{
	unsigned int task;
	size_t i;

	for (i = 0; i < COUNT(kasan); i++)
		for (task = 1; task <= 65; task++)
			add(log, task, kasan[i]);
}

/* More reports than can wait begin within one. */
static void many_within(struct made *log)
{
	unsigned int i;

	add_lines(log, 1, kasan, 3);
	for (i = 0; i < 600; i++)
		add_lines(log, 2, warning, COUNT(warning));
	add_lines(log, 1, kasan + 3, COUNT(kasan) - 3);
}

static void silent_within(struct made *log)
{
	add_lines(log, 1, kasan, 4);
	add_silence(log);
	add_lines(log, 1, kasan + 4, COUNT(kasan) - 4);
}

static void silent_behind_the_end(struct made *log)
{
	add_lines(log, 1, kasan, COUNT(kasan));
	add_silence(log);
}

static void silent_behind_the_stack(struct made *log)
{
	add_lines(log, 1, hung, COUNT(hung));
	add_silence(log);
}

/**
 * struct limit_case - reports, some of which a limit cuts
 * @name: of the case
 * @make: its log
 * @whole: lines of a report that is not cut, if it is not @other
 * @other: lines of reports beside, 0: there are none
 * @is_cut: some are cut; those that are, and no others, say that they are
 */
struct limit_case {
	const char *name;
	void (*make)(struct made *log);
	size_t whole;
	size_t other;
	bool is_cut;
};

static const struct limit_case limit_cases[] = {
	{ "more at once than can be open", many_at_once, COUNT(kasan), 0,
	  true },
	{ "more within one than can wait", many_within, COUNT(kasan),
	  COUNT(warning), true },
	{ "a long silence", silent_within, COUNT(kasan), 0, true },
	{ "a long silence behind the end", silent_behind_the_end, COUNT(kasan),
	  0, false },
	{ "a long silence behind the last stack", silent_behind_the_stack,
	  COUNT(hung), 0, false },
};

static void run_limit(const struct limit_case *c)
{
	struct made log = { malloc(LOG_BYTES), 0 };
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t lines, cut = 0, wrong = 0;
	bool is_whole, says_cut;
	char name[128];
	int err;

	if (!log.text)
		exit(99);
	c->make(&log);
	source = log_open_bytes(log.text, log.bytes, &err);
	while (!err) {
		err = crashrec_source_next(source, &record);
		if (err)
			break;
		crashrec_record_lines(record, &lines);
		is_whole = lines == c->whole || (c->other && lines == c->other);
		says_cut = crashrec_record_state(record) ==
			   CRASHREC_RECORD_TRUNCATED;
		cut += says_cut;
		wrong += is_whole == says_cut;
		crashrec_record_free(record);
	}
	snprintf(name, sizeof(name), "log_limits: %s", c->name);
	tap_check(name, err == -ENOENT && !wrong && !!cut == c->is_cut,
		  "error %d, %zu say they are cut, %zu wrong", err, cut, wrong);
	crashrec_source_close(source);
	free(log.text);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(limit_cases); i++)
		run_limit(&limit_cases[i]);
	return tap_end();
}
