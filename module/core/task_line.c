// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * dump_stack_print_info() in lib/dump_stack.c, sched_show_task() in
 * kernel/sched/core.c, print_worker_info() in kernel/workqueue.c,
 * show_opcodes() in arch/x86/kernel/dumpstack.c, dump_kernel_instr() in
 * arch/arm64/kernel/traps.c, dump_instr() in arch/arm/kernel/traps.c (6.12),
 * and what these printed since 4.4.
 */
#include "task_line.h"

#include "scan.h"

static struct crashrec_task_line *
add_task(const struct cr_structure_line *line, u32 cpu, u32 pid,
	 struct cr_text comm)
{
	struct crashrec_task_line *task =
		cr_structure_add(line->s, line->s->tasks, &line->s->task_count,
				 CR_TASKS_MAX, sizeof(*line->s->tasks));

	if (!task)
		return NULL;
	task->line_no = cpu_to_le32(line->line_no);
	task->cpu = cpu_to_le32(cpu);
	task->pid = cpu_to_le32(pid);
	task->comm = cr_structure_ref(line, comm);
	task->uid = cpu_to_le32(CRASHREC_NO_NUMBER);
	task->tgid = cpu_to_le32(CRASHREC_NO_PID);
	task->ppid = cpu_to_le32(CRASHREC_NO_PID);
	task->stack_free_bytes = cpu_to_le32(CRASHREC_NO_NUMBER);
	return task;
}

/* taint_flags[] in kernel/panic.c; J from 6.15 on. */
static u64 taint_of(struct cr_text text)
{
	static const struct cr_text letters = CR_TEXT("PFSRMBUDAWCIOELKXTNJ");
	u64 taint = 0;
	u32 i, bit;

	for (i = 0; i < text.bytes; i++) {
		struct cr_text one = { text.at + i, 1 };

		if (*one.at == ' ')
			continue;
		bit = cr_text_find(letters, one);
		if (bit != CR_TEXT_NONE)
			taint |= 1ULL << bit;
	}
	return taint;
}

/* "Tainted: G        W          6.12.1 #1", "Not tainted 6.12.1 #1" */
static void take_taint(const struct cr_structure_line *line,
		       struct cr_text text, struct crashrec_task_line *task)
{
	struct cr_text letters;
	struct cr_scan scan;
	u32 i = 0;

	cr_text_skip_spaces(&text);
	cr_text_skip(&text, CR_WORD("Kdump: loaded "));
	if (cr_text_skip(&text, CR_WORD("Tainted: "))) {
		while (i < text.bytes &&
		       (text.at[i] == ' ' ||
			(text.at[i] >= 'A' && text.at[i] <= 'Z')))
			i++;
	} else if (!cr_text_skip(&text, CR_WORD("Not tainted "))) {
		return;
	}
	letters = text;
	letters.bytes = i;
	task->taint = cpu_to_le64(taint_of(letters));
	task->flags |= CRASHREC_TASK_F_TAINT;
	if (!cr_scan(cr_text_from(text, i), "%w", &scan))
		return;
	task->release = cr_structure_ref(line, scan.text[0]);
	if (cr_scan(scan.rest, " %w", &scan))
		task->version = cr_structure_ref(line, scan.text[0]);
}

static void take_cpu(const struct cr_structure_line *line)
{
	struct crashrec_task_line *task;
	struct cr_line_task found;
	struct cr_scan scan;
	u32 at;

	if (!cr_line_cpu(line->text, &found))
		return;
	task = add_task(line, found.cpu, found.pid, found.comm);
	if (!task)
		return;
	if (cr_scan(line->text, "CPU: %d UID: %d", &scan))
		task->uid = cpu_to_le32((u32)scan.number[1]);
	at = (u32)(found.comm.at - line->text.at) + found.comm.bytes;
	take_taint(line, cr_text_from(line->text, at), task);
}

static bool find(struct cr_text text, const char *format, u64 *number)
{
	struct cr_scan scan;

	if (!cr_scan_find(text, format, &scan))
		return false;
	*number = scan.number[0];
	return true;
}

/* "  running task     stack:27528 pid:   14 ppid:     2 flags:0x00004000" */
static void take_shown(struct crashrec_task_line *task, struct cr_text text)
{
	u64 number;

	if (find(text, " pid:~%d", &number))
		task->pid = cpu_to_le32((u32)number);
	if (find(text, " tgid:~%d", &number))
		task->tgid = cpu_to_le32((u32)number);
	if (find(text, " ppid:~%d", &number))
		task->ppid = cpu_to_le32((u32)number);
	if (find(text, " stack:~%d", &number))
		task->stack_free_bytes = cpu_to_le32((u32)number);
	if (find(text, " flags:%x", &number)) {
		task->task_flags = cpu_to_le32((u32)number);
		task->flags |= CRASHREC_TASK_F_FLAGS;
	}
}

/* Before 5.11: "rcu_sched       R  running task    22584     9      2 0x..." */
static void take_old(struct crashrec_task_line *task, struct cr_text text)
{
	struct cr_scan scan;
	struct cr_text word;

	while (cr_scan(text, " %w", &scan)) {
		word = scan.text[0];
		text = scan.rest;
		if (!cr_scan(text, " %d %d 0x%x", &scan) ||
		    cr_text_digit(word.at[0]) > 9)
			continue;
		task->pid = cpu_to_le32((u32)scan.number[0]);
		task->ppid = cpu_to_le32((u32)scan.number[1]);
		task->task_flags = cpu_to_le32((u32)scan.number[2]);
		task->flags |= CRASHREC_TASK_F_FLAGS;
		if (cr_scan(word, "%d", &scan))
			task->stack_free_bytes = cpu_to_le32((u32)scan.number[0]);
		return;
	}
}

static void take_task(const struct cr_structure_line *line)
{
	struct crashrec_task_line *task;
	struct cr_text comm = line->text;
	struct cr_scan scan;

	if (cr_scan(line->text, "task:%l state:", &scan)) {
		task = add_task(line, CRASHREC_NO_CPU, CRASHREC_NO_PID,
				cr_scan_trim(scan.text[0]));
		if (!task)
			return;
		take_shown(task, cr_text_from(scan.rest, 1));
	} else {
		if (line->text.bytes < 17)
			return;
		comm.bytes = 15;
		scan.rest = cr_text_from(line->text, 16);
		task = add_task(line, CRASHREC_NO_CPU, CRASHREC_NO_PID,
				cr_scan_trim(comm));
		if (!task)
			return;
		take_old(task, cr_text_from(scan.rest, 1));
	}
	task->flags |= CRASHREC_TASK_F_SHOWN;
	if (scan.rest.bytes && scan.rest.at[0] >= 'A' &&
	    scan.rest.at[0] <= 'Z')
		task->state = (u8)scan.rest.at[0];
}

/* What stands behind a task's line, and is of that task. */
static void take_more(const struct cr_structure_line *line)
{
	struct cr_structure *s = line->s;
	struct crashrec_task_line *task;
	struct cr_scan scan;

	char first = line->text.bytes ? line->text.at[0] : 0;

	if (!s->task_count || (first != 'H' && first != 'W'))
		return;
	task = &s->tasks[s->task_count - 1];
	if (cr_scan(line->text, "Hardware name: ", &scan)) {
		if (!task->hardware.bytes)
			task->hardware = cr_structure_ref(line,
							  cr_scan_trim(scan.rest));
	} else if (cr_scan(line->text, "Workqueue: %w %w", &scan)) {
		task->workqueue = cr_structure_ref(line, scan.text[0]);
		task->work = cr_structure_ref(line, scan.text[1]);
	}
}

/* One unit: "0f", "<0f>", "(d65f03c0)". */
static bool take_unit(struct cr_code *code, struct cr_text *text)
{
	struct cr_text rest = *text;
	bool traps = cr_text_skip(&rest, CR_WORD("<")) ||
		     cr_text_skip(&rest, CR_WORD("("));
	u32 digits = rest.bytes;
	u64 value;
	u32 i;

	if (!cr_text_take_u64(&rest, 16, &value))
		return false;
	digits -= rest.bytes;
	if (digits != 2 && digits != 4 && digits != 8)
		return false;
	if (!code->count)
		code->hdr.unit_bytes = (u8)(digits / 2);
	if (digits / 2 != code->hdr.unit_bytes ||
	    code->count + digits / 2 > CRASHREC_CODE_MAX_BYTES)
		return false;
	if (traps) {
		code->hdr.trap_at = cpu_to_le16((u16)code->count);
		if (!cr_text_skip(&rest, CR_WORD(">")) &&
		    !cr_text_skip(&rest, CR_WORD(")")))
			return false;
	}
	for (i = 0; i < digits / 2; i++)
		code->bytes[code->count++] = (u8)(value >> 8 * i);
	cr_text_skip_spaces(&rest);
	*text = rest;
	return true;
}

/* As most are: two digits and a blank. */
static bool take_byte(struct cr_code *code, struct cr_text *text)
{
	u32 high, low;

	if (text->bytes < 4 || text->at[2] != ' ' || text->at[3] == ' ' ||
	    !code->count || code->hdr.unit_bytes != 1 ||
	    code->count == CRASHREC_CODE_MAX_BYTES)
		return false;
	high = cr_text_digit(text->at[0]);
	low = cr_text_digit(text->at[1]);
	if ((high | low) > 15)
		return false;
	code->bytes[code->count++] = (u8)(high << 4 | low);
	*text = cr_text_from(*text, 3);
	return true;
}

static void take_code(const struct cr_structure_line *line)
{
	struct cr_structure *s = line->s;
	struct cr_code *code;
	struct cr_scan scan;

	if (!cr_scan(line->text, "Code: ", &scan))
		return;
	code = cr_structure_add(s, s->codes, &s->code_count, CR_CODES_MAX,
				sizeof(*s->codes));
	if (!code)
		return;
	code->hdr.line_no = cpu_to_le32(line->line_no);
	code->hdr.trap_at = cpu_to_le16(CRASHREC_CODE_NO_TRAP);
	code->hdr.flags = s->now.is_user ? CRASHREC_CODE_F_USER : 0;
	while (scan.rest.bytes && (take_byte(code, &scan.rest) ||
				   take_unit(code, &scan.rest)))
		;
	if (!code->count)
		s->code_count--;
}

void cr_task_line(const struct cr_structure_line *line, enum cr_shape shape)
{
	if (shape == CR_SHAPE_CPU)
		take_cpu(line);
	else if (shape == CR_SHAPE_TASK)
		take_task(line);
	else if (line->text.bytes && line->text.at[0] == 'C')
		take_code(line);
	else
		take_more(line);
}
