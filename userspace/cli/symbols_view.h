/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Debug information for a command: what of it was asked for, and is there.
 */
#ifndef CRASHREC_CLI_SYMBOLS_VIEW_H
#define CRASHREC_CLI_SYMBOLS_VIEW_H

#include <crashrec_symbols.h>
#include <stdio.h>

#include "options.h"

/* Of the help texts of those that have these options. */
#define SYMBOLS_HELP \
	"      --vmlinux FILE      the kernel's file with debug information\n" \
	"      --module-dir DIR    where those of its modules are, there or below; else\n" \
	"                          they are looked for beside FILE, too\n" \
	"      --debug-dir DIR     where debug packages are unpacked: /usr/lib/debug\n" \
	"      --release RELEASE   uname -r of the kernel, where nothing tells it\n" \
	"      --as-printed        look up return addresses as they are, not the calls\n" \
	"                          before them\n"

/* Kernels without debug information that are told of, a line each. */
#define SYMBOLS_TOLD_MAX	8

/**
 * struct symbols_view - what there is
 * @options: what was asked for
 * @symbols: NULL: not asked for
 * @is_usable: there is debug information of the kernel that is shown
 * @frames: of the record that is shown, see crashrec_symbols_frames(); or NULL
 * @frame_count: of them
 * @told: errors that were told, so that each is told once; owned
 * @told_count: of them
 * @untold_count: records for which a further one was not told
 * @exit_code: the worst so far
 */
struct symbols_view {
	const struct options *options;
	struct crashrec_symbols *symbols;
	bool is_usable;
	struct crashrec_symbol *frames;
	size_t frame_count;
	char *told[SYMBOLS_TOLD_MAX];
	size_t told_count;
	uint64_t untold_count;
	int exit_code;
};

/**
 * symbols_view_open() - open debug information, if that is asked for
 * @view: filled; end with symbols_view_close(), also on failure
 * @options: stays in use
 *
 * Return: false if what was named can't be used; that was told on stderr.
 */
bool symbols_view_open(struct symbols_view *view,
		       const struct options *options);

/**
 * symbols_view_use() - a record is to be shown
 * @view: from symbols_view_open(); what is not there is told on stderr
 * @record: the record; must live until the next one is shown
 *
 * Return: false if there was no memory.
 */
bool symbols_view_use(struct symbols_view *view,
		      const struct crashrec_record *record);

/**
 * symbols_view_use_none() - text that is of no record is to be shown
 * @view: from symbols_view_open(); what is not there is told on stderr
 */
void symbols_view_use_none(struct symbols_view *view);

/**
 * symbols_view_line() - show a line of text
 * @view: from symbols_view_open(), with what is to be shown
 * @out: where to; errors are left in it
 * @line: without a newline
 *
 * Return: false if there was no memory.
 */
bool symbols_view_line(struct symbols_view *view, FILE *out,
		       struct crashrec_text line);

/**
 * symbols_view_close() - tell on stderr what was not found, and close it
 * @view: from symbols_view_open()
 *
 * Return: enum exit_code.
 */
int symbols_view_close(struct symbols_view *view);

#endif /* CRASHREC_CLI_SYMBOLS_VIEW_H */
