/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the core calls, as Eva knows it. Included before each file.
 */
#ifndef EVA_ENV_H
#define EVA_ENV_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* This machine is one of those whose numbers are stored as they are. */
#undef le16toh
#undef le32toh
#undef le64toh
#undef htole16
#undef htole32
#undef htole64
#define le16toh(x)	((uint16_t)(x))
#define le32toh(x)	((uint32_t)(x))
#define le64toh(x)	((uint64_t)(x))
#define htole16(x)	((uint16_t)(x))
#define htole32(x)	((uint32_t)(x))
#define htole64(x)	((uint64_t)(x))

/* Of no bytes the address is no matter; Eva would have it that of a byte. */
#define __builtin_memcpy(to, from, n)	((n) ? memcpy(to, from, n) : (to))
#define __builtin_memcmp(a, b, n)	((n) ? memcmp(a, b, n) : 0)
#define __builtin_memset(to, c, n)	((n) ? memset(to, c, n) : (to))
#define __builtin_strlen		strlen
#define __builtin_ctz			eva_ctz
#define __builtin_ctzll			eva_ctzll

/*@ requires x != 0; */
static inline int eva_ctz(unsigned int x)
{
	int n = 0;

	for (; n < 31 && !(x >> n & 1); n++)
		;
	return n;
}

/*@ requires x != 0;
    assigns \result \from x;
    ensures 0 <= \result <= 63; */
int eva_ctzll(unsigned long long x);

#endif /* EVA_ENV_H */
