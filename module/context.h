/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who is printing: a task, or one level of interrupt on one CPU. Two pieces of
 * text belong together only if their contexts are the same.
 */
#ifndef CRASHREC_CONTEXT_H
#define CRASHREC_CONTEXT_H

#include <linux/bits.h>
#include <linux/kconfig.h>
#include <linux/preempt.h>
#include <linux/types.h>

#include "../include/uapi/crashrec_format.h"

/* Set in every key, so that none is 0. Bit 63 is the assembler's. */
#define CRASHREC_KEY_VALID	BIT_ULL(62)
/* Of who printed what is read from the log. */
#define CRASHREC_KEY_LOG	BIT_ULL(61)
/* Of a kernel thread, which may become a process. */
#define CRASHREC_KEY_THREAD	BIT_ULL(60)
#define CRASHREC_KEY_LEVEL_SHIFT 56
/* Behind its number a task has when it began, as numbers are used again. */
#define CRASHREC_KEY_CPU_SHIFT	32
#define CRASHREC_KEY_START_SHIFT 32
#define CRASHREC_KEY_START_MASK	0xffffffU

/**
 * struct crashrec_context - who is printing
 * @key: equal if and only if the context is the same
 * @time_ns: the printk clock, when it began to print
 * @log_seq: what it printed was read from the log, where it is this record; 0:
 *           it is printing
 * @pid: of its task, also where that was interrupted
 * @cpu: number
 * @level: CRASHREC_CONTEXT_*
 * @is_kernels: only the kernel prints there; elsewhere a process may be
 *              writing to /dev/kmsg
 */
struct crashrec_context {
	u64 key;
	u64 time_ns;
	u64 log_seq;
	u32 pid;
	u32 cpu;
	u8 level;
	bool is_kernels;
};

/*
 * Where a CPU prints the backtrace that another asks it for: arm64 has no NMI for
 * that, unless interrupt priorities stand in for one, and asks with an ordinary
 * interrupt (arch/arm64/kernel/smp.c: arch_trigger_cpumask_backtrace(), 6.12).
 */
#define CRASHREC_BACKTRACE_LEVEL \
	(IS_ENABLED(CONFIG_X86) ? CRASHREC_CONTEXT_NMI : CRASHREC_CONTEXT_HARDIRQ)

/**
 * crashrec_key_is_backtraces() - does all that is printed there belong to a
 * backtrace?
 * @key: of a context in which one was begun
 *
 * Context: any.
 * Return: true of an NMI; an ordinary interrupt may print for itself later.
 */
static inline bool crashrec_key_is_backtraces(u64 key)
{
	return IS_ENABLED(CONFIG_X86) ||
	       (key >> CRASHREC_KEY_LEVEL_SHIFT & 0xf) == CRASHREC_CONTEXT_NMI;
}

/**
 * crashrec_context_unpreempted() - was preemption off before this was printed?
 *
 * The tracepoint's own count is not meant. A write to /dev/kmsg prints with
 * preemption on.
 *
 * Context: any; in the tracepoint.
 * Return: true if so; false if not, or, without CONFIG_PREEMPT_COUNT, not known.
 */
static inline bool crashrec_context_unpreempted(void)
{
	return IS_ENABLED(CONFIG_PREEMPT_COUNT) &&
	       preempt_count() > PREEMPT_OFFSET;
}

__visible void crashrec_context_get(struct crashrec_context *context);

#endif /* CRASHREC_CONTEXT_H */
