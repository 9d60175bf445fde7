// SPDX-License-Identifier: GPL-2.0
/*
 * The assembler: from pieces of text, in whatever context they are printed, to
 * lines in the region.
 *
 * An open report has one slot for each context that prints it: the first is
 * that of stream 0, the parent; the others are of CPUs that the report asked,
 * by NMI, for their backtraces. A slot is found by its owner, the key of its
 * context (context.h). Who finds its own key there sets SLOT_BUSY with one
 * compare-and-exchange (F), writes, and clears it (G). Nobody else can be
 * writing: the same context cannot run twice at a time, and what interrupts it
 * has another key. The closer (closer.c), a panic's dumper, and a report that
 * needs a slot whose own is over take it likewise. A line that comes just then
 * is counted as LOST_LINE_CLOSING; but where the report is over, one that may be
 * the next one's first makes its context leave the slot, which is SLOT_CLOSING
 * then, and take another: who has the slot finds that out when giving it back.
 * So there is no waiting anywhere. A slot that the grammar gives up becomes
 * SLOT_CLOSING; from then on it is the closer's.
 *
 * Of a text that has more than one line, only the first that is not empty is
 * judged: the others may be of a name with newlines in it. They belong to the
 * report that has the first, and are marked (CRASHREC_LINE_F_INNER), as the
 * facts are found anew from the stored lines. Nor does a first line open a
 * report that may be of such a name itself.
 *
 * A line that only may be the first of a report (a line of "=") is kept in the
 * slot, and goes to the region together with the next, if that says so.
 *
 * Continuations: see join.h. A piece that continues what is not known opens no
 * report, where that can be told: no header is printed so.
 *
 * F is an acquire and pairs with G, a release: who takes a slot sees what was
 * stored in it before. K and L are full barriers and pair: see join_parent().
 * M orders the new owner of a slot before all else of its report: who still
 * finds itself the owner has seen nothing of that.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "assembler.h"
#include "compat.h"
#include "core/kind.h"

/* A printk of more lines than this is cut; PRINTKRB_RECORD_MAX is 1024. */
#define LINES_PER_TEXT	1024
/* What others finish while a header is being printed; else it is unverified. */
#define LOG_AHEAD_MAX	32
/* No kernel prints more empty lines before a header, in one text. */
#define EMPTY_LINES_MAX	4

/**
 * crashrec_assembler_init() - no report is open
 * @as: is set up, but for its limits and @changed; zeroed by the caller
 * @ring: where lines go
 * @stats: counters
 *
 * Context: process.
 */
void crashrec_assembler_init(struct crashrec_assembler *as,
			     struct crashrec_ring *ring,
			     struct crashrec_stats *stats)
{
	u32 i;

	as->ring = ring;
	as->stats = stats;
	as->cookies.stats = stats;
	as->log = &crashrec_kernel_log;
	get_random_bytes(&as->key, sizeof(as->key));
	as->key |= 1;
	for (i = 0; i < CRASHREC_SLOTS; i++)
		as->slots[i].parent = &as->slots[i];
}

/* What the log had is whole lines, and they lie anywhere. */
static void remember(const struct crashrec_assembler *as,
		     struct crashrec_slot *slot,
		     const struct crashrec_context *context,
		     const struct cr_text *text, enum crashrec_join_part part)
{
	if (!context->log_seq)
		crashrec_join_remember(&slot->join, as->join_log, text, part);
}

static void open_slot(struct crashrec_assembler *as,
		      const struct crashrec_context *context,
		      const struct cr_grammar *grammar,
		      const struct cr_text *text, bool maybe)
{
	bool is_trusted = grammar->report_class == CRASHREC_CLASS_PANIC ||
			  context->is_kernels;
	struct crashrec_slot *slot = crashrec_slot_claim(as, context->key, is_trusted);

	if (!slot) {
		/* Where the header is to come, that one counts. */
		if (grammar->kind)
			crashrec_stats_lost_report(as->stats,
						   CRASHREC_LOST_REPORT_SLOTS,
						   grammar->report_class, text);
		return;
	}
	slot->grammar = *grammar;
	slot->may_be_users = !context->is_kernels;
	slot->is_kernels = crashrec_header_only_kernel(context);
	slot->first_ns = context->time_ns;
	slot->first = slot->may_be_users ? crashrec_header_of(as, text) : 0;
	/* Whose its lines are is to be found out, or whether they are exact. */
	slot->is_compared = !context->log_seq &&
			    (slot->may_be_users || as->join_log);
	slot->log_at = context->log_seq ?: crashrec_log_end(as->log);
	slot->log_seq = context->log_seq ?:
			crashrec_log_before(slot->log_at, LOG_AHEAD_MAX);
	slot->log_end = 0;
	if (maybe) {
		slot->maybe = true;
		slot->kept_bytes = min_t(u32, text->bytes, sizeof(slot->kept));
		memcpy(slot->kept, text->at, slot->kept_bytes);
	} else {
		crashrec_begin_report(as, slot, context, text);
		crashrec_put_line(as, slot, context, CRASHREC_ATTR_LINE, text);
	}
	remember(as, slot, context, text, CRASHREC_JOIN_BEGINS);
	crashrec_slot_unlock(slot, context->key);
	as->changed(as);
}

/*
 * Ties a fresh slot to its parent; false: that is another report by now.
 *
 * Who lets go of the report first takes it out of nmi_parent (L), then looks
 * for its streams. Either this stream is found there, busy, or it is seen here
 * that the report is not there any more (K). The stream's number is drawn
 * before, as the counter may be the next report's later.
 */
static bool join_parent(struct crashrec_assembler *as,
			struct crashrec_slot *slot,
			struct crashrec_slot *parent)
{
	u32 generation = READ_ONCE(parent->generation);
	u64 seq = READ_ONCE(parent->writer.seq);
	u16 stream = atomic_fetch_inc(&parent->next_stream);
	const struct crashrec_slot *asked;

	slot->grammar = parent->grammar;
	slot->grammar.asks_nmi = false;
	slot->lost = parent->lost;
	slot->parent_generation = generation;
	WRITE_ONCE(slot->writer.seq, seq);
	WRITE_ONCE(slot->parent, parent);
	/* Also, the copies are of one report, if it is still that. */
	smp_mb();	/* K */
	asked = READ_ONCE(as->nmi_parent);
	smp_rmb();	/* who asks may be the next report in that slot */
	if (asked != parent || READ_ONCE(parent->generation) != generation) {
		WRITE_ONCE(slot->parent, slot);
		WRITE_ONCE(slot->writer.seq, 0);
		return false;
	}
	if (!slot->lost &&
	    crashrec_ring_begin(as->ring, &slot->writer, seq, stream))
		slot->lost = true;
	return true;
}

/* An NMI backtrace that an open report asked for goes to that report. */
static bool open_nmi_stream(struct crashrec_assembler *as,
			    const struct crashrec_context *context,
			    const struct cr_text *text)
{
	struct crashrec_slot *parent = READ_ONCE(as->nmi_parent), *slot;

	if (context->level < CRASHREC_BACKTRACE_LEVEL || !parent)
		return false;
	if (!cr_grammar_is_nmi_backtrace(text->at, text->bytes)) {
		/* What follows a header that found no slot. */
		if (READ_ONCE(as->nmi_lost_key) != context->key ||
		    !crashrec_key_is_backtraces(context->key))
			return false;
		crashrec_lose_line(as, parent, CRASHREC_LOST_LINE_ORPHAN);
		return true;
	}
	slot = crashrec_slot_claim_child(as, parent, context->key);
	WRITE_ONCE(as->nmi_lost_key, slot ? 0 : context->key);
	if (!slot) {
		crashrec_lose_line(as, parent, CRASHREC_LOST_LINE_ORPHAN);
		return true;
	}
	if (!join_parent(as, slot, parent)) {
		crashrec_slot_free(as, slot);
		WRITE_ONCE(as->nmi_lost_key, context->key);
		crashrec_stats_lost(as->stats, CRASHREC_LOST_LINE_ORPHAN, 1);
		return true;
	}
	crashrec_put_line(as, slot, context, CRASHREC_ATTR_LINE, text);
	remember(as, slot, context, text, CRASHREC_JOIN_BEGINS);
	crashrec_slot_unlock(slot, context->key);
	return true;
}

/*
 * panic() disables preemption before it prints, and but for PREEMPT_RT raises
 * oops_in_progress (kernel/panic.c, 6.1 to 6.12). A process that writes the
 * same line to /dev/kmsg does neither.
 */
static bool is_forged_panic(const struct cr_text *text)
{
	return IS_ENABLED(CONFIG_PREEMPT_COUNT) &&
	       text->bytes && text->at[0] == 'K' && !oops_in_progress &&
	       !crashrec_context_unpreempted() &&
	       cr_text_starts(*text, CR_WORD("Kernel panic"));
}

static noinline void line_without_slot(struct crashrec_assembler *as,
				       const struct crashrec_context *context,
				       const struct cr_text *text)
{
	struct cr_grammar grammar;
	enum cr_verdict verdict;

	if (open_nmi_stream(as, context, text) ||
	    !cr_grammar_may_open(text->at, text->bytes) ||
	    is_forged_panic(text))
		return;
	verdict = cr_grammar_first(&grammar, text->at, text->bytes);
	/* No kernel draws a line of "=" that is longer than what is kept. */
	if (verdict == CR_LINE_MAYBE_OPENS && text->bytes > CRASHREC_KEPT_BYTES)
		return;
	if (verdict != CR_LINE_OTHER)
		open_slot(as, context, &grammar, text,
			  verdict == CR_LINE_MAYBE_OPENS);
}

/*
 * The last to ask is answered next; but a process may only have written that
 * it asks.
 */
static void claim_nmi(struct crashrec_assembler *as, struct crashrec_slot *slot)
{
	struct crashrec_slot *former = READ_ONCE(as->nmi_parent);

	if (!slot->may_be_users)
		WRITE_ONCE(as->nmi_parent, slot);
	else if (!former || READ_ONCE(former->may_be_users))
		cmpxchg(&as->nmi_parent, former, slot);
}

/* What goes before a line: the one that was kept; or that there are more. */
static noinline void resume(struct crashrec_assembler *as,
			    struct crashrec_slot *slot,
			    const struct crashrec_context *context,
			    const struct cr_text *text)
{
	struct cr_text kept;

	if (slot->maybe) {
		kept = (struct cr_text) { slot->kept, slot->kept_bytes };
		crashrec_begin_report(as, slot, context, text);
		crashrec_put_line(as, slot, context, CRASHREC_ATTR_LINE, &kept);
		as->changed(as);
	}
	if (slot->settled) {
		slot->settled = false;
		crashrec_put_marks(as, slot, context);
		atomic64_inc(&as->stats->reports_resumed);
		as->changed(as);
	}
}

static void keep_line(struct crashrec_assembler *as,
		      struct crashrec_slot *slot,
		      const struct crashrec_context *context,
		      const struct cr_text *text)
{
	if (slot->maybe || slot->settled)
		resume(as, slot, context, text);
	crashrec_put_line(as, slot, context, CRASHREC_ATTR_LINE, text);
	if (slot->parent != slot)
		return;
	if (slot->grammar.asks_nmi)
		claim_nmi(as, slot);
	else if (READ_ONCE(as->nmi_parent) == slot)
		cmpxchg(&as->nmi_parent, slot, NULL);
}

/* A further line of a text, or one of another CPU's backtrace. */
static noinline enum cr_verdict judge_other(struct crashrec_assembler *as,
					    struct crashrec_slot *slot,
					    const struct cr_text *text)
{
	enum cr_verdict verdict;

	/* A stream whose report was closed for good has nothing to say. */
	if (READ_ONCE(slot->parent->generation) != slot->parent_generation)
		return CR_LINE_OTHER;
	/* What is printed at once is one report's, whatever it says. */
	if (slot->inner) {
		if (slot->maybe)
			return CR_LINE_OTHER;
		cr_grammar_inner(&slot->grammar);
		return CR_LINE_CONTINUES;
	}
	/* Nor has it the backtrace that another report asks for. */
	if (cr_grammar_is_nmi_backtrace(text->at, text->bytes))
		return READ_ONCE(as->nmi_parent) == slot->parent ?
			CR_LINE_CONTINUES : CR_LINE_OTHER;
	/* All else that this NMI prints belongs to the backtrace. */
	verdict = cr_grammar_next(&slot->grammar, text->at, text->bytes);
	return verdict == CR_LINE_OTHER &&
	       crashrec_key_is_backtraces(atomic64_read(&slot->owner)) ?
	       CR_LINE_CONTINUES : verdict;
}

static enum cr_verdict judge(struct crashrec_assembler *as,
			     struct crashrec_slot *slot,
			     const struct cr_text *text)
{
	if (!slot->inner && text->bytes && text->at[0] == 'K' &&
	    is_forged_panic(text))
		return CR_LINE_OTHER;
	if (slot->inner || slot->parent != slot)
		return judge_other(as, slot, text);
	return cr_grammar_next(&slot->grammar, text->at, text->bytes);
}

static noinline bool is_header(const struct crashrec_slot *slot,
			       const struct cr_text *text)
{
	struct cr_grammar other = { 0 };

	return !slot->inner && slot->parent == slot &&
	       cr_grammar_first(&other, text->at, text->bytes) == CR_LINE_OPENS;
}

/*
 * A panic is recorded, whatever it is that it follows. So is what comes where
 * the warning's own header has not come: a process may have begun it.
 */
static noinline bool is_anothers(const struct crashrec_slot *slot,
				 const struct cr_text *text)
{
	return slot->grammar.panicked ||
	       (!slot->grammar.kind && is_header(slot, text));
}

/*
 * A process may have written what a report begins with, and may have filled it:
 * what the kernel says then is another report, and is to have room. But the
 * kernel has two headers for one oops. @headed: the report had one before.
 */
static bool begins_kernels(const struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context,
			   const struct cr_text *text, bool headed)
{
	bool is_crowded;

	/* Most lines are frames. */
	if (!text->bytes || text->at[0] == ' ')
		return false;
	is_crowded = atomic_read(&slot->report_bytes) > as->max_report_bytes / 2;
	return slot->may_be_users &&
	       (is_crowded || (headed && !slot->is_kernels)) &&
	       cr_openers_may_fit(text->at, text->bytes) &&
	       is_header(slot, text) &&
	       (is_crowded || !crashrec_header_is_kernels(as, slot, context->pid));
}

static void leave_slot(struct crashrec_assembler *as,
		       struct crashrec_slot *slot)
{
	if (slot->maybe || slot->skipped || slot->parent != slot) {
		crashrec_slot_free(as, slot);
		return;
	}
	slot->ended = true;
	slot->log_end = crashrec_log_end(as->log);
	crashrec_slot_unlock(slot, CRASHREC_SLOT_CLOSING);
	as->changed(as);
}

/* Returns false if the line is not this slot's; then the slot is let go. */
static bool line_of_slot(struct crashrec_assembler *as,
			 struct crashrec_slot *slot,
			 const struct crashrec_context *context,
			 const struct cr_text *text,
			 enum crashrec_join_part part)
{
	bool headed = slot->grammar.kind;
	enum cr_verdict verdict = judge(as, slot, text);

	if ((slot->skipped && is_anothers(slot, text)) ||
	    begins_kernels(as, slot, context, text, headed))
		verdict = CR_LINE_OTHER;
	if (verdict != CR_LINE_ENDS && verdict != CR_LINE_CONTINUES) {
		leave_slot(as, slot);
		return false;
	}
	/* A panic may follow what ended. */
	slot->ended = verdict == CR_LINE_ENDS;
	keep_line(as, slot, context, text);
	remember(as, slot, context, text, part);
	return true;
}

/*
 * @slot: of the context, locked; or NULL. Returns false if there is none for
 * the line.
 */
static bool take_line(struct crashrec_assembler *as,
		      struct crashrec_slot *slot,
		      const struct crashrec_context *context,
		      const struct cr_text *text, enum crashrec_join_part part)
{
	if (!slot || !line_of_slot(as, slot, context, text, part))
		return false;
	crashrec_slot_unlock(slot, context->key);
	return true;
}

/* A further line of a text. */
static void take_next(struct crashrec_assembler *as,
		      const struct crashrec_context *context,
		      const struct cr_text *text, bool inner)
{
	struct crashrec_slot *slot;
	bool busy;

	slot = crashrec_slot_find_lock(as, context->key, NULL, &busy);
	if (busy) {
		crashrec_stats_lost(as->stats, CRASHREC_LOST_LINE_CLOSING, 1);
		return;
	}
	if (slot)
		slot->inner = inner;
	if (!take_line(as, slot, context, text, CRASHREC_JOIN_FURTHER) && !inner)
		line_without_slot(as, context, text);
}

/*
 * @slot: as take_line(); without one it can only be told by the address. What
 * continues an empty line is the line, and may be a header.
 */
static bool continues(const struct crashrec_assembler *as,
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

/*
 * What a text begins with; @is_name: that may be of a name. Return: it
 * continues the line before.
 */
static bool take_first(struct crashrec_assembler *as,
		       const struct crashrec_context *context,
		       const struct cr_text *text, bool is_name)
{
	struct crashrec_slot *slot;
	bool busy, is_piece;

	slot = crashrec_slot_find_lock(as, context->key, text, &busy);
	if (busy) {
		crashrec_stats_lost(as->stats, CRASHREC_LOST_LINE_CLOSING, 1);
		return false;
	}
	is_piece = continues(as, slot, context, text);
	if (!slot && is_piece)
		return true;
	if (is_piece) {
		if (slot->settled)
			resume(as, slot, context, text);
		crashrec_put_line(as, slot, context, CRASHREC_ATTR_MORE, text);
		remember(as, slot, context, text, CRASHREC_JOIN_MORE);
		crashrec_slot_unlock(slot, context->key);
		return true;
	}
	if (slot)
		slot->inner = false;
	if (!take_line(as, slot, context, text, CRASHREC_JOIN_BEGINS) && !is_name)
		line_without_slot(as, context, text);
	return false;
}

/*
 * Some texts begin with the name of the task, as show_signal_msg()'s
 * (arch/x86/mm/fault.c): a newline in that ends the line, and what tells the
 * name is behind it.
 */
static noinline bool may_be_name(const struct cr_text *line,
				 const struct cr_text *text)
{
	return line->bytes && line->bytes < text->bytes &&
	       cr_kind_may_be_comm(*text);
}

/* What is behind the first line of a text. */
static noinline void take_rest(struct crashrec_assembler *as,
			       const struct crashrec_context *context,
			       struct cr_text rest, bool inner)
{
	struct cr_text line;
	u32 lines;

	for (lines = 1; lines < LINES_PER_TEXT; lines++) {
		line = rest;
		line.bytes = cr_text_line_bytes(rest);
		inner = inner || may_be_name(&line, &rest);
		take_next(as, context, &line, inner);
		if (line.bytes == rest.bytes)
			return;
		/* What is behind what the kernel says may be of a name. */
		inner = inner || line.bytes || lines > EMPTY_LINES_MAX;
		rest = cr_text_from(rest, line.bytes + 1);
	}
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
	struct crashrec_context running crashrec_uninitialized;
	const struct cr_text whole = { text, bytes };
	struct cr_text line = whole;
	bool inner;

	if (!context) {
		crashrec_context_get(&running);
		context = &running;
	}
	line.bytes = cr_text_line_bytes(whole);
	inner = take_first(as, context, &line, may_be_name(&line, &whole));
	if (line.bytes == bytes)
		return;
	/* What goes on, or has begun, has more lines, that may be of a name. */
	take_rest(as, context, cr_text_from(whole, line.bytes + 1),
		  inner || line.bytes);
}

/**
 * crashrec_assemble_header() - crashrec_assemble(), if it is a header
 * @as: the assembler; no report is open
 * @text: likewise; cr_openers_may_fit()
 * @bytes: likewise
 *
 * Context: any, NMI included; IRQs off; never waits.
 */
void crashrec_assemble_header(struct crashrec_assembler *as, const char *text,
			      u32 bytes)
{
	if (cr_openers_fit(text, bytes))
		crashrec_assemble_in(as, NULL, text, bytes);
}

/**
 * crashrec_assembler_trap() - registers for the report of this context
 * @as: the assembler
 * @trap: struct crashrec_trap, then struct crashrec_register
 * @bytes: of them
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_assembler_trap(struct crashrec_assembler *as, const void *trap,
			     u32 bytes)
{
	struct crashrec_piece pieces[2] = { { trap, bytes } };
	struct crashrec_context context crashrec_uninitialized;
	struct crashrec_slot *slot;
	bool busy;

	crashrec_context_get(&context);
	slot = crashrec_slot_find_lock(as, context.key, NULL, &busy);
	if (busy)
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
	if (!slot)
		return;
	if (!slot->maybe && !slot->lost)
		crashrec_put_facts(as, slot, CRASHREC_ATTR_TRAP, pieces);
	crashrec_slot_unlock(slot, context.key);
}
