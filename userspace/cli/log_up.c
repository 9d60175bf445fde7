// SPDX-License-Identifier: GPL-2.0
#include "log_up.h"

#include <crashrec_source.h>
#include <ctype.h>
#include <errno.h>
#include <fts.h>
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

static bool line_matches(const struct pattern *pattern, const char *line,
			 size_t bytes)
{
	if (pattern->glob)
		return memmem(line, bytes, pattern->glob,
			      strlen(pattern->glob));
	while (bytes && (line[bytes - 1] == '\n' || line[bytes - 1] == '\r'))
		bytes--;
	return pattern_finds(pattern, line, bytes);
}

/* @form: a is a letter, 0 a digit, and . anything. Return: what is behind; NULL. */
static const char *skip_form(const char *at, const char *end, const char *form)
{
	for (; *form; form++, at++)
		if (at == end ||
		    (*form == 'a' ? !isalpha((unsigned char)*at) :
		     *form == '0' ? !isdigit((unsigned char)*at) :
				    *form != '.' && *form != *at))
			return NULL;
	return at;
}

/* "12.345678]", as printk puts it before a line; dmesg -e with a +, -d with a <. */
static bool is_seconds(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '+'))
		at++;
	if (at == end || !isdigit((unsigned char)*at))
		return false;
	while (at < end && isdigit((unsigned char)*at))
		at++;
	at = skip_form(at, end, ".000000");
	return at && at < end && (*at == ']' || *at == ' ');
}

static const char *skip_word(const char *at, const char *end)
{
	at = memchr(at, ' ', (size_t)(end - at));
	return at ? at + 1 : NULL;
}

/* Where many a program has how grave a line is, and what of it printed that. */
static bool is_host(const char *at, const char *end)
{
	static const char * const levels[] = {
		"TRACE ", "DEBUG ", "INFO ", "WARN ", "WARNING ", "ERROR ",
		"FATAL ",
	};
	size_t i;

	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (skip_form(at, end, levels[i]))
			return false;
	return true;
}

/* What a journal, syslog or dmesg put before a kernel's text: DATE HOST kernel: */
static bool is_dated(const char *line, const char *end)
{
	static const struct {
		const char *form;
		unsigned int words;	/* behind it, up to the host */
	} dates[] = {
		{ "aaa .0 00:00:00 ", 0 },
		{ "0000-00-00T00:00:00", 1 },
		{ "aaa 0000-00-00 00:00:00", 2 },
		{ "0000000000.000000 ", 0 },
	};
	const char *at;
	size_t i, n;

	at = skip_form(line, end, "kern  :......: ");	/* dmesg -x */
	if (skip_form(at ? at : line, end, "0000-00-00T00:00:00,000000"))
		return true;	/* dmesg --time-format iso */
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		at = skip_form(line, end, dates[i].form);
		for (n = 0; at && n < dates[i].words; n++)
			at = skip_word(at, end);
		if (!at || !is_host(at, end))
			continue;
		at = skip_word(at, end);
		if (at && skip_form(at, end, "kernel:"))
			return true;
	}
	return false;
}

/* "Linux version 6.12.0 (", of the kernel's first line */
static bool is_banner(const char *line, const char *end)
{
	static const char words[] = "Linux version ";
	const char *at = memmem(line, (size_t)(end - line), words,
				sizeof(words) - 1);

	if (!at)
		return false;
	at += sizeof(words) - 1;
	return skip_form(at, end, "0") && (at = skip_word(at, end)) &&
	       skip_form(at, end, "(");
}

static bool is_of_kernel(const char *line, size_t bytes)
{
	static const char date[] = "aaa aaa .0 00:00:00 0000";	/* dmesg -T */
	const char *at = line, *end = line + bytes;

	if (is_dated(line, end) || is_banner(line, end))
		return true;
	while ((at = memchr(at, '[', (size_t)(end - at)))) {
		at++;
		if (is_seconds(at, end) || skip_form(at, end, date))
			return true;
	}
	return false;
}

/* With its colours, or without. */
static bool is_up(char *line, size_t bytes, const struct pattern *pattern)
{
	if (pattern && line_matches(pattern, line, bytes))
		return true;
	bytes = crashrec_log_strip_colors(line, bytes);
	return pattern ? line_matches(pattern, line, bytes) :
			 is_of_kernel(line, bytes);
}

static enum log_up look(const char *path, const struct pattern *pattern)
{
	enum log_up found = LOG_EMPTY;
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0, zeros;
	ssize_t bytes;
	int err;

	if (!file)
		return LOG_UNREAD;
	errno = 0;
	while (found != LOG_UP && (bytes = getline(&line, &room, file)) >= 0) {
		if (!has_text(line, (size_t)bytes))
			continue;
		/* The first one may have zero bytes in front. */
		for (zeros = 0; !line[zeros]; zeros++)
			;
		found = is_up(line + zeros, (size_t)bytes - zeros, pattern) ?
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

/* Of a folder: of any file in it, and in its folders. */
enum log_up log_up(const char *path, const struct pattern *pattern)
{
	char *const paths[] = { (char *)path, NULL };
	enum log_up found = LOG_EMPTY, one;
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR,
			     NULL);
	FTSENT *entry;

	if (!tree)
		return LOG_UNREAD;
	while (found != LOG_UP && (entry = fts_read(tree))) {
		if (entry->fts_info != FTS_F)
			continue;
		one = look(entry->fts_accpath, pattern);
		found = one > found || one == LOG_UNREAD ? one : found;
		if (found == LOG_UNREAD)
			break;
	}
	fts_close(tree);
	return found;
}
