// SPDX-License-Identifier: GPL-2.0
/*
 * Whose are the lines of a report? The tracepoint does not say whether the
 * kernel prints for itself or for a process that writes to /dev/kmsg; the log
 * does, by the facility, which no process can give as the kernel's
 * (kernel/printk/printk.c: devkmsg_write(), 6.1 to 6.12). So, when a report is
 * closed, its lines are looked for in the log.
 *
 * A process can write any text at any time. That a line's text stands in the
 * log as the kernel's does not make it the kernel's: it may be a copy. But the
 * context that prints a report does one thing at a time: the record of a line
 * was begun after the line before it was seen, and not after the line itself
 * was. Its text and, where the log tells it, its thread are the line's, and it
 * is the first line of its text if and only if the line is. Where the context
 * went on to print something else, the report's records are before that; this
 * needs no clock, and those of two CPUs may differ. A record of the
 * kernel's with all that makes the line the kernel's, so no one can disown the
 * kernel's line by writing the same at the same time; else such a record of
 * another facility makes it a process's. Where there is none, as the log went
 * on beyond its size or was cleared, nothing is said.
 *
 * Without times in the log (printk.time) the text is all there is; then what
 * both the kernel and a process said is kept as the kernel's, and nothing is
 * said of it.
 */
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "core/record.h"
#include "log.h"

/* In cr_line::flags, only while lines are looked for. */
#define LINE_F_KERNELS	BIT(6)
#define LINE_F_SEEN	BIT(5)

/* By how much the clocks of two CPUs may differ where they are not stable. */
#define CLOCKS_NS	(20ULL * NSEC_PER_MSEC)

/* What is looked for where. */
struct search {
	struct cr_gather *g;
	struct crashrec_log_record record;
	u32 steps;
};

static bool may_be(const struct search *s, const struct cr_line *line,
		   u64 from_ns)
{
	const struct crashrec_log_record *record = &s->record;

	/* A caller's number is that of its thread. */
	if (crashrec_log_has_caller(record) &&
	    (record->caller_kind != 'T' || record->caller != line->pid))
		return false;
	return !record->time_ns ||
	       (record->time_ns <= line->time_ns &&
		record->time_ns + NSEC_PER_USEC > from_ns);
}

static bool is_text(const struct cr_line *line, const struct cr_text *text,
		    bool is_inner)
{
	return line->bytes == text->bytes &&
	       is_inner == !!(line->flags & CRASHREC_LINE_F_INNER) &&
	       !memcmp(line->text, text->at, line->bytes);
}

static void look_for(struct search *s, struct cr_line *line)
{
	struct cr_text text = s->record.text, rest = text;
	bool is_inner = false;
	const char *newline;

	for (; s->steps; s->steps--) {
		newline = memchr(rest.at, '\n', rest.bytes);
		text.at = rest.at;
		text.bytes = newline ? newline - rest.at : rest.bytes;
		if (is_text(line, &text, is_inner))
			line->flags |= s->record.facility ? LINE_F_SEEN :
							    LINE_F_KERNELS;
		if (!newline)
			return;
		is_inner = is_inner || text.bytes;
		rest = cr_text_from(rest, text.bytes + 1);
	}
}

/* Which lines of the report may be in the record, and are they? */
static void look_at_record(struct search *s)
{
	struct cr_line *line = s->g->lines, *end = line + s->g->line_count;
	struct cr_line *before = NULL;
	u64 from_ns = 0;

	for (; line < end && s->steps; line++, s->steps--) {
		if (line->context != CRASHREC_CONTEXT_TASK)
			continue;
		/* Of one text all have the same time, but for later pieces. */
		if (before && before->time_ns != line->time_ns &&
		    !(line->flags & CRASHREC_LINE_F_INNER))
			from_ns = before->cpu == line->cpu ? before->time_ns :
				  before->time_ns - min(before->time_ns,
							CLOCKS_NS);
		if (may_be(s, line, from_ns))
			look_for(s, line);
		else if (s->record.time_ns && from_ns > s->record.time_ns + CLOCKS_NS)
			return;
		before = line;
	}
}

static u32 conclude(struct cr_gather *g, bool has_times)
{
	const u8 both = LINE_F_KERNELS | LINE_F_SEEN;
	bool has_users = false;
	struct cr_line *line = g->lines, *end = line + g->line_count;
	u32 unfound = 0;
	u8 seen;

	for (; line < end; line++) {
		if (line->context != CRASHREC_CONTEXT_TASK)
			continue;
		seen = line->flags & both;
		if (!seen || (seen == both && !has_times))
			unfound++;
		if (seen == LINE_F_SEEN)
			line->flags |= CRASHREC_LINE_F_USER;
		has_users = has_users || line->flags & CRASHREC_LINE_F_USER;
		line->flags &= ~both;
	}
	if (has_users)
		cr_facts_from_lines(&g->facts, g->lines, g->line_count);
	g->marks &= ~CRASHREC_REC_F_UNVERIFIED;
	if (unfound)
		g->marks |= CRASHREC_REC_F_UNVERIFIED;
	return unfound;
}

/**
 * crashrec_log_search() - find out whose a report's lines are
 * @log: the log
 * @from_seq: no record of the report is before that
 * @to_seq: nor there, or behind it; 0: not known
 * @g: the report; lines that a process wrote are marked, and its facts are
 *     then found without them. It is marked UNVERIFIED or not.
 * @steps: the most that may be done; also tells of a panic, where nothing waits
 *
 * Context: process; or, with CRASHREC_SEARCH_STEPS_PANIC, any.
 * Return: how many lines are not in the log.
 */
u32 crashrec_log_search(const struct crashrec_log *log, u64 from_seq,
			u64 to_seq, struct cr_gather *g, u32 steps)
{
	struct search s = { .g = g, .steps = steps };
	struct kmsg_dump_iter iter;
	bool all_timed = true;
	u64 end;

	log->rewind(&iter);
	end = to_seq ?: iter.next_seq;
	iter.cur_seq = from_seq;
	/* Behind the report's text there is room for any record's. */
	while (s.steps && iter.cur_seq < end &&
	       crashrec_log_next(log, &iter, g->text + g->text_bytes,
				 g->text_max_bytes - g->text_bytes,
				 &s.record)) {
		s.steps--;
		all_timed &= !!s.record.time_ns;
		look_at_record(&s);
		if (steps != CRASHREC_SEARCH_STEPS_PANIC)
			cond_resched();
	}
	return conclude(g, all_timed);
}
