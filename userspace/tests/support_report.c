// SPDX-License-Identifier: GPL-2.0
#include "support_report.h"

#include <stdlib.h>
#include <string.h>

#include "../../module/core/complete.h"
#include "../../module/core/record.h"

static void free_gather(struct cr_gather *g)
{
	u32 i;

	for (i = 0; g->lines && i < g->line_count; i++)
		free((char *)g->lines[i].text);
	free(g->lines);
	free(g->facts.frames);
	free(g->facts.structure);
	free(g);
}

static struct cr_gather *new_gather(void)
{
	struct cr_gather *g = calloc(1, sizeof(*g));

	if (!g)
		abort();
	g->lines_max = CR_LINES_MAX;
	g->lines = calloc(g->lines_max, sizeof(*g->lines));
	g->facts.frames_max = CR_FRAMES_MAX;
	g->facts.frames = calloc(g->facts.frames_max,
				 sizeof(*g->facts.frames));
	g->facts.structure = calloc(1, sizeof(*g->facts.structure));
	if (!g->lines || !g->facts.frames || !g->facts.structure)
		abort();
	return g;
}

static void add_line(struct cr_gather *g, const char *text, size_t bytes)
{
	struct cr_line *line = &g->lines[g->line_count];
	char *copy = malloc(bytes ? bytes : 1);

	if (!copy)
		abort();
	memcpy(copy, text, bytes);
	line->text = copy;
	line->bytes = (u32)bytes;
	line->line_no = g->line_count++;
}

/* A line with "|" before it was printed together with the one before. */
static void add_text(struct cr_gather *g, const char *text, size_t bytes)
{
	const char *end = text + bytes, *next;
	bool inner;

	for (; text < end && g->line_count < g->lines_max; text = next + 1) {
		next = memchr(text, '\n', (size_t)(end - text));
		if (!next)
			next = end;
		inner = *text == '|';
		text += inner;
		add_line(g, text, (size_t)(next - text));
		if (inner)
			g->lines[g->line_count - 1].flags =
				CRASHREC_LINE_F_INNER;
	}
}

static struct report_bytes encode(struct cr_gather *g, bool with_parts)
{
	struct report_bytes made;
	u32 room;

	g->facts.parts = with_parts ? &cr_parts : NULL;
	cr_facts_from_lines(&g->facts, g->lines, g->line_count);
	room = cr_record_bytes(g);
	made.data = malloc(room);
	made.bytes = room;
	if (!made.data ||
	    cr_record_encode(g, NULL, NULL, made.data, room) != room)
		abort();
	return made;
}

void report_encode(const char *text, size_t bytes, struct report_bytes *whole,
		   struct report_bytes *bare)
{
	struct cr_gather *g = new_gather();

	add_text(g, text, bytes);
	*whole = encode(g, true);
	*bare = encode(g, false);
	free_gather(g);
}

static void complete(struct cr_complete *c, struct report_bytes *made)
{
	c->lines = calloc(c->lines_max + 1, sizeof(*c->lines));
	c->facts.frames_max = CR_FRAMES_MAX;
	c->facts.frames = calloc(CR_FRAMES_MAX, sizeof(*c->facts.frames));
	if (!c->lines || !c->facts.frames)
		abort();
	made->bytes = cr_complete_find(c);
	made->data = malloc(made->bytes ? made->bytes : 1);
	if (!made->data)
		abort();
	if (made->bytes)
		cr_complete_encode(c, made->data);
	free(c->facts.frames);
	free(c->lines);
}

struct report_bytes report_complete(const struct report_bytes *bare)
{
	struct cr_complete *c = calloc(1, sizeof(*c));
	struct report_bytes made = { 0 };
	int lines;

	if (!c || cr_record_decode(&c->record, bare->data,
				   (u32)bare->bytes) < 0)
		abort();
	lines = cr_complete_lines(&c->record);
	c->lines_max = (u32)lines;
	if (lines >= 0)
		complete(c, &made);
	free(c);
	return made;
}

static bool is_completed(const struct report_bytes *bare,
			 const struct report_bytes *whole)
{
	struct report_bytes made = report_complete(bare);
	const struct report_bytes *got = made.bytes ? &made : bare;
	bool is_same = got->bytes == whole->bytes &&
		       !memcmp(got->data, whole->data, whole->bytes);

	free(made.data);
	return is_same;
}

bool report_completes(const char *text, size_t bytes)
{
	struct report_bytes whole, bare;
	bool does;

	report_encode(text, bytes, &whole, &bare);
	does = is_completed(&bare, &whole);
	free(whole.data);
	free(bare.data);
	return does;
}

struct crashrec_record *report_record(const char *text, size_t bytes)
{
	struct crashrec_record *record = NULL;
	struct report_bytes whole, bare;

	report_encode(text, bytes, &whole, &bare);
	if (is_completed(&bare, &whole))
		crashrec_record_decode(&record, bare.data, bare.bytes);
	free(whole.data);
	free(bare.data);
	if (record && crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED) {
		crashrec_record_free(record);
		return NULL;
	}
	return record;
}

bool report_text_is(struct crashrec_text text, const char *expected)
{
	return text.bytes == strlen(expected) &&
	       !memcmp(text.data, expected, text.bytes);
}
