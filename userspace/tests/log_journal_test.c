// SPDX-License-Identifier: GPL-2.0
/*
 * Texts of more than one line in a journal's export format.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "support_log.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define KASAN	"BUG: KASAN: slab-out-of-bounds in one+0x1/0x2\n"

/**
 * struct journal_case - a journal, and the reports in it
 * @name: of the case
 * @log: the kernel's texts; a "|" stands before their further lines
 * @want: of each report its title and a newline, then its lines, likewise
 */
struct journal_case {
	const char *name;
	const char *log;
	const char *want;
};

static const struct journal_case journal_cases[] = {
	{ "a report in a name",
	  "process 'x' launched '/tmp/a\n|kernel BUG at mm/slab.c:1!\n"
	  "|Oops: invalid opcode: 0000 [#1] SMP\n|RIP: 0010:evil+0x1/0x2\n",
	  "" },
	{ "further lines of a report", CUT AT_ONE "a\n|b\n" IP_ONE END,
	  "WARNING in one\n" CUT AT_ONE "a\n|b\n" IP_ONE END },
	{ "further lines like another report and the end",
	  CUT AT_ONE "a\n|BUG: foo\n|\n|" END "|" CUT "|" OOM
	  "|Linux version 6.1.0\n" IP_ONE END,
	  "WARNING in one\n" CUT AT_ONE "a\n|BUG: foo\n|\n|" END "|" CUT "|" OOM
	  "|Linux version 6.1.0\n" IP_ONE END },
	{ "further lines of what is no report's",
	  CUT AT_ONE IP_ONE END "a\n|BUG: foo\n|" OOM "b\n",
	  "WARNING in one\n" CUT AT_ONE IP_ONE END },
	{ "a further line behind a line of =", "==================\n|" KASAN,
	  "" },
	{ "empty lines before a report", "\n|\n|" OOM, "kernel panic: oom\n" OOM },
};

static size_t append(char *out, const char *text, size_t bytes)
{
	memcpy(out, text, bytes);
	return bytes;
}

/* One entry: @text and those lines behind it that a "|" stands before. */
static const char *write_entry(char *out, size_t *used, const char *text)
{
	static const char head[] = "__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE\n";
	char message[512];
	size_t bytes = 0, line_bytes;
	char length[8] = { 0 };

	for (;;) {
		line_bytes = strcspn(text, "\n");
		bytes += append(message + bytes, text, line_bytes);
		text += line_bytes + 1;
		if (*text != '|')
			break;
		message[bytes++] = '\n';
		text++;
	}
	length[0] = (char)bytes;
	length[1] = (char)(bytes >> 8);
	*used += append(out + *used, head, sizeof(head) - 1);
	*used += append(out + *used, length, sizeof(length));
	*used += append(out + *used, message, bytes);
	*used += append(out + *used, "\n\n", 2);
	return text;
}

static void describe(char *out, const struct crashrec_record *record)
{
	struct crashrec_text title = crashrec_record_title(record);
	const struct crashrec_log_line *lines;
	size_t count, i;

	out += sprintf(out, "%.*s\n", (int)title.bytes, title.data);
	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++)
		out += sprintf(out, "%s%.*s\n", lines[i].inner ? "|" : "",
			       (int)lines[i].text.bytes, lines[i].text.data);
}

/* The text to mail has the same lines. */
static void check_text(const char *name, struct crashrec_source *source,
		       const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	struct crashrec_text text = { "", 0 };
	char want[2048] = "", full[160];
	size_t count, i, used = 0;
	int err;

	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++) {
		used += append(want + used, lines[i].text.data,
			       lines[i].text.bytes);
		used += append(want + used, "\n", 1);
	}
	err = crashrec_source_report_text(source, record, &text);
	snprintf(full, sizeof(full), "%s, its text", name);
	tap_check(full, !err && text.bytes >= used &&
		  !memcmp(text.data, want, used),
		  "error %d, got:\n%.*s", err, (int)text.bytes, text.data);
}

static void run_journal(const struct journal_case *c)
{
	char journal[4096], got[2048] = "", name[128];
	const char *text = c->log;
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t used = 0;
	int err;

	while (*text)
		text = write_entry(journal, &used, text);
	source = log_open_bytes(journal, used, &err);
	snprintf(name, sizeof(name), "log_journal: %s", c->name);
	while (!err) {
		err = crashrec_source_next(source, &record);
		if (!err) {
			describe(got + strlen(got), record);
			check_text(name, source, record);
		}
		crashrec_record_free(record);
	}
	tap_check(name, err == -ENOENT && !strcmp(got, c->want),
		  "error %d, got:\n%s", err, got);
	crashrec_source_close(source);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(journal_cases); i++)
		run_journal(&journal_cases[i]);
	return tap_end();
}
