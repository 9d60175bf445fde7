/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Showing what tasks said that they were executing.
 */
#ifndef CRASHREC_CLI_COOKIES_H
#define CRASHREC_CLI_COOKIES_H

#include <crashrec.h>
#include <stdio.h>

struct json_object;

/**
 * cookies_print() - for eyes, a line each; nothing where there is none
 * @out: where to; errors are left in it
 * @record: the record
 */
void cookies_print(FILE *out, const struct crashrec_record *record);

/**
 * cookies_json() - add the key cookies, as out_json.c describes it
 * @object: of the record
 * @record: the record
 */
void cookies_json(struct json_object *object,
		  const struct crashrec_record *record);

#endif /* CRASHREC_CLI_COOKIES_H */
