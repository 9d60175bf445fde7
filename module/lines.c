// SPDX-License-Identifier: GPL-2.0
/*
 * What is stored of a report while it is printed: first all that is known when
 * it begins, then its lines, at last how it ended. What finds no room is
 * counted, here and with the report.
 */
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/panic.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "assembler.h"

/**
 * crashrec_lose_line() - a line of a report is not kept
 * @as: the assembler
 * @slot: of the report
 * @cause: CRASHREC_LOST_*
 *
 * Context: any, NMI included.
 */
void crashrec_lose_line(struct crashrec_assembler *as,
			struct crashrec_slot *slot, u32 cause)
{
	atomic_inc(&slot->parent->lines_lost);
	crashrec_stats_lost(as->stats, cause, 1);
}

/**
 * crashrec_put_facts() - append an attribute that is no line
 * @as: the assembler
 * @slot: of the report, locked
 * @type: CRASHREC_ATTR_*
 * @pieces: its payload
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_put_facts(struct crashrec_assembler *as,
			struct crashrec_slot *slot, u16 type,
			const struct crashrec_piece pieces[2])
{
	if (crashrec_ring_put(as->ring, &slot->writer, type, pieces))
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
}

static void put_one(struct crashrec_assembler *as, struct crashrec_slot *slot,
		    u16 type, const void *data, u32 bytes)
{
	struct crashrec_piece pieces[2] = { { data, bytes } };

	crashrec_put_facts(as, slot, type, pieces);
}

static void describe_line(struct crashrec_line *line,
			  const struct crashrec_slot *slot,
			  const struct crashrec_context *context, bool more)
{
	*line = (struct crashrec_line) {
		.time_ns = cpu_to_le64(context->time_ns),
		.line_no = cpu_to_le32(slot->line_no),
		.pid = cpu_to_le32(task_pid_nr(current)),
		.cpu = cpu_to_le16(context->cpu),
		.context = context->level,
		.flags = slot->inner ? CRASHREC_LINE_F_INNER : 0,
		.text_at = cpu_to_le32(more ? slot->text_bytes : 0),
	};
}

/* Counts the line, or what is left of it, if it cannot be kept. */
static bool put_text(struct crashrec_assembler *as, struct crashrec_slot *slot,
		     u16 type, const struct crashrec_piece pieces[2])
{
	struct crashrec_slot *parent = slot->parent;
	u32 whole = sizeof(struct crashrec_entry) + pieces[0].bytes +
		    pieces[1].bytes;

	if (slot->lost) {
		if (!parent->skipped)
			crashrec_lose_line(as, slot,
					   CRASHREC_LOST_LINE_ORPHAN);
		return false;
	}
	if (atomic_read(&parent->report_bytes) + whole >
	    as->max_report_bytes) {
		parent->truncated = true;
		crashrec_lose_line(as, slot, CRASHREC_LOST_LINE_LIMIT);
		return false;
	}
	if (crashrec_ring_put(as->ring, &slot->writer, type, pieces)) {
		parent->truncated = true;
		crashrec_lose_line(as, slot, CRASHREC_LOST_LINE_FULL);
		return false;
	}
	atomic_add(whole, &parent->report_bytes);
	return true;
}

/**
 * crashrec_put_line() - append a line, or more of one, or count it as lost
 * @as: the assembler
 * @slot: of the report, locked
 * @context: who printed it
 * @type: CRASHREC_ATTR_LINE or CRASHREC_ATTR_MORE
 * @text: what was printed
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_put_line(struct crashrec_assembler *as,
		       struct crashrec_slot *slot,
		       const struct crashrec_context *context, u16 type,
		       const struct cr_text *text)
{
	struct crashrec_line line;
	struct crashrec_piece pieces[2] = {
		{ &line, sizeof(line) }, { text->at, text->bytes },
	};
	u32 max = crashrec_ring_payload_max(as->ring) - sizeof(line);
	bool more = type == CRASHREC_ATTR_MORE;

	slot->parent->last_jiffies = jiffies;
	/* What was lost of a line is lost to its end. */
	if (more && !slot->line_begun)
		return;
	if (!more && !slot->header)
		crashrec_storm_look(as, slot, text);
	if (!more)
		slot->line_no = atomic_fetch_inc(&slot->parent->next_line_no);
	describe_line(&line, slot, context, more);
	if (text->bytes > max) {
		pieces[1].bytes = max;
		line.flags |= CRASHREC_LINE_F_CUT;
	}
	slot->line_begun = put_text(as, slot, type, pieces);
	if (slot->line_begun)
		atomic64_inc(more ? &as->stats->pieces_joined :
				    &as->stats->lines_kept);
}

static u64 taint_bits(void)
{
	u64 bits = 0;
	u32 flag;

	for (flag = 0; flag < TAINT_FLAGS_COUNT; flag++)
		if (test_taint(flag))
			bits |= BIT_ULL(flag);
	return bits;
}

static void put_origin(struct crashrec_assembler *as,
		       struct crashrec_slot *slot,
		       const struct crashrec_context *context)
{
	struct crashrec_task task = {
		.cpu = cpu_to_le32(context->cpu),
		.pid = cpu_to_le32(task_pid_nr(current)),
		.tgid = cpu_to_le32(task_tgid_nr(current)),
		.context = context->level,
		.preempt_count = cpu_to_le32(preempt_count()),
	};
	struct crashrec_piece pieces[2] = { { &task, sizeof(task) } };
	char comm[TASK_COMM_LEN];

	/* May change while it is copied; it never lacks its last zero. */
	memcpy(comm, current->comm, sizeof(comm));
	task.comm_bytes = strnlen(comm, sizeof(comm));
	pieces[1] = (struct crashrec_piece) { comm, task.comm_bytes };
	crashrec_put_facts(as, slot, CRASHREC_ATTR_ORIGIN, pieces);
}

/**
 * crashrec_begin_report() - stream 0 begins, with all that is known by now
 * @as: the assembler
 * @slot: of the report, locked
 * @context: who prints it
 *
 * Where there is no room, the report is counted as lost.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_begin_report(struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context)
{
	const char *release = init_utsname()->release;
	struct crashrec_open open = {
		.boot_ns = cpu_to_le64(ktime_get_boot_fast_ns()),
		.wall_ns = cpu_to_le64(ktime_get_real_fast_ns()),
		.taint = cpu_to_le64(taint_bits()),
	};
	u64 seq;

	slot->maybe = false;
	/* Where there is no room, the gap in the numbers tells of the loss. */
	seq = atomic64_fetch_inc(&as->ring->next_seq);
	if (crashrec_ring_begin(as->ring, &slot->writer, seq, 0)) {
		slot->lost = true;
		crashrec_stats_lost_reports(as->stats,
					    CRASHREC_LOST_REPORT_FULL,
					    slot->grammar.report_class, 1);
		return;
	}
	atomic64_inc(&as->stats->reports_opened);
	put_one(as, slot, CRASHREC_ATTR_OPEN, &open, sizeof(open));
	put_origin(as, slot, context);
	put_one(as, slot, CRASHREC_ATTR_RELEASE, release,
		strnlen(release, 64));
	crashrec_before_lines(as, slot);
}

/**
 * crashrec_slot_close() - write down how a report ended
 * @as: the assembler
 * @slot: of stream 0, locked
 * @state: CRASHREC_STATE_*; a truncated report is that, whatever is said
 * @title: or NULL
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_slot_close(struct crashrec_assembler *as,
			 struct crashrec_slot *slot, u8 state,
			 const struct crashrec_piece *title)
{
	struct crashrec_close close = {
		.state = slot->truncated ? CRASHREC_STATE_TRUNCATED : state,
		.lines_lost = cpu_to_le32(atomic_read(&slot->lines_lost)),
	};

	if (slot->settled || slot->lost || slot->maybe)
		return;
	if (title)
		put_one(as, slot, CRASHREC_ATTR_TITLE, title->data,
			title->bytes);
	put_one(as, slot, CRASHREC_ATTR_CLOSE, &close, sizeof(close));
	slot->settled = true;
	atomic64_inc(&as->stats->reports_closed);
}
