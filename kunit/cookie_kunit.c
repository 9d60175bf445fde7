// SPDX-License-Identifier: GPL-2.0
/*
 * Cookies: which go with a report, and that none of them is torn or another's.
 */
#include <linux/sched/clock.h>

#include "core/record.h"
#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define END	"---[ end trace 0000000000000000 ]---"

/* No task of the machine has these. */
#define PID(n)	(0x40000000U + (n))

/* A cookie of a report. */
struct cookie {
	u32 pid;
	u32 flags;
	u32 bytes;
	const char *text;
};

static void set(struct fixture *f, u32 pid, u64 task, const char *text)
{
	struct crashrec_cookie_who who = {
		.task = task, .pid = pid, .tgid = pid,
	};
	u64 now = local_clock();

	KUNIT_ASSERT_EQ(f->test,
			crashrec_cookie_set(&f->assembler.cookies, &who, text,
					    strlen(text)), 0);
	/* So that what is set next is later. */
	while (local_clock() == now)
		cpu_relax();
}

static void set_own(struct fixture *f, const char *text)
{
	set(f, task_pid_nr(current), crashrec_cookie_task(), text);
}

static struct crashrec_cookie_entry *entry_of(struct fixture *f, u32 pid)
{
	return &f->assembler.cookies.entries[pid % CRASHREC_COOKIE_ENTRIES];
}

static void say_report(struct fixture *f)
{
	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), END);
}

/* The nth cookie of report 1; bytes 0: there is none. */
static struct cookie nth(struct fixture *f, u32 n)
{
	const struct cr_gather *g = fixture_gather(f, 1);
	struct cr_record record = { 0 };
	struct crashrec_cookie stored;
	struct cookie found = { 0 };
	struct cr_attr attr;
	u32 offset = 0;

	KUNIT_ASSERT_NOT_NULL(f->test, g);
	record.body = g->kept_facts;
	record.body_bytes = g->kept_facts_bytes;
	while (cr_record_attr(&record, &offset, &attr)) {
		if (attr.type != CRASHREC_ATTR_COOKIE || n--)
			continue;
		KUNIT_ASSERT_GT(f->test, attr.bytes, sizeof(stored));
		memcpy(&stored, attr.payload, sizeof(stored));
		found.pid = le32_to_cpu(stored.pid);
		found.flags = stored.flags;
		found.text = attr.payload + sizeof(stored);
		found.bytes = attr.bytes - sizeof(stored);
		break;
	}
	return found;
}

static void expect(struct fixture *f, u32 n, u32 pid, u32 flags,
		   const char *text)
{
	struct cookie found = nth(f, n);

	KUNIT_ASSERT_EQ_MSG(f->test, found.bytes, strlen(text), "cookie %u", n);
	KUNIT_EXPECT_TRUE_MSG(f->test, !memcmp(found.text, text, found.bytes),
			      "cookie %u is '%.*s'", n, (int)found.bytes,
			      found.text);
	KUNIT_EXPECT_EQ_MSG(f->test, found.pid, pid, "cookie %u", n);
	KUNIT_EXPECT_EQ_MSG(f->test, found.flags, flags, "cookie %u", n);
}

static void expect_own(struct fixture *f, const char *text)
{
	expect(f, 0, task_pid_nr(current), CRASHREC_COOKIE_F_OWN, text);
}

static void expect_count(struct fixture *f, u32 count)
{
	KUNIT_EXPECT_EQ(f->test, nth(f, count).bytes, 0);
	if (count)
		KUNIT_EXPECT_NE(f->test, nth(f, count - 1).bytes, 0);
}

static void without_cookies_there_is_no_table(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	say_report(f);
	expect_count(f, 0);
	KUNIT_EXPECT_NULL(test, f->assembler.cookies.entries);
}

static void own_cookie_goes_with_the_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	set_own(f, "former");
	set_own(f, "program 12");
	say_report(f);
	expect_own(f, "program 12");
	expect_count(f, 1);
}

static void longest_cookie_is_whole(struct kunit *test)
{
	static const char text[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF";
	struct fixture *f = fixture_new(test);

	BUILD_BUG_ON(sizeof(text) != CRASHREC_COOKIE_MAX_BYTES + 1);
	set_own(f, text);
	say_report(f);
	expect_own(f, text);
}

static void last_cookies_go_with_the_report(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	char text[] = "a";
	u32 i;

	set_own(f, "own");
	for (i = 0; i < 12; i++) {
		/* Entries in another order than times. */
		text[0] = 'a' + i;
		set(f, PID(5 * i % 12), 1 + i, text);
	}
	say_report(f);
	expect_own(f, "own");
	for (i = 1; i < 8; i++) {
		text[0] = 'a' + 12 - i;
		expect(f, i, PID(5 * (12 - i) % 12), 0, text);
	}
	expect_count(f, 8);
}

static void former_task_of_the_pid_is_another(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	set(f, task_pid_nr(current), crashrec_cookie_task() + 1, "former");
	say_report(f);
	expect(f, 0, task_pid_nr(current), 0, "former");
	expect_count(f, 1);
}

static void cookie_taken_back_is_gone(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	set_own(f, "program 12");
	set_own(f, "");
	say_report(f);
	expect_count(f, 0);
}

static void later_of_two_in_one_entry_stays(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 other = PID(task_pid_nr(current) % CRASHREC_COOKIE_ENTRIES);

	set_own(f, "displaced");
	set(f, other, 1, "later");
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.cookies_displaced), 1);
	/* It has none, and takes back none of another's. */
	set_own(f, "");
	say_report(f);
	expect(f, 0, other, 0, "later");
	expect_count(f, 1);
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.cookies_displaced), 1);
}

static void entry_that_is_written_is_not_waited_for(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u32 other = PID(task_pid_nr(current) % CRASHREC_COOKIE_ENTRIES);

	set_own(f, "own");
	KUNIT_ASSERT_NOT_NULL(test, crashrec_cookie_begin(entry_of(f, other)));
	set(f, other, 1, "later");
	crashrec_cookie_end(entry_of(f, other));
	KUNIT_EXPECT_EQ(test, atomic64_read(&f->stats.cookies_displaced), 1);
}

/* A report begins in an NMI that interrupts who sets a cookie. */
static void interrupted_writer_has_its_former_cookie(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_cookie_entry *entry;
	struct crashrec_cookie_kept *torn;
	u32 i;

	for (i = 0; i < 3; i++)
		set_own(f, i == 2 ? "former" : "one before");
	entry = entry_of(f, task_pid_nr(current));
	torn = crashrec_cookie_begin(entry);
	KUNIT_ASSERT_NOT_NULL(test, torn);
	memset(torn, 0xee, sizeof(*torn));
	say_report(f);
	crashrec_cookie_end(entry);
	expect_own(f, "former");
	expect_count(f, 1);
	KUNIT_EXPECT_EQ(test, crashrec_stats_lost_sum(&f->stats), 0);
}

static void interrupted_first_writer_has_none(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_cookie_entry *entry;
	struct crashrec_cookie_kept *torn;

	/* The table is made. */
	set(f, PID(task_pid_nr(current) + 1), 1, "");
	entry = entry_of(f, task_pid_nr(current));
	torn = crashrec_cookie_begin(entry);
	KUNIT_ASSERT_NOT_NULL(test, torn);
	memset(torn, 0xee, sizeof(*torn));
	say_report(f);
	crashrec_cookie_end(entry);
	expect_count(f, 0);
}

static struct kunit_case cookie_cases[] = {
	KUNIT_CASE(without_cookies_there_is_no_table),
	KUNIT_CASE(own_cookie_goes_with_the_report),
	KUNIT_CASE(longest_cookie_is_whole),
	KUNIT_CASE(last_cookies_go_with_the_report),
	KUNIT_CASE(former_task_of_the_pid_is_another),
	KUNIT_CASE(cookie_taken_back_is_gone),
	KUNIT_CASE(later_of_two_in_one_entry_stays),
	KUNIT_CASE(entry_that_is_written_is_not_waited_for),
	KUNIT_CASE(interrupted_writer_has_its_former_cookie),
	KUNIT_CASE(interrupted_first_writer_has_none),
	{}
};

static struct kunit_suite cookie_suite = {
	.name = "crashrec_cookie",
	.test_cases = cookie_cases,
};

kunit_test_suites(&cookie_suite);
