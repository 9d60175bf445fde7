// SPDX-License-Identifier: GPL-2.0
#include "support_report.h"

#include <stdlib.h>
#include <string.h>

#include "../../module/core/record.h"

static void free_gather(struct cr_gather *g)
{
	u32 i;

	for (i = 0; g->lines && i < g->line_count; i++)
		free((char *)g->lines[i].text);
	free(g->lines);
	free(g->facts.frames);
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
	if (!g->lines || !g->facts.frames)
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

struct crashrec_record *report_record(const char *text, size_t bytes)
{
	struct cr_gather *g = new_gather();
	struct crashrec_record *record = NULL;
	const char *end = text + bytes, *next;
	s64 encoded = -1;
	u32 room;
	u8 *buf;

	for (; text < end && g->line_count < g->lines_max; text = next + 1) {
		next = memchr(text, '\n', (size_t)(end - text));
		if (!next)
			next = end;
		add_line(g, text, (size_t)(next - text));
	}
	cr_facts_from_lines(&g->facts, g->lines, g->line_count);
	room = cr_record_bytes(g);
	buf = malloc(room);
	if (!buf)
		abort();
	encoded = cr_record_encode(g, NULL, NULL, buf, room);
	if (encoded == room)
		crashrec_record_decode(&record, buf, room);
	free(buf);
	free_gather(g);
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
