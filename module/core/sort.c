// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "sort.h"

static void swap_items(u8 *a, u8 *b, size_t bytes)
{
	u8 held[CR_SORT_ITEM_MAX_BYTES];

	memcpy(held, a, bytes);
	memcpy(a, b, bytes);
	memcpy(b, held, bytes);
}

static void sift_down(u8 *base, u32 from, u32 count, size_t bytes,
		      int (*compare)(const void *, const void *))
{
	size_t child;

	while ((child = 2 * (size_t)from + 1) < count) {
		if (child + 1 < count &&
		    compare(base + child * bytes,
			    base + (child + 1) * bytes) < 0)
			child++;
		if (compare(base + from * bytes, base + child * bytes) >= 0)
			return;
		swap_items(base + from * bytes, base + child * bytes, bytes);
		from = (u32)child;
	}
}

void cr_sort(void *base, u32 count, u32 item_bytes,
	     int (*compare)(const void *, const void *))
{
	u32 i;

	for (i = count / 2; i > 0; i--)
		sift_down(base, i - 1, count, item_bytes, compare);
	for (i = count; i > 1; i--) {
		swap_items(base, (u8 *)base + (size_t)(i - 1) * item_bytes,
			   item_bytes);
		sift_down(base, 0, i - 1, item_bytes, compare);
	}
}
