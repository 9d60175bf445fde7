// SPDX-License-Identifier: GPL-2.0
/*
 * Pieces of lines: told by the log, and the check that tells whether they have
 * to be.
 */
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "exact.h"
#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define WARNED	"WARNING: CPU: 0 PID: 7 at a.c:1 f+0x1/0x2"
#define END	"---[ end trace 0000000000000000 ]---"

static struct fixture *fixture_by_log(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	f->assembler.join_log = crashrec_join_log_new(f->assembler.log);
	KUNIT_ASSERT_NOT_NULL(test, f->assembler.join_log);
	return f;
}

static void piece_that_lies_elsewhere_is_joined(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), "Modules linked in:");
	f->printk_at = ALIGN(f->printk_at + 64, 8) + 1;
	fixture_say_more(f, TASK(7), " one");
	f->printk_at = ALIGN(f->printk_at + 64, 8) + 1;
	fixture_say_more(f, TASK(7), " two");
	fixture_say(f, TASK(7), "RIP: 0010:f+0x1/0x2");
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n"
			     "Modules linked in: one two\n"
			     "RIP: 0010:f+0x1/0x2\n" END "\n");
}

/* Either way. */
static void piece_behind_nothing_is_joined(struct kunit *test)
{
	struct fixture *f;
	u32 i;

	for (i = 0; i < 2; i++) {
		f = i ? fixture_by_log(test) : fixture_new(test);
		fixture_say(f, TASK(7), CUT);
		fixture_say(f, TASK(7), WARNED);
		fixture_say(f, TASK(7), "");
		fixture_say_more(f, TASK(7), "one");
		fixture_say_more(f, TASK(7), " two");
		fixture_say(f, TASK(7), "");
		fixture_say(f, TASK(7), END);
		fixture_expect_lines(f, 1, CUT "\n" WARNED "\none two\n\n"
				     END "\n");
	}
}

/* It is the line. */
static void header_behind_nothing_is_one(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), "");
	fixture_say_more(f, TASK(7), CUT);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
}

struct short_row {
	const char *name;
	const char *begun;
	const char *more;
};

/* That have fewer bytes than an id word. */
static const struct short_row short_rows[] = {
	{ "nothing", "", "behind nothing" },
	{ "a byte", "-", "> #1" },
	{ "seven bytes", "seven b", "ytes" },
	{ "eight bytes", "eight by", "tes" },
};

static void get_short_name(const struct short_row *row, char *name)
{
	strscpy(name, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(short_begun, short_rows, get_short_name);

static void short_line_that_had_to_move_is_joined(struct kunit *test)
{
	const struct short_row *row = test->param_value;
	struct fixture *f = fixture_new(test);
	char lines[256];

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), row->begun);
	fixture_say_wrapped(f, TASK(7), row->more);
	fixture_say(f, TASK(7), END);
	scnprintf(lines, sizeof(lines), CUT "\n" WARNED "\n%s%s\n" END "\n",
		  row->begun, row->more);
	fixture_expect_lines(f, 1, lines);
}

/* Once around the ring. */
static void text_that_begins_where_a_short_one_did_is_another(struct kunit *test)
{
	const struct short_row *row = test->param_value;
	struct fixture *f = fixture_new(test);
	u32 at;

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	at = f->printk_at;
	fixture_say(f, TASK(7), row->begun);
	f->printk_at = at;
	fixture_say(f, TASK(7), row->more);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.pieces_joined), 0);
}

static void line_that_lies_behind_is_another(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), "16 bytes of text");
	/* As if it were more of that line. */
	f->printk_at -= 1 + sizeof(unsigned long);
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n16 bytes of text\n"
			     END "\n");
}

/* Each line is behind a record of the task that the NMI interrupted. */
static void lines_in_a_printing_task_are_several(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);

	fixture_log(f, TASK(7), "what the NMI interrupted");
	f->log_hole = f->log_count;
	fixture_say(f, NMI(0), CUT);
	fixture_say(f, NMI(0), WARNED);
	fixture_say(f, NMI(0), "Modules linked in:");
	fixture_say_more(f, NMI(0), " one");
	fixture_say(f, NMI(0), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n"
			     "Modules linked in: one\n" END "\n");
}

/*
 * A line in pieces, where another's record behind one that is being printed has
 * the text of the first. Return: the report, when it is closed.
 */
static const struct cr_gather *
line_that_another_printed(struct fixture *f, u64 who, u64 other)
{
	const struct cr_gather *g;

	fixture_log(f, TASK(9), "what a CPU is printing");
	f->log_hole = f->log_count;
	fixture_say(f, who, CUT);
	fixture_say(f, who, WARNED);
	if (other & PROCESS(0))
		fixture_write(f, other, "a line in");
	else
		fixture_log(f, other, "a line in");
	fixture_say(f, who, "a line in");
	fixture_say_more(f, who, " pieces");
	fixture_say(f, who, END);
	f->log_hole = 0;
	fixture_close(f);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(f->test, g);
	return g;
}

#define IN_PIECES	CUT "\n" WARNED "\na line in pieces\n" END "\n"
#define SPLIT		CUT "\n" WARNED "\na line in\n pieces\n" END "\n"

struct printed_row {
	const char *name;
	u64 who;
	u64 other;
	const char *lines;
	bool callers;
	bool unverified;
};

static const struct printed_row printed_rows[] = {
	{ "another task did", TASK(7), TASK(8), SPLIT, .unverified = true },
	{ "another interrupt did", NMI(0), NMI(1), SPLIT, .unverified = true },
	{ "another task did, callers are told", TASK(7), TASK(8), IN_PIECES,
	  .callers = true },
	{ "another CPU did, callers are told", NMI(0), NMI(1), IN_PIECES,
	  .callers = true },
	/* That does not make it a process's. */
	{ "a process wrote it", PROCESS(7), PROCESS(8), SPLIT,
	  .unverified = true },
	{ "a process wrote what a kernel thread prints", TASK(7), PROCESS(8),
	  IN_PIECES },
};

static void get_name(const struct printed_row *row, char *name)
{
	strscpy(name, row->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(printed, printed_rows, get_name);

static void line_that_was_printed_before(struct kunit *test)
{
	const struct printed_row *row = test->param_value;
	struct fixture *f = fixture_by_log(test);
	const struct cr_gather *g;
	u32 i;

	if (row->callers && !IS_ENABLED(CONFIG_PRINTK_CALLER))
		kunit_skip(test, "the log of this kernel does not tell callers");
	f->callers = row->callers;
	g = line_that_another_printed(f, row->who, row->other);
	KUNIT_EXPECT_EQ(test, !!(g->marks & CRASHREC_REC_F_UNVERIFIED),
			row->unverified);
	KUNIT_EXPECT_FALSE(test, g->facts.flags & CRASHREC_REC_F_USER);
	for (i = 0; i < g->line_count; i++)
		KUNIT_EXPECT_FALSE(test, g->lines[i].flags & CRASHREC_LINE_F_USER);
	fixture_expect_lines(f, 1, row->lines);
}

/* Its last lines find no room where it is read, and so can't be compared. */
static void line_behind_many_is_another(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);
	static char lines[512];
	u32 i;

	for (i = 0; i + 16 < sizeof(lines); i += 2)
		memcpy(lines + i, "\n.", 2);
	strscpy(lines + i, "\nthe last", sizeof(lines) - i);
	fixture_write(f, PROCESS(7), CUT);
	fixture_write(f, PROCESS(7), WARNED);
	fixture_write(f, PROCESS(7), lines);
	fixture_say(f, PROCESS(7), "BUG: sleeping function called from invalid context at a.c:1");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.pieces_joined), 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
}

static void interrupt_by_log_is_compared(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);
	const struct cr_gather *g;

	fixture_say(f, NMI(0), CUT);
	fixture_say(f, NMI(0), WARNED);
	fixture_say(f, NMI(0), "a line in");
	fixture_say_more(f, NMI(0), " pieces");
	fixture_say(f, NMI(0), END);
	fixture_close(f);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_FALSE(test, g->marks & CRASHREC_REC_F_UNVERIFIED);
	fixture_expect_lines(f, 1, IN_PIECES);
}

static void lines_behind_one_that_is_never_finished(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);
	u32 i;

	fixture_log(f, TASK(8), "what a CPU that stopped was printing");
	f->log_hole = f->log_count;
	for (i = 0; i < 400; i++)
		fixture_log(f, TASK(9), "and others printed then");
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n" END "\n");
}

static void process_takes_no_backtraces_by_log(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);
	struct crashrec_slot *slots = f->assembler.slots;

	fixture_say(f, TASK(7), "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:");
	fixture_say(f, TASK(7), "Sending NMI from CPU 0 to CPUs 1:");
	KUNIT_ASSERT_PTR_EQ(test, f->assembler.nmi_parent, &slots[0]);
	fixture_write(f, PROCESS(8), "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:");
	fixture_write(f, PROCESS(8), "Sending NMI from CPU 0 to CPUs 1:");
	KUNIT_EXPECT_PTR_EQ(test, f->assembler.nmi_parent, &slots[0]);
}

static void line_that_was_cleared_goes_on_with_nothing(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), END);
	f->log_first = f->log_count;
	fixture_say(f, TASK(7), "BUG: sleeping function called from invalid context at a.c:1");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.pieces_joined), 0);
}

static void line_that_the_log_lost_goes_on_with_nothing(struct kunit *test)
{
	struct fixture *f = fixture_by_log(test);
	u32 i;

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), END);
	for (i = 0; i < 100; i++)
		fixture_log(f, TASK(8), "what another prints");
	f->log_first = f->log_count - 50;
	fixture_say(f, TASK(7), "BUG: sleeping function called from invalid context at a.c:1");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.pieces_joined), 0);
}

/* Once around the ring, its next header lies where its last line ended. */
static void text_where_a_line_ended_is_another(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), "16 bytes of text");
	f->printk_at -= 1 + sizeof(unsigned long);
	fixture_say(f, TASK(7), "BUG: sleeping function called from invalid context at a.c:1");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.pieces_joined), 0);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_opened), 2);
}

/* As print_circular_bug_entry() prints it: aligned where the first piece ends. */
static void pieces_of_a_further_line_are_joined(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), "\n-> #1");
	fixture_say_more(f, TASK(7), " (");
	fixture_say_more(f, TASK(7), "lock");
	fixture_say_more(f, TASK(7), "){+.+.}");
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\n\n-> #1 (lock){+.+.}\n"
			     END "\n");
}

static void piece_behind_a_closed_report_reopens_it(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED);
	fixture_say(f, TASK(7), "a line in");
	f->assembler.slots[0].last_jiffies = jiffies - msecs_to_jiffies(2000);
	crashrec_closer_run(&f->closer);
	KUNIT_ASSERT_TRUE(test, f->assembler.slots[0].settled);
	fixture_say_more(f, TASK(7), " pieces");
	KUNIT_EXPECT_FALSE(test, f->assembler.slots[0].settled);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.reports_resumed), 1);
}

/*
 * struct watch - who sees what this kernel really prints
 * @exact: what is seen
 * @copy: texts lie here, behind each other; NULL: in the printk ring
 * @copy_bytes: used of it
 * @fill: what is between them; not 0: pieces that lie together do there, too
 * @end: of the last piece, in the printk ring
 */
struct watch {
	struct crashrec_exact exact;
	char *copy;
	u32 copy_bytes;
	char fill;
	const char *end;
	char room[4096] __aligned(8);
};

static void probe(void *data, const char *text, size_t bytes)
{
	struct watch *watch = data;
	u32 at = ALIGN(watch->copy_bytes, 8) + 8;

	if (watch->fill && text == watch->end)
		at = watch->copy_bytes;
	watch->end = text + bytes;
	if (watch->copy && current == watch->exact.task &&
	    at + bytes <= sizeof(watch->room)) {
		memset(watch->copy + watch->copy_bytes, watch->fill,
		       at - watch->copy_bytes);
		text = memcpy(watch->copy + at, text, bytes);
		watch->copy_bytes = at + bytes;
	}
	crashrec_exact_see(&watch->exact, text, bytes);
}

static int watch(struct kunit *test, bool by_log, const char *copies, bool looks)
{
	struct watch *watch = kunit_kzalloc(test, sizeof(*watch), GFP_KERNEL);
	struct crashrec_join_log *join_log = NULL;
	struct tracepoint *console = crashrec_exact_tracepoint();
	int err;

	KUNIT_ASSERT_NOT_NULL(test, watch);
	KUNIT_ASSERT_NOT_NULL(test, console);
	watch->copy = copies ? watch->room : NULL;
	watch->fill = copies ? *copies : 0;
	if (by_log) {
		join_log = crashrec_join_log_new(&crashrec_kernel_log);
		KUNIT_ASSERT_NOT_NULL(test, join_log);
	}
	crashrec_exact_begin(&watch->exact, &crashrec_kernel_log, join_log);
	err = looks ? tracepoint_probe_register(console, probe, watch) : 0;
	KUNIT_EXPECT_EQ(test, err, 0);
	crashrec_exact_print();
	if (looks && !err) {
		tracepoint_probe_unregister(console, probe, watch);
		tracepoint_synchronize_unregister();
	}
	crashrec_join_log_free(join_log);
	return crashrec_exact_compare(&watch->exact, &crashrec_kernel_log);
}

static void this_kernel_is_exact_by_address(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, watch(test, false, NULL, true), 0);
}

static void this_kernel_is_exact_by_log(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, watch(test, true, NULL, true), 0);
}

static void another_kernel_is_told(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, watch(test, false, "", true), -EILSEQ);
}

static void another_kernel_is_exact_by_log(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, watch(test, true, "", true), 0);
}

static void kernel_whose_ids_may_be_text_is_told(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, watch(test, false, "x", true), -EILSEQ);
}

static void what_nobody_saw_is_told(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, watch(test, false, NULL, false), -ENODATA);
}

static struct kunit_case join_cases[] = {
	KUNIT_CASE(piece_that_lies_elsewhere_is_joined),
	KUNIT_CASE(piece_behind_nothing_is_joined),
	KUNIT_CASE(header_behind_nothing_is_one),
	KUNIT_CASE_PARAM(short_line_that_had_to_move_is_joined, short_begun_gen_params),
	KUNIT_CASE_PARAM(text_that_begins_where_a_short_one_did_is_another, short_begun_gen_params),
	KUNIT_CASE(line_that_lies_behind_is_another),
	KUNIT_CASE(lines_in_a_printing_task_are_several),
	KUNIT_CASE_PARAM(line_that_was_printed_before, printed_gen_params),
	KUNIT_CASE(line_behind_many_is_another),
	KUNIT_CASE(interrupt_by_log_is_compared),
	KUNIT_CASE(lines_behind_one_that_is_never_finished),
	KUNIT_CASE(process_takes_no_backtraces_by_log),
	KUNIT_CASE(line_that_was_cleared_goes_on_with_nothing),
	KUNIT_CASE(line_that_the_log_lost_goes_on_with_nothing),
	KUNIT_CASE(text_where_a_line_ended_is_another),
	KUNIT_CASE(pieces_of_a_further_line_are_joined),
	KUNIT_CASE(piece_behind_a_closed_report_reopens_it),
	KUNIT_CASE(this_kernel_is_exact_by_address),
	KUNIT_CASE(this_kernel_is_exact_by_log),
	KUNIT_CASE(another_kernel_is_told),
	KUNIT_CASE(another_kernel_is_exact_by_log),
	KUNIT_CASE(kernel_whose_ids_may_be_text_is_told),
	KUNIT_CASE(what_nobody_saw_is_told),
	{}
};

static struct kunit_suite join_suite = {
	.name = "crashrec_join",
	.test_cases = join_cases,
};

kunit_test_suites(&join_suite);
