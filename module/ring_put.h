/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is appended to the ring: the head of ring.c tells how, and names the
 * barriers. Each line of a report passes here while its printk() waits: so this
 * is no call there.
 */
#ifndef CRASHREC_RING_PUT_H
#define CRASHREC_RING_PUT_H

#include <linux/errno.h>
#include <linux/minmax.h>

#include "ring.h"

/*
 * Kept free by lines from before a report, for its first line: a report without
 * any is never read, and so never acknowledged.
 */
#define CRASHREC_FIRST_LINE_BYTES	512U

/* Where in a chunk an entry of that type must end. */
static inline u32 crashrec_ring_room(const struct crashrec_ring *ring, u16 type)
{
	u32 room = ring->layout.chunk_bytes - CRASHREC_CLOSE_BYTES -
		   CRASHREC_USERS_BYTES;

	if (type == CRASHREC_ATTR_LINE)
		return room;
	if (type == CRASHREC_ATTR_CLOSE)
		room += CRASHREC_CLOSE_BYTES + CRASHREC_USERS_BYTES;
	if (type == CRASHREC_ATTR_USER_LINES)
		room += CRASHREC_USERS_BYTES;
	if (type == CRASHREC_ATTR_BEFORE)
		room -= CRASHREC_FIRST_LINE_BYTES;
	return room;
}

/**
 * crashrec_ring_append() - crashrec_ring_put(), as its caller wants it
 * @ring: likewise
 * @writer: likewise
 * @type: likewise
 * @pieces: likewise
 * @at_once: the payload is summed while it is copied: fast, and not small
 *
 * Context: likewise.
 * Return: likewise.
 */
static __always_inline int
crashrec_ring_append(struct crashrec_ring *ring,
		     struct crashrec_writer *writer, u16 type,
		     const struct crashrec_piece pieces[2], bool at_once)
{
	u32 bytes = pieces[0].bytes + pieces[1].bytes;
	u32 whole = sizeof(struct crashrec_entry) + cr_padded(bytes);
	u32 at = writer->at;
	u64 place, crc;
	__le64 *entry;
	int err;

	if (at + whole > crashrec_ring_room(ring, type)) {
		/* What no chunk has room for comes here, too. */
		if (bytes > crashrec_ring_payload_max(ring))
			return -E2BIG;
		err = crashrec_ring_next_chunk(ring, writer, writer->part + 1);
		if (err)
			return err;
		at = writer->at;
	}
	place = cr_entry_place(at, type, bytes);
	entry = writer->base + at;
	crc = at_once ?
		crashrec_copy_summed(writer->crc, place, (u8 *)(entry + 1),
				     pieces) :
		crashrec_copy_then_sum(writer->crc, place, (u8 *)(entry + 1),
				       pieces);
	/* What a former use of the chunk left behind it is no entry. */
	writer->at += whole;
	if (writer->at < ring->layout.chunk_bytes)
		WRITE_ONCE(*(u64 *)(writer->base + writer->at), 0);
	smp_wmb();	/* C: the entry's header is behind its payload */
	/* struct crashrec_entry: type and size are the place's upper half. */
	WRITE_ONCE(*entry, cpu_to_le64(crc << 32 | place >> 32));
	crashrec_ring_tell(ring, entry,
			   min_t(u32, whole + sizeof(u64),
				 ring->layout.chunk_bytes - at));
	return 0;
}

#endif /* CRASHREC_RING_PUT_H */
