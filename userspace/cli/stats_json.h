/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_STATS_JSON_H
#define CRASHREC_CLI_STATS_JSON_H

#include <crashrec_source.h>
#include <stdio.h>

/**
 * stats_json_print() - a source as a whole, as a JSON object
 * @out: where to; errors are left in it
 * @source: path of it
 * @summary: of it
 *
 * Return: false if there was no memory.
 */
bool stats_json_print(FILE *out, const char *source,
		      const struct crashrec_summary *summary);

#endif /* CRASHREC_CLI_STATS_JSON_H */
