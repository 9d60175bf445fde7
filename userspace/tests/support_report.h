/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a report's text to a decoded record, the way a module and a reader do.
 */
#ifndef SUPPORT_REPORT_H
#define SUPPORT_REPORT_H

#include <crashrec.h>
#include <stddef.h>

/**
 * report_record() - make a record of text
 * @text: lines, each in memory of its own while it is looked at
 * @bytes: its length
 *
 * Return: the caller's record; NULL: it can't be made, or is damaged.
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
