/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Bad accesses to memory, and the object that was accessed.
 */
#ifndef CR_ACCESS_H
#define CR_ACCESS_H

#include "structure.h"

/**
 * cr_access_line() - does the line tell of an access or its object?
 * @line: the line
 *
 * Context: any; bounded by the line's length.
 */
void cr_access_line(const struct cr_structure_line *line);

#endif /* CR_ACCESS_H */
