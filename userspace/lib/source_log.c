// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records of the reports in a text log: a file, or a pipe up to its end. All of
 * it is read into memory and never mapped, because a file that is cut shorter
 * would then kill the process.
 */
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_sort.h"
#include "log_line.h"
#include "log_record.h"
#include "log_reports.h"
#include "log_text.h"
#include "zeros.h"

#define MAX_LOG_BYTES	(1UL << 30)
#define SNIFF_BYTES	4096
#define LOOK_BYTES	65536
#define PIPE_BYTES	(1UL << 16)

/**
 * struct log - state of this kind
 * @data: the log
 * @bytes: of it
 * @room: that @data has
 * @reports: what is cut out of it
 * @given: how many of them were given or skipped
 * @total: how many there are, once @is_counted
 * @is_counted: the end was seen
 * @is_export: it is a journal in the export format, as it was read
 * @text: of the report given last, once it was asked for
 * @recorder: makes records of them
 */
struct log {
	char *data;
	size_t bytes;
	size_t room;
	struct log_reports reports;
	uint64_t given;
	uint64_t total;
	bool is_counted;
	bool is_export;
	char *text;
	struct log_recorder recorder;
};

static bool is_region(const char *data, size_t bytes)
{
	__le64 magic;

	if (bytes < sizeof(magic))
		return false;
	memcpy(&magic, data, sizeof(magic));
	return le64_to_cpu(magic) == CRASHREC_REGION_MAGIC;
}

/* What a console prints; a byte above 0x7f is of anything. */
static bool is_printed(char byte)
{
	return (byte >= ' ' && byte <= '~') ||
	       (byte && strchr("\a\b\t\n\f\r\033", byte));
}

/* A region's chunks are full of text, too. */
static bool has_chunk(const char *data, size_t bytes)
{
	const __le32 magic = cpu_to_le32(CRASHREC_CHUNK_MAGIC);

	return memmem(data, bytes, &magic, sizeof(magic));
}

static bool is_mostly_text(int fd, off_t from)
{
	char *data = malloc(LOOK_BYTES);
	ssize_t got = data ? pread(fd, data, LOOK_BYTES, from) : 0;
	size_t printed = 0, bytes = got > 0 ? (size_t)got : 0, i;
	struct file_sort sort;
	bool is;

	for (i = 0; i < bytes; i++)
		printed += is_printed(data[i]);
	is = bytes && printed >= bytes - bytes / 4 && !is_region(data, bytes) &&
	     !file_sort_of(data, bytes, &sort) && !has_chunk(data, bytes);
	free(data);
	return is;
}

bool source_log_is_mostly(const struct crashrec_source *source)
{
	return is_mostly_text(source->fd, 0);
}

bool source_log_is_behind_zeros(const struct crashrec_source *source)
{
	off_t bytes = lseek(source->fd, 0, SEEK_END);
	off_t begin = zeros_end(source->fd, bytes), end = bytes - LOOK_BYTES;

	/* What is written to has text at its end. */
	return begin > 0 && begin < bytes && is_mostly_text(source->fd, begin) &&
	       is_mostly_text(source->fd, end > begin ? end : begin);
}

bool source_log_is(const struct crashrec_source *source)
{
	char data[SNIFF_BYTES];
	ssize_t got = pread(source->fd, data, sizeof(data), 0);
	struct file_sort sort;

	return got > 0 && !is_region(data, (size_t)got) &&
	       !file_sort_of(data, (size_t)got, &sort) &&
	       !memchr(data, '\0', (size_t)got);
}

/* Huge pages: fewer faults; it does not matter if that is refused. */
static void advise(char *data, size_t room)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t skip = -(uintptr_t)data & (page - 1);

	if (room > skip)
		madvise(data + skip, room - skip, MADV_HUGEPAGE);
}

static int make_room(struct log *log, size_t room)
{
	char *data;

	if (room > MAX_LOG_BYTES + 1)
		room = MAX_LOG_BYTES + 1;
	data = realloc(log->data, room);
	if (!data)
		return -ENOMEM;
	advise(data, room);
	log->data = data;
	log->room = room;
	return 0;
}

/* Return: bytes; 0 at the end. */
static ssize_t read_some(int fd, char *data, size_t room)
{
	ssize_t got;

	do
		got = read(fd, data, room);
	while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

/* A byte more than is expected is asked for, so that the end is seen. */
static int read_all(struct crashrec_source *source, struct log *log)
{
	struct stat st;
	size_t room = PIPE_BYTES;
	ssize_t got;
	int err;

	if (fstat(source->fd, &st))
		return -errno;
	if (S_ISREG(st.st_mode) && st.st_size > (off_t)MAX_LOG_BYTES)
		return -EFBIG;
	if (S_ISREG(st.st_mode) && st.st_size > 0)
		room = (size_t)st.st_size + 1;
	for (;;) {
		if (log->bytes > MAX_LOG_BYTES)
			return -EFBIG;
		if (log->bytes == log->room) {
			err = make_room(log, log->room ? 2 * log->room : room);
			if (err)
				return err;
		}
		got = read_some(source->fd, log->data + log->bytes,
				log->room - log->bytes);
		if (got <= 0)
			return (int)got;
		log->bytes += (size_t)got;
	}
}

/*
 * No line comes or goes: zero bytes in front are no part of the first one, and a
 * journal in the export format tells the lengths of what has colours.
 */
static void tidy(struct log *log)
{
	size_t zeros = 0;

	log->is_export = log_is_export(log->data, log->bytes);
	while (zeros < log->bytes && !log->data[zeros])
		zeros++;
	log->bytes -= zeros;
	if (zeros)
		memmove(log->data, log->data + zeros, log->bytes);
	if (!log->is_export)
		log->bytes = crashrec_log_strip_colors(log->data, log->bytes);
}

static int load(struct crashrec_source *source)
{
	struct log *log = source->state;
	struct file_sort sort;
	int err;

	log->bytes = 0;
	err = read_all(source, log);
	if (err == -EFBIG)
		return source_fail(source, -EFBIG,
				   "is longer than 1 GiB: give a part of it (tail -c 1G FILE | crashrec parse -)");
	if (err)
		return source_fail_errno(source, err, "read");
	if (is_region(log->data, log->bytes))
		return source_fail(source, -EMEDIUMTYPE,
				   "is a region, not a text log: crashrec show -f reads it");
	if (file_sort_of(log->data, log->bytes, &sort) && sort.is_compressed)
		return source_fail(source, -EMEDIUMTYPE, "is %s: %s", sort.name,
				   sort.cure);
	tidy(log);
	return 0;
}

static void start_over(struct log *log)
{
	log_reports_exit(&log->reports);
	log_reports_init(&log->reports, log->data, log->bytes);
	log->reports.reader.is_export = log->is_export;
	log->given = 0;
}

static int log_rewind(struct crashrec_source *source)
{
	struct log *log = source->state;
	struct stat st;
	int err;

	/* What came since is in a file, and nowhere for a pipe. */
	if (!fstat(source->fd, &st) && S_ISREG(st.st_mode)) {
		if (lseek(source->fd, 0, SEEK_SET) < 0)
			return source_fail_errno(source, -errno, "lseek");
		log_reports_exit(&log->reports);
		err = load(source);
		if (err)
			log->bytes = 0;
		log->is_counted = false;
		start_over(log);
		return err;
	}
	start_over(log);
	return 0;
}

static int make_record(struct log *log, const struct log_report *report,
		       struct crashrec_record **record)
{
	return log_recorder_make(&log->recorder, report, log->given, record);
}

/* Return: 0; -ENOENT at the end. */
static int next_report(struct crashrec_source *source,
		       const struct log_report **report)
{
	struct log *log = source->state;
	int found = log_reports_next(&log->reports, report);

	if (found < 0)
		return source_fail_errno(source, found, "read");
	if (found) {
		log->given++;
		return 0;
	}
	log->is_counted = true;
	log->total = log->given;
	return source_fail(source, -ENOENT, "no further report");
}

static int log_next(struct crashrec_source *source,
		    struct crashrec_record **record)
{
	const struct log_report *report;
	int err = next_report(source, &report);

	if (err)
		return err;
	err = make_record(source->state, report, record);
	return err ? source_fail_record(source, err) : 0;
}

static int log_find(struct crashrec_source *source, uint64_t seq,
		    struct crashrec_record **record)
{
	struct log *log = source->state;
	const struct log_report *report = NULL;
	int err = 0;

	if (seq <= log->given)
		start_over(log);
	while (!err && log->given < seq)
		err = next_report(source, &report);
	if (!err && report)
		err = make_record(log, report, record);
	if (!err && report)
		return 0;
	if (err && err != -ENOENT)
		return source_fail_record(source, err);
	return source_fail(source, -ENOENT,
			   "no report %llu: see crashrec list for those there are",
			   (unsigned long long)seq);
}

static int log_ack(struct crashrec_source *source,
		   const struct crashrec_record *record)
{
	return source_fail(source, -EROFS,
			   "report %llu: a text log is only read: there is nothing to acknowledge",
			   (unsigned long long)crashrec_record_seq(record));
}

static int log_report_text(struct crashrec_source *source,
			   const struct crashrec_record *record,
			   struct crashrec_text *text)
{
	struct log *log = source->state;
	const struct log_report *report = log->reports.given;
	bool is_corrupted = crashrec_record_flags(record) &
			    CRASHREC_FLAG_CORRUPTED;
	int err;

	if (!report || crashrec_record_seq(record) != log->given)
		return source_fail(source, -EINVAL,
				   "the text is told of the report that was read last");
	free(log->text);
	err = log_text_make(&log->reports, report, is_corrupted, &log->text,
			    &text->bytes);
	if (err)
		return source_fail_errno(source, err, "read");
	text->data = log->text;
	return 0;
}

/* The place of log_next() is kept. */
static int count_reports(struct crashrec_source *source)
{
	struct log *log = source->state;
	const struct log_report *report;
	struct log_reports *all = malloc(sizeof(*all));
	int found;

	if (!all)
		return source_fail_errno(source, -ENOMEM, "read");
	log_reports_init(all, log->data, log->bytes);
	all->reader.is_export = log->is_export;
	log->total = 0;
	while ((found = log_reports_next(all, &report)) > 0)
		log->total++;
	log_reports_exit(all);
	free(all);
	if (found)
		return source_fail_errno(source, found, "read");
	log->is_counted = true;
	return 0;
}

static int log_summary(struct crashrec_source *source,
		       struct crashrec_summary *summary)
{
	struct log *log = source->state;
	int err = log->is_counted ? 0 : count_reports(source);

	summary->records_unread = log->total;
	return err;
}

static void log_close(struct crashrec_source *source)
{
	struct log *log = source->state;

	if (!log)
		return;
	log_reports_exit(&log->reports);
	log_recorder_exit(&log->recorder);
	free(log->text);
	free(log->data);
	free(log);
	source->state = NULL;
}

const struct source_ops source_log_ops = {
	.next = log_next,
	.find = log_find,
	.rewind = log_rewind,
	.ack = log_ack,
	.report_text = log_report_text,
	.summary = log_summary,
	.close = log_close,
};

int source_log_start(struct crashrec_source *source)
{
	struct log *log = calloc(1, sizeof(*log));
	int err;

	if (!log)
		return source_fail_errno(source, -ENOMEM, "open");
	source->state = log;
	if (log_recorder_init(&log->recorder))
		return source_fail_errno(source, -ENOMEM, "open");
	err = load(source);
	if (!err)
		start_over(log);
	return err;
}
