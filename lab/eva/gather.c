// SPDX-License-Identifier: GPL-2.0
/*
 * Chunks of any bytes, entry by entry, and what comes of their lines. What one
 * function asks of those that call it is a contract here: it is shown of the
 * one with the buffer that the contract allows, and asked of the others.
 */
#include <__fc_builtin.h>

#include "core/record.h"

#define EIO	5
#define CHUNKS	30
/* Of a chunk; large ones are not different. */
#define CHUNK_BYTES	256
#define LINES	4
#define TEXT_BYTES	64
/* A line's struct, and as much text as there is room for, and more. */
#define PAYLOAD_BYTES	64

/*@ requires bytes == 0 || \valid_read(payload + (0 .. bytes - 1));
    requires g->line_count <= g->lines_max;
    requires g->text_bytes <= g->text_max_bytes;
    requires g->kept_facts_bytes <= CR_KEPT_FACTS_MAX_BYTES;
    requires g->facts.title_bytes <= CR_TITLE_MAX_BYTES;
    assigns g->line_count, g->text_bytes, g->kept_facts_bytes, g->lines_lost,
	g->damaged, g->marks, g->open, g->close, g->origin_bytes,
	g->trap_bytes, g->release_bytes, g->facts.title_bytes;
    ensures g->line_count <= g->lines_max;
    ensures g->text_bytes <= g->text_max_bytes;
    ensures g->kept_facts_bytes <= CR_KEPT_FACTS_MAX_BYTES;
    ensures g->facts.title_bytes <= CR_TITLE_MAX_BYTES; */
static void take_entry(struct cr_gather *g, u16 type, const u8 *payload,
		       u32 bytes);

/*@ requires g->line_count <= g->lines_max;
    assigns g->line_count, g->before_count, g->lines_lost, g->damaged;
    ensures g->line_count <= g->lines_max; */
static void order_lines(struct cr_gather *g);

/*@ requires g->facts.title_bytes <= CR_TITLE_MAX_BYTES;
    requires g->line_count <= g->lines_max;
    assigns g->facts.title_bytes; */
static void find_facts(struct cr_gather *g);

#include "../../module/core/gather.c"

static struct cr_gather gathered;
static u8 chunk[CHUNK_BYTES], kept_facts[CR_KEPT_FACTS_MAX_BYTES];
static u8 payload[PAYLOAD_BYTES];
static char text[TEXT_BYTES];
static struct cr_line lines[LINES];
static struct cr_chunk_ref refs[CHUNKS];

static int read_any(void *arg, u64 offset, void *buf, u32 bytes)
{
	Frama_C_make_unknown(buf, bytes);
	if (Frama_C_nondet(0, 1))
		return -EIO;
	return 0;
}

static struct cr_gather *any_gather(void)
{
	struct cr_gather *g = &gathered;
	u32 i;

	Frama_C_make_unknown((char *)g, sizeof(*g));
	Frama_C_make_unknown((char *)chunk, sizeof(chunk));
	g->chunk = chunk;
	g->chunk_max_bytes = sizeof(chunk);
	g->text = text;
	g->text_max_bytes = sizeof(text);
	g->lines = lines;
	g->lines_max = LINES;
	g->kept_facts = kept_facts;
	for (i = 0; i < LINES; i++) {
		Frama_C_make_unknown((char *)&lines[i], sizeof(lines[i]));
		lines[i].text = text +
				Frama_C_unsigned_int_interval(0, TEXT_BYTES);
		lines[i].bytes = Frama_C_unsigned_int_interval(0, TEXT_BYTES);
	}
	g->facts.parts = NULL;
	g->facts.title_bytes =
		Frama_C_unsigned_int_interval(0, CR_TITLE_MAX_BYTES);
	return g;
}

/* An entry of each length; there is just room for it, or a little less or more. */
void eva_entry(void)
{
	struct cr_gather *g;
	u32 bytes, room;

	for (bytes = 0; bytes <= PAYLOAD_BYTES; bytes++) {
		room = bytes % 3;
		if (bytes > sizeof(struct crashrec_line))
			room += bytes - sizeof(struct crashrec_line) - 1;
		g = any_gather();
		Frama_C_make_unknown((char *)payload, sizeof(payload));
		g->line_count = bytes % (LINES + 1);
		g->text_bytes = TEXT_BYTES - room;
		g->kept_facts_bytes = CR_KEPT_FACTS_MAX_BYTES -
				      cr_padded(bytes) - bytes % 2 * 8;
		take_entry(g, Frama_C_unsigned_short_interval(0, -1),
			   payload + PAYLOAD_BYTES - bytes, bytes);
	}
}

/* With the contracts above. */
void eva_gather(void)
{
	struct cr_image image = { .read = read_any };
	struct cr_layout layout = {
		.hdr_bytes = CRASHREC_HDR_BYTES,
		.chunk_bytes = CHUNK_BYTES,
		.chunk_count = CHUNKS,
	};

	Frama_C_make_unknown((char *)refs, sizeof(refs));
	cr_gather_report(any_gather(), &image, &layout, refs,
			 Frama_C_unsigned_int_interval(0, CHUNKS));
}

/* What comes of the lines of any number of entries. */
void eva_lines(void)
{
	struct cr_gather *g = any_gather();

	g->line_count = Frama_C_unsigned_int_interval(0, LINES);
	order_lines(g);
	find_facts(g);
}
