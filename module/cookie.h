/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tasks say they are executing. The head of cookie.c explains it.
 */
#ifndef CRASHREC_COOKIE_H
#define CRASHREC_COOKIE_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "../include/uapi/crashrec_facts.h"

#define CRASHREC_COOKIE_ENTRIES	512

struct crashrec_assembler;
struct crashrec_slot;
struct crashrec_stats;

/**
 * struct crashrec_cookie_who - a task
 * @task: see crashrec_cookie_task()
 * @pid: thread id
 * @tgid: process id
 */
struct crashrec_cookie_who {
	u64 task;
	u32 pid;
	u32 tgid;
};

/**
 * struct crashrec_cookie_kept - a cookie
 * @task: who set it, see crashrec_cookie_task()
 * @bytes: of @text
 * @stored: as it goes to the region; without flags; time 0: it was taken back
 * @text: any bytes
 */
struct crashrec_cookie_kept {
	u64 task;
	u32 bytes;
	struct crashrec_cookie stored;
	char text[CRASHREC_COOKIE_MAX_BYTES];
};

/**
 * struct crashrec_cookie_entry - the last cookie of a task, and the one before
 * @sequence: odd while the next is being written; bit 1 tells which of @kept
 *            is whole
 * @kept: written in turn
 */
struct crashrec_cookie_entry {
	atomic_t sequence;
	struct crashrec_cookie_kept kept[2];
} ____cacheline_aligned;

/**
 * struct crashrec_cookies - those of all tasks
 * @stats: counters
 * @entries: CRASHREC_COOKIE_ENTRIES of them; NULL before the first cookie
 */
struct crashrec_cookies {
	struct crashrec_stats *stats;
	struct crashrec_cookie_entry *entries;
};

/**
 * crashrec_cookie_task() - the task that runs, or was interrupted
 *
 * Of pid and the nanosecond in which it began, so that it is not taken for a
 * former one of that pid.
 *
 * Context: any, NMI included.
 * Return: a number that no other task has.
 */
static inline u64 crashrec_cookie_task(void)
{
	return current->start_time ^ (u64)task_pid_nr(current) << 40;
}

/**
 * crashrec_cookie_who_get() - the task that runs, or was interrupted
 * @who: filled
 *
 * Context: any, NMI included.
 */
static inline void crashrec_cookie_who_get(struct crashrec_cookie_who *who)
{
	who->task = crashrec_cookie_task();
	who->pid = task_pid_nr(current);
	who->tgid = task_tgid_nr(current);
}

/**
 * crashrec_cookie_whole() - which cookie of an entry is whole
 * @entry: the entry
 * @sequence: of it
 *
 * Context: any, NMI included.
 * Return: it, as long as the sequence goes no further than to the next.
 */
static inline struct crashrec_cookie_kept *
crashrec_cookie_whole(struct crashrec_cookie_entry *entry, u32 sequence)
{
	return &entry->kept[sequence >> 1 & 1];
}

/**
 * crashrec_cookie_begin() - begin to write a cookie
 * @entry: where
 *
 * Context: process, IRQs off, or others find it busy for longer.
 * Return: to be filled, and then crashrec_cookie_end(); NULL: another task
 * does that.
 */
static inline struct crashrec_cookie_kept *
crashrec_cookie_begin(struct crashrec_cookie_entry *entry)
{
	int sequence = atomic_read(&entry->sequence);

	/* J */
	if (sequence & 1 ||
	    atomic_cmpxchg(&entry->sequence, sequence, sequence + 1) != sequence)
		return NULL;
	return crashrec_cookie_whole(entry, sequence + 2);
}

/**
 * crashrec_cookie_end() - it is written
 * @entry: from crashrec_cookie_begin()
 *
 * Context: as there.
 */
static inline void crashrec_cookie_end(struct crashrec_cookie_entry *entry)
{
	/* K */
	atomic_set_release(&entry->sequence, atomic_read(&entry->sequence) + 1);
}

/**
 * crashrec_cookies_exit() - forget them
 * @cookies: no one uses them any more
 *
 * Context: process.
 */
static inline void crashrec_cookies_exit(struct crashrec_cookies *cookies)
{
	kvfree(cookies->entries);
}

int crashrec_cookie_set(struct crashrec_cookies *cookies,
			const struct crashrec_cookie_who *who,
			const char *text, u32 bytes);
void crashrec_put_cookies(struct crashrec_assembler *as,
			  struct crashrec_slot *slot);

#endif /* CRASHREC_COOKIE_H */
