// SPDX-License-Identifier: GPL-2.0
/*
 * Regions with parity whose bytes have decayed. The parity is made here in
 * another way than the library does it: bit by bit, with a division by a
 * polynomial whose roots are multiplied out.
 */
#include <crashrec_source.h>
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_cases.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ECC_BYTES	16U
#define BLOCK		CRASHREC_ECC_BLOCK_BYTES
#define DUMP_BYTES	(64U << 10)

static struct image image;
static char path[40];
static int fd;

static uint8_t multiply(uint8_t a, uint8_t b)
{
	uint8_t product = 0;

	for (; b; b >>= 1) {
		if (b & 1)
			product ^= a;
		a = (uint8_t)(a << 1 ^ (a & 0x80 ? 0x1d : 0));
	}
	return product;
}

static void make_parity(const uint8_t *block, uint8_t *parity)
{
	uint8_t divisor[ECC_BYTES + 1] = { 1 }, rest[BLOCK + ECC_BYTES] = {};
	unsigned int degree, i, n;
	uint8_t root = 1;

	for (degree = 0; degree < ECC_BYTES; degree++) {
		for (i = degree + 1; i; i--)
			divisor[i] ^= multiply(divisor[i - 1], root);
		root = multiply(root, 2);
	}
	memcpy(rest, block, BLOCK);
	for (i = 0; i < BLOCK; i++)
		for (n = ECC_BYTES + 1; n--;)
			rest[i + n] ^= multiply(rest[i], divisor[n]);
	memcpy(parity, rest + BLOCK, ECC_BYTES);
}

static uint32_t chunk_count(void)
{
	uint32_t whole = IMAGE_CHUNK_BYTES +
			 IMAGE_CHUNK_BYTES / BLOCK * ECC_BYTES;

	return (IMAGE_BYTES - CRASHREC_HDR_BYTES -
		CRASHREC_HDR_BYTES / BLOCK * ECC_BYTES) / whole;
}

static uint8_t *parity_of(uint32_t offset)
{
	return image.bytes + CRASHREC_HDR_BYTES +
	       chunk_count() * IMAGE_CHUNK_BYTES + offset / BLOCK * ECC_BYTES;
}

static void protect(uint32_t begin, uint32_t end)
{
	for (; begin < end; begin += BLOCK)
		make_parity(image.bytes + begin, parity_of(begin));
}

static void build(const char *name)
{
	const uint32_t count_at =
		offsetof(struct crashrec_region_hdr, chunk_count);
	const uint32_t ecc_at = offsetof(struct crashrec_region_hdr, ecc_bytes);
	const uint32_t count = htole32(chunk_count());
	const uint32_t ecc_bytes = htole32(ECC_BYTES);
	uint32_t end = CRASHREC_HDR_BYTES + chunk_count() * IMAGE_CHUNK_BYTES;

	if (!case_build(&image, name))
		abort();
	memcpy(image.bytes + count_at, &count, sizeof(count));
	memcpy(image.bytes + ecc_at, &ecc_bytes, sizeof(ecc_bytes));
	image_seal(&image);
	protect(0, end);
}

/* @count bytes from @at on are others. */
static void decay(uint32_t at, uint32_t count)
{
	while (count--)
		image.bytes[at++] ^= 0x5a;
}

/**
 * struct dump - what a source gives
 * @text: of all records
 * @used: of it
 * @summary: of the source
 * @err: of opening it
 */
struct dump {
	char text[DUMP_BYTES];
	size_t used;
	struct crashrec_summary summary;
	int err;
};

__attribute__((format(printf, 2, 3)))
static void add(struct dump *dump, const char *format, ...)
{
	va_list args;
	int added;

	va_start(args, format);
	added = vsnprintf(dump->text + dump->used, DUMP_BYTES - dump->used,
			  format, args);
	va_end(args);
	if (added < 0 || (size_t)added >= DUMP_BYTES - dump->used)
		abort();
	dump->used += (size_t)added;
}

static void add_record(struct dump *dump, const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	uint64_t repeats, last_ns, wall_ns;
	size_t count, i;

	repeats = crashrec_record_repeats(record, &last_ns, &wall_ns);
	lines = crashrec_record_lines(record, &count);
	add(dump, "%" PRIu64 " state %u flags %x repeats %" PRIu64 "\n",
	    crashrec_record_seq(record), crashrec_record_state(record),
	    crashrec_record_flags(record), repeats);
	for (i = 0; i < count; i++)
		add(dump, "  %.*s\n", (int)lines[i].text.bytes,
		    lines[i].text.data);
}

static void read_image(struct dump *dump)
{
	struct crashrec_source *source;
	struct crashrec_record *record;

	memset(dump, 0, sizeof(*dump));
	if (ftruncate(fd, IMAGE_BYTES) ||
	    pwrite(fd, image.bytes, IMAGE_BYTES, 0) != IMAGE_BYTES)
		abort();
	dump->err = crashrec_source_open(&source, path);
	if (!dump->err) {
		while (!crashrec_source_next(source, &record)) {
			add_record(dump, record);
			crashrec_record_free(record);
		}
		crashrec_source_summary(source, &dump->summary);
	}
	crashrec_source_close(source);
}

/* @count chunks that are the same as chunk 0, in a region of that size. */
static void write_large(uint32_t count, uint64_t bytes)
{
	uint8_t *hdr = image.bytes, *chunk = hdr + CRASHREC_HDR_BYTES;
	const uint32_t chunk_ecc = IMAGE_CHUNK_BYTES / BLOCK * ECC_BYTES;
	const uint32_t hdr_ecc = CRASHREC_HDR_BYTES / BLOCK * ECC_BYTES;
	const uint64_t parity = CRASHREC_HDR_BYTES +
				(uint64_t)count * IMAGE_CHUNK_BYTES;
	uint8_t *ecc = parity_of(CRASHREC_HDR_BYTES);
	uint32_t n;

	if (ftruncate(fd, 0) || ftruncate(fd, (off_t)bytes) ||
	    pwrite(fd, hdr, CRASHREC_HDR_BYTES, 0) != CRASHREC_HDR_BYTES)
		abort();
	for (n = 0; n < count; n++)
		if (pwrite(fd, chunk, IMAGE_CHUNK_BYTES, CRASHREC_HDR_BYTES +
			   (off_t)n * IMAGE_CHUNK_BYTES) != IMAGE_CHUNK_BYTES ||
		    pwrite(fd, ecc, chunk_ecc, (off_t)parity + hdr_ecc +
			   (off_t)n * chunk_ecc) != chunk_ecc)
			abort();
}

static uint32_t chunk_offset(uint32_t chunk)
{
	return CRASHREC_HDR_BYTES + chunk * IMAGE_CHUNK_BYTES;
}

/* Of the entry that was stored last in chunk 0. */
static uint32_t last_entry(void)
{
	struct crashrec_chunk_hdr hdr;
	struct crashrec_entry entry;
	uint32_t at, last = 0;

	memcpy(&hdr, image.bytes + chunk_offset(0), sizeof(hdr));
	for (at = chunk_offset(0) + le16toh(hdr.hdr_bytes);; ) {
		memcpy(&entry, image.bytes + at, sizeof(entry));
		if (!entry.type)
			return last;
		last = at;
		at += (uint32_t)sizeof(entry) +
		      ((le16toh(entry.payload_bytes) + 7U) & ~7U);
	}
}

static void nothing(void)
{
}

static void eight_of_each(void)
{
	uint32_t at;

	decay(3, 8);
	decay(CRASHREC_BOOT_OFFSET(0) + 40, 8);
	decay(CRASHREC_BOOT_OFFSET(1) + 120, 8);
	for (at = chunk_offset(0); at < chunk_offset(chunk_count()); at += BLOCK)
		decay(at + at / BLOCK % (BLOCK - 8), 8);
}

static void region_header(void)
{
	decay(0, 8);
}

static void region_version(void)
{
	decay(offsetof(struct crashrec_region_hdr, version), 4);
}

static void chunk_header(void)
{
	decay(chunk_offset(0), 4);
}

static void parity_alone(void)
{
	uint32_t chunk;

	for (chunk = 0; chunk < chunk_count(); chunk++)
		decay((uint32_t)(parity_of(chunk_offset(chunk)) - image.bytes),
		      8);
}

static void five_and_three(void)
{
	decay(last_entry() + 8, 5);
	decay((uint32_t)(parity_of(last_entry() + 8) - image.bytes) + 2, 3);
}

static void acked_word(void)
{
	decay(chunk_offset(0) + offsetof(struct crashrec_chunk_hdr, ack), 3);
}

static void repeats_cells(void)
{
	/* The one chunk that this case has. */
	uint32_t cells = chunk_offset(7) + sizeof(struct crashrec_chunk_hdr);

	decay(cells + 2, 3);
	decay(cells + sizeof(struct crashrec_repeats_cell) + 3, 3);
}

static void nine(void)
{
	decay(last_entry() + 8, 9);
}

/* The parity is that from before the last entry. */
static void parity_before_entry(void)
{
	uint32_t at = last_entry(), block = at / BLOCK * BLOCK;
	uint8_t kept[8];

	memcpy(kept, image.bytes + at, sizeof(kept));
	memset(image.bytes + at, 0, sizeof(kept));
	protect(block, block + BLOCK);
	memcpy(image.bytes + at, kept, sizeof(kept));
}

/* From before the report was acknowledged, and its further chunks released. */
static void parity_before_release(void)
{
	struct crashrec_chunk_hdr hdr;
	uint32_t chunk;

	for (chunk = 0; chunk < chunk_count(); chunk++) {
		memcpy(&hdr, image.bytes + chunk_offset(chunk), sizeof(hdr));
		if (!hdr.magic)
			continue;
		if (!hdr.stream && !hdr.part)
			hdr.ack = htole32(CRASHREC_ACKED);
		else
			hdr.magic = 0;
		memcpy(image.bytes + chunk_offset(chunk), &hdr, sizeof(hdr));
	}
}

/* From before another report began in the chunk, whose first entry is torn. */
static void parity_before_reuse(void)
{
	const uint32_t crc_at = offsetof(struct crashrec_chunk_hdr, crc);
	struct crashrec_chunk_hdr hdr;

	memcpy(&hdr, image.bytes + chunk_offset(0), sizeof(hdr));
	hdr.seq = htole64(le64toh(hdr.seq) + 1);
	hdr.crc = htole32(image_crc(0, &hdr, crc_at));
	memcpy(image.bytes + chunk_offset(0), &hdr, sizeof(hdr));
}

static void without_parity_module(void)
{
	const uint32_t stale = htole32(CRASHREC_ECC_STALE);

	memcpy(image.bytes + CRASHREC_ECC_STATE_OFFSET, &stale, sizeof(stale));
	decay(last_entry() + 8, 2);
}

/**
 * struct row - a region that has decayed
 * @name: of the test
 * @image: case in support_cases.c
 * @damage: what happened to it
 * @corrected: bytes that are told to be repaired
 * @differs: it is not as it was
 * @records: then, how many there are
 */
static const struct row {
	const char *name;
	const char *image;
	void (*damage)(void);
	uint64_t corrected;
	bool differs;
	unsigned int records;
} rows[] = {
	{ "nothing", "demo", nothing, 0, false, 0 },
	{ "region's header", "demo", region_header, 8, false, 0 },
	{ "region's version", "demo", region_version, 4, false, 0 },
	{ "a chunk's header", "demo", chunk_header, 4, false, 0 },
	{ "eight bytes of each block", "complete", eight_of_each, 24 + 16 * 8,
	  false, 0 },
	{ "eight bytes of each block of streams", "streams", eight_of_each,
	  24 + 2 * 16 * 8, false, 0 },
	{ "parity alone", "demo", parity_alone, 0, false, 0 },
	{ "block and parity", "complete", five_and_three, 5, false, 0 },
	{ "an acknowledgment", "acked", acked_word, 3, false, 0 },
	{ "both counts of repeats", "repeats", repeats_cells, 6, false, 0 },
	{ "parity from before the last entry", "complete", parity_before_entry,
	  0, false, 0 },
	{ "nine bytes of a block", "complete", nine, 0, true, 1 },
	{ "parity from before the release", "streams", parity_before_release, 4,
	  true, 0 },
	{ "parity from before the chunk was used again", "complete",
	  parity_before_reuse, 0, true, 0 },
	{ "no parity was kept", "complete", without_parity_module, 0, true, 1 },
};

static unsigned int count_records(const char *text)
{
	unsigned int count = 0;

	for (; text && *text; text = strchr(text, '\n')) {
		text += *text == '\n';
		count += *text && *text != ' ';
	}
	return count;
}

static void check(const struct row *row)
{
	static struct dump whole, decayed;
	char name[128];
	bool same;

	build(row->image);
	read_image(&whole);
	row->damage();
	read_image(&decayed);
	same = !strcmp(whole.text, decayed.text);
	snprintf(name, sizeof(name), "ecc: %s", row->name);
	tap_check(name, !whole.err && !decayed.err &&
		  !whole.summary.corrected_bytes &&
		  decayed.summary.corrected_bytes == row->corrected &&
		  same != row->differs &&
		  (same || count_records(decayed.text) == row->records),
		  "opening gave %d and %d, %" PRIu64 " bytes repaired, before: %s, after: %s",
		  whole.err, decayed.err, decayed.summary.corrected_bytes,
		  whole.text, decayed.text);
}

#define LARGE_BYTES	(8U << 20)

/* Each chunk has to be repaired, and each block of it: as it can be, or not. */
static void check_large(const char *name, uint32_t wrong_bytes, bool gives_up)
{
	const uint32_t whole = IMAGE_CHUNK_BYTES +
			       IMAGE_CHUNK_BYTES / BLOCK * ECC_BYTES;
	const uint32_t count = (LARGE_BYTES - CRASHREC_HDR_BYTES -
				CRASHREC_HDR_BYTES / BLOCK * ECC_BYTES) / whole;
	const __le64 stored_bytes = htole64(LARGE_BYTES);
	const __le32 stored_count = htole32(count);
	struct crashrec_summary summary = {};
	struct crashrec_source *source;
	uint32_t at;
	int err;

	build("complete");
	memcpy(image.bytes + offsetof(struct crashrec_region_hdr, region_bytes),
	       &stored_bytes, sizeof(stored_bytes));
	memcpy(image.bytes + offsetof(struct crashrec_region_hdr, chunk_count),
	       &stored_count, sizeof(stored_count));
	image_seal(&image);
	for (at = chunk_offset(0) + BLOCK; at < chunk_offset(1); at += BLOCK)
		decay(at, wrong_bytes);
	write_large(count, LARGE_BYTES);
	err = crashrec_source_open(&source, path);
	if (!err)
		err = crashrec_source_summary(source, &summary);
	tap_check(name, !err && gives_up == !!summary.untried_chunks &&
		  gives_up == !summary.corrected_bytes,
		  "error %d, %" PRIu64 " bytes repaired, %" PRIu64 " chunks not tried",
		  err, summary.corrected_bytes, summary.untried_chunks);
	crashrec_source_close(source);
}

int main(void)
{
	size_t i;

	fd = memfd_create("region", MFD_CLOEXEC);
	if (fd < 0) {
		perror("memfd_create");
		return 99;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (i = 0; i < COUNT(rows); i++)
		check(&rows[i]);
	check_large("ecc: much that can be repaired", 8, false);
	check_large("ecc: much that can't be is given up", 20, true);
	close(fd);
	return tap_end();
}
