// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of a help text are
 *
 *   -f, --file FILE  read a region file, the memory of a guest, ...
 *       --max-size BYTES
 *                    of all files together; ...
 */
#include "help_option.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

/* Where what an option is for begins, and goes on: further to the right. */
#define NAME_COLUMNS_MAX	6
#define FEW_BYTES		16

static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : line + strlen(line);
}

/* The word that begins here, or as much of it as there is room for. */
static const char *take_word(const char *at, char *word, size_t room)
{
	size_t bytes = strcspn(at, " ,\n");
	size_t kept = bytes < room ? bytes : room - 1;

	memcpy(word, at, kept);
	word[kept] = '\0';
	return at + bytes;
}

/* Two blanks, or the end of the line, end the name. */
static const char *take_name(const char *at, struct help_option *option)
{
	option->letter = '\0';
	option->takes[0] = '\0';
	if (at[0] == '-' && at[1] != '-') {
		option->letter = at[1];
		at += strspn(at + 2, ", ") + 2;
	}
	if (strncmp(at, "--", 2) != 0)
		return NULL;
	at = take_word(at, option->name, sizeof(option->name));
	if (at[0] == ' ' && isupper((unsigned char)at[1]))
		at = take_word(at + 1, option->takes, sizeof(option->takes));
	return at;
}

/* A comma ends no more than a few words do. */
static bool ends_text(const char *at, size_t bytes)
{
	return (at[1] == ' ' || at[1] == '\n') &&
	       (strchr(";.:", *at) || (*at == ',' && bytes >= FEW_BYTES));
}

/* Also from lines below, which begin further to the right. */
static void take_text(const char *at, struct help_option *option)
{
	size_t bytes = 0;

	while (*at && !ends_text(at, bytes) && bytes + 1 < sizeof(option->text)) {
		if (*at == '\n' &&
		    strspn(at + 1, " ") <= NAME_COLUMNS_MAX)
			break;
		if (*at != ' ' && *at != '\n')
			option->text[bytes++] = *at;
		else if (bytes && option->text[bytes - 1] != ' ')
			option->text[bytes++] = ' ';
		at++;
	}
	while (bytes && option->text[bytes - 1] == ' ')
		bytes--;
	option->text[bytes] = '\0';
}

bool help_option_next(const char **at, struct help_option *option)
{
	const char *line = *at;
	const char *end;
	size_t blanks;

	for (; *line; line = next_line(line)) {
		blanks = strspn(line, " ");
		if (!blanks || blanks > NAME_COLUMNS_MAX || line[blanks] != '-')
			continue;
		end = take_name(line + blanks, option);
		if (!end)
			continue;
		take_text(end, option);
		*at = next_line(line);
		return true;
	}
	return false;
}

bool help_option_find(const char *help, const char *word,
		      struct help_option *option)
{
	while (help_option_next(&help, option))
		if (!strcmp(word, option->name) ||
		    (option->letter && word[0] == '-' &&
		     word[1] == option->letter && !word[2]))
			return true;
	return false;
}

bool help_usage_names(const char *help, const char *operand)
{
	const char *end = strstr(help, "\n\n");
	const char *found = strstr(help, operand);

	return found && (!end || found < end);
}
