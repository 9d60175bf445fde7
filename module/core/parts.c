// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The parts of a text: who finds them, and the attributes they are put in.
 */
#include "parts.h"

#include "encoder.h"
#include "facts.h"
#include "section.h"
#include "structure.h"

/*
 * Found anew each time, so that no room is needed for them. Frames are in the
 * order of their lines.
 */
static u32 put_sources(struct cr_encoder *e, const struct cr_facts *facts,
		       const struct cr_line *lines, u32 line_count)
{
	const struct crashrec_frame *frame = facts->frames;
	u32 i, at = 0, count = 0;

	for (i = 0; i < facts->frame_count; i++, frame++) {
		struct crashrec_source_place place = {
			.frame = cpu_to_le32(i),
		};
		struct cr_text text, file;
		u32 file_line;

		while (at < line_count &&
		       cpu_to_le32(lines[at].line_no) != frame->line_no)
			at++;
		if (at == line_count)
			break;
		text.at = lines[at].text;
		text.bytes = lines[at].bytes;
		if (text.bytes > CR_STRUCTURE_LINE_MAX ||
		    !cr_structure_source(text, le16_to_cpu(frame->func_at),
					 &file, &file_line))
			continue;
		place.file_line = cpu_to_le32(file_line);
		place.file_at = cpu_to_le16((u16)(file.at - text.at));
		place.file_bytes = cpu_to_le16((u16)file.bytes);
		if (e)
			cr_put(e, &place, sizeof(place));
		count++;
	}
	return count;
}

static void put_codes(struct cr_encoder *e, const struct cr_structure *s)
{
	const struct cr_code *code;
	u32 i;

	for (i = 0; i < s->code_count; i++) {
		code = &s->codes[i];
		cr_put_hdr(e, CRASHREC_ATTR_CODE,
			   sizeof(code->hdr) + code->count);
		cr_put(e, &code->hdr, sizeof(code->hdr));
		cr_put(e, code->bytes, code->count);
		cr_put_padding(e);
	}
}

static void put_structure(struct cr_encoder *e, const struct cr_structure *s)
{
	cr_put_attr(e, CRASHREC_ATTR_SECTIONS, s->sections,
		    s->section_count * sizeof(*s->sections));
	cr_put_attr(e, CRASHREC_ATTR_PLACES, s->places,
		    s->place_count * sizeof(*s->places));
	cr_put_attr(e, CRASHREC_ATTR_LOCKS, s->locks,
		    s->lock_count * sizeof(*s->locks));
	cr_put_attr(e, CRASHREC_ATTR_LOCKDEP, &s->lockdep,
		    s->has_lockdep * sizeof(s->lockdep));
	cr_put_attr(e, CRASHREC_ATTR_SCENARIO, s->steps,
		    s->step_count * sizeof(*s->steps));
	cr_put_attr(e, CRASHREC_ATTR_STALL, &s->stall,
		    s->has_stall * sizeof(s->stall));
	cr_put_attr(e, CRASHREC_ATTR_STALL_CPUS, s->stall_cpus,
		    s->stall_cpu_count * sizeof(*s->stall_cpus));
	cr_put_attr(e, CRASHREC_ATTR_STALL_TASKS, s->stall_tasks,
		    s->stall_task_count * sizeof(*s->stall_tasks));
	put_codes(e, s);
	cr_put_attr(e, CRASHREC_ATTR_ACCESSES, s->accesses,
		    s->access_count * sizeof(*s->accesses));
	cr_put_attr(e, CRASHREC_ATTR_OBJECT, &s->object,
		    s->has_object * sizeof(s->object));
	cr_put_attr(e, CRASHREC_ATTR_TASKS, s->tasks,
		    s->task_count * sizeof(*s->tasks));
}

static u32 put_parts(struct cr_encoder *e, const struct cr_facts *facts,
		     const struct cr_line *lines, u32 line_count)
{
	u32 sources = put_sources(NULL, facts, lines, line_count);

	if (sources) {
		cr_put_hdr(e, CRASHREC_ATTR_SOURCES,
			   sources * sizeof(struct crashrec_source_place));
		put_sources(e, facts, lines, line_count);
		cr_put_padding(e);
	}
	put_structure(e, facts->structure);
	return facts->structure->lost;
}

const struct cr_parts_ops cr_parts = {
	.begin = cr_structure_begin,
	.line = cr_structure_take,
	.frame = cr_section_frame,
	.put = put_parts,
};
