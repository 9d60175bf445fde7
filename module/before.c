// SPDX-License-Identifier: GPL-2.0
/*
 * The log lines from before a report, read from the log when the report
 * begins; a bounded number of records is looked at.
 */
#include <linux/kernel.h>
#include <linux/kmsg_dump.h>
#include <linux/string.h>

#include "assembler.h"

static void put_before(struct crashrec_assembler *as,
		       struct crashrec_slot *slot, u32 distance,
		       const struct crashrec_log_record *record)
{
	const char *newline = memchr(record->text.at, '\n', record->text.bytes);
	struct crashrec_line stored = {
		.time_ns = cpu_to_le64(record->time_ns),
		.line_no = cpu_to_le32(distance),
		.pid = cpu_to_le32(CRASHREC_NO_PID),
		.flags = record->facility ? CRASHREC_LINE_F_USER : 0,
	};
	struct crashrec_piece pieces[2] = {
		{ &stored, sizeof(stored) },
		{ record->text.at,
		  newline ? newline - record->text.at : record->text.bytes },
	};

	crashrec_put_facts(as, slot, CRASHREC_ATTR_BEFORE, pieces);
}

/**
 * crashrec_before_lines() - keep the log's last lines with a new report
 * @as: the assembler
 * @slot: of the report; its stream has begun, no line of it is there yet
 *
 * The report's own first line was not in the log when the slot was begun: its
 * record is reserved while the tracepoint runs.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_before_lines(struct crashrec_assembler *as,
			   struct crashrec_slot *slot)
{
	u32 distance = min_t(u64, as->before_lines, slot->log_seq);
	struct kmsg_dump_iter iter = { .cur_seq = slot->log_seq - distance };
	struct crashrec_log_record record;

	while (crashrec_log_next(as->log, &iter, slot->scratch,
				 sizeof(slot->scratch), &record) &&
	       record.seq < slot->log_seq)
		put_before(as, slot, slot->log_seq - record.seq, &record);
}
