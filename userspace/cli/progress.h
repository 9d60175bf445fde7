/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How far a search is, on a terminal, where it takes long.
 */
#ifndef CRASHREC_CLI_PROGRESS_H
#define CRASHREC_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/**
 * struct progress - what is shown
 * @begun: when it was first told; zero: it was not yet
 * @is_shown: there is a line on the terminal, that progress_tell() clears
 */
struct progress {
	struct timespec begun;
	bool is_shown;
};

/**
 * progress_tell() - as crashrec_source_options::progress
 * @progress: struct progress
 * @done: bytes that were searched
 * @bytes: that there are
 */
void progress_tell(void *progress, uint64_t done, uint64_t bytes);

#endif /* CRASHREC_CLI_PROGRESS_H */
