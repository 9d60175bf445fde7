// SPDX-License-Identifier: GPL-2.0
#include "pattern.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES		4096
#define PIECE_SHARED_BYTES	1024

static bool init_regex(struct pattern *pattern, const char *text, char *why,
		       size_t why_bytes)
{
	char *inner = strndup(text + 1, strlen(text) - 2);
	int err;

	if (!inner) {
		snprintf(why, why_bytes, "out of memory");
		return false;
	}
	err = regcomp(&pattern->regex, inner, REG_EXTENDED | REG_NOSUB);
	free(inner);
	if (err)
		regerror(err, &pattern->regex, why, why_bytes);
	return !err;
}

bool pattern_init(struct pattern *pattern, const char *text, char *why,
		  size_t why_bytes)
{
	size_t bytes = strlen(text);

	pattern->glob = NULL;
	if (!bytes) {
		snprintf(why, why_bytes, "it is empty");
		return false;
	}
	if (bytes > 2 && text[0] == '/' && text[bytes - 1] == '/')
		return init_regex(pattern, text, why, why_bytes);
	pattern->glob = text;
	return true;
}

bool pattern_matches(const struct pattern *pattern, const char *text)
{
	if (pattern->glob)
		return !strcmp(pattern->glob, text) ||
		       !fnmatch(pattern->glob, text, 0);
	return !regexec(&pattern->regex, text, 0, NULL, 0);
}

bool pattern_finds(const struct pattern *pattern, const char *text,
		   size_t bytes)
{
	char piece[PIECE_BYTES + 1];
	size_t at = 0, some, i;
	int flags;

	do {
		some = bytes - at < PIECE_BYTES ? bytes - at : PIECE_BYTES;
		for (i = 0; i < some; i++)
			piece[i] = text[at + i] ? text[at + i] : ' ';
		piece[some] = '\0';
		flags = (at ? REG_NOTBOL : 0) |
			(at + some < bytes ? REG_NOTEOL : 0);
		if (!regexec(&pattern->regex, piece, 0, NULL, flags))
			return true;
		at += PIECE_BYTES - PIECE_SHARED_BYTES;
	} while (at + PIECE_SHARED_BYTES < bytes);
	return false;
}

void pattern_exit(struct pattern *pattern)
{
	if (!pattern->glob)
		regfree(&pattern->regex);
}
