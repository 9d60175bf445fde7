// SPDX-License-Identifier: GPL-2.0
/*
 * Records: any bytes are taken for one, and one is made of what was gathered.
 */
#include <__fc_builtin.h>

#include "core/record.h"
#include "core/structure.h"

/* A header, and one that is longer; and attributes. */
#define BUF_BYTES	160
#define MADE_BYTES	(1 << 20)
#define LINES		4
#define FRAMES		3
#define TEXT_BYTES	64

static u8 buf[BUF_BYTES], made[MADE_BYTES];
static struct cr_gather g;
static struct cr_structure structure;
static struct cr_line lines[LINES];
static struct crashrec_frame frames[FRAMES];
static char text[TEXT_BYTES];
static u8 kept_facts[CR_KEPT_FACTS_MAX_BYTES];

/* Of each length, and with what may lie behind it. */
void eva_decode(void)
{
	struct cr_record record;
	u32 bytes;

	for (bytes = 0; bytes <= BUF_BYTES; bytes += 4) {
		Frama_C_make_unknown((char *)buf, sizeof(buf));
		cr_record_decode(&record, buf + BUF_BYTES - bytes, bytes);
	}
}

void eva_attr(void)
{
	struct cr_record record = { .body = buf, };
	struct cr_attr attr;
	u32 offset;

	Frama_C_make_unknown((char *)buf, sizeof(buf));
	for (record.body_bytes = 0; record.body_bytes <= BUF_BYTES;
	     record.body_bytes += 4) {
		record.body = buf + BUF_BYTES - record.body_bytes;
		offset = Frama_C_unsigned_int_interval(0, -1U);
		cr_record_attr(&record, &offset, &attr);
	}
}

static void any_lines(void)
{
	u32 i;

	for (i = 0; i < LINES; i++) {
		Frama_C_make_unknown((char *)&lines[i], sizeof(lines[i]));
		lines[i].text = text;
		lines[i].bytes = Frama_C_unsigned_int_interval(0, TEXT_BYTES);
	}
}

static void any_facts(struct cr_facts *facts)
{
	facts->frames = frames;
	facts->frames_max = FRAMES;
	facts->parts = NULL;
	facts->structure = &structure;
	facts->title_bytes =
		Frama_C_unsigned_int_interval(0, CR_TITLE_MAX_BYTES);
}

/* The buffer is larger than any that is asked for. */
void eva_encode(void)
{
	struct cr_boot running, former;

	Frama_C_make_unknown((char *)&g, sizeof(g));
	Frama_C_make_unknown((char *)&running, sizeof(running));
	Frama_C_make_unknown((char *)&former, sizeof(former));
	any_lines();
	any_facts(&g.facts);
	g.lines = lines;
	g.line_count = Frama_C_unsigned_int_interval(0, LINES / 2);
	g.before_count = Frama_C_unsigned_int_interval(0, LINES / 2);
	g.kept_facts = kept_facts;
	g.kept_facts_bytes =
		Frama_C_unsigned_int_interval(0, CR_KEPT_FACTS_MAX_BYTES);
	g.damaged = Frama_C_nondet(0, 1);
	g.origin_bytes = Frama_C_unsigned_int_interval(0, sizeof(g.origin));
	g.trap_bytes = Frama_C_unsigned_int_interval(0, sizeof(g.trap));
	g.release_bytes = Frama_C_unsigned_int_interval(0, sizeof(g.release));
	cr_record_encode(&g, Frama_C_nondet(0, 1) ? &running : NULL,
			 Frama_C_nondet(0, 1) ? &former : NULL, made,
			 sizeof(made));
}
