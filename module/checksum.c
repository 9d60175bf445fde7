// SPDX-License-Identifier: GPL-2.0
/*
 * cr_crc32c() for the module: the CPU's where it has one; the kernel's own where
 * any context may call it, which saves a table; else that of core/.
 */
#include <linux/types.h>
#ifdef CONFIG_X86_64
#include <asm/cpufeature.h>
#endif

#include "compat.h"
#include "core/crc32c.h"

#ifdef crashrec_crc32c_le

#ifdef CONFIG_X86_64

/*
 * The instruction needs no vector register, so any context may use it (Intel
 * SDM, volume 2, CRC32; as arch/x86/crypto/crc32c-intel_glue.c does, 6.12).
 */
static bool cpu_sums(void)
{
	return boot_cpu_has(X86_FEATURE_XMM4_2);
}

#define SUM(insn, crc, data, type) \
	asm(insn " %1, %0" : "+r" (crc) : "m" (*(const type *)(data)))

static u32 sum_eight_by_cpu(u64 crc, u64 value)
{
	asm("crc32q %1, %0" : "+r" (crc) : "r" (value));
	return crc;
}

static u32 sum_by_cpu(u64 crc, const u8 *data, u32 bytes)
{
	u32 low;

	for (; bytes >= 4 * sizeof(u64); bytes -= 4 * sizeof(u64)) {
		SUM("crc32q", crc, data, u64);
		SUM("crc32q", crc, data + sizeof(u64), u64);
		SUM("crc32q", crc, data + 2 * sizeof(u64), u64);
		SUM("crc32q", crc, data + 3 * sizeof(u64), u64);
		data += 4 * sizeof(u64);
	}
	for (; bytes >= sizeof(u64); bytes -= sizeof(u64)) {
		SUM("crc32q", crc, data, u64);
		data += sizeof(u64);
	}
	low = crc;
	if (bytes & sizeof(u32)) {
		SUM("crc32l", low, data, u32);
		data += sizeof(u32);
	}
	for (bytes %= sizeof(u32); bytes; bytes--, data++)
		SUM("crc32b", low, data, u8);
	return low;
}

#else

static bool cpu_sums(void)
{
	return false;
}

static u32 sum_eight_by_cpu(u64 crc, u64 value)
{
	return crc;
}

static u32 sum_by_cpu(u64 crc, const u8 *data, u32 bytes)
{
	return crc;
}

#endif

/* Documented in core/crc32c.h. */
u32 cr_crc32c(u32 crc, const void *data, u32 bytes)
{
	if (cpu_sums())
		return ~sum_by_cpu((u32)~crc, data, bytes);
	return ~crashrec_crc32c_le(~crc, data, bytes);
}

/* Likewise. */
u32 cr_crc32c_u64(u32 crc, u64 value)
{
	__le64 stored = cpu_to_le64(value);

	if (cpu_sums())
		return ~sum_eight_by_cpu((u32)~crc, value);
	return cr_crc32c(crc, &stored, sizeof(stored));
}

#else
#include "core/crc32c.c"
#endif
