/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What may come next on a command line, for completions of shells.
 */
#ifndef CRASHREC_CLI_COMPLETE_H
#define CRASHREC_CLI_COMPLETE_H

#include <stddef.h>

struct command;

/**
 * complete() - show what a word may become
 * @commands: all there are
 * @count: how many
 * @words: those of the command line behind the program's name, as the program
 *         would get them, up to the one to complete; it may be empty, or NULL
 * @word_count: how many
 *
 * Shown is a line for each: the word, a tab, and what it is. ":files" and
 * ":folders" stand for names of those. Nothing goes wrong: what can't be read
 * has nothing to offer.
 */
void complete(const struct command * const *commands, size_t count,
	      char **words, size_t word_count);

#endif /* CRASHREC_CLI_COMPLETE_H */
