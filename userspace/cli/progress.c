// SPDX-License-Identifier: GPL-2.0
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define BAR_COLUMNS	30
/* What is soon over needs no bar. */
#define WAIT_MS		500

static int64_t passed_ms(struct progress *progress)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!progress->begun.tv_sec && !progress->begun.tv_nsec)
		progress->begun = now;
	return (now.tv_sec - progress->begun.tv_sec) * 1000 +
	       (now.tv_nsec - progress->begun.tv_nsec) / 1000000;
}

static void show(uint64_t done, uint64_t bytes)
{
	const char *bar = "##############################";
	uint64_t percent = bytes ? done / (bytes / 100 + 1) : 100;
	int full = (int)(percent * BAR_COLUMNS / 100);

	fprintf(stderr, "\rcrashrec: searching [%.*s%*s] %3" PRIu64 " %% of %" PRIu64 " MiB",
		full, bar, BAR_COLUMNS - full, "", percent, bytes >> 20);
	fflush(stderr);
}

void progress_tell(void *progress, uint64_t done, uint64_t bytes)
{
	struct progress *shown = progress;

	if (!isatty(STDERR_FILENO))
		return;
	if (done == bytes && shown->is_shown) {
		fputs("\r\033[K", stderr);
		shown->is_shown = false;
	} else if (done != bytes && passed_ms(shown) >= WAIT_MS) {
		show(done, bytes);
		shown->is_shown = true;
	}
}
