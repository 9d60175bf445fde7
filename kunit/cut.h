/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A workload that is cut off after each single store, see cut.c. Its words are
 * here; each is a step.
 */
#ifndef CRASHREC_KUNIT_CUT_H
#define CRASHREC_KUNIT_CUT_H

#include <linux/prandom.h>

#include "fixture.h"
#include "stores.h"

#define CUT_SEQS	256U
#define CUT_TEXT_BYTES	3072U
#define CUT_PIECES	64U
#define CUT_CACHES	4U
#define CUT_LINES	(FIXTURE_REGION_BYTES / STORE_LINE)

/**
 * struct cut_seen - a record, as a reader gets it
 * @repeats: how often it came again
 * @text_bytes: of @text
 * @lines_lost: that it says it lacks
 * @boot: of the first byte of the boot's id
 * @state: CRASHREC_STATE_*; 0: it was not closed
 * @is_there: there is such a record
 * @is_damaged: it says so
 * @text: its lines, with newlines between them
 */
struct cut_seen {
	u64 repeats;
	u32 text_bytes;
	u32 lines_lost;
	u8 boot;
	u8 state;
	bool is_there;
	bool is_damaged;
	char text[CUT_TEXT_BYTES];
};

/**
 * struct cut_printed - a report, as it was printed
 * @repeats: how often it was counted
 * @bytes: of @text
 * @piece_count: of what was printed one after the other
 * @boot: as in struct cut_seen
 * @is_gone: it was acknowledged, or counted
 * @ends: where in @text each piece ends
 * @text: its lines, with newlines between them
 */
struct cut_printed {
	u64 repeats;
	u32 bytes;
	u32 piece_count;
	u8 boot;
	bool is_gone;
	u16 ends[CUT_PIECES];
	char text[CUT_TEXT_BYTES];
};

/**
 * struct cut_cache - memory behind a cache, whose lines are written back late
 * @memory: it
 * @one_in: of so many stores one has a line written back
 * @flushed: lines that are written back at the next fence at the latest
 */
struct cut_cache {
	u8 *memory;
	u32 one_in;
	DECLARE_BITMAP(flushed, CUT_LINES);
};

/**
 * struct cut - a workload
 * @test: whose it is
 * @f: the writer
 * @stores: what it stores in a step
 * @printed: by number: what was printed
 * @earlier: likewise: what a reader got before the step of the first of @pending
 * @before: likewise, before the step
 * @after: likewise, behind it
 * @now: likewise, at a cut
 * @image: the region as the step began, then as at a cut
 * @begun: the region as the step began
 * @ordered: the region at the last barrier before the step
 * @pending: what was stored since then
 * @pending_count: of it
 * @scratch: a copy that the next boot takes over, to read it
 * @caches: what they would have left
 * @random: of the test
 * @stats: of who reads, like the next
 * @ring: likewise
 * @reader: likewise
 * @last_seq: the last number that was drawn
 * @boot: which one it is
 * @is_formatted: a boot formats it in this step
 * @is_closing: all reports are closed in this step
 * @is_lossy: what is looked at is what a cache left
 * @steps: so far
 * @cuts: one behind each store
 * @reordered: with stores between barriers in another order
 * @uncached: with lines of a cache that was not written back
 * @records: that were looked at
 * @wrong: of them
 */
struct cut {
	struct kunit *test;
	struct fixture *f;
	struct stores stores;
	struct cut_printed *printed;
	struct cut_seen *earlier;
	struct cut_seen *before;
	struct cut_seen *after;
	struct cut_seen *now;
	u8 *image;
	u8 *begun;
	u8 *ordered;
	struct store *pending;
	u32 pending_count;
	u8 *scratch;
	struct cut_cache caches[CUT_CACHES];
	struct rnd_state random;
	struct crashrec_stats stats;
	struct crashrec_ring ring;
	struct crashrec_reader reader;
	u64 last_seq;
	u8 boot;
	bool is_formatted;
	bool is_closing;
	bool is_lossy;
	u32 steps;
	u32 cuts;
	u32 reordered;
	u32 uncached;
	u64 records;
	u32 wrong;
};

struct cut *cut_new(struct kunit *test, u32 copies, u32 seed);
void cut_flushing(struct cut *c);
void cut_end(struct cut *c);
u64 cut_next_seq(const struct cut *c);
void cut_say(struct cut *c, u64 seq, u64 who, const char *text);
void cut_say_more(struct cut *c, u64 seq, u64 who, const char *text);
void cut_settle(struct cut *c);
void cut_ack(struct cut *c, u64 seq);
void cut_reboot(struct cut *c);
void cut_format(struct cut *c);

/* What cut.c and cut_cache.c have of each other. */
void cut_caches(struct cut *c);
void cut_tell(struct cut *c, const char *how, u64 seq, const char *what);
void cut_look(struct cut *c, const u8 *memory, struct cut_seen *seen,
	      const char *how);
bool cut_is_same(const struct cut_seen *a, const struct cut_seen *b);
bool cut_is_prefix(const struct cut_seen *now, const struct cut_printed *whole);
u64 cut_reports(const struct cut_seen *seen);

#endif /* CRASHREC_KUNIT_CUT_H */
