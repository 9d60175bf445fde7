// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "names.h"

#include "../../include/uapi/crashrec_format.h"

static const char unknown[] = "unknown";

static const char *const class_names[CRASHREC_CLASS_COUNT] = {
	[CRASHREC_CLASS_UNKNOWN] = unknown,
	[CRASHREC_CLASS_RCU_STALL] = "rcu-stall",
	[CRASHREC_CLASS_SOFT_LOCKUP] = "soft-lockup",
	[CRASHREC_CLASS_HARD_LOCKUP] = "hard-lockup",
	[CRASHREC_CLASS_HUNG_TASK] = "hung-task",
	[CRASHREC_CLASS_LOCKDEP] = "lockdep",
	[CRASHREC_CLASS_WARNING] = "warning",
	[CRASHREC_CLASS_BUG] = "bug",
	[CRASHREC_CLASS_OOPS] = "oops",
	[CRASHREC_CLASS_KASAN] = "kasan",
	[CRASHREC_CLASS_ATOMIC_SLEEP] = "atomic-sleep",
	[CRASHREC_CLASS_PANIC] = "panic",
};

static const char *const state_names[CRASHREC_STATE_COUNT] = {
	[0] = unknown,
	[CRASHREC_STATE_OPEN] = "open",
	[CRASHREC_STATE_COMPLETE] = "complete",
	[CRASHREC_STATE_CUT_BY_PANIC] = "cut-by-panic",
	[CRASHREC_STATE_CUT_BY_RESET] = "cut-by-reset",
	[CRASHREC_STATE_TRUNCATED] = "truncated",
};

static const char *const context_names[CRASHREC_CONTEXT_COUNT] = {
	[CRASHREC_CONTEXT_TASK] = "task",
	[CRASHREC_CONTEXT_SOFTIRQ] = "softirq",
	[CRASHREC_CONTEXT_HARDIRQ] = "hardirq",
	[CRASHREC_CONTEXT_NMI] = "nmi",
};

static const char *name_of(const char *const *names, u32 count, u32 n)
{
	return n < count ? names[n] : unknown;
}

const char *cr_class_name(u32 report_class)
{
	return name_of(class_names, CR_COUNT(class_names), report_class);
}

const char *cr_state_name(u32 state)
{
	return name_of(state_names, CR_COUNT(state_names), state);
}

const char *cr_context_name(u32 context)
{
	return name_of(context_names, CR_COUNT(context_names), context);
}
