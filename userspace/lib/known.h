/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Which records were given, so that none is given twice. Their numbers follow
 * each other, mostly, so that ranges of them are little, however many they are.
 */
#ifndef CRASHREC_LIB_KNOWN_H
#define CRASHREC_LIB_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uapi/crashrec_format.h>

/*
 * More are in no region that a kernel wrote. Of each region there is room for
 * some, however many others have.
 */
#define KNOWN_RANGES_MAX	65536U
#define KNOWN_OF_REGION_MIN	256U
#define KNOWN_ALL_MAX		(4UL * KNOWN_RANGES_MAX)

struct known_range;

/**
 * struct known - records; zeroed: none
 * @ranges: by rising region, boot id and number, none next to another; owned
 * @count: how many
 * @room: that there is for them
 * @pass: raised by who begins to go through a source
 * @region: whose records are asked for and added; zero: they stand in none. Who
 *          may write to a machine's memory can make any record in a region of
 *          its own, which is then no reason to leave it out elsewhere.
 */
struct known {
	struct known_range *ranges;
	size_t count;
	size_t room;
	uint64_t pass;
	uint8_t region[CRASHREC_ID_BYTES];
};

/**
 * known_enter() - records to come are those of a region
 * @known: the records
 * @region_id: of the region
 */
void known_enter(struct known *known, const uint8_t *region_id);

/**
 * known_has() - was a record given?
 * @known: the records
 * @boot_id: of the record
 * @seq: of the record
 * @behind: set, if so, to the first number behind it that was not given;
 *          may be NULL
 *
 * Return: true if so.
 */
bool known_has(struct known *known, const uint8_t *boot_id, uint64_t seq,
	       uint64_t *behind);

/**
 * known_add() - a record was given
 * @known: the records
 * @boot_id: of the record
 * @seq: of the record, below 2^63
 *
 * Where there are too many, those are forgotten that nobody asked for in this pass
 * and the one before. There is room for KNOWN_OF_REGION_MIN of each region.
 *
 * Return: 0; -ENOMEM; -ENOSPC: there are too many.
 */
int known_add(struct known *known, const uint8_t *boot_id, uint64_t seq);

/**
 * known_last() - the last number of a boot
 * @known: the records
 * @boot_id: of the boot
 *
 * Return: 0: none is known.
 */
uint64_t known_last(const struct known *known, const uint8_t *boot_id);

/**
 * known_forget() - the numbers of a boot begin anew
 * @known: the records
 * @boot_id: of the boot
 */
void known_forget(struct known *known, const uint8_t *boot_id);

/**
 * known_free() - forget all
 * @known: is empty then
 */
void known_free(struct known *known);

#endif /* CRASHREC_LIB_KNOWN_H */
