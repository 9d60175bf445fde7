// SPDX-License-Identifier: GPL-2.0
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "complain.h"

static const struct option known[] = {
	{ "file", required_argument, NULL, 'f' },
	{ "json", no_argument, NULL, 'j' },
	{ "raw", no_argument, NULL, 'r' },
	{ "all", no_argument, NULL, 'a' },
	{ "modules", no_argument, NULL, 'm' },
	{ "report", no_argument, NULL, 'R' },
	{ "through", required_argument, NULL, 't' },
	{ "user", no_argument, NULL, 'u' },
	{ "directory", required_argument, NULL, 'd' },
	{ "max-size", required_argument, NULL, 's' },
	{ "no-journal", no_argument, NULL, 'n' },
	{ "whole", no_argument, NULL, 'w' },
	{ "new", no_argument, NULL, 'N' },
	{ "since", required_argument, NULL, 'S' },
	{ "class", required_argument, NULL, 'C' },
	{ "title", required_argument, NULL, 'T' },
	{ "boot", required_argument, NULL, 'B' },
	{ "relative", no_argument, NULL, 'A' },
	{ "color", required_argument, NULL, 'K' },
	{ "no-pager", no_argument, NULL, 'P' },
	{ "other", required_argument, NULL, 'O' },
	{ "up", required_argument, NULL, 'U' },
	{ "at-least", required_argument, NULL, 'L' },
	{ "before", required_argument, NULL, 'b' },
	{ "dot", no_argument, NULL, 'G' },
	{ "svg", no_argument, NULL, 'V' },
	{ "output", required_argument, NULL, 'o' },
	{ "html", required_argument, NULL, 'H' },
	{ "vmlinux", required_argument, NULL, 'v' },
	{ "module-dir", required_argument, NULL, 'M' },
	{ "debug-dir", required_argument, NULL, 'D' },
	{ "release", required_argument, NULL, 'l' },
	{ "symbols", no_argument, NULL, 'y' },
	{ "as-printed", no_argument, NULL, 'x' },
	{ "code", no_argument, NULL, 'c' },
	{ "help", no_argument, NULL, 'h' },
};

#define KNOWN_COUNT	(sizeof(known) / sizeof(known[0]))

/* Numbers that ranges may have in all. */
#define RANGES_ROOM	65536

static void select_options(struct option *selected, const char *letters)
{
	size_t i;

	for (i = 0; i < KNOWN_COUNT; i++)
		if (known[i].val == 'h' || strchr(letters, known[i].val))
			*selected++ = known[i];
	memset(selected, 0, sizeof(*selected));
}

/* Of one number; @end is what is behind it. */
static bool take_seq(uint64_t *seq, const char *text, char **end)
{
	errno = 0;
	*seq = strtoull(text, end, 10);
	return isdigit((unsigned char)text[0]) && !errno && *seq;
}

static bool parse_fd(int *fd, const char *text)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(text, &end, 10);
	*fd = (int)number;
	return isdigit((unsigned char)text[0]) && !*end && !errno &&
	       number <= INT_MAX;
}

/* As 64M; the letters are of powers of 1024. */
static bool parse_size(uint64_t *bytes, const char *text)
{
	static const char units[] = "KMG";
	const char *unit;
	unsigned int shift = 0;
	char *end;

	errno = 0;
	*bytes = strtoull(text, &end, 10);
	if (!isdigit((unsigned char)text[0]) || errno)
		return false;
	if (*end) {
		unit = strchr(units, *end);
		if (!unit || end[1])
			return false;
		shift = 10 * (unsigned int)(unit - units + 1);
	}
	if (*bytes > UINT64_MAX >> shift)
		return false;
	*bytes <<= shift;
	return true;
}

static bool take_files(struct options *options, const struct command *command,
		       char **operands, size_t count)
{
	options->files = operands;
	options->file_count = count;
	if (!count)
		complain("%s: no file is named%s: see crashrec %s --help",
			 command->name, command->takes_sources ? "" :
			 "; - is standard input", command->name);
	return count;
}

static bool take_logs(struct options *options, const struct command *command,
		      char **operands, size_t count)
{
	if (options->path_count) {
		complain("%s: '%s' is no sequence number, and -f names a file, too",
			 command->name, operands[0]);
		return false;
	}
	return take_files(options, command, operands, count);
}

static void complain_of_number(const struct command *command, const char *text,
			       int err)
{
	if (err == -E2BIG)
		complain("%s: '%s' names more than %d records: name fewer, or none for all",
			 command->name, text, RANGES_ROOM);
	else if (err == -ERANGE)
		complain("%s: '%s' goes backwards: name the lower number first",
			 command->name, text);
	else
		complain("%s: '%s' is no sequence number, as 3, 1-3 or 1,3; to name a file use -f",
			 command->name, text);
}

/* A file is what users name first, wherever it is to stand. */
static void complain_of_operand(const struct command *command,
				const char *text)
{
	if (strchr(command->options, 'f') && !access(text, F_OK))
		complain("%s: '%s' is a file: to name a file use -f",
			 command->name, text);
	else
		complain("%s: '%s' is too much: see crashrec %s --help",
			 command->name, text, command->name);
}

/*
 * "3", "1-3", "1,4-6". Return: 0; -EINVAL: it is none of these; -ERANGE: a range
 * goes backwards; -E2BIG: there is no room for so many.
 */
static int add_seqs(struct options *options, const char *text, size_t room)
{
	uint64_t first, last, left;
	int err = 0;
	char *end;

	for (;; text = end + 1) {
		if (!take_seq(&first, text, &end))
			return -EINVAL;
		last = first;
		if (*end == '-' && !take_seq(&last, end + 1, &end))
			return -EINVAL;
		if (*end && *end != ',')
			return -EINVAL;
		if (last < first)
			err = -ERANGE;
		else if (last - first >= room - options->seq_count)
			err = err ? err : -E2BIG;
		/* The last one may be the largest there is. */
		for (left = last - first + 1; !err && left; left--)
			options->seqs[options->seq_count++] = first++;
		if (!*end)
			return err;
	}
}

static bool parse_operands(struct options *options,
			   const struct command *command, char **operands,
			   size_t count)
{
	size_t i;
	int err;

	if (command->takes_files)
		return take_files(options, command, operands, count);
	if (count > command->operands_max) {
		complain_of_operand(command, operands[command->operands_max]);
		return false;
	}
	options->seqs = calloc(count + RANGES_ROOM, sizeof(*options->seqs));
	if (!options->seqs) {
		complain("out of memory");
		return false;
	}
	for (i = 0; i < count; i++) {
		err = add_seqs(options, operands[i], i + RANGES_ROOM);
		if (!err)
			continue;
		if (!i && command->takes_either && err == -EINVAL) {
			options->seq_count = 0;
			return take_logs(options, command, operands, count);
		}
		complain_of_number(command, operands[i], err);
		return false;
	}
	if (options->seq_count > command->operands_max) {
		complain_of_operand(command, operands[0]);
		return false;
	}
	return true;
}

/* Of pictures and pages. */
static bool take_picture_option(struct options *options, int letter)
{
	switch (letter) {
	case 'G':
		options->dot = true;
		return true;
	case 'V':
		options->svg = true;
		return true;
	case 'o':
		options->output = optarg;
		return true;
	case 'H':
		options->html = optarg;
		return true;
	default:
		return false;
	}
}

/* Of debug information. */
static bool take_symbol_option(struct options *options, int letter)
{
	switch (letter) {
	case 'v':
		options->symbols = true;
		options->vmlinux = optarg;
		return true;
	case 'M':
		options->module_dir = optarg;
		return true;
	case 'D':
		options->debug_dir = optarg;
		return true;
	case 'l':
		options->release = optarg;
		return true;
	case 'y':
		options->symbols = true;
		return true;
	case 'x':
		options->as_printed = true;
		return true;
	case 'c':
		options->code = true;
		return true;
	default:
		return false;
	}
}

static bool take_option(struct options *options, int letter)
{
	switch (letter) {
	case 'f':
		options->path = optarg;
		options->paths[options->path_count++] = optarg;
		return true;
	case 'j':
		options->json = true;
		return true;
	case 'r':
		options->raw = true;
		return true;
	case 'a':
		options->all = true;
		return true;
	case 'm':
		options->modules = true;
		return true;
	case 'R':
		options->report = true;
		return true;
	case 't':
		return parse_fd(&options->through, optarg);
	case 'u':
		options->user = true;
		return true;
	case 'd':
		options->directory = optarg;
		return true;
	case 's':
		options->has_max_size = true;
		return parse_size(&options->max_size, optarg);
	case 'n':
		options->no_journal = true;
		return true;
	case 'w':
		options->whole = true;
		return true;
	case 'N':
		options->only_new = true;
		return true;
	case 'A':
		options->relative = true;
		return true;
	case 'h':
		options->help = true;
		return true;
	default:
		return take_picture_option(options, letter) ||
		       take_symbol_option(options, letter);
	}
}

static void complain_of_option(const struct command *command, int letter,
			       const char *argument)
{
	switch (letter) {
	case 't':
		complain("%s: '%s' is no descriptor: name the number of an open one",
			 command->name, optarg);
		break;
	case 's':
		complain("%s: '%s' is no size: name bytes, or as 64M",
			 command->name, optarg);
		break;
	case ':':
		complain("%s: '%s' needs a value: see crashrec %s --help",
			 command->name, argument, command->name);
		break;
	default:
		complain("%s: '%s' is not known: see crashrec %s --help",
			 command->name, argument, command->name);
		break;
	}
}

/* Options of which a part of the program knows more, and tells what is wrong. */
static bool is_of_part(int letter)
{
	return letter != '?' && strchr(CHOICE_OPTIONS JUDGING_OPTIONS TERMINAL_OPTIONS,
				       letter);
}

static bool take_of_part(struct options *options, int letter,
			 const char *command)
{
	if (!is_of_part(letter))
		return false;
	if (strchr(CHOICE_OPTIONS, letter))
		return choice_option(&options->choice, letter, optarg, command);
	if (strchr(TERMINAL_OPTIONS, letter))
		return terminal_option(&options->terminal, letter, optarg,
				       command);
	return judging_option(&options->judging, letter, optarg, command);
}

static const char *short_options(const struct command *command)
{
	if (strchr(command->options, 'o'))
		return ":f:o:h";
	return strchr(command->options, 'd') ? ":f:d:h" : ":f:h";
}

/* What is named is never passed over. */
static bool is_file_option_fine(const struct options *options,
				const struct command *command)
{
	if (options->path_count && !strchr(command->options, 'f')) {
		complain("%s: name files without -f", command->name);
		return false;
	}
	if (options->path_count < 2 || command->takes_sources)
		return true;
	complain("%s: -f is given %zu times: crashrec merge makes one source of several",
		 command->name, options->path_count);
	return false;
}

bool options_parse(struct options *options, const struct command *command,
		   int argc, char **argv)
{
	struct option selected[KNOWN_COUNT + 1];
	int letter;

	memset(options, 0, sizeof(*options));
	options->through = -1;
	options->paths = calloc((size_t)argc + 1, sizeof(*options->paths));
	if (!options->paths) {
		complain("out of memory");
		return false;
	}
	select_options(selected, command->options);
	opterr = 0;
	optind = 1;
	while ((letter = getopt_long(argc, argv, short_options(command),
				     selected, NULL)) != -1) {
		if (take_of_part(options, letter, command->name))
			continue;
		if (is_of_part(letter))
			return false;
		if (take_option(options, letter))
			continue;
		complain_of_option(command, letter, argv[optind - 1]);
		return false;
	}
	if (options->json && options->raw) {
		complain("%s: --json and --raw exclude each other",
			 command->name);
		return false;
	}
	if (options->dot && options->svg) {
		complain("%s: --dot and --svg exclude each other",
			 command->name);
		return false;
	}
	if (!options->help && !is_file_option_fine(options, command))
		return false;
	return options->help ||
	       parse_operands(options, command, argv + optind,
			      (size_t)(argc - optind));
}

void options_free(struct options *options)
{
	choice_free(&options->choice);
	free(options->seqs);
	options->seqs = NULL;
	free(options->paths);
	options->paths = NULL;
}
