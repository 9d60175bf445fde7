/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What each stack is, from the lines before it.
 */
#ifndef CR_SECTION_H
#define CR_SECTION_H

#include "structure.h"

/**
 * cr_section_line() - does the line say what the next stack is?
 * @line: the line
 * @shape: of it
 *
 * Context: any; bounded by the line's length.
 */
void cr_section_line(const struct cr_structure_line *line,
		     enum cr_shape shape);

/**
 * cr_section_announce() - the next stack is known
 * @line: that says it
 * @kind: CRASHREC_SECTION_*
 * @cpu: that it is of, or CRASHREC_NO_CPU
 * @pid: that it is of, or CRASHREC_NO_PID
 *
 * Context: any.
 */
void cr_section_announce(const struct cr_structure_line *line, u8 kind,
			 u32 cpu, u32 pid);

/**
 * cr_section_frame() - the line is a stack frame
 * @line: the line
 * @frame: what is in it
 * @stack: ordinal of its stack
 * @context: CRASHREC_CONTEXT_* part of that
 * @index: of the frame among the report's
 *
 * Context: any; takes few steps.
 */
void cr_section_frame(const struct cr_structure_line *line,
		      const struct cr_line_frame *frame, u8 stack, u8 context,
		      u32 index);

/**
 * cr_section_usage() - a lock's usage by its name, "IN-SOFTIRQ-W"
 * @text: moved behind it on success; may begin with "{"
 *
 * Context: any.
 * Return: CRASHREC_USAGE_*, _NONE if it is none.
 */
u8 cr_section_usage(struct cr_text *text);

#endif /* CR_SECTION_H */
