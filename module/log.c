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

#include "compat.h"
#include "log.h"

/* What a line takes at most: PRINTKRB_RECORD_MAX, and what stands before it. */
#define LINE_BYTES	1088U
/* As print_time() writes them. */
#define MICROS_DIGITS	6

static bool get_line(struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		     size_t *bytes)
{
	return kmsg_dump_get_line(iter, true, buf, buf_bytes, bytes);
}

const struct crashrec_log crashrec_kernel_log = {
	.rewind = kmsg_dump_rewind,
	.get = get_line,
};

/* "[   T12]" or "[    C1]". Return: how long that is. */
static u32 take_caller_id(struct crashrec_log_record *record, const char *text)
{
	int bytes = 0;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		return 0;
	if (sscanf(text, "[ %c%u]%n", &record->caller_kind, &record->caller,
		   &bytes) == 2 && bytes)
		return bytes;
	record->caller_kind = 0;
	return 0;
}

/* Return: how long the prefix is. The text is terminated. */
static u32 take_prefix(struct crashrec_log_record *record, const char *text)
{
	int from = 0, dot = 0, end = 0, timed = 0;
	u64 seconds, micros;
	u32 number, at;

	/* What has no prefix is nobody's. */
	record->facility = U32_MAX;
	if (sscanf(text, "<%u>%n[%llu.%n%llu%n]%n", &number, &from, &seconds,
		   &dot, &micros, &end, &timed) > 0 && from)
		record->facility = number >> 3;
	/* Else it is of the text, and printk.time is not set. */
	if (timed && end - dot != MICROS_DIGITS)
		timed = 0;
	if (timed)
		record->time_ns = seconds * NSEC_PER_SEC +
				  micros * NSEC_PER_USEC;
	at = max(from, timed);
	at += take_caller_id(record, text + at);
	return at > from ? at + (text[at] == ' ') : at;
}

/* The prefix is as long in each line. */
static u32 strip_lines(char *text, u32 bytes, u32 prefix_bytes)
{
	char *to = text, *from = text, *end = text + bytes;
	u32 line_bytes;

	while (from < end) {
		line_bytes = cr_text_line_bytes((struct cr_text){ from, end - from });
		line_bytes += line_bytes < end - from;
		memmove(to, from, line_bytes);
		to += line_bytes;
		from += line_bytes + prefix_bytes;
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
 * that which is being printed by the caller; but with CRASHREC_LOG_END_SKIPS it
 * may be, if another's was finished since the caller's was begun.
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
	u32 at;

	if (!log->get(iter, buf, buf_bytes, &bytes))
		return false;
	memset(record, 0, sizeof(*record));
	record->seq = iter->cur_seq - 1;
	record->may_be_cut = bytes + LINE_BYTES > buf_bytes;
	at = take_prefix(record, buf);
	record->text.at = buf + at;
	record->text.bytes = strip_lines(buf + at, bytes - at, at);
	return true;
}
