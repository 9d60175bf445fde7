// SPDX-License-Identifier: GPL-2.0
/*
 * The facts beside the text: which modules go with a report, and the lines of
 * its own context from before it.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "core/region.h"
#include "fixture.h"

/* More than a slot's scratch has room for. */
#define LONG_BYTES	600

#define CUT	"------------[ cut here ]------------"
#define WARNED	"WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2"
#define END	"---[ end trace 0000000000000000 ]---"
#define NAMES_BYTES	1024

static struct crashrec_modules *table_of(struct fixture *f)
{
	struct crashrec_modules *table =
		kunit_kzalloc(f->test, sizeof(*table), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(f->test, table);
	f->assembler.modules = table;
	return table;
}

static void load(struct crashrec_modules *table, const char *name, u64 text)
{
	struct crashrec_loaded loaded = {
		.stored = { .text = cpu_to_le64(text) },
		.name_bytes = strlen(name),
	};

	strscpy(loaded.name, name, sizeof(loaded.name));
	crashrec_modules_change(table, loaded.stored.text, &loaded);
}

static void unload(struct crashrec_modules *table, u64 text)
{
	static const struct crashrec_loaded none;

	crashrec_modules_change(table, cpu_to_le64(text), &none);
}

/* A report of a frame with this behind it. */
static void report_of(struct fixture *f, u64 who, const char *frame)
{
	fixture_say(f, who, CUT);
	fixture_say(f, who, WARNED);
	fixture_say(f, who, frame);
	fixture_say(f, who, END);
}

static void report(struct fixture *f, const char *frame)
{
	report_of(f, TASK(7), frame);
}

/* By this task, with the kernel's own log. */
static void report_here(struct fixture *f)
{
	f->assembler.log = &crashrec_kernel_log;
	report_of(f, TASK(task_pid_nr(current)), "x");
}

/* The facts of a type in a report; each with a blank, if @names. */
static u32 facts_of(struct fixture *f, u64 seq, u16 type, char *names)
{
	const struct cr_gather *g = fixture_gather(f, seq);
	struct crashrec_attr attr;
	u32 at, bytes, count = 0, used = 0, head;

	KUNIT_ASSERT_NOT_NULL(f->test, g);
	for (at = 0; at < g->kept_facts_bytes;
	     at += sizeof(attr) + cr_padded(bytes)) {
		memcpy(&attr, g->kept_facts + at, sizeof(attr));
		bytes = le32_to_cpu(attr.payload_bytes);
		if (le16_to_cpu(attr.type) != type)
			continue;
		count++;
		head = sizeof(attr) + sizeof(struct crashrec_module);
		if (names)
			used += scnprintf(names + used, NAMES_BYTES - used,
					  "%.*s ", (int)(bytes + sizeof(attr) - head),
					  g->kept_facts + at + head);
	}
	return count;
}

static void expect_modules(struct fixture *f, u64 seq, const char *names)
{
	char *found = kunit_kzalloc(f->test, NAMES_BYTES, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(f->test, found);
	facts_of(f, seq, CRASHREC_ATTR_MODULES, found);
	KUNIT_EXPECT_STREQ(f->test, found, names);
}

static void first_report_has_all_modules(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	load(table, "two", 0x2000);
	report(f, " g+0x1/0x2");
	expect_modules(f, 1, "one two ");
	KUNIT_EXPECT_EQ(test, facts_of(f, 1, CRASHREC_ATTR_KERNEL, NULL), 1);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

struct named_case {
	const char *desc;
	const char *line;
	const char *names;
};

static const struct named_case named_cases[] = {
	{ "frame",		" g+0x1/0x2 [two]",		"two " },
	{ "unreliable frame",	" ? g+0x1/0x2 [two]",		"two " },
	{ "with build id",	" g+0x1/0x2 [two 0123abcd]",	"two " },
	{ "instruction pointer", "RIP: 0010:g+0x1/0x2 [two]",	"two " },
	{ "no module",		" g+0x1/0x2",			"" },
	{ "unknown module",	" g+0x1/0x2 [twofold]",		"" },
	{ "beginning of a name", " g+0x1/0x2 [tw]",		"" },
	{ "empty name",		" g+0x1/0x2 []",		"" },
	{ "blank name",		" g+0x1/0x2 [ ]",		"" },
	{ "no bracket opens",	"two]",				"" },
	{ "bracket alone",	"]",				"" },
	{ "no bracket closes",	"[two",				"" },
	{ "in the middle",	"[two] and more",		"" },
};

KUNIT_ARRAY_PARAM_DESC(named, named_cases, desc);

static void later_report_has_what_it_names(struct kunit *test)
{
	const struct named_case *c = test->param_value;
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	load(table, "two", 0x2000);
	load(table, "gone", 0x3000);
	unload(table, 0x3000);
	report(f, " g+0x1/0x2");
	report(f, c->line);
	expect_modules(f, 2, c->names);
}

static void module_is_named_once_in_a_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	report(f, "x");
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), WARNED " [one]");
	fixture_say(f, TASK(7), " g+0x1/0x2 [one]");
	fixture_say(f, TASK(7), END);
	expect_modules(f, 2, "one ");
	fixture_close(f);
	/* The slot is had again, and knows nothing of it. */
	report(f, " g+0x1/0x2 [one]");
	expect_modules(f, 3, "one ");
}

static void module_is_there_before_the_line_that_names_it(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	report(f, "x");
	/* Nor is there room for a module where there is none for the line. */
	fixture_say(f, TASK(7), CUT);
	f->assembler.max_report_bytes = 1;
	fixture_say(f, TASK(7), " g+0x1/0x2 [one]");
	expect_modules(f, 2, "");
	f->assembler.max_report_bytes = 64 << 10;
	fixture_say(f, TASK(7), " h+0x1/0x2 [one]");
	expect_modules(f, 2, "one ");
}

static void changed_modules_are_listed_again(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	load(table, "two", 0x2000);
	report(f, "x");
	load(table, "three", 0x3000);
	unload(table, 0x1000);
	report(f, "x");
	expect_modules(f, 2, "two three ");
	load(table, "four", 0x4000);
	report(f, "x");
	/* Its row is that of the first. */
	expect_modules(f, 3, "four two three ");
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void module_of_which_more_is_known_stays_one(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	load(table, "one", 0x1000);
	report(f, "x");
	expect_modules(f, 1, "one ");
	KUNIT_EXPECT_EQ(test, le32_to_cpu(table->kernel.modules_loaded), 1);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void row_being_written_is_left_out_and_counted(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);

	load(table, "one", 0x1000);
	load(table, "two", 0x2000);
	/* As its writer leaves it when a report interrupts it. */
	table->rows[0].version++;
	report(f, "x");
	expect_modules(f, 1, "two ");
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_FACTS]), 1);
	report(f, " g+0x1/0x2 [one]");
	expect_modules(f, 2, "");
}

static void small_region_has_few_modules(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);
	u32 room = f->ring.layout.chunk_count, i;

	for (i = 1; i <= CRASHREC_MODULES_MAX + 3; i++)
		load(table, "many", i);
	report(f, "x");
	KUNIT_EXPECT_EQ(test, facts_of(f, 1, CRASHREC_ATTR_MODULES, NULL),
			room);
	KUNIT_EXPECT_EQ(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_FACTS]),
			CRASHREC_MODULES_MAX + 3 - room);
	fixture_expect_lines(f, 1, CUT "\n" WARNED "\nx\n" END "\n");
}

/* Without one it could never be read, nor acknowledged. */
static void first_line_comes_before_the_list(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_modules *table = table_of(f);
	const struct cr_gather *g;
	u32 i;

	while (crashrec_ring_free_chunks(&f->ring) > 1) {
		report(f, "x");
		fixture_close(f);
		f->printk_at = 0;
	}
	/* More than one chunk takes. */
	for (i = 1; i <= 60; i++)
		load(table, "many", i);
	report(f, "x");
	g = fixture_gather(f, f->ring.layout.chunk_count);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_EQ(test, g->lines[0].line_no, 0);
	KUNIT_EXPECT_GT(test,
			atomic64_read(&f->stats.lost[CRASHREC_LOST_FACTS]), 0);
}

#define OWN	"a line of the report's own context, number %u\n"
#define OTHERS	"a line of another context\n"

static void say_other_lines(struct work_struct *work)
{
	u32 i;

	for (i = 0; i < 20; i++)
		pr_info(OTHERS);
}

/* Counts the lines from before that have these words and this mark. */
static u32 count_before(const struct cr_gather *g, const char *words, bool own)
{
	u32 i, count = 0;

	for (i = g->line_count; i < g->line_count + g->before_count; i++)
		count += strnstr(g->lines[i].text, words, g->lines[i].bytes) &&
			 own == !!(g->lines[i].flags & CRASHREC_LINE_F_CONTEXT);
	return count;
}

static void expect_text(struct kunit *test, const struct cr_line *line,
			u32 distance, const char *text)
{
	KUNIT_EXPECT_EQ(test, line->line_no, distance);
	KUNIT_ASSERT_EQ(test, line->bytes, strlen(text));
	KUNIT_EXPECT_MEMEQ(test, line->text, text, line->bytes);
}

static void lines_of_the_context_are_found_behind_others(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;
	struct work_struct work;
	u32 i;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		kunit_skip(test, "this kernel's log does not tell who printed");
	f->assembler.before_lines = 4;
	for (i = 0; i < 6; i++)
		pr_info(OWN, i);
	INIT_WORK_ONSTACK(&work, say_other_lines);
	queue_work(system_unbound_wq, &work);
	flush_work(&work);
	destroy_work_on_stack(&work);
	report_here(f);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_EQ(test, count_before(g, "number", true), 4);
	KUNIT_EXPECT_EQ(test, count_before(g, "number 5", true), 1);
	KUNIT_EXPECT_EQ(test, count_before(g, "number 1", true), 0);
	KUNIT_EXPECT_EQ(test, count_before(g, "number", false), 0);
	KUNIT_EXPECT_GT(test, count_before(g, "another", false), 0);
	KUNIT_EXPECT_EQ(test, count_before(g, "another", true), 0);
	KUNIT_EXPECT_EQ(test, g->before_count, 8);
	for (i = g->line_count + 1; i < g->line_count + g->before_count; i++)
		KUNIT_EXPECT_LT(test, g->lines[i].line_no,
				g->lines[i - 1].line_no);
}

static void last_lines_of_the_context_are_marked(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER))
		kunit_skip(test, "this kernel's log does not tell who printed");
	f->assembler.before_lines = 2;
	pr_info(OWN, 7);
	report_here(f);
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_EXPECT_EQ(test, count_before(g, "number 7", true), 1);
}

/* The log is the fixture's. */
static void lines_of_one_record_are_kept_in_order(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	char *line = kunit_kzalloc(test, LONG_BYTES + 1, GFP_KERNEL);
	const struct cr_gather *g;

	KUNIT_ASSERT_NOT_NULL(test, line);
	memset(line, 'l', LONG_BYTES);
	f->assembler.before_lines = 4;
	fixture_say(f, TASK(8), "too early");
	fixture_say(f, TASK(8), "four");
	fixture_say(f, TASK(8), "\nthree\n\nmore of three\nmore\nmore\nmore");
	fixture_say(f, TASK(8), line);
	fixture_say(f, TASK(8), "one");
	fixture_warn(f, 7, "f");
	g = fixture_gather(f, 1);
	KUNIT_ASSERT_NOT_NULL(test, g);
	KUNIT_ASSERT_EQ(test, g->before_count, 7);
	expect_text(test, &g->lines[g->line_count], 4, "four");
	expect_text(test, &g->lines[g->line_count + 1], 3, "three");
	expect_text(test, &g->lines[g->line_count + 2], 3, "more of three");
	expect_text(test, &g->lines[g->line_count + 4], 3, "more");
	KUNIT_EXPECT_TRUE(test, g->lines[g->line_count + 4].flags &
				CRASHREC_LINE_F_CUT);
	/* The scratch has no room for it. */
	expect_text(test, &g->lines[g->line_count + 5], 2, "");
	KUNIT_EXPECT_TRUE(test, g->lines[g->line_count + 5].flags &
				CRASHREC_LINE_F_CUT);
	expect_text(test, &g->lines[g->line_count + 6], 1, "one");
	KUNIT_EXPECT_FALSE(test, g->lines[g->line_count + 6].flags &
				 CRASHREC_LINE_F_CUT);
}

static struct kunit_case modules_cases[] = {
	KUNIT_CASE(first_report_has_all_modules),
	KUNIT_CASE_PARAM(later_report_has_what_it_names, named_gen_params),
	KUNIT_CASE(module_is_named_once_in_a_report),
	KUNIT_CASE(module_is_there_before_the_line_that_names_it),
	KUNIT_CASE(changed_modules_are_listed_again),
	KUNIT_CASE(module_of_which_more_is_known_stays_one),
	KUNIT_CASE(row_being_written_is_left_out_and_counted),
	KUNIT_CASE(small_region_has_few_modules),
	KUNIT_CASE(first_line_comes_before_the_list),
	KUNIT_CASE(lines_of_the_context_are_found_behind_others),
	KUNIT_CASE(last_lines_of_the_context_are_marked),
	KUNIT_CASE(lines_of_one_record_are_kept_in_order),
	{}
};

static struct kunit_suite modules_suite = {
	.name = "crashrec_modules",
	.test_cases = modules_cases,
};

kunit_test_suites(&modules_suite);
