// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Names of what a record's structure is made of. They are keys and values of
 * the JSON output, too.
 */
#include <crashrec_structure.h>
#include <stddef.h>
#include <uapi/crashrec_structure.h>

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const char unknown[] = "unknown";

static const char *name_of(const char * const *names, size_t count,
			   uint32_t index, const char *otherwise)
{
	return index < count && names[index] ? names[index] : otherwise;
}

const char *crashrec_section_name(uint32_t kind)
{
	static const char * const names[CRASHREC_SECTION_COUNT] = {
		[CRASHREC_SECTION_OTHER] = "other",
		[CRASHREC_SECTION_REPORTER] = "reporter",
		[CRASHREC_SECTION_NMI] = "nmi",
		[CRASHREC_SECTION_GP_KTHREAD] = "gp-kthread",
		[CRASHREC_SECTION_GP_CPU] = "gp-cpu",
		[CRASHREC_SECTION_TASK] = "task",
		[CRASHREC_SECTION_ALLOCATED] = "allocated",
		[CRASHREC_SECTION_FREED] = "freed",
		[CRASHREC_SECTION_QUEUED] = "queued",
		[CRASHREC_SECTION_STORED] = "stored",
		[CRASHREC_SECTION_CREATED] = "created",
		[CRASHREC_SECTION_PAGE_ALLOCATED] = "page-allocated",
		[CRASHREC_SECTION_PAGE_FREED] = "page-freed",
		[CRASHREC_SECTION_LOCK_CHAIN] = "lock-chain",
		[CRASHREC_SECTION_LOCK_USAGE] = "lock-usage",
		[CRASHREC_SECTION_LOCK_ACQUIRED] = "lock-acquired",
		[CRASHREC_SECTION_ACCESS] = "access",
		[CRASHREC_SECTION_PREEMPT_OFF] = "preemption-disabled",
		[CRASHREC_SECTION_VARIABLE] = "variable",
		[CRASHREC_SECTION_STACK_FRAME] = "stack-frame",
	};

	return name_of(names, COUNT(names), kind, unknown);
}

const char *crashrec_lock_name(uint32_t kind)
{
	static const char * const names[CRASHREC_LOCK_KIND_COUNT] = {
		[CRASHREC_LOCK_HELD] = "held",
		[CRASHREC_LOCK_WANTED] = "wanted",
		[CRASHREC_LOCK_HOLDING] = "holding",
		[CRASHREC_LOCK_CHANGED] = "changed",
		[CRASHREC_LOCK_TAKEN] = "taken",
		[CRASHREC_LOCK_PAST] = "past",
		[CRASHREC_LOCK_NEW_FROM] = "new-from",
		[CRASHREC_LOCK_NEW_TO] = "new-to",
		[CRASHREC_LOCK_SAFE] = "safe",
		[CRASHREC_LOCK_UNSAFE] = "unsafe",
		[CRASHREC_LOCK_CHAIN] = "chain",
		[CRASHREC_LOCK_RELEASED] = "released",
		[CRASHREC_LOCK_STILL_HELD] = "still-held",
		[CRASHREC_LOCK_BLOCKER] = "blocker",
	};

	return name_of(names, COUNT(names), kind, unknown);
}

const char *crashrec_complaint_name(uint32_t kind)
{
	static const char * const names[CRASHREC_LOCKDEP_COUNT] = {
		[CRASHREC_LOCKDEP_OTHER] = "other",
		[CRASHREC_LOCKDEP_CIRCULAR] = "circular",
		[CRASHREC_LOCKDEP_RECURSIVE] = "recursive",
		[CRASHREC_LOCKDEP_INVERSION] = "irq-inversion",
		[CRASHREC_LOCKDEP_ORDER] = "irq-order",
		[CRASHREC_LOCKDEP_INCONSISTENT] = "inconsistent-state",
		[CRASHREC_LOCKDEP_WAIT_CONTEXT] = "wait-context",
		[CRASHREC_LOCKDEP_UNBALANCED] = "unbalanced",
		[CRASHREC_LOCKDEP_NESTED] = "nested",
		[CRASHREC_LOCKDEP_FREED] = "held-freed",
		[CRASHREC_LOCKDEP_RETURNED] = "held-on-return",
		[CRASHREC_LOCKDEP_RCU] = "rcu",
	};

	return name_of(names, COUNT(names), kind, unknown);
}

const char *crashrec_usage_name(uint32_t usage)
{
	static const char * const names[CRASHREC_USAGE_COUNT] = {
		"IN-HARDIRQ-W", "IN-HARDIRQ-R", "HARDIRQ-ON-W", "HARDIRQ-ON-R",
		"IN-SOFTIRQ-W", "IN-SOFTIRQ-R", "SOFTIRQ-ON-W", "SOFTIRQ-ON-R",
		"IN-RECLAIM_FS-W", "IN-RECLAIM_FS-R", "RECLAIM_FS-ON-W",
		"RECLAIM_FS-ON-R",
		[CRASHREC_USAGE_INITIAL] = "INITIAL USE",
		[CRASHREC_USAGE_INITIAL_READ] = "INITIAL READ USE",
		[CRASHREC_USAGE_SAFE] = "irq-safe",
		[CRASHREC_USAGE_UNSAFE] = "irq-unsafe",
	};

	return name_of(names, COUNT(names), usage, NULL);
}

const char *crashrec_step_name(uint32_t action)
{
	static const char * const names[CRASHREC_STEP_COUNT] = {
		[CRASHREC_STEP_CHAIN] = "chain",
		[CRASHREC_STEP_LOCK] = "lock",
		[CRASHREC_STEP_RLOCK] = "rlock",
		[CRASHREC_STEP_SYNC] = "sync",
		[CRASHREC_STEP_IRQ_OFF] = "local_irq_disable",
		[CRASHREC_STEP_INTERRUPT] = "interrupt",
		[CRASHREC_STEP_DEADLOCK] = "deadlock",
	};

	return name_of(names, COUNT(names), action, unknown);
}

const char *crashrec_stall_name(uint32_t kind)
{
	static const char * const names[CRASHREC_STALL_KIND_COUNT] = {
		[CRASHREC_STALL_OTHER] = "other",
		[CRASHREC_STALL_SELF] = "self-detected",
		[CRASHREC_STALL_OTHERS] = "detected",
		[CRASHREC_STALL_EXPEDITED] = "expedited",
		[CRASHREC_STALL_TASKS] = "tasks",
		[CRASHREC_STALL_SOFT] = "soft-lockup",
		[CRASHREC_STALL_HARD] = "hard-lockup",
		[CRASHREC_STALL_HUNG] = "hung-task",
		[CRASHREC_STALL_WORKQUEUE] = "workqueue-lockup",
	};

	return name_of(names, COUNT(names), kind, unknown);
}

const char *crashrec_stall_value_name(uint32_t index)
{
	static const char * const names[CRASHREC_STALL_V_COUNT] = {
		[CRASHREC_STALL_V_JIFFIES] = "jiffies",
		[CRASHREC_STALL_V_GP] = "g",
		[CRASHREC_STALL_V_COMPLETED] = "c",
		[CRASHREC_STALL_V_QUEUED] = "q",
		[CRASHREC_STALL_V_NCPUS] = "ncpus",
		[CRASHREC_STALL_V_DETECTED_BY] = "detected_by",
		[CRASHREC_STALL_V_STARVED_JIFFIES] = "starved_jiffies",
		[CRASHREC_STALL_V_LATE_JIFFIES] = "timer_late_jiffies",
		[CRASHREC_STALL_V_KTHREAD_GP] = "kthread_g",
		[CRASHREC_STALL_V_KTHREAD_COMPLETED] = "kthread_c",
		[CRASHREC_STALL_V_KTHREAD_FLAGS] = "kthread_flags",
		[CRASHREC_STALL_V_KTHREAD_WAITS] = "kthread_gp_state",
		[CRASHREC_STALL_V_KTHREAD_STATE] = "kthread_state",
		[CRASHREC_STALL_V_KTHREAD_CPU] = "kthread_cpu",
		[CRASHREC_STALL_V_TIMER_CPU] = "timer_cpu",
		[CRASHREC_STALL_V_TIMER_SOFTIRQ] = "timer_softirq",
		[CRASHREC_STALL_V_ACTIVITY_JIFFIES] = "kthread_activity_jiffies",
		[CRASHREC_STALL_V_NEXT_FQS_JIFFIES] = "jiffies_till_next_fqs",
		[CRASHREC_STALL_V_ROOT_MASK] = "root_qsmask",
		[CRASHREC_STALL_V_EXPEDITED] = "s",
		[CRASHREC_STALL_V_SECONDS] = "seconds",
		[CRASHREC_STALL_V_CPU] = "cpu",
		[CRASHREC_STALL_V_PID] = "pid",
	};

	return name_of(names, COUNT(names), index, NULL);
}

const char *crashrec_stall_cpu_value_name(uint32_t index)
{
	static const char * const names[CRASHREC_STALL_CPU_V_COUNT] = {
		[CRASHREC_STALL_CPU_V_TICKS] = "ticks",
		[CRASHREC_STALL_CPU_V_BEHIND] = "gps_behind",
		[CRASHREC_STALL_CPU_V_IDLE] = "idle",
		[CRASHREC_STALL_CPU_V_NESTING] = "idle_nesting",
		[CRASHREC_STALL_CPU_V_NMI_NESTING] = "idle_nmi_nesting",
		[CRASHREC_STALL_CPU_V_SOFTIRQ_GP] = "softirq_at_gp",
		[CRASHREC_STALL_CPU_V_SOFTIRQ] = "softirq",
		[CRASHREC_STALL_CPU_V_FQS] = "fqs",
		[CRASHREC_STALL_CPU_V_RCUC_JIFFIES] = "rcuc_jiffies",
		[CRASHREC_STALL_CPU_V_ACCELERATED] = "last_accelerate",
		[CRASHREC_STALL_CPU_V_ACCELERATE_NOW] = "last_accelerate_now",
		[CRASHREC_STALL_CPU_V_HARDIRQS] = "hardirqs",
		[CRASHREC_STALL_CPU_V_SOFTIRQS] = "softirqs",
		[CRASHREC_STALL_CPU_V_SWITCHES] = "switches",
		[CRASHREC_STALL_CPU_V_HARDIRQ_MS] = "hardirq_ms",
		[CRASHREC_STALL_CPU_V_SOFTIRQ_MS] = "softirq_ms",
		[CRASHREC_STALL_CPU_V_SYSTEM_MS] = "system_ms",
		[CRASHREC_STALL_CPU_V_PERIOD_MS] = "period_ms",
	};

	return name_of(names, COUNT(names), index, NULL);
}

const char *crashrec_access_name(uint32_t kind)
{
	static const char * const names[CRASHREC_ACCESS_KIND_COUNT] = {
		[CRASHREC_ACCESS_UNKNOWN] = "unknown",
		[CRASHREC_ACCESS_READ] = "read",
		[CRASHREC_ACCESS_WRITE] = "write",
		[CRASHREC_ACCESS_READ_WRITE] = "read-write",
		[CRASHREC_ACCESS_FREE] = "free",
		[CRASHREC_ACCESS_CORRUPTED] = "corrupted",
		[CRASHREC_ACCESS_ASSERT] = "assert",
		[CRASHREC_ACCESS_COPY] = "copy-to-user",
	};

	return name_of(names, COUNT(names), kind, unknown);
}

const char *crashrec_tool_name(uint32_t tool)
{
	static const char * const names[CRASHREC_TOOL_COUNT] = {
		[CRASHREC_TOOL_KASAN] = "KASAN",
		[CRASHREC_TOOL_KFENCE] = "KFENCE",
		[CRASHREC_TOOL_KCSAN] = "KCSAN",
		[CRASHREC_TOOL_KMSAN] = "KMSAN",
	};

	return name_of(names, COUNT(names), tool, unknown);
}

const char *crashrec_side_name(uint32_t side)
{
	static const char * const names[CRASHREC_SIDE_COUNT] = {
		[CRASHREC_SIDE_INSIDE] = "inside",
		[CRASHREC_SIDE_LEFT] = "left",
		[CRASHREC_SIDE_RIGHT] = "right",
	};

	return name_of(names, COUNT(names), side, NULL);
}

/* Documentation/admin-guide/tainted-kernels.rst (6.12); J from 6.15 on. */
const char *crashrec_taint_meaning(char letter)
{
	static const struct {
		char letter;
		const char *meaning;
	} meanings[] = {
		{ 'G', "no proprietary module was loaded" },
		{ 'P', "proprietary module was loaded" },
		{ 'F', "module was force loaded" },
		{ 'S', "CPU out of specification, or hardware not supported" },
		{ 'R', "module was force unloaded" },
		{ 'M', "machine check exception was reported" },
		{ 'B', "bad page, or unexpected page flags" },
		{ 'U', "tainted by user space" },
		{ 'D', "kernel died recently: an oops or BUG" },
		{ 'A', "ACPI table overridden by user" },
		{ 'W', "kernel issued a warning" },
		{ 'C', "staging driver was loaded" },
		{ 'I', "firmware bug was worked around" },
		{ 'O', "out-of-tree module was loaded" },
		{ 'E', "unsigned module was loaded" },
		{ 'L', "soft lockup occurred" },
		{ 'K', "kernel was live patched" },
		{ 'X', "auxiliary taint, defined by the distribution" },
		{ 'T', "built with structure layout randomisation" },
		{ 'N', "in-kernel test was run" },
		{ 'J', "user space used a mutating debug operation of fwctl" },
	};
	size_t i;

	for (i = 0; i < COUNT(meanings); i++) {
		if (meanings[i].letter == letter)
			return meanings[i].meaning;
	}
	return NULL;
}
