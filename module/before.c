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
};

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
	u64 number;

	if (!take_char(&rest, '['))
		return;
	while (take_char(&rest, ' '))
		;
	if (!take_char(&rest, 'T') && !take_char(&rest, 'C'))
		return;
	if (take_number(&rest, &number) && take_char(&rest, ']'))
		*line = rest;
}

static void take_prefix(struct log_line *line)
{
	u64 number;

	line->time_ns = 0;
	line->facility = 0;
	if (take_char(line, '<') && take_number(line, &number) &&
	    take_char(line, '>'))
		line->facility = number >> 3;
	take_time(line);
	take_caller(line);
	take_char(line, ' ');
}

static void put_before(struct crashrec_assembler *as,
		       struct crashrec_slot *slot, u32 distance, u32 bytes)
{
	struct log_line line = { .text = slot->scratch, .bytes = bytes };
	struct crashrec_line stored = {
		.line_no = cpu_to_le32(distance),
		.pid = cpu_to_le32(CRASHREC_NO_PID),
	};
	struct crashrec_piece pieces[2];
	const char *newline;

	take_prefix(&line);
	newline = memchr(line.text, '\n', line.bytes);
	if (newline)
		line.bytes = newline - line.text;
	stored.time_ns = cpu_to_le64(line.time_ns);
	if (line.facility)
		stored.flags = CRASHREC_LINE_F_USER;
	pieces[0] = (struct crashrec_piece) { &stored, sizeof(stored) };
	pieces[1] = (struct crashrec_piece) { line.text, line.bytes };
	if (crashrec_ring_put(as->ring, &slot->writer, CRASHREC_ATTR_BEFORE,
			      pieces))
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
}

/**
 * crashrec_before_lines() - keep the log's last lines with a new report
 * @as: the assembler
 * @slot: of the report; its stream has begun, no line of it is there yet
 *
 * The report's own first line is not in the log yet: its record is reserved
 * while the tracepoint runs. That which made the slot a maybe is, and is left
 * out.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_before_lines(struct crashrec_assembler *as,
			   struct crashrec_slot *slot)
{
	struct kmsg_dump_iter iter;
	u64 end;
	u32 distance;
	size_t bytes;

	if (!as->before_lines)
		return;
	kmsg_dump_rewind(&iter);
	end = iter.next_seq;
	if (slot->kept_bytes && end)
		end--;
	if (end > iter.cur_seq + as->before_lines)
		iter.cur_seq = end - as->before_lines;
	distance = end > iter.cur_seq ? end - iter.cur_seq : 0;
	for (; distance; distance--) {
		if (!kmsg_dump_get_line(&iter, true, slot->scratch,
					sizeof(slot->scratch), &bytes))
			return;
		put_before(as, slot, distance, bytes);
	}
}
