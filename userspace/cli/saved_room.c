// SPDX-License-Identifier: GPL-2.0
/*
 * Which saved records make room for others.
 */
#include <stdlib.h>
#include <string.h>

#include "saved.h"

bool saved_has_room(const struct saved *saved, uint64_t bytes)
{
	return !saved->max_bytes ||
	       (saved->bytes <= saved->max_bytes &&
		bytes <= saved->max_bytes - saved->bytes);
}

static int compare_files(const void *a, const void *b)
{
	const struct saved_file *x = a, *y = b;

	if (x->is_user != y->is_user)
		return x->is_user ? -1 : 1;
	if (x->time.tv_sec != y->time.tv_sec)
		return x->time.tv_sec < y->time.tv_sec ? -1 : 1;
	if (x->time.tv_nsec != y->time.tv_nsec)
		return x->time.tv_nsec < y->time.tv_nsec ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Else who may write to /dev/kmsg could have real reports removed. */
static void sort(struct saved *saved)
{
	const uint32_t user = CRASHREC_FLAG_USER | CRASHREC_FLAG_UNVERIFIED;
	struct crashrec_record *record;
	size_t i;

	for (i = 0; i < saved->file_count; i++) {
		if (saved->files[i].is_left || saved->files[i].is_kept)
			continue;
		record = saved_read(saved, &saved->files[i]);
		if (!record) {
			saved->files[i].is_kept = true;
			saved->unreadable_count++;
			continue;
		}
		saved->files[i].is_user = (crashrec_record_flags(record) &
					   user) == CRASHREC_FLAG_USER;
		crashrec_record_free(record);
	}
	qsort(saved->files, saved->file_count, sizeof(*saved->files),
	      compare_files);
	saved->is_sorted = true;
}

static bool is_enough(const struct saved *saved, uint64_t bytes)
{
	uint64_t kept = 0;
	size_t i;

	for (i = 0; i < saved->file_count; i++)
		if (!saved->files[i].is_left && saved->files[i].is_kept)
			kept += saved->files[i].bytes;
	return kept <= saved->max_bytes && bytes <= saved->max_bytes - kept;
}

const struct saved_file *saved_victim(struct saved *saved, uint64_t bytes)
{
	size_t i;

	/* What is added later is of this run, and is kept. */
	if (!saved->is_sorted)
		sort(saved);
	if (!is_enough(saved, bytes))
		return NULL;
	for (i = 0; i < saved->file_count; i++)
		if (!saved->files[i].is_left && !saved->files[i].is_kept)
			return &saved->files[i];
	return NULL;
}
