/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters. The loss ledger is in the region as well, so that it outlives
 * the kernel.
 */
#ifndef CRASHREC_STATS_H
#define CRASHREC_STATS_H

#include <linux/atomic.h>
#include <linux/types.h>

#include "../include/uapi/crashrec_format.h"

struct cr_text;
struct seq_file;

/**
 * struct crashrec_stats - what happened since the module was loaded
 * @boot: where the ledger is kept, NULL: nowhere
 * @flush: what is stored there is written back from the caches
 * @heads: of reports lost whole, so far
 * @lines_kept: lines of reports that are in the region
 * @pieces_joined: pieces of continued lines among them
 * @reports_opened: reports begun
 * @reports_closed: reports found complete, each once
 * @reports_resumed: reports that went on after a silence
 * @reports_user: text of processes that looked like a report
 * @reports_repeated: reports that were counted with one of the same title
 * @acked: records acknowledged
 * @cookies_displaced: cookies that others took the place of
 * @close_retries: times a report was being written when it was to be closed
 * @lost: the ledger, by CRASHREC_LOST_*
 */
struct crashrec_stats {
	struct crashrec_boot *boot;
	bool flush;
	atomic_t heads;
	atomic64_t lines_kept;
	atomic64_t pieces_joined;
	atomic64_t reports_opened;
	atomic64_t reports_closed;
	atomic64_t reports_resumed;
	atomic64_t reports_user;
	atomic64_t reports_repeated;
	atomic64_t acked;
	atomic64_t cookies_displaced;
	atomic64_t close_retries;
	atomic64_t lost[CRASHREC_LOST_ROOM];
};

extern const char *const crashrec_lost_names[CRASHREC_LOST_CAUSES];

__visible void crashrec_stats_lost(struct crashrec_stats *stats, u32 cause,
				   u64 count);
void crashrec_stats_lost_report(struct crashrec_stats *stats, u32 cause,
				u8 report_class, const struct cr_text *head);
void crashrec_stats_lost_reports(struct crashrec_stats *stats, u32 cause,
				 u8 report_class, u64 count);
u64 crashrec_stats_lost_sum(const struct crashrec_stats *stats);
void crashrec_stats_show(const struct crashrec_stats *stats,
			 struct seq_file *m);

#endif /* CRASHREC_STATS_H */
