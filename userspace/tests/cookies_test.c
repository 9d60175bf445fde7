// SPDX-License-Identifier: GPL-2.0
/*
 * What tasks said that they were executing, as the library gives it.
 */
#include <crashrec_source.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support_cases.h"
#include "support_tap.h"

static struct image image;

/* Record @seq of the image; the caller frees it. */
static struct crashrec_record *record_of_image(uint64_t seq)
{
	int fd = memfd_create("region", MFD_CLOEXEC);
	struct crashrec_source *source;
	struct crashrec_record *record;
	char path[40];

	if (fd < 0 || write(fd, image.bytes, image.size) !=
	    (ssize_t)image.size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (crashrec_source_open(&source, path) ||
	    crashrec_source_find(source, seq, &record))
		abort();
	crashrec_source_close(source);
	close(fd);
	return record;
}

static bool is_text(struct crashrec_text text, const char *expected)
{
	return text.bytes == strlen(expected) &&
	       !memcmp(text.data, expected, text.bytes);
}

static void check_demo(void)
{
	const struct crashrec_said *said;
	struct crashrec_record *record;
	size_t count;

	if (!case_build(&image, "demo"))
		abort();
	record = record_of_image(2);
	said = crashrec_record_cookies(record, &count);
	tap_check("cookies_are_given_in_order", count == 2 &&
		  said[0].is_own && !said[1].is_own && said[1].pid == 100 &&
		  said[1].tgid == 99 && said[1].cpu == 0 &&
		  said[1].time_ns == 6999000100, "%zu", count);
	tap_check("cookie_text_is_given_as_it_is", count == 2 &&
		  is_text(said[0].text, "prog 7, call 3") &&
		  is_text(said[1].text, "evil\n\033[31m\377"), "it is not");
	crashrec_record_free(record);
	record = record_of_image(1);
	crashrec_record_cookies(record, &count);
	tap_check("record_without_cookies_gives_none", !count, "%zu", count);
	crashrec_record_free(record);
}

/* Whoever wrote the region may have written a payload of any length. */
static void check_lengths(void)
{
	static const struct chunk_id id = { 0, BOOT_LAST, 1, 0, 0, 0 };
	const struct crashrec_said *said;
	struct crashrec_record *record;
	uint8_t payload[256];
	size_t count, at, sum = 0, wrong = 0;
	uint32_t bytes;
	struct chunk chunk;
	bool fits;

	memset(payload, 0xff, sizeof(payload));
	for (bytes = 0; bytes <= sizeof(payload); bytes++) {
		image_format(&image);
		image_boot(&image, 0, BOOT_LAST, 8, CRASHREC_ENDED_NOT);
		chunk = image_chunk(&image, &id);
		chunk_open(&chunk, 5000, 0);
		/* An empty one is no attribute. */
		chunk_put(&chunk, CRASHREC_ATTR_COOKIE, payload, bytes);
		chunk_line(&chunk, CRASHREC_ATTR_LINE, &(struct line){
			.text = "BUG: a line" });
		chunk_close(&chunk, CRASHREC_STATE_COMPLETE,
			    CRASHREC_CLASS_BUG, 0);
		record = record_of_image(1);
		said = crashrec_record_cookies(record, &count);
		fits = bytes >= sizeof(struct crashrec_cookie);
		wrong += count != fits;
		wrong += bytes && !(crashrec_record_flags(record) &
				    CRASHREC_FLAG_DAMAGED) != fits;
		for (at = 0; count && at < said[0].text.bytes; at++)
			sum += (uint8_t)said[0].text.data[at];
		crashrec_record_free(record);
	}
	tap_check("cookie_that_is_too_short_is_left_out", !wrong, "%zu", wrong);
	tap_check("cookie_of_any_length_is_given", sum == 255 * (232 * 233 / 2),
		  "%zu", sum);
}

int main(void)
{
	check_demo();
	check_lengths();
	return tap_end();
}
