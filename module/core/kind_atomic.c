// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Sleeping where one must not: kernel/sched/core.c (6.12), and per-CPU data
 * used where the CPU may change: lib/smp_processor_id.c.
 */
#include "kind.h"

static const struct cr_culprit atomic_culprit = {
	.path = "CS",
	.skip = "schedule\0",
};

static const struct cr_culprit user = {
	.path = "CS",
	.skip = "dump_stack\0preemption\0preempt_\0debug_\0__this_cpu\0",
};

#define SLEEP(begin, words)					\
	{							\
		.text = CR_KIND_TEXT(begin, "", "", words " in %F", "",	\
				     "ATOMIC_SLEEP"),			\
		.culprit = &atomic_culprit,				\
		.report_class = CRASHREC_CLASS_ATOMIC_SLEEP,		\
	}

static const struct cr_kind atomic_kinds[] = {
	SLEEP("BUG: sleeping function called from invalid context",
	      "BUG: sleeping function called from invalid context"),
	SLEEP("BUG: scheduling while atomic", "BUG: scheduling while atomic"),
	SLEEP("BUG: scheduling in a non-blocking section",
	      "BUG: scheduling while atomic"),
	SLEEP("BUG: assuming atomic context", "BUG: assuming atomic context"),
	SLEEP("BUG: assuming non migratable context",
	      "BUG: assuming non migratable context"),
	{
		/* "BUG: using f() in preemptible [00000000] code: comm/1" */
		.text = CR_KIND_TEXT("BUG: using ", "{w}() in preemptible", "",
				     "BUG: using %1() in preemptible code in %F",
				     "", "LOCKDEP"),
		.culprit = &user,
		.report_class = CRASHREC_CLASS_BUG,
	},
};

const struct cr_family cr_family_atomic = {
	atomic_kinds, CR_COUNT(atomic_kinds)
};
