// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "inflate.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#define FIRST_BYTES	(64U << 10)

static int make_room(char **text, size_t *room)
{
	size_t more = *room ? 2 * *room : FIRST_BYTES;
	char *larger = realloc(*text, more);

	if (!larger)
		return -ENOMEM;
	*text = larger;
	*room = more;
	return 0;
}

/* Return: 0 at the end; -EBADMSG; -ENOMEM. */
static int inflate_all(z_stream *stream, char **text, size_t *bytes)
{
	size_t room = 0;
	int status = Z_OK, err;

	while (status == Z_OK) {
		if (*bytes == INFLATE_MAX_BYTES)
			return -EBADMSG;
		if (*bytes == room) {
			err = make_room(text, &room);
			if (err)
				return err;
		}
		stream->next_out = (Bytef *)*text + *bytes;
		stream->avail_out = (uInt)(room - *bytes);
		status = inflate(stream, Z_NO_FLUSH);
		*bytes = room - stream->avail_out;
	}
	return status == Z_STREAM_END ? 0 : -EBADMSG;
}

int inflate_pstore(void *data, size_t bytes, char **text, size_t *text_bytes)
{
	z_stream stream = { .next_in = data };
	int err;

	*text = NULL;
	*text_bytes = 0;
	if (bytes > UINT_MAX)
		return -EBADMSG;
	stream.avail_in = (uInt)bytes;
	/* Bare deflate (fs/pstore/platform.c), with any window. */
	if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
		return -ENOMEM;
	err = inflate_all(&stream, text, text_bytes);
	inflateEnd(&stream);
	if (err == -ENOMEM) {
		free(*text);
		*text = NULL;
		*text_bytes = 0;
	}
	return err;
}
