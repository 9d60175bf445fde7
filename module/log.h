/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's log, record by record, and what it says of a report's lines.
 */
#ifndef CRASHREC_LOG_H
#define CRASHREC_LOG_H

#include <linux/bits.h>
#include <linux/kconfig.h>
#include <linux/kmsg_dump.h>
#include <linux/minmax.h>
#include <linux/time64.h>
#include <linux/types.h>

#include "compat.h"
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
 * @may_be_cut: one more line of it may have found no room
 */
struct crashrec_log_record {
	struct cr_text text;
	u64 seq;
	u64 time_ns;
	u32 facility;
	u32 caller;
	char caller_kind;
	bool may_be_cut;
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

/**
 * crashrec_log_is_callers() - may a context have printed it?
 * @record: from crashrec_log_next()
 * @is_task: it is a task, not an interrupt
 * @caller: of a task its thread's number, else the CPU
 *
 * Context: any.
 * Return: false: another did.
 */
static inline bool
crashrec_log_is_callers(const struct crashrec_log_record *record, bool is_task,
			u32 caller)
{
	return !crashrec_log_has_caller(record) ||
	       (record->caller_kind == (is_task ? 'T' : 'C') &&
		record->caller == caller);
}

/**
 * crashrec_log_before() - a record that is not behind what is being printed
 * @end: crashrec_log_end() of now
 * @finished_max: what others finish meanwhile is not more than that
 *
 * Context: any.
 * Return: its number: @end, or @finished_max before it, where that may be behind
 * what the caller prints.
 */
static inline u64 crashrec_log_before(u64 end, u32 finished_max)
{
	return CRASHREC_LOG_END_SKIPS ? end - min_t(u64, end, finished_max) : end;
}

u64 crashrec_log_end(const struct crashrec_log *log);
bool crashrec_log_next(const struct crashrec_log *log,
		       struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		       struct crashrec_log_record *record);

/* Steps of crashrec_log_search(): a line compared, or a record read. */
#define CRASHREC_SEARCH_STEPS		BIT(24)
#define CRASHREC_SEARCH_STEPS_PANIC	BIT(18)

/**
 * struct crashrec_search - where a report's lines are looked for
 * @log: the log
 * @from_seq: no record of the report is before that
 * @to_seq: nor there, or behind it; 0: not known
 * @steps: the most that may be done; also tells of a panic, where nothing waits
 * @is_exact: lines of all contexts are to be there; else of tasks
 */
struct crashrec_search {
	const struct crashrec_log *log;
	u64 from_seq;
	u64 to_seq;
	u32 steps;
	bool is_exact;
};

/* Log records kept from before a report, and lines of each. */
#define CRASHREC_BEFORE_MAX	32U
#define CRASHREC_BEFORE_LINES	4U

/* By how much the clocks of two CPUs may differ where they are not stable. */
#define CRASHREC_CLOCKS_NS	(20ULL * NSEC_PER_MSEC)

#define CRASHREC_SEARCH_UNFOUND	BIT(0) /* not each line is in the log */
#define CRASHREC_SEARCH_USERS	BIT(1) /* of some only a process's record is */

u32 crashrec_log_search(const struct crashrec_search *search,
			struct cr_gather *g);

#endif /* CRASHREC_LOG_H */
