// SPDX-License-Identifier: GPL-2.0
/*
 * From the lines of a report to its record and back.
 *
 * The input is text. A line that begins with a byte of 1 to 7 is printed by
 * another than the rest, of whom there are as many; behind a byte of 14 some
 * lines were lost. If the first byte of all is 16 to 31, there is little room
 * for frames.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/complete.h"
#include "core/crc32c.h"
#include "core/grammar.h"
#include "core/kind.h"
#include "core/record.h"
#include "core/structure.h"
#include "fuzz_check.h"

#define LINES_MAX	1024
#define LOST		14
#define LITTLE_ROOM	16
#define FLIPS_MAX	8

static struct cr_line lines[LINES_MAX];
static struct crashrec_frame frames[CR_FRAMES_MAX];
static struct cr_gather gathered;
static struct cr_structure structure;
static struct cr_complete completed;
static struct cr_line completed_lines[LINES_MAX];

struct input {
	const uint8_t *at;
	const uint8_t *end;
	u32 line_no;
};

static bool take_line(struct input *in, struct cr_line *line)
{
	const uint8_t *end;
	u32 who = 0;

	if (in->at >= in->end)
		return false;
	if (*in->at == LOST) {
		in->line_no += 3;
		in->at++;
	}
	if (in->at < in->end && *in->at && *in->at < 8)
		who = *in->at++;
	end = in->end == in->at ? NULL :
	      memchr(in->at, '\n', (size_t)(in->end - in->at));
	if (!end)
		end = in->end;
	*line = (struct cr_line){
		.text = fuzz_copy(in->at, (size_t)(end - in->at)),
		.bytes = (u32)(end - in->at),
		.line_no = in->line_no++,
		.pid = who & 1 ? CRASHREC_NO_PID : 40 + who,
		.cpu = (u16)(who >> 1),
		.context = who & 3,
		.flags = who & 2,
	};
	in->at = end + 1;
	return true;
}

static u32 take_lines(struct input *in)
{
	u32 count = 0;

	while (count < LINES_MAX && take_line(in, &lines[count]))
		count++;
	return count;
}

static void require_grammar(const struct cr_grammar *g)
{
	FUZZ_REQUIRE(g->report_class < CRASHREC_CLASS_COUNT);
	FUZZ_REQUIRE(!g->kind || cr_kind_at(g->kind));
	FUZZ_REQUIRE(!g->other || cr_kind_at(g->other));
}

static enum cr_verdict first_line(struct cr_grammar *g,
				  const struct cr_line *line)
{
	enum cr_verdict verdict;

	verdict = cr_grammar_first(g, line->text, line->bytes);
	FUZZ_REQUIRE(verdict <= CR_LINE_OPENS);
	FUZZ_REQUIRE(!verdict || cr_grammar_may_open(line->text, line->bytes));
	FUZZ_REQUIRE(!verdict || g->line_count == 1);
	FUZZ_REQUIRE(verdict != CR_LINE_OPENS || g->report_class ||
		     g->in_log);
	return verdict;
}

static enum cr_verdict next_line(struct cr_grammar *g,
				 const struct cr_line *line, bool has_ended)
{
	struct cr_text text = { line->text, line->bytes };
	struct cr_grammar before = *g;
	struct cr_grammar other = { .in_log = g->in_log };
	enum cr_verdict verdict;

	verdict = cr_grammar_next(g, line->text, line->bytes);
	switch (verdict) {
	case CR_LINE_CONTINUES:
	case CR_LINE_ENDS:
		FUZZ_REQUIRE(g->line_count == before.line_count + 1);
		break;
	case CR_LINE_OPENS:
	case CR_LINE_MAYBE_OPENS:
		/* What of a comm may be left is no matter any more. */
		before.comm = g->comm;
		FUZZ_REQUIRE(!memcmp(&before, g, sizeof(before)));
		FUZZ_REQUIRE(first_line(&other, line) == verdict);
		break;
	default:
		FUZZ_REQUIRE(verdict == CR_LINE_OTHER);
	}
	if (has_ended && verdict == CR_LINE_CONTINUES)
		FUZZ_REQUIRE(cr_line_shape(text) == CR_SHAPE_PANIC);
	return verdict;
}

/* All lines as if one context had printed them. */
static void run_grammar(u32 count, bool in_log)
{
	struct cr_grammar g = { .in_log = in_log };
	enum cr_verdict verdict;
	bool is_open = false;
	bool has_ended = false;
	u32 i;

	for (i = 0; i < count; i++) {
		verdict = is_open ? next_line(&g, &lines[i], has_ended) :
				    first_line(&g, &lines[i]);
		if (is_open && (verdict == CR_LINE_OPENS ||
				verdict == CR_LINE_MAYBE_OPENS))
			verdict = first_line(&g, &lines[i]);
		is_open = verdict != CR_LINE_OTHER;
		has_ended = verdict == CR_LINE_ENDS;
		require_grammar(&g);
	}
}

static void require_parts(const struct cr_facts *facts, u32 frames_max)
{
	u32 i;

	FUZZ_REQUIRE(facts->alt_title_count <= CR_ALT_TITLES_MAX);
	for (i = 0; i < facts->alt_title_count; i++)
		FUZZ_REQUIRE(fuzz_is_title(facts->alt_titles[i].at,
					   facts->alt_titles[i].bytes));
	FUZZ_REQUIRE(!facts->blamed_bytes ||
		     fuzz_is_title(facts->blamed, facts->blamed_bytes));
	FUZZ_REQUIRE(facts->type && facts->reason);
	FUZZ_REQUIRE(!!*facts->reason ==
		     !!(facts->flags & CRASHREC_REC_F_CORRUPTED));
	FUZZ_REQUIRE(facts->frame_count <= frames_max);
	FUZZ_REQUIRE(!facts->frames_lost || facts->frame_count == frames_max);
	FUZZ_REQUIRE(facts->register_count <= CR_REGISTERS_MAX);
	FUZZ_REQUIRE(facts->subject.comm_bytes <= CR_COMM_MAX_BYTES);
}

static void require_facts(const struct cr_facts *facts, u32 frames_max)
{
	FUZZ_REQUIRE(fuzz_is_title(facts->title, facts->title_bytes));
	FUZZ_REQUIRE(facts->report_class < CRASHREC_CLASS_COUNT);
	if (facts->parts)
		require_parts(facts, frames_max);
}

/* @garbage: what is in the memory before. Return: the record's bytes. */
static u8 *encode(u32 count, u32 frames_max, const struct cr_parts_ops *parts,
		  int garbage, u32 *bytes)
{
	struct cr_gather *g = &gathered;
	u8 *buf;

	memset(&g->facts, garbage, sizeof(g->facts));
	memset(&structure, garbage, sizeof(structure));
	memset(frames, garbage, sizeof(*frames) * frames_max);
	g->lines = lines;
	g->line_count = count;
	g->seq = 1;
	g->close.state = CRASHREC_STATE_COMPLETE;
	g->facts.frames = frames;
	g->facts.frames_max = frames_max;
	g->facts.parts = parts;
	g->facts.structure = parts ? &structure : NULL;
	cr_facts_from_lines(&g->facts, lines, count);
	require_facts(&g->facts, frames_max);
	*bytes = cr_record_bytes(g);
	buf = malloc(*bytes);
	if (!buf)
		exit(1);
	FUZZ_REQUIRE(cr_record_encode(g, NULL, NULL, buf, *bytes - 1) ==
		     -EMSGSIZE);
	FUZZ_REQUIRE(cr_record_encode(g, NULL, NULL, buf, *bytes) == *bytes);
	return buf;
}

static void require_decoded(const u8 *buf, u32 bytes, u32 count)
{
	const struct crashrec_log_line *found;
	struct crashrec_record *record;
	struct cr_record decoded;
	struct cr_attr attr;
	size_t line_count;
	u32 offset = 0;
	u32 i;

	FUZZ_REQUIRE(cr_record_decode(&decoded, buf, bytes) == bytes);
	while (cr_record_attr(&decoded, &offset, &attr))
		;
	FUZZ_REQUIRE(offset == decoded.body_bytes);
	FUZZ_REQUIRE(!crashrec_record_decode(&record, buf, bytes));
	found = crashrec_record_lines(record, &line_count);
	FUZZ_REQUIRE(line_count == count);
	for (i = 0; i < count; i++)
		FUZZ_REQUIRE(found[i].number == lines[i].line_no &&
			     found[i].text.bytes == lines[i].bytes &&
			     !memcmp(found[i].text.data, lines[i].text,
				     lines[i].bytes));
	fuzz_require_record(record);
	crashrec_record_free(record);
}

/* The record of a module, completed, is that of a reader. */
static void require_completed(const u8 *bare, u32 bare_bytes, const u8 *whole,
			      u32 whole_bytes)
{
	u32 bytes;
	int found;
	u8 *made;

	FUZZ_REQUIRE(cr_record_decode(&completed.record, bare, bare_bytes) ==
		     bare_bytes);
	found = cr_complete_lines(&completed.record);
	FUZZ_REQUIRE(found <= LINES_MAX);
	completed.lines_max = (u32)found;
	completed.lines = completed_lines;
	completed.facts.frames = frames;
	completed.facts.frames_max = CR_FRAMES_MAX;
	bytes = found >= 0 ? cr_complete_find(&completed) : 0;
	if (!bytes) {
		FUZZ_REQUIRE(bare_bytes == whole_bytes &&
			     !memcmp(bare, whole, whole_bytes));
		return;
	}
	made = malloc(bytes);
	if (!made)
		exit(1);
	cr_complete_encode(&completed, made);
	FUZZ_REQUIRE(bytes == whole_bytes && !memcmp(made, whole, bytes));
	free(made);
}

/* What another wrote, with the right CRCs. */
static void decode_changed(u8 *buf, u32 bytes)
{
	struct crashrec_record *record;
	struct crashrec_rec_hdr hdr;
	u32 body_bytes = bytes - sizeof(hdr);
	u32 random = cr_crc32c(0, buf, bytes);
	u32 i;

	memcpy(&hdr, buf, sizeof(hdr));
	for (i = 0; i < 1 + random % FLIPS_MAX; i++) {
		u32 value = cr_crc32c(random, &i, sizeof(i));

		buf[sizeof(hdr) + (value >> 8) % body_bytes] ^= (u8)value;
	}
	hdr.body_crc = cpu_to_le32(cr_crc32c(0, buf + sizeof(hdr),
					     body_bytes));
	hdr.hdr_crc = 0;
	hdr.hdr_crc = cpu_to_le32(cr_crc32c(0, &hdr, sizeof(hdr)));
	memcpy(buf, &hdr, sizeof(hdr));
	FUZZ_REQUIRE(!crashrec_record_decode(&record, buf, bytes));
	fuzz_touch_record(record);
	crashrec_record_free(record);
}

static void look_at_records(u32 count, u32 frames_max)
{
	u32 whole_bytes, again_bytes, bare_bytes;
	u8 *whole, *again, *bare;

	whole = encode(count, frames_max, &cr_parts, 0, &whole_bytes);
	again = encode(count, frames_max, &cr_parts, 0xa5, &again_bytes);
	bare = encode(count, frames_max, NULL, 0x5a, &bare_bytes);
	FUZZ_REQUIRE(whole_bytes == again_bytes &&
		     !memcmp(whole, again, whole_bytes));
	require_decoded(whole, whole_bytes, count);
	require_decoded(bare, bare_bytes, count);
	/* Who has little room has other frames than a reader finds. */
	if (frames_max == CR_FRAMES_MAX)
		require_completed(bare, bare_bytes, whole, whole_bytes);
	decode_changed(whole, whole_bytes);
	decode_changed(bare, bare_bytes);
	free(whole);
	free(again);
	free(bare);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	struct input in = { .at = data, .end = data + bytes };
	u32 frames_max = CR_FRAMES_MAX;
	u32 count, i;

	if (bytes && *data / LITTLE_ROOM == 1)
		frames_max = *in.at++ % LITTLE_ROOM;
	count = take_lines(&in);
	run_grammar(count, false);
	run_grammar(count, true);
	if (count)
		look_at_records(count, frames_max);
	for (i = 0; i < count; i++)
		free((char *)lines[i].text);
	return 0;
}
