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
#define CRASHREC_KEY_LEVEL_SHIFT 56
#define CRASHREC_KEY_CPU_SHIFT	32

/**
 * struct crashrec_context - who is printing
 * @key: equal if and only if the context is the same
 * @time_ns: the printk clock, when it began to print
 * @cpu: number
 * @level: CRASHREC_CONTEXT_*
 */
struct crashrec_context {
	u64 key;
	u64 time_ns;
	u32 cpu;
	u8 level;
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
}

/**
 * crashrec_context_is_kernels() - does only the kernel print in this context?
 * @context: that of the caller
 *
 * Elsewhere a process may be writing to /dev/kmsg.
 *
 * Context: any, NMI included.
 * Return: true if no process can choose the text.
 */
static inline bool
crashrec_context_is_kernels(const struct crashrec_context *context)
{
	return context->level != CRASHREC_CONTEXT_TASK ||
	       current->flags & PF_KTHREAD;
}

#endif /* CRASHREC_CONTEXT_H */
