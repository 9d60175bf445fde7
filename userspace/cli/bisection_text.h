/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bisections, to be read by people.
 */
#ifndef CRASHREC_CLI_BISECTION_TEXT_H
#define CRASHREC_CLI_BISECTION_TEXT_H

#include <crashrec_bisect.h>
#include <stdio.h>

/**
 * bisection_text_print() - show what was found, and a line for each test
 * @out: where to; errors are left in it
 * @bisection: the bisection
 *
 * Return: false if there was no memory.
 */
bool bisection_text_print(FILE *out,
			  const struct crashrec_bisection *bisection);

#endif /* CRASHREC_CLI_BISECTION_TEXT_H */
