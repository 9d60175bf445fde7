/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inputs for what reads a region or a record: pieces, of which one is made. The
 * CRCs are put right when that is done, so that what is changed in an input is
 * looked at behind the checks; unless a piece says that its CRC is wrong.
 *
 * A piece is four bytes (its kind and FUZZ_F_*, its place, and how many bytes
 * follow, least first), then these.
 */
#ifndef FUZZ_PIECES_H
#define FUZZ_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUZZ_IMAGE_BYTES	(192U << 10)
#define FUZZ_CHUNK_BYTES	2048U
#define FUZZ_PIECE_HDR_BYTES	4U

/**
 * enum fuzz_kind - what a piece is
 * @FUZZ_RAW: any bytes, at 256 times the place
 * @FUZZ_REGION: the region's header. Place 1: but for its first 20 bytes, its
 *               numbers are those that belong to its region_bytes
 * @FUZZ_BOOT: a boot's description. Place: 0 or 1
 * @FUZZ_HEAD: a lost head. Place: below 4 of boot 0, else of boot 1
 * @FUZZ_CHUNK: a chunk's header, and cells of repeats. Place: which chunk
 * @FUZZ_ENTRY: payload of an entry behind the last that was put, or of a
 *              record's attribute. Place: its type
 * @FUZZ_BASE: four bytes: where the next pieces count from
 * @FUZZ_SIZE: four bytes: how long the file is
 */
enum fuzz_kind {
	FUZZ_RAW,
	FUZZ_REGION,
	FUZZ_BOOT,
	FUZZ_HEAD,
	FUZZ_CHUNK,
	FUZZ_ENTRY,
	FUZZ_BASE,
	FUZZ_SIZE,
	FUZZ_KINDS,
};

#define FUZZ_KIND_MASK	7
#define FUZZ_F_AS_IS	0x40	/* no CRC is put in */
#define FUZZ_F_WRONG	0x80	/* it is wrong */

/* A type of entry that no reader knows. */
#define FUZZ_TYPE_NEW	255
#define FUZZ_NEW_TYPE	0x7fff

/**
 * struct fuzz_piece - a piece of an input
 * @kind: enum fuzz_kind
 * @flags: FUZZ_F_*
 * @place: where it goes
 * @bytes: of @data
 * @data: in the input
 */
struct fuzz_piece {
	uint8_t kind;
	uint8_t flags;
	uint8_t place;
	uint32_t bytes;
	const uint8_t *data;
};

/**
 * struct fuzz_image - what is made of an input
 * @bytes: of it; zero behind @used
 * @used: how many were put
 * @size: FUZZ_SIZE, or 0
 * @base: FUZZ_BASE
 * @chunk: the last one that was put
 * @entry_at: in that chunk, where the next entry goes
 */
struct fuzz_image {
	uint8_t bytes[FUZZ_IMAGE_BYTES];
	uint32_t used;
	uint32_t size;
	uint32_t base;
	uint32_t chunk;
	uint32_t entry_at;
};

/**
 * fuzz_piece_next() - go through the pieces of an input
 * @data: the input
 * @bytes: of it
 * @at: 0 at first; moved behind the piece
 * @piece: filled
 *
 * Return: false at the end.
 */
bool fuzz_piece_next(const uint8_t *data, size_t bytes, size_t *at,
		     struct fuzz_piece *piece);

/**
 * fuzz_put() - put a piece in an image
 * @image: the image
 * @piece: of what does not fit, nothing or a part is put
 */
void fuzz_put(struct fuzz_image *image, const struct fuzz_piece *piece);

/**
 * fuzz_build() - make an image of an input
 * @image: as it was made before, or zero
 * @data: the input
 * @bytes: of it
 */
void fuzz_build(struct fuzz_image *image, const uint8_t *data, size_t bytes);

/**
 * fuzz_build_witness() - make a region with one report, which is known
 * @image: as it was made before, or zero
 * @chunk: in which it is
 */
void fuzz_build_witness(struct fuzz_image *image, uint8_t chunk);

/* What stands in its chunk, and nowhere else: its boot. */
#define FUZZ_WITNESS_BOOT	0xe7
#define FUZZ_WITNESS_SEQ	0x00c0ffee
#define FUZZ_WITNESS_LINES	3

#endif /* FUZZ_PIECES_H */
