/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records for programs: one JSON object a line. The keys are described in
 * out_json.c.
 */
#ifndef CRASHREC_CLI_OUT_JSON_H
#define CRASHREC_CLI_OUT_JSON_H

#include <crashrec.h>
#include <stdio.h>

/**
 * out_json_record() - show a record
 * @out: where to; errors are left in it
 * @source: path that the record came from
 * @record: the record
 * @whole: with lines, frames and registers
 *
 * Return: false if there was no memory.
 */
bool out_json_record(FILE *out, const char *source,
		     const struct crashrec_record *record, bool whole);

struct symbols_view;

/**
 * out_json_viewed() - show a record, with what debug information tells of it
 * @out: where to; errors are left in it
 * @source: path that the record came from
 * @record: the record
 * @whole: with lines, frames and registers
 * @view: that has it; NULL: nothing
 *
 * Return: false if there was no memory.
 */
bool out_json_viewed(FILE *out, const char *source,
		     const struct crashrec_record *record, bool whole,
		     const struct symbols_view *view);

/**
 * out_json_report() - show a report of a text log, whole
 * @out: where to; errors are left in it
 * @file: the log's path
 * @record: made of the report
 * @text: as one mails it; without data: not told
 *
 * Return: false if there was no memory.
 */
bool out_json_report(FILE *out, const char *file,
		     const struct crashrec_record *record,
		     struct crashrec_text text);

struct json_object;

/**
 * out_json_comm() - add the keys comm and, unless it is plain, comm_hex
 * @object: receives them
 * @comm: the task's name
 */
void out_json_comm(struct json_object *object, struct crashrec_text comm);

#endif /* CRASHREC_CLI_OUT_JSON_H */
