// SPDX-License-Identifier: GPL-2.0
/*
 * Reports that were printed while the module was not loaded, from the kernel's
 * log. The region says up to which record this boot's log was seen, so none is
 * taken twice, wherever the region outlives the module.
 *
 * The log is read before the tracepoint is, and once more behind that: what was
 * printed in between may be taken twice, but is not lost. The same holds for
 * the moment in which the module is unloaded.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/time64.h>

#include "closer.h"

/* For any record: PRINTKRB_RECORD_MAX newlines, with a prefix behind each. */
#define RECORD_BYTES	SZ_64K

/* Where the log does not tell who printed, all is of one context. */
static void take(struct crashrec_assembler *as,
		 const struct crashrec_log_record *record)
{
	struct crashrec_context context = {
		.key = CRASHREC_KEY_VALID | CRASHREC_KEY_LOG | record->caller,
		.time_ns = record->time_ns,
		.log_seq = record->seq,
		.pid = CRASHREC_NO_PID,
		.cpu = CRASHREC_NO_LINE_CPU,
		.is_kernels = true,
	};

	if (crashrec_log_has_caller(record) && record->caller_kind == 'T') {
		context.pid = record->caller;
	} else if (crashrec_log_has_caller(record)) {
		context.key |= BIT_ULL(CRASHREC_KEY_CPU_SHIFT);
		context.cpu = record->caller;
		context.level = cr_grammar_is_nmi_backtrace(record->text.at,
							    record->text.bytes) ?
				CRASHREC_CONTEXT_NMI : CRASHREC_CONTEXT_HARDIRQ;
	}
	crashrec_assemble_in(as, &context, record->text.at, record->text.bytes);
}

/**
 * crashrec_past_take() - take what the log has and was not seen
 * @closer: set up; also of the assembler that gets it
 *
 * What may go on in a later call stays open.
 *
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int crashrec_past_take(struct crashrec_closer *closer)
{
	struct crashrec_assembler *as = closer->as;
	struct kmsg_dump_iter iter = { .cur_seq = as->ring->running.log_seq };
	u64 end = crashrec_log_end(as->log), last_ns = U64_MAX;
	char *buf = kvmalloc(RECORD_BYTES, GFP_KERNEL);
	struct crashrec_log_record record;

	if (!buf)
		return -ENOMEM;
	while (iter.cur_seq < end &&
	       crashrec_log_next(as->log, &iter, buf, RECORD_BYTES, &record)) {
		if (record.facility)
			continue;
		if (record.time_ns > last_ns &&
		    record.time_ns - last_ns >
		    closer->silence_ms * (u64)NSEC_PER_MSEC)
			crashrec_closer_finish(closer, CRASHREC_KEY_LOG);
		last_ns = record.time_ns;
		take(as, &record);
		/* Else those that were given up would look like a storm. */
		if (atomic_read(&as->used) > 1)
			crashrec_closer_run(closer);
		cond_resched();
	}
	kvfree(buf);
	crashrec_ring_log_seen(as->ring, iter.cur_seq);
	return 0;
}
