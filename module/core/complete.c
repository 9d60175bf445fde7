// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Everything in a record but its parts is copied, so that what a newer module
 * says of it is kept. The parts go where cr_record_encode() puts them.
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

static bool is_behind_parts(u16 type)
{
	return type == CRASHREC_ATTR_REGISTERS || type == CRASHREC_ATTR_TRAP ||
	       type == CRASHREC_ATTR_LOST || type == CRASHREC_ATTR_BEFORE ||
	       type == CRASHREC_ATTR_LINE || type == CRASHREC_ATTR_UNKEPT ||
	       (type >= CRASHREC_ATTR_FACTS_FIRST &&
		type <= CRASHREC_ATTR_FACTS_LAST);
}

u32 cr_complete_lines(const struct cr_record *record)
{
	struct cr_attr attr;
	u32 offset = 0, count = 0;

	if (record->body_bytes > BODY_MAX_BYTES)
		return 0;
	while (cr_record_attr(record, &offset, &attr)) {
		if (is_part(attr.type))
			return 0;
		count += attr.type == CRASHREC_ATTR_LINE;
	}
	return count < CR_LINES_MAX ? count : CR_LINES_MAX;
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

static u32 unkept_of(const struct cr_attr *attr)
{
	__le32 stored = 0;

	if (attr->bytes >= sizeof(stored))
		memcpy(&stored, attr->payload, sizeof(stored));
	return le32_to_cpu(stored);
}

/* Sections refer to frames by their index. */
static bool has_frames(const struct cr_facts *facts,
		       const struct cr_attr *frames)
{
	u32 bytes = facts->frame_count * sizeof(*facts->frames);

	return frames->bytes == bytes &&
	       (!bytes || !memcmp(frames->payload, facts->frames, bytes));
}

static void put_body(struct cr_encoder *e, const struct cr_complete *c)
{
	const struct cr_record *record = &c->record;
	struct cr_attr attr;
	u32 offset = 0, from = 0;
	bool is_put = false;

	while (cr_record_attr(record, &offset, &attr)) {
		if (!is_put && is_behind_parts(attr.type)) {
			cr_record_put_parts(e, &c->facts, c->lines,
					    c->line_count);
			is_put = true;
		}
		/* Now told with the parts. */
		if (attr.type != CRASHREC_ATTR_UNKEPT)
			cr_put(e, record->body + from, offset - from);
		from = offset;
	}
	/* Bytes that are no attribute are damage, and are to be seen as such. */
	cr_put(e, record->body + from, record->body_bytes - from);
}

u32 cr_complete_find(struct cr_complete *c)
{
	struct cr_encoder e = { .at = le16_to_cpu(c->record.hdr.hdr_bytes) };
	struct cr_attr attr, frames = { 0 };
	u32 offset = 0, unkept = 0;

	c->line_count = 0;
	while (cr_record_attr(&c->record, &offset, &attr)) {
		if (attr.type == CRASHREC_ATTR_LINE)
			take_line(c, &attr);
		else if (attr.type == CRASHREC_ATTR_FRAMES)
			frames = attr;
		else if (attr.type == CRASHREC_ATTR_UNKEPT)
			unkept = unkept_of(&attr);
	}
	c->facts.parts = &cr_parts;
	c->facts.structure = &c->structure;
	cr_facts_from_lines(&c->facts, c->lines, c->line_count);
	if (!has_frames(&c->facts, &frames))
		return 0;
	c->facts.frames_lost = unkept;
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
