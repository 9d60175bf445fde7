/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
#ifndef CRASHREC_LIB_ZEROS_H
#define CRASHREC_LIB_ZEROS_H

#include <sys/types.h>

/**
 * zeros_end() - where the zero bytes that a file begins with end
 * @fd: the file; its holes are not read; its offset is moved
 * @max_bytes: how far is looked
 *
 * Return: offset of the first byte that is not zero; @max_bytes or more if there
 * is none before; -1 if it can't be read so far.
 */
off_t zeros_end(int fd, off_t max_bytes);

#endif /* CRASHREC_LIB_ZEROS_H */
