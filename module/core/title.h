/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The title of a report, and the function that it names. Fed line by line, as
 * it keeps no frames.
 */
#ifndef CR_TITLE_H
#define CR_TITLE_H

#include "env.h"
#include "facts.h"
#include "kind.h"
#include "line.h"

/**
 * struct cr_title - what is known while the lines go by
 * @kind: of the report, NULL until known
 * @header: its header line
 * @access: "Read" or "Write", from the line behind the header
 * @named: function in the header line, or where lockdep says " at: "
 * @ip: first instruction pointer
 * @first: first function that may be blamed
 * @before: the one before an anchor, see title.c
 * @found: function that the anchor was found for
 * @stack: ordinal of the stack that the last frame was of
 * @is_done: a stack gave its function; those that follow do not count
 * @is_aside: the stacks are not those of the culprit
 * @wants_at: a line that ends in "at:" was seen; the next is its function
 * @has_stack: there was a frame
 */
struct cr_title {
	const struct cr_kind *kind;
	struct cr_text header;
	struct cr_text access;
	struct cr_text named;
	struct cr_text ip;
	struct cr_text first;
	struct cr_text before;
	struct cr_text found;
	u32 stack;
	bool is_done;
	bool is_aside;
	bool wants_at;
	bool has_stack;
};

/**
 * cr_title_header() - the report's header line
 * @title: zeroed before
 * @kind: its kind
 * @line: the line; must live until cr_title_write()
 *
 * Context: any; bounded by the line.
 * Return: nothing.
 */
void cr_title_header(struct cr_title *title, const struct cr_kind *kind,
		     struct cr_text line);

/**
 * cr_title_line() - a line behind the header
 * @title: of the report
 * @line: the line; must live until cr_title_write()
 * @shape: of the line
 *
 * Context: any; bounded by the line.
 * Return: nothing.
 */
void cr_title_line(struct cr_title *title, struct cr_text line,
		   enum cr_shape shape);

/**
 * cr_title_frame() - a frame
 * @title: of the report
 * @name: of the function; must live until cr_title_write()
 * @flags: CRASHREC_FRAME_F_*
 * @stack: ordinal of the stack
 *
 * Context: any; bounded by the name and the tables.
 * Return: nothing.
 */
void cr_title_frame(struct cr_title *title, struct cr_text name, u8 flags,
		    u32 stack);

/**
 * cr_title_write() - write the title
 * @title: of the report
 * @facts: its title, title_bytes and flags are set
 *
 * Context: any.
 * Return: nothing.
 */
void cr_title_write(const struct cr_title *title, struct cr_facts *facts);

#endif /* CR_TITLE_H */
