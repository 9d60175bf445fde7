/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_OUTPUT_H
#define CRASHREC_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct output - what is being written to a file, or to stdout
 * @file: where to write
 * @path: of the file; NULL: stdout
 */
struct output {
	FILE *file;
	const char *path;
};

/**
 * output_open() - open it
 * @output: filled
 * @path: of a file, that is written anew; NULL or "-": stdout
 *
 * Return: false: it can't be; that was told on stderr.
 */
bool output_open(struct output *output, const char *path);

/**
 * output_close() - see to it that all was written
 * @output: from output_open()
 *
 * Return: false: it was not; that was told on stderr.
 */
bool output_close(struct output *output);

#endif /* CRASHREC_CLI_OUTPUT_H */
