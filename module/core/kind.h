/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The kinds of report: one row each, by the line that names it. A row says
 * where that line may stand, how the report ends, and how its title is made.
 * Rows are tried in the order of the families and in each from top to bottom;
 * the first that fits holds, so the special ones stand before the general.
 */
#ifndef CR_KIND_H
#define CR_KIND_H

#include "../../include/uapi/crashrec_format.h"
#include "env.h"
#include "text.h"

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

/**
 * enum cr_blame - which function the title names
 * @CR_BLAME_NONE: none
 * @CR_BLAME_REST: none: what follows in the header line is the title's rest
 * @CR_BLAME_HEAD: the one in the header line, if no stack tells better
 * @CR_BLAME_IP: that of the instruction pointer, or its callers
 * @CR_BLAME_STACK: first of the first stack that is not of the machinery
 * @CR_BLAME_LAST: where lockdep says that a lock is taken, or the same of the
 *                 stack behind "stack backtrace:"
 * @CR_BLAME_STALL: the work that the looping task was called for
 * @CR_BLAME_KASAN: as CR_BLAME_STACK, with the kind of access before it
 */
enum cr_blame {
	CR_BLAME_NONE,
	CR_BLAME_REST,
	CR_BLAME_HEAD,
	CR_BLAME_IP,
	CR_BLAME_STACK,
	CR_BLAME_LAST,
	CR_BLAME_STALL,
	CR_BLAME_KASAN,
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

/**
 * struct cr_kind - a kind of report
 * @head: how its header line begins
 * @within: what the line must hold besides; empty: nothing
 * @title: how its title begins
 * @skip: functions, by prefix, that the title never names, besides those that
 *        no title names; ends with an empty one; may be NULL
 * @report_class: CRASHREC_CLASS_*
 * @end: enum cr_end
 * @blame: enum cr_blame
 * @flags: CR_KIND_*
 */
struct cr_kind {
	struct cr_text head;
	struct cr_text within;
	struct cr_text title;
	const struct cr_text *skip;
	u8 report_class;
	u8 end;
	u8 blame;
	u8 flags;
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
extern const struct cr_family cr_family_oops;
extern const struct cr_family cr_family_warn;
extern const struct cr_family cr_family_panic;

/**
 * cr_kind_find() - whose header line is this?
 * @text: the line
 *
 * Context: any, NMI included; bounded by the line and the number of rows.
 * Return: number of the row, from 1; 0 if it is no header.
 */
u32 cr_kind_find(struct cr_text text);

/**
 * cr_kind_at() - a row by its number
 * @number: as cr_kind_find() gave it
 *
 * Context: any, NMI included.
 * Return: the row, NULL if there is no such number.
 */
const struct cr_kind *cr_kind_at(u32 number);

#endif /* CR_KIND_H */
