// SPDX-License-Identifier: GPL-2.0
/*
 * Of many reports of one place that are open at once, few are recorded; what
 * a process writes has no part in that.
 */
#include <linux/preempt.h>
#include <linux/string.h>

#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define END	"---[ end trace 0000000000000000 ]---"
#define WARNED(site)	"WARNING: CPU: 0 PID: 7 at " site " f+0x1/0x2"
#define STORM_LIMIT	4
#define UNDERFLOW	"refcount_t: underflow; use-after-free."

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
		{ "BUG: KASAN: use-after-free in one+0x1/0x2", false },
	};
	struct fixture *f = fixture_keeping(test, 1);
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
		KUNIT_EXPECT_EQ_MSG(test, fixture_records(f), 1, "%s", cases[i].header);
		KUNIT_EXPECT_EQ_MSG(test, fixture_repeats(f, 1) + 1, 200, "%s",
				    cases[i].header);
		KUNIT_EXPECT_EQ_MSG(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM),
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
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < STORM_LIMIT + 1; i++)
		fixture_write(f, PROCESS(100 + i), WARNED("a.c:1"));
	fixture_say(f, PROCESS(7), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 0);
}

/* As WARN() does. */
static void say_unpreempted(struct fixture *f, u64 who, const char *text)
{
	preempt_disable();
	preempt_disable();
	fixture_say(f, who, text);
	preempt_enable();
	preempt_enable();
}

/* What a process writes before, meanwhile or behind takes none of them away. */
static void storm_in_processes_is_the_kernels_alone(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 i, n;

	if (!IS_ENABLED(CONFIG_PREEMPT_COUNT))
		kunit_skip(test, "this kernel does not tell that preemption is off");
	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < STORM_LIMIT + 2; i++) {
		fixture_write(f, PROCESS(100 + i), CUT);
		say_unpreempted(f, PROCESS(200 + i), CUT);
		say_unpreempted(f, PROCESS(200 + i), WARNED("a.c:2"));
		fixture_write(f, PROCESS(100 + i), WARNED("a.c:2"));
		for (n = 0; n < 140; n++)
			say_unpreempted(f, PROCESS(200 + i), " ? one+0x1/0x2");
		KUNIT_EXPECT_EQ(test,
				fixture_lost(f, CRASHREC_LOST_REPORT_STORM),
				i < STORM_LIMIT ? 0 : i + 1 - STORM_LIMIT);
	}
}

/* A message may have what a process said. */
static void further_line_of_a_message_names_no_place(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < STORM_LIMIT + 1; i++) {
		fixture_say(f, TASK(100 + i), CUT);
		fixture_say(f, TASK(100 + i), "name\n" WARNED("a.c:1"));
		fixture_say(f, TASK(100 + i), WARNED("b.c:1"));
	}
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 1);
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 1);
}

/* refcount_t's are the same for all. */
static void message_names_no_place(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	char header[64];
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < STORM_LIMIT + 1; i++) {
		snprintf(header, sizeof(header), WARNED("a.c:%u"), i);
		fixture_say(f, TASK(100 + i), CUT);
		fixture_say(f, TASK(100 + i), UNDERFLOW);
		fixture_say(f, TASK(100 + i), header);
	}
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 0);
	fixture_settle(f);
	for (i = 0; i < STORM_LIMIT + 1; i++) {
		fixture_say(f, TASK(200 + i), CUT);
		fixture_say(f, TASK(200 + i), UNDERFLOW);
		fixture_say(f, TASK(200 + i), WARNED("b.c:1"));
	}
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 1);
}

/* So the log can be read where one looks for it. */
static void header_is_not_far_behind_in_its_text(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);

	fixture_write(f, PROCESS(7), "\n\n\n\n\n\n\n\n" WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 0);
	fixture_write(f, PROCESS(8), "\n\n" WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 1);
}

static void storm_takes_no_record_away(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	fixture_say(f, TASK(7), CUT);
	f->assembler.slots[0].last_jiffies = jiffies - 2 * HZ;
	crashrec_closer_run(&f->closer);
	for (i = 0; i < STORM_LIMIT; i++)
		fixture_say(f, TASK(100 + i), WARNED("a.c:1"));
	fixture_say(f, TASK(7), WARNED("a.c:1"));
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 0);
	fixture_expect_lines(f, 1, CUT "\n" WARNED("a.c:1") "\n");
}

static void storm_is_of_what_names_its_place(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	for (i = 0; i < 2 * STORM_LIMIT; i++) {
		fixture_say(f, TASK(100 + i), "INFO: task x:12 blocked for more than 143 seconds.");
		fixture_say(f, TASK(200 + i), "Oops: general protection fault: 0000 [#1] SMP");
	}
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 0);
}

static void storm_of_one_task_is_skipped(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	/* The closer does not come. */
	for (i = 0; i < 3 * CRASHREC_SLOTS; i++)
		fixture_warn(f, 7, "one");
	fixture_settle(f);
	KUNIT_EXPECT_EQ(test, fixture_records(f), 1);
	KUNIT_EXPECT_EQ(test, fixture_repeats(f, 1) + 1, 3 * CRASHREC_SLOTS);
	KUNIT_EXPECT_EQ(test, atomic_read(&f->assembler.used), 0);
}

static void storm_of_another_place_is_another(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 0);

	f->assembler.storm_limit = STORM_LIMIT;
	say_at_once(f, 5, WARNED("a.c:1"), true);
	fixture_settle(f);
	say_at_once(f, 4, WARNED("a.c:12"), true);
	say_at_once(f, 4, "WARNING: CPU: 3 PID: 12345 at a.c:1 f+0x1/0x2", true);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 1);
	/* Another CPU and process, but the same place. */
	fixture_warn(f, 7, "one");
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 2);
}

static void skipped_report_opens_nothing_but_a_panic(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 0);

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
	struct fixture *f = fixture_keeping(test, 1);
	u32 i;

	f->assembler.storm_limit = STORM_LIMIT;
	f->assembler.max_report_bytes = 200;
	say_at_once(f, 6, WARNED("a.c:1"), true);
	fixture_settle(f);
	KUNIT_EXPECT_EQ(test, fixture_lost(f, CRASHREC_LOST_REPORT_STORM), 2);
	KUNIT_EXPECT_EQ(test, fixture_records(f), STORM_LIMIT);
	for (i = 0; i < CRASHREC_STORMS; i++)
		KUNIT_EXPECT_EQ(test, atomic64_read(&f->assembler.storms[i]), 0);
}

#define OOPSED \
	"general protection fault, probably for non-canonical address 0x1: 0000 [#1] SMP"
#define AT	"RIP: 0010:foo+0x1/0x2"

static void oops_that_may_go_on_keeps_its_slot(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	fixture_say(f, TASK(1), OOPSED);
	fixture_say(f, TASK(1), AT);
	fixture_say(f, TASK(1), END);
	for (i = 0; i < CRASHREC_SLOTS + 3; i++) {
		fixture_say(f, TASK(7), CUT);
		fixture_say(f, TASK(7), WARNED("a.c:1"));
		fixture_say(f, TASK(7), END);
	}
	fixture_say(f, TASK(1), AT);
	fixture_say(f, TASK(1), "RSP: 0018:ff0000000000bca8 EFLAGS: 00000246");
	fixture_expect_lines(f, 1, OOPSED "\n" AT "\n" END "\n" AT "\n"
			     "RSP: 0018:ff0000000000bca8 EFLAGS: 00000246\n");
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void oopses_leave_room_for_others(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	/* The closer does not come. */
	for (i = 1; i <= CRASHREC_SLOTS + 3; i++) {
		fixture_say(f, TASK(i), OOPSED);
		fixture_say(f, TASK(i), AT);
		fixture_say(f, TASK(i), END);
	}
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened),
			CRASHREC_SLOTS + 3);
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_LINE_CLOSING]),
			3);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 3);
}

static struct kunit_case storm_cases[] = {
	KUNIT_CASE(oops_that_may_go_on_keeps_its_slot),
	KUNIT_CASE(oopses_leave_room_for_others),
	KUNIT_CASE(storm_is_one_record_and_a_number),
	KUNIT_CASE(storm_of_processes_skips_nothing),
	KUNIT_CASE(storm_in_processes_is_the_kernels_alone),
	KUNIT_CASE(further_line_of_a_message_names_no_place),
	KUNIT_CASE(message_names_no_place),
	KUNIT_CASE(header_is_not_far_behind_in_its_text),
	KUNIT_CASE(storm_takes_no_record_away),
	KUNIT_CASE(storm_is_of_what_names_its_place),
	KUNIT_CASE(storm_of_one_task_is_skipped),
	KUNIT_CASE(storm_of_another_place_is_another),
	KUNIT_CASE(skipped_report_opens_nothing_but_a_panic),
	KUNIT_CASE(storm_that_no_record_stands_for_stays_a_loss),
	{}
};

static struct kunit_suite storm_suite = {
	.name = "crashrec_storm",
	.test_cases = storm_cases,
};

kunit_test_suites(&storm_suite);
