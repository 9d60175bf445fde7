// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Reports of the sanitizers: mm/kasan/report.c, mm/kfence/report.c,
 * mm/kmsan/report.c, kernel/kcsan/report.c, lib/ubsan.c (6.12).
 */
#include "kind.h"

static const struct cr_culprit accessing = {
	.path = "HCS",
	.path2 = "H",
	.cut_title = "KASAN: %R",
};

static const struct cr_culprit named = { .path = "HS" };
/* What only turns one value into another did not make it unset. */
static const struct cr_culprit using = {
	.path = "S",
	.path2 = "HS",
	.skip = CR_LIST("alloc_skb", "netlink_ack", "netlink_rcv_skb", "aes",
			"crypto_", "cipher", "_encrypt", "_decrypt", "drbg_",
			"rng_", "sha1", "sha256", "sha512", "chacha",
			"poly1305", "crc32"),
};

static const struct cr_culprit usb_origin = {
	.path = "US",
	.skip = CR_LIST("alloc_skb", "alloc_inode"),
};

static const struct cr_culprit usb_sender = {
	.path = "S",
	.origin = &usb_origin,
	.skip = CR_LIST("usb_submit_urb", "usb_start_wait_urb", "usb_bulk_msg",
			"usb_interrupt_msg", "usb_control_msg"),
};

static const struct cr_culprit undefined = {
	.path = "CS",
	.skip = CR_LIST("overflow", "ubsan"),
};

#define ACCESS	"{w} of size {d}|{w} at addr "

#define SANITIZER(begin, pattern, cls, extra)		\
	.head = CR_TEXT(begin),				\
	.rest = pattern,				\
	.report_class = CRASHREC_CLASS_##cls,		\
	.end = CR_END_RULER,				\
	.flags = CR_KIND_RULED | (extra)

#define KFENCE(pattern, words, second, kind)				\
	{								\
		SANITIZER("BUG: KFENCE: ", pattern, KASAN,		\
			  CR_KIND_NO_STACK),				\
		.title = "KFENCE: " words " in %F",			\
		.alt = second,						\
		.type = kind,						\
		.culprit = &named,					\
	}

static const struct cr_kind kinds[] = {
	{
		SANITIZER("BUG: KASAN: ",
			  "double-free or invalid-free in {a}{f}|double-free in {a}{f}|invalid-free in {a}{f}",
			  KASAN, 0),
		.title = "KASAN: invalid-free in %F",
		.alt = "invalid-free in %F",
		.type = "KASAN-INVALID-FREE",
		.culprit = &accessing,
	},
	{
		SANITIZER("BUG: KASAN: ", "{w} in {a}{f}", KASAN, 0),
		.needs = ACCESS,
		.title = "KASAN: %1 %3 in %F",
		.alt = "bad-access in %F",
		.culprit = &accessing,
	},
	{
		SANITIZER("BUG: KASAN: ", "{w} on address", KASAN, 0),
		.needs = ACCESS,
		.title = "KASAN: %1 %2",
	},
	{
		SANITIZER("BUG: KASAN: ", "{*}", KASAN, CR_KIND_CORRUPT),
		.title = "KASAN: %1",
	},
	KFENCE("use-after-free {w} in {a}{f}", "use-after-free %1",
	       "bad-access in %F", NULL),
	KFENCE("out-of-bounds {w} in {a}{f}", "out-of-bounds %1",
	       "bad-access in %F", NULL),
	KFENCE("invalid free in {a}{f}", "invalid free", "invalid-free in %F",
	       "KFENCE-INVALID-FREE"),
	KFENCE("invalid {w} in {a}{f}", "invalid %1", "bad-access in %F",
	       NULL),
	KFENCE("memory corruption in {a}{f}", "memory corruption", NULL,
	       "KFENCE-MEMORY-CORRUPTION"),
	{
		SANITIZER("BUG: KFENCE: ", "{*}", KASAN, CR_KIND_CORRUPT),
		.title = "KFENCE: %1",
		.type = "KFENCE-UNKNOWN",
	},
	{
		SANITIZER("BUG: KMSAN: ", "kernel-usb-infoleak in {a}{f}", BUG,
			  CR_KIND_NO_STACK),
		.title = "KMSAN: kernel-usb-infoleak in %F",
		.alt = "KMSAN origin in %O",
		.type = "KMSAN-INFO-LEAK",
		.culprit = &usb_sender,
	},
	{
		SANITIZER("BUG: KMSAN: ", "{w} in {a}{f}", BUG,
			  CR_KIND_NO_STACK),
		.title = "KMSAN: %1 in %F",
		.alt = "bad-access in %F",
		.culprit = &using,
	},
	{
		SANITIZER("BUG: KMSAN: ", "{*}", BUG, CR_KIND_CORRUPT),
		.title = "KMSAN: %1",
		.type = "KMSAN-UNKNOWN",
	},
	{
		SANITIZER("BUG: KCSAN: ", "data-race in {f}* / {f}|data-race in {w} / {w}", BUG,
			  CR_KIND_NO_STACK),
		.title = "KCSAN: data-race in %1 / %2",
		.type = "KCSAN-DATARACE",
	},
	{
		SANITIZER("BUG: KCSAN: ", "data-race in {f}|data-race in {w}", BUG,
			  CR_KIND_NO_STACK),
		.title = "KCSAN: data-race in %1",
		.type = "KCSAN-DATARACE",
	},
	{
		SANITIZER("BUG: KCSAN: ", "assert: race in {f}* / {f}", BUG,
			  CR_KIND_NO_STACK),
		.title = "KCSAN: assert: race in %1 / %2",
		.type = "KCSAN-ASSERT",
	},
	{
		SANITIZER("BUG: KCSAN: ", "assert: race in {f}", BUG,
			  CR_KIND_NO_STACK),
		.title = "KCSAN: assert: race in %1",
		.type = "KCSAN-ASSERT",
	},
	{
		SANITIZER("BUG: KCSAN: ", "{*}", BUG, CR_KIND_NO_STACK),
		.title = "KCSAN: %1",
		.type = "KCSAN-UNKNOWN",
	},
	{
		.head = CR_TEXT("UBSAN: Undefined behaviour in"),
		.title = "UBSAN: undefined-behaviour in %F",
		.type = "UBSAN",
		.culprit = &undefined,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_RULER,
		.flags = CR_KIND_RULED,
	},
	{
		.head = CR_TEXT("UBSAN: array-index-out-of-bounds in "),
		.title = "UBSAN: array-index-out-of-bounds in %F",
		.alt = "bad-access in %F",
		.type = "MEMORY_SAFETY_UBSAN",
		.culprit = &undefined,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
	{
		.head = CR_TEXT("UBSAN: "),
		.rest = "{w} in ",
		.title = "UBSAN: %1 in %F",
		.type = "UBSAN",
		.culprit = &undefined,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
	{
		.head = CR_TEXT("UBSAN: "),
		.rest = "{*}",
		.title = "UBSAN: %1",
		.type = "UBSAN",
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
};

const struct cr_family cr_family_kasan = { kinds, CR_COUNT(kinds) };
