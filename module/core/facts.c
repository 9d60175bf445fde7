// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * One pass over the lines. The grammar says which of them is the header; the
 * shape of each other says what is in it.
 */
#include "facts.h"
#include "grammar.h"
#include "kind.h"
#include "line.h"
#include "title.h"

/**
 * struct scan - what is remembered from line to line
 * @facts: being filled
 * @title: likewise
 * @grammar: until the header was found
 * @stack: ordinal of the stack that the next frame is of
 * @context: CRASHREC_CONTEXT_* part of the stack
 * @frame_line: that the last frame was in
 * @comm_line: that @comm is of
 * @comm: that line may have ended inside it
 * @comm_at: where in the line it begins, if it may be the subject's
 * @other: header behind "cut here" that may prove to be the report's
 * @has_frames: that stack has frames
 * @has_gap: lines that are not of a stack came behind them
 * @has_registers: a register dump was begun
 * @is_registers: the last line was part of it
 * @has_task: the subject is known
 * @is_starved: the grace-period kthread did not get to run
 * @has_guess: perhaps it is, from a line that does not tell the CPU
 * @is_inner: the line is a further one of its text, and not a comm's rest
 * @in_header: the last line that began a text was the header
 * @is_begun: there was a line
 */
struct scan {
	struct cr_facts *facts;
	struct cr_title title;
	struct cr_grammar grammar;
	u32 stack;
	u8 context;
	const struct cr_line *frame_line;
	const struct cr_line *comm_line;
	struct cr_line_comm comm;
	u32 comm_at;
	struct cr_text other;
	bool has_frames;
	bool has_gap;
	bool has_registers;
	bool is_registers;
	bool has_task;
	bool is_starved;
	bool has_guess;
	bool is_inner;
	bool in_header;
	bool is_begun;
};

static void next_stack(struct scan *scan)
{
	if (!scan->has_frames)
		return;
	if (scan->stack < 0xff)
		scan->stack++;
	scan->has_frames = false;
	scan->has_gap = false;
	scan->context = CRASHREC_CONTEXT_TASK;
}

static void add_frame(struct scan *scan, const struct cr_line *line,
		      const struct cr_line_frame *found)
{
	struct cr_facts *facts = scan->facts;
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
	frame->stack = (u8)scan->stack;
	frame->context = scan->context;
}

/* Two CPUs can print their stacks at once. */
static bool is_same_stream(const struct cr_line *a, const struct cr_line *b)
{
	return !a || (a->cpu == b->cpu && a->context == b->context &&
		      a->pid == b->pid);
}

/* @text is the line, or what of it is not the rest of a comm. */
static void take_parts(struct scan *scan, const struct cr_line *line,
		       struct cr_text text, enum cr_shape shape,
		       const struct cr_line_frame *frame)
{
	const struct cr_facts *facts = scan->facts;
	struct cr_structure_line at = {
		.s = facts->structure,
		.text = text,
		.begin = line->text,
		.line_no = line->line_no,
		.is_inner = scan->is_inner,
	};

	if (!facts->parts)
		return;
	if (frame)
		facts->parts->frame(&at, frame, (u8)scan->stack, scan->context,
				    facts->frame_count);
	else
		facts->parts->line(&at, shape);
}

static void take_frame(struct scan *scan, const struct cr_line *line,
		       struct cr_text text, const struct cr_line_frame *frame)
{
	if (scan->has_gap || !is_same_stream(scan->frame_line, line))
		next_stack(scan);
	scan->frame_line = line;
	take_parts(scan, line, text, CR_SHAPE_FRAME, frame);
	add_frame(scan, line, frame);
	scan->has_frames = true;
	scan->has_gap = false;
}

static void take_mark(struct scan *scan, struct cr_text text)
{
	cr_text_skip_spaces(&text);
	if (cr_text_starts(text, CR_WORD("</")) ||
	    cr_text_starts(text, CR_WORD("<EO")) ||
	    cr_text_starts(text, CR_WORD("<TASK>")))
		scan->context = CRASHREC_CONTEXT_TASK;
	else if (cr_text_starts(text, CR_WORD("<SOFTIRQ>")))
		scan->context = CRASHREC_CONTEXT_SOFTIRQ;
	else if (cr_text_starts(text, CR_WORD("<IRQ>")))
		scan->context = CRASHREC_CONTEXT_HARDIRQ;
	else
		scan->context = CRASHREC_CONTEXT_NMI;
}

/* The registers of the first dump only, whose lines follow each other. */
static void take_registers(struct scan *scan, struct cr_text text)
{
	struct cr_facts *facts = scan->facts;
	struct cr_line_register reg;
	struct crashrec_register *out;

	if (text.at[0] == ' ' || (scan->has_registers && !scan->is_registers))
		return;
	scan->has_registers = true;
	scan->is_registers = true;
	while (facts->register_count < CR_REGISTERS_MAX &&
	       cr_line_register_next(&text, &reg)) {
		out = &facts->registers[facts->register_count++];
		memcpy(out->name, reg.name, sizeof(out->name));
		out->value = cpu_to_le64(reg.value);
	}
}

static void set_subject(struct scan *scan, const struct cr_line_task *task)
{
	struct cr_subject *subject = &scan->facts->subject;
	u32 bytes = task->comm.bytes;

	if (bytes > CR_COMM_MAX_BYTES)
		bytes = CR_COMM_MAX_BYTES;
	subject->cpu = task->cpu;
	subject->pid = task->pid;
	subject->comm_bytes = (u8)bytes;
	memcpy(subject->comm, task->comm.at, bytes);
}

/* "syz.PROC.ID" is what a fuzzer calls the task that runs a program. */
static void take_executor(struct cr_facts *facts, struct cr_text comm)
{
	u32 proc;
	u32 id;

	if (facts->executor_proc == CR_NO_EXECUTOR &&
	    cr_text_skip(&comm, CR_WORD("syz.")) &&
	    cr_text_take_u32(&comm, &proc) &&
	    cr_text_skip(&comm, CR_WORD(".")) &&
	    cr_text_take_u32(&comm, &id) && !comm.bytes) {
		facts->executor_proc = proc;
		facts->executor_id = id;
	}
}

static void take_task(struct scan *scan, struct cr_text text,
		      enum cr_shape shape)
{
	struct cr_line_task task;

	if (shape == CR_SHAPE_CPU) {
		if (!cr_line_cpu(text, &task))
			return;
		take_executor(scan->facts, task.comm);
	}
	if (scan->has_task || (scan->has_guess && shape != CR_SHAPE_CPU))
		return;
	if (shape != CR_SHAPE_CPU && !cr_line_header_task(text, &task))
		return;
	scan->has_guess = true;
	/* A hung task is not the one that prints. */
	scan->has_task = shape == CR_SHAPE_CPU ||
			 scan->grammar.report_class ==
			 CRASHREC_CLASS_HUNG_TASK;
	set_subject(scan, &task);
}

/*
 * Of tasks that hold up a grace period the first is the subject, unless a CPU
 * has been shown before. The kthread that starves does not hold it up.
 */
static void take_stalled_task(struct scan *scan, struct cr_text text)
{
	struct cr_line_task task;

	if (scan->has_task ||
	    scan->grammar.report_class != CRASHREC_CLASS_RCU_STALL)
		return;
	scan->is_starved = scan->is_starved ||
			   cr_text_has(text, CR_WORD(" kthread starved "));
	if (scan->is_starved || !cr_line_shown_task(text, &task))
		return;
	scan->has_task = true;
	set_subject(scan, &task);
}

static void begin_comm(struct scan *scan, const struct cr_line *line,
		       struct cr_text text)
{
	u8 report_class = scan->grammar.report_class;
	struct cr_line_comm comm;

	cr_line_comm_begin(&comm, text, report_class == CRASHREC_CLASS_LOCKDEP);
	/* Another CPU's line: the rest is yet to come. */
	if (!comm.left && scan->comm_line &&
	    !is_same_stream(scan->comm_line, line))
		return;
	scan->comm = comm;
	scan->comm_line = comm.left ? line : NULL;
	scan->comm_at = CR_TEXT_NONE;
	/* Who holds a lock is not the subject. */
	if (!scan->comm.left || scan->comm.left > CR_LINE_COMM_MAX ||
	    cr_text_digit(text.at[0]) < 10)
		return;
	scan->comm_at = text.bytes + scan->comm.left - CR_LINE_COMM_MAX;
}

/*
 * Is the line the rest of a comm? Of a header, it has the pid of the subject,
 * whose comm is cut at the newline.
 */
static bool ends_comm(struct scan *scan, const struct cr_line *line,
		      struct cr_text text)
{
	struct cr_line_task task = { .cpu = CRASHREC_NO_CPU };
	const struct cr_line *before = scan->comm_line;
	struct cr_text behind;

	if (!before || !is_same_stream(before, line) ||
	    !cr_line_comm_goes_on(&scan->comm, text, &behind, &task.pid))
		return false;
	cr_title_line(&scan->title, behind, CR_SHAPE_OTHER, NULL);
	take_parts(scan, line, behind, CR_SHAPE_OTHER, NULL);
	if (task.pid == CRASHREC_NO_PID || scan->comm_at == CR_TEXT_NONE ||
	    scan->has_task || scan->has_guess)
		return true;
	scan->has_guess = true;
	scan->has_task = scan->grammar.report_class == CRASHREC_CLASS_HUNG_TASK;
	task.comm.at = before->text + scan->comm_at;
	task.comm.bytes = before->bytes - scan->comm_at;
	set_subject(scan, &task);
	return true;
}

/*
 * A header of a symbolised log may name an inlined function; the last of
 * those that repeat it names one that has an offset.
 */
static bool repeats_header(struct scan *scan, struct cr_text text)
{
	const struct cr_kind *kind;

	if (!cr_grammar_may_open(text.at, text.bytes) ||
	    !cr_text_has(scan->title.header, CR_WORD(" [inline]")))
		return false;
	kind = cr_kind_at(cr_kind_find(text, true));
	if (!kind || kind->report_class != scan->title.kind->report_class)
		return false;
	memset(&scan->title, 0, sizeof(scan->title));
	cr_title_header(&scan->title, kind, text);
	return true;
}

static void set_header(struct scan *scan, struct cr_text text)
{
	struct cr_grammar *g = &scan->grammar;

	cr_title_header(&scan->title, cr_kind_at(g->kind), text);
	if (g->report_class == CRASHREC_CLASS_HUNG_TASK)
		take_task(scan, text, CR_SHAPE_OTHER);
}

/* Return: true if there is more in the line than a header. */
static bool find_header(struct scan *scan, struct cr_text text, bool is_first)
{
	struct cr_grammar *g = &scan->grammar;

	if (is_first || g->line_count == 0) {
		if (cr_grammar_first(g, text.at, text.bytes) == CR_LINE_OTHER)
			return false;
	} else if (cr_grammar_next(g, text.at, text.bytes) == CR_LINE_OPENS) {
		cr_grammar_first(g, text.at, text.bytes);
	}
	if (g->other && g->other_at == g->line_count)
		scan->other = text;
	if (!g->kind)
		return false;
	if (g->kind == g->other && scan->other.at != text.at) {
		set_header(scan, scan->other);
		return true;
	}
	set_header(scan, text);
	return g->report_class == CRASHREC_CLASS_PANIC;
}

static void take_line(struct scan *scan, const struct cr_line *line)
{
	struct cr_text text = { line->text, line->bytes };
	struct cr_line_frame frame;
	enum cr_shape shape;
	bool is_frame;

	if (ends_comm(scan, line, text))
		return;
	begin_comm(scan, line, text);
	repeats_header(scan, text);
	/* What most lines are is found out by taking them apart. */
	is_frame = text.bytes && text.at[0] == ' ' &&
		   !cr_line_may_be_old_task(text) &&
		   cr_line_frame(text, &frame);
	shape = is_frame ? CR_SHAPE_FRAME : cr_line_shape(text);
	if (cr_line_is_comm(text, shape)) {
		take_parts(scan, line, text, CR_SHAPE_OTHER, NULL);
		return;
	}
	if (!is_frame && (shape == CR_SHAPE_FRAME || shape == CR_SHAPE_IP))
		is_frame = cr_line_frame(text, &frame);
	cr_title_line(&scan->title, text, shape, is_frame ? &frame : NULL);
	take_parts(scan, line, text, shape, NULL);
	switch (shape) {
	case CR_SHAPE_TRACE:
		if (scan->has_gap)
			next_stack(scan);
		break;
	case CR_SHAPE_FRAME:
	case CR_SHAPE_IP:
		if (is_frame)
			take_frame(scan, line, text, &frame);
		break;
	case CR_SHAPE_MARK:
		take_mark(scan, text);
		break;
	case CR_SHAPE_REGISTERS:
		take_registers(scan, text);
		break;
	case CR_SHAPE_CPU:
		take_task(scan, text, shape);
		scan->has_gap = true;
		break;
	case CR_SHAPE_PANIC:
		scan->facts->flags |= CRASHREC_REC_F_PANICKED;
		scan->has_gap = true;
		break;
	case CR_SHAPE_BLANK:
		break;
	default:
		take_task(scan, text, shape);
		take_stalled_task(scan, text);
		if (!cr_text_starts(text, CR_WORD("Code: ")))
			scan->has_gap = true;
	}
	if (shape != CR_SHAPE_REGISTERS)
		scan->is_registers = false;
}

/*
 * A further line of a text has no shape, however it looks, but for what the
 * header's text has: "last function: f" of 6.1's workqueue, and the words
 * that Rust panicked with.
 */
static void take_inner(struct scan *scan, const struct cr_line *line)
{
	struct cr_text text = { line->text, line->bytes };

	if (!scan->title.kind || ends_comm(scan, line, text))
		return;
	if (scan->in_header)
		cr_title_line(&scan->title, text, CR_SHAPE_OTHER, NULL);
	scan->is_inner = true;
	take_parts(scan, line, text, CR_SHAPE_OTHER, NULL);
	scan->is_inner = false;
}

/* A line that began a text, as far as is known. */
static void take_first(struct scan *scan, const struct cr_line *line)
{
	struct cr_text text = { line->text, line->bytes };
	bool is_report_begin = !scan->is_begun;

	scan->is_begun = true;
	scan->in_header = false;
	if (scan->title.kind) {
		take_line(scan, line);
		return;
	}
	if (find_header(scan, text, is_report_begin)) {
		take_line(scan, line);
	} else if (scan->title.kind) {
		begin_comm(scan, line, text);
		take_parts(scan, line, text, CR_SHAPE_OTHER, NULL);
	}
	scan->in_header = scan->title.kind;
}

void cr_facts_from_lines(struct cr_facts *facts, const struct cr_line *lines,
			 u32 line_count)
{
	const u32 found_at = offsetof(struct cr_facts, frame_count);
	struct scan scan;
	u32 i;

	/* What is "in" stands before it. */
	memset((u8 *)facts + found_at, 0, sizeof(*facts) - found_at);
	if (facts->parts)
		facts->parts->begin(facts->structure);
	facts->type = "";
	facts->reason = "";
	facts->executor_proc = CR_NO_EXECUTOR;
	facts->subject.cpu = CRASHREC_NO_CPU;
	facts->subject.pid = CRASHREC_NO_PID;
	memset(&scan, 0, sizeof(scan));
	/* Who cut the report knew which kinds there may be. */
	scan.grammar.in_log = true;
	scan.facts = facts;
	for (i = 0; i < line_count; i++) {
		if (lines[i].flags & CRASHREC_LINE_F_USER)
			continue;
		if (lines[i].flags & CRASHREC_LINE_F_INNER)
			take_inner(&scan, &lines[i]);
		else
			take_first(&scan, &lines[i]);
	}
	facts->report_class = scan.grammar.report_class;
	if (!scan.title.kind && !facts->report_class && line_count &&
	    lines[0].flags & CRASHREC_LINE_F_USER)
		facts->flags |= CRASHREC_REC_F_USER;
	cr_title_write(&scan.title, facts);
}
