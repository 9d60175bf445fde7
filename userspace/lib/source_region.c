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
#include "salvage.h"

_Static_assert(CRASHREC_LEDGER_ROOM == CRASHREC_LOST_ROOM, "ABI");
_Static_assert(CRASHREC_LEDGER_CLASSES == CRASHREC_LOST_CLASSES, "ABI");

/* No report has more text, whatever the region says. */
#define MAX_TEXT_BYTES	(64U << 20)

/**
 * struct region - state of this kind
 * @image: the file, or what was found in it
 * @layout: of the region
 * @header: where the boots are described; NULL: that is gone
 * @told: the region's layout, as it says; NULL: its header is gone
 * @salvage: what was found in a file that is no region
 * @refs: its chunks, in the order of their reports
 * @ref_count: how many
 * @at: next of them to look at
 * @running: the boot that used the region last; NULL: unknown
 * @running_n: which of the two descriptions is its
 * @former: the boot before; NULL: unknown
 * @boots: room for both
 * @gather: the report that is being read
 * @structure: its parts
 */
struct region {
	struct cr_image image;
	struct cr_layout layout;
	const struct cr_image *header;
	const struct cr_layout *told;
	struct salvage salvage;
	struct cr_chunk_ref *refs;
	u32 ref_count;
	u32 at;
	const struct cr_boot *running;
	u32 running_n;
	const struct cr_boot *former;
	struct cr_boot boots[CRASHREC_BOOT_COUNT];
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

static int read_boots(struct region *region)
{
	u32 last;
	int err;

	region->running = NULL;
	region->former = NULL;
	if (!region->header)
		return 0;
	err = cr_region_last_boot(region->header, &region->boots[0], &last);
	if (err)
		return err == -ENOENT ? 0 : err;
	region->running = &region->boots[0];
	region->running_n = last;
	err = cr_region_boot(region->header, last ^ 1, &region->boots[1]);
	if (err)
		return err == -ENOENT ? 0 : err;
	region->former = &region->boots[1];
	return 0;
}

/* A chunk in use whose header was torn or hit holds a part of a report. */
static int count_damaged(struct crashrec_source *source)
{
	const struct region *region = source->state;
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	uint64_t damaged = 0;
	u32 chunk;
	int err;

	for (chunk = 0; chunk < region->layout.chunk_count; chunk++) {
		err = read_file(source,
				cr_layout_chunk_offset(&region->layout, chunk),
				&hdr, sizeof(hdr));
		if (err)
			return err;
		if (le32_to_cpu(hdr.magic) == CRASHREC_CHUNK_MAGIC &&
		    !cr_chunk_check(&hdr, &ref))
			damaged++;
	}
	source->damaged = damaged;
	return 0;
}

/* The header of which the boot before this one was the last to begin. */
static const struct salvage_region *last_used(const struct salvage *salvage)
{
	const struct salvage_region *region, *last = NULL;
	struct cr_boot boot;
	u64 last_ns = 0;
	u32 n, i;

	for (i = 0; i < salvage->region_count; i++) {
		region = &salvage->regions[i];
		if (cr_region_last_boot(&region->image, &boot, &n))
			boot.wall_ns = 0;
		if (last && boot.wall_ns < last_ns)
			continue;
		last = region;
		last_ns = boot.wall_ns;
	}
	return last;
}

/* @err: why it is no region. */
static int search(struct crashrec_source *source, int err)
{
	struct region *region = source->state;
	struct salvage *salvage = &region->salvage;
	const struct salvage_region *last;
	int found;

	salvage_free(salvage);
	memset(salvage, 0, sizeof(*salvage));
	salvage->file = region->image;
	salvage->progress.tell = source->options.progress;
	salvage->progress.arg = source->options.progress_arg;
	found = salvage_scan(salvage, source->fd);
	if (found)
		return fail_read(source, found);
	if (!salvage->region_count && !salvage->chunk_count)
		return fail_probe(source, err);
	source->kind = CRASHREC_SOURCE_MEMORY;
	source->damaged = salvage->missed;
	last = last_used(salvage);
	region->header = last ? &last->image : NULL;
	region->told = last ? &last->layout : NULL;
	region->image = salvage->image;
	region->layout = salvage->layout;
	return 0;
}

static int find_region(struct crashrec_source *source)
{
	struct region *region = source->state;
	off_t end = lseek(source->fd, 0, SEEK_END);
	int err;

	if (end < 0)
		return source_fail_errno(source, -errno, "lseek");
	region->image.read = read_file;
	region->image.arg = source;
	region->image.bytes = (u64)end;
	region->header = &region->image;
	region->told = &region->layout;
	source->kind = CRASHREC_SOURCE_REGION;
	err = cr_region_probe(&region->image, &region->layout);
	if (err == -EBADMSG || err == -ENOENT)
		return search(source, err);
	if (err)
		return fail_probe(source, err);
	err = count_damaged(source);
	return err ? fail_read(source, err) : 0;
}

static int region_rewind(struct crashrec_source *source)
{
	struct region *region = source->state;
	int err;

	region->ref_count = 0;
	region->at = 0;
	err = find_region(source);
	if (err)
		return err;
	free(region->refs);
	region->refs = calloc(region->layout.chunk_count + 1,
			      sizeof(*region->refs));
	if (!region->refs)
		return source_fail_errno(source, -ENOMEM, "open");
	err = read_boots(region);
	if (!err)
		err = cr_region_scan(&region->image, &region->layout,
				     region->refs, &region->ref_count);
	if (err)
		return fail_read(source, err);
	if (source->kind == CRASHREC_SOURCE_MEMORY)
		region->ref_count = salvage_unite(&region->salvage,
						  region->refs,
						  region->ref_count);
	return 0;
}

/* How many chunks, from this one on, are of the same report. */
static u32 count_chunks(const struct region *region, u32 at)
{
	const struct cr_chunk_ref *first = &region->refs[at];
	u32 count = 1;

	while (at + count < region->ref_count &&
	       cr_chunk_same_report(first, first + count))
		count++;
	return count;
}

static bool is_acked(const struct cr_chunk_ref *first)
{
	return first->stream == 0 && first->part == 0 &&
	       (first->flags & CR_CHUNK_F_ACKED);
}

static int make_text_room(struct region *region, u32 chunks)
{
	u64 bytes = (u64)chunks * region->layout.chunk_bytes;
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
	encoded = cr_record_encode(g, region->running, region->former, buf,
				   bytes);
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
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref now;

	if (region->image.read(region->image.arg,
			       cr_layout_chunk_offset(&region->layout,
						      first->chunk),
			       &hdr, sizeof(hdr)))
		return false;
	if (!cr_chunk_check(&hdr, &now) || !cr_chunk_same_report(first, &now))
		return false;
	return region->gather.close.state || !region->running ||
	       region->running->ended != CRASHREC_ENDED_NOT ||
	       memcmp(region->running->boot_id, first->boot_id,
		      sizeof(first->boot_id)) != 0;
}

static bool is_salvaged(const struct crashrec_source *source,
			const struct cr_chunk_ref *first, u32 chunks)
{
	const struct region *region = source->state;
	u32 i;

	if (source->kind != CRASHREC_SOURCE_MEMORY)
		return false;
	for (i = 0; i < chunks; i++)
		if (!salvage_in_place(&region->salvage, first[i].chunk))
			return true;
	return false;
}

static int read_report(struct crashrec_source *source,
		       const struct cr_chunk_ref *first, u32 chunks,
		       struct crashrec_record **record)
{
	struct region *region = source->state;
	int err = make_text_room(region, chunks);

	if (err)
		return source_fail_errno(source, err, "read");
	err = cr_gather_report(&region->gather, &region->image,
			       &region->layout, first, chunks);
	if (err == -ENOENT) {
		if (is_damage(region, first))
			source->damaged++;
		return err;
	}
	if (err)
		return fail_read(source, err);
	if (is_salvaged(source, first, chunks))
		region->gather.marks |= CRASHREC_REC_F_SALVAGED;
	err = encode(region, record);
	return err ? source_fail_record(source, err) : 0;
}

static int region_next(struct crashrec_source *source,
		       struct crashrec_record **record)
{
	struct region *region = source->state;
	const struct cr_chunk_ref *first;
	u32 chunks;
	int err;

	while (region->at < region->ref_count) {
		first = &region->refs[region->at];
		chunks = count_chunks(region, region->at);
		region->at += chunks;
		if (is_acked(first))
			continue;
		err = read_report(source, first, chunks, record);
		if (err != -ENOENT)
			return err;
	}
	return source_fail(source, -ENOENT, "no further record");
}

static int region_find(struct crashrec_source *source, uint64_t seq,
		       struct crashrec_record **record)
{
	struct region *region = source->state;
	int err;

	region->at = 0;
	while (region->at < region->ref_count &&
	       region->refs[region->at].seq < seq)
		region->at++;
	if (region->at < region->ref_count &&
	    region->refs[region->at].seq == seq) {
		err = region_next(source, record);
		if (err && err != -ENOENT)
			return err;
		if (!err && crashrec_record_seq(*record) == seq)
			return 0;
		crashrec_record_free(*record);
		*record = NULL;
	}
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

static void tell_losses(const struct region *region, const struct cr_boot *boot,
			u32 n, struct crashrec_summary_losses *losses)
{
	struct crashrec_lost_head heads[CRASHREC_LOST_HEADS];
	u32 count = cr_region_lost_heads(region->header, boot, n, heads);

	source_losses(losses, boot->boot_id, boot->lost, heads, count);
}

static int region_summary(struct crashrec_source *source,
			  struct crashrec_summary *summary)
{
	const struct region *region = source->state;
	u32 at;

	summary->format_version = CRASHREC_FORMAT_VERSION;
	if (region->told) {
		summary->region_bytes = region->told->region_bytes;
		summary->chunk_bytes = region->told->chunk_bytes;
		summary->chunk_count = region->told->chunk_count;
	}
	summary->regions_found = region->salvage.region_count;
	summary->chunks_found = region->salvage.chunk_count;
	for (at = 0; at < region->ref_count; at += count_chunks(region, at)) {
		if (!is_acked(&region->refs[at]))
			summary->records_unread++;
		summary->next_seq = region->refs[at].seq + 1;
	}
	if (!region->running)
		return 0;
	if (summary->next_seq < region->running->first_seq)
		summary->next_seq = region->running->first_seq;
	tell_losses(region, region->running, region->running_n,
		    &summary->losses);
	if (region->former)
		tell_losses(region, region->former, 1 - region->running_n,
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
	free(region->refs);
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
