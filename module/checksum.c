// SPDX-License-Identifier: GPL-2.0
/*
 * cr_crc32c() for the module: the CPU's where it has one; the kernel's own where
 * any context may call it, which saves a table; else that of core/.
 *
 * A line is copied and summed in one go: each eight bytes are in a register
 * once.
 */
#include <linux/kasan-checks.h>
#include <linux/string.h>
#include <linux/types.h>
#ifdef CONFIG_X86_64
#include <asm/cpufeature.h>
#endif

#include "checksum.h"
#include "compat.h"
#include "core/crc32c.h"

#ifdef CONFIG_X86_64

/*
 * The instruction needs no vector register, so any context may use it (Intel
 * SDM, volume 2, CRC32; as arch/x86/crypto/crc32c-intel_glue.c does, 6.12).
 */
static bool cpu_sums(void)
{
	return boot_cpu_has(X86_FEATURE_XMM4_2);
}

static u32 sum_eight_by_cpu(u64 crc, u64 value)
{
	asm("crc32q %1, %0" : "+r" (crc) : "r" (value));
	return crc;
}

static u32 sum_one_by_cpu(u32 crc, u8 value)
{
	asm("crc32b %1, %0" : "+r" (crc) : "r" (value));
	return crc;
}

#define MOVE(insn, crc, to, from, type) \
	do { \
		type value = get_unaligned((const type *)(from)); \
		/* Not to be loaded twice. */ \
		OPTIMIZER_HIDE_VAR(value); \
		asm(insn " %1, %0" : "+r" (crc) : "r" (value)); \
		put_unaligned(value, (type *)(to)); \
	} while (0)

/* KASAN is asked once, by whoever calls this, and not for each eight bytes. */
static __no_kasan_or_inline u32 move_by_cpu(u64 crc, u8 *to, const u8 *from,
					    u32 bytes)
{
	u32 eights = bytes & ~7U;
	size_t at = 0;
	u32 low;
	u8 last;

	if (eights) {
		do {
			MOVE("crc32q", crc, to + at, from + at, u64);
			at += sizeof(u64);
		} while (at != eights);
	}
	low = crc;
	if (at == bytes)
		return low;
	if (bytes & sizeof(u32)) {
		MOVE("crc32l", low, to + at, from + at, u32);
		at += sizeof(u32);
	}
	if (bytes & sizeof(u16)) {
		MOVE("crc32w", low, to + at, from + at, u16);
		at += sizeof(u16);
	}
	if (bytes & sizeof(u8)) {
		last = READ_ONCE(from[at]);
		to[at] = last;
		low = sum_one_by_cpu(low, last);
	}
	return low;
}

#else

static bool cpu_sums(void)
{
	return false;
}

static u32 move_by_cpu(u64 crc, u8 *to, const u8 *from, u32 bytes)
{
	return crc;
}

static u32 sum_eight_by_cpu(u64 crc, u64 value)
{
	return crc;
}

static u32 __maybe_unused sum_one_by_cpu(u32 crc, u8 value)
{
	return crc;
}

#endif

#ifdef crashrec_crc32c_le

static u32 sum_by_cpu(u64 crc, const u8 *data, u32 bytes)
{
	u32 low;

	for (; bytes >= sizeof(u64); bytes -= sizeof(u64)) {
		crc = sum_eight_by_cpu(crc, get_unaligned((const u64 *)data));
		data += sizeof(u64);
	}
	low = crc;
	for (; bytes; bytes--, data++)
		low = sum_one_by_cpu(low, *data);
	return low;
}

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

static noinline u32 copy_then_sum(u32 crc, u64 before, u8 *to,
				  const struct crashrec_piece pieces[2])
{
	const struct crashrec_piece *a = &pieces[0], *b = &pieces[1];

	memcpy(to, a->data, a->bytes);
	memcpy(to + a->bytes, b->data, b->bytes);
	return cr_crc32c(cr_crc32c_u64(crc, before), to, a->bytes + b->bytes);
}

/* Documented in checksum.h. */
u32 crashrec_copy_summed(u32 crc, u64 before, u8 *to,
			 const struct crashrec_piece pieces[2])
{
	u32 piece;

	if (!cpu_sums())
		return copy_then_sum(crc, before, to, pieces);
	crc = sum_eight_by_cpu((u32)~crc, before);
	for (piece = 0; piece < 2; piece++) {
		kasan_check_read(pieces[piece].data, pieces[piece].bytes);
		kasan_check_write(to, pieces[piece].bytes);
		crc = move_by_cpu(crc, to, pieces[piece].data,
				  pieces[piece].bytes);
		to += pieces[piece].bytes;
	}
	return ~crc;
}
