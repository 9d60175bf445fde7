/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Which lines are a report's: the state machine that the module runs at
 * capture, for each context that prints, and that a reader of a text log runs
 * the same way.
 */
#ifndef CR_GRAMMAR_H
#define CR_GRAMMAR_H

#include "env.h"
#include "line.h"

/**
 * enum cr_verdict - what a line is to the context that printed it
 * @CR_LINE_OTHER: not of a report. Of an open report: it is over, and this
 *                 line is not part of it.
 * @CR_LINE_MAYBE_OPENS: perhaps a report's first line (a line of "=" or the
 *                       like); the next line tells. Keep the text.
 * @CR_LINE_OPENS: first line of a report (or the second, behind one that
 *                 CR_LINE_MAYBE_OPENS was said of). Of an open report: that is
 *                 over, and this line begins the next.
 * @CR_LINE_CONTINUES: part of the open report
 * @CR_LINE_ENDS: part of the open report, and its last line, but for a panic
 *                that may follow
 */
enum cr_verdict {
	CR_LINE_OTHER,
	CR_LINE_MAYBE_OPENS,
	CR_LINE_OPENS,
	CR_LINE_CONTINUES,
	CR_LINE_ENDS,
};

/**
 * struct cr_grammar - what is remembered of a report between its lines
 * @report_class: CRASHREC_CLASS_*, as far as known
 * @kind: row of the table of kinds, 0: none yet
 * @phase: private to grammar.c
 * @flags: private to grammar.c
 * @other: row of another kind whose header was seen behind "cut here"
 * @comm: the last line may have ended inside it
 * @line_count: lines seen, the first included
 * @other_at: which of them had @other's header, counted from 1
 * @asks_nmi: the last line said that other CPUs are asked by NMI to print
 *            their stacks: those belong to this report
 * @panicked: a panic followed, and is part of the report
 * @in_log: set by the caller before the first line: the lines are of a text
 *          log, which holds more than what a kernel prints
 */
struct cr_grammar {
	u8 report_class;
	u8 kind;
	u8 phase;
	u16 flags;
	u8 other;
	struct cr_line_comm comm;
	u32 line_count;
	u32 other_at;
	bool asks_nmi;
	bool panicked;
	bool in_log;
};

/* Of cr_grammar::phase: in, between or behind the stacks. */
#define CR_GRAMMAR_STACK	3
/* Of cr_grammar::flags: lines of no known shape, in a row. */
#define CR_GRAMMAR_STRAYS	0x0fU

/* What the first bytes of headers are; for cr_grammar_may_open() alone. */
#define CR_OPENERS_FROM		'-'
#define CR_OPENERS_FIRSTS	('w' - CR_OPENERS_FROM + 1)
#define CR_OPENERS_PAIR(second, third)	(1U << (((second) ^ (third)) & 31))

/**
 * struct cr_openers - what lines that begin with a certain byte may open
 * @pairs: CR_OPENERS_PAIR() of the two bytes behind it that are in a header
 * @at: private to opener.c
 */
struct cr_openers {
	u32 pairs;
	u8 at;
};

extern const struct cr_openers cr_openers[CR_OPENERS_FIRSTS];

/* The first part of cr_grammar_may_open(), without a call. */
static inline bool cr_openers_may_fit(const char *text, u32 bytes)
{
	u32 first;

	if (bytes < 4)
		return false;
	first = (u32)((u8)text[0] - CR_OPENERS_FROM);
	return first < CR_OPENERS_FIRSTS &&
	       cr_openers[first].pairs & CR_OPENERS_PAIR(text[1], text[2]);
}

/**
 * cr_openers_fit() - the rest of it, where cr_openers_may_fit()
 * @text: likewise
 * @bytes: likewise
 *
 * Context: any, NMI included.
 * Return: likewise.
 */
bool cr_openers_fit(const char *text, u32 bytes);

/**
 * cr_grammar_may_open() - is this line worth cr_grammar_first()?
 * @text: the line, without prefix and newline
 * @bytes: its length
 *
 * Rejects an ordinary line in a few instructions; never rejects a line that
 * cr_grammar_first() would take.
 *
 * Context: any, NMI included.
 * Return: false if the line can't open a report.
 */
static inline bool cr_grammar_may_open(const char *text, u32 bytes)
{
	return cr_openers_may_fit(text, bytes) && cr_openers_fit(text, bytes);
}

/**
 * cr_grammar_first() - a line of a context that has no report open
 * @g: is set up when the verdict is CR_LINE_OPENS or CR_LINE_MAYBE_OPENS
 * @text: the line, without prefix and newline
 * @bytes: its length
 *
 * Context: any, NMI included; bounded by @bytes.
 * Return: CR_LINE_OTHER, CR_LINE_MAYBE_OPENS or CR_LINE_OPENS.
 */
enum cr_verdict cr_grammar_first(struct cr_grammar *g, const char *text,
				 u32 bytes);

/**
 * cr_grammar_next_any() - cr_grammar_next(), where that is not to be fast
 * @g: likewise
 * @text: likewise
 * @bytes: likewise
 *
 * Context: likewise.
 * Return: likewise.
 */
__visible enum cr_verdict cr_grammar_next_any(struct cr_grammar *g,
					      const char *text, u32 bytes);

/*
 * In a stack all is the report's that is indented, whatever its shape, but for
 * a comm's.
 */
static inline bool cr_grammar_in_stack(const struct cr_grammar *g,
				       struct cr_text line)
{
	return g->phase == CR_GRAMMAR_STACK && !g->comm.left &&
	       line.bytes > 1 && line.at[0] == ' ' && (u8)line.at[1] > ' ';
}

static inline enum cr_verdict cr_grammar_frame(struct cr_grammar *g)
{
	g->flags &= (u16)~CR_GRAMMAR_STRAYS;
	g->line_count++;
	g->asks_nmi = false;
	return CR_LINE_CONTINUES;
}

/**
 * cr_grammar_next() - a line of a context that has a report open
 * @g: of that report; also after CR_LINE_MAYBE_OPENS
 * @text: the line, without prefix and newline
 * @bytes: its length
 *
 * After CR_LINE_ENDS the report may be kept for a while: then every line but
 * a panic that it caused gets CR_LINE_OTHER or CR_LINE_OPENS. An oops on x86
 * repeats its registers behind the end mark: each such line gets CR_LINE_ENDS
 * again.
 *
 * After CR_LINE_MAYBE_OPENS: CR_LINE_CONTINUES says that the kept line opened
 * the report and this one is its second; @g is then that report's.
 *
 * On CR_LINE_OPENS and CR_LINE_MAYBE_OPENS, @g is not changed: call
 * cr_grammar_first() with the next report's.
 *
 * Context: any, NMI included; bounded by @bytes.
 * Return: any verdict.
 */
static inline enum cr_verdict cr_grammar_next(struct cr_grammar *g,
					      const char *text, u32 bytes)
{
	struct cr_text line = { text, bytes };

	/* Most are short, and end in no comm, as " lock: " may. */
	if (cr_grammar_in_stack(g, line) && bytes < CR_LINE_FORGED_MIN &&
	    text[1] != 'l')
		return cr_grammar_frame(g);
	return cr_grammar_next_any(g, text, bytes);
}

/**
 * cr_grammar_inner() - a line of the same text as the line before
 * @g: of the report that has that one
 *
 * What is printed at once is of one report. Its further lines are no lines
 * of the kernel's, as a rule, but what somebody put into a name: they say
 * nothing about what follows, nor does a comm go on behind them.
 *
 * Context: any, NMI included.
 */
static inline void cr_grammar_inner(struct cr_grammar *g)
{
	g->comm.left = 0;
}

/**
 * cr_grammar_is_nmi_backtrace() - does the line begin an NMI backtrace?
 * @text: the line, without prefix and newline
 * @bytes: its length
 *
 * "NMI backtrace for cpu N", as lib/nmi_backtrace.c prints it (6.12).
 *
 * Context: any, NMI included.
 * Return: true if so.
 */
bool cr_grammar_is_nmi_backtrace(const char *text, u32 bytes);

#endif /* CR_GRAMMAR_H */
