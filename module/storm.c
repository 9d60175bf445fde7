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
 * A header that a process may have written counts for nothing: else the kernel's
 * would be skipped for it.
 *
 * A word holds a header and its count, so that both are taken at once. A header
 * may have several.
 */
#include "assembler.h"

/* Open reports of that header, but for those that the closer looked at. */
static u32 count_open(struct crashrec_assembler *as, u32 header)
{
	struct crashrec_slot *slot;
	u32 count = 0;

	for (slot = as->slots; slot < as->slots + CRASHREC_SLOTS; slot++)
		count += READ_ONCE(slot->header) == header &&
			 atomic64_read(&slot->owner) &&
			 !READ_ONCE(slot->settled) && !READ_ONCE(slot->lost) &&
			 !READ_ONCE(slot->repeats);
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
 * Does the line name the report's place? What is behind "cut here" may be a
 * message that others give as well. Of other reports the header does not tell
 * the title; and some are fatal.
 */
static bool names_place(const struct crashrec_slot *slot,
			const struct cr_text *text)
{
	/* Nor has a message's further line, or one behind a CPU's backtrace. */
	if (slot->parent != slot || slot->inner || slot->grammar.panicked ||
	    atomic_read(&slot->next_stream) > 1)
		return false;
	if (slot->grammar.report_class == CRASHREC_CLASS_WARNING)
		return cr_text_starts(*text, CR_WORD("WARNING: "));
	return slot->grammar.report_class == CRASHREC_CLASS_KASAN &&
	       text->at != slot->kept;
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

	if (!as->storm_limit || slot->lost || !names_place(slot, text) ||
	    slot->writer.part >= CRASHREC_FIRST_CHUNKS)
		return;
	if (crashrec_header_only_kernel(context))
		header = crashrec_header_of(as, text);
	if (header != CRASHREC_HEADER_UNKNOWN &&
	    count_open(as, header) >= as->storm_limit &&
	    count_skipped(as, header)) {
		crashrec_stats_lost_reports(as->stats,
					    CRASHREC_LOST_REPORT_STORM,
					    slot->grammar.report_class, 1);
		/* Nobody else has it, and it has no other stream: names_place(). */
		crashrec_ring_release(as->ring, slot->writer.first,
				      slot->writer.part + 1);
		slot->lost = true;
		slot->skipped = true;
		as->changed(as);
	}
	WRITE_ONCE(slot->header, header);
}
