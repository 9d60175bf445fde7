// SPDX-License-Identifier: GPL-2.0
/*
 * Reading the live ring.
 *
 * Readers scan the chunk headers, keep the result until the ring says that it
 * changed, and gather one report at a time into memory allocated once. None of
 * this stops a writer: what is copied is believed only where its CRCs say so.
 *
 * The lock is never held while user memory is touched or a reader waits: a
 * hostile reader can stop itself, and nobody else.
 *
 * In a panic the lock's holder may be stopped for good, so the dumper takes
 * gather_busy alone, and goes without titles if it is taken.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "log.h"
#include "reader.h"

/* Text of a report is at most what the report limit lets in. */
#define LINE_MIN_BYTES	(sizeof(struct crashrec_entry) + \
			 sizeof(struct crashrec_line))

/* A group of refs: the chunks of one report. */
struct group {
	const struct cr_chunk_ref *refs;
	u32 count;
};

static int alloc_gather(struct cr_gather *g, u32 chunk_bytes,
			u32 max_report_bytes)
{
	g->chunk_max_bytes = chunk_bytes;
	g->chunk = kvmalloc(chunk_bytes, GFP_KERNEL);
	/* A dying stream may pass the limit by what its chunk still takes. */
	g->text_max_bytes = max_report_bytes + CRASHREC_CHUNK_MAX_BYTES;
	g->text = kvmalloc(g->text_max_bytes, GFP_KERNEL);
	g->lines_max = min_t(u32, CR_LINES_MAX,
			     max_report_bytes / LINE_MIN_BYTES +
			     2 * CRASHREC_BEFORE_MAX * CRASHREC_BEFORE_LINES);
	g->lines = kvcalloc(g->lines_max, sizeof(*g->lines), GFP_KERNEL);
	g->kept_facts = kvmalloc(CR_KEPT_FACTS_MAX_BYTES, GFP_KERNEL);
	if (g->chunk && g->text && g->lines && g->kept_facts)
		return 0;
	return -ENOMEM;
}

static void free_gather(struct cr_gather *g)
{
	kvfree(g->kept_facts);
	kvfree(g->lines);
	kvfree(g->text);
	kvfree(g->chunk);
}

/**
 * crashrec_reader_init() - allocate what reading needs
 * @reader: is set up; zeroed by the caller
 * @ring: adopted
 * @max_report_bytes: the limit that writers keep
 *
 * Context: process.
 * Return: 0 or -ENOMEM; crashrec_reader_exit() undoes it.
 */
int crashrec_reader_init(struct crashrec_reader *reader,
			 struct crashrec_ring *ring, u32 max_report_bytes)
{
	int err;

	reader->ring = ring;
	mutex_init(&reader->lock);
	init_waitqueue_head(&reader->wait);
	reader->refs = kvcalloc(ring->layout.chunk_count,
				sizeof(*reader->refs), GFP_KERNEL);
	if (!reader->refs)
		return -ENOMEM;
	err = alloc_gather(&reader->gather, ring->layout.chunk_bytes,
			   max_report_bytes);
	if (err)
		crashrec_reader_exit(reader);
	return err;
}

/**
 * crashrec_reader_exit() - free it
 * @reader: no one uses it any more
 *
 * Context: process.
 */
void crashrec_reader_exit(struct crashrec_reader *reader)
{
	free_gather(&reader->gather);
	kvfree(reader->refs);
}

/**
 * crashrec_reader_max_record_bytes() - no record is larger
 * @reader: set up
 *
 * Context: any.
 * Return: bytes.
 */
u32 crashrec_reader_max_record_bytes(const struct crashrec_reader *reader)
{
	const struct cr_gather *g = &reader->gather;

	return sizeof(struct crashrec_rec_hdr) + 4096 +
	       CR_KEPT_FACTS_MAX_BYTES + g->text_max_bytes +
	       g->lines_max * (sizeof(struct crashrec_attr) +
			       sizeof(struct crashrec_line) + CRASHREC_ALIGN);
}

static int refresh(struct crashrec_reader *reader)
{
	int changes = atomic_read(&reader->ring->changes);
	int err;

	smp_rmb();	/* pairs with H in ring.c */

	if (reader->refs_valid && reader->refs_changes == changes)
		return 0;
	/* What changes while we scan makes the next call scan again. */
	reader->refs_changes = changes;
	err = cr_region_scan(&reader->ring->image, &reader->ring->layout,
			     reader->refs, &reader->ref_count);
	reader->refs_valid = !err;
	return err;
}

/* The first report from @seq on that is not acknowledged. */
static bool next_group(const struct crashrec_reader *reader, u64 seq,
		       struct group *group)
{
	const struct cr_chunk_ref *refs = reader->refs;
	u32 count = reader->ref_count, low = 0, high = count, middle, end;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (refs[middle].seq < seq)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count; low = end) {
		end = low + 1;
		while (end < count &&
		       cr_chunk_same_report(&refs[low], &refs[end]))
			end++;
		if (refs[low].flags & CR_CHUNK_F_ACKED)
			continue;
		group->refs = refs + low;
		group->count = end - low;
		return true;
	}
	return false;
}

static bool is_running(const struct crashrec_reader *reader, const u8 *boot_id)
{
	return !memcmp(boot_id, reader->ring->running.boot_id,
		       CRASHREC_ID_BYTES);
}

/*
 * Gathers it; -EAGAIN while it is being printed. Whoever goes through all of
 * them is soon through when killed.
 */
static int gather_closed(struct crashrec_reader *reader,
			 const struct group *group)
{
	struct cr_gather *g = &reader->gather;
	int err;

	if (fatal_signal_pending(current))
		return -EINTR;
	err = cr_gather_report(g, &reader->ring->image, &reader->ring->layout,
			       group->refs, group->count);
	if (err)
		return err;
	if (!g->close.state && is_running(reader, g->boot_id))
		return -EAGAIN;
	return 0;
}

/* -EMSGSIZE: the record, whose size is set, needs more than @room_bytes. */
static int encode(struct crashrec_reader *reader, struct crashrec_found *found,
		  u32 room_bytes)
{
	const struct cr_gather *g = &reader->gather;

	found->seq = g->seq;
	memcpy(found->boot_id, g->boot_id, sizeof(found->boot_id));
	found->report_class = g->facts.report_class;
	found->reports = 1 + min_t(u64, le64_to_cpu(g->repeats.count), U32_MAX);
	found->bytes = cr_record_bytes(g);
	if (found->bytes > room_bytes)
		return -EMSGSIZE;
	if (cr_record_encode(g, &reader->ring->running, &reader->ring->former,
			     found->record, room_bytes) != found->bytes)
		return -EIO;
	return 0;
}

/*
 * Locks out other readers, and the dumper of a panic. -EIO: in a panic;
 * -EINTR: killed while waiting for another reader.
 */
static int begin(struct crashrec_reader *reader)
{
	if (mutex_lock_killable(&reader->lock))
		return -EINTR;
	if (!atomic_cmpxchg(&reader->gather_busy, 0, 1))
		return 0;
	/* Only a panic's dumper holds it without the lock, and it stays. */
	mutex_unlock(&reader->lock);
	return -EIO;
}

static void let_go(struct crashrec_reader *reader)
{
	/* Who searches this machine's memory for chunks is to find no copy. */
	*(__le32 *)reader->gather.chunk = 0;
	atomic_set_release(&reader->gather_busy, 0);
}

static void end(struct crashrec_reader *reader)
{
	let_go(reader);
	mutex_unlock(&reader->lock);
}

/* Finds and gathers the first closed record from @seq on. */
static int gather_from(struct crashrec_reader *reader, u64 seq,
		       struct group *group)
{
	int err;

	err = refresh(reader);
	if (err)
		return err;
	while (next_group(reader, seq, group)) {
		err = gather_closed(reader, group);
		if (!err || err == -EINTR)
			return err;
		seq = group->refs->seq + 1;
		cond_resched();
	}
	return -ENOENT;
}

static int find_once(struct crashrec_reader *reader, u64 seq,
		     struct crashrec_found *found, u32 room_bytes)
{
	struct group group;
	int err;

	err = begin(reader);
	if (err)
		return err;
	err = gather_from(reader, seq, &group);
	if (!err)
		err = encode(reader, found, room_bytes);
	end(reader);
	return err;
}

/**
 * crashrec_reader_find() - get a closed, unread record
 * @reader: set up
 * @seq: the least sequence number wanted
 * @found: filled on success; kvfree() its record
 *
 * Context: process.
 * Return: 0; -ENOENT: there is none; -ENOMEM; -EIO: in a panic; -EINTR.
 */
int crashrec_reader_find(struct crashrec_reader *reader, u64 seq,
			 struct crashrec_found *found)
{
	u32 room_bytes = 0;
	int err;

	found->record = NULL;
	/* Memory is allocated without the lock; the record may grow meanwhile. */
	while ((err = find_once(reader, seq, found, room_bytes)) ==
	       -EMSGSIZE) {
		kvfree(found->record);
		room_bytes = found->bytes;
		found->record = kvmalloc(room_bytes, GFP_KERNEL_ACCOUNT);
		if (!found->record)
			return -ENOMEM;
	}
	if (err) {
		kvfree(found->record);
		found->record = NULL;
	}
	return err;
}

/**
 * crashrec_reader_from_end() - which record is the nth from the end?
 * @reader: set up
 * @back: 0: behind the last; 1: the last, and so on
 * @seq: set to a position from which crashrec_reader_find() gives it
 *
 * Context: process.
 * Return: 0; -ENOENT: there are fewer; -EIO: in a panic; -EINTR.
 */
int crashrec_reader_from_end(struct crashrec_reader *reader, u64 back,
			     u64 *seq)
{
	struct group group;
	u32 at;
	int err;

	if (!back) {
		*seq = atomic64_read(&reader->ring->next_seq);
		return 0;
	}
	err = begin(reader);
	if (err)
		return err;
	err = refresh(reader);
	at = err ? 0 : reader->ref_count;
	while (at && back) {
		group.count = 0;
		do {
			group.refs = &reader->refs[--at];
			group.count++;
		} while (at && cr_chunk_same_report(group.refs - 1, group.refs));
		*seq = group.refs->seq;
		if (!(group.refs->flags & CR_CHUNK_F_ACKED) &&
		    !gather_closed(reader, &group))
			back--;
		cond_resched();
	}
	end(reader);
	if (err)
		return err;
	return back ? -ENOENT : 0;
}

/**
 * crashrec_reader_count() - count the closed, unread records
 * @reader: set up
 * @count: set to how many
 * @first_seq: set to the lowest sequence number, 0: none
 *
 * Context: process.
 * Return: 0; -EIO: in a panic; -EINTR.
 */
int crashrec_reader_count(struct crashrec_reader *reader, u32 *count,
			  u64 *first_seq)
{
	struct group group;
	u64 seq = 0;
	int err;

	*count = 0;
	*first_seq = 0;
	err = begin(reader);
	if (err)
		return err;
	while (!(err = gather_from(reader, seq, &group))) {
		seq = group.refs->seq + 1;
		if (!(*count)++)
			*first_seq = group.refs->seq;
		cond_resched();
	}
	end(reader);
	return err == -ENOENT ? 0 : err;
}

/*
 * Where nothing else changed, that it is gone is all that a scan would tell: who
 * acknowledges many is to have none made for each.
 */
static void let_group_go(struct crashrec_reader *reader,
			 const struct group *group)
{
	struct cr_chunk_ref *first = reader->refs + (group->refs - reader->refs);

	crashrec_ring_release(reader->ring, group->refs, group->count);
	first->flags |= CR_CHUNK_F_ACKED;
	if (atomic_read(&reader->ring->changes) == reader->refs_changes + 1)
		reader->refs_changes++;
}

/**
 * crashrec_reader_release() - acknowledge a record
 * @reader: set up
 * @seq: of the record
 * @boot_id: of the record; NULL: a report of this boot, closed or not
 *
 * The caller sees to it that no one writes to the report any more.
 *
 * Context: process.
 * Return: 0; -ENOENT: no such closed record; -EIO: in a panic; -EINTR.
 */
int crashrec_reader_release(struct crashrec_reader *reader, u64 seq,
			    const u8 boot_id[CRASHREC_ID_BYTES])
{
	struct group group;
	int err;

	err = begin(reader);
	if (err)
		return err;
	err = refresh(reader);
	if (!err && (!next_group(reader, seq, &group) ||
		     group.refs->seq != seq ||
		     (boot_id && memcmp(group.refs->boot_id, boot_id,
					CRASHREC_ID_BYTES))))
		err = -ENOENT;
	if (!err && boot_id)
		err = gather_closed(reader, &group);
	if (err == -EAGAIN)
		err = -ENOENT;
	if (!err)
		let_group_go(reader, &group);
	end(reader);
	return err;
}

/**
 * crashrec_reader_wake() - a report was closed
 * @reader: set up
 *
 * Context: process.
 */
void crashrec_reader_wake(struct crashrec_reader *reader)
{
	atomic_inc(&reader->closed);
	wake_up_interruptible(&reader->wait);
}

static int gather_own(struct crashrec_reader *reader, u64 seq)
{
	struct group group;
	int err;

	err = refresh(reader);
	if (err)
		return err;
	if (!next_group(reader, seq, &group) || group.refs->seq != seq)
		return -ENOENT;
	return cr_gather_report(&reader->gather, &reader->ring->image,
				&reader->ring->layout, group.refs,
				group.count);
}

/**
 * crashrec_reader_gather_own() - gather a report of this boot
 * @reader: set up; on success, the result is in @reader->gather until
 *          crashrec_reader_gather_end()
 * @seq: of the report, closed or not
 *
 * Context: process.
 * Return: 0; -ENOENT: no such report; -EIO: in a panic; -EINTR.
 */
int crashrec_reader_gather_own(struct crashrec_reader *reader, u64 seq)
{
	int err;

	err = begin(reader);
	if (err)
		return err;
	err = gather_own(reader, seq);
	if (err)
		end(reader);
	return err;
}

/**
 * crashrec_reader_gather_panic() - the same, in a panic's dumper
 * @reader: set up; as crashrec_reader_gather_own()
 * @seq: of the report
 *
 * Context: any, other CPUs stopped; never waits.
 * Return: 0; -ENOENT: no such report; -EBUSY: the memory is in use.
 */
int crashrec_reader_gather_panic(struct crashrec_reader *reader, u64 seq)
{
	int err;

	if (atomic_cmpxchg(&reader->gather_busy, 0, 1))
		return -EBUSY;
	err = gather_own(reader, seq);
	if (err)
		let_go(reader);
	return err;
}

/**
 * crashrec_reader_gather_end() - done with @reader->gather
 * @reader: set up
 * @panic: it was got by crashrec_reader_gather_panic()
 *
 * Context: as the call that got it.
 */
void crashrec_reader_gather_end(struct crashrec_reader *reader, bool panic)
{
	if (panic)
		let_go(reader);
	else
		end(reader);
}
