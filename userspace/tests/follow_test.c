// SPDX-License-Identifier: GPL-2.0
/*
 * Following files through the library's interface. What must not come is told by
 * what comes instead.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "support_cases.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
/* What comes takes seconds at most; it fails the test if it does not. */
#define LONG_MS		60000
#define MEMORY_BYTES	(8U << 20)
#define BOOT_NEXT	0xb3

static char folder[32] = "/tmp/crashrec-follow.XXXXXX";
static char path[64];
static char other_path[64];
static struct image image;
static struct crashrec_follow *follow;
/* What happened, as words. */
static char said[400];

static void put_at(const char *to, off_t offset, const void *bytes, size_t count)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || pwrite(fd, bytes, count, offset) != (ssize_t)count) {
		perror(to);
		exit(99);
	}
	close(fd);
}

/* As a guest does: the file stays the same one. */
static void put(void)
{
	put_at(path, 0, image.bytes, image.size);
}

static void start(void)
{
	image_format(&image);
	image_boot(&image, 0, BOOT_FORMER, 1, CRASHREC_ENDED_NOT);
}

static void add(uint32_t index, uint8_t boot, uint64_t seq)
{
	const struct chunk_id id = { index, boot, seq, 0, 0, 0 };

	case_add_warning(&image, &id);
}

/* Its first two lines. */
static struct chunk add_open(uint32_t index, uint8_t boot, uint64_t seq)
{
	const struct chunk_id id = { index, boot, seq, 0, 0, 0 };
	const struct line lines[] = {
		{ 0, 5000, 77, 1, CRASHREC_CONTEXT_TASK, 0, CASE_LINE_0, 0, 0 },
		{ 1, 5001, 77, 1, CRASHREC_CONTEXT_TASK, 0, CASE_LINE_1, 0, 0 },
	};
	struct chunk chunk = image_chunk(&image, &id);
	size_t i;

	chunk_open(&chunk, 5000, 0);
	for (i = 0; i < COUNT(lines); i++)
		chunk_line(&chunk, CRASHREC_ATTR_LINE, &lines[i]);
	return chunk;
}

static void close_it(struct chunk *chunk)
{
	chunk_close(chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_WARNING, 0);
}

__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...)
{
	size_t at = strlen(said);
	va_list args;

	va_start(args, format);
	vsnprintf(said + at, sizeof(said) - at, format, args);
	va_end(args);
}

static int open_with(const struct crashrec_follow_options *options)
{
	int err;

	said[0] = '\0';
	err = crashrec_follow_open(&follow, path, options);
	if (err)
		say(" open:%s", strerrorname_np(-err));
	return err;
}

static void begin(void)
{
	open_with(NULL);
}

/* The next record, with its state if that is not complete; or the error. */
static void next(void)
{
	struct crashrec_record *record;
	int err = crashrec_follow_next(follow, LONG_MS, &record);

	if (err) {
		say(" %s", strerrorname_np(-err));
		return;
	}
	say(" %02x:%" PRIu64, crashrec_record_boot_id(record)[0],
	    crashrec_record_seq(record));
	if (crashrec_record_state(record) != CRASHREC_RECORD_COMPLETE)
		say(":%s", crashrec_state_name(crashrec_record_state(record)));
	crashrec_record_free(record);
}

static void end(const char *name, const char *expected)
{
	tap_check(name, !strcmp(said, expected), "expected '%s', found '%s' (%s)",
		  expected, said, crashrec_follow_error(follow));
	crashrec_follow_close(follow);
	follow = NULL;
	unlink(path);
	unlink(other_path);
}

static void check_new(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	image_ack(&image, 0);
	put();
	begin();
	next();
	add(2, BOOT_FORMER, 3);
	put();
	next();
	add(3, BOOT_FORMER, 4);
	add(4, BOOT_FORMER, 5);
	put();
	next();
	next();
	end("follow_gives_what_is_there_and_then_what_comes",
	    " b1:2 b1:3 b1:4 b1:5");
}

static void check_elsewhere(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	put();
	begin();
	next();
	add(25, BOOT_FORMER, 2);
	put();
	next();
	end("follow_finds_a_report_in_any_chunk", " b1:1 b1:2");
}

static void check_reused(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	put();
	begin();
	next();
	next();
	image_ack(&image, 0);
	add(0, BOOT_FORMER, 3);
	put();
	next();
	end("follow_finds_a_report_in_a_chunk_that_was_used", " b1:1 b1:2 b1:3");
}

static void check_open(void)
{
	struct chunk chunk;

	start();
	chunk = add_open(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	put();
	begin();
	next();
	close_it(&chunk);
	put();
	next();
	add(2, BOOT_FORMER, 3);
	put();
	next();
	end("follow_gives_reports_as_they_close", " b1:2 b1:1 b1:3");
}

static void check_grown(void)
{
	const struct line more = {
		2, 9000, 77, 1, CRASHREC_CONTEXT_TASK, 0, CASE_LINE_2, 0, 0
	};
	struct chunk chunk;

	start();
	chunk = add_open(0, BOOT_FORMER, 1);
	close_it(&chunk);
	put();
	begin();
	next();
	chunk_line(&chunk, CRASHREC_ATTR_LINE, &more);
	close_it(&chunk);
	add(1, BOOT_FORMER, 2);
	put();
	next();
	end("follow_gives_a_report_that_grows_once", " b1:1 b1:2");
}

static void check_reset(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	add_open(1, BOOT_FORMER, 2);
	put();
	begin();
	next();
	image_boot(&image, 1, BOOT_LAST, 2, CRASHREC_ENDED_NOT);
	put();
	next();
	add(2, BOOT_LAST, 3);
	put();
	next();
	/* The third one describes itself where the first one did. */
	image_boot(&image, 0, BOOT_NEXT, 3, CRASHREC_ENDED_NOT);
	add(3, BOOT_NEXT, 4);
	put();
	next();
	end("follow_goes_on_through_resets", " b1:1 b1:2:cut-by-reset b2:3 b3:4");
}

static void format_anew(void)
{
	start();
	memset(image.bytes + offsetof(struct crashrec_region_hdr, region_id),
	       0x2e, CRASHREC_ID_BYTES);
	image_seal(&image);
}

static void check_format(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	put();
	begin();
	next();
	next();
	format_anew();
	add(0, BOOT_FORMER, 1);
	put();
	next();
	add(1, BOOT_FORMER, 2);
	put();
	next();
	end("follow_goes_on_in_a_region_that_the_same_boot_formatted",
	    " b1:1 b1:2 b1:1 b1:2");
}

static void check_formatting(void)
{
	struct image all_zero = { .size = IMAGE_BYTES };

	start();
	add(0, BOOT_FORMER, 1);
	put();
	begin();
	next();
	put_at(path, 0, all_zero.bytes, 64);
	next();
	put_at(path, 0, all_zero.bytes, all_zero.size);
	format_anew();
	add(0, BOOT_LAST, 1);
	image_boot(&image, 0, BOOT_LAST, 1, CRASHREC_ENDED_NOT);
	put();
	next();
	end("follow_takes_no_pieces_while_a_region_is_formatted",
	    " b1:1 EAGAIN b2:1");
}

static void check_absent(void)
{
	struct crashrec_record *record;

	begin();
	next();
	say(" %s", strerrorname_np(-crashrec_follow_next(follow, 1, &record)));
	start();
	add(0, BOOT_FORMER, 1);
	put();
	next();
	end("follow_waits_for_a_file_and_says_so_once",
	    " EAGAIN ETIMEDOUT b1:1");
}

static void check_zero(void)
{
	start();
	put_at(path, IMAGE_BYTES - 1, "", 1);
	begin();
	next();
	add(0, BOOT_FORMER, 1);
	put();
	next();
	end("follow_waits_for_a_region_to_be_formatted", " EAGAIN b1:1");
}

static void check_empty(void)
{
	put_at(path, 0, "", 0);
	begin();
	next();
	start();
	add(0, BOOT_FORMER, 1);
	put();
	next();
	end("follow_waits_while_a_file_is_empty", " EAGAIN b1:1");
}

static void check_truncated(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	put();
	begin();
	next();
	if (truncate(path, IMAGE_BYTES / 2))
		perror("truncate");
	next();
	add(2, BOOT_FORMER, 2);
	put();
	next();
	end("follow_goes_on_when_a_truncated_file_is_whole", " b1:1 EAGAIN b1:2");
}

static void check_copied(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	put_at(path, 0, image.bytes, IMAGE_BYTES / 2);
	begin();
	next();
	put();
	next();
	next();
	end("follow_takes_no_pieces_while_a_region_is_copied",
	    " EAGAIN b1:1 b1:2");
}

static void check_replaced(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	put();
	begin();
	next();
	/* Together, so that the next look finds both. */
	add(1, BOOT_FORMER, 2);
	add_open(2, BOOT_FORMER, 3);
	put_at(other_path, 0, image.bytes, image.size);
	rename(other_path, path);
	next();
	start();
	add(0, BOOT_FORMER, 1);
	format_anew();
	image_boot(&image, 0, BOOT_LAST, 1, CRASHREC_ENDED_NOT);
	add(0, BOOT_LAST, 1);
	put_at(other_path, 0, image.bytes, image.size);
	rename(other_path, path);
	next();
	next();
	end("follow_takes_the_file_that_replaces_another",
	    " b1:1 b1:2 b1:3:open b2:1");
}

static void check_only_new(void)
{
	const struct crashrec_follow_options options = { .only_new = true };
	struct chunk chunk;

	start();
	add(0, BOOT_FORMER, 1);
	chunk = add_open(1, BOOT_FORMER, 2);
	put();
	open_with(&options);
	add(2, BOOT_FORMER, 3);
	put();
	next();
	close_it(&chunk);
	put();
	next();
	end("follow_passes_over_what_is_there_if_asked", " b1:3 b1:2");
}

static void check_only_new_later(void)
{
	const struct crashrec_follow_options options = { .only_new = true };

	open_with(&options);
	next();
	start();
	add(0, BOOT_FORMER, 1);
	put();
	next();
	end("follow_takes_all_of_a_file_that_comes_for_new", " EAGAIN b1:1");
}

static void check_damaged(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	image.bytes[CRASHREC_HDR_BYTES + 20] ^= 1;
	put();
	begin();
	next();
	next();
	add(2, BOOT_FORMER, 3);
	put();
	next();
	end("follow_tells_of_damage_once", " b1:2 EBADMSG b1:3");
}

static void check_wake(void)
{
	struct crashrec_follow_options options = { 0 };
	uint64_t one = 1;

	options.wake_fd = eventfd(1, EFD_CLOEXEC);
	start();
	add(0, BOOT_FORMER, 1);
	put();
	open_with(&options);
	next();
	if (read(options.wake_fd, &one, sizeof(one)) < 0)
		perror("eventfd");
	next();
	close(options.wake_fd);
	end("follow_is_woken_before_it_gives_more", " ECANCELED b1:1");
}

static void check_refused(void)
{
	put_at(path, 0, "[    1.0] a log\n", 16);
	begin();
	end("follow_refuses_text", " open:EMEDIUMTYPE");
	if (!case_build(&image, "version"))
		abort();
	put();
	begin();
	end("follow_refuses_another_version", " open:EPROTONOSUPPORT");
}

/* A guest that may write to its region is not to end who follows it. */
static void check_garbled(void)
{
	start();
	add(0, BOOT_FORMER, 1);
	put();
	begin();
	next();
	put_at(path, offsetof(struct crashrec_region_hdr, version), "\x63", 1);
	next();
	add(1, BOOT_FORMER, 2);
	put();
	next();
	end("follow_waits_where_another_version_comes",
	    " b1:1 EAGAIN b1:2");
}

/* A guest's memory: the region of the next boot may be anywhere. */
static void check_memory(void)
{
	static const uint8_t vectors[64] = { 0x53, 0xff, 0x00, 0xf0 };
	static const uint8_t nothing[IMAGE_BYTES];

	put_at(path, 0, vectors, sizeof(vectors));
	if (truncate(path, MEMORY_BYTES))
		perror("truncate");
	begin();
	next();
	start();
	add(0, BOOT_FORMER, 1);
	put_at(path, MEMORY_BYTES / 2, image.bytes, image.size);
	next();
	add(1, BOOT_FORMER, 2);
	put_at(path, MEMORY_BYTES / 2, image.bytes, image.size);
	next();
	format_anew();
	image_boot(&image, 0, BOOT_LAST, 1, CRASHREC_ENDED_NOT);
	add(0, BOOT_LAST, 1);
	put_at(path, MEMORY_BYTES / 2, nothing, sizeof(nothing));
	put_at(path, MEMORY_BYTES / 4, image.bytes, image.size);
	next();
	add(1, BOOT_LAST, 2);
	put_at(path, MEMORY_BYTES / 4, image.bytes, image.size);
	next();
	end("follow_finds_regions_in_memory", " EAGAIN b1:1 b1:2 b2:1 b2:2");
}

static void check_memory_format(void)
{
	if (truncate(path, 0))
		errno = 0;
	start();
	add(0, BOOT_FORMER, 1);
	put_at(path, MEMORY_BYTES / 2, image.bytes, image.size);
	begin();
	next();
	format_anew();
	add(0, BOOT_FORMER, 1);
	put_at(path, MEMORY_BYTES / 2, image.bytes, image.size);
	next();
	end("follow_goes_on_in_memory_that_the_same_boot_formatted",
	    " b1:1 b1:1");
}

/* A region that somebody made who knows what the next records will be. */
static void check_memory_forged(void)
{
	const off_t real = MEMORY_BYTES / 2;

	if (truncate(path, 0))
		errno = 0;
	format_anew();
	add(0, BOOT_FORMER, 1);
	add(1, BOOT_FORMER, 2);
	put_at(path, MEMORY_BYTES / 4, image.bytes, image.size);
	start();
	add(0, BOOT_FORMER, 1);
	put_at(path, real, image.bytes, image.size);
	begin();
	next();
	next();
	next();
	add(1, BOOT_FORMER, 2);
	put_at(path, real, image.bytes, image.size);
	next();
	end("follow_hides_no_record_for_one_in_another_region",
	    " b1:1 b1:2 b1:1 b1:2");
}

int main(void)
{
	static void (* const checks[])(void) = {
		check_new, check_elsewhere, check_reused, check_open,
		check_grown, check_reset, check_format, check_formatting,
		check_absent, check_zero, check_empty, check_truncated,
		check_copied, check_replaced, check_only_new,
		check_only_new_later, check_damaged, check_wake,
		check_refused, check_garbled, check_memory, check_memory_format,
		check_memory_forged,
	};
	size_t i;

	if (!mkdtemp(folder)) {
		perror(folder);
		return 99;
	}
	snprintf(path, sizeof(path), "%s/region", folder);
	snprintf(other_path, sizeof(other_path), "%s/other", folder);
	for (i = 0; i < COUNT(checks); i++)
		checks[i]();
	rmdir(folder);
	return tap_end();
}
