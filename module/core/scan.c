// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "scan.h"

/* Decimal, unless only a hexadecimal number is printed like that. */
static u32 base_of(struct cr_text text)
{
	bool letters = false;
	u32 i;

	for (i = 0; i < text.bytes && cr_text_digit(text.at[i]) < 16; i++)
		letters |= cr_text_digit(text.at[i]) > 9;
	return letters || (i > 12 && i <= 16) ? 16 : 10;
}

static bool take_number(struct cr_text *text, char kind, u64 *number)
{
	struct cr_text rest = *text;
	bool negative = false;
	u32 base = kind == 'x' ? 16 : 10;

	if (kind != 'd' && cr_text_skip(&rest, CR_WORD("0x")))
		base = 16;
	else if (kind == 'n')
		base = base_of(rest);
	if (kind != 'x')
		negative = cr_text_skip(&rest, CR_WORD("-"));
	if (!cr_text_take_u64(&rest, base, number))
		return false;
	if (negative)
		*number = 0 - *number;
	*text = rest;
	return true;
}

/* What stands for itself at the front of a format. */
static struct cr_text literal_of(const char *format)
{
	struct cr_text literal = { format, 0 };

	while (format[literal.bytes] && format[literal.bytes] != '%' &&
	       format[literal.bytes] != '~')
		literal.bytes++;
	return literal;
}

static bool take_text(struct cr_text *text, char kind, struct cr_text literal,
		      struct cr_text *out)
{
	u32 at = text->bytes;
	u32 found;

	if (kind == 'w') {
		for (at = 0; at < text->bytes; at++) {
			if (cr_text_is_space(text->at[at]))
				break;
		}
		if (!at)
			return false;
	} else if (literal.bytes) {
		at = cr_text_find(*text, literal);
		if (at == CR_TEXT_NONE)
			return false;
		for (found = at; kind == 'l' && found != CR_TEXT_NONE;) {
			struct cr_text rest = cr_text_from(*text, at + 1);

			found = cr_text_find(rest, literal);
			if (found != CR_TEXT_NONE)
				at += 1 + found;
		}
	}
	out->at = text->at;
	out->bytes = at;
	*text = cr_text_from(*text, at);
	return true;
}

/* Up to the next "%". Return: behind it in the format, NULL: it is not there. */
static const char *take_literals(struct cr_text *text, const char *format)
{
	const char *at = text->at;
	const char *end = at + text->bytes;

	for (; *format && *format != '%'; format++) {
		if (*format == ' ' || *format == '~') {
			if (*format == ' ' &&
			    (at == end || !cr_text_is_space(*at)))
				return NULL;
			while (at < end && (*at == ' ' || *at == '\t'))
				at++;
			continue;
		}
		if (at == end || *at != *format)
			return NULL;
		at++;
	}
	text->bytes = (u32)(end - at);
	text->at = at;
	return format;
}

bool cr_scan(struct cr_text text, const char *format, struct cr_scan *scan)
{
	u32 numbers = 0;
	u32 texts = 0;

	for (;;) {
		format = take_literals(&text, format);
		if (!format)
			return false;
		if (!*format)
			break;
		format++;
		if (*format == 's' || *format == 'l' || *format == 'w') {
			if (texts == CR_SCAN_TEXTS ||
			    !take_text(&text, *format, literal_of(format + 1),
				       &scan->text[texts++]))
				return false;
		} else if (numbers == CR_SCAN_NUMBERS ||
			   !take_number(&text, *format,
					&scan->number[numbers++])) {
			return false;
		}
		format++;
	}
	scan->rest = text;
	return true;
}

bool cr_scan_find(struct cr_text text, const char *format,
		  struct cr_scan *scan)
{
	struct cr_text literal = literal_of(format);
	u32 at;

	while (literal.bytes) {
		at = cr_text_find(text, literal);
		if (at == CR_TEXT_NONE)
			return false;
		text = cr_text_from(text, at);
		if (cr_scan(text, format, scan))
			return true;
		text = cr_text_from(text, 1);
	}
	return false;
}

struct cr_text cr_scan_trim(struct cr_text text)
{
	cr_text_skip_spaces(&text);
	while (text.bytes && cr_text_is_space(text.at[text.bytes - 1]))
		text.bytes--;
	return text;
}
