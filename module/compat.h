/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences among kernels, 6.1 and later. The code is written like the
 * newest; this file alone asks for versions.
 */
#ifndef CRASHREC_COMPAT_H
#define CRASHREC_COMPAT_H

#include <linux/blkdev.h>
#include <linux/crc32.h>
#include <linux/errno.h>
#include <linux/kmsg_dump.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/version.h>

/* 6.12 ("move asm/unaligned.h to linux/unaligned.h"). */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/*
 * Where kernels clear what is on the stack, what is filled at once need not be.
 * GCC 12 and clang have it, as they have the clearing (CONFIG_INIT_STACK_*).
 */
#if __has_attribute(__uninitialized__)
#define crashrec_uninitialized	__attribute__((__uninitialized__))
#else
#define crashrec_uninitialized
#endif

/*
 * Before 6.3 ("printk: Remove trace_.*_rcuidle() usage") the console tracepoint
 * is one of those that also fire while RCU does not watch; these warn, once a
 * boot, when they fire in an NMI (include/linux/tracepoint.h: __DO_TRACE()).
 */
#define CRASHREC_CONSOLE_WARNS_IN_NMI \
	(LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0))

/*
 * Before 6.9 ("printk: ringbuffer: Do not skip non-finalized records with
 * prb_next_seq()") the end of the log, as kmsg_dump_rewind() tells it, may be
 * behind records that are being printed.
 */
#define CRASHREC_LOG_END_SKIPS \
	(LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0))

/*
 * 6.11 ("printk: Add a short description string to kmsg_dump()") gave the
 * callback a struct with the reason in it; before, it got the reason itself.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define CRASHREC_DUMP_ARGS \
	struct kmsg_dumper *dumper, struct kmsg_dump_detail *detail
#define crashrec_dump_reason()	(detail->reason)
#else
#define CRASHREC_DUMP_ARGS \
	struct kmsg_dumper *dumper, enum kmsg_dump_reason reason
#define crashrec_dump_reason()	(reason)
#endif

/*
 * 6.12 ("mm/memblock: Add "reserve_mem" to reserved named memory at boot up")
 * has the function; it gives 1 where it finds the name, 0 where not.
 */
static inline int crashrec_reserve_mem_find(const char *name,
					    phys_addr_t *start,
					    phys_addr_t *bytes)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	return reserve_mem_find_by_name(name, start, bytes) ? 0 : -ENOENT;
#else
	return -EOPNOTSUPP;
#endif
}

/*
 * 6.4 ("module: replace module_layout with module_memory"); before, the text
 * was the first part of the core.
 */
static inline const void *crashrec_module_text(const struct module *mod,
					       u32 *bytes)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	*bytes = mod->mem[MOD_TEXT].size;
	return mod->mem[MOD_TEXT].base;
#else
	*bytes = mod->core_layout.text_size;
	return mod->core_layout.base;
#endif
}

/*
 * What pstore is to free. Up to 6.5 it does so by kfree() (6.6: "pstore: Support
 * record sizes larger than kmalloc() limit").
 */
static inline void *crashrec_pstore_alloc(size_t bytes)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return kvmalloc(bytes, GFP_KERNEL);
#else
	return kmalloc(bytes, GFP_KERNEL | __GFP_NOWARN);
#endif
}

/*
 * Up to 6.13 this is a plain function of lib/crc32.c. crc32c() of 6.14 may ask
 * for vector registers, and warns when it does so in an NMI
 * (arch/x86/lib/crc32-glue.c, irq_fpu_usable()).
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
#define crashrec_crc32c_le(crc, data, bytes) __crc32c_le(crc, data, bytes)
#endif

/*
 * To read and write, by nobody else meanwhile. 6.9 ("bdev: open block device as
 * files") made it a file, 6.7 ("block: Provide bdev_open_* functions") a handle;
 * 6.5 ("block: replace fmode_t with a block-specific type for block open flags")
 * changed the flags. What is opened gets another name each time.
 */
static inline void *crashrec_bdev_open(const char *path, void *holder,
				       struct block_device **bdev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	struct file *file =
		bdev_file_open_by_path(path, BLK_OPEN_READ | BLK_OPEN_WRITE,
				       holder, NULL);

	if (!IS_ERR(file))
		*bdev = file_bdev(file);
	return file;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	struct bdev_handle *handle =
		bdev_open_by_path(path, BLK_OPEN_READ | BLK_OPEN_WRITE, holder,
				  NULL);

	if (!IS_ERR(handle))
		*bdev = handle->bdev;
	return handle;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
	*bdev = blkdev_get_by_path(path, BLK_OPEN_READ | BLK_OPEN_WRITE, holder,
				   NULL);
	return *bdev;
#else
	*bdev = blkdev_get_by_path(path, FMODE_READ | FMODE_WRITE | FMODE_EXCL,
				   holder);
	return *bdev;
#endif
}

static inline void crashrec_bdev_close(void *opened, void *holder)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	bdev_fput(opened);
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	bdev_release(opened);
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
	blkdev_put(opened, holder);
#else
	blkdev_put(opened, FMODE_READ | FMODE_WRITE | FMODE_EXCL);
#endif
}

/* 6.18 ("mm/memremap: remove unused get_dev_pagemap() parameter"). */
static inline struct dev_pagemap *crashrec_dev_pagemap_get(unsigned long pfn)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
	return get_dev_pagemap(pfn);
#else
	return get_dev_pagemap(pfn, NULL);
#endif
}

#endif /* CRASHREC_COMPAT_H */
