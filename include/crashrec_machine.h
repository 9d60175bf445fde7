/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: what a record says of the kernel that printed the report, beside
 * its text.
 *
 * The rules of crashrec.h hold here. All arrays and all text live as long as
 * the record. A record of a text log has none of it.
 */
#ifndef CRASHREC_MACHINE_H
#define CRASHREC_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crashrec.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What crashrec_kernel_image::kaslr_offset is where it is not known. */
#define CRASHREC_UNKNOWN_OFFSET	UINT64_MAX

/**
 * struct crashrec_kernel_image - the kernel
 * @text: address of its text (_text), 0: unknown
 * @kaslr_offset: bytes that its text lies behind where it was linked to: what
 *                is to be taken off an address before it is looked up in
 *                vmlinux; CRASHREC_UNKNOWN_OFFSET: unknown
 * @build_id: as bytes; none: unknown
 * @modules_loaded: how many there were when the report began; too high where
 *                  there were more than 256 at a time
 * @modules_state: raised in a boot whenever modules change
 */
struct crashrec_kernel_image {
	uint64_t text;
	uint64_t kaslr_offset;
	struct crashrec_text build_id;
	uint32_t modules_loaded;
	uint32_t modules_state;
};

/**
 * struct crashrec_kernel_module - a module that was loaded
 * @name: its name
 * @text: address of its text
 * @text_bytes: size of that
 * @taint: what it taints the kernel with: bit n is the kernel's taint flag n
 * @build_id: as bytes; none: unknown, or it was not ready yet
 */
struct crashrec_kernel_module {
	struct crashrec_text name;
	uint64_t text;
	uint32_t text_bytes;
	uint32_t taint;
	struct crashrec_text build_id;
};

/**
 * struct crashrec_nesting - the kernel's preempt_count, taken apart
 * @preempt_off: how often preemption was switched off; once of that is the
 *               recorder's own, where the kernel counts it
 * @softirq_off: how often softirqs were; not known on PREEMPT_RT
 * @in_softirq: a softirq was running; likewise
 * @hardirqs: interrupts, one in the other
 * @nmis: NMIs, likewise
 */
struct crashrec_nesting {
	uint32_t preempt_off;
	uint32_t softirq_off;
	bool in_softirq;
	uint32_t hardirqs;
	uint32_t nmis;
};

/**
 * crashrec_record_kernel() - the kernel that printed it
 * @record: the record
 *
 * Return: lives as long as @record; NULL: not recorded.
 */
CRASHREC_API const struct crashrec_kernel_image *
crashrec_record_kernel(const struct crashrec_record *record);

/**
 * crashrec_record_modules() - modules that were loaded
 * @record: the record
 * @count: set to how many
 *
 * In a boot, the first record with a new modules_state has all, and others
 * those that their lines name.
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_kernel_module *
crashrec_record_modules(const struct crashrec_record *record, size_t *count);

/**
 * crashrec_record_cgroup() - in which container it was printed
 * @record: the record
 * @id: set to the id of the cgroup (v2) of the printing task, which is the
 *      inode number of its folder; else to 0
 *
 * Return: false if it is not recorded.
 */
CRASHREC_API bool crashrec_record_cgroup(const struct crashrec_record *record,
					 uint64_t *id);

/**
 * crashrec_record_nesting() - in how many contexts it was printed
 * @record: the record
 * @nesting: filled; all 0 if it is not known
 *
 * Return: false if it is not known.
 */
CRASHREC_API bool crashrec_record_nesting(const struct crashrec_record *record,
					  struct crashrec_nesting *nesting);

/**
 * crashrec_record_irqs() - were interrupts on where the kernel trapped?
 * @record: the record
 * @on: set if so
 *
 * Return: false if the record has no such registers.
 */
CRASHREC_API bool crashrec_record_irqs(const struct crashrec_record *record,
				       bool *on);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_MACHINE_H */
