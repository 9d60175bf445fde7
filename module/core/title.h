/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The titles of a report, and whether its text is whole. Fed line by line, as
 * it keeps no frames.
 */
#ifndef CR_TITLE_H
#define CR_TITLE_H

#include "env.h"
#include "facts.h"
#include "kind.h"
#include "line.h"
#include "walk.h"

/**
 * struct cr_title - what is known while the lines go by
 * @kind: of the report, NULL until known
 * @header: its header line
 * @rest: of that, behind the head
 * @level: before the head, empty: none
 * @captures: what the row's patterns captured
 * @needs: pattern of the line that the row needs, empty: none
 * @has_needed: the line that the row needs was seen
 * @walks: to the culprit by both paths, and to the origin
 * @starts: for each way to begin a stack: lines left in which its first frame
 *          has to come, from the first such line on
 * @seen: bits of those that were seen
 * @bare: bits of those without a frame
 * @has_stack: there was a frame, or it says that there is none to show
 * @has_ip: the instruction pointer was seen
 * @is_foreign: another's dump began between the lines
 */
struct cr_title {
	const struct cr_kind *kind;
	struct cr_text header;
	struct cr_text rest;
	struct cr_text level;
	struct cr_captures captures;
	const char *needs;
	bool has_needed;
	struct cr_walk walks[3];
	u8 starts[CR_STACK_STARTS];
	u8 seen;
	u8 bare;
	bool has_stack;
	bool has_ip;
	bool is_foreign;
};

/**
 * cr_title_header() - the report's header line
 * @title: zeroed before
 * @kind: its kind
 * @line: the line; must live until cr_title_write()
 *
 * Context: any; bounded by the line.
 */
void cr_title_header(struct cr_title *title, const struct cr_kind *kind,
		     struct cr_text line);

/**
 * cr_title_line() - a line behind the header
 * @title: of the report
 * @line: the line; must live until cr_title_write()
 * @shape: of the line
 * @frame: that it holds, NULL: none
 *
 * Context: any; bounded by the line and the tables.
 */
void cr_title_line(struct cr_title *title, struct cr_text line,
		   enum cr_shape shape, const struct cr_line_frame *frame);

/**
 * enum cr_corruption - why a text is not whole
 * @CR_WHOLE: it is
 * @CR_LACKS_LINE: a line that every such report has is missing
 * @CR_MIXED_STACK: the stack of an injected fault is mixed in
 * @CR_NO_CULPRIT: no function that may be blamed
 * @CR_LEFTOVER: what is left of another report
 * @CR_BARE_STACK: a stack without frames
 * @CR_NO_STACK: no stack
 */
enum cr_corruption {
	CR_WHOLE,
	CR_LACKS_LINE,
	CR_MIXED_STACK,
	CR_NO_CULPRIT,
	CR_LEFTOVER,
	CR_BARE_STACK,
	CR_NO_STACK,
};

/**
 * cr_title_corruption() - is the text whole?
 * @title: of a report whose kind is known, all lines seen
 *
 * Context: any.
 * Return: why not, or CR_WHOLE.
 */
enum cr_corruption cr_title_corruption(const struct cr_title *title);

/**
 * struct cr_title_form - how titles are made
 * @format: see CR_KIND_TITLE; NULL: the header's words are the only title
 * @is_row: that is the row's, not one for what was cut
 * @names: of the culprit, to the most general one: the title's
 * @count: of @names, at least 1
 * @origin: for "%O"
 */
struct cr_title_form {
	const char *format;
	bool is_row;
	struct cr_text names[CR_BLAME_NAMES_MAX];
	u32 count;
	struct cr_text origin;
};

/**
 * cr_title_form() - how are the titles made?
 * @title: as for cr_title_corruption()
 * @form: filled
 *
 * Context: any; bounded by the tables.
 */
void cr_title_form(const struct cr_title *title, struct cr_title_form *form);

/**
 * cr_title_put() - make a title
 * @title: as for cr_title_corruption()
 * @form: of it
 * @format: of this title
 * @func: one of the form's names
 * @out: receives it
 *
 * Context: any; bounded by the lines.
 */
void cr_title_put(const struct cr_title *title,
		  const struct cr_title_form *form, const char *format,
		  struct cr_text func, struct cr_title_text *out);

/**
 * cr_title_write() - write the title, and what goes with it
 * @title: of the report
 * @facts: all that is about titles is set
 *
 * Context: any.
 */
void cr_title_write(const struct cr_title *title, struct cr_facts *facts);

#endif /* CR_TITLE_H */
