/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Who finds the parts of a text: what is stored as CRASHREC_ATTR_SECTIONS and
 * behind it. The module does not have them found: they are made of a record's
 * lines where it is read, see complete.h.
 */
#ifndef CR_PARTS_H
#define CR_PARTS_H

#include "env.h"
#include "line.h"
#include "text.h"

struct cr_encoder;
struct cr_facts;
struct cr_line;
struct cr_structure;

/**
 * struct cr_structure_line - a line that is looked at
 * @s: to fill
 * @text: the line, or what of it is not the rest of a comm; without white
 *        space at its ends, and not empty, unless it tells of a task
 * @begin: of the line, where references count from
 * @line_no: of it
 * @is_inner: see CRASHREC_LINE_F_INNER
 */
struct cr_structure_line {
	struct cr_structure *s;
	struct cr_text text;
	const char *begin;
	u32 line_no;
	bool is_inner;
};

/**
 * struct cr_parts_ops - what is to be called from line to line, and then
 * @begin: cr_structure_begin()
 * @line: cr_structure_take()
 * @frame: cr_section_frame()
 * @put: puts the attributes of what was found in @lines; gives how many
 *       elements did not fit
 *
 * Context: any; they neither sleep nor allocate.
 */
struct cr_parts_ops {
	void (*begin)(struct cr_structure *s);
	void (*line)(const struct cr_structure_line *line, enum cr_shape shape);
	void (*frame)(const struct cr_structure_line *line,
		      const struct cr_line_frame *frame, u8 stack, u8 context,
		      u32 index);
	u32 (*put)(struct cr_encoder *e, const struct cr_facts *facts,
		   const struct cr_line *lines, u32 line_count);
};

extern const struct cr_parts_ops cr_parts;

#endif /* CR_PARTS_H */
