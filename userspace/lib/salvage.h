/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Regions, and pieces of them, somewhere in a file: the memory of a guest, a
 * dump of it, a disk, or a region whose header is gone.
 */
#ifndef CRASHREC_LIB_SALVAGE_H
#define CRASHREC_LIB_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"

/* As many as the largest region has, four times over; what is beyond is counted. */
#define SALVAGE_CHUNKS_MAX	(4 * CRASHREC_CHUNK_MAX_COUNT)
#define SALVAGE_REGIONS_MAX	64

/**
 * struct salvage_progress - whom to tell how far the search is
 * @tell: called now and then, with what was searched and what is to be
 *        searched, in bytes, and at the end with both the same; NULL: nobody
 * @arg: for it
 */
struct salvage_progress {
	void (*tell)(void *arg, uint64_t done, uint64_t bytes);
	void *arg;
};

struct salvage;

/**
 * struct salvage_region - a region's header that was found
 * @in: the file
 * @offset: in the file
 * @layout: it tells
 * @image: the file from @offset on; refers to this
 */
struct salvage_region {
	const struct salvage *in;
	u64 offset;
	struct cr_layout layout;
	struct cr_image image;
};

/**
 * struct salvage - what was found in a file
 * @file: its bytes; set by the caller
 * @progress: likewise
 * @regions: headers, by rising offset
 * @region_count: how many
 * @chunks: offsets of headers of chunks, rising
 * @chunk_count: how many
 * @chunk_room: for so many
 * @missed: what there was no room for
 * @image: its chunks as those of one region, in the order of @chunks; reads as
 *         zero behind the end of the file. It refers to this.
 * @layout: of @image, as if chunks were as large as they can be: what is behind
 *          the end of one is no entry, as no CRC fits
 */
struct salvage {
	struct cr_image file;
	struct salvage_progress progress;
	struct salvage_region regions[SALVAGE_REGIONS_MAX];
	u32 region_count;
	u64 *chunks;
	u32 chunk_count;
	u32 chunk_room;
	u64 missed;
	struct cr_image image;
	struct cr_layout layout;
};

/**
 * salvage_scan() - search a file
 * @salvage: file and progress are set, all else is zero
 * @fd: the file; its holes are passed over
 *
 * Return: 0, also if nothing was found; -ENOMEM; or what reading gave.
 * salvage_free() is to be called in any case.
 */
int salvage_scan(struct salvage *salvage, int fd);

/** salvage_free() - frees what salvage_scan() found */
void salvage_free(struct salvage *salvage);

/**
 * salvage_in_place() - is a chunk where a region's header says?
 * @salvage: what was found
 * @chunk: ordinal of the chunk
 *
 * Return: false: the region's header is gone, or its memory was in pieces.
 */
bool salvage_in_place(const struct salvage *salvage, u32 chunk);

/**
 * salvage_unite() - leave one chunk of each that was found more than once
 * @salvage: what was found
 * @refs: chunks of @salvage's image, in the order of cr_region_scan()
 * @count: how many
 *
 * Of copies that which is in place goes first, then that which is acknowledged,
 * then that which has more in it.
 *
 * Return: how many are left.
 */
u32 salvage_unite(const struct salvage *salvage, struct cr_chunk_ref *refs,
		  u32 count);

#endif /* CRASHREC_LIB_SALVAGE_H */
