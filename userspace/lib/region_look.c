// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "region_look.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "region_glance.h"

/* What changes while it is read is seen to have changed behind that. */
static int read_part(struct region_part *part, uint64_t *damaged)
{
	struct region_glance *glance = part->glance;
	int err = 0;

	if (glance)
		err = region_glance_begin(glance, region_part_file(part));
	if (!err)
		err = region_part_read(part, damaged);
	if (!err && glance)
		err = region_glance_end(glance, region_part_file(part),
					&part->layout, part->refs,
					part->ref_count);
	return err;
}

int region_look_first(struct region_part *part, uint64_t *damaged)
{
	if (!part->is_loose) {
		part->glance = calloc(1, sizeof(*part->glance));
		if (!part->glance)
			return -ENOMEM;
	}
	return read_part(part, damaged);
}

static void free_refs(struct region_part *part)
{
	free(part->refs);
	part->refs = NULL;
	part->ref_count = 0;
}

static int probe_again(struct region_part *part, uint64_t *damaged)
{
	struct cr_layout layout;
	int err = cr_region_probe(&part->image, &layout);

	if (err)
		return err;
	part->layout = layout;
	return read_part(part, damaged);
}

int region_look_again(struct region_part *part, uint64_t *damaged)
{
	int err;

	if (part->is_loose)
		return 0;
	free_refs(part);
	region_part_forget_repairs(part);
	part->running = NULL;
	part->former = NULL;
	err = probe_again(part, damaged);
	if (err)
		free_refs(part);
	return err;
}

bool region_look_changed(const struct region_part *parts, u32 count)
{
	const struct region_part *part;

	for (part = parts; part < parts + count; part++)
		if (!part->is_loose &&
		    region_glance_again(part->glance, region_part_file(part),
					&part->layout))
			return true;
	return !count;
}
