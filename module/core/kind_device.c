// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What else goes wrong, without a form of its own: net/core/dev.c,
 * net/ipv4/af_inet.c, fs/{super,open,sysfs/dir}.c, mm/{page_poison,slab,
 * swapfile,kmemleak}.c, kernel/{workqueue,softirq,smp,cfi}.c,
 * kernel/{irq/spurious,sched/idle,time/timer,power/process}.c,
 * arch/x86/kernel/cpu/mce/core.c (6.1, 6.12). The last rows take what begins
 * as a report does and is of no kind known.
 *
 * Left out: what begins with a name that a process chose, such as "comm
 * invoked oom-killer" and "comm: page allocation failure".
 */
#include "kind.h"

static const struct cr_culprit work = { .path = "L" };

static const struct cr_culprit unhandled = {
	.path = "CS",
	.skip = "report_bad_irq\0note_interrupt\0handle_irq\0handle_edge\0"
		"handle_level\0handle_fasteoi\0",
};

#define LONE(begin, pattern, words, kind, cls, extra)		\
	{							\
		.text = CR_KIND_TEXT(begin, pattern, "", words, "",	\
				     kind),				\
		.report_class = CRASHREC_CLASS_##cls,			\
		.flags = CR_KIND_LONE | CR_KIND_NO_STACK | (extra),	\
	}

#define STACKED(begin, pattern, words, cls)			\
	{							\
		.text = CR_KIND_TEXT(begin, pattern, "", words " in %F",	\
				     "", ""),				\
		.culprit = &cr_culprit_trace,				\
		.report_class = CRASHREC_CLASS_##cls,			\
	}

static const struct cr_kind device_kinds[] = {
	{
		.text = CR_KIND_TEXT("CFI failure at ", "", "",
				     "CFI failure in %F", "", ""),
		.culprit = &cr_culprit_ip,
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
		.flags = CR_KIND_PRELUDE,
	},
	{
		.text = CR_KIND_TEXT("irq ", "{d}: nobody cared", "",
				     "irq: nobody cared in %F", "", ""),
		.culprit = &unhandled,
		.report_class = CRASHREC_CLASS_WARNING,
	},
	STACKED("bad: scheduling from the idle thread", "",
		"bad: scheduling from the idle thread", BUG),
	STACKED("schedule_timeout: wrong timeout value", "",
		"schedule_timeout: wrong timeout value", BUG),
	STACKED("Division by zero in kernel", "", "Division by zero",
		WARNING),
	STACKED("sysfs: cannot create duplicate filename", "",
		"sysfs: duplicate filename", WARNING),
	STACKED("pagealloc: memory corruption", "",
		"pagealloc: memory corruption", BUG),
	STACKED("pagealloc: single bit error", "",
		"pagealloc: single bit error", BUG),
	STACKED("slab error in ", "", "slab error", BUG),
	STACKED("Freezing ", "*refusing to freeze",
		"tasks refusing to freeze", HUNG_TASK),
	{
		.text = CR_KIND_TEXT("csd: Detected non-responsive CSD lock",
				     "", "", "csd: non-responsive CSD lock",
				     "", "HANG"),
		.report_class = CRASHREC_CLASS_SOFT_LOCKUP,
		.flags = CR_KIND_NO_STACK,
	},
	LONE("mce: [Hardware Error]: ", "Machine check events logged", "", "",
	     BUG, CR_KIND_PART),
	LONE("mce: [Hardware Error]: ", "", "mce: hardware error", "", BUG,
	     CR_KIND_SAME),
	LONE("softirq: huh, entered softirq ", "",
	     "softirq: preempt_count changed", "", BUG, 0),
	LONE("IPv4: Attempt to release ", "",
	     "IPv4: release of a socket in use", "", BUG, 0),
	LONE("get_swap_device: Bad swap ", "", "Bad swap entry", "", BUG,
	     0),
	LONE("kmemleak: ", "{d} new suspected memory leaks",
	     "kmemleak: new suspected memory leaks", "LEAK", BUG, 0),
	{
		.text = CR_KIND_TEXT("BUG: workqueue leaked ", "", "",
				     "BUG: workqueue leaked lock or atomic in %F",
				     "", ""),
		.culprit = &work,
		.report_class = CRASHREC_CLASS_BUG,
		.flags = CR_KIND_NO_STACK,
	},
	LONE("unregister_netdevice: waiting for ", "*to become free",
	     "unregister_netdevice: waiting for DEV to become free", "",
	      HUNG_TASK, 0),
	LONE("VFS: Busy inodes after unmount", "",
	     "VFS: Busy inodes after unmount (use-after-free)", "", BUG,
	      CR_KIND_PRELUDE),
	LONE("VFS: Close: file count is 0", "",
	     "VFS: Close: file count is zero (use-after-free)", "", BUG,
	      CR_KIND_PRELUDE),
	{
		.text = CR_KIND_TEXT("trusty: panic",
				     "*): ASSERT FAILED at (*): {*}", "",
				     "trusty: ASSERT FAILED: %1", "", "DoS"),
		.report_class = CRASHREC_CLASS_PANIC,
		.end = CR_END_TRACE,
		.flags = CR_KIND_NO_STACK,
	},
	{
		.text = CR_KIND_TEXT("trusty: panic", "*): {*}|{*}", "",
				     "trusty: panic: %1", "", "DoS"),
		.report_class = CRASHREC_CLASS_PANIC,
		.end = CR_END_TRACE,
		.flags = CR_KIND_NO_STACK,
	},
	{
		.text = CR_KIND_TEXT("BUG: mempool element poison mismatch",
				     "", "",
				     "BUG: mempool element poison mismatch",
				     "", ""),
		.report_class = CRASHREC_CLASS_BUG,
	},
	LONE("BUG: ", "{*}", "BUG: %1", "", BUG, 0),
	LONE("INFO: NMI handler ", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: lockdep is turned off", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: Stall ended before", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: recovery required", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: Slab ", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: Object ", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: 0x", "", "", "", BUG, CR_KIND_PART),
	LONE("INFO: ", "{*}", "INFO: %1", "", BUG, CR_KIND_CORRUPT),
	LONE("INFO:", "", "INFO: corrupted", "", BUG, CR_KIND_CORRUPT),
	LONE("BUG:", "", "BUG: corrupted", "", BUG, CR_KIND_CORRUPT),
	LONE("WARNING:", "", "WARNING: corrupted", "", BUG,
	     CR_KIND_CORRUPT),
};

const struct cr_family cr_family_device = {
	device_kinds, CR_COUNT(device_kinds)
};
