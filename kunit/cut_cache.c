// SPDX-License-Identifier: GPL-2.0
/*
 * A reset that throws caches away, see cut.c: memory has each cache line as it
 * was when it was last written back.
 *
 * Where the writer has lines written back (crashrec_flush()), each is in memory
 * at the next fence at the latest. Then more is demanded: behind each step a
 * reader gets what it would get without a reset, and inside of it not less
 * than before.
 */
#include <linux/bitmap.h>
#include <linux/string.h>

#include "cut.h"

/* Of so many stores one is looked behind, where nothing may be lost. */
#define LOOKED_ONE_IN	8U

static const char how[] = "lines of the cache lost";

/* Without what may stand there where lines are missing. */
static bool is_part(const struct cut_seen *now, const struct cut_printed *whole)
{
	u32 at = 0, from = 0, bytes, line_bytes;
	bool found;

	for (; from <= now->text_bytes; from += bytes + 1) {
		bytes = strcspn(now->text + from, "\n");
		bytes = min(bytes, now->text_bytes - from);
		for (found = false; !found && at <= whole->bytes;
		     at += line_bytes + 1) {
			line_bytes = min_t(u32, strcspn(whole->text + at, "\n"),
					   whole->bytes - at);
			found = bytes <= line_bytes &&
				!memcmp(whole->text + at, now->text + from,
					bytes);
		}
		if (!found)
			return false;
	}
	return true;
}

/* What may be there where a reset threw lines of the cache away? */
static void check_uncached(struct cut *c, u64 seq)
{
	const struct cut_printed *whole = &c->printed[seq];
	const struct cut_seen *now = &c->now[seq];

	if (!now->is_there)
		return;
	if (now->boot != whole->boot)
		cut_tell(c, how, seq, "is another boot's");
	if (now->repeats > whole->repeats)
		cut_tell(c, how, seq, "is counted too often");
	if (now->is_damaged || now->lines_lost) {
		if (!is_part(now, whole))
			cut_tell(c, how, seq, "has what was not printed");
		return;
	}
	if (!cut_is_prefix(now, whole))
		cut_tell(c, how, seq, "is no prefix, and not marked");
	if (now->state == CRASHREC_STATE_COMPLETE &&
	    now->text_bytes != whole->bytes)
		cut_tell(c, how, seq, "is said to be complete");
}

static void write_back(struct cut *c, struct cut_cache *cached, u32 line)
{
	line &= ~(STORE_LINE - 1);
	memcpy(cached->memory + line, c->image + line, STORE_LINE);
}

/* Lines that nobody asked for; sometimes. */
static void evict(struct cut *c, const struct store *store)
{
	struct cut_cache *cached = c->caches;

	for (; cached < c->caches + CUT_CACHES; cached++) {
		if (prandom_u32_state(&c->random) % cached->one_in)
			continue;
		/* Of what was written lately, or anything. */
		write_back(c, cached, prandom_u32_state(&c->random) & 1 ?
			   store->at :
			   prandom_u32_state(&c->random) % FIXTURE_REGION_BYTES);
	}
}

/* A line that was asked for is written at once, or at the fence. */
static void flush(struct cut *c, const struct store *store)
{
	u32 n;

	for (n = 0; n < CUT_CACHES; n++)
		if (prandom_u32_state(&c->random) & 1)
			write_back(c, &c->caches[n], store->at);
		else
			set_bit(store->at / STORE_LINE, c->caches[n].flushed);
}

static void drain(struct cut *c)
{
	struct cut_cache *cached = c->caches;
	u32 line;

	for (; cached < c->caches + CUT_CACHES; cached++) {
		for_each_set_bit(line, cached->flushed, CUT_LINES)
			write_back(c, cached, line * STORE_LINE);
		bitmap_zero(cached->flushed, CUT_LINES);
	}
}

static void look_at(struct cut *c, const struct cut_cache *cached)
{
	u64 seq;

	c->uncached++;
	c->is_lossy = true;
	cut_look(c, cached->memory, c->now, how);
	c->is_lossy = false;
	for (seq = 1; seq < CUT_SEQS; seq++)
		check_uncached(c, seq);
}

/* Inside a step: what was there before is, but for what the step takes away. */
static void check_kept(struct cut *c)
{
	const struct cut_seen *before, *now;
	u64 seq;

	look_at(c, &c->caches[prandom_u32_state(&c->random) % CUT_CACHES]);
	for (seq = 1; seq < CUT_SEQS; seq++) {
		before = &c->before[seq];
		now = &c->now[seq];
		if (!before->is_there ||
		    (!now->is_there && !c->after[seq].is_there))
			continue;
		if (!now->is_there || now->text_bytes < before->text_bytes ||
		    memcmp(now->text, before->text, before->text_bytes))
			cut_tell(c, how, seq, "lacks what was written back");
	}
	if (cut_reports(c->now) < min(cut_reports(c->before),
				      cut_reports(c->after)))
		cut_tell(c, how, 0, "and others: one is neither there nor counted");
}

static void check_all(struct cut *c)
{
	u64 seq;

	for (seq = 1; seq < CUT_SEQS; seq++)
		if (!cut_is_same(&c->now[seq], &c->after[seq]))
			cut_tell(c, how, seq, "is not as it was written back");
}

/**
 * cut_caches() - what would be there had the machine been cut off in a step?
 * @c: the workload; its image is as before the step
 *
 * Context: process.
 */
void cut_caches(struct cut *c)
{
	const struct store *store = c->stores.log;
	u32 n;

	for (; store < c->stores.log + c->stores.count; store++) {
		if (store->kind == STORE_FLUSH)
			flush(c, store);
		if (store->kind == STORE_DRAIN)
			drain(c);
		if (store->kind != STORE_WORD)
			continue;
		store_apply(c->image, store);
		evict(c, store);
		if (c->f->flush && !c->is_formatted &&
		    !(prandom_u32_state(&c->random) % LOOKED_ONE_IN))
			check_kept(c);
	}
	for (n = 0; n < CUT_CACHES; n++) {
		look_at(c, &c->caches[n]);
		if (c->f->flush)
			check_all(c);
	}
}
