// SPDX-License-Identifier: GPL-2.0
#include "fuzz_pieces.h"

#include <endian.h>
#include <string.h>

#include "core/crc32c.h"
#include "core/region.h"

bool fuzz_piece_next(const uint8_t *data, size_t bytes, size_t *at,
		     struct fuzz_piece *piece)
{
	size_t left;

	if (bytes - *at < FUZZ_PIECE_HDR_BYTES)
		return false;
	data += *at;
	left = bytes - *at - FUZZ_PIECE_HDR_BYTES;
	piece->kind = data[0] & FUZZ_KIND_MASK;
	piece->flags = data[0] & (FUZZ_F_AS_IS | FUZZ_F_WRONG);
	piece->place = data[1];
	piece->bytes = data[2] | (uint32_t)data[3] << 8;
	piece->data = data + FUZZ_PIECE_HDR_BYTES;
	if (piece->bytes > left)
		piece->bytes = (uint32_t)left;
	*at += FUZZ_PIECE_HDR_BYTES + piece->bytes;
	return true;
}

static void put(struct fuzz_image *image, uint32_t at, const void *data,
		uint32_t bytes)
{
	if (at >= FUZZ_IMAGE_BYTES)
		return;
	if (bytes > FUZZ_IMAGE_BYTES - at)
		bytes = FUZZ_IMAGE_BYTES - at;
	memcpy(image->bytes + at, data, bytes);
	if (at + bytes > image->used)
		image->used = at + bytes;
}

static uint32_t take_u32(const struct fuzz_piece *piece)
{
	uint32_t value = 0;

	memcpy(&value, piece->data,
	       piece->bytes < sizeof(value) ? piece->bytes : sizeof(value));
	return le32toh(value);
}

/* As much of a struct as the piece has; the rest is zero. */
static void take(void *into, uint32_t into_bytes,
		 const struct fuzz_piece *piece)
{
	memset(into, 0, into_bytes);
	memcpy(into, piece->data,
	       piece->bytes < into_bytes ? piece->bytes : into_bytes);
}

static void seal(const struct fuzz_piece *piece, uint32_t *crc, uint32_t value)
{
	if (!(piece->flags & FUZZ_F_AS_IS))
		*crc = htole32(piece->flags & FUZZ_F_WRONG ? ~value : value);
}

static void put_region(struct fuzz_image *image, const struct fuzz_piece *piece)
{
	struct crashrec_region_hdr hdr;
	struct cr_layout layout;

	take(&hdr, sizeof(hdr), piece);
	if (piece->place == 1 &&
	    !cr_layout_for(le64toh(hdr.region_bytes), le32toh(hdr.ecc_bytes),
			   &layout)) {
		hdr.hdr_bytes = htole32(layout.hdr_bytes);
		hdr.chunk_bytes = htole32(layout.chunk_bytes);
		hdr.chunk_count = htole32(layout.chunk_count);
	}
	seal(piece, &hdr.crc, cr_crc32c(0, &hdr, offsetof(typeof(hdr), crc)));
	put(image, image->base, &hdr, sizeof(hdr));
}

static void put_boot(struct fuzz_image *image, const struct fuzz_piece *piece)
{
	struct crashrec_boot boot;

	take(&boot, sizeof(boot), piece);
	seal(piece, &boot.crc,
	     cr_crc32c(0, &boot, offsetof(typeof(boot), crc)));
	put(image, image->base + CRASHREC_BOOT_OFFSET(piece->place & 1), &boot,
	    sizeof(boot));
}

static uint32_t image_u32(const struct fuzz_image *image, uint32_t at)
{
	uint32_t value = 0;

	if (at <= FUZZ_IMAGE_BYTES - sizeof(value))
		memcpy(&value, image->bytes + at, sizeof(value));
	return le32toh(value);
}

static void put_head(struct fuzz_image *image, const struct fuzz_piece *piece)
{
	uint32_t n = piece->place / CRASHREC_LOST_HEADS & 1;
	uint32_t boot = image->base + CRASHREC_BOOT_OFFSET(n);
	struct crashrec_lost_head head;
	uint32_t crc;

	take(&head, sizeof(head), piece);
	crc = image_u32(image, boot + offsetof(struct crashrec_boot, crc));
	seal(piece, &head.crc, cr_lost_head_crc(crc, &head));
	put(image, boot + CRASHREC_LOST_HEADS_OFFSET +
	    piece->place % CRASHREC_LOST_HEADS * (uint32_t)sizeof(head), &head,
	    sizeof(head));
}

static void put_chunk(struct fuzz_image *image, const struct fuzz_piece *piece)
{
	struct {
		struct crashrec_chunk_hdr hdr;
		struct crashrec_repeats_cell cells[CRASHREC_REPEATS_CELLS];
	} stored;
	uint32_t bytes = sizeof(stored.hdr), i;

	take(&stored, sizeof(stored), piece);
	seal(piece, &stored.hdr.crc,
	     cr_crc32c(0, &stored.hdr, offsetof(typeof(stored.hdr), crc)));
	for (i = 0; i < CRASHREC_REPEATS_CELLS; i++)
		seal(piece, &stored.cells[i].crc,
		     cr_repeats_crc(le32toh(stored.hdr.crc),
				    &stored.cells[i].repeats));
	if (piece->bytes > sizeof(stored.hdr))
		bytes = sizeof(stored);
	image->chunk = image->base + CRASHREC_HDR_BYTES +
		       piece->place * FUZZ_CHUNK_BYTES;
	image->entry_at = le16toh(stored.hdr.hdr_bytes);
	put(image, image->chunk, &stored, bytes);
}

static void put_entry(struct fuzz_image *image, const struct fuzz_piece *piece)
{
	uint16_t type = piece->place == FUZZ_TYPE_NEW ? FUZZ_NEW_TYPE :
							piece->place;
	uint32_t at = image->entry_at;
	struct crashrec_entry entry = {
		.type = htole16(type),
		.payload_bytes = htole16((uint16_t)piece->bytes),
	};
	uint32_t crc;

	crc = image_u32(image, image->chunk +
			offsetof(struct crashrec_chunk_hdr, crc));
	seal(piece, &entry.crc,
	     cr_entry_crc(crc, at, type, piece->data, piece->bytes));
	put(image, image->chunk + at, &entry, sizeof(entry));
	at += (uint32_t)sizeof(entry);
	put(image, image->chunk + at, piece->data, piece->bytes);
	image->entry_at = at + cr_padded(piece->bytes);
}

void fuzz_put(struct fuzz_image *image, const struct fuzz_piece *piece)
{
	switch (piece->kind) {
	case FUZZ_RAW:
		put(image, image->base + piece->place * 256U, piece->data,
		    piece->bytes);
		break;
	case FUZZ_REGION:
		put_region(image, piece);
		break;
	case FUZZ_BOOT:
		put_boot(image, piece);
		break;
	case FUZZ_HEAD:
		put_head(image, piece);
		break;
	case FUZZ_CHUNK:
		put_chunk(image, piece);
		break;
	case FUZZ_ENTRY:
		put_entry(image, piece);
		break;
	case FUZZ_BASE:
		image->base = take_u32(piece) % FUZZ_IMAGE_BYTES;
		break;
	default:
		image->size = take_u32(piece);
	}
}

static void clear(struct fuzz_image *image)
{
	memset(image->bytes, 0, image->used);
	image->used = 0;
	image->size = 0;
	image->base = 0;
	image->chunk = CRASHREC_HDR_BYTES;
	image->entry_at = sizeof(struct crashrec_chunk_hdr);
}

void fuzz_build(struct fuzz_image *image, const uint8_t *data, size_t bytes)
{
	struct fuzz_piece piece;
	size_t at = 0;

	clear(image);
	while (fuzz_piece_next(data, bytes, &at, &piece))
		fuzz_put(image, &piece);
}

static void put_struct(struct fuzz_image *image, uint8_t kind, uint8_t place,
		       const void *data, uint32_t bytes)
{
	struct fuzz_piece piece = {
		.kind = kind, .place = place, .bytes = bytes, .data = data,
	};

	fuzz_put(image, &piece);
}

static void put_witness_line(struct fuzz_image *image, uint32_t number,
			     const char *text)
{
	struct {
		struct crashrec_line line;
		char text[128];
	} stored = {
		.line = { .line_no = htole32(number), .pid = htole32(77) },
	};

	memcpy(stored.text, text, strlen(text));
	put_struct(image, FUZZ_ENTRY, CRASHREC_ATTR_LINE, &stored,
		   (uint32_t)(sizeof(stored.line) + strlen(text)));
}

void fuzz_build_witness(struct fuzz_image *image, uint8_t chunk)
{
	struct crashrec_region_hdr region = {
		.magic = htole64(CRASHREC_REGION_MAGIC),
		.version = htole32(CRASHREC_FORMAT_VERSION),
		.region_bytes = htole64(CRASHREC_REGION_MIN_BYTES),
		.region_id = { FUZZ_WITNESS_BOOT, 1, 2, 3, 4, 5, 6, 7 },
	};
	struct crashrec_boot boot = {
		.magic = htole64(CRASHREC_BOOT_MAGIC),
		.generation = htole32(1),
		.boot_id = { FUZZ_WITNESS_BOOT, 9, 8, 7, 6, 5, 4, 3 },
	};
	struct crashrec_chunk_hdr hdr = {
		.magic = htole32(CRASHREC_CHUNK_MAGIC),
		.hdr_bytes = htole16(sizeof(hdr)),
		.seq = htole64(FUZZ_WITNESS_SEQ),
	};
	struct crashrec_close close = {
		.state = CRASHREC_STATE_COMPLETE,
		.line_nos = htole32(FUZZ_WITNESS_LINES),
	};

	clear(image);
	memcpy(hdr.boot_id, boot.boot_id, sizeof(hdr.boot_id));
	put_struct(image, FUZZ_REGION, 1, &region, sizeof(region));
	put_struct(image, FUZZ_BOOT, 0, &boot, sizeof(boot));
	put_struct(image, FUZZ_CHUNK, chunk, &hdr, sizeof(hdr));
	put_witness_line(image, 0, "------------[ cut here ]------------");
	put_witness_line(image, 1,
			 "WARNING: CPU: 1 PID: 77 at a.c:12 witness+0x16/0x40");
	put_witness_line(image, 2, "---[ end trace 0000000000000000 ]---");
	put_struct(image, FUZZ_ENTRY, CRASHREC_ATTR_CLOSE, &close,
		   sizeof(close));
}
