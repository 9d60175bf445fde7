/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of a record, to be read by people.
 */
#ifndef STRUCTURE_TEXT_H
#define STRUCTURE_TEXT_H

#include <crashrec_structure.h>
#include <stdio.h>

/**
 * structure_text_print() - stall numbers, locks, accesses, code and tasks
 * @out: where to
 * @record: the record
 */
void structure_text_print(FILE *out, const struct crashrec_record *record);

/**
 * structure_text_heading() - what the stack is that a frame begins
 * @out: where to: ", kind, cpu 1"
 * @record: the record
 * @index: of the frame; nothing is printed unless a section begins with it
 */
void structure_text_heading(FILE *out, const struct crashrec_record *record,
			    size_t index);

/**
 * structure_text_source() - where in the source a frame is
 * @out: where to: " file:line", or nothing
 * @record: the record
 * @index: of the frame
 */
void structure_text_source(FILE *out, const struct crashrec_record *record,
			   size_t index);

#endif /* STRUCTURE_TEXT_H */
