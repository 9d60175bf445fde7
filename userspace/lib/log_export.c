// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Journals in the export format (journalctl -o export). An entry is some
 * fields, then an empty line. A field is "NAME=value", or, where the value has
 * other bytes than text, "NAME", a newline, the length as 64 bits, the value
 * and a newline. Fields come in any order: an entry is read whole before it is
 * known to be the kernel's.
 */
#include "core/text.h"
#include "log_line.h"

enum { FROM_UNKNOWN, FROM_KERNEL, FROM_OTHER };

struct field {
	struct cr_text name;
	const char *value;
	size_t bytes;
	u64 number;
};

static void count_lines(struct log_reader *reader, const char *at,
			const char *end)
{
	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		reader->number++;
		at++;
	}
}

/* The value behind a name without "=". */
static bool take_binary(struct log_reader *reader, struct field *field)
{
	size_t left = (size_t)(reader->end - reader->at);
	const char *from = reader->at;
	u64 bytes;

	if (left < sizeof(bytes))
		return false;
	memcpy(&bytes, from, sizeof(bytes));
	bytes = le64_to_cpu(bytes);
	if (bytes > left - sizeof(bytes))
		return false;
	field->value = from + sizeof(bytes);
	field->bytes = (size_t)bytes;
	count_lines(reader, from, field->value);
	field->number = reader->number + 1;
	count_lines(reader, field->value, field->value + bytes);
	reader->at = field->value + bytes;
	if (reader->at < reader->end && *reader->at == '\n') {
		reader->at++;
		reader->number++;
	}
	return true;
}

/* Return: false at the end of the entry. */
static bool take_field(struct log_reader *reader, struct field *field)
{
	size_t bytes;
	const char *at = log_reader_take(reader, &bytes);
	const char *equals;

	if (!at || !bytes)
		return false;
	equals = memchr(at, '=', bytes);
	field->name.at = at;
	field->name.bytes = (u32)(equals ? equals - at : (long)bytes);
	field->number = reader->number;
	if (!equals)
		return take_binary(reader, field);
	field->value = equals + 1;
	field->bytes = bytes - (size_t)(equals + 1 - at);
	return true;
}

static u64 number_of(const struct field *field)
{
	struct cr_text text = { field->value, (u32)field->bytes };
	u64 number = 0;

	if (field->bytes < 32)
		cr_text_take_u64(&text, 10, &number);
	return number;
}

static void use_field(struct log_reader *reader, const struct field *field,
		      int *from)
{
	struct log_line *entry = &reader->entry;
	struct cr_text name = field->name;

	if (cr_text_equals(name, CR_WORD("MESSAGE"))) {
		reader->message = field->value;
		reader->message_end = field->value + field->bytes;
		entry->number = field->number;
	} else if (cr_text_equals(name, CR_WORD("_TRANSPORT"))) {
		*from = field->bytes == 6 && !memcmp(field->value, "kernel", 6) ?
			FROM_KERNEL : FROM_OTHER;
	} else if (cr_text_equals(name, CR_WORD("PRIORITY"))) {
		entry->level = number_of(field) & 7;
	} else if (cr_text_equals(name, CR_WORD("SYSLOG_FACILITY"))) {
		entry->is_user = number_of(field) != 0;
	} else if (cr_text_equals(name,
				  CR_WORD("_SOURCE_MONOTONIC_TIMESTAMP"))) {
		entry->has_time = true;
		entry->time_ns = number_of(field) * 1000;
	}
}

/* Return: false at the end of the journal. */
static bool take_entry(struct log_reader *reader)
{
	struct field field;
	int from = FROM_UNKNOWN;

	if (reader->at == reader->end)
		return false;
	memset(&reader->entry, 0, sizeof(reader->entry));
	reader->entry.level = LOG_NO_LEVEL;
	reader->entry.from = reader->at;
	reader->entry.from_number = reader->number;
	reader->message = NULL;
	while (take_field(reader, &field))
		use_field(reader, &field, &from);
	if (from == FROM_OTHER)
		reader->message = NULL;
	return true;
}

bool log_export_next(struct log_reader *reader, struct log_line *line)
{
	const char *end;
	size_t bytes;

	while (!reader->message) {
		if (!take_entry(reader))
			return false;
	}
	bytes = (size_t)(reader->message_end - reader->message);
	end = bytes ? memchr(reader->message, '\n', bytes) : NULL;
	if (end)
		bytes = (size_t)(end - reader->message);
	*line = reader->entry;
	line->text = reader->message;
	line->is_cut = bytes > LOG_LINE_MAX_BYTES;
	line->bytes = line->is_cut ? LOG_LINE_MAX_BYTES : (u32)bytes;
	reader->entry.number++;
	/* The kernel may print empty lines before what it has to say. */
	if (bytes)
		reader->entry.is_inner = true;
	reader->message = end ? end + 1 : NULL;
	return true;
}
