/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What a file may hold one or more of: a region; or all chunks that stand in
 * none.
 */
#ifndef CRASHREC_LIB_REGION_PART_H
#define CRASHREC_LIB_REGION_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"
#include "ecc_image.h"

struct region_glance;

/**
 * struct region_part - a region, or all that is loose
 * @image: its bytes
 * @layout: of it
 * @refs: its chunks, in the order of their reports
 * @ref_count: how many
 * @running: the boot that used it last; NULL: unknown
 * @running_n: which of the two descriptions is its
 * @former: the boot before; NULL: unknown
 * @boots: room for both
 * @is_loose: its chunks stand in no region
 * @ecc: what was repaired by its parity
 * @glance: what it looked like when it was read; owned; NULL: nobody wants to
 *          know
 */
struct region_part {
	struct cr_image image;
	struct cr_layout layout;
	struct cr_chunk_ref *refs;
	u32 ref_count;
	const struct cr_boot *running;
	u32 running_n;
	const struct cr_boot *former;
	struct cr_boot boots[CRASHREC_BOOT_COUNT];
	bool is_loose;
	struct ecc_image ecc;
	struct region_glance *glance;
};

/**
 * region_part_read() - find out what it holds
 * @part: image, layout and is_loose are set, all else is zero; it must not be
 *        moved any more
 * @damaged: raised by the chunks whose header was torn
 *
 * Return: 0; -ENOMEM; or what reading gave. region_part_free() is to be called
 * in any case.
 */
int region_part_read(struct region_part *part, uint64_t *damaged);

/**
 * region_part_forget_repairs() - its image is that of the file again
 * @part: was read, or not yet
 */
void region_part_forget_repairs(struct region_part *part);

/**
 * region_part_file() - its bytes as they are in the file
 * @part: was read, or not yet
 *
 * Return: the image; lives until it is read again.
 */
const struct cr_image *region_part_file(const struct region_part *part);

/** region_part_free() - frees what region_part_read() found, and the glance */
void region_part_free(struct region_part *part);

/**
 * region_part_has() - does it hold a chunk of a report?
 * @part: was read
 * @ref: a chunk of the report, from elsewhere
 *
 * Return: true if so.
 */
bool region_part_has(const struct region_part *part,
		     const struct cr_chunk_ref *ref);

/**
 * region_part_chunks() - how many chunks are of the same report
 * @part: was read
 * @at: the first of them
 *
 * Return: 1 or more.
 */
u32 region_part_chunks(const struct region_part *part, u32 at);

#endif /* CRASHREC_LIB_REGION_PART_H */
