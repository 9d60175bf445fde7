// SPDX-License-Identifier: GPL-2.0
/*
 * A region of any bytes is repaired by parity of any bytes, which makes of a
 * block what it will: a chunk, a boot description, the header.
 */
#include <__fc_builtin.h>

#include "core/repair.h"

#define EIO	5

static u8 chunk[CRASHREC_CHUNK_MIN_BYTES];
static u8 mended[CRASHREC_CHUNK_MIN_BYTES];

static int read_any(void *arg, u64 offset, void *buf, u32 count)
{
	Frama_C_make_unknown(buf, count);
	if (Frama_C_nondet(0, 1))
		return -EIO;
	return 0;
}

static int correct_any(void *arg, u8 *block, u8 *parity)
{
	Frama_C_make_unknown((char *)block, CRASHREC_ECC_BLOCK_BYTES);
	Frama_C_make_unknown((char *)parity, CRASHREC_ECC_MAX_BYTES);
	return Frama_C_interval(-74, CRASHREC_ECC_BLOCK_BYTES);
}

void eva_repair(void)
{
	struct cr_image image = {
		.read = read_any,
		.bytes = Frama_C_unsigned_long_interval(0, -1UL),
	};
	struct cr_layout layout = {
		.region_bytes = Frama_C_unsigned_long_interval(0, -1UL),
		.hdr_bytes = CRASHREC_HDR_BYTES,
		.chunk_bytes = CRASHREC_CHUNK_MIN_BYTES,
		.chunk_count = Frama_C_unsigned_int_interval(1, 1U << 20),
		.ecc_bytes = Frama_C_unsigned_int_interval(1, CRASHREC_ECC_MAX_BYTES),
	};
	struct cr_repair repair = {
		.image = &image,
		.layout = &layout,
		.correct = correct_any,
		.chunk = chunk,
		.mended = mended,
	};

	cr_repair_chunk(&repair, Frama_C_unsigned_int_interval(0, (1U << 20) - 1));
	cr_repair_boot(&repair, Frama_C_unsigned_int_interval(0, 1));
	cr_repair_hdr(&repair);
	cr_repair_is_stale(&image);
}
