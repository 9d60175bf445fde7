// SPDX-License-Identifier: GPL-2.0
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/slab.h>

#include "join.h"

/* A record of the longest text, if it has not more than some 100 lines. */
#define ROOM_BYTES	4096U
/* Of that many records one was begun after the line, and so it is finished. */
#define FINISHED_MAX	256U

/*
 * struct room - for a record that is read
 * @taken: it is in use, and was interrupted there
 */
struct room {
	int taken;
	char text[ROOM_BYTES];
};

/*
 * struct crashrec_join_log - a log, and room to read it wherever text is printed
 * @rooms: of each CPU, for what an NMI prints and for all else: IRQs are off
 *         while a text is stored
 */
struct crashrec_join_log {
	const struct crashrec_log *log;
	struct room (__percpu *rooms)[2];
};

/**
 * crashrec_join_log_new() - get ready to tell pieces by the log
 * @log: the log
 *
 * Context: process.
 * Return: free it with crashrec_join_log_free(); NULL: no memory.
 */
struct crashrec_join_log *crashrec_join_log_new(const struct crashrec_log *log)
{
	struct crashrec_join_log *join_log = kmalloc(sizeof(*join_log),
						     GFP_KERNEL);

	if (!join_log)
		return NULL;
	join_log->log = log;
	join_log->rooms = __alloc_percpu(sizeof(*join_log->rooms),
					 __alignof__(*join_log->rooms));
	if (join_log->rooms)
		return join_log;
	kfree(join_log);
	return NULL;
}

/**
 * crashrec_join_log_free() - no piece is told any more
 * @log: from crashrec_join_log_new(), or NULL
 *
 * Context: process.
 */
void crashrec_join_log_free(struct crashrec_join_log *log)
{
	if (!log)
		return;
	free_percpu(log->rooms);
	kfree(log);
}

/**
 * crashrec_join_log_end() - crashrec_log_end() of it
 * @log: the log
 *
 * Context: any, NMI included; never waits.
 * Return: as crashrec_log_end().
 */
u64 crashrec_join_log_end(const struct crashrec_join_log *log)
{
	return crashrec_log_end(log->log);
}

/* Does one of its lines end as the line does so far? */
static bool has_line(struct cr_text text, const struct crashrec_join *join)
{
	struct cr_text line;

	for (;;) {
		line = text;
		line.bytes = min(text.bytes, cr_text_find_newline(text));
		if (line.bytes >= join->piece_bytes &&
		    cr_crc32c(0, line.at + line.bytes - join->piece_bytes,
			      join->piece_bytes) == join->piece_crc)
			return true;
		if (line.bytes == text.bytes)
			return false;
		text = cr_text_from(text, line.bytes + 1);
	}
}

static bool look_through(const struct crashrec_join_log *log,
			 const struct crashrec_join *join,
			 const struct crashrec_context *context, char *text)
{
	bool is_task = context->level == CRASHREC_CONTEXT_TASK;
	/* On each CPU a text is being stored, and by an NMI, one more. */
	u32 unread = 2 * num_possible_cpus() + 1, read = 0;
	struct kmsg_dump_iter iter = { .next_seq = U64_MAX };
	struct crashrec_log_record record;
	u64 seq = join->log_seq;

	for (; read < FINISHED_MAX; read++) {
		iter.cur_seq = seq;
		while (!crashrec_log_next(log->log, &iter, text, ROOM_BYTES,
					  &record)) {
			if (!unread--)
				return false;
			iter.cur_seq = ++seq;
		}
		seq = iter.cur_seq;
		if (crashrec_log_is_callers(&record, is_task, is_task ?
					    context->pid : context->cpu) &&
		    (record.may_be_cut || has_line(record.text, join)))
			return true;
	}
	return true;
}

/**
 * crashrec_join_log_has() - is the line finished, as it is?
 * @log: the log
 * @join: the line
 * @context: who printed it
 *
 * Context: any, NMI included; never waits. Looks at FINISHED_MAX records, and
 * for as many that are not finished as CPUs may print.
 * Return: false: what is printed now continues it.
 */
bool crashrec_join_log_has(const struct crashrec_join_log *log,
			   const struct crashrec_join *join,
			   const struct crashrec_context *context)
{
	struct room *room = &(*raw_cpu_ptr(log->rooms))[!!in_nmi()];
	bool has;

	if (xchg(&room->taken, 1))
		return true;
	has = look_through(log, join, context, room->text);
	smp_store_release(&room->taken, 0);	/* as xchg() there acquires */
	return has;
}
