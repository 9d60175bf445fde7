// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* panic(): kernel/panic.c (6.12). */
#include "kind.h"

#define PANIC(mark, words, whom)				\
	{							\
		.head = CR_TEXT("Kernel panic - not syncing: "),	\
		.within = CR_TEXT(mark),			\
		.title = CR_TEXT("kernel panic: " words),	\
		.report_class = CRASHREC_CLASS_PANIC,		\
		.end = CR_END_TRACE,				\
		.blame = CR_BLAME_##whom,			\
	}

static const struct cr_kind kinds[] = {
	PANIC("Attempted to kill init!", "Attempted to kill init!", NONE),
	PANIC("orrupted stack end", "corrupted stack end", STACK),
	PANIC("Kernel stack is corrupted", "stack is corrupted", STACK),
	PANIC("Fatal exception", "Fatal exception", NONE),
	PANIC("panic_on_warn set", "panic_on_warn set ...", NONE),
	PANIC("", "", REST),
};

const struct cr_family cr_family_panic = { kinds, CR_COUNT(kinds) };
