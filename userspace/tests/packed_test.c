// SPDX-License-Identifier: GPL-2.0
/*
 * A region in a compressed dump, as makedumpfile and QEMU write it; whole, in
 * pieces, and changed.
 */
#include <crashrec_source.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support_cases.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PAGE_BYTES	4096U
#define PAGES		64U
#define FIRST_PAGE	5U	/* of the region, in the memory */
#define DUMP_MAX_BYTES	((PAGES + 8) * PAGE_BYTES)

/* Where things are in the dump; makedumpfile, diskdump_mod.h. */
#define AT_VERSION	8U
#define AT_UTSNAME	12U
#define AT_STATUS	424U
#define AT_BITMAP_BLOCKS	(AT_STATUS + 12)
#define AT_MAX_MAPNR	(AT_STATUS + 16)
#define AT_SUB_HEADER	PAGE_BYTES
#define AT_BITMAPS	(2 * PAGE_BYTES)
#define AT_PAGES	(4 * PAGE_BYTES)
#define DESC_BYTES	24U

static struct image image;
static uint8_t dump[DUMP_MAX_BYTES];
static size_t dump_bytes;
static char path[40];
static int fd;

static void put32(size_t at, uint32_t value)
{
	value = htole32(value);
	memcpy(dump + at, &value, sizeof(value));
}

static void put64(size_t at, uint64_t value)
{
	value = htole64(value);
	memcpy(dump + at, &value, sizeof(value));
}

static void make_header(void)
{
	static const char uts[6][65] = {
		"Linux", "host", "6.1.0", "#1", "x86_64", "(none)",
	};

	memset(dump, 0, sizeof(dump));
	memcpy(dump, "KDUMP   ", 8);
	put32(AT_VERSION, 6);
	memcpy(dump + AT_UTSNAME, uts, sizeof(uts));
	put32(AT_STATUS, 1);
	put32(AT_STATUS + 4, PAGE_BYTES);
	put32(AT_STATUS + 8, 1);
	put32(AT_BITMAP_BLOCKS, 2);
	put32(AT_MAX_MAPNR, PAGES);
	put32(AT_STATUS + 36, 1);
	put64(AT_SUB_HEADER + 96, PAGES);
}

/* Pages of the region are stored, and one before them; all others are left out. */
static void make_dump(void)
{
	unsigned int last = FIRST_PAGE + IMAGE_BYTES / PAGE_BYTES, page;
	size_t data, desc = AT_PAGES;

	make_header();
	/* Where the search of a file does not look. */
	data = AT_PAGES + (last - FIRST_PAGE + 1) * DESC_BYTES + 1;
	for (page = FIRST_PAGE - 1; page < last; page++) {
		dump[AT_BITMAPS + page / 8] |= (uint8_t)(1 << page % 8);
		dump[AT_BITMAPS + PAGE_BYTES + page / 8] |=
			(uint8_t)(1 << page % 8);
		put64(desc, data);
		put32(desc + 8, PAGE_BYTES);
		if (page >= FIRST_PAGE)
			memcpy(dump + data, image.bytes +
			       (page - FIRST_PAGE) * PAGE_BYTES, PAGE_BYTES);
		data += PAGE_BYTES;
		desc += DESC_BYTES;
	}
	dump_bytes = data;
}

static void put(const void *bytes, size_t count)
{
	if (write(fd, bytes, count) == (ssize_t)count)
		return;
	perror("memfd");
	exit(99);
}

static void begin(void)
{
	if (ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET)) {
		perror("memfd");
		exit(99);
	}
}

static void put_piece(uint64_t place, const void *bytes, uint64_t count)
{
	uint64_t head[2] = { htobe64(place), htobe64(count) };

	put(head, sizeof(head));
	put(bytes, count);
}

static void put_flat_header(void)
{
	static char header[PAGE_BYTES] = "makedumpfile";

	header[23] = 1;
	header[31] = 1;
	put(header, sizeof(header));
}

static void put_flat(size_t bytes)
{
	const uint64_t end[2] = { ~0ULL, ~0ULL };
	size_t half = bytes / 2 + 13;

	put_flat_header();
	put_piece(half, dump + half, bytes - half);
	put_piece(0, dump, half);
	put(end, sizeof(end));
}

static void make_whole(void)
{
	put(dump, dump_bytes);
}

static void make_in_pieces(void)
{
	put_flat(dump_bytes);
}

static void make_in_pieces_without_end(void)
{
	put_flat_header();
	put_piece(0, dump, dump_bytes);
}

static void make_damaged_page(void)
{
	put32(AT_PAGES + 8, 77777);
	make_whole();
}

static void make_wild_place(void)
{
	put_flat_header();
	put_piece(1ULL << 60, dump, dump_bytes);
}

static void make_short(void)
{
	put(dump, AT_BITMAPS);
}

static void make_header_alone(void)
{
	put(dump, 8);
	put(dump + AT_PAGES, 64);
}

static void make_large_bitmap(void)
{
	put32(AT_BITMAP_BLOCKS, 0x7fffffff);
	put32(AT_MAX_MAPNR, 0x7fffffff);
	put64(AT_SUB_HEADER + 96, ~0ULL);
	make_whole();
}

static void make_nothing_in_it(void)
{
	memset(dump + AT_PAGES + 12 * DESC_BYTES, 0,
	       dump_bytes - AT_PAGES - 12 * DESC_BYTES);
	make_whole();
}

/* The machine's first page: anybody's who may write there. */
static void make_forged_begin(void)
{
	put(dump, PAGE_BYTES);
	put(image.bytes, image.size);
}

static void make_forged_dump(void)
{
	memset(dump + AT_PAGES + 20 * DESC_BYTES, 0,
	       dump_bytes - AT_PAGES - 20 * DESC_BYTES);
	make_whole();
	if (lseek(fd, DUMP_MAX_BYTES, SEEK_SET) < 0)
		exit(99);
	put(image.bytes, image.size);
}

/* A dump with a region of its own, before the one that is there. */
static void make_forged_region(void)
{
	static struct image real;

	make_whole();
	if (lseek(fd, DUMP_MAX_BYTES, SEEK_SET) < 0)
		exit(99);
	real = image;
	memset(real.bytes + offsetof(struct crashrec_region_hdr, region_id),
	       0x2e, CRASHREC_ID_BYTES);
	image_seal(&real);
	put(real.bytes, real.size);
}

/* More pages than are tried, before the region. */
static void make_unread(void)
{
	const unsigned int pages = 5000;
	unsigned int page;

	make_header();
	put32(AT_MAX_MAPNR, pages);
	put64(AT_SUB_HEADER + 96, pages);
	for (page = 0; page < pages; page++) {
		dump[AT_BITMAPS + page / 8] |= (uint8_t)(1 << page % 8);
		dump[AT_BITMAPS + PAGE_BYTES + page / 8] |=
			(uint8_t)(1 << page % 8);
		put32(AT_PAGES + page * DESC_BYTES + 8, 77777);
	}
	dump_bytes = AT_PAGES + (size_t)pages * DESC_BYTES;
	make_whole();
}

/* As makedumpfile does without -c: pages stand as they are. */
static void make_not_compressed(void)
{
	const size_t room = PAGE_BYTES;
	size_t desc = AT_PAGES, at;
	uint64_t data;

	at = AT_PAGES + (IMAGE_BYTES / PAGE_BYTES + 1) * DESC_BYTES + 1;
	memmove(dump + AT_PAGES + room, dump + at, dump_bytes - at);
	for (; desc + DESC_BYTES < at; desc += DESC_BYTES) {
		memcpy(&data, dump + desc, sizeof(data));
		put64(desc, le64toh(data) - at + AT_PAGES + room);
	}
	dump_bytes = dump_bytes - at + AT_PAGES + room;
	make_whole();
}

/**
 * struct row - a file, and what opening it gives
 * @name: of the test
 * @make: the file; dump holds the demo's region
 * @err: of opening it
 * @says: part of the message
 * @records: how many
 * @damaged: pages that could not be read
 */
struct row {
	const char *name;
	void (*make)(void);
	int err;
	const char *says;
	unsigned int records;
	unsigned int damaged;
};

static const struct row rows[] = {
	{ "dump_is_read", make_whole, 0, "", 3, 0 },
	{ "dump_in_pieces_is_read", make_in_pieces, 0, "", 3, 0 },
	{ "dump_in_pieces_without_end_is_read", make_in_pieces_without_end, 0,
	  "", 3, 0 },
	{ "page_of_wrong_size_is_counted", make_damaged_page, 0, "", 3, 1 },
	{ "piece_at_a_wild_place_is_refused", make_wild_place, -EBADMSG,
	  "pieces", 0, 0 },
	{ "short_dump_is_refused", make_short, -EBADMSG, "no crashrec region",
	  0, 0 },
	{ "signature_alone_is_refused", make_header_alone, -EBADMSG,
	  "can't be read", 0, 0 },
	{ "bitmap_beyond_all_memory_is_refused", make_large_bitmap, -EBADMSG,
	  "can't be read", 0, 0 },
	{ "dump_without_a_region_is_refused", make_nothing_in_it, -EBADMSG,
	  "no crashrec region", 0, 0 },
	{ "begin_of_a_dump_hides_no_region", make_forged_begin, 0, "", 3, 0 },
	{ "dump_before_it_hides_no_region", make_forged_dump, 0, "", 3, 0 },
	{ "dump_with_a_region_hides_no_region", make_forged_region, 0, "", 6,
	  0 },
	{ "search_of_pages_that_can_t_be_read_is_given_up", make_unread,
	  -EBADMSG, "given up", 0, 0 },
	{ "dump_not_compressed_is_read_once", make_not_compressed, 0, "", 3,
	  0 },
};

static unsigned int count_records(struct crashrec_source *source)
{
	struct crashrec_record *record;
	unsigned int count = 0;

	while (!crashrec_source_next(source, &record)) {
		count++;
		crashrec_record_free(record);
	}
	return count;
}

/* Return: false if the library is without libkdumpfile. */
static bool check_row(const struct row *row)
{
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	unsigned int records = 0;
	int err;

	make_dump();
	begin();
	row->make();
	err = crashrec_source_open(&source, path);
	if (err == -EOPNOTSUPP) {
		tap_check("without_libkdumpfile_the_cure_is_told",
			  strstr(crashrec_source_error(source),
				 "libkdumpfile-dev"),
			  "%s", crashrec_source_error(source));
		crashrec_source_close(source);
		return false;
	}
	if (!err) {
		records = count_records(source);
		crashrec_source_rewind(source);
		if (count_records(source) != records)
			records = 999;
		crashrec_source_summary(source, &summary);
	}
	tap_check(row->name, err == row->err && records == row->records &&
		  summary.damaged == row->damaged &&
		  strstr(err ? crashrec_source_error(source) : "", row->says),
		  "%d, %s, %u records, %" PRIu64 " damaged", err,
		  crashrec_source_error(source), records, summary.damaged);
	crashrec_source_close(source);
	return true;
}

static uint32_t random_u32(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(state >> 32);
}

/* Values that sizes and counts go wrong at, where such stand. */
static void change(void)
{
	static const uint32_t values[] = {
		0, 1, 4095, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
	};
	uint32_t where = random_u32() % 3, value = random_u32(), at;

	if (where == 0)
		at = AT_STATUS + random_u32() % 12 * 4;
	else if (where == 1)
		at = AT_SUB_HEADER + random_u32() % 30 * 4;
	else
		at = AT_PAGES + random_u32() % 60 * 4;
	if (value % 4)
		put32(at, values[value % COUNT(values)]);
	else
		put32(at, value);
}

/* Whatever it does to libkdumpfile, that stays there. */
static void check_changed(void)
{
	struct crashrec_source *source;
	unsigned int i, opened = 0, refused = 0;
	int err;

	for (i = 0; i < 60; i++) {
		make_dump();
		change();
		if (i % 2)
			change();
		begin();
		make_whole();
		err = crashrec_source_open(&source, path);
		opened += !err;
		refused += !!err;
		if (!err)
			count_records(source);
		crashrec_source_close(source);
	}
	tap_check("changed_dumps_are_read_or_refused", opened && refused,
		  "%u opened, %u refused", opened, refused);
}

/* Calls that the process makes, which takes the dump apart. */
static bool has_no_filters;

int prctl(int option, ...)
{
	unsigned long arg[4];
	va_list args;
	unsigned int i;

	va_start(args, option);
	for (i = 0; i < COUNT(arg); i++)
		arg[i] = va_arg(args, unsigned long);
	va_end(args);
	if (has_no_filters && option == PR_SET_SECCOMP) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_prctl, option, arg[0], arg[1], arg[2], arg[3]);
}

/* A number of a file in /proc, behind its name; UINT64_MAX: there is none. */
static uint64_t told_by(int pid, const char *file, const char *what)
{
	char name[64], line[256];
	uint64_t value = UINT64_MAX;
	FILE *in;

	snprintf(name, sizeof(name), "/proc/%d/%s", pid, file);
	in = fopen(name, "re");
	while (in && fgets(line, sizeof(line), in))
		if (!strncmp(line, what, strlen(what)) &&
		    sscanf(line + strlen(what), "%" SCNu64, &value) == 1)
			break;
	if (in)
		fclose(in);
	return value;
}

static int child(void)
{
	char name[64];
	int pid = 0;
	FILE *in;

	snprintf(name, sizeof(name), "/proc/self/task/%d/children",
		 (int)getpid());
	in = fopen(name, "re");
	if (!in || fscanf(in, "%d", &pid) != 1)
		pid = 0;
	if (in)
		fclose(in);
	return pid;
}

/* While it waits to be asked for more. */
static void check_confined(void)
{
	struct crashrec_source *source;
	uint64_t most, has;
	int pid;

	make_dump();
	begin();
	make_whole();
	if (posix_fallocate(fd, 0, 64 << 20) ||
	    crashrec_source_open(&source, path))
		abort();
	pid = child();
	most = told_by(pid, "limits", "Max address space") >> 20;
	has = told_by(pid, "status", "VmSize:") >> 10;
	tap_check("its_memory_does_not_grow_with_the_file",
		  most > has && most - has < 1100,
		  "it has %" PRIu64 " MiB of %" PRIu64, has, most);
	tap_check("its_time_ends",
		  told_by(pid, "limits", "Max cpu time") != UINT64_MAX,
		  "there is no limit");
	tap_check("its_calls_are_filtered",
		  told_by(pid, "status", "Seccomp:") == 2, "mode %" PRIu64,
		  told_by(pid, "status", "Seccomp:"));
	crashrec_source_close(source);
}

static void check_without_filters(void)
{
	struct crashrec_source *source;
	int err;

	make_dump();
	begin();
	make_whole();
	has_no_filters = true;
	err = crashrec_source_open(&source, path);
	has_no_filters = false;
	tap_check("what_can_t_be_confined_takes_no_dump_apart",
		  err && strstr(crashrec_source_error(source), "seccomp"),
		  "error %d, %s", err, crashrec_source_error(source));
	crashrec_source_close(source);
}

int main(void)
{
	size_t i;

	fd = memfd_create("dump", MFD_CLOEXEC);
	if (fd < 0) {
		perror("memfd_create");
		return 99;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!case_build(&image, "demo"))
		abort();
	for (i = 0; i < COUNT(rows); i++)
		if (!check_row(&rows[i]))
			return tap_end();
	check_changed();
	check_confined();
	check_without_filters();
	return tap_end();
}
