// SPDX-License-Identifier: GPL-2.0
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/slab.h>

#include "compat.h"
#include "core/crc32c.h"
#include "join.h"

/* A record of the longest text, if it has not more than some 100 lines. */
#define ROOM_BYTES	4096U
/* What others finish while one is being printed: the first is to be found. */
#define SKIPPED_MAX	128U
/* Finished records; where there are more, it is not looked at them. */
#define FINISHED_MAX	256U

/*
 * struct room - for a record that is read
 * @taken: it is in use, and was interrupted there
 */
struct room {
	int taken;
	char text[ROOM_BYTES];
};

/* Of a CPU: for all else, and for NMIs; IRQs are off while a text is stored. */
struct rooms {
	struct room of[2];
};

/*
 * struct crashrec_join_log - a log, and room to read it wherever text is printed
 */
struct crashrec_join_log {
	const struct crashrec_log *log;
	struct rooms __percpu *rooms;
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
	struct crashrec_join_log *join_log = kvmalloc(sizeof(*join_log),
						      GFP_KERNEL);

	if (!join_log)
		return NULL;
	join_log->log = log;
	join_log->rooms = alloc_percpu(struct rooms);
	if (join_log->rooms)
		return join_log;
	kvfree(join_log);
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
	kvfree(log);
}

/**
 * crashrec_join_log_remember() - a piece was printed
 * @log: the log
 * @join: its line, as it was before
 * @text: the piece
 * @part: what it is
 *
 * A record is not before where the log ended when its context printed the text
 * before.
 *
 * Context: any, NMI included; while @text is being printed; never waits.
 */
void crashrec_join_log_remember(const struct crashrec_join_log *log,
				struct crashrec_join *join,
				const struct cr_text *text,
				enum crashrec_join_part part)
{
	bool more = part == CRASHREC_JOIN_MORE;
	u64 end = crashrec_log_end(log->log);

	if (part == CRASHREC_JOIN_BEGINS || !join->end)
		join->log_seq = CRASHREC_LOG_END_SKIPS && join->log_end ?
				join->log_end :
				max(join->log_end,
				    crashrec_log_before(end, SKIPPED_MAX));
	join->log_end = max(join->log_end, end);
	join->crc = cr_crc32c(more ? join->crc : 0, text->at, text->bytes);
	join->piece_bytes = text->bytes;
	join->piece_crc = cr_crc32c(0, text->at, text->bytes);
}

static bool ends_in(struct cr_text line, u32 bytes, u32 crc)
{
	return line.bytes >= bytes &&
	       cr_crc32c(0, line.at + line.bytes - bytes, bytes) == crc;
}

static bool is_line(struct cr_text line, const struct crashrec_join *join)
{
	/* All lines end in nothing. */
	if (!join->bytes)
		return !line.bytes;
	return ends_in(line, join->bytes, join->crc) ||
	       (line.bytes == join->piece_bytes &&
		ends_in(line, join->piece_bytes, join->piece_crc));
}

static bool has_line(struct cr_text text, const struct crashrec_join *join)
{
	struct cr_text line;

	for (;;) {
		line = text;
		line.bytes = cr_text_line_bytes(text);
		if (is_line(line, join))
			return true;
		if (line.bytes == text.bytes)
			return false;
		text = cr_text_from(text, line.bytes + 1);
	}
}

static bool is_it(const struct crashrec_log_record *record,
		  const struct crashrec_join *join,
		  const struct crashrec_context *context)
{
	bool is_task = context->level == CRASHREC_CONTEXT_TASK;

	if ((record->facility && context->is_kernels) ||
	    !crashrec_log_is_callers(record, is_task,
				     is_task ? context->pid : context->cpu))
		return false;
	return record->may_be_cut || has_line(record->text, join);
}

/*
 * Where a record that is asked for is not there any more, as the log was
 * cleared, or went on beyond its size, the line may have been in it.
 */
static bool look_through(const struct crashrec_join_log *log,
			 struct crashrec_join *join,
			 const struct crashrec_context *context, char *text)
{
	/* On each CPU a text is being stored, and by an NMI, one more. */
	u32 unread = 2 * num_possible_cpus() + 1, read;
	struct kmsg_dump_iter iter = { .next_seq = U64_MAX };
	struct crashrec_log_record record;
	u64 seq = join->log_seq;
	bool there;

	for (read = 0; read < FINISHED_MAX && unread; seq++) {
		iter.cur_seq = seq;
		there = crashrec_log_next(log->log, &iter, text, ROOM_BYTES,
					  &record);
		if (iter.cur_seq != seq + there)
			return true;
		if (there && is_it(&record, join, context)) {
			/* The context's next record is behind it. */
			join->log_end = max(join->log_end, iter.cur_seq);
			return true;
		}
		read += there;
		unread -= !there;
	}
	return unread;
}

/**
 * crashrec_join_log_has() - is the line finished, as it is?
 * @log: the log
 * @join: the line
 * @context: who printed it
 *
 * Context: any, NMI included; never waits. Looks at FINISHED_MAX records, and
 * for as many that are not finished as CPUs may print.
 * Return: false: what is printed now continues it; true: it does not, or that is
 * not known.
 */
bool crashrec_join_log_has(const struct crashrec_join_log *log,
			   struct crashrec_join *join,
			   const struct crashrec_context *context)
{
	struct room *room = &raw_cpu_ptr(log->rooms)->of[!!in_nmi()];
	bool has;

	if (xchg(&room->taken, 1))
		return true;
	has = look_through(log, join, context, room->text);
	smp_store_release(&room->taken, 0);	/* as xchg() there acquires */
	return has;
}
