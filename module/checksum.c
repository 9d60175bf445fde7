// SPDX-License-Identifier: GPL-2.0
/*
 * cr_crc32c() for the module: the CPU's where it has one; the kernel's own where
 * any context may call it, which saves a table; else that of core/.
 */
#include <linux/string.h>
#include <linux/types.h>

#include "checksum.h"
#include "compat.h"
#include "core/crc32c.h"

#ifdef crashrec_crc32c_le

static u32 sum_by_cpu(u64 crc, const u8 *data, u32 bytes)
{
	u32 low;

	for (; bytes >= sizeof(u64); bytes -= sizeof(u64)) {
		crc = crashrec_sum_eight(crc, get_unaligned((const u64 *)data));
		data += sizeof(u64);
	}
	low = crc;
	for (; bytes; bytes--, data++)
		low = crashrec_sum_one(low, *data);
	return low;
}

/* Documented in core/crc32c.h. */
u32 cr_crc32c(u32 crc, const void *data, u32 bytes)
{
	if (crashrec_cpu_sums())
		return ~sum_by_cpu((u32)~crc, data, bytes);
	return ~crashrec_crc32c_le(~crc, data, bytes);
}

/* Likewise. */
u32 cr_crc32c_u64(u32 crc, u64 value)
{
	__le64 stored = cpu_to_le64(value);

	if (crashrec_cpu_sums())
		return ~crashrec_sum_eight((u32)~crc, value);
	return cr_crc32c(crc, &stored, sizeof(stored));
}

#else
#include "core/crc32c.c"
#endif
