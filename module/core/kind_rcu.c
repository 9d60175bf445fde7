// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* RCU stalls: kernel/rcu/tree_stall.h, tree_exp.h, tasks.h (6.12). */
#include "kind.h"

#define STALL(begin, mark, extra)				\
	{							\
		.head = CR_TEXT(begin),				\
		.within = CR_TEXT(mark),			\
		.title = CR_TEXT("INFO: rcu detected stall"),	\
		.report_class = CRASHREC_CLASS_RCU_STALL,	\
		.end = CR_END_STACK,				\
		.blame = CR_BLAME_STALL,			\
		.flags = (extra),				\
	}

static const struct cr_kind kinds[] = {
	STALL("rcu: INFO: rcu", "suppressed full report", CR_KIND_LONE),
	STALL("rcu: INFO: rcu", "detected", 0),
	STALL("INFO: rcu", "detected", 0),
};

const struct cr_family cr_family_rcu = { kinds, CR_COUNT(kinds) };
