/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a report's text to a decoded record, the way a module and a reader do.
 */
#ifndef SUPPORT_REPORT_H
#define SUPPORT_REPORT_H

#include <crashrec.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct report_bytes - an encoded record
 * @data: from malloc(), of whoever got it
 * @bytes: of it
 */
struct report_bytes {
	uint8_t *data;
	size_t bytes;
};

/**
 * report_encode() - make the bytes of a record of text
 * @text: lines, each in memory of its own while it is looked at
 * @bytes: its length
 * @whole: set to the record with the parts of the text
 * @bare: set to what a module gives: the record without them
 */
void report_encode(const char *text, size_t bytes, struct report_bytes *whole,
		   struct report_bytes *bare);

/**
 * report_complete() - find the parts of a record
 * @bare: a valid record
 *
 * Return: the record with them; no bytes: it is left as it is.
 */
struct report_bytes report_complete(const struct report_bytes *bare);

/**
 * report_completes() - are the parts the same, whenever they are found?
 * @text: of a report
 * @bytes: its length
 *
 * Return: true if a record without them becomes, byte for byte, that with them.
 */
bool report_completes(const char *text, size_t bytes);

/**
 * report_record() - make a record of text
 * @text: lines, each in memory of its own while it is looked at; those with
 *        "|" before them are marked CRASHREC_LINE_F_INNER
 * @bytes: its length
 *
 * Return: the caller's record; NULL: it can't be made, is damaged, or
 * report_completes() is false.
 */
struct crashrec_record *report_record(const char *text, size_t bytes);

/**
 * report_text_is() - compare
 * @text: of a record
 * @expected: terminated
 *
 * Return: true if they are equal.
 */
bool report_text_is(struct crashrec_text text, const char *expected);

#endif /* SUPPORT_REPORT_H */
