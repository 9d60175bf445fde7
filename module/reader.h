/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading the live ring: for the device, debugfs, and whoever closes reports.
 */
#ifndef CRASHREC_READER_H
#define CRASHREC_READER_H

#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/wait.h>

#include "core/record.h"
#include "ring.h"

/**
 * struct crashrec_reader - what readers share
 * @ring: being read
 * @lock: held while @refs or @gather are used, but by a panic's dumper
 * @gather_busy: 1 while @gather is used, by anyone
 * @refs: chunks in use, as of @refs_changes
 * @ref_count: how many
 * @refs_changes: ring->changes when they were scanned
 * @refs_valid: @refs were scanned at all
 * @gather: memory for one report
 * @wait: woken when a report was closed
 * @closed: raised before @wait is woken
 */
struct crashrec_reader {
	struct crashrec_ring *ring;
	struct mutex lock;
	atomic_t gather_busy;
	struct cr_chunk_ref *refs;
	u32 ref_count;
	int refs_changes;
	bool refs_valid;
	struct cr_gather gather;
	wait_queue_head_t wait;
	atomic_t closed;
};

/**
 * struct crashrec_found - a record, encoded
 * @seq: of the record
 * @boot_id: likewise
 * @report_class: likewise
 * @reports: how many it stands for
 * @bytes: of @record
 * @record: free with kvfree(), may be NULL
 */
struct crashrec_found {
	u64 seq;
	u8 boot_id[CRASHREC_ID_BYTES];
	u8 report_class;
	u64 reports;
	u32 bytes;
	void *record;
};

int crashrec_reader_init(struct crashrec_reader *reader,
			 struct crashrec_ring *ring, u32 max_report_bytes);
void crashrec_reader_exit(struct crashrec_reader *reader);
int crashrec_reader_find(struct crashrec_reader *reader, u64 seq,
			 struct crashrec_found *found);
int crashrec_reader_from_end(struct crashrec_reader *reader, u64 back,
			     u64 *seq);
int crashrec_reader_count(struct crashrec_reader *reader, u32 *count,
			  u64 *first_seq);
int crashrec_reader_release(struct crashrec_reader *reader, u64 seq,
			    const u8 boot_id[CRASHREC_ID_BYTES]);
u32 crashrec_reader_max_record_bytes(const struct crashrec_reader *reader);
void crashrec_reader_wake(struct crashrec_reader *reader);

int crashrec_reader_gather_own(struct crashrec_reader *reader, u64 seq);
int crashrec_reader_gather_panic(struct crashrec_reader *reader, u64 seq);
void crashrec_reader_gather_end(struct crashrec_reader *reader, bool panic);

#endif /* CRASHREC_READER_H */
