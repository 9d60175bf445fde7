// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Reports of the sanitizers: mm/kasan/report.c, mm/kfence/report.c,
 * mm/kmsan/report.c, kernel/kcsan/report.c, lib/ubsan.c (6.12).
 */
#include "kind.h"

#define SANITIZER(begin, words, cls, whom)		\
	{						\
		.head = CR_TEXT(begin),			\
		.title = CR_TEXT(words),		\
		.report_class = CRASHREC_CLASS_##cls,	\
		.end = CR_END_RULER,			\
		.blame = CR_BLAME_##whom,		\
		.flags = CR_KIND_RULED,			\
	}

static const struct cr_kind kinds[] = {
	SANITIZER("BUG: KASAN: ", "KASAN: ", KASAN, KASAN),
	SANITIZER("BUG: KFENCE: ", "KFENCE: ", KASAN, KASAN),
	SANITIZER("BUG: KMSAN: ", "KMSAN: ", BUG, KASAN),
	SANITIZER("BUG: KCSAN: ", "KCSAN: ", BUG, REST),
	{
		.head = CR_TEXT("UBSAN: Undefined behaviour"),
		.title = CR_TEXT("UBSAN: undefined-behaviour"),
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_RULER,
		.blame = CR_BLAME_STACK,
		.flags = CR_KIND_RULED,
	},
	{
		.head = CR_TEXT("UBSAN: "),
		.title = CR_TEXT("UBSAN: "),
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.blame = CR_BLAME_KASAN,
		.flags = CR_KIND_RULED | CR_KIND_CUT,
	},
};

const struct cr_family cr_family_kasan = { kinds, CR_COUNT(kinds) };
