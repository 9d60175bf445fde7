/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What is made of the text, put in a record that was made without it: that is
 * what the module gives.
 */
#ifndef CR_COMPLETE_H
#define CR_COMPLETE_H

#include "env.h"
#include "facts.h"
#include "record.h"
#include "structure.h"

/**
 * struct cr_complete - a record that is being completed; also the memory for it
 * @record: in: valid
 * @lines: in: room for lines
 * @lines_max: in: how many, as cr_complete_lines() said
 * @facts: in: its frames and frames_max
 * @structure: the parts
 * @line_count: of @lines
 *
 * Large: not for a stack.
 */
struct cr_complete {
	struct cr_record record;
	struct cr_line *lines;
	u32 lines_max;
	struct cr_facts facts;
	struct cr_structure structure;
	u32 line_count;
};

/**
 * cr_complete_lines() - is a record to be completed?
 * @record: a valid record
 *
 * Context: any.
 * Return: lines to be looked at, at most CR_LINES_MAX; -EINVAL: it has its
 * parts; -EMSGSIZE: it is larger than any module makes one.
 */
int cr_complete_lines(const struct cr_record *record);

/**
 * cr_complete_find() - find the parts
 * @c: see there what the caller provides
 *
 * The lines are hostile. Time is linear in their sum.
 *
 * Context: any.
 * Return: size of the completed record; 0: leave it as it is, the stacks in it,
 * which an older module found, are not those that are found in its lines.
 */
u32 cr_complete_find(struct cr_complete *c);

/**
 * cr_complete_encode() - make the completed record
 * @c: cr_complete_find() succeeded
 * @buf: receives the record; as large as that said
 *
 * What the record held stays as it is and in its order. The bytes are those
 * that cr_record_encode() gives with the parts.
 *
 * Context: any.
 */
void cr_complete_encode(const struct cr_complete *c, void *buf);

#endif /* CR_COMPLETE_H */
