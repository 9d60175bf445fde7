/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_WHEN_H
#define CRASHREC_CLI_WHEN_H

#include <stdint.h>

/* Room for any form, terminated. */
#define WHEN_ROOM	40

/**
 * when_iso() - a wall clock time as in ISO 8601, UTC, to the microsecond
 * @text: receives it, as 2025-01-31T23:59:59.123456Z
 * @wall_ns: nanoseconds since 1970
 */
void when_iso(char text[WHEN_ROOM], uint64_t wall_ns);

/**
 * when_seconds() - the same for eyes, UTC, to the second
 * @text: receives it, as 2025-01-31 23:59:59
 * @wall_ns: nanoseconds since 1970
 */
void when_seconds(char text[WHEN_ROOM], uint64_t wall_ns);

/**
 * when_ago() - how long ago that is, for eyes
 * @text: receives it, as "3 h ago", or "in 5 min" where a clock is wrong
 * @wall_ns: nanoseconds since 1970
 * @now_ns: the time that it is, likewise
 */
void when_ago(char text[WHEN_ROOM], uint64_t wall_ns, uint64_t now_ns);

#endif /* CRASHREC_CLI_WHEN_H */
