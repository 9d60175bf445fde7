// SPDX-License-Identifier: GPL-2.0
/*
 * A block device of persistent memory, without a filesystem on it: an NVDIMM,
 * QEMU's nvdimm or virtio-pmem. Its driver has the memory mapped, and tells
 * where through DAX; but for a namespace of mode raw, as an NVDIMM without
 * labels is, which has no DAX, and is mapped here. Nothing is read or written
 * as a block.
 *
 * As long as the device is open nobody else mounts it, or opens it exclusively;
 * who opens it otherwise may write, as to any disk. The reference to its pages
 * has who unbinds its driver wait until this module is done, as the memory may be
 * another's then. Where there is none, the bus tells of that, and waits likewise.
 *
 * Memory that can't be read is told where the kernel knows of it, at the load by
 * reading all of it in a way that survives that. What fails later is told, where
 * there is DAX; who reads or writes it then is hit as by any other memory.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/dax.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nd.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../include/uapi/crashrec_device.h"
#include "compat.h"
#include "store.h"

/**
 * struct pmem - an open device
 * @opened: as crashrec_bdev_open() gave it
 * @bdev: it
 * @dax: its memory, if there is a driver's mapping
 * @pages: a reference to what that needs
 * @mapped: if not, a mapping of its own
 * @raw: then, the namespace
 * @unbinding: then, is told when that is to lose its driver
 * @closed: then, @mapped is gone
 */
struct pmem {
	void *opened;
	struct block_device *bdev;
	struct dax_device *dax;
	struct dev_pagemap *pages;
	void *mapped;
	struct device *raw;
	struct notifier_block unbinding;
	struct completion closed;
};

/* Of the DAX device: what is recorded to, bytes. There is one mem_device=. */
static u64 held_from, held_end;

/*
 * drivers/dax/super.c, kill_dax(): with U64_MAX, all of it is to go, with its
 * driver. It only tells: at 0 the kernel would take the page away under the
 * recorder (uc_decode_notifier(), arch/x86/kernel/cpu/mce/core.c, 6.12), and not
 * end who else uses it.
 */
static int pmem_failed(struct dax_device *dax, u64 offset, u64 bytes,
		       int flags)
{
	if (bytes == U64_MAX)
		pr_warn("mem_device: its driver goes when crashrec is unloaded\n");
	else if (offset < READ_ONCE(held_end) &&
		 offset + bytes > READ_ONCE(held_from))
		pr_err("mem_device: %llu bytes at %llu of it have failed: what was recorded there is lost; give another device\n",
		       bytes, offset);
	return -EOPNOTSUPP;
}

static const struct dax_holder_operations pmem_holder_ops = {
	.notify_failure = pmem_failed,
};

/* Under the lock of a device that is about to lose its driver. */
static int pmem_unbinds(struct notifier_block *unbinding, unsigned long action,
			void *data)
{
	struct pmem *pmem = container_of(unbinding, struct pmem, unbinding);

	if (action == BUS_NOTIFY_UNBIND_DRIVER && data == pmem->raw) {
		pr_warn("mem_device: its driver goes when crashrec is unloaded\n");
		/* As one that has nothing to do: it is not hung. */
		wait_for_completion_state(&pmem->closed, TASK_IDLE);
	}
	return NOTIFY_DONE;
}

/* From then on its driver stays. */
static int hold_raw(struct pmem *pmem)
{
	int err = -ENXIO;

	init_completion(&pmem->closed);
	pmem->unbinding.notifier_call = pmem_unbinds;
	device_lock(pmem->raw);
	if (pmem->raw->driver)
		err = bus_register_notifier(pmem->raw->bus, &pmem->unbinding);
	if (!err)
		get_device(pmem->raw);
	device_unlock(pmem->raw);
	return err;
}

static void let_raw_go(struct pmem *pmem)
{
	complete_all(&pmem->closed);
	bus_unregister_notifier(pmem->raw->bus, &pmem->unbinding);
	put_device(pmem->raw);
}

static void pmem_close(struct crashrec_store *store)
{
	struct pmem *pmem = store->device;

	if (pmem->mapped) {
		memunmap(pmem->mapped);
		let_raw_go(pmem);
	} else {
		put_dev_pagemap(pmem->pages);
		fs_put_dax(pmem->dax, pmem);
	}
	crashrec_bdev_close(pmem->opened, pmem);
	kfree(pmem);
}

static int tell_why_not(const char *path, int err)
{
	switch (err) {
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		pr_err("mem_device=%s: there is no such device: load its driver first (nd_pmem, virtio_pmem), and see /dev/pmem*\n",
		       path);
		break;
	case -ENOTBLK:
		pr_err("mem_device=%s is no block device: give one of persistent memory, as /dev/pmem0\n",
		       path);
		break;
	case -EBUSY:
		pr_err("mem_device=%s is in use: unmount it, or give one that nobody uses\n",
		       path);
		break;
	case -EACCES:
	case -EROFS:
		pr_err("mem_device=%s can only be read: blockdev --setrw makes it writable\n",
		       path);
		break;
	default:
		pr_err("mem_device=%s cannot be opened: %d\n", path, err);
		break;
	}
	return err;
}

/* drivers/nvdimm/namespace_devs.c: the types' names, 6.1 and 6.12. */
static const struct nd_namespace_io *raw_namespace(struct pmem *pmem)
{
	struct device *dev = disk_to_dev(pmem->bdev->bd_disk)->parent;

	if (!dev || !dev->type || !dev->type->name ||
	    (strcmp(dev->type->name, "nd_namespace_io") &&
	     strcmp(dev->type->name, "nd_namespace_pmem")))
		return NULL;
	pmem->raw = dev;
	return to_nd_namespace_io(dev);
}

static int map_raw(struct crashrec_store *store, struct pmem *pmem,
		   const char *path)
{
	const struct nd_namespace_io *raw = raw_namespace(pmem);
	const struct badblocks *bad = pmem->bdev->bd_disk->bb;
	u64 first_byte = (u64)get_start_sect(pmem->bdev) << SECTOR_SHIFT;

	if (!raw || !PAGE_ALIGNED(first_byte) ||
	    first_byte + store->bytes > resource_size(&raw->res)) {
		pr_err("mem_device=%s is no persistent memory that can be mapped: an NVDIMM's namespace must be of mode fsdax or raw, a partition begin at a page\n",
		       path);
		return -EOPNOTSUPP;
	}
	if (bad && bad->count) {
		pr_err("mem_device=%s has bad blocks: see ndctl clear-errors, or give another device\n",
		       path);
		return -EIO;
	}
	if (hold_raw(pmem)) {
		pr_err("mem_device=%s goes away just now\n", path);
		return -ENXIO;
	}
	pmem->mapped = memremap(raw->res.start + first_byte, store->bytes,
				MEMREMAP_WB);
	if (!pmem->mapped) {
		pr_err("mem_device=%s cannot be mapped\n", path);
		let_raw_go(pmem);
		return -ENXIO;
	}
	store->base = pmem->mapped;
	return 0;
}

static int find_mapped(struct crashrec_store *store, struct pmem *pmem,
		       u64 first_byte, const char *path)
{
	long count = store->bytes >> PAGE_SHIFT, got;
	void *base = NULL;
	int id;

	id = dax_read_lock();
	got = dax_direct_access(pmem->dax, first_byte >> PAGE_SHIFT, count,
				DAX_ACCESS, &base, NULL);
	dax_read_unlock(id);
	if (got != count || !virt_addr_valid(base)) {
		pr_err("mem_device=%s: the first %llu bytes are not one piece of good memory: %ld; give a smaller mem_size=, or a device of its own\n",
		       path, store->bytes, got);
		return -ENXIO;
	}
	pmem->pages = crashrec_dev_pagemap_get(PHYS_PFN(virt_to_phys(base)));
	if (!pmem->pages) {
		pr_err("mem_device=%s goes away just now\n", path);
		return -ENXIO;
	}
	store->base = base;
	return 0;
}

static int check_size(const struct pmem *pmem, u64 bytes, const char *path)
{
	u64 there = bdev_nr_bytes(pmem->bdev);

	if (bytes > there) {
		pr_err("mem_device=%s has %llu bytes: give a mem_size= that is not above that\n",
		       path, there);
		return -EINVAL;
	}
	if (!PAGE_ALIGNED(bytes)) {
		pr_err("mem_size=%llu must be a multiple of %lu\n", bytes,
		       PAGE_SIZE);
		return -EINVAL;
	}
	return 0;
}

static int map_device(struct crashrec_store *store, struct pmem *pmem,
		      const char *path)
{
	u64 first_byte;
	int err;

	err = check_size(pmem, store->bytes, path);
	if (err)
		return err;
	/* What was written as blocks must not come behind what is stored. */
	err = sync_blockdev(pmem->bdev);
	if (err)
		return tell_why_not(path, err);
	invalidate_bdev(pmem->bdev);
	pmem->dax = fs_dax_get_by_bdev(pmem->bdev, &first_byte, pmem,
				       &pmem_holder_ops);
	/* A filesystem on another partition may be the one that is told. */
	if (!pmem->dax)
		pmem->dax = fs_dax_get_by_bdev(pmem->bdev, &first_byte, NULL,
					       NULL);
	if (!pmem->dax)
		return map_raw(store, pmem, path);
	WRITE_ONCE(held_from, first_byte);
	WRITE_ONCE(held_end, first_byte + store->bytes);
	err = find_mapped(store, pmem, first_byte, path);
	if (err)
		fs_put_dax(pmem->dax, pmem);
	return err;
}

/* Of failed memory a machine check tells, which such a copy survives. */
static int try_all(const struct crashrec_store *store, const char *path)
{
	u8 *page = kmalloc(PAGE_SIZE, GFP_KERNEL);
	u64 at;
	int err = 0;

	if (!page)
		return -ENOMEM;
	for (at = 0; at < store->bytes && !err; at += PAGE_SIZE) {
		if (copy_mc_to_kernel(page, store->base + at, PAGE_SIZE))
			err = -EIO;
		cond_resched();
	}
	if (err)
		pr_err("mem_device=%s can't be read at byte %llu: see ndctl clear-errors, or give another device\n",
		       path, at - PAGE_SIZE);
	kfree(page);
	return err;
}

static int pmem_open(struct crashrec_store *store, const char *path, u64 bytes)
{
	struct pmem *pmem = kzalloc(sizeof(*pmem), GFP_KERNEL);
	int err;

	if (!pmem)
		return -ENOMEM;
	pmem->opened = crashrec_bdev_open(path, pmem, &pmem->bdev);
	if (IS_ERR(pmem->opened)) {
		err = tell_why_not(path, PTR_ERR(pmem->opened));
		goto free_device;
	}
	store->bytes = bytes;
	err = map_device(store, pmem, path);
	if (err)
		goto close_bdev;
	store->device = pmem;
	err = try_all(store, path);
	if (err) {
		pmem_close(store);
		return err;
	}
	store->kind = CRASHREC_STORE_PMEM;
	store->found = true;
	store->flush = IS_ENABLED(CONFIG_ARCH_HAS_PMEM_API);
	if (!store->flush)
		pr_warn("mem_device=%s: this kernel can't write caches back: records may not outlive a power cycle\n",
			path);
	store->close = pmem_close;
	snprintf(store->text, sizeof(store->text), "persistent memory %.40s",
		 path);
	return 0;

close_bdev:
	crashrec_bdev_close(pmem->opened, pmem);
free_device:
	kfree(pmem);
	return err;
}

const struct crashrec_pmem crashrec_pmem = {
	.plug = { CRASHREC_BUILD },
	.open = pmem_open,
};
EXPORT_SYMBOL_GPL(crashrec_pmem);

MODULE_DESCRIPTION("crashrec: records in persistent memory");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
/* What finds the device may be modules. */
MODULE_SOFTDEP("pre: nd_pmem virtio_pmem");
