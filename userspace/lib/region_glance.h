/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Whether a region that a guest may be writing to is worth looking through.
 *
 * A region says in its first page which boot uses it, how that ended, and what
 * it lost. A new report is a chunk that was free: the module takes them in the
 * order in which they stand, from behind the last one that it took, and from the
 * first one when it is loaded. These few are looked at. That is a guess: where
 * others were freed meanwhile, the chunk is another one, so that all of them are
 * to be looked through now and then.
 */
#ifndef CRASHREC_LIB_REGION_GLANCE_H
#define CRASHREC_LIB_REGION_GLANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/region.h"

/* Behind the last one that was taken; and the first one that is free. */
#define REGION_GLANCE_CHUNKS	4

/**
 * struct region_glance - what a region looked like
 * @page: its first page
 * @chunks: that are likely to be taken next
 * @hdrs: their headers
 * @chunk_count: how many; 0: every chunk holds something
 * @is_stale: it changed while it was looked through
 */
struct region_glance {
	u8 page[CRASHREC_HDR_BYTES];
	u32 chunks[REGION_GLANCE_CHUNKS];
	struct crashrec_chunk_hdr hdrs[REGION_GLANCE_CHUNKS];
	u32 chunk_count;
	bool is_stale;
};

/**
 * region_glance_begin() - before a region is looked through
 * @glance: filled
 * @image: the region's bytes
 *
 * Return: 0, or what reading gave.
 */
int region_glance_begin(struct region_glance *glance,
			const struct cr_image *image);

/**
 * region_glance_end() - once it was looked through
 * @glance: from region_glance_begin()
 * @image: the region's bytes
 * @layout: of the region
 * @refs: the chunks that were found, in the order of cr_region_scan()
 * @ref_count: how many
 *
 * Return: 0; -ENOMEM; or what reading gave.
 */
int region_glance_end(struct region_glance *glance, const struct cr_image *image,
		      const struct cr_layout *layout,
		      const struct cr_chunk_ref *refs, u32 ref_count);

/**
 * region_glance_again() - did it change, as far as one sees?
 * @glance: from region_glance_end()
 * @image: the region's bytes
 * @layout: of the region
 *
 * Return: true if so, or if it can't be read.
 */
bool region_glance_again(const struct region_glance *glance,
			 const struct cr_image *image,
			 const struct cr_layout *layout);

#endif /* CRASHREC_LIB_REGION_GLANCE_H */
