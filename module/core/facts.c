// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * One pass over the lines. The grammar says which of them is the header; the
 * shape of each other says what is in it. Here is what the title, the class
 * and the flags need; all else is for whoever has facts->parts.
 */
#include "facts.h"
#include "grammar.h"
#include "kind.h"
#include "line.h"
#include "title.h"

/**
 * struct scan - what is remembered from line to line
 * @facts: being filled
 * @title: likewise
 * @grammar: until the header was found
 * @comm_line: that @comm is of
 * @comm: that line may have ended inside it
 * @comm_left: how many bytes of it were left then
 * @other: header behind "cut here" that may prove to be the report's
 * @in_header: the last line that began a text was the header
 * @is_begun: there was a line
 * @is_inline: the header may name an inlined function
 * @is_reports: a line without a header is a report's all the same
 */
struct scan {
	struct cr_facts *facts;
	struct cr_title title;
	struct cr_grammar grammar;
	const struct cr_line *comm_line;
	struct cr_line_comm comm;
	u8 comm_left;
	struct cr_text other;
	bool in_header;
	bool is_begun;
	bool is_inline;
	bool is_reports;
};

/* @text is the line, or what of it is not the rest of a comm. */
static struct cr_parts_line parts_line(const struct scan *scan,
				       const struct cr_line *line,
				       struct cr_text text)
{
	return (struct cr_parts_line){
		.facts = scan->facts,
		.line = line,
		.text = text,
		.report_class = scan->grammar.report_class,
	};
}

/* A line that has no shape, however it looks. */
static void take_text(struct scan *scan, const struct cr_line *line,
		      struct cr_text text, bool is_inner)
{
	const struct cr_parts_ops *parts = cr_facts_parts(scan->facts);
	struct cr_parts_line at;

	if (!parts)
		return;
	at = parts_line(scan, line, text);
	at.is_inner = is_inner;
	parts->text(&at);
}

static void begin_comm(struct scan *scan, const struct cr_line *line,
		       struct cr_text text)
{
	u8 report_class = scan->grammar.report_class;
	struct cr_line_comm comm;

	cr_line_comm_begin(&comm, text, report_class == CRASHREC_CLASS_LOCKDEP);
	/* Another CPU's line: the rest is yet to come. */
	if (!comm.left && scan->comm_line &&
	    !cr_line_same_stream(scan->comm_line, line))
		return;
	scan->comm = comm;
	scan->comm_left = comm.left;
	scan->comm_line = comm.left ? line : NULL;
}

/* Is the line the rest of a comm? */
static bool ends_comm(struct scan *scan, const struct cr_line *line,
		      struct cr_text text)
{
	const struct cr_parts_ops *parts = cr_facts_parts(scan->facts);
	const struct cr_line *before = scan->comm_line;
	struct cr_parts_line at;
	struct cr_text behind;
	u32 pid;

	if (!before || !cr_line_same_stream(before, line) ||
	    !cr_line_comm_goes_on(&scan->comm, text, &behind, &pid))
		return false;
	cr_title_line(&scan->title, behind, CR_SHAPE_OTHER, NULL);
	if (!parts)
		return true;
	at = parts_line(scan, line, behind);
	parts->comm(&at, before, scan->comm_left, pid);
	return true;
}

static void header_title(struct scan *scan, const struct cr_kind *kind,
			 struct cr_text text)
{
	cr_title_header(&scan->title, kind, text);
	/* Once, as it may be long, and many lines want to know. */
	scan->is_inline = cr_text_has(text, CR_WORD(" [inline]"));
}

/*
 * A header of a symbolised log may name an inlined function; the last of
 * those that repeat it names one that has an offset.
 */
static bool is_header_again(struct scan *scan, struct cr_text text)
{
	const struct cr_kind *kind;

	if (!cr_grammar_may_open(text.at, text.bytes) ||
	    !scan->is_inline)
		return false;
	kind = cr_kind_at(cr_kind_find(text, true));
	if (!kind || kind->report_class != scan->title.kind->report_class)
		return false;
	memset(&scan->title, 0, sizeof(scan->title));
	header_title(scan, kind, text);
	return true;
}

static void set_header(struct scan *scan, const struct cr_line *line,
		       struct cr_text text)
{
	const struct cr_parts_ops *parts = cr_facts_parts(scan->facts);
	struct cr_parts_line at;

	header_title(scan, cr_kind_at(scan->grammar.kind), text);
	if (!parts)
		return;
	at = parts_line(scan, line, text);
	parts->header(&at);
}

/* Return: true if there is more in the line than a header. */
static bool find_header(struct scan *scan, const struct cr_line *line,
			bool is_first)
{
	struct cr_text text = { line->text, line->bytes };
	struct cr_grammar *g = &scan->grammar;

	if (is_first || g->line_count == 0) {
		if (cr_grammar_first(g, text.at, text.bytes) == CR_LINE_OTHER)
			return false;
	} else if (cr_grammar_next(g, text.at, text.bytes) == CR_LINE_OPENS) {
		cr_grammar_first(g, text.at, text.bytes);
	}
	if (g->other && g->other_at == g->line_count)
		scan->other = text;
	if (!g->kind)
		return false;
	if (g->kind == g->other && scan->other.at != text.at) {
		set_header(scan, line, scan->other);
		return true;
	}
	set_header(scan, line, text);
	return g->report_class == CRASHREC_CLASS_PANIC;
}

static void take_facts(struct scan *scan, const struct cr_line *line)
{
	const struct cr_parts_ops *parts = cr_facts_parts(scan->facts);
	struct cr_text text = { line->text, line->bytes };
	struct cr_line_frame frame;
	struct cr_parts_line at;
	enum cr_shape shape;
	bool is_frame;

	if (ends_comm(scan, line, text))
		return;
	begin_comm(scan, line, text);
	is_header_again(scan, text);
	/* What most lines are is found out by taking them apart. */
	is_frame = text.bytes && text.at[0] == ' ' &&
		   !cr_line_may_be_old_task(text) &&
		   cr_line_frame(text, &frame);
	shape = is_frame ? CR_SHAPE_FRAME : cr_line_shape(text);
	if (cr_line_is_comm(text, shape)) {
		take_text(scan, line, text, false);
		return;
	}
	if (!is_frame && (shape == CR_SHAPE_FRAME || shape == CR_SHAPE_IP))
		is_frame = cr_line_frame(text, &frame);
	cr_title_line(&scan->title, text, shape, is_frame ? &frame : NULL);
	if (shape == CR_SHAPE_PANIC)
		scan->facts->flags |= CRASHREC_REC_F_PANICKED;
	if (!parts)
		return;
	at = parts_line(scan, line, text);
	at.shape = shape;
	at.frame = is_frame ? &frame : NULL;
	parts->line(&at);
}

/*
 * A further line of a text has no shape, however it looks, but for what the
 * header's text has: "last function: f" of 6.1's workqueue, and the words
 * that Rust panicked with.
 */
static void take_inner(struct scan *scan, const struct cr_line *line)
{
	struct cr_text text = { line->text, line->bytes };

	if (!scan->title.kind || ends_comm(scan, line, text))
		return;
	if (scan->in_header)
		cr_title_line(&scan->title, text, CR_SHAPE_OTHER, NULL);
	take_text(scan, line, text, true);
}

/* What only reports have, and no line that is the kernel's by chance. */
static bool is_reports(enum cr_shape shape)
{
	return shape == CR_SHAPE_CUT || shape == CR_SHAPE_CPU ||
	       shape == CR_SHAPE_IP || shape == CR_SHAPE_TRACE ||
	       shape == CR_SHAPE_FRAME || shape == CR_SHAPE_REGISTERS ||
	       shape == CR_SHAPE_END;
}

/* A line that began a text, as far as is known. */
static void take_header(struct scan *scan, const struct cr_line *line)
{
	struct cr_text text = { line->text, line->bytes };
	bool is_report_begin = !scan->is_begun;

	scan->is_begun = true;
	scan->in_header = false;
	if (scan->title.kind) {
		take_facts(scan, line);
		return;
	}
	if (find_header(scan, line, is_report_begin)) {
		take_facts(scan, line);
	} else if (scan->title.kind) {
		begin_comm(scan, line, text);
		take_text(scan, line, text, false);
	} else {
		scan->is_reports |= is_reports(cr_line_shape(text));
	}
	scan->in_header = scan->title.kind;
}

void cr_facts_from_lines(struct cr_facts *facts, const struct cr_line *lines,
			 u32 line_count)
{
	const u32 found_at = offsetof(struct cr_facts, title);
	struct scan scan;
	u32 i;

	/* What is "in" stands before it. */
	memset((u8 *)facts + found_at, 0, sizeof(*facts) - found_at);
	if (cr_facts_parts(facts))
		facts->parts->begin(facts);
	memset(&scan, 0, sizeof(scan));
	/* Who cut the report knew which kinds there may be. */
	scan.grammar.in_log = true;
	scan.facts = facts;
	for (i = 0; i < line_count; i++) {
		if (lines[i].flags & CRASHREC_LINE_F_USER)
			continue;
		if (lines[i].flags & CRASHREC_LINE_F_INNER)
			take_inner(&scan, &lines[i]);
		else
			take_header(&scan, &lines[i]);
	}
	facts->report_class = scan.grammar.report_class;
	if (!scan.title.kind && !facts->report_class && !scan.is_reports &&
	    line_count && lines[0].flags & CRASHREC_LINE_F_USER)
		facts->flags |= CRASHREC_REC_F_USER;
	cr_title_write(&scan.title, facts);
}
