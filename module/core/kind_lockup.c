// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Nothing moves: soft and hard lockups (kernel/watchdog.c), hung tasks
 * (kernel/hung_task.c), workqueue lockups (kernel/workqueue.c), 6.12.
 */
#include "kind.h"

#define LOCKUP(begin, words, cls, whom, extra)		\
	{						\
		.head = CR_TEXT(begin),			\
		.title = CR_TEXT(words),		\
		.report_class = CRASHREC_CLASS_##cls,	\
		.end = CR_END_STACK,			\
		.blame = CR_BLAME_##whom,		\
		.flags = (extra),			\
	}

#define SOFT(begin) \
	LOCKUP(begin, "BUG: soft lockup", SOFT_LOCKUP, STALL, 0)
#define HARD(begin) \
	LOCKUP(begin, "BUG: hard lockup", HARD_LOCKUP, STALL, 0)

static const struct cr_kind kinds[] = {
	SOFT("watchdog: BUG: soft lockup"),
	SOFT("NMI watchdog: BUG: soft lockup"),
	SOFT("BUG: soft lockup"),
	HARD("watchdog: Watchdog detected hard LOCKUP"),
	HARD("NMI watchdog: Watchdog detected hard LOCKUP"),
	HARD("Watchdog detected hard LOCKUP"),
	{
		/* From 6.15 on; stands in the report of the blocked task. */
		.head = CR_TEXT("INFO: task "),
		.within = CR_TEXT(" is blocked on a "),
		.flags = CR_KIND_PART,
	},
	LOCKUP("INFO: task ", "INFO: task hung", HUNG_TASK, STACK, 0),
	LOCKUP("BUG: workqueue lockup", "BUG: workqueue lockup", SOFT_LOCKUP,
	       NONE, 0),
};

const struct cr_family cr_family_lockup = { kinds, CR_COUNT(kinds) };
