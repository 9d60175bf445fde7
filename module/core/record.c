// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records: encoding a gathered report, checking and walking the result.
 */
#include "record.h"

#include "crc32c.h"
#include "encoder.h"

static void put_line(struct cr_encoder *e, u16 type, const struct cr_line *line)
{
	struct crashrec_line stored = {
		.time_ns = cpu_to_le64(line->time_ns),
		.line_no = cpu_to_le32(line->line_no),
		.pid = cpu_to_le32(line->pid),
		.cpu = cpu_to_le16(line->cpu),
		.context = line->context,
		.flags = line->flags,
	};

	cr_put_hdr(e, type, sizeof(stored) + line->bytes);
	cr_put(e, &stored, sizeof(stored));
	cr_put(e, line->text, line->bytes);
	cr_put_padding(e);
}

static void put_parts(struct cr_encoder *e, const struct cr_gather *g,
		      enum cr_parts_place place)
{
	const struct cr_parts_ops *parts = cr_facts_parts(&g->facts);

	if (parts)
		parts->put(e, &g->facts, g->lines, g->line_count, place);
}

static void put_body(struct cr_encoder *e, const struct cr_gather *g)
{
	__le32 lost = cpu_to_le32(g->lines_lost);
	u32 i;

	cr_put_attr(e, CRASHREC_ATTR_TITLE, g->facts.title,
		    g->facts.title_bytes);
	put_parts(e, g, CR_PARTS_TITLES);
	cr_put_attr(e, CRASHREC_ATTR_ORIGIN, g->origin, g->origin_bytes);
	put_parts(e, g, CR_PARTS_SUBJECT);
	cr_put_attr(e, CRASHREC_ATTR_RELEASE, g->release, g->release_bytes);
	cr_put_attr(e, CRASHREC_ATTR_TAINT, &g->open.taint,
		    sizeof(g->open.taint));
	put_parts(e, g, CR_PARTS_STACKS);
	cr_put_attr(e, CRASHREC_ATTR_TRAP, g->trap, g->trap_bytes);
	if (g->kept_facts_bytes)
		cr_put(e, g->kept_facts, g->kept_facts_bytes);
	cr_put_attr(e, CRASHREC_ATTR_REPEATS, &g->repeats,
		    g->repeats.count ? sizeof(g->repeats) : 0);
	cr_put_attr(e, CRASHREC_ATTR_LOST, &lost,
		    g->lines_lost ? sizeof(lost) : 0);
	for (i = 0; i < g->before_count; i++)
		put_line(e, CRASHREC_ATTR_BEFORE, &g->lines[g->line_count + i]);
	for (i = 0; i < g->line_count; i++)
		put_line(e, CRASHREC_ATTR_LINE, &g->lines[i]);
}

u32 cr_record_bytes(const struct cr_gather *g)
{
	struct cr_encoder e = { .at = sizeof(struct crashrec_rec_hdr) };

	put_body(&e, g);
	return e.at;
}

static bool same_boot(const struct cr_gather *g, const struct cr_boot *boot)
{
	return boot && !memcmp(boot->boot_id, g->boot_id, sizeof(g->boot_id));
}

static u8 state_of(const struct cr_gather *g, const struct cr_boot *running,
		   const struct cr_boot *former)
{
	const struct cr_boot *own = NULL;

	if (g->close.state && g->close.state < CRASHREC_STATE_COUNT)
		return g->close.state;
	if (same_boot(g, running))
		own = running;
	else if (same_boot(g, former))
		own = former;
	if (own && own->ended == CRASHREC_ENDED_PANIC)
		return CRASHREC_STATE_CUT_BY_PANIC;
	if (own && own == running)
		return CRASHREC_STATE_OPEN;
	return CRASHREC_STATE_CUT_BY_RESET;
}

static u32 flags_of(const struct cr_gather *g, const struct cr_boot *running)
{
	u32 flags = g->facts.flags | g->marks;

	if (running && !same_boot(g, running))
		flags |= CRASHREC_REC_F_FORMER_BOOT;
	if (g->damaged)
		flags |= CRASHREC_REC_F_DAMAGED;
	return flags;
}

void cr_record_seal(void *buf, u32 bytes)
{
	struct crashrec_rec_hdr hdr;
	u32 hdr_bytes;

	memcpy(&hdr, buf, sizeof(hdr));
	hdr_bytes = le16_to_cpu(hdr.hdr_bytes);
	bytes -= hdr_bytes;
	hdr.body_bytes = cpu_to_le32(bytes);
	hdr.body_crc = cpu_to_le32(cr_crc32c(0, (u8 *)buf + hdr_bytes, bytes));
	hdr.hdr_crc = 0;
	memcpy(buf, &hdr, sizeof(hdr));
	hdr.hdr_crc = cpu_to_le32(cr_crc32c(0, buf, hdr_bytes));
	memcpy(buf, &hdr, sizeof(hdr));
}

s64 cr_record_encode(const struct cr_gather *g, const struct cr_boot *running,
		     const struct cr_boot *former, void *buf, u32 buf_bytes)
{
	struct cr_encoder e = { .buf = buf, .at = sizeof(struct crashrec_rec_hdr) };
	struct crashrec_rec_hdr hdr = {
		.magic = cpu_to_le32(CRASHREC_REC_MAGIC),
		.hdr_bytes = cpu_to_le16(sizeof(hdr)),
		.version = cpu_to_le16(CRASHREC_FORMAT_VERSION),
		.flags = cpu_to_le32(flags_of(g, running)),
		.seq = cpu_to_le64(g->seq),
		.boot_ns = g->open.boot_ns,
		.wall_ns = g->open.wall_ns,
		.state = state_of(g, running, former),
		.report_class = g->facts.report_class,
	};

	if (cr_record_bytes(g) > buf_bytes)
		return -EMSGSIZE;
	if (g->close.report_class &&
	    g->close.report_class < CRASHREC_CLASS_COUNT)
		hdr.report_class = g->close.report_class;
	memcpy(hdr.boot_id, g->boot_id, sizeof(hdr.boot_id));
	memcpy(buf, &hdr, sizeof(hdr));
	put_body(&e, g);
	cr_record_seal(buf, e.at);
	return e.at;
}

static bool hdr_crc_matches(const u8 *buf, u32 hdr_bytes, __le32 stored)
{
	const u32 at = offsetof(struct crashrec_rec_hdr, hdr_crc);
	__le32 zero = 0;
	u32 crc;

	crc = cr_crc32c(0, buf, at);
	crc = cr_crc32c(crc, &zero, sizeof(zero));
	crc = cr_crc32c(crc, buf + at + sizeof(zero),
			hdr_bytes - at - sizeof(zero));
	return le32_to_cpu(stored) == crc;
}

s64 cr_record_decode(struct cr_record *record, const void *buf, u32 buf_bytes)
{
	struct crashrec_rec_hdr *hdr = &record->hdr;
	u32 hdr_bytes, body_bytes;

	if (buf_bytes < sizeof(*hdr))
		return -EMSGSIZE;
	memcpy(hdr, buf, sizeof(*hdr));
	if (le32_to_cpu(hdr->magic) != CRASHREC_REC_MAGIC)
		return -EBADMSG;
	if (le16_to_cpu(hdr->version) != CRASHREC_FORMAT_VERSION)
		return -EPROTONOSUPPORT;
	hdr_bytes = le16_to_cpu(hdr->hdr_bytes);
	if (hdr_bytes < sizeof(*hdr) || hdr_bytes % CRASHREC_ALIGN)
		return -EBADMSG;
	if (hdr_bytes > buf_bytes)
		return -EMSGSIZE;
	if (!hdr_crc_matches(buf, hdr_bytes, hdr->hdr_crc))
		return -EBADMSG;
	body_bytes = le32_to_cpu(hdr->body_bytes);
	if (body_bytes > buf_bytes - hdr_bytes)
		return -EMSGSIZE;
	record->body = (const u8 *)buf + hdr_bytes;
	record->body_bytes = body_bytes;
	if (le32_to_cpu(hdr->body_crc) !=
	    cr_crc32c(0, record->body, body_bytes))
		return -EBADMSG;
	return (s64)hdr_bytes + body_bytes;
}

bool cr_record_attr(const struct cr_record *record, u32 *offset,
		    struct cr_attr *attr)
{
	struct crashrec_attr hdr;
	u32 left;

	if (*offset > record->body_bytes ||
	    record->body_bytes - *offset < sizeof(hdr))
		return false;
	memcpy(&hdr, record->body + *offset, sizeof(hdr));
	left = record->body_bytes - *offset - sizeof(hdr);
	attr->bytes = le32_to_cpu(hdr.payload_bytes);
	if (attr->bytes > left || cr_padded(attr->bytes) > left)
		return false;
	attr->type = le16_to_cpu(hdr.type);
	attr->payload = record->body + *offset + sizeof(hdr);
	*offset += sizeof(hdr) + cr_padded(attr->bytes);
	return true;
}
