// SPDX-License-Identifier: GPL-2.0
#include "when_parse.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NS_PER_SEC	UINT64_C(1000000000)
#define SEC_PER_DAY	UINT64_C(86400)
#define SEC_MAX		(UINT64_MAX / NS_PER_SEC)

struct unit {
	const char *name;
	uint64_t seconds;
};

static const struct unit units[] = {
	{ "s", 1 }, { "sec", 1 }, { "second", 1 }, { "seconds", 1 },
	{ "m", 60 }, { "min", 60 }, { "minute", 60 }, { "minutes", 60 },
	{ "h", 3600 }, { "hour", 3600 }, { "hours", 3600 },
	{ "d", SEC_PER_DAY }, { "day", SEC_PER_DAY }, { "days", SEC_PER_DAY },
	{ "w", 7 * SEC_PER_DAY }, { "week", 7 * SEC_PER_DAY },
	{ "weeks", 7 * SEC_PER_DAY },
};

static const char *skip_blanks(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

static bool parse_number(uint64_t *number, const char **text)
{
	char *end;

	if (!isdigit((unsigned char)**text))
		return false;
	errno = 0;
	*number = strtoull(*text, &end, 10);
	*text = end;
	return !errno;
}

static const struct unit *parse_unit(const char **text)
{
	size_t bytes = 0, i;

	while (isalpha((unsigned char)(*text)[bytes]))
		bytes++;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strlen(units[i].name) != bytes ||
		    strncmp(units[i].name, *text, bytes) != 0)
			continue;
		*text += bytes;
		return &units[i];
	}
	return NULL;
}

/* As 1d 12h, -30min, 3 days ago. */
static bool parse_span(uint64_t *seconds, const char *text)
{
	const struct unit *unit;
	uint64_t number, sum = 0;

	if (*text == '-')
		text++;
	do {
		if (!parse_number(&number, &text))
			return false;
		text = skip_blanks(text);
		unit = parse_unit(&text);
		if (!unit || number > (SEC_MAX - sum) / unit->seconds)
			return false;
		sum += number * unit->seconds;
		text = skip_blanks(text);
	} while (isdigit((unsigned char)*text));
	*seconds = sum;
	return !*text || !strcmp(text, "ago");
}

/* The part of a second, and what says that it is UTC. */
static bool parse_rest(uint64_t *part_ns, const char *text)
{
	uint64_t unit_ns = NS_PER_SEC / 10;

	*part_ns = 0;
	if (*text == '.') {
		text++;
		for (; isdigit((unsigned char)*text); text++) {
			*part_ns += unit_ns * (uint64_t)(*text - '0');
			unit_ns /= 10;
		}
	}
	text = skip_blanks(text);
	return !*text || !strcmp(text, "Z") || !strcmp(text, "UTC");
}

static bool parse_date(uint64_t *wall_ns, const char *text, uint64_t now_ns)
{
	static const char * const forms[] = {
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
		"%Y-%m-%d %H:%M", "%Y-%m-%d", "%H:%M:%S", "%H:%M",
	};
	time_t today = (time_t)(now_ns / NS_PER_SEC), seconds;
	struct tm tm, given;
	uint64_t part_ns;
	const char *end;
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!gmtime_r(&today, &tm))
			return false;
		tm.tm_hour = 0;
		tm.tm_min = 0;
		tm.tm_sec = 0;
		end = strptime(text, forms[i], &tm);
		if (!end || !parse_rest(&part_ns, end))
			continue;
		given = tm;
		seconds = timegm(&tm);
		if (seconds < 0 || (uint64_t)seconds >= SEC_MAX ||
		    given.tm_mday != tm.tm_mday)
			return false;
		*wall_ns = (uint64_t)seconds * NS_PER_SEC + part_ns;
		return true;
	}
	return false;
}

static bool parse_stamp(uint64_t *wall_ns, const char *text)
{
	uint64_t seconds, part_ns;

	if (!parse_number(&seconds, &text) || seconds >= SEC_MAX ||
	    !parse_rest(&part_ns, text))
		return false;
	*wall_ns = seconds * NS_PER_SEC + part_ns;
	return true;
}

bool when_parse(uint64_t *wall_ns, const char *text, uint64_t now_ns)
{
	uint64_t seconds, day_ns;

	text = skip_blanks(text);
	day_ns = now_ns - now_ns % (SEC_PER_DAY * NS_PER_SEC);
	if (!strcmp(text, "now")) {
		*wall_ns = now_ns;
		return true;
	}
	if (!strcmp(text, "today")) {
		*wall_ns = day_ns;
		return true;
	}
	if (!strcmp(text, "yesterday")) {
		if (day_ns < SEC_PER_DAY * NS_PER_SEC)
			return false;
		*wall_ns = day_ns - SEC_PER_DAY * NS_PER_SEC;
		return true;
	}
	if (*text == '@')
		return parse_stamp(wall_ns, text + 1);
	if (parse_span(&seconds, text)) {
		if (seconds > now_ns / NS_PER_SEC)
			return false;
		*wall_ns = now_ns - seconds * NS_PER_SEC;
		return true;
	}
	return parse_date(wall_ns, text, now_ns);
}
