// SPDX-License-Identifier: GPL-2.0
/*
 * The machine is cut off after each single store of the real writer, and what
 * the next boot finds is compared with what was printed.
 *
 * A workload is steps; a step is what the writer does at once: a line, the
 * closing of reports, an acknowledgment, a boot that takes the region over.
 * What a reader gets before and behind a step is looked at; of each record
 * a cut inside the step must leave the one or the other, or, where the step is
 * a text, a true prefix of the latter. Cuts are made
 *
 *  - behind each store, in the order of the program;
 *  - with one store missing, or there alone, of those between two barriers,
 *    as CPUs other than x86 may order them: the demands are the same;
 *  - with each cache line as it was when it was last written back, which may be
 *    long ago, if a reset throws caches away: then lines may be missing, but
 *    what is given out as whole is whole, as a prefix is one, and nothing is
 *    there that was not printed. Looked at behind each step: cut_cache.c.
 *
 * One task does all of it, so what orders CPUs among each other (E, H and I of
 * ring.c) is not seen here: lab/model/ring.pml has that. Facts beside the lines,
 * and the ledger, are not compared.
 */
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "cut.h"

/* The whole region, and more. */
#define STORES_MAX	(FIXTURE_REGION_BYTES / STORE_BYTES + 4096)
/* So many stores between two barriers are tried. */
#define TRIED_MAX	512U
#define TELL_MAX	5U

KUNIT_DEFINE_ACTION_WRAPPER(free_room, kvfree, const void *);

static void *get_room(struct cut *c, size_t bytes)
{
	void *room = kvzalloc(bytes, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(c->test, room);
	KUNIT_ASSERT_EQ(c->test, kunit_add_action_or_reset(c->test, free_room,
							   room), 0);
	return room;
}

/**
 * cut_tell() - something is wrong
 * @c: the workload
 * @how: it was cut
 * @seq: the record, as in @c->now
 * @what: is wrong with it
 *
 * Context: process.
 */
void cut_tell(struct cut *c, const char *how, u64 seq, const char *what)
{
	const struct cut_seen *now = &c->now[seq < CUT_SEQS ? seq : 0];

	if (c->wrong++ < TELL_MAX)
		kunit_err(c->test, "step %u, %s: record %llu %s; state %u, %u lost, damaged %d, '%.*s'",
			  c->steps, how, seq, what, now->state, now->lines_lost,
			  now->is_damaged, (int)now->text_bytes, now->text);
}

static void take_record(struct cut_seen *seen, const struct cr_gather *g)
{
	u32 i;

	seen->is_there = true;
	seen->boot = g->boot_id[0];
	seen->state = g->close.state;
	seen->is_damaged = g->damaged;
	seen->lines_lost = g->lines_lost;
	seen->repeats = le64_to_cpu(g->repeats.count);
	seen->text_bytes = 0;
	for (i = 0; i < g->line_count; i++)
		seen->text_bytes += scnprintf(seen->text + seen->text_bytes,
					      CUT_TEXT_BYTES - seen->text_bytes,
					      "%s%.*s", i ? "\n" : "",
					      (int)g->lines[i].bytes,
					      g->lines[i].text);
}

/**
 * cut_look() - what does the next boot make of it?
 * @c: the workload
 * @memory: a region
 * @seen: is filled, by number
 * @how: it was cut
 *
 * Context: process.
 */
void cut_look(struct cut *c, const u8 *memory, struct cut_seen *seen,
	      const char *how)
{
	u8 boot_id[CRASHREC_ID_BYTES] = { 0xff };
	u64 seq;
	int err;

	for (seq = 0; seq < CUT_SEQS; seq++)
		seen[seq].is_there = false;
	memcpy(c->scratch, memory, FIXTURE_REGION_BYTES);
	memset(&c->stats, 0, sizeof(c->stats));
	crashrec_ring_init(&c->ring, c->scratch, FIXTURE_REGION_BYTES,
			   &c->stats);
	err = crashrec_ring_probe(&c->ring);
	/* Until it is formatted, or where its header is lost, there is none. */
	if (err && (c->is_formatted || c->is_lossy))
		return;
	if (!err)
		err = crashrec_ring_adopt(&c->ring, boot_id);
	if (err) {
		cut_tell(c, how, 0, "and all others are not to be had");
		return;
	}
	if (!c->reader.ring)
		KUNIT_ASSERT_EQ(c->test, crashrec_reader_init(&c->reader, &c->ring,
							      64 << 10), 0);
	c->reader.refs_valid = false;
	for (seq = 1; seq < CUT_SEQS; seq++) {
		if (crashrec_reader_gather_own(&c->reader, seq))
			continue;
		take_record(&seen[seq], &c->reader.gather);
		crashrec_reader_gather_end(&c->reader, false);
		c->records++;
	}
	if (c->reader.ref_count &&
	    c->reader.refs[c->reader.ref_count - 1].seq > c->last_seq)
		cut_tell(c, how, c->reader.refs[c->reader.ref_count - 1].seq,
			 "was never begun");
	crashrec_ring_exit(&c->ring);
}

/**
 * cut_is_same() - is a record the same at two cuts?
 * @a: at one
 * @b: at the other
 *
 * Context: any.
 * Return: also where it is at neither.
 */
bool cut_is_same(const struct cut_seen *a, const struct cut_seen *b)
{
	return a->is_there == b->is_there &&
	       (!a->is_there ||
		(a->state == b->state && a->boot == b->boot &&
		 a->is_damaged == b->is_damaged &&
		 a->lines_lost == b->lines_lost && a->repeats == b->repeats &&
		 a->text_bytes == b->text_bytes &&
		 !memcmp(a->text, b->text, a->text_bytes)));
}

/**
 * cut_is_prefix() - is it what was printed first, up to the end of a piece?
 * @now: the record
 * @whole: what was printed
 *
 * Context: any.
 * Return: that.
 */
bool cut_is_prefix(const struct cut_seen *now, const struct cut_printed *whole)
{
	u32 i;

	if (now->text_bytes > whole->bytes ||
	    memcmp(now->text, whole->text, now->text_bytes))
		return false;
	for (i = 0; i < whole->piece_count; i++)
		if (whole->ends[i] == now->text_bytes)
			return true;
	return false;
}

/* It is as in @from, as behind the step, or between them. */
static bool is_between(const struct cut *c, const struct cut_seen *from, u64 seq)
{
	const struct cut_seen *now = &c->now[seq], *after = &c->after[seq];

	from += seq;
	if (cut_is_same(now, from) || cut_is_same(now, after) ||
	    cut_is_same(now, &c->before[seq]))
		return true;
	if (!after->is_there)
		after = &c->before[seq];
	if (!now->is_there || !after->is_there || now->is_damaged ||
	    now->lines_lost || now->boot != after->boot)
		return false;
	if (now->state && now->state != after->state && now->state != from->state)
		return false;
	if (now->repeats != after->repeats &&
	    !(from->is_there && now->repeats == from->repeats))
		return false;
	if (from->is_there && now->text_bytes < from->text_bytes)
		return false;
	return cut_is_prefix(now, &c->printed[seq]);
}

/**
 * cut_reports() - how many reports the records stand for
 * @seen: by number
 *
 * Context: any.
 * Return: that.
 */
u64 cut_reports(const struct cut_seen *seen)
{
	u64 sum = 0, seq;

	for (seq = 1; seq < CUT_SEQS; seq++)
		if (seen[seq].is_there)
			sum += 1 + seen[seq].repeats;
	return sum;
}

static void check_cut(struct cut *c, const u8 *memory,
		      const struct cut_seen *from, const char *how)
{
	u64 seq;

	cut_look(c, memory, c->now, how);
	if (crashrec_stats_lost_sum(&c->stats))
		cut_tell(c, how, 0, "and others: the next boot finds damage");
	for (seq = 1; seq < CUT_SEQS; seq++)
		if (!is_between(c, from, seq))
			cut_tell(c, how, seq, "is neither as before nor as after");
	/* One that is counted with another is there, too, until it is. */
	if (cut_reports(c->now) < min(cut_reports(from), cut_reports(c->after)))
		cut_tell(c, how, 0, "and others: one is neither there nor counted");
}

/* All stores in their order, and after each a cut. */
static void cut_in_order(struct cut *c)
{
	u32 i;

	for (i = 0; i < c->stores.count; i++) {
		if (!c->stores.log[i].bytes)
			continue;
		store_apply(c->image, &c->stores.log[i]);
		c->cuts++;
		check_cut(c, c->image, c->before, "cut");
	}
}

/*
 * What is stored between two barriers: one store missing, or there alone.
 * @memory is as at the former.
 */
static void cut_between_barriers(struct cut *c, u8 *memory,
				 const struct store *stores, u32 count,
				 const struct cut_seen *from)
{
	u32 each = count / TRIED_MAX + 1, one, i;
	u8 *saved = c->stores.shadow;

	memcpy(saved, memory, FIXTURE_REGION_BYTES);
	for (one = 0; count > 1 && one < count; one += each) {
		store_apply(memory, &stores[one]);
		check_cut(c, memory, from, "one store alone");
		memcpy(memory, saved, FIXTURE_REGION_BYTES);
		for (i = 0; i < count; i++)
			if (i != one)
				store_apply(memory, &stores[i]);
		check_cut(c, memory, from, "one store missing");
		memcpy(memory, saved, FIXTURE_REGION_BYTES);
		c->reordered += 2;
	}
	for (i = 0; i < count; i++)
		store_apply(memory, &stores[i]);
}

/*
 * What the step before stored behind its last barrier may be stored later than
 * what this one stores before its first: then what was said last is not there.
 */
static void cut_out_of_order(struct cut *c)
{
	const struct store *store = c->stores.log;
	const struct store *end = store + c->stores.count;

	for (; store < end; store++) {
		if (!c->pending_count)
			memcpy(c->earlier, c->before,
			       CUT_SEQS * sizeof(*c->before));
		if (store->kind == STORE_FLUSH)
			continue;
		if (store->bytes) {
			KUNIT_ASSERT_LT(c->test, c->pending_count, STORES_MAX);
			c->pending[c->pending_count++] = *store;
			continue;
		}
		cut_between_barriers(c, c->ordered, c->pending,
				     c->pending_count, c->earlier);
		c->pending_count = 0;
	}
}

/* Is what was printed there, whole, where nothing is cut off? */
static void check_whole(struct cut *c)
{
	struct cut_printed *printed;
	u64 seq;

	memcpy(c->now, c->after, CUT_SEQS * sizeof(*c->now));
	for (seq = 1; seq < CUT_SEQS; seq++) {
		printed = &c->printed[seq];
		if (!printed->bytes && !c->now[seq].is_there)
			continue;
		if (c->now[seq].is_there == printed->is_gone)
			cut_tell(c, "not cut", seq, "is there, or is not");
		else if (c->now[seq].is_there &&
			 (c->now[seq].text_bytes != printed->bytes ||
			  c->now[seq].repeats != printed->repeats ||
			  c->now[seq].is_damaged || c->now[seq].lines_lost ||
			  memcmp(c->now[seq].text, printed->text,
				 printed->bytes)))
			cut_tell(c, "not cut", seq, "is not what was printed");
		else if (c->is_closing && c->now[seq].boot == c->boot &&
			 c->now[seq].is_there && !c->now[seq].state)
			cut_tell(c, "not cut", seq, "was not closed");
	}
}

static void step_begin(struct cut *c)
{
	memcpy(c->begun, c->f->memory, FIXTURE_REGION_BYTES);
	memcpy(c->image, c->begun, FIXTURE_REGION_BYTES);
	stores_begin(&c->stores);
}

static void step_end(struct cut *c)
{
	stores_end();
	KUNIT_ASSERT_EQ(c->test, c->stores.missed, 0);
	c->last_seq = atomic64_read(&c->f->ring.next_seq) - 1;
	swap(c->before, c->after);
	cut_look(c, c->f->memory, c->after, "not cut");
	check_whole(c);
	if (!c->f->flush) {
		cut_in_order(c);
		if (memcmp(c->image, c->f->memory, FIXTURE_REGION_BYTES))
			cut_tell(c, "not cut", 0,
				 "was stored to by what nobody saw");
		cut_out_of_order(c);
		memcpy(c->image, c->begun, FIXTURE_REGION_BYTES);
	}
	cut_caches(c);
	c->steps++;
}

/* Also where an assertion ended the test in the middle of a step. */
static void leave(void *cut)
{
	struct cut *c = cut;

	stores_forget();
	if (c->reader.ring)
		crashrec_reader_exit(&c->reader);
	crashrec_ring_exit(&c->ring);
}

/**
 * cut_new() - a workload that is about to begin
 * @test: frees it at its end
 * @copies: as fixture_keeping()
 * @seed: of what is random in it
 *
 * Context: process.
 * Return: it.
 */
struct cut *cut_new(struct kunit *test, u32 copies, u32 seed)
{
	struct cut *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, c);
	c->test = test;
	c->f = fixture_keeping(test, copies);
	c->ring.stats = &c->stats;
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, leave, c), 0);
	c->boot = 1;
	prandom_seed_state(&c->random, seed);
	c->printed = get_room(c, CUT_SEQS * sizeof(*c->printed));
	c->earlier = get_room(c, CUT_SEQS * sizeof(*c->earlier));
	c->before = get_room(c, CUT_SEQS * sizeof(*c->before));
	c->after = get_room(c, CUT_SEQS * sizeof(*c->after));
	c->now = get_room(c, CUT_SEQS * sizeof(*c->now));
	c->image = get_room(c, FIXTURE_REGION_BYTES);
	c->begun = get_room(c, FIXTURE_REGION_BYTES);
	c->ordered = get_room(c, FIXTURE_REGION_BYTES);
	memcpy(c->ordered, c->f->memory, FIXTURE_REGION_BYTES);
	c->pending = get_room(c, STORES_MAX * sizeof(*c->pending));
	c->scratch = get_room(c, FIXTURE_REGION_BYTES);
	for (i = 0; i < CUT_CACHES; i++) {
		c->caches[i].memory = get_room(c, FIXTURE_REGION_BYTES);
		c->caches[i].one_in = 4 << 2 * i;
		memcpy(c->caches[i].memory, c->f->memory, FIXTURE_REGION_BYTES);
	}
	c->stores.base = c->f->memory;
	c->stores.region_bytes = FIXTURE_REGION_BYTES;
	c->stores.shadow = get_room(c, FIXTURE_REGION_BYTES);
	c->stores.log_max = STORES_MAX;
	c->stores.log = get_room(c, STORES_MAX * sizeof(*c->stores.log));
	return c;
}

/**
 * cut_flushing() - the writer has caches written back from here on
 * @c: the workload; what is looked at is what caches lose, and nothing else
 *
 * Context: process.
 */
void cut_flushing(struct cut *c)
{
	c->f->flush = true;
	c->f->ring.flush = true;
	c->f->stats.flush = true;
}

/**
 * cut_end() - tell what was found; none of it may be wrong
 * @c: the workload
 *
 * Context: process.
 */
void cut_end(struct cut *c)
{
	kunit_info(c->test, "%u steps, %u stores and cuts, %u reordered, %u with lines of the cache lost, %llu records checked, %u wrong, %u stores unseen",
		   c->steps, c->cuts, c->reordered, c->uncached, c->records,
		   c->wrong, c->stores.unannounced);
	KUNIT_EXPECT_EQ(c->test, c->wrong, 0);
	KUNIT_EXPECT_EQ(c->test, c->stores.unannounced, 0);
	KUNIT_EXPECT_GT(c->test, c->cuts + c->uncached, 0);
}

static void add_printed(struct cut *c, u64 seq, const char *text, bool more)
{
	struct cut_printed *printed = &c->printed[seq];

	KUNIT_ASSERT_LT(c->test, seq, CUT_SEQS);
	KUNIT_ASSERT_LT(c->test, printed->piece_count, CUT_PIECES);
	KUNIT_ASSERT_LT(c->test, printed->bytes + strlen(text) + 1, CUT_TEXT_BYTES);
	printed->boot = c->boot;
	printed->bytes += scnprintf(printed->text + printed->bytes,
				    CUT_TEXT_BYTES - printed->bytes, "%s%s",
				    printed->bytes && !more ? "\n" : "", text);
	printed->ends[printed->piece_count++] = printed->bytes;
}

/**
 * cut_say() - a line of a report is printed
 * @c: the workload
 * @seq: the report
 * @who: as fixture_say()
 * @text: the line
 *
 * Context: process.
 */
void cut_say(struct cut *c, u64 seq, u64 who, const char *text)
{
	c->f->printk_at = c->f->printk_at > FIXTURE_PRINTK_BYTES / 2 ? 0 :
			  c->f->printk_at;
	add_printed(c, seq, text, false);
	step_begin(c);
	fixture_say(c->f, who, text);
	step_end(c);
}

/**
 * cut_say_more() - likewise, of the line that was printed last
 * @c: the workload
 * @seq: the report
 * @who: as fixture_say()
 * @text: what is added to the line
 *
 * Context: process.
 */
void cut_say_more(struct cut *c, u64 seq, u64 who, const char *text)
{
	add_printed(c, seq, text, true);
	step_begin(c);
	fixture_say_more(c->f, who, text);
	step_end(c);
}

/**
 * cut_settle() - all reports are over, and are closed
 * @c: the workload
 *
 * Context: process.
 */
void cut_settle(struct cut *c)
{
	c->is_closing = true;
	step_begin(c);
	fixture_settle(c->f);
	step_end(c);
	c->is_closing = false;
}

/**
 * cut_ack() - a reader acknowledges a record
 * @c: the workload
 * @seq: the record
 *
 * Context: process.
 */
void cut_ack(struct cut *c, u64 seq)
{
	u8 boot_id[CRASHREC_ID_BYTES] = { c->printed[seq].boot };

	c->printed[seq].is_gone = true;
	step_begin(c);
	KUNIT_EXPECT_EQ(c->test, crashrec_closer_ack(&c->f->closer, seq,
						     boot_id), 0);
	step_end(c);
}

/**
 * cut_reboot() - another boot takes the region over
 * @c: the workload
 *
 * Context: process.
 */
void cut_reboot(struct cut *c)
{
	step_begin(c);
	c->boot++;
	fixture_reboot(c->f, c->boot);
	step_end(c);
}

/**
 * cut_format() - a boot finds what is no region, and formats it
 * @c: the workload
 *
 * Context: process.
 */
void cut_format(struct cut *c)
{
	u64 seq;

	memset(c->f->memory, 'x', FIXTURE_REGION_BYTES);
	memset(c->ordered, 'x', FIXTURE_REGION_BYTES);
	memset(c->after, 0, CUT_SEQS * sizeof(*c->after));
	for (seq = 1; seq < CUT_SEQS; seq++)
		c->printed[seq].is_gone = true;
	c->pending_count = 0;
	c->is_formatted = true;
	cut_reboot(c);
	c->is_formatted = false;
	memset(c->printed, 0, CUT_SEQS * sizeof(*c->printed));
}

/**
 * cut_next_seq() - the number that the next report gets
 * @c: the workload
 *
 * Context: process.
 * Return: that.
 */
u64 cut_next_seq(const struct cut *c)
{
	return atomic64_read(&c->f->ring.next_seq);
}

