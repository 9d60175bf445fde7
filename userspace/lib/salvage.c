// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "salvage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* What is read at once. */
#define BLOCK_BYTES	(1U << 20)
/* Headers may begin in one block and end in the next. */
#define OVERLAP_BYTES	64U
/*
 * Of what stands in a dump: memory begins at a page in those that kernels
 * write, and behind notes of four-byte words in QEMU's.
 */
#define ALIGN_BYTES	4U
/* Words that are looked at together, which compilers make vectors of. */
#define WORDS		16U
#define TELL_BYTES	(64U << 20)

_Static_assert(sizeof(struct crashrec_chunk_hdr) <= OVERLAP_BYTES, "overlap");

static int image_read(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct salvage *salvage = arg;
	u64 in = offset - salvage->layout.hdr_bytes, at, end;
	u32 chunk = (u32)(in / salvage->layout.chunk_bytes);

	if (offset < salvage->layout.hdr_bytes || chunk >= salvage->chunk_count)
		return -EINVAL;
	at = salvage->chunks[chunk] + in % salvage->layout.chunk_bytes;
	end = salvage->file.bytes;
	if (at >= end || bytes > end - at) {
		memset(buf, 0, bytes);
		bytes = at < end ? (u32)(end - at) : 0;
	}
	return bytes ? salvage->file.read(salvage->file.arg, at, buf, bytes) :
	       0;
}

static int region_read(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct salvage_region *region = arg;

	return region->in->file.read(region->in->file.arg,
				     region->offset + offset, buf, bytes);
}

static void take_region(struct salvage *salvage, u64 offset)
{
	struct salvage_region *region = &salvage->regions[salvage->region_count];

	if (salvage->region_count == SALVAGE_REGIONS_MAX) {
		salvage->missed++;
		return;
	}
	region->in = salvage;
	region->offset = offset;
	region->image.read = region_read;
	region->image.arg = region;
	region->image.bytes = salvage->file.bytes - offset;
	if (!cr_region_probe(&region->image, &region->layout))
		salvage->region_count++;
}

static int take_chunk(struct salvage *salvage, u64 offset, const u8 *bytes)
{
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	u64 *chunks;
	u32 room;

	memcpy(&hdr, bytes, sizeof(hdr));
	if (!cr_chunk_check(&hdr, &ref))
		return 0;
	if (salvage->chunk_count == SALVAGE_CHUNKS_MAX) {
		salvage->missed++;
		return 0;
	}
	if (salvage->chunk_count == salvage->chunk_room) {
		room = salvage->chunk_room ? 2 * salvage->chunk_room : 64;
		chunks = realloc(salvage->chunks, room * sizeof(*chunks));
		if (!chunks)
			return -ENOMEM;
		salvage->chunks = chunks;
		salvage->chunk_room = room;
	}
	salvage->chunks[salvage->chunk_count++] = offset;
	return 0;
}

static bool has_magic(const u32 *words)
{
	const u32 region = (u32)CRASHREC_REGION_MAGIC;
	u32 found = 0, i;

	for (i = 0; i < WORDS; i++)
		found |= (u32)(le32_to_cpu(words[i]) == CRASHREC_CHUNK_MAGIC) |
			 (u32)(le32_to_cpu(words[i]) == region);
	return found;
}

static int take_words(struct salvage *salvage, u64 offset, const u8 *bytes)
{
	u32 i, word;
	int err = 0;

	for (i = 0; i < WORDS && !err; i++, bytes += ALIGN_BYTES) {
		memcpy(&word, bytes, sizeof(word));
		if (le32_to_cpu(word) == CRASHREC_CHUNK_MAGIC)
			err = take_chunk(salvage, offset + i * ALIGN_BYTES,
					 bytes);
		else if (le32_to_cpu(word) == (u32)CRASHREC_REGION_MAGIC)
			take_region(salvage, offset + i * ALIGN_BYTES);
	}
	return err;
}

/* @block: of @bytes, which begins at @offset, and OVERLAP_BYTES behind it. */
static int scan_block(struct salvage *salvage, u64 offset, const u32 *block,
		      u32 bytes)
{
	u32 at;
	int err;

	for (at = 0; at < bytes; at += WORDS * ALIGN_BYTES) {
		if (!has_magic(block + at / ALIGN_BYTES))
			continue;
		err = take_words(salvage, offset + at,
				 (const u8 *)block + at);
		if (err)
			return err;
	}
	return 0;
}

/* Where the next data is, and where it ends; what can't be told is data. */
static void next_data(const struct salvage *salvage, int fd, u64 *from, u64 *to)
{
	off_t data = lseek(fd, (off_t)*from, SEEK_DATA), hole;

	*to = salvage->file.bytes;
	if (data < 0) {
		/* Nothing but a hole is left. */
		if (errno == ENXIO)
			*from = *to;
		return;
	}
	*from = (u64)data / BLOCK_BYTES * BLOCK_BYTES;
	hole = lseek(fd, data, SEEK_HOLE);
	if (hole > data && (u64)hole < *to)
		*to = (u64)hole;
}

static void tell(const struct salvage *salvage, u64 done)
{
	if (salvage->progress.tell)
		salvage->progress.tell(salvage->progress.arg, done,
				       salvage->file.bytes);
}

static int scan_data(struct salvage *salvage, u32 *block, u64 *from, u64 to)
{
	u64 left;
	u32 bytes;
	int err;

	for (; *from < to; *from += BLOCK_BYTES) {
		left = salvage->file.bytes - *from;
		bytes = BLOCK_BYTES + OVERLAP_BYTES;
		if (left < bytes) {
			memset(block, 0, bytes);
			bytes = (u32)left;
		}
		err = salvage->file.read(salvage->file.arg, *from, block,
					 bytes);
		if (err)
			return err;
		err = scan_block(salvage, *from, block, BLOCK_BYTES);
		if (err)
			return err;
		if (!(*from % TELL_BYTES))
			tell(salvage, *from);
	}
	return 0;
}

int salvage_scan(struct salvage *salvage, int fd)
{
	u32 *block = malloc(BLOCK_BYTES + OVERLAP_BYTES);
	u64 from = 0, to = 0;
	int err = block ? 0 : -ENOMEM;

	while (!err && from < salvage->file.bytes) {
		if (from >= to)
			next_data(salvage, fd, &from, &to);
		if (from < to)
			err = scan_data(salvage, block, &from, to);
	}
	free(block);
	if (err)
		return err;
	tell(salvage, salvage->file.bytes);
	salvage->layout.hdr_bytes = CRASHREC_HDR_BYTES;
	salvage->layout.chunk_bytes = CRASHREC_CHUNK_MAX_BYTES;
	salvage->layout.chunk_count = salvage->chunk_count;
	salvage->image.read = image_read;
	salvage->image.arg = salvage;
	salvage->image.bytes = cr_layout_chunk_offset(&salvage->layout,
						      salvage->chunk_count);
	return 0;
}

void salvage_free(struct salvage *salvage)
{
	free(salvage->chunks);
	salvage->chunks = NULL;
	salvage->chunk_count = 0;
	salvage->chunk_room = 0;
}

bool salvage_in_place(const struct salvage *salvage, u32 chunk)
{
	u64 offset = salvage->chunks[chunk], first;
	const struct salvage_region *region;
	u32 i;

	for (i = 0; i < salvage->region_count; i++) {
		region = &salvage->regions[i];
		first = region->offset + region->layout.hdr_bytes;
		if (offset >= first &&
		    !((offset - first) % region->layout.chunk_bytes) &&
		    (offset - first) / region->layout.chunk_bytes <
		    region->layout.chunk_count)
			return true;
	}
	return false;
}

static bool is_copy(const struct cr_chunk_ref *a, const struct cr_chunk_ref *b)
{
	return cr_chunk_same_report(a, b) && a->stream == b->stream &&
	       a->part == b->part;
}

/* Bytes of a chunk up to its first entry that is none. */
static u32 filled(const struct salvage *salvage, u32 chunk)
{
	u64 offset = cr_layout_chunk_offset(&salvage->layout, chunk);
	struct crashrec_chunk_hdr hdr;
	struct crashrec_entry entry;
	u8 payload[UINT16_MAX];
	u32 at, bytes;

	if (image_read((void *)salvage, offset, &hdr, sizeof(hdr)))
		return 0;
	at = le16_to_cpu(hdr.hdr_bytes);
	while (at + sizeof(entry) <= salvage->layout.chunk_bytes) {
		if (image_read((void *)salvage, offset + at, &entry,
			       sizeof(entry)))
			break;
		bytes = le16_to_cpu(entry.payload_bytes);
		if (!entry.type ||
		    bytes > salvage->layout.chunk_bytes - at - sizeof(entry) ||
		    image_read((void *)salvage, offset + at + sizeof(entry),
			       payload, bytes) ||
		    le32_to_cpu(entry.crc) !=
		    cr_entry_crc(le32_to_cpu(hdr.crc), at,
				 le16_to_cpu(entry.type), payload, bytes))
			break;
		at += (u32)sizeof(entry) + cr_padded(bytes);
	}
	return at;
}

static bool is_better(const struct salvage *salvage,
		      const struct cr_chunk_ref *a,
		      const struct cr_chunk_ref *b)
{
	bool a_in = salvage_in_place(salvage, a->chunk);
	bool b_in = salvage_in_place(salvage, b->chunk);

	if (a_in != b_in)
		return a_in;
	if ((a->flags ^ b->flags) & CR_CHUNK_F_ACKED)
		return a->flags & CR_CHUNK_F_ACKED;
	return filled(salvage, a->chunk) > filled(salvage, b->chunk);
}

u32 salvage_unite(const struct salvage *salvage, struct cr_chunk_ref *refs,
		  u32 count)
{
	u32 left = 0, i;

	for (i = 0; i < count; i++) {
		if (!left || !is_copy(&refs[left - 1], &refs[i]))
			refs[left++] = refs[i];
		else if (is_better(salvage, &refs[i], &refs[left - 1]))
			refs[left - 1] = refs[i];
	}
	return left;
}
