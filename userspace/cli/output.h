/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_OUTPUT_H
#define CRASHREC_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "options.h"

/**
 * struct output - what is being written to a file, or to stdout
 * @file: where to write
 * @path: of the file; NULL: stdout
 * @temporary: name that it has until it is whole; owned
 */
struct output {
	FILE *file;
	const char *path;
	char *temporary;
};

/**
 * output_open() - open it
 * @output: filled
 * @path: of a regular file, that is replaced when all is written, or of none;
 *        NULL or "-": stdout
 * @options: whose sources it may not be
 *
 * It ends with output_close() or output_drop(), or with a signal that ends the
 * program.
 *
 * Return: false: it can't be; that was told on stderr.
 */
bool output_open(struct output *output, const char *path,
		 const struct options *options);

/**
 * output_drop() - give it up: what was there before stays
 * @output: from output_open()
 */
void output_drop(struct output *output);

/**
 * output_close() - see to it that all was written
 * @output: from output_open()
 *
 * Return: false: it was not, and what was there before stays; that was told on
 * stderr.
 */
bool output_close(struct output *output);

#endif /* CRASHREC_CLI_OUTPUT_H */
