// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "zeros.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

off_t zeros_end(int fd, off_t max_bytes)
{
	off_t data, at = 0;
	char piece[65536];
	ssize_t got;
	size_t i;

	while (at < max_bytes) {
		data = lseek(fd, at, SEEK_DATA);
		/* Nothing but a hole is left. Some can't tell: then all is read. */
		if (data < 0 && errno == ENXIO)
			return max_bytes;
		at = data > at ? data : at;
		got = pread(fd, piece, sizeof(piece), at);
		if (got <= 0)
			return got ? -1 : max_bytes;
		if (!piece[0] && !memcmp(piece, piece + 1, (size_t)got - 1)) {
			at += got;
			continue;
		}
		for (i = 0; !piece[i]; i++)
			;
		return at + (off_t)i;
	}
	return at;
}
