// SPDX-License-Identifier: GPL-2.0
/*
 * A piece of text goes to the report that its context has open. Each line of a
 * report passes here while its printk() waits: so this is made fast, and what
 * few of them want is a call (assembler.c).
 */
#include <linux/kernel.h>

#include "assembler.h"

/* A printk of more lines than this is cut; PRINTKRB_RECORD_MAX is 1024. */
#define LINES_PER_TEXT	1024
/* No kernel prints more empty lines before a header, in one text. */
#define EMPTY_LINES_MAX	4

static inline enum cr_verdict judge(struct crashrec_assembler *as,
				    struct crashrec_slot *slot,
				    const struct cr_text *text)
{
	if (slot->inner || slot->parent != slot ||
	    (text->bytes && text->at[0] == 'K'))
		return crashrec_judge_other(as, slot, text);
	return cr_grammar_next(&slot->grammar, text->at, text->bytes);
}

static inline void keep_line(struct crashrec_assembler *as,
			     struct crashrec_slot *slot,
			     const struct crashrec_context *context,
			     const struct cr_text *text)
{
	if (slot->maybe || slot->settled)
		crashrec_resume(as, slot, context, text);
	crashrec_put_line(as, slot, context, CRASHREC_ATTR_LINE, text);
	if (slot->parent != slot)
		return;
	if (slot->grammar.asks_nmi)
		crashrec_claim_nmi(as, slot);
	else if (READ_ONCE(as->nmi_parent) == slot)
		cmpxchg(&as->nmi_parent, slot, NULL);
}

/* Returns false if the line is not this slot's; then the slot is let go. */
static inline bool line_of_slot(struct crashrec_assembler *as,
				struct crashrec_slot *slot,
				const struct crashrec_context *context,
				const struct cr_text *text,
				enum crashrec_join_part part)
{
	bool headed = slot->grammar.kind;
	enum cr_verdict verdict = judge(as, slot, text);
	/* Most lines are frames. */
	bool may_begin = slot->may_be_users && text->bytes && text->at[0] != ' ';

	if ((may_begin || slot->skipped) &&
	    crashrec_begins_other(as, slot, context, text, headed))
		verdict = CR_LINE_OTHER;
	if (verdict != CR_LINE_ENDS && verdict != CR_LINE_CONTINUES) {
		crashrec_leave_slot(as, slot);
		return false;
	}
	/* A panic may follow what ended. */
	slot->ended = verdict == CR_LINE_ENDS;
	keep_line(as, slot, context, text);
	crashrec_remember(as, slot, context, text, part);
	return true;
}

/*
 * @slot: of the context, locked; or NULL: it can only be told by the address.
 * What continues an empty line is the line, and may be a header.
 */
static inline bool continues(const struct crashrec_assembler *as,
			     struct crashrec_slot *slot,
			     const struct crashrec_context *context,
			     const struct cr_text *text)
{
	if (context->log_seq)
		return false;
	if (!slot)
		return !as->join_log && !crashrec_join_is_aligned(text->at);
	return !slot->maybe &&
	       crashrec_join_continues(&slot->join, as->join_log, context,
				       text->at) &&
	       (slot->join.bytes ||
		!cr_openers_may_fit(text->at, text->bytes));
}

static noinline void take_more(struct crashrec_assembler *as,
			       struct crashrec_slot *slot,
			       const struct crashrec_context *context,
			       const struct cr_text *text)
{
	if (slot->settled)
		crashrec_resume(as, slot, context, text);
	crashrec_put_line(as, slot, context, CRASHREC_ATTR_MORE, text);
	crashrec_remember(as, slot, context, text, CRASHREC_JOIN_MORE);
	crashrec_slot_unlock(slot, context->key);
}

/*
 * A line, or a piece of one; @part: CRASHREC_JOIN_BEGINS or _FURTHER; @is_name:
 * it may be of a name. Return: it continues the line before.
 */
static __always_inline bool take(struct crashrec_assembler *as,
				 const struct crashrec_context *context,
				 const struct cr_text *text,
				 enum crashrec_join_part part, bool is_name)
{
	bool begins = part == CRASHREC_JOIN_BEGINS;
	struct crashrec_slot *slot;

	slot = crashrec_slot_find_lock(as, context->key, begins ? text : NULL);
	if (IS_ERR(slot)) {
		crashrec_stats_lost(as->stats, CRASHREC_LOST_LINE_CLOSING, 1);
		return false;
	}
	if (begins && continues(as, slot, context, text)) {
		if (slot)
			take_more(as, slot, context, text);
		return true;
	}
	if (slot) {
		slot->inner = !begins && is_name;
		if (line_of_slot(as, slot, context, text, part)) {
			crashrec_slot_unlock(slot, context->key);
			return false;
		}
	}
	if (!is_name)
		crashrec_line_without_slot(as, context, text);
	return false;
}

/**
 * crashrec_assemble_in() - a piece of text was printed in a given context
 * @as: the assembler
 * @context: who printed it; NULL: who is running
 * @text: as crashrec_assemble()
 * @bytes: likewise
 *
 * Context: any, NMI included; never waits. Not twice at a time for a context.
 */
void crashrec_assemble_in(struct crashrec_assembler *as,
			  const struct crashrec_context *context,
			  const char *text, u32 bytes)
{
	enum crashrec_join_part part = CRASHREC_JOIN_BEGINS;
	struct crashrec_context running crashrec_uninitialized;
	struct cr_text rest = { text, bytes }, line = rest;
	bool is_name = false, goes_on;
	u32 lines;

	if (!context) {
		crashrec_context_get(&running);
		context = &running;
	}
	for (lines = 0; lines < LINES_PER_TEXT; lines++) {
		/* Else the compiler makes another loop for the first line. */
		OPTIMIZER_HIDE_VAR(part);
		line.bytes = cr_text_line_bytes(rest);
		if (line.bytes != rest.bytes && line.bytes && !is_name)
			is_name = crashrec_may_be_name(rest);
		goes_on = take(as, context, &line, part, is_name);
		if (line.bytes == rest.bytes)
			return;
		/* What goes on, or has begun, may have a name behind it. */
		is_name |= goes_on || line.bytes || lines > EMPTY_LINES_MAX;
		rest = cr_text_from(rest, line.bytes + 1);
		line.at = rest.at;
		part = CRASHREC_JOIN_FURTHER;
	}
}

static noinline void assemble_header(struct crashrec_assembler *as,
				     const char *text, u32 bytes)
{
	if (cr_openers_fit(text, bytes))
		crashrec_assemble_in(as, NULL, text, bytes);
}

/**
 * crashrec_assemble() - a piece of text was printed
 * @assembler: the assembler
 * @text: as in the printk ring: no prefix, no newline at its end
 * @bytes: its length
 *
 * When this returns, whatever of it belongs to a report is in the region. It is
 * the tracepoint's probe.
 *
 * Context: any, NMI included; IRQs off; never waits.
 */
void crashrec_assemble(void *assembler, const char *text, size_t bytes)
{
	struct crashrec_assembler *as = assembler;

	/* A text that begins with newlines may have a header behind them. */
	if (atomic_read(&as->used) || (bytes && text[0] == '\n'))
		crashrec_assemble_in(as, NULL, text, bytes);
	else if (cr_openers_may_fit(text, bytes))
		assemble_header(as, text, bytes);
}
