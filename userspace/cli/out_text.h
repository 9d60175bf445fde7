/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records for eyes. All text is escaped, see escape.h.
 */
#ifndef CRASHREC_CLI_OUT_TEXT_H
#define CRASHREC_CLI_OUT_TEXT_H

#include <crashrec.h>
#include <stdio.h>

#include "table.h"

/**
 * out_text_table() - set up the table that list shows
 * @table: filled; the caller frees it with table_free()
 * @relative: how long ago each was, instead of the time
 */
void out_text_table(struct table *table, bool relative);

/**
 * out_text_row() - add a record to it
 * @table: from out_text_table()
 * @record: not kept
 *
 * Return: false if there was no memory.
 */
bool out_text_row(struct table *table, const struct crashrec_record *record);

/**
 * out_text_record() - show a record
 * @out: where to; errors are left in it
 * @record: the record
 * @modules: all its modules
 */
void out_text_record(FILE *out, const struct crashrec_record *record,
		     bool modules);

struct symbols_view;

/**
 * out_text_viewed() - show a record, with what debug information tells of it
 * @out: where to; errors are left in it
 * @record: the record
 * @modules: all its modules
 * @view: that has it
 */
void out_text_viewed(FILE *out, const struct crashrec_record *record,
		     bool modules, const struct symbols_view *view);

/**
 * out_text_facts() - a part of that: what is known, but for stacks and lines
 * @out: where to; errors are left in it
 * @record: the record
 */
void out_text_facts(FILE *out, const struct crashrec_record *record);

/**
 * out_text_stacks() - likewise: its stacks
 * @out: where to
 * @record: the record
 */
void out_text_stacks(FILE *out, const struct crashrec_record *record);

/**
 * out_text_lines() - likewise: its lines, and those from before it
 * @out: where to
 * @record: the record
 */
void out_text_lines(FILE *out, const struct crashrec_record *record);

/**
 * out_text_report() - show a report of a text log
 * @out: where to; errors are left in it
 * @file: the log's path
 * @record: made of the report
 */
void out_text_report(FILE *out, const char *file,
		     const struct crashrec_record *record);

/**
 * out_text_raw() - show the text of a record's lines, and nothing else
 * @out: where to; errors are left in it
 * @record: the record
 * @escape: for a terminal
 */
void out_text_raw(FILE *out, const struct crashrec_record *record,
		  bool escape);

/**
 * out_text_mail() - show the text of a report, as one mails it
 * @out: where to; errors are left in it
 * @text: lines that end in newlines
 * @escape: for a terminal
 */
void out_text_mail(FILE *out, struct crashrec_text text, bool escape);

#endif /* CRASHREC_CLI_OUT_TEXT_H */
