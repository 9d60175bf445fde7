/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A compressed dump as makedumpfile -F and QEMU write it to a pipe: pieces, each
 * with the place in the dump that it belongs to (makedumpfile, makedumpfile.h:
 * struct makedumpfile_header). Version 0.5.1 of libkdumpfile knows only what
 * comes of putting these together.
 */
#ifndef CRASHREC_LIB_PACKED_FLAT_H
#define CRASHREC_LIB_PACKED_FLAT_H

#include <stdbool.h>

#include "salvage.h"

#define PACKED_FLAT_BYTES	16	/* of its begin, by which it is known */

/** packed_flat_is() - are these PACKED_FLAT_BYTES the begin of such a file? */
bool packed_flat_is(const char *begin);

/**
 * packed_flat_folder() - where the dump is put together
 *
 * Return: $TMPDIR, or /var/tmp; lives as long as the environment stays.
 */
const char *packed_flat_folder(void);

/**
 * packed_flat_open() - put the dump together in a file that has no name
 * @fd: the file
 * @progress: told with bytes of it
 * @out: set to the dump, to be closed by the caller
 *
 * What is not there is zero; a file that ends early is taken up to there.
 *
 * Return: 0; -EBADMSG: a piece has a place that no dump has; or another negative
 * errno.
 */
int packed_flat_open(int fd, const struct salvage_progress *progress, int *out);

#endif /* CRASHREC_LIB_PACKED_FLAT_H */
