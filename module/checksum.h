/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the ring wants of the checksum, and core/crc32c.h does not have: bytes
 * that are copied are summed on their way.
 */
#ifndef CRASHREC_CHECKSUM_H
#define CRASHREC_CHECKSUM_H

#include <linux/kasan-checks.h>
#include <linux/string.h>
#include <linux/types.h>
#ifdef CONFIG_X86_64
#include <asm/cpufeature.h>
#endif

#include "compat.h"
#include "core/crc32c.h"

/**
 * struct crashrec_piece - bytes, part of a payload
 * @data: the bytes
 * @bytes: how many
 */
struct crashrec_piece {
	const void *data;
	u32 bytes;
};

#ifdef CONFIG_X86_64

/*
 * The instruction needs no vector register, so any context may use it (Intel
 * SDM, volume 2, CRC32; as arch/x86/crypto/crc32c-intel_glue.c does, 6.12).
 */
static inline bool crashrec_cpu_sums(void)
{
	return boot_cpu_has(X86_FEATURE_XMM4_2);
}

static inline u32 crashrec_sum_eight(u64 crc, u64 value)
{
	asm("crc32q %1, %0" : "+r" (crc) : "r" (value));
	return crc;
}

static inline u32 crashrec_sum_one(u32 crc, u8 value)
{
	asm("crc32b %1, %0" : "+r" (crc) : "r" (value));
	return crc;
}

#define CRASHREC_MOVE(insn, crc, to, from, type) \
	do { \
		type value = get_unaligned((const type *)(from)); \
		/* Not to be loaded twice. */ \
		OPTIMIZER_HIDE_VAR(value); \
		asm(insn " %1, %0" : "+r" (crc) : "r" (value)); \
		put_unaligned(value, (type *)(to)); \
	} while (0)

/* KASAN is asked once, by whoever calls this, and not for each eight bytes. */
static __no_kasan_or_inline u32 crashrec_move_summed(u64 crc, u8 *to,
						     const u8 *from, u32 bytes)
{
	s64 at = -(s64)(bytes & ~7U);
	u32 low;
	u8 last;

	/* What is counted up to zero takes no comparison. */
	to -= at;
	from -= at;
	if (at) {
		do {
			CRASHREC_MOVE("crc32q", crc, to + at, from + at, u64);
			at += sizeof(u64);
		} while (at);
	}
	low = crc;
	if (!(bytes & 7))
		return low;
	if (bytes & sizeof(u32)) {
		CRASHREC_MOVE("crc32l", low, to, from, u32);
		to += sizeof(u32);
		from += sizeof(u32);
	}
	if (bytes & sizeof(u16)) {
		CRASHREC_MOVE("crc32w", low, to, from, u16);
		to += sizeof(u16);
		from += sizeof(u16);
	}
	if (bytes & sizeof(u8)) {
		last = READ_ONCE(*from);
		*to = last;
		low = crashrec_sum_one(low, last);
	}
	return low;
}

#else

static inline bool crashrec_cpu_sums(void)
{
	return false;
}

static inline u32 crashrec_move_summed(u64 crc, u8 *to, const u8 *from,
				       u32 bytes)
{
	return crc;
}

static inline u32 crashrec_sum_eight(u64 crc, u64 value)
{
	return crc;
}

static inline u32 crashrec_sum_one(u32 crc, u8 value)
{
	return crc;
}

#endif

/**
 * crashrec_copy_then_sum() - copy two pieces, and cr_crc32c() of what is there
 * @crc: as cr_crc32c()
 * @before: a number that is summed before them, as by cr_crc32c_u64()
 * @to: where the first goes; the second lies behind it
 * @pieces: what is copied
 *
 * Should others change a piece meanwhile, the sum is still that of the copy.
 *
 * Context: any, NMI included.
 * Return: as cr_crc32c().
 */
static inline u32 crashrec_copy_then_sum(u32 crc, u64 before, u8 *to,
					 const struct crashrec_piece pieces[2])
{
	const struct crashrec_piece *a = &pieces[0], *b = &pieces[1];

	memcpy(to, a->data, a->bytes);
	memcpy(to + a->bytes, b->data, b->bytes);
	return cr_crc32c(cr_crc32c_u64(crc, before), to, a->bytes + b->bytes);
}

/**
 * crashrec_copy_summed() - the same, fast
 * @crc: likewise
 * @before: likewise
 * @to: likewise
 * @pieces: likewise
 *
 * They are copied and summed in one go: each eight bytes are in a register once.
 *
 * Context: likewise.
 * Return: likewise.
 */
static inline u32 crashrec_copy_summed(u32 crc, u64 before, u8 *to,
				       const struct crashrec_piece pieces[2])
{
	const struct crashrec_piece *a = &pieces[0], *b = &pieces[1];

	if (!crashrec_cpu_sums())
		return crashrec_copy_then_sum(crc, before, to, pieces);
	kasan_check_read(a->data, a->bytes);
	kasan_check_read(b->data, b->bytes);
	kasan_check_write(to, a->bytes + b->bytes);
	crc = crashrec_sum_eight((u32)~crc, before);
	crc = crashrec_move_summed(crc, to, a->data, a->bytes);
	return ~crashrec_move_summed(crc, to + a->bytes, b->data, b->bytes);
}

#endif /* CRASHREC_CHECKSUM_H */
