// SPDX-License-Identifier: GPL-2.0
/*
 * Waits for the first report of a guest, whose region or memory is FILE, and
 * prints its text. As a fuzzer does with a guest that it has just started.
 *
 *   follow_guest FILE SECONDS
 *
 * The exit status is 0 if there was one, and 1 if none came in time.
 */
#include <crashrec.h>
#include <crashrec_source.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int ms_until(const struct timespec *end)
{
	struct timespec now;
	long long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (end->tv_sec - now.tv_sec) * 1000LL +
	     (end->tv_nsec - now.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

static void print_lines(const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	size_t count, i;

	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++) {
		fwrite(lines[i].text.data, 1, lines[i].text.bytes, stdout);
		putchar('\n');
	}
}

/* What is damaged, or gone for a while, is told, and waited for. */
static int wait_for(struct crashrec_follow *follow, const struct timespec *end,
		    struct crashrec_record **record)
{
	int err;

	do {
		err = crashrec_follow_next(follow, ms_until(end), record);
		if (err == -EAGAIN || err == -EBADMSG)
			fprintf(stderr, "%s\n", crashrec_follow_error(follow));
	} while (err == -EAGAIN || err == -EBADMSG || err == -EINTR);
	return err;
}

int main(int argc, char **argv)
{
	struct crashrec_record *record = NULL;
	struct crashrec_follow *follow;
	struct timespec end;
	int err;

	if (argc != 3) {
		fprintf(stderr, "usage: follow_guest FILE SECONDS\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += strtol(argv[2], NULL, 10);
	err = crashrec_follow_open(&follow, argv[1], NULL);
	if (err)
		fprintf(stderr, "%s\n", crashrec_follow_error(follow));
	else
		err = wait_for(follow, &end, &record);
	if (!err)
		print_lines(record);
	crashrec_record_free(record);
	crashrec_follow_close(follow);
	return err ? 1 : 0;
}
