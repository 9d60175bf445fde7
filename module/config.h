/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CONFIG_H
#define CRASHREC_CONFIG_H

#include <linux/types.h>

/**
 * struct crashrec_config - what the administrator asked for, checked
 * @mem_address: physical address of a reserved range, 0: none
 * @mem_bytes: its size; of ordinary memory, where no other store is found
 * @mem_name: name of a reserve_mem= region, NULL: none
 * @mem_device: path of a block device of persistent memory, NULL: none
 * @ivshmem: use an ivshmem-plain device if there is one
 * @format: make a region of whatever bytes are found
 * @flush: caches are written back: 1, 0, or -1: as the store needs it
 * @join_by_log: the log tells which pieces of text are one line
 * @before_lines: lines from before a report to keep with it
 * @silence_ms: a report whose context is silent for so long is complete
 * @keep_copies: full records of a title, 0: all
 * @overwrite: the oldest records go where there is no room
 * @pstore: records are files in /sys/fs/pstore
 * @max_report_bytes: text and attributes of one report
 * @ecc_bytes: parity of each block of a region that is formatted, 0: none
 */
struct crashrec_config {
	u64 mem_address;
	u64 mem_bytes;
	const char *mem_name;
	const char *mem_device;
	bool ivshmem;
	bool format;
	int flush;
	bool join_by_log;
	u32 before_lines;
	u32 silence_ms;
	u32 keep_copies;
	bool overwrite;
	bool pstore;
	u32 max_report_bytes;
	u32 ecc_bytes;
};

int crashrec_config_get(struct crashrec_config *config);
bool crashrec_config_is_locked(void);

#endif /* CRASHREC_CONFIG_H */
