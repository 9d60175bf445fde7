// SPDX-License-Identifier: GPL-2.0
/*
 * A record that has nothing that is made of its text is completed; what puts
 * that in it is analysed in parts.c, and may put anything here.
 */
#include <__fc_builtin.h>

#include "core/complete.h"
#include "core/encoder.h"
#include "core/parts.h"

#define HDR_BYTES	sizeof(struct crashrec_rec_hdr)
#define BODY_BYTES	64
#define PARTS_BYTES	4096
#define MADE_BYTES	(1 << 16)
#define LINES		4
#define FRAMES		3

static u8 record[HDR_BYTES + BODY_BYTES], made[MADE_BYTES];
static u8 any_parts[PARTS_BYTES];
static struct cr_complete c;
static struct cr_line lines[LINES];
static struct crashrec_frame frames[FRAMES];

static void put(struct cr_encoder *e, const struct cr_facts *facts,
		const struct cr_line *of, u32 line_count,
		enum cr_parts_place place)
{
	cr_put(e, any_parts, Frama_C_unsigned_int_interval(0, PARTS_BYTES));
}

const struct cr_parts_ops cr_parts = { .put = put };

static void begin(void)
{
	Frama_C_make_unknown((char *)&c, sizeof(c));
	Frama_C_make_unknown((char *)any_parts, sizeof(any_parts));
	Frama_C_make_unknown((char *)record, sizeof(record));
	c.lines = lines;
	c.lines_max = LINES;
	c.facts.structure = &c.structure;
	c.facts.frames = frames;
	c.facts.frames_max = FRAMES;
}

/*
 * A body of one attribute, of each length and any type. The buffer is larger
 * than any that is asked for.
 */
void eva_complete(void)
{
	struct crashrec_attr *attr;
	u32 bytes;
	int found;

	for (bytes = 0; bytes <= BODY_BYTES - sizeof(*attr); bytes++) {
		begin();
		/* Behind it is nothing. */
		attr = (void *)(record + sizeof(record) - sizeof(*attr) -
				cr_padded(bytes));
		attr->payload_bytes = bytes;
		c.record.hdr.hdr_bytes = HDR_BYTES;
		c.record.body = (u8 *)attr;
		c.record.body_bytes = sizeof(*attr) + cr_padded(bytes);
		found = cr_complete_lines(&c.record);
		if (found < 0)
			continue;
		/*@ assert found <= CR_LINES_MAX; */
		if (cr_complete_find(&c))
			cr_complete_encode(&c, made);
	}
}
