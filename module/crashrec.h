/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The recorder as a whole, for main.c and for what hooks into the kernel.
 */
#ifndef CRASHREC_H
#define CRASHREC_H

#include <linux/debugfs.h>

#include "assembler.h"
#include "closer.h"
#include "config.h"
#include "plug_ecc.h"
#include "reader.h"
#include "ring.h"
#include "stats.h"
#include "store.h"

/**
 * struct crashrec - all there is
 * @config: what the administrator asked for
 * @store: where the region lies
 * @stats: counters
 * @ring: the region
 * @reader: reading it
 * @assembler: writing it
 * @closer: ending reports
 * @ecc: keeps parity, NULL: not loaded
 * @ecc_state: its first argument; NULL: the region has none
 * @debugfs: folder
 */
struct crashrec {
	struct crashrec_config config;
	struct crashrec_store store;
	struct crashrec_stats stats;
	struct crashrec_ring ring;
	struct crashrec_reader reader;
	struct crashrec_assembler assembler;
	struct crashrec_closer closer;
	const struct crashrec_ecc_plug *ecc;
	struct crashrec_ecc *ecc_state;
	struct dentry *debugfs;
};

/* Who loads the module calls these; nothing that is compiled with it does. */
__visible int init_module(void);
__visible void cleanup_module(void);

int crashrec_region_open(struct crashrec *cr);
void crashrec_region_close(struct crashrec *cr);

ssize_t crashrec_file_read(const char *path, void *buf, size_t bytes);
unsigned long crashrec_symbol_address(const char *symbol);

void crashrec_kernel_init(struct crashrec *cr);
void crashrec_kernel_exit(struct crashrec *cr);

void crashrec_nmi_warning_init(void);
void crashrec_nmi_warning_exit(void);

int crashrec_console_init(struct crashrec *cr);
void crashrec_console_exit(struct crashrec *cr);

int crashrec_die_init(struct crashrec *cr);
void crashrec_die_exit(struct crashrec *cr);

int crashrec_kmsg_dump_init(struct crashrec *cr);
void crashrec_kmsg_dump_exit(struct crashrec *cr);

int crashrec_device_init(struct crashrec *cr);
void crashrec_device_exit(struct crashrec *cr);

void crashrec_debugfs_init(struct crashrec *cr);
void crashrec_debugfs_exit(struct crashrec *cr);

void crashrec_pstore_init(struct crashrec *cr);
void crashrec_pstore_lock(void);
void crashrec_pstore_exit(void);

#endif /* CRASHREC_H */
