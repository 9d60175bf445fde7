// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "bisect_text.h"

#include <string.h>

#define COMMIT_MIN_DIGITS	7
#define COMMIT_MAX_DIGITS	64
#define NS_PER_SEC		UINT64_C(1000000000)

static void skip(struct crashrec_text *text, size_t bytes)
{
	text->data += bytes;
	text->bytes -= bytes;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'f');
}

bool text_take(struct crashrec_text *text, const char *string)
{
	size_t bytes = strlen(string);

	if (text->bytes < bytes || memcmp(text->data, string, bytes) != 0)
		return false;
	skip(text, bytes);
	return true;
}

bool text_take_number(struct crashrec_text *text, uint32_t *number)
{
	struct crashrec_text rest = *text;
	uint64_t sum = 0;

	for (; rest.bytes && is_digit(*rest.data); skip(&rest, 1)) {
		sum = 10 * sum + (uint64_t)(*rest.data - '0');
		if (sum >= CRASHREC_UNKNOWN)
			return false;
	}
	if (rest.bytes == text->bytes)
		return false;
	*text = rest;
	*number = (uint32_t)sum;
	return true;
}

bool text_take_commit(struct crashrec_text *text, struct crashrec_text *commit)
{
	struct crashrec_text rest = *text;
	bool is_quoted = text_take(&rest, "'");
	size_t digits = 0;

	while (digits < rest.bytes && is_hex(rest.data[digits]))
		digits++;
	if (digits < COMMIT_MIN_DIGITS || digits > COMMIT_MAX_DIGITS)
		return false;
	*commit = (struct crashrec_text){ rest.data, digits };
	skip(&rest, digits);
	if (is_quoted && !text_take(&rest, "'"))
		return false;
	if (rest.bytes && !text_take(&rest, " "))
		return false;
	*text = rest;
	return true;
}

struct crashrec_text text_take_until(struct crashrec_text *text, char end)
{
	struct crashrec_text taken = *text;
	const char *found = memchr(text->data, end, text->bytes);

	if (!found) {
		skip(text, text->bytes);
		return taken;
	}
	taken.bytes = (size_t)(found - text->data);
	skip(text, taken.bytes + 1);
	return taken;
}

/* A micro sign has two forms in UTF-8. */
static uint64_t take_unit(struct crashrec_text *text)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "\302\265s", 1000 },
		{ "\316\274s", 1000 }, { "ms", 1000000 }, { "s", NS_PER_SEC },
		{ "m", 60 * NS_PER_SEC }, { "h", 3600 * NS_PER_SEC },
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text_take(text, units[i].name))
			return units[i].ns;
	return 0;
}

/* As many digits as there are of the unit: more are less than a nanosecond. */
static uint64_t take_part(struct crashrec_text *text, uint64_t *divisor)
{
	uint64_t part = 0;

	*divisor = 1;
	if (!text_take(text, "."))
		return 0;
	for (; text->bytes && is_digit(*text->data); skip(text, 1)) {
		if (*divisor >= NS_PER_SEC)
			continue;
		part = 10 * part + (uint64_t)(*text->data - '0');
		*divisor *= 10;
	}
	return part;
}

bool text_take_span(struct crashrec_text *text, uint64_t *span_ns)
{
	uint64_t sum = 0, part, divisor, unit_ns, more;
	struct crashrec_text rest = *text;
	uint32_t number;

	while (rest.bytes && is_digit(*rest.data)) {
		if (!text_take_number(&rest, &number))
			return false;
		part = take_part(&rest, &divisor);
		unit_ns = take_unit(&rest);
		if (!unit_ns || number > UINT64_MAX / 4 / unit_ns)
			return false;
		/* A part of an hour is told in minutes: none is of more. */
		more = number * unit_ns +
		       (unit_ns <= NS_PER_SEC ? part * unit_ns / divisor : 0);
		if (more > UINT64_MAX / 2 - sum)
			return false;
		sum += more;
	}
	if (rest.bytes == text->bytes)
		return false;
	*text = rest;
	*span_ns = sum;
	return true;
}

struct crashrec_text text_trim(struct crashrec_text text)
{
	while (text.bytes && (*text.data == ' ' || *text.data == '\t'))
		skip(&text, 1);
	while (text.bytes && (text.data[text.bytes - 1] == ' ' ||
			      text.data[text.bytes - 1] == '\t'))
		text.bytes--;
	return text;
}
