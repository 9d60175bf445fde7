/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
#ifndef CR_SORT_H
#define CR_SORT_H

#include "env.h"

#define CR_SORT_ITEM_MAX_BYTES	64

/**
 * cr_sort() - sort an array in place
 * @base: first item
 * @count: how many
 * @item_bytes: size of one, at most CR_SORT_ITEM_MAX_BYTES
 * @compare: less than, equal to or greater than 0 as the first item belongs
 *           before, at or behind the second
 *
 * Heap sort: n log n whatever the order, no memory, not stable.
 *
 * Context: any.
 */
void cr_sort(void *base, u32 count, u32 item_bytes,
	     int (*compare)(const void *, const void *));

#endif /* CR_SORT_H */
