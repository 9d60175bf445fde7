// SPDX-License-Identifier: GPL-2.0
/*
 * What is made of the text is put in a record.
 */
#include <__fc_builtin.h>

#include "core/complete.h"
#include "core/encoder.h"

#define MADE_BYTES	(1 << 21)
#define LINES		4
#define FRAMES		3
#define TEXT_BYTES	64

static u8 made[MADE_BYTES];
static struct cr_complete c;
static struct cr_line lines[LINES];
static struct crashrec_frame frames[FRAMES];
static char text[TEXT_BYTES];

static void any_lines(void)
{
	u32 i;

	for (i = 0; i < LINES; i++) {
		Frama_C_make_unknown((char *)&lines[i], sizeof(lines[i]));
		lines[i].text = text;
		lines[i].bytes = Frama_C_unsigned_int_interval(0, TEXT_BYTES);
	}
}

static void begin(void)
{
	Frama_C_make_unknown((char *)&c, sizeof(c));
	Frama_C_make_unknown(text, sizeof(text));
	any_lines();
	c.lines = lines;
	c.lines_max = LINES;
	c.facts.parts = &cr_parts;
	c.facts.structure = &c.structure;
	c.facts.frames = frames;
	c.facts.frames_max = FRAMES;
}

void eva_put(void)
{
	struct cr_encoder e = { .buf = made };

	begin();
	cr_facts_from_lines(&c.facts, lines, LINES);
	if (Frama_C_nondet(0, 1))
		e.buf = NULL;
	cr_parts.put(&e, &c.facts, lines, LINES, CR_PARTS_TITLES);
	cr_parts.put(&e, &c.facts, lines, LINES, CR_PARTS_SUBJECT);
	cr_parts.put(&e, &c.facts, lines, LINES, CR_PARTS_STACKS);
}
