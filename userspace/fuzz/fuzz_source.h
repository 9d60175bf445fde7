/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What holds for a file with a region, or with pieces of regions.
 */
#ifndef FUZZ_SOURCE_H
#define FUZZ_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * struct fuzz_source - a file, and what was found in it
 * @path: of the file
 * @fd: of the file
 * @kind: enum crashrec_source_kind, NONE where it can't be opened
 * @witnesses: how often the witness's report was in it
 * @witness_digest: of that
 * @witness_flags: likewise
 */
struct fuzz_source {
	char path[64];
	int fd;
	unsigned int kind;
	unsigned int witnesses;
	uint32_t witness_digest;
	uint32_t witness_flags;
};

/**
 * fuzz_source_begin() - an empty file; one for all inputs, as making one takes long
 * @source: the file; all zero before the first time
 * @bytes: how long it is to be
 */
void fuzz_source_begin(struct fuzz_source *source, off_t bytes);

/**
 * fuzz_source_put() - put bytes in the file
 * @source: the file
 * @at: where
 * @bytes: what
 * @count: how many
 */
void fuzz_source_put(const struct fuzz_source *source, off_t at,
		     const void *bytes, size_t count);

/**
 * fuzz_source_read() - read all that is in the file, in each way
 * @source: the file; what was found is filled
 * @records_max: no more may be there
 *
 * It is the same whenever it is read.
 */
void fuzz_source_read(struct fuzz_source *source, size_t records_max);

#endif /* FUZZ_SOURCE_H */
