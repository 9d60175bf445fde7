// SPDX-License-Identifier: GPL-2.0
/*
 * A region of any bytes, which change whenever they are looked at: its header,
 * its boots, the headers of its chunks; and the CRC of any bytes.
 */
#include <__fc_builtin.h>

#include "core/crc32c.h"
#include "core/region.h"

#define EIO	5
/* A region of 64 KiB has so many. */
#define CHUNKS	30
#define CRC_BYTES	48

static struct cr_chunk_ref refs[CHUNKS];
static u8 bytes[CRC_BYTES];

static int read_any(void *arg, u64 offset, void *buf, u32 count)
{
	Frama_C_make_unknown(buf, count);
	if (Frama_C_nondet(0, 1))
		return -EIO;
	return 0;
}

static struct cr_image any_image(void)
{
	return (struct cr_image){
		.read = read_any,
		.bytes = Frama_C_unsigned_long_interval(0, -1UL),
	};
}

void eva_crc(void)
{
	u32 count;

	Frama_C_make_unknown((char *)bytes, sizeof(bytes));
	for (count = 0; count <= CRC_BYTES; count++)
		cr_crc32c(Frama_C_unsigned_int_interval(0, -1U),
			  bytes + CRC_BYTES - count, count);
	cr_crc32c_u64(0, Frama_C_unsigned_long_interval(0, -1UL));
}

void eva_probe(void)
{
	struct cr_image image = any_image();
	struct cr_layout layout;

	if (cr_region_probe(&image, &layout))
		return;
	/*@ assert layout.chunk_bytes <= CRASHREC_CHUNK_MAX_BYTES; */
}

void eva_boots(void)
{
	struct crashrec_lost_head heads[CRASHREC_LOST_HEADS];
	struct cr_image image = any_image();
	struct cr_boot boot;
	u32 n;

	if (cr_region_last_boot(&image, &boot, &n))
		return;
	/*@ assert n <= 1; */
	cr_region_lost_heads(&image, &boot, n, heads);
}

void eva_scan(void)
{
	struct cr_image image = any_image();
	struct cr_layout layout = {
		.hdr_bytes = CRASHREC_HDR_BYTES,
		.chunk_bytes = CRASHREC_CHUNK_MIN_BYTES,
		.chunk_count = Frama_C_unsigned_int_interval(0, CHUNKS),
	};
	u32 count;

	if (!cr_region_scan(&image, &layout, refs, &count))
		/*@ assert count <= CHUNKS; */
		cr_chunk_same_report(refs, refs);
}
