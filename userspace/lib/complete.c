// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Memory for completing a record. That of the lines and frames is as large as
 * this record needs.
 */
#include "complete.h"

#include <stdlib.h>

#include "core/complete.h"

static uint8_t *complete(struct cr_complete *c, size_t *bytes)
{
	u32 needed = cr_complete_find(c);
	uint8_t *made;

	if (!needed)
		return NULL;
	made = malloc(needed);
	if (!made)
		return NULL;
	cr_complete_encode(c, made);
	*bytes = needed;
	return made;
}

static uint8_t *complete_lines(const struct cr_record *record, u32 lines,
			       size_t *bytes)
{
	struct cr_complete *c = calloc(1, sizeof(*c));
	uint8_t *made = NULL;

	if (!c)
		return NULL;
	c->record = *record;
	c->lines_max = lines;
	c->facts.frames_max = lines < CR_FRAMES_MAX ? lines : CR_FRAMES_MAX;
	/* One more, as room for none may be NULL. */
	c->lines = calloc(lines + 1, sizeof(*c->lines));
	c->facts.frames = calloc(c->facts.frames_max + 1,
				 sizeof(*c->facts.frames));
	if (c->lines && c->facts.frames)
		made = complete(c, bytes);
	free(c->facts.frames);
	free(c->lines);
	free(c);
	return made;
}

uint8_t *record_complete(const void *data, size_t *bytes)
{
	u32 room = *bytes > UINT32_MAX ? UINT32_MAX : (u32)*bytes;
	struct cr_record record;
	int lines;

	if (cr_record_decode(&record, data, room) < 0)
		return NULL;
	lines = cr_complete_lines(&record);
	return lines < 0 ? NULL : complete_lines(&record, (u32)lines, bytes);
}
