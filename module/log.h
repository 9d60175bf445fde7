/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's log, record by record, and what it says of a report's lines.
 */
#ifndef CRASHREC_LOG_H
#define CRASHREC_LOG_H

#include <linux/bits.h>
#include <linux/kconfig.h>
#include <linux/kmsg_dump.h>
#include <linux/types.h>

#include "core/text.h"

struct cr_gather;

/**
 * struct crashrec_log - a log that can be read in any context
 * @rewind: as kmsg_dump_rewind()
 * @get: as kmsg_dump_get_line() in the form of syslog()
 */
struct crashrec_log {
	void (*rewind)(struct kmsg_dump_iter *iter);
	bool (*get)(struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		    size_t *bytes);
};

extern const struct crashrec_log crashrec_kernel_log;

/**
 * struct crashrec_log_record - what was printed at once
 * @text: as it was printed: lines with a newline between them
 * @seq: its number in the log
 * @time_ns: the printk clock, whole microseconds; 0: not told
 * @facility: 0 is the kernel's, and no process can write it
 * @caller: of @caller_kind 'T' the thread, of 'C' the CPU
 * @caller_kind: 0: not told
 */
struct crashrec_log_record {
	struct cr_text text;
	u64 seq;
	u64 time_ns;
	u32 facility;
	u32 caller;
	char caller_kind;
};

/**
 * crashrec_log_has_caller() - does the log tell who printed it?
 * @record: from crashrec_log_next()
 *
 * Context: any.
 * Return: true if so.
 */
static inline bool
crashrec_log_has_caller(const struct crashrec_log_record *record)
{
	return IS_ENABLED(CONFIG_PRINTK_CALLER) && record->caller_kind;
}

u64 crashrec_log_end(const struct crashrec_log *log);
bool crashrec_log_next(const struct crashrec_log *log,
		       struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		       struct crashrec_log_record *record);

/* Steps of crashrec_log_search(): a line compared, or a record read. */
#define CRASHREC_SEARCH_STEPS		BIT(24)
#define CRASHREC_SEARCH_STEPS_PANIC	BIT(18)

u32 crashrec_log_search(const struct crashrec_log *log, u64 from_seq,
			u64 to_seq, struct cr_gather *g, u32 steps);

#endif /* CRASHREC_LOG_H */
