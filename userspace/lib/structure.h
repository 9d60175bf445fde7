/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * From the attributes of a record that tell its parts to
 * struct crashrec_structure.
 */
#ifndef CRASHREC_LIB_STRUCTURE_H
#define CRASHREC_LIB_STRUCTURE_H

#include <crashrec_structure.h>

struct cr_record;

/**
 * structure_decode() - find the parts
 * @record: its lines and frames are there
 * @decoded: the record's bytes
 * @out: filled, also on failure; structure_free() frees it
 *
 * Context: any thread.
 * Return: 0; 1: something refers to what is not there, and is empty; -ENOMEM.
 */
int structure_decode(const struct crashrec_record *record,
		     const struct cr_record *decoded,
		     struct crashrec_structure *out);

/**
 * structure_free() - free what structure_decode() made
 * @structure: may be zeroed
 *
 * Context: any thread.
 */
void structure_free(struct crashrec_structure *structure);

#endif /* CRASHREC_LIB_STRUCTURE_H */
