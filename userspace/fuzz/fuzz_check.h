/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the targets of the fuzzer have in common: lines in memory of their own,
 * so that a look beyond one is seen, and claims that end the process.
 */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include <crashrec.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/text.h"

/**
 * LLVMFuzzerTestOneInput() - what each target defines
 * @data: the input
 * @bytes: of it
 *
 * Return: 0
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

/**
 * LLVMFuzzerMutate() - what libFuzzer does with bytes
 * @data: bytes, changed
 * @bytes: of them
 * @room: that there is
 *
 * Return: how many there are now.
 */
size_t LLVMFuzzerMutate(uint8_t *data, size_t bytes, size_t room);

/**
 * LLVMFuzzerCustomMutator() - what is called instead, for targets that have it
 * @data: the input, changed
 * @bytes: of it
 * @room: that there is
 * @seed: decides what is done
 *
 * Return: how many there are now.
 */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t bytes, size_t room,
			       unsigned int seed);

/* A CRC of all bytes that were looked at: a reason to look at them. */
extern uint32_t fuzz_sum;

/* The text of a claim is what it says. */
#define FUZZ_REQUIRE(claim) \
	fuzz_require(claim, __FILE__, __LINE__, #claim)

/**
 * fuzz_require() - end the process where a claim does not hold
 * @holds: it does
 * @file: where it is made
 * @line: likewise
 * @claim: what it says
 */
void fuzz_require(bool holds, const char *file, int line, const char *claim);

/**
 * fuzz_copy() - bytes in memory of their own
 * @data: any bytes
 * @bytes: how many
 *
 * Return: the copy, which the caller gives to free().
 */
char *fuzz_copy(const void *data, size_t bytes);

/**
 * fuzz_is_within() - is text part of other text?
 * @part: that should be
 * @whole: of which
 *
 * Return: true also if @part is empty.
 */
bool fuzz_is_within(struct cr_text part, struct cr_text whole);

/**
 * fuzz_is_title() - does text look as titles do?
 * @text: text
 * @bytes: of it
 *
 * Return: true if it is one printable line that does not end in a space.
 */
bool fuzz_is_title(const char *text, size_t bytes);

/**
 * fuzz_touch_record() - what holds for every record
 * @record: the record
 *
 * Each byte of its text is looked at, and each number that refers to something.
 */
void fuzz_touch_record(const struct crashrec_record *record);

/**
 * fuzz_digest() - a number for what a record says
 * @record: the record; is touched
 *
 * Return: the same for two that say the same. What depends on what is known of
 * the boot is not in it: state and flags.
 */
uint32_t fuzz_digest(const struct crashrec_record *record);

/**
 * fuzz_require_record() - what holds for a record that was made of text
 * @record: the record
 */
void fuzz_require_record(const struct crashrec_record *record);

#endif /* FUZZ_CHECK_H */
