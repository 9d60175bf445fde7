// SPDX-License-Identifier: GPL-2.0
/*
 * Mutations of inputs that are pieces: besides what libFuzzer does with the
 * bytes of one, pieces come twice, go, move, or get another place; and numbers
 * in them become such as lie at an edge, or stand in another piece.
 */
#include <string.h>

#include "fuzz_check.h"
#include "fuzz_pieces.h"

#define PIECES_MAX	512
#define PIECE_MAX	4096U
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

struct pieces {
	uint8_t *data;
	size_t bytes;
	size_t room;
	unsigned int seed;
	size_t count;
	size_t at[PIECES_MAX + 1];
};

/* From 0 up to @below. */
static size_t draw(struct pieces *p, size_t below)
{
	p->seed = p->seed * 1103515245 + 12345;
	return below ? (p->seed >> 8) % below : 0;
}

static void find(struct pieces *p)
{
	struct fuzz_piece piece;
	size_t at = 0;

	p->count = 0;
	p->at[0] = 0;
	while (p->count < PIECES_MAX &&
	       fuzz_piece_next(p->data, p->bytes, &at, &piece))
		p->at[++p->count] = at;
}

static size_t bytes_of(const struct pieces *p, size_t n)
{
	return p->at[n + 1] - p->at[n];
}

static void insert(struct pieces *p, size_t at, const uint8_t *bytes,
		   size_t count)
{
	if (count > p->room - p->bytes)
		return;
	memmove(p->data + at + count, p->data + at, p->bytes - at);
	memcpy(p->data + at, bytes, count);
	p->bytes += count;
}

static void cut(struct pieces *p, size_t at, size_t count)
{
	memmove(p->data + at, p->data + at + count, p->bytes - at - count);
	p->bytes -= count;
}

/* Its header then says how long it is. */
static void change_bytes(struct pieces *p, size_t n)
{
	uint8_t piece[PIECE_MAX];
	size_t count = bytes_of(p, n), payload;

	if (count > PIECE_MAX / 2)
		return;
	memcpy(piece, p->data + p->at[n], count);
	payload = LLVMFuzzerMutate(piece + FUZZ_PIECE_HDR_BYTES,
				   count - FUZZ_PIECE_HDR_BYTES,
				   PIECE_MAX - FUZZ_PIECE_HDR_BYTES);
	piece[2] = (uint8_t)payload;
	piece[3] = (uint8_t)(payload >> 8);
	if (payload + FUZZ_PIECE_HDR_BYTES > count + p->room - p->bytes)
		return;
	cut(p, p->at[n], count);
	insert(p, p->at[n], piece, payload + FUZZ_PIECE_HDR_BYTES);
}

/* Where the bytes of a piece are, at a multiple of @align; 0: it has none. */
static size_t draw_field(struct pieces *p, size_t n, size_t align)
{
	size_t payload = bytes_of(p, n) - FUZZ_PIECE_HDR_BYTES;

	if (payload < align)
		return 0;
	return p->at[n] + FUZZ_PIECE_HDR_BYTES +
	       draw(p, payload / align) * align;
}

static void set_number(struct pieces *p, size_t n)
{
	static const uint64_t numbers[] = {
		0, 1, 2, 3, 4, 7, 8, 9, 15, 24, 63, 64, 65, 127, 128, 2039,
		2040, 2047, 2048, 4096, 8191, 8192, 65535, 65536, 1 << 20,
		INT32_MAX, UINT32_MAX - 7, UINT32_MAX, 1ULL << 62, INT64_MAX,
		UINT64_MAX - 1, UINT64_MAX,
	};
	size_t align = 1U << draw(p, 4);
	size_t at = draw_field(p, n, align);
	uint64_t number = numbers[draw(p, COUNT(numbers))];

	if (at)
		memcpy(p->data + at, &number, align);
}

static void copy_number(struct pieces *p, size_t n)
{
	size_t align = 1U << (1 + draw(p, 4));
	size_t from = draw_field(p, draw(p, p->count), align);
	size_t at = draw_field(p, n, align);

	if (at && from)
		memmove(p->data + at, p->data + from, align);
}

static void change_header(struct pieces *p, size_t n)
{
	static const uint8_t flags[] = { FUZZ_F_AS_IS, FUZZ_F_WRONG };
	uint8_t *hdr = p->data + p->at[n];

	switch (draw(p, 4)) {
	case 0:
		hdr[0] ^= flags[draw(p, COUNT(flags))];
		break;
	case 1:
		hdr[0] = (uint8_t)draw(p, FUZZ_KINDS);
		break;
	case 2:
		hdr[1] = (uint8_t)(hdr[1] + draw(p, 5) - 2);
		break;
	default:
		hdr[1] = (uint8_t)draw(p, 256);
	}
}

static void move(struct pieces *p, size_t n, bool is_copy)
{
	uint8_t piece[PIECE_MAX];
	size_t count = bytes_of(p, n);

	if (count > sizeof(piece))
		return;
	memcpy(piece, p->data + p->at[n], count);
	if (!is_copy) {
		cut(p, p->at[n], count);
		find(p);
	}
	insert(p, p->at[draw(p, p->count + 1)], piece, count);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t bytes, size_t room,
			       unsigned int seed)
{
	static struct pieces p;
	size_t n;

	p.data = data;
	p.bytes = bytes;
	p.room = room;
	p.seed = seed;
	find(&p);
	if (bytes > room || !p.count || draw(&p, 16) == 0)
		return LLVMFuzzerMutate(data, bytes, room);
	n = draw(&p, p.count);
	switch (draw(&p, 8)) {
	case 0:
		move(&p, n, true);
		break;
	case 1:
		move(&p, n, false);
		break;
	case 2:
		cut(&p, p.at[n], bytes_of(&p, n));
		break;
	case 3:
		change_header(&p, n);
		break;
	case 4:
		set_number(&p, n);
		break;
	case 5:
		copy_number(&p, n);
		break;
	default:
		change_bytes(&p, n);
	}
	return p.bytes;
}
