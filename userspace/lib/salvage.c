// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "salvage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/crc32c.h"

/* What is read at once, and what is read again where that fails. */
#define BLOCK_BYTES	(1U << 20)
#define PAGE_BYTES	4096U
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
_Static_assert(sizeof(struct crashrec_region_hdr) <= OVERLAP_BYTES, "overlap");

static int region_read(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct salvage_region *region = arg;

	return region->file->read(region->file->arg, region->offset + offset,
				  buf, bytes);
}

void salvage_region_image(struct cr_image *image,
			  struct salvage_region *region)
{
	image->read = region_read;
	image->arg = region;
	image->bytes = region->file->bytes - region->offset;
}

static int loose_read(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct salvage *salvage = arg;
	u64 in = offset - CRASHREC_HDR_BYTES;
	u32 n = (u32)(in / CRASHREC_CHUNK_MAX_BYTES), room;
	const struct salvage_chunk *chunk;

	if (offset < CRASHREC_HDR_BYTES || n >= salvage->chunk_count)
		return -EINVAL;
	chunk = &salvage->chunks[n];
	in %= CRASHREC_CHUNK_MAX_BYTES;
	room = in < chunk->bytes ? chunk->bytes - (u32)in : 0;
	if (bytes > room)
		memset((u8 *)buf + room, 0, bytes - room);
	else
		room = bytes;
	return room ? salvage->file.read(salvage->file.arg,
					 chunk->offset + in, buf, room) : 0;
}

void salvage_loose_image(struct cr_image *image, struct cr_layout *layout,
			 struct salvage *salvage)
{
	memset(layout, 0, sizeof(*layout));
	layout->hdr_bytes = CRASHREC_HDR_BYTES;
	layout->chunk_bytes = CRASHREC_CHUNK_MAX_BYTES;
	layout->chunk_count = salvage->chunk_count;
	image->read = loose_read;
	image->arg = salvage;
	image->bytes = cr_layout_chunk_offset(layout, salvage->chunk_count);
}

/* Makes room for one more in an array that doubles. */
static int make_room(void **array, u32 count, size_t bytes)
{
	void *larger;

	if (count & (count - 1))
		return 0;
	larger = realloc(*array, (count ? 2 * (size_t)count : 1) * bytes);
	if (!larger)
		return -ENOMEM;
	*array = larger;
	return 0;
}

static bool is_region(const u8 *bytes, bool *other_version)
{
	struct crashrec_region_hdr hdr;

	memcpy(&hdr, bytes, sizeof(hdr));
	if (le64_to_cpu(hdr.magic) != CRASHREC_REGION_MAGIC)
		return false;
	if (le32_to_cpu(hdr.version) != CRASHREC_FORMAT_VERSION) {
		*other_version = true;
		return false;
	}
	return cr_crc32c(0, &hdr, offsetof(struct crashrec_region_hdr, crc)) ==
	       le32_to_cpu(hdr.crc);
}

static int take_region(struct salvage *salvage, u64 offset, const u8 *bytes)
{
	struct salvage_region region = {
		.file = &salvage->file, .offset = offset,
	};
	struct cr_image image;
	u32 n;

	if (!is_region(bytes, &salvage->other_version))
		return 0;
	salvage_region_image(&image, &region);
	if (cr_region_probe(&image, &region.layout) ||
	    cr_region_last_boot(&image, &region.last, &n))
		return 0;
	if (salvage->region_count == SALVAGE_REGIONS_MAX) {
		salvage->missed++;
		return 0;
	}
	if (make_room((void **)&salvage->regions, salvage->region_count,
		      sizeof(region)))
		return -ENOMEM;
	salvage->regions[salvage->region_count++] = region;
	return 0;
}

/* Regions begin before their chunks, so those that matter are known. */
static bool is_in_region(const struct salvage *salvage, u64 offset)
{
	const struct salvage_region *region;
	u64 first;
	u32 i;

	for (i = 0; i < salvage->region_count; i++) {
		region = &salvage->regions[i];
		first = cr_layout_chunk_offset(&region->layout, 0) +
			region->offset;
		if (offset >= first &&
		    !((offset - first) % region->layout.chunk_bytes) &&
		    (offset - first) / region->layout.chunk_bytes <
		    region->layout.chunk_count)
			return true;
	}
	return false;
}

/* What a region of that boot says of its chunks; else as much as there may be. */
static u32 bytes_of_boot(const struct salvage *salvage, const u8 *boot_id)
{
	u32 i;

	for (i = salvage->region_count; i; i--)
		if (!memcmp(salvage->regions[i - 1].last.boot_id, boot_id,
			    CRASHREC_ID_BYTES))
			return salvage->regions[i - 1].layout.chunk_bytes;
	return CRASHREC_CHUNK_MAX_BYTES;
}

static int take_chunk(struct salvage *salvage, u64 offset, const u8 *bytes)
{
	struct salvage_chunk *chunk = salvage->chunks;
	u64 left = salvage->file.bytes - offset;
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;

	memcpy(&hdr, bytes, sizeof(hdr));
	if (!cr_chunk_check(&hdr, &ref))
		return 0;
	/* One chunk ends where the next begins. */
	if (salvage->chunk_count) {
		chunk += salvage->chunk_count - 1;
		if (!((offset - chunk->offset) % CRASHREC_CHUNK_MIN_BYTES) &&
		    offset - chunk->offset < chunk->bytes)
			chunk->bytes = (u32)(offset - chunk->offset);
	}
	if (is_in_region(salvage, offset))
		return 0;
	if (salvage->chunk_count == SALVAGE_CHUNKS_MAX) {
		salvage->missed++;
		return 0;
	}
	if (make_room((void **)&salvage->chunks, salvage->chunk_count,
		      sizeof(*chunk)))
		return -ENOMEM;
	chunk = &salvage->chunks[salvage->chunk_count++];
	chunk->offset = offset;
	chunk->bytes = bytes_of_boot(salvage, ref.boot_id);
	if (chunk->bytes > left)
		chunk->bytes = (u32)left;
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
	u64 at = offset;
	u32 word;
	int err = 0;

	for (; at < offset + (u64)WORDS * ALIGN_BYTES && !err;
	     at += ALIGN_BYTES, bytes += ALIGN_BYTES) {
		memcpy(&word, bytes, sizeof(word));
		if (le32_to_cpu(word) == CRASHREC_CHUNK_MAGIC)
			err = take_chunk(salvage, at, bytes);
		else if (le32_to_cpu(word) == (u32)CRASHREC_REGION_MAGIC)
			err = take_region(salvage, at, bytes);
	}
	return err;
}

/* @block: BLOCK_BYTES from @offset on, and OVERLAP_BYTES behind them. */
static int scan_block(struct salvage *salvage, u64 offset, const u32 *block)
{
	u32 at;
	int err;

	for (at = 0; at < BLOCK_BYTES; at += WORDS * ALIGN_BYTES) {
		if (!has_magic(block + at / ALIGN_BYTES))
			continue;
		err = take_words(salvage, offset + at,
				 (const u8 *)block + at);
		if (err)
			return err;
	}
	return 0;
}

/* Whole blocks, up to where the data ends. */
static void next_data(const struct salvage *salvage, u64 *from, u64 *to)
{
	u64 data = *from;

	*to = salvage->file.bytes;
	if (!salvage->next_data)
		return;
	salvage->next_data(salvage->file.arg, &data, to);
	*from = data < *to ? data - data % BLOCK_BYTES : *to;
}

static void tell(const struct salvage *salvage, u64 done)
{
	if (salvage->progress.tell)
		salvage->progress.tell(salvage->progress.arg, done,
				       salvage->file.bytes);
}

static s64 now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* The rest is counted as one more that is missed. */
static void count_unread(struct salvage *salvage)
{
	salvage->missed++;
	if (++salvage->unread < SALVAGE_UNREAD_MAX &&
	    now_s() - salvage->read_s < SALVAGE_UNREAD_S)
		return;
	salvage->gave_up = true;
	salvage->missed++;
}

/* What can't be read, or is gone by now, is zero. */
static void read_block(struct salvage *salvage, u64 from, u8 *block)
{
	const struct cr_image *file = &salvage->file;
	u64 left = file->bytes - from;
	u32 bytes = BLOCK_BYTES + OVERLAP_BYTES, at, page;

	if (left < bytes) {
		memset(block + left, 0, bytes - left);
		bytes = (u32)left;
	}
	if (!file->read(file->arg, from, block, bytes)) {
		salvage->read_s = now_s();
		return;
	}
	for (at = 0; at < bytes; at += page) {
		page = bytes - at < PAGE_BYTES ? bytes - at : PAGE_BYTES;
		if (!salvage->gave_up &&
		    !file->read(file->arg, from + at, block + at, page)) {
			salvage->read_s = now_s();
			continue;
		}
		memset(block + at, 0, page);
		if (!salvage->gave_up)
			count_unread(salvage);
	}
}

static int scan_data(struct salvage *salvage, u32 *block, u64 *from, u64 to)
{
	int err;

	for (; *from < to && !salvage->gave_up; *from += BLOCK_BYTES) {
		read_block(salvage, *from, (u8 *)block);
		err = scan_block(salvage, *from, block);
		if (err)
			return err;
		if (!(*from % TELL_BYTES))
			tell(salvage, *from);
	}
	return 0;
}

/* How far a copy has come: the highest number, and how many acknowledged. */
static u64 rank(struct salvage_region *region, u64 *acked)
{
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	struct cr_image image;
	u64 last_seq = 0;
	u32 chunk;

	*acked = 0;
	salvage_region_image(&image, region);
	for (chunk = 0; chunk < region->layout.chunk_count; chunk++) {
		if (image.read(image.arg,
			       cr_layout_chunk_offset(&region->layout, chunk),
			       &hdr, sizeof(hdr)) ||
		    !cr_chunk_check(&hdr, &ref))
			continue;
		if (ref.seq > last_seq)
			last_seq = ref.seq;
		*acked += ref.flags & CR_CHUNK_F_ACKED;
	}
	return last_seq;
}

static bool is_later(struct salvage_region *a, struct salvage_region *b)
{
	u64 a_seq, b_seq, a_acked, b_acked;

	if (a->last.generation != b->last.generation)
		return b->last.generation > a->last.generation;
	a_seq = rank(a, &a_acked);
	b_seq = rank(b, &b_acked);
	return b_seq > a_seq || (b_seq == a_seq && b_acked > a_acked);
}

/* A region that the machine itself copied, as by reading its file, is one. */
static void drop_copies(struct salvage *salvage)
{
	struct salvage_region *regions = salvage->regions;
	u32 left = 0, i, at;

	for (i = 0; i < salvage->region_count; i++) {
		for (at = 0; at < left; at++)
			if (!memcmp(regions[at].layout.region_id,
				    regions[i].layout.region_id,
				    CRASHREC_ID_BYTES))
				break;
		if (at == left)
			regions[left++] = regions[i];
		else if (is_later(&regions[at], &regions[i]))
			regions[at] = regions[i];
	}
	salvage->copies += salvage->region_count - left;
	salvage->region_count = left;
}

int salvage_scan(struct salvage *salvage)
{
	u32 *block = malloc(BLOCK_BYTES + OVERLAP_BYTES);
	u64 from = 0, to = 0;
	int err = block ? 0 : -ENOMEM;

	salvage->read_s = now_s();
	while (!err && from < salvage->file.bytes && !salvage->gave_up) {
		if (from >= to)
			next_data(salvage, &from, &to);
		if (from < to)
			err = scan_data(salvage, block, &from, to);
	}
	tell(salvage, salvage->file.bytes);
	free(block);
	drop_copies(salvage);
	return err;
}

void salvage_free(struct salvage *salvage)
{
	free(salvage->regions);
	free(salvage->chunks);
	memset(salvage, 0, sizeof(*salvage));
}

int salvage_add(struct salvage *salvage, const struct salvage *more,
		const struct cr_image *file)
{
	u32 count = salvage->region_count + more->region_count, i;
	struct salvage_region *regions;

	if (!more->region_count)
		return 0;
	regions = reallocarray(salvage->regions, count, sizeof(*regions));
	if (!regions)
		return -ENOMEM;
	salvage->regions = regions;
	for (i = 0; i < more->region_count; i++) {
		regions[salvage->region_count] = more->regions[i];
		regions[salvage->region_count++].file = file;
	}
	drop_copies(salvage);
	return 0;
}

static bool is_copy(const struct cr_chunk_ref *a, const struct cr_chunk_ref *b)
{
	return cr_chunk_same_report(a, b) && a->stream == b->stream &&
	       a->part == b->part;
}

/* Bytes of a loose chunk up to its first entry that is none. */
static u32 filled(struct salvage *salvage, u32 n, u8 *chunk)
{
	const struct crashrec_chunk_hdr *hdr = (const void *)chunk;
	u32 room = salvage->chunks[n].bytes, at, bytes;
	struct crashrec_entry entry;

	if (room < sizeof(*hdr) ||
	    salvage->file.read(salvage->file.arg, salvage->chunks[n].offset,
			       chunk, room))
		return 0;
	at = le16_to_cpu(hdr->hdr_bytes);
	while (at + sizeof(entry) <= room) {
		memcpy(&entry, chunk + at, sizeof(entry));
		bytes = le16_to_cpu(entry.payload_bytes);
		if (!entry.type || bytes > room - at - sizeof(entry) ||
		    le32_to_cpu(entry.crc) !=
		    cr_entry_crc(le32_to_cpu(hdr->crc), at,
				 le16_to_cpu(entry.type),
				 chunk + at + sizeof(entry), bytes))
			break;
		at += (u32)sizeof(entry) + cr_padded(bytes);
	}
	return at;
}

u32 salvage_unite(struct salvage *salvage, struct cr_chunk_ref *refs, u32 count)
{
	u8 *chunk = malloc(CRASHREC_CHUNK_MAX_BYTES);
	u32 left = 0, best = 0, bytes, i;
	const struct cr_chunk_ref *kept;

	for (i = 0; i < count; i++) {
		kept = left ? &refs[left - 1] : NULL;
		if (!kept || !is_copy(kept, &refs[i])) {
			refs[left++] = refs[i];
			best = 0;
			continue;
		}
		/* Without memory the first is as good as any. */
		if (!chunk)
			continue;
		if (!best)
			best = filled(salvage, kept->chunk, chunk);
		bytes = filled(salvage, refs[i].chunk, chunk);
		if (refs[i].flags == kept->flags ?
		    bytes <= best : kept->flags < refs[i].flags)
			continue;
		refs[left - 1] = refs[i];
		best = bytes;
	}
	free(chunk);
	return left;
}
