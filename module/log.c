// SPDX-License-Identifier: GPL-2.0
/*
 * Reading the kernel's log. It may be read in any context: readers take no
 * lock, and copy (kernel/printk/printk_ringbuffer.c).
 *
 * kmsg_dump_get_line() gives a record, not a line: "<N>[ seconds.micros] text",
 * with the same prefix again behind each newline in the text. N is facility *
 * 8 + level; the time is there only if printk.time is set, a caller behind it
 * with CONFIG_PRINTK_CALLER. A record is not there before its last piece is
 * known to be: one without a newline at its end, when the next was begun
 * (kernel/printk/printk.c: record_print_text(); 6.1 and 6.12 alike).
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "log.h"

static bool get_line(struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		     size_t *bytes)
{
	return kmsg_dump_get_line(iter, true, buf, buf_bytes, bytes);
}

const struct crashrec_log crashrec_kernel_log = {
	.rewind = kmsg_dump_rewind,
	.get = get_line,
};

static bool skip(struct cr_text *text, char c)
{
	if (!text->bytes || *text->at != c)
		return false;
	*text = cr_text_from(*text, 1);
	return true;
}

static bool take_number(struct cr_text *text, u64 *number, char end)
{
	cr_text_skip_spaces(text);
	return cr_text_take_u64(text, 10, number) && skip(text, end);
}

static void take_time(struct crashrec_log_record *record)
{
	struct cr_text rest = record->text;
	u64 seconds, micros;

	if (!skip(&rest, '[') || !take_number(&rest, &seconds, '.') ||
	    !take_number(&rest, &micros, ']'))
		return;
	record->text = rest;
	record->time_ns = seconds * NSEC_PER_SEC + micros * NSEC_PER_USEC;
}

/* "[   T12]" or "[    C1]". */
static void take_caller(struct crashrec_log_record *record)
{
	struct cr_text rest = record->text;
	u64 number;
	char kind;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER) || !skip(&rest, '['))
		return;
	cr_text_skip_spaces(&rest);
	kind = skip(&rest, 'T') ? 'T' : 'C';
	if ((kind == 'C' && !skip(&rest, kind)) ||
	    !take_number(&rest, &number, ']'))
		return;
	record->text = rest;
	record->caller = number;
	record->caller_kind = kind;
}

static void take_prefix(struct crashrec_log_record *record)
{
	const char *from;
	u64 number;

	/* What has no prefix is nobody's. */
	record->facility = U32_MAX;
	if (skip(&record->text, '<') && take_number(&record->text, &number, '>'))
		record->facility = number >> 3;
	from = record->text.at;
	take_time(record);
	take_caller(record);
	if (record->text.at != from)
		skip(&record->text, ' ');
}

/* The prefix is as long in each line. */
static u32 strip_lines(char *text, u32 bytes, u32 prefix_bytes)
{
	char *to = text, *from = text, *end = text + bytes, *line_end;

	while (from < end) {
		line_end = memchr(from, '\n', end - from);
		line_end = line_end ? line_end + 1 : end;
		memmove(to, from, line_end - from);
		to += line_end - from;
		from = line_end + prefix_bytes;
	}
	/* Without the newline that each line is given. */
	return to > text ? to - text - 1 : 0;
}

/**
 * crashrec_log_end() - where the log ends
 * @log: the log
 *
 * Context: any, NMI included; never waits.
 * Return: number of the first record that cannot be read yet: no later one than
 * that which is being printed by the caller.
 */
u64 crashrec_log_end(const struct crashrec_log *log)
{
	struct kmsg_dump_iter iter;

	log->rewind(&iter);
	return iter.next_seq;
}

/**
 * crashrec_log_next() - read a record
 * @log: the log
 * @iter: its cur_seq is the first wanted; moved behind what was read
 * @buf: for the text
 * @buf_bytes: its size; a longer record is cut
 * @record: filled; its text is in @buf
 *
 * Context: any, NMI included; never waits.
 * Return: false: that was all that can be read by now.
 */
bool crashrec_log_next(const struct crashrec_log *log,
		       struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		       struct crashrec_log_record *record)
{
	size_t bytes;

	if (!log->get(iter, buf, buf_bytes, &bytes))
		return false;
	memset(record, 0, sizeof(*record));
	record->seq = iter->cur_seq - 1;
	record->text.at = buf;
	record->text.bytes = bytes;
	take_prefix(record);
	record->text.bytes = strip_lines((char *)record->text.at,
					 record->text.bytes,
					 record->text.at - buf);
	return true;
}
