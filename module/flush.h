/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writing back what a CPU's cache holds of the region, where a reset or a power
 * cycle loses caches and keeps memory.
 *
 * Write-combining memory instead would make each reading of the region slow,
 * copying with stores that pass the cache would need vector registers or a copy
 * of its own, and both need the fence all the same: lines that are written back
 * are enough.
 */
#ifndef CRASHREC_FLUSH_H
#define CRASHREC_FLUSH_H

#include <asm/barrier.h>
#include <linux/libnvdimm.h>

/**
 * crashrec_flush() - what was stored there outlives the caches
 * @wanted: false: nothing is done
 * @at: first byte, mapped
 * @bytes: how many; the whole lines that they lie in are written back
 *
 * On x86 this is an instruction for each line of the cache and a fence
 * (arch/x86/lib/usercopy_64.c: clean_cache_range(), 6.12), on arm64 likewise
 * (arch/arm64/mm/cache.S: dcache_clean_pop).
 *
 * Context: any, NMI included; never waits.
 */
static inline void crashrec_flush(bool wanted, void *at, size_t bytes)
{
	if (!wanted)
		return;
	arch_wb_cache_pmem(at, bytes);
	pmem_wmb();
}

#endif /* CRASHREC_FLUSH_H */
