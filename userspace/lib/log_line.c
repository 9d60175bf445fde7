// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What may stand before a line's text, in this order, each part or not:
 *
 *   <6>                          the log buffer, pstore
 *   kern  :warn  :               dmesg -x
 *   Nov 21 14:00:00 host kernel: journalctl, syslog; other dates
 *   [   12.345678]               the kernel; dmesg has dates instead, and
 *                                what passed since the line before
 *   [  T123]                     CONFIG_PRINTK_CALLER
 *   host kernel:                 journalctl -o short-monotonic
 *
 * A line that begins with none of them may have the kernel's time further on,
 * behind what another printed to the same console.
 *
 * Every step looks at few bytes: what is behind the prefix is not touched, but
 * for the search for the newline.
 */
#include "log_line.h"

/* How far in a line the kernel's time may begin. */
#define STRAY_MAX_BYTES		128
/* By this line with a time, the name of the machine was seen, if there is. */
#define HOST_TIMED_MAX		16
#define HOST_MAX_BYTES		64
#define HOST_RENAMED_MAX	64
/* What is looked at behind a line that has one: do others have it, too? */
#define HOST_AHEAD_TIMED	16	/* lines with a time */
#define HOST_AHEAD_MAX		64	/* lines */
#define HOST_AHEAD_BYTES	(1 << 16)
/* Longest text that tells what passed since the line before. */
#define DELTA_MAX_BYTES		24
/* Width of a caller, as printk() and dmesg pad it. */
#define CALLER_MIN		6
/* Length of the kernel's time, at least. A comm has no room for it and that. */
#define TIME_MIN_BYTES		14

#define NS_PER_SEC	1000000000ULL

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool starts(const char *at, const char *end, const char *word,
		   size_t bytes)
{
	return (size_t)(end - at) >= bytes && !memcmp(at, word, bytes);
}

#define STARTS(at, end, literal) \
	starts(at, end, literal, sizeof(literal) - 1)

/* "<6>": the facility, which is the kernel's if it is 0, times 8, and a level */
static const char *take_level(const char *at, const char *end,
			      struct log_line *line)
{
	u32 level = 0, digits = 0;

	if (at == end || *at != '<')
		return at;
	for (at++; at < end && is_digit(*at) && digits < 4; at++, digits++)
		level = level * 10 + (u32)(*at - '0');
	if (at == end || *at != '>' || !digits)
		return at - digits - 1;
	line->level = level & 7;
	line->is_user = level > 7;
	return at + 1;
}

/*
 * " <    0.000012>", what passed since the line before: dmesg -d, journalctl
 * -o short-delta.
 */
static const char *skip_delta(const char *from, const char *end)
{
	const char *at = from;

	if (end - from > DELTA_MAX_BYTES)
		end = from + DELTA_MAX_BYTES;
	for (; at < end && *at == ' '; at++)
		;
	if (at == end || *at != '<')
		return from;
	for (at++; at < end && (is_digit(*at) || *at == ' ' || *at == '.');
	     at++)
		;
	return at < end && *at == '>' ? at + 1 : from;
}

/*
 * "[   12.345678]", and "[  +0.000012]", which tells no time. Return: NULL if
 * it is not there.
 */
static const char *take_time(const char *at, const char *end,
			     struct log_line *line, u32 decimals_min)
{
	u64 seconds = 0, fraction = 0;
	u32 digits = 0, decimals = 0;
	bool is_relative = false;

	for (at++; at < end && *at == ' '; at++)
		;
	if (at < end && *at == '+') {
		is_relative = true;
		at++;
	}
	for (; at < end && is_digit(*at) && digits < 10; at++, digits++)
		seconds = seconds * 10 + (u64)(*at - '0');
	if (!digits || at == end || *at != '.')
		return NULL;
	for (at++; at < end && is_digit(*at) && decimals < 9; at++, decimals++)
		fraction = fraction * 10 + (u64)(*at - '0');
	if (at < end && *at != ']')
		at = skip_delta(at, end);
	if (decimals < decimals_min || at == end || *at != ']')
		return NULL;
	for (; decimals < 9; decimals++)
		fraction *= 10;
	line->has_time = !is_relative;
	line->time_ns = is_relative ? 0 : seconds * NS_PER_SEC + fraction;
	return at + 1;
}

/*
 * "[Sat Nov 21 14:00:00 2026]" of dmesg -T, "[Nov21 14:00]" of dmesg -H, where
 * a minute begins, "[<    0.000012>]" of dmesg --time-format delta. Return:
 * NULL if it is none.
 */
static const char *take_date(const char *at, const char *end)
{
	const char *behind = skip_delta(at + 1, end);

	if (end - at >= 26 && at[14] == ':' && at[17] == ':' &&
	    is_upper(at[1]) && is_upper(at[5]) && is_digit(at[12]))
		behind = skip_delta(at + 25, end);
	else if (end - at >= 13 && at[6] == ' ' && at[9] == ':' &&
		 is_upper(at[1]) && is_digit(at[5]) && is_digit(at[7]))
		behind = at + 12;
	else if (behind == at + 1)
		return NULL;
	return behind < end && *behind == ']' ? behind + 1 : NULL;
}

/*
 * "2026-11-21T14:00:00,123456+01:00" of dmesg --time-format iso; what else
 * writes so has a dot there. Return: NULL if it is none.
 */
static const char *take_iso(const char *at, const char *end)
{
	if (end - at < 33 || at[4] != '-' || at[7] != '-' || at[10] != 'T' ||
	    at[13] != ':' || at[16] != ':' || at[19] != ',' ||
	    at[29] != ':' || at[32] != ' ' || !is_digit(at[0]))
		return NULL;
	return at + 32;
}

/* "[  T123]", perhaps behind a blank: padded to CALLER_MIN characters. */
static const char *take_caller(const char *at, const char *end,
			       struct log_line *line)
{
	const char *from = at;
	const char *open;
	u32 used = 0;

	if (at < end && *at == ' ')
		at++;
	if (at == end || *at != '[')
		return from;
	open = at;
	for (at++; at < end && *at == ' '; at++)
		;
	if (at == end || (*at != 'T' && *at != 'C'))
		return from;
	do
		line->caller[used++] = *at++;
	while (at < end && is_digit(*at) && used < LOG_CALLER_BYTES - 1);
	if (at < end && *at == ']' && used > 1 && at - open > CALLER_MIN)
		return at + 1;
	memset(line->caller, 0, sizeof(line->caller));
	return from;
}

/* "kern  :warn  : ", whose parts have six characters. */
static const char *take_facility(const char *at, const char *end,
				 struct log_line *line)
{
	static const char names[8][7] = {
		"emerg ", "alert ", "crit  ", "err   ", "warn  ", "notice",
		"info  ", "debug ",
	};
	u8 level;

	if (end - at < 15 || at[6] != ':' || at[13] != ':' || at[14] != ' ')
		return at;
	for (level = 0; level < 8; level++) {
		if (memcmp(at + 7, names[level], 6) != 0)
			continue;
		line->level = level;
		line->is_user = !STARTS(at, end, "kern ");
		return at + 15;
	}
	return at;
}

/* "host kernel: ". Return: NULL if it is another program's line. */
static const char *take_host(const char *at, const char *end)
{
	size_t room = (size_t)(end - at);
	const char *blank = memchr(at, ' ', room < HOST_MAX_BYTES ?
				   room : HOST_MAX_BYTES);

	if (!blank || !STARTS(blank, end, " kernel:"))
		return NULL;
	at = blank + 8;
	return at < end && *at == ' ' ? at + 1 : at;
}

/* "1700000000.123456", of journalctl -o short-unix */
static bool has_unix_time(const char *at, const char *end)
{
	u32 i;

	if (end - at < 18 || at[10] != '.' || at[17] != ' ')
		return false;
	for (i = 0; i < 17; i++) {
		if (i != 10 && !is_digit(at[i]))
			return false;
	}
	return true;
}

/* Does a line begin as journalctl and syslog write it, and how long is that? */
static size_t date_bytes(const char *from, const char *end)
{
	const char *at = from;
	const char *blank;

	if (end - at < 20)
		return 0;
	if (end - at >= 24 && is_upper(at[0]) && at[3] == ' ' &&
	    at[8] == '-' && at[11] == '-' && at[14] == ' ' && at[17] == ':' &&
	    at[20] == ':' && at[23] == ' ')
		at += 24;
	else if (has_unix_time(at, end))
		at += 17;
	else if (is_upper(at[0]) && at[3] == ' ' && at[6] == ' ' &&
		 at[9] == ':' && at[12] == ':')
		at += 15;
	else if (at[4] == '-' && at[7] == '-' && at[10] == 'T' &&
		 at[13] == ':' && at[16] == ':' && is_digit(at[0]))
		at += 19;
	else
		return 0;
	/* Fractions of a second, a time zone. */
	blank = memchr(at, ' ', end - at < 20 ? (size_t)(end - at) : 20);
	return blank ? (size_t)(blank + 1 - from) : 0;
}

/* "2026/11/21 14:00:00 ", as programs date what they write to a console. */
static bool has_program_date(const char *at, const char *end)
{
	return end - at > 20 && at[4] == '/' && at[7] == '/' &&
	       at[10] == ' ' && at[13] == ':' && at[16] == ':' &&
	       at[19] == ' ' && is_digit(at[0]);
}

/* Behind the name of the machine: "systemd[1]: ", "sudo: ", "(sd-pam)[7]: ". */
static bool has_program(const char *at, const char *end)
{
	const char *colon = at;

	while ((colon = memchr(colon, ':', (size_t)(end - colon)))) {
		if (colon - at > 1 && colon[-1] == ']' && is_digit(colon[-2]))
			return true;
		if (!memchr(at, ' ', (size_t)(colon - at)))
			return true;
		colon++;
	}
	return false;
}

/* "host ", in characters that names of machines have. Return: 0: it is none */
static u32 host_bytes(const char *at, const char *end)
{
	u32 bytes = 0;
	char c;

	while (at + bytes < end && bytes < HOST_MAX_BYTES) {
		c = at[bytes++];
		if (c == ' ')
			return bytes > 1 ? bytes : 0;
		if (!is_digit(c) && !is_upper(c) && (c < 'a' || c > 'z') &&
		    c != '.' && c != '-' && c != '_')
			return 0;
	}
	return 0;
}

/*
 * Do the lines that follow have the same name? A task may be called so that a
 * line of the kernel looks as if it had one.
 */
static bool host_stays(const struct log_reader *reader, const char *host,
		       u32 bytes)
{
	struct log_reader ahead = *reader;
	u32 looked, timed = 0;
	struct log_line line;	/* of no use */
	const char *at, *end;
	size_t line_bytes;

	if (ahead.end - ahead.at > HOST_AHEAD_BYTES)
		ahead.end = ahead.at + HOST_AHEAD_BYTES;
	for (looked = 0; looked < HOST_AHEAD_MAX && timed < HOST_AHEAD_TIMED;
	     looked++) {
		at = log_reader_take(&ahead, &line_bytes);
		if (!at || at + line_bytes == ahead.end)
			return true;	/* the last may be cut */
		end = at + line_bytes;
		at = *at == '[' ? take_time(at, end, &line, 1) : NULL;
		if (!at)
			continue;
		if (at < end && *at == ' ')
			at++;
		if (!starts(at, end, host, bytes))
			return false;
		timed++;
	}
	return true;
}

/*
 * The name of the machine behind the time, which no line is without. Return:
 * NULL if it is followed by that of another program than the kernel.
 */
static const char *skip_host(struct log_reader *reader, const char *at,
			     const char *end)
{
	const char *text;
	u32 bytes;

	text = take_host(at, end);
	if (reader->host.bytes) {
		bytes = reader->host.bytes;
		if (starts(at, end, reader->host.name, bytes))
			return text || has_program(at + bytes, end) ? text : at;
		/* It may have got another, as behind an initrd. */
		if (!text || reader->host.renamed == HOST_RENAMED_MAX)
			return at;
		reader->host.renamed++;
	} else {
		reader->host.timed++;
	}
	bytes = text ? host_bytes(at, end) : 0;
	if (!bytes || !host_stays(reader, at, bytes))
		return at;
	reader->host.name = at;
	reader->host.bytes = bytes;
	return text;
}

/*
 * What follows the kernel's time. Text has a blank before it: what looks like
 * a caller behind one may be text.
 */
static const char *take_behind(struct log_reader *reader, const char *from,
			       const char *end, struct log_line *line)
{
	const char *at = take_caller(from, end, line);

	if (at != from && *from == ' ')
		line->claim = from + 1;
	if (at < end && *at == ' ')
		at++;
	if (reader->host.bytes || reader->host.timed < HOST_TIMED_MAX)
		return skip_host(reader, at, end);
	return at;
}

/*
 * The kernel's time behind what another wrote to the same console. Return:
 * NULL if it is another program's.
 */
static const char *take_stray(struct log_reader *reader, const char *from,
			      const char *end, struct log_line *line)
{
	const char *stop = end - from > STRAY_MAX_BYTES ?
			   from + STRAY_MAX_BYTES : end;
	const char *at = from;
	const char *behind;

	while (at < stop) {
		at = memchr(at, '[', (size_t)(stop - at));
		if (!at)
			break;
		behind = take_time(at, end, line, 6);
		line->is_aside = behind;
		/* Where each line has a name this is a further one of a text. */
		if (behind && reader->host.bytes)
			return NULL;
		if (behind)
			return take_behind(reader, behind, end, line);
		at++;
	}
	return from;
}

/* A time and a caller that a comm has room for. */
static const char *take_short(struct log_reader *reader, const char *from,
			      const char *end, struct log_line *line)
{
	const char *text = take_behind(reader, from, end, line);

	if (line->caller[0] && !line->claim)
		line->claim = from;
	return text;
}

/* Return: the text; NULL: the line is not the kernel's. */
static const char *take_prefix(struct log_reader *reader, const char *from,
			       const char *end, struct log_line *line)
{
	const char *at = take_level(from, end, line);
	const char *behind;
	size_t date;

	if (at < end && *at != '[') {
		at = take_facility(at, end, line);
		if (has_program_date(at, end)) {
			line->is_bare = true;
			return at + 20;
		}
		behind = take_iso(at, end);
		if (behind)
			return take_behind(reader, behind, end, line);
		date = date_bytes(at, end);
		line->is_aside = date;
		if (date) {
			at = take_host(at + date, end);
			if (!at)
				return NULL;
		}
	}
	if (at < end && *at == '[') {
		behind = take_time(at, end, line, 1);
		if (behind && behind - at < TIME_MIN_BYTES)
			return take_short(reader, behind, end, line);
		if (!behind)
			behind = take_date(at, end);
		if (behind)
			return take_behind(reader, behind, end, line);
	}
	return at == from ? take_stray(reader, from, end, line) : at;
}

static bool parse(struct log_reader *reader, const char *at, size_t bytes,
		  struct log_line *line)
{
	const char *end = at + bytes;
	const char *text;

	line->level = LOG_NO_LEVEL;
	line->has_time = false;
	line->is_bare = false;
	line->is_inner = false;
	line->is_aside = false;
	line->is_user = false;
	line->time_ns = 0;
	line->number = reader->number;
	line->from = at;
	line->from_number = reader->number - 1;
	line->claim = NULL;
	memset(line->caller, 0, sizeof(line->caller));
	while (at < end && end[-1] == '\r')
		end--;
	while (at < end && *at == '\r')
		at++;
	text = take_prefix(reader, at, end, line);
	if (!text)
		return false;
	line->is_bare |= text == at;
	at = text;
	line->text = at;
	line->is_cut = (size_t)(end - at) > LOG_LINE_MAX_BYTES;
	line->bytes = line->is_cut ? LOG_LINE_MAX_BYTES : (u32)(end - at);
	return true;
}

const char *log_reader_take(struct log_reader *reader, size_t *bytes)
{
	const char *from = reader->at;
	const char *end;

	if (from == reader->end)
		return NULL;
	end = memchr(from, '\n', (size_t)(reader->end - from));
	reader->at = end ? end + 1 : reader->end;
	*bytes = (size_t)((end ? end : reader->end) - from);
	reader->number++;
	return from;
}

bool log_reader_next(struct log_reader *reader, struct log_line *line)
{
	const char *at;
	size_t bytes;

	if (reader->is_export)
		return log_export_next(reader, line);
	do {
		at = log_reader_take(reader, &bytes);
		if (!at)
			return false;
	} while (!parse(reader, at, bytes, line));
	return true;
}

bool log_is_export(const char *data, size_t bytes)
{
	return STARTS(data, data + bytes, "__CURSOR=");
}

void log_reader_init(struct log_reader *reader, const char *data,
		     size_t bytes)
{
	memset(reader, 0, sizeof(*reader));
	reader->at = data;
	reader->end = data + bytes;
	reader->is_export = log_is_export(data, bytes);
}
