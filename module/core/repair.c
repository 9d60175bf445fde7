// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "repair.h"

#include "crc32c.h"

#define BLOCK_BYTES	CRASHREC_ECC_BLOCK_BYTES
/* Begin of a chunk: all of it that is not told by where its entries end. */
#define HEAD_BYTES	(sizeof(struct crashrec_chunk_hdr) + \
			 CRASHREC_REPEATS_CELLS * \
			 sizeof(struct crashrec_repeats_cell))

static u32 count_different(const u8 *a, const u8 *b, u32 bytes)
{
	u32 different = 0, i;

	for (i = 0; i < bytes; i++)
		different += a[i] != b[i];
	return different;
}

/*
 * A block of the image, at @block, and as the parity has it, at @mended: the
 * same, if it can't be had.
 *
 * Return: as cr_repair::correct(); *err: what reading gave.
 */
static int read_block(const struct cr_repair *r, u64 offset, u8 *block,
		      u8 *mended, int *err)
{
	u8 parity[CRASHREC_ECC_MAX_BYTES];
	int corrected;

	*err = r->image->read(r->image->arg, offset, block, BLOCK_BYTES);
	if (*err)
		return 0;
	*err = r->image->read(r->image->arg,
			      cr_layout_parity_offset(r->layout, offset),
			      parity, r->layout->ecc_bytes);
	if (*err)
		return 0;
	memcpy(mended, block, BLOCK_BYTES);
	corrected = r->correct(r->arg, mended, parity);
	if (corrected < 0)
		memcpy(mended, block, BLOCK_BYTES);
	return corrected;
}

static int mend_chunk(struct cr_repair *r, u32 n)
{
	u64 offset = cr_layout_chunk_offset(r->layout, n);
	int err = 0;
	u32 at;

	for (at = 0; at < r->layout->chunk_bytes && !err; at += BLOCK_BYTES)
		read_block(r, offset + at, r->chunk + at, r->mended + at, &err);
	return err;
}

/**
 * struct valid - what of a chunk is valid
 * @end: where its entries end; 0: its header is not
 * @is_whole: nothing of it is not
 */
struct valid {
	u32 end;
	bool is_whole;
};

static bool all_zero(const void *bytes, u32 count)
{
	const u8 *at = bytes;

	while (count--)
		if (*at++)
			return false;
	return true;
}

static bool cells_are_valid(const u8 *chunk, const struct crashrec_chunk_hdr *hdr)
{
	struct crashrec_repeats_cell cell;
	u32 i;

	if (le16_to_cpu(hdr->hdr_bytes) < HEAD_BYTES)
		return true;
	for (i = 0; i < CRASHREC_REPEATS_CELLS; i++) {
		memcpy(&cell, chunk + sizeof(*hdr) + i * sizeof(cell),
		       sizeof(cell));
		if (!all_zero(&cell, sizeof(cell)) &&
		    le32_to_cpu(cell.crc) !=
			    cr_repeats_crc(le32_to_cpu(hdr->crc), &cell.repeats))
			return false;
	}
	return true;
}

static struct valid look(const u8 *chunk, u32 chunk_bytes)
{
	struct valid valid = { .is_whole = true };
	struct crashrec_chunk_hdr hdr;
	struct crashrec_entry entry;
	struct cr_chunk_ref ref;
	u32 at, bytes;

	memcpy(&hdr, chunk, sizeof(hdr));
	if (!cr_chunk_check(&hdr, &ref))
		return (struct valid) {};
	if ((hdr.ack && le32_to_cpu(hdr.ack) != CRASHREC_ACKED) ||
	    !cells_are_valid(chunk, &hdr))
		valid.is_whole = false;
	at = le16_to_cpu(hdr.hdr_bytes);
	while (at % CRASHREC_ALIGN == 0 && at + sizeof(entry) <= chunk_bytes) {
		memcpy(&entry, chunk + at, sizeof(entry));
		if (all_zero(&entry, sizeof(entry)))
			break;
		bytes = le16_to_cpu(entry.payload_bytes);
		if (!entry.type || bytes > chunk_bytes - at - sizeof(entry) ||
		    le32_to_cpu(entry.crc) !=
			    cr_entry_crc(le32_to_cpu(hdr.crc), at,
					 le16_to_cpu(entry.type),
					 chunk + at + sizeof(entry), bytes)) {
			valid.is_whole = false;
			break;
		}
		at += (u32)sizeof(entry) + cr_padded(bytes);
	}
	valid.end = at;
	return valid;
}

/* Of each cell the one that is valid; if both are, that of the image. */
static void choose_cells(u8 *chunk, const u8 *image_head, const u8 *mended)
{
	const u32 bytes = sizeof(struct crashrec_repeats_cell);
	struct crashrec_repeats_cell cell;
	struct crashrec_chunk_hdr hdr;
	const u8 *better;
	u32 at;

	memcpy(&hdr, chunk, sizeof(hdr));
	if (le16_to_cpu(hdr.hdr_bytes) < HEAD_BYTES)
		return;
	for (at = sizeof(hdr); at < HEAD_BYTES; at += bytes) {
		memcpy(&cell, image_head + at, bytes);
		better = le32_to_cpu(cell.crc) ==
			 cr_repeats_crc(le32_to_cpu(hdr.crc), &cell.repeats) ?
			 image_head : mended;
		memcpy(chunk + at, better + at, bytes);
	}
}

static bool is_acked(const u8 *chunk)
{
	struct crashrec_chunk_hdr hdr;

	memcpy(&hdr, chunk, sizeof(hdr));
	return le32_to_cpu(hdr.ack) == CRASHREC_ACKED;
}

/* An acknowledgment is under no CRC: it counts in the one or the other. */
static void choose_ack(u8 *chunk, bool acked)
{
	struct crashrec_chunk_hdr hdr;

	memcpy(&hdr, chunk, sizeof(hdr));
	hdr.ack = cpu_to_le32(acked ? CRASHREC_ACKED : 0);
	memcpy(chunk, &hdr, sizeof(hdr));
}

/*
 * Is there nothing to be repaired? That costs far less to find out than all of
 * the parity. A chunk without a header is free, if that is what was stored.
 */
static bool is_fine(struct cr_repair *r, u32 n, struct valid *valid, int *err)
{
	u64 offset = cr_layout_chunk_offset(r->layout, n);

	*err = r->image->read(r->image->arg, offset, r->chunk,
			      r->layout->chunk_bytes);
	if (*err)
		return false;
	*valid = look(r->chunk, r->layout->chunk_bytes);
	return valid->is_whole ||
	       (!valid->end &&
		!read_block(r, offset, r->chunk, r->mended, err));
}

int cr_repair_chunk(struct cr_repair *repair, u32 n)
{
	const u32 chunk_bytes = repair->layout->chunk_bytes;
	struct valid image, mended;
	u32 different = 0;
	u8 head[HEAD_BYTES];
	int err;

	if (is_fine(repair, n, &image, &err) || err)
		return err;
	err = mend_chunk(repair, n);
	if (err)
		return err;
	memcpy(head, repair->chunk, sizeof(head));
	mended = look(repair->mended, chunk_bytes);
	if (!image.end && !mended.end)
		return 0;
	/* The parity may be of the report that was there before. */
	if (image.end && memcmp(head, repair->mended,
				offsetof(struct crashrec_chunk_hdr, ack)) != 0)
		return 0;
	if (mended.end > image.end) {
		different = count_different(repair->chunk + HEAD_BYTES,
					    repair->mended + HEAD_BYTES,
					    chunk_bytes - HEAD_BYTES);
		memcpy(repair->chunk, repair->mended, chunk_bytes);
	}
	choose_cells(repair->chunk, head, repair->mended);
	choose_ack(repair->chunk, is_acked(head) || is_acked(repair->mended));
	return (int)(different + count_different(head, repair->chunk,
						 HEAD_BYTES));
}

static bool boot_is_valid(const u8 *block)
{
	const u32 crc_at = offsetof(struct crashrec_boot, crc);
	__le64 magic;
	__le32 crc;

	memcpy(&magic, block, sizeof(magic));
	memcpy(&crc, block + crc_at, sizeof(crc));
	return le64_to_cpu(magic) == CRASHREC_BOOT_MAGIC &&
	       le32_to_cpu(crc) == cr_crc32c(0, block, crc_at);
}

int cr_repair_boot(struct cr_repair *repair, u32 n)
{
	u32 different;
	int err;

	_Static_assert(offsetof(struct crashrec_boot, ended) == BLOCK_BYTES,
		       "a boot's CRC covers a block");
	read_block(repair, CRASHREC_BOOT_OFFSET(n), repair->chunk,
		   repair->mended, &err);
	if (err || boot_is_valid(repair->chunk) ||
	    !boot_is_valid(repair->mended))
		return err;
	different = count_different(repair->chunk, repair->mended, BLOCK_BYTES);
	memcpy(repair->chunk, repair->mended, BLOCK_BYTES);
	return (int)different;
}

static bool hdr_is_valid(const u8 *block, const struct cr_layout *layout)
{
	const u32 crc_at = offsetof(struct crashrec_region_hdr, crc);
	struct crashrec_region_hdr hdr;

	memcpy(&hdr, block, sizeof(hdr));
	return le64_to_cpu(hdr.magic) == CRASHREC_REGION_MAGIC &&
	       le64_to_cpu(hdr.region_bytes) == layout->region_bytes &&
	       le32_to_cpu(hdr.ecc_bytes) == layout->ecc_bytes &&
	       le32_to_cpu(hdr.crc) == cr_crc32c(0, block, crc_at);
}

int cr_repair_hdr(struct cr_repair *repair)
{
	const u32 hdr_bytes = sizeof(struct crashrec_region_hdr);
	u32 different;
	int err;

	read_block(repair, 0, repair->chunk, repair->mended, &err);
	if (err || hdr_is_valid(repair->chunk, repair->layout) ||
	    !hdr_is_valid(repair->mended, repair->layout))
		return err;
	/* What stands behind it in the block is not the header's. */
	different = count_different(repair->chunk, repair->mended, hdr_bytes);
	memcpy(repair->chunk, repair->mended, hdr_bytes);
	return (int)different;
}

bool cr_repair_is_stale(const struct cr_image *image)
{
	__le32 state = 0;

	return !image->read(image->arg, CRASHREC_ECC_STATE_OFFSET, &state,
			    sizeof(state)) &&
	       le32_to_cpu(state) == CRASHREC_ECC_STALE;
}
