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
		.text = CR_KIND_TEXT(begin, "", "", words " in %F",	\
				     "stall in %F", "HANG"),		\
		.culprit = &looping,					\
		.report_class = CRASHREC_CLASS_##cls,			\
	}

#define SOFT(begin)	LOCKUP(begin, "BUG: soft lockup", SOFT_LOCKUP)
#define HARD(begin)	LOCKUP(begin, "BUG: hard lockup", HARD_LOCKUP)

#define WORKQUEUE(begin)					\
	{							\
		.text = CR_KIND_TEXT(begin, "", "",			\
				     "BUG: workqueue lockup", "",	\
				     "HANG"),				\
		.report_class = CRASHREC_CLASS_SOFT_LOCKUP,		\
		.flags = CR_KIND_NO_STACK,				\
	}

static const struct cr_kind lockup_kinds[] = {
	SOFT("BUG: soft lockup"),
	{
		.text = CR_KIND_TEXT("CPU",
				     "{d}: Watchdog detected hard LOCKUP", "",
				     "BUG: hard lockup in %F", "stall in %F",
				     "HANG"),
		.culprit = &looping,
		.report_class = CRASHREC_CLASS_HARD_LOCKUP,
	},
	HARD("Watchdog detected hard LOCKUP"),
	{
		/*
		 * From 6.15 on; stands in the report of the blocked task. No
		 * comm has room for as many words of it.
		 */
		.text = CR_KIND_TEXT("INFO: task ",
				     "* blocked on a* likely |* blocked on a*, but ",
				     "", "", "", ""),
		.flags = CR_KIND_PART,
	},
	{
		.text = CR_KIND_TEXT("INFO: task ",
				     "* can't die for more than {d} seconds",
				     "", "INFO: task can't die in %F",
				     "hang in %F", "HANG"),
		.culprit = &waiting,
		.report_class = CRASHREC_CLASS_HUNG_TASK,
	},
	{
		.text = CR_KIND_TEXT("INFO: task ", "", "",
				     "INFO: task hung in %F", "hang in %F",
				     "HANG"),
		.culprit = &waiting,
		.report_class = CRASHREC_CLASS_HUNG_TASK,
	},
	WORKQUEUE("BUG: workqueue lockup"),
};

const struct cr_family cr_family_lockup = {
	lockup_kinds, CR_COUNT(lockup_kinds)
};
