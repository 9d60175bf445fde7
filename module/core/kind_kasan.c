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
	.skip = "alloc_skb\0netlink_ack\0netlink_rcv_skb\0aes\0crypto_\0"
		"cipher\0_encrypt\0_decrypt\0drbg_\0rng_\0sha1\0sha256\0"
		"sha512\0chacha\0poly1305\0crc32\0",
};

static const struct cr_culprit usb_origin = {
	.path = "US",
	.skip = "alloc_skb\0alloc_inode\0",
};

static const struct cr_culprit usb_sender = {
	.path = "S",
	.origin = &usb_origin,
	.skip = "usb_submit_urb\0usb_start_wait_urb\0usb_bulk_msg\0"
		"usb_interrupt_msg\0usb_control_msg\0",
};

static const struct cr_culprit undefined = {
	.path = "CS",
	.skip = "overflow\0ubsan\0",
};

#define ACCESS	"{w} of size {d}|{w} at addr "

#define SANITIZER(words, cls, whom, extra)			\
	{							\
		.text = words,					\
		.culprit = whom,				\
		.report_class = CRASHREC_CLASS_##cls,		\
		.end = CR_END_RULER,				\
		.flags = CR_KIND_RULED | (extra),		\
	}

/* What follows the name of the sanitizer, the title, another, and the type. */
#define KASAN(pattern, need, words, second, kind, whom, extra)		\
	SANITIZER(CR_KIND_TEXT("BUG: KASAN: ", pattern, need,		\
			       "KASAN: " words, second, kind),		\
		  KASAN, whom, extra)
#define KFENCE(pattern, words, second, kind)				\
	SANITIZER(CR_KIND_TEXT("BUG: KFENCE: ", pattern " in {a}{f}", "",	\
			       "KFENCE: " words " in %F", second, kind),	\
		  KASAN, &named, CR_KIND_NO_STACK)
#define KMSAN(pattern, words, second, kind, whom, extra)		\
	SANITIZER(CR_KIND_TEXT("BUG: KMSAN: ", pattern, "",		\
			       "KMSAN: " words, second, kind),		\
		  BUG, whom, extra)
#define KCSAN(pattern, words, kind)					\
	SANITIZER(CR_KIND_TEXT("BUG: KCSAN: ", pattern, "",		\
			       "KCSAN: " words, "", kind),		\
		  BUG, NULL, CR_KIND_NO_STACK)

static const struct cr_kind kasan_kinds[] = {
	KASAN("double-free or invalid-free in {a}{f}", "",
	      "invalid-free in %F", "invalid-free in %F", "KASAN-INVALID-FREE",
	      &accessing, 0),
	KASAN("double-free in {a}{f}|invalid-free in {a}{f}", "",
	      "invalid-free in %F", "invalid-free in %F", "KASAN-INVALID-FREE",
	      &accessing, 0),
	KASAN("{w} in {a}{f}", ACCESS, "%1 %3 in %F", "bad-access in %F", "?",
	      &accessing, 0),
	KASAN("{w} on address", ACCESS, "%1 %2", "", "?", NULL, 0),
	/* Of hardware tags, told later: no one knows by whom. */
	KASAN("invalid-access", "", "invalid-access", "", "?", NULL, 0),
	KASAN("{*}", "", "%1", "", "?", NULL, CR_KIND_CORRUPT),
	KFENCE("use-after-free {w}", "use-after-free %1", "bad-access in %F",
	       "?"),
	KFENCE("out-of-bounds {w}", "out-of-bounds %1", "bad-access in %F",
	       "?"),
	KFENCE("invalid free", "invalid free", "invalid-free in %F",
	       "KFENCE-INVALID-FREE"),
	KFENCE("invalid {w}", "invalid %1", "bad-access in %F", "?"),
	KFENCE("memory corruption", "memory corruption", "",
	       "KFENCE-MEMORY-CORRUPTION"),
	SANITIZER(CR_KIND_TEXT("BUG: KFENCE: ", "{*}", "", "KFENCE: %1", "",
			       "KFENCE-UNKNOWN"),
		  KASAN, NULL, CR_KIND_CORRUPT),
	KMSAN("kernel-usb-infoleak in {a}{f}", "kernel-usb-infoleak in %F",
	      "KMSAN origin in %O", "KMSAN-INFO-LEAK", &usb_sender,
	      CR_KIND_NO_STACK),
	KMSAN("{w} in {a}{f}", "%1 in %F", "bad-access in %F", "?", &using,
	      CR_KIND_NO_STACK),
	KMSAN("{*}", "%1", "", "KMSAN-UNKNOWN", NULL, CR_KIND_CORRUPT),
	KCSAN("data-race in {f}* / {f}|data-race in {w}* / {w}",
	      "data-race in %1 / %2", "KCSAN-DATARACE"),
	KCSAN("data-race in {f}|data-race in {w}", "data-race in %1",
	      "KCSAN-DATARACE"),
	KCSAN("assert: race in {f}* / {f}|assert: race in {w}* / {w}",
	      "assert: race in %1 / %2", "KCSAN-ASSERT"),
	KCSAN("assert: race in {f}|assert: race in {w}", "assert: race in %1",
	      "KCSAN-ASSERT"),
	KCSAN("{*}", "%1", "KCSAN-UNKNOWN"),
	{
		.text = CR_KIND_TEXT("UBSAN: Undefined behaviour in", "", "",
				     "UBSAN: undefined-behaviour in %F", "",
				     "UBSAN"),
		.culprit = &undefined,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_RULER,
		.flags = CR_KIND_RULED,
	},
	{
		.text = CR_KIND_TEXT("UBSAN: array-index-out-of-bounds in ", "",
				     "",
				     "UBSAN: array-index-out-of-bounds in %F",
				     "bad-access in %F", "MEMORY_SAFETY_UBSAN"),
		.culprit = &undefined,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
	{
		.text = CR_KIND_TEXT("UBSAN: ", "{w} in ", "",
				     "UBSAN: %1 in %F", "", "UBSAN"),
		.culprit = &undefined,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
	{
		.text = CR_KIND_TEXT("UBSAN: ", "{*}", "", "UBSAN: %1", "",
				     "UBSAN"),
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
};

const struct cr_family cr_family_kasan = { kasan_kinds, CR_COUNT(kasan_kinds) };
