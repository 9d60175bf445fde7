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

/* "12.345678]", as printk puts it before a line, and dmesg -e also with a +. */
static bool is_seconds(const char *at, const char *end)
{
	size_t digits = 0, decimals = 0;

	while (at < end && (*at == ' ' || *at == '+'))
		at++;
	for (; at < end && isdigit((unsigned char)*at); at++)
		digits++;
	if (!digits || at == end || *at++ != '.')
		return false;
	for (; at < end && isdigit((unsigned char)*at); at++)
		decimals++;
	return decimals == 6 && at < end && *at == ']';
}

/* "Sun Nov 22 23:59:00 2026]", of dmesg -T */
static bool is_date(const char *at, const char *end)
{
	static const char form[] = "aaa aaa .0 00:00:00 0000]";
	size_t i;

	if ((size_t)(end - at) < sizeof(form) - 1)
		return false;
	for (i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'a' ? !isalpha((unsigned char)at[i]) :
		    form[i] == '0' ? !isdigit((unsigned char)at[i]) :
		    form[i] != '.' && form[i] != at[i])
			return false;
	return true;
}

/* " kernel: " is what a journal or syslog puts before its text. */
static bool is_of_kernel(const char *line, size_t bytes)
{
	static const char * const marks[] = { "Linux version ", " kernel: " };
	const char *at = line, *end = line + bytes;
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (memmem(line, bytes, marks[i], strlen(marks[i])))
			return true;
	while ((at = memchr(at, '[', (size_t)(end - at)))) {
		at++;
		if (is_seconds(at, end) || is_date(at, end))
			return true;
	}
	return false;
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
		found = (pattern ? line_matches(pattern, line, (size_t)bytes) :
				   is_of_kernel(line, (size_t)bytes)) ?
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
