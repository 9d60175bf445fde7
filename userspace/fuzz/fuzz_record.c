// SPDX-License-Identifier: GPL-2.0
/*
 * A record, as read() of the device gives it.
 *
 * The input is pieces, see fuzz_pieces.h: FUZZ_REGION is the record's header,
 * which is as long as the piece unless its place says that it is not; FUZZ_ENTRY
 * an attribute; any other its bytes as they are, up to the next multiple of 8.
 */
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/complete.h"
#include "core/record.h"
#include "core/structure.h"
#include "fuzz_check.h"
#include "fuzz_pieces.h"

#define RECORD_MAX_BYTES	65536U

static uint8_t bytes_made[RECORD_MAX_BYTES];
static struct cr_complete completed;
static struct cr_line lines[CR_LINES_MAX];
static struct crashrec_frame frames[CR_FRAMES_MAX];

struct made {
	uint32_t bytes;
	uint8_t hdr_flags;
};

static void put(struct made *made, const void *data, uint32_t bytes)
{
	uint32_t padded = (bytes + 7) & ~7U;

	if (padded > RECORD_MAX_BYTES - made->bytes)
		return;
	memset(bytes_made + made->bytes, 0, padded);
	memcpy(bytes_made + made->bytes, data, bytes);
	made->bytes += padded;
}

/* Only the first; there is room for it. */
static void put_hdr(struct made *made, const struct fuzz_piece *piece)
{
	struct crashrec_rec_hdr hdr = {
		.magic = htole32(CRASHREC_REC_MAGIC),
		.hdr_bytes = htole16(sizeof(hdr)),
		.version = htole16(CRASHREC_FORMAT_VERSION),
		.seq = htole64(1),
		.state = CRASHREC_STATE_COMPLETE,
	};
	uint32_t bytes = sizeof(hdr);

	if (piece && piece->bytes > bytes)
		bytes = piece->bytes & 0xfff8;
	memset(bytes_made, 0, bytes);
	if (piece)
		memcpy(&hdr, piece->data, piece->bytes < sizeof(hdr) ?
					  piece->bytes : sizeof(hdr));
	if (piece && !piece->place)
		hdr.hdr_bytes = htole16((uint16_t)bytes);
	memcpy(bytes_made, &hdr, sizeof(hdr));
	made->bytes = bytes;
	made->hdr_flags = piece ? piece->flags : 0;
}

static void put_attr(struct made *made, const struct fuzz_piece *piece)
{
	struct crashrec_attr attr = {
		.type = htole16(piece->place == FUZZ_TYPE_NEW ? FUZZ_NEW_TYPE :
								piece->place),
		.payload_bytes = htole32(piece->bytes),
	};

	put(made, &attr, sizeof(attr));
	put(made, piece->data, piece->bytes);
}

static void build(struct made *made, const uint8_t *data, size_t bytes)
{
	struct fuzz_piece piece;
	size_t at = 0;

	put_hdr(made, NULL);
	while (fuzz_piece_next(data, bytes, &at, &piece)) {
		if (piece.kind == FUZZ_REGION &&
		    made->bytes == sizeof(struct crashrec_rec_hdr))
			put_hdr(made, &piece);
		else if (piece.kind == FUZZ_ENTRY)
			put_attr(made, &piece);
		else
			put(made, piece.data, piece.bytes);
	}
}

static void seal(const struct made *made)
{
	struct crashrec_rec_hdr hdr;

	memcpy(&hdr, bytes_made, sizeof(hdr));
	if (made->hdr_flags & FUZZ_F_AS_IS ||
	    le16toh(hdr.hdr_bytes) < sizeof(hdr) ||
	    le16toh(hdr.hdr_bytes) > made->bytes)
		return;
	cr_record_seal(bytes_made, made->bytes);
	if (made->hdr_flags & FUZZ_F_WRONG)
		bytes_made[made->bytes - 1] ^= 1;
}

static uint32_t decode(const void *data, size_t bytes)
{
	struct crashrec_record *record;
	uint32_t digest;

	FUZZ_REQUIRE(!crashrec_record_decode(&record, data, bytes));
	digest = fuzz_digest(record);
	crashrec_record_free(record);
	return digest;
}

static void require_walk(const struct cr_record *record)
{
	struct cr_attr attr;
	u32 offset = 0, before = 0;

	while (cr_record_attr(record, &offset, &attr)) {
		FUZZ_REQUIRE(offset > before && offset <= record->body_bytes);
		FUZZ_REQUIRE(attr.payload + attr.bytes <=
			     record->body + offset);
		before = offset;
	}
	FUZZ_REQUIRE(offset == before);
}

/* Completed, it says what a reader finds in it; and it is not done twice. */
static void require_completed(const struct cr_record *record, uint32_t digest)
{
	int found = cr_complete_lines(record);
	struct cr_record whole;
	u32 bytes;
	u8 *made;

	FUZZ_REQUIRE(found <= CR_LINES_MAX);
	if (found < 0)
		return;
	completed.record = *record;
	completed.lines = lines;
	completed.lines_max = (u32)found;
	completed.facts.frames = frames;
	completed.facts.frames_max = (u32)found < CR_FRAMES_MAX ?
				     (u32)found : CR_FRAMES_MAX;
	bytes = cr_complete_find(&completed);
	if (!bytes)
		return;
	made = malloc(bytes);
	if (!made)
		exit(1);
	cr_complete_encode(&completed, made);
	FUZZ_REQUIRE(cr_record_decode(&whole, made, bytes) == bytes);
	FUZZ_REQUIRE(decode(made, bytes) == digest);
	free(made);
}

static void look_at(const uint8_t *data, size_t bytes)
{
	struct cr_record decoded;
	s64 size = cr_record_decode(&decoded, data, (u32)bytes);
	struct crashrec_record *record;
	uint32_t digest;
	int err;

	FUZZ_REQUIRE(size <= (s64)bytes);
	err = crashrec_record_decode(&record, data, bytes);
	FUZZ_REQUIRE(err == (size < 0 ? size : 0));
	FUZZ_REQUIRE(!err == !!record);
	if (err) {
		FUZZ_REQUIRE(err == -EBADMSG || err == -EPROTONOSUPPORT ||
			     err == -EMSGSIZE);
		return;
	}
	digest = fuzz_digest(record);
	crashrec_record_free(record);
	require_walk(&decoded);
	FUZZ_REQUIRE(decode(data, (size_t)size) == digest);
	FUZZ_REQUIRE(crashrec_record_decode(&record, data, (size_t)size - 1) ==
		     -EMSGSIZE);
	require_completed(&decoded, digest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	struct made made;
	char *copy;

	build(&made, data, bytes);
	seal(&made);
	copy = fuzz_copy(bytes_made, made.bytes);
	look_at((const uint8_t *)copy, made.bytes);
	free(copy);
	return 0;
}
