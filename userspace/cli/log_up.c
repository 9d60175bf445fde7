// SPDX-License-Identifier: GPL-2.0
#include "log_up.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has_text(const char *line, size_t bytes)
{
	while (bytes && (!line[bytes - 1] ||
			 isspace((unsigned char)line[bytes - 1])))
		bytes--;
	return bytes;
}

/* A regular expression would end at a zero byte. */
static bool line_matches(const struct pattern *pattern, char *line,
			 size_t bytes)
{
	size_t i;

	if (pattern->glob)
		return memmem(line, bytes, pattern->glob,
			      strlen(pattern->glob));
	for (i = 0; i < bytes; i++)
		if (!line[i])
			line[i] = ' ';
	while (bytes && (line[bytes - 1] == '\n' || line[bytes - 1] == '\r'))
		line[--bytes] = '\0';
	return pattern_matches(pattern, line);
}

enum log_up log_up(const char *path, const struct pattern *pattern)
{
	enum log_up found = LOG_EMPTY;
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t bytes;
	int err;

	if (!file)
		return LOG_UNREAD;
	errno = 0;
	while (found != LOG_UP && (bytes = getline(&line, &room, file)) >= 0) {
		if (!has_text(line, (size_t)bytes))
			continue;
		found = !pattern || line_matches(pattern, line, (size_t)bytes) ?
			LOG_UP : LOG_NOT_UP;
	}
	err = errno;
	if (found != LOG_UP && !feof(file))
		found = LOG_UNREAD;
	free(line);
	fclose(file);
	errno = err;
	return found;
}
