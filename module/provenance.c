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
 * on beyond its size or was cleared, nothing is said. Nor is it where what was
 * said before a report's first line is the kernel's, and then a process's: the
 * line may be either.
 *
 * Where the log tells which pieces are one line (join.h), lines of all contexts
 * are looked for, as that they are there shows that they are exact. A record of
 * the kernel's that only begins with a line is that line's, too, and the line is
 * not exact.
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

#include "compat.h"
#include "core/record.h"
#include "log.h"

/* In cr_line::flags, only while lines are looked for. */
#define LINE_F_KERNELS	BIT(6)
#define LINE_F_SEEN	BIT(5)
#define LINE_F_PART	BIT(4)
#define LINE_F_ALL	(LINE_F_KERNELS | LINE_F_SEEN | LINE_F_PART)

/* What is looked for where. */
struct search {
	struct cr_gather *g;
	struct crashrec_log_record record;
	u32 steps;
	bool is_exact;
};

static bool is_task(const struct cr_line *line)
{
	return line->context == CRASHREC_CONTEXT_TASK;
}

static bool may_be(const struct search *s, const struct cr_line *line,
		   u64 from_ns)
{
	const struct crashrec_log_record *record = &s->record;

	if (!crashrec_log_is_callers(record, is_task(line), is_task(line) ?
				     line->pid : line->cpu))
		return false;
	return !record->time_ns ||
	       (record->time_ns <= line->time_ns &&
		record->time_ns + NSEC_PER_USEC > from_ns);
}

static u8 look_at_text(const struct search *s, const struct cr_line *line,
		       const struct cr_text *text)
{
	if (line->bytes > text->bytes ||
	    memcmp(line->text, text->at, line->bytes))
		return 0;
	if (line->bytes < text->bytes)
		return s->is_exact && !s->record.facility ? LINE_F_PART : 0;
	return s->record.facility ? LINE_F_SEEN : LINE_F_KERNELS;
}

static void look_for(struct search *s, struct cr_line *line, bool is_first)
{
	struct cr_text rest = s->record.text, text;
	bool is_inner = false;
	u8 seen;

	for (; s->steps; s->steps--) {
		text = rest;
		text.bytes = cr_text_line_bytes(rest);
		seen = is_inner == !!(line->flags & CRASHREC_LINE_F_INNER) ?
		       look_at_text(s, line, &text) : 0;
		/* What stands before that in the log is another's. */
		if (is_first && seen == LINE_F_KERNELS && s->record.time_ns)
			line->flags &= ~LINE_F_SEEN;
		line->flags |= seen;
		if (text.bytes == rest.bytes)
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
		if (!is_task(line)) {
			if (s->is_exact && may_be(s, line, 0))
				look_for(s, line, false);
			continue;
		}
		/* Records from before the report are looked at, too. */
		if (CRASHREC_LOG_END_SKIPS && !before)
			from_ns = line->time_ns - min(line->time_ns, CRASHREC_CLOCKS_NS);
		/* Of one text all have the same time, but for later pieces. */
		if (before && before->time_ns != line->time_ns &&
		    !(line->flags & CRASHREC_LINE_F_INNER))
			from_ns = before->cpu == line->cpu ? before->time_ns :
				  before->time_ns - min(before->time_ns,
							CRASHREC_CLOCKS_NS);
		if (may_be(s, line, from_ns))
			look_for(s, line, !before);
		else if (s->record.time_ns && from_ns > s->record.time_ns + CRASHREC_CLOCKS_NS)
			return;
		before = line;
	}
}

/*
 * Is it known whose the line is, and that it is exact? @is_timed: no record of
 * before the line before is looked at.
 */
static bool is_found(u8 seen, bool is_timed)
{
	if (seen & LINE_F_KERNELS)
		return !(seen & LINE_F_SEEN) || is_timed;
	return seen == LINE_F_SEEN;
}

static u32 conclude(const struct search *s, bool has_times)
{
	struct cr_gather *g = s->g;
	struct cr_line *line = g->lines, *end = line + g->line_count;
	bool has_users, is_first = true;
	u8 seen, before_and_now = 0;
	u32 unfound = 0;

	for (; line < end; line++) {
		if (!is_task(line) && !s->is_exact)
			continue;
		seen = line->flags & LINE_F_ALL;
		if (!is_found(seen, has_times && !is_first))
			unfound++;
		before_and_now |= line->flags;
		/* The search before could not read the kernel's yet. */
		if (seen & (LINE_F_KERNELS | LINE_F_PART))
			line->flags &= ~CRASHREC_LINE_F_USER;
		else if (seen && is_task(line))
			line->flags |= CRASHREC_LINE_F_USER;
		before_and_now |= line->flags;
		line->flags &= ~LINE_F_ALL;
		is_first = is_first && !is_task(line);
	}
	has_users = before_and_now & CRASHREC_LINE_F_USER;
	if (has_users)
		cr_facts_from_lines(&g->facts, g->lines, g->line_count);
	g->marks &= ~CRASHREC_REC_F_UNVERIFIED;
	if (unfound)
		g->marks |= CRASHREC_REC_F_UNVERIFIED;
	return (unfound ? CRASHREC_SEARCH_UNFOUND : 0) |
	       (has_users ? CRASHREC_SEARCH_USERS : 0);
}

/**
 * crashrec_log_search() - find out whose a report's lines are
 * @search: where
 * @g: the report; lines that a process wrote are marked, and its facts are
 *     then found without them. It is marked UNVERIFIED or not.
 *
 * Context: process; or, with CRASHREC_SEARCH_STEPS_PANIC, any.
 * Return: CRASHREC_SEARCH_UNFOUND, _USERS.
 */
u32 crashrec_log_search(const struct crashrec_search *search,
			struct cr_gather *g)
{
	struct search s = {
		.g = g, .steps = search->steps, .is_exact = search->is_exact,
	};
	struct kmsg_dump_iter iter;
	bool all_timed = true;
	u64 end;

	search->log->rewind(&iter);
	end = search->to_seq ?: iter.next_seq;
	iter.cur_seq = search->from_seq;
	/* Behind the report's text there is room for any record's. */
	while (s.steps && iter.cur_seq < end &&
	       crashrec_log_next(search->log, &iter, g->text + g->text_bytes,
				 g->text_max_bytes - g->text_bytes,
				 &s.record)) {
		s.steps--;
		all_timed &= !!s.record.time_ns;
		look_at_record(&s);
		if (search->steps != CRASHREC_SEARCH_STEPS_PANIC)
			cond_resched();
	}
	return conclude(&s, all_timed);
}
