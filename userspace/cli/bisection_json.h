/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bisections for programs; bisection_json.c describes the keys.
 */
#ifndef CRASHREC_CLI_BISECTION_JSON_H
#define CRASHREC_CLI_BISECTION_JSON_H

#include <crashrec_bisect.h>
#include <stdio.h>

/**
 * bisection_json_print() - all of it as one JSON object
 * @out: where to; errors are left in it
 * @file: path of the log
 * @bisection: the bisection
 *
 * Return: false if there was no memory.
 */
bool bisection_json_print(FILE *out, const char *file,
			  const struct crashrec_bisection *bisection);

#endif /* CRASHREC_CLI_BISECTION_JSON_H */
