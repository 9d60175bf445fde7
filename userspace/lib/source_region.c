// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records from a file that holds a region: a dump, compressed or not, or the
 * memory of a guest that may still run. The file is read piece by piece and each
 * piece is checked after it was copied, so it may change at any moment; it is
 * never mapped, because a file that is cut shorter would then kill the process.
 */
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/record.h"
#include "record.h"
#include "region_look.h"
#include "region_open.h"

_Static_assert(CRASHREC_LEDGER_ROOM == CRASHREC_LOST_ROOM, "ABI");
_Static_assert(CRASHREC_LEDGER_CLASSES == CRASHREC_LOST_CLASSES, "ABI");

/* No report has more text, whatever the region says. */
#define MAX_TEXT_BYTES	(64U << 20)

/* A region in memory that is gone may be elsewhere, which a search finds. */
static int region_look(struct crashrec_source *source)
{
	struct region *region = source->state;
	off_t end = lseek(source->fd, 0, SEEK_END);
	struct region_part *part = region->parts;
	int err;

	if (!region->part_count)
		return region_open(source);
	if (end < 0)
		return source_fail_errno(source, -errno, "lseek");
	region->part = NULL;
	region->at = 0;
	source->damaged = 0;
	if (source->kind == CRASHREC_SOURCE_REGION) {
		region_part_forget_repairs(part);
		part->image.bytes = (u64)end;
		err = region_look_again(part, &source->damaged);
		return err ? region_fail_probe(source, err) : 0;
	}
	for (; part < region->parts + region->part_count; part++) {
		err = region_look_again(part, &source->damaged);
		if (err == -ENOMEM)
			return source_fail_errno(source, err, "read");
	}
	return 0;
}

static bool region_has_changed(struct crashrec_source *source)
{
	const struct region *region = source->state;

	return region_look_changed(region->parts, region->part_count);
}

static bool is_acked(const struct cr_chunk_ref *first)
{
	return first->stream == 0 && first->part == 0 &&
	       (first->flags & CR_CHUNK_F_ACKED);
}

static int make_text_room(struct region *region, u32 chunks)
{
	u64 bytes = (u64)chunks * region->part->layout.chunk_bytes;
	char *text;

	if (bytes > MAX_TEXT_BYTES)
		bytes = MAX_TEXT_BYTES;
	if (bytes <= region->gather.text_max_bytes)
		return 0;
	text = realloc(region->gather.text, bytes);
	if (!text)
		return -ENOMEM;
	region->gather.text = text;
	region->gather.text_max_bytes = (u32)bytes;
	return 0;
}

static int encode(const struct region *region, struct crashrec_record **record)
{
	const struct cr_gather *g = &region->gather;
	u32 bytes = cr_record_bytes(g);
	u8 *buf = malloc(bytes);
	s64 encoded;
	int err;

	if (!buf)
		return -ENOMEM;
	encoded = cr_record_encode(g, region->part->running,
				   region->part->former, buf, bytes);
	if (encoded < 0) {
		free(buf);
		return (int)encoded;
	}
	err = record_adopt(record, buf, (size_t)encoded);
	if (err)
		free(buf);
	return err;
}

/*
 * Chunks without a line are those of a report that a running kernel is just
 * opening, were reused since the scan, or are damaged.
 */
static bool is_damage(const struct region *region,
		      const struct cr_chunk_ref *first)
{
	const struct region_part *part = region->part;
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref now;

	if (part->image.read(part->image.arg,
			     cr_layout_chunk_offset(&part->layout,
						    first->chunk),
			     &hdr, sizeof(hdr)))
		return false;
	if (!cr_chunk_check(&hdr, &now) || !cr_chunk_same_report(first, &now))
		return false;
	return region->gather.close.state || !part->running ||
	       part->running->ended != CRASHREC_ENDED_NOT ||
	       memcmp(part->running->boot_id, first->boot_id,
		      sizeof(first->boot_id)) != 0;
}

static int read_report(struct crashrec_source *source,
		       const struct cr_chunk_ref *first, u32 chunks,
		       struct crashrec_record **record)
{
	struct region *region = source->state;
	const struct region_part *part = region->part;
	int err = make_text_room(region, chunks);

	if (err)
		return source_fail_errno(source, err, "read");
	err = cr_gather_report(&region->gather, &part->image, &part->layout,
			       first, chunks);
	if (err == -ENOENT) {
		if (is_damage(region, first))
			source->damaged++;
		return err;
	}
	if (err)
		return region_fail_read(source, err);
	if (part->is_loose)
		region->gather.marks |= CRASHREC_REC_F_SALVAGED;
	err = encode(region, record);
	return err ? source_fail_record(source, err) : 0;
}

/* In place of a region's, for pieces: no id that a kernel makes. */
static const uint8_t loose_id[CRASHREC_ID_BYTES] = { 0xff, 0xff, 0xff, 0xff };

/* The next of the part; -ENOENT: there is none. */
static int next_of_part(struct crashrec_source *source,
			struct crashrec_record **record)
{
	struct region *region = source->state;
	const struct region_part *part = region->part;
	const struct cr_chunk_ref *first;
	u32 chunks;
	int err;

	if (source->known)
		known_enter(source->known, part->is_loose ? loose_id :
			    part->layout.region_id);
	if (source->leaves_rest)
		region->at = part->ref_count;
	source->leaves_rest = false;
	while (region->at < part->ref_count) {
		first = &part->refs[region->at];
		chunks = region_part_chunks(part, region->at);
		region->at += chunks;
		if (is_acked(first) ||
		    (source->known && known_has(source->known, first->boot_id,
						first->seq, NULL)))
			continue;
		err = read_report(source, first, chunks, record);
		if (err == -EBADMSG && source->known)
			known_add(source->known, first->boot_id, first->seq);
		if (err != -ENOENT)
			return err;
	}
	return -ENOENT;
}

static int region_next(struct crashrec_source *source,
		       struct crashrec_record **record)
{
	struct region *region = source->state;
	struct region_part *end = region->parts + region->part_count;
	int err;

	if (!region->part)
		region->part = region->parts;
	for (; region->part < end; region->part++, region->at = 0) {
		err = next_of_part(source, record);
		if (err != -ENOENT)
			return err;
	}
	return source_fail(source, -ENOENT, "no further record");
}

static int find_in_part(struct crashrec_source *source, uint64_t seq,
			struct crashrec_record **record)
{
	struct region *region = source->state;
	const struct region_part *part = region->part;
	int err;

	region->at = 0;
	while (region->at < part->ref_count && part->refs[region->at].seq < seq)
		region->at++;
	if (region->at == part->ref_count || part->refs[region->at].seq != seq)
		return -ENOENT;
	err = next_of_part(source, record);
	if (err || crashrec_record_seq(*record) == seq)
		return err;
	crashrec_record_free(*record);
	*record = NULL;
	return -ENOENT;
}

/* What was used last goes first, and what is loose last. */
static int region_find(struct crashrec_source *source, uint64_t seq,
		       struct crashrec_record **record)
{
	struct region *region = source->state;
	u32 i;
	int err;

	for (i = 0; i <= region->part_count; i++) {
		if (!i && !region->told)
			continue;
		region->part = i ? &region->parts[i - 1] :
			       region->parts + (region->told - region->parts);
		err = find_in_part(source, seq, record);
		if (err != -ENOENT)
			return err;
	}
	region->part = region->parts + region->part_count;
	return source_fail(source, -ENOENT,
			   "no record %llu: see crashrec list for those there are",
			   (unsigned long long)seq);
}

static int region_ack(struct crashrec_source *source,
		      const struct crashrec_record *record)
{
	return source_fail(source, -EROFS,
			   "record %llu: a region file is only read: acknowledge in the guest, where the module is",
			   (unsigned long long)crashrec_record_seq(record));
}

static void tell_losses(const struct region_part *part, const struct cr_boot *boot,
			u32 n, struct crashrec_summary_losses *losses)
{
	struct crashrec_lost_head heads[CRASHREC_LOST_HEADS];
	u32 count = cr_region_lost_heads(&part->image, boot, n, heads);

	source_losses(losses, boot->boot_id, boot->lost, heads, count);
}

static void count_records(const struct region_part *part,
			  struct crashrec_summary *summary)
{
	u32 at;

	for (at = 0; at < part->ref_count; at += region_part_chunks(part, at)) {
		if (!is_acked(&part->refs[at]))
			summary->records_unread++;
		if (part->refs[at].seq >= summary->next_seq)
			summary->next_seq = part->refs[at].seq + 1;
	}
}

static int region_summary(struct crashrec_source *source,
			  struct crashrec_summary *summary)
{
	const struct region *region = source->state;
	const struct region_part *told = region->told;
	u32 i;

	summary->format_version = CRASHREC_FORMAT_VERSION;
	for (i = 0; i < region->part_count; i++) {
		count_records(&region->parts[i], summary);
		summary->corrected_bytes +=
			region->parts[i].ecc.corrected_bytes;
		summary->untried_chunks += region->parts[i].ecc.untried_chunks;
	}
	summary->regions_found = region->salvage.region_count;
	summary->chunks_found = region->salvage.chunk_count;
	if (!told)
		return 0;
	summary->region_bytes = told->layout.region_bytes;
	summary->chunk_bytes = told->layout.chunk_bytes;
	summary->chunk_count = told->layout.chunk_count;
	if (!told->running)
		return 0;
	if (summary->next_seq < told->running->first_seq)
		summary->next_seq = told->running->first_seq;
	tell_losses(told, told->running, told->running_n, &summary->losses);
	if (told->former)
		tell_losses(told, told->former, 1 - told->running_n,
			    &summary->former_losses);
	return 0;
}

static void region_close(struct crashrec_source *source)
{
	struct region *region = source->state;

	if (!region)
		return;
	free(region->gather.chunk);
	free(region->gather.text);
	free(region->gather.lines);
	free(region->gather.kept_facts);
	free(region->gather.facts.frames);
	region_free_parts(region);
	salvage_free(&region->salvage);
	memory_file_close(&region->file);
	free(region);
	source->state = NULL;
}

const struct source_ops source_region_ops = {
	.next = region_next,
	.find = region_find,
	.rewind = region_open,
	.ack = region_ack,
	.summary = region_summary,
	.look = region_look,
	.has_changed = region_has_changed,
	.close = region_close,
};

int source_region_start(struct crashrec_source *source)
{
	struct region *region = calloc(1, sizeof(*region));
	struct cr_gather *g;

	if (!region)
		return source_fail_errno(source, -ENOMEM, "open");
	source->state = region;
	region->file.unpacked = -1;
	g = &region->gather;
	g->chunk_max_bytes = CRASHREC_CHUNK_MAX_BYTES;
	g->chunk = malloc(g->chunk_max_bytes);
	g->lines_max = CR_LINES_MAX;
	g->lines = calloc(g->lines_max, sizeof(*g->lines));
	g->facts.parts = &cr_parts;
	g->facts.structure = &region->structure;
	g->facts.frames_max = CR_FRAMES_MAX;
	g->facts.frames = calloc(g->facts.frames_max,
				 sizeof(*g->facts.frames));
	g->kept_facts = malloc(CR_KEPT_FACTS_MAX_BYTES);
	if (!g->chunk || !g->lines || !g->facts.frames || !g->kept_facts)
		return source_fail_errno(source, -ENOMEM, "open");
	return region_open(source);
}
