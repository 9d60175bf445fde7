/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * From the lines of one report to its title and typed facts.
 */
#ifndef CR_FACTS_H
#define CR_FACTS_H

#include "../../include/uapi/crashrec_format.h"
#include "env.h"
#include "parts.h"

#define CR_TITLE_MAX_BYTES	200
#define CR_COMM_MAX_BYTES	64
#define CR_REGISTERS_MAX	48
#define CR_ALT_TITLES_MAX	6
#define CR_BLAMED_MAX_BYTES	128
#define CR_NO_EXECUTOR		0xffffffffU

/**
 * struct cr_line - one line of a report, in memory
 * @text: not terminated; may hold any byte but a newline
 * @bytes: length of @text
 * @line_no: as in struct crashrec_line
 * @time_ns: likewise
 * @pid: likewise
 * @cpu: likewise
 * @context: likewise
 * @flags: likewise
 */
struct cr_line {
	const char *text;
	u32 bytes;
	u32 line_no;
	u64 time_ns;
	u32 pid;
	u16 cpu;
	u8 context;
	u8 flags;
};

/* Two CPUs can print their stacks at once. */
static inline bool cr_line_same_stream(const struct cr_line *a,
				       const struct cr_line *b)
{
	return a->cpu == b->cpu && a->context == b->context && a->pid == b->pid;
}

/**
 * struct cr_subject - whom a report is about, from its text
 * @cpu: or CRASHREC_NO_CPU
 * @pid: or CRASHREC_NO_PID
 * @comm: any bytes
 * @comm_bytes: 0 if the text names none
 */
struct cr_subject {
	u32 cpu;
	u32 pid;
	u8 comm[CR_COMM_MAX_BYTES];
	u8 comm_bytes;
};

/**
 * struct cr_title_text - a title
 * @at: one line, printable ASCII, not terminated
 * @bytes: its length
 */
struct cr_title_text {
	char at[CR_TITLE_MAX_BYTES];
	u32 bytes;
};

/**
 * struct cr_facts - what is found in a report
 * @frames: in: room for frames, or NULL
 * @frames_max: in: how many fit
 * @parts: in: &cr_parts; NULL: what comes behind @flags is not wanted; see
 *         cr_facts_parts()
 * @structure: in: where more of that goes; may be NULL, too, if @parts is
 * @title: one line, printable ASCII, not terminated
 * @title_bytes: its length, at least 1
 * @report_class: CRASHREC_CLASS_*
 * @flags: CRASHREC_REC_F_PANICKED, _CORRUPTED, _SUPPRESSED, _USER
 * @frame_count: frames found, at most @frames_max
 * @frames_lost: frames that did not fit
 * @alt_titles: others that the same crash may carry
 * @alt_title_count: how many
 * @type: as reporters name it, "KASAN-READ"; static; "" if it has no name
 * @reason: why the report is corrupted; static; "" if it is not
 * @blamed: the function that the title names; printable ASCII
 * @blamed_bytes: its length, 0: it names none
 * @executor_proc: the fuzzing process that ran, from a comm "syz.PROC.ID", or
 *                 CR_NO_EXECUTOR
 * @executor_id: which of its programs
 * @subject: whom the text names
 * @registers: from the register dump of the first stack that has one
 * @register_count: how many
 */
struct cr_facts {
	struct crashrec_frame *frames;
	u32 frames_max;
	const struct cr_parts_ops *parts;
	struct cr_structure *structure;
	char title[CR_TITLE_MAX_BYTES];
	u32 title_bytes;
	u8 report_class;
	u32 flags;
	u32 frame_count;
	u32 frames_lost;
	struct cr_title_text alt_titles[CR_ALT_TITLES_MAX];
	u32 alt_title_count;
	const char *type;
	const char *reason;
	char blamed[CR_BLAMED_MAX_BYTES];
	u32 blamed_bytes;
	u32 executor_proc;
	u32 executor_id;
	struct cr_subject subject;
	struct crashrec_register registers[CR_REGISTERS_MAX];
	u32 register_count;
};

/* Who finds what only readers want; NULL: no one. No kernel does. */
static inline const struct cr_parts_ops *
cr_facts_parts(const struct cr_facts *facts)
{
	return CR_IS_READER ? facts->parts : NULL;
}

/**
 * cr_facts_from_lines() - find title, class and flags, and the rest if wanted
 * @facts: what is "in" is set by the caller, the rest is filled
 * @lines: in the order they were printed
 * @line_count: how many
 *
 * Lines of processes are passed over. If the first is one, and the kernel's
 * are neither a header nor anything that only reports have, it is no report.
 *
 * The bytes of the lines are hostile. Time is linear in their sum.
 *
 * Context: any; does not sleep or allocate, and keeps little on the stack.
 */
void cr_facts_from_lines(struct cr_facts *facts, const struct cr_line *lines,
			 u32 line_count);

#endif /* CR_FACTS_H */
