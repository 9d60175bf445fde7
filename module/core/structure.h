/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The parts of a report and the numbers in them: what is stored as
 * CRASHREC_ATTR_SECTIONS and behind it.
 */
#ifndef CR_STRUCTURE_H
#define CR_STRUCTURE_H

#include "../../include/uapi/crashrec_structure.h"
#include "env.h"
#include "facts.h"
#include "line.h"
#include "parts.h"
#include "stacks.h"
#include "subject.h"
#include "text.h"

#define CR_SECTIONS_MAX		160
#define CR_LOCKS_MAX		256
#define CR_STEPS_MAX		24
#define CR_STALL_CPUS_MAX	64
#define CR_STALL_TASKS_MAX	64
#define CR_ACCESSES_MAX		4
#define CR_TASKS_MAX		80
#define CR_PLACES_MAX		16
#define CR_CODES_MAX		16

/* No kernel prints more in a line, or it is not looked at. */
#define CR_STRUCTURE_LINE_MAX	2048

/* cr_structure_now::lock_kind: none is to follow */
#define CR_LOCK_NO_KIND		0xff

/**
 * struct cr_structure_line - a line that is looked at
 * @s: to fill
 * @text: the line, or what of it is not the rest of a comm; without white
 *        space at its ends, and not empty, unless it tells of a task
 * @begin: of the line, where references count from
 * @line_no: of it
 * @is_inner: see CRASHREC_LINE_F_INNER
 */
struct cr_structure_line {
	struct cr_structure *s;
	struct cr_text text;
	const char *begin;
	u32 line_no;
	bool is_inner;
};

/**
 * struct cr_code - a "Code:" line
 * @hdr: of it
 * @bytes: as crashrec_code::unit_bytes says
 * @count: of @bytes
 */
struct cr_code {
	struct crashrec_code hdr;
	u8 bytes[CRASHREC_CODE_MAX_BYTES];
	u32 count;
};

/**
 * struct cr_structure_now - what is remembered from line to line
 * @next: of the next stack, as far as it was announced
 * @is_announced: @next says what the stack is
 * @holder: comm of whose locks follow
 * @holder_pid: his pid
 * @lock_kind: CRASHREC_LOCK_* of the next lock line
 * @is_inline: the last lock line told an inlined function
 * @is_user: the last instruction pointer was of user space
 * @in_interrupt: lockdep's scenario is below "<Interrupt>"
 * @in_chain: the next line is lockdep's chain of classes
 * @tool: CRASHREC_TOOL_* that reports
 */
struct cr_structure_now {
	struct crashrec_section next;
	bool is_announced;
	struct crashrec_ref holder;
	u32 holder_pid;
	u8 lock_kind;
	bool is_inline;
	bool is_user;
	bool in_interrupt;
	bool in_chain;
	u8 tool;
};

/**
 * struct cr_structure - what was found
 * @now: private to the files that find it
 * @stacks: private to stacks.c
 * @asked: private to subject.c
 * @given: bits of CRASHREC_ATTR_* that are not to be put, 0 at first
 * @lost: elements that did not fit, of all arrays
 * @section_count: of @sections; likewise for the others
 * @lock_count: likewise
 * @step_count: likewise
 * @stall_cpu_count: likewise
 * @stall_task_count: likewise
 * @access_count: likewise
 * @task_count: likewise
 * @place_count: likewise
 * @code_count: likewise
 * @has_lockdep: @lockdep is filled
 * @has_stall: @stall is filled
 * @has_object: @object is filled
 * @lockdep: as stored; likewise the others
 * @object: likewise
 * @stall: likewise
 * @sections: likewise
 * @locks: likewise
 * @steps: likewise
 * @stall_cpus: likewise
 * @stall_tasks: likewise
 * @accesses: likewise
 * @tasks: likewise
 * @places: likewise
 * @codes: likewise
 *
 * Large: not for a stack.
 */
struct cr_structure {
	struct cr_structure_now now;
	struct cr_stacks stacks;
	struct cr_subject_asked asked;
	u64 given;
	u32 lost;
	u32 section_count;
	u32 lock_count;
	u32 step_count;
	u32 stall_cpu_count;
	u32 stall_task_count;
	u32 access_count;
	u32 task_count;
	u32 place_count;
	u32 code_count;
	bool has_lockdep;
	bool has_stall;
	bool has_object;
	struct crashrec_lockdep lockdep;
	struct crashrec_object object;
	struct crashrec_stall stall;
	struct crashrec_section sections[CR_SECTIONS_MAX];
	struct crashrec_lock locks[CR_LOCKS_MAX];
	struct crashrec_step steps[CR_STEPS_MAX];
	struct crashrec_stall_cpu stall_cpus[CR_STALL_CPUS_MAX];
	struct crashrec_stall_task stall_tasks[CR_STALL_TASKS_MAX];
	struct crashrec_access accesses[CR_ACCESSES_MAX];
	struct crashrec_task_line tasks[CR_TASKS_MAX];
	struct crashrec_place places[CR_PLACES_MAX];
	struct cr_code codes[CR_CODES_MAX];
};

/**
 * cr_structure_begin() - nothing was found yet
 * @s: emptied
 *
 * Context: any.
 */
void cr_structure_begin(struct cr_structure *s);

/* What the two have in common. */
static inline struct cr_structure_line
cr_structure_line(const struct cr_parts_line *at)
{
	return (struct cr_structure_line){
		.s = at->facts->structure,
		.text = at->text,
		.begin = at->line->text,
		.line_no = at->line->line_no,
		.is_inner = at->is_inner,
	};
}

/**
 * cr_structure_take() - look at a line that is not a stack frame
 * @line: the line
 * @shape: of it
 *
 * Context: any; bounded by the line's length.
 */
void cr_structure_take(const struct cr_structure_line *line,
		       enum cr_shape shape);

/**
 * cr_structure_add() - room for an element
 * @s: counts it as lost if there is none
 * @array: of elements
 * @count: of those in use
 * @max: of those that fit
 * @bytes: of an element
 *
 * Context: any.
 * Return: a zeroed element, or NULL.
 */
void *cr_structure_add(struct cr_structure *s, void *array, u32 *count,
		       u32 max, u32 bytes);

/**
 * cr_structure_ref() - refer to text
 * @line: that it is in
 * @text: part of it, or empty
 *
 * Context: any.
 * Return: the reference, as stored.
 */
struct crashrec_ref cr_structure_ref(const struct cr_structure_line *line,
				     struct cr_text text);

/**
 * cr_structure_source() - the file and line of a stack frame, if it tells them
 * @text: the line
 * @from: where in it the function's name begins
 * @file: set on success
 * @file_line: likewise
 *
 * "func+0x1/0x2 [module] dir/file.c:12".
 *
 * Context: any; bounded by the line's length.
 * Return: true if it does.
 */
bool cr_structure_source(struct cr_text text, u32 from, struct cr_text *file,
			 u32 *file_line);

#endif /* CR_STRUCTURE_H */
