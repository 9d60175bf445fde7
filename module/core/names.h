/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
#ifndef CR_NAMES_H
#define CR_NAMES_H

#include "env.h"

/**
 * cr_class_name() - name of a class of reports
 * @report_class: CRASHREC_CLASS_*
 *
 * Context: any.
 * Return: a constant; "unknown" also for a number without name.
 */
const char *cr_class_name(u32 report_class);

/**
 * cr_state_name() - name of a record's state
 * @state: CRASHREC_STATE_*
 *
 * Context: any.
 * Return: a constant; "unknown" for a number without name.
 */
const char *cr_state_name(u32 state);

/**
 * cr_context_name() - name of a context
 * @context: CRASHREC_CONTEXT_*
 *
 * Context: any.
 * Return: a constant; "unknown" for a number without name.
 */
const char *cr_context_name(u32 context);

#endif /* CR_NAMES_H */
