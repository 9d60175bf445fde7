// SPDX-License-Identifier: GPL-2.0
/*
 * What a kernel has only if it was built with rcutorture; see
 * kernel/rcu/update.c (Linux 6.1). rcutorture names no task but itself.
 */
#include <linux/sched.h>

long rcutorture_sched_setaffinity(pid_t pid, const struct cpumask *in_mask);

long rcutorture_sched_setaffinity(pid_t pid, const struct cpumask *in_mask)
{
	return set_cpus_allowed_ptr(current, in_mask);
}
