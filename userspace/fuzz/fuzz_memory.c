// SPDX-License-Identifier: GPL-2.0
/*
 * Pieces of regions in a machine's memory: see fuzz_pieces.h for what the input
 * is. Before them stands a region, or a chunk of one, in which there is a report
 * that nothing behind it may change.
 *
 * Of FUZZ_SIZE the low bits say how far behind it the pieces are, and the high
 * ones how much is cut off or added at the end.
 */
#include <crashrec_source.h>
#include <string.h>
#include <uapi/crashrec_format.h>

#include "fuzz_check.h"
#include "fuzz_pieces.h"
#include "fuzz_source.h"

#define WITNESS_AT	65536U
#define PIECES_AT	(2 * WITNESS_AT)
#define PIECES_WITHIN	(2U << 20)
#define IS_LOOSE	(1U << 22)
#define PAGE_BYTES	4096U
#define WITNESS_CHUNK	29

static struct fuzz_image image, witness;
static struct fuzz_source file;

static const void *witness_chunk(void)
{
	return witness.bytes + CRASHREC_HDR_BYTES +
	       WITNESS_CHUNK * FUZZ_CHUNK_BYTES;
}

/* It may be copied, as anything may, by who knows its name. */
static bool is_copied(void)
{
	const uint8_t *chunk = witness_chunk();

	return memmem(image.bytes, image.used,
		      chunk + offsetof(struct crashrec_chunk_hdr, boot_id), 8) ||
	       memmem(image.bytes, image.used, witness.bytes +
		      offsetof(struct crashrec_region_hdr, region_id), 8);
}

static void put_witness(bool is_loose)
{
	static const uint8_t vectors[64] = { 0x53, 0xff, 0x00, 0xf0 };

	fuzz_source_put(&file, 0, vectors, sizeof(vectors));
	if (is_loose)
		fuzz_source_put(&file, WITNESS_AT, witness_chunk(),
				FUZZ_CHUNK_BYTES);
	else
		fuzz_source_put(&file, WITNESS_AT, witness.bytes, witness.used);
}

static void put_pieces(void)
{
	uint32_t at = PIECES_AT + image.size % PIECES_WITHIN;
	uint32_t end = image.size >> 24, count = image.used;

	if (end >= 128)
		end = at + count + (end - 128) * PAGE_BYTES;
	else if (end * 16 < count)
		end = at + count - end * 16;
	else
		end = at;
	if (count > end - at)
		count = end - at;
	fuzz_source_begin(&file, end);
	fuzz_source_put(&file, at, image.bytes, count);
}

/* @alone: what is read of it where there is nothing else. */
static void require_witness(const struct fuzz_source *alone, bool is_loose)
{
	uint32_t other = file.witness_flags ^ alone->witness_flags;

	if (is_copied())
		return;
	FUZZ_REQUIRE(file.kind == CRASHREC_SOURCE_MEMORY);
	FUZZ_REQUIRE(file.witnesses == 1 &&
		     file.witness_digest == alone->witness_digest);
	if (is_loose)
		other &= ~(uint32_t)CRASHREC_FLAG_FORMER_BOOT;
	FUZZ_REQUIRE(other == (is_loose ? CRASHREC_FLAG_SALVAGED : 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	static struct fuzz_source alone;
	bool is_loose;

	if (!alone.fd) {
		fuzz_build_witness(&witness, WITNESS_CHUNK);
		fuzz_source_begin(&file, PIECES_AT);
		put_witness(false);
		fuzz_source_read(&file, 1);
		alone = file;
		FUZZ_REQUIRE(file.witnesses == 1);
	}
	fuzz_build(&image, data, bytes);
	is_loose = image.size & IS_LOOSE;
	put_pieces();
	put_witness(is_loose);
	/* A header of a chunk is 64 bytes. */
	fuzz_source_read(&file, 1 + image.used / 64);
	require_witness(&alone, is_loose);
	return 0;
}
