// SPDX-License-Identifier: GPL-2.0
/*
 * A region: see fuzz_pieces.h for what the input is. In one of its chunks is a
 * report that nothing in the others may change. It is read as the program does
 * that, and its records are made as the module does.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/parts.h"
#include "core/record.h"
#include "core/structure.h"
#include "fuzz_check.h"
#include "fuzz_pieces.h"
#include "fuzz_source.h"

#define WITNESS_CHUNK	29U
#define WITNESS_AT	(CRASHREC_HDR_BYTES + WITNESS_CHUNK * FUZZ_CHUNK_BYTES)
#define CHUNKS_MAX	(FUZZ_IMAGE_BYTES / FUZZ_CHUNK_BYTES)

static struct fuzz_image image, witness;
static struct fuzz_source file;
static uint32_t file_bytes;
static struct cr_gather gathered;
static struct cr_structure structure;

static void put_witness(void)
{
	memcpy(image.bytes + WITNESS_AT, witness.bytes + WITNESS_AT,
	       FUZZ_CHUNK_BYTES);
	if (image.used < WITNESS_AT + FUZZ_CHUNK_BYTES)
		image.used = WITNESS_AT + FUZZ_CHUNK_BYTES;
}

/* It may be copied, as anything may, by who knows its name. */
static bool is_copied(void)
{
	const uint8_t *name = witness.bytes + WITNESS_AT +
			      offsetof(struct crashrec_chunk_hdr, boot_id);

	return memmem(image.bytes, WITNESS_AT, name, CRASHREC_ID_BYTES) ||
	       memmem(image.bytes + WITNESS_AT + FUZZ_CHUNK_BYTES,
		      image.used - WITNESS_AT - FUZZ_CHUNK_BYTES, name,
		      CRASHREC_ID_BYTES);
}

static void put_file(void)
{
	file_bytes = image.size;
	if (!file_bytes || file_bytes > FUZZ_IMAGE_BYTES)
		file_bytes = CRASHREC_REGION_MIN_BYTES;
	fuzz_source_begin(&file, file_bytes);
	fuzz_source_put(&file, 0, image.bytes, file_bytes);
}

static int read_image(void *arg, u64 offset, void *buf, u32 bytes)
{
	(void)arg;
	FUZZ_REQUIRE(offset <= file_bytes && bytes <= file_bytes - offset);
	memcpy(buf, image.bytes + offset, bytes);
	return 0;
}

static void begin(void)
{
	struct cr_gather *g = &gathered;

	g->chunk_max_bytes = FUZZ_CHUNK_BYTES;
	g->chunk = malloc(g->chunk_max_bytes);
	g->text_max_bytes = FUZZ_IMAGE_BYTES;
	g->text = malloc(g->text_max_bytes);
	g->lines_max = CR_LINES_MAX;
	g->lines = calloc(g->lines_max, sizeof(*g->lines));
	g->facts.frames_max = CR_FRAMES_MAX;
	g->facts.frames = calloc(g->facts.frames_max,
				 sizeof(*g->facts.frames));
	g->facts.structure = &structure;
	g->kept_facts = malloc(CR_KEPT_FACTS_MAX_BYTES);
	if (!g->chunk || !g->text || !g->lines || !g->facts.frames ||
	    !g->kept_facts)
		exit(1);
}

/* Return: the digest of what a reader makes of it. */
static uint32_t encode(const struct cr_gather *g)
{
	struct crashrec_record *record;
	u32 bytes = cr_record_bytes(g);
	u8 *buf = malloc(bytes);
	struct cr_record decoded;
	uint32_t digest;

	if (!buf)
		exit(1);
	FUZZ_REQUIRE(cr_record_encode(g, NULL, NULL, buf, bytes - 1) ==
		     -EMSGSIZE);
	FUZZ_REQUIRE(cr_record_encode(g, NULL, NULL, buf, bytes) == bytes);
	FUZZ_REQUIRE(cr_record_decode(&decoded, buf, bytes) == bytes);
	FUZZ_REQUIRE(!crashrec_record_decode(&record, buf, bytes));
	FUZZ_REQUIRE(crashrec_record_seq(record) == g->seq);
	FUZZ_REQUIRE(crashrec_record_lines_lost(record) == g->lines_lost);
	digest = fuzz_digest(record);
	crashrec_record_free(record);
	free(buf);
	return digest;
}

static void require_gathered(const struct cr_gather *g)
{
	u32 i;

	FUZZ_REQUIRE(g->line_count + g->before_count <= g->lines_max);
	FUZZ_REQUIRE(g->text_bytes <= g->text_max_bytes);
	FUZZ_REQUIRE(g->kept_facts_bytes <= CR_KEPT_FACTS_MAX_BYTES);
	for (i = 0; i < g->line_count + g->before_count; i++)
		FUZZ_REQUIRE(g->lines[i].text >= g->text &&
			     g->lines[i].text + g->lines[i].bytes <=
			     g->text + g->text_bytes);
	for (i = 1; i < g->line_count; i++)
		FUZZ_REQUIRE(g->lines[i].line_no >= g->lines[i - 1].line_no);
}

/* What the module leaves to a reader is what that finds by itself. */
static void gather(const struct cr_image *region,
		   const struct cr_layout *layout,
		   const struct cr_chunk_ref *refs, u32 count)
{
	uint32_t whole, bare;
	int err;

	gathered.facts.parts = &cr_parts;
	err = cr_gather_report(&gathered, region, layout, refs, count);
	FUZZ_REQUIRE(!err || err == -ENOENT);
	if (err)
		return;
	require_gathered(&gathered);
	whole = encode(&gathered);
	gathered.facts.parts = NULL;
	FUZZ_REQUIRE(!cr_gather_report(&gathered, region, layout, refs, count));
	bare = encode(&gathered);
	FUZZ_REQUIRE(whole == bare);
}

/* Return: the region has the witness's chunk. */
static bool gather_all(void)
{
	const struct cr_image region = {
		.read = read_image, .bytes = file_bytes,
	};
	struct cr_chunk_ref refs[CHUNKS_MAX];
	struct cr_layout layout;
	u32 count, from, to;

	if (cr_region_probe(&region, &layout))
		return false;
	FUZZ_REQUIRE(layout.chunk_count <= CHUNKS_MAX);
	FUZZ_REQUIRE(!cr_region_scan(&region, &layout, refs, &count));
	FUZZ_REQUIRE(count <= layout.chunk_count);
	for (from = 0; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (!cr_chunk_same_report(&refs[from], &refs[to]))
				break;
		gather(&region, &layout, refs + from, to - from);
	}
	return layout.chunk_count > WITNESS_CHUNK;
}

/* @alone: what is read of it where there is nothing else. */
static void require_witness(const struct fuzz_source *alone)
{
	uint32_t other = file.witness_flags ^ alone->witness_flags;

	FUZZ_REQUIRE(file.kind != CRASHREC_SOURCE_NONE);
	/* A longer file is searched: fuzz_memory.c has the rest. */
	if (file.kind != CRASHREC_SOURCE_REGION)
		return;
	FUZZ_REQUIRE(file.witnesses == 1 &&
		     file.witness_digest == alone->witness_digest);
	FUZZ_REQUIRE(!(other & ~(uint32_t)CRASHREC_FLAG_FORMER_BOOT));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	static struct fuzz_source alone;

	if (!alone.fd) {
		begin();
		fuzz_build_witness(&witness, WITNESS_CHUNK);
		fuzz_build_witness(&image, WITNESS_CHUNK);
		put_file();
		fuzz_source_read(&file, 1);
		alone = file;
		FUZZ_REQUIRE(file.witnesses == 1);
	}
	fuzz_build(&image, data, bytes);
	put_witness();
	put_file();
	fuzz_source_read(&file, FUZZ_IMAGE_BYTES / 64);
	if (gather_all() && !is_copied())
		require_witness(&alone);
	return 0;
}
