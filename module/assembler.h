/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which line belongs to which report. The head of assembler.c explains it.
 */
#ifndef CRASHREC_ASSEMBLER_H
#define CRASHREC_ASSEMBLER_H

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/types.h>

#include "context.h"
#include "cookie.h"
#include "core/grammar.h"
#include "core/text.h"
#include "join.h"
#include "log.h"
#include "modules.h"
#include "ring.h"

/* Streams of reports that may be open at a time. */
#define CRASHREC_SLOTS		32
#define CRASHREC_KERNEL_SLOTS	8
#define CRASHREC_KEPT_BYTES	96
#define CRASHREC_SCRATCH_BYTES	512
/* Headers of which reports are skipped at a time. */
#define CRASHREC_STORMS		16

/**
 * struct crashrec_slot - one stream of an open report
 * @owner: 0: free; SLOT_CLOSING: nobody writes to it any more; else the key of
 *         the context that does, with SLOT_BUSY while it does, or while the
 *         slot is being closed
 * @parent: slot of stream 0; itself, if this is that
 * @generation: raised whenever the slot is given out, so that a reference to
 *              a parent can be told from one to its successor
 * @parent_generation: that of the parent, when this stream was begun
 * @grammar: what the report's grammar remembers
 * @report_bytes: of the report so far, all streams; in the parent
 * @next_line_no: of the report, all streams; in the parent
 * @lines_lost: of the report, all streams; in the parent; the upper half is its
 *              generation: crashrec_slot_lose_line()
 * @next_stream: of the report; in the parent
 * @last_jiffies: when the report's last line came; in the parent
 * @join: the last line, to recognise its continuation
 * @line_no: of that line
 * @header: hash of the report's header, 0: not known, or storms are none
 * @maybe: only @kept is here: the next line tells whether it is a report
 * @lost: the report found no room: lines are counted, not kept
 * @ended: its last line was seen, or it was given up
 * @settled: it was closed; lines that may follow reopen it
 * @repeats: the title is known, and that the report is not to be kept
 * @skipped: lost by intent, and counted as a whole: its lines are not
 * @truncated: it reached the limit
 * @line_begun: the last line was kept, so its continuations are, too
 * @inner: the last line was not the first of its text
 * @lists_modules: the report has them all; in the parent
 * @modules_named: of the report: rows of the table of modules that it has; in
 *                 the parent
 * @may_be_users: a process may have written what this context prints
 * @is_kernels: nevertheless its first line is known to be the kernel's
 * @is_compared: the report's lines are to be looked for in the log
 * @first: crashrec_header_of() its first line, where @may_be_users
 * @first_ns: the printk clock, when that was printed
 * @log_at: where the log ended when the report began
 * @log_seq: no record of the report is before that in the log
 * @log_end: nor there, or behind it; 0: not known
 * @writer: the stream
 * @kept: text of the line that made this a maybe
 * @kept_bytes: its length
 * @scratch: for what is copied before it is kept
 * @line: what is stored of a line before its text; here, as a stack would be
 *        cleared for it
 */
struct crashrec_slot {
	atomic64_t owner;
	struct crashrec_slot *parent;
	u32 generation;
	u32 parent_generation;
	struct cr_grammar grammar;
	atomic_t next_stream;
	bool may_be_users;
	bool is_kernels;
	bool is_compared;
	u32 first;
	u64 first_ns;
	unsigned long last_jiffies;
	/* Up to @kept_bytes, these are zero as a report begins, but for the first. */
	atomic64_t lines_lost;
	atomic_t report_bytes;
	atomic_t next_line_no;
	struct crashrec_join join;
	u32 line_no;
	u32 header;
	bool maybe;
	bool lost;
	bool ended;
	bool settled;
	bool repeats;
	bool skipped;
	bool truncated;
	bool line_begun;
	bool inner;
	bool lists_modules;
	DECLARE_BITMAP(modules_named, CRASHREC_MODULES_MAX);
	u32 kept_bytes;
	u64 log_at;
	u64 log_seq;
	u64 log_end;
	struct crashrec_writer writer;
	char kept[CRASHREC_KEPT_BYTES];
	union {
		char scratch[CRASHREC_SCRATCH_BYTES] __aligned(8);
		struct crashrec_line line;
	};
};

#define CRASHREC_SLOT_BUSY	BIT_ULL(63)
/* crashrec_slot::header of a report that has none that could be counted. */
#define CRASHREC_HEADER_UNKNOWN	2

#define CRASHREC_SLOT_CLOSING	1ULL

/**
 * struct crashrec_assembler - all open reports
 * @ring: where their lines go
 * @stats: counters
 * @log: the kernel's
 * @join_log: as crashrec_join_continues()
 * @before_lines: log lines from before a report to keep with it
 * @max_report_bytes: what is beyond is counted, not kept
 * @changed: called, in any context, when a slot was begun or wants closing
 * @modules: those that are loaded, and the kernel; NULL: unknown
 * @modules_told: their state when a report listed all of them
 * @cookies: what tasks execute
 * @used: slots that are not free
 * @nmi_parent: slot of the report that asks other CPUs for NMI backtraces
 * @nmi_lost_key: context whose backtrace for it found no slot, 0: none
 * @storm_limit: reports of a header that may be open beside each other, 0: all
 * @key: of crashrec_hash(), odd
 * @slots: the slots
 * @storms: of headers, and how many reports were skipped; see storm.c
 */
struct crashrec_assembler {
	struct crashrec_ring *ring;
	struct crashrec_stats *stats;
	const struct crashrec_log *log;
	struct crashrec_join_log *join_log;
	u32 before_lines;
	u32 max_report_bytes;
	void (*changed)(struct crashrec_assembler *as);
	const struct crashrec_modules *modules;
	__le32 modules_told;
	struct crashrec_cookies cookies;
	atomic_t used;
	struct crashrec_slot *nmi_parent;
	u64 nmi_lost_key;
	u32 storm_limit;
	u64 key;
	struct crashrec_slot slots[CRASHREC_SLOTS];
	atomic64_t storms[CRASHREC_STORMS];
};

void crashrec_assembler_init(struct crashrec_assembler *as,
			     struct crashrec_ring *ring,
			     struct crashrec_stats *stats);
void crashrec_assembler_trap(struct crashrec_assembler *as, const void *trap,
			     u32 bytes);

/**
 * crashrec_slot_owner() - whose slot is it?
 * @slot: the slot
 *
 * Context: any, NMI included.
 * Return: the key of its context, CRASHREC_SLOT_CLOSING, or 0: it is free.
 */
static inline u64 crashrec_slot_owner(const struct crashrec_slot *slot)
{
	return atomic64_read(&slot->owner) & ~CRASHREC_SLOT_BUSY;
}

/**
 * crashrec_slot_is_parent() - is it that of stream 0?
 * @slot: the slot
 *
 * Context: any, NMI included.
 * Return: true if so.
 */
static inline bool crashrec_slot_is_parent(const struct crashrec_slot *slot)
{
	return slot->parent == slot;
}

/**
 * crashrec_hash() - the hash of one more byte
 * @as: its key is random, so that no text can be made to look like another
 * @hash: of those before it
 * @c: the byte
 *
 * Context: any, NMI included.
 * Return: the hash.
 */
static inline u64 crashrec_hash(const struct crashrec_assembler *as, u64 hash,
				u8 c)
{
	hash = (hash ^ c) * as->key;
	return hash ^ hash >> 29;
}

/**
 * crashrec_slot_unlock() - give it back
 * @slot: the slot
 * @key: from crashrec_slot_lock(), or CRASHREC_SLOT_CLOSING
 *
 * Context: any, NMI included.
 */
static inline void crashrec_slot_unlock(struct crashrec_slot *slot, u64 key)
{
	atomic64_set_release(&slot->owner, key);	/* G */
}

/**
 * crashrec_remember() - a piece was printed
 * @as: the assembler
 * @slot: of its report, locked
 * @context: who printed it
 * @text: the piece
 * @part: what it is
 *
 * What the log had is whole lines, and they lie anywhere.
 *
 * Context: any, NMI included; never waits.
 */
static inline void crashrec_remember(const struct crashrec_assembler *as,
				     struct crashrec_slot *slot,
				     const struct crashrec_context *context,
				     const struct cr_text *text,
				     enum crashrec_join_part part)
{
	if (!context->log_seq)
		crashrec_join_remember(&slot->join, as->join_log, text, part);
}

/* take.c */
__visible void crashrec_assemble(void *assembler, const char *text,
				 size_t bytes);
__visible void crashrec_assemble_in(struct crashrec_assembler *as,
				    const struct crashrec_context *context,
				    const char *text, u32 bytes);

/* assembler.c, for take.c */
__visible void crashrec_line_without_slot(struct crashrec_assembler *as,
					  const struct crashrec_context *context,
					  const struct cr_text *text);
__visible void crashrec_claim_nmi(struct crashrec_assembler *as,
				  struct crashrec_slot *slot);
__visible void crashrec_resume(struct crashrec_assembler *as,
			       struct crashrec_slot *slot,
			       const struct crashrec_context *context,
			       const struct cr_text *text);
__visible enum cr_verdict
crashrec_judge_other(struct crashrec_assembler *as, struct crashrec_slot *slot,
		     const struct cr_text *text);
__visible bool crashrec_begins_other(const struct crashrec_assembler *as,
				     struct crashrec_slot *slot,
				     const struct crashrec_context *context,
				     const struct cr_text *text, bool headed);
__visible void crashrec_leave_slot(struct crashrec_assembler *as,
				   struct crashrec_slot *slot);
__visible bool crashrec_may_be_name(struct cr_text text);

/* slot.c */
bool crashrec_slot_lock(struct crashrec_slot *slot, u64 *key);
bool crashrec_slot_lock_irqsave(struct crashrec_slot *slot, u64 *key,
				unsigned long *irq_flags);
bool crashrec_slot_free_children(struct crashrec_assembler *as,
				 struct crashrec_slot *parent);
void crashrec_slot_give_back(struct crashrec_slot *slot, u64 key);
void crashrec_slot_free(struct crashrec_assembler *as,
			struct crashrec_slot *slot);
struct crashrec_slot *crashrec_slot_claim(struct crashrec_assembler *as,
					  u64 key, bool is_trusted);
struct crashrec_slot *
crashrec_slot_claim_child(struct crashrec_assembler *as,
			  struct crashrec_slot *parent, u64 key);
__visible struct crashrec_slot *
crashrec_slot_find_busy(struct crashrec_slot *slot, u64 key,
			const struct cr_text *text);
void crashrec_slot_lose_line(struct crashrec_slot *parent, u32 generation);

/**
 * crashrec_slot_find_lock() - find and lock the slot of a context
 * @as: the assembler
 * @key: of the context, which is that of the caller
 * @text: if it is busy, its report is over, and this may be the first line of
 *        the next, the context leaves it, and has none any more; or NULL
 *
 * Context: any, NMI included; never waits.
 * Return: the slot; NULL: there is none; -EBUSY: there is one, but the closer or
 * a dumper has it now; then a loss was noted with its report.
 */
static inline struct crashrec_slot *
crashrec_slot_find_lock(struct crashrec_assembler *as, u64 key,
			const struct cr_text *text)
{
	struct crashrec_slot *slot = as->slots;
	u64 taken = key | CRASHREC_SLOT_BUSY, owner;

	while (crashrec_slot_owner(slot) != key)
		if (++slot == as->slots + CRASHREC_SLOTS)
			return NULL;
	owner = atomic64_cmpxchg(&slot->owner, key, taken);	/* F */
	if (owner == key)
		return slot;
	/* Else it was freed, and may be somebody else's by now. */
	return owner == taken ?
		crashrec_slot_find_busy(slot, key, text) : NULL;
}

/* put_line.c */
__visible void crashrec_put_line(struct crashrec_assembler *as,
				 struct crashrec_slot *slot,
				 const struct crashrec_context *context, u16 type,
				 const struct cr_text *text);

/* lines.c */
__visible void crashrec_lose_line(struct crashrec_assembler *as,
				  struct crashrec_slot *slot, u32 cause);
bool crashrec_put_facts(struct crashrec_assembler *as,
			struct crashrec_slot *slot, u16 type,
			const struct crashrec_piece pieces[2]);
bool crashrec_put_fact(struct crashrec_assembler *as,
		       struct crashrec_slot *slot, u16 type, const void *data,
		       u32 bytes);
void crashrec_put_marks(struct crashrec_assembler *as,
			struct crashrec_slot *slot,
			const struct crashrec_context *context);
void crashrec_begin_report(struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context,
			   const struct cr_text *head);
void crashrec_slot_close(struct crashrec_assembler *as,
			 struct crashrec_slot *slot, u8 state,
			 const struct cr_gather *g);

/* header.c */
u32 crashrec_header_of(const struct crashrec_assembler *as,
		       const struct cr_text *text);
bool crashrec_header_is_kernels(const struct crashrec_assembler *as,
				struct crashrec_slot *slot, u32 pid);
bool crashrec_header_only_kernel(const struct crashrec_context *context);

/* storm.c */
__visible void crashrec_storm_look(struct crashrec_assembler *as,
				   struct crashrec_slot *slot,
				   const struct crashrec_context *context,
				   const struct cr_text *text);

/* before.c */
void crashrec_before_lines(struct crashrec_assembler *as,
			   struct crashrec_slot *slot,
			   const struct crashrec_context *context);

/* modules.c */
__visible void crashrec_put_modules(struct crashrec_assembler *as,
				    struct crashrec_slot *slot, const char *text,
				    u32 bytes);

#endif /* CRASHREC_ASSEMBLER_H */
