// SPDX-License-Identifier: GPL-2.0
/* A text log: cut into reports, each made a record of. The input is the log. */
#include <crashrec_source.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz_check.h"

/* Lines that a record may have had, if all of the log is one. */
static uint64_t count_lines(const uint8_t *data, size_t bytes)
{
	uint64_t count = 1;
	size_t i;

	for (i = 0; i < bytes; i++)
		count += data[i] == '\n';
	return count;
}

/* One file for all inputs, as making one takes long. */
static const char *path_of(const uint8_t *data, size_t bytes)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("log", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (fd < 0 || ftruncate(fd, 0) ||
	    pwrite(fd, data, bytes, 0) != (ssize_t)bytes)
		exit(1);
	return path;
}

/* It has the report's first line, and whole lines. */
static void require_text(struct crashrec_source *source,
			 const struct crashrec_record *record)
{
	const struct crashrec_log_line *first;
	struct crashrec_text text;
	size_t count;

	FUZZ_REQUIRE(!crashrec_source_report_text(source, record, &text));
	first = crashrec_record_lines(record, &count);
	FUZZ_REQUIRE(count && text.bytes &&
		     text.data[text.bytes - 1] == '\n');
	FUZZ_REQUIRE(memmem(text.data, text.bytes, first->text.data,
			    first->text.bytes));
}

static uint64_t require_records(struct crashrec_source *source,
				uint64_t line_count)
{
	struct crashrec_record *record;
	uint64_t seq = 0, before = 0;
	uint64_t first, last;
	int err;

	while (!(err = crashrec_source_next(source, &record))) {
		seq++;
		FUZZ_REQUIRE(crashrec_record_seq(record) == seq);
		FUZZ_REQUIRE(crashrec_record_log_lines(record, &first, &last));
		FUZZ_REQUIRE(first > before);
		FUZZ_REQUIRE(last >= first && last <= line_count);
		fuzz_require_record(record);
		require_text(source, record);
		before = first;
		crashrec_record_free(record);
	}
	FUZZ_REQUIRE(err == -ENOENT && !record);
	return seq;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	struct crashrec_summary summary = { .kind = CRASHREC_SOURCE_NONE };
	struct crashrec_source *source;
	struct crashrec_record *record;
	uint64_t count;
	int err;

	err = crashrec_source_open_log(&source, path_of(data, bytes));
	if (!err) {
		FUZZ_REQUIRE(!crashrec_source_summary(source, &summary));
		count = require_records(source, count_lines(data, bytes));
		FUZZ_REQUIRE(summary.records_unread == count);
		FUZZ_REQUIRE(!count ||
			     !crashrec_source_find(source, 1, &record));
		if (count)
			crashrec_record_free(record);
	}
	FUZZ_REQUIRE(!err || err == -EMEDIUMTYPE);
	crashrec_source_close(source);
	return 0;
}
