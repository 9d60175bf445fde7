/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * All that the core may use from outside: fixed-width types, memcpy, memcmp,
 * memset, strlen, and the little-endian accessors. The core is compiled into the
 * module, into libcrashrec, into KUnit and into fuzzers; this is the only
 * file of it that knows which.
 */
#ifndef CR_ENV_H
#define CR_ENV_H

#ifdef __KERNEL__
#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/string.h>
#include <linux/types.h>

/* A kernel without Rust prints no mangled names. */
#define CR_HAS_RUST	IS_ENABLED(CONFIG_RUST)

/*
 * Is this for those who read records? They make of the text what is made of
 * nothing else, so that a kernel need not have that: see parts.h.
 */
#define CR_IS_READER	0
/* Part of a string literal that only they need. */
#define CR_FOR_READERS(...)	""
#else
#include <endian.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Built freestanding, the compiler would not know them otherwise. */
#define memcpy(to, from, bytes)	__builtin_memcpy(to, from, bytes)
#define memcmp(a, b, bytes)	__builtin_memcmp(a, b, bytes)
#define memset(to, byte, bytes)	__builtin_memset(to, byte, bytes)
#define strlen(string)		__builtin_strlen(string)

#define CR_HAS_RUST	1
#define CR_IS_READER	1
#define CR_FOR_READERS(literal)	literal

/* Of what few lines pass, which the kernel keeps out of what most pass. */
#define noinline

/* Of what is called from where the kernel compiles it apart: see Kbuild. */
#define __visible

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

#define le16_to_cpu(x)	le16toh((uint16_t)(x))
#define le32_to_cpu(x)	le32toh((uint32_t)(x))
#define le64_to_cpu(x)	le64toh((uint64_t)(x))
#define cpu_to_le16(x)	((__le16)htole16(x))
#define cpu_to_le32(x)	((__le32)htole32(x))
#define cpu_to_le64(x)	((__le64)htole64(x))

#define EINVAL	22
#define ENOENT	2
#define ENOSPC	28
#define EBADMSG	74
#define EMSGSIZE	90
#define EPROTONOSUPPORT	93
#endif

#define CR_COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#endif /* CR_ENV_H */
