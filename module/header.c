// SPDX-License-Identifier: GPL-2.0
/*
 * Headers: what a report begins with, and says what it is about.
 *
 * A process may write what looks like one. If it was printed with preemption
 * off, that was no write to /dev/kmsg; else the log has to tell, which can
 * be read while a report is being printed. A process may write headers that are
 * longer than the kernel's are, so that the log can't be read where one looks
 * for them: those are nobody's.
 */
#include "assembler.h"

/* From where a report's lines may be in the log to its first one. */
#define HEADER_RECORDS	128
/* Its line in the log, and the empty ones before it, have room in a scratch. */
#define HEADER_BYTES	256

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/**
 * crashrec_header_of() - a number for a header
 * @as: the assembler
 * @text: the line
 *
 * What is joined to a number is part of it.
 *
 * Context: any, NMI included; bounded by the line.
 * Return: never 0; the same for those that are the same but for numbers.
 * CRASHREC_HEADER_UNKNOWN: it is too long for one.
 */
u32 crashrec_header_of(const struct crashrec_assembler *as,
		       const struct cr_text *text)
{
	bool number = false, place = false;
	u64 hash = 0;
	char c = 0;
	u32 i;

	if (text->bytes > HEADER_BYTES)
		return CRASHREC_HEADER_UNKNOWN;
	for (i = 0; i < text->bytes; i++) {
		place = number ? place : c == ':';
		c = text->at[i];
		number = is_digit(c) || (number && c > '9');
		if (!number || place)
			hash = crashrec_hash(as, hash, c);
	}
	return hash >> 32 | 1;
}

/**
 * crashrec_header_only_kernel() - is this no write to /dev/kmsg?
 * @context: who prints it
 *
 * WARN() switches preemption off (warn_rcu_enter()), and a sanitizer takes a
 * lock for its report (kasan: start_report()); 6.1 to 6.12.
 *
 * Context: any, NMI included; while it is being printed.
 * Return: false: not known; always so without CONFIG_PREEMPT_COUNT.
 */
bool crashrec_header_only_kernel(const struct crashrec_context *context)
{
	return context->is_kernels || crashrec_context_unpreempted();
}

/**
 * crashrec_header_is_kernels() - did the kernel print what a report began with?
 * @as: the assembler
 * @slot: of the report, locked; it has more lines by now
 * @pid: of its task
 *
 * Of several who printed such a line by then it is the last.
 *
 * Context: any, NMI included; never waits.
 * Return: true if so, or if it can't be known yet; false if a process did, or if
 * it is not in the log, or not any more.
 */
bool crashrec_header_is_kernels(const struct crashrec_assembler *as,
				struct crashrec_slot *slot, u32 pid)
{
	u64 seq = slot->log_seq, end = seq + HEADER_RECORDS;
	struct crashrec_log_record record;
	struct kmsg_dump_iter iter;
	bool is_known, is_past, is_end;

	if (slot->first == CRASHREC_HEADER_UNKNOWN)
		return false;
	as->log->rewind(&iter);
	is_known = iter.cur_seq > seq;
	iter.cur_seq = seq;
	while (crashrec_log_next(as->log, &iter, slot->scratch,
				 sizeof(slot->scratch), &record)) {
		is_past = record.time_ns > slot->first_ns;
		is_end = record.seq >= end;
		/* It came before, or what it was in is gone. */
		is_known = is_known || is_past || is_end || record.seq != seq;
		if (is_end ||
		    record.time_ns > slot->first_ns + CRASHREC_CLOCKS_NS)
			break;
		seq = record.seq + 1;
		/* Empty lines before it are of the same text. */
		while (record.text.bytes && record.text.at[0] == '\n')
			record.text = cr_text_from(record.text, 1);
		record.text.bytes = cr_text_line_bytes(record.text);
		if (is_past ||
		    !crashrec_log_is_callers(&record, true, pid) ||
		    crashrec_header_of(as, &record.text) != slot->first)
			continue;
		is_known = true;
		slot->is_kernels = !record.facility;
	}
	return slot->is_kernels || !is_known;
}
