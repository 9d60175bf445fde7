// SPDX-License-Identifier: GPL-2.0
#include "join.h"

#include "log.h"

/* Others that print at a time, whose records can't be read yet. */
#define PRINTING_MAX	8U
/* Records that were finished while another's before them was not. */
#define FINISHED_MAX	256U

/**
 * crashrec_join_log_end() - behind which record nothing can be read
 * @log: the log
 *
 * Context: any, NMI included; never waits.
 * Return: number of the record behind the last that is finished;
 * CRASHREC_JOIN_NO_END: there are too many behind one that is not.
 */
u64 crashrec_join_log_end(const struct crashrec_log *log)
{
	struct kmsg_dump_iter iter = { .next_seq = U64_MAX };
	u64 end = crashrec_log_end(log), seq = end + 1, from = seq;
	size_t bytes;

	for (; seq < end + PRINTING_MAX; seq++) {
		if (seq == from + FINISHED_MAX)
			return CRASHREC_JOIN_NO_END;
		iter.cur_seq = seq;
		if (log->get(&iter, NULL, 0, &bytes))
			end = seq + 1;
	}
	return end;
}
