// SPDX-License-Identifier: GPL-2.0
/*
 * The shared memory of a QEMU ivshmem-plain device: a file of the host, which
 * can be read there while the guest runs, hangs or is gone.
 *
 * Device and BAR: QEMU docs/specs/ivshmem-spec.rst, 7.2.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/pci.h>
#include <linux/printk.h>

#include "../include/uapi/crashrec_device.h"
#include "../include/uapi/crashrec_format.h"
#include "store.h"

#define IVSHMEM_DEVICE	0x1110
#define IVSHMEM_BAR	2

static void ivshmem_close(struct crashrec_store *store)
{
	memunmap(store->base);
	pci_release_region(store->pci, IVSHMEM_BAR);
	pci_disable_device(store->pci);
	pci_dev_put(store->pci);
}

static int map_device(struct crashrec_store *store, struct pci_dev *pci)
{
	u64 bytes = min_t(u64, pci_resource_len(pci, IVSHMEM_BAR),
			  CRASHREC_REGION_MAX_BYTES);
	int err;

	if (bytes < CRASHREC_REGION_MIN_BYTES) {
		pr_notice("%s: ivshmem device of %llu bytes is too small, passed over: give it at least %llu\n",
			  pci_name(pci), bytes, CRASHREC_REGION_MIN_BYTES);
		return -ENODEV;
	}
	err = pci_enable_device_mem(pci);
	if (err)
		return err;
	err = pci_request_region(pci, IVSHMEM_BAR, "crashrec");
	if (err) {
		pr_notice("%s: ivshmem device is used by another driver, passed over\n",
			  pci_name(pci));
		err = -ENODEV;
		goto disable_device;
	}
	store->base = memremap(pci_resource_start(pci, IVSHMEM_BAR), bytes,
			       MEMREMAP_WB);
	if (!store->base) {
		err = -ENXIO;
		goto release_region;
	}
	store->bytes = bytes;
	return 0;

release_region:
	pci_release_region(pci, IVSHMEM_BAR);
disable_device:
	pci_disable_device(pci);
	return err;
}

/**
 * crashrec_store_ivshmem_open() - map the first usable ivshmem-plain device
 * @store: filled on success
 *
 * Context: process.
 * Return: 0; -ENODEV: there is none; or why it can't be mapped.
 */
int crashrec_store_ivshmem_open(struct crashrec_store *store)
{
	struct pci_dev *pci = NULL;
	int err = -ENODEV;

	while (err == -ENODEV) {
		/* Drops the reference to the one before. */
		pci = pci_get_device(PCI_VENDOR_ID_REDHAT_QUMRANET,
				     IVSHMEM_DEVICE, pci);
		if (!pci)
			return -ENODEV;
		err = map_device(store, pci);
	}
	if (err) {
		pr_err("%s: ivshmem device cannot be mapped: %d; ivshmem=0 passes it over\n",
		       pci_name(pci), err);
		pci_dev_put(pci);
		return err;
	}
	store->pci = pci;
	store->kind = CRASHREC_STORE_IVSHMEM;
	store->found = true;
	store->close = ivshmem_close;
	snprintf(store->text, sizeof(store->text), "ivshmem device %s",
		 pci_name(pci));
	return 0;
}
