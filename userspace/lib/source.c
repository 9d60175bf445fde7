// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Opening a source, finding out what kind it is, and its error messages.
 */
#include "source.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOURCE_NO_FILE	"no such file: check the name"

const uint8_t source_any_boot[CRASHREC_ID_BYTES];

int source_fail(struct crashrec_source *source, int err, const char *format,
		...)
{
	char *at = source->error;
	size_t room = sizeof(source->error);
	va_list args;
	int bytes;

	bytes = snprintf(at, room, "%.300s: ", source->path);
	if (bytes < 0 || (size_t)bytes >= room)
		return err;
	va_start(args, format);
	vsnprintf(at + bytes, room - (size_t)bytes, format, args);
	va_end(args);
	return err;
}

int source_fail_errno(struct crashrec_source *source, int err,
		      const char *what)
{
	return source_fail(source, err, "%s: %s", what, strerror(-err));
}

static void take_heads(struct crashrec_summary_losses *losses,
		       const struct crashrec_lost_head *heads, uint32_t count)
{
	struct crashrec_summary_head *head;
	uint32_t i;

	for (i = 0; i < count && i < CRASHREC_LOST_HEADS_ROOM; i++) {
		head = &losses->heads[i];
		head->cause = heads[i].cause;
		head->boot_ns = le64toh(heads[i].boot_ns);
		head->text_bytes = heads[i].text_bytes;
		if (head->text_bytes > sizeof(head->text))
			head->text_bytes = sizeof(head->text);
		memcpy(head->text, heads[i].text, head->text_bytes);
	}
	losses->head_count = i;
}

void source_losses(struct crashrec_summary_losses *losses,
		   const uint8_t *boot_id, const void *lost,
		   const struct crashrec_lost_head *heads, uint32_t head_count)
{
	unsigned int cause;

	memcpy(losses->boot_id, boot_id, sizeof(losses->boot_id));
	memcpy(losses->by_cause, lost, sizeof(losses->by_cause));
	losses->total = 0;
	for (cause = 0; cause < CRASHREC_LEDGER_CLASSES; cause++)
		losses->total += losses->by_cause[cause];
	take_heads(losses, heads, head_count);
}

int source_fail_record(struct crashrec_source *source, int err)
{
	switch (err) {
	case -ENOMEM:
		return source_fail_errno(source, err, "record");
	case -EPROTONOSUPPORT:
		return source_fail(source, err,
				   "a record has another format version: use the crashrec program that came with that module");
	default:
		source->damaged++;
		return source_fail(source, err,
				   "a record is damaged and was left out");
	}
}

static bool is_default(const struct crashrec_source *source)
{
	return !strcmp(source->path, CRASHREC_DEFAULT_PATH);
}

static int fail_open(struct crashrec_source *source, int err)
{
	switch (err) {
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		if (is_default(source))
			return source_fail(source, err,
					   "no such device: load the module (modprobe crashrec), or name a region file with -f");
		if (err == -ENOENT && !strcmp(source->path, "-"))
			return source_fail(source, err,
					   "standard input can't be searched: crashrec parse - reads a log from it");
		if (err == -ENOENT)
			return source_fail(source, err, SOURCE_NO_FILE);
		return source_fail(source, err, "no such device: check the name");
	case -EPERM:
		return source_fail(source, err,
				   "not permitted: reading it needs CAP_SYSLOG; run as root (sudo)");
	case -EACCES:
		return source_fail(source, err,
				   "permission denied: run as its owner or as root (sudo)");
	default:
		break;
	}
	return source_fail_errno(source, err, "open");
}

static int begin_log(struct crashrec_source *source)
{
	source->ops = &source_log_ops;
	source->kind = CRASHREC_SOURCE_LOG;
	return source_log_start(source);
}

static int start_region(struct crashrec_source *source, bool is_file)
{
	int err;

	source->ops = &source_region_ops;
	source->kind = CRASHREC_SOURCE_REGION;
	err = source_region_start(source);
	if (err != -EBADMSG || !is_file || source->known ||
	    !source_log_is_behind_zeros(source))
		return err;
	source->ops->close(source);
	if (lseek(source->fd, 0, SEEK_SET) < 0)
		return source_fail_errno(source, -errno, "lseek");
	return begin_log(source);
}

static int start(struct crashrec_source *source)
{
	struct stat st;
	bool is_file;

	if (fstat(source->fd, &st))
		return source_fail_errno(source, -errno, "stat");
	if (S_ISCHR(st.st_mode)) {
		source->ops = &source_device_ops;
		source->kind = CRASHREC_SOURCE_DEVICE;
		return source_device_start(source);
	}
	if (is_default(source))
		return source_fail(source, -ENODEV,
				   "is not the device, but was written to while there was none: remove it, and load the module again");
	if (source_saved_is(source)) {
		source->ops = &source_saved_ops;
		source->kind = CRASHREC_SOURCE_SAVED;
		return source_saved_start(source);
	}
	is_file = S_ISREG(st.st_mode);
	if (is_file && source_log_is(source))
		return begin_log(source);
	if (S_ISDIR(st.st_mode) || (is_file && source_pstore_is(source))) {
		source->ops = &source_pstore_ops;
		source->kind = CRASHREC_SOURCE_PSTORE;
		return source_pstore_start(source);
	}
	if (is_file && source_log_is_mostly(source))
		return begin_log(source);
	if (is_file || S_ISBLK(st.st_mode))
		return start_region(source, is_file);
	if (S_ISFIFO(st.st_mode))
		return source_fail(source, -ENOTTY,
				   "is a pipe, which can't be searched: crashrec parse - reads a log from one");
	return source_fail(source, -ENOTTY,
			   "is neither a file, a folder nor a device: name a region file");
}

static int start_log(struct crashrec_source *source, bool is_input)
{
	struct stat st;

	if (fstat(source->fd, &st))
		return source_fail_errno(source, -errno, "stat");
	if (S_ISDIR(st.st_mode))
		return source_fail(source, -EISDIR,
				   "is a folder: name the files in it; of pstore, crashrec show -f reads all");
	if (!is_input && !S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
		return source_fail(source, -ENOTTY,
				   "is neither a file nor a pipe: pipe the text in, and name it - (dmesg | crashrec parse -)");
	return begin_log(source);
}

static void stop(struct crashrec_source *source)
{
	if (source->ops)
		source->ops->close(source);
	source->ops = NULL;
	source->kind = CRASHREC_SOURCE_NONE;
	if (source->fd >= 0)
		close(source->fd);
	if (source->ack_fd >= 0)
		close(source->ack_fd);
	source->fd = -1;
	source->ack_fd = -1;
}

static struct crashrec_source *new_source(const char *path)
{
	struct crashrec_source *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->fd = -1;
	s->ack_fd = -1;
	s->path = strdup(path);
	if (s->path)
		return s;
	free(s);
	return NULL;
}

static int fail_open_log(struct crashrec_source *source, int err)
{
	if (err == -ENOENT)
		return source_fail(source, err, SOURCE_NO_FILE);
	if (err == -EPERM || err == -EACCES)
		return source_fail(source, err,
				   "permission denied: run as its owner or as root (sudo)");
	return source_fail_errno(source, err, "open");
}

int crashrec_source_open_log(struct crashrec_source **source, const char *path)
{
	struct crashrec_source *s = new_source(path);
	bool is_input = !strcmp(path, "-");
	int err;

	*source = s;
	if (!s)
		return -ENOMEM;
	s->fd = is_input ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) :
			   open(s->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0)
		return fail_open_log(s, -errno);
	err = start_log(s, is_input);
	if (err)
		stop(s);
	return err;
}

int crashrec_source_open(struct crashrec_source **source, const char *path)
{
	return crashrec_source_open_with(source, path, NULL);
}

int crashrec_source_open_with(struct crashrec_source **source,
			      const char *path,
			      const struct crashrec_source_options *options)
{
	return source_open(source, path, options, NULL);
}

int source_open(struct crashrec_source **source, const char *path,
		const struct crashrec_source_options *options,
		struct known *known)
{
	struct crashrec_source *s;
	int err;

	s = new_source(path ? path : CRASHREC_DEFAULT_PATH);
	*source = s;
	if (!s)
		return -ENOMEM;
	if (options)
		s->options = *options;
	s->known = known;
	/* O_NONBLOCK also keeps the open() of a FIFO from waiting. */
	s->fd = open(s->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0)
		return fail_open(s, -errno);
	err = start(s);
	if (err)
		stop(s);
	return err;
}

void crashrec_source_close(struct crashrec_source *source)
{
	if (!source)
		return;
	stop(source);
	free(source->path);
	free(source);
}

const char *crashrec_source_error(const struct crashrec_source *source)
{
	return source ? source->error : "out of memory";
}

const char *crashrec_source_path(const struct crashrec_source *source)
{
	return source->path;
}

static int begin(struct crashrec_source *source)
{
	source->error[0] = '\0';
	if (source->ops)
		return 0;
	return source_fail(source, -EBADF, "is not open");
}

int crashrec_source_next(struct crashrec_source *source,
			 struct crashrec_record **record)
{
	int err = begin(source);

	*record = NULL;
	return err ? err : source->ops->next(source, record);
}

int crashrec_source_find(struct crashrec_source *source, uint64_t seq,
			 struct crashrec_record **record)
{
	int err = begin(source);

	*record = NULL;
	return err ? err : source->ops->find(source, seq, record);
}

int crashrec_source_rewind(struct crashrec_source *source)
{
	int err = begin(source);

	return err ? err : source->ops->rewind(source);
}

int crashrec_source_ack(struct crashrec_source *source,
			const struct crashrec_record *record)
{
	int err = begin(source);

	return err ? err : source->ops->ack(source, record);
}

int crashrec_source_ack_through(struct crashrec_source *source, int fd)
{
	int err = begin(source), copy;

	if (err)
		return err;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return source_fail(source, -errno,
				   "descriptor %d is not open: open the device for writing before it is locked, and hand it down",
				   fd);
	if (source->ack_fd >= 0)
		close(source->ack_fd);
	source->ack_fd = copy;
	return 0;
}

int crashrec_source_report_text(struct crashrec_source *source,
				const struct crashrec_record *record,
				struct crashrec_text *text)
{
	int err = begin(source);

	memset(text, 0, sizeof(*text));
	if (err)
		return err;
	if (!source->ops->report_text)
		return source_fail(source, -EINVAL,
				   "is no text log: a record's lines are its text");
	return source->ops->report_text(source, record, text);
}

int crashrec_source_summary(struct crashrec_source *source,
			    struct crashrec_summary *summary)
{
	int err = begin(source);

	memset(summary, 0, sizeof(*summary));
	if (err)
		return err;
	summary->kind = source->kind;
	summary->damaged = source->damaged;
	return source->ops->summary(source, summary);
}
