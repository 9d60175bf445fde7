// SPDX-License-Identifier: GPL-2.0
/*
 * What is stored of a report beside its lines, which are put_line.c's: first all
 * that is known when it begins, at last how it ended. What finds no room is
 * counted, here and with the report.
 */
#include <linux/cgroup.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/panic.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "assembler.h"
#include "core/record.h"

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
	crashrec_slot_lose_line(slot->parent, slot->parent_generation);
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
 * Return: false: there was no room, which was counted.
 */
bool crashrec_put_facts(struct crashrec_assembler *as,
			struct crashrec_slot *slot, u16 type,
			const struct crashrec_piece pieces[2])
{
	if (!crashrec_ring_put(as->ring, &slot->writer, type, pieces))
		return true;
	crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
	return false;
}

/**
 * crashrec_put_fact() - crashrec_put_facts() of one piece
 * @as: the assembler
 * @slot: of the report, locked
 * @type: CRASHREC_ATTR_*
 * @data: its payload
 * @bytes: of it
 *
 * Context: any, NMI included; never waits.
 * Return: as crashrec_put_facts().
 */
bool crashrec_put_fact(struct crashrec_assembler *as,
		       struct crashrec_slot *slot, u16 type, const void *data,
		       u32 bytes)
{
	struct crashrec_piece pieces[2] = { { data, bytes } };

	return crashrec_put_facts(as, slot, type, pieces);
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
		.pid = cpu_to_le32(context->pid),
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

/*
 * A running task has a css_set, which is freed behind RCU, as its cgroup's node
 * is (include/linux/cgroup.h: task_dfl_cgroup(), cgroup_id(), 6.1 to 6.12). The
 * tracepoint runs with preemption off, so RCU waits for us.
 */
static void put_cgroup(struct crashrec_assembler *as,
		       struct crashrec_slot *slot)
{
#ifdef CONFIG_CGROUPS
	struct css_set *set = rcu_dereference_raw(current->cgroups);
	__le64 id = cpu_to_le64(cgroup_id(set->dfl_cgrp));

	crashrec_put_fact(as, slot, CRASHREC_ATTR_CGROUP, &id, sizeof(id));
#endif
}

/**
 * crashrec_put_marks() - what is known of a report's lines before they come
 * @as: the assembler
 * @slot: of the report, locked
 * @context: who prints them
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_put_marks(struct crashrec_assembler *as,
			struct crashrec_slot *slot,
			const struct crashrec_context *context)
{
	__le32 marks = cpu_to_le32(CRASHREC_REC_F_UNVERIFIED);

	if (context->log_seq)
		marks = cpu_to_le32(CRASHREC_REC_F_FROM_LOG);
	else if (!slot->is_compared)
		return;
	crashrec_put_fact(as, slot, CRASHREC_ATTR_MARKS, &marks, sizeof(marks));
}

/**
 * crashrec_begin_report() - stream 0 begins, with all that is known by now
 * @as: the assembler
 * @slot: of the report, locked
 * @context: who prints it
 * @head: the line that says so
 *
 * Where there is no room, the report is counted as lost.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_begin_report(struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context,
			   const struct cr_text *head)
{
	const char *release = init_utsname()->release;
	/* The log tells no time without printk.time. */
	u64 age_ns = context->log_seq && context->time_ns ?
		     local_clock() - context->time_ns : 0;
	struct crashrec_open open = {
		.boot_ns = cpu_to_le64(ktime_get_boot_fast_ns() - age_ns),
		.wall_ns = cpu_to_le64(ktime_get_real_fast_ns() - age_ns),
		.taint = cpu_to_le64(taint_bits()),
	};
	u64 seq;

	slot->maybe = false;
	/* Where there is no room, the gap in the numbers tells of the loss. */
	seq = atomic64_fetch_inc(&as->ring->next_seq);
	if (crashrec_ring_begin(as->ring, &slot->writer, seq, 0)) {
		slot->lost = true;
		crashrec_stats_lost_report(as->stats,
					   CRASHREC_LOST_REPORT_FULL,
					   slot->grammar.report_class, head);
		return;
	}
	atomic64_inc(&as->stats->reports_opened);
	crashrec_put_fact(as, slot, CRASHREC_ATTR_OPEN, &open, sizeof(open));
	crashrec_put_marks(as, slot, context);
	crashrec_put_fact(as, slot, CRASHREC_ATTR_RELEASE, release,
			  strnlen(release, 64));
	if (as->modules)
		crashrec_put_fact(as, slot, CRASHREC_ATTR_KERNEL,
				  &as->modules->kernel,
				  sizeof(as->modules->kernel));
	/* Of what the log had, no more is known than that. */
	if (!context->log_seq) {
		put_origin(as, slot, context);
		put_cgroup(as, slot);
		crashrec_put_cookies(as, slot);
	}
	crashrec_before_lines(as, slot, context);
}

/* Which lines a process wrote; if that is known of each, also that. */
static void put_users(struct crashrec_assembler *as, struct crashrec_slot *slot,
		      const struct cr_gather *g)
{
	const struct cr_line *line = g->lines, *end = line + g->line_count;
	bool all_found = !(g->marks & CRASHREC_REC_F_UNVERIFIED);
	__le32 line_no;

	for (; line < end; line++) {
		line_no = cpu_to_le32(line->line_no);
		if (line->flags & CRASHREC_LINE_F_USER)
			all_found &= crashrec_put_fact(as, slot,
						       CRASHREC_ATTR_USER_LINES,
						       &line_no,
						       sizeof(line_no));
	}
	if (all_found)
		crashrec_put_fact(as, slot, CRASHREC_ATTR_USER_LINES, NULL, 0);
	if (g->facts.flags & CRASHREC_REC_F_USER)
		atomic64_inc(&as->stats->reports_user);
}

/**
 * crashrec_slot_close() - write down how a report ended
 * @as: the assembler
 * @slot: of stream 0, locked
 * @state: CRASHREC_STATE_*; a truncated report is that, whatever is said
 * @g: the report, crashrec_log_search() done; or NULL
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_slot_close(struct crashrec_assembler *as,
			 struct crashrec_slot *slot, u8 state,
			 const struct cr_gather *g)
{
	struct crashrec_close close = {
		.state = slot->truncated ? CRASHREC_STATE_TRUNCATED : state,
		.lines_lost = cpu_to_le32((u32)atomic64_read(&slot->lines_lost)),
		.line_nos = cpu_to_le32(atomic_read(&slot->next_line_no)),
	};

	if (slot->settled || slot->lost || slot->maybe)
		return;
	if (g && slot->is_compared)
		put_users(as, slot, g);
	if (g)
		crashrec_put_fact(as, slot, CRASHREC_ATTR_TITLE,
				  g->facts.title, g->facts.title_bytes);
	crashrec_put_fact(as, slot, CRASHREC_ATTR_CLOSE, &close, sizeof(close));
	slot->settled = true;
	/* A record that there is by now is not to be skipped. */
	if (!slot->header)
		slot->header = CRASHREC_HEADER_UNKNOWN;
	atomic64_inc(&as->stats->reports_closed);
}
