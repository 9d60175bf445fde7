/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Who finds in a text all that is made of nothing else, but for the title, the
 * class and the flags: frames, registers, whom it is about, other titles, the
 * type, and what is stored as CRASHREC_ATTR_SECTIONS and behind it. The module
 * does not have them found: they are made of a record's lines where it is
 * read, see complete.h.
 */
#ifndef CR_PARTS_H
#define CR_PARTS_H

#include "env.h"
#include "line.h"
#include "text.h"

struct cr_encoder;
struct cr_facts;
struct cr_line;
struct cr_title;

/**
 * struct cr_parts_line - a line that is looked at
 * @facts: of the report
 * @line: the line
 * @text: of it, or what of that is not the rest of a comm
 * @shape: of it, CR_SHAPE_OTHER where it can have none
 * @frame: that it holds; NULL: none
 * @report_class: CRASHREC_CLASS_*, as far as it is known
 * @is_inner: see CRASHREC_LINE_F_INNER
 */
struct cr_parts_line {
	struct cr_facts *facts;
	const struct cr_line *line;
	struct cr_text text;
	enum cr_shape shape;
	const struct cr_line_frame *frame;
	u8 report_class;
	bool is_inner;
};

/**
 * enum cr_parts_place - where in a record parts stand
 * @CR_PARTS_TITLES: behind the title
 * @CR_PARTS_SUBJECT: behind who printed it
 * @CR_PARTS_STACKS: behind what is known of the kernel
 */
enum cr_parts_place {
	CR_PARTS_TITLES,
	CR_PARTS_SUBJECT,
	CR_PARTS_STACKS,
};

/**
 * struct cr_parts_ops - what is to be called from line to line, and then
 * @begin: no line was seen yet
 * @header: the header's line, before one of the others
 * @line: a line of the report
 * @text: a line, or more of the one before, that has no shape
 * @comm: the rest of a comm that @before may have ended in, when @left bytes
 *        of it were to come, and @pid behind it, or CRASHREC_NO_PID
 * @titles: all lines were seen, and the title was made
 * @put: puts the attributes of what was found in @lines
 *
 * Context: any; they neither sleep nor allocate.
 */
struct cr_parts_ops {
	void (*begin)(struct cr_facts *facts);
	void (*header)(const struct cr_parts_line *at);
	void (*line)(const struct cr_parts_line *at);
	void (*text)(const struct cr_parts_line *at);
	void (*comm)(const struct cr_parts_line *at,
		     const struct cr_line *before, u8 left, u32 pid);
	void (*titles)(struct cr_facts *facts, const struct cr_title *title);
	void (*put)(struct cr_encoder *e, const struct cr_facts *facts,
		    const struct cr_line *lines, u32 line_count,
		    enum cr_parts_place place);
};

extern const struct cr_parts_ops cr_parts;

#endif /* CR_PARTS_H */
