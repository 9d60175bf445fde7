// SPDX-License-Identifier: GPL-2.0
/*
 * Regions somewhere in a file: in a guest's memory, in pieces, without a header,
 * more than once.
 */
#include <crashrec_source.h>
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_cases.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PAGE_BYTES	4096U
#define MEMORY_BYTES	(8U << 20)
#define PAGES		(IMAGE_BYTES / PAGE_BYTES)
#define SALVAGED	1U

static struct image image, other;
static char path[40];
static int fd;

static void put(uint64_t offset, const void *bytes, size_t count)
{
	if (pwrite(fd, bytes, count, (off_t)offset) == (ssize_t)count)
		return;
	perror("memfd");
	exit(99);
}

/* A machine's memory; what does not follow is a hole. */
static void begin(void)
{
	static const uint8_t vectors[64] = { 0x53, 0xff, 0x00, 0xf0 };

	if (ftruncate(fd, 0) || ftruncate(fd, MEMORY_BYTES)) {
		perror("memfd");
		exit(99);
	}
	put(0, vectors, sizeof(vectors));
}

static void build(struct image *into, const char *name)
{
	if (!case_build(into, name))
		abort();
}

/* As vmalloc() may have got them. */
static void put_scattered(const struct image *from)
{
	unsigned int page;

	for (page = 0; page < PAGES; page++)
		put((page * 7 % PAGES * 40 + 5) * (uint64_t)PAGE_BYTES,
		    from->bytes + page * PAGE_BYTES, PAGE_BYTES);
}

static void make_at_a_page(void)
{
	put(MEMORY_BYTES / 2 + PAGE_BYTES, image.bytes, image.size);
}

static void make_behind_notes(void)
{
	put(0x2a4, image.bytes, image.size);
}

static void make_at_the_end(void)
{
	put(MEMORY_BYTES - image.size, image.bytes, image.size);
}

/* All before it is a hole. */
static void make_far_away(void)
{
	if (ftruncate(fd, 1LL << 40))
		exit(99);
	put((1ULL << 40) - (1U << 20), image.bytes, image.size);
}

/* A header in one block that is read, and the rest in the next. */
static void make_over_two_blocks(void)
{
	put((3U << 20) - 12, image.bytes, image.size);
}

static void make_scattered(void)
{
	put_scattered(&image);
}

static void make_without_header(void)
{
	put(MEMORY_BYTES / 2 + CRASHREC_HDR_BYTES,
	    image.bytes + CRASHREC_HDR_BYTES, image.size - CRASHREC_HDR_BYTES);
}

static void make_damaged_header(void)
{
	image.bytes[offsetof(struct crashrec_region_hdr, chunk_bytes)] ^= 1;
	put(0, image.bytes, image.size);
}

/* A header in one block that is read, and a chunk's over the edge of it. */
static void make_loose_over_two_blocks(void)
{
	put((3U << 20) - 12, image.bytes + CRASHREC_HDR_BYTES,
	    image.size - CRASHREC_HDR_BYTES);
}

/* An older copy has less in its last chunk. */
static void put_older(uint64_t offset)
{
	build(&other, "demo");
	memset(other.bytes + CRASHREC_HDR_BYTES + 1024, 0, 1024);
	put(offset, other.bytes + CRASHREC_HDR_BYTES,
	    other.size - CRASHREC_HDR_BYTES);
}

static void make_copies(void)
{
	put_older(1U << 20);
	put(2U << 20, image.bytes, image.size);
	put_older(3U << 20);
}

static void make_loose_copies(void)
{
	put_older(1U << 20);
	put(2U << 20, image.bytes + CRASHREC_HDR_BYTES,
	    image.size - CRASHREC_HDR_BYTES);
	put_older(3U << 20);
}

/* The machine read its region's file: of two that are whole, the later. */
static void make_copied_region(void)
{
	build(&other, "complete");
	memcpy(other.bytes, image.bytes, CRASHREC_HDR_BYTES);
	put(1U << 20, other.bytes, other.size);
	put(2U << 20, image.bytes, image.size);
	put(3U << 20, other.bytes, other.size);
}

/* It was copied before a reader took care of it. */
static void make_acked_later(void)
{
	build(&image, "complete");
	put(1U << 20, image.bytes + CRASHREC_HDR_BYTES,
	    image.size - CRASHREC_HDR_BYTES);
	image_ack(&image, 0);
	put(2U << 20, image.bytes, image.size);
}

/* Anybody may have written that. */
static void make_acked_elsewhere(void)
{
	build(&other, "demo");
	image_ack(&other, 0);
	image_ack(&other, 5);
	put(1U << 20, other.bytes + CRASHREC_HDR_BYTES,
	    other.size - CRASHREC_HDR_BYTES);
	put(2U << 20, image.bytes, image.size);
}

static void make_acked_in_one_piece(void)
{
	build(&other, "demo");
	image_ack(&other, 0);
	put(1U << 20, other.bytes + CRASHREC_HDR_BYTES,
	    other.size - CRASHREC_HDR_BYTES);
	put(2U << 20, image.bytes + CRASHREC_HDR_BYTES,
	    image.size - CRASHREC_HDR_BYTES);
}

/* A region, of the same boot and with the same numbers, but another's. */
static void make_forged_region(void)
{
	build(&other, "complete");
	other.bytes[offsetof(struct crashrec_region_hdr, region_id)] ^= 1;
	image_seal(&other);
	image_ack(&other, 0);
	put(1U << 20, other.bytes, other.size);
	put(2U << 20, image.bytes, image.size);
}

/* More parts and streams of a report that stands in a region. */
static void make_forged_parts(void)
{
	static const struct chunk_id stream = { 0, BOOT_FORMER, 1, 9, 0, 0 };
	static const struct chunk_id part = { 1, BOOT_FORMER, 1, 0, 1, 0 };
	uint32_t marks = htole32(CRASHREC_REC_F_USER);
	struct chunk chunk;

	image_format(&other);
	chunk = image_chunk(&other, &stream);
	chunk_put(&chunk, CRASHREC_ATTR_MARKS, &marks, sizeof(marks));
	chunk = image_chunk(&other, &part);
	chunk_text(&chunk, CRASHREC_ATTR_TITLE, "forged");
	put(1U << 20, other.bytes + CRASHREC_HDR_BYTES, 2 * IMAGE_CHUNK_BYTES);
	put(2U << 20, image.bytes, image.size);
}

/* Headers of regions in which no boot is described, as on a stack. */
static void make_stray_headers(void)
{
	unsigned int i;

	for (i = 0; i < 100; i++)
		put((1U << 20) + i * 64, image.bytes,
		    sizeof(struct crashrec_region_hdr));
	put(2U << 20, image.bytes, image.size);
}

/* The machine's memory begins with what may be anything. */
static void make_behind_another_version(void)
{
	build(&other, "version");
	put(0, other.bytes, sizeof(struct crashrec_region_hdr));
	put(2U << 20, image.bytes, image.size);
}

static void make_version(void)
{
	build(&other, "version");
	put(2U << 20, other.bytes, CRASHREC_HDR_BYTES);
}

static void make_empty(void)
{
	build(&image, "empty");
	put(1U << 20, image.bytes, image.size);
}

static void make_nothing(void)
{
}

/* What looks like a header, all over. */
static void make_magics(void)
{
	static uint32_t magics[1U << 18];
	size_t i;

	for (i = 0; i < COUNT(magics); i++)
		magics[i] = i % 3 ? CRASHREC_CHUNK_MAGIC :
				    (uint32_t)CRASHREC_REGION_MAGIC;
	put(2 * PAGE_BYTES, magics, sizeof(magics));
}

/**
 * struct row - a file, and what is found in it
 * @name: of the test
 * @make: the file; image is the demo's region
 * @err: of opening it
 * @same_as: case of support_cases.c that has the same records; NULL: there are
 *           none
 * @flags: SALVAGED: each of them is that
 * @regions: headers found
 */
struct row {
	const char *name;
	void (*make)(void);
	int err;
	const char *same_as;
	unsigned int flags;
	unsigned int regions;
};

static const struct row rows[] = {
	{ "region_at_a_page_is_found", make_at_a_page, 0, "demo", 0, 1 },
	{ "region_behind_notes_is_found", make_behind_notes, 0, "demo", 0, 1 },
	{ "region_at_the_end_is_found", make_at_the_end, 0, "demo", 0, 1 },
	{ "region_behind_a_terabyte_of_hole_is_found", make_far_away, 0, "demo",
	  0, 1 },
	{ "region_over_two_blocks_is_found", make_over_two_blocks, 0, "demo",
	  0, 1 },
	{ "scattered_pages_are_put_together", make_scattered, 0, "demo",
	  SALVAGED, 1 },
	{ "records_without_a_header_are_salvaged", make_without_header, 0,
	  "demo", SALVAGED, 0 },
	{ "damaged_header_costs_no_record", make_damaged_header, 0, "demo",
	  SALVAGED, 0 },
	{ "loose_chunks_over_two_blocks_are_found", make_loose_over_two_blocks,
	  0, "demo", SALVAGED, 0 },
	{ "copy_in_place_is_the_one", make_copies, 0, "demo", 0, 1 },
	{ "of_loose_copies_the_fullest_is", make_loose_copies, 0, "demo",
	  SALVAGED, 0 },
	{ "of_copied_regions_the_latest_is", make_copied_region, 0, "demo", 0,
	  1 },
	{ "acknowledged_in_place_is_gone", make_acked_later, 0, NULL, 0, 1 },
	{ "acknowledged_elsewhere_is_there", make_acked_elsewhere, 0, "demo", 0,
	  1 },
	{ "acknowledged_in_one_piece_is_there", make_acked_in_one_piece, 0,
	  "demo", SALVAGED, 0 },
	{ "forged_region_hides_nothing", make_forged_region, 0, "demo", 0, 2 },
	{ "forged_parts_are_not_joined", make_forged_parts, 0, "demo", 0, 1 },
	{ "headers_without_a_boot_are_none", make_stray_headers, 0, "demo", 0,
	  1 },
	{ "other_version_before_it_hides_nothing", make_behind_another_version,
	  0, "demo", 0, 1 },
	{ "other_version_alone_is_told", make_version, -EPROTONOSUPPORT, NULL, 0,
	  0 },
	{ "empty_region_is_found", make_empty, 0, NULL, 0, 1 },
	{ "memory_without_any_is_refused", make_nothing, -EBADMSG, NULL, 0, 0 },
	{ "magics_alone_are_nothing", make_magics, -EBADMSG, NULL, 0, 0 },
};

/* What a record says, as far as it is not of where it was found. */
static void tell(FILE *out, const struct crashrec_record *record,
		 bool knows_boots)
{
	uint32_t of_boots = CRASHREC_FLAG_FORMER_BOOT | CRASHREC_FLAG_SALVAGED;
	const struct crashrec_log_line *lines;
	struct crashrec_text title = crashrec_record_title(record);
	char boot[CRASHREC_UUID_ROOM];
	size_t count, i;

	crashrec_uuid_text(crashrec_record_boot_id(record), boot);
	fprintf(out, "%s %" PRIu64 " %.*s flags %x", boot,
		crashrec_record_seq(record), (int)title.bytes, title.data,
		crashrec_record_flags(record) & ~of_boots);
	if (knows_boots)
		fprintf(out, " %s",
			crashrec_state_name(crashrec_record_state(record)));
	fputc('\n', out);
	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++)
		fprintf(out, "%.*s\n", (int)lines[i].text.bytes,
			lines[i].text.data);
}

/* All records of an open source, as text; counts those that were salvaged. */
static char *tell_all(struct crashrec_source *source, bool knows_boots,
		      unsigned int *records, unsigned int *salvaged)
{
	struct crashrec_record *record;
	char *told = NULL;
	size_t bytes;
	FILE *out = open_memstream(&told, &bytes);

	if (!out)
		exit(99);
	*records = 0;
	*salvaged = 0;
	while (!crashrec_source_next(source, &record)) {
		++*records;
		*salvaged += !!(crashrec_record_flags(record) &
				CRASHREC_FLAG_SALVAGED);
		tell(out, record, knows_boots);
		crashrec_record_free(record);
	}
	fclose(out);
	return told;
}

static char *expected(const struct row *row)
{
	struct crashrec_source *source;
	unsigned int records, salvaged;
	char *told;

	if (!row->same_as)
		return strdup("");
	build(&other, row->same_as);
	if (ftruncate(fd, 0))
		exit(99);
	put(0, other.bytes, other.size);
	if (crashrec_source_open(&source, path))
		abort();
	told = tell_all(source, row->regions, &records, &salvaged);
	crashrec_source_close(source);
	return told;
}

static void check_row(const struct row *row)
{
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	unsigned int records = 0, salvaged = 0;
	char *wanted = expected(row), *told;
	int err;

	build(&image, "demo");
	begin();
	row->make();
	err = crashrec_source_open(&source, path);
	told = err ? strdup("") :
	       tell_all(source, row->regions, &records, &salvaged);
	if (!err)
		crashrec_source_summary(source, &summary);
	tap_check(row->name, err == row->err && !strcmp(told, wanted) &&
		  salvaged == (row->flags & SALVAGED ? records : 0) &&
		  summary.regions_found == row->regions &&
		  (err || summary.kind == CRASHREC_SOURCE_MEMORY),
		  "%d, %s, %u records, %u salvaged, %u regions:\n%s", err,
		  crashrec_source_error(source), records, salvaged,
		  summary.regions_found, told);
	crashrec_source_close(source);
	free(wanted);
	free(told);
}

struct told {
	unsigned int times;
	uint64_t done;
	uint64_t bytes;
};

static void note(void *arg, uint64_t done, uint64_t bytes)
{
	struct told *told = arg;

	told->times++;
	told->done = done;
	told->bytes = bytes;
}

static void check_progress(void)
{
	struct told told = { 0 };
	struct crashrec_source_options options = {
		.progress = note, .progress_arg = &told,
	};
	struct crashrec_source *source;
	int err;

	build(&image, "demo");
	begin();
	make_at_a_page();
	err = crashrec_source_open_with(&source, path, &options);
	tap_check("search_tells_how_far_it_is",
		  !err && told.times && told.done == told.bytes &&
		  told.bytes == MEMORY_BYTES, "%d, %u times, %" PRIu64, err,
		  told.times, told.done);
	crashrec_source_close(source);
}

/* More chunks than any region has, with one line each. */
static void check_many(void)
{
	const unsigned int many = 70000;
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	struct chunk_id id = { .boot = BOOT_LAST, .seq = 1 };
	unsigned int i;
	int err;

	begin();
	image_format(&image);
	for (i = 0; i < many; i++, id.seq++) {
		image_chunk(&image, &id);
		put(PAGE_BYTES + i * (uint64_t)sizeof(struct crashrec_chunk_hdr),
		    image.bytes + CRASHREC_HDR_BYTES,
		    sizeof(struct crashrec_chunk_hdr));
	}
	err = crashrec_source_open(&source, path);
	if (!err)
		crashrec_source_summary(source, &summary);
	tap_check("chunks_beyond_all_measure_are_counted",
		  !err && summary.damaged == many - 65536,
		  "%d, %" PRIu64, err, summary.damaged);
	crashrec_source_close(source);
}

int main(void)
{
	size_t i;

	fd = memfd_create("memory", MFD_CLOEXEC);
	if (fd < 0) {
		perror("memfd_create");
		return 99;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (i = 0; i < COUNT(rows); i++)
		check_row(&rows[i]);
	check_progress();
	check_many();
	return tap_end();
}
