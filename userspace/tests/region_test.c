// SPDX-License-Identifier: GPL-2.0
/*
 * Reading regions through the library's interface.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_cases.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static struct image image;

/**
 * struct file - an image as a file without a name
 * @fd: of it
 * @path: that opens it again
 */
struct file {
	int fd;
	char path[40];
};

static void file_write(const struct file *file, const struct image *from)
{
	if (ftruncate(file->fd, (off_t)from->size) ||
	    pwrite(file->fd, from->bytes, from->size, 0) !=
	    (ssize_t)from->size) {
		perror("memfd");
		exit(99);
	}
}

static struct file file_create(void)
{
	struct file file = { .fd = memfd_create("region", MFD_CLOEXEC) };

	if (file.fd < 0) {
		perror("memfd_create");
		exit(99);
	}
	snprintf(file.path, sizeof(file.path), "/proc/self/fd/%d", file.fd);
	return file;
}

static int open_case(struct crashrec_source **source, const struct file *file,
		     const char *name)
{
	if (!case_build(&image, name))
		abort();
	file_write(file, &image);
	return crashrec_source_open(source, file->path);
}

/**
 * struct row - an image that can be read, and what the first record is
 * @name: of the test
 * @image: case in support_cases.c
 * @records: how many it gives
 * @seq: of the first
 * @state: likewise
 * @damaged: likewise, its flag
 * @former: likewise, its flag
 * @summary_damaged: something else was found damaged
 * @lines: text of all of its lines, each ended by a newline
 */
struct row {
	const char *name;
	const char *image;
	unsigned int records;
	unsigned int seq;
	unsigned int state;
	bool damaged;
	bool former;
	bool summary_damaged;
	const char *lines;
};

#define THREE_LINES	CASE_LINE_0 "\n" CASE_LINE_1 "\n" CASE_LINE_2 "\n"

static const struct row rows[] = {
	{ "complete_report_is_complete", "complete", 1, 1,
	  CRASHREC_RECORD_COMPLETE, false, true, false, THREE_LINES },
	{ "unclosed_report_of_last_boot_is_open", "open", 1, 1,
	  CRASHREC_RECORD_OPEN, false, false, false, THREE_LINES },
	{ "unclosed_report_of_former_boot_is_cut_by_reset", "cut-by-reset", 1,
	  1, CRASHREC_RECORD_CUT_BY_RESET, false, true, false, THREE_LINES },
	{ "unclosed_report_of_panicked_boot_is_cut_by_panic", "cut-by-panic",
	  1, 1, CRASHREC_RECORD_CUT_BY_PANIC, false, true, false,
	  THREE_LINES },
	{ "streams_are_joined_by_line_number", "streams", 1, 1,
	  CRASHREC_RECORD_COMPLETE, false, true, false,
	  "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	  "rcu: \t1-...0: (1 GPs behind) idle=1/1/0x2 softirq=9/9 fqs=9\n"
	  "\t(detected by 0, t=5252 jiffies, g=-1155, q=4 ncpus=2)\n"
	  "Sending NMI from CPU 0 to CPUs 1:\n"
	  "NMI backtrace for cpu 1\n"
	  "CPU: 1 PID: 88 Comm: looper Not tainted 6.1.0-test #1\n"
	  "RIP: 0010:lab_loop_here+0x2/0x10 [lab]\n"
	  "Call Trace:\n"
	  " kthread+0xe9/0x110\n"
	  "rcu: rcu_preempt kthread starved for 5252 jiffies!\n" },
	{ "pieces_of_a_line_are_joined_over_chunks", "more", 1, 1,
	  CRASHREC_RECORD_COMPLETE, false, true, false,
	  "BUG: head of a line, then its middle, then its tail\n"
	  "next line\n" },
	{ "missing_end_of_a_part_marks_damage", "end-missing", 1, 1,
	  CRASHREC_RECORD_COMPLETE, true, true, false,
	  THREE_LINES },
	{ "part_that_ends_where_it_is_said_is_whole", "end-whole", 1, 1,
	  CRASHREC_RECORD_COMPLETE, false, true, false,
	  THREE_LINES },
	{ "missing_last_line_marks_damage", "last-missing", 1, 1,
	  CRASHREC_RECORD_COMPLETE, true, true, false, THREE_LINES },
	{ "acknowledged_report_is_not_served", "acked", 1, 2,
	  CRASHREC_RECORD_COMPLETE, false, false, false, THREE_LINES },
	{ "unknown_entry_is_skipped", "unknown", 1, 1,
	  CRASHREC_RECORD_COMPLETE, false, true, false,
	  THREE_LINES "after what is not known\n" },
	{ "torn_entry_leaves_true_prefix", "torn", 1, 1,
	  CRASHREC_RECORD_CUT_BY_RESET, false, true, false,
	  CASE_LINE_0 "\n" CASE_LINE_1 "\n" },
	{ "missing_chunk_marks_damage", "chunk-damaged", 1, 1,
	  CRASHREC_RECORD_COMPLETE, true, true, true,
	  "first part\nthird part\n" },
	{ "empty_region_has_no_record", "empty", 0, 0, 0, false, false, false,
	  "" },
};

static char *join_lines(const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	size_t i, count, bytes;
	char *joined = NULL;
	FILE *out = open_memstream(&joined, &bytes);

	if (!out)
		exit(99);
	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++) {
		fwrite(lines[i].text.data, 1, lines[i].text.bytes, out);
		fputc('\n', out);
	}
	fclose(out);
	return joined;
}

/* Return: NULL, or what is wrong. */
static const char *compare(const struct crashrec_record *record,
			   const struct row *row)
{
	uint32_t flags = crashrec_record_flags(record);
	char *joined;
	bool same;

	if (crashrec_record_seq(record) != row->seq)
		return "sequence number";
	if (crashrec_record_state(record) != row->state)
		return crashrec_state_name(crashrec_record_state(record));
	if (!(flags & CRASHREC_FLAG_DAMAGED) == row->damaged)
		return "damaged flag";
	if (!(flags & CRASHREC_FLAG_FORMER_BOOT) == row->former)
		return "former boot flag";
	joined = join_lines(record);
	same = !strcmp(joined, row->lines);
	if (!same)
		fprintf(stderr, "got:\n%s", joined);
	free(joined);
	return same ? NULL : "lines";
}

static void check_row(const struct file *file, const struct row *row)
{
	struct crashrec_source *source;
	struct crashrec_summary summary;
	struct crashrec_record *record;
	const char *wrong = NULL;
	unsigned int records = 0;
	int err;

	err = open_case(&source, file, row->image);
	while (!err) {
		err = crashrec_source_next(source, &record);
		if (err)
			break;
		if (!records++)
			wrong = compare(record, row);
		crashrec_record_free(record);
	}
	if (err != -ENOENT)
		wrong = crashrec_source_error(source);
	else if (records != row->records)
		wrong = "number of records";
	else if (crashrec_source_summary(source, &summary) ||
		 !summary.damaged == row->summary_damaged)
		wrong = "summary";
	tap_check(row->name, !wrong, "%s", wrong);
	crashrec_source_close(source);
}

static void check_refused(const struct file *file)
{
	static const struct {
		const char *name;
		const char *image;
		int err;
	} refused[] = {
		{ "other_version_is_refused", "version", -EPROTONOSUPPORT },
		{ "truncated_region_is_refused", "short", -EMSGSIZE },
		{ "unformatted_region_is_refused", "zero", -ENODATA },
	};
	struct crashrec_record *record;
	struct crashrec_source *source;
	size_t i;
	int err;

	for (i = 0; i < COUNT(refused); i++) {
		err = open_case(&source, file, refused[i].image);
		tap_check(refused[i].name, err == refused[i].err &&
			  strstr(crashrec_source_error(source), file->path) ==
			  crashrec_source_error(source) &&
			  crashrec_source_next(source, &record) == -EBADF,
			  "%d, %s", err, crashrec_source_error(source));
		crashrec_source_close(source);
	}
}

static void check_find(const struct file *file)
{
	struct crashrec_source *source;
	struct crashrec_record *record = NULL;
	int err = open_case(&source, file, "demo");

	if (!err)
		err = crashrec_source_find(source, 2, &record);
	tap_check("find_gives_that_record",
		  !err && crashrec_record_seq(record) == 2, "%d", err);
	tap_check("ack_of_a_region_file_is_refused",
		  record && crashrec_source_ack(source, record) == -EROFS,
		  "it was not");
	crashrec_record_free(record);
	err = crashrec_source_next(source, &record);
	tap_check("next_goes_on_behind_found",
		  !err && crashrec_record_seq(record) == 3, "%d", err);
	crashrec_record_free(record);
	tap_check("find_of_acknowledged_gives_none",
		  crashrec_source_find(source, 4, &record) == -ENOENT, "found");
	tap_check("find_of_absent_gives_none",
		  crashrec_source_find(source, 5, &record) == -ENOENT, "found");
	err = crashrec_source_rewind(source);
	if (!err)
		err = crashrec_source_next(source, &record);
	tap_check("rewind_begins_again",
		  !err && crashrec_record_seq(record) == 1, "%d", err);
	crashrec_record_free(record);
	crashrec_source_close(source);
}

static void check_summary(const struct file *file)
{
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	int err = open_case(&source, file, "demo");

	if (!err)
		err = crashrec_source_summary(source, &summary);
	tap_check("summary_counts_unread", !err && summary.records_unread == 3,
		  "%d", err);
	tap_check("summary_has_ledger_of_last_boot", !err &&
		  summary.losses.total == 3 &&
		  summary.losses.boot_id[0] == BOOT_LAST &&
		  summary.losses.by_cause[CRASHREC_LOST_LINE_FULL] == 3,
		  "it has not");
	tap_check("summary_has_ledger_of_boot_before", !err &&
		  summary.former_losses.total == 2 &&
		  summary.former_losses.boot_id[0] == BOOT_FORMER &&
		  summary.former_losses.by_cause[CRASHREC_LOST_LINE_LIMIT] == 2,
		  "it has not");
	tap_check("summary_knows_next_number", !err && summary.next_seq == 5,
		  "it does not");
	crashrec_source_close(source);
}

static const struct count_row {
	const char *name;
	struct count counts[2];
	uint64_t count;
	uint32_t last_ms;
} count_rows[] = {
	{ "higher_count_holds", { { 6, 60, false }, { 5, 50, false } }, 6, 60 },
	{ "higher_count_holds_in_either_place",
	  { { 5, 50, false }, { 6, 60, false } }, 6, 60 },
	{ "torn_count_leaves_the_other",
	  { { 6, 60, true }, { 5, 50, false } }, 5, 50 },
	{ "two_torn_counts_are_none", { { 6, 60, true }, { 5, 50, true } }, 0, 0 },
	{ "largest_count_is_shown",
	  { { UINT64_MAX, 60, false }, { 5, 50, false } }, UINT64_MAX,
	  60 },
	{ "count_of_none_is_none", { { 0, 60, false }, { 0, 50, false } }, 0, 0 },
};

static void check_counts(const struct file *file)
{
	static const struct chunk_id id = { 3, BOOT_LAST, 1, 0, 0, 0 };
	struct crashrec_source *source;
	struct crashrec_record *record;
	uint64_t boot_ns, wall_ns, count;
	const struct count_row *row;
	struct chunk chunk;
	size_t i;
	int err;

	for (i = 0; i < COUNT(count_rows); i++) {
		row = &count_rows[i];
		record = NULL;
		count = 0;
		boot_ns = 0;
		err = open_case(&source, file, "empty");
		chunk = image_counted_chunk(&image, &id, row->counts);
		chunk_open(&chunk, 1, 0);
		chunk_line(&chunk, CRASHREC_ATTR_LINE, &(struct line){
			   .text = CASE_LINE_1 });
		chunk_close(&chunk, CRASHREC_STATE_COMPLETE, 0, 0);
		file_write(file, &image);
		if (!err)
			err = crashrec_source_rewind(source);
		if (!err)
			err = crashrec_source_next(source, &record);
		if (!err)
			count = crashrec_record_repeats(record, &boot_ns,
							&wall_ns);
		tap_check(row->name, !err && count == row->count &&
			  boot_ns == row->last_ms * UINT64_C(1000000),
			  "%d, %" PRIu64 " times", err, count);
		crashrec_record_free(record);
		crashrec_source_close(source);
	}
}

static void check_classes(const struct file *file)
{
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	int err = open_case(&source, file, "repeats");

	if (!err)
		err = crashrec_source_summary(source, &summary);
	tap_check("classes_are_no_further_losses",
		  !err && summary.losses.total == 14, "%d, %" PRIu64, err,
		  summary.losses.total);
	tap_check("losses_are_known_by_class",
		  summary.losses.by_cause[CRASHREC_LEDGER_CLASSES +
			       CRASHREC_REPORT_WARNING] == 10 &&
		  summary.losses.by_cause[CRASHREC_LEDGER_CLASSES +
			       CRASHREC_REPORT_KASAN] == 4, "they are not");
	crashrec_source_close(source);
}

/* What the guest adds, and then cuts off, while the host reads. */
static void check_live(const struct file *file)
{
	static const struct chunk_id added = { 6, BOOT_LAST, 2, 0, 0, 0 };
	struct crashrec_record *record;
	struct crashrec_source *source;
	unsigned int records = 0;
	int err = open_case(&source, file, "complete");

	case_add_warning(&image, &added);
	file_write(file, &image);
	if (!err)
		err = crashrec_source_rewind(source);
	while (!err && !(err = crashrec_source_next(source, &record))) {
		records++;
		crashrec_record_free(record);
	}
	tap_check("rewind_finds_what_was_added", records == 2, "%u", records);
	if (ftruncate(file->fd, 8192))
		exit(99);
	tap_check("region_cut_while_open_is_an_error",
		  crashrec_source_rewind(source) == -EMSGSIZE, "it is not");
	crashrec_source_close(source);
}

/* === flipped bits === */

static const char *flip_lines[][4] = {
	{ CASE_LINE_0, CASE_LINE_1, CASE_LINE_2, NULL },
	{ "BUG: head of a line, then its middle, then its tail",
	  "next line", NULL },
};

static bool is_prefix(struct crashrec_text text, const char *whole)
{
	return text.bytes <= strlen(whole) &&
	       !memcmp(text.data, whole, text.bytes);
}

/* Each line is one that was written, or the front of one, at its number. */
static bool is_true(const struct crashrec_record *record)
{
	uint64_t seq = crashrec_record_seq(record);
	const struct crashrec_log_line *lines;
	size_t i, count;

	if (seq < 1 || seq > COUNT(flip_lines))
		return false;
	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++) {
		if (lines[i].number >= 3 ||
		    !flip_lines[seq - 1][lines[i].number] ||
		    !is_prefix(lines[i].text,
			       flip_lines[seq - 1][lines[i].number]))
			return false;
	}
	return true;
}

static bool flip_is_harmless(const struct file *file, size_t bit)
{
	struct crashrec_record *record;
	struct crashrec_source *source;
	uint8_t byte = image.bytes[bit / 8] ^ (uint8_t)(1 << bit % 8);
	bool harmless = true;
	int err;

	if (pwrite(file->fd, &byte, 1, (off_t)(bit / 8)) != 1)
		exit(99);
	err = crashrec_source_open(&source, file->path);
	while (!err || err == -EBADMSG) {
		err = crashrec_source_next(source, &record);
		if (err)
			continue;
		harmless &= is_true(record);
		crashrec_record_free(record);
	}
	crashrec_source_close(source);
	if (pwrite(file->fd, &image.bytes[bit / 8], 1, (off_t)(bit / 8)) != 1)
		exit(99);
	return harmless;
}

static void build_flip_image(const struct file *file)
{
	static const struct chunk_id part_0 = { 1, BOOT_FORMER, 2, 0, 0, 0 };
	static const struct chunk_id part_1 = { 2, BOOT_FORMER, 2, 0, 1, 0 };
	struct line line = { .text = "BUG: head of a line, " };
	struct chunk chunk;

	case_build(&image, "complete");
	chunk = image_chunk(&image, &part_0);
	chunk_open(&chunk, 1, 0);
	chunk_line(&chunk, CRASHREC_ATTR_LINE, &line);
	line.text_at += (uint32_t)strlen(line.text);
	line.text = "then its middle, ";
	chunk_line(&chunk, CRASHREC_ATTR_MORE, &line);
	chunk = image_chunk(&image, &part_1);
	line.text_at += (uint32_t)strlen(line.text);
	line.text = "then its tail";
	chunk_line(&chunk, CRASHREC_ATTR_MORE, &line);
	line.number = 1;
	line.text_at = 0;
	line.text = "next line";
	chunk_line(&chunk, CRASHREC_ATTR_LINE, &line);
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_BUG, 0);
	file_write(file, &image);
}

static void check_flips(const struct file *file)
{
	size_t byte, bit, harmful = 0, first = 0;

	build_flip_image(file);
	for (byte = 0; byte < image.size; byte++) {
		/* Where nothing is, a sample is enough. */
		if (!image.bytes[byte] && byte % 61)
			continue;
		for (bit = byte * 8; bit < byte * 8 + 8; bit++) {
			if (flip_is_harmless(file, bit))
				continue;
			if (!harmful++)
				first = bit;
		}
	}
	tap_check("flipped_bit_gives_no_text_that_was_not_written", !harmful,
		  "%zu do, the first is bit %zu of byte %zu", harmful,
		  first % 8, first / 8);
}

int main(void)
{
	struct file file = file_create();
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		check_row(&file, &rows[i]);
	check_refused(&file);
	check_find(&file);
	check_summary(&file);
	check_counts(&file);
	check_classes(&file);
	check_live(&file);
	check_flips(&file);
	close(file.fd);
	return tap_end();
}
