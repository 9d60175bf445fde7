// SPDX-License-Identifier: GPL-2.0
/*
 * Cookies: a task says what it is executing, so that a report that this causes
 * tells.
 *
 * A table has a fixed number of entries, each in cache lines of its own; which
 * is a task's, its pid tells. So tasks on different CPUs do not meet, unless
 * their pids differ by a multiple of that number. Then the later one displaces
 * the other, which has no cookie until it sets its next. That is counted; that
 * the other had ended long ago is not known here, and counted, too. A cookie is
 * of one task alone: not of one that it forks, nor of a later one of the same
 * pid, which began at another time.
 *
 * An entry has two cookies, which are written in turn. Setting one makes the
 * sequence odd (J), writes to the one that is not in use, and makes it even
 * again (K), by which the two change places. Who finds it odd can always read
 * the former: it is whole, even if the writer was interrupted by who reads. It
 * is overwritten only when the sequence is one further; who sees that behind
 * reading goes without (L). Two tasks that write to one entry at the same moment
 * do not wait for each other: the later one is displaced at once.
 *
 * J is a full barrier, and pairs with L, a read barrier: who copied any of
 * what is behind J sees the sequence of J. K, a release, pairs with the acquire
 * that reads the sequence.
 */
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "assembler.h"
#include "cookie.h"

/* That of the task itself, and those set last. */
#define PUT_MAX	8

/* An entry; order is the time, but for the task's own; 0: none. */
struct choice {
	u64 order;
	struct crashrec_cookie_entry *entry;
};

/* Not more than a hint, as others may write to it: but no other has our pid. */
static struct crashrec_cookie_kept *look(struct crashrec_cookie_entry *entry)
{
	return crashrec_cookie_whole(entry, atomic_read_acquire(&entry->sequence));
}

static bool copy(struct crashrec_cookie_kept *kept,
		 struct crashrec_cookie_entry *entry)
{
	u32 sequence = atomic_read_acquire(&entry->sequence);

	memcpy(kept, crashrec_cookie_whole(entry, sequence), sizeof(*kept));
	smp_rmb();	/* L: pairs with J */
	return atomic_read(&entry->sequence) - (sequence & ~1U) <= 2;
}

static void write_entry(struct crashrec_cookies *cookies,
			struct crashrec_cookie_entry *entry,
			const struct crashrec_cookie_who *who,
			const char *text, u32 bytes)
{
	struct crashrec_cookie_kept *kept = look(entry);
	bool displaces = kept->stored.time_ns && kept->task != who->task;

	if (displaces && !bytes)
		return;
	kept = crashrec_cookie_begin(entry);
	if (displaces || !kept)
		atomic64_inc(&cookies->stats->cookies_displaced);
	if (!kept)
		return;
	kept->task = who->task;
	kept->bytes = bytes;
	kept->stored.time_ns = cpu_to_le64(bytes ? local_clock() : 0);
	kept->stored.pid = cpu_to_le32(who->pid);
	kept->stored.tgid = cpu_to_le32(who->tgid);
	kept->stored.cpu = cpu_to_le32(raw_smp_processor_id());
	memcpy(kept->text, text, bytes);
	crashrec_cookie_end(entry);
}

/* Most machines never see a cookie. */
static struct crashrec_cookie_entry *
get_entries(struct crashrec_cookies *cookies)
{
	struct crashrec_cookie_entry *entries = READ_ONCE(cookies->entries);
	struct crashrec_cookie_entry *fresh;

	if (entries)
		return entries;
	fresh = kvcalloc(CRASHREC_COOKIE_ENTRIES, sizeof(*fresh), GFP_KERNEL);
	if (!fresh)
		return NULL;
	entries = cmpxchg(&cookies->entries, NULL, fresh);
	if (!entries)
		return fresh;
	kvfree(fresh);
	return entries;
}

/**
 * crashrec_cookie_set() - a task says what it executes
 * @cookies: zeroed at first, but for @stats
 * @who: the task
 * @text: any bytes
 * @bytes: how many, at most CRASHREC_COOKIE_MAX_BYTES; 0: nothing any more
 *
 * Context: process; not twice at a time for a task.
 * Return: 0 or -ENOMEM.
 */
int crashrec_cookie_set(struct crashrec_cookies *cookies,
			const struct crashrec_cookie_who *who,
			const char *text, u32 bytes)
{
	struct crashrec_cookie_entry *entries = get_entries(cookies);
	unsigned long irq_flags;

	if (!entries)
		return -ENOMEM;
	/* So that whoever shares the entry finds it busy for a moment only. */
	local_irq_save(irq_flags);
	write_entry(cookies, &entries[who->pid % CRASHREC_COOKIE_ENTRIES], who,
		    text, bytes);
	local_irq_restore(irq_flags);
	return 0;
}

/* @choices: the highest order first; room for one more than PUT_MAX. */
static void choose(struct choice *choices, u64 task,
		   struct crashrec_cookie_entry *entry)
{
	const struct crashrec_cookie_kept *kept = look(entry);
	u64 order = le64_to_cpu(kept->stored.time_ns);
	u32 at;

	if (order && kept->task == task)
		order = U64_MAX;
	for (at = PUT_MAX; at && choices[at - 1].order < order; at--)
		choices[at] = choices[at - 1];
	choices[at] = (struct choice) { order, entry };
}

static void put(struct crashrec_assembler *as, struct crashrec_slot *slot,
		u64 task, struct crashrec_cookie_entry *entry)
{
	struct crashrec_piece pieces[2] = { 0 };
	struct crashrec_cookie_kept kept;

	if (!copy(&kept, entry)) {
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, 1);
	} else if (kept.bytes) {
		kept.stored.flags = kept.task == task ?
				    CRASHREC_COOKIE_F_OWN : 0;
		pieces[0].data = &kept.stored;
		pieces[0].bytes = sizeof(kept.stored) + kept.bytes;
		crashrec_put_facts(as, slot, CRASHREC_ATTR_COOKIE, pieces);
	}
}

/**
 * crashrec_put_cookies() - what the report's task was executing, and others
 * @as: the assembler
 * @slot: of the report; its stream has begun
 *
 * First that of the task that prints, or was interrupted by what prints; then
 * those that any others set last. All entries are looked at.
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_put_cookies(struct crashrec_assembler *as,
			  struct crashrec_slot *slot)
{
	struct crashrec_cookie_entry *entries = READ_ONCE(as->cookies.entries);
	struct choice choices[PUT_MAX + 1] = { 0 };
	u64 task = crashrec_cookie_task();
	u32 i;

	if (!entries)
		return;
	for (i = 0; i < CRASHREC_COOKIE_ENTRIES; i++)
		choose(choices, task, &entries[i]);
	for (i = 0; i < PUT_MAX && choices[i].order; i++)
		put(as, slot, task, choices[i].entry);
}
