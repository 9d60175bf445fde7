// SPDX-License-Identifier: GPL-2.0
/*
 * Records that go for good: acknowledged, or freed to make room. The slots of
 * their reports are taken away from their contexts first, so that no line comes
 * after.
 */
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "closer.h"

/* Chunks that are to be free, where records may be freed for that. */
#define RESERVE_PART	8
#define RESERVE_MIN	4U

/*
 * Takes a slot away from its context, if no line came meanwhile. Returns false
 * if one did.
 */
static bool retire_slot(struct crashrec_assembler *as,
			struct crashrec_slot *slot, u64 seq)
{
	unsigned long irq_flags;
	bool retired, others;
	u64 key;

	if (!crashrec_slot_lock_irqsave(slot, &key, &irq_flags))
		return !crashrec_slot_owner(slot);
	others = slot->writer.seq != seq || slot->maybe;
	retired = !others &&
		  (!crashrec_slot_is_parent(slot) ||
		   (slot->settled && crashrec_slot_free_children(as, slot)));
	if (retired)
		crashrec_slot_free(as, slot);
	else
		crashrec_slot_give_back(slot, key);
	local_irq_restore(irq_flags);
	return retired || others;
}

static bool retire_slots(struct crashrec_assembler *as, u64 seq, bool parents)
{
	struct crashrec_slot *slot;
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &as->slots[i];
		if (crashrec_slot_owner(slot) &&
		    crashrec_slot_is_parent(slot) == parents && !slot->maybe &&
		    READ_ONCE(slot->writer.seq) == seq &&
		    !retire_slot(as, slot, seq))
			return false;
	}
	return true;
}

/*
 * Takes the slots of a report away from their contexts, for good: its own with
 * the others, and those that it left, when its own became another report's.
 */
static int retire(struct crashrec_assembler *as, u64 seq)
{
	return retire_slots(as, seq, true) && retire_slots(as, seq, false) ?
		0 : -EBUSY;
}

/* A record goes, for good; as crashrec_closer_ack(). The lock is held. */
static int release(struct crashrec_closer *closer, u64 seq,
		   const u8 boot_id[CRASHREC_ID_BYTES])
{
	int err = 0;

	if (!memcmp(boot_id, closer->reader->ring->running.boot_id,
		    CRASHREC_ID_BYTES))
		err = retire(closer->as, seq);
	if (!err)
		err = crashrec_reader_release(closer->reader, seq, boot_id);
	if (!err)
		crashrec_kept_forget(&closer->kept, seq);
	return err;
}

/*
 * Frees the first record from @seq on; of those that are spare only that one.
 * Returns the next number, 0: none is.
 */
static u64 free_from(struct crashrec_closer *closer, u64 seq, u32 cause)
{
	struct crashrec_found found;

	if (crashrec_reader_find(closer->reader, seq, &found))
		return 0;
	kvfree(found.record);
	if (found.seq != seq && cause == CRASHREC_LOST_REPORT_DUPLICATE)
		return found.seq;
	if (!release(closer, found.seq, found.boot_id))
		crashrec_stats_lost_reports(closer->as->stats, cause,
					    found.report_class, found.reports);
	return found.seq + 1;
}

/**
 * crashrec_closer_make_room() - free records, where there is little room
 * @closer: set up; its lock is held
 *
 * What is spare goes first, and unread records only where that is wanted.
 *
 * Context: process.
 */
void crashrec_closer_make_room(struct crashrec_closer *closer)
{
	struct crashrec_ring *ring = closer->reader->ring;
	u32 reserve = max(ring->layout.chunk_count / RESERVE_PART, RESERVE_MIN);
	u64 seq = 1, spare;

	while (seq && crashrec_ring_free_chunks(ring) < reserve) {
		cond_resched();
		spare = crashrec_kept_spare(&closer->kept);
		if (spare)
			free_from(closer, spare,
				  CRASHREC_LOST_REPORT_DUPLICATE);
		else
			seq = closer->overwrite ?
			      free_from(closer, seq,
					CRASHREC_LOST_REPORT_OVERWRITTEN) : 0;
	}
}

/**
 * crashrec_closer_ack() - a reader took care of a record
 * @closer: set up
 * @seq: of the record
 * @boot_id: of the record
 *
 * Context: process.
 * Return: 0; -ENOENT: no such closed record; -EBUSY: it goes on after all;
 * -EIO: in a panic; -EINTR.
 */
int crashrec_closer_ack(struct crashrec_closer *closer, u64 seq,
			const u8 boot_id[CRASHREC_ID_BYTES])
{
	int err;

	if (mutex_lock_killable(&closer->lock))
		return -EINTR;
	err = release(closer, seq, boot_id);
	mutex_unlock(&closer->lock);
	if (!err)
		atomic64_inc(&closer->as->stats->acked);
	return err;
}
