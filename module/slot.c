// SPDX-License-Identifier: GPL-2.0
/*
 * The slots of the assembler: who may write to which. The head of assembler.c
 * explains the protocol and names the barriers.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>

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
 * crashrec_slot_unlock() - give it back
 * @slot: the slot
 * @key: from crashrec_slot_lock(), or CRASHREC_SLOT_CLOSING
 *
 * Context: any, NMI included.
 */
void crashrec_slot_unlock(struct crashrec_slot *slot, u64 key)
{
	atomic64_set_release(&slot->owner, key);	/* G */
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

static struct crashrec_slot *slot_find(struct crashrec_assembler *as, u64 key)
{
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++)
		if ((atomic64_read(&as->slots[i].owner) &
		     ~CRASHREC_SLOT_BUSY) == key)
			return &as->slots[i];
	return NULL;
}

static void slot_reset(struct crashrec_slot *slot)
{
	slot->generation++;
	slot->parent = slot;
	slot->parent_generation = slot->generation;
	atomic_set(&slot->report_bytes, 0);
	atomic_set(&slot->next_line_no, 0);
	atomic_set(&slot->lines_lost, 0);
	atomic_set(&slot->next_stream, 1);
	slot->last_jiffies = jiffies;
	slot->text_end = NULL;
	slot->text_bytes = 0;
	slot->maybe = false;
	slot->lost = false;
	slot->ended = false;
	slot->settled = false;
	slot->truncated = false;
	slot->line_begun = false;
	slot->inner = false;
	slot->kept_bytes = 0;
}

/* Takes a slot whose report was closed, and is only kept in case it goes on. */
static bool slot_take_over(struct crashrec_assembler *as,
			   struct crashrec_slot *slot, u64 key)
{
	u64 former;

	if (!READ_ONCE(slot->settled) || !crashrec_slot_lock(slot, &former))
		return false;
	if (!slot->settled || slot->parent != slot) {
		crashrec_slot_unlock(slot, former);
		return false;
	}
	cmpxchg(&as->nmi_parent, slot, NULL);
	atomic64_set(&slot->owner, key | CRASHREC_SLOT_BUSY);
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
	for (i = 0; i < room; i++) {
		slot = &as->slots[i];
		if (!slot_take_over(as, slot, key))
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
			slot_reset(slot);
			return slot;
		}
		crashrec_slot_unlock(slot, former);
	}
	return crashrec_slot_claim(as, key, true);
}

/**
 * crashrec_slot_find_lock() - find and lock the slot of a context
 * @as: the assembler
 * @key: of the context, which is that of the caller
 * @busy: set if there is one, but the closer or a dumper has it now; then a
 *        loss was noted with its report
 *
 * Context: any, NMI included; never waits.
 * Return: the slot; NULL: there is none, or it is busy.
 */
struct crashrec_slot *crashrec_slot_find_lock(struct crashrec_assembler *as,
					      u64 key, bool *busy)
{
	struct crashrec_slot *slot = slot_find(as, key);
	u64 owner;

	*busy = false;
	if (!slot)
		return NULL;
	if (crashrec_slot_lock(slot, &owner)) {
		if (owner == key)
			return slot;
		/* It was freed and is somebody else's by now. */
		crashrec_slot_unlock(slot, owner);
		return NULL;
	}
	*busy = (atomic64_read(&slot->owner) & ~CRASHREC_SLOT_BUSY) == key;
	if (*busy)
		atomic_inc(&slot->parent->lines_lost);
	return NULL;
}
