// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Nothing moves: soft and hard lockups (kernel/watchdog.c), hung tasks
 * (kernel/hung_task.c), workqueue lockups (kernel/workqueue.c), 6.12; "can't
 * die" is of -next trees for fuzzing.
 */
#include "kind.h"

static const struct cr_culprit looping = {
	.path = "RCS",
	.path2 = "CS",
	.how = CR_BLAME_STALL,
};

static const struct cr_culprit waiting = {
	.path = "CS",
	.how = CR_BLAME_HUNG,
};

#define LOCKUP(begin, words, cls)				\
	{							\
		.head = CR_TEXT(begin),				\
		.title = words " in %F",			\
		.alt = "stall in %F",				\
		.type = "HANG",					\
		.culprit = &looping,				\
		.report_class = CRASHREC_CLASS_##cls,		\
	}

#define SOFT(begin)	LOCKUP(begin, "BUG: soft lockup", SOFT_LOCKUP)
#define HARD(begin)	LOCKUP(begin, "BUG: hard lockup", HARD_LOCKUP)

#define WORKQUEUE(begin)					\
	{							\
		.head = CR_TEXT(begin),				\
		.title = "BUG: workqueue lockup",		\
		.type = "HANG",					\
		.report_class = CRASHREC_CLASS_SOFT_LOCKUP,	\
		.flags = CR_KIND_NO_STACK,			\
	}

static const struct cr_kind kinds[] = {
	SOFT("BUG: soft lockup"),
	{
		.head = CR_TEXT("CPU"),
		.rest = "{d}: Watchdog detected hard LOCKUP",
		.title = "BUG: hard lockup in %F",
		.alt = "stall in %F",
		.type = "HANG",
		.culprit = &looping,
		.report_class = CRASHREC_CLASS_HARD_LOCKUP,
	},
	HARD("Watchdog detected hard LOCKUP"),
	{
		/* From 6.15 on; stands in the report of the blocked task. */
		.head = CR_TEXT("INFO: task "),
		.rest = "* is blocked on a ",
		.flags = CR_KIND_PART,
	},
	{
		.head = CR_TEXT("INFO: task "),
		.title = "INFO: task hung in %F",
		.alt = "hang in %F",
		.type = "HANG",
		.culprit = &waiting,
		.report_class = CRASHREC_CLASS_HUNG_TASK,
	},
	{
		.head = CR_TEXT("INFO: task "),
		.rest = "* can't die for more than {d} seconds",
		.title = "INFO: task can't die in %F",
		.alt = "hang in %F",
		.type = "HANG",
		.culprit = &waiting,
		.report_class = CRASHREC_CLASS_HUNG_TASK,
	},
	WORKQUEUE("BUG: workqueue lockup"),
};

const struct cr_family cr_family_lockup = { kinds, CR_COUNT(kinds) };
