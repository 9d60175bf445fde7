// SPDX-License-Identifier: GPL-2.0
/*
 * The first report of a title is kept, the others are counted.
 *
 * The closer enters each record that it makes. A report whose class and title
 * have as many records as are to be kept is counted with the first of these,
 * in the region (crashrec_ring_count()), and its chunks are freed. What may
 * not be had again is never counted instead: a report that is part of a panic,
 * or of which lines are missing; nor is it what others are counted with. The
 * same holds for what a process may have written: text that is known to be of
 * one has a title of its own.
 *
 * When a record is acknowledged or freed, its entry is forgotten, and the next
 * report of that title is kept. Where there are too many titles, the one that
 * was not used for the longest time is forgotten: it may be kept once more.
 *
 * All this is under the closer's lock, which who frees a record holds, too: an
 * entry's chunk is that record's.
 */
#include "kept.h"

/* What the title is known by, in the reader's gather. 0: it is to be kept. */
static u64 id_of(const struct crashrec_kept *kept,
		 const struct crashrec_slot *slot)
{
	const struct cr_gather *g = &kept->reader->gather;
	u64 id = g->facts.report_class;
	u32 i;

	if (!kept->copies || g->damaged || g->lines_lost ||
	    (u32)atomic64_read(&slot->lines_lost) || slot->grammar.panicked ||
	    g->marks & CRASHREC_REC_F_UNVERIFIED)
		return 0;
	for (i = 0; i < g->facts.title_bytes; i++)
		id = crashrec_hash(kept->as, id, g->facts.title[i]);
	return id;
}

/**
 * crashrec_kept_look() - is a report to be counted with a record?
 * @kept: the titles
 * @slot: of the report, which is in the reader's gather
 * @entry: its seq is set; its id is set here
 *
 * Context: process.
 * Return: the first record of its title; NULL: the report is to be kept, or is.
 */
struct crashrec_title *crashrec_kept_look(struct crashrec_kept *kept,
					  const struct crashrec_slot *slot,
					  struct crashrec_title *entry)
{
	struct crashrec_title *title, *first = NULL;
	u32 copies = 0;

	entry->id = id_of(kept, slot);
	for (title = kept->titles; title < kept->titles + CRASHREC_TITLES;
	     title++) {
		if (title->seq == entry->seq)
			return NULL;
		if (title->id != entry->id)
			continue;
		copies++;
		if (!first || title->seq < first->seq)
			first = title;
	}
	return entry->id && copies >= kept->copies ? first : NULL;
}

static void count(struct crashrec_kept *kept, struct crashrec_title *title,
		  u32 more)
{
	title->count += more;
	title->cell ^= 1;
	title->used = ++kept->clock;
	crashrec_ring_count(kept->as->ring, title->chunk, title->cell,
			    title->count);
}

static void enter(struct crashrec_kept *kept,
		  const struct crashrec_title *entry)
{
	struct crashrec_title *at = kept->titles, *title;

	for (title = at; title < kept->titles + CRASHREC_TITLES; title++) {
		/* It was closed before, and went on. */
		if (title->seq == entry->seq)
			return;
		if ((int)(title->used - at->used) < 0)
			at = title;
	}
	*at = *entry;
	at->used = ++kept->clock;
}

/**
 * crashrec_kept_take() - a report was closed, or is to be counted
 * @kept: the titles
 * @first: from crashrec_kept_look(): the report, to which no one writes any
 *         more, is counted with that, and freed; NULL: it was closed
 * @entry: the report
 *
 * Context: process.
 */
void crashrec_kept_take(struct crashrec_kept *kept,
			struct crashrec_title *first,
			const struct crashrec_title *entry)
{
	if (first) {
		first->header = entry->header;
		count(kept, first, 1);
		crashrec_reader_release(kept->reader, entry->seq, NULL);
		atomic64_inc(&kept->as->stats->reports_repeated);
	} else if (entry->id) {
		enter(kept, entry);
	}
}

/**
 * crashrec_kept_count_storms() - count what was skipped with its title
 * @kept: the titles
 *
 * What has no record, and no slot from which to become one, stays a loss.
 *
 * Context: process.
 */
void crashrec_kept_count_storms(struct crashrec_kept *kept)
{
	struct crashrec_title *title, *end = kept->titles + CRASHREC_TITLES;
	atomic64_t *word = kept->as->storms;
	u32 header;

	for (; word < kept->as->storms + CRASHREC_STORMS; word++) {
		header = (u64)atomic64_read(word) >> 32;
		if (!header)
			continue;
		title = kept->titles;
		while (title < end && title->header != header)
			title++;
		/* Nobody else empties it, so the header is still that. */
		if (title < end)
			count(kept, title, (u32)atomic64_xchg(word, 0));
		else if (!atomic_read(&kept->as->used))
			atomic64_set(word, 0);
	}
}

/**
 * crashrec_kept_forget() - a record is gone
 * @kept: the titles
 * @seq: of the record
 *
 * Context: process.
 */
void crashrec_kept_forget(struct crashrec_kept *kept, u64 seq)
{
	u32 i;

	for (i = 0; i < CRASHREC_TITLES; i++)
		if (kept->titles[i].seq == seq)
			memset(&kept->titles[i], 0, sizeof(kept->titles[i]));
}

/**
 * crashrec_kept_spare() - a record that others of its title stand for
 * @kept: the titles; it is forgotten
 *
 * Context: process.
 * Return: its sequence number, the lowest of such records; 0: there is none.
 */
u64 crashrec_kept_spare(struct crashrec_kept *kept)
{
	const struct crashrec_title *end = kept->titles + CRASHREC_TITLES;
	const struct crashrec_title *title, *other;
	u64 seq = 0;

	for (title = kept->titles; title < end; title++)
		for (other = kept->titles; title->id && other < end; other++)
			if (other->id == title->id && other->seq < title->seq &&
			    (!seq || title->seq < seq))
				seq = title->seq;
	crashrec_kept_forget(kept, seq);
	return seq;
}
