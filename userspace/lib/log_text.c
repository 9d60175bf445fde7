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

/*
 * Set @reader, which is at the report, to some lines before it. In a journal any bytes may stand
 * before it: there the entries that were read tell where one begins.
 */
static void go_back(struct log_reader *reader, const struct log_reports *log,
		    const struct log_report *report)
{
	const char *begin = log->around.data;
	const char *newline;
	u32 i;

	if (reader->is_export && report->before_from < report->from) {
		reader->at = report->before_from;
		reader->number = report->before_number;
	}
	if (reader->is_export)
		return;
	if (reader->at - begin > BACK_MAX_BYTES)
		begin = reader->at - BACK_MAX_BYTES;
	for (i = 0; i < BACK_MAX && reader->at > begin; i++) {
		newline = memrchr(begin, '\n',
				  (size_t)(reader->at - 1 - begin));
		if (!newline && begin != log->around.data)
			break;
		reader->at = newline ? newline + 1 : begin;
		reader->number--;
	}
}

/* Read on at the report, with what was known then. */
static void begin_at(struct log_reader *reader, const struct log_reports *log,
		     const struct log_report *report)
{
	*reader = log->reader;
	reader->message = NULL;
	reader->at = report->from;
	reader->number = report->from_number;
	reader->host = report->host;
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

static struct cr_text text_of(const struct log_line *line)
{
	return (struct cr_text){ line->text, line->bytes };
}

static bool opens(const struct log_line *line)
{
	struct cr_grammar grammar = { .in_log = true };

	return cr_grammar_first(&grammar, line->text, line->bytes) ==
	       CR_LINE_OPENS;
}

/* Among the kernel's lines it would be taken for one of them. */
static bool looks_like_report(struct cr_text line)
{
	struct cr_grammar grammar = { .in_log = true };

	return cr_line_shape(line) != CR_SHAPE_OTHER ||
	       cr_grammar_first(&grammar, line.at, line.bytes) != CR_LINE_OTHER;
}

/* Return: false if there is none that is of interest. */
static bool next_of_context(struct cutting *cutting, struct log_reader *reader,
			    struct log_line *line)
{
	const struct log_report *report = cutting->report;

	while (log_reader_next(reader, line) &&
	       line->number <= report->last_line + BEHIND_MAX) {
		if (!report->caller[0])
			log_callers_return(line);
		if (is_of_context(cutting, line) &&
		    !(line->is_user && looks_like_report(text_of(line))))
			return true;
	}
	return false;
}

static bool is_before(const struct cutting *cutting,
		      const struct log_line *line)
{
	const struct cr_line *first = &cutting->report->lines[0];

	return line->text + line->bytes < first->text + first->bytes;
}

static void take_lines_before(struct cutting *cutting,
			      struct log_reader *reader)
{
	struct log_line line;

	while (next_of_context(cutting, reader, &line) &&
	       is_before(cutting, &line))
		take_before(cutting, text_of(&line),
			    !line.is_user && !line.is_inner);
}

static void take_lines(struct cutting *cutting, struct log_reader *reader)
{
	const struct log_report *report = cutting->report;
	struct log_line line;

	while (next_of_context(cutting, reader, &line)) {
		/* Of the same entry of a journal. */
		if (is_before(cutting, &line))
			continue;
		/* Each of many short ones would have all that come behind. */
		if (report->line_count == 1 &&
		    line.number > report->last_line && opens(&line))
			break;
		if (line.is_user || line.is_inner)
			put(cutting, text_of(&line));
		else if (!take_line(cutting, text_of(&line)))
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
		begin_at(&reader, log, report);
		go_back(&reader, log, report);
		take_lines_before(cutting, &reader);
		begin_at(&reader, log, report);
		take_lines(cutting, &reader);
		if (fclose(cutting->out)) {
			free(*text);
			*text = NULL;
		}
	}
	free(cutting);
	return *text ? 0 : -ENOMEM;
}
