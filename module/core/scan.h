/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Taking lines apart by the format that printed them.
 *
 *   %d  decimal number, perhaps negative
 *   %x  hexadecimal number, "0x" or not
 *   %n  either: decimal, unless it looks hexadecimal
 *   %s  text, up to the first that equals what follows in the format up to
 *       the next %; at the format's end: up to the line's end
 *   %l  likewise up to the last: whoever chose the text can make it longer,
 *       and nothing else
 *   %w  a word, not empty
 *   ' ' white space, at least one
 *   ~   white space, perhaps none
 *
 * Everything else stands for itself. A format need not reach the line's end.
 */
#ifndef CR_SCAN_H
#define CR_SCAN_H

#include "env.h"
#include "text.h"

#define CR_SCAN_NUMBERS	8
#define CR_SCAN_TEXTS	3

/**
 * struct cr_scan - what a line held at a format's places
 * @number: of %d, %x and %n, in their order
 * @text: of %s, %l and %w, in their order
 * @rest: what is behind
 */
struct cr_scan {
	u64 number[CR_SCAN_NUMBERS];
	struct cr_text text[CR_SCAN_TEXTS];
	struct cr_text rest;
};

/**
 * cr_scan() - take text apart
 * @text: the text
 * @format: see above; static
 * @scan: filled on success
 *
 * Context: any, NMI included; bounded by the text's length times the format's.
 * Return: true if @text begins as @format says.
 */
bool cr_scan(struct cr_text text, const char *format, struct cr_scan *scan);

/**
 * cr_scan_find() - look for a format anywhere in a text
 * @text: the text
 * @format: begins with something that stands for itself
 * @scan: filled on success
 *
 * Context: as cr_scan().
 * Return: true if it is there; @scan is of the first place.
 */
bool cr_scan_find(struct cr_text text, const char *format,
		  struct cr_scan *scan);

/**
 * cr_scan_trim() - the text without white space at its ends
 * @text: the text
 *
 * Context: any, NMI included; bounded by the text.
 * Return: part of @text.
 */
struct cr_text cr_scan_trim(struct cr_text text);

#endif /* CR_SCAN_H */
