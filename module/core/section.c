// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A line announces what the next stack is, and stays good until a stack comes.
 * A stack's part in another context is a section of its own, of the same kind.
 */
#include "section.h"

#include "scan.h"

enum argument {
	ARG_NONE,
	ARG_PID,
	ARG_CPU,
};

struct announcement {
	const char *format;
	u8 kind;
	u8 argument;
};

#define ROW(text, what, arg)	{ text, CRASHREC_SECTION_##what, ARG_##arg }

/*
 * By kernel/rcu/tree_stall.h, lib/nmi_backtrace.c, mm/kasan, mm/kfence,
 * mm/kmsan, mm/page_owner.c, mm/slub.c, mm/kmemleak.c, kernel/locking/lockdep.c
 * (6.12) and KASAN of 4.8 to 5.8.
 */
static const struct announcement announcements[] = {
	ROW("NMI backtrace for cpu %d", NMI, CPU),
	ROW("RCU grace-period kthread stack dump:", GP_KTHREAD, NONE),
	ROW("Stack dump where RCU GP kthread last ran:", GP_CPU, NONE),
	ROW("Task dump for CPU %d", TASK, CPU),
	ROW("Allocated by task %d", ALLOCATED, PID),
	ROW("Allocated:", ALLOCATED, NONE),
	ROW("Freed by task %d", FREED, PID),
	ROW("Freed:", FREED, NONE),
	ROW("allocated by task %d", ALLOCATED, PID),
	ROW("freed by task %d", FREED, PID),
	ROW("rcu freeing by task %d", FREED, PID),
	ROW("INFO: Allocated in ", ALLOCATED, NONE),
	ROW("INFO: Freed in ", FREED, NONE),
	ROW("Allocated in ", ALLOCATED, NONE),
	ROW("Freed in ", FREED, NONE),
	ROW("backtrace", ALLOCATED, NONE),
	ROW("Last potentially related work creation:", QUEUED, NONE),
	ROW("Second to last potentially related work creation:", QUEUED, NONE),
	ROW("Last call_rcu():", QUEUED, NONE),
	ROW("Second to last call_rcu():", QUEUED, NONE),
	ROW("Uninit was stored to memory at:", STORED, NONE),
	ROW("Uninit was created at:", CREATED, NONE),
	ROW("Local variable ", CREATED, NONE),
	ROW("page last allocated via order ", PAGE_ALLOCATED, NONE),
	ROW("page allocated via order ", PAGE_ALLOCATED, NONE),
	ROW("page last free ", PAGE_FREED, NONE),
	ROW("page freed via", PAGE_FREED, NONE),
	ROW("Preemption disabled at:", PREEMPT_OFF, NONE),
	ROW("The buggy address belongs to the variable:", VARIABLE, NONE),
	ROW("and is located at offset ", STACK_FRAME, NONE),
	ROW("-> #", LOCK_CHAIN, NONE),
	ROW("... acquired at:", LOCK_ACQUIRED, NONE),
	ROW("stack backtrace:", REPORTER, NONE),
};

/* Does one of announcements[] begin so? */
static bool may_announce(char c)
{
	switch (c) {
	case '-':
	case '.':
	case 'A':
	case 'F':
	case 'I':
	case 'L':
	case 'N':
	case 'P':
	case 'R':
	case 'S':
	case 'T':
	case 'U':
	case 'a':
	case 'b':
	case 'f':
	case 'p':
	case 'r':
	case 's':
		return true;
	default:
		return false;
	}
}

static bool is_of_lock(u8 kind)
{
	return kind >= CRASHREC_SECTION_LOCK_CHAIN &&
	       kind <= CRASHREC_SECTION_LOCK_ACQUIRED;
}

static void forget(struct crashrec_section *next)
{
	memset(next, 0, sizeof(*next));
	next->cpu = cpu_to_le32(CRASHREC_NO_CPU);
	next->pid = cpu_to_le32(CRASHREC_NO_PID);
	next->lock = cpu_to_le16(CRASHREC_NO_INDEX);
	next->task = cpu_to_le16(CRASHREC_NO_INDEX);
	next->usage = CRASHREC_USAGE_NONE;
}

void cr_section_announce(const struct cr_structure_line *line, u8 kind,
			 u32 cpu, u32 pid)
{
	struct cr_structure *s = line->s;
	struct crashrec_section *next = &s->now.next;

	forget(next);
	next->kind = kind;
	next->head = cr_structure_ref(line, line->trimmed);
	next->cpu = cpu_to_le32(cpu);
	next->pid = cpu_to_le32(pid);
	if (is_of_lock(kind) && s->lock_count)
		next->lock = cpu_to_le16((u16)(s->lock_count - 1));
	s->now.is_announced = true;
}

/* 4 * irq + 2 * on + read, see CRASHREC_USAGE_IRQS. */
u8 cr_section_usage(struct cr_text *text)
{
	static const struct cr_text irqs[CRASHREC_USAGE_IRQS] = {
		CR_TEXT("HARDIRQ"), CR_TEXT("SOFTIRQ"), CR_TEXT("RECLAIM_FS"),
	};
	struct cr_text rest = *text;
	bool is_in;
	u8 usage;

	cr_text_skip(&rest, CR_WORD("{"));
	if (cr_text_skip(&rest, CR_WORD("INITIAL USE"))) {
		*text = rest;
		return CRASHREC_USAGE_INITIAL;
	}
	if (cr_text_skip(&rest, CR_WORD("INITIAL READ USE"))) {
		*text = rest;
		return CRASHREC_USAGE_INITIAL_READ;
	}
	is_in = cr_text_skip(&rest, CR_WORD("IN-"));
	for (usage = 0; usage < CRASHREC_USAGE_IRQS; usage++) {
		if (cr_text_skip(&rest, irqs[usage]))
			break;
	}
	if (usage == CRASHREC_USAGE_IRQS ||
	    is_in == cr_text_skip(&rest, CR_WORD("-ON")))
		return CRASHREC_USAGE_NONE;
	usage = (u8)(4 * usage + 2 * !is_in);
	if (cr_text_skip(&rest, CR_WORD("-R")))
		usage++;
	else if (!cr_text_skip(&rest, CR_WORD("-W")))
		return CRASHREC_USAGE_NONE;
	*text = rest;
	return usage;
}

/* "HARDIRQ-ON-W at:", "{...} state was registered at:", "... which became". */
static bool take_usage(const struct cr_structure_line *line,
		       struct cr_text text)
{
	struct cr_scan scan;
	u8 usage;

	if (text.at[0] == '.' && cr_scan(text, "... which became %s-irq-", &scan)) {
		usage = CRASHREC_USAGE_SAFE;
		if (cr_text_starts(scan.rest, CR_WORD("unsafe")))
			usage = CRASHREC_USAGE_UNSAFE;
	} else {
		if (text.at[0] != '{' && text.at[0] != 'H' &&
		    text.at[0] != 'S' && text.at[0] != 'I' && text.at[0] != 'R')
			return false;
		usage = cr_section_usage(&text);
		if (usage == CRASHREC_USAGE_NONE ||
		    !cr_text_has(text, CR_WORD(" at:")))
			return false;
	}
	cr_section_announce(line, CRASHREC_SECTION_LOCK_USAGE, CRASHREC_NO_CPU,
			    CRASHREC_NO_PID);
	line->s->now.next.usage = usage;
	return true;
}

/* Who the stack is of, from the task line that was just added. */
static void take_task(const struct cr_structure_line *line, u8 kind)
{
	struct cr_structure *s = line->s;
	struct crashrec_section *next = &s->now.next;
	const struct crashrec_task_line *task;
	bool goes_on;

	if (kind == CRASHREC_SECTION_REPORTER)
		goes_on = next->kind == CRASHREC_SECTION_NMI ||
			  next->kind == CRASHREC_SECTION_REPORTER;
	else
		goes_on = next->kind == CRASHREC_SECTION_GP_KTHREAD ||
			  (next->kind == CRASHREC_SECTION_TASK &&
			   next->pid == cpu_to_le32(CRASHREC_NO_PID));
	if (!s->now.is_announced ||
	    (!goes_on && next->kind != CRASHREC_SECTION_GP_CPU))
		cr_section_announce(line, kind, CRASHREC_NO_CPU,
				    CRASHREC_NO_PID);
	if (!s->task_count)
		return;
	task = &s->tasks[s->task_count - 1];
	if (le32_to_cpu(task->line_no) != line->line_no)
		return;
	next->task = cpu_to_le16((u16)(s->task_count - 1));
	next->pid = task->pid;
	if (task->cpu != cpu_to_le32(CRASHREC_NO_CPU))
		next->cpu = task->cpu;
}

static void take_announcement(const struct cr_structure_line *line,
			      const struct announcement *row, u32 number)
{
	struct crashrec_section *next = &line->s->now.next;

	if (line->s->now.is_announced && row->kind == CRASHREC_SECTION_NMI &&
	    next->kind == CRASHREC_SECTION_GP_CPU) {
		next->cpu = cpu_to_le32(number);
		return;
	}
	cr_section_announce(line, row->kind,
			    row->argument == ARG_CPU ? number : CRASHREC_NO_CPU,
			    row->argument == ARG_PID ? number : CRASHREC_NO_PID);
}

void cr_section_line(const struct cr_structure_line *line, enum cr_shape shape)
{
	struct cr_text text = line->trimmed;
	struct cr_scan scan;
	u32 i;

	if (shape == CR_SHAPE_CPU || shape == CR_SHAPE_END) {
		take_task(line, CRASHREC_SECTION_REPORTER);
		return;
	}
	if (shape == CR_SHAPE_TASK) {
		take_task(line, CRASHREC_SECTION_TASK);
		return;
	}
	cr_text_skip(&text, CR_WORD("rcu: "));
	if (!text.bytes || take_usage(line, text) || !may_announce(text.at[0]))
		return;
	for (i = 0; i < CR_COUNT(announcements); i++) {
		const struct announcement *row = &announcements[i];

		if (text.at[0] != row->format[0])
			continue;
		scan.number[0] = 0;
		if (cr_scan(text, row->format, &scan)) {
			take_announcement(line, row, (u32)scan.number[0]);
			return;
		}
	}
}

/* The CPU that asks for the stacks of others has its own printed likewise. */
static bool is_own(struct cr_text text, const struct cr_line_frame *frame)
{
	struct cr_text func = { text.at + frame->func_at, frame->func_bytes };

	return !(frame->flags & CRASHREC_FRAME_F_UNRELIABLE) &&
	       (cr_text_starts(func, CR_WORD("nmi_cpu_backtrace")) ||
		cr_text_starts(func, CR_WORD("dump_stack")) ||
		cr_text_starts(func, CR_WORD("__dump_stack")) ||
		cr_text_starts(func, CR_WORD("dump_backtrace")));
}

static struct crashrec_section *
begin_section(const struct cr_structure_line *line,
	      const struct crashrec_section *last, u8 stack)
{
	struct cr_structure *s = line->s;
	struct crashrec_section *section;

	section = cr_structure_add(s, s->sections, &s->section_count, CR_SECTIONS_MAX,
				   sizeof(*s->sections));
	if (!section)
		return NULL;
	if (last && last->stack == stack) {
		*section = *last;
		return section;
	}
	if (!s->now.is_announced) {
		forget(&s->now.next);
		s->now.next.head.line_no = cpu_to_le32(line->line_no);
	}
	*section = s->now.next;
	s->now.is_announced = false;
	return section;
}

void cr_section_frame(const struct cr_structure_line *line,
		      const struct cr_line_frame *frame, u8 stack, u8 context,
		      u32 index)
{
	struct cr_structure *s = line->s;
	struct crashrec_section *section = NULL;

	if (s->section_count)
		section = &s->sections[s->section_count - 1];
	if (!section || section->stack != stack ||
	    section->context != context) {
		section = begin_section(line, section, stack);
		if (!section)
			return;
		section->stack = stack;
		section->context = context;
		section->first_line_no = cpu_to_le32(line->line_no);
		section->first_frame = cpu_to_le32(index);
	}
	section->last_line_no = cpu_to_le32(line->line_no);
	section->frame_count =
		cpu_to_le32(index + 1 - le32_to_cpu(section->first_frame));
	if (section->kind == CRASHREC_SECTION_NMI &&
	    section->context != CRASHREC_CONTEXT_NMI &&
	    is_own(line->text, frame))
		section->kind = CRASHREC_SECTION_REPORTER;
}
