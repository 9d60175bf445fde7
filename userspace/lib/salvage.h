/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Regions, and loose pieces of them, somewhere in a file: the memory of a guest,
 * a dump of it, a disk, or a region whose header is gone.
 *
 * A region is one whose header is intact, and that a boot has described itself
 * in. Its chunks are where its header says, and are its own: nothing that
 * stands elsewhere is joined to them. Any other chunk is loose. Whoever may
 * write to the memory can make regions and chunks of its own; it can't take
 * away from, or add to, what stands in a region.
 */
#ifndef CRASHREC_LIB_SALVAGE_H
#define CRASHREC_LIB_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"

/*
 * What is beyond is counted. Each region, forged or not, may say that it has
 * CRASHREC_CHUNK_MAX_COUNT chunks, which are all looked at.
 */
#define SALVAGE_CHUNKS_MAX	(4 * CRASHREC_CHUNK_MAX_COUNT)
#define SALVAGE_REGIONS_MAX	256
/* Pages that can't be read, and seconds without one that can: the search ends. */
#define SALVAGE_UNREAD_MAX	4096
#define SALVAGE_UNREAD_S	60

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

/**
 * struct salvage_region - a region
 * @file: where it is
 * @offset: in the file
 * @layout: of it
 * @last: the boot that used it last
 */
struct salvage_region {
	const struct cr_image *file;
	u64 offset;
	struct cr_layout layout;
	struct cr_boot last;
};

/**
 * struct salvage_chunk - a loose chunk
 * @offset: in the file
 * @bytes: that may be of it
 */
struct salvage_chunk {
	u64 offset;
	u32 bytes;
};

/**
 * struct salvage - what was found in a file
 * @file: its bytes; set by the caller, and stays where it is
 * @progress: likewise
 * @next_data: likewise; called with the argument of @file: sets @from, at or
 *             behind what it is, to where the next data begins, and @to to its
 *             end; NULL: all is data
 * @regions: by rising offset; of copies of one only the latest
 * @region_count: how many
 * @copies: of them, that were left out
 * @chunks: that are loose, by rising offset
 * @chunk_count: how many
 * @missed: what there was no room for, and pages that can't be read
 * @unread: pages that can't be read
 * @read_s: when one could last, of CLOCK_MONOTONIC
 * @gave_up: too many can't be read; what is behind them was not searched
 * @other_version: there is a region of another format version
 */
struct salvage {
	struct cr_image file;
	struct salvage_progress progress;
	void (*next_data)(void *arg, u64 *from, u64 *to);
	struct salvage_region *regions;
	u32 region_count;
	u32 copies;
	struct salvage_chunk *chunks;
	u32 chunk_count;
	u64 missed;
	u32 unread;
	s64 read_s;
	bool gave_up;
	bool other_version;
};

/**
 * salvage_scan() - search a file
 * @salvage: file, progress and next_data are set, all else is zero
 *
 * Return: 0, also if nothing was found; -ENOMEM. salvage_free() is to be called
 * in any case.
 */
int salvage_scan(struct salvage *salvage);

/**
 * salvage_add() - add the regions that were found in another file
 * @salvage: of a search that is done; not to be searched again
 * @more: what was found in the other file; its loose chunks are not added
 * @file: the other file's bytes; stays where it is
 *
 * Return: 0; -ENOMEM.
 */
int salvage_add(struct salvage *salvage, const struct salvage *more,
		const struct cr_image *file);

/** salvage_free() - frees what salvage_scan() found */
void salvage_free(struct salvage *salvage);

/**
 * salvage_region_image() - a region's bytes
 * @image: refers to @region
 * @region: of a salvage that stays
 */
void salvage_region_image(struct cr_image *image,
			  struct salvage_region *region);

/**
 * salvage_loose_image() - all loose chunks, as those of one region
 * @image: refers to @salvage; what is not of a chunk reads as zero
 * @layout: of it
 * @salvage: what was found
 */
void salvage_loose_image(struct cr_image *image, struct cr_layout *layout,
			 struct salvage *salvage);

/**
 * salvage_unite() - leave one loose chunk of each that was found more than once
 * @salvage: what was found
 * @refs: its loose chunks, in the order of cr_region_scan()
 * @count: how many
 *
 * Of copies that goes first which is not acknowledged, as a record that is
 * given twice does no harm, then that which has more in it.
 *
 * Return: how many are left.
 */
u32 salvage_unite(struct salvage *salvage, struct cr_chunk_ref *refs,
		  u32 count);

#endif /* CRASHREC_LIB_SALVAGE_H */
