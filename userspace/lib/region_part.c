// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "region_part.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int read_boots(struct region_part *part)
{
	u32 last;
	int err;

	err = cr_region_last_boot(&part->image, &part->boots[0], &last);
	if (err)
		return err == -ENOENT ? 0 : err;
	part->running = &part->boots[0];
	part->running_n = last;
	err = cr_region_boot(&part->image, last ^ 1, &part->boots[1]);
	if (err)
		return err == -ENOENT ? 0 : err;
	part->former = &part->boots[1];
	return 0;
}

/* A chunk in use whose header was torn or hit holds a part of a report. */
static int count_damaged(const struct region_part *part, uint64_t *damaged)
{
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	u32 chunk;
	int err;

	for (chunk = 0; chunk < part->layout.chunk_count; chunk++) {
		err = part->image.read(part->image.arg,
				       cr_layout_chunk_offset(&part->layout,
							      chunk),
				       &hdr, sizeof(hdr));
		if (err)
			return err;
		if (le32_to_cpu(hdr.magic) == CRASHREC_CHUNK_MAGIC &&
		    !cr_chunk_check(&hdr, &ref))
			++*damaged;
	}
	return 0;
}

void region_part_forget_repairs(struct region_part *part)
{
	if (part->ecc.file.read)
		part->image = part->ecc.file;
	ecc_image_close(&part->ecc);
}

const struct cr_image *region_part_file(const struct region_part *part)
{
	return part->ecc.file.read ? &part->ecc.file : &part->image;
}

static int repair(struct region_part *part)
{
	struct cr_image file;

	region_part_forget_repairs(part);
	if (!part->layout.ecc_bytes)
		return 0;
	file = part->image;
	return ecc_image_open(&part->ecc, &file, &part->layout, &part->image);
}

int region_part_read(struct region_part *part, uint64_t *damaged)
{
	int err;

	part->refs = calloc(part->layout.chunk_count + 1, sizeof(*part->refs));
	if (!part->refs)
		return -ENOMEM;
	err = part->is_loose ? 0 : repair(part);
	if (!err && !part->is_loose)
		err = read_boots(part);
	if (!err)
		err = cr_region_scan(&part->image, &part->layout, part->refs,
				     &part->ref_count);
	if (!err && !part->is_loose)
		err = count_damaged(part, damaged);
	return err;
}

void region_part_free(struct region_part *part)
{
	ecc_image_close(&part->ecc);
	free(part->refs);
	part->refs = NULL;
	part->ref_count = 0;
	free(part->glance);
	part->glance = NULL;
}

bool region_part_has(const struct region_part *part,
		     const struct cr_chunk_ref *ref)
{
	u32 low = 0, high = part->ref_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (part->refs[middle].seq < ref->seq)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < part->ref_count && part->refs[low].seq == ref->seq; low++)
		if (cr_chunk_same_report(&part->refs[low], ref))
			return true;
	return false;
}

u32 region_part_chunks(const struct region_part *part, u32 at)
{
	const struct cr_chunk_ref *first = &part->refs[at];
	u32 count = 1;

	while (at + count < part->ref_count &&
	       cr_chunk_same_report(first, first + count))
		count++;
	return count;
}
