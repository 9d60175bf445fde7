// SPDX-License-Identifier: GPL-2.0
/*
 * The first report of a title is kept, the others are counted; what is lost
 * where there is no room.
 */
#include <linux/string.h>

#include "core/crc32c.h"
#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define END	"---[ end trace 0000000000000000 ]---"
#define WARNED(site)	"WARNING: CPU: 0 PID: 7 at " site " f+0x1/0x2"
#define STORM_LIMIT	4

static const u8 boot[CRASHREC_ID_BYTES] = { 1 };

static struct fixture *new_fixture(struct kunit *test, u32 copies)
{
	struct fixture *f = fixture_new(test);

	f->closer.kept.copies = copies;
	return f;
}

static void say_warning(struct fixture *f, u32 pid, const char *function)
{
	char frame[64];

	snprintf(frame, sizeof(frame), " %s+0x1/0x2", function);
	fixture_say(f, TASK(pid), CUT);
	fixture_say(f, TASK(pid), WARNED("a.c:1"));
	fixture_say(f, TASK(pid), "Call Trace:");
	fixture_say(f, TASK(pid), frame);
	fixture_say(f, TASK(pid), END);
}

/* Each is closed before the next begins. */
static void say_warnings(struct fixture *f, u32 count, const char *function)
{
	while (count--) {
		f->printk_at = 0;
		say_warning(f, 7, function);
		fixture_settle(f);
	}
}

static u64 repeats_of(struct fixture *f, u64 seq)
{
	const struct cr_gather *g = fixture_gather(f, seq);

	KUNIT_ASSERT_NOT_NULL_MSG(f->test, g, "record %llu is not there", seq);
	return le64_to_cpu(g->repeats.count);
}

static u64 lost(struct fixture *f, u32 cause)
{
	return atomic64_read(&f->stats.lost[cause]);
}

/* How many records a reader gets. */
static u32 records(struct fixture *f)
{
	u64 first_seq;
	u32 count;

	KUNIT_ASSERT_EQ(f->test, crashrec_reader_count(&f->reader, &count,
						       &first_seq), 0);
	return count;
}

static void repeat_is_counted(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 free_chunks, i;

	say_warnings(f, 1, "one");
	free_chunks = crashrec_ring_free_chunks(&f->ring);
	for (i = 1; i <= 5; i++) {
		say_warnings(f, 1, "one");
		KUNIT_EXPECT_EQ(test, repeats_of(f, 1), i);
		KUNIT_EXPECT_EQ(test, records(f), 1);
		KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring),
				free_chunks);
	}
	KUNIT_EXPECT_NE(test, le64_to_cpu(f->reader.gather.repeats.last_boot_ns),
			0);
	KUNIT_EXPECT_NE(test, le64_to_cpu(f->reader.gather.repeats.last_wall_ns),
			0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_repeated), 5);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
	/* A reset takes nothing of it away. */
	fixture_reboot(f, 2);
	KUNIT_EXPECT_EQ(test, records(f), 1);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 5);
}

static void repeat_is_in_the_record(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	struct crashrec_found found = { 0 };
	struct crashrec_repeats repeats = { 0 };
	struct cr_record record;
	struct cr_attr attr;
	u32 offset = 0;

	say_warnings(f, 3, "one");
	KUNIT_ASSERT_EQ(test, crashrec_reader_find(&f->reader, 1, &found), 0);
	KUNIT_ASSERT_GT(test, cr_record_decode(&record, found.record,
					       found.bytes), 0);
	while (cr_record_attr(&record, &offset, &attr))
		if (attr.type == CRASHREC_ATTR_REPEATS &&
		    attr.bytes == sizeof(repeats))
			memcpy(&repeats, attr.payload, sizeof(repeats));
	kvfree(found.record);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(repeats.count), 2);
}

static void other_title_is_another_record(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);

	say_warnings(f, 2, "one");
	say_warnings(f, 2, "two");
	KUNIT_EXPECT_EQ(test, records(f), 2);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 1);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 3), 1);
}

static void copies_are_kept_as_asked(struct kunit *test)
{
	static const struct {
		u32 copies, records;
		u64 repeats;
	} cases[] = { { 0, 5, 0 }, { 1, 1, 4 }, { 2, 2, 3 }, { 5, 5, 0 } };
	struct fixture *f = new_fixture(test, 1);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(f->memory, 0, FIXTURE_REGION_BYTES);
		memset(&f->closer.kept, 0, sizeof(f->closer.kept));
		fixture_reboot(f, 1);
		f->closer.kept.copies = cases[i].copies;
		say_warnings(f, 5, "one");
		KUNIT_EXPECT_EQ_MSG(test, records(f), cases[i].records,
				    "keep_copies=%u", cases[i].copies);
		KUNIT_EXPECT_EQ_MSG(test, repeats_of(f, 1), cases[i].repeats,
				    "keep_copies=%u", cases[i].copies);
	}
}

static void acknowledged_title_is_kept_anew(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);

	say_warnings(f, 2, "one");
	KUNIT_ASSERT_EQ(test, crashrec_closer_ack(&f->closer, 1, boot), 0);
	say_warnings(f, 2, "one");
	KUNIT_EXPECT_EQ(test, records(f), 1);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 3), 1);
}

static void oldest_title_is_forgotten(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	struct crashrec_title *titles = f->closer.kept.titles;
	u32 i;

	say_warnings(f, 1, "one");
	say_warnings(f, 1, "two");
	say_warnings(f, 1, "one");
	/* All other places were used since. */
	for (i = 2; i < CRASHREC_TITLES; i++)
		titles[i] = (struct crashrec_title) {
			.id = i, .seq = 1000 + i, .used = 1000,
		};
	say_warnings(f, 1, "three");
	say_warnings(f, 1, "one");
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 2);
	say_warnings(f, 1, "two");
	KUNIT_EXPECT_EQ(test, records(f), 4);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 2), 0);
}

static void report_that_may_go_on_is_not_dropped(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	struct crashrec_slot *slot = f->assembler.slots;
	u32 i;

	say_warnings(f, 1, "one");
	/* No end mark: what comes after a silence belongs to it. */
	fixture_say(f, TASK(8), CUT);
	fixture_say(f, TASK(8), WARNED("a.c:1"));
	fixture_say(f, TASK(8), "Call Trace:");
	fixture_say(f, TASK(8), " one+0x1/0x2");
	for (i = 0; i < CRASHREC_SLOTS; i++)
		if (atomic64_read(&slot[i].owner) &&
		    READ_ONCE(slot[i].writer.seq) == 2)
			slot[i].last_jiffies -= msecs_to_jiffies(2000);
	crashrec_closer_run(&f->closer);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 0);
	fixture_say(f, TASK(8), " two+0x1/0x2");
	fixture_expect_lines(f, 2, CUT "\n" WARNED("a.c:1") "\nCall Trace:\n"
			     " one+0x1/0x2\n two+0x1/0x2\n");
	fixture_settle(f);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 1);
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 2));
}

static void report_that_lost_lines_is_kept(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);

	say_warnings(f, 1, "one");
	f->assembler.max_report_bytes = 200;
	say_warnings(f, 1, "one");
	f->assembler.max_report_bytes = 64 << 10;
	say_warnings(f, 1, "one");
	KUNIT_EXPECT_EQ(test, records(f), 2);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 1);
}

static void panic_is_kept(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);

	say_warnings(f, 1, "one");
	say_warning(f, 7, "one");
	crashrec_closer_panic(&f->closer);
	KUNIT_EXPECT_EQ(test, records(f), 2);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 0);
}

/*
 * While a count is stored, memory holds any prefix of its bytes. Then the
 * count is the old or the new one, and never less.
 */
static void torn_count_is_the_one_before(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 at, bytes = 2 * sizeof(struct crashrec_repeats_cell);
	u8 before[2 * sizeof(struct crashrec_repeats_cell)];
	u8 after[2 * sizeof(struct crashrec_repeats_cell)];
	u64 count, seen;
	u8 *cells;

	say_warnings(f, 1, "one");
	cells = f->memory + cr_layout_chunk_offset(&f->ring.layout, 0) +
		sizeof(struct crashrec_chunk_hdr);
	for (count = 1; count <= 4; count++) {
		memcpy(before, cells, bytes);
		say_warnings(f, 1, "one");
		memcpy(after, cells, bytes);
		for (at = 0; at <= bytes; at++) {
			memcpy(cells, after, at);
			memcpy(cells + at, before + at, bytes - at);
			seen = repeats_of(f, 1);
			KUNIT_EXPECT_TRUE_MSG(test, seen == count ||
					      seen == count - 1,
					      "%llu at byte %u of count %llu",
					      seen, at, count);
		}
		KUNIT_EXPECT_EQ(test, repeats_of(f, 1), count);
	}
}

/* The chunks as they are between any two stores of the protocol of ring.c. */
static void cut_leaves_a_record_or_a_count(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	struct crashrec_chunk_hdr *hdr;

	say_warnings(f, 1, "one");
	say_warning(f, 7, "one");
	/* J: counted, and there. */
	crashrec_ring_count(&f->ring, 0, 1, 1);
	fixture_reboot(f, 2);
	KUNIT_EXPECT_EQ(test, records(f), 2);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 1);
	/* D: gone, though nothing of it is free yet. */
	hdr = (void *)(f->memory + cr_layout_chunk_offset(&f->ring.layout, 1));
	hdr->ack = cpu_to_le32(CRASHREC_ACKED);
	fixture_reboot(f, 3);
	KUNIT_EXPECT_EQ(test, records(f), 1);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 1);
	KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring),
			f->ring.layout.chunk_count - 1);
}

static void bad_cell_is_ignored(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	struct crashrec_repeats_cell *cells, saved[2];
	struct crashrec_chunk_hdr *hdr;

	say_warnings(f, 4, "one");
	hdr = (void *)(f->memory + cr_layout_chunk_offset(&f->ring.layout, 0));
	cells = (void *)(hdr + 1);
	memcpy(saved, cells, sizeof(saved));
	KUNIT_ASSERT_EQ(test, repeats_of(f, 1), 3);
	cells[1].repeats.count = cpu_to_le64(1000);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 2);
	cells[0].crc ^= cpu_to_le32(1);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 0);
	/* One that fits no header but its own. */
	memcpy(cells, saved, sizeof(saved));
	cells[1].crc = cpu_to_le32(cr_crc32c(0, &cells[1].repeats,
					     sizeof(cells[1].repeats)));
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1), 2);
	fixture_expect_lines(f, 1, CUT "\n" WARNED("a.c:1") "\nCall Trace:\n"
			     " one+0x1/0x2\n" END "\n");
}

static void lost_reports_are_counted_by_class(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i, chunks = f->ring.layout.chunk_count;
	u32 warnings = CRASHREC_LOST_CLASSES + CRASHREC_CLASS_WARNING;

	/* Each takes a chunk. */
	say_warnings(f, chunks + 3, "one");
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_FULL), 3);
	KUNIT_EXPECT_EQ(test, lost(f, warnings), 3);
	fixture_say(f, TASK(8), "BUG: unable to handle page fault for address: 1");
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_CLASSES +
				   CRASHREC_CLASS_OOPS), 1);
	/* The ledger goes on when the module is loaded again. */
	fixture_reboot(f, 1);
	KUNIT_EXPECT_EQ(test, lost(f, warnings), 3);
	for (i = 0; i < CRASHREC_SLOTS + 2; i++)
		fixture_say(f, TASK(i + 10), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, lost(f, warnings), 3 + CRASHREC_SLOTS + 2);
}

static void full_region_frees_copies_first(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 3);
	u32 reserve = f->ring.layout.chunk_count / 8;
	char name[16];
	u32 i = 0;

	say_warnings(f, 3, "one");
	while (crashrec_ring_free_chunks(&f->ring) > reserve) {
		snprintf(name, sizeof(name), "f_%c%c", 'a' + i / 26,
			 'a' + i % 26);
		say_warnings(f, 1, name);
		i++;
	}
	KUNIT_EXPECT_NOT_NULL(test, (void *)fixture_gather(f, 2));
	say_warnings(f, 1, "two");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 2));
	KUNIT_EXPECT_NOT_NULL(test, (void *)fixture_gather(f, 3));
	say_warnings(f, 1, "three");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 3));
	/* The first stays, and all that came once. */
	say_warnings(f, 1, "four");
	KUNIT_EXPECT_NOT_NULL(test, (void *)fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, records(f), i + 4);
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_DUPLICATE), 2);
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_CLASSES +
				   CRASHREC_CLASS_WARNING), 2);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 2);
}

static void full_region_is_overwritten_if_wanted(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 0);
	u32 chunks = f->ring.layout.chunk_count, total = 2 * chunks;

	f->closer.overwrite = true;
	say_warnings(f, total, "one");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 1));
	KUNIT_EXPECT_NOT_NULL(test, (void *)fixture_gather(f, total));
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_OVERWRITTEN) +
			records(f), total);
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_CLASSES +
				   CRASHREC_CLASS_WARNING), total - records(f));
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_FULL), 0);
	KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring), chunks / 8);
}

static void overwritten_record_takes_its_count_along(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 chunks = f->ring.layout.chunk_count;

	say_warnings(f, 4, "one");
	f->closer.kept.copies = 0;
	f->closer.overwrite = true;
	say_warnings(f, chunks - chunks / 8, "two");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_OVERWRITTEN), 4);
}

/* @count reports are open at once, each of a task of its own. */
static void say_at_once(struct fixture *f, u32 count, const char *header,
			bool cut)
{
	u32 i;

	f->printk_at = 0;
	for (i = 0; i < count; i++) {
		if (cut)
			fixture_say(f, TASK(100 + i), CUT);
		fixture_say(f, TASK(100 + i), header);
		fixture_say(f, TASK(100 + i), "Call Trace:");
		fixture_say(f, TASK(100 + i), " one+0x1/0x2");
		fixture_say(f, TASK(100 + i), END);
	}
}

static void storm_is_one_record_and_a_number(struct kunit *test)
{
	static const struct {
		const char *header;
		bool cut;
	} cases[] = {
		{ WARNED("a.c:1"), true },
		{ "refcount_t: underflow; use-after-free.", true },
		{ "BUG: KASAN: use-after-free in one+0x1/0x2", false },
	};
	struct fixture *f = new_fixture(test, 1);
	u32 i, round;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(f->memory, 0, FIXTURE_REGION_BYTES);
		memset(&f->closer.kept, 0, sizeof(f->closer.kept));
		fixture_reboot(f, 1);
		f->log_count = 0;
		f->closer.kept.copies = 1;
		f->assembler.storm_limit = STORM_LIMIT;
		for (round = 0; round < 10; round++) {
			say_at_once(f, 20, cases[i].header, cases[i].cut);
			fixture_settle(f);
		}
		KUNIT_EXPECT_EQ_MSG(test, records(f), 1, "%s", cases[i].header);
		KUNIT_EXPECT_EQ_MSG(test, repeats_of(f, 1) + 1, 200, "%s",
				    cases[i].header);
		KUNIT_EXPECT_EQ_MSG(test, lost(f, CRASHREC_LOST_REPORT_STORM),
				    160, "%s", cases[i].header);
		KUNIT_EXPECT_EQ_MSG(test, crashrec_stats_lost_sum(&f->stats),
				    160, "%s", cases[i].header);
		KUNIT_EXPECT_EQ_MSG(test,
				    crashrec_ring_free_chunks(&f->ring),
				    f->ring.layout.chunk_count - 1, "%s",
				    cases[i].header);
	}
}

static void storm_of_processes_skips_nothing(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < STORM_LIMIT + 1; i++)
		fixture_write(f, PROCESS(100 + i), WARNED("a.c:1"));
	fixture_say(f, PROCESS(7), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 0);
	/* Such tasks may as well print what is the kernel's. */
	for (i = 0; i < STORM_LIMIT + 1; i++) {
		fixture_say(f, PROCESS(200 + i), WARNED("a.c:2"));
		fixture_say(f, PROCESS(200 + i), "Call Trace:");
		fixture_say(f, PROCESS(200 + i), " one+0x1/0x2");
	}
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 1);
}

static void storm_takes_no_record_away(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	fixture_say(f, TASK(7), CUT);
	f->assembler.slots[0].last_jiffies = jiffies - 2 * HZ;
	crashrec_closer_run(&f->closer);
	for (i = 0; i < STORM_LIMIT; i++)
		fixture_say(f, TASK(100 + i), WARNED("a.c:1"));
	fixture_say(f, TASK(7), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 0);
	fixture_expect_lines(f, 1, CUT "\n" WARNED("a.c:1") "\n");
}

static void storm_is_of_what_names_its_place(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < 2 * STORM_LIMIT; i++) {
		fixture_say(f, TASK(100 + i), "INFO: task x:12 blocked for more than 143 seconds.");
		fixture_say(f, TASK(200 + i), "Oops: general protection fault: 0000 [#1] SMP");
	}
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 0);
}

static void storm_of_one_task_is_skipped(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	/* The closer does not come. */
	for (i = 0; i < 3 * CRASHREC_SLOTS; i++)
		say_warning(f, 7, "one");
	fixture_settle(f);
	KUNIT_EXPECT_EQ(test, records(f), 1);
	KUNIT_EXPECT_EQ(test, repeats_of(f, 1) + 1, 3 * CRASHREC_SLOTS);
	KUNIT_EXPECT_EQ(test, atomic_read(&f->assembler.used), 0);
}

static void storm_of_another_place_is_another(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 0);

	f->assembler.storm_limit = STORM_LIMIT;
	say_at_once(f, 5, WARNED("a.c:1"), true);
	fixture_settle(f);
	say_at_once(f, 4, WARNED("a.c:12"), true);
	say_at_once(f, 4, "WARNING: CPU: 3 PID: 12345 at a.c:1 f+0x1/0x2", true);
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 1);
	/* Another CPU and process, but the same place. */
	say_warning(f, 7, "one");
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 2);
}

static void skipped_report_opens_nothing_but_a_panic(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 0);

	f->assembler.storm_limit = 1;
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED("a.c:1"));
	fixture_say(f, TASK(8), CUT);
	fixture_say(f, TASK(8), WARNED("a.c:1"));
	fixture_say(f, TASK(8), "RIP: 0010:f+0x1/0x2");
	fixture_say_more(f, TASK(8), " more of that line");
	fixture_say(f, TASK(8), "Call Trace:");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 2));
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 1);
	preempt_disable();
	preempt_disable();
	fixture_say(f, TASK(8), "Kernel panic - not syncing: kernel: panic_on_warn set");
	preempt_enable();
	preempt_enable();
	fixture_expect_lines(f, 3, "Kernel panic - not syncing: kernel: panic_on_warn set\n");
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 1);
}

static void storm_that_no_record_stands_for_stays_a_loss(struct kunit *test)
{
	struct fixture *f = new_fixture(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	f->assembler.max_report_bytes = 200;
	say_at_once(f, 6, WARNED("a.c:1"), true);
	fixture_settle(f);
	KUNIT_EXPECT_EQ(test, lost(f, CRASHREC_LOST_REPORT_STORM), 2);
	KUNIT_EXPECT_EQ(test, records(f), STORM_LIMIT);
	for (i = 0; i < CRASHREC_STORMS; i++)
		KUNIT_EXPECT_EQ(test, atomic64_read(&f->assembler.storms[i]), 0);
}

static struct kunit_case kept_cases[] = {
	KUNIT_CASE(repeat_is_counted),
	KUNIT_CASE(repeat_is_in_the_record),
	KUNIT_CASE(other_title_is_another_record),
	KUNIT_CASE(copies_are_kept_as_asked),
	KUNIT_CASE(acknowledged_title_is_kept_anew),
	KUNIT_CASE(oldest_title_is_forgotten),
	KUNIT_CASE(report_that_may_go_on_is_not_dropped),
	KUNIT_CASE(report_that_lost_lines_is_kept),
	KUNIT_CASE(panic_is_kept),
	KUNIT_CASE(torn_count_is_the_one_before),
	KUNIT_CASE(cut_leaves_a_record_or_a_count),
	KUNIT_CASE(bad_cell_is_ignored),
	KUNIT_CASE(lost_reports_are_counted_by_class),
	KUNIT_CASE(full_region_frees_copies_first),
	KUNIT_CASE(full_region_is_overwritten_if_wanted),
	KUNIT_CASE(overwritten_record_takes_its_count_along),
	KUNIT_CASE(storm_is_one_record_and_a_number),
	KUNIT_CASE(storm_of_processes_skips_nothing),
	KUNIT_CASE(storm_takes_no_record_away),
	KUNIT_CASE(storm_is_of_what_names_its_place),
	KUNIT_CASE(storm_of_one_task_is_skipped),
	KUNIT_CASE(storm_of_another_place_is_another),
	KUNIT_CASE(skipped_report_opens_nothing_but_a_panic),
	KUNIT_CASE(storm_that_no_record_stands_for_stays_a_loss),
	{}
};

static struct kunit_suite kept_suite = {
	.name = "crashrec_kept",
	.test_cases = kept_cases,
};

kunit_test_suites(&kept_suite);
