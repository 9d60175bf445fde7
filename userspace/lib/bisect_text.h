/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Taking a line of a bisection's log apart: each takes something from the front
 * of a text, or leaves it as it is.
 */
#ifndef CRASHREC_LIB_BISECT_TEXT_H
#define CRASHREC_LIB_BISECT_TEXT_H

#include <crashrec.h>

/**
 * text_take() - take a given string
 * @text: moved behind it
 * @string: the string
 *
 * Return: false if it is not there.
 */
bool text_take(struct crashrec_text *text, const char *string);

/**
 * text_take_number() - take a decimal number
 * @text: moved behind it
 * @number: set to it
 *
 * Return: false if there is none, or it is more than 32 bits.
 */
bool text_take_number(struct crashrec_text *text, uint32_t *number);

/**
 * text_take_commit() - take a commit's id, 7 to 64 hexadecimal digits, which
 *                      may stand in quotes
 * @text: moved behind it, and a blank behind that
 * @commit: set to it, without quotes
 *
 * Return: false if there is none, as a whole word.
 */
bool text_take_commit(struct crashrec_text *text, struct crashrec_text *commit);

/**
 * text_take_until() - take what stands in front of a byte
 * @text: moved behind that byte, or to its end where there is none
 * @end: the byte
 *
 * Return: what stands in front.
 */
struct crashrec_text text_take_until(struct crashrec_text *text, char end);

/**
 * text_take_span() - take a span of time, as 3h57m50.12s
 * @text: moved behind it
 * @span_ns: set to it
 *
 * Return: false if there is none, or it does not fit.
 */
bool text_take_span(struct crashrec_text *text, uint64_t *span_ns);

/**
 * text_trim() - leave out blanks at both ends
 * @text: any text
 *
 * Return: the rest.
 */
struct crashrec_text text_trim(struct crashrec_text text);

#endif /* CRASHREC_LIB_BISECT_TEXT_H */
