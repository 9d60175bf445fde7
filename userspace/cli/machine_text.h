/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a record says of its kernel, to be read by people.
 */
#ifndef MACHINE_TEXT_H
#define MACHINE_TEXT_H

#include <crashrec_machine.h>
#include <stdio.h>

/**
 * machine_text_print() - a line for each fact
 * @out: where to
 * @record: the record
 * @modules: all modules that are recorded; else those that its frames name
 */
void machine_text_print(FILE *out, const struct crashrec_record *record,
			bool modules);

#endif /* MACHINE_TEXT_H */
