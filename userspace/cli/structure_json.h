/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of a record as JSON; keys are told in structure_json.c.
 */
#ifndef STRUCTURE_JSON_H
#define STRUCTURE_JSON_H

#include <crashrec_structure.h>

struct json_object;

/**
 * structure_json_add() - add the parts to a record's object
 * @object: receives the keys
 * @record: the record
 */
void structure_json_add(struct json_object *object,
			const struct crashrec_record *record);

/**
 * structure_json_frame() - add where in the source a frame is
 * @object: the frame's
 * @record: the record
 * @index: of the frame
 */
void structure_json_frame(struct json_object *object,
			  const struct crashrec_record *record, size_t index);

#endif /* STRUCTURE_JSON_H */
