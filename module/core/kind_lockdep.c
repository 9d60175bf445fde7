// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* kernel/locking/lockdep.c (6.12), and what older kernels print there. */
#include "kind.h"

static const struct cr_culprit taking = {
	.path = "AAS",
	.skip = CR_LIST("process_one_work"),
};

static const struct cr_culprit irq_using = { .path = "WS", .path2 = "AAS" };

static const struct cr_culprit taking_one = { .path = "ACS", .path2 = "CS" };

static const struct cr_culprit holding = { .path = "A" };

static const struct cr_culprit unlocking = { .path = "PCS", .path2 = "CS" };

static const struct cr_culprit rcu_user = {
	.path = "CS",
	.skip = CR_LIST("rcu", "kmem", "slab"),
};

static const struct cr_culprit initing = {
	.path = "CS",
	.skip = CR_LIST("stack", "lock", "IRQ"),
};

static const struct cr_culprit spinning = { .path = "CS" };

#define LOCKDEP_ROW(begin, pattern, need, words, kind, whom, extra)	\
	{								\
		.head = CR_TEXT(begin),					\
		.rest = pattern,					\
		.needs = need,						\
		.title = words " in %F",				\
		.type = kind,						\
		.culprit = &(whom),					\
		.report_class = CRASHREC_CLASS_LOCKDEP,			\
		.end = CR_END_STACK,					\
		.flags = CR_KIND_RULED | CR_KIND_STACKS | (extra),	\
	}

#define ORDER(begin, pattern, need)					\
	LOCKDEP_ROW(begin, pattern, need, "possible deadlock",		\
		    "LOCKDEP", taking, 0)
#define TRYING	"*is trying to acquire"
#define CHANGED	"*just changed the state of lock"

/*
 * 6.12 prints "WARNING: " without a bracket; before 4.11 it was "[ INFO: "
 * or "[ BUG: ", and a bracket at the end.
 */
#define CIRCULAR(begin) \
	ORDER(begin "possible circular locking", NULL, TRYING)
#define RECURSIVE(begin) \
	ORDER(begin "possible recursive locking", NULL, TRYING)
#define INVERSION(begin) \
	ORDER(begin "possible irq lock inversion", NULL, CHANGED)
#define UNSAFE(begin) \
	LOCKDEP_ROW(begin, "{w} -> {w} lock order", TRYING,	\
		    "possible deadlock", "LOCKDEP", irq_using, 0)
#define INCONSISTENT(begin)						\
	LOCKDEP_ROW(begin "inconsistent lock state", NULL, NULL,	\
		    "inconsistent lock state", "LOCKDEP", taking_one, 0)
#define SUSPICIOUS(begin, words, kind)					\
	LOCKDEP_ROW(begin "suspicious RCU usage", NULL,	"*{s}*suspicious|*{s}*RCU|{s}",	\
		    words ": suspicious RCU usage", kind, rcu_user, 0)
#define UNBALANCED(begin, words)					\
	LOCKDEP_ROW(begin, "bad unlock balance|bad contention", NULL,	\
		    words ": bad unlock balance", "LOCKDEP", unlocking, 0)
#define FREED(begin, words)						\
	LOCKDEP_ROW(begin "held lock freed", NULL, NULL,		\
		    words ": held lock freed", "LOCKDEP", taking_one, 0)
#define NESTED(begin)							\
	LOCKDEP_ROW(begin "Nested lock was not taken", NULL, NULL,	\
		    "WARNING: nested lock was not taken", "LOCKDEP",	\
		    taking_one, CR_KIND_NO_STACK)
#define RETURNING(begin, words, kind)						\
	LOCKDEP_ROW(begin "lock held when returning to user space", NULL, \
		    "*leaving the kernel with locks still held",	\
		    words ": lock held when returning to user space",	\
		    kind, holding, CR_KIND_NO_STACK)
#define STILL(begin, words)						\
	LOCKDEP_ROW(begin, "*still has locks held", NULL,		\
		    words ": still has locks held", "LOCKDEP", taking_one, 0)

static const struct cr_kind kinds[] = {
	CIRCULAR("WARNING: "),
	RECURSIVE("WARNING: "),
	INVERSION("WARNING: "),
	UNSAFE("WARNING: "),
	INCONSISTENT("WARNING: "),
	SUSPICIOUS("WARNING: ", "WARNING", "LOCKDEP"),
	UNBALANCED("WARNING: ", "WARNING"),
	FREED("WARNING: ", "WARNING"),
	NESTED("WARNING: "),
	RETURNING("WARNING: ", "WARNING", "LOCKDEP"),
	LOCKDEP_ROW("WARNING: chain_key collision", NULL, NULL,
		    "WARNING: locking bug", "LOCKDEP", unlocking, 0),
	STILL("WARNING: ", "WARNING"),
	LOCKDEP_ROW("[ BUG: Invalid wait context ]", NULL, NULL,
		    "WARNING: locking bug", "LOCKDEP", taking_one, 0),
	CIRCULAR("[ INFO: "),
	RECURSIVE("[ INFO: "),
	INVERSION("[ INFO: "),
	UNSAFE("[ INFO: "),
	INCONSISTENT("[ INFO: "),
	SUSPICIOUS("[ INFO: ", "INFO", ""),
	UNBALANCED("[ BUG: ", "BUG"),
	FREED("[ BUG: ", "BUG"),
	NESTED("[ BUG: "),
	RETURNING("[ BUG: ", "BUG", ""),
	STILL("[ BUG: ", "BUG"),
	CIRCULAR("INFO: "),
	RECURSIVE("INFO: "),
	INVERSION("INFO: "),
	UNSAFE("INFO: "),
	INCONSISTENT("INFO: "),
	SUSPICIOUS("INFO: ", "INFO", ""),
	{
		.head = CR_TEXT("INFO: trying to register non-static key"),
		.title = "INFO: trying to register non-static key in %F",
		.type = "",
		.culprit = &initing,
		.report_class = CRASHREC_CLASS_LOCKDEP,
	},
	{
		.head = CR_TEXT("BUG: "),
		.rest = "{w} too low!",
		.title = "BUG: %1 too low!",
		.type = "",
		.report_class = CRASHREC_CLASS_LOCKDEP,
		.flags = CR_KIND_LONE | CR_KIND_NO_STACK,
	},
	{
		.head = CR_TEXT("BUG: spinlock "),
		.rest = "{*} on CPU",
		.title = "BUG: spinlock %1 in %F",
		.type = "LOCKDEP",
		.culprit = &spinning,
		.report_class = CRASHREC_CLASS_LOCKDEP,
	},
	{
		.head = CR_TEXT("BUG: rwlock "),
		.rest = "{*} on CPU",
		.title = "BUG: rwlock %1 in %F",
		.type = "LOCKDEP",
		.culprit = &spinning,
		.report_class = CRASHREC_CLASS_LOCKDEP,
	},
};

const struct cr_family cr_family_lockdep = { kinds, CR_COUNT(kinds) };
