/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The stacks of a report: their frames, and the registers of the first.
 */
#ifndef CR_STACKS_H
#define CR_STACKS_H

#include "env.h"
#include "parts.h"

/**
 * struct cr_stacks - what is remembered from line to line
 * @stack: ordinal of the stack that the next frame is of
 * @context: CRASHREC_CONTEXT_* part of the stack
 * @frame_line: that the last frame was in
 * @has_frames: that stack has frames
 * @has_gap: lines that are not of a stack came behind them
 * @has_registers: a register dump was begun
 * @is_registers: the last line was part of it
 */
struct cr_stacks {
	u32 stack;
	u8 context;
	const struct cr_line *frame_line;
	bool has_frames;
	bool has_gap;
	bool has_registers;
	bool is_registers;
};

/**
 * cr_stacks_line() - a line of the report
 * @at: the line
 *
 * Context: any; bounded by the line.
 */
void cr_stacks_line(const struct cr_parts_line *at);

#endif /* CR_STACKS_H */
