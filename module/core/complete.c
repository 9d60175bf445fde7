// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * All that a record has is copied, so that what a newer module says of it is
 * kept, and so is what an older one found in the text: that is not made again.
 * The parts go where cr_record_encode() puts them.
 */
#include "complete.h"

#include "encoder.h"
#include "parts.h"

/* So that no sum of sizes overflows; no module makes one that large. */
#define BODY_MAX_BYTES	(1U << 30)

static bool is_part(u16 type)
{
	return type >= CRASHREC_ATTR_SECTIONS && type <= CRASHREC_ATTR_TASKS;
}

/* Behind the parts of which place does an attribute stand? */
static u32 places_before(u16 type)
{
	switch (type) {
	case CRASHREC_ATTR_ORIGIN:
	case CRASHREC_ATTR_SUBJECT:
		return CR_PARTS_TITLES + 1;
	case CRASHREC_ATTR_RELEASE:
	case CRASHREC_ATTR_TAINT:
	case CRASHREC_ATTR_FRAMES:
		return CR_PARTS_SUBJECT + 1;
	case CRASHREC_ATTR_REGISTERS:
	case CRASHREC_ATTR_TRAP:
	case CRASHREC_ATTR_LOST:
	case CRASHREC_ATTR_BEFORE:
	case CRASHREC_ATTR_LINE:
	case CRASHREC_ATTR_UNKEPT:
		return CR_PARTS_STACKS + 1;
	default:
		return type >= CRASHREC_ATTR_FACTS_FIRST &&
		       type <= CRASHREC_ATTR_FACTS_LAST ?
			CR_PARTS_STACKS + 1 : 0;
	}
}

int cr_complete_lines(const struct cr_record *record)
{
	struct cr_attr attr;
	u32 offset = 0, count = 0;

	if (record->body_bytes > BODY_MAX_BYTES)
		return -EMSGSIZE;
	while (cr_record_attr(record, &offset, &attr)) {
		if (is_part(attr.type))
			return -EINVAL;
		count += attr.type == CRASHREC_ATTR_LINE;
	}
	return count < CR_LINES_MAX ? (int)count : CR_LINES_MAX;
}

static void take_line(struct cr_complete *c, const struct cr_attr *attr)
{
	struct crashrec_line stored;
	struct cr_line *line;

	if (attr->bytes < sizeof(stored) || c->line_count == c->lines_max)
		return;
	memcpy(&stored, attr->payload, sizeof(stored));
	line = &c->lines[c->line_count++];
	line->text = (const char *)attr->payload + sizeof(stored);
	line->bytes = attr->bytes - sizeof(stored);
	line->line_no = le32_to_cpu(stored.line_no);
	line->time_ns = le64_to_cpu(stored.time_ns);
	line->pid = le32_to_cpu(stored.pid);
	line->cpu = le16_to_cpu(stored.cpu);
	line->context = stored.context;
	line->flags = stored.flags;
}

/* What an older module counted of the frames that it gave. */
static void take_unkept(struct cr_facts *facts, const struct cr_attr *attr)
{
	__le32 stored;

	if (attr->bytes < sizeof(stored))
		return;
	memcpy(&stored, attr->payload, sizeof(stored));
	facts->frames_lost = le32_to_cpu(stored);
}

/* Of an older module: sections refer to frames by their index. */
static bool has_other_frames(const struct cr_facts *facts,
			     const struct cr_attr *frames)
{
	u32 bytes = facts->frame_count * sizeof(*facts->frames);

	return frames->type && (frames->bytes != bytes ||
	       (bytes && memcmp(frames->payload, facts->frames, bytes)));
}

/* Those that stand before place @end, as far as they are not put yet. */
static void put_places(struct cr_encoder *e, const struct cr_complete *c,
		       u32 *place, u32 end)
{
	for (; *place < end; (*place)++)
		cr_parts.put(e, &c->facts, c->lines, c->line_count, *place);
}

static void put_body(struct cr_encoder *e, const struct cr_complete *c)
{
	const struct cr_record *record = &c->record;
	struct cr_attr attr;
	u32 offset = 0, from = 0, place = 0;

	while (cr_record_attr(record, &offset, &attr)) {
		put_places(e, c, &place, places_before(attr.type));
		/* Now told with the parts. */
		if (attr.type != CRASHREC_ATTR_UNKEPT)
			cr_put(e, record->body + from, offset - from);
		from = offset;
	}
	put_places(e, c, &place, CR_PARTS_STACKS + 1);
	/* Bytes that are no attribute are damage, and are to be seen as such. */
	cr_put(e, record->body + from, record->body_bytes - from);
}

u32 cr_complete_find(struct cr_complete *c)
{
	struct cr_encoder e = { .at = le16_to_cpu(c->record.hdr.hdr_bytes) };
	struct cr_attr attr, frames = { 0 }, unkept = { 0 };
	u32 offset = 0;
	u64 given = 0;

	c->line_count = 0;
	while (cr_record_attr(&c->record, &offset, &attr)) {
		if (attr.type == CRASHREC_ATTR_LINE)
			take_line(c, &attr);
		else if (attr.type == CRASHREC_ATTR_FRAMES)
			frames = attr;
		else if (attr.type == CRASHREC_ATTR_UNKEPT)
			unkept = attr;
		if (attr.type < CRASHREC_ATTR_UNKEPT)
			given |= 1ULL << attr.type;
	}
	/* A newer library could find one where its module saw none. */
	if (!(le32_to_cpu(c->record.hdr.flags) & CRASHREC_REC_F_CORRUPTED))
		given |= 1ULL << CRASHREC_ATTR_REASON;
	c->facts.parts = &cr_parts;
	c->facts.structure = &c->structure;
	cr_facts_from_lines(&c->facts, c->lines, c->line_count);
	if (has_other_frames(&c->facts, &frames))
		return 0;
	c->structure.given = given;
	take_unkept(&c->facts, &unkept);
	put_body(&e, c);
	return e.at;
}

void cr_complete_encode(const struct cr_complete *c, void *buf)
{
	struct cr_encoder e = { .buf = buf };
	u32 hdr_bytes = le16_to_cpu(c->record.hdr.hdr_bytes);

	cr_put(&e, c->record.body - hdr_bytes, hdr_bytes);
	put_body(&e, c);
	cr_record_seal(buf, e.at);
}
