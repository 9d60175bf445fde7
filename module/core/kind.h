/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The kinds of report: one row each, by the line that names it. A row says
 * where that line may stand, how the report ends, and how its title is made.
 * Rows are tried in the order of the families and in each from top to bottom;
 * the first that fits holds, so the special ones stand before the general.
 *
 * What part of the kernel prints may stand before the head ("rcu: ", "traps: ",
 * "[ "), and before that of some kinds one of the levels "WARNING: ", "INFO: "
 * and "BUG: ", which differ by release: a row does not name them.
 */
#ifndef CR_KIND_H
#define CR_KIND_H

#include "../../include/uapi/crashrec_format.h"
#include "blame.h"
#include "env.h"
#include "pattern.h"
#include "text.h"
#include "words.h"

/**
 * enum cr_end - what ends a report
 * @CR_END_STACK: no mark: the first line behind the last stack that is not of
 *                a report's shape
 * @CR_END_TRACE: "---[ end trace"
 * @CR_END_RULER: a second line of "="
 */
enum cr_end {
	CR_END_STACK,
	CR_END_TRACE,
	CR_END_RULER,
};

/* cr_kind::flags */
#define CR_KIND_RULED	0x01U /* may stand below a line of "=" */
#define CR_KIND_CUT	0x02U /* may stand below "cut here" */
#define CR_KIND_PRELUDE	0x04U /* "cut here" may follow: still this report */
#define CR_KIND_JOINS	0x08U /* belongs to an oops that has just begun */
#define CR_KIND_LONE	0x10U /* often no more than one line */
#define CR_KIND_STACKS	0x20U /* stacks before that of the culprit */
#define CR_KIND_PART	0x40U /* never opens a report, but is part of one */
#define CR_KIND_INSIDE	0x80U /* inside another report it is part of that */
#define CR_KIND_NO_STACK 0x100U /* need not have a stack */
#define CR_KIND_CORRUPT	0x200U /* what is left of a report: a title of no use */
#define CR_KIND_LOG	0x400U /* in text logs only, as no kernel prints it */
#define CR_KIND_QUIET	0x800U /* of no interest */
#define CR_KIND_LEVELED	0x1000U /* a level stands before the head, see below */
#define CR_KIND_SAME	0x2000U /* each of its lines begins as its header */

/**
 * struct cr_culprit - where a report shows whom to blame
 * @path: the lines that lead there, in their order, a letter each:
 *        H the function that the header names; R the instruction pointer;
 *        C "Call Trace:"; S the frames of a stack, up to the next line that
 *        begins one or that the next letter stands for; A "at: func+0x1/0x2",
 *        of a lock; B "backtrace:"; I the frame of the timer's interrupt; U
 *        "Uninit was created at:"; L "last function: ", "workfn="; P a frame with its
 *        address, behind "is trying to release lock"; O "page last
 *        allocated"; W "which became HARDIRQ-irq-safe at:"
 * @path2: where @path finds none; may be empty
 * @how: enum cr_blame
 * @skip: words of functions not to be blamed, besides those that never are, for
 *        cr_words_fit_list(); may be NULL
 * @cut_title: instead of the row's, where a line that it needs did not come;
 *             NULL: its header line
 * @origin: the second culprit, for "%O" in a title; may be NULL
 */
struct cr_culprit {
	char path[8];
	char path2[7];
	u8 how;
	const char *skip;
	const char *cut_title;
	const struct cr_culprit *origin;
};

/**
 * enum cr_kind_word - the texts of a row, in their order
 * @CR_KIND_HEAD: how its header line begins
 * @CR_KIND_REST: pattern of what is behind that; empty: anything
 * @CR_KIND_NEEDS: pattern of a line that must follow somewhere, or the report
 *                 is corrupted; empty: none
 * @CR_KIND_TITLE: "%1" to "%4" stand for what the patterns captured, "%F" for
 *                 the culprit, "%O" for its origin, "%L" for the level, "%R"
 *                 for what is behind the head
 * @CR_KIND_ALT: another title of the same; empty: none; for readers only
 * @CR_KIND_TYPE: as reporters name it; empty if they don't; "?": told by the
 *                title; likewise
 */
enum cr_kind_word {
	CR_KIND_HEAD,
	CR_KIND_REST,
	CR_KIND_NEEDS,
	CR_KIND_TITLE,
	CR_KIND_ALT,
	CR_KIND_TYPE,
};

/* One string, as pointers would take more room than most of the texts. */
#define CR_KIND_TEXT(head, rest, needs, title, alt, type) \
	head "\0" rest "\0" needs "\0" title \
	CR_FOR_READERS("\0" alt "\0" type)

/**
 * struct cr_kind - a kind of report
 * @text: CR_KIND_TEXT()
 * @culprit: NULL: the title names none
 * @flags: CR_KIND_*
 * @report_class: CRASHREC_CLASS_*
 * @end: enum cr_end
 */
struct cr_kind {
	const char *text;
	const struct cr_culprit *culprit;
	u16 flags;
	u8 report_class;
	u8 end;
};

/**
 * struct cr_family - kinds that are kept together
 * @kinds: the rows
 * @count: how many
 */
struct cr_family {
	const struct cr_kind *kinds;
	u32 count;
};

extern const struct cr_family cr_family_rcu;
extern const struct cr_family cr_family_lockup;
extern const struct cr_family cr_family_lockdep;
extern const struct cr_family cr_family_atomic;
extern const struct cr_family cr_family_kasan;
extern const struct cr_family cr_family_memory;
extern const struct cr_family cr_family_fault;
extern const struct cr_family cr_family_oops;
extern const struct cr_family cr_family_warn;
extern const struct cr_family cr_family_panic;
extern const struct cr_family cr_family_device;
extern const struct cr_family cr_family_log;

/* Paths that many kinds share. */
extern const struct cr_culprit cr_culprit_ip;	/* of a fault: "RCS" */
extern const struct cr_culprit cr_culprit_trace;	/* "CS" */

/**
 * cr_kind_word() - a text of a row
 * @kind: the row
 * @which: of its texts
 *
 * Context: any, NMI included; bounded by the texts.
 * Return: the text; lives for ever.
 */
const char *cr_kind_word(const struct cr_kind *kind, enum cr_kind_word which);

/**
 * cr_kind_find() - whose header line is this?
 * @text: the line
 * @in_log: it is of a text log: kinds that no kernel prints count, too
 *
 * Context: any, NMI included; bounded by the line and the number of rows.
 * Return: number of the row, from 1; 0 if it is no header.
 */
u32 cr_kind_find(struct cr_text text, bool in_log);

/**
 * cr_kind_may_be_comm() - may a comm be all that makes this a header line?
 * @text: the line, or the whole text, which a newline in the comm may break
 *
 * Context: any, NMI included; takes few steps.
 * Return: true if so.
 */
bool cr_kind_may_be_comm(struct cr_text text);

/**
 * cr_kind_rest() - what stands behind the head in a header line
 * @kind: the row that cr_kind_find() found
 * @text: the line
 * @level: set to the level without ": "; empty: it has none
 *
 * Context: any; bounded by the line.
 * Return: the rest of the line.
 */
struct cr_text cr_kind_rest(const struct cr_kind *kind, struct cr_text text,
			    struct cr_text *level);

/**
 * cr_kind_at() - a row by its number
 * @number: as cr_kind_find() gave it
 *
 * Context: any, NMI included.
 * Return: the row, NULL if there is no such number.
 */
const struct cr_kind *cr_kind_at(u32 number);

#endif /* CR_KIND_H */
