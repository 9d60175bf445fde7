// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "ecc_image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/repair.h"
#include "reed_solomon.h"

static int correct(void *arg, u8 *block, u8 *parity)
{
	const struct cr_layout *layout = arg;

	return rs_decode(block, CRASHREC_ECC_BLOCK_BYTES, parity,
			 layout->ecc_bytes);
}

/* @layout must live as long as @repair. */
static int begin_repair(struct cr_repair *repair, const struct cr_image *image,
			struct cr_layout *layout)
{
	*repair = (struct cr_repair) {
		.image = image,
		.layout = layout,
		.correct = correct,
		.arg = layout,
		.chunk = malloc(2 * (size_t)layout->chunk_bytes),
	};
	if (!repair->chunk)
		return -ENOMEM;
	repair->mended = repair->chunk + layout->chunk_bytes;
	return 0;
}

static int find_for(const struct cr_image *file, u32 ecc_bytes,
		    struct cr_layout *layout)
{
	struct crashrec_region_hdr hdr;
	struct cr_repair repair;
	int repaired;

	if (!cr_region_may_be(file, ecc_bytes, layout))
		return 0;
	if (begin_repair(&repair, file, layout))
		return -ENOMEM;
	repaired = cr_repair_hdr(&repair);
	if (repaired > 0) {
		memcpy(&hdr, repair.chunk, sizeof(hdr));
		memcpy(layout->region_id, hdr.region_id,
		       sizeof(layout->region_id));
	}
	free(repair.chunk);
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

static int add_patch(struct ecc_image *ecc, u64 offset, const u8 *data,
		     u32 bytes)
{
	struct ecc_patch *patches, *patch;

	patches = realloc(ecc->patches,
			  (ecc->patch_count + 1) * sizeof(*patches));
	if (!patches)
		return -ENOMEM;
	ecc->patches = patches;
	patch = &patches[ecc->patch_count];
	patch->offset = offset;
	patch->bytes = bytes;
	patch->data = malloc(bytes);
	if (!patch->data)
		return -ENOMEM;
	memcpy(patch->data, data, bytes);
	ecc->patch_count++;
	return 0;
}

/* @repaired: what the repair said; its result is at @data. */
static int take(struct ecc_image *ecc, u64 offset, const u8 *data, u32 bytes,
		int repaired)
{
	if (repaired <= 0)
		return repaired;
	ecc->corrected_bytes += (u64)repaired;
	return add_patch(ecc, offset, data, bytes);
}

static int repair_all(struct ecc_image *ecc, struct cr_repair *repair)
{
	const struct cr_layout *layout = repair->layout;
	int err;
	u32 n;

	err = take(ecc, 0, repair->chunk, CRASHREC_ECC_BLOCK_BYTES,
		   cr_repair_hdr(repair));
	for (n = 0; !err && n < CRASHREC_BOOT_COUNT; n++)
		err = take(ecc, CRASHREC_BOOT_OFFSET(n), repair->chunk,
			   CRASHREC_ECC_BLOCK_BYTES, cr_repair_boot(repair, n));
	for (n = 0; !err && n < layout->chunk_count; n++)
		err = take(ecc, cr_layout_chunk_offset(layout, n),
			   repair->chunk, layout->chunk_bytes,
			   cr_repair_chunk(repair, n));
	return err;
}

/* The first patch that ends behind @offset. */
static u32 patch_behind(const struct ecc_image *ecc, u64 offset)
{
	u32 low = 0, high = ecc->patch_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (ecc->patches[middle].offset + ecc->patches[middle].bytes <=
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
		end = patch->offset + patch->bytes;
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
	struct cr_layout own = *layout;
	struct cr_repair repair;
	int err;

	ecc->file = *file;
	image->read = read_repaired;
	image->arg = ecc;
	image->bytes = file->bytes;
	if (cr_repair_is_stale(file))
		return 0;
	err = begin_repair(&repair, &ecc->file, &own);
	if (err)
		return err;
	err = repair_all(ecc, &repair);
	free(repair.chunk);
	return err;
}

void ecc_image_close(struct ecc_image *ecc)
{
	u32 n;

	for (n = 0; n < ecc->patch_count; n++)
		free(ecc->patches[n].data);
	free(ecc->patches);
	*ecc = (struct ecc_image) {};
}
