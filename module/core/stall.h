/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The numbers of a stall or lockup.
 */
#ifndef CR_STALL_H
#define CR_STALL_H

#include "structure.h"

/**
 * cr_stall_line() - does the line tell numbers of a stall?
 * @line: the line
 *
 * Context: any; bounded by the line's length.
 */
void cr_stall_line(const struct cr_structure_line *line);

#endif /* CR_STALL_H */
