// SPDX-License-Identifier: GPL-2.0
/*
 * A pipe can be read once, and is needed twice: for its reports, and for its
 * text. So the log becomes a file in memory first.
 */
#include "whole_log.h"

#include <crashrec_source.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "complain.h"

#define BUFFER_BYTES	65536
/* As much as the library reads of a log. */
#define LOG_MAX_BYTES	(UINT64_C(1) << 30)

static bool write_all(int fd, const char *from, size_t bytes)
{
	ssize_t step;

	for (; bytes; bytes -= (size_t)step, from += step) {
		step = write(fd, from, bytes);
		if (step < 0)
			return false;
	}
	return true;
}

/* Return: bytes that were copied, or -1. */
static int64_t copy(int to, int from)
{
	char buffer[BUFFER_BYTES];
	int64_t bytes = 0;
	ssize_t step;

	while ((step = read(from, buffer, sizeof(buffer)))) {
		if (step < 0 && errno == EINTR)
			continue;
		if (step < 0 || !write_all(to, buffer, (size_t)step))
			return -1;
		bytes += step;
		if ((uint64_t)bytes > LOG_MAX_BYTES) {
			errno = EFBIG;
			return -1;
		}
	}
	return bytes;
}

/* Return: a file in memory with all of the log, or -1. */
static int load(const char *file, int64_t *bytes)
{
	bool is_stdin = !strcmp(file, "-");
	int from, to, err;

	from = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return -1;
	to = memfd_create("log", MFD_CLOEXEC);
	*bytes = to < 0 ? -1 : copy(to, from);
	err = errno;
	if (!is_stdin)
		close(from);
	if (*bytes < 0 && to >= 0) {
		close(to);
		to = -1;
	}
	errno = err;
	return to;
}

static bool add_report(struct whole_log *log, struct crashrec_record *record)
{
	struct whole_log_report *more;
	uint64_t first;

	more = realloc(log->reports, (log->report_count + 1) * sizeof(*more));
	if (!more) {
		crashrec_record_free(record);
		return false;
	}
	log->reports = more;
	more[log->report_count].record = record;
	crashrec_record_log_lines(record, &first,
				  &more[log->report_count].last);
	log->report_count++;
	return true;
}

/* Tell of the file by the name that the user knows. */
static void tell_error(const struct crashrec_source *source, const char *file)
{
	const char *error = crashrec_source_error(source);
	const char *path = source ? crashrec_source_path(source) : NULL;

	if (path && !strncmp(error, path, strlen(path)))
		complain("%s%s", file, error + strlen(path));
	else
		complain("%s: %s", file, error);
}

static bool find_reports(struct whole_log *log, int fd, const char *file)
{
	struct crashrec_record *record;
	struct crashrec_source *source;
	char path[32];
	int err;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	err = crashrec_source_open_log(&source, path);
	while (!err) {
		err = crashrec_source_next(source, &record);
		if (!err && !add_report(log, record))
			err = -ENOMEM;
	}
	if (err == -ENOMEM)
		complain("%s: out of memory", file);
	else if (err != -ENOENT)
		tell_error(source, file);
	crashrec_source_close(source);
	return err == -ENOENT;
}

static bool find_lines(struct whole_log *log)
{
	const char *at = log->text.data, *end = at + log->text.bytes;
	size_t room = 0;
	const char **more;

	for (;;) {
		if (log->line_count == room) {
			room = room ? 2 * room : 1024;
			more = realloc(log->lines, room * sizeof(*more));
			if (!more)
				return false;
			log->lines = more;
		}
		log->lines[log->line_count] = at;
		if (at == end)
			return true;
		log->line_count++;
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : end;
	}
}

static bool map(struct whole_log *log, int fd, size_t bytes)
{
	void *text;

	log->text.data = "";
	if (bytes) {
		text = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
		if (text == MAP_FAILED)
			return false;
		log->text.data = text;
		log->text.bytes = bytes;
	}
	return find_lines(log);
}

/* The library knows what a log has to be. */
static void tell_load_error(const char *file, int err)
{
	struct crashrec_source *source = NULL;

	if (strcmp(file, "-") != 0 && crashrec_source_open_log(&source, file))
		complain("%s", crashrec_source_error(source));
	else
		complain("%s: can't be read: %s", file, strerror(err));
	crashrec_source_close(source);
}

bool whole_log_open(struct whole_log *log, const char *file)
{
	int64_t bytes = 0;
	bool is_open;
	int fd;

	memset(log, 0, sizeof(*log));
	fd = load(file, &bytes);
	if (fd < 0) {
		tell_load_error(file, errno);
		return false;
	}
	is_open = find_reports(log, fd, file);
	if (is_open && !map(log, fd, (size_t)bytes)) {
		complain("%s: out of memory", file);
		is_open = false;
	}
	close(fd);
	return is_open;
}

bool whole_log_line(const struct whole_log *log, size_t index,
		    struct crashrec_text *line)
{
	if (index >= log->line_count)
		return false;
	line->data = log->lines[index];
	line->bytes = (size_t)(log->lines[index + 1] - line->data);
	while (line->bytes && (line->data[line->bytes - 1] == '\n' ||
			       line->data[line->bytes - 1] == '\r'))
		line->bytes--;
	return true;
}

static int by_last(const void *a, const void *b)
{
	const struct whole_log_report *one = a, *other = b;

	return (one->last > other->last) - (one->last < other->last);
}

void whole_log_sort_by_end(struct whole_log *log)
{
	if (log->report_count)
		qsort(log->reports, log->report_count, sizeof(*log->reports),
		      by_last);
}

void whole_log_close(struct whole_log *log)
{
	while (log->report_count)
		crashrec_record_free(log->reports[--log->report_count].record);
	free(log->reports);
	free(log->lines);
	if (log->text.bytes)
		munmap((void *)log->text.data, log->text.bytes);
	memset(log, 0, sizeof(*log));
}
