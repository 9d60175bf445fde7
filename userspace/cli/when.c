// SPDX-License-Identifier: GPL-2.0
#include "when.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#define NS_PER_SEC	UINT64_C(1000000000)

static void format_utc(char text[WHEN_ROOM], const char *format,
		       uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / NS_PER_SEC);
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) || !strftime(text, WHEN_ROOM, format, &tm))
		snprintf(text, WHEN_ROOM, "@%" PRIu64, wall_ns / NS_PER_SEC);
}

void when_iso(char text[WHEN_ROOM], uint64_t wall_ns)
{
	char seconds[WHEN_ROOM];

	format_utc(seconds, "%Y-%m-%dT%H:%M:%S", wall_ns);
	snprintf(text, WHEN_ROOM, "%.24s.%06" PRIu64 "Z", seconds,
		 wall_ns % NS_PER_SEC / 1000);
}

void when_seconds(char text[WHEN_ROOM], uint64_t wall_ns)
{
	format_utc(text, "%Y-%m-%d %H:%M:%S", wall_ns);
}
