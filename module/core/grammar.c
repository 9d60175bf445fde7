// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A report, to the context that prints it, is: perhaps a line of "=" or "cut
 * here"; a header, which names the kind; a head, which may hold anything; one
 * or more stacks and dumps, which have a shape; an end mark, or nothing. Then
 * perhaps a panic, which has no bound.
 *
 * In the head every line is part of the report, up to HEAD_LINES; then those
 * that cr_line_shape() knows. Behind the first stack the others end a report
 * that has no end mark; one that has is not given up before STRAYS_MAX of
 * them in a row.
 */
#include "../../include/uapi/crashrec_format.h"
#include "grammar.h"
#include "kind.h"
#include "line.h"

#define HEAD_LINES	40
#define STRAYS_MAX	8

enum phase {
	PHASE_RULED,	/* a line of "=" was seen, the header was not */
	PHASE_CUT,	/* "cut here" was seen, the header was not */
	PHASE_HEAD,	/* the header was seen, no stack */
	PHASE_STACK = CR_GRAMMAR_STACK,
	PHASE_PANIC,	/* the kernel panicked */
	PHASE_ENDED,
};

/* cr_grammar::flags */
#define STRAYS_MASK	CR_GRAMMAR_STRAYS
#define F_CULPRIT	0x10U /* the stack that follows is the culprit's */
#define F_ALL_LOCKS	0x20U /* a list of locks; a line of "=" ends it */
#define F_INLINE	0x40U /* the header names an inlined function: more come */
#define F_JOINED	0x80U /* "cut here" came behind the header: no new report */
#define F_RULED		0x100U /* it began with a line of "=" */

static void grammar_open(struct cr_grammar *g, enum phase phase,
			 u8 report_class)
{
	bool in_log = g->in_log;

	memset(g, 0, sizeof(*g));
	g->in_log = in_log;
	g->phase = phase;
	g->report_class = report_class;
	g->line_count = 1;
}

/* The header of a symbolised log: more of it comes. */
static bool is_inline(struct cr_text line)
{
	return cr_text_has(line, CR_WORD(" [inline]"));
}

static void grammar_name(struct cr_grammar *g, u32 number)
{
	const struct cr_kind *kind = cr_kind_at(number);

	g->kind = (u8)number;
	g->report_class = kind->report_class;
	g->phase = PHASE_HEAD;
	if (kind->report_class == CRASHREC_CLASS_PANIC) {
		g->phase = PHASE_PANIC;
		g->panicked = true;
	}
}

enum cr_verdict cr_grammar_first(struct cr_grammar *g, const char *text,
				 u32 bytes)
{
	struct cr_text line = { text, bytes };
	const struct cr_kind *kind;
	enum cr_shape shape;
	u32 number;

	if (!cr_grammar_may_open(text, bytes))
		return CR_LINE_OTHER;
	if (text[0] == '=' || text[0] == '-') {
		shape = cr_line_shape(line);
		if (shape == CR_SHAPE_CUT) {
			grammar_open(g, PHASE_CUT, CRASHREC_CLASS_WARNING);
			return CR_LINE_OPENS;
		}
		if (shape != CR_SHAPE_RULER)
			return CR_LINE_OTHER;
		grammar_open(g, PHASE_RULED, CRASHREC_CLASS_UNKNOWN);
		return CR_LINE_MAYBE_OPENS;
	}
	number = cr_kind_find(line, g->in_log);
	kind = cr_kind_at(number);
	if (!kind || kind->flags & CR_KIND_PART)
		return CR_LINE_OTHER;
	grammar_open(g, PHASE_HEAD, CRASHREC_CLASS_UNKNOWN);
	grammar_name(g, number);
	if (is_inline(line))
		g->flags |= F_INLINE;
	cr_line_comm_begin(&g->comm, line, false);
	return CR_LINE_OPENS;
}

/*
 * "WARNING: a\nb/1 still has locks held!": no other that stands below a line of
 * "=" is as short as one that ends inside the comm.
 */
static bool ends_in_comm(struct cr_text line)
{
	return cr_text_skip(&line, CR_WORD("WARNING: ")) &&
	       line.bytes <= CR_LINE_COMM_MAX;
}

/* The line behind one of "=". */
static enum cr_verdict next_ruled(struct cr_grammar *g, struct cr_text line)
{
	const struct cr_kind *kind;
	enum cr_shape shape;
	u32 number;

	if (!cr_grammar_may_open(line.at, line.bytes))
		return CR_LINE_OTHER;
	shape = cr_line_shape(line);
	if (shape == CR_SHAPE_RULER)
		return CR_LINE_MAYBE_OPENS;
	if (shape == CR_SHAPE_CUT)
		return CR_LINE_OPENS;
	number = cr_kind_find(ends_in_comm(line) ?
			      CR_WORD("WARNING: /1 still has locks held!") :
			      line, g->in_log);
	kind = cr_kind_at(number);
	if (!kind || kind->flags & CR_KIND_PART)
		return CR_LINE_OTHER;
	if (!(kind->flags & CR_KIND_RULED))
		return CR_LINE_OPENS;
	grammar_name(g, number);
	cr_line_comm_look(&g->comm, line, false);
	g->flags |= F_RULED;
	if (is_inline(line))
		g->flags |= F_INLINE;
	g->line_count++;
	return CR_LINE_CONTINUES;
}

static bool is_oops(const struct cr_grammar *g)
{
	return g->report_class == CRASHREC_CLASS_OOPS ||
	       g->report_class == CRASHREC_CLASS_BUG;
}

/*
 * A header behind "cut here". A WARN() may have any text, so one of another
 * kind counts only if the stack comes before the warning's own: then the cut
 * was none of this report's. The last counts, as those before it may be text
 * too.
 */
static void header_behind_cut(struct cr_grammar *g, u32 number,
			      struct cr_text line)
{
	const struct cr_kind *kind = cr_kind_at(number);
	const struct cr_kind *before = cr_kind_at(g->other);

	if (kind->flags & (CR_KIND_CUT | CR_KIND_PRELUDE)) {
		grammar_name(g, number);
		if (is_inline(line))
			g->flags |= F_INLINE;
		return;
	}
	if (before && !(before->flags & CR_KIND_LONE) &&
	    kind->flags & (CR_KIND_JOINS | CR_KIND_LONE))
		return;
	g->other = (u8)number;
	g->other_at = g->line_count + 1;
}

/* Does the line tell that what was reported is now dumped? */
static bool begins_dump(struct cr_text line, enum cr_shape shape)
{
	switch (shape) {
	case CR_SHAPE_FRAME:
	case CR_SHAPE_TRACE:
	case CR_SHAPE_MARK:
	case CR_SHAPE_IP:
	case CR_SHAPE_CPU:
	case CR_SHAPE_TASK:
	case CR_SHAPE_NMI_TRACE:
		return true;
	default:
		return cr_text_starts(line, CR_WORD("#PF: ")) ||
		       cr_text_starts(line, CR_WORD("Mem abort info:"));
	}
}

/*
 * What a stall's dump trips over before its first stack is part of it; not
 * behind the NMIs that it asked for, as their stacks may have gone elsewhere.
 */
static bool trips(const struct cr_grammar *g)
{
	return g->phase == PHASE_HEAD && !g->asks_nmi &&
	       g->report_class == CRASHREC_CLASS_RCU_STALL;
}

/*
 * In a symbolised log a header stands once for each function that was inlined
 * at that place, and then for the one that they were inlined in.
 */
static bool repeats_header(struct cr_grammar *g, const struct cr_kind *kind,
			   struct cr_text line)
{
	if (!(g->flags & F_INLINE) || g->phase != PHASE_HEAD ||
	    kind->report_class != g->report_class)
		return false;
	if (!is_inline(line))
		g->flags &= (u16)~F_INLINE;
	return true;
}

/*
 * A line that could open a report, where one is open: does it? A report's
 * second header is part of it while its first stack has not come. @shape is
 * changed where the kind knows more of the line.
 */
static bool opens_next(struct cr_grammar *g, struct cr_text line,
		       enum cr_shape *shape)
{
	const struct cr_kind *open = cr_kind_at(g->kind);
	const struct cr_kind *kind;
	u32 number;

	number = cr_kind_find(line, g->in_log);
	kind = cr_kind_at(number);
	if (!kind)
		return false;
	if (repeats_header(g, kind, line))
		return false;
	if (kind->flags & CR_KIND_PART ||
	    (kind->flags & CR_KIND_INSIDE && g->phase < PHASE_PANIC)) {
		*shape = CR_SHAPE_DETAIL;
		return false;
	}
	if (g->phase == PHASE_CUT) {
		header_behind_cut(g, number, line);
		return false;
	}
	if (g->phase == PHASE_ENDED)
		return true;
	if (kind->flags & CR_KIND_JOINS && is_oops(g) &&
	    g->phase == PHASE_HEAD)
		return false;
	/* What the line before it told is BUG() or WARN(), as configured. */
	if (kind->flags & CR_KIND_CUT &&
	    (trips(g) || g->flags & F_JOINED ||
	     (g->phase == PHASE_HEAD && open && open->flags & CR_KIND_PRELUDE))) {
		*shape = CR_SHAPE_DETAIL;
		return false;
	}
	if (open && open->flags & CR_KIND_SAME && number == g->kind) {
		*shape = CR_SHAPE_DETAIL;
		return false;
	}
	/* A WARN() may have any text, one that looks like this too. */
	if (g->phase == PHASE_HEAD && kind->flags & CR_KIND_LONE)
		return open && open->flags & CR_KIND_LONE;
	/* UBSAN's details, and the like, repeat their header. */
	return !(open && open->flags & CR_KIND_RULED &&
		 g->phase == PHASE_HEAD && number == g->kind);
}

static enum cr_verdict on_cut(struct cr_grammar *g)
{
	const struct cr_kind *kind = cr_kind_at(g->kind);

	if (g->phase == PHASE_HEAD && trips(g))
		return CR_LINE_CONTINUES;
	/* mm/slub.c shows who allocated the object, and then warns. */
	if (kind && kind->flags & CR_KIND_PRELUDE && !(g->flags & F_JOINED) &&
	    (g->phase == PHASE_HEAD ||
	     (g->phase == PHASE_STACK && kind->flags & CR_KIND_RULED))) {
		g->flags |= F_JOINED;
		return CR_LINE_CONTINUES;
	}
	return CR_LINE_OPENS;
}

static enum cr_verdict on_ruler(struct cr_grammar *g)
{
	const struct cr_kind *kind = cr_kind_at(g->kind);

	if (g->phase == PHASE_ENDED)
		return CR_LINE_MAYBE_OPENS;
	if (g->flags & F_ALL_LOCKS) {
		g->flags &= ~F_ALL_LOCKS;
		return CR_LINE_CONTINUES;
	}
	if (kind && (kind->end == CR_END_RULER ||
		     (g->flags & F_RULED && kind->end == CR_END_TRACE))) {
		g->phase = PHASE_ENDED;
		return CR_LINE_ENDS;
	}
	return CR_LINE_MAYBE_OPENS;
}

static enum cr_verdict on_end(struct cr_grammar *g)
{
	if (g->phase == PHASE_ENDED)
		return CR_LINE_OTHER;
	if (g->phase == PHASE_PANIC)
		return CR_LINE_CONTINUES;
	g->phase = PHASE_ENDED;
	return CR_LINE_ENDS;
}

static enum cr_verdict on_panic(struct cr_grammar *g)
{
	g->phase = PHASE_PANIC;
	g->panicked = true;
	return CR_LINE_CONTINUES;
}

/* A line of no known shape. */
static enum cr_verdict on_other(struct cr_grammar *g)
{
	const struct cr_kind *kind = cr_kind_at(g->kind);
	bool lone = kind && kind->flags & CR_KIND_LONE &&
		    !(g->flags & F_JOINED);
	u32 strays = g->flags & STRAYS_MASK;

	if (g->phase < PHASE_STACK && !lone && g->line_count < HEAD_LINES)
		return CR_LINE_CONTINUES;
	if (lone || !kind || kind->end == CR_END_STACK || strays >= STRAYS_MAX)
		return CR_LINE_OTHER;
	g->flags = (u16)((g->flags & ~STRAYS_MASK) | (strays + 1));
	return CR_LINE_CONTINUES;
}

/* Part of the report: what does it say about the lines that follow? */
static void note_shape(struct cr_grammar *g, enum cr_shape shape)
{
	const struct cr_kind *kind;

	g->flags &= ~STRAYS_MASK;
	switch (shape) {
	case CR_SHAPE_BACKTRACE:
		g->flags |= F_CULPRIT;
		break;
	case CR_SHAPE_ALL_LOCKS:
		g->flags |= F_ALL_LOCKS;
		break;
	case CR_SHAPE_NMI_ASK:
		g->asks_nmi = true;
		break;
	case CR_SHAPE_FRAME:
	case CR_SHAPE_TRACE:
	case CR_SHAPE_MARK:
		if (g->phase != PHASE_HEAD)
			break;
		kind = cr_kind_at(g->kind);
		if (kind->flags & CR_KIND_STACKS && !(g->flags & F_CULPRIT))
			break;
		g->phase = PHASE_STACK;
		break;
	case CR_SHAPE_DETAIL:
	case CR_SHAPE_HOLDER:
		/* Where no stack comes this is what ends the head. */
		kind = cr_kind_at(g->kind);
		if (g->phase == PHASE_HEAD && kind &&
		    kind->flags & CR_KIND_NO_STACK &&
		    kind->end == CR_END_STACK &&
		    (shape == CR_SHAPE_HOLDER ||
		     !(kind->flags & CR_KIND_STACKS)))
			g->phase = PHASE_STACK;
		break;
	default:
		break;
	}
}

/* x86 repeats the registers behind the end mark of an oops. */
static bool is_summary(struct cr_text line, enum cr_shape shape)
{
	return shape == CR_SHAPE_IP || shape == CR_SHAPE_REGISTERS ||
	       cr_text_starts(line, CR_WORD("Code: "));
}

/* A line of an open report that could not have opened one. */
static enum cr_verdict next_shaped(struct cr_grammar *g, struct cr_text line,
				   enum cr_shape shape)
{
	if (g->phase == PHASE_ENDED)
		return is_oops(g) && is_summary(line, shape) ?
			CR_LINE_ENDS : CR_LINE_OTHER;
	if (g->phase == PHASE_PANIC) {
		if (shape == CR_SHAPE_BOOT)
			return CR_LINE_OTHER;
		if (shape != CR_SHAPE_PANIC_END)
			return CR_LINE_CONTINUES;
		g->phase = PHASE_ENDED;
		return CR_LINE_ENDS;
	}
	if (shape == CR_SHAPE_BOOT)
		return CR_LINE_OTHER;
	if (g->phase == PHASE_CUT && g->other && begins_dump(line, shape))
		grammar_name(g, g->other);
	if (shape == CR_SHAPE_OTHER)
		return on_other(g);
	note_shape(g, shape);
	return CR_LINE_CONTINUES;
}

/* What else happens while the kernel panics. */
static bool begins_other(const struct cr_grammar *g, struct cr_text line)
{
	const struct cr_kind *kind;

	if (!cr_grammar_may_open(line.at, line.bytes))
		return false;
	kind = cr_kind_at(cr_kind_find(line, g->in_log));
	return kind && kind->report_class != CRASHREC_CLASS_PANIC &&
	       !(kind->flags & (CR_KIND_PART | CR_KIND_INSIDE | CR_KIND_LONE));
}

/* A line of an open report; @shape is changed as by opens_next(). */
static enum cr_verdict next_line(struct cr_grammar *g, struct cr_text line,
				 enum cr_shape *shape)
{
	if (*shape == CR_SHAPE_PANIC)
		return on_panic(g);
	if (g->phase == PHASE_PANIC)
		return begins_other(g, line) ? CR_LINE_OPENS :
			next_shaped(g, line, *shape);
	switch (*shape) {
	case CR_SHAPE_CUT:
		return on_cut(g);
	case CR_SHAPE_RULER:
		return on_ruler(g);
	case CR_SHAPE_END:
		return on_end(g);
	default:
		break;
	}
	if (cr_grammar_may_open(line.at, line.bytes) &&
	    opens_next(g, line, shape))
		return CR_LINE_OPENS;
	return next_shaped(g, line, *shape);
}

/* Of a line in a stack: does it take no closer look than this? */
static bool is_frame(struct cr_text line)
{
	return !cr_line_may_be_old_task(line) &&
	       (line.bytes < CR_LINE_FORGED_MIN ||
		(cr_line_is_plain_frame(line) &&
		 !cr_line_is_comm(line, CR_SHAPE_FRAME)));
}

enum cr_verdict cr_grammar_next_any(struct cr_grammar *g, const char *text,
				    u32 bytes)
{
	enum cr_verdict verdict;
	enum cr_shape shape;
	struct cr_text behind;
	struct cr_text line = { text, bytes };
	u32 pid;

	if (cr_grammar_in_stack(g, line) && is_frame(line)) {
		cr_line_comm_begin(&g->comm, line, false);
		return cr_grammar_frame(g);
	}
	if (g->phase == PHASE_RULED)
		return next_ruled(g, line);
	/* What a task wrote into its comm is no line, however it looks. */
	if (g->phase != PHASE_ENDED && g->comm.left &&
	    cr_line_comm_goes_on(&g->comm, line, &behind, &pid)) {
		g->line_count++;
		return CR_LINE_CONTINUES;
	}
	shape = cr_line_shape(line);
	/* Nor is what another wrote into its own, in a log that mixes them. */
	if (cr_line_is_comm(line, shape))
		shape = CR_SHAPE_OTHER;
	verdict = next_line(g, line, &shape);
	if (verdict == CR_LINE_CONTINUES)
		cr_line_comm_begin(&g->comm, line,
				   g->phase == PHASE_HEAD &&
				   g->report_class == CRASHREC_CLASS_LOCKDEP);
	if (verdict == CR_LINE_CONTINUES || verdict == CR_LINE_ENDS) {
		g->line_count++;
		if (shape != CR_SHAPE_BLANK)
			g->asks_nmi = shape == CR_SHAPE_NMI_ASK;
	}
	return verdict;
}

bool cr_grammar_is_nmi_backtrace(const char *text, u32 bytes)
{
	struct cr_text line = { text, bytes };

	return cr_text_starts(line, CR_WORD("NMI backtrace for cpu "));
}
