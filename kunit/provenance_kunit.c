// SPDX-License-Identifier: GPL-2.0
/*
 * Whose the lines of a report are: what the kernel says, and what a process
 * writes before, in and behind it.
 */
#include <linux/time64.h>

#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define WARNED	"WARNING: CPU: 0 PID: 7 at a.c:1 f+0x1/0x2"
#define KASAN	"BUG: KASAN: slab-use-after-free in evil+0x1/0x2"
#define NULLED	"BUG: kernel NULL pointer dereference, address: 0000000000000001"
#define DIGITS_64 "0000000000000000000000000000000000000000000000000000000000000001"
#define LONG_NULLED	(NULLED DIGITS_64 DIGITS_64 DIGITS_64 DIGITS_64 \
			 DIGITS_64 DIGITS_64 DIGITS_64 DIGITS_64)
#define NEWLINES_8	"\n\n\n\n\n\n\n\n"
#define LATE_NULLED	(NEWLINES_8 NEWLINES_8 NEWLINES_8 NEWLINES_8 NULLED)
#define RSS	"BUG: Bad rss-counter state mm:00000000cafe type:MM_ANONPAGES val:1"
#define TRACE	"Call Trace:"
#define FRAME	" g+0x1/0x2"
#define EVIL	" evil+0x1/0x2"
#define END	"---[ end trace 0000000000000000 ]---"
#define TITLE	"WARNING in g"
#define NOTHING	"user text"

#define STEPS_MAX	12
#define CLOCK_LAG_NS	NSEC_PER_MSEC

enum act {
	NOTHING_MORE, SAYS, GOES_ON, FORGES, OTHER_SAYS, OTHER_WRITES,
	CLEARS,		/* dmesg -c */
	HIDES,		/* another CPU's record is not finished */
	SHOWS,		/* it is */
};

/**
 * struct provenance_case - what is printed, and what is made of it
 * @desc: name
 * @steps: who prints what; OTHER is another process
 * @title: of the first record
 * @users: bit n: line n of it is a process's
 * @flags: of its flags USER and UNVERIFIED
 * @next_title: of the second record, NULL: there is none
 * @gone: so many records are gone from the log when it is closed
 * @pending: the last record is not there before it was pushed so often
 * @no_times: the log tells none
 * @callers: the log tells threads
 * @lags: the clock where the kernel prints is behind
 * @at_once: a microsecond is between the texts
 */
struct provenance_case {
	const char *desc;
	struct {
		enum act act;
		const char *text;
	} steps[STEPS_MAX];
	const char *title;
	u32 users;
	u32 flags;
	const char *next_title;
	u32 gone;
	u32 pending;
	bool no_times;
	bool callers;
	bool lags;
	bool at_once;
};

static const struct provenance_case cases[] = {
	{ "kernels",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = TITLE },
	{ "kernels, no times",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = TITLE,
	  .no_times = true },
	{ "kernels, callers",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = TITLE,
	  .callers = true },
	{ "kernels, no times but callers",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = TITLE,
	  .no_times = true, .callers = true },
	{ "forged",
	  .steps = { { FORGES, CUT }, { FORGES, WARNED }, { FORGES, TRACE },
		     { FORGES, EVIL }, { FORGES, END } },
	  .title = NOTHING, .users = 0x1f,
	  .flags = CRASHREC_REC_F_USER },
	{ "forged, no times",
	  .steps = { { FORGES, CUT }, { FORGES, WARNED }, { FORGES, TRACE },
		     { FORGES, EVIL }, { FORGES, END } },
	  .title = NOTHING,
	  .users = 0x1f, .flags = CRASHREC_REC_F_USER, .no_times = true },
	{ "forged, callers",
	  .steps = { { FORGES, CUT }, { FORGES, WARNED }, { FORGES, TRACE },
		     { FORGES, EVIL }, { FORGES, END } },
	  .title = NOTHING,
	  .users = 0x1f, .flags = CRASHREC_REC_F_USER, .callers = true },
	{ "header alone",
	  .steps = { { FORGES, KASAN } }, .title = NOTHING,
	  .users = 1, .flags = CRASHREC_REC_F_USER },
	{ "header without newline",
	  .steps = { { FORGES, KASAN } },
	  .title = NOTHING, .users = 1, .flags = CRASHREC_REC_F_USER,
	  .pending = 1 },
	{ "header behind empty lines",
	  .steps = { { FORGES, "\n\n" KASAN "\n" EVIL } }, .title = NOTHING,
	  .users = 3, .flags = CRASHREC_REC_F_USER },
	{ "header that ends in spaces",
	  .steps = { { FORGES, KASAN "  \t " } },
	  .title = NOTHING, .users = 1, .flags = CRASHREC_REC_F_USER },
	{ "frame behind the real header",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE },
		     { FORGES, EVIL }, { SAYS, FRAME }, { SAYS, END } },
	  .title = TITLE, .users = BIT(3) },
	{ "frames behind the real header",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { FORGES, TRACE },
		     { FORGES, EVIL }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = TITLE, .users = BIT(2) | BIT(3) },
	{ "copy of a frame behind it",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE },
		     { SAYS, FRAME }, { FORGES, FRAME }, { SAYS, END } },
	  .title = TITLE, .users = BIT(4) },
	{ "header before the real one",
	  .steps = { { FORGES, WARNED },
		     { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = NOTHING, .users = 1, .flags = CRASHREC_REC_F_USER,
	  .next_title = TITLE },
	{ "header before the kernel's own stack",
	  .steps = { { FORGES, KASAN }, { SAYS, "CPU: 0 PID: 7 Comm: x" },
		     { SAYS, TRACE }, { SAYS, FRAME } },
	  .title = "corrupted report", .users = 1 },
	{ "cut line before the real header",
	  .steps = { { FORGES, CUT }, { SAYS, WARNED }, { SAYS, TRACE },
		     { SAYS, FRAME }, { SAYS, END } },
	  .title = TITLE, .users = 1 },
	{ "cut line before the real one, clocks apart",
	  .steps = { { FORGES, CUT }, { SAYS, CUT }, { SAYS, WARNED },
		     { SAYS, TRACE }, { SAYS, FRAME }, { SAYS, END } },
	  .title = NOTHING, .users = 1, .flags = CRASHREC_REC_F_USER,
	  .next_title = TITLE, .lags = true },
	{ "copy behind the real one",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END },
		     { FORGES, CUT }, { FORGES, WARNED }, { FORGES, TRACE },
		     { FORGES, EVIL }, { FORGES, END } },
	  .title = TITLE, .next_title = NOTHING },
	{ "same header by another just before",
	  .steps = { { SAYS, CUT }, { OTHER_WRITES, WARNED }, { SAYS, WARNED },
		     { SAYS, TRACE }, { SAYS, FRAME }, { SAYS, END } },
	  .title = TITLE, .next_title = NOTHING, .at_once = true },
	{ "same header by another, no times",
	  .steps = { { SAYS, CUT }, { OTHER_WRITES, WARNED }, { SAYS, WARNED },
		     { SAYS, TRACE }, { SAYS, FRAME }, { SAYS, END } },
	  .title = TITLE, .flags = CRASHREC_REC_F_UNVERIFIED,
	  .next_title = "WARNING in corrupted", .no_times = true },
	{ "header in another's name",
	  .steps = { { FORGES, CUT }, { OTHER_SAYS, "name\n" WARNED },
		     { FORGES, WARNED } },
	  .title = NOTHING, .users = 3, .flags = CRASHREC_REC_F_USER,
	  .at_once = true },
	{ "header that another's report has, callers",
	  .steps = { { FORGES, CUT }, { OTHER_SAYS, CUT },
		     { OTHER_SAYS, WARNED }, { FORGES, WARNED } },
	  .title = NOTHING, .users = 3, .flags = CRASHREC_REC_F_USER,
	  .next_title = "WARNING in corrupted", .at_once = true,
	  .callers = true },
	{ "name with newlines",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED },
		     { SAYS, "Comm: x\n" KASAN "\n" EVIL }, { SAYS, TRACE },
		     { SAYS, FRAME }, { SAYS, END } },
	  .title = TITLE },
	{ "continued lines",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, "Modules" },
		     { GOES_ON, " linked\nin:" }, { GOES_ON, " one" }, { SAYS, TRACE },
		     { SAYS, FRAME }, { SAYS, END } },
	  .title = TITLE },
	{ "empty lines",
	  .steps = { { SAYS, "\n" CUT }, { SAYS, "" }, { SAYS, "\n" WARNED },
		     { SAYS, TRACE }, { SAYS, FRAME }, { SAYS, END "\n" } },
	  .title = TITLE },
	{ "kernels, gone from the log",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE }, { SAYS, FRAME },
		     { SAYS, END } },
	  .title = TITLE,
	  .flags = CRASHREC_REC_F_UNVERIFIED, .gone = 1 },
	{ "forged, gone from the log",
	  .steps = { { FORGES, KASAN } },
	  .title = "KASAN: slab-use-after-free in evil",
	  .flags = CRASHREC_REC_F_UNVERIFIED, .gone = 1 },
	{ "last line hidden yet behind another's copy",
	  .steps = { { SAYS, CUT }, { SAYS, WARNED }, { SAYS, TRACE },
		     { SAYS, FRAME }, { OTHER_WRITES, END }, { SAYS, END } },
	  .title = TITLE, .at_once = true, .pending = 1 },
	{ "header before the kernel's",
	  .steps = { { FORGES, NULLED }, { SAYS, RSS } },
	  .title = NOTHING, .users = 1, .flags = CRASHREC_REC_F_USER,
	  .next_title = "BUG: Bad rss-counter state" },
	{ "header before the kernel's, gone",
	  .steps = { { FORGES, NULLED }, { CLEARS, NULL }, { SAYS, RSS } },
	  .title = "BUG: unable to handle kernel NULL pointer dereference in corrupted",
	  .flags = CRASHREC_REC_F_UNVERIFIED,
	  .next_title = "BUG: Bad rss-counter state" },
	{ "long header before the kernel's",
	  .steps = { { FORGES, LONG_NULLED }, { SAYS, RSS } },
	  .title = NOTHING, .users = 1, .flags = CRASHREC_REC_F_USER,
	  .next_title = "BUG: Bad rss-counter state" },
	{ "header behind many empty lines is none",
	  .steps = { { FORGES, LATE_NULLED }, { SAYS, RSS } },
	  .title = "BUG: Bad rss-counter state" },
	{ "two headers of one oops, copied meanwhile",
	  .steps = { { SAYS, NULLED }, { OTHER_WRITES, NULLED },
		     { SAYS, "Oops: 0000 [#1] PREEMPT SMP" },
		     { SAYS, "RIP: 0010:f+0x1/0x2" } },
	  .title = "BUG: unable to handle kernel NULL pointer dereference in f",
	  .next_title = NOTHING },
	{ "two headers of one oops",
	  .steps = { { SAYS, NULLED }, { SAYS, "Oops: 0000 [#1] PREEMPT SMP" },
		     { SAYS, "RIP: 0010:f+0x1/0x2" } },
	  .title = "BUG: unable to handle kernel NULL pointer dereference in f" },
	{ "two headers of one oops, not readable yet",
	  .steps = { { HIDES, NULL }, { SAYS, NULLED },
		     { SAYS, "Oops: 0000 [#1] PREEMPT SMP" },
		     { SAYS, "RIP: 0010:f+0x1/0x2" }, { SHOWS, NULL } },
	  .title = "BUG: unable to handle kernel NULL pointer dereference in f" },
	{ "never in the log",
	  .steps = { { FORGES, KASAN } },
	  .title = "KASAN: slab-use-after-free in evil",
	  .flags = CRASHREC_REC_F_UNVERIFIED, .pending = 2 },
};

KUNIT_ARRAY_PARAM_DESC(provenance, cases, desc);

static void print_all(struct fixture *f, const struct provenance_case *c)
{
	const char *text;
	u32 i;

	for (i = 0; i < STEPS_MAX; i++) {
		text = c->steps[i].text;
		switch (c->steps[i].act) {
		case NOTHING_MORE:
			return;
		case SAYS:
			f->now_ns -= c->lags ? CLOCK_LAG_NS : 0;
			fixture_say(f, PROCESS(7), text);
			f->now_ns += c->lags ? CLOCK_LAG_NS : 0;
			break;
		case GOES_ON:
			fixture_say_more(f, PROCESS(7), text);
			break;
		case FORGES:
			fixture_write(f, PROCESS(7), text);
			break;
		case OTHER_SAYS:
			fixture_say(f, PROCESS(8), text);
			break;
		case OTHER_WRITES:
			fixture_write(f, PROCESS(8), text);
			break;
		case CLEARS:
			f->log_first = f->log_count;
			break;
		case HIDES:
			fixture_log(f, PROCESS(8), "of another CPU");
			f->log_hole = f->log_count;
			break;
		case SHOWS:
			f->log_hole = 0;
			break;
		}
	}
}

static void expect_title(struct fixture *f, u64 seq, const char *title)
{
	const struct cr_gather *g = fixture_gather(f, seq);
	char got[CR_TITLE_MAX_BYTES + 1] = "";

	if (g)
		memcpy(got, g->facts.title, g->facts.title_bytes);
	KUNIT_EXPECT_STREQ(f->test, got, title);
}

static u32 flags_of(const struct cr_gather *g)
{
	return (g->facts.flags | g->marks) &
	       (CRASHREC_REC_F_USER | CRASHREC_REC_F_UNVERIFIED);
}

static void line_is_whose_it_is(struct kunit *test)
{
	const struct provenance_case *c = test->param_value;
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;
	u32 i, users = 0;

	f->no_times = c->no_times;
	f->callers = c->callers;
	if (c->at_once)
		f->step_ns = NSEC_PER_USEC;
	print_all(f, c);
	f->log_first = max_t(u32, f->log_first, c->gone);
	f->log_pending = c->pending;
	fixture_close(f);
	expect_title(f, 1, c->title);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	for (i = 0; i < g->line_count; i++)
		if (g->lines[i].flags & CRASHREC_LINE_F_USER)
			users |= BIT(i);
	KUNIT_EXPECT_EQ(test, users, c->users);
	KUNIT_EXPECT_EQ(test, flags_of(g), c->flags);
	KUNIT_EXPECT_EQ(test, g->close.state, CRASHREC_STATE_COMPLETE);
	if (c->next_title)
		expect_title(f, 2, c->next_title);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened),
			c->next_title ? 2 : 1);
}

static void open_report_is_unverified(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;

	fixture_say(f, PROCESS(7), CUT);
	fixture_say(f, TASK(8), CUT);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_EQ(test, flags_of(g), CRASHREC_REC_F_UNVERIFIED);
	g = fixture_gather(f, 2);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_EQ(test, flags_of(g), 0);
}

/* As the closer does it where a report was only silent. */
static void settle(struct fixture *f)
{
	const struct crashrec_search search = {
		.log = f->assembler.log, .steps = CRASHREC_SEARCH_STEPS,
	};
	u64 key;

	KUNIT_ASSERT_TRUE(f->test, crashrec_slot_lock(&f->assembler.slots[0],
						      &key));
	KUNIT_ASSERT_NOT_NULL(f->test, fixture_gather(f, 1));
	crashrec_log_search(&search, &f->reader.gather);
	crashrec_slot_close(&f->assembler, &f->assembler.slots[0],
			    CRASHREC_STATE_COMPLETE, &f->reader.gather);
	crashrec_slot_give_back(&f->assembler.slots[0], key);
}

static void report_that_goes_on_is_unverified(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, PROCESS(7), CUT);
	fixture_say(f, PROCESS(7), WARNED);
	settle(f);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, flags_of(&f->reader.gather), 0);
	fixture_write(f, PROCESS(7), TRACE);
	fixture_write(f, PROCESS(7), EVIL);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, flags_of(&f->reader.gather),
			CRASHREC_REC_F_UNVERIFIED);
	fixture_close(f);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 1));
	KUNIT_EXPECT_EQ(test, flags_of(&f->reader.gather), 0);
	KUNIT_EXPECT_TRUE(test, f->reader.gather.facts.flags &
				CRASHREC_REC_F_CORRUPTED);
}

static void panic_looks_as_well(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_write(f, PROCESS(7), KASAN);
	fixture_say(f, PROCESS(8), CUT);
	fixture_say(f, PROCESS(8), WARNED);
	crashrec_closer_panic(&f->closer);
	expect_title(f, 1, NOTHING);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_user), 1);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 2));
	KUNIT_EXPECT_EQ(test, flags_of(&f->reader.gather), 0);
}

static void full_region_has_room_for_it(struct kunit *test)
{
	u32 i, chunks, count = 0;
	struct fixture *f = fixture_new(test);

	chunks = f->ring.layout.chunk_count;
	for (i = 1; i < chunks; i++) {
		fixture_say(f, TASK(7), CUT);
		fixture_close(f);
	}
	fixture_write(f, PROCESS(7), CUT);
	/* Until the chunk is full. */
	do {
		fixture_write(f, PROCESS(7), EVIL);
	} while (++count < 200 &&
		 !atomic64_read(&f->stats.lost[CRASHREC_LOST_LINE_FULL]));
	fixture_close(f);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, chunks));
	KUNIT_EXPECT_TRUE(test, f->reader.gather.lines[0].flags &
			  CRASHREC_LINE_F_USER);
	KUNIT_EXPECT_EQ(test, f->reader.gather.close.state,
			CRASHREC_STATE_TRUNCATED);
}

#define STALLED	"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:"
#define ASKS	"Sending NMI from CPU 0 to CPUs 1:"
#define ANSWERS	"NMI backtrace for cpu 1"

static void asking_in_a_text_is_not_answered(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_write(f, PROCESS(7), STALLED);
	fixture_write(f, PROCESS(7), ASKS);
	fixture_say(f, PROCESS(8), STALLED);
	fixture_say(f, PROCESS(8), ASKS);
	fixture_say(f, NMI(1), ANSWERS);
	fixture_expect_lines(f, 1, STALLED "\n" ASKS "\n");
	fixture_expect_lines(f, 2, STALLED "\n" ASKS "\n" ANSWERS "\n");
	fixture_say(f, TASK(9), STALLED);
	fixture_say(f, TASK(9), ASKS);
	fixture_write(f, PROCESS(7), ASKS);
	fixture_say(f, NMI(2), "NMI backtrace for cpu 2");
	fixture_expect_lines(f, 3, STALLED "\n" ASKS "\n"
			     "NMI backtrace for cpu 2\n");
}

#define OOPS	"Oops: general protection fault: 0000 [#1]"
#define PANIC	"Kernel panic - not syncing: Fatal exception"

/* With what may stand between the first line of an oops and its header. */
static void fill(struct fixture *f)
{
	u32 i;

	f->assembler.max_report_bytes = 8 << 10;
	fixture_write(f, PROCESS(7), "BUG: kernel NULL pointer dereference, address: 1");
	for (i = 0; i < 2000; i++) {
		fixture_write(f, PROCESS(7), "#PF: supervisor read access in kernel mode");
		if (atomic64_read(&f->stats.lost[CRASHREC_LOST_LINE_LIMIT]))
			break;
	}
	KUNIT_ASSERT_LT(f->test, i, 2000);
}

static void oops_behind_much_of_a_process_has_its_own(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fill(f);
	fixture_say(f, PROCESS(7), OOPS);
	fixture_say(f, PROCESS(7), "RIP: 0010:f+0x1/0x2");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
	fixture_expect_lines(f, 2, OOPS "\nRIP: 0010:f+0x1/0x2\n");
}

static void panic_behind_much_of_a_process_has_its_own(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fill(f);
	preempt_disable();
	oops_in_progress++;
	fixture_say(f, PROCESS(7), PANIC);
	oops_in_progress--;
	preempt_enable();
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
	fixture_expect_lines(f, 2, PANIC "\n");
}

/* What was lost of it may be the kernel's. */
static void truncated_text_of_a_process_is_unverified(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fill(f);
	fixture_close(f);
	KUNIT_ASSERT_NOT_NULL(test, fixture_gather(f, 1));
	KUNIT_EXPECT_TRUE(test, f->reader.gather.marks &
				CRASHREC_REC_F_UNVERIFIED);
}

struct name_row {
	const char *name;
	const char *text;
	u32 reports;
};

static const struct name_row name_rows[] = {
	{ "a header", "BUG: KASAN: x\n[7]: segfault at 1 ip 2", 0 },
	{ "behind what stands before it",
	  "traps: BUG: KCSAN: x\n[7] general protection fault ip:1", 0 },
	{ "behind a newline", "\nBUG: KASAN: x\n (7): drop_caches: 1", 0 },
	{ "behind all that it has", "\nBUG: KASAN: x[7]: segfault at 1 ip 2", 0 },
	{ "text behind a header",
	  "BUG: KASAN: slab-use-after-free in f+0x1/0x2\nRead of size 1 by a\nb", 1 },
	{ "ends a header", "BUG: scheduling while atomic:\40\nevil/7/0x00000002", 1 },
	{ "ends another", "BUG: Bad page state in process e\nvil  pfn:1", 1 },
	{ "of one that hangs",
	  "INFO: task\40\nevil:7 blocked for more than 120 seconds.", 1 },
	{ "none", "\nBUG: KASAN: x in f+0x1/0x2", 1 },
};

static void name_at_the_beginning_opens_nothing(struct kunit *test)
{
	struct fixture *f;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(name_rows); i++) {
		f = fixture_new(test);
		fixture_say(f, PROCESS(7), name_rows[i].text);
		KUNIT_EXPECT_EQ_MSG(test,
				    atomic64_read(&f->stats.reports_opened),
				    name_rows[i].reports, "%s",
				    name_rows[i].name);
	}
}

static struct kunit_case provenance_cases[] = {
	KUNIT_CASE_PARAM(line_is_whose_it_is, provenance_gen_params),
	KUNIT_CASE(open_report_is_unverified),
	KUNIT_CASE(report_that_goes_on_is_unverified),
	KUNIT_CASE(panic_looks_as_well),
	KUNIT_CASE(full_region_has_room_for_it),
	KUNIT_CASE(asking_in_a_text_is_not_answered),
	KUNIT_CASE(oops_behind_much_of_a_process_has_its_own),
	KUNIT_CASE(panic_behind_much_of_a_process_has_its_own),
	KUNIT_CASE(truncated_text_of_a_process_is_unverified),
	KUNIT_CASE(name_at_the_beginning_opens_nothing),
	{}
};

static struct kunit_suite provenance_suite = {
	.name = "crashrec_provenance",
	.test_cases = provenance_cases,
};

kunit_test_suites(&provenance_suite);
