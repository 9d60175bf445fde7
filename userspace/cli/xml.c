// SPDX-License-Identifier: GPL-2.0
#include "xml.h"

#include <stdbool.h>
#include <string.h>

#include "escape.h"

/**
 * struct writer - what is different from text to text
 * @out: where to
 * @backslash: what stands for one
 * @is_shown: tabs and newlines stay
 * @columns: characters that there is room for
 */
struct writer {
	FILE *out;
	const char *backslash;
	bool is_shown;
	size_t columns;
};

/* Return: bytes of @text that were written. */
static size_t print_one(const struct writer *writer, struct crashrec_text text)
{
	size_t step = escape_plain_step(text);

	if (!step && writer->is_shown &&
	    (text.data[0] == '\t' || text.data[0] == '\n'))
		step = 1;
	if (!step) {
		fprintf(writer->out, "%sx%02x", writer->backslash,
			(unsigned char)text.data[0]);
		return 1;
	}
	switch (text.data[0]) {
	case '&':
		fputs("&amp;", writer->out);
		break;
	case '<':
		fputs("&lt;", writer->out);
		break;
	case '>':
		fputs("&gt;", writer->out);
		break;
	case '"':
		fputs("&quot;", writer->out);
		break;
	case '\'':
		fputs("&#39;", writer->out);
		break;
	case '\\':
		fputs(writer->backslash, writer->out);
		break;
	default:
		fwrite(text.data, 1, step, writer->out);
	}
	return step;
}

static void print(const struct writer *writer, struct crashrec_text text)
{
	size_t step, columns = writer->columns;

	for (; text.bytes; text.data += step, text.bytes -= step) {
		if (!columns--) {
			fputs("\xe2\x80\xa6", writer->out);
			return;
		}
		step = print_one(writer, text);
	}
}

void xml_print(FILE *out, struct crashrec_text text)
{
	struct writer writer = { out, "\\", false, (size_t)-1 };

	print(&writer, text);
}

void xml_print_string(FILE *out, const char *string)
{
	xml_print(out, (struct crashrec_text){ string, strlen(string) });
}

void xml_print_shown(FILE *out, struct crashrec_text text)
{
	struct writer writer = { out, "\\", true, (size_t)-1 };

	print(&writer, text);
}

void xml_print_dot(FILE *out, struct crashrec_text text, size_t columns)
{
	struct writer writer = { out, "\\\\", false, columns };

	print(&writer, text);
}
