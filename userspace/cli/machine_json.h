/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a record says of its kernel, as JSON; keys are told in machine_json.c.
 */
#ifndef MACHINE_JSON_H
#define MACHINE_JSON_H

#include <crashrec_machine.h>

struct json_object;

/**
 * machine_json_add() - add it to a record's object
 * @object: receives the keys
 * @record: not of a text log
 */
void machine_json_add(struct json_object *object,
		      const struct crashrec_record *record);

#endif /* MACHINE_JSON_H */
