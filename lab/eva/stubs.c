// SPDX-License-Identifier: GPL-2.0
/*
 * What the files that are analysed call, and are not analysed with: any result
 * that its description allows.
 */
#include <__fc_builtin.h>

#include "core/facts.h"
#include "core/parts.h"
#include "core/record.h"
#include "core/structure.h"
#include "core/title_more.h"

/* crc32c.c is analysed by itself. */
/*@ requires bytes == 0 || \valid_read((const u8 *)data + (0 .. bytes - 1));
    assigns \result \from crc, bytes, ((const u8 *)data)[0 .. bytes - 1]; */
u32 cr_crc32c(u32 crc, const void *data, u32 bytes);

/*@ assigns \result \from crc, value; */
u32 cr_crc32c_u64(u32 crc, u64 value);

/* Up to the most that there is room for. */
static u32 upto(u32 most)
{
	return Frama_C_unsigned_int_interval(0, most);
}

static void any_structure(struct cr_structure *s)
{
	u32 i;

	Frama_C_make_unknown((char *)s, sizeof(*s));
	s->given = 0;
	s->lost = upto(-1U);
	s->section_count = upto(CR_SECTIONS_MAX);
	s->lock_count = upto(CR_LOCKS_MAX);
	s->step_count = upto(CR_STEPS_MAX);
	s->stall_cpu_count = upto(CR_STALL_CPUS_MAX);
	s->stall_task_count = upto(CR_STALL_TASKS_MAX);
	s->access_count = upto(CR_ACCESSES_MAX);
	s->task_count = upto(CR_TASKS_MAX);
	s->place_count = upto(CR_PLACES_MAX);
	s->code_count = upto(CR_CODES_MAX);
	s->has_lockdep = Frama_C_nondet(0, 1);
	s->has_stall = Frama_C_nondet(0, 1);
	s->has_object = Frama_C_nondet(0, 1);
	for (i = 0; i < CR_CODES_MAX; i++)
		s->codes[i].count = upto(CRASHREC_CODE_MAX_BYTES);
}

/* What its description says of each field. */
void cr_facts_from_lines(struct cr_facts *facts, const struct cr_line *lines,
			 u32 line_count)
{
	u32 i;

	Frama_C_make_unknown(facts->title, sizeof(facts->title));
	facts->title_bytes = 1 + upto(CR_TITLE_MAX_BYTES - 1);
	facts->report_class = Frama_C_unsigned_char_interval(0, 255);
	facts->flags = upto(-1U);
	if (!facts->parts)
		return;
	if (facts->structure)
		any_structure(facts->structure);
	facts->frame_count = upto(facts->frames_max);
	facts->frames_lost = upto(-1U);
	facts->alt_title_count = upto(CR_ALT_TITLES_MAX);
	for (i = 0; i < CR_ALT_TITLES_MAX; i++)
		facts->alt_titles[i].bytes = 1 + upto(CR_TITLE_MAX_BYTES - 1);
	facts->type = Frama_C_nondet(0, 1) ? "KASAN-READ" : "";
	facts->reason = Frama_C_nondet(0, 1) ? "no stack" : "";
	facts->blamed_bytes = upto(CR_BLAMED_MAX_BYTES);
	facts->executor_proc = upto(-1U);
	facts->executor_id = upto(-1U);
	facts->subject.cpu = upto(-1U);
	facts->subject.pid = upto(-1U);
	facts->subject.comm_bytes =
		Frama_C_unsigned_char_interval(0, CR_COMM_MAX_BYTES);
	facts->register_count = upto(CR_REGISTERS_MAX);
	Frama_C_make_unknown((char *)facts->frames,
			     facts->frames_max * sizeof(*facts->frames));
}

/*@ requires text.bytes == 0 || \valid_read(text.at + (0 .. text.bytes - 1));
    requires \valid(file) && \valid(file_line); */
bool cr_structure_source(struct cr_text text, u32 from, struct cr_text *file,
			 u32 *file_line)
{
	if (from >= text.bytes || Frama_C_nondet(0, 1))
		return false;
	file->at = text.at + from;
	file->bytes = upto(text.bytes);
	*file_line = upto(-1U);
	return true;
}

/* To find parts is no matter here: what is put is of any kind. */
void cr_structure_begin(struct cr_structure *s)
{
}

void cr_structure_take(const struct cr_structure_line *line,
		       enum cr_shape shape)
{
}

void cr_stacks_line(const struct cr_parts_line *at)
{
}

void cr_subject_header(const struct cr_parts_line *at)
{
}

void cr_subject_line(const struct cr_parts_line *at)
{
}

void cr_subject_comm(const struct cr_parts_line *at,
		     const struct cr_line *before, u8 left, u32 pid)
{
}

void cr_title_more(struct cr_facts *facts, const struct cr_title *title)
{
}
