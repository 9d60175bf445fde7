// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records of the reports in what pstore kept. The same report is often there
 * more than once: an oops in its own dump, in that of the panic which it became,
 * and in the console's log. It is given once, from where it has the most lines.
 */
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "log_record.h"
#include "log_reports.h"
#include "pstore.h"
#include "record.h"

/* What is beyond is counted. */
#define RECORDS_MAX	8192
/* Those that are there more than once included. */
#define COLLECT_MAX	(2 * RECORDS_MAX)

/**
 * struct logs - state of this kind
 * @pstore: the logs
 * @recorder: makes records of their reports
 * @records: of them; NULL: was given
 * @count: how many
 * @found: so far, also of those that are there more than once
 * @at: that is given next
 */
struct logs {
	struct pstore pstore;
	struct log_recorder recorder;
	struct crashrec_record *records[COLLECT_MAX];
	u32 count;
	uint64_t found;
	u32 at;
};

static int compare_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_lines(const struct crashrec_log_line *a,
			 const struct crashrec_log_line *b)
{
	size_t bytes = a->text.bytes < b->text.bytes ? a->text.bytes :
						       b->text.bytes;
	int order = compare_u64(a->time_ns, b->time_ns);

	if (!order)
		order = memcmp(a->text.data, b->text.data, bytes);
	return order ? order : compare_u64(a->text.bytes, b->text.bytes);
}

/* By as many lines as both have. 0: one has all lines of the other. */
static int compare_begins(const struct crashrec_record *a,
			  const struct crashrec_record *b)
{
	size_t count = a->line_count < b->line_count ? a->line_count :
						       b->line_count;
	int order = compare_u64(a->boot_ns, b->boot_ns);
	size_t i;

	for (i = 0; i < count && !order; i++)
		order = compare_lines(&a->lines[i], &b->lines[i]);
	return order;
}

static int by_order(const void *a, const void *b)
{
	const struct crashrec_record *const *x = a, *const *y = b;

	return compare_u64((*x)->seq, (*y)->seq);
}

/* What begins as others do comes before these. */
static int by_lines(const void *a, const void *b)
{
	const struct crashrec_record *const *x = a, *const *y = b;
	int order = compare_begins(*x, *y);

	if (!order)
		order = compare_u64((*x)->line_count, (*y)->line_count);
	return order ? order : by_order(a, b);
}

/* One that has no times may be another that prints the same. */
static bool is_same_report(const struct crashrec_record *a,
			   const struct crashrec_record *b)
{
	return a->boot_ns && a->line_count && !compare_begins(a, b);
}

/* @more has no fewer lines than @less. The place is that of the first one. */
static struct crashrec_record *join(struct crashrec_record *less,
				    struct crashrec_record *more)
{
	uint64_t seq = less->seq < more->seq ? less->seq : more->seq;

	if (more->line_count == less->line_count) {
		crashrec_record_free(more);
		more = less;
	} else {
		crashrec_record_free(less);
	}
	more->seq = seq;
	return more;
}

/* Sorted, what is the same stands side by side. */
static void join_same(struct logs *logs)
{
	struct crashrec_record **records = logs->records, **last = records;
	u32 i;

	if (!logs->count)
		return;
	qsort(records, logs->count, sizeof(struct crashrec_record *), by_lines);
	for (i = 1; i < logs->count; i++) {
		if (is_same_report(*last, records[i]))
			*last = join(*last, records[i]);
		else
			*++last = records[i];
	}
	logs->count = (u32)(last + 1 - records);
	qsort(records, logs->count, sizeof(struct crashrec_record *), by_order);
	while (logs->count > RECORDS_MAX) {
		crashrec_record_free(records[--logs->count]);
		logs->pstore.damaged++;
	}
}

static void keep(struct logs *logs, struct crashrec_record *record)
{
	if (logs->count == COLLECT_MAX)
		join_same(logs);
	record->seq = ++logs->found;
	logs->records[logs->count++] = record;
}

static int take_report(struct logs *logs, const struct pstore_text *text,
		       const struct log_report *report)
{
	struct crashrec_record *record;
	int err = log_recorder_make(&logs->recorder, report, 1, &record);

	if (err == -ENOMEM)
		return err;
	if (err) {
		logs->pstore.damaged++;
		return 0;
	}
	record->log_name = strdup(text->name);
	keep(logs, record);
	return 0;
}

static int take_log(struct logs *logs, const struct pstore_text *text)
{
	struct log_reports *reports = malloc(sizeof(*reports));
	const struct log_report *report;
	int found, err = 0;

	if (!reports)
		return -ENOMEM;
	log_reports_init(reports, text->data, text->bytes);
	while (!err && (found = log_reports_next(reports, &report)) != 0)
		err = found < 0 ? found : take_report(logs, text, report);
	log_reports_exit(reports);
	free(reports);
	return err;
}

static int take_lines(struct log_reader *reader, struct log_report *report)
{
	struct log_host host = { 0 };
	struct log_line line;
	int err = 0;

	while (!err && log_reader_next(reader, &line)) {
		/* "Oops#1 Part1" is pstore's. */
		if (line.number == 1 && line.is_bare)
			continue;
		if (!report->line_count)
			log_report_begin(report, &line, &host, &line);
		err = log_report_keep(report, &line);
	}
	return err;
}

/* All of it is one report, whatever it looks like. */
static int take_record(struct logs *logs, const struct pstore_text *text)
{
	struct log_report *report = calloc(1, sizeof(*report));
	struct log_reader reader;
	int err;

	if (!report)
		return -ENOMEM;
	log_reader_init(&reader, text->data, text->bytes);
	err = take_lines(&reader, report);
	if (!err && report->line_count)
		err = take_report(logs, text, report);
	log_report_free(report);
	return err;
}

static void forget(struct logs *logs)
{
	u32 i;

	for (i = 0; i < logs->count; i++)
		crashrec_record_free(logs->records[i]);
	logs->count = 0;
	logs->found = 0;
	logs->at = 0;
	pstore_free(&logs->pstore);
}

static int take_all(struct logs *logs)
{
	const struct pstore *pstore = &logs->pstore;
	int err = 0;
	u32 i;

	for (i = 0; i < pstore->count && !err; i++)
		err = pstore->texts[i].is_record ?
		      take_record(logs, &pstore->texts[i]) :
		      take_log(logs, &pstore->texts[i]);
	join_same(logs);
	for (i = 0; i < logs->count; i++)
		logs->records[i]->seq = i + 1;
	return err;
}

static int pstore_rewind(struct crashrec_source *source)
{
	struct logs *logs = source->state;
	struct stat st;
	int err;

	forget(logs);
	if (fstat(source->fd, &st))
		return source_fail_errno(source, -errno, "stat");
	err = S_ISDIR(st.st_mode) ?
	      pstore_folder_read(&logs->pstore, source->fd) :
	      pstore_ramoops_read(&logs->pstore, source->fd);
	if (!err)
		err = take_all(logs);
	if (err)
		return source_fail_errno(source, err, "read");
	source->damaged = logs->pstore.damaged;
	if (logs->pstore.count)
		return 0;
	if (!S_ISDIR(st.st_mode))
		return source_fail(source, -ENODATA,
				   "is memory of ramoops, and no log is in it");
	return source_fail(source, -ENODATA,
			   "is a folder without files of pstore (dmesg-*, console-*): name a file in it, or a folder as /sys/fs/pstore");
}

static int pstore_next(struct crashrec_source *source,
		       struct crashrec_record **record)
{
	struct logs *logs = source->state;

	if (logs->at == logs->count)
		return source_fail(source, -ENOENT, "no further report");
	*record = logs->records[logs->at];
	logs->records[logs->at++] = NULL;
	return 0;
}

static int pstore_find(struct crashrec_source *source, uint64_t seq,
		       struct crashrec_record **record)
{
	struct logs *logs = source->state;
	int err = 0;

	/* What was given is the caller's: it is read again. */
	if (seq && seq <= logs->count && !logs->records[seq - 1])
		err = pstore_rewind(source);
	if (err)
		return err;
	if (!seq || seq > logs->count)
		return source_fail(source, -ENOENT,
				   "no report %llu: see crashrec list for those there are",
				   (unsigned long long)seq);
	logs->at = (u32)seq - 1;
	return pstore_next(source, record);
}

static int pstore_ack(struct crashrec_source *source,
		      const struct crashrec_record *record)
{
	return source_fail(source, -EROFS,
			   "report %llu: files of pstore are only read: remove %s",
			   (unsigned long long)crashrec_record_seq(record),
			   record->log_name ? record->log_name : "its file");
}

static int pstore_summary(struct crashrec_source *source,
			  struct crashrec_summary *summary)
{
	const struct logs *logs = source->state;

	summary->records_unread = logs->count;
	summary->logs_found = logs->pstore.count;
	return 0;
}

static void pstore_close(struct crashrec_source *source)
{
	struct logs *logs = source->state;

	if (!logs)
		return;
	forget(logs);
	log_recorder_exit(&logs->recorder);
	free(logs);
	source->state = NULL;
}

const struct source_ops source_pstore_ops = {
	.next = pstore_next,
	.find = pstore_find,
	.rewind = pstore_rewind,
	.ack = pstore_ack,
	.summary = pstore_summary,
	.close = pstore_close,
};

bool source_pstore_is(const struct crashrec_source *source)
{
	return pstore_ramoops_is(source->fd);
}

int source_pstore_start(struct crashrec_source *source)
{
	struct logs *logs = calloc(1, sizeof(*logs));

	if (!logs)
		return source_fail_errno(source, -ENOMEM, "open");
	source->state = logs;
	if (log_recorder_init(&logs->recorder))
		return source_fail_errno(source, -ENOMEM, "open");
	return pstore_rewind(source);
}
