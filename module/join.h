/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which pieces of text are one line. The console tracepoint gives pieces, and
 * does not say which go together. There are two ways to tell:
 *
 * By address. A piece continues the last line of its context if and only if it
 * lies directly behind it in the printk ring: a new record's text begins
 * behind a new id word. If the ring had to move a continued record to its
 * beginning, the old text and its id word were copied along. So the eight bytes
 * before the piece are the last eight of its text, or of its id word and its
 * text, where a new record has an id word of its own
 * (kernel/printk/printk_ringbuffer.c: data_realloc(), get_data(); 6.12). Ids are
 * numbers of 33 bits that follow each other (DESC0_ID(), desc_reserve(); 6.1 to
 * 6.12), so they end in bytes that are zero, and no text has. Where it ends or
 * begins tells nothing: once around the ring, another may do so there.
 *
 * By the log. A record that may be continued can't be read; once its context
 * prints another, it can (desc_reopen_last(), desc_make_final(); 6.1 to 6.12).
 * So the piece continues the last line if and only if the log has no record, of
 * that time on, with that line as far as it came, and whose caller is this one,
 * where the log tells callers. So that one mistake does not make the next, a
 * record's line that ends in ours, or is our last piece, is ours. Where it can't
 * be known, the piece is another line: so no header is missed. This needs no more
 * than the log's own functions, and some thousand instructions a piece. Two
 * things may deceive it: another CPU that has begun the next record, and not yet
 * finished this one; and another's record with the same line, where callers are
 * not told. So each line of such a report is looked for in the log when it is
 * closed, and the report is marked as unverified if one is not there.
 *
 * exact.c finds out, when the module is loaded, whether the first holds, zero
 * bytes and all.
 */
#ifndef CRASHREC_JOIN_H
#define CRASHREC_JOIN_H

#include <linux/align.h>
#include <linux/string.h>
#include <linux/types.h>

#include "compat.h"
#include "context.h"
#include "core/text.h"
#include "log.h"

struct crashrec_join_log;

static_assert(sizeof(long) == sizeof(u64), "the id word is as long as a tail");

/**
 * struct crashrec_join - the line that was printed last, as far as it came
 * @end: where its last piece ended; NULL: there is none
 * @tail: the last eight bytes of its record, id word and text
 * @bytes: of all its pieces
 * @log_seq: it is not before that in the log; this and the rest are for how the
 *           log tells it
 * @log_end: likewise: the next line is not before that; where the log ended when
 *           the last piece was printed, or behind the line's record
 * @crc: cr_crc32c() of the line
 * @piece_bytes: of its last piece
 * @piece_crc: cr_crc32c() of that
 */
struct crashrec_join {
	const char *end;
	u64 tail;
	u32 bytes;
	u64 log_seq;
	u64 log_end;
	u32 crc;
	u32 piece_bytes;
	u32 piece_crc;
};

/**
 * enum crashrec_join_part - what a piece is
 * @CRASHREC_JOIN_BEGINS: a text begins with it
 * @CRASHREC_JOIN_FURTHER: a further line of a text that has more than one
 * @CRASHREC_JOIN_MORE: it continues the line before
 */
enum crashrec_join_part {
	CRASHREC_JOIN_BEGINS,
	CRASHREC_JOIN_FURTHER,
	CRASHREC_JOIN_MORE,
};

struct crashrec_join_log *
crashrec_join_log_new(const struct crashrec_log *log);
void crashrec_join_log_free(struct crashrec_join_log *log);
__visible void crashrec_join_log_remember(const struct crashrec_join_log *log,
					  struct crashrec_join *join,
					  const struct cr_text *text,
					  enum crashrec_join_part part);
__visible bool crashrec_join_log_has(const struct crashrec_join_log *log,
				     struct crashrec_join *join,
				     const struct crashrec_context *context);

/**
 * crashrec_join_is_aligned() - may a record's text begin here?
 * @text: in the printk ring
 *
 * It is aligned as its id word is; most continuations are not.
 *
 * Context: any.
 * Return: false: no.
 */
static inline bool crashrec_join_is_aligned(const char *text)
{
	return IS_ALIGNED((uintptr_t)text, sizeof(long));
}

/**
 * crashrec_join_continues() - is a piece part of the last line?
 * @join: that line, of the same context
 * @log: NULL: it is told by the address
 * @context: that context
 * @text: the piece, in the printk ring
 *
 * Context: any, NMI included; while @text is being printed; never waits.
 * Return: true if so.
 */
static inline bool
crashrec_join_continues(struct crashrec_join *join,
			const struct crashrec_join_log *log,
			const struct crashrec_context *context,
			const char *text)
{
	if (!join->end)
		return false;
	if (log)
		return !crashrec_join_log_has(log, join, context);
	return get_unaligned((const u64 *)text - 1) == join->tail;
}

/**
 * crashrec_join_remember() - a piece was printed
 * @join: its line
 * @log: as crashrec_join_continues()
 * @text: the piece
 * @part: what it is
 *
 * Context: any, NMI included; while @text is being printed; never waits.
 */
static inline void crashrec_join_remember(struct crashrec_join *join,
					  const struct crashrec_join_log *log,
					  const struct cr_text *text,
					  enum crashrec_join_part part)
{
	if (log)
		crashrec_join_log_remember(log, join, text, part);
	join->end = text->at + text->bytes;
	join->bytes = text->bytes +
		      (part == CRASHREC_JOIN_MORE ? join->bytes : 0);
	if (!log)
		join->tail = get_unaligned((const u64 *)join->end - 1);
}

#endif /* CRASHREC_JOIN_H */
