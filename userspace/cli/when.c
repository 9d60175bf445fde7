// SPDX-License-Identifier: GPL-2.0
#include "when.h"

#include <inttypes.h>
#include <stdbool.h>
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

/* The first unit of which there are less than that many. */
void when_ago(char text[WHEN_ROOM], uint64_t wall_ns, uint64_t now_ns)
{
	static const struct {
		const char *name;
		uint64_t seconds;
		uint64_t below;
	} units[] = {
		{ "s", 1, 100 },
		{ "min", 60, 100 },
		{ "h", 3600, 48 },
		{ "d", 86400, 100 },
		{ "months", 2629746, 24 },
		{ "years", 31556952, UINT64_MAX },
	};
	bool is_ahead = wall_ns > now_ns;
	uint64_t seconds;
	size_t i = 0;

	seconds = (is_ahead ? wall_ns - now_ns : now_ns - wall_ns) / NS_PER_SEC;
	while (seconds / units[i].seconds >= units[i].below)
		i++;
	snprintf(text, WHEN_ROOM, "%s%" PRIu64 " %s%s", is_ahead ? "in " : "",
		 seconds / units[i].seconds, units[i].name,
		 is_ahead ? "" : " ago");
}
