// SPDX-License-Identifier: GPL-2.0
/*
 * The assembler: from pieces of text, in whatever context they are printed, to
 * lines in the region.
 *
 * An open report has one slot for each context that prints it: the first is
 * that of stream 0, the parent; the others are of CPUs that the report asked,
 * by NMI, for their backtraces. A slot is found by its owner, the key of its
 * context (context.h). Who finds its own key there sets SLOT_BUSY with one
 * compare-and-exchange (F), writes, and clears it (G). Nobody else can be
 * writing: the same context cannot run twice at a time, and what interrupts it
 * has another key. Only the closer (closer.c) and a panic's dumper take slots
 * of other contexts, in the same way; a line that comes at that very moment
 * is counted as LOST_LINE_CLOSING. So there is no waiting anywhere.
 *
 * A slot that the grammar gives up becomes SLOT_CLOSING; from then on it is
 * the closer's.
 *
 * A line that only may be the first of a report (a line of "=") is kept in the
 * slot, and goes to the region together with the next, if that says so.
 *
 * Continuations: the tracepoint gives pieces, and does not say which go
 * together. A piece continues the last line of its context if and only if it
 * lies directly behind it in the printk ring: a new record's text begins
 * behind a new id word. If the ring had to move a continued record to its
 * beginning, the old text was copied along; then the eight bytes before the
 * piece are the last eight of the old text, where a new record has its id
 * word (kernel/printk/printk_ringbuffer.c: data_realloc(), get_data(); 6.12).
 * Text of fewer than eight bytes is not 8-aligned at its end, as a new
 * record's is at its beginning.
 *
 * F is an acquire and pairs with G, a release: who takes a slot sees what was
 * stored in it before.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/ktime.h>
#include <linux/utsname.h>

#include "assembler.h"
#include "compat.h"

/* A printk of more lines than this is cut; PRINTKRB_RECORD_MAX is 1024. */
#define LINES_PER_TEXT	1024

/* === slots === */

/**
 * crashrec_slot_lock() - take a slot away from its context, if it is not busy
 * @slot: the slot
 * @key: set to what crashrec_slot_unlock() needs
 *
 * Context: any, NMI included; never waits.
 * Return: false if it is free or being written.
 */
bool crashrec_slot_lock(struct crashrec_slot *slot, u64 *key)
{
	*key = atomic64_read(&slot->owner);
	if (!*key || (*key & CRASHREC_SLOT_BUSY))
		return false;
	/* F */
	return atomic64_cmpxchg(&slot->owner, *key,
				*key | CRASHREC_SLOT_BUSY) == *key;
}

/**
 * crashrec_slot_unlock() - give it back
 * @slot: the slot
 * @key: from crashrec_slot_lock(), or CRASHREC_SLOT_CLOSING
 *
 * Context: any, NMI included.
 */
void crashrec_slot_unlock(struct crashrec_slot *slot, u64 key)
{
	atomic64_set_release(&slot->owner, key);	/* G */
}

/**
 * crashrec_slot_free() - the slot is no longer needed
 * @as: the assembler
 * @slot: locked
 *
 * Context: any, NMI included.
 */
void crashrec_slot_free(struct crashrec_assembler *as,
			struct crashrec_slot *slot)
{
	cmpxchg(&as->nmi_parent, slot, NULL);
	slot->generation++;
	atomic64_set_release(&slot->owner, 0);	/* G */
	atomic_dec(&as->used);
}

static struct crashrec_slot *slot_find(struct crashrec_assembler *as, u64 key)
{
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++)
		if ((atomic64_read(&as->slots[i].owner) &
		     ~CRASHREC_SLOT_BUSY) == key)
			return &as->slots[i];
	return NULL;
}

static struct crashrec_slot *slot_claim(struct crashrec_assembler *as, u64 key)
{
	struct crashrec_slot *slot;
	u32 i;

	for (i = 0; i < CRASHREC_SLOTS; i++) {
		slot = &as->slots[i];
		if (atomic64_read(&slot->owner) ||
		    atomic64_cmpxchg(&slot->owner, 0,
				     key | CRASHREC_SLOT_BUSY))
			continue;
		atomic_inc(&as->used);
		slot->generation++;
		slot->parent = slot;
		slot->parent_generation = slot->generation;
		atomic_set(&slot->report_bytes, 0);
		atomic_set(&slot->next_line_no, 0);
		atomic_set(&slot->lines_lost, 0);
		atomic_set(&slot->next_stream, 1);
		slot->last_jiffies = jiffies;
		slot->text_end = NULL;
		slot->text_bytes = 0;
		slot->maybe = false;
		slot->lost = false;
		slot->ended = false;
		slot->settled = false;
		slot->truncated = false;
		slot->line_begun = false;
		slot->kept_bytes = 0;
		return slot;
	}
	return NULL;
}

/* === entries === */

static void lose_line(struct crashrec_assembler *as,
		      struct crashrec_slot *slot, u32 cause)
{
	atomic_inc(&slot->parent->lines_lost);
	crashrec_stats_lost(as->stats, cause, 1);
}

static bool put_facts(struct crashrec_assembler *as,
		      struct crashrec_slot *slot, u16 type, const void *first,
		      u32 first_bytes, const void *second, u32 second_bytes)
{
	struct crashrec_piece pieces[2] = {
		{ first, first_bytes }, { second, second_bytes },
	};

	if (!crashrec_ring_put(as->ring, &slot->writer, type, pieces))
		return true;
	crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
	return false;
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
		lose_line(as, slot, CRASHREC_LOST_LINE_ORPHAN);
		return false;
	}
	if (atomic_add_return(whole, &parent->report_bytes) >
	    as->max_report_bytes) {
		parent->truncated = true;
		lose_line(as, slot, CRASHREC_LOST_LINE_LIMIT);
		return false;
	}
	if (crashrec_ring_put(as->ring, &slot->writer, type, pieces)) {
		lose_line(as, slot, CRASHREC_LOST_LINE_FULL);
		return false;
	}
	return true;
}

static void put_line(struct crashrec_assembler *as, struct crashrec_slot *slot,
		     const struct crashrec_context *context, u16 type,
		     const char *text, u32 bytes)
{
	struct crashrec_line line;
	struct crashrec_piece pieces[2] = {
		{ &line, sizeof(line) }, { text, bytes },
	};
	u32 max = crashrec_ring_payload_max(as->ring) - sizeof(line);
	bool more = type == CRASHREC_ATTR_MORE;

	slot->parent->last_jiffies = jiffies;
	/* What was lost of a line is lost to its end. */
	if (more && !slot->line_begun)
		return;
	if (!more)
		slot->line_no = atomic_fetch_inc(&slot->parent->next_line_no);
	describe_line(&line, slot, context, more);
	if (bytes > max) {
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
	char comm[TASK_COMM_LEN];

	/* May change while it is copied; it never lacks its last zero. */
	memcpy(comm, current->comm, sizeof(comm));
	task.comm_bytes = strnlen(comm, sizeof(comm));
	put_facts(as, slot, CRASHREC_ATTR_ORIGIN, &task, sizeof(task), comm,
		  task.comm_bytes);
}

/* Stream 0 begins: everything that is known now, then the first line. */
static void begin_report(struct crashrec_assembler *as,
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
		crashrec_stats_lost(as->stats, CRASHREC_LOST_REPORT_FULL, 1);
		return;
	}
	atomic64_inc(&as->stats->reports_opened);
	put_facts(as, slot, CRASHREC_ATTR_OPEN, &open, sizeof(open), NULL, 0);
	put_origin(as, slot, context);
	put_facts(as, slot, CRASHREC_ATTR_RELEASE, release,
		  strnlen(release, 64), NULL, 0);
	crashrec_before_lines(as, slot);
}

/* === continuations === */

static void remember_end(struct crashrec_slot *slot, const char *text,
			 u32 bytes, bool more)
{
	slot->text_end = text + bytes;
	slot->text_bytes = bytes + (more ? slot->text_bytes : 0);
	if (slot->text_bytes >= sizeof(slot->text_tail))
		memcpy(&slot->text_tail,
		       slot->text_end - sizeof(slot->text_tail),
		       sizeof(slot->text_tail));
}

static bool continues(const struct crashrec_slot *slot, const char *text)
{
	if (!slot->text_end)
		return false;
	if (text == slot->text_end)
		return true;
	/* A new record's text is aligned as its id word is. */
	if (!IS_ALIGNED((uintptr_t)text, sizeof(long)))
		return true;
	return slot->text_bytes >= sizeof(slot->text_tail) &&
	       get_unaligned((const u64 *)(text - sizeof(u64))) ==
	       slot->text_tail;
}

/* === lines === */

static void open_slot(struct crashrec_assembler *as,
		      const struct crashrec_context *context,
		      const struct cr_grammar *grammar,
		      const char *text, u32 bytes, bool maybe)
{
	struct crashrec_slot *slot = slot_claim(as, context->key);

	if (!slot) {
		/* A maybe is no loss; the next line is a header, or nothing. */
		if (!maybe)
			crashrec_stats_lost(as->stats,
					    CRASHREC_LOST_REPORT_SLOTS, 1);
		return;
	}
	slot->grammar = *grammar;
	if (maybe) {
		slot->maybe = true;
		slot->kept_bytes = min_t(u32, bytes, sizeof(slot->kept));
		memcpy(slot->kept, text, slot->kept_bytes);
	} else {
		begin_report(as, slot, context);
		put_line(as, slot, context, CRASHREC_ATTR_LINE, text, bytes);
	}
	remember_end(slot, text, bytes, false);
	crashrec_slot_unlock(slot, context->key);
	as->changed(as);
}

/* An NMI backtrace that an open report asked for goes to that report. */
static bool open_nmi_stream(struct crashrec_assembler *as,
			    const struct crashrec_context *context,
			    const char *text, u32 bytes)
{
	struct crashrec_slot *parent = READ_ONCE(as->nmi_parent), *slot;
	u16 stream;

	if (context->level != CRASHREC_CONTEXT_NMI || !parent ||
	    !cr_grammar_is_nmi_backtrace(text, bytes))
		return false;
	slot = slot_claim(as, context->key);
	if (!slot)
		return false;
	slot->parent = parent;
	slot->parent_generation = parent->generation;
	slot->grammar = parent->grammar;
	slot->grammar.asks_nmi = false;
	slot->lost = parent->lost;
	stream = atomic_fetch_inc(&parent->next_stream);
	if (!slot->lost && crashrec_ring_begin(as->ring, &slot->writer,
					       parent->writer.seq, stream))
		slot->lost = true;
	put_line(as, slot, context, CRASHREC_ATTR_LINE, text, bytes);
	remember_end(slot, text, bytes, false);
	crashrec_slot_unlock(slot, context->key);
	return true;
}

static void line_without_slot(struct crashrec_assembler *as,
			      const struct crashrec_context *context,
			      const char *text, u32 bytes)
{
	struct cr_grammar grammar;
	enum cr_verdict verdict;

	if (open_nmi_stream(as, context, text, bytes) ||
	    !cr_grammar_may_open(text, bytes))
		return;
	verdict = cr_grammar_first(&grammar, text, bytes);
	/* No kernel draws a line of "=" that is longer than what is kept. */
	if (verdict == CR_LINE_MAYBE_OPENS && bytes > CRASHREC_KEPT_BYTES)
		return;
	if (verdict != CR_LINE_OTHER)
		open_slot(as, context, &grammar, text, bytes,
			  verdict == CR_LINE_MAYBE_OPENS);
}

static void keep_line(struct crashrec_assembler *as,
		      struct crashrec_slot *slot,
		      const struct crashrec_context *context,
		      const char *text, u32 bytes)
{
	if (slot->maybe) {
		begin_report(as, slot, context);
		put_line(as, slot, context, CRASHREC_ATTR_LINE, slot->kept,
			 slot->kept_bytes);
		as->changed(as);
	}
	if (slot->settled) {
		slot->settled = false;
		atomic64_inc(&as->stats->reports_resumed);
		as->changed(as);
	}
	put_line(as, slot, context, CRASHREC_ATTR_LINE, text, bytes);
	if (slot->parent != slot)
		return;
	if (slot->grammar.asks_nmi)
		WRITE_ONCE(as->nmi_parent, slot);
	else
		cmpxchg(&as->nmi_parent, slot, NULL);
}

/* Returns false if the line is not this slot's; then the slot is let go. */
static bool line_of_slot(struct crashrec_assembler *as,
			 struct crashrec_slot *slot,
			 const struct crashrec_context *context,
			 const char *text, u32 bytes)
{
	enum cr_verdict verdict;

	/* A stream whose report was closed meanwhile has nothing to say. */
	if (slot->parent->generation != slot->parent_generation)
		verdict = CR_LINE_OTHER;
	else
		verdict = cr_grammar_next(&slot->grammar, text, bytes);
	switch (verdict) {
	case CR_LINE_ENDS:
		slot->ended = true;
		fallthrough;
	case CR_LINE_CONTINUES:
		keep_line(as, slot, context, text, bytes);
		remember_end(slot, text, bytes, false);
		return true;
	default:
		break;
	}
	if (slot->maybe || slot->parent != slot) {
		crashrec_slot_free(as, slot);
	} else {
		crashrec_slot_unlock(slot, CRASHREC_SLOT_CLOSING);
		as->changed(as);
	}
	return false;
}

static void take_line(struct crashrec_assembler *as,
		      const struct crashrec_context *context,
		      const char *text, u32 bytes)
{
	struct crashrec_slot *slot = slot_find(as, context->key);
	u64 key;

	if (!slot) {
		line_without_slot(as, context, text, bytes);
		return;
	}
	if (!crashrec_slot_lock(slot, &key) || key != context->key) {
		/* The closer has it at this moment. */
		crashrec_stats_lost(as->stats, CRASHREC_LOST_LINE_CLOSING, 1);
		return;
	}
	if (line_of_slot(as, slot, context, text, bytes))
		crashrec_slot_unlock(slot, context->key);
	else
		line_without_slot(as, context, text, bytes);
}

static bool take_continuation(struct crashrec_assembler *as,
			      const struct crashrec_context *context,
			      const char *text, u32 bytes)
{
	struct crashrec_slot *slot = slot_find(as, context->key);
	u64 key;

	if (!slot || !crashrec_slot_lock(slot, &key))
		return false;
	if (key != context->key || slot->maybe || !continues(slot, text)) {
		crashrec_slot_unlock(slot, key);
		return false;
	}
	put_line(as, slot, context, CRASHREC_ATTR_MORE, text, bytes);
	remember_end(slot, text, bytes, true);
	crashrec_slot_unlock(slot, key);
	return true;
}

/**
 * crashrec_assemble_in() - a piece of text was printed in a given context
 * @as: the assembler
 * @context: who printed it
 * @text: as crashrec_assemble()
 * @bytes: likewise
 *
 * Context: any, NMI included; never waits. Not twice at a time for a context.
 */
void crashrec_assemble_in(struct crashrec_assembler *as,
			  const struct crashrec_context *context,
			  const char *text, u32 bytes)
{
	const char *newline;
	bool first = true;
	u32 line_bytes, lines;

	for (lines = 0; lines < LINES_PER_TEXT; lines++) {
		newline = bytes ? memchr(text, '\n', bytes) : NULL;
		line_bytes = newline ? newline - text : bytes;
		if (!first || !take_continuation(as, context, text,
						 line_bytes))
			take_line(as, context, text, line_bytes);
		first = false;
		if (!newline)
			return;
		text += line_bytes + 1;
		bytes -= line_bytes + 1;
	}
}

/**
 * crashrec_assemble_slow() - crashrec_assemble(), if there is anything to do
 * @as: the assembler
 * @text: likewise
 * @bytes: likewise
 *
 * Context: any, NMI included; IRQs off; never waits.
 */
void crashrec_assemble_slow(struct crashrec_assembler *as, const char *text,
			    u32 bytes)
{
	struct crashrec_context context;

	crashrec_context_get(&context);
	crashrec_assemble_in(as, &context, text, bytes);
}

/* === facts that are not text === */

/**
 * crashrec_assembler_trap() - registers for the report of this context
 * @as: the assembler
 * @trap: struct crashrec_trap, then struct crashrec_register
 * @bytes: of them
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_assembler_trap(struct crashrec_assembler *as, const void *trap,
			     u32 bytes)
{
	struct crashrec_context context;
	struct crashrec_slot *slot;
	u64 key;

	crashrec_context_get(&context);
	slot = slot_find(as, context.key);
	if (!slot)
		return;
	if (!crashrec_slot_lock(slot, &key) || key != context.key) {
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
		return;
	}
	if (!slot->maybe && !slot->lost)
		put_facts(as, slot, CRASHREC_ATTR_TRAP, trap, bytes, NULL, 0);
	crashrec_slot_unlock(slot, key);
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
		put_facts(as, slot, CRASHREC_ATTR_TITLE, title->data,
			  title->bytes, NULL, 0);
	put_facts(as, slot, CRASHREC_ATTR_CLOSE, &close, sizeof(close), NULL,
		  0);
	slot->settled = true;
	atomic64_inc(&as->stats->reports_closed);
	atomic_inc(&as->ring->changes);
}
