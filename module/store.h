/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the region lies. A store maps memory and says what kind it is; it
 * never looks at the bytes.
 */
#ifndef CRASHREC_STORE_H
#define CRASHREC_STORE_H

#include <linux/types.h>

#include "plug.h"

struct crashrec_config;
struct pci_dev;
struct resource;

/**
 * struct crashrec_store - an open store
 * @base: its first byte, mapped write-back
 * @bytes: its size
 * @kind: CRASHREC_STORE_*
 * @found: nobody asked for this memory by address or name, or others may keep
 *         data there: it may be somebody else's
 * @flush: its caches are to be written back, unless the administrator says no
 * @text: what it is, for messages
 * @close: undoes the opening
 * @resource: private to the store
 * @pci: private to the store
 * @plug: module that it is of, NULL: none
 * @device: private to the store
 */
struct crashrec_store {
	void *base;
	u64 bytes;
	u32 kind;
	bool found;
	bool flush;
	char text[64];
	void (*close)(struct crashrec_store *store);
	struct resource *resource;
	struct pci_dev *pci;
	const char *plug;
	void *device;
};

/**
 * struct crashrec_pmem - what crashrec_pmem.ko exports
 * @plug: of all parts
 * @open: maps the first bytes of a block device of persistent memory
 */
struct crashrec_pmem {
	struct crashrec_plug plug;
	int (*open)(struct crashrec_store *store, const char *path, u64 bytes);
};

extern const struct crashrec_pmem crashrec_pmem;

int crashrec_store_open(struct crashrec_store *store,
			const struct crashrec_config *config);
void crashrec_store_close(struct crashrec_store *store);

int crashrec_store_range_open(struct crashrec_store *store, u64 address,
			      u64 bytes);
int crashrec_store_reserve_mem_open(struct crashrec_store *store,
				    const char *name);
int crashrec_store_ivshmem_open(struct crashrec_store *store);
int crashrec_store_tree_open(struct crashrec_store *store);
int crashrec_store_ram_open(struct crashrec_store *store, u64 bytes);

#endif /* CRASHREC_STORE_H */
