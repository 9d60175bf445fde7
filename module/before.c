// SPDX-License-Identifier: GPL-2.0
/*
 * The log lines from before a report, read from the printk ring when the
 * report begins. That ring may be read in any context; a bounded number of
 * records is looked at. kmsg_dump_get_line() gives a line as syslog() would:
 * "<N>[ seconds.micros] text", N being facility * 8 + level, the time only if
 * printk.time is set (kernel/printk/printk.c: record_print_text(); 6.12).
 */
#include <linux/kernel.h>
#include <linux/kmsg_dump.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "assembler.h"

/* A line of the log, without its prefix. */
struct log_line {
	const char *text;
	u32 bytes;
	u64 time_ns;
	u32 facility;
	u64 caller;
};

/* No caller, and none that is printed. */
#define NO_CALLER	0ULL
#define CALLER_IS_CPU	BIT_ULL(62)
#define CALLER_IS_TASK	BIT_ULL(63)

/* Records that are looked at for further lines of the report's own context. */
#define CONTEXT_RECORDS	256

static u32 take_number(struct log_line *line, u64 *value)
{
	u32 digits = 0;

	*value = 0;
	while (digits < line->bytes && digits < 12 &&
	       line->text[digits] >= '0' && line->text[digits] <= '9')
		*value = *value * 10 + (line->text[digits++] - '0');
	line->text += digits;
	line->bytes -= digits;
	return digits;
}

static bool take_char(struct log_line *line, char c)
{
	if (!line->bytes || *line->text != c)
		return false;
	line->text++;
	line->bytes--;
	return true;
}

static void take_time(struct log_line *line)
{
	struct log_line rest = *line;
	u64 seconds, micros;

	if (!take_char(&rest, '['))
		return;
	while (take_char(&rest, ' '))
		;
	if (!take_number(&rest, &seconds) || !take_char(&rest, '.') ||
	    take_number(&rest, &micros) != 6 || !take_char(&rest, ']'))
		return;
	*line = rest;
	line->time_ns = seconds * NSEC_PER_SEC + micros * NSEC_PER_USEC;
}

/* The caller that CONFIG_PRINTK_CALLER puts behind the time: "[   T12]". */
static void take_caller(struct log_line *line)
{
	struct log_line rest = *line;
	u64 number, kind = CALLER_IS_TASK;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER) || !take_char(&rest, '['))
		return;
	while (take_char(&rest, ' '))
		;
	if (take_char(&rest, 'C'))
		kind = CALLER_IS_CPU;
	else if (!take_char(&rest, 'T'))
		return;
	if (!take_number(&rest, &number) || !take_char(&rest, ']'))
		return;
	rest.caller = kind | number;
	*line = rest;
}

static void take_prefix(struct log_line *line)
{
	u64 number;

	if (take_char(line, '<') && take_number(line, &number) &&
	    take_char(line, '>'))
		line->facility = number >> 3;
	take_time(line);
	take_caller(line);
	take_char(line, ' ');
}

/* What the log would say of this context (printk_caller_id(), 6.1 to 6.12). */
static u64 caller_of(const struct crashrec_context *context)
{
	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		return NO_CALLER;
	return context->level == CRASHREC_CONTEXT_TASK ?
	       CALLER_IS_TASK | task_pid_nr(current) :
	       CALLER_IS_CPU | context->cpu;
}

/**
 * struct before - lines that go with a new report
 * @as: the assembler
 * @slot: of the report
 * @caller: who prints it, NO_CALLER: the log does not tell who printed what
 * @end: number of the record behind the last
 */
struct before {
	struct crashrec_assembler *as;
	struct crashrec_slot *slot;
	u64 caller;
	u64 end;
};

static void put_before(const struct before *before, struct log_line *line,
		       u64 number)
{
	struct crashrec_line stored = {
		.time_ns = cpu_to_le64(line->time_ns),
		.line_no = cpu_to_le32(before->end - number),
		.pid = cpu_to_le32(CRASHREC_NO_PID),
		.flags = line->facility ? CRASHREC_LINE_F_USER : 0,
	};
	struct crashrec_piece pieces[2] = { { &stored, sizeof(stored) } };
	const char *newline = memchr(line->text, '\n', line->bytes);

	if (newline)
		line->bytes = newline - line->text;
	if (before->caller && line->caller == before->caller)
		stored.flags |= CRASHREC_LINE_F_CONTEXT;
	pieces[1] = (struct crashrec_piece) { line->text, line->bytes };
	crashrec_put_facts(before->as, before->slot, CRASHREC_ATTR_BEFORE,
			   pieces);
}

/* False: it is not there any more. */
static bool read_line(const struct before *before, u64 number,
		      struct log_line *line)
{
	struct kmsg_dump_iter iter = { .cur_seq = number };
	struct crashrec_slot *slot = before->slot;
	size_t bytes;

	if (!kmsg_dump_get_line(&iter, true, slot->scratch,
				sizeof(slot->scratch), &bytes) ||
	    iter.cur_seq != number + 1)
		return false;
	*line = (struct log_line) { .text = slot->scratch, .bytes = bytes };
	take_prefix(line);
	return true;
}

/* Backwards, as readers order them by their distance. */
static void put_context(const struct before *before, u64 number, u64 first)
{
	u32 left = before->as->before_lines;
	struct log_line line;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		return;
	if (number > first + CONTEXT_RECORDS)
		first = number - CONTEXT_RECORDS;
	while (left && number-- > first) {
		if (!read_line(before, number, &line))
			return;
		if (line.caller != before->caller)
			continue;
		put_before(before, &line, number);
		left--;
	}
}

/**
 * crashrec_before_lines() - keep the log's last lines with a new report
 * @as: the assembler
 * @slot: of the report; its stream has begun, no line of it is there yet
 * @context: who prints it; where the log tells who printed what, further lines
 *           of the same are kept, of those just before these
 *
 * The report's own first line is not in the log yet: its record is reserved
 * while the tracepoint runs. That which made the slot a maybe is, and is left
 * out.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_before_lines(struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context)
{
	struct before before = {
		.as = as,
		.slot = slot,
		.caller = caller_of(context),
	};
	struct kmsg_dump_iter iter;
	struct log_line line;
	u64 number;

	if (!as->before_lines)
		return;
	kmsg_dump_rewind(&iter);
	before.end = iter.next_seq;
	if (slot->kept_bytes && before.end)
		before.end--;
	number = iter.cur_seq;
	if (before.end > number + as->before_lines)
		number = before.end - as->before_lines;
	put_context(&before, number, iter.cur_seq);
	for (; number < before.end; number++)
		if (read_line(&before, number, &line))
			put_before(&before, &line, number);
}
