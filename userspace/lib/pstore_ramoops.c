// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The memory of ramoops is cut into zones: those of dumps first, all of one
 * size, then that of the console, of ftrace, and of what processes wrote
 * (fs/pstore/ram.c). Each begins with a signature, where in it the next byte
 * goes, and how many it has: once it is full, the first byte is behind the last
 * (fs/pstore/ram_core.c, struct persistent_ram_buffer).
 */
#include "pstore.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inflate.h"

#define SIGNATURE	0x43474244U	/* "DBGC" */
#define HEAD_BYTES	12U
/* Longest "====" header that is looked for. */
#define MARK_MAX_BYTES	64U

/**
 * struct zone - a zone with something in it
 * @offset: in the file
 * @data: of it, its first byte first
 * @bytes: how many
 * @mark_bytes: of the header that a dump has, 0: it is none
 * @time_ns: of the dump, since 1970
 * @is_packed: the dump is compressed
 */
struct zone {
	u64 offset;
	char *data;
	u32 bytes;
	u32 mark_bytes;
	u64 time_ns;
	bool is_packed;
};

/**
 * struct zones - all of a file
 * @list: those of them with something in it
 * @count: how many
 */
struct zones {
	struct zone list[PSTORE_TEXTS_MAX];
	u32 count;
};

static u32 word(const u8 *at)
{
	__le32 value;

	memcpy(&value, at, sizeof(value));
	return le32_to_cpu(value);
}

bool pstore_ramoops_is(int fd)
{
	u8 head[HEAD_BYTES];
	struct stat st;

	/* A machine has more memory than that. */
	return !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	       st.st_size <= (off_t)PSTORE_FILE_MAX_BYTES &&
	       pread(fd, head, sizeof(head), 0) == (ssize_t)sizeof(head) &&
	       word(head) == SIGNATURE && word(head + 4) <= word(head + 8) &&
	       word(head + 8) <= (u64)st.st_size - HEAD_BYTES;
}

/* "====1795364231.449115-C\n", as of ramoops_write_kmsg_hdr(). */
static void take_mark(struct zone *zone)
{
	char text[MARK_MAX_BYTES + 1] = "", sort = 'D';
	u32 bytes = zone->bytes < MARK_MAX_BYTES ? zone->bytes : MARK_MAX_BYTES;
	unsigned long long seconds = 0;
	unsigned int micros = 0;
	char *end;

	memcpy(text, zone->data, bytes);
	end = strchr(text, '\n');
	if (!end || sscanf(text, "====%llu.%u-%c", &seconds, &micros, &sort) < 2)
		return;
	zone->mark_bytes = (u32)(end - text) + 1;
	zone->time_ns = seconds * 1000000000ULL + micros * 1000ULL;
	zone->is_packed = sort == 'C';
}

/* @at: its header, with @room bytes behind that. Return: -ENOMEM, or 0. */
static int take_zone(struct zones *zones, u64 offset, const u8 *at)
{
	struct zone *zone = &zones->list[zones->count];
	u32 start = word(at + 4), bytes = word(at + 8);

	if (!bytes)
		return 0;
	memset(zone, 0, sizeof(*zone));
	zone->data = malloc(bytes);
	if (!zone->data)
		return -ENOMEM;
	zone->offset = offset;
	zone->bytes = bytes;
	at += HEAD_BYTES;
	memcpy(zone->data, at + start, bytes - start);
	memcpy(zone->data + bytes - start, at, start);
	take_mark(zone);
	zones->count++;
	return 0;
}

static int find_zones(struct pstore *pstore, struct zones *zones,
		      const u8 *file, u64 bytes)
{
	const u8 *at = file, *end = file + bytes;
	u32 n;

	while (at && (at = memmem(at, (size_t)(end - at), "DBGC", 4))) {
		if ((size_t)(end - at) < HEAD_BYTES)
			break;
		n = word(at + 8);
		if (word(at + 4) > n || n > (size_t)(end - at) - HEAD_BYTES) {
			at++;
			continue;
		}
		if (zones->count == PSTORE_TEXTS_MAX) {
			pstore->damaged++;
			break;
		}
		if (take_zone(zones, (u64)(at - file), at))
			return -ENOMEM;
		at += HEAD_BYTES + n;
	}
	return 0;
}

static int by_time(const void *a, const void *b)
{
	const struct zone *za = a, *zb = b;

	/* What is no dump comes last. */
	if (!za->mark_bytes != !zb->mark_bytes)
		return za->mark_bytes ? -1 : 1;
	if (za->time_ns != zb->time_ns)
		return za->time_ns < zb->time_ns ? -1 : 1;
	return za->offset < zb->offset ? -1 : 1;
}

static int give(struct pstore *pstore, struct zone *zone)
{
	size_t bytes = zone->bytes - zone->mark_bytes, text_bytes;
	char name[PSTORE_NAME_BYTES], *text;
	int err;

	snprintf(name, sizeof(name), "%s-ramoops at 0x%" PRIx64,
		 zone->mark_bytes ? "dmesg" : "console", zone->offset);
	if (!zone->is_packed) {
		memmove(zone->data, zone->data + zone->mark_bytes, bytes);
		pstore_add(pstore, name, zone->data, bytes);
		zone->data = NULL;
		return 0;
	}
	err = inflate_pstore(zone->data + zone->mark_bytes, bytes, &text,
			     &text_bytes);
	if (err == -ENOMEM)
		return err;
	if (err)
		pstore->damaged++;
	pstore_add(pstore, name, text, text_bytes);
	return 0;
}

/* Of those that are no dumps the console's is the first. */
static int give_all(struct pstore *pstore, struct zones *zones)
{
	int err = 0;
	u32 i;

	qsort(zones->list, zones->count, sizeof(zones->list[0]), by_time);
	for (i = 0; i < zones->count && !err; i++) {
		err = give(pstore, &zones->list[i]);
		if (!zones->list[i].mark_bytes)
			break;
	}
	return err;
}

static int read_file(int fd, u8 **file, u64 *bytes)
{
	struct stat st;
	ssize_t got;

	if (fstat(fd, &st))
		return -errno;
	*file = malloc((size_t)st.st_size + 1);
	if (!*file)
		return -ENOMEM;
	got = pread(fd, *file, (size_t)st.st_size, 0);
	if (got < 0)
		return -errno;
	*bytes = (u64)got;
	return 0;
}

int pstore_ramoops_read(struct pstore *pstore, int fd)
{
	struct zones *zones = calloc(1, sizeof(*zones));
	u8 *file = NULL;
	u64 bytes = 0;
	int err = zones ? read_file(fd, &file, &bytes) : -ENOMEM;

	if (!err)
		err = find_zones(pstore, zones, file, bytes);
	if (!err)
		err = give_all(pstore, zones);
	while (zones && zones->count)
		free(zones->list[--zones->count].data);
	free(zones);
	free(file);
	return err;
}
