// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* WARN(): kernel/panic.c (6.12), and its form before 3.15 and from 6.18 on. */
#include "kind.h"

#define WHOM(words)	{ .path = "RCS", .path2 = "CS", .skip = (words) }

static const struct cr_culprit any = WHOM(NULL);

static const struct cr_culprit debugging = WHOM("debug_\0rcu\0hrtimer_\0"
						"timer_\0work_\0percpu_\0"
						"kmem_\0slab_\0kfree\0"
						"vunmap\0vfree\0__free_\0"
						"debug_check\0kobject_\0");

static const struct cr_culprit copier = WHOM("usercopy\0__check\0");

static const struct cr_culprit object = WHOM("kobject_\0kset_\0device_add\0"
					     "device_register\0");

static const struct cr_culprit registering = WHOM("proc_\0");

static const struct cr_culprit counting = WHOM("refcount\0kobject_\0kref_\0"
					       "get_device\0kset_\0"
					       "device_add\0cdev_device\0"
					       "klist_\0put_device\0");

static const struct cr_culprit locking = WHOM("lock_\0lock_class\0"
					      "lock_chain\0lockdep\0"
					      "reacquire\0");

static const struct cr_culprit allocating = WHOM("alloc_\0memdup\0kmalloc\0"
						 "kcalloc\0kzalloc\0"
						 "krealloc\0vmalloc\0slab\0"
						 "kmem\0kvmalloc\0alloc\0");

static const struct cr_culprit sending = WHOM("usb_submit_urb\0"
					      "usb_start_wait_urb\0"
					      "usb_bulk_msg\0"
					      "usb_interrupt_msg\0"
					      "usb_control_msg\0");

static const struct cr_culprit tracking = WHOM("ref_tracker\0netdev_put\0"
					       "netdev_hold\0"
					       "netdev_tracker\0");

/*
 * "CPU: 0 PID: 1 at mm/slab.c:1 f+0x1/0x2"; before 3.15 "at mm/slab.c:1
 * f()"; from 6.18 on "mm/slab.c:1 at f+0x1/0x2, CPU#0: comm/1".
 */
#define WARNED(pattern, words, kind, whom)			\
	{							\
		.text = CR_KIND_TEXT("WARNING: ", pattern, "",		\
				     words " in %F", "", kind),		\
		.culprit = &(whom),					\
		.report_class = CRASHREC_CLASS_WARNING,			\
		.end = CR_END_TRACE,					\
		.flags = CR_KIND_CUT,					\
	}

#define WARNS(begin, words)					\
	{							\
		.text = CR_KIND_TEXT("WARNING: " begin, "", "",		\
				     "WARNING: " words, "", ""),	\
		.report_class = CRASHREC_CLASS_WARNING,			\
		.flags = CR_KIND_LONE | CR_KIND_INSIDE | CR_KIND_NO_STACK,	\
	}

/* Of no interest, whatever comes after it. */
#define QUIET(begin)						\
	{							\
		.text = CR_KIND_TEXT("WARNING: " begin, "", "", "", "",	\
				     ""),				\
		.flags = CR_KIND_PART,					\
	}

static const struct cr_kind warn_kinds[] = {
	WARNED("*lib/debugobjects.c:", "WARNING: ODEBUG bug", "WARNING",
	       debugging),
	WARNED("*mm/usercopy.c:", "WARNING: bad usercopy", "WARNING", copier),
	WARNED("*lib/kobject.c:", "WARNING: kobject bug", "WARNING", object),
	WARNED("*fs/proc/generic.c:{d} *proc_register",
	       "WARNING: proc registration bug", "WARNING", registering),
	WARNED("*lib/refcount.c:", "WARNING: refcount bug", "REFCOUNT_WARNING",
	       counting),
	WARNED("*kernel/locking/lockdep.c:", "WARNING: locking bug",
	       "LOCKDEP", locking),
	WARNED("*mm/slab_common.c:{d} kmalloc|*mm/slab_common.c:{d} at kmalloc",
	       "WARNING: kmalloc bug", "WARNING", allocating),
	WARNED("*mm/util.c:{d} kvmalloc|*mm/util.c:{d} at kvmalloc",
	       "WARNING: kmalloc bug", "WARNING", allocating),
	WARNED("*mm/vmalloc.c:{d} *__vmalloc_node_range",
	       "WARNING: zero-size vmalloc", "WARNING", allocating),
	{
		.text = CR_KIND_TEXT("WARNING: ",
				     "*drivers/usb/core/urb.c:*usb_submit_urb",
				     "", "WARNING in %F/usb_submit_urb", "",
				     "WARNING"),
		.culprit = &sending,
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.flags = CR_KIND_CUT,
	},
	WARNED("*lib/ref_tracker.c:", "WARNING", "WARNING", tracking),
	WARNED("CPU: {d} PID: {d} at ", "WARNING", "WARNING", any),
	WARNED("* at *, CPU#{d}:", "WARNING", "WARNING", any),
	WARNED("at ", "WARNING", "WARNING", any),
	QUIET("workqueue cpumask: "),
	QUIET("the mand mount option "),
	QUIET("The mand mount option "),
	QUIET("/etc/ssh/moduli "),
	WARNS("kernel stack regs at ", "kernel stack regs has bad value"),
	WARNS("kernel stack frame pointer at ",
	      "kernel stack regs has bad value"),
	{
		.text = CR_KIND_TEXT("WARNING: ", "{*}", "", "WARNING: %1", "",
				     "WARNING"),
		.report_class = CRASHREC_CLASS_WARNING,
		.flags = CR_KIND_LOG | CR_KIND_LONE | CR_KIND_NO_STACK,
	},
};

const struct cr_family cr_family_warn = { warn_kinds, CR_COUNT(warn_kinds) };
