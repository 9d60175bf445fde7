// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "ecc_image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/repair.h"
#include "reed_solomon.h"

/*
 * Who can write to a region chooses how much of it there is to try in vain. What
 * that costs is counted in blocks that are fine, 2 to 8 us each; one that is not
 * costs about six times as much. Chunks of which anything is repaired are free.
 * Beyond this no more is tried: a second, about what reading 1 GiB takes. A region
 * of 2 MiB never gets there.
 */
#define VAIN_MAX	(128U << 10)
#define WRONG_COST	6U

/**
 * struct repairer - a repair, and what it needs
 * @repair: the repair; refers to the others
 * @layout: of the region
 * @cost: of what was tried so far in vain
 */
struct repairer {
	struct cr_repair repair;
	struct cr_layout layout;
	u32 cost;
};

static int correct(void *arg, u8 *block, u8 *parity)
{
	struct repairer *repairer = arg;
	int corrected = rs_decode(block, CRASHREC_ECC_BLOCK_BYTES, parity,
				  repairer->layout.ecc_bytes);

	repairer->cost += corrected ? WRONG_COST : 1;
	return corrected;
}

static int begin_repair(struct repairer *repairer, const struct cr_image *image,
			const struct cr_layout *layout)
{
	*repairer = (struct repairer) {
		.repair = {
			.image = image,
			.layout = &repairer->layout,
			.correct = correct,
			.arg = repairer,
			.chunk = malloc(2 * (size_t)layout->chunk_bytes),
		},
		.layout = *layout,
	};
	if (!repairer->repair.chunk)
		return -ENOMEM;
	repairer->repair.mended = repairer->repair.chunk + layout->chunk_bytes;
	return 0;
}

static int find_for(const struct cr_image *file, u32 ecc_bytes,
		    struct cr_layout *layout)
{
	struct crashrec_region_hdr hdr;
	struct repairer repairer;
	int repaired;

	if (!cr_region_may_be(file, ecc_bytes, layout))
		return 0;
	if (begin_repair(&repairer, file, layout))
		return -ENOMEM;
	repaired = cr_repair_hdr(&repairer.repair);
	if (repaired > 0) {
		memcpy(&hdr, repairer.repair.chunk, sizeof(hdr));
		memcpy(layout->region_id, hdr.region_id,
		       sizeof(layout->region_id));
	}
	free(repairer.repair.chunk);
	return repaired;
}

/* The parity of a region's header stands where its layout says, which is in it. */
int ecc_image_find(const struct cr_image *file, struct cr_layout *layout)
{
	u32 ecc_bytes;
	int repaired;

	for (ecc_bytes = 2; ecc_bytes <= CRASHREC_ECC_MAX_BYTES; ecc_bytes++) {
		repaired = find_for(file, ecc_bytes, layout);
		if (repaired)
			return repaired < 0 ? repaired : 0;
	}
	return -ENOENT;
}

static int add_patch(struct ecc_image *ecc, u64 offset, const u8 *data)
{
	struct ecc_patch *patches = ecc->patches;
	const u32 count = ecc->patch_count;

	/* There is room up to the next power of two. */
	if (!(count & (count - 1))) {
		patches = reallocarray(patches, count ? 2 * (size_t)count : 1,
				       sizeof(*patches));
		if (!patches)
			return -ENOMEM;
		ecc->patches = patches;
	}
	patches[count].offset = offset;
	memcpy(patches[count].data, data, CRASHREC_ECC_BLOCK_BYTES);
	ecc->patch_count++;
	return 0;
}

/* @repaired: what the repair said; its result is at @data. */
static int take(struct ecc_image *ecc, u64 offset, const u8 *data, u32 bytes,
		int repaired)
{
	u8 block[CRASHREC_ECC_BLOCK_BYTES];
	u32 at;
	int err;

	if (repaired <= 0)
		return repaired;
	ecc->corrected_bytes += (u64)repaired;
	for (at = 0; at < bytes; at += sizeof(block)) {
		err = ecc->file.read(ecc->file.arg, offset + at, block,
				     sizeof(block));
		if (!err && memcmp(block, data + at, sizeof(block)) != 0)
			err = add_patch(ecc, offset + at, data + at);
		if (err)
			return err;
	}
	return 0;
}

static int repair_chunk(struct ecc_image *ecc, struct repairer *repairer, u32 n)
{
	struct cr_repair *repair = &repairer->repair;
	u32 cost = repairer->cost;
	int repaired;

	if (cost > VAIN_MAX) {
		ecc->untried_chunks++;
		return 0;
	}
	repaired = cr_repair_chunk(repair, n);
	if (repaired > 0)
		repairer->cost = cost;
	return take(ecc, cr_layout_chunk_offset(repair->layout, n),
		    repair->chunk, repair->layout->chunk_bytes, repaired);
}

static int repair_all(struct ecc_image *ecc, struct repairer *repairer)
{
	struct cr_repair *repair = &repairer->repair;
	int err;
	u32 n;

	err = take(ecc, 0, repair->chunk, CRASHREC_ECC_BLOCK_BYTES,
		   cr_repair_hdr(repair));
	for (n = 0; !err && n < CRASHREC_BOOT_COUNT; n++)
		err = take(ecc, CRASHREC_BOOT_OFFSET(n), repair->chunk,
			   CRASHREC_ECC_BLOCK_BYTES, cr_repair_boot(repair, n));
	for (n = 0; !err && n < repair->layout->chunk_count; n++)
		err = repair_chunk(ecc, repairer, n);
	return err;
}

/* The first patch that ends behind @offset. */
static u32 patch_behind(const struct ecc_image *ecc, u64 offset)
{
	u32 low = 0, high = ecc->patch_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (ecc->patches[middle].offset + CRASHREC_ECC_BLOCK_BYTES <=
		    offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int read_repaired(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct ecc_image *ecc = arg;
	const struct ecc_patch *patch;
	u64 begin, end;
	u32 n;
	int err;

	err = ecc->file.read(ecc->file.arg, offset, buf, bytes);
	if (err)
		return err;
	for (n = patch_behind(ecc, offset); n < ecc->patch_count; n++) {
		patch = &ecc->patches[n];
		if (patch->offset >= offset + bytes)
			break;
		begin = patch->offset > offset ? patch->offset : offset;
		end = patch->offset + sizeof(patch->data);
		if (end > offset + bytes)
			end = offset + bytes;
		memcpy((u8 *)buf + (begin - offset),
		       patch->data + (begin - patch->offset), end - begin);
	}
	return 0;
}

int ecc_image_open(struct ecc_image *ecc, const struct cr_image *file,
		   const struct cr_layout *layout, struct cr_image *image)
{
	struct repairer repairer;
	int err;

	ecc->file = *file;
	image->read = read_repaired;
	image->arg = ecc;
	image->bytes = file->bytes;
	if (cr_repair_is_stale(file))
		return 0;
	err = begin_repair(&repairer, &ecc->file, layout);
	if (err)
		return err;
	err = repair_all(ecc, &repairer);
	free(repairer.repair.chunk);
	return err;
}

void ecc_image_close(struct ecc_image *ecc)
{
	free(ecc->patches);
	*ecc = (struct ecc_image) {};
}
