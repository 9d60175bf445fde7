// SPDX-License-Identifier: GPL-2.0
/*
 * Reports that come faster than they can be closed.
 *
 * Of reports with the same header, which names their place, so many may be open
 * that the closer has not looked at. One that comes beyond that is not
 * recorded: it is counted in the ledger at once, and in a word of as->storms,
 * from which the closer adds it to the count of the record whose header that
 * is. Its slot only follows it to its end, so that its lines open nothing.
 *
 * Headers are equal if they are so but for numbers; of "at FILE:LINE" the line
 * is no number. What was stored of the report before its header is discarded.
 * A process may write headers that are longer than the kernel's are, so that
 * the log can't be read where one looks for them: those are nobody's.
 *
 * Whose a header is, is asked of other reports, too.
 *
 * A word holds a header and its count, so that both are taken at once. A header
 * may have several.
 */
#include "assembler.h"

/* From where a report's lines may be in the log to its second header. */
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

/* Of what the log has of a header; none: it can't be read that far yet. */
#define WHO_KERNEL	BIT(0)
#define WHO_PROCESS	BIT(1)
#define WHO_KERNEL_LAST	BIT(2)
#define WHO_GONE	BIT(3)	/* it may be what was cleared, or further on */

/* A header of a slot; the first line of it of task @pid, or, if that is 0, any. */
static u32 look_in_log(const struct crashrec_assembler *as,
		       const struct crashrec_slot *slot, u32 header, u32 pid,
		       char *buf)
{
	u64 until_ns = pid ? slot->first_ns : READ_ONCE(slot->header_ns);
	struct crashrec_log_record record;
	u64 log_seq = READ_ONCE(slot->log_seq);
	struct kmsg_dump_iter iter;
	u32 i, who;

	as->log->rewind(&iter);
	who = iter.cur_seq > log_seq ? WHO_GONE : 0;
	iter.cur_seq = log_seq;
	for (i = 0; crashrec_log_next(as->log, &iter, buf,
				      CRASHREC_SCRATCH_BYTES, &record); i++) {
		if (!i && record.seq > log_seq)
			who = WHO_GONE;
		if (record.time_ns > until_ns + CRASHREC_CLOCKS_NS)
			break;
		if (i == HEADER_RECORDS)
			return who | WHO_GONE;
		/* Empty lines before it are of the same text. */
		while (record.text.bytes && record.text.at[0] == '\n')
			record.text = cr_text_from(record.text, 1);
		record.text.bytes = cr_text_line_bytes(record.text);
		if ((pid && (!crashrec_log_is_callers(&record, true, pid) ||
			     record.time_ns > until_ns)) ||
		    crashrec_header_of(as, &record.text) != header)
			continue;
		who &= ~WHO_KERNEL_LAST;
		who |= record.facility ? WHO_PROCESS :
		       WHO_KERNEL | WHO_KERNEL_LAST;
		if (!pid && record.facility)
			break;
	}
	return who;
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
 * it is not in the log any more.
 */
bool crashrec_header_is_kernels(const struct crashrec_assembler *as,
				struct crashrec_slot *slot, u32 pid)
{
	u32 who = WHO_GONE;

	if (slot->first != CRASHREC_HEADER_UNKNOWN)
		who = look_in_log(as, slot, slot->first, pid, slot->scratch);
	slot->is_kernels = who & WHO_KERNEL_LAST;
	return slot->is_kernels || !who;
}

/* It may be another report's slot meanwhile, so the answer has its number. */
static bool is_kernels(const struct crashrec_assembler *as,
		       struct crashrec_slot *slot, u32 header, char *buf)
{
	u64 theirs = 2 * READ_ONCE(slot->writer.seq), kernels = theirs + 1;
	u64 of = READ_ONCE(slot->header_of);
	u32 who;

	if (!READ_ONCE(slot->may_be_users) || of == kernels)
		return true;
	/* Its own header is in the log when a line came behind that. */
	if (of == theirs || atomic_read(&slot->next_line_no) < 3)
		return false;
	/* The log may have it as the kernel's, and as no process's. */
	who = look_in_log(as, slot, header, 0, buf);
	if (who & (WHO_PROCESS | WHO_GONE))
		WRITE_ONCE(slot->header_of, theirs);
	else if (who)
		WRITE_ONCE(slot->header_of, kernels);
	return READ_ONCE(slot->header_of) == kernels;
}

/*
 * Open reports of that header, but for those that the closer looked at, and
 * those that a process may have written: the kernel's would be skipped for them.
 */
static u32 count_open(struct crashrec_assembler *as, u32 header, char *buf)
{
	struct crashrec_slot *slot;
	u32 count = 0;

	for (slot = as->slots; slot < as->slots + CRASHREC_SLOTS; slot++)
		count += READ_ONCE(slot->header) == header &&
			 atomic64_read(&slot->owner) &&
			 !READ_ONCE(slot->settled) && !READ_ONCE(slot->lost) &&
			 !READ_ONCE(slot->repeats) &&
			 is_kernels(as, slot, header, buf);
	return count;
}

static bool count_skipped(struct crashrec_assembler *as, u32 header)
{
	u64 word;
	u32 i;

	for (i = 0; i < CRASHREC_STORMS; i++) {
		word = atomic64_read(&as->storms[i]);
		if (word >> 32 != header && word)
			continue;
		if (atomic64_cmpxchg(&as->storms[i], word,
				     ((u64)header << 32) + (u32)word + 1) ==
		    word)
			return true;
	}
	return false;
}

/*
 * Where a report begins with "cut here" or a line of "=", the header is the
 * line behind that.
 */
static bool is_header(const struct crashrec_slot *slot,
		      const struct cr_text *text)
{
	return slot->parent == slot && text->bytes &&
	       text->at != slot->kept &&
	       (slot->grammar.kind || slot->grammar.line_count > 1) &&
	       !slot->grammar.panicked;
}

/* Of others the header does not tell the title; and some are fatal. */
static bool names_place(const struct cr_grammar *grammar)
{
	return grammar->report_class == CRASHREC_CLASS_WARNING ||
	       grammar->report_class == CRASHREC_CLASS_KASAN;
}

/**
 * crashrec_storm_look() - is this report one of too many?
 * @as: the assembler
 * @slot: of the report, locked; its stream has begun
 * @context: who printed it
 * @text: a line of it, not kept yet; no line before it was its header
 *
 * If so, it is counted, and lost by intent: @slot->skipped.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_storm_look(struct crashrec_assembler *as,
			 struct crashrec_slot *slot,
			 const struct crashrec_context *context,
			 const struct cr_text *text)
{
	u32 header = CRASHREC_HEADER_UNKNOWN;

	if (!as->storm_limit || slot->lost || !is_header(slot, text) ||
	    !names_place(&slot->grammar) ||
	    slot->writer.part >= CRASHREC_FIRST_CHUNKS)
		return;
	if (!slot->inner)
		header = crashrec_header_of(as, text);
	if (header != CRASHREC_HEADER_UNKNOWN &&
	    count_open(as, header, slot->scratch) >= as->storm_limit &&
	    count_skipped(as, header)) {
		crashrec_stats_lost_reports(as->stats,
					    CRASHREC_LOST_REPORT_STORM,
					    slot->grammar.report_class, 1);
		/* Nobody else has it, and it has no other stream. */
		crashrec_ring_release(as->ring, slot->writer.first,
				      slot->writer.part + 1);
		slot->lost = true;
		slot->skipped = true;
		as->changed(as);
	}
	WRITE_ONCE(slot->header_ns, context->time_ns);
	WRITE_ONCE(slot->header, header);
}
