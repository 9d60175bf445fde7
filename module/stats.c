// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "core/region.h"
#include "core/text.h"
#include "flush.h"
#include "stats.h"

#define STORE_TRIES	8

const char *const crashrec_lost_names[CRASHREC_LOST_CAUSES] = {
	[CRASHREC_LOST_REPORT_FULL] = "report_full",
	[CRASHREC_LOST_REPORT_SLOTS] = "report_slots",
	[CRASHREC_LOST_LINE_FULL] = "line_full",
	[CRASHREC_LOST_LINE_LIMIT] = "line_limit",
	[CRASHREC_LOST_LINE_ORPHAN] = "line_orphan",
	[CRASHREC_LOST_LINE_CLOSING] = "line_closing",
	[CRASHREC_LOST_FACTS] = "facts",
	[CRASHREC_LOST_DAMAGED] = "damaged",
	[CRASHREC_LOST_REPORT_DUPLICATE] = "report_duplicate",
	[CRASHREC_LOST_REPORT_OVERWRITTEN] = "report_overwritten",
	[CRASHREC_LOST_REPORT_STORM] = "report_storm",
};

/**
 * crashrec_stats_lost() - count a loss, here and in the region
 * @stats: counters
 * @cause: CRASHREC_LOST_*
 * @count: how much was lost
 *
 * Context: any, NMI included.
 */
void crashrec_stats_lost(struct crashrec_stats *stats, u32 cause, u64 count)
{
	u64 sum = atomic64_add_return(count, &stats->lost[cause]);
	u64 stored;
	u32 tries;

	if (!stats->boot)
		return;
	/*
	 * Two writers may store in the wrong order; the one that finds a
	 * higher sum stores again, and the sum only rises. In a storm the
	 * next loss sets it right.
	 */
	for (tries = 0; tries < STORE_TRIES; tries++) {
		stored = sum;
		WRITE_ONCE(stats->boot->lost[cause], cpu_to_le64(stored));
		crashrec_flush(stats->flush, &stats->boot->lost[cause],
			       sizeof(__le64));
		sum = atomic64_read(&stats->lost[cause]);
		if (sum == stored)
			return;
	}
}

/**
 * crashrec_stats_lost_reports() - count whole reports that were lost
 * @stats: counters
 * @cause: CRASHREC_LOST_REPORT_*
 * @report_class: CRASHREC_CLASS_*, as far as known
 * @count: how many
 *
 * Context: any, NMI included.
 */
void crashrec_stats_lost_reports(struct crashrec_stats *stats, u32 cause,
				 u8 report_class, u64 count)
{
	crashrec_stats_lost(stats, cause, count);
	crashrec_stats_lost(stats, CRASHREC_LOST_CLASSES + report_class, count);
}

static struct crashrec_lost_head *head_at(struct crashrec_boot *boot, u32 n)
{
	return (struct crashrec_lost_head *)((u8 *)boot +
					     CRASHREC_LOST_HEADS_OFFSET) + n;
}

/**
 * crashrec_stats_lost_report() - count a report that is lost whole
 * @stats: counters
 * @cause: CRASHREC_LOST_REPORT_*
 * @report_class: CRASHREC_CLASS_*, as far as known
 * @head: its first line, which is kept with the ledger
 *
 * The region has the last few heads. A reset in the middle leaves one with a
 * wrong CRC.
 *
 * Context: any, NMI included.
 */
void crashrec_stats_lost_report(struct crashrec_stats *stats, u32 cause,
				u8 report_class, const struct cr_text *head)
{
	u32 n = (u32)atomic_fetch_inc(&stats->heads) % CRASHREC_LOST_HEADS;
	struct crashrec_lost_head lost = {
		.cause = cause,
		.text_bytes = min_t(u32, head->bytes, sizeof(lost.text)),
		.boot_ns = cpu_to_le64(ktime_get_boot_fast_ns()),
	};

	crashrec_stats_lost_reports(stats, cause, report_class, 1);
	if (!stats->boot)
		return;
	memcpy(lost.text, head->at, lost.text_bytes);
	lost.crc = cpu_to_le32(cr_lost_head_crc(le32_to_cpu(stats->boot->crc),
						&lost));
	*head_at(stats->boot, n) = lost;
	crashrec_flush(stats->flush, head_at(stats->boot, n), sizeof(lost));
}

/**
 * crashrec_stats_lost_sum() - everything that was lost
 * @stats: counters
 *
 * Context: any.
 * Return: sum of the ledger.
 */
u64 crashrec_stats_lost_sum(const struct crashrec_stats *stats)
{
	u64 sum = 0;
	u32 cause;

	for (cause = 0; cause < CRASHREC_LOST_CAUSES; cause++)
		sum += atomic64_read(&stats->lost[cause]);
	return sum;
}

static void show_one(struct seq_file *m, const char *name,
		     const atomic64_t *counter)
{
	seq_printf(m, "%s %lld\n", name, atomic64_read(counter));
}

/**
 * crashrec_stats_show() - print every counter, a line each
 * @stats: counters
 * @m: where to
 *
 * Context: process.
 */
void crashrec_stats_show(const struct crashrec_stats *stats,
			 struct seq_file *m)
{
	u32 cause;

	show_one(m, "lines_kept", &stats->lines_kept);
	show_one(m, "pieces_joined", &stats->pieces_joined);
	show_one(m, "reports_opened", &stats->reports_opened);
	show_one(m, "reports_closed", &stats->reports_closed);
	show_one(m, "reports_resumed", &stats->reports_resumed);
	show_one(m, "reports_user", &stats->reports_user);
	show_one(m, "reports_repeated", &stats->reports_repeated);
	show_one(m, "acknowledged", &stats->acked);
	show_one(m, "cookies_displaced", &stats->cookies_displaced);
	show_one(m, "close_retries", &stats->close_retries);
	for (cause = 0; cause < CRASHREC_LOST_CAUSES; cause++) {
		seq_puts(m, "lost_");
		show_one(m, crashrec_lost_names[cause], &stats->lost[cause]);
	}
}
