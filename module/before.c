// SPDX-License-Identifier: GPL-2.0
/*
 * The log lines from before a report, read from the log when the report
 * begins; a bounded number of records is looked at. Where the kernel prints
 * callers, further lines of the report's own context are kept, from behind
 * those of the whole machine.
 */
#include <linux/kernel.h>
#include <linux/kmsg_dump.h>
#include <linux/string.h>

#include "assembler.h"

/* Records that are looked at for further lines of the report's own context. */
#define CONTEXT_RECORDS	256

/* As the log would name it: printk_caller_id(), 6.1 to 6.12. */
static bool is_of(const struct crashrec_log_record *record,
		  const struct crashrec_context *context)
{
	if (context->level == CRASHREC_CONTEXT_TASK)
		return record->caller_kind == 'T' &&
		       record->caller == context->pid;
	return record->caller_kind == 'C' && record->caller == context->cpu;
}

/*
 * Of what the scratch has no room for nothing is told, or the first lines. What
 * is known to be missing is told by CUT.
 */
static void put_before(struct crashrec_assembler *as,
		       struct crashrec_slot *slot,
		       const struct crashrec_context *context,
		       const struct crashrec_log_record *record)
{
	struct crashrec_line stored = {
		.time_ns = cpu_to_le64(record->time_ns),
		.line_no = cpu_to_le32(slot->log_at - record->seq),
		.pid = cpu_to_le32(CRASHREC_NO_PID),
		.flags = record->facility == U32_MAX ? CRASHREC_LINE_F_CUT :
			 record->facility ? CRASHREC_LINE_F_USER : 0,
	};
	struct crashrec_piece pieces[2] = { { &stored, sizeof(stored) } };
	struct cr_text rest = record->text;
	u32 lines = 0, bytes;

	if (is_of(record, context))
		stored.flags |= CRASHREC_LINE_F_CONTEXT;
	do {
		bytes = cr_text_line_bytes(rest);
		pieces[1] = (struct crashrec_piece){ rest.at, bytes };
		rest = cr_text_from(rest, bytes + 1);
		/* Empty ones are there to set others apart. */
		if (!bytes && rest.bytes)
			continue;
		if (++lines == CRASHREC_BEFORE_LINES && rest.bytes)
			stored.flags |= CRASHREC_LINE_F_CUT;
		crashrec_put_facts(as, slot, CRASHREC_ATTR_BEFORE, pieces);
	} while (rest.bytes && lines < CRASHREC_BEFORE_LINES);
}

/* Backwards, as readers order them by their distance. */
static void put_context(struct crashrec_assembler *as,
			struct crashrec_slot *slot,
			const struct crashrec_context *context, u64 seq)
{
	u64 first = seq - min_t(u64, seq, CONTEXT_RECORDS);
	u32 left = as->before_lines;
	struct crashrec_log_record record;
	struct kmsg_dump_iter iter;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		return;
	while (left && seq-- > first) {
		iter = (struct kmsg_dump_iter) { .cur_seq = seq };
		if (!crashrec_log_next(as->log, &iter, slot->scratch,
				       sizeof(slot->scratch), &record) ||
		    record.seq != seq)
			return;
		if (!is_of(&record, context))
			continue;
		put_before(as, slot, context, &record);
		left--;
	}
}

/**
 * crashrec_before_lines() - keep the log's last lines with a new report
 * @as: the assembler
 * @slot: of the report; its stream has begun, no line of it is there yet
 * @context: who prints it
 *
 * The report's own first line was not in the log when the slot was begun: its
 * record is reserved while the tracepoint runs, and nothing behind it is read.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_before_lines(struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context)
{
	u32 distance = min_t(u64, as->before_lines, slot->log_at);
	struct kmsg_dump_iter iter = { .cur_seq = slot->log_at - distance };
	struct crashrec_log_record record;

	put_context(as, slot, context, iter.cur_seq);
	while (crashrec_log_next(as->log, &iter, slot->scratch,
				 sizeof(slot->scratch), &record) &&
	       record.seq < slot->log_at)
		put_before(as, slot, context, &record);
}
