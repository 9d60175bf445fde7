/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Patterns for the lines that name a report. A pattern is text that stands
 * for itself, and:
 *
 *  *	any bytes, as few as will do
 *  {*}	the same, captured; at the pattern's end: the line's rest
 *  {f}	a function's name, captured: letters, digits and "_", with "+" or
 *	"." behind
 *  {w}	a word, captured: letters, digits, "_" and "-"
 *  {d}	a decimal number
 *  {s}	a place in a source file, "mm/slab.c:123"
 *  {a}	addresses as older kernels print them, "[<ffffffff81000000>] "; none
 *	will do
 *  {>}	the line's rest, captured, from behind the last place of what stands
 *	for itself since the "*" before it; ends a pattern
 *  {$}	the line's end
 *  |	between patterns of which one must fit
 *
 * A pattern has to fit the line's beginning, not its end.
 */
#ifndef CR_PATTERN_H
#define CR_PATTERN_H

#include "env.h"
#include "text.h"

#define CR_CAPTURES_MAX	4

/**
 * struct cr_captures - what a pattern captured
 * @texts: in the order of the pattern; they point into the line
 * @count: how many
 * @func: the last that {f} captured; empty: none
 */
struct cr_captures {
	struct cr_text texts[CR_CAPTURES_MAX];
	u32 count;
	struct cr_text func;
};

/**
 * cr_pattern_fits() - does a line fit a pattern?
 * @pattern: well-formed, see above
 * @text: the line
 * @captures: those of the pattern are appended if it fits; may be NULL
 *
 * Context: any; bounded by the product of both lengths.
 * Return: true if it does.
 */
bool cr_pattern_fits(const char *pattern, struct cr_text text,
		     struct cr_captures *captures);

#endif /* CR_PATTERN_H */
