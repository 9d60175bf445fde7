// SPDX-License-Identifier: GPL-2.0
/*
 * Writes the images of support_cases.c as inputs of the fuzzer, see
 * fuzz_pieces.h: for region and memory as they are, for record one of each
 * report.
 *
 *   fuzz_seeds region|memory|record FOLDER
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/record.h"
#include "core/structure.h"
#include "fuzz_pieces.h"
#include "support_cases.h"

static const char * const cases[] = {
	"complete", "open", "streams", "more", "end-missing", "end-whole",
	"last-missing", "acked", "unknown", "torn", "chunk-damaged",
	"header-damaged", "version", "short", "empty", "demo", "lost-heads",
	"machine", "user", "repeats",
};

static struct image image;
static FILE *out;

static void put(uint8_t kind, uint8_t place, const void *data, size_t bytes)
{
	const uint8_t hdr[FUZZ_PIECE_HDR_BYTES] = {
		kind, place, (uint8_t)bytes, (uint8_t)(bytes >> 8),
	};

	fwrite(hdr, 1, sizeof(hdr), out);
	fwrite(data, 1, bytes, out);
}

static void put_u32(uint8_t kind, uint32_t value)
{
	value = htole32(value);
	put(kind, 0, &value, sizeof(value));
}

static bool is_zero(const uint8_t *at, size_t bytes)
{
	while (bytes--)
		if (*at++)
			return false;
	return true;
}

static void put_boots(void)
{
	const uint8_t *boot, *head;
	uint8_t n, i;

	for (n = 0; n < CRASHREC_BOOT_COUNT; n++) {
		boot = image.bytes + CRASHREC_BOOT_OFFSET(n);
		put(FUZZ_BOOT, n, boot, sizeof(struct crashrec_boot));
		for (i = 0; i < CRASHREC_LOST_HEADS; i++) {
			head = boot + CRASHREC_LOST_HEADS_OFFSET +
			       i * sizeof(struct crashrec_lost_head);
			if (!is_zero(head, sizeof(struct crashrec_lost_head)))
				put(FUZZ_HEAD, n * CRASHREC_LOST_HEADS + i,
				    head, sizeof(struct crashrec_lost_head));
		}
	}
}

static void put_chunk(uint8_t index)
{
	const uint8_t *chunk = image.bytes + CRASHREC_HDR_BYTES +
			       index * IMAGE_CHUNK_BYTES;
	struct crashrec_chunk_hdr hdr;
	struct crashrec_entry entry;
	uint32_t at, bytes;
	uint16_t type;

	memcpy(&hdr, chunk, sizeof(hdr));
	at = le16toh(hdr.hdr_bytes);
	if (!at)
		return;
	put(FUZZ_CHUNK, index, chunk, at);
	for (; at + sizeof(entry) <= IMAGE_CHUNK_BYTES;
	     at += (uint32_t)sizeof(entry) + cr_padded(bytes)) {
		memcpy(&entry, chunk + at, sizeof(entry));
		type = le16toh(entry.type);
		bytes = le16toh(entry.payload_bytes);
		if (!type)
			break;
		put(FUZZ_ENTRY, type < FUZZ_TYPE_NEW ? (uint8_t)type :
						       FUZZ_TYPE_NEW,
		    chunk + at + sizeof(entry), bytes);
	}
}

/* Of each fifth some bytes have a parity, which is wrong. */
static void put_region(unsigned int n)
{
	struct crashrec_region_hdr hdr;
	uint8_t i;

	memcpy(&hdr, image.bytes, sizeof(hdr));
	if (n % 5 == 4)
		hdr.ecc_bytes = htole32(16);
	put(FUZZ_REGION, n % 5 == 4, &hdr, sizeof(hdr));
	put_boots();
	for (i = 0; i < (IMAGE_BYTES - CRASHREC_HDR_BYTES) / IMAGE_CHUNK_BYTES;
	     i++)
		put_chunk(i);
}

/* At a page; at the end of a block that is read; in two copies; loose. */
static void put_memory(unsigned int n)
{
	static const uint32_t sizes[] = {
		0x10000000, (1U << 20) - (128U << 10) - 12,
		0x10000000 | 1U << 22, 0x00000011,
	};

	put_u32(FUZZ_SIZE, sizes[n % 4]);
	if (n % 3 == 2) {
		put_u32(FUZZ_BASE, 2 * CRASHREC_HDR_BYTES + IMAGE_BYTES);
		put_region(n);
		put_u32(FUZZ_BASE, 4);
	}
	put_region(n);
}

static int read_image(void *arg, u64 offset, void *buf, u32 bytes)
{
	(void)arg;
	memcpy(buf, image.bytes + offset, bytes);
	return 0;
}

static void put_record(const u8 *bytes, u32 count)
{
	struct cr_record record;
	struct cr_attr attr;
	u32 offset = 0;

	if (cr_record_decode(&record, bytes, count) < 0)
		exit(1);
	put(FUZZ_REGION, 0, bytes, sizeof(record.hdr));
	while (cr_record_attr(&record, &offset, &attr))
		put(FUZZ_ENTRY, attr.type < FUZZ_TYPE_NEW ? (u8)attr.type :
							    FUZZ_TYPE_NEW,
		    attr.payload, attr.bytes);
}

static void begin(struct cr_gather *g)
{
	static struct cr_line lines[256];
	static struct crashrec_frame frames[256];
	static struct cr_structure structure;
	static u8 chunk[IMAGE_CHUNK_BYTES], facts[CR_KEPT_FACTS_MAX_BYTES];
	static char text[IMAGE_BYTES];

	g->chunk = chunk;
	g->chunk_max_bytes = sizeof(chunk);
	g->text = text;
	g->text_max_bytes = sizeof(text);
	g->lines = lines;
	g->lines_max = 256;
	g->kept_facts = facts;
	g->facts.frames = frames;
	g->facts.frames_max = 256;
	g->facts.structure = &structure;
}

/* Of each report, as the module gives it, and with all that is made of it. */
static void put_records(const char *folder, const char *name)
{
	const struct cr_image region = { read_image, NULL, IMAGE_BYTES };
	static struct cr_gather g;
	static u8 buf[IMAGE_BYTES];
	struct cr_chunk_ref refs[64];
	struct cr_layout layout;
	char path[4096];
	u32 count, i;

	begin(&g);
	if (cr_region_probe(&region, &layout) ||
	    cr_region_scan(&region, &layout, refs, &count))
		return;
	for (i = 0; i < 2 * count; i++) {
		g.facts.parts = i % 2 ? &cr_parts : NULL;
		if (cr_gather_report(&g, &region, &layout, refs + i / 2, 1))
			continue;
		snprintf(path, sizeof(path), "%s/%s-%u", folder, name, i);
		out = fopen(path, "wb");
		if (!out)
			exit(1);
		put_record(buf, (u32)cr_record_encode(&g, NULL, NULL, buf,
						      sizeof(buf)));
		fclose(out);
	}
}

static void put_case(const char *target, const char *folder, unsigned int n)
{
	char path[4096];

	if (!case_build(&image, cases[n]))
		exit(1);
	if (!strcmp(target, "record")) {
		put_records(folder, cases[n]);
		return;
	}
	snprintf(path, sizeof(path), "%s/%s", folder, cases[n]);
	out = fopen(path, "wb");
	if (!out)
		exit(1);
	if (strcmp(target, "memory"))
		put_region(n);
	else
		put_memory(n);
	fclose(out);
}

int main(int argc, char **argv)
{
	unsigned int n;

	if (argc != 3) {
		fputs("usage: fuzz_seeds region|memory|record FOLDER\n",
		      stderr);
		return 2;
	}
	for (n = 0; n < sizeof(cases) / sizeof(*cases); n++)
		put_case(argv[1], argv[2], n);
	return 0;
}
