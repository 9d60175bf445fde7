/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_WHEN_PARSE_H
#define CRASHREC_CLI_WHEN_PARSE_H

#include <stdbool.h>
#include <stdint.h>

/* For messages and help. */
#define WHEN_PARSE_FORMS \
	"'2025-01-31 23:59', '23:59', '2h', '3d ago', today, yesterday or @1738367940"

/**
 * when_parse() - a time as people write it, UTC
 * @wall_ns: set to it, nanoseconds since 1970
 * @text: a date with or without a time of day, as 2025-01-31 23:59:59 or
 *        2025-01-31T23:59:59.5Z; a time of today; today, yesterday, now; a span
 *        before now, as 2h, 1d12h, -30min, "3 days ago"; @ and seconds since
 *        1970
 * @now_ns: the time that it is, nanoseconds since 1970
 *
 * Return: false if it is none, or before 1970.
 */
bool when_parse(uint64_t *wall_ns, const char *text, uint64_t now_ns);

#endif /* CRASHREC_CLI_WHEN_PARSE_H */
