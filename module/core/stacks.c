// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "stacks.h"

#include "section.h"
#include "structure.h"

static void next_stack(struct cr_stacks *stacks)
{
	if (!stacks->has_frames)
		return;
	if (stacks->stack < 0xff)
		stacks->stack++;
	stacks->has_frames = false;
	stacks->has_gap = false;
	stacks->context = CRASHREC_CONTEXT_TASK;
}

static void add_frame(struct cr_facts *facts, const struct cr_line *line,
		      const struct cr_line_frame *found)
{
	struct crashrec_frame *frame;

	if (facts->frame_count >= facts->frames_max || !facts->frames) {
		facts->frames_lost++;
		return;
	}
	frame = &facts->frames[facts->frame_count++];
	memset(frame, 0, sizeof(*frame));
	frame->line_no = cpu_to_le32(line->line_no);
	frame->offset = cpu_to_le32(found->offset);
	frame->size = cpu_to_le32(found->size);
	frame->func_at = cpu_to_le16(found->func_at);
	frame->func_bytes = cpu_to_le16(found->func_bytes);
	frame->module_at = cpu_to_le16(found->module_at);
	frame->module_bytes = cpu_to_le16(found->module_bytes);
	frame->flags = found->flags;
	frame->stack = (u8)facts->structure->stacks.stack;
	frame->context = facts->structure->stacks.context;
}

static void take_frame(struct cr_stacks *stacks, const struct cr_parts_line *at)
{
	struct cr_structure_line line = cr_structure_line(at);

	if (stacks->has_gap ||
	    (stacks->frame_line &&
	     !cr_line_same_stream(stacks->frame_line, at->line)))
		next_stack(stacks);
	stacks->frame_line = at->line;
	cr_section_frame(&line, at->frame, (u8)stacks->stack, stacks->context,
			 at->facts->frame_count);
	add_frame(at->facts, at->line, at->frame);
	stacks->has_frames = true;
	stacks->has_gap = false;
}

static void take_mark(struct cr_stacks *stacks, struct cr_text text)
{
	cr_text_skip_spaces(&text);
	if (cr_text_starts(text, CR_WORD("</")) ||
	    cr_text_starts(text, CR_WORD("<EO")) ||
	    cr_text_starts(text, CR_WORD("<TASK>")))
		stacks->context = CRASHREC_CONTEXT_TASK;
	else if (cr_text_starts(text, CR_WORD("<SOFTIRQ>")))
		stacks->context = CRASHREC_CONTEXT_SOFTIRQ;
	else if (cr_text_starts(text, CR_WORD("<IRQ>")))
		stacks->context = CRASHREC_CONTEXT_HARDIRQ;
	else
		stacks->context = CRASHREC_CONTEXT_NMI;
}

/* The registers of the first dump only, whose lines follow each other. */
static void take_registers(struct cr_stacks *stacks, struct cr_facts *facts,
			   struct cr_text text)
{
	struct cr_line_register reg;
	struct crashrec_register *out;

	if (text.at[0] == ' ' || (stacks->has_registers && !stacks->is_registers))
		return;
	stacks->has_registers = true;
	stacks->is_registers = true;
	while (facts->register_count < CR_REGISTERS_MAX &&
	       cr_line_register_next(&text, &reg)) {
		out = &facts->registers[facts->register_count++];
		memcpy(out->name, reg.name, sizeof(out->name));
		out->value = cpu_to_le64(reg.value);
	}
}

/* arm64 has these two as symbols (show_regs(), 6.12), of which no value is told. */
static bool is_amid_registers(struct cr_text text)
{
	return cr_text_starts(text, CR_WORD("pc : ")) ||
	       cr_text_starts(text, CR_WORD("lr : "));
}

void cr_stacks_line(const struct cr_parts_line *at)
{
	struct cr_stacks *stacks = &at->facts->structure->stacks;

	switch (at->shape) {
	case CR_SHAPE_TRACE:
		if (stacks->has_gap)
			next_stack(stacks);
		break;
	case CR_SHAPE_FRAME:
	case CR_SHAPE_IP:
		if (at->frame)
			take_frame(stacks, at);
		break;
	case CR_SHAPE_MARK:
		take_mark(stacks, at->text);
		break;
	case CR_SHAPE_REGISTERS:
		take_registers(stacks, at->facts, at->text);
		break;
	case CR_SHAPE_BLANK:
		break;
	default:
		if (!cr_text_starts(at->text, CR_WORD("Code: ")))
			stacks->has_gap = true;
	}
	if (at->shape != CR_SHAPE_REGISTERS && !is_amid_registers(at->text))
		stacks->is_registers = false;
}
