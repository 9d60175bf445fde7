// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>
#include <linux/minmax.h>

#include "stores.h"

/* Tests run one after the other. */
static struct stores *stores;

static struct store *add_one(enum store_kind kind, u32 at, u32 bytes)
{
	struct store *store = &stores->log[stores->count];

	if (stores->count == stores->log_max) {
		stores->missed++;
		return NULL;
	}
	stores->count++;
	store->kind = kind;
	store->at = at;
	store->bytes = bytes;
	return store;
}

static void add(u32 at, u32 bytes)
{
	struct store *store = add_one(STORE_WORD, at, bytes);

	if (!store)
		return;
	memcpy(store->data, stores->base + at, bytes);
	memcpy(stores->shadow + at, stores->base + at, bytes);
}

/* As the CPU may store it: at most a word at a time. */
static void add_words(u32 at, u32 bytes)
{
	u32 end = at + bytes, next;

	for (; at < end; at = next) {
		next = min(end, (at / STORE_BYTES + 1) * STORE_BYTES);
		add(at, next - at);
	}
}

/* What was announced has been stored. */
static void settle(void)
{
	u32 bytes = stores->next_bytes;

	stores->next_bytes = 0;
	if (bytes)
		add_words(stores->next_at, bytes);
}

static bool is_watched(void)
{
	return stores && current == stores->owner && in_task();
}

/**
 * stores_announce() - what is stored next
 * @at: where
 * @bytes: how many
 *
 * Context: any.
 */
void stores_announce(const void *at, size_t bytes)
{
	uintptr_t offset;

	if (!is_watched())
		return;
	settle();
	offset = (uintptr_t)at - (uintptr_t)stores->base;
	if (offset >= stores->region_bytes)
		return;
	stores->next_at = offset;
	stores->next_bytes = min_t(size_t, bytes, stores->region_bytes - offset);
}

/* All that was stored so far. */
static void find_all(void)
{
	u32 at;

	barrier();
	settle();
	for (at = 0; at < stores->region_bytes; at += STORE_BYTES) {
		if (!memcmp(stores->base + at, stores->shadow + at, STORE_BYTES))
			continue;
		stores->unannounced++;
		add(at, STORE_BYTES);
	}
}

/**
 * stores_barrier() - all that was stored so far is, before all that comes
 *
 * Context: any.
 */
void stores_barrier(void)
{
	if (!is_watched())
		return;
	find_all();
	add_one(STORE_BARRIER, 0, 0);
}

/**
 * stores_flush() - lines of the cache are to be written back
 * @at: where
 * @bytes: how many; all that is stored there so far is written
 *
 * Context: any.
 */
void stores_flush(void *at, size_t bytes)
{
	uintptr_t offset;
	u32 line, end;

	if (!is_watched())
		return;
	offset = (uintptr_t)at - (uintptr_t)stores->base;
	if (offset >= stores->region_bytes)
		return;
	find_all();
	end = min_t(u64, offset + bytes, stores->region_bytes);
	for (line = round_down(offset, STORE_LINE); line < end;
	     line += STORE_LINE)
		add_one(STORE_FLUSH, line, 0);
}

/**
 * stores_drain() - all lines that were to be written back are
 *
 * Context: any.
 */
void stores_drain(void)
{
	if (!is_watched())
		return;
	find_all();
	add_one(STORE_DRAIN, 0, 0);
}

/**
 * stores_begin() - log what this task stores
 * @new_stores: the memory for it; its region is 8-aligned
 *
 * Context: process.
 */
void stores_begin(struct stores *new_stores)
{
	new_stores->count = 0;
	new_stores->next_bytes = 0;
	new_stores->owner = current;
	memcpy(new_stores->shadow, new_stores->base, new_stores->region_bytes);
	barrier();
	stores = new_stores;
}

/**
 * stores_end() - no more; it is no barrier
 *
 * Context: process.
 */
void stores_end(void)
{
	find_all();
	stores = NULL;
}

/**
 * stores_forget() - whatever began, nobody looks any more
 *
 * Context: process.
 */
void stores_forget(void)
{
	stores = NULL;
}

/* What the compiler calls. A store is seen, whatever it is said to be. */

#define ON_READ(name) \
	void __tsan_##name(void *at) { }

#define ON_WRITE(name, bytes) \
	void __tsan_##name(void *at) { stores_announce(at, bytes); }

ON_READ(read1)
ON_READ(read2)
ON_READ(read4)
ON_READ(read8)
ON_READ(read16)
ON_READ(unaligned_read2)
ON_READ(unaligned_read4)
ON_READ(unaligned_read8)
ON_READ(unaligned_read16)
ON_READ(volatile_read1)
ON_READ(volatile_read2)
ON_READ(volatile_read4)
ON_READ(volatile_read8)
ON_READ(volatile_read16)

ON_WRITE(write1, 1)
ON_WRITE(write2, 2)
ON_WRITE(write4, 4)
ON_WRITE(write8, 8)
ON_WRITE(write16, 16)
ON_WRITE(unaligned_write2, 2)
ON_WRITE(unaligned_write4, 4)
ON_WRITE(unaligned_write8, 8)
ON_WRITE(unaligned_write16, 16)
ON_WRITE(volatile_write1, 1)
ON_WRITE(volatile_write2, 2)
ON_WRITE(volatile_write4, 4)
ON_WRITE(volatile_write8, 8)
ON_WRITE(volatile_write16, 16)

void __tsan_read_range(void *at, long bytes)
{
}

void __tsan_write_range(void *at, long bytes)
{
	stores_announce(at, bytes);
}

void __tsan_init(void)
{
}
