// SPDX-License-Identifier: GPL-2.0
/*
 * A line of a report goes to the region. This is done for each of them while
 * its printk() waits: so it is short, and what few lines want is a call.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>

#include "assembler.h"
#include "ring_put.h"

static noinline bool no_slot(struct crashrec_assembler *as,
			     struct crashrec_slot *slot)
{
	if (!slot->parent->skipped)
		crashrec_lose_line(as, slot, CRASHREC_LOST_LINE_ORPHAN);
	return false;
}

static noinline bool no_room(struct crashrec_assembler *as,
			     struct crashrec_slot *slot, u32 cause)
{
	slot->parent->truncated = true;
	crashrec_lose_line(as, slot, cause);
	return false;
}

/* Does the line, but for the report's first, have modules before it? */
static bool wants_modules(const struct crashrec_assembler *as,
			  const struct crashrec_slot *slot,
			  const char *text, u32 bytes)
{
	/* A report without a line could never be acknowledged: that goes first. */
	if (!as->modules || !slot->line_no)
		return false;
	return READ_ONCE(as->modules->kernel.modules_state) !=
		       as->modules_told ||
	       (bytes && text[bytes - 1] == ']');
}

/* Counts the line, or what is left of it, if it cannot be kept. */
static __always_inline bool put_text(struct crashrec_assembler *as,
				     struct crashrec_slot *slot,
				     const struct crashrec_context *context,
				     u16 type, const struct cr_text *text)
{
	struct crashrec_slot *parent = slot->parent;
	struct crashrec_line *line = &slot->line;
	u32 max = crashrec_ring_payload_max(as->ring) - sizeof(*line);
	bool more = type == CRASHREC_ATTR_MORE;
	u32 bytes = min(text->bytes, max);
	u32 whole = sizeof(struct crashrec_entry) + sizeof(*line) + bytes;
	const struct crashrec_piece pieces[2] = {
		{ line, sizeof(*line) }, { text->at, bytes }
	};

	if (slot->lost)
		return no_slot(as, slot);
	if (atomic_read(&parent->report_bytes) + whole > as->max_report_bytes)
		return no_room(as, slot, CRASHREC_LOST_LINE_LIMIT);
	if (wants_modules(as, slot, text->at, bytes))
		crashrec_put_modules(as, slot, text->at, bytes);
	line->time_ns = cpu_to_le64(context->time_ns);
	line->line_no = cpu_to_le32(slot->line_no);
	line->pid = cpu_to_le32(context->pid);
	line->cpu = cpu_to_le16(context->cpu);
	line->context = context->level;
	line->flags = slot->inner ? CRASHREC_LINE_F_INNER : 0;
	if (bytes != text->bytes)
		line->flags |= CRASHREC_LINE_F_CUT;
	line->text_at = cpu_to_le32(more ? slot->join.bytes : 0);
	if (crashrec_ring_append(as->ring, &slot->writer, type, pieces, true))
		return no_room(as, slot, CRASHREC_LOST_LINE_FULL);
	atomic_add(whole, &parent->report_bytes);
	atomic64_inc(more ? &as->stats->pieces_joined : &as->stats->lines_kept);
	return true;
}

/**
 * crashrec_put_line() - append a line, or more of one, or count it as lost
 * @as: the assembler
 * @slot: of the report, locked
 * @context: who printed it
 * @type: CRASHREC_ATTR_LINE or CRASHREC_ATTR_MORE
 * @text: what was printed
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_put_line(struct crashrec_assembler *as,
		       struct crashrec_slot *slot,
		       const struct crashrec_context *context, u16 type,
		       const struct cr_text *text)
{
	slot->parent->last_jiffies = jiffies;
	if (type == CRASHREC_ATTR_LINE) {
		if (!slot->header)
			crashrec_storm_look(as, slot, context, text);
		slot->line_no = atomic_fetch_inc(&slot->parent->next_line_no);
	} else if (!slot->line_begun) {
		/* What was lost of a line is lost to its end. */
		return;
	}
	slot->line_begun = put_text(as, slot, context, type, text);
}
