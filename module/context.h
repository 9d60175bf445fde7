/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who is printing: a task, or one level of interrupt on one CPU. Two pieces of
 * text belong together only if their contexts are the same.
 */
#ifndef CRASHREC_CONTEXT_H
#define CRASHREC_CONTEXT_H

#include <linux/bits.h>
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/types.h>

#include "../include/uapi/crashrec_format.h"

/* Set in every key, so that none is 0. Bit 63 is the assembler's. */
#define CRASHREC_KEY_VALID	BIT_ULL(62)
/* Of who printed what is read from the log. */
#define CRASHREC_KEY_LOG	BIT_ULL(61)
#define CRASHREC_KEY_LEVEL_SHIFT 56
#define CRASHREC_KEY_CPU_SHIFT	32

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

/**
 * crashrec_context_get() - who is running this?
 * @context: filled
 *
 * A task keeps its key when it moves to another CPU. The idle tasks share
 * their number, so theirs has the CPU in it, as that of an interrupt has.
 *
 * Context: any, NMI included; the caller cannot move to another CPU.
 */
static inline void crashrec_context_get(struct crashrec_context *context)
{
	u32 pid = task_pid_nr(current);
	u64 key = CRASHREC_KEY_VALID;

	context->time_ns = local_clock();
	context->log_seq = 0;
	context->pid = pid;
	context->cpu = raw_smp_processor_id();
	if (in_nmi())
		context->level = CRASHREC_CONTEXT_NMI;
	else if (in_hardirq())
		context->level = CRASHREC_CONTEXT_HARDIRQ;
	else if (in_serving_softirq())
		context->level = CRASHREC_CONTEXT_SOFTIRQ;
	else
		context->level = CRASHREC_CONTEXT_TASK;
	if (context->level == CRASHREC_CONTEXT_TASK && pid)
		key |= pid;
	else
		key |= (u64)context->cpu << CRASHREC_KEY_CPU_SHIFT;
	context->key = key | (u64)context->level << CRASHREC_KEY_LEVEL_SHIFT;
	context->is_kernels = context->level != CRASHREC_CONTEXT_TASK ||
			      current->flags & PF_KTHREAD;
}

#endif /* CRASHREC_CONTEXT_H */
