// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A record holds what is the report's alone. Who is to mend the bug wants to
 * read more: what the same context said just before, and what it said after,
 * as a detector that finds several tasks hung tells of each in a report of its
 * own and then of all locks. And less: neither frames that are perhaps stale
 * nor the panic that panic_on_warn makes of a report that is told already.
 *
 * The rules are those by which fuzzing teams cut reports (syzkaller,
 * pkg/report/linux.go), so that a text can be laid beside theirs:
 *
 *   - up to 5 lines from before it, 50 where lines tell that a task printed;
 *   - of the report's context alone; once it asked other CPUs for their stacks
 *     also what is printed in interrupts and NMIs;
 *   - no frame marked "? ", unless the report has no others;
 *   - from the panic on nothing, if there are 25 lines before it, or the
 *     report ended before;
 *   - to the next boot.
 */
#include "log_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/line.h"

#define BEFORE_MAX	5
#define ENOUGH_LINES	25	/* a report with so many needs no panic's stack */
/* What is looked at before the report and behind it. */
#define BACK_MAX	1024	/* lines */
#define BACK_MAX_BYTES	(1U << 18)
#define BEHIND_MAX	4096	/* lines */

/**
 * struct cutting - a text that is being made
 * @out: where it goes
 * @report: whose it is
 * @keep_unreliable: as log_text_make()
 * @before: the last lines of the context before the report, a ring
 * @before_count: how many there were
 * @lines: of the report and behind, those left out included
 * @has_ended: the last line ends reports
 * @has_asked: other CPUs were asked for their stacks
 */
struct cutting {
	FILE *out;
	const struct log_report *report;
	bool keep_unreliable;
	struct cr_text before[LOG_TEXT_BEFORE_MAX];
	u32 before_count;
	u32 lines;
	bool has_ended;
	bool has_asked;
};

static bool begins_entry(const char *at, const char *end)
{
	static const char words[] = "__CURSOR=";

	return (size_t)(end - at) > sizeof(words) - 1 &&
	       !memcmp(at, words, sizeof(words) - 1);
}

/* Set @reader to some lines before the report, in a journal to some entries. */
static void go_back(struct log_reader *reader, const struct log_reports *log,
		    const struct log_report *report)
{
	const char *begin = log->around.data;
	const char *at = report->from;
	u64 number = report->from_number;
	u32 i;

	if (at - begin > BACK_MAX_BYTES)
		begin = at - BACK_MAX_BYTES;
	*reader = log->reader;
	reader->message = NULL;
	reader->at = at;
	reader->number = number;
	for (i = 0; i < BACK_MAX && at > begin; i++) {
		const char *newline = memrchr(begin, '\n',
					      (size_t)(at - 1 - begin));

		if (!newline && begin != log->around.data)
			break;
		at = newline ? newline + 1 : begin;
		number--;
		if (reader->is_export && !begins_entry(at, reader->end))
			continue;
		reader->at = at;
		reader->number = number;
	}
}

static void put(struct cutting *cutting, struct cr_text line)
{
	fwrite(line.at, 1, line.bytes, cutting->out);
	fputc('\n', cutting->out);
}

static bool is_unreliable(struct cr_text line)
{
	struct cr_line_frame frame;

	return cr_line_frame(line, &frame) &&
	       frame.flags & CRASHREC_FRAME_F_UNRELIABLE;
}

/* @has_shape: it began a text of the kernel's. */
static void take_before(struct cutting *cutting, struct cr_text line,
			bool has_shape)
{
	enum cr_shape shape = has_shape ? cr_line_shape(line) : CR_SHAPE_OTHER;

	if (shape == CR_SHAPE_BOOT)
		cutting->before_count = 0;
	if (shape == CR_SHAPE_BOOT || shape == CR_SHAPE_BLANK ||
	    is_unreliable(line))
		return;
	cutting->before[cutting->before_count++ % LOG_TEXT_BEFORE_MAX] = line;
}

static void put_before(struct cutting *cutting)
{
	u32 count = cutting->report->caller[0] == 'T' ? LOG_TEXT_BEFORE_MAX :
							BEFORE_MAX;
	u32 i;

	if (count > cutting->before_count)
		count = cutting->before_count;
	for (i = cutting->before_count - count; i < cutting->before_count; i++)
		put(cutting, cutting->before[i % LOG_TEXT_BEFORE_MAX]);
}

/* What add_taint() tells behind the first report, of any kind. */
static bool is_taint(struct cr_text line)
{
	return cr_text_starts(line, CR_WORD("Disabling lock debugging due to kernel taint"));
}

/* Return: false if nothing more belongs to the text. */
static bool take_line(struct cutting *cutting, struct cr_text line)
{
	enum cr_shape shape = cr_line_shape(line);
	bool had_ended = cutting->has_ended;

	if (is_taint(line))
		return true;
	if (!cutting->lines++)
		put_before(cutting);
	cutting->has_ended = cutting->lines > 1 &&
			     (shape == CR_SHAPE_RULER || shape == CR_SHAPE_END);
	switch (shape) {
	case CR_SHAPE_BOOT:
		return false;
	case CR_SHAPE_PANIC:
		if (had_ended || cutting->lines > ENOUGH_LINES)
			return false;
		break;
	case CR_SHAPE_NMI_ASK:
		cutting->has_asked = true;
		break;
	case CR_SHAPE_FRAME:
		if (!cutting->keep_unreliable && is_unreliable(line))
			return true;
		break;
	default:
		break;
	}
	put(cutting, line);
	return true;
}

static bool is_of_context(const struct cutting *cutting,
			  const struct log_line *line)
{
	const struct log_report *report = cutting->report;

	if (cutting->has_asked && line->caller[0] == 'C')
		return true;
	return line->is_bare == report->is_bare &&
	       !memcmp(line->caller, report->caller, LOG_CALLER_BYTES);
}

/* Among the kernel's lines it would be taken for one of them. */
static bool looks_like_report(struct cr_text line)
{
	struct cr_grammar grammar = { .in_log = true };

	return cr_line_shape(line) != CR_SHAPE_OTHER ||
	       cr_grammar_first(&grammar, line.at, line.bytes) != CR_LINE_OTHER;
}

static void take_lines(struct cutting *cutting, struct log_reader *reader)
{
	const struct log_report *report = cutting->report;
	const char *first_end = report->lines[0].text + report->lines[0].bytes;
	struct log_line line;
	struct cr_text text;
	bool has_shape;

	while (log_reader_next(reader, &line) &&
	       line.number <= report->last_line + BEHIND_MAX) {
		if (!report->caller[0])
			log_callers_return(&line);
		if (!is_of_context(cutting, &line))
			continue;
		text = (struct cr_text){ line.text, line.bytes };
		if (line.is_user && looks_like_report(text))
			continue;
		has_shape = !line.is_user && !line.is_inner;
		if (text.at + text.bytes < first_end)
			take_before(cutting, text, has_shape);
		else if (!has_shape)
			put(cutting, text);
		else if (!take_line(cutting, text))
			break;
	}
}

int log_text_make(const struct log_reports *log,
		  const struct log_report *report, bool keep_unreliable,
		  char **text, size_t *bytes)
{
	struct cutting *cutting = calloc(1, sizeof(*cutting));
	struct log_reader reader;

	*text = NULL;
	*bytes = 0;
	if (!cutting)
		return -ENOMEM;
	cutting->out = open_memstream(text, bytes);
	cutting->report = report;
	cutting->keep_unreliable = keep_unreliable;
	if (cutting->out) {
		go_back(&reader, log, report);
		take_lines(cutting, &reader);
		if (fclose(cutting->out)) {
			free(*text);
			*text = NULL;
		}
	}
	free(cutting);
	return *text ? 0 : -ENOMEM;
}
