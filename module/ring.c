// SPDX-License-Identifier: GPL-2.0
/*
 * The live ring.
 *
 * The region is an array of chunks of equal size. A bit in ring->claimed tells
 * whether a chunk is in use; it is in ordinary memory, so a reset forgets it,
 * and crashrec_ring_adopt() makes it anew from the chunk headers. Whoever sets
 * the bit owns the chunk's bytes. A chunk in use belongs to one stream of one
 * report, and a stream has one writer, so nothing below takes a lock: writers
 * of different streams never touch the same chunk, and the writer of a stream
 * can only be interrupted by contexts that have streams of their own.
 *
 * The life of a chunk:
 *
 *   free      bit clear; its bytes mean nothing, or are of a report that was
 *             acknowledged
 *   claimed   bit set; the old header's magic was zeroed (A), then the new
 *             header was written but for its magic, then the magic (B)
 *   filled    entries are appended: payload first, then the entry's header
 *             with type, size and CRC as one 64-bit store (C)
 *   released  the report was acknowledged, or counted as a repeat:
 *             CRASHREC_ACKED is stored in its first chunk (D), then the magic
 *             of its other chunks is zeroed, last of all the bits are cleared
 *             (E)
 *
 * Cut off between any two stores, the region reads as follows. Between A and
 * B: a free chunk. In an entry: the entries before it. Between D and E: an
 * acknowledged report, whose other chunks are found by its number, as its
 * first chunk is not reused before E.
 *
 * Between header and entries, the first chunk of a report has two cells that
 * count what came again. A count is stored in the cell that does not hold the
 * last one; behind it (J) the repeat that it counts is released, and the other
 * cell may be written. Cut off inside a cell: its CRC does not fit, and the
 * other holds the count before. Between J and D: the repeat is counted, and is
 * there as well; never neither.
 *
 * Barriers: each store named above is behind smp_wmb(), which, but for I, pairs
 * with no reader in this kernel: readers, here and on the host, copy a chunk
 * and then believe only what its CRCs cover. The order is for whoever reads
 * after the writer was stopped. E is smp_mb__before_atomic(), and pairs with
 * test_and_set_bit() in claim_chunk(), which is ordered: who gets a chunk sees,
 * and stores behind, all that its former owner stored. H, before ring->changes
 * is raised, pairs with smp_rmb() in refresh() of reader.c: who sees the new
 * number sees the headers that it tells of.
 *
 * I, before each read of the region, pairs with A and B. The word ack is under
 * no CRC: while a chunk is claimed, a reader may find the old header with the
 * new ack, as if the report had not been acknowledged. What it reads behind
 * that shows that the chunk is another report's: see read_chunk() of gather.c.
 *
 * lab/model/ring.pml is a model of this, count.pml one of J, in which each
 * barrier is looked at for what goes wrong without it: `make model`.
 *
 * Behind an entry's header, and all else that is stored, ring->stored is told,
 * which keeps the parity of a region that has some (plug_ecc.c). Cut off before
 * that, the parity is that of the bytes before: see core/repair.h. It comes
 * before J, D and E, so that no older bytes are made of it than those that have
 * been released.
 *
 * All this orders stores as CPUs and a hypervisor see them, which is all there
 * is under QEMU. Where a reset throws away dirty cache lines, any of them may be
 * missing afterwards. What is there is then still only believed where its CRC
 * fits; what is missing is lost. So with ring->flush, too, an entry is written
 * back once, whole, behind C: what is cut off before has lines of an entry that
 * no CRC fits. Only D, J and formatting write back before what they order.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "core/crc32c.h"
#include "ring_put.h"

/* A record's number has as many bits at most when the module is loaded. */
#define SEQ_BITS	62

/* Other writers may take what we found; after so many we call it full. */
#define CLAIM_TRIES	64

#define CELLS_BYTES	(CRASHREC_REPEATS_CELLS * \
			 sizeof(struct crashrec_repeats_cell))

static int image_read(void *arg, u64 offset, void *buf, u32 bytes)
{
	struct crashrec_ring *ring = arg;

	smp_rmb();	/* I: pairs with A and B */
	memcpy(buf, ring->base + offset, bytes);
	return 0;
}

static struct crashrec_boot *boot_at(struct crashrec_ring *ring, u32 n)
{
	return (void *)(ring->base + CRASHREC_BOOT_OFFSET(n));
}

static u8 *chunk_at(struct crashrec_ring *ring, u32 chunk)
{
	return ring->base + cr_layout_chunk_offset(&ring->layout, chunk);
}

/**
 * crashrec_ring_init() - begin to use memory as a ring
 * @ring: is set up; crashrec_ring_probe() comes next
 * @base: first byte of the memory
 * @bytes: its size
 * @stats: counters
 *
 * Context: process.
 * Return: 0.
 */
int crashrec_ring_init(struct crashrec_ring *ring, void *base, u64 bytes,
		       struct crashrec_stats *stats)
{
	memset(ring, 0, sizeof(*ring));
	ring->base = base;
	ring->bytes = bytes;
	ring->stats = stats;
	ring->image.read = image_read;
	ring->image.arg = ring;
	ring->image.bytes = bytes;
	return 0;
}

/**
 * crashrec_ring_exit() - the opposite of crashrec_ring_adopt()
 * @ring: no one writes to it any more
 *
 * Context: process.
 */
void crashrec_ring_exit(struct crashrec_ring *ring)
{
	ring->stats->boot = NULL;
	kvfree(ring->claimed);
	ring->claimed = NULL;
}

/**
 * crashrec_ring_format() - make an empty region of the memory
 * @ring: all that is in its memory is lost
 * @ecc_bytes: as cr_layout_for()
 *
 * Context: process.
 * Return: 0; -EINVAL: the memory is too small or too large.
 */
int crashrec_ring_format(struct crashrec_ring *ring, u32 ecc_bytes)
{
	struct crashrec_region_hdr *hdr = (void *)ring->base;
	struct crashrec_region_hdr fresh = {
		.magic = cpu_to_le64(CRASHREC_REGION_MAGIC),
		.version = cpu_to_le32(CRASHREC_FORMAT_VERSION),
	};
	int err;

	err = cr_layout_for(ring->bytes, ecc_bytes, &ring->layout);
	if (err)
		return err;
	WRITE_ONCE(hdr->magic, 0);
	smp_wmb();	/* no old header over new content */
	/* Old entries, too: numbers begin anew, so their CRCs might fit. */
	memset(ring->base, 0, ring->bytes);
	crashrec_flush(ring->flush, ring->base, ring->bytes);
	get_random_bytes(fresh.region_id, sizeof(fresh.region_id));
	memcpy(ring->layout.region_id, fresh.region_id,
	       sizeof(fresh.region_id));
	fresh.hdr_bytes = cpu_to_le32(ring->layout.hdr_bytes);
	fresh.region_bytes = cpu_to_le64(ring->layout.region_bytes);
	fresh.chunk_bytes = cpu_to_le32(ring->layout.chunk_bytes);
	fresh.chunk_count = cpu_to_le32(ring->layout.chunk_count);
	fresh.ecc_bytes = cpu_to_le32(ecc_bytes);
	fresh.crc = cpu_to_le32(cr_crc32c(0, &fresh,
					  offsetof(typeof(fresh), crc)));
	fresh.magic = 0;
	*hdr = fresh;
	smp_wmb();	/* magic last: a header is there or not */
	WRITE_ONCE(hdr->magic, cpu_to_le64(CRASHREC_REGION_MAGIC));
	crashrec_flush(ring->flush, hdr, sizeof(*hdr));
	return 0;
}

static void write_boot(struct crashrec_ring *ring)
{
	struct crashrec_boot *boot = boot_at(ring, ring->boot_n);
	struct cr_boot *running = &ring->running;
	struct crashrec_boot fresh = {
		.magic = cpu_to_le64(CRASHREC_BOOT_MAGIC),
		.generation = cpu_to_le32(running->generation),
		.first_seq = cpu_to_le64(running->first_seq),
		.wall_ns = cpu_to_le64(running->wall_ns),
		.boot_ns = cpu_to_le64(running->boot_ns),
		.ended = cpu_to_le32(CRASHREC_ENDED_NOT),
		.log_seq = cpu_to_le64(running->log_seq),
	};
	u32 i;

	memcpy(fresh.boot_id, running->boot_id, sizeof(fresh.boot_id));
	memcpy(fresh.release, running->release, sizeof(fresh.release));
	running->crc = cr_crc32c(0, &fresh, offsetof(typeof(fresh), crc));
	fresh.crc = cpu_to_le32(running->crc);
	for (i = 0; i < CRASHREC_LOST_ROOM; i++)
		fresh.lost[i] = cpu_to_le64(running->lost[i]);
	WRITE_ONCE(boot->magic, 0);
	smp_wmb();	/* no old magic over new content */
	fresh.magic = 0;
	*boot = fresh;
	smp_wmb();	/* magic last: the description is there or not */
	WRITE_ONCE(boot->magic, cpu_to_le64(CRASHREC_BOOT_MAGIC));
	crashrec_ring_tell(ring, boot, sizeof(*boot));
}

/* A module that is loaded again in one boot goes on with its description. */
static void describe_boot(struct crashrec_ring *ring, const u8 *boot_id,
			  u64 next_seq)
{
	struct cr_boot *running = &ring->running;
	struct cr_boot last;
	u32 n = 0, i;
	int err;

	err = cr_region_last_boot(&ring->image, &last, &n);
	if (!err && !memcmp(last.boot_id, boot_id, CRASHREC_ID_BYTES)) {
		*running = last;
		ring->boot_n = n;
		if (cr_region_boot(&ring->image, 1 - n, &ring->former))
			ring->former.generation = 0;
		for (i = 0; i < CRASHREC_LOST_ROOM; i++)
			atomic64_set(&ring->stats->lost[i], last.lost[i]);
		return;
	}
	if (!err) {
		ring->former = last;
		ring->boot_n = 1 - n;
		running->generation = last.generation + 1;
	} else {
		running->generation = 1;
	}
	memcpy(running->boot_id, boot_id, CRASHREC_ID_BYTES);
	running->first_seq = next_seq;
	running->wall_ns = ktime_get_real_fast_ns();
	running->boot_ns = ktime_get_boot_fast_ns();
	strscpy(running->release, init_utsname()->release,
		sizeof(((struct crashrec_boot *)0)->release));
}

static bool first_is_acked(const struct cr_chunk_ref *ref)
{
	return !ref->stream && !ref->part && (ref->flags & CR_CHUNK_F_ACKED);
}

/* Returns the number of chunks that hold something, but nothing valid. */
static u32 claim_known(struct crashrec_ring *ring,
		       const struct cr_chunk_ref *refs, u32 count)
{
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	u32 damaged = 0, begin, end, i;

	for (i = 0; i < count; i++)
		__set_bit(refs[i].chunk, ring->claimed);
	for (begin = 0; begin < count; begin = end) {
		end = begin + 1;
		while (end < count &&
		       cr_chunk_same_report(&refs[begin], &refs[end]))
			end++;
		if (first_is_acked(&refs[begin]))
			crashrec_ring_release(ring, refs + begin, end - begin);
	}
	for (i = 0; i < ring->layout.chunk_count; i++) {
		memcpy(&hdr, chunk_at(ring, i), sizeof(hdr));
		if (le32_to_cpu(hdr.magic) == CRASHREC_CHUNK_MAGIC &&
		    !cr_chunk_check(&hdr, &ref))
			damaged++;
	}
	return damaged;
}

/**
 * crashrec_ring_adopt() - take over a formatted region for this boot
 * @ring: its layout is known
 * @boot_id: of this boot
 *
 * Unread records stay. Chunks of acknowledged ones become free.
 *
 * Context: process.
 * Return: 0; -ENOMEM; -EBADMSG: its numbers are none that a kernel has drawn;
 * crashrec_ring_exit() undoes it.
 */
int crashrec_ring_adopt(struct crashrec_ring *ring,
			const u8 boot_id[CRASHREC_ID_BYTES])
{
	u32 room = ring->layout.chunk_count, count, damaged;
	struct cr_chunk_ref *refs;
	u64 next_seq = 1;
	int err;

	refs = kvcalloc(room, sizeof(*refs), GFP_KERNEL);
	if (!refs)
		return -ENOMEM;
	ring->claimed = kvcalloc(BITS_TO_LONGS(room), sizeof(long),
				 GFP_KERNEL);
	if (!ring->claimed) {
		err = -ENOMEM;
		goto free_refs;
	}
	err = cr_region_scan(&ring->image, &ring->layout, refs, &count);
	if (err)
		goto free_claimed;
	if (count)
		next_seq = refs[count - 1].seq + 1;
	describe_boot(ring, boot_id, next_seq);
	if (ring->former.generation && ring->former.first_seq > next_seq)
		next_seq = ring->former.first_seq;
	/* No kernel has counted so far: the next numbers would not be valid. */
	err = -EBADMSG;
	if (next_seq >> SEQ_BITS || !ring->running.generation)
		goto free_claimed;
	atomic64_set(&ring->next_seq, next_seq);
	damaged = claim_known(ring, refs, count);
	write_boot(ring);
	ring->stats->flush = ring->flush;
	ring->stats->boot = boot_at(ring, ring->boot_n);
	if (damaged)
		crashrec_stats_lost(ring->stats, CRASHREC_LOST_DAMAGED,
				    damaged);
	kvfree(refs);
	return 0;

free_claimed:
	kvfree(ring->claimed);
	ring->claimed = NULL;
free_refs:
	kvfree(refs);
	return err;
}

/**
 * crashrec_ring_end() - note how this boot ends
 * @ring: an adopted region
 * @ended: CRASHREC_ENDED_*
 *
 * Context: any, NMI included.
 */
void crashrec_ring_end(struct crashrec_ring *ring, u32 ended)
{
	struct crashrec_boot *boot = boot_at(ring, ring->boot_n);

	WRITE_ONCE(boot->ended, cpu_to_le32(ended));
	crashrec_flush(ring->flush, &boot->ended, sizeof(boot->ended));
	ring->running.ended = ended;
}

/**
 * crashrec_ring_log_seen() - the kernel's log was seen up to here
 * @ring: an adopted region
 * @seq: number of the first record that was not
 *
 * Context: process.
 */
void crashrec_ring_log_seen(struct crashrec_ring *ring, u64 seq)
{
	struct crashrec_boot *boot = boot_at(ring, ring->boot_n);

	ring->running.log_seq = seq;
	WRITE_ONCE(boot->log_seq, cpu_to_le64(seq));
	crashrec_flush(ring->flush, &boot->log_seq, sizeof(boot->log_seq));
}

static int claim_chunk(struct crashrec_ring *ring)
{
	u32 count = ring->layout.chunk_count;
	u32 start = atomic_read(&ring->cursor);
	u32 chunk, tries;

	for (tries = 0; tries < CLAIM_TRIES; tries++) {
		chunk = find_next_zero_bit(ring->claimed, count, start);
		if (chunk >= count)
			chunk = find_next_zero_bit(ring->claimed, count, 0);
		if (chunk >= count)
			return -ENOSPC;
		/* Pairs with E: see the head of this file. */
		if (!test_and_set_bit(chunk, ring->claimed)) {
			atomic_set(&ring->cursor,
				   chunk + 1 < count ? chunk + 1 : 0);
			return chunk;
		}
		start = chunk;
	}
	return -ENOSPC;
}

/**
 * crashrec_ring_next_chunk() - go on in another chunk
 * @ring: an adopted region
 * @writer: its stream
 * @part: ordinal of the chunk
 *
 * Context: any, NMI included; never waits. One context at a time for a writer.
 * Return: 0; -ENOSPC: every chunk is in use.
 */
int crashrec_ring_next_chunk(struct crashrec_ring *ring,
			     struct crashrec_writer *writer, u32 part)
{
	struct crashrec_chunk_hdr fresh = {
		.magic = cpu_to_le32(CRASHREC_CHUNK_MAGIC),
		.stream = cpu_to_le16(writer->stream),
		.seq = cpu_to_le64(writer->seq),
		.part = cpu_to_le32(part),
		.former_bytes = cpu_to_le32(part ? writer->at : 0),
	};
	u32 hdr_bytes = sizeof(fresh);
	struct crashrec_chunk_hdr *hdr;
	int chunk = claim_chunk(ring);

	if (chunk < 0)
		return chunk;
	if (!writer->stream && !part)
		hdr_bytes += CELLS_BYTES;
	fresh.hdr_bytes = cpu_to_le16(hdr_bytes);
	memcpy(fresh.boot_id, ring->running.boot_id, sizeof(fresh.boot_id));
	writer->crc = cr_crc32c(0, &fresh, offsetof(typeof(fresh), crc));
	fresh.crc = cpu_to_le32(writer->crc);
	hdr = (void *)chunk_at(ring, chunk);
	WRITE_ONCE(hdr->magic, 0);
	smp_wmb();	/* A: no old magic over new content */
	fresh.magic = 0;
	*hdr = fresh;
	WRITE_ONCE(*(u64 *)((u8 *)hdr + hdr_bytes), 0);
	smp_wmb();	/* B: the magic is behind the rest */
	WRITE_ONCE(hdr->magic, cpu_to_le32(CRASHREC_CHUNK_MAGIC));
	crashrec_ring_tell(ring, hdr, hdr_bytes + sizeof(u64));
	writer->base = hdr;
	if (part < CRASHREC_FIRST_CHUNKS)
		writer->first[part].chunk = chunk;
	writer->part = part;
	writer->at = hdr_bytes;
	smp_mb__before_atomic();	/* H: pairs with refresh() */
	atomic_inc(&ring->changes);
	return 0;
}

/**
 * crashrec_ring_begin() - begin a stream of a report
 * @ring: an adopted region
 * @writer: is set up; ends by no longer being used
 * @seq: the report
 * @stream: the stream, not yet begun in this report
 *
 * Context: any, NMI included; never waits. One context at a time for a writer.
 * Return: 0; -ENOSPC: every chunk is in use.
 */
int crashrec_ring_begin(struct crashrec_ring *ring,
			struct crashrec_writer *writer, u64 seq, u16 stream)
{
	writer->seq = seq;
	writer->stream = stream;
	return crashrec_ring_next_chunk(ring, writer, 0);
}

/**
 * crashrec_ring_put() - append an entry
 * @ring: an adopted region
 * @writer: its stream
 * @type: CRASHREC_ATTR_*
 * @pieces: the payload, in two pieces
 *
 * When this returns 0, the entry is in the region, whole.
 *
 * Context: any, NMI included; never waits. One context at a time for a writer.
 * Return: 0; -ENOSPC: every chunk is in use; -E2BIG: it can never fit.
 */
int crashrec_ring_put(struct crashrec_ring *ring,
		      struct crashrec_writer *writer, u16 type,
		      const struct crashrec_piece pieces[2])
{
	return crashrec_ring_append(ring, writer, type, pieces, false);
}

/**
 * crashrec_ring_count() - store how often a report came again, the last time now
 * @ring: an adopted region
 * @chunk: of the report that is kept: stream 0, part 0
 * @cell: 0 or 1, not that of the last call for this report
 * @count: how often
 *
 * Context: process; callers take turns.
 */
void crashrec_ring_count(struct crashrec_ring *ring, u32 chunk, u32 cell,
			 u64 count)
{
	const struct crashrec_chunk_hdr *hdr = (void *)chunk_at(ring, chunk);
	struct crashrec_repeats_cell *at = (void *)(hdr + 1);

	at += cell;
	at->repeats.count = cpu_to_le64(count);
	at->repeats.last_boot_ns = cpu_to_le64(ktime_get_boot_fast_ns());
	at->repeats.last_wall_ns = cpu_to_le64(ktime_get_real_fast_ns());
	at->crc = cpu_to_le32(cr_repeats_crc(le32_to_cpu(hdr->crc),
					     &at->repeats));
	crashrec_ring_tell(ring, at, sizeof(*at));
	smp_wmb();	/* J: whole before the repeat, or the other, is gone */
}

/**
 * crashrec_ring_release() - a report was acknowledged: free its chunks
 * @ring: an adopted region
 * @refs: its chunks, in the order of cr_region_scan(); no one writes to them
 * @ref_count: how many
 *
 * Context: any, NMI included; callers take turns for a report.
 */
void crashrec_ring_release(struct crashrec_ring *ring,
			   const struct cr_chunk_ref *refs, u32 ref_count)
{
	struct crashrec_chunk_hdr *hdr;
	u32 i, first = 0;

	if (!refs[0].stream && !refs[0].part) {
		hdr = (void *)chunk_at(ring, refs[0].chunk);
		WRITE_ONCE(hdr->ack, cpu_to_le32(CRASHREC_ACKED));
		crashrec_ring_tell(ring, hdr, sizeof(*hdr));
		smp_wmb();	/* D: acknowledged before any of it is gone */
		first = 1;
	}
	for (i = first; i < ref_count; i++) {
		hdr = (void *)chunk_at(ring, refs[i].chunk);
		WRITE_ONCE(hdr->magic, 0);
		crashrec_ring_tell(ring, hdr, sizeof(*hdr));
	}
	smp_mb__before_atomic();	/* E: pairs with claim_chunk() */
	for (i = 0; i < ref_count; i++)
		clear_bit(refs[i].chunk, ring->claimed);
	smp_mb__before_atomic();	/* H: pairs with refresh() */
	atomic_inc(&ring->changes);
}
