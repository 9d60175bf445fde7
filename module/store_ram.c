// SPDX-License-Identifier: GPL-2.0
/*
 * Ordinary memory: for trying crashrec out, and for reading reports while the
 * kernel lives.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../include/uapi/crashrec_device.h"
#include "store.h"

static void ram_close(struct crashrec_store *store)
{
	kvfree(store->base);
}

/**
 * crashrec_store_ram_open() - allocate a store
 * @store: filled on success
 * @bytes: wanted
 *
 * Context: process.
 * Return: 0, or -ENOMEM, which was printed.
 */
int crashrec_store_ram_open(struct crashrec_store *store, u64 bytes)
{
	store->base = kvzalloc(bytes, GFP_KERNEL);
	if (!store->base) {
		pr_err("mem_size=%llu is more than there is: ask for less\n",
		       bytes);
		return -ENOMEM;
	}
	store->bytes = bytes;
	store->kind = CRASHREC_STORE_RAM;
	store->found = false;
	store->close = ram_close;
	strscpy(store->text, "ordinary memory", sizeof(store->text));
	pr_warn("records are in ordinary memory and will not survive a reboot: reserve some for mem_address= or mem_name=, or add an ivshmem-plain device\n");
	return 0;
}
