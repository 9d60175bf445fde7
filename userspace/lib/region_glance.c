// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "region_glance.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int region_glance_begin(struct region_glance *glance,
			const struct cr_image *image)
{
	memset(glance, 0, sizeof(*glance));
	return image->read(image->arg, 0, glance->page, sizeof(glance->page));
}

static bool is_acked(const struct cr_chunk_ref *ref)
{
	return !ref->stream && !ref->part && (ref->flags & CR_CHUNK_F_ACKED);
}

/* An acknowledged report's chunks are free. Return: NULL without memory. */
static bool *find_used(const struct cr_layout *layout,
		       const struct cr_chunk_ref *refs, u32 ref_count)
{
	bool *used = calloc(layout->chunk_count + 1, sizeof(*used));
	bool free_again = false;
	u32 i;

	if (!used)
		return NULL;
	for (i = 0; i < ref_count; i++) {
		if (!i || !cr_chunk_same_report(&refs[i - 1], &refs[i]))
			free_again = is_acked(&refs[i]);
		used[refs[i].chunk] = !free_again;
	}
	return used;
}

/* Around its end; @from where all are used. */
static u32 next_free(const bool *used, u32 count, u32 from)
{
	u32 at = from;

	do {
		if (!used[at])
			break;
		at = at + 1 < count ? at + 1 : 0;
	} while (at != from);
	return at;
}

static void choose(struct region_glance *glance, const bool *used, u32 count,
		   u32 cursor)
{
	u32 i;

	glance->chunks[0] = next_free(used, count, 0);
	if (used[glance->chunks[0]])
		return;
	for (i = 1; i < REGION_GLANCE_CHUNKS; i++) {
		cursor = next_free(used, count, cursor);
		glance->chunks[i] = cursor;
		cursor = cursor + 1 < count ? cursor + 1 : 0;
	}
	glance->chunk_count = i;
}

static int read_hdr(const struct cr_image *image, const struct cr_layout *layout,
		    u32 chunk, struct crashrec_chunk_hdr *hdr)
{
	return image->read(image->arg, cr_layout_chunk_offset(layout, chunk),
			   hdr, sizeof(*hdr));
}

/* It was free when it was looked at. */
static bool was_taken(const struct crashrec_chunk_hdr *hdr, u32 chunk,
		      const struct cr_chunk_ref *refs, u32 ref_count)
{
	struct cr_chunk_ref now;
	u32 i;

	if (!cr_chunk_check(hdr, &now))
		return false;
	for (i = 0; i < ref_count; i++)
		if (refs[i].chunk == chunk)
			return !cr_chunk_same_report(&refs[i], &now);
	return true;
}

int region_glance_end(struct region_glance *glance, const struct cr_image *image,
		      const struct cr_layout *layout,
		      const struct cr_chunk_ref *refs, u32 ref_count)
{
	bool *used = find_used(layout, refs, ref_count);
	u32 i, cursor = 0;
	int err;

	if (!used)
		return -ENOMEM;
	if (ref_count)
		cursor = (refs[ref_count - 1].chunk + 1) % layout->chunk_count;
	choose(glance, used, layout->chunk_count, cursor);
	free(used);
	for (i = 0; i < glance->chunk_count; i++) {
		err = read_hdr(image, layout, glance->chunks[i],
			       &glance->hdrs[i]);
		if (err)
			return err;
		if (was_taken(&glance->hdrs[i], glance->chunks[i], refs,
			      ref_count))
			glance->is_stale = true;
	}
	return 0;
}

bool region_glance_again(const struct region_glance *glance,
			 const struct cr_image *image,
			 const struct cr_layout *layout)
{
	struct crashrec_chunk_hdr hdr;
	u8 page[CRASHREC_HDR_BYTES];
	u32 i;

	if (glance->is_stale ||
	    image->read(image->arg, 0, page, sizeof(page)) ||
	    memcmp(page, glance->page, sizeof(page)) != 0)
		return true;
	for (i = 0; i < glance->chunk_count; i++)
		if (read_hdr(image, layout, glance->chunks[i], &hdr) ||
		    memcmp(&hdr, &glance->hdrs[i], sizeof(hdr)) != 0)
			return true;
	return false;
}
