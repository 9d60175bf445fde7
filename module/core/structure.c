// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Hands each line to those that know what may be in it. They keep what they
 * find in arrays of a fixed size; what is beyond is counted.
 */
#include "structure.h"

#include "access.h"
#include "lock.h"
#include "scan.h"
#include "section.h"
#include "stall.h"
#include "task_line.h"

void cr_structure_begin(struct cr_structure *s)
{
	memset(s, 0, offsetof(struct cr_structure, lockdep));
	s->now.lock_kind = CR_LOCK_NO_KIND;
	s->now.holder_pid = CRASHREC_NO_PID;
}

void *cr_structure_add(struct cr_structure *s, void *array, u32 *count,
		       u32 max, u32 bytes)
{
	u8 *element;

	if (*count >= max) {
		s->lost++;
		return NULL;
	}
	element = (u8 *)array + (size_t)bytes * (*count)++;
	memset(element, 0, bytes);
	return element;
}

struct crashrec_ref cr_structure_ref(const struct cr_structure_line *line,
				     struct cr_text text)
{
	struct crashrec_ref ref = { .line_no = cpu_to_le32(line->line_no) };

	if (!text.bytes)
		return ref;
	ref.at = cpu_to_le16((u16)(text.at - line->begin));
	ref.bytes = cpu_to_le16((u16)text.bytes);
	return ref;
}

/* "dir/file.c:12" as the first word */
static bool take_source(struct cr_text text, struct cr_text *file,
			u32 *file_line)
{
	struct cr_scan scan;
	struct cr_text word;
	u32 at;

	if (!cr_scan(text, "%w", &scan))
		return false;
	word = scan.text[0];
	at = cr_text_find(word, CR_WORD(":"));
	if (at == CR_TEXT_NONE ||
	    !cr_scan(cr_text_from(word, at), ":%d", &scan) ||
	    scan.number[0] > 0x7fffffff)
		return false;
	word.bytes = at;
	if (!cr_text_has(word, CR_WORD(".")))
		return false;
	*file_line = (u32)scan.number[0];
	*file = word;
	return true;
}

bool cr_structure_source(struct cr_text text, u32 from, struct cr_text *file,
			 u32 *file_line)
{
	struct cr_text rest = cr_text_from(text, from);
	struct cr_scan scan;

	while (rest.bytes && !cr_text_is_space(rest.at[0]))
		rest = cr_text_from(rest, 1);
	if (cr_scan(rest, " [%s]", &scan))
		rest = scan.rest;
	cr_text_skip_spaces(&rest);
	return take_source(rest, file, file_line);
}

/* Where the file is: nowhere, behind the format, in it. */
enum where {
	NOWHERE,
	FIRST,
	BEFORE,
};

struct place_head {
	const char *format;
	u8 file;
	bool has_function;
};

/*
 * __warn(), report_bug(), KASAN and its like, UBSAN, __might_resched(),
 * lockdep_rcu_suspicious(); the second form of a warning from 6.18 on.
 */
static const struct place_head place_heads[] = {
	{ "WARNING: CPU: %d PID: %d at ", FIRST, true },
	{ "WARNING: %w at ", BEFORE, true },
	{ "kernel BUG at ", FIRST, false },
	{ "BUG: K%w %s in ", NOWHERE, true },
	{ "BUG: sleeping function called from invalid context at ", FIRST,
	  false },
	{ "UBSAN: %s in ", FIRST, false },
};

static void add_place(const struct cr_structure_line *line,
		      struct cr_text text, const struct cr_line_frame *frame)
{
	struct crashrec_place *place;
	struct cr_text file = { text.at, 0 };
	u32 file_line = 0;
	bool has_file;

	has_file = frame ? cr_structure_source(text, frame->func_at, &file,
					       &file_line) :
			   take_source(text, &file, &file_line);
	if (!frame && !has_file)
		return;
	place = cr_structure_add(line->s, line->s->places,
				 &line->s->place_count, CR_PLACES_MAX,
				 sizeof(*line->s->places));
	if (!place)
		return;
	place->file = cr_structure_ref(line, file);
	place->file_line = cpu_to_le32(file_line);
	if (!frame)
		return;
	text = cr_text_from(text, frame->func_at);
	text.bytes = frame->func_bytes;
	place->function = cr_structure_ref(line, text);
	place->offset = cpu_to_le32(frame->offset);
	place->size = cpu_to_le32(frame->size);
	place->flags = frame->flags & CRASHREC_FRAME_F_INLINE;
}

static void take_places(const struct cr_structure_line *line)
{
	struct cr_text text = line->text;
	struct cr_line_frame frame;
	struct cr_scan scan;
	struct cr_text rest;
	u32 i;

	if (text.bytes < 8 || (text.at[0] != 'W' && text.at[0] != 'k' &&
			       text.at[0] != 'B' && text.at[0] != 'U'))
		return;
	for (i = 0; i < CR_COUNT(place_heads); i++) {
		if (cr_scan(text, place_heads[i].format, &scan))
			break;
	}
	if (i == CR_COUNT(place_heads))
		return;
	rest = scan.rest;
	/* A header's further lines say again where it is. */
	if (!line->s->place_count && place_heads[i].file)
		add_place(line, place_heads[i].file == BEFORE ? scan.text[0] :
								rest, NULL);
	if (place_heads[i].file == FIRST) {
		while (rest.bytes && !cr_text_is_space(rest.at[0]))
			rest = cr_text_from(rest, 1);
		cr_text_skip_spaces(&rest);
	}
	if (place_heads[i].has_function && cr_line_frame(rest, &frame))
		add_place(line, rest, &frame);
}

/*
 * A further line of a text counts where the kernel itself prints more than one
 * at once: "Chain exists of:" (kernel/locking/lockdep.c), and whereabouts of
 * the object (mm/kasan/report.c; 6.1, 6.12).
 */
static void take_inner(const struct cr_structure_line *line)
{
	if (line->s->now.in_chain)
		cr_lock_line(line);
	else
		cr_access_line(line);
}

void cr_structure_take(const struct cr_structure_line *line,
		       enum cr_shape shape)
{
	struct cr_structure_line cut = *line;
	struct cr_scan scan;

	if (line->text.at - line->begin > CR_STRUCTURE_LINE_MAX)
		return;
	if (cut.text.bytes > CR_STRUCTURE_LINE_MAX)
		cut.text.bytes = CR_STRUCTURE_LINE_MAX;
	switch (shape) {
	case CR_SHAPE_BLANK:
	case CR_SHAPE_FRAME:
	case CR_SHAPE_TRACE:
	case CR_SHAPE_MARK:
	case CR_SHAPE_RULER:
	case CR_SHAPE_DASHES:
	case CR_SHAPE_CUT:
		return;
	case CR_SHAPE_IP:
	case CR_SHAPE_REGISTERS:
		/* The privilege level of CS: 3 is user space. */
		if (cr_scan(cut.text, "RIP: %x:", &scan))
			line->s->now.is_user = (scan.number[0] & 3) == 3;
		return;
	case CR_SHAPE_CPU:
	case CR_SHAPE_TASK:
		cr_task_line(&cut, shape);
		cr_section_line(&cut, shape);
		return;
	default:
		/* One that is empty now is BLANK. */
		cut.text = cr_scan_trim(cut.text);
		if (!cut.text.bytes)
			return;
		if (cut.is_inner) {
			take_inner(&cut);
			return;
		}
		cr_task_line(&cut, shape);
		cr_lock_line(&cut);
		cr_stall_line(&cut);
		cr_section_line(&cut, shape);
		cr_access_line(&cut);
		take_places(&cut);
	}
}
