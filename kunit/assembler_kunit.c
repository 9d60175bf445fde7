// SPDX-License-Identifier: GPL-2.0
/*
 * The assembler: pieces of text in, lines of reports out.
 */
#include <linux/bitops.h>
#include <linux/jiffies.h>
#include <linux/sched/clock.h>
#include <linux/time64.h>

#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define WARNED(n)	"WARNING: CPU: 0 PID: " #n " at a.c:1 f+0x1/0x2"
#define STARVED	"rcu: rcu_preempt kthread starved for 10 jiffies! g1 f0x0"
#define END	"---[ end trace 0000000000000000 ]---"

static void report_is_kept_line_for_line(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), "an ordinary line");
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), "");
	fixture_say(f, TASK(7), END);
	fixture_say(f, TASK(7), "an ordinary line");
	fixture_expect_lines(f, 1, CUT "\n" WARNED(7) "\n\n" END "\n");
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void continuation_is_joined(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), "Modules linked in:");
	fixture_say_more(f, TASK(7), " one");
	fixture_say_more(f, TASK(7), " two");
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED(7) "\n"
			     "Modules linked in: one two\n" END "\n");
}

static void moved_continuation_is_joined(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	/* Of eight times two bytes, so that its end is aligned. */
	fixture_say(f, TASK(7), "Modules linked i");
	fixture_say_wrapped(f, TASK(7), "n: one");
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED(7) "\n"
			     "Modules linked in: one\n" END "\n");
}

static void many_lines_in_one_text_are_split(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), "\n" CUT "\n" WARNED(7));
	fixture_say(f, TASK(7), "a\nb\n\nc");
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1,
			     CUT "\n" WARNED(7) "\na\nb\n\nc\n" END "\n");
}

static void header_behind_other_text_opens_nothing(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	/* A task that calls itself "x", newline, "BUG: ...". */
	fixture_say(f, TASK(7), "note: x\n" CUT "\n" WARNED(7));
	fixture_say_more(f, TASK(7), "BUG: unable to handle page fault");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 0);
}

static void further_lines_of_a_text_are_none(struct kunit *test)
{
	static const char name[] =
		"name 'x\nKernel panic - not syncing: evil\n" END
		"\n e+0x1/0x2\n" CUT "\nBUG: KASAN: use-after-free in e+0x1/0x2\n"
		"==========\nLinux version 6";
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;
	u32 i;

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), name);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), "Call Trace:");
	fixture_say(f, TASK(7), " g+0x1/0x2");
	fixture_say(f, TASK(7), END);
	fixture_close(f);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 1);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_ASSERT_EQ(test, g->line_count, 13);
	for (i = 0; i < g->line_count; i++)
		KUNIT_EXPECT_EQ_MSG(test, i >= 2 && i < 9,
				    !!(g->lines[i].flags &
				       CRASHREC_LINE_F_INNER), "line %u", i);
	KUNIT_EXPECT_EQ(test, g->facts.report_class, CRASHREC_CLASS_WARNING);
	KUNIT_EXPECT_EQ(test, g->facts.flags & CRASHREC_REC_F_PANICKED, 0);
	KUNIT_EXPECT_EQ(test, g->facts.title_bytes, strlen("WARNING in g"));
	KUNIT_EXPECT_TRUE(test, !memcmp(g->facts.title, "WARNING in g",
					strlen("WARNING in g")));
}

static void empty_lines_before_a_header_are_nothing(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), "\n\n" CUT);
	fixture_say(f, TASK(7), "\n" WARNED(7));
	fixture_say(f, TASK(7), "\n" END "\n");
	fixture_expect_lines(f, 1, CUT "\n\n" WARNED(7) "\n\n" END "\n\n");
	KUNIT_EXPECT_FALSE(test, f->reader.gather.lines[2].flags &
			   CRASHREC_LINE_F_INNER);
	KUNIT_EXPECT_TRUE(test, f->reader.gather.lines[5].flags &
			  CRASHREC_LINE_F_INNER);
}

static void continuation_begins_no_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), "name");
	fixture_say_more(f, TASK(7), "\n" CUT);
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED(7) "\nname\n" CUT "\n"
			     END "\n");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 1);
}

static void next_report_of_a_context_is_another(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), END);
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(8));
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED(7) "\n" END "\n");
	fixture_expect_lines(f, 2, CUT "\n" WARNED(8) "\n" END "\n");
}

static const char *const first_lines[] = { CUT, WARNED(1), "1 one", END };
static const char *const second_lines[] = { CUT, WARNED(2), "2 two", END };

/* Bit n of @order tells who prints the nth line. */
static void interleave(struct fixture *f, u32 order)
{
	u32 lines = 2 * ARRAY_SIZE(first_lines), n, first = 0, second = 0;
	const char *opener = NULL;

	for (n = 0; n < lines; n++) {
		if (order & BIT(n)) {
			opener = opener ?: "1";
			fixture_say(f, TASK(1), first_lines[first++]);
		} else {
			opener = opener ?: "2";
			fixture_say(f, TASK(2), second_lines[second++]);
		}
		fixture_say(f, TASK(3), "an ordinary line in between");
	}
}

static void interleaved_reports_are_told_apart(struct kunit *test)
{
	u32 lines = 2 * ARRAY_SIZE(first_lines), order;
	struct fixture *f = fixture_new(test);
	u64 first;

	/* Every way in which two contexts can print four lines each. */
	for (order = 0; order < BIT(lines); order++) {
		if (hweight32(order) != ARRAY_SIZE(first_lines))
			continue;
		memset(f->memory, 0, FIXTURE_REGION_BYTES);
		f->printk_at = 0;
		fixture_reboot(f, 1);
		interleave(f, order);
		first = order & 1 ? 1 : 2;
		fixture_expect_lines(f, first,
				     CUT "\n" WARNED(1) "\n1 one\n" END "\n");
		fixture_expect_lines(f, 3 - first,
				     CUT "\n" WARNED(2) "\n2 two\n" END "\n");
	}
}

static void nmi_backtrace_goes_to_who_asked(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:");
	fixture_say(f, TASK(7), "Sending NMI from CPU 0 to CPUs 1:");
	fixture_say(f, NMI(1), "NMI backtrace for cpu 1");
	fixture_say(f, NMI(1), "Call Trace:");
	fixture_say(f, NMI(1), " f+0x1/0x2");
	fixture_say(f, TASK(7), STARVED);
	fixture_say(f, NMI(2), "NMI backtrace for cpu 2");
	fixture_expect_lines(f, 1,
			     "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
			     "Sending NMI from CPU 0 to CPUs 1:\n"
			     "NMI backtrace for cpu 1\n"
			     "Call Trace:\n"
			     " f+0x1/0x2\n"
			     STARVED "\n");
}

/* Its own slot is another report's by then. */
static void acknowledged_report_leaves_no_stream(struct kunit *test)
{
	const u8 boot[CRASHREC_ID_BYTES] = { 1 };
	struct fixture *f = fixture_new(test);
	struct crashrec_slot *slots = f->assembler.slots;
	u32 i;

	fixture_say(f, TASK(7), "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:");
	fixture_say(f, TASK(7), "Sending NMI from CPU 0 to CPUs 1:");
	fixture_say(f, NMI(1), "NMI backtrace for cpu 1");
	fixture_say(f, TASK(7), "BUG: sleeping function called from invalid context at a.c:1");
	KUNIT_ASSERT_EQ(test, atomic64_read(&slots[0].owner),
			CRASHREC_SLOT_CLOSING);
	for (i = 100; atomic64_read(&slots[0].owner) ==
		      CRASHREC_SLOT_CLOSING; i++)
		fixture_say(f, TASK(i), CUT);
	KUNIT_ASSERT_EQ(test, slots[1].writer.seq, 1);
	KUNIT_ASSERT_NE(test, atomic64_read(&slots[1].owner), 0);
	KUNIT_ASSERT_EQ(test, crashrec_closer_ack(&f->closer, 1, boot), 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&slots[1].owner), 0);
	fixture_say(f, NMI(1), " f+0x1/0x2");
	KUNIT_EXPECT_NULL(test, fixture_gather(f, 1));
}

/* As if the report were let go of just when its next stream begins. */
static void stream_of_a_report_that_goes_is_none(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_slot *slots = f->assembler.slots;
	u64 key;

	fixture_say(f, TASK(7), "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:");
	fixture_say(f, TASK(7), "Sending NMI from CPU 0 to CPUs 1:");
	KUNIT_ASSERT_PTR_EQ(test, f->assembler.nmi_parent, &slots[0]);
	KUNIT_ASSERT_TRUE(test, crashrec_slot_lock(&slots[0], &key));
	crashrec_slot_free(&f->assembler, &slots[0]);
	KUNIT_EXPECT_NULL(test, f->assembler.nmi_parent);
	fixture_say(f, NMI(1), "NMI backtrace for cpu 1");
	KUNIT_EXPECT_EQ(test, atomic_read(&f->assembler.used), 0);
}

static void expect_heads(struct fixture *f, u32 count, const char *text,
			 u32 cause)
{
	struct crashrec_lost_head heads[CRASHREC_LOST_HEADS];
	u32 i;

	KUNIT_ASSERT_EQ(f->test, count,
			cr_region_lost_heads(&f->ring.image, &f->ring.running,
					     f->ring.boot_n, heads));
	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_EQ(f->test, heads[i].text_bytes, strlen(text));
		KUNIT_EXPECT_EQ(f->test, 0, memcmp(heads[i].text, text,
						   heads[i].text_bytes));
		KUNIT_EXPECT_EQ(f->test, heads[i].cause, cause);
	}
}

static void reports_beyond_the_slots_are_counted(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	for (i = 1; i <= CRASHREC_SLOTS + 3; i++)
		fixture_say(f, TASK(i), WARNED(7));
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened),
			CRASHREC_SLOTS);
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_REPORT_SLOTS]),
			3);
	expect_heads(f, 3, WARNED(7), CRASHREC_LOST_REPORT_SLOTS);
	for (; i <= CRASHREC_SLOTS + 9; i++)
		fixture_say(f, TASK(i), WARNED(7));
	expect_heads(f, CRASHREC_LOST_HEADS, WARNED(7),
		     CRASHREC_LOST_REPORT_SLOTS);
}

static void slots_of_reports_that_ended_are_had(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	/* The closer does not come. */
	for (i = 1; i <= CRASHREC_SLOTS + 3; i++) {
		fixture_say(f, TASK(7), CUT);
		fixture_say(f, TASK(7), WARNED(7));
		fixture_say(f, TASK(7), END);
	}
	for (i = 1; i <= CRASHREC_SLOTS + 3; i++)
		fixture_expect_lines(f, i, CUT "\n" WARNED(7) "\n" END "\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.close.state, 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_closed), 3);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void report_without_a_slot_counts_once(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	for (i = 1; i <= CRASHREC_SLOTS; i++)
		fixture_say(f, TASK(i), CUT);
	fixture_say(f, TASK(i), CUT);
	fixture_say(f, TASK(i), WARNED(33));
	fixture_say(f, TASK(i), END);
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_REPORT_SLOTS]),
			1);
}

static void header_does_not_wait_for_the_closer(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u64 key;

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), END);
	/* As the closer has it, while it closes the report. */
	KUNIT_ASSERT_TRUE(test, crashrec_slot_lock(&f->assembler.slots[0],
						   &key));
	fixture_say(f, TASK(7), CUT);
	crashrec_slot_give_back(&f->assembler.slots[0], key);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" END "\n");
	fixture_expect_lines(f, 2, CUT "\n" WARNED(7) "\n" END "\n");
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void header_behind_cut_stays_with_it(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u64 key;

	fixture_say(f, TASK(7), CUT);
	KUNIT_ASSERT_TRUE(test, crashrec_slot_lock(&f->assembler.slots[0],
						   &key));
	fixture_say(f, TASK(7), WARNED(7));
	crashrec_slot_give_back(&f->assembler.slots[0], key);
	fixture_say(f, TASK(7), END);
	fixture_close(f);
	fixture_expect_lines(f, 1, CUT "\n" END "\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.lines_lost, 1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 1);
}

/* A context that found its slot busy may be slower than the slot's next report. */
static void loss_is_counted_with_its_own_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_slot *slot = &f->assembler.slots[0];
	u32 former, i;

	for (i = 0; i < 2; i++) {
		fixture_say(f, TASK(7), CUT);
		if (!i)
			former = slot->generation;
		crashrec_slot_lose_line(slot, former);
		fixture_say(f, TASK(7), END);
		fixture_settle(f);
		KUNIT_ASSERT_EQ(test, crashrec_slot_owner(slot), 0);
	}
	fixture_expect_lines(f, 1, CUT "\n" END "\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.lines_lost, 1);
	fixture_expect_lines(f, 2, CUT "\n" END "\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.lines_lost, 0);
}

static void report_beyond_the_limit_is_truncated(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;
	u32 i;

	f->assembler.max_report_bytes = 1024;
	fixture_say(f, TASK(7), CUT);
	for (i = 0; i < 30; i++)
		fixture_say(f, TASK(7), "a line of this report");
	fixture_close(f);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_EQ(test, g->close.state, CRASHREC_STATE_TRUNCATED);
	KUNIT_EXPECT_EQ(test, g->line_count + g->lines_lost, 31);
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_LINE_LIMIT]),
			g->lines_lost);
}

static void full_region_keeps_the_first_and_counts(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i, chunks = f->ring.layout.chunk_count;

	/* None is acknowledged, and each takes a chunk. */
	for (i = 0; i < chunks + 5; i++) {
		fixture_say(f, TASK(7), CUT);
		fixture_say(f, TASK(7), END);
		fixture_close(f);
		f->printk_at = 0;
	}
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_REPORT_FULL]),
			5);
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_LINE_ORPHAN]),
			10);
	fixture_expect_lines(f, 1, CUT "\n" END "\n");
	fixture_expect_lines(f, chunks, CUT "\n" END "\n");
}

/* A report without a line could never be read, nor acknowledged. */
static void lines_from_before_leave_room_for_a_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i, chunks = f->ring.layout.chunk_count;

	for (i = 0; i < 32; i++)
		pr_info("an ordinary line, of which there are so many that they fill a chunk of the region: %u\n",
			i);
	f->assembler.before_lines = 32;
	for (i = 0; i < chunks; i++) {
		fixture_say(f, TASK(7), CUT);
		fixture_say(f, TASK(7), END);
		fixture_close(f);
		f->printk_at = 0;
	}
	for (i = 1; i <= atomic64_read(&f->stats.reports_opened); i++)
		KUNIT_EXPECT_NOT_NULL(test, fixture_gather(f, i));
	KUNIT_EXPECT_GT(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_REPORT_FULL]),
			0);
}

/* The later one is in the slot before. */
static void first_of_two_that_end_together_is_kept(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	f->closer.kept.copies = 1;
	fixture_say(f, TASK(1), CUT);
	fixture_say(f, TASK(2), CUT);
	fixture_say(f, TASK(2), WARNED(2));
	fixture_say(f, TASK(2), "Call Trace:");
	fixture_say(f, TASK(2), " g+0x1/0x2");
	fixture_say(f, TASK(1), WARNED(1));
	fixture_say(f, TASK(1), END);
	f->assembler.slots[0].last_jiffies = jiffies - msecs_to_jiffies(60000);
	crashrec_closer_run(&f->closer);
	KUNIT_ASSERT_EQ(test, atomic64_read(&f->assembler.slots[0].owner), 0);
	fixture_say(f, TASK(3), CUT);
	fixture_say(f, TASK(3), WARNED(3));
	fixture_say(f, TASK(3), "Call Trace:");
	fixture_say(f, TASK(3), " g+0x1/0x2");
	KUNIT_ASSERT_EQ(test, f->assembler.slots[0].writer.seq, 3);
	fixture_say(f, TASK(3), END);
	fixture_say(f, TASK(2), END);
	fixture_settle(f);
	KUNIT_EXPECT_NOT_NULL(test, fixture_gather(f, 2));
	KUNIT_EXPECT_NULL(test, fixture_gather(f, 3));
}

static void panic_cuts_the_reports_of_others(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(1), CUT);
	fixture_say(f, TASK(2), CUT);
	fixture_say(f, TASK(2), WARNED(2));
	fixture_say(f, TASK(2), END);
	crashrec_closer_panic(&f->closer);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, f->reader.gather.close.state,
			CRASHREC_STATE_CUT_BY_PANIC);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 2));
	KUNIT_EXPECT_EQ(test, f->reader.gather.close.state,
			CRASHREC_STATE_COMPLETE);
}

static u8 state_when_closed(struct fixture *f)
{
	fixture_close(f);
	KUNIT_ASSERT_NOT_NULL(f->test, fixture_gather(f, 1));
	return f->reader.gather.close.state;
}

/* The module goes, or came, in the middle of it. */
static void report_that_may_go_on_is_truncated(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	f->now_ns = local_clock() - NSEC_PER_MSEC;
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	KUNIT_EXPECT_EQ(test, state_when_closed(f), CRASHREC_STATE_TRUNCATED);
}

/* The closer knows that it is over: a clock that says otherwise is none. */
static void silent_report_is_complete(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	f->now_ns = local_clock() - NSEC_PER_MSEC;
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	f->assembler.slots[0].last_jiffies -= 60 * HZ;
	crashrec_closer_run(&f->closer);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, f->reader.gather.close.state,
			CRASHREC_STATE_COMPLETE);
}

static void report_that_ended_is_complete(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	f->now_ns = local_clock() - NSEC_PER_MSEC;
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	fixture_say(f, TASK(7), END);
	KUNIT_EXPECT_EQ(test, state_when_closed(f), CRASHREC_STATE_COMPLETE);
}

static void report_that_was_silent_is_complete(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	f->now_ns = local_clock() - 700 * NSEC_PER_MSEC;
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED(7));
	KUNIT_EXPECT_EQ(test, state_when_closed(f), CRASHREC_STATE_COMPLETE);
}

static struct kunit_case assembler_cases[] = {
	KUNIT_CASE(report_is_kept_line_for_line),
	KUNIT_CASE(continuation_is_joined),
	KUNIT_CASE(moved_continuation_is_joined),
	KUNIT_CASE(many_lines_in_one_text_are_split),
	KUNIT_CASE(header_behind_other_text_opens_nothing),
	KUNIT_CASE(further_lines_of_a_text_are_none),
	KUNIT_CASE(empty_lines_before_a_header_are_nothing),
	KUNIT_CASE(continuation_begins_no_report),
	KUNIT_CASE(next_report_of_a_context_is_another),
	KUNIT_CASE(interleaved_reports_are_told_apart),
	KUNIT_CASE(nmi_backtrace_goes_to_who_asked),
	KUNIT_CASE(acknowledged_report_leaves_no_stream),
	KUNIT_CASE(stream_of_a_report_that_goes_is_none),
	KUNIT_CASE(reports_beyond_the_slots_are_counted),
	KUNIT_CASE(slots_of_reports_that_ended_are_had),
	KUNIT_CASE(report_without_a_slot_counts_once),
	KUNIT_CASE(header_does_not_wait_for_the_closer),
	KUNIT_CASE(header_behind_cut_stays_with_it),
	KUNIT_CASE(loss_is_counted_with_its_own_report),
	KUNIT_CASE(report_beyond_the_limit_is_truncated),
	KUNIT_CASE(full_region_keeps_the_first_and_counts),
	KUNIT_CASE(lines_from_before_leave_room_for_a_report),
	KUNIT_CASE(first_of_two_that_end_together_is_kept),
	KUNIT_CASE(panic_cuts_the_reports_of_others),
	KUNIT_CASE(report_that_may_go_on_is_truncated),
	KUNIT_CASE(silent_report_is_complete),
	KUNIT_CASE(report_that_ended_is_complete),
	KUNIT_CASE(report_that_was_silent_is_complete),
	{}
};

static struct kunit_suite assembler_suite = {
	.name = "crashrec_assembler",
	.test_cases = assembler_cases,
};

kunit_test_suites(&assembler_suite);

MODULE_DESCRIPTION("KUnit tests of crashrec");
MODULE_LICENSE("GPL");
