// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records from a file that holds a region: a dump, or the memory of a guest
 * that may still run. The file is read piece by piece and each piece is
 * checked after it was copied, so it may change at any moment; it is never
 * mapped, because a file that is cut shorter would then kill the process.
 */
#include "source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "core/record.h"
#include "core/structure.h"
#include "record.h"
#include "region_look.h"
#include "region_part.h"
#include "salvage.h"

_Static_assert(CRASHREC_LEDGER_ROOM == CRASHREC_LOST_ROOM, "ABI");
_Static_assert(CRASHREC_LEDGER_CLASSES == CRASHREC_LOST_CLASSES, "ABI");

/* No report has more text, whatever the region says. */
#define MAX_TEXT_BYTES	(64U << 20)

/**
 * struct region - state of this kind
 * @parts: of the file; one, unless it is memory
 * @part_count: how many
 * @told: the part that a summary is of: that which was used last
 * @part: of the next chunk to look at
 * @at: that chunk
 * @salvage: what was found in memory
 * @gather: the report that is being read
 * @structure: its parts
 */
struct region {
	struct region_part *parts;
	u32 part_count;
	const struct region_part *told;
	struct region_part *part;
	u32 at;
	struct salvage salvage;
	struct cr_gather gather;
	struct cr_structure structure;
};

static int read_file(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct crashrec_source *source = arg;
	char *at = buf;
	ssize_t got;

	while (bytes) {
		got = pread(source->fd, at, bytes, (off_t)offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return -EMSGSIZE;
		at += got;
		offset += (u64)got;
		bytes -= (u32)got;
	}
	return 0;
}

static int fail_read(struct crashrec_source *source, int err)
{
	if (err == -EMSGSIZE)
		return source_fail(source, err,
				   "is shorter than the region was: copy all of it");
	return source_fail_errno(source, err, "read");
}

static int fail_probe(struct crashrec_source *source, int err)
{
	switch (err) {
	case -ENOENT:
		return source_fail(source, -ENODATA,
				   "is all zero: no crashrec module formatted it yet; load one that uses it (see mem_address=, mem_name= and ivshmem)");
	case -EBADMSG:
		return source_fail(source, err,
				   "holds no crashrec region, and no piece of one: name the file behind the guest's region, or its memory");
	case -EPROTONOSUPPORT:
		return source_fail(source, err,
				   "is a region of another format version than %u: use the crashrec program that came with the module that wrote it",
				   CRASHREC_FORMAT_VERSION);
	default:
		return fail_read(source, err);
	}
}

static int read_part(struct crashrec_source *source, struct region_part *part)
{
	int err = source->known ? region_look_first(part, &source->damaged) :
		  region_part_read(part, &source->damaged);

	if (err == -ENOMEM)
		return source_fail_errno(source, err, "open");
	return err ? fail_read(source, err) : 0;
}

static void free_parts(struct region *region)
{
	u32 i;

	for (i = 0; i < region->part_count; i++)
		region_part_free(&region->parts[i]);
	free(region->parts);
	region->parts = NULL;
	region->part_count = 0;
	region->told = NULL;
	region->part = NULL;
	region->at = 0;
}

/* What a region has, or had, is not shown once more. */
static void drop_known(const struct region *region, struct region_part *loose)
{
	u32 left = 0, i, n;

	for (i = 0; i < loose->ref_count; i++) {
		for (n = 0; n < region->part_count; n++)
			if (&region->parts[n] != loose &&
			    region_part_has(&region->parts[n], &loose->refs[i]))
				break;
		if (n == region->part_count)
			loose->refs[left++] = loose->refs[i];
	}
	loose->ref_count = left;
}

static int read_loose(struct crashrec_source *source, struct region_part *part)
{
	struct region *region = source->state;
	int err;

	part->is_loose = true;
	salvage_loose_image(&part->image, &part->layout, &region->salvage);
	err = read_part(source, part);
	if (err)
		return err;
	part->ref_count = salvage_unite(&region->salvage, part->refs,
					part->ref_count);
	drop_known(region, part);
	/* As far as is known: pages of a region may lie anywhere. */
	if (region->told) {
		part->running = region->told->running;
		part->former = region->told->former;
	}
	return 0;
}

static void tell_of(struct region *region, const struct region_part *part)
{
	const struct region_part *told = region->told;

	if (!told || !told->running ||
	    (part->running && part->running->wall_ns > told->running->wall_ns))
		region->told = part;
}

static int read_parts(struct crashrec_source *source)
{
	struct region *region = source->state;
	struct salvage *salvage = &region->salvage;
	u32 count = salvage->region_count + 1, i;
	struct region_part *part;
	int err;

	region->parts = calloc(count, sizeof(*region->parts));
	if (!region->parts)
		return source_fail_errno(source, -ENOMEM, "open");
	region->part_count = count;
	for (i = 0; i < salvage->region_count; i++) {
		part = &region->parts[i];
		part->layout = salvage->regions[i].layout;
		salvage_region_image(&part->image, &salvage->regions[i]);
		err = read_part(source, part);
		if (err)
			return err;
		tell_of(region, part);
	}
	return read_loose(source, &region->parts[i]);
}

/* @err: why it is no region. */
static int search(struct crashrec_source *source, const struct cr_image *file,
		  int err)
{
	struct region *region = source->state;
	struct salvage *salvage = &region->salvage;

	salvage->file = *file;
	salvage->progress.tell = source->options.progress;
	salvage->progress.arg = source->options.progress_arg;
	if (salvage_scan(salvage, source->fd))
		return source_fail_errno(source, -ENOMEM, "search");
	if (source->known && !salvage->region_count && !salvage->other_version)
		return source_fail(source, err == -ENOENT ? -ENODATA : err,
				   "holds no whole crashrec region: name the file behind the guest's region, or its memory");
	/* Loose chunks are those of the region that it begins with. */
	if (!salvage->region_count &&
	    (!salvage->chunk_count || err == -EMSGSIZE ||
	     err == -EPROTONOSUPPORT))
		return fail_probe(source, salvage->other_version ?
				  -EPROTONOSUPPORT : err);
	source->kind = CRASHREC_SOURCE_MEMORY;
	source->damaged = salvage->missed;
	return read_parts(source);
}

static int search_again(struct crashrec_source *source,
			const struct cr_image *file, int err)
{
	struct region *region = source->state;
	struct salvage_region *before = region->salvage.regions;
	u32 count = region->salvage.region_count;

	region->salvage.regions = NULL;
	salvage_free(&region->salvage);
	err = search(source, file, err);
	if (source->known)
		region_look_forget(source->known, &region->salvage, before,
				   count);
	free(before);
	return err;
}

/* A part of a region that is still being copied is no memory. */
static bool may_be_memory(const struct crashrec_source *source, int err)
{
	return err == -EBADMSG || err == -ENOENT || err == -EPROTONOSUPPORT ||
	       (err == -EMSGSIZE && !source->known);
}

static int region_rewind(struct crashrec_source *source)
{
	struct region *region = source->state;
	struct cr_image file = { .read = read_file, .arg = source };
	off_t end = lseek(source->fd, 0, SEEK_END);
	struct cr_layout layout;
	int err;

	if (end < 0)
		return source_fail_errno(source, -errno, "lseek");
	free_parts(region);
	source->kind = CRASHREC_SOURCE_REGION;
	source->damaged = 0;
	file.bytes = (u64)end;
	err = cr_region_probe(&file, &layout);
	if (err && !ecc_image_find(&file, &layout))
		err = 0;
	/* Whatever it begins with, a machine's memory may begin with. */
	if (may_be_memory(source, err) ||
	    (!err && file.bytes > layout.region_bytes))
		return search_again(source, &file, err);
	salvage_free(&region->salvage);
	if (err)
		return fail_probe(source, err);
	region->parts = calloc(1, sizeof(*region->parts));
	if (!region->parts)
		return source_fail_errno(source, -ENOMEM, "open");
	region->part_count = 1;
	region->told = region->parts;
	region->parts->image = file;
	region->parts->layout = layout;
	return read_part(source, region->parts);
}

/* A region in memory that is gone may be elsewhere, which a search finds. */
static int region_look(struct crashrec_source *source)
{
	struct region *region = source->state;
	off_t end = lseek(source->fd, 0, SEEK_END);
	struct region_part *part = region->parts;
	int err;

	if (!region->part_count)
		return region_rewind(source);
	if (end < 0)
		return source_fail_errno(source, -errno, "lseek");
	region->part = NULL;
	region->at = 0;
	source->damaged = 0;
	if (source->kind == CRASHREC_SOURCE_REGION) {
		part->image.bytes = (u64)end;
		err = region_look_again(part, source->known, &source->damaged);
		return err ? fail_probe(source, err) : 0;
	}
	for (; part < region->parts + region->part_count; part++) {
		err = region_look_again(part, source->known, &source->damaged);
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
		return fail_read(source, err);
	if (part->is_loose)
		region->gather.marks |= CRASHREC_REC_F_SALVAGED;
	err = encode(region, record);
	return err ? source_fail_record(source, err) : 0;
}

/* The next of the part; -ENOENT: there is none. */
static int next_of_part(struct crashrec_source *source,
			struct crashrec_record **record)
{
	struct region *region = source->state;
	const struct region_part *part = region->part;
	const struct cr_chunk_ref *first;
	u32 chunks;
	int err;

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
	free_parts(region);
	salvage_free(&region->salvage);
	free(region);
	source->state = NULL;
}

const struct source_ops source_region_ops = {
	.next = region_next,
	.find = region_find,
	.rewind = region_rewind,
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
	return region_rewind(source);
}
