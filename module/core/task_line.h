/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Lines that describe a task and the machine, and the code at its instruction
 * pointer.
 */
#ifndef CR_TASK_LINE_H
#define CR_TASK_LINE_H

#include "structure.h"

/**
 * cr_task_line() - does the line describe a task?
 * @line: the line
 * @shape: of it
 *
 * "CPU: 0 UID: 0 PID: 1 Comm: x", "task:x state:R" and what stands behind
 * these: "Hardware name: ", "Workqueue: "; "Code: ".
 *
 * Context: any; bounded by the line's length.
 */
void cr_task_line(const struct cr_structure_line *line, enum cr_shape shape);

#endif /* CR_TASK_LINE_H */
