// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * panic(): kernel/panic.c (6.12). Those that only follow a report stand
 * alone where that was not seen.
 */
#include "kind.h"

static const struct cr_culprit scheduling = {
	.path = "CRS",
	.path2 = "CS",
	.skip = "schedule\0retint_kernel\0",
	.how = CR_BLAME_STALL,
};

#define PANIC_IF(pattern, words, whom, second, extra)		\
	{							\
		.text = CR_KIND_TEXT("Kernel panic - not syncing: ",	\
				     pattern, "",			\
				     "kernel panic: " words, second,	\
				     "DoS"),				\
		.culprit = whom,					\
		.report_class = CRASHREC_CLASS_PANIC,			\
		.end = CR_END_TRACE,					\
		.flags = (extra),					\
	}

#define PANIC(pattern, words)	PANIC_IF(pattern, words, NULL, "", 0)
#define FOLLOWS(pattern, words) \
	PANIC_IF(pattern, words, NULL, "", CR_KIND_CORRUPT)

static const struct cr_kind panic_kinds[] = {
	PANIC("Attempted to kill init!", "Attempted to kill init!"),
	PANIC_IF("Couldn't open N_TTY ldisc for ", "Couldn't open N_TTY ldisc",
		 NULL, "", CR_KIND_NO_STACK),
	PANIC_IF("*orrupted stack end", "corrupted stack end in %F",
		 &scheduling, "stack-overflow in %F", 0),
	PANIC_IF("*ernel stack is corrupted in: {a}{f}|*ernel stack is corrupted in: {*}",
		 "stack is corrupted in %1", NULL, "", CR_KIND_NO_STACK),
	FOLLOWS("Fatal exception|*: Fatal exception", "Fatal exception"),
	{
		.text = CR_KIND_TEXT("Kernel panic - not syncing: ",
				     "*panic_on_warn set", "",
				     "kernel panic: panic_on_warn set ...", "",
				     "DoS"),
		.report_class = CRASHREC_CLASS_PANIC,
		.end = CR_END_TRACE,
		.flags = CR_KIND_CORRUPT,
	},
	FOLLOWS("hung_task: blocked tasks", "hung_task: blocked tasks"),
	FOLLOWS("RCU Stall", "RCU Stall"),
	FOLLOWS("softlockup: hung tasks", "softlockup: hung tasks"),
	PANIC("{*}", "%1"),
};

const struct cr_family cr_family_panic = { panic_kinds, CR_COUNT(panic_kinds) };
