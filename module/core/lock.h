/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Locks that a report names, who holds them, and what lockdep says of them.
 */
#ifndef CR_LOCK_H
#define CR_LOCK_H

#include "structure.h"

/**
 * cr_lock_line() - does the line tell of a lock?
 * @line: the line
 *
 * Context: any; bounded by the line's length.
 */
void cr_lock_line(const struct cr_structure_line *line);

#endif /* CR_LOCK_H */
