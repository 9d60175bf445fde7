// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Gathering a report from its chunks.
 *
 * Each stream's entries are in order; the order among streams is that of the
 * line numbers, which the writers draw from one counter of the report. A line
 * may come in pieces: the first as LINE, the others as MORE behind it.
 */
#include "encoder.h"
#include "record.h"
#include "sort.h"

/* Only while gathering: this line came before the report. */
#define LINE_F_BEFORE	(1U << 7)

static void reset(struct cr_gather *g, const struct cr_chunk_ref *ref)
{
	g->seq = ref->seq;
	memcpy(g->boot_id, ref->boot_id, sizeof(g->boot_id));
	g->text_bytes = 0;
	g->line_count = 0;
	g->before_count = 0;
	g->lines_lost = 0;
	memset(&g->open, 0, sizeof(g->open));
	memset(&g->close, 0, sizeof(g->close));
	g->origin_bytes = 0;
	g->trap_bytes = 0;
	g->release_bytes = 0;
	g->kept_facts_bytes = 0;
	g->marks = 0;
	memset(&g->repeats, 0, sizeof(g->repeats));
	g->facts.title_bytes = 0;
	g->damaged = false;
}

static u32 add_text(struct cr_gather *g, const u8 *text, u32 bytes)
{
	u32 room = g->text_max_bytes - g->text_bytes;

	if (bytes > room)
		bytes = room;
	memcpy(g->text + g->text_bytes, text, bytes);
	g->text_bytes += bytes;
	return bytes;
}

static void gather_line(struct cr_gather *g, const u8 *payload, u32 bytes,
			u8 extra_flags)
{
	struct crashrec_line stored;
	struct cr_line *line;

	if (bytes < sizeof(stored))
		return;
	if (g->line_count == g->lines_max) {
		g->lines_lost++;
		return;
	}
	memcpy(&stored, payload, sizeof(stored));
	bytes -= sizeof(stored);
	line = &g->lines[g->line_count++];
	line->text = g->text + g->text_bytes;
	line->bytes = add_text(g, payload + sizeof(stored), bytes);
	line->line_no = le32_to_cpu(stored.line_no);
	line->time_ns = le64_to_cpu(stored.time_ns);
	line->pid = le32_to_cpu(stored.pid);
	line->cpu = le16_to_cpu(stored.cpu);
	line->context = stored.context < CRASHREC_CONTEXT_COUNT ?
			stored.context : CRASHREC_CONTEXT_TASK;
	line->flags = (stored.flags & ~LINE_F_BEFORE) | extra_flags;
	if (line->bytes < bytes)
		line->flags |= CRASHREC_LINE_F_CUT;
}

/*
 * The last line's text is the last in g->text, so it can grow in place. A
 * piece whose line, or whose piece before it, is missing is dropped.
 */
static void take_more(struct cr_gather *g, const u8 *payload, u32 bytes)
{
	struct crashrec_line stored;
	struct cr_line *line;

	if (bytes < sizeof(stored))
		return;
	memcpy(&stored, payload, sizeof(stored));
	payload += sizeof(stored);
	bytes -= sizeof(stored);
	line = g->line_count ? &g->lines[g->line_count - 1] : NULL;
	if (!line || line->flags & LINE_F_BEFORE ||
	    line->line_no != le32_to_cpu(stored.line_no)) {
		g->damaged = true;
		return;
	}
	if (line->bytes != le32_to_cpu(stored.text_at)) {
		line->flags |= CRASHREC_LINE_F_CUT;
		g->damaged = true;
		return;
	}
	if (add_text(g, payload, bytes) < bytes)
		line->flags |= CRASHREC_LINE_F_CUT;
	line->bytes = g->text + g->text_bytes - line->text;
}

static void take_struct(void *into, u32 into_bytes, const u8 *payload,
			u32 bytes)
{
	if (bytes >= into_bytes)
		memcpy(into, payload, into_bytes);
}

static u32 take_bytes(void *into, u32 into_bytes, const u8 *payload, u32 bytes)
{
	if (bytes > into_bytes)
		bytes = into_bytes;
	memcpy(into, payload, bytes);
	return bytes;
}

static u32 take_title(char *title, const u8 *payload, u32 bytes)
{
	u32 i;

	bytes = take_bytes(title, CR_TITLE_MAX_BYTES, payload, bytes);
	for (i = 0; i < bytes; i++)
		if (title[i] < ' ' || title[i] > '~')
			title[i] = '?';
	return bytes;
}

static void take_marks(struct cr_gather *g, const u8 *payload, u32 bytes)
{
	__le32 marks = 0;

	take_struct(&marks, sizeof(marks), payload, bytes);
	g->marks |= le32_to_cpu(marks);
}

static void mark_user(struct cr_gather *g, u32 line_no)
{
	u32 low = 0, high = g->line_count, middle;
	struct cr_line *line;

	while (low < high) {
		middle = low + (high - low) / 2;
		line = &g->lines[middle];
		if (!(line->flags & LINE_F_BEFORE) && line->line_no == line_no)
			line->flags |= CRASHREC_LINE_F_USER;
		if (line->flags & LINE_F_BEFORE || line->line_no < line_no)
			low = middle + 1;
		else
			high = middle;
	}
}

/* Of the lines of a stream, which are in order, and before this entry. */
static void take_users(struct cr_gather *g, const u8 *payload, u32 bytes)
{
	__le32 line_no;

	if (!bytes)
		g->marks &= ~CRASHREC_REC_F_UNVERIFIED;
	for (; bytes >= sizeof(line_no); bytes -= sizeof(line_no)) {
		memcpy(&line_no, payload, sizeof(line_no));
		payload += sizeof(line_no);
		mark_user(g, le32_to_cpu(line_no));
	}
}

static void take_fact(struct cr_gather *g, u16 type, const u8 *payload,
		      u32 bytes)
{
	struct cr_encoder e = {
		.buf = g->kept_facts,
		.at = g->kept_facts_bytes,
	};

	if (sizeof(struct crashrec_attr) + cr_padded(bytes) >
	    CR_KEPT_FACTS_MAX_BYTES - g->kept_facts_bytes) {
		g->damaged = true;
		return;
	}
	cr_put_attr(&e, type, payload, bytes);
	g->kept_facts_bytes = e.at;
}

static void take_entry(struct cr_gather *g, u16 type, const u8 *payload,
		       u32 bytes)
{
	switch (type) {
	case CRASHREC_ATTR_LINE:
		gather_line(g, payload, bytes, 0);
		break;
	case CRASHREC_ATTR_MORE:
		take_more(g, payload, bytes);
		break;
	case CRASHREC_ATTR_BEFORE:
		gather_line(g, payload, bytes, LINE_F_BEFORE);
		break;
	case CRASHREC_ATTR_OPEN:
		take_struct(&g->open, sizeof(g->open), payload, bytes);
		break;
	case CRASHREC_ATTR_CLOSE:
		take_struct(&g->close, sizeof(g->close), payload, bytes);
		break;
	case CRASHREC_ATTR_TITLE:
		g->facts.title_bytes = take_title(g->facts.title, payload,
						  bytes);
		break;
	case CRASHREC_ATTR_ORIGIN:
		g->origin_bytes = take_bytes(g->origin, sizeof(g->origin),
					     payload, bytes);
		break;
	case CRASHREC_ATTR_TRAP:
		g->trap_bytes = take_bytes(g->trap, sizeof(g->trap), payload,
					   bytes);
		break;
	case CRASHREC_ATTR_RELEASE:
		g->release_bytes = take_bytes(g->release, sizeof(g->release),
					      payload, bytes);
		break;
	case CRASHREC_ATTR_MARKS:
		take_marks(g, payload, bytes);
		break;
	case CRASHREC_ATTR_USER_LINES:
		take_users(g, payload, bytes);
		break;
	case CRASHREC_ATTR_REPEATS:
		break;
	default:
		if (type >= CRASHREC_ATTR_FACTS_FIRST &&
		    type <= CRASHREC_ATTR_FACTS_LAST)
			take_fact(g, type, payload, bytes);
		break;
	}
}

/* What is torn, or of a former use of the chunk, has no CRC that fits. */
static void take_repeats(struct cr_gather *g)
{
	const struct crashrec_chunk_hdr *hdr = (const void *)g->chunk;
	const struct crashrec_repeats_cell *cell = (const void *)(hdr + 1);
	u32 end = sizeof(*hdr) + CRASHREC_REPEATS_CELLS * sizeof(*cell);

	if (le16_to_cpu(hdr->hdr_bytes) < end)
		return;
	for (; (const u8 *)cell < g->chunk + end; cell++)
		if (le64_to_cpu(cell->repeats.count) >
		    le64_to_cpu(g->repeats.count) &&
		    cr_repeats_crc(le32_to_cpu(hdr->crc), &cell->repeats) ==
		    le32_to_cpu(cell->crc))
			g->repeats = cell->repeats;
}

/* Return: where its entries end. */
static u32 take_chunk(struct cr_gather *g, u32 chunk_bytes)
{
	const struct crashrec_chunk_hdr *hdr = (const void *)g->chunk;
	u32 crc = le32_to_cpu(hdr->crc);
	u32 at = le16_to_cpu(hdr->hdr_bytes);
	struct crashrec_entry entry;
	const u8 *payload;
	u32 bytes;
	u16 type;

	take_repeats(g);
	while (at % CRASHREC_ALIGN == 0 && at + sizeof(entry) <= chunk_bytes) {
		memcpy(&entry, g->chunk + at, sizeof(entry));
		type = le16_to_cpu(entry.type);
		bytes = le16_to_cpu(entry.payload_bytes);
		if (!type || bytes > chunk_bytes - at - sizeof(entry))
			break;
		payload = g->chunk + at + sizeof(entry);
		if (le32_to_cpu(entry.crc) !=
		    cr_entry_crc(crc, at, type, payload, bytes))
			break;
		take_entry(g, type, payload, bytes);
		at += sizeof(entry) + cr_padded(bytes);
	}
	return at;
}

/*
 * Read anew, as it may have been reused since it was scanned. A copy is made in
 * any order, so the magic in it may be the next report's, with all else the
 * old one's. Then the header has changed by now: it is read once more. What
 * comes behind it is told apart by its CRCs.
 */
static int read_chunk(struct cr_gather *g, const struct cr_image *image,
		      const struct cr_layout *layout,
		      const struct cr_chunk_ref *want)
{
	u64 offset = cr_layout_chunk_offset(layout, want->chunk);
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	int err;

	err = image->read(image->arg, offset, g->chunk, layout->chunk_bytes);
	if (err)
		return err;
	err = image->read(image->arg, offset, &hdr, sizeof(hdr));
	if (err)
		return err;
	if (memcmp(g->chunk, &hdr, offsetof(struct crashrec_chunk_hdr, ack)) ||
	    !cr_chunk_check(&hdr, &ref) || !cr_chunk_same_report(&ref, want) ||
	    ref.stream != want->stream || ref.part != want->part ||
	    le16_to_cpu(hdr.hdr_bytes) < sizeof(hdr))
		return -ENOENT;
	return 0;
}

static int compare_lines(const void *first, const void *second)
{
	const struct cr_line *a = first, *b = second;
	bool a_before = a->flags & LINE_F_BEFORE;
	bool b_before = b->flags & LINE_F_BEFORE;

	if (a_before != b_before)
		return a_before ? 1 : -1;
	/* Before the report: the lines of one record. */
	if (a->line_no == b->line_no)
		return a->text < b->text ? -1 : a->text > b->text;
	return (a->line_no < b->line_no) != a_before ? -1 : 1;
}

static void order_lines(struct cr_gather *g)
{
	u32 total = g->line_count, last, i;

	for (i = 1; i < total; i++)
		if (compare_lines(&g->lines[i - 1], &g->lines[i]) > 0)
			break;
	if (i < total)
		cr_sort(g->lines, total, sizeof(*g->lines), compare_lines);
	g->line_count = 0;
	while (g->line_count < total &&
	       !(g->lines[g->line_count].flags & LINE_F_BEFORE))
		g->line_count++;
	g->before_count = total - g->line_count;
	for (i = g->line_count; i < total; i++)
		g->lines[i].flags &= ~LINE_F_BEFORE;
	if (!g->line_count)
		return;
	last = g->lines[g->line_count - 1].line_no;
	if (le32_to_cpu(g->close.line_nos) > last)
		last = le32_to_cpu(g->close.line_nos) - 1;
	if (last >= g->line_count && last - g->line_count + 1 > g->lines_lost)
		g->lines_lost = last - g->line_count + 1;
	if (g->close.state && g->lines_lost > le32_to_cpu(g->close.lines_lost))
		g->damaged = true;
	if (le32_to_cpu(g->close.lines_lost) > g->lines_lost)
		g->lines_lost = le32_to_cpu(g->close.lines_lost);
}

static void find_facts(struct cr_gather *g)
{
	char title[CR_TITLE_MAX_BYTES];
	u32 title_bytes = g->facts.title_bytes;

	memcpy(title, g->facts.title, title_bytes);
	cr_facts_from_lines(&g->facts, g->lines, g->line_count);
	if (title_bytes) {
		memcpy(g->facts.title, title, title_bytes);
		g->facts.title_bytes = title_bytes;
	}
}

int cr_gather_report(struct cr_gather *g, const struct cr_image *image,
		     const struct cr_layout *layout,
		     const struct cr_chunk_ref *refs, u32 ref_count)
{
	const struct crashrec_chunk_hdr *hdr = (const void *)g->chunk;
	u32 i, expected_part = 0, end = 0;
	int err;

	if (!ref_count)
		return -ENOENT;
	if (g->chunk_max_bytes < layout->chunk_bytes)
		return -EINVAL;
	reset(g, refs);
	for (i = 0; i < ref_count; i++) {
		if (i && refs[i].stream != refs[i - 1].stream) {
			expected_part = 0;
			end = 0;
		}
		if (refs[i].part != expected_part || (!i && refs[i].stream))
			g->damaged = true;
		expected_part = refs[i].part + 1;
		err = read_chunk(g, image, layout, &refs[i]);
		if (err == -ENOENT) {
			g->damaged = true;
			continue;
		}
		if (err)
			return err;
		/* Where all of the part before is missing, it was said above. */
		if (end < le32_to_cpu(hdr->former_bytes))
			g->damaged = true;
		end = take_chunk(g, layout->chunk_bytes);
	}
	order_lines(g);
	if (!g->line_count)
		return -ENOENT;
	find_facts(g);
	return 0;
}
