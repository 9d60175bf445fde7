/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What debug information tells of a record, for eyes.
 */
#ifndef CRASHREC_CLI_SYMBOLS_TEXT_H
#define CRASHREC_CLI_SYMBOLS_TEXT_H

#include <crashrec.h>
#include <stdio.h>

struct symbols_view;

/**
 * symbols_text_inlines() - show what is inlined at a frame, a line each
 * @out: where to; errors are left in it
 * @view: NULL: nothing is shown
 * @index: of the frame
 */
void symbols_text_inlines(FILE *out, const struct symbols_view *view,
			  size_t index);

/**
 * symbols_text_place() - show file and line of a frame, behind it
 * @out: where to; errors are left in it
 * @view: NULL: nothing is shown
 * @index: of the frame
 */
void symbols_text_place(FILE *out, const struct symbols_view *view,
			size_t index);

/**
 * symbols_text_code() - show instructions, if that is asked for
 * @out: where to; errors are left in it
 * @view: NULL: nothing is shown
 * @record: whose
 */
void symbols_text_code(FILE *out, const struct symbols_view *view,
		       const struct crashrec_record *record);

/**
 * symbols_text_listing() - show the instructions of a record
 * @out: where to; errors are left in it
 * @record: whose; of its code bytes those of the kernel, each below a ruler
 *
 * Return: false if there are some that this crashrec can't disassemble, or no
 * memory.
 */
bool symbols_text_listing(FILE *out, const struct crashrec_record *record);

#endif /* CRASHREC_CLI_SYMBOLS_TEXT_H */
