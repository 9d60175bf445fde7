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

static const u8 boot[CRASHREC_ID_BYTES] = { 1 };

/* Each is closed before the next begins. */
static void say_warnings(struct fixture *f, u32 count, const char *function)
{
	while (count--) {
		f->printk_at = 0;
		fixture_warn(f, 7, function);
		fixture_settle(f);
	}
}

static void repeat_is_counted(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 free_chunks, i;

	say_warnings(f, 1, "one");
	free_chunks = crashrec_ring_free_chunks(&f->ring);
	for (i = 1; i <= 5; i++) {
		say_warnings(f, 1, "one");
		KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), i);
		KUNIT_EXPECT_EQ(test, fixture_records(f), 1);
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
	KUNIT_EXPECT_EQ(test, fixture_records(f), 1);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 5);
}

static void repeat_is_in_the_record(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
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
	struct fixture *f = fixture_keeping(test, 1);

	say_warnings(f, 2, "one");
	say_warnings(f, 2, "two");
	KUNIT_EXPECT_EQ(test, fixture_records(f), 2);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 1);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 3), 1);
}

static void copies_are_kept_as_asked(struct kunit *test)
{
	static const struct {
		u32 copies, records;
		u64 repeats;
	} cases[] = { { 0, 5, 0 }, { 1, 1, 4 }, { 2, 2, 3 }, { 5, 5, 0 } };
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(f->memory, 0, FIXTURE_REGION_BYTES);
		memset(&f->closer.kept, 0, sizeof(f->closer.kept));
		fixture_reboot(f, 1);
		f->closer.kept.copies = cases[i].copies;
		say_warnings(f, 5, "one");
		KUNIT_EXPECT_EQ_MSG(test, fixture_records(f), cases[i].records,
				    "keep_copies=%u", cases[i].copies);
		KUNIT_EXPECT_EQ_MSG(test, fixture_repeats(f, 1), cases[i].repeats,
				    "keep_copies=%u", cases[i].copies);
	}
}

static void acknowledged_title_is_kept_anew(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);

	say_warnings(f, 2, "one");
	KUNIT_ASSERT_EQ(test, crashrec_closer_ack(&f->closer, 1, boot), 0);
	say_warnings(f, 2, "one");
	KUNIT_EXPECT_EQ(test, fixture_records(f), 1);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 3), 1);
}

static void oldest_title_is_forgotten(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
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
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 2);
	say_warnings(f, 1, "two");
	KUNIT_EXPECT_EQ(test, fixture_records(f), 4);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 2), 0);
}

static void report_that_may_go_on_is_not_dropped(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
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
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 0);
	fixture_say(f, TASK(8), " two+0x1/0x2");
	fixture_expect_lines(f, 2, CUT "\n" WARNED("a.c:1") "\nCall Trace:\n"
			     " one+0x1/0x2\n two+0x1/0x2\n");
	fixture_settle(f);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 1);
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 2));
}

static void report_that_lost_lines_is_kept(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);

	say_warnings(f, 1, "one");
	f->assembler.max_report_bytes = 200;
	say_warnings(f, 1, "one");
	f->assembler.max_report_bytes = 64 << 10;
	say_warnings(f, 1, "one");
	KUNIT_EXPECT_EQ(test, fixture_records(f), 2);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 1);
}

static void panic_is_kept(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);

	say_warnings(f, 1, "one");
	fixture_warn(f, 7, "one");
	crashrec_closer_panic(&f->closer);
	KUNIT_EXPECT_EQ(test, fixture_records(f), 2);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 0);
}

/*
 * While a count is stored, memory holds any prefix of its bytes. Then the
 * count is the old or the new one, and never less.
 */
static void torn_count_is_the_one_before(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
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
			seen = fixture_repeats(f, 1);
			KUNIT_EXPECT_TRUE_MSG(test, seen == count ||
					      seen == count - 1,
					      "%llu at byte %u of count %llu",
					      seen, at, count);
		}
		KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), count);
	}
}

/* The chunks as they are between any two stores of the protocol of ring.c. */
static void cut_leaves_a_record_or_a_count(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	struct crashrec_chunk_hdr *hdr;

	say_warnings(f, 1, "one");
	fixture_warn(f, 7, "one");
	/* J: counted, and there. */
	crashrec_ring_count(&f->ring, 0, 1, 1);
	fixture_reboot(f, 2);
	KUNIT_EXPECT_EQ(test, fixture_records(f), 2);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 1);
	/* D: gone, though nothing of it is free yet. */
	hdr = (void *)(f->memory + cr_layout_chunk_offset(&f->ring.layout, 1));
	hdr->ack = cpu_to_le32(CRASHREC_ACKED);
	fixture_reboot(f, 3);
	KUNIT_EXPECT_EQ(test, fixture_records(f), 1);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 1);
	KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring),
			f->ring.layout.chunk_count - 1);
}

static void bad_cell_is_ignored(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	struct crashrec_repeats_cell *cells, saved[2];
	struct crashrec_chunk_hdr *hdr;

	say_warnings(f, 4, "one");
	hdr = (void *)(f->memory + cr_layout_chunk_offset(&f->ring.layout, 0));
	cells = (void *)(hdr + 1);
	memcpy(saved, cells, sizeof(saved));
	KUNIT_ASSERT_EQ(test, fixture_repeats(f, 1), 3);
	cells[1].repeats.count = cpu_to_le64(1000);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 2);
	cells[0].crc ^= cpu_to_le32(1);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 0);
	/* One that fits no header but its own. */
	memcpy(cells, saved, sizeof(saved));
	cells[1].crc = cpu_to_le32(cr_crc32c(0, &cells[1].repeats,
					     sizeof(cells[1].repeats)));
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1), 2);
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
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_FULL), 3);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, warnings), 3);
	fixture_say(f, TASK(8), "BUG: unable to handle page fault for address: 1");
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_CLASSES +
				   CRASHREC_CLASS_OOPS), 1);
	/* The ledger goes on when the module is loaded again. */
	fixture_reboot(f, 1);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, warnings), 3);
	for (i = 0; i < CRASHREC_SLOTS + 2; i++)
		fixture_say(f, TASK(i + 10), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, warnings), 3 + CRASHREC_SLOTS + 2);
}

static void full_region_frees_copies_first(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 3);
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
	KUNIT_EXPECT_EQ(test, fixture_records(f), i + 4);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_DUPLICATE), 2);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_CLASSES +
				   CRASHREC_CLASS_WARNING), 2);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 2);
}

static void full_region_is_overwritten_if_wanted(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 0);
	u32 chunks = f->ring.layout.chunk_count, total = 2 * chunks;

	f->closer.overwrite = true;
	say_warnings(f, total, "one");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 1));
	KUNIT_EXPECT_NOT_NULL(test, (void *)fixture_gather(f, total));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_OVERWRITTEN) +
			fixture_records(f), total);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_CLASSES +
				   CRASHREC_CLASS_WARNING), total - fixture_records(f));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_FULL), 0);
	KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring), chunks / 8);
}

static void overwritten_record_takes_its_count_along(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 chunks = f->ring.layout.chunk_count;

	say_warnings(f, 4, "one");
	f->closer.kept.copies = 0;
	f->closer.overwrite = true;
	say_warnings(f, chunks - chunks / 8, "two");
	KUNIT_EXPECT_NULL(test, (void *)fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_OVERWRITTEN), 4);
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
	{}
};

static struct kunit_suite kept_suite = {
	.name = "crashrec_kept",
	.test_cases = kept_cases,
};

kunit_test_suites(&kept_suite);
