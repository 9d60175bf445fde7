// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The parts of a text: who finds them, and the attributes they are put in.
 */
#include "parts.h"

#include "encoder.h"
#include "facts.h"
#include "structure.h"
#include "title_more.h"

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

/* Unless the record has it already. */
static void put(struct cr_encoder *e, const struct cr_facts *facts, u16 type,
		const void *payload, u32 bytes)
{
	if (!(facts->structure->given & 1ULL << type))
		cr_put_attr(e, type, payload, bytes);
}

static void put_string(struct cr_encoder *e, const struct cr_facts *facts,
		       u16 type, const char *string)
{
	put(e, facts, type, string, (u32)strlen(string));
}

static void put_titles(struct cr_encoder *e, const struct cr_facts *facts)
{
	struct crashrec_executor executor = {
		.proc = cpu_to_le32(facts->executor_proc),
		.id = cpu_to_le32(facts->executor_id),
	};
	u32 i;

	for (i = 0; i < facts->alt_title_count; i++)
		put(e, facts, CRASHREC_ATTR_ALT_TITLE, facts->alt_titles[i].at,
		    facts->alt_titles[i].bytes);
	put_string(e, facts, CRASHREC_ATTR_TYPE, facts->type);
	put_string(e, facts, CRASHREC_ATTR_REASON, facts->reason);
	put(e, facts, CRASHREC_ATTR_BLAMED, facts->blamed, facts->blamed_bytes);
	put(e, facts, CRASHREC_ATTR_EXECUTOR, &executor,
	    facts->executor_proc == CR_NO_EXECUTOR ? 0 : sizeof(executor));
}

static void put_subject(struct cr_encoder *e, const struct cr_facts *facts)
{
	const struct cr_subject *subject = &facts->subject;
	struct crashrec_task task = {
		.cpu = cpu_to_le32(subject->cpu),
		.pid = cpu_to_le32(subject->pid),
		.tgid = cpu_to_le32(CRASHREC_NO_PID),
		.comm_bytes = subject->comm_bytes,
	};
	u8 whole[sizeof(task) + CR_COMM_MAX_BYTES];

	if (subject->cpu == CRASHREC_NO_CPU &&
	    subject->pid == CRASHREC_NO_PID && !subject->comm_bytes)
		return;
	memcpy(whole, &task, sizeof(task));
	memcpy(whole + sizeof(task), subject->comm, subject->comm_bytes);
	put(e, facts, CRASHREC_ATTR_SUBJECT, whole,
	    (u32)sizeof(task) + subject->comm_bytes);
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

static void put_stacks(struct cr_encoder *e, const struct cr_facts *facts,
		       const struct cr_line *lines, u32 line_count)
{
	u32 sources = put_sources(NULL, facts, lines, line_count);
	u32 unkept = facts->frames_lost + facts->structure->lost;
	__le32 stored = cpu_to_le32(unkept);

	put(e, facts, CRASHREC_ATTR_FRAMES, facts->frames,
	    facts->frame_count * sizeof(*facts->frames));
	if (sources) {
		cr_put_hdr(e, CRASHREC_ATTR_SOURCES,
			   sources * sizeof(struct crashrec_source_place));
		put_sources(e, facts, lines, line_count);
		cr_put_padding(e);
	}
	put_structure(e, facts->structure);
	put(e, facts, CRASHREC_ATTR_UNKEPT, &stored,
	    unkept ? sizeof(stored) : 0);
	put(e, facts, CRASHREC_ATTR_REGISTERS, facts->registers,
	    facts->register_count * sizeof(*facts->registers));
}

static void put_place(struct cr_encoder *e, const struct cr_facts *facts,
		      const struct cr_line *lines, u32 line_count,
		      enum cr_parts_place place)
{
	switch (place) {
	case CR_PARTS_TITLES:
		put_titles(e, facts);
		break;
	case CR_PARTS_SUBJECT:
		put_subject(e, facts);
		break;
	case CR_PARTS_STACKS:
		put_stacks(e, facts, lines, line_count);
	}
}

static void begin(struct cr_facts *facts)
{
	cr_structure_begin(facts->structure);
	facts->type = "";
	facts->reason = "";
	facts->executor_proc = CR_NO_EXECUTOR;
	facts->subject.cpu = CRASHREC_NO_CPU;
	facts->subject.pid = CRASHREC_NO_PID;
}

static void take_text(const struct cr_parts_line *at)
{
	struct cr_structure_line line = cr_structure_line(at);

	cr_structure_take(&line, at->shape);
}

static void take_line(const struct cr_parts_line *at)
{
	take_text(at);
	cr_stacks_line(at);
	cr_subject_line(at);
}

static void take_comm(const struct cr_parts_line *at,
		      const struct cr_line *before, u8 left, u32 pid)
{
	take_text(at);
	cr_subject_comm(at, before, left, pid);
}

const struct cr_parts_ops cr_parts = {
	.begin = begin,
	.header = cr_subject_header,
	.line = take_line,
	.text = take_text,
	.comm = take_comm,
	.titles = cr_title_more,
	.put = put_place,
};
