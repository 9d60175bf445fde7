// SPDX-License-Identifier: GPL-2.0
#include "cookies.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "escape.h"
#include "json_write.h"

#define NS_PER_SEC	UINT64_C(1000000000)

/* The text comes last, as it may look like anything. */
static void print_one(FILE *out, const struct crashrec_said *said)
{
	fprintf(out, "  %-9s pid %" PRIu32, said->is_own ? "executing" : "others",
		said->pid);
	if (said->tgid != said->pid)
		fprintf(out, ", of process %" PRIu32, said->tgid);
	fprintf(out, ", CPU %" PRIu32 ", at %" PRIu64 ".%06" PRIu64 ": ",
		said->cpu, said->time_ns / NS_PER_SEC,
		said->time_ns % NS_PER_SEC / 1000);
	escape_print(out, said->text);
	fputc('\n', out);
}

void cookies_print(FILE *out, const struct crashrec_record *record)
{
	const struct crashrec_said *said;
	size_t i, count;

	said = crashrec_record_cookies(record, &count);
	for (i = 0; i < count; i++)
		print_one(out, &said[i]);
}

static struct json_object *new_hex(struct crashrec_text text)
{
	struct json_object *object;
	char *hex = malloc(2 * text.bytes + 1);
	size_t i;

	if (!hex)
		return NULL;
	for (i = 0; i < text.bytes; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)text.data[i]);
	object = json_object_new_string_len(hex, (int)(2 * text.bytes));
	free(hex);
	return object;
}

static struct json_object *new_one(const struct crashrec_said *said)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "own",
			       json_object_new_boolean(said->is_own));
	json_object_object_add(object, "time_ns",
			       json_object_new_uint64(said->time_ns));
	json_object_object_add(object, "cpu", json_object_new_uint64(said->cpu));
	json_object_object_add(object, "pid", json_object_new_uint64(said->pid));
	json_object_object_add(object, "tgid",
			       json_object_new_uint64(said->tgid));
	json_object_object_add(object, "text", json_new_text(said->text));
	if (!escape_is_plain(said->text))
		json_object_object_add(object, "text_hex", new_hex(said->text));
	return object;
}

void cookies_json(struct json_object *object,
		  const struct crashrec_record *record)
{
	const struct crashrec_said *said;
	struct json_object *array;
	size_t i, count;

	said = crashrec_record_cookies(record, &count);
	if (!count)
		return;
	array = json_object_new_array();
	for (i = 0; i < count; i++)
		json_object_array_add(array, new_one(&said[i]));
	json_object_object_add(object, "cookies", array);
}
