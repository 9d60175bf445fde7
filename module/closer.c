// SPDX-License-Identifier: GPL-2.0
/*
 * Closing reports: finding the title, and writing down that it is over.
 *
 * The capture path only says that there is something to do, by an irq_work of
 * its CPU, which may be queued from anywhere; that queues work, which runs in
 * process context and may wait. The work is done when no slot is left.
 *
 * A report is over when the grammar says so, or when its context was silent
 * for a while. Silence may be wrong, so the slot is kept for another while:
 * lines that come after all go to the same report, which is then closed again.
 *
 * A report whose title is kept already (kept.c) is never closed: where it ended
 * it is counted and its slot is free; where it may go on, when it was silent
 * for that other while.
 *
 * The title is found before the slot is locked: reading is harmless, and the
 * time in which a line of that context would be lost stays short.
 */
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched/clock.h>
#include <linux/time64.h>

#include "closer.h"

#define LOOK_MS		100
/* A report that ended may still be followed by the panic that it caused. */
#define ENDED_MS	300
/* nmi_trigger_cpumask_backtrace() waits 10 s for CPUs (lib/nmi_backtrace.c). */
#define NMI_ANSWER_MS	12000
#define SETTLED_MS	5000U

static bool silent_for(const struct crashrec_slot *slot, u32 ms)
{
	return time_after(jiffies, READ_ONCE(slot->last_jiffies) +
				   (unsigned long)ms * HZ / MSEC_PER_SEC);
}

static bool report_is_over(const struct crashrec_closer *closer,
			   const struct crashrec_slot *slot)
{
	if (crashrec_slot_owner(slot) == CRASHREC_SLOT_CLOSING)
		return true;
	if (slot->ended)
		return silent_for(slot, ENDED_MS);
	if (slot->grammar.asks_nmi)
		return silent_for(slot, NMI_ANSWER_MS);
	return silent_for(slot, slot->repeats ?
			  max(closer->silence_ms, SETTLED_MS) :
			  closer->silence_ms);
}

/* Finds out whose the gathered report's lines are. */
static void find_users(struct crashrec_closer *closer,
		       const struct crashrec_slot *slot, u32 steps)
{
	struct crashrec_search search = {
		.log = closer->as->log,
		.from_seq = slot->log_seq,
		.to_seq = slot->log_end,
		.steps = steps,
		.is_exact = closer->as->join_log,
	};
	struct cr_gather *g = &closer->reader->gather;
	u32 found;

	if (!slot->is_compared)
		return;
	found = crashrec_log_search(&search, g);
	/* The kernel's own may be hidden, as the last of all that was printed. */
	if (!slot->log_end && found & CRASHREC_SEARCH_USERS)
		found |= CRASHREC_SEARCH_UNFOUND;
	if (steps == CRASHREC_SEARCH_STEPS_PANIC) {
		if (found & CRASHREC_SEARCH_UNFOUND)
			g->marks |= CRASHREC_REC_F_UNVERIFIED;
	} else if (found & CRASHREC_SEARCH_UNFOUND) {
		closer->push(g->seq);
		/* A record that was begun before may have hidden its end. */
		search.to_seq = 0;
		crashrec_log_search(&search, g);
	}
	/* The kernel's may be among the lost ones. */
	if ((u32)atomic64_read(&slot->lines_lost) &&
	    g->facts.flags & CRASHREC_REC_F_USER)
		g->marks |= CRASHREC_REC_F_UNVERIFIED;
}

/*
 * A report that is closed as the module goes, or that it was loaded in the
 * middle of, may be going on.
 */
static u8 forced_state(const struct crashrec_closer *closer,
		       const struct crashrec_slot *slot,
		       const struct cr_gather *g)
{
	u64 silence_ns = closer->silence_ms * (u64)NSEC_PER_MSEC;
	u64 now_ns = local_clock(), last_ns;

	if (slot->ended || !g || !g->line_count)
		return CRASHREC_STATE_COMPLETE;
	last_ns = g->lines[g->line_count - 1].time_ns;
	return last_ns <= now_ns && now_ns - last_ns < silence_ns / 2 ?
	       CRASHREC_STATE_TRUNCATED : CRASHREC_STATE_COMPLETE;
}

/*
 * The slot of a report that is counted with another is not needed, unless lines
 * may follow. Returns true if it is free. It is locked.
 */
static bool free_repeat(struct crashrec_closer *closer,
			struct crashrec_slot *slot, u64 key)
{
	bool is_last = slot->ended || slot->repeats || closer->stopping ||
		       key == CRASHREC_SLOT_CLOSING || key & CRASHREC_KEY_LOG;

	slot->repeats = true;
	if (!is_last || !crashrec_slot_free_children(closer->as, slot))
		return false;
	crashrec_slot_free(closer->as, slot);
	return true;
}

/* @forced: it is closed over or not. Returns true if it is. */
static bool close_slot(struct crashrec_closer *closer,
		       struct crashrec_slot *slot, bool forced)
{
	const struct cr_gather *g = NULL;
	struct crashrec_title entry = { .seq = READ_ONCE(slot->writer.seq) };
	unsigned long last_jiffies = READ_ONCE(slot->last_jiffies);
	u32 generation = READ_ONCE(slot->generation);
	struct crashrec_title *first = NULL;
	bool found, closed = false, is_user = false, lists_modules = false;
	unsigned long irq_flags;
	u64 key;

	found = !slot->lost &&
		!crashrec_reader_gather_own(closer->reader, entry.seq);
	if (found) {
		g = &closer->reader->gather;
		find_users(closer, slot, CRASHREC_SEARCH_STEPS);
		first = crashrec_kept_look(&closer->kept, slot, &entry);
		is_user = g->facts.flags & CRASHREC_REC_F_USER;
	}
	if (!crashrec_slot_lock_irqsave(slot, &key, &irq_flags)) {
		atomic64_inc(&closer->as->stats->close_retries);
		goto gather_end;
	}
	if (slot->last_jiffies == last_jiffies &&
	    slot->generation == generation &&
	    slot->writer.seq == entry.seq) {
		entry.header = is_user ? 0 : slot->header;
		lists_modules = slot->lists_modules;
		entry.chunk = slot->writer.first[0].chunk;
		if (!first)
			crashrec_slot_close(closer->as, slot, forced ?
					    forced_state(closer, slot, g) :
					    CRASHREC_STATE_COMPLETE, g);
		closed = !first || free_repeat(closer, slot, key);
		if (first && closed && is_user)
			atomic64_inc(&closer->as->stats->reports_user);
		/* The next one is to list them. */
		if (first && closed && lists_modules)
			WRITE_ONCE(closer->as->modules_told, 0);
	}
	if (!first || !closed)
		crashrec_slot_give_back(slot, key);
	local_irq_restore(irq_flags);
gather_end:
	if (found)
		crashrec_reader_gather_end(closer->reader, false);
	if (closed)
		crashrec_kept_take(&closer->kept, first, &entry);
	return closed;
}

static bool may_free(const struct crashrec_slot *slot)
{
	/* The lines of a lost report that goes on are to be counted. */
	if (crashrec_slot_owner(slot) == CRASHREC_SLOT_CLOSING ||
	    (slot->lost && slot->ended))
		return true;
	return silent_for(slot, SETTLED_MS);
}

/* A slot that is no report by itself, and was none when it was locked. */
static void free_aside(struct crashrec_closer *closer,
		       struct crashrec_slot *slot)
{
	unsigned long irq_flags;
	u64 key;

	if (!report_is_over(closer, slot->parent) ||
	    !crashrec_slot_lock_irqsave(slot, &key, &irq_flags))
		return;
	if (slot->maybe || !crashrec_slot_is_parent(slot))
		crashrec_slot_free(closer->as, slot);
	else
		crashrec_slot_give_back(slot, key);
	local_irq_restore(irq_flags);
}

static void free_settled(struct crashrec_closer *closer,
			 struct crashrec_slot *slot)
{
	unsigned long irq_flags;
	u64 key;

	if (!crashrec_slot_lock_irqsave(slot, &key, &irq_flags))
		return;
	/* It may be another report's by now. */
	if ((slot->settled || slot->lost) && report_is_over(closer, slot) &&
	    may_free(slot) && crashrec_slot_is_parent(slot) &&
	    crashrec_slot_free_children(closer->as, slot))
		crashrec_slot_free(closer->as, slot);
	else
		crashrec_slot_give_back(slot, key);
	local_irq_restore(irq_flags);
}

/* Returns true if a report was closed. */
static bool look_at(struct crashrec_closer *closer, struct crashrec_slot *slot)
{
	u64 owner = atomic64_read(&slot->owner);
	bool closed = false;

	/* A busy slot may be half set up. */
	if (!owner || (owner & CRASHREC_SLOT_BUSY))
		return false;
	if (slot->maybe || !crashrec_slot_is_parent(slot)) {
		free_aside(closer, slot);
		return false;
	}
	if (!report_is_over(closer, slot))
		return false;
	if (!slot->settled)
		closed = close_slot(closer, slot, false);
	/* It may be free by now, or another's, who is not to find it busy. */
	if (report_is_over(closer, slot))
		free_settled(closer, slot);
	return closed;
}

/* That of the first report behind @seq, whichever is looked at by now. */
static struct crashrec_slot *slot_behind(struct crashrec_assembler *as, u64 seq,
					 u64 *found_seq)
{
	struct crashrec_slot *slot, *found = NULL;
	u64 at;
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &as->slots[i];
		at = READ_ONCE(slot->writer.seq);
		if (at <= seq || (found && at >= *found_seq) ||
		    !crashrec_slot_owner(slot) || !crashrec_slot_is_parent(slot))
			continue;
		found = slot;
		*found_seq = at;
	}
	return found;
}

/*
 * In the order in which they began: of two with the same title the first is
 * kept. What has no number yet is not looked at, nor are streams. Returns true
 * if one was closed.
 */
static bool look_at_reports(struct crashrec_closer *closer)
{
	struct crashrec_slot *slot;
	bool closed = false;
	u64 seq = 0;
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = slot_behind(closer->as, seq, &seq);
		if (!slot)
			break;
		closed |= look_at(closer, slot);
	}
	return closed;
}

/**
 * crashrec_closer_run() - look through the open reports
 * @closer: set up
 *
 * Context: process.
 */
void crashrec_closer_run(struct crashrec_closer *closer)
{
	struct crashrec_slot *slot;
	bool closed;
	u32 i;

	mutex_lock(&closer->lock);
	closed = look_at_reports(closer);
	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &closer->as->slots[i];
		if (!READ_ONCE(slot->writer.seq) || !crashrec_slot_is_parent(slot))
			closed |= look_at(closer, slot);
	}
	crashrec_kept_count_storms(&closer->kept);
	crashrec_closer_make_room(closer);
	mutex_unlock(&closer->lock);
	if (closed)
		crashrec_reader_wake(closer->reader);
}

/*
 * The timer that starts the work is one CPU's, which may not take its
 * interrupts any more: where it is overdue, the work is taken from it.
 */
static void look_soon(struct crashrec_closer *closer)
{
	unsigned long wait = msecs_to_jiffies(LOOK_MS);

	if (READ_ONCE(closer->stopping))
		return;
	if (delayed_work_pending(&closer->work)) {
		if (!time_after(jiffies, READ_ONCE(closer->due_jiffies) + HZ))
			return;
		wait = 0;
	}
	WRITE_ONCE(closer->due_jiffies, jiffies + wait);
	mod_delayed_work(system_unbound_wq, &closer->work, wait);
}

static void closer_work(struct work_struct *work)
{
	struct crashrec_closer *closer =
		container_of(work, struct crashrec_closer, work.work);

	crashrec_closer_run(closer);
	if (atomic_read(&closer->as->used))
		look_soon(closer);
}

static void closer_kicked(struct irq_work *work)
{
	look_soon(container_of(work, struct crashrec_kick, work)->closer);
}

/**
 * crashrec_closer_init() - get ready to close reports
 * @closer: is set up
 * @as: the open reports
 * @reader: for their titles
 * @silence_ms: see struct crashrec_config
 *
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int crashrec_closer_init(struct crashrec_closer *closer,
			 struct crashrec_assembler *as,
			 struct crashrec_reader *reader, u32 silence_ms)
{
	struct crashrec_kick *kick;
	int cpu;

	closer->kicks = alloc_percpu(struct crashrec_kick);
	if (!closer->kicks)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		kick = per_cpu_ptr(closer->kicks, cpu);
		init_irq_work(&kick->work, closer_kicked);
		kick->closer = closer;
	}
	closer->as = as;
	closer->reader = reader;
	closer->kept.as = as;
	closer->kept.reader = reader;
	closer->silence_ms = silence_ms;
	closer->stopping = false;
	mutex_init(&closer->lock);
	INIT_DELAYED_WORK(&closer->work, closer_work);
	return 0;
}

/**
 * crashrec_closer_kick() - there is something to close, or will be
 * @closer: set up
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_closer_kick(struct crashrec_closer *closer)
{
	irq_work_queue(&raw_cpu_ptr(closer->kicks)->work);
}

/**
 * crashrec_closer_look() - a reader wants what is over to be closed
 * @closer: set up
 *
 * A CPU that spins with IRQs off can't kick, and nobody else may print.
 *
 * Context: process.
 */
void crashrec_closer_look(struct crashrec_closer *closer)
{
	if (atomic_read(&closer->as->used))
		look_soon(closer);
}

/**
 * crashrec_closer_finish() - close reports, over or not
 * @closer: set up
 * @keys: bits, one of which their contexts' keys have; no more lines come of
 *        those
 *
 * Context: process.
 */
void crashrec_closer_finish(struct crashrec_closer *closer, u64 keys)
{
	struct crashrec_slot *slot;
	u64 key;
	u32 i;

	mutex_lock(&closer->lock);
	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &closer->as->slots[i];
		if (crashrec_slot_owner(slot) & keys &&
		    crashrec_slot_is_parent(slot) && !slot->settled)
			close_slot(closer, slot, true);
	}
	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &closer->as->slots[i];
		if (crashrec_slot_owner(slot) & keys && crashrec_slot_lock(slot, &key))
			crashrec_slot_free(closer->as, slot);
	}
	mutex_unlock(&closer->lock);
	crashrec_reader_wake(closer->reader);
}

/**
 * crashrec_closer_exit() - close everything
 * @closer: no more lines come
 *
 * Context: process.
 */
void crashrec_closer_exit(struct crashrec_closer *closer)
{
	int cpu;

	WRITE_ONCE(closer->stopping, true);
	for_each_possible_cpu(cpu)
		irq_work_sync(&per_cpu_ptr(closer->kicks, cpu)->work);
	cancel_delayed_work_sync(&closer->work);
	crashrec_closer_finish(closer, U64_MAX);
	crashrec_kept_count_storms(&closer->kept);
	free_percpu(closer->kicks);
}

/**
 * crashrec_closer_shutdown() - close what is over, as the kernel goes
 * @closer: set up
 *
 * A report without end mark may be going on: it stays open, and the next boot
 * says that it was cut.
 *
 * Context: any; never waits.
 */
void crashrec_closer_shutdown(struct crashrec_closer *closer)
{
	struct crashrec_slot *slot;
	u64 key;
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &closer->as->slots[i];
		if (!crashrec_slot_lock(slot, &key))
			continue;
		if (crashrec_slot_is_parent(slot) &&
		    (slot->ended || key == CRASHREC_SLOT_CLOSING))
			crashrec_slot_close(closer->as, slot,
					    CRASHREC_STATE_COMPLETE, NULL);
		crashrec_slot_give_back(slot, key);
	}
}

/**
 * crashrec_closer_panic() - close everything, as the kernel dies
 * @closer: set up
 *
 * The panicking context's report, and those whose last line was seen, are
 * complete; the others were cut, as the kernel drops what other CPUs print
 * once a panic began (vprintk_emit(), 6.12). The slots stay, for lines that
 * the panic still prints. One that is being written is left as it is: that
 * this boot ended in a panic tells what became of it.
 *
 * Context: any; other CPUs are stopped; never waits.
 */
void crashrec_closer_panic(struct crashrec_closer *closer)
{
	struct crashrec_context context;
	struct crashrec_slot *slot;
	bool found;
	u8 state;
	u64 key;
	u32 i;

	crashrec_context_get(&context);
	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &closer->as->slots[i];
		if (!crashrec_slot_is_parent(slot) || !crashrec_slot_lock(slot, &key))
			continue;
		found = !slot->maybe && !slot->lost && !slot->settled &&
			!crashrec_reader_gather_panic(closer->reader,
						      slot->writer.seq);
		if (found)
			find_users(closer, slot, CRASHREC_SEARCH_STEPS_PANIC);
		state = CRASHREC_STATE_CUT_BY_PANIC;
		if (slot->ended || key == context.key ||
		    key == CRASHREC_SLOT_CLOSING)
			state = CRASHREC_STATE_COMPLETE;
		crashrec_slot_close(closer->as, slot, state,
				    found ? &closer->reader->gather : NULL);
		if (found)
			crashrec_reader_gather_end(closer->reader, true);
		crashrec_slot_give_back(slot, key);
	}
}
