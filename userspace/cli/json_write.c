// SPDX-License-Identifier: GPL-2.0
#include "json_write.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "utf8.h"

/* U+FFFD in UTF-8, for what is none. */
static const char replacement[3] = { '\357', '\277', '\275' };

struct json_object *json_new_text(struct crashrec_text text)
{
	char *valid = malloc(sizeof(replacement) * text.bytes + 1);
	struct json_object *object;
	size_t at = 0, used = 0, step;
	uint32_t code;

	if (!valid)
		return NULL;
	while (at < text.bytes) {
		step = utf8_step(&code, text.data + at, text.bytes - at);
		if (step) {
			memcpy(valid + used, text.data + at, step);
			used += step;
			at += step;
		} else {
			memcpy(valid + used, replacement, sizeof(replacement));
			used += sizeof(replacement);
			at++;
		}
	}
	object = json_object_new_string_len(valid, (int)used);
	free(valid);
	return object;
}

/* JSON names characters by their UTF-16. */
static void print_escape(FILE *out, uint32_t code)
{
	if (code < 0x10000)
		fprintf(out, "\\u%04" PRIx32, code);
	else
		fprintf(out, "\\u%04" PRIx32 "\\u%04" PRIx32,
			0xd800 + ((code - 0x10000) >> 10),
			0xdc00 + ((code - 0x10000) & 0x3ff));
}

/* json-c writes what is not ASCII as it is; that stands in strings only. */
static void print_shown(FILE *out, const char *text, size_t bytes)
{
	size_t from = 0, at = 0, step;
	uint32_t code;

	while (at < bytes) {
		step = utf8_step(&code, text + at, bytes - at);
		if (step && !escape_is_hidden(code)) {
			at += step;
			continue;
		}
		fwrite(text + from, 1, at - from, out);
		if (step)
			print_escape(out, code);
		at += step ? step : 1;
		from = at;
	}
	fwrite(text + from, 1, at - from, out);
}

bool json_end(FILE *out, struct json_object *object)
{
	const char *text;

	if (!object)
		return false;
	text = json_object_to_json_string_ext(object,
					      JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text) {
		print_shown(out, text, strlen(text));
		fputc('\n', out);
	}
	json_object_put(object);
	return text;
}

void json_kind(struct json_object *object, const char *kind)
{
	json_add_string(object, "kind", kind);
	json_add_u64(object, "version", JSON_VERSION);
}

struct json_object *json_begin(const char *kind)
{
	struct json_object *object = json_object_new_object();

	if (object)
		json_kind(object, kind);
	return object;
}

void json_add(struct json_object *object, const char *key,
	      struct json_object *value)
{
	json_object_object_add(object, key, value);
}

void json_add_text(struct json_object *object, const char *key,
		   struct crashrec_text text)
{
	json_add(object, key, text.bytes ? json_new_text(text) : NULL);
}

void json_add_string(struct json_object *object, const char *key,
		     const char *string)
{
	json_add(object, key, string ? json_object_new_string(string) : NULL);
}

void json_add_u64(struct json_object *object, const char *key,
		  uint64_t number)
{
	json_add(object, key, json_object_new_uint64(number));
}

void json_add_known(struct json_object *object, const char *key,
		    uint32_t number)
{
	json_add(object, key, number == CRASHREC_UNKNOWN ? NULL :
			      json_object_new_uint64(number));
}

void json_add_bool(struct json_object *object, const char *key, bool is)
{
	json_add(object, key, json_object_new_boolean(is));
}
