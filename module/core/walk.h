/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The way through a report's lines to the stack that shows the culprit, and
 * to the culprit in it: see struct cr_culprit.
 */
#ifndef CR_WALK_H
#define CR_WALK_H

#include "blame.h"
#include "env.h"
#include "kind.h"
#include "line.h"

/**
 * struct cr_walk - how far one got
 * @culprit: where to
 * @at: in its path, behind what was found
 * @suspects: frames seen
 * @is_mixed: it ended at the stack of an injected fault
 */
struct cr_walk {
	const struct cr_culprit *culprit;
	const char *at;
	struct cr_suspects suspects;
	bool is_mixed;
};

/**
 * cr_walk_begin() - begin at a report's header
 * @walk: set up
 * @culprit: where to
 * @path: which of its paths; empty: then no one is found
 * @named: the function that the header names; may be empty
 *
 * Context: any; bounded by the name and the tables.
 */
void cr_walk_begin(struct cr_walk *walk, const struct cr_culprit *culprit,
		   const char *path, struct cr_text named);

/* Whatever lines come, nothing changes. */
static inline bool cr_walk_is_over(const struct cr_walk *walk)
{
	return !*walk->at || (walk->suspects.how == CR_BLAME_FIRST &&
			      walk->suspects.count);
}

/**
 * cr_walk_line() - the next line behind the header
 * @walk: begun
 * @line: the line; must live as long as the walk
 * @shape: of the line
 * @func: the function of the frame in it; empty: it has none that counts
 *
 * Context: any; bounded by the line and the tables.
 */
void cr_walk_line(struct cr_walk *walk, struct cr_text line,
		  enum cr_shape shape, struct cr_text func);

/**
 * enum cr_stack_start - lines that say that a stack follows
 * @CR_STACK_NONE: not such a line
 * @CR_STACK_CALL_TRACE: "Call Trace:", "Call trace:"
 * @CR_STACK_ALLOCATED: "Allocated by task 1:"
 * @CR_STACK_FREED: "Freed by task 1:"
 * @CR_STACK_BACKTRACE: " backtrace:", of kmemleak; "Backtrace:" of arm
 * @CR_STACK_STORED: "Uninit was stored to memory at"
 * @CR_STACK_STARTS: how many there are
 */
enum cr_stack_start {
	CR_STACK_NONE,
	CR_STACK_CALL_TRACE,
	CR_STACK_ALLOCATED,
	CR_STACK_FREED,
	CR_STACK_BACKTRACE,
	CR_STACK_STORED,
	CR_STACK_STARTS,
};

/**
 * cr_stack_start() - does a stack follow the line?
 * @line: the line
 * @shape: of the line
 *
 * Context: any; bounded by the line.
 * Return: which kind of start it is.
 */
enum cr_stack_start cr_stack_start(struct cr_text line, enum cr_shape shape);

#endif /* CR_WALK_H */
