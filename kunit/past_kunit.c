// SPDX-License-Identifier: GPL-2.0
/*
 * What was printed while the module was not loaded.
 */
#include <linux/time64.h>
#include <linux/vmalloc.h>

#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define WARNED	"WARNING: CPU: 0 PID: 7 at a.c:1 f+0x1/0x2"
#define FRAME	" g+0x1/0x2"
#define END	"---[ end trace 0000000000000000 ]---"
#define LINES	CUT "\n" WARNED "\nCall Trace:\n" FRAME "\n" END "\n"
#define STALLED	"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:"

static void take(struct fixture *f)
{
	KUNIT_ASSERT_EQ(f->test, crashrec_past_take(&f->closer), 0);
	crashrec_closer_finish(&f->closer, CRASHREC_KEY_LOG);
}

static void warn(struct fixture *f)
{
	fixture_log(f, TASK(7), CUT);
	fixture_log(f, TASK(7), WARNED);
	fixture_log(f, TASK(7), "Call Trace:");
	fixture_log(f, TASK(7), FRAME);
	fixture_log(f, TASK(7), END);
}

static u64 opened(const struct fixture *f)
{
	return atomic64_read(&f->stats.reports_opened);
}

static void report_is_taken_and_marked(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;

	f->assembler.before_lines = 1;
	fixture_log(f, TASK(1), "an ordinary line");
	warn(f);
	fixture_log(f, TASK(1), "an ordinary line");
	take(f);
	/* The context went on, so that the closer may take its time. */
	fixture_close(f);
	fixture_expect_lines(f, 1, LINES);
	g = &f->reader.gather;
	KUNIT_EXPECT_EQ(test, g->marks, CRASHREC_REC_F_FROM_LOG);
	KUNIT_EXPECT_EQ(test, g->origin_bytes, 0);
	KUNIT_EXPECT_EQ(test, g->before_count, 1);
	KUNIT_EXPECT_EQ(test, g->close.state, CRASHREC_STATE_COMPLETE);
	KUNIT_EXPECT_EQ(test, g->lines[0].time_ns, f->log[1].time_ns);
	KUNIT_EXPECT_EQ(test, g->lines[0].pid, CRASHREC_NO_PID);
	KUNIT_EXPECT_EQ(test, opened(f), 1);
}

static void repeat_without_an_end_is_counted(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	f->closer.kept.copies = 1;
	fixture_log(f, TASK(1), "an ordinary line");
	for (i = 0; i < 6; i++) {
		fixture_log(f, TASK(7),
			    "INFO: task x:12 blocked for more than 143 seconds.");
		fixture_log(f, TASK(7), "Call Trace:");
		fixture_log(f, TASK(7), FRAME);
		f->now_ns += 5 * NSEC_PER_SEC;
	}
	take(f);
	KUNIT_EXPECT_EQ(test, opened(f), 6);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_repeated), 5);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
	KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring),
			f->ring.layout.chunk_count - 1);
}

static void what_a_process_wrote_is_not(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 i;

	fixture_log(f, TASK(1), "an ordinary line");
	warn(f);
	for (i = 0; i < f->log_count; i++)
		f->log[i].facility = 1;
	take(f);
	KUNIT_EXPECT_EQ(test, opened(f), 0);
}

static void nothing_is_taken_twice(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_log(f, TASK(1), "an ordinary line");
	warn(f);
	take(f);
	take(f);
	KUNIT_EXPECT_EQ(test, opened(f), 1);
	/* Loaded again in the same boot. */
	fixture_reboot(f, 1);
	take(f);
	KUNIT_EXPECT_EQ(test, opened(f), 0);
	warn(f);
	take(f);
	fixture_expect_lines(f, 2, LINES);
	KUNIT_EXPECT_EQ(test, opened(f), 1);
	/* In another boot the log is another, too. */
	fixture_reboot(f, 2);
	take(f);
	KUNIT_EXPECT_EQ(test, opened(f), 2);
}

static void report_goes_on_behind_the_first_look(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_log(f, TASK(1), "an ordinary line");
	fixture_log(f, TASK(7), CUT);
	fixture_log(f, TASK(7), WARNED);
	KUNIT_ASSERT_EQ(test, crashrec_past_take(&f->closer), 0);
	fixture_log(f, TASK(7), "Call Trace:");
	fixture_log(f, TASK(7), FRAME);
	fixture_log(f, TASK(7), END);
	take(f);
	fixture_expect_lines(f, 1, LINES);
	KUNIT_EXPECT_EQ(test, opened(f), 1);
}

static void silence_ends_a_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_log(f, TASK(1), "an ordinary line");
	fixture_log(f, TASK(7), CUT);
	fixture_log(f, TASK(7), WARNED);
	f->now_ns += 5 * NSEC_PER_SEC;
	fixture_log(f, TASK(7), FRAME);
	take(f);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n");
}

static void lines_of_a_record_are_told_apart(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_log(f, TASK(1), "an ordinary line");
	fixture_log(f, TASK(7), "\n" CUT);
	fixture_log(f, TASK(7), WARNED "\nin [x]\n\n" CUT);
	fixture_log(f, TASK(7), "");
	fixture_log(f, TASK(7), END);
	take(f);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\nin [x]\n\n" CUT "\n\n"
			     END "\n");
}

/* With no prefix to speak of, nothing may be read before the text. */
static void text_may_begin_with_its_page(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_context context = {
		.key = CRASHREC_KEY_VALID | CRASHREC_KEY_LOG,
		.log_seq = 1,
		.is_kernels = true,
	};
	char *text = vmalloc(PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, text);
	strscpy(text, CUT, PAGE_SIZE);
	crashrec_assemble_in(&f->assembler, &context, text, strlen(CUT));
	strscpy(text, WARNED, PAGE_SIZE);
	crashrec_assemble_in(&f->assembler, &context, text, strlen(WARNED));
	vfree(text);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n");
}

static void callers_are_kept_apart(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		kunit_skip(test, "this kernel's log does not tell callers");
	f->callers = true;
	fixture_log(f, TASK(1), "an ordinary line");
	fixture_log(f, TASK(7), CUT);
	fixture_log(f, TASK(8), STALLED);
	fixture_log(f, TASK(7), WARNED);
	fixture_log(f, TASK(8), "Sending NMI from CPU 0 to CPUs 1:");
	fixture_log(f, NMI(1), "NMI backtrace for cpu 1");
	fixture_log(f, NMI(1), FRAME);
	fixture_log(f, TASK(7), END);
	take(f);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n" END "\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.lines[0].pid, 7);
	fixture_expect_lines(f, 2, STALLED "\n"
			     "Sending NMI from CPU 0 to CPUs 1:\n"
			     "NMI backtrace for cpu 1\n" FRAME "\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.lines[2].cpu, 1);
}

static struct kunit_case past_cases[] = {
	KUNIT_CASE(report_is_taken_and_marked),
	KUNIT_CASE(repeat_without_an_end_is_counted),
	KUNIT_CASE(what_a_process_wrote_is_not),
	KUNIT_CASE(nothing_is_taken_twice),
	KUNIT_CASE(report_goes_on_behind_the_first_look),
	KUNIT_CASE(silence_ends_a_report),
	KUNIT_CASE(lines_of_a_record_are_told_apart),
	KUNIT_CASE(text_may_begin_with_its_page),
	KUNIT_CASE(callers_are_kept_apart),
	{}
};

static struct kunit_suite past_suite = {
	.name = "crashrec_past",
	.test_cases = past_cases,
};

kunit_test_suites(&past_suite);
