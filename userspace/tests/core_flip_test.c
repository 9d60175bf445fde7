// SPDX-License-Identifier: GPL-2.0
/*
 * Bits of a full region are flipped, one at a time and many: what is read is
 * what was written, or is not there, or says that it is damaged.
 *
 *   core_flip_test [all]
 *
 * all: each bit, and a million random flips; without it, some of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../module/core/record.h"
#include "support_cases.h"
#include "support_tap.h"

#define CHUNKS		((IMAGE_BYTES - CRASHREC_HDR_BYTES) / IMAGE_CHUNK_BYTES)
#define REPORTS		(CHUNKS / 3)
#define LINES_MAX	128U
#define TEXT_BYTES	8192U
#define SOME_EACH	97U
#define SOME_RANDOM	3000U
#define ALL_RANDOM	1000000U

/* A report, as it was written. */
struct written {
	u32 lines;
	u32 bytes[LINES_MAX];
	char text[LINES_MAX][64];
};

static struct image image;
static struct written reports[REPORTS];
static struct cr_gather gather;
static u64 seed = 88172645463325252ULL;
static u64 checked, wrong;

static int read_image(void *arg, u64 offset, void *buf, u32 bytes)
{
	(void)arg;
	if (offset > IMAGE_BYTES || bytes > IMAGE_BYTES - offset)
		return -EMSGSIZE;
	memcpy(buf, image.bytes + offset, bytes);
	return 0;
}

static const struct cr_image region = {
	.read = read_image, .bytes = IMAGE_BYTES,
};

/* xorshift64 (G. Marsaglia, Xorshift RNGs, 2003) */
static u64 draw(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Two parts of the first stream, one of another between them; all are full. */
static void write_report(u32 n)
{
	static const struct {
		u16 stream;
		u32 part;
	} pieces[] = { { 0, 0 }, { 1, 0 }, { 0, 1 } };
	struct written *written = &reports[n];
	struct line line = { .time_ms = 1000 + n, .pid = n + 1 };
	struct chunk chunk;
	u32 former = 0, i;

	for (i = 0; i < 3; i++) {
		struct chunk_id id = {
			n * 3 + i, n % 2 ? BOOT_LAST : BOOT_FORMER, n + 1,
			pieces[i].stream, pieces[i].part,
			pieces[i].part ? former : 0,
		};

		chunk = image_chunk(&image, &id);
		if (!i)
			chunk_open(&chunk, 1000 + n, n);
		while (chunk.at + 160 < IMAGE_CHUNK_BYTES) {
			written->bytes[written->lines] = (u32)
				snprintf(written->text[written->lines], 64,
					 " line_%u_of_%u_%llx+0x1/0x2",
					 written->lines, n,
					 (unsigned long long)draw());
			line.number = written->lines;
			line.text = written->text[written->lines++];
			chunk_line(&chunk, CRASHREC_ATTR_LINE, &line);
		}
		former = i ? former : chunk.at;
		if (i == 2)
			chunk_close_at(&chunk, written->lines);
	}
}

static void fail(const struct cr_gather *g, const char *what, u32 bit)
{
	if (wrong++ < 5)
		fprintf(stderr, "bit %u: record %llu %s: %u lines, %u lost\n",
			bit, (unsigned long long)g->seq, what, g->line_count,
			g->lines_lost);
}

static void check_report(const struct cr_gather *g, u32 bit)
{
	const struct written *written;
	const struct cr_line *line;
	u32 i;

	checked++;
	if (!g->seq || g->seq > REPORTS) {
		fail(g, "was never written", bit);
		return;
	}
	written = &reports[g->seq - 1];
	for (i = 0; i < g->line_count; i++) {
		line = &g->lines[i];
		if (line->line_no >= written->lines ||
		    line->bytes != written->bytes[line->line_no] ||
		    memcmp(line->text, written->text[line->line_no],
			   line->bytes)) {
			fail(g, "has a line that was never written", bit);
			return;
		}
	}
	if (!g->damaged && !g->lines_lost && g->close.state &&
	    g->line_count != written->lines)
		fail(g, "is said to be whole", bit);
}

/* All that a reader does. */
static void read_all(u32 bit)
{
	struct cr_chunk_ref refs[CHUNKS];
	struct cr_layout layout;
	struct cr_boot boot;
	u32 count, begin, end, n;

	if (cr_region_probe(&region, &layout))
		return;
	cr_region_last_boot(&region, &boot, &n);
	if (cr_region_scan(&region, &layout, refs, &count))
		abort();
	for (begin = 0; begin < count; begin = end) {
		for (end = begin + 1; end < count; end++)
			if (!cr_chunk_same_report(&refs[begin], &refs[end]))
				break;
		if (!cr_gather_report(&gather, &region, &layout, refs + begin,
				      end - begin))
			check_report(&gather, bit);
	}
}

static void flip(u32 bit)
{
	image.bytes[bit / 8] ^= (u8)(1U << bit % 8);
}

static void flip_each(u32 step)
{
	u32 bit;

	for (bit = 0; bit < IMAGE_BYTES * 8; bit += step) {
		flip(bit);
		read_all(bit);
		flip(bit);
	}
}

/* Up to 64 flips at a time, near each other or anywhere. */
static void flip_many(u32 rounds)
{
	u32 bits[64], count, i, near;

	while (rounds--) {
		count = 1 + (u32)(draw() % 64);
		near = (u32)(draw() % (IMAGE_BYTES * 8 - 4096));
		for (i = 0; i < count; i++) {
			bits[i] = rounds % 2 ?
				  near + (u32)(draw() % 4096) :
				  (u32)(draw() % (IMAGE_BYTES * 8));
			flip(bits[i]);
		}
		read_all(bits[0]);
		for (i = 0; i < count; i++)
			flip(bits[i]);
	}
}

static bool make_room(void)
{
	gather.chunk_max_bytes = IMAGE_CHUNK_BYTES;
	gather.chunk = malloc(IMAGE_CHUNK_BYTES);
	gather.text_max_bytes = TEXT_BYTES;
	gather.text = malloc(TEXT_BYTES);
	gather.lines_max = LINES_MAX;
	gather.lines = calloc(LINES_MAX, sizeof(*gather.lines));
	gather.kept_facts = malloc(CR_KEPT_FACTS_MAX_BYTES);
	return gather.chunk && gather.text && gather.lines && gather.kept_facts;
}

int main(int argc, char **argv)
{
	bool all = argc > 1 && !strcmp(argv[1], "all");
	u32 n;

	if (!make_room())
		return 99;
	image_format(&image);
	image_boot(&image, 0, BOOT_FORMER, 1, CRASHREC_ENDED_NOT);
	image_boot(&image, 1, BOOT_LAST, 2, CRASHREC_ENDED_NOT);
	for (n = 0; n < REPORTS; n++)
		write_report(n);
	read_all(0);
	tap_check("full_region_is_read", checked == REPORTS && !wrong,
		  "%llu records, %llu wrong", (unsigned long long)checked,
		  (unsigned long long)wrong);
	flip_each(all ? 1 : SOME_EACH);
	tap_check("flipped_bit_makes_no_record", !wrong, "%llu wrong of %llu",
		  (unsigned long long)wrong, (unsigned long long)checked);
	flip_many(all ? ALL_RANDOM : SOME_RANDOM);
	tap_check("flipped_bits_make_no_record", !wrong, "%llu wrong of %llu",
		  (unsigned long long)wrong, (unsigned long long)checked);
	fprintf(stderr, "records read: %llu, wrong: %llu\n",
		(unsigned long long)checked, (unsigned long long)wrong);
	free(gather.chunk);
	free(gather.text);
	free(gather.lines);
	free(gather.kept_facts);
	return tap_end();
}
