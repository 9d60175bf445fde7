/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Bytes of a region that decayed, by its parity.
 *
 * A block's parity may be older than the block, where a reset came between the
 * two, or another module wrote. So what the parity makes of a block is taken
 * only where the CRCs say that it is better: where the block's own bytes are
 * valid they stay.
 */
#ifndef CR_REPAIR_H
#define CR_REPAIR_H

#include "region.h"

/**
 * struct cr_repair - a region to be repaired
 * @image: its bytes; they must not change meanwhile, or are those of the
 *         moment
 * @layout: of it; ecc_bytes is set
 * @correct: corrects a block and its parity, both copies, in place; returns the
 *           number of bytes, 0: all are as they were, or less than 0: too many
 *           are wrong, and some may have been changed
 * @arg: first argument of @correct
 * @chunk: room for chunk_bytes: the result
 * @mended: room for chunk_bytes
 */
struct cr_repair {
	const struct cr_image *image;
	const struct cr_layout *layout;
	int (*correct)(void *arg, u8 *block, u8 *parity);
	void *arg;
	u8 *chunk;
	u8 *mended;
};

/**
 * cr_repair_chunk() - repair a chunk
 * @repair: the region
 * @n: ordinal of the chunk
 *
 * @repair->chunk then has the chunk, as good as it can be had.
 *
 * Context: that of @image->read and @correct.
 * Return: how many of its bytes are not those of the image; or what
 * @image->read gave.
 */
int cr_repair_chunk(struct cr_repair *repair, u32 n);

/**
 * cr_repair_boot() - repair a boot description, as far as its CRC goes
 * @repair: the region
 * @n: 0 or 1
 *
 * The result is in the first CRASHREC_ECC_BLOCK_BYTES of @repair->chunk.
 *
 * Context: as cr_repair_chunk().
 * Return: as cr_repair_chunk().
 */
int cr_repair_boot(struct cr_repair *repair, u32 n);

/**
 * cr_repair_hdr() - repair the region's header
 * @repair: the region; its layout is what it was formatted with, if it was
 *
 * The result is in the first CRASHREC_ECC_BLOCK_BYTES of @repair->chunk.
 *
 * Context: as cr_repair_chunk().
 * Return: how many bytes are not those of the image; 0: nothing could, or had
 * to, be repaired; or what @image->read gave.
 */
int cr_repair_hdr(struct cr_repair *repair);

/**
 * cr_repair_is_stale() - did a module write to the region without parity?
 * @image: its bytes
 *
 * Context: that of @image->read.
 * Return: true if so: the parity is of no use.
 */
bool cr_repair_is_stale(const struct cr_image *image);

#endif /* CR_REPAIR_H */
