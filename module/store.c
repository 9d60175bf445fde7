// SPDX-License-Identifier: GPL-2.0
/*
 * Chooses the store: what was asked for by address, name or device, else what the
 * device tree reserves, else an ivshmem device, else ordinary memory.
 */
#include <linux/errno.h>
#include <linux/kconfig.h>

#include "config.h"
#include "plug.h"
#include "store.h"

static int open_device(struct crashrec_store *store,
		       const struct crashrec_config *config)
{
	const struct crashrec_pmem *pmem;
	int err;

	store->plug = "crashrec_pmem";
	pmem = crashrec_plug_get(store->plug);
	if (!pmem)
		return -ENOENT;
	err = pmem->open(store, config->mem_device, config->mem_bytes);
	if (err)
		crashrec_plug_put(store->plug);
	return err;
}

/**
 * crashrec_store_open() - map the memory for the region
 * @store: filled on success; the caller ends with crashrec_store_close()
 * @config: what was asked for
 *
 * Context: process.
 * Return: 0 or a negative errno, whose reason and cure were printed.
 */
int crashrec_store_open(struct crashrec_store *store,
			const struct crashrec_config *config)
{
	int err = -ENODEV;

	if (config->mem_address)
		return crashrec_store_range_open(store, config->mem_address,
						 config->mem_bytes);
	if (config->mem_device)
		return open_device(store, config);
	if (config->mem_name)
		return crashrec_store_reserve_mem_open(store,
						       config->mem_name);
	if (IS_ENABLED(CONFIG_OF))
		err = crashrec_store_tree_open(store);
	if (err == -ENODEV && config->ivshmem)
		err = crashrec_store_ivshmem_open(store);
	if (err == -ENODEV)
		err = crashrec_store_ram_open(store, config->mem_bytes);
	return err;
}

/**
 * crashrec_store_close() - give the memory back
 * @store: an open store
 *
 * Context: process.
 */
void crashrec_store_close(struct crashrec_store *store)
{
	store->close(store);
	if (store->plug)
		crashrec_plug_put(store->plug);
}
