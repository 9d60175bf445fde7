/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every store into a region, in the order of the program, and each barrier
 * between them.
 *
 * What stores there (ring.c, put_line.c and the like: traced_*.c) is built with
 * -fsanitize=thread, as KCSAN builds the kernel (scripts/Makefile.kcsan, 6.12):
 * the compiler calls a function before each store, and what was stored is seen
 * at the next call. The functions are here. Whatever changed without such a
 * call is found at the next barrier, and counted.
 */
#ifndef CRASHREC_KUNIT_STORES_H
#define CRASHREC_KUNIT_STORES_H

#include <linux/atomic.h>
#include <linux/libnvdimm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/types.h>

#define STORE_BYTES	8U
/* Of a cache. */
#define STORE_LINE	64U

enum store_kind {
	STORE_WORD,
	STORE_BARRIER,	/* before which all others are stored */
	STORE_FLUSH,	/* its line is written back, before the next DRAIN */
	STORE_DRAIN,	/* a barrier, too */
};

/**
 * struct store - one, or what orders them
 * @kind: of it
 * @at: offset in the region
 * @bytes: 1 to STORE_BYTES; 0: it is none
 * @data: what was stored
 */
struct store {
	enum store_kind kind;
	u32 at;
	u32 bytes;
	u8 data[STORE_BYTES];
};

/**
 * struct stores - what was stored since the last stores_begin()
 * @base: of the region
 * @region_bytes: of it
 * @shadow: room for as much: what the log makes of it
 * @log: room for stores
 * @log_max: how many
 * @count: used of it
 * @missed: that there was no room for
 * @unannounced: that no call was made for
 * @owner: whose stores these are
 * @next_at: the store that was announced, and may not be made yet
 * @next_bytes: of it; 0: there is none
 */
struct stores {
	u8 *base;
	u32 region_bytes;
	u8 *shadow;
	struct store *log;
	u32 log_max;
	u32 count;
	u32 missed;
	u32 unannounced;
	struct task_struct *owner;
	u32 next_at;
	u32 next_bytes;
};

void stores_begin(struct stores *stores);
void stores_end(void);
void stores_forget(void);
void stores_announce(const void *at, size_t bytes);
void stores_barrier(void);
void stores_flush(void *at, size_t bytes);
void stores_drain(void);

/**
 * store_apply() - store once more, elsewhere
 * @memory: a region
 * @store: what and where
 *
 * Context: any.
 */
static inline void store_apply(u8 *memory, const struct store *store)
{
	memcpy(memory + store->at, store->data, store->bytes);
}

#ifdef CRASHREC_TRACED

static inline void *stores_memcpy(void *to, const void *from, size_t bytes)
{
	stores_announce(to, bytes);
	return memcpy(to, from, bytes);
}

static inline void *stores_memset(void *to, int byte, size_t bytes)
{
	stores_announce(to, bytes);
	return memset(to, byte, bytes);
}

#undef memcpy
#define memcpy		stores_memcpy
#undef memset
#define memset		stores_memset
#undef smp_wmb
#define smp_wmb()	stores_barrier()	/* ring.c says why */
#undef smp_mb__before_atomic
#define smp_mb__before_atomic() stores_barrier()	/* likewise */
#undef arch_wb_cache_pmem
#define arch_wb_cache_pmem stores_flush
#undef pmem_wmb
#define pmem_wmb()	stores_drain()	/* flush.h says why */

#endif /* CRASHREC_TRACED */

#endif /* CRASHREC_KUNIT_STORES_H */
