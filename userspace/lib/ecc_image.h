/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A region with parity, as if nothing of it had decayed: what differs from the
 * file is kept here.
 */
#ifndef CRASHREC_LIB_ECC_IMAGE_H
#define CRASHREC_LIB_ECC_IMAGE_H

#include "core/region.h"

/**
 * struct ecc_patch - a block that the file does not have so
 * @offset: where
 * @data: its bytes
 */
struct ecc_patch {
	u64 offset;
	u8 data[CRASHREC_ECC_BLOCK_BYTES];
};

/**
 * struct ecc_image - a region that was repaired
 * @file: its bytes as they are
 * @patches: what was repaired, by rising offset
 * @patch_count: how many
 * @corrected_bytes: how many of their bytes differ
 * @untried_chunks: that were not looked at, as trying was of no use before
 */
struct ecc_image {
	struct cr_image file;
	struct ecc_patch *patches;
	u32 patch_count;
	u64 corrected_bytes;
	u32 untried_chunks;
};

/**
 * ecc_image_find() - is there a region whose header has decayed?
 * @file: a file that may be a region, all of it
 * @layout: filled on success
 *
 * Return: 0: crashrec_region_hdr can be repaired; -ENOENT; -ENOMEM; or what
 * reading gave.
 */
int ecc_image_find(const struct cr_image *file, struct cr_layout *layout);

/**
 * ecc_image_open() - repair a region that has parity
 * @ecc: zeroed; ecc_image_close() is to be called in any case
 * @file: its bytes
 * @layout: of it
 * @image: set to what reads it as it is repaired; lives with @ecc, which must
 *         not be moved
 *
 * Return: 0; -ENOMEM; or what reading gave.
 */
int ecc_image_open(struct ecc_image *ecc, const struct cr_image *file,
		   const struct cr_layout *layout, struct cr_image *image);

/** ecc_image_close() - frees what ecc_image_open() made */
void ecc_image_close(struct ecc_image *ecc);

#endif /* CRASHREC_LIB_ECC_IMAGE_H */
