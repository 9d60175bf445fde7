// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* kernel/locking/lockdep.c (6.12), and what older kernels print there. */
#include "kind.h"

#define LOCKDEP_IF(begin, mark, words) \
	LOCKDEP_AT(begin, mark, words, LAST)

#define LOCKDEP_AT(begin, mark, words, whom)			\
	{							\
		.head = CR_TEXT(begin),				\
		.within = CR_TEXT(mark),			\
		.title = CR_TEXT(words),			\
		.report_class = CRASHREC_CLASS_LOCKDEP,		\
		.end = CR_END_STACK,				\
		.blame = CR_BLAME_##whom,				\
		.flags = CR_KIND_RULED | CR_KIND_STACKS,	\
	}

#define LOCKDEP(begin, words)	LOCKDEP_IF(begin, "", words)

/* Before 4.11 the header stood in brackets, as INFO or BUG. */
#define LOCKDEP_OLD(level, begin, words) \
	LOCKDEP_IF("[ " level ": " begin, "", words)

#define DEADLOCK	"possible deadlock"

static const struct cr_kind kinds[] = {
	LOCKDEP("WARNING: possible circular locking", DEADLOCK),
	LOCKDEP("WARNING: possible recursive locking", DEADLOCK),
	LOCKDEP("WARNING: possible irq lock inversion", DEADLOCK),
	LOCKDEP_AT("WARNING: ", "-unsafe lock order detected", DEADLOCK, STACK),
	LOCKDEP("WARNING: inconsistent lock state", "inconsistent lock state"),
	LOCKDEP_AT("WARNING: suspicious RCU usage", "",
		   "WARNING: suspicious RCU usage", STACK),
	LOCKDEP("WARNING: bad unlock balance detected",
		"WARNING: bad unlock balance"),
	LOCKDEP("WARNING: bad contention detected",
		"WARNING: bad unlock balance"),
	LOCKDEP("WARNING: held lock freed!", "WARNING: held lock freed"),
	LOCKDEP("WARNING: Nested lock was not taken",
		"WARNING: nested lock was not taken"),
	LOCKDEP("WARNING: lock held when returning to user space",
		"WARNING: lock held when returning to user space"),
	LOCKDEP("WARNING: chain_key collision", "WARNING: locking bug"),
	LOCKDEP_IF("WARNING: ", "still has locks held!",
		   "WARNING: still has locks held"),
	LOCKDEP("[ BUG: Invalid wait context ]", "WARNING: locking bug"),
	LOCKDEP_OLD("INFO", "possible circular locking", DEADLOCK),
	LOCKDEP_OLD("INFO", "possible recursive locking", DEADLOCK),
	LOCKDEP_OLD("INFO", "possible irq lock inversion", DEADLOCK),
	LOCKDEP_AT("[ INFO: ", "-unsafe lock order detected", DEADLOCK, STACK),
	LOCKDEP_OLD("INFO", "inconsistent lock state",
		    "inconsistent lock state"),
	LOCKDEP_AT("[ INFO: suspicious RCU usage", "",
		   "INFO: suspicious RCU usage", STACK),
	LOCKDEP_OLD("BUG", "bad unlock balance", "BUG: bad unlock balance"),
	LOCKDEP_OLD("BUG", "held lock freed", "BUG: held lock freed"),
	LOCKDEP_OLD("BUG", "lock held when returning to user space",
		    "BUG: lock held when returning to user space"),
	LOCKDEP_IF("[ BUG: ", "still has locks held",
		   "BUG: still has locks held"),
	{
		.head = CR_TEXT("INFO: trying to register non-static key"),
		.title = CR_TEXT("INFO: trying to register non-static key"),
		.report_class = CRASHREC_CLASS_LOCKDEP,
		.end = CR_END_STACK,
		.blame = CR_BLAME_STACK,
	},
	{
		.head = CR_TEXT("BUG: spinlock "),
		.title = CR_TEXT("BUG: spinlock lockup suspected"),
		.report_class = CRASHREC_CLASS_LOCKDEP,
		.end = CR_END_STACK,
		.blame = CR_BLAME_STACK,
	},
};

const struct cr_family cr_family_lockdep = { kinds, CR_COUNT(kinds) };
