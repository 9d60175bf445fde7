// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_log.h"
#include "support_tap.h"

struct crashrec_source *log_open_bytes(const void *data, size_t bytes,
				       int *err)
{
	struct crashrec_source *source;
	int fd = memfd_create("log", MFD_CLOEXEC);
	char path[40];

	if (fd < 0 || write(fd, data, bytes) != (ssize_t)bytes) {
		perror("memfd");
		exit(99);
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	*err = crashrec_source_open_log(&source, path);
	close(fd);
	return source;
}

static size_t describe(char *out, size_t room,
		       const struct crashrec_record *record)
{
	struct crashrec_text title = crashrec_record_title(record);
	uint32_t flags = crashrec_record_flags(record);
	size_t lines, before;
	uint64_t first, last;

	crashrec_record_lines(record, &lines);
	crashrec_record_before(record, &before);
	crashrec_record_log_lines(record, &first, &last);
	return (size_t)snprintf(out, room,
				"%" PRIu64 "-%" PRIu64 " %zu+%zu %.*s%s\n",
				first, last, lines, before, (int)title.bytes,
				title.data,
				flags & CRASHREC_FLAG_SUPPRESSED ? ", quiet" :
								   "");
}

void log_check_reports(const struct reports_case *c)
{
	char got[1024] = "", name[128];
	struct crashrec_source *source;
	struct crashrec_record *record;
	size_t used = 0;
	int err;

	source = log_open_bytes(c->log, strlen(c->log), &err);
	while (!err && used < sizeof(got)) {
		err = crashrec_source_next(source, &record);
		if (err)
			break;
		used += describe(got + used, sizeof(got) - used, record);
		crashrec_record_free(record);
	}
	snprintf(name, sizeof(name), "log_reports: %s", c->name);
	tap_check(name, err == -ENOENT && !strcmp(got, c->want),
		  "error %d, got:\n%s", err, got);
	crashrec_source_close(source);
}
