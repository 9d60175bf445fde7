// SPDX-License-Identifier: GPL-2.0
/*
 * With --symbols or --vmlinux, an element of frames has file and file_line of
 * debug information, where the text has none, and also:
 *  inlined       array of what is inlined there, the innermost first: function,
 *                file, file_line
 *  or            array of: file, file_line: there are several functions of that
 *                name and size, and nothing tells which is meant
 *
 * With --code, an element of code also has:
 *  listing       its instructions, lines; null: of no machine that is known
 */
#include "symbols_json.h"

#include <crashrec_code.h>
#include <crashrec_structure.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "json_write.h"
#include "symbols_view.h"

static struct json_object *new_text(const char *text)
{
	return json_new_text((struct crashrec_text){ text, strlen(text) });
}

static void add_place(struct json_object *object,
		      const struct crashrec_symbol_place *place)
{
	json_object_object_add(object, "file", new_text(place->file));
	json_object_object_add(object, "file_line",
			       json_object_new_uint64(place->line));
}

static struct json_object *
new_places(const struct crashrec_symbol_place *places, size_t count,
	   bool has_functions)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++) {
		struct json_object *object = json_object_new_object();

		if (has_functions)
			json_object_object_add(object, "function",
					       new_text(places[i].function));
		add_place(object, &places[i]);
		json_object_array_add(array, object);
	}
	return array;
}

static void add_symbol(struct json_object *frame,
		       const struct crashrec_symbol *symbol)
{
	size_t inlined = symbol->place_count ? symbol->place_count - 1 : 0;

	if (symbol->place_count)
		add_place(frame, &symbol->places[inlined]);
	json_object_object_add(frame, "inlined",
			       new_places(symbol->places, inlined, true));
	json_object_object_add(frame, "or",
			       new_places(symbol->others, symbol->other_count,
					  false));
}

static void add_listings(struct json_object *codes,
			 const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	char *text;
	size_t i;

	for (i = 0; i < s->code_count; i++) {
		struct json_object *code = json_object_array_get_idx(codes, i);

		crashrec_code_listing(&s->codes[i],
				      crashrec_record_machine(record), &text);
		json_object_object_add(code, "listing",
				       text ? new_text(text) : NULL);
		free(text);
	}
}

void symbols_json_add(struct json_object *object,
		      const struct symbols_view *view,
		      const struct crashrec_record *record)
{
	struct json_object *frames, *codes;
	size_t i;

	if (view->frames && json_object_object_get_ex(object, "frames", &frames))
		for (i = 0; i < view->frame_count; i++)
			add_symbol(json_object_array_get_idx(frames, i),
				   &view->frames[i]);
	if (view->options->code &&
	    json_object_object_get_ex(object, "code", &codes))
		add_listings(codes, record);
}
