// SPDX-License-Identifier: GPL-2.0
#include "escape.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

/*
 * Control characters, what is not visible, what ends lines or turns the
 * direction of writing; in order. Beside the first and the last of them, and
 * U+2028 and 2029, it is what Unicode calls Default_Ignorable_Code_Point, and
 * U+FFF9 to FFFB, which hide what stands between them.
 */
static const struct {
	uint32_t first;
	uint32_t last;
} hidden[] = {
	{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad },
	{ 0x034f, 0x034f }, { 0x061c, 0x061c }, { 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb }, { 0xfffe, 0xffff }, { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

bool escape_is_hidden(uint32_t code)
{
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		if (code <= hidden[i].last)
			return code >= hidden[i].first;
	}
	return false;
}

size_t escape_plain_step(struct crashrec_text text)
{
	uint32_t code;
	size_t step = utf8_step(&code, text.data, text.bytes);

	return step && !escape_is_hidden(code) ? step : 0;
}

static void skip(struct crashrec_text *text, size_t bytes)
{
	text->data += bytes;
	text->bytes -= bytes;
}

bool escape_is_plain(struct crashrec_text text)
{
	size_t step;

	for (; text.bytes; skip(&text, step)) {
		step = escape_plain_step(text);
		if (!step)
			return false;
	}
	return true;
}

static void print(FILE *out, struct crashrec_text text, bool keep_tabs)
{
	size_t step;

	for (; text.bytes; skip(&text, step)) {
		step = escape_plain_step(text);
		if (!step && keep_tabs && text.data[0] == '\t')
			step = 1;
		if (step) {
			fwrite(text.data, 1, step, out);
			continue;
		}
		fprintf(out, "\\x%02x", (unsigned char)text.data[0]);
		step = 1;
	}
}

void escape_print(FILE *out, struct crashrec_text text)
{
	print(out, text, true);
}

char *escape_dup(struct crashrec_text text)
{
	char *string = NULL;
	size_t bytes;
	FILE *out = open_memstream(&string, &bytes);

	if (!out)
		return NULL;
	print(out, text, false);
	if (!fclose(out))
		return string;
	free(string);
	return NULL;
}

size_t escape_columns(const char *string)
{
	size_t columns = 0;

	for (; *string; string++)
		columns += ((unsigned char)*string & 0xc0) != 0x80;
	return columns;
}
