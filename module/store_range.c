// SPDX-License-Identifier: GPL-2.0
/*
 * A range of physical memory that the kernel was told not to use: with
 * memmap=SIZE$ADDRESS (x86), a reserved-memory node (device tree), or, on
 * 6.12, reserve_mem=SIZE:ALIGN:NAME.
 *
 * Of a node without no-map the kernel does not use the memory either, but maps
 * it, and has it as busy RAM among its resources (arch/arm64/kernel/setup.c:
 * request_standard_resources(), 6.1 to 6.12): that can't be told from
 * what it uses.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>

#include "../include/uapi/crashrec_device.h"
#include "../include/uapi/crashrec_format.h"
#include "compat.h"
#include "store.h"

static void range_close(struct crashrec_store *store)
{
	memunmap(store->base);
	if (store->resource)
		release_mem_region(store->resource->start,
				   resource_size(store->resource));
}

static int check_unused(u64 address, u64 bytes)
{
	u64 last = address + bytes - 1;

	if (!PAGE_ALIGNED(address) || !PAGE_ALIGNED(bytes)) {
		pr_err("mem_address=%#llx mem_size=%#llx: both must be multiples of %lu\n",
		       address, bytes, PAGE_SIZE);
		return -EINVAL;
	}
	if (last < address) {
		pr_err("mem_address=%#llx mem_size=%#llx: the range wraps around\n",
		       address, bytes);
		return -EINVAL;
	}
	if (region_intersects(address, bytes, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) == REGION_DISJOINT)
		return 0;
	if (IS_ENABLED(CONFIG_X86))
		pr_err("%#llx-%#llx is memory that the kernel uses: reserve it with memmap=%#llx$%#llx on the kernel command line (GRUB wants \\$), or choose another range\n",
		       address, last, bytes, address);
	else
		pr_err("%#llx-%#llx is memory that the kernel uses: reserve it with a node in the device tree's /reserved-memory that has no-map and is not disabled, or choose another range\n",
		       address, last);
	return -EBUSY;
}

static bool word_answers(u64 *word)
{
	u64 held = READ_ONCE(*word);
	bool answers;

	WRITE_ONCE(*word, ~held);
	barrier();
	answers = READ_ONCE(*word) == ~held;
	WRITE_ONCE(*word, held);
	return answers;
}

/*
 * Behind the end of memory, writes go nowhere and reads give ones. The word
 * that is tried first is one that no region uses, as a reset may come before
 * it is restored; the last word is tried only if it looks like no memory.
 */
static int check_answers(void *base, u64 address, u64 bytes)
{
	u64 *unused = base + CRASHREC_BOOT_OFFSET(0) - sizeof(u64);
	u64 *last = base + bytes - sizeof(u64);

	if (word_answers(unused) &&
	    (READ_ONCE(*last) != U64_MAX || word_answers(last)))
		return 0;
	pr_err("no memory answers at %#llx-%#llx: the range must lie in RAM that was taken from the kernel\n",
	       address, address + bytes - 1);
	return -ENXIO;
}

static int map_range(struct crashrec_store *store, u64 address, u64 bytes)
{
	int err;

	store->base = memremap(address, bytes, MEMREMAP_WB);
	if (!store->base) {
		pr_err("%#llx-%#llx cannot be mapped: part of it is in use, see /proc/iomem\n",
		       address, address + bytes - 1);
		return -ENXIO;
	}
	err = check_answers(store->base, address, bytes);
	if (err)
		goto unmap;
	store->bytes = bytes;
	store->found = false;
	store->close = range_close;
	return 0;

unmap:
	memunmap(store->base);
	return err;
}

/**
 * crashrec_store_range_open() - map a reserved physical range
 * @store: filled on success
 * @address: its first byte
 * @bytes: its size
 *
 * Context: process.
 * Return: 0; -EINVAL, -EBUSY, -ENXIO: the range can't be used; the reason
 * and the cure were printed.
 */
int crashrec_store_range_open(struct crashrec_store *store, u64 address,
			      u64 bytes)
{
	int err;

	err = check_unused(address, bytes);
	if (err)
		return err;
	store->resource = request_mem_region(address, bytes, "crashrec");
	if (!store->resource) {
		pr_err("%#llx-%#llx belongs to a device or another driver, see /proc/iomem: choose another range\n",
		       address, address + bytes - 1);
		return -EBUSY;
	}
	err = map_range(store, address, bytes);
	if (err)
		goto release_region;
	store->kind = CRASHREC_STORE_RANGE;
	snprintf(store->text, sizeof(store->text), "memory %#llx-%#llx",
		 address, address + bytes - 1);
	return 0;

release_region:
	release_mem_region(address, bytes);
	return err;
}

/**
 * crashrec_store_reserve_mem_open() - map a reserve_mem= region
 * @store: filled on success
 * @name: as on the kernel command line
 *
 * Context: process.
 * Return: 0; -EOPNOTSUPP: the kernel is too old; -ENOENT: no such region;
 * -EINVAL, -ENXIO: it can't be used. The reason and the cure were printed.
 */
int crashrec_store_reserve_mem_open(struct crashrec_store *store,
				    const char *name)
{
	phys_addr_t start, bytes;
	int err;

	err = crashrec_reserve_mem_find(name, &start, &bytes);
	if (err == -EOPNOTSUPP)
		pr_err("mem_name=%s: this kernel has no reserve_mem=, which came with 6.12: use memmap= and mem_address=\n",
		       name);
	else if (err)
		pr_err("mem_name=%s: no such region: boot with reserve_mem=1M:4096:%s\n",
		       name, name);
	if (err)
		return err;
	if (bytes < CRASHREC_REGION_MIN_BYTES) {
		pr_err("mem_name=%s: %llu bytes are too few: reserve at least %llu\n",
		       name, (u64)bytes, CRASHREC_REGION_MIN_BYTES);
		return -EINVAL;
	}
	store->resource = NULL;
	err = map_range(store, start, min_t(u64, bytes,
					    CRASHREC_REGION_MAX_BYTES));
	if (err)
		return err;
	store->kind = CRASHREC_STORE_RESERVE_MEM;
	snprintf(store->text, sizeof(store->text), "reserve_mem region %.32s",
		 name);
	return 0;
}
