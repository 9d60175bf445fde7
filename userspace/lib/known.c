// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "known.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/**
 * struct known_range - records of one boot whose numbers follow each other
 * @region: that they stand in
 * @boot_id: of the boot
 * @first: number of the first
 * @last: number of the last
 * @pass: in which somebody asked for one of them
 */
struct known_range {
	uint8_t region[CRASHREC_ID_BYTES];
	uint8_t boot_id[CRASHREC_ID_BYTES];
	uint64_t first;
	uint64_t last;
	uint64_t pass;
};

static int compare(const struct known *known, const struct known_range *range,
		   const uint8_t *boot_id, uint64_t seq)
{
	int order = memcmp(range->region, known->region, sizeof(range->region));

	if (!order)
		order = memcmp(range->boot_id, boot_id,
			       sizeof(range->boot_id));
	if (order)
		return order;
	return range->first < seq ? -1 : range->first > seq;
}

/* Of how many ranges the first number is that or one before. */
static size_t count_up_to(const struct known *known, const uint8_t *boot_id,
			  uint64_t seq)
{
	size_t low = 0, high = known->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(known, &known->ranges[middle], boot_id, seq) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_of(const struct known *known, const struct known_range *range,
		  const uint8_t *boot_id)
{
	return !memcmp(range->region, known->region, sizeof(range->region)) &&
	       !memcmp(range->boot_id, boot_id, sizeof(range->boot_id));
}

/* How many ranges the region has. */
static size_t count_of_region(const struct known *known)
{
	uint8_t boot_id[CRASHREC_ID_BYTES] = { 0 };
	size_t from = count_up_to(known, boot_id, 0), to;

	/* One that begins there is not counted, which does no harm. */
	memset(boot_id, 0xff, sizeof(boot_id));
	to = count_up_to(known, boot_id, UINT64_MAX);
	return to - from;
}

static bool is_full(const struct known *known)
{
	if (known->count < KNOWN_RANGES_MAX)
		return false;
	return known->count >= KNOWN_ALL_MAX ||
	       count_of_region(known) >= KNOWN_OF_REGION_MIN;
}

void known_enter(struct known *known, const uint8_t *region_id)
{
	memcpy(known->region, region_id, sizeof(known->region));
}

bool known_has(struct known *known, const uint8_t *boot_id, uint64_t seq,
	       uint64_t *behind)
{
	size_t at = count_up_to(known, boot_id, seq);
	struct known_range *range;

	if (!at)
		return false;
	range = &known->ranges[at - 1];
	if (!is_of(known, range, boot_id) || seq > range->last)
		return false;
	range->pass = known->pass;
	if (behind)
		*behind = range->last < UINT64_MAX ? range->last + 1 :
						     UINT64_MAX;
	return true;
}

static void drop(struct known *known, size_t at, size_t count)
{
	if (!count)
		return;
	memmove(known->ranges + at, known->ranges + at + count,
		(known->count - at - count) * sizeof(*known->ranges));
	known->count -= count;
}

static void forget_unasked(struct known *known)
{
	size_t left = 0, i;

	for (i = 0; i < known->count; i++)
		if (known->ranges[i].pass + 1 >= known->pass)
			known->ranges[left++] = known->ranges[i];
	known->count = left;
}

static int make_room(struct known *known)
{
	size_t room = known->room ? 2 * known->room : 16;
	struct known_range *ranges;

	if (known->count < known->room)
		return 0;
	ranges = reallocarray(known->ranges, room, sizeof(*ranges));
	if (!ranges)
		return -ENOMEM;
	known->ranges = ranges;
	known->room = room;
	return 0;
}

static int insert(struct known *known, size_t at, const uint8_t *boot_id,
		  uint64_t seq)
{
	struct known_range *range;
	int err = make_room(known);

	if (err)
		return err;
	range = &known->ranges[at];
	memmove(range + 1, range, (known->count - at) * sizeof(*range));
	known->count++;
	memcpy(range->region, known->region, sizeof(range->region));
	memcpy(range->boot_id, boot_id, sizeof(range->boot_id));
	range->first = seq;
	range->last = seq;
	range->pass = known->pass;
	return 0;
}

int known_add(struct known *known, const uint8_t *boot_id, uint64_t seq)
{
	struct known_range *before, *behind;
	size_t at;

	if (known_has(known, boot_id, seq, NULL))
		return 0;
	if (is_full(known))
		forget_unasked(known);
	if (is_full(known))
		return -ENOSPC;
	at = count_up_to(known, boot_id, seq);
	before = at && is_of(known, &known->ranges[at - 1], boot_id) &&
		 seq && known->ranges[at - 1].last == seq - 1 ?
		 &known->ranges[at - 1] : NULL;
	behind = at < known->count && is_of(known, &known->ranges[at], boot_id) &&
		 known->ranges[at].first - 1 == seq ?
		 &known->ranges[at] : NULL;
	if (before && behind) {
		before->last = behind->last;
		drop(known, at, 1);
	} else if (before) {
		before->last = seq;
	} else if (behind) {
		behind->first = seq;
	} else {
		return insert(known, at, boot_id, seq);
	}
	return 0;
}

uint64_t known_last(const struct known *known, const uint8_t *boot_id)
{
	size_t at = count_up_to(known, boot_id, UINT64_MAX);

	return at && is_of(known, &known->ranges[at - 1], boot_id) ?
	       known->ranges[at - 1].last : 0;
}

void known_forget(struct known *known, const uint8_t *boot_id)
{
	size_t from = count_up_to(known, boot_id, 0), to = from;

	while (to < known->count && is_of(known, &known->ranges[to], boot_id))
		to++;
	drop(known, from, to - from);
}

void known_free(struct known *known)
{
	free(known->ranges);
	memset(known, 0, sizeof(*known));
}
