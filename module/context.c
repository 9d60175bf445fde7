// SPDX-License-Identifier: GPL-2.0
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>

#include "context.h"

/**
 * crashrec_context_get() - who is running this?
 * @context: filled
 *
 * A task keeps its key when it moves to another CPU. The idle tasks share
 * their number, so theirs has the CPU in it, as that of an interrupt has.
 *
 * Context: any, NMI included; the caller cannot move to another CPU.
 */
void crashrec_context_get(struct crashrec_context *context)
{
	u64 key = CRASHREC_KEY_VALID;
	u32 pid;

	context->time_ns = local_clock();
	context->log_seq = 0;
	pid = task_pid_nr(current);
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
		key |= pid | (current->start_time >> 10 &
			      CRASHREC_KEY_START_MASK) <<
			     CRASHREC_KEY_START_SHIFT;
	else
		key |= (u64)context->cpu << CRASHREC_KEY_CPU_SHIFT;
	context->is_kernels = true;
	if (context->level == CRASHREC_CONTEXT_TASK) {
		context->is_kernels = current->flags & PF_KTHREAD;
		key |= context->is_kernels ? CRASHREC_KEY_THREAD : 0;
	}
	context->key = key | (u64)context->level << CRASHREC_KEY_LEVEL_SHIFT;
}
