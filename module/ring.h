/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The live ring: who owns which chunk of the region, and how bytes get there.
 */
#ifndef CRASHREC_RING_H
#define CRASHREC_RING_H

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/types.h>

#include "checksum.h"
#include "core/region.h"
#include "flush.h"
#include "stats.h"

/**
 * struct crashrec_ring - the region of the running kernel
 * @base: its first byte
 * @bytes: memory there
 * @layout: of the region
 * @image: for the functions of core/region.h
 * @flush: what is stored is written back from the caches; false by default
 * @stats: counters
 * @running: this boot
 * @former: the boot before that used the region, generation 0: none
 * @boot_n: which of the two boot descriptions is this boot's
 * @claimed: bit n is set while chunk n is in use
 * @cursor: where the search for a free chunk begins
 * @next_seq: number that the next report gets
 * @changes: raised whenever the set of records may have changed
 * @stored: told of bytes that were stored, see crashrec_ring_stored(); NULL:
 *          nobody wants to know
 * @stored_arg: its first argument
 */
struct crashrec_ring {
	u8 *base;
	u64 bytes;
	struct cr_layout layout;
	struct cr_image image;
	bool flush;
	struct crashrec_stats *stats;
	struct cr_boot running;
	struct cr_boot former;
	u32 boot_n;
	unsigned long *claimed;
	atomic_t cursor;
	atomic64_t next_seq;
	atomic_t changes;
	void (*stored)(void *arg, const void *at, u32 bytes);
	void *stored_arg;
};

/* What a report that is not over its header takes, as a rule. */
#define CRASHREC_FIRST_CHUNKS	4

/**
 * struct crashrec_writer - one stream of one report
 * @seq: the report
 * @base: first byte of the chunk that is being filled
 * @at: where the next entry goes
 * @crc: of the chunk's header
 * @part: ordinal of the chunk
 * @stream: as in struct crashrec_chunk_hdr
 * @first: the first parts, as crashrec_ring_release() wants those of stream 0
 */
struct crashrec_writer {
	u64 seq;
	void *base;
	u32 at;
	u32 crc;
	u32 part;
	u16 stream;
	struct cr_chunk_ref first[CRASHREC_FIRST_CHUNKS];
};

int crashrec_ring_init(struct crashrec_ring *ring, void *base, u64 bytes,
		       struct crashrec_stats *stats);
void crashrec_ring_exit(struct crashrec_ring *ring);
int crashrec_ring_format(struct crashrec_ring *ring, u32 ecc_bytes);
int crashrec_ring_adopt(struct crashrec_ring *ring,
			const u8 boot_id[CRASHREC_ID_BYTES]);
void crashrec_ring_end(struct crashrec_ring *ring, u32 ended);
void crashrec_ring_log_seen(struct crashrec_ring *ring, u64 seq);

__visible int crashrec_ring_next_chunk(struct crashrec_ring *ring,
				       struct crashrec_writer *writer,
				       u32 part);
int crashrec_ring_begin(struct crashrec_ring *ring,
			struct crashrec_writer *writer, u64 seq, u16 stream);
int crashrec_ring_put(struct crashrec_ring *ring,
		      struct crashrec_writer *writer, u16 type,
		      const struct crashrec_piece pieces[2]);
void crashrec_ring_count(struct crashrec_ring *ring, u32 chunk, u32 cell,
			 u64 count);
void crashrec_ring_release(struct crashrec_ring *ring,
			   const struct cr_chunk_ref *refs, u32 ref_count);

/**
 * crashrec_ring_probe() - what is in the memory?
 * @ring: its layout is set on success
 *
 * Context: process.
 * Return: as cr_region_probe().
 */
static inline int crashrec_ring_probe(struct crashrec_ring *ring)
{
	return cr_region_probe(&ring->image, &ring->layout);
}

/**
 * crashrec_ring_tell() - bytes of the region were stored
 * @ring: an adopted region
 * @at: first of them
 * @bytes: how many
 *
 * By who may store there: what is told of is not stored to meanwhile.
 *
 * Context: any, NMI included.
 */
static inline void crashrec_ring_tell(const struct crashrec_ring *ring,
				      void *at, u32 bytes)
{
	if (ring->stored)
		ring->stored(ring->stored_arg, at, bytes);
	crashrec_flush(ring->flush, at, bytes);
}

/**
 * crashrec_ring_free_chunks() - how many chunks can be claimed
 * @ring: an adopted region
 *
 * Context: process.
 * Return: the number, at some moment during the call.
 */
static inline u32 crashrec_ring_free_chunks(const struct crashrec_ring *ring)
{
	return ring->layout.chunk_count -
	       bitmap_weight(ring->claimed, ring->layout.chunk_count);
}

/* Kept free in each chunk: a full region must not keep a report from closing. */
#define CRASHREC_CLOSE_BYTES	(sizeof(struct crashrec_entry) + \
				 sizeof(struct crashrec_close))
/* And from saying whose the lines are, if no more than two are a process's. */
#define CRASHREC_USERS_BYTES	(3 * sizeof(struct crashrec_entry) + \
				 2 * CRASHREC_ALIGN)

/**
 * crashrec_ring_payload_max() - the longest payload of an entry
 * @ring: an adopted region
 *
 * Context: any, NMI included.
 * Return: bytes.
 */
static inline u32 crashrec_ring_payload_max(const struct crashrec_ring *ring)
{
	return ring->layout.chunk_bytes - sizeof(struct crashrec_chunk_hdr) -
	       sizeof(struct crashrec_entry) - CRASHREC_CLOSE_BYTES -
	       CRASHREC_USERS_BYTES;
}

#endif /* CRASHREC_RING_H */
