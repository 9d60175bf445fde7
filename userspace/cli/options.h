/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The command line of a command, as one struct.
 */
#ifndef CRASHREC_CLI_OPTIONS_H
#define CRASHREC_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "choice.h"
#include "judging.h"
#include "terminal.h"

struct command;

/**
 * struct options - what was asked for
 * @path: -f, --file; NULL: the default source
 * @paths: all that were given with -f, in order; owned
 * @path_count: of them
 * @json: --json
 * @raw: --raw
 * @all: --all
 * @modules: --modules
 * @report: --report
 * @through: --through; -1: not given
 * @user: --user
 * @directory: -d, --directory; NULL: not given
 * @max_size: --max-size, in bytes
 * @has_max_size: it was given
 * @no_journal: --no-journal
 * @may_be_none: not of the command line: that there is no record is fine
 * @may_be_damaged: likewise: that a record misses lines is fine
 * @whole: --whole
 * @only_new: --new
 * @relative: --relative
 * @terminal: --color, --no-pager
 * @choice: --since, --class, --title, --boot
 * @judging: --other, --up, --at-least, --before
 * @dot: --dot
 * @svg: --svg
 * @output: -o, --output; NULL: not given
 * @html: --html; NULL: not given
 * @symbols: --symbols, or --vmlinux
 * @vmlinux: --vmlinux; NULL: not given; likewise those below
 * @module_dir: --module-dir
 * @debug_dir: --debug-dir
 * @release: --release
 * @as_printed: --as-printed
 * @code: --code
 * @help: -h, --help
 * @seqs: sequence numbers, in the order given; owned
 * @seq_count: how many
 * @files: names of files, in the order given; of argv
 * @file_count: how many
 */
struct options {
	const char *path;
	const char **paths;
	size_t path_count;
	bool json;
	bool raw;
	bool all;
	bool modules;
	bool report;
	int through;
	bool user;
	const char *directory;
	uint64_t max_size;
	bool has_max_size;
	bool no_journal;
	bool may_be_none;
	bool may_be_damaged;
	bool whole;
	bool only_new;
	bool relative;
	struct terminal terminal;
	struct choice choice;
	struct judging judging;
	bool dot;
	bool svg;
	const char *output;
	const char *html;
	bool symbols;
	const char *vmlinux;
	const char *module_dir;
	const char *debug_dir;
	const char *release;
	bool as_printed;
	bool code;
	bool help;
	uint64_t *seqs;
	size_t seq_count;
	char **files;
	size_t file_count;
};

/**
 * options_parse() - read a command line
 * @options: filled; free it with options_free(), also on failure
 * @command: whose it is; its options are letters: f --file, j --json, r --raw,
 *           a --all, m --modules, R --report, t --through, u --user,
 *           d --directory, s --max-size, n --no-journal, w --whole, N --new,
 *           A --relative, TERMINAL_OPTIONS --color, --no-pager,
 *           CHOICE_OPTIONS --since, --class, --title, --boot,
 *           JUDGING_OPTIONS --other, --up, --at-least, --before,
 *           G --dot, V --svg, o --output, H --html,
 *           v --vmlinux, M --module-dir, D --debug-dir, l --release,
 *           y --symbols, x --as-printed, c --code.
 *           --help is always known.
 * @argc: with the command's name as first argument
 * @argv: likewise; stays in use
 *
 * Return: false if it is wrong; that was told on stderr.
 */
bool options_parse(struct options *options, const struct command *command,
		   int argc, char **argv);

/**
 * options_free() - free what options_parse() allocated
 * @options: from there
 */
void options_free(struct options *options);

#endif /* CRASHREC_CLI_OPTIONS_H */
