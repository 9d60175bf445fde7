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
 * Each line of a report passes take.c; what fewer of them want is here.
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

/* What others finish while a header is being printed; else it is unverified. */
#define LOG_AHEAD_MAX	32

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
	crashrec_remember(as, slot, context, text, CRASHREC_JOIN_BEGINS);
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
	crashrec_remember(as, slot, context, text, CRASHREC_JOIN_BEGINS);
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

/**
 * crashrec_line_without_slot() - a line that belongs to no open report
 * @as: the assembler
 * @context: who printed it; it has no slot
 * @text: the line
 *
 * It may open one.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_line_without_slot(struct crashrec_assembler *as,
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

/**
 * crashrec_claim_nmi() - a report asks other CPUs for their backtraces
 * @as: the assembler
 * @slot: of stream 0, locked
 *
 * The last to ask is answered next; but a process may only have written that
 * it asks.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_claim_nmi(struct crashrec_assembler *as,
			struct crashrec_slot *slot)
{
	struct crashrec_slot *former = READ_ONCE(as->nmi_parent);

	if (!slot->may_be_users)
		WRITE_ONCE(as->nmi_parent, slot);
	else if (!former || READ_ONCE(former->may_be_users))
		cmpxchg(&as->nmi_parent, former, slot);
}

/**
 * crashrec_resume() - what goes before a line
 * @as: the assembler
 * @slot: of its report, locked
 * @context: who printed it
 * @text: the line
 *
 * That is the line that was kept; or that there are more.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_resume(struct crashrec_assembler *as, struct crashrec_slot *slot,
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

/**
 * crashrec_judge_other() - what is a line that not only its words tell of?
 * @as: the assembler
 * @slot: of its context, locked; see judge() in take.c
 * @text: the line
 *
 * A further line of a text, one of another CPU's backtrace, or a panic.
 *
 * Context: any, NMI included.
 * Return: as cr_grammar_next().
 */
enum cr_verdict crashrec_judge_other(struct crashrec_assembler *as,
				     struct crashrec_slot *slot,
				     const struct cr_text *text)
{
	enum cr_verdict verdict;

	if (!slot->inner && is_forged_panic(text))
		return CR_LINE_OTHER;
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
	verdict = cr_grammar_next_any(&slot->grammar, text->at, text->bytes);
	return verdict == CR_LINE_OTHER && slot->parent != slot &&
	       crashrec_key_is_backtraces(atomic64_read(&slot->owner)) ?
	       CR_LINE_CONTINUES : verdict;
}

static bool is_header(const struct crashrec_slot *slot,
		      const struct cr_text *text)
{
	struct cr_grammar other = { 0 };

	return !slot->inner && slot->parent == slot &&
	       cr_grammar_first(&other, text->at, text->bytes) == CR_LINE_OPENS;
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

	is_crowded = atomic_read(&slot->report_bytes) > as->max_report_bytes / 2;
	return slot->may_be_users &&
	       (is_crowded || (headed && !slot->is_kernels)) &&
	       cr_openers_may_fit(text->at, text->bytes) &&
	       is_header(slot, text) &&
	       (is_crowded || !crashrec_header_is_kernels(as, slot, context->pid));
}

/*
 * A panic is recorded, whatever it is that it follows. So is what comes where
 * the warning's own header has not come: a process may have begun it.
 */
static bool follows_skipped(const struct crashrec_slot *slot,
			    const struct cr_text *text)
{
	return slot->skipped &&
	       (slot->grammar.panicked ||
		(!slot->grammar.kind && is_header(slot, text)));
}

/**
 * crashrec_begins_other() - does a line of a report begin another one?
 * @as: the assembler
 * @slot: of the report, locked
 * @context: who printed it
 * @text: the line, when the grammar has told what it is
 * @headed: the report had a header before
 *
 * Context: any, NMI included; never waits.
 * Return: true if so, whatever the grammar told.
 */
bool crashrec_begins_other(const struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context,
			   const struct cr_text *text, bool headed)
{
	return follows_skipped(slot, text) ||
	       begins_kernels(as, slot, context, text, headed);
}

/**
 * crashrec_leave_slot() - no more lines of its context are the report's
 * @as: the assembler
 * @slot: of the report, locked; it is let go
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_leave_slot(struct crashrec_assembler *as,
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

/**
 * crashrec_may_be_name() - may a text's first line be of a name?
 * @text: more than one line, or what is left of that
 *
 * Some texts begin with the name of the task, as show_signal_msg()'s
 * (arch/x86/mm/fault.c): a newline in that ends the line, and what tells the
 * name is behind it.
 *
 * Context: any, NMI included.
 * Return: true if so.
 */
bool crashrec_may_be_name(struct cr_text text)
{
	return cr_kind_may_be_comm(text);
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

	crashrec_context_get(&context);
	slot = crashrec_slot_find_lock(as, context.key, NULL);
	if (IS_ERR(slot))
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
	if (IS_ERR_OR_NULL(slot))
		return;
	if (!slot->maybe && !slot->lost)
		crashrec_put_facts(as, slot, CRASHREC_ATTR_TRAP, pieces);
	crashrec_slot_unlock(slot, context.key);
}
