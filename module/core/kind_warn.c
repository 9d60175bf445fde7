// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/* WARN(): kernel/panic.c (6.12), and its form before 3.15 and from 6.18 on. */
#include "kind.h"

#define WARNED(mark, words, whom, functions)			\
	{							\
		.head = CR_TEXT("WARNING: "),			\
		.within = CR_TEXT(mark),			\
		.title = CR_TEXT(words),			\
		.skip = (functions),				\
		.report_class = CRASHREC_CLASS_WARNING,		\
		.end = CR_END_TRACE,				\
		.blame = CR_BLAME_##whom,			\
		.flags = CR_KIND_CUT,				\
	}

static const struct cr_text refcount_skip[] = {
	CR_TEXT("refcount_"), CR_TEXT("kobject_"), CR_TEXT("__refcount_"),
	CR_TEXT("kref_"), CR_TEXT("get_device"), CR_TEXT("device_add"),
	CR_TEXT("kset_"), CR_TEXT("cdev_device"), CR_TEXT("put_device"),
	CR_TEXT("klist_"), { NULL, 0 },
};

static const struct cr_text tracker_skip[] = {
	CR_TEXT("ref_tracker_"), CR_TEXT("netdev_put"), CR_TEXT("netdev_hold"),
	CR_TEXT("__netdev_"), { NULL, 0 },
};

static const struct cr_text kobject_skip[] = {
	CR_TEXT("kobject_"), CR_TEXT("kset_"), CR_TEXT("device_add"),
	{ NULL, 0 },
};

static const struct cr_text proc_skip[] = {
	CR_TEXT("proc_"), CR_TEXT("remove_proc"), { NULL, 0 },
};

static const struct cr_text debugobjects_skip[] = {
	CR_TEXT("debug_"), CR_TEXT("__debug_"), CR_TEXT("rcu"),
	CR_TEXT("kfree"), CR_TEXT("kmem_"), CR_TEXT("free_"),
	CR_TEXT("slab_"), CR_TEXT("__slab_"), CR_TEXT("kvfree"),
	CR_TEXT("init_timer"), CR_TEXT("hrtimer_"), { NULL, 0 },
};

static const struct cr_text locking_skip[] = {
	CR_TEXT("lock_"), CR_TEXT("__lock_"), CR_TEXT("look_up_lock"),
	CR_TEXT("register_lock"), CR_TEXT("lockdep_"), { NULL, 0 },
};

static const struct cr_text alloc_skip[] = {
	CR_TEXT("kmalloc"), CR_TEXT("__kmalloc"), CR_TEXT("kcalloc"),
	CR_TEXT("kzalloc"), CR_TEXT("krealloc"), CR_TEXT("kvmalloc"),
	CR_TEXT("__kvmalloc"), CR_TEXT("kvzalloc"), CR_TEXT("kvcalloc"),
	CR_TEXT("memdup"), CR_TEXT("vmemdup"), CR_TEXT("kmemdup"),
	CR_TEXT("__alloc_"), CR_TEXT("alloc_"), CR_TEXT("__do_kmalloc"),
	CR_TEXT("__vmalloc"), CR_TEXT("vmalloc"), CR_TEXT("slab_"),
	CR_TEXT("___kmalloc"), CR_TEXT("array_map_alloc"), { NULL, 0 },
};

static const struct cr_kind kinds[] = {
	WARNED(" lib/kobject.c:", "WARNING: kobject bug", STACK, kobject_skip),
	WARNED(" fs/proc/generic.c:", "WARNING: proc registration bug", STACK,
	       proc_skip),
	WARNED(" lib/debugobjects.c:", "WARNING: ODEBUG bug", STACK,
	       debugobjects_skip),
	WARNED(" kernel/locking/lockdep.c:", "WARNING: locking bug", STACK,
	       locking_skip),
	WARNED(" mm/slab_common.c:", "WARNING: kmalloc bug", STACK,
	       alloc_skip),
	WARNED(" mm/util.c:", "WARNING: kmalloc bug", STACK, alloc_skip),
	WARNED(" mm/vmalloc.c:", "WARNING: kmalloc bug", STACK, alloc_skip),
	WARNED("lib/refcount.c:", "WARNING: refcount bug", STACK,
	       refcount_skip),
	WARNED(" lib/ref_tracker.c:", "WARNING", STACK, tracker_skip),
	WARNED("CPU: ", "WARNING", HEAD, NULL),
	WARNED(", CPU#", "WARNING", HEAD, NULL),
	{
		.head = CR_TEXT("WARNING: at "),
		.title = CR_TEXT("WARNING"),
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_TRACE,
		.blame = CR_BLAME_HEAD,
		.flags = CR_KIND_CUT,
	},
	{
		/* The unwinder's: often while it prints a report's stack. */
		.head = CR_TEXT("WARNING: kernel stack "),
		.title = CR_TEXT("WARNING: kernel stack regs has bad value"),
		.report_class = CRASHREC_CLASS_WARNING,
		.end = CR_END_STACK,
		.blame = CR_BLAME_NONE,
		.flags = CR_KIND_LONE | CR_KIND_INSIDE,
	},
};

const struct cr_family cr_family_warn = { kinds, CR_COUNT(kinds) };
