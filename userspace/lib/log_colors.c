// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include <crashrec_source.h>
#include <string.h>

#define ESCAPE		0x1b
#define PARAMETERS_MAX	32

/* Return: its length; 0: it is none. */
static size_t sequence_bytes(const char *at, const char *end)
{
	const char *from = at;

	if (end - at < 3 || at[1] != '[')
		return 0;
	for (at += 2; at < end && at - from < PARAMETERS_MAX; at++)
		if ((*at < '0' || *at > '9') && *at != ';' && *at != ':')
			break;
	return at < end && (*at == 'm' || *at == 'K') ?
		       (size_t)(at + 1 - from) : 0;
}

size_t crashrec_log_strip_colors(char *data, size_t bytes)
{
	char *from = data, *to = data, *end = data + bytes, *at;
	size_t skipped;

	while (from < end) {
		at = memchr(from, ESCAPE, (size_t)(end - from));
		skipped = at ? sequence_bytes(at, end) : 0;
		/* An escape that is something else stays. */
		at = !at ? end : skipped ? at : at + 1;
		if (to != from)
			memmove(to, from, (size_t)(at - from));
		to += at - from;
		from = at + skipped;
	}
	return (size_t)(to - data);
}
