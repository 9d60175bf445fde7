// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "subject.h"

#include "structure.h"

static struct cr_subject_asked *asked_of(const struct cr_parts_line *at)
{
	return &at->facts->structure->asked;
}

static void set_subject(struct cr_facts *facts, const struct cr_line_task *task)
{
	struct cr_subject *subject = &facts->subject;
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

static void take_task(const struct cr_parts_line *at, enum cr_shape shape)
{
	struct cr_subject_asked *asked = asked_of(at);
	struct cr_line_task task;

	if (shape == CR_SHAPE_CPU) {
		if (!cr_line_cpu(at->text, &task))
			return;
		take_executor(at->facts, task.comm);
	}
	if (asked->has_task || (asked->has_guess && shape != CR_SHAPE_CPU))
		return;
	if (shape != CR_SHAPE_CPU && !cr_line_header_task(at->text, &task))
		return;
	asked->has_guess = true;
	/* A hung task is not the one that prints. */
	asked->has_task = shape == CR_SHAPE_CPU ||
			  at->report_class == CRASHREC_CLASS_HUNG_TASK;
	set_subject(at->facts, &task);
}

/*
 * Of tasks that hold up a grace period the first is the subject, unless a CPU
 * has been shown before. The kthread that starves does not hold it up.
 */
static void take_stalled_task(const struct cr_parts_line *at)
{
	struct cr_subject_asked *asked = asked_of(at);
	struct cr_line_task task;

	if (asked->has_task || at->report_class != CRASHREC_CLASS_RCU_STALL)
		return;
	asked->is_starved = asked->is_starved ||
			    cr_text_has(at->text,
					CR_WORD(" kthread starved "));
	if (asked->is_starved || !cr_line_shown_task(at->text, &task))
		return;
	asked->has_task = true;
	set_subject(at->facts, &task);
}

void cr_subject_header(const struct cr_parts_line *at)
{
	if (at->report_class == CRASHREC_CLASS_HUNG_TASK)
		take_task(at, CR_SHAPE_OTHER);
}

void cr_subject_line(const struct cr_parts_line *at)
{
	switch (at->shape) {
	case CR_SHAPE_TRACE:
	case CR_SHAPE_FRAME:
	case CR_SHAPE_IP:
	case CR_SHAPE_MARK:
	case CR_SHAPE_REGISTERS:
	case CR_SHAPE_PANIC:
	case CR_SHAPE_BLANK:
		break;
	case CR_SHAPE_CPU:
		take_task(at, at->shape);
		break;
	default:
		take_task(at, at->shape);
		take_stalled_task(at);
	}
}

void cr_subject_comm(const struct cr_parts_line *at,
		     const struct cr_line *before, u8 left, u32 pid)
{
	struct cr_subject_asked *asked = asked_of(at);
	struct cr_line_task task = { .cpu = CRASHREC_NO_CPU, .pid = pid };
	u32 comm_at = before->bytes + left - CR_LINE_COMM_MAX;

	/* Who holds a lock is not the subject. */
	if (pid == CRASHREC_NO_PID || asked->has_task || asked->has_guess ||
	    left > CR_LINE_COMM_MAX || cr_text_digit(before->text[0]) < 10)
		return;
	asked->has_guess = true;
	asked->has_task = at->report_class == CRASHREC_CLASS_HUNG_TASK;
	task.comm.at = before->text + comm_at;
	task.comm.bytes = before->bytes - comm_at;
	set_subject(at->facts, &task);
}
