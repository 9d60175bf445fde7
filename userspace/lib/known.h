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

/* More are in no region that a kernel wrote. */
#define KNOWN_RANGES_MAX	65536

struct known_range;

/**
 * struct known - records; zeroed: none
 * @ranges: by rising boot id and number, none next to another; owned
 * @count: how many
 * @room: that there is for them
 * @pass: raised by who begins to go through a source
 */
struct known {
	struct known_range *ranges;
	size_t count;
	size_t room;
	uint64_t pass;
};

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
 * and the one before.
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
