/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does what is recorded equal what the log shows? A line in pieces is printed,
 * and two lines at once, and one that is too long, and what came of them by way
 * of the tracepoint is compared with the log.
 */
#ifndef CRASHREC_EXACT_H
#define CRASHREC_EXACT_H

#include <linux/sched.h>
#include <linux/types.h>

#include "join.h"
#include "log.h"

#define CRASHREC_EXACT_BYTES	1536U

/**
 * struct crashrec_exact - what was seen
 * @task: that prints
 * @join_log: as crashrec_join_continues()
 * @join: the last line
 * @ids_are_text: the last byte of an id word was not zero
 * @log_seq: no record of what is printed is before that in the log
 * @bytes: of @text; more than there is room for, if there was more
 * @text: texts, each behind a zero
 * @buf: for records of the log
 */
struct crashrec_exact {
	const struct task_struct *task;
	const struct crashrec_join_log *join_log;
	struct crashrec_join join;
	bool ids_are_text;
	u64 log_seq;
	u32 bytes;
	char text[CRASHREC_EXACT_BYTES];
	char buf[2 * CRASHREC_EXACT_BYTES];
};

struct tracepoint;

struct tracepoint *crashrec_exact_tracepoint(void);
void crashrec_exact_begin(struct crashrec_exact *exact,
			  const struct crashrec_log *log,
			  const struct crashrec_join_log *join_log);
void crashrec_exact_see(struct crashrec_exact *exact, const char *text,
			u32 bytes);
void crashrec_exact_print(void);
int crashrec_exact_compare(struct crashrec_exact *exact,
			   const struct crashrec_log *log);

#endif /* CRASHREC_EXACT_H */
