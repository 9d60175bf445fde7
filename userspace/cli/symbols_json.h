/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What debug information tells of a record, as JSON.
 */
#ifndef CRASHREC_CLI_SYMBOLS_JSON_H
#define CRASHREC_CLI_SYMBOLS_JSON_H

#include <crashrec.h>

struct json_object;
struct symbols_view;

/**
 * symbols_json_add() - add it to a record's object
 * @object: receives the keys
 * @view: that has it
 * @record: whose object it is
 */
void symbols_json_add(struct json_object *object,
		      const struct symbols_view *view,
		      const struct crashrec_record *record);

#endif /* CRASHREC_CLI_SYMBOLS_JSON_H */
