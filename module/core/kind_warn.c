// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* WARN(): kernel/panic.c (6.12), and its form before 3.15 and from 6.18 on. */
#include "kind.h"

#define WHOM(words)	{ .path = "RCS", .path2 = "CS", .skip = (words) }

static const struct cr_culprit any = WHOM(NULL);

static const struct cr_culprit debugging = WHOM(CR_LIST("debug_", "rcu",
							"hrtimer_", "timer_",
							"work_", "percpu_",
							"kmem_", "slab_",
							"kfree", "vunmap",
							"vfree", "__free_",
							"debug_check",
							"kobject_"));

static const struct cr_culprit copying = WHOM(CR_LIST("usercopy", "__check"));

static const struct cr_culprit object = WHOM(CR_LIST("kobject_", "kset_",
						     "device_add",
						     "device_register"));

static const struct cr_culprit registering = WHOM(CR_LIST("proc_"));

static const struct cr_culprit counting = WHOM(CR_LIST("refcount", "kobject_",
						       "kref_", "get_device",
						       "kset_", "device_add",
						       "cdev_device", "klist_",
						       "put_device"));

static const struct cr_culprit locking = WHOM(CR_LIST("lock_", "lock_class",
						      "lock_chain", "lockdep",
						      "reacquire"));

static const struct cr_culprit allocating = WHOM(CR_LIST("alloc_", "memdup",
							 "kmalloc", "kcalloc",
							 "kzalloc", "krealloc",
							 "vmalloc", "slab",
							 "kmem", "kvmalloc",
							 "alloc"));

static const struct cr_culprit sending = WHOM(CR_LIST("usb_submit_urb",
						      "usb_start_wait_urb",
						      "usb_bulk_msg",
						      "usb_interrupt_msg",
						      "usb_control_msg"));

static const struct cr_culprit tracking = WHOM(CR_LIST("ref_tracker",
						       "netdev_put",
						       "netdev_hold",
						       "netdev_tracker"));

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

#define PLAIN(begin, words)					\
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

static const struct cr_kind kinds[] = {
	WARNED("*lib/debugobjects.c:", "WARNING: ODEBUG bug", "WARNING",
	       debugging),
	WARNED("*mm/usercopy.c:", "WARNING: bad usercopy", "WARNING", copying),
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
	PLAIN("kernel stack regs at ", "kernel stack regs has bad value"),
	PLAIN("kernel stack frame pointer at ",
	      "kernel stack regs has bad value"),
	{
		.text = CR_KIND_TEXT("WARNING: ", "{*}", "", "WARNING: %1", "",
				     "WARNING"),
		.report_class = CRASHREC_CLASS_WARNING,
		.flags = CR_KIND_LOG | CR_KIND_LONE | CR_KIND_NO_STACK,
	},
};

const struct cr_family cr_family_warn = { kinds, CR_COUNT(kinds) };
