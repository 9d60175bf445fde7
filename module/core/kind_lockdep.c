// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* kernel/locking/lockdep.c (6.12), and what older kernels print there. */
#include "kind.h"

static const struct cr_culprit taking = {
	.path = "AAS",
	.skip = "process_one_work\0",
};

static const struct cr_culprit irq_using = { .path = "WS", .path2 = "AAS" };

static const struct cr_culprit taking_one = { .path = "ACS", .path2 = "CS" };

static const struct cr_culprit holding = { .path = "A" };

static const struct cr_culprit unlocking = { .path = "PCS", .path2 = "CS" };

static const struct cr_culprit rcu_user = {
	.path = "CS",
	.skip = "rcu\0kmem\0slab\0",
};

static const struct cr_culprit initing = {
	.path = "CS",
	.skip = "stack\0lock\0IRQ\0",
};

static const struct cr_culprit spinning = { .path = "CS" };

#define LOCKDEP(begin, pattern, need, words, kind, whom, extra)		\
	{								\
		.text = CR_KIND_TEXT(begin, pattern, need, words, "",	\
				     kind),				\
		.culprit = &(whom),					\
		.report_class = CRASHREC_CLASS_LOCKDEP,			\
		.end = CR_END_STACK,					\
		.flags = CR_KIND_LEVELED | CR_KIND_RULED |	\
			 CR_KIND_STACKS | (extra),	\
	}

#define ORDER(begin, pattern, need, whom)				\
	LOCKDEP(begin, pattern, need, "possible deadlock in %F",	\
		"LOCKDEP", whom, 0)
#define MISUSE(begin, pattern, words, whom) \
	LOCKDEP(begin, pattern, "", words " in %F", "LOCKDEP", whom, 0)

#define TRYING	"*is trying to acquire"
#define CHANGED	"*just changed the state of lock"
#define USAGE	"{s} "
#define LEAVING	"*leaving the kernel with locks still held"

static const struct cr_kind lockdep_kinds[] = {
	ORDER("possible circular locking", "", TRYING, taking),
	ORDER("possible recursive locking", "", TRYING, taking),
	ORDER("possible irq lock inversion", "", CHANGED, taking),
	ORDER("", "{w} -> {w} lock order", TRYING, irq_using),
	MISUSE("inconsistent lock state", "", "inconsistent lock state",
	       taking_one),
	/* The type is that of the level: see title.c. */
	LOCKDEP("suspicious RCU usage", "", USAGE,
		"%L: suspicious RCU usage in %F", "?", rcu_user, 0),
	MISUSE("bad ", "unlock balance|contention", "%L: bad unlock balance",
	       unlocking),
	MISUSE("held lock freed", "", "%L: held lock freed", taking_one),
	LOCKDEP("Nested lock was not taken", "", "",
		"WARNING: nested lock was not taken in %F", "LOCKDEP",
		taking_one, CR_KIND_NO_STACK),
	LOCKDEP("lock held when returning to user space", "", LEAVING,
		"%L: lock held when returning to user space in %F", "?",
		holding, CR_KIND_NO_STACK),
	MISUSE("chain_key collision", "", "WARNING: locking bug", unlocking),
	/* Behind a comm: see cr_line_holds_locks(). */
	MISUSE("still has locks held", "", "%L: still has locks held",
	       taking_one),
	MISUSE("Invalid wait context ]", "", "WARNING: locking bug",
	       taking_one),
	{
		.text = CR_KIND_TEXT("INFO: trying to register non-static key",
				     "", "",
				     "INFO: trying to register non-static key in %F",
				     "", ""),
		.culprit = &initing,
		.report_class = CRASHREC_CLASS_LOCKDEP,
	},
	{
		.text = CR_KIND_TEXT("BUG: ", "{w} too low!", "",
				     "BUG: %1 too low!", "", ""),
		.report_class = CRASHREC_CLASS_LOCKDEP,
		.flags = CR_KIND_LONE | CR_KIND_NO_STACK,
	},
	{
		.text = CR_KIND_TEXT("BUG: spinlock ", "{*} on CPU", "",
				     "BUG: spinlock %1 in %F", "", "LOCKDEP"),
		.culprit = &spinning,
		.report_class = CRASHREC_CLASS_LOCKDEP,
	},
	{
		.text = CR_KIND_TEXT("BUG: rwlock ", "{*} on CPU", "",
				     "BUG: rwlock %1 in %F", "", "LOCKDEP"),
		.culprit = &spinning,
		.report_class = CRASHREC_CLASS_LOCKDEP,
	},
};

const struct cr_family cr_family_lockdep = {
	lockdep_kinds, CR_COUNT(lockdep_kinds)
};
