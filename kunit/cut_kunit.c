// SPDX-License-Identifier: GPL-2.0
/*
 * The machine is cut off after each single store: see cut.c. Here are the
 * workloads.
 */
#include "cut.h"

#define CUT	"------------[ cut here ]------------"
#define WARNED	"WARNING: CPU: 0 PID: 7 at a.c:1 f+0x1/0x2"
#define END	"---[ end trace 0000000000000000 ]---"

/* @nmi: another context says it, for this report; @more: of the line before. */
struct word {
	const char *text;
	bool nmi;
	bool more;
};

static const struct word warning[] = {
	{ CUT }, { WARNED }, { "Modules linked in:" }, { " one(O)", .more = true },
	{ " two", .more = true }, { "CPU: 0 PID: 7 Comm: a Not tainted 6.12.0 #1" },
	{ "RIP: 0010:f+0x1/0x2" }, { "Call Trace:" }, { " <TASK>" },
	{ " one+0x1/0x2" }, { " </TASK>" }, { END }, { NULL }
};

static const struct word stall[] = {
	{ "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:" },
	{ "rcu: \t1-...!: (0 ticks this GP) idle=0/0/0x0 softirq=1/1 fqs=0" },
	{ "Sending NMI from CPU 0 to CPUs 1:" },
	{ "NMI backtrace for cpu 1", .nmi = true },
	{ "RIP: 0010:spins+0x1/0x2", .nmi = true },
	{ "Call Trace:", .nmi = true }, { " spins+0x1/0x2", .nmi = true },
	{ "rcu: rcu_preempt kthread starved for 1 jiffies! g1 f0x0 RCU_GP_WAIT_FQS(5)" },
	{ "rcu: RCU grace-period kthread stack dump:" },
	{ "task:rcu_preempt state:R  running task stack:0 pid:14 ppid:2 flags:0x0" },
	{ "Call Trace:" }, { " waits+0x1/0x2" }, { NULL }
};

/* Of more than a chunk. */
static const struct word long_one[] = {
	{ "BUG: KASAN: slab-use-after-free in one+0x1/0x2" },
	{ "Read of size 8 at addr ffff888100000000 by task a/7" }, { "" },
	{ "CPU: 0 UID: 0 PID: 7 Comm: a Not tainted 6.12.0-and-a-long-name #1 PREEMPT(full)" },
	{ "Hardware name: of many words, so that the report needs another chunk of the region" },
	{ "Call Trace:" }, { " <TASK>" }, { " dump_stack_lvl+0x1/0x2" },
	{ " print_report+0xca/0x5f0" }, { " kasan_report+0xd6/0x110" },
	{ " one+0x1/0x2" }, { " two_of_a_name_that_is_long_indeed+0x1/0x2" },
	{ " three_of_a_name_that_is_long_indeed+0x1/0x2" },
	{ " </TASK>" }, { "" }, { "Allocated by task 7:" },
	{ " kasan_save_stack+0x24/0x50" }, { " kasan_save_track+0x14/0x30" },
	{ " __kasan_kmalloc+0x9a/0xb0" }, { " allocates+0x1/0x2" }, { "" },
	{ "Freed by task 7:" }, { " kasan_save_stack+0x24/0x50" },
	{ " kasan_save_track+0x14/0x30" }, { " kfree+0x1/0x2" },
	{ " frees_what_is_still_needed_elsewhere+0x1/0x2" }, { "" },
	{ "The buggy address belongs to the object at ffff888100000000" },
	{ " which belongs to the cache kmalloc-64 of size 64" },
	{ "The buggy address is located 0 bytes inside of" },
	{ " freed 64-byte region [ffff888100000000, ffff888100000040)" }, { "" },
	{ "Memory state around the buggy address:" },
	{ " ffff8880fffffe00: fa fb fb fb fb fb fb fb fc fc fc fc fc fc fc fc" },
	{ ">ffff888100000000: fa fb fb fb fb fb fb fb fc fc fc fc fc fc fc fc" },
	{ "                   ^" },
	{ " ffff888100000080: fa fb fb fb fb fb fb fb fc fc fc fc fc fc fc fc" },
	{ "==================================================================" },
	{ NULL }
};

struct teller {
	u32 pid;
	u64 seq;
	const struct word *at;
};

static bool is_idle(const struct teller *teller)
{
	return !teller->at || !teller->at->text;
}

/* Nobody else prints between the pieces of a line. */
static void tell_next(struct cut *c, struct teller *teller)
{
	const struct word *word = teller->at++;
	u64 who = word->nmi ? NMI(1) : TASK(teller->pid);

	cut_say(c, teller->seq, who, word->text);
	for (word++; word->more; word++) {
		cut_say_more(c, teller->seq, who, word->text);
		teller->at++;
	}
}

static void begin_report(struct cut *c, struct teller *teller,
			 const struct word *words)
{
	teller->seq = cut_next_seq(c);
	teller->at = words;
	tell_next(c, teller);
}

static u64 tell_all(struct cut *c, u32 pid, const struct word *words)
{
	struct teller teller = { .pid = pid };

	begin_report(c, &teller, words);
	while (!is_idle(&teller))
		tell_next(c, &teller);
	return teller.seq;
}

static void reports_of_one_writer(struct kunit *test)
{
	struct cut *c = cut_new(test, 0, 1);
	u64 first, second;

	first = tell_all(c, 7, warning);
	second = tell_all(c, 7, long_one);
	cut_settle(c);
	cut_ack(c, first);
	cut_reboot(c);
	tell_all(c, 8, stall);
	cut_ack(c, second);
	cut_reboot(c);
	cut_end(c);
}

static void tell_repeats(struct cut *c)
{
	u64 first, repeat;
	u32 i;

	first = tell_all(c, 7, warning);
	cut_settle(c);
	for (i = 0; i < 5; i++) {
		repeat = tell_all(c, 8 + i, warning);
		c->printed[first].repeats++;
		c->printed[repeat].is_gone = true;
		cut_settle(c);
	}
	cut_ack(c, first);
	first = tell_all(c, 7, warning);
	cut_settle(c);
	cut_reboot(c);
}

static void repeats_are_counted_or_there(struct kunit *test)
{
	struct cut *c = cut_new(test, 1, 1);

	tell_repeats(c);
	cut_end(c);
}

static void tell_of_formatting(struct cut *c)
{
	tell_all(c, 7, warning);
	cut_settle(c);
	cut_format(c);
	tell_all(c, 7, warning);
	cut_settle(c);
}

static void region_that_is_formatted(struct kunit *test)
{
	struct cut *c = cut_new(test, 0, 1);

	tell_of_formatting(c);
	cut_end(c);
}

#define TELLERS		4U
#define REPORTS		24U
/* What reports that have begun may need in the worst case, and one more each. */
#define CHUNKS_NEEDED	20U

static void tell_to_the_end(struct cut *c, struct teller *tellers)
{
	u32 i;

	for (i = 0; i < TELLERS; i++)
		while (!is_idle(&tellers[i]))
			tell_next(c, &tellers[i]);
}

/* Every second record goes, then all that are left but one. */
static void make_room(struct cut *c, struct teller *tellers)
{
	u64 seq, step = 2;

	tell_to_the_end(c, tellers);
	cut_settle(c);
	for (; step; step--)
		for (seq = step; seq < c->last_seq; seq += step)
			if (!c->printed[seq].is_gone)
				cut_ack(c, seq);
}

static const u32 seeds[] = { 1, 2 };

static void get_seed(const u32 *seed, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "seed %u", *seed);
}

KUNIT_ARRAY_PARAM(seed, seeds, get_seed);

/* Each chunk is used more than once. */
static void tell_of_many_writers(struct cut *c)
{
	static const struct word *const kinds[] = { warning, long_one };
	struct teller tellers[TELLERS] = {
		{ .pid = 7 }, { .pid = 8 }, { .pid = 9 }, { .pid = 10 },
	};
	struct teller *teller;
	u32 chance, i;

	while (cut_next_seq(c) < REPORTS) {
		chance = prandom_u32_state(&c->random);
		teller = &tellers[chance % TELLERS];
		if (crashrec_ring_free_chunks(&c->f->ring) < CHUNKS_NEEDED) {
			make_room(c, tellers);
		} else if (!(chance / TELLERS % 100)) {
			cut_reboot(c);
			for (i = 0; i < TELLERS; i++)
				tellers[i].at = NULL;
		} else if (!is_idle(teller)) {
			tell_next(c, teller);
		} else {
			/* CPUs answer one at a time. */
			begin_report(c, teller, teller == tellers ? stall :
				     kinds[chance / TELLERS % 2]);
		}
	}
	tell_to_the_end(c, tellers);
	cut_settle(c);
}

static void reports_of_many_writers(struct kunit *test)
{
	struct cut *c = cut_new(test, 0, *(const u32 *)test->param_value);

	tell_of_many_writers(c);
	cut_end(c);
}

/* Nothing that was said is lost with a cache. */
static void caches_that_are_flushed(struct kunit *test)
{
	static void (*const workloads[])(struct cut *c) = {
		tell_repeats, tell_of_formatting, tell_of_many_writers,
	};
	struct cut *c;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(workloads); i++) {
		c = cut_new(test, workloads[i] == tell_repeats, 3);
		cut_flushing(c);
		workloads[i](c);
		cut_end(c);
	}
}

static struct kunit_case cut_cases[] = {
	KUNIT_CASE_SLOW(reports_of_one_writer),
	KUNIT_CASE_SLOW(repeats_are_counted_or_there),
	KUNIT_CASE_SLOW(region_that_is_formatted),
	KUNIT_CASE_PARAM(reports_of_many_writers, seed_gen_params),
	KUNIT_CASE_SLOW(caches_that_are_flushed),
	{}
};

static struct kunit_suite cut_suite = {
	.name = "crashrec_cut",
	.test_cases = cut_cases,
};

kunit_test_suite(cut_suite);

MODULE_DESCRIPTION("crashrec: cut off at every store");
MODULE_LICENSE("GPL");
