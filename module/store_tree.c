// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that the device tree reserves for crashrec (store_tree.yaml).
 *
 * Of the nodes in /reserved-memory the kernel makes devices for a few
 * compatibles of its own only (drivers/of/platform.c: reserved_mem_matches, 6.1
 * to 6.12), so there is nothing for a driver to bind to: the node is looked up.
 * For one that is elsewhere a device is made, whose modalias has this module
 * loaded.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/printk.h>

#include "../include/uapi/crashrec_device.h"
#include "../include/uapi/crashrec_format.h"
#include "store.h"

static const struct of_device_id tree_nodes[] = {
	{ .compatible = "crashrec" },
	{ }
};

/*
 * What modpost makes of MODULE_DEVICE_TABLE(of, tree_nodes), whose symbol is not
 * kept where all is compiled as one.
 */
MODULE_ALIAS("of:N*T*Ccrashrec");
MODULE_ALIAS("of:N*T*CcrashrecC*");

/* The kernel reserves nothing for a node that is disabled. */
static struct device_node *find_tree_node(void)
{
	struct device_node *node;

	for_each_matching_node(node, tree_nodes) {
		if (of_device_is_available(node))
			return node;
	}
	return NULL;
}

static int check_reg(const struct device_node *node, u64 address, u64 bytes)
{
	if (bytes < CRASHREC_REGION_MIN_BYTES) {
		pr_err("%pOF: %llu bytes are too few: have its reg reserve at least %llu\n",
		       node, bytes, CRASHREC_REGION_MIN_BYTES);
		return -EINVAL;
	}
	if (!PAGE_ALIGNED(address) || !PAGE_ALIGNED(bytes)) {
		pr_err("%pOF: its reg is %#llx bytes at %#llx: make both multiples of %lu\n",
		       node, bytes, address, PAGE_SIZE);
		return -EINVAL;
	}
	return 0;
}

static int map_tree_memory(struct crashrec_store *store,
			   const struct device_node *node,
			   struct device_node *memory)
{
	struct resource range;
	u64 bytes;
	int err;

	if (of_address_to_resource(memory, 0, &range)) {
		pr_err("%pOF: it has no reg that tells address and size: give it one, in /reserved-memory, and that #address-cells, #size-cells and ranges; a place chosen at each boot would not do\n",
		       memory);
		return -EINVAL;
	}
	bytes = resource_size(&range);
	err = check_reg(memory, range.start, bytes);
	if (err)
		return err;
	err = crashrec_store_range_open(store, range.start,
					min_t(u64, bytes,
					      CRASHREC_REGION_MAX_BYTES));
	if (err) {
		pr_err("%pOF asks for that range\n", node);
		return err;
	}
	store->kind = CRASHREC_STORE_TREE;
	snprintf(store->text, sizeof(store->text), "device-tree node %pOF",
		 node);
	return 0;
}

/**
 * crashrec_store_tree_open() - map what the device tree reserves for crashrec
 * @store: filled on success
 *
 * Context: process.
 * Return: 0; -ENODEV: there is no such node; -EINVAL, -EBUSY, -ENXIO: it can't
 * be used; the reason and the cure were printed.
 */
int crashrec_store_tree_open(struct crashrec_store *store)
{
	struct device_node *node = find_tree_node(), *memory;
	int err;

	if (!node)
		return -ENODEV;
	memory = of_parse_phandle(node, "memory-region", 0);
	err = map_tree_memory(store, node, memory ? memory : node);
	of_node_put(memory);
	of_node_put(node);
	return err;
}
