// SPDX-License-Identifier: GPL-2.0
/*
 * The slots of the assembler: who may write to which. The head of assembler.c
 * explains the protocol and names the barriers.
 */
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "assembler.h"

/**
 * crashrec_slot_lock() - take a slot away from its context, if it is not busy
 * @slot: the slot
 * @key: set to what crashrec_slot_unlock() needs
 *
 * Context: any, NMI included; never waits.
 * Return: false if it is free or being written.
 */
bool crashrec_slot_lock(struct crashrec_slot *slot, u64 *key)
{
	*key = atomic64_read(&slot->owner);
	if (!*key || (*key & CRASHREC_SLOT_BUSY))
		return false;
	/* F */
	return atomic64_cmpxchg(&slot->owner, *key,
				*key | CRASHREC_SLOT_BUSY) == *key;
}

/**
 * crashrec_slot_give_back() - give it back to whom it was taken from
 * @slot: the slot
 * @key: from crashrec_slot_lock()
 *
 * If that context left it meanwhile, it is nobody's.
 *
 * Context: any, NMI included.
 */
void crashrec_slot_give_back(struct crashrec_slot *slot, u64 key)
{
	u64 busy = key | CRASHREC_SLOT_BUSY;

	/* G */
	if (atomic64_cmpxchg(&slot->owner, busy, key) != busy)
		crashrec_slot_unlock(slot, CRASHREC_SLOT_CLOSING);
}

/**
 * crashrec_slot_free() - the slot is no longer needed
 * @as: the assembler
 * @slot: locked
 *
 * Context: any, NMI included.
 */
void crashrec_slot_free(struct crashrec_assembler *as,
			struct crashrec_slot *slot)
{
	cmpxchg(&as->nmi_parent, slot, NULL);
	slot->generation++;
	atomic64_set_release(&slot->owner, 0);	/* G */
	atomic_dec(&as->used);
}

/**
 * crashrec_slot_lock_irqsave() - crashrec_slot_lock(), with IRQs off
 * @slot: the slot
 * @key: likewise
 * @irq_flags: for local_irq_restore(); restored if it cannot be locked
 *
 * What interrupts us may be the slot's own context, and would find it busy; and
 * it is not held while something else runs.
 *
 * Context: process or IRQ; never waits.
 * Return: as crashrec_slot_lock().
 */
bool crashrec_slot_lock_irqsave(struct crashrec_slot *slot, u64 *key,
				unsigned long *irq_flags)
{
	local_irq_save(*irq_flags);
	if (crashrec_slot_lock(slot, key))
		return true;
	local_irq_restore(*irq_flags);
	return false;
}

/* Returns false if the stream is being written. */
static bool free_child(struct crashrec_assembler *as,
		       struct crashrec_slot *slot,
		       const struct crashrec_slot *parent)
{
	u64 key;

	if (slot == parent || READ_ONCE(slot->parent) != parent ||
	    !crashrec_slot_owner(slot))
		return true;
	if (!crashrec_slot_lock(slot, &key))
		return false;
	if (slot->parent == parent)
		crashrec_slot_free(as, slot);
	else
		crashrec_slot_give_back(slot, key);
	return true;
}

/**
 * crashrec_slot_free_children() - free the streams of other contexts
 * @as: the assembler
 * @parent: slot of their report, locked; they are over when that is
 *
 * Context: any; IRQs are off; never waits.
 * Return: false if one is being written: the report goes on.
 */
bool crashrec_slot_free_children(struct crashrec_assembler *as,
				 struct crashrec_slot *parent)
{
	bool asks = cmpxchg(&as->nmi_parent, parent, NULL) == parent;
	bool all = true;
	u32 i;

	/* Where it failed, cmpxchg() is no barrier. */
	smp_mb();	/* L */
	for (i = 0; all && i < CRASHREC_SLOTS; i++)
		all = free_child(as, &as->slots[i], parent);
	if (!all && asks)
		cmpxchg(&as->nmi_parent, NULL, parent);
	return all;
}

/* Other streams of the report may lose lines at the same moment. */
#define LOSE_TRIES	8

/* What is zero as a report begins lies side by side; but for @lines_lost. */
#define CLEARED_FROM	offsetof(struct crashrec_slot, lines_lost)
#define CLEARED_TO	offsetofend(struct crashrec_slot, kept_bytes)

static void slot_reset(struct crashrec_slot *slot)
{
	slot->generation++;
	slot->parent = slot;
	slot->parent_generation = slot->generation;
	atomic_set(&slot->next_stream, 1);
	slot->last_jiffies = jiffies;
	memset((u8 *)slot + CLEARED_FROM, 0, CLEARED_TO - CLEARED_FROM);
	atomic64_set(&slot->lines_lost, (u64)slot->generation << 32);
	slot->writer.seq = 0;
}

static bool is_over(const struct crashrec_slot *slot)
{
	return READ_ONCE(slot->ended) || READ_ONCE(slot->settled);
}

/*
 * An oops on x86 repeats its registers behind the end mark, and the task may be
 * kept from that for long: those lines are to find their report, until it was
 * closed. @owner: not busy.
 */
static bool may_go_on(const struct crashrec_slot *slot, u64 owner)
{
	u8 report_class = READ_ONCE(slot->grammar.report_class);

	return IS_ENABLED(CONFIG_X86) && owner != CRASHREC_SLOT_CLOSING &&
	       !READ_ONCE(slot->settled) &&
	       (report_class == CRASHREC_CLASS_OOPS ||
		report_class == CRASHREC_CLASS_BUG);
}

/*
 * Takes a slot whose report is over: closed, and only kept in case it goes on,
 * or waiting for the closer, which in a storm comes too late. Then it is closed
 * here, without the title, which whoever reads the record finds. @any: also one
 * that may go on; what that would still say is counted as a line.
 */
static bool slot_take_over(struct crashrec_assembler *as,
			   struct crashrec_slot *slot, u64 key, bool any)
{
	/* First, so that what is another report's by now is not even touched. */
	u64 former = atomic64_read_acquire(&slot->owner);

	if (!is_over(slot) || !former || former & CRASHREC_SLOT_BUSY ||
	    (!any && may_go_on(slot, former)) ||
	    atomic64_cmpxchg(&slot->owner, former,
			     former | CRASHREC_SLOT_BUSY) != former) /* F */
		return false;
	if (!is_over(slot) || slot->parent != slot ||
	    (!any && may_go_on(slot, former))) {
		crashrec_slot_give_back(slot, former);
		return false;
	}
	if (may_go_on(slot, former))
		crashrec_lose_line(as, slot, CRASHREC_LOST_LINE_CLOSING);
	/* First: who sees that it is closed may want it to be gone. */
	cmpxchg(&as->nmi_parent, slot, NULL);
	smp_mb();	/* L */
	crashrec_slot_close(as, slot, CRASHREC_STATE_COMPLETE, NULL);
	atomic64_set(&slot->owner, key | CRASHREC_SLOT_BUSY);
	smp_wmb();	/* M: before it is reset */
	return true;
}

/**
 * crashrec_slot_claim() - a slot for a report that begins
 * @as: the assembler
 * @key: of the context that prints it
 * @is_trusted: no process wrote that text; the last slots are for such
 *
 * Context: any, NMI included; never waits.
 * Return: the slot, locked; unlock it with @key. NULL: all are taken.
 */
struct crashrec_slot *crashrec_slot_claim(struct crashrec_assembler *as,
					  u64 key, bool is_trusted)
{
	u32 room = CRASHREC_SLOTS - (is_trusted ? 0 : CRASHREC_KERNEL_SLOTS);
	struct crashrec_slot *slot;
	u32 i;

	/* First one that is free, then one that is over, last one that may not be. */
	for (i = 0; i < room; i++) {
		slot = &as->slots[i];
		if (atomic64_read(&slot->owner) ||
		    atomic64_cmpxchg(&slot->owner, 0,
				     key | CRASHREC_SLOT_BUSY))
			continue;
		atomic_inc(&as->used);
		slot_reset(slot);
		return slot;
	}
	for (i = 0; i < 2 * room; i++) {
		slot = &as->slots[i % room];
		if (!slot_take_over(as, slot, key, i >= room))
			continue;
		slot_reset(slot);
		return slot;
	}
	return NULL;
}

/**
 * crashrec_slot_claim_child() - a slot for the backtrace of one more CPU
 * @as: the assembler
 * @parent: slot of the report that asked for it
 * @key: of the context that prints it
 *
 * CPUs print theirs one after the other (lib/nmi_backtrace.c:
 * printk_cpu_sync_get_irqsave(), 6.1 to 6.12), so the stream of the one before
 * is over, and its slot can be had.
 *
 * Context: any, NMI included; never waits.
 * Return: the slot, locked, not yet tied to @parent; NULL: all are taken.
 */
struct crashrec_slot *
crashrec_slot_claim_child(struct crashrec_assembler *as,
			  struct crashrec_slot *parent, u64 key)
{
	struct crashrec_slot *slot;
	u64 former;
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &as->slots[i];
		if (slot == parent || READ_ONCE(slot->parent) != parent ||
		    !crashrec_slot_lock(slot, &former))
			continue;
		if (slot != slot->parent && slot->parent == parent) {
			atomic64_set(&slot->owner, key | CRASHREC_SLOT_BUSY);
			smp_wmb();	/* M: before it is reset */
			slot_reset(slot);
			return slot;
		}
		crashrec_slot_give_back(slot, former);
	}
	return crashrec_slot_claim(as, key, true);
}

/**
 * crashrec_slot_lose_line() - a line of a report is not kept
 * @parent: slot of the report
 * @generation: of the slot, when it was the report's; where it is another's by
 *              now, nothing is done; nor after LOSE_TRIES of others who lost
 *              one at that moment
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_slot_lose_line(struct crashrec_slot *parent, u32 generation)
{
	s64 lost = atomic64_read(&parent->lines_lost);
	u32 tries = LOSE_TRIES;

	while ((u64)lost >> 32 == generation && tries-- &&
	       !atomic64_try_cmpxchg(&parent->lines_lost, &lost, lost + 1))
		;
}

/**
 * crashrec_slot_find_busy() - the rest of crashrec_slot_find_lock()
 * @slot: was found busy
 * @key: likewise
 * @text: likewise
 *
 * Context: any, NMI included; never waits.
 * Return: likewise.
 */
struct crashrec_slot *crashrec_slot_find_busy(struct crashrec_slot *slot,
					      u64 key,
					      const struct cr_text *text)
{
	struct crashrec_slot *parent = READ_ONCE(slot->parent);
	u32 generation = READ_ONCE(slot->parent_generation);
	u64 taken = key | CRASHREC_SLOT_BUSY, owner;

	if (text && is_over(slot) &&
	    cr_grammar_may_open(text->at, text->bytes) &&
	    atomic64_cmpxchg(&slot->owner, taken,
			     CRASHREC_SLOT_CLOSING |
			     CRASHREC_SLOT_BUSY) == taken)
		return NULL;
	smp_rmb();	/* M: if it is ours now, what was read is our report's */
	/* It may have been given back by now; or freed: then there is none. */
	owner = atomic64_cmpxchg(&slot->owner, key, taken); /* F */
	if (owner == key)
		return slot;
	if (owner != taken)
		return NULL;
	crashrec_slot_lose_line(parent, generation);
	return ERR_PTR(-EBUSY);
}
