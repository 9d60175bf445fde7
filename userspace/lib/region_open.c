// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A file is a region, or has some in it, or pieces of them: in the memory that
 * it is a compressed dump of, or as it is.
 */
#include "region_open.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file_sort.h"
#include "packed_flat.h"
#include "region_look.h"
#include "zeros.h"

int region_fail_read(struct crashrec_source *source, int err)
{
	if (err == -EMSGSIZE)
		return source_fail(source, err,
				   "is shorter than the region was: copy all of it");
	return source_fail_errno(source, err, "read");
}

int region_fail_probe(struct crashrec_source *source, int err)
{
	switch (err) {
	case -ENOENT:
		return source_fail(source, -ENODATA,
				   "is all zero: no crashrec module formatted it yet; load one that uses it (see mem_address=, mem_name= and ivshmem)");
	case -EBADMSG:
		return source_fail(source, err,
				   "holds no crashrec region, and no piece of one: name the file behind the guest's region, or its memory; crashrec parse reads a log");
	case -EPROTONOSUPPORT:
		return source_fail(source, err,
				   "is a region of another format version than %u: use the crashrec program that came with the module that wrote it",
				   CRASHREC_FORMAT_VERSION);
	default:
		return region_fail_read(source, err);
	}
}

static int read_part(struct crashrec_source *source, struct region_part *part)
{
	int err = source->known ? region_look_first(part, &source->damaged) :
		  region_part_read(part, &source->damaged);

	if (err == -ENOMEM)
		return source_fail_errno(source, err, "open");
	return err ? region_fail_read(source, err) : 0;
}

void region_free_parts(struct region *region)
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

/* Has a region that was found before it some of its bytes? */
static bool lies_in_another(const struct salvage *salvage, u32 n)
{
	const struct salvage_region *region = &salvage->regions[n], *other;

	for (other = salvage->regions; other < region; other++)
		if (other->file == region->file &&
		    other->offset <
			    region->offset + region->layout.region_bytes &&
		    region->offset < other->offset + other->layout.region_bytes)
			return true;
	return false;
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
		/* Not what is forged to be repaired over and over. */
		if (lies_in_another(salvage, i))
			part->layout.ecc_bytes = 0;
		err = read_part(source, part);
		if (err)
			return err;
		tell_of(region, part);
	}
	return read_loose(source, &region->parts[i]);
}

/* What it is, and what it would have to be. */
static int fail_sort(struct crashrec_source *source, int err)
{
	off_t bytes = lseek(source->fd, 0, SEEK_END);
	struct file_sort sort;

	if (!bytes)
		return source_fail(source, -EBADMSG,
				   "is empty: name the file behind the guest's region, or its memory");
	/* The place of a header may be zero in anything. */
	if (err == -ENOENT && zeros_end(source->fd, bytes) < bytes)
		err = -EBADMSG;
	if ((err == -EBADMSG || err == -EMSGSIZE) &&
	    file_sort_find(source->fd, &sort))
		return source_fail(source, -EMEDIUMTYPE, "is %s: %s",
				   sort.name, sort.cure);
	return region_fail_probe(source, err);
}

static int fail_unpack(struct crashrec_source *source, int err)
{
	const struct region *region = source->state;

	switch (err) {
	case -EOPNOTSUPP:
		return source_fail(source, err,
				   "is a compressed dump, which this crashrec was built to read none of: build it with libkdumpfile-dev installed, or have the dump written as ELF");
	case -EBADMSG:
		return source_fail(source, err,
				   "is a compressed dump that can't be read: %s",
				   region->file.packed.why[0] ?
				   region->file.packed.why :
				   "its pieces lie where no dump has any");
	default:
		return source_fail(source, err,
				   "is a compressed dump that can't be put together in %s: %s: name a folder with more room (TMPDIR=FOLDER), or do it by makedumpfile -R",
				   packed_flat_folder(), strerror(-err));
	}
}

/* Return: 0; -ENODATA: nothing is in it. */
static int scan(struct crashrec_source *source)
{
	struct region *region = source->state;
	struct salvage *salvage = &region->salvage;

	salvage_free(salvage);
	salvage->file = region->file.image;
	salvage->next_data = memory_file_next_data;
	salvage->progress.tell = source->options.progress;
	salvage->progress.arg = source->options.progress_arg;
	if (salvage_scan(salvage))
		return source_fail_errno(source, -ENOMEM, "search");
	return salvage->region_count || salvage->chunk_count ? 0 : -ENODATA;
}

/* Pieces that stand in both are those of the dump. */
static int add_raw(struct crashrec_source *source, const struct salvage *raw)
{
	struct region *region = source->state;

	if (salvage_add(&region->salvage, raw, &region->raw))
		return source_fail_errno(source, -ENOMEM, "search");
	return 0;
}

/* @raw: what was found in the file as it is; taken over, or freed. */
static int scan_unpacked(struct crashrec_source *source, struct salvage *raw)
{
	struct region *region = source->state;
	const struct salvage_progress progress = {
		source->options.progress, source->options.progress_arg,
	};
	bool has_raw = raw->region_count || raw->chunk_count;
	int err = memory_file_unpack(&region->file, &progress), found;

	found = err ? -ENODATA : scan(source);
	if (!found && (region->salvage.region_count || !raw->region_count)) {
		found = add_raw(source, raw);
	} else if (!found || found == -ENODATA) {
		if (!err && !has_raw && region->salvage.gave_up)
			raw->gave_up = true;
		if (err && !has_raw)
			found = fail_unpack(source, err);
		else
			found = has_raw ? 0 : -ENODATA;
		memory_file_repack(&region->file);
		salvage_free(&region->salvage);
		region->salvage = *raw;
		return found;
	}
	salvage_free(raw);
	return found;
}

/*
 * Who may write to the first page of a machine's memory can make that look like
 * a compressed dump, and who may write to any, put a region into a dump that is
 * seen before it is taken apart. So what looks like a dump is searched both ways,
 * and regions that are found in one are not hidden by what is in the other. Of
 * dumps that are not compressed the same are found twice, which are copies.
 */
static int scan_packed(struct crashrec_source *source)
{
	struct region *region = source->state;
	struct salvage raw;
	bool is_flat;
	int found = scan(source);

	if ((found && found != -ENODATA) || !packed_is(source->fd, &is_flat))
		return found;
	region->raw = region->file.image;
	raw = region->salvage;
	memset(&region->salvage, 0, sizeof(region->salvage));
	return scan_unpacked(source, &raw);
}

/* @err: why it is no region. */
static int search(struct crashrec_source *source, int err)
{
	struct region *region = source->state;
	struct salvage *salvage = &region->salvage;
	int found = scan_packed(source);

	if (found && found != -ENODATA)
		return found;
	if (source->known && !salvage->region_count && !salvage->other_version)
		return source_fail(source, err == -ENOENT ? -ENODATA : err,
				   "holds no whole crashrec region: name the file behind the guest's region, or its memory");
	if (salvage->gave_up && !salvage->region_count && !salvage->chunk_count)
		return source_fail(source, -EBADMSG,
				   "can't be read in so many places that looking for a region was given up: dump it again, or copy it from a sound disk");
	/* Loose chunks are those of the region that it begins with. */
	if (!salvage->region_count &&
	    (!salvage->chunk_count || err == -EMSGSIZE ||
	     err == -EPROTONOSUPPORT))
		return fail_sort(source, salvage->other_version ?
				 -EPROTONOSUPPORT : err);
	source->kind = CRASHREC_SOURCE_MEMORY;
	source->damaged = salvage->missed;
	return read_parts(source);
}

static int search_again(struct crashrec_source *source, int err)
{
	struct region *region = source->state;

	salvage_free(&region->salvage);
	return search(source, err);
}

/* A part of a region that is still being copied is no memory. */
static bool may_be_memory(const struct crashrec_source *source, int err)
{
	return err == -EBADMSG || err == -ENOENT || err == -EPROTONOSUPPORT ||
	       (err == -EMSGSIZE && !source->known);
}

int region_open(struct crashrec_source *source)
{
	struct region *region = source->state;
	const struct cr_image *image = &region->file.image;
	struct cr_layout layout;
	int err;

	region_free_parts(region);
	memory_file_close(&region->file);
	err = memory_file_open(&region->file, source->fd);
	if (err)
		return source_fail_errno(source, err, "lseek");
	source->kind = CRASHREC_SOURCE_REGION;
	source->damaged = 0;
	err = cr_region_probe(image, &layout);
	if (err && !ecc_image_find(image, &layout))
		err = 0;
	/* Whatever it begins with, a machine's memory may begin with. */
	if (may_be_memory(source, err) ||
	    (!err && image->bytes > layout.region_bytes))
		return search_again(source, err);
	salvage_free(&region->salvage);
	if (err)
		return region_fail_probe(source, err);
	region->parts = calloc(1, sizeof(*region->parts));
	if (!region->parts)
		return source_fail_errno(source, -ENOMEM, "open");
	region->part_count = 1;
	region->told = region->parts;
	region->parts->image = *image;
	region->parts->layout = layout;
	return read_part(source, region->parts);
}
