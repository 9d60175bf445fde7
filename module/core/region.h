/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Reading a region: bytes that a dead kernel left, or that a live one is
 * still writing. Nothing in them is trusted.
 */
#ifndef CR_REGION_H
#define CR_REGION_H

#include "../../include/uapi/crashrec_format.h"
#include "env.h"

/**
 * struct cr_image - where the bytes of a region come from
 * @read: copies @bytes from @offset into @buf; 0 or a negative errno. Never
 *        called beyond @bytes. Everything is copied before it is checked, so
 *        the image may change meanwhile.
 * @arg: first argument of @read
 * @bytes: how large the image is
 */
struct cr_image {
	int (*read)(void *arg, u64 offset, void *buf, u32 bytes);
	void *arg;
	u64 bytes;
};

/**
 * struct cr_layout - where the chunks are
 * @region_bytes: of the region, as it was formatted
 * @hdr_bytes: offset of the first chunk
 * @chunk_bytes: size of a chunk, header included
 * @chunk_count: how many there are
 * @ecc_bytes: parity of each CRASHREC_ECC_BLOCK_BYTES, 0: none
 * @region_id: random name of the region
 */
struct cr_layout {
	u64 region_bytes;
	u32 hdr_bytes;
	u32 chunk_bytes;
	u32 chunk_count;
	u32 ecc_bytes;
	u8 region_id[CRASHREC_ID_BYTES];
};

/**
 * struct cr_boot - a struct crashrec_boot that was found valid
 * @boot_id: likewise
 * @generation: likewise
 * @ended: CRASHREC_ENDED_*
 * @crc: likewise
 * @first_seq: likewise
 * @wall_ns: likewise
 * @boot_ns: likewise
 * @release: zero terminated
 * @lost: likewise
 * @log_seq: likewise
 */
struct cr_boot {
	u8 boot_id[CRASHREC_ID_BYTES];
	u32 generation;
	u32 ended;
	u32 crc;
	u64 first_seq;
	u64 wall_ns;
	u64 boot_ns;
	char release[sizeof(((struct crashrec_boot *)0)->release) + 1];
	u64 lost[CRASHREC_LOST_ROOM];
	u64 log_seq;
};

#define CR_CHUNK_F_ACKED	(1U << 0)

/**
 * struct cr_chunk_ref - a chunk whose header is valid
 * @seq: the report it belongs to
 * @boot_id: likewise
 * @chunk: its ordinal in the region
 * @part: as in struct crashrec_chunk_hdr
 * @stream: likewise
 * @flags: CR_CHUNK_F_*
 */
struct cr_chunk_ref {
	u64 seq;
	u8 boot_id[CRASHREC_ID_BYTES];
	u32 chunk;
	u32 part;
	u16 stream;
	u16 flags;
};

/**
 * cr_layout_for() - the layout that a region of a given size gets
 * @region_bytes: CRASHREC_REGION_MIN_BYTES to CRASHREC_REGION_MAX_BYTES
 * @ecc_bytes: parity of each block, up to CRASHREC_ECC_MAX_BYTES; 0: none
 * @layout: filled, but for its region_id
 *
 * Context: any.
 * Return: 0; -EINVAL: the size, or @ecc_bytes, is out of bounds.
 */
int cr_layout_for(u64 region_bytes, u32 ecc_bytes, struct cr_layout *layout);

/**
 * cr_layout_chunk_offset() - where a chunk begins
 * @layout: of the region
 * @chunk: ordinal, below chunk_count
 *
 * Context: any.
 * Return: offset in the region, bytes.
 */
static inline u64 cr_layout_chunk_offset(const struct cr_layout *layout,
					 u32 chunk)
{
	return layout->hdr_bytes + (u64)chunk * layout->chunk_bytes;
}

/**
 * cr_layout_parity_offset() - where the parity of a block stands
 * @layout: of a region that has parity
 * @offset: of the block, below the end of the chunks
 *
 * Context: any.
 * Return: offset in the region, bytes.
 */
static inline u64 cr_layout_parity_offset(const struct cr_layout *layout,
					  u64 offset)
{
	return cr_layout_chunk_offset(layout, layout->chunk_count) +
	       offset / CRASHREC_ECC_BLOCK_BYTES * layout->ecc_bytes;
}

/**
 * cr_region_probe() - is this a region?
 * @image: the bytes
 * @layout: filled on success
 *
 * Context: that of @image->read.
 * Return: 0; -ENOENT: all zero, never formatted; -EBADMSG: other bytes;
 * -EPROTONOSUPPORT: a region of another format version; -EMSGSIZE: the image
 * is shorter than the region was; or what @image->read gave.
 */
int cr_region_probe(const struct cr_image *image, struct cr_layout *layout);

/**
 * cr_region_may_be() - is it nearly a region with parity?
 * @image: the bytes, all of the memory that was formatted
 * @ecc_bytes: of the parity
 * @layout: filled, but for its region_id
 *
 * Context: that of @image->read.
 * Return: true if no more of what must stand in its header is wrong than parity
 * can repair.
 */
bool cr_region_may_be(const struct cr_image *image, u32 ecc_bytes,
		      struct cr_layout *layout);

/**
 * cr_region_boot() - read one of the two boot descriptions
 * @image: the bytes
 * @n: 0 or 1
 * @boot: filled on success
 *
 * Context: that of @image->read.
 * Return: 0; -ENOENT: it is not valid; or what @image->read gave.
 */
int cr_region_boot(const struct cr_image *image, u32 n, struct cr_boot *boot);

/**
 * cr_region_last_boot() - the boot that used the region last
 * @image: the bytes
 * @boot: filled on success
 * @n: set to which of the two it is
 *
 * Context: that of @image->read.
 * Return: 0; -ENOENT: neither is valid; or what @image->read gave.
 */
int cr_region_last_boot(const struct cr_image *image, struct cr_boot *boot,
			u32 *n);

/**
 * cr_lost_head_crc() - the CRC of a struct crashrec_lost_head
 * @boot_crc: crc of the boot's description
 * @head: all but its crc is set
 *
 * Context: any, NMI included.
 * Return: the CRC.
 */
u32 cr_lost_head_crc(u32 boot_crc, const struct crashrec_lost_head *head);

/**
 * cr_region_lost_heads() - the first lines of reports that were lost whole
 * @image: the bytes
 * @boot: whose
 * @n: which boot description that is, 0 or 1
 * @heads: filled, the oldest first
 *
 * Context: that of @image->read.
 * Return: how many.
 */
u32 cr_region_lost_heads(const struct cr_image *image,
			 const struct cr_boot *boot, u32 n,
			 struct crashrec_lost_head heads[CRASHREC_LOST_HEADS]);

/**
 * cr_chunk_check() - is this the header of a chunk in use?
 * @hdr: a copy of it
 * @ref: filled on success, but for @ref->chunk
 *
 * Context: any.
 * Return: true if it is.
 */
bool cr_chunk_check(const struct crashrec_chunk_hdr *hdr,
		    struct cr_chunk_ref *ref);

/**
 * cr_region_scan() - find the chunks in use
 * @image: the bytes
 * @layout: from cr_region_probe()
 * @refs: room for @layout->chunk_count of them; filled in the order of
 *        sequence number, boot id, stream, part
 * @count: set to how many were found
 *
 * Context: that of @image->read. Time n log n in the number of chunks.
 * Return: 0, or what @image->read gave.
 */
int cr_region_scan(const struct cr_image *image,
		   const struct cr_layout *layout, struct cr_chunk_ref *refs,
		   u32 *count);

/**
 * cr_chunk_same_report() - do two chunks hold the same report?
 * @a: one
 * @b: the other
 *
 * Context: any.
 * Return: true if so.
 */
bool cr_chunk_same_report(const struct cr_chunk_ref *a,
			  const struct cr_chunk_ref *b);

/**
 * cr_entry_place() - what the CRC of an entry covers beside its payload
 * @offset: of the entry, in the chunk
 * @type: CRASHREC_ATTR_*
 * @payload_bytes: of it
 *
 * Context: any, NMI included.
 * Return: a number whose eight little-endian bytes go before the payload.
 */
static inline u64 cr_entry_place(u32 offset, u16 type, u32 payload_bytes)
{
	return offset | (u64)type << 32 | (u64)payload_bytes << 48;
}

/**
 * cr_entry_crc() - the CRC of an entry
 * @chunk_crc: crc of the header of the chunk it is in
 * @offset: of the entry, in the chunk
 * @type: CRASHREC_ATTR_*
 * @payload: its payload
 * @payload_bytes: of it
 *
 * Context: any, NMI included.
 * Return: what belongs in crashrec_entry::crc.
 */
u32 cr_entry_crc(u32 chunk_crc, u32 offset, u16 type, const void *payload,
		 u32 payload_bytes);

/**
 * cr_repeats_crc() - the CRC of a count of repeats
 * @chunk_crc: crc of the header of the chunk it is in
 * @repeats: the count
 *
 * Context: any, NMI included.
 * Return: what belongs in crashrec_repeats_cell::crc.
 */
u32 cr_repeats_crc(u32 chunk_crc, const struct crashrec_repeats *repeats);

/**
 * cr_padded() - size of a payload with its padding
 * @bytes: of the payload, below 4 GiB - CRASHREC_ALIGN
 *
 * Context: any, NMI included.
 * Return: @bytes, rounded up to a multiple of CRASHREC_ALIGN.
 */
static inline u32 cr_padded(u32 bytes)
{
	return (bytes + CRASHREC_ALIGN - 1) & ~(u32)(CRASHREC_ALIGN - 1);
}

#endif /* CR_REGION_H */
