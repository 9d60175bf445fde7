// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* RCU stalls: kernel/rcu/tree_stall.h, tree_exp.h, tasks.h (6.12). */
#include "kind.h"

static const struct cr_culprit rcu_culprit = {
	.path = "IRS",
	.path2 = "IS",
	.skip = "rcu\0apic_timer_interrupt\0",
	.how = CR_BLAME_STALL,
};

#define STALL(begin, extra)					\
	{							\
		.text = CR_KIND_TEXT(begin, "*detected", "",		\
				     "INFO: rcu detected stall in %F",	\
				     "stall in %F", "HANG"),		\
		.culprit = &rcu_culprit,				\
		.report_class = CRASHREC_CLASS_RCU_STALL,		\
		.end = CR_END_STACK,					\
		.flags = (extra),					\
	}

static const struct cr_kind rcu_kinds[] = {
	{
		.text = CR_KIND_TEXT("INFO: rcu", "*suppressed full report", "",
				     "INFO: rcu detected stall in corrupted",
				     "stall in corrupted", "HANG"),
		.report_class = CRASHREC_CLASS_RCU_STALL,
		.flags = CR_KIND_LONE | CR_KIND_CORRUPT,
	},
	STALL("INFO: rcu", 0),
};

const struct cr_family cr_family_rcu = { rcu_kinds, CR_COUNT(rcu_kinds) };
