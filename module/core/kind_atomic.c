// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Sleeping where one must not: kernel/sched/core.c (6.12), and per-CPU data
 * used where the CPU may change: lib/smp_processor_id.c.
 */
#include "kind.h"

#define ATOMIC(begin, words, cls)			\
	{						\
		.head = CR_TEXT(begin),			\
		.title = CR_TEXT(words),		\
		.report_class = CRASHREC_CLASS_##cls,	\
		.end = CR_END_STACK,			\
		.blame = CR_BLAME_STACK,		\
		.skip = skip,				\
	}

#define SLEEP(begin, words)	ATOMIC(begin, words, ATOMIC_SLEEP)
/* "BUG: using f() in preemptible [00000000] code: comm/1" */
#define PREEMPTIBLE(begin, words)	ATOMIC(begin, words, BUG)

static const struct cr_text skip[] = {
	CR_TEXT("schedule"),
	CR_TEXT("__schedule"),
	CR_TEXT("___might_sleep"),
	CR_TEXT("__might_sleep"),
	CR_TEXT("__might_resched"),
	CR_TEXT("check_preemption_disabled"),
	CR_TEXT("debug_smp_processor_id"),
	CR_TEXT("__this_cpu_preempt_check"),
	{ NULL, 0 },
};

static const struct cr_kind kinds[] = {
	SLEEP("BUG: sleeping function called from invalid context",
	      "BUG: sleeping function called from invalid context"),
	SLEEP("BUG: scheduling while atomic", "BUG: scheduling while atomic"),
	SLEEP("BUG: scheduling in a non-blocking section",
	      "BUG: scheduling while atomic"),
	SLEEP("BUG: assuming atomic context", "BUG: assuming atomic context"),
	SLEEP("BUG: assuming non migratable context",
	      "BUG: assuming non migratable context"),
	PREEMPTIBLE("BUG: using smp_processor_id() in preemptible",
		    "BUG: using smp_processor_id() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_read() in preemptible",
		    "BUG: using __this_cpu_read() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_write() in preemptible",
		    "BUG: using __this_cpu_write() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_add() in preemptible",
		    "BUG: using __this_cpu_add() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_add_return() in preemptible",
		    "BUG: using __this_cpu_add_return() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_and() in preemptible",
		    "BUG: using __this_cpu_and() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_or() in preemptible",
		    "BUG: using __this_cpu_or() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_xchg() in preemptible",
		    "BUG: using __this_cpu_xchg() in preemptible code"),
	PREEMPTIBLE("BUG: using __this_cpu_cmpxchg() in preemptible",
		    "BUG: using __this_cpu_cmpxchg() in preemptible code"),
	ATOMIC("BUG: using ", "BUG: using per-CPU data in preemptible code",
	       BUG),
};

const struct cr_family cr_family_atomic = { kinds, CR_COUNT(kinds) };
