/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Whom a report is about.
 */
#ifndef CR_SUBJECT_H
#define CR_SUBJECT_H

#include "env.h"
#include "parts.h"

/**
 * struct cr_subject_asked - what is remembered from line to line
 * @has_task: the subject is known
 * @is_starved: the grace-period kthread did not get to run
 * @has_guess: perhaps it is, from a line that does not tell the CPU
 */
struct cr_subject_asked {
	bool has_task;
	bool is_starved;
	bool has_guess;
};

/**
 * cr_subject_header() - the report's header line
 * @at: the line
 *
 * Context: any; bounded by the line.
 */
void cr_subject_header(const struct cr_parts_line *at);

/**
 * cr_subject_line() - a line of the report
 * @at: the line
 *
 * Context: any; bounded by the line.
 */
void cr_subject_line(const struct cr_parts_line *at);

/**
 * cr_subject_comm() - a line that is the rest of a comm
 * @at: the line
 * @before: that the comm begins in
 * @left: how many bytes of the comm it may lack, its newline included
 * @pid: that stands behind the comm, or CRASHREC_NO_PID
 *
 * If it is that of a header's task, it is the subject's, cut at the newline.
 *
 * Context: any; bounded by the lines.
 */
void cr_subject_comm(const struct cr_parts_line *at,
		     const struct cr_line *before, u8 left, u32 pid);

#endif /* CR_SUBJECT_H */
