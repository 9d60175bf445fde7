/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The shapes that lines of a report have, whatever its kind, and the values
 * in them.
 */
#ifndef CR_LINE_H
#define CR_LINE_H

#include "env.h"
#include "text.h"

/**
 * enum cr_shape - what a line looks like
 * @CR_SHAPE_OTHER: nothing that is known to stand in a report
 * @CR_SHAPE_BLANK: nothing in it but white space
 * @CR_SHAPE_FRAME: one frame of a stack
 * @CR_SHAPE_TRACE: "Call Trace:": the frames follow
 * @CR_SHAPE_MARK: " <IRQ>", " </TASK>": the stack goes on elsewhere
 * @CR_SHAPE_IP: "RIP: ", "pc : ": the instruction pointer
 * @CR_SHAPE_REGISTERS: other registers
 * @CR_SHAPE_CPU: "CPU: 0 PID: 1 Comm: x": who prints
 * @CR_SHAPE_TASK: "task:x state:R": whose stack follows
 * @CR_SHAPE_HOLDER: "2 locks held by x/1:"
 * @CR_SHAPE_DETAIL: other lines that stand in reports
 * @CR_SHAPE_BACKTRACE: "stack backtrace:" of lockdep: the culprit's follows
 * @CR_SHAPE_ALL_LOCKS: "Showing all locks held in the system:"
 * @CR_SHAPE_NMI_ASK: other CPUs are asked for their stacks
 * @CR_SHAPE_NMI_TRACE: "NMI backtrace for cpu 0"
 * @CR_SHAPE_CUT: "cut here"
 * @CR_SHAPE_RULER: ten or more "=" and nothing else
 * @CR_SHAPE_DASHES: ten or more "-" and nothing else
 * @CR_SHAPE_END: "---[ end trace"
 * @CR_SHAPE_PANIC: "Kernel panic - not syncing"
 * @CR_SHAPE_PANIC_END: last line that a panic prints
 * @CR_SHAPE_BOOT: first line of a kernel
 */
enum cr_shape {
	CR_SHAPE_OTHER,
	CR_SHAPE_BLANK,
	CR_SHAPE_FRAME,
	CR_SHAPE_TRACE,
	CR_SHAPE_MARK,
	CR_SHAPE_IP,
	CR_SHAPE_REGISTERS,
	CR_SHAPE_CPU,
	CR_SHAPE_TASK,
	CR_SHAPE_HOLDER,
	CR_SHAPE_DETAIL,
	CR_SHAPE_BACKTRACE,
	CR_SHAPE_ALL_LOCKS,
	CR_SHAPE_NMI_ASK,
	CR_SHAPE_NMI_TRACE,
	CR_SHAPE_CUT,
	CR_SHAPE_RULER,
	CR_SHAPE_DASHES,
	CR_SHAPE_END,
	CR_SHAPE_PANIC,
	CR_SHAPE_PANIC_END,
	CR_SHAPE_BOOT,
};

/**
 * struct cr_line_frame - a stack frame in a line
 * @offset: in the function, bytes
 * @size: of the function, bytes; 0 where the line does not tell
 * @func_at: where in the line the function's name begins
 * @func_bytes: its length
 * @module_at: where the module's name begins
 * @module_bytes: its length, 0: none
 * @caller_at: as arm prints it: the function that called, else 0
 * @caller_bytes: its length, 0: not told
 * @flags: CRASHREC_FRAME_F_*
 */
struct cr_line_frame {
	u32 offset;
	u32 size;
	u16 func_at;
	u16 func_bytes;
	u16 caller_at;
	u16 caller_bytes;
	u16 module_at;
	u16 module_bytes;
	u8 flags;
};

/**
 * struct cr_line_task - a task that a line names
 * @cpu: or CRASHREC_NO_CPU
 * @pid: or CRASHREC_NO_PID
 * @comm: any bytes; points into the line
 */
struct cr_line_task {
	u32 cpu;
	u32 pid;
	struct cr_text comm;
};

/**
 * struct cr_line_comm - a comm that may go on in the next line
 * @left: how many bytes of it, the newline included, 0: it can't
 * @form: private to line_comm.c
 */
struct cr_line_comm {
	u8 left;
	u8 form;
};

/* What a task can call itself, TASK_COMM_LEN without the end. */
#define CR_LINE_COMM_MAX	15

/**
 * struct cr_line_register - a register in a line
 * @name: zero padded
 * @value: its content
 */
struct cr_line_register {
	char name[8];
	u64 value;
};

/**
 * cr_line_shape() - what does the line look like?
 * @text: the line, or its first piece
 *
 * Context: any, NMI included; bounded by the line.
 * Return: its shape.
 */
enum cr_shape cr_line_shape(struct cr_text text);

/**
 * cr_line_is_old_task() - is it a task, as kernels before 5.11 print it?
 * @text: the line: "kworker/0:3     D    0    17      2 0x80000000"
 *
 * The comm has a field of 15 bytes at the line's begin, so it may look like any
 * line; what follows has columns that no comm reaches (sched_show_task() of
 * kernel/sched/core.c).
 *
 * Context: any, NMI included; bounded by the line.
 * Return: true if so.
 */
bool cr_line_is_old_task(struct cr_text text);

/* The same; most lines are told apart without a call. */
static inline bool cr_line_may_be_old_task(struct cr_text text)
{
	return text.bytes >= 40 && text.at[15] == ' ' &&
	       (text.at[17] == ' ' || cr_text_digit(text.at[17]) < 10) &&
	       cr_line_is_old_task(text);
}

/**
 * cr_line_is_boot() - is this a kernel's first line?
 * @text: the line, or its first piece
 *
 * Its name and version are longer than a comm: no task can call itself so and
 * have a newline before it.
 *
 * Context: any, NMI included; takes few steps.
 * Return: true for "Linux version 6.12" and what may follow.
 */
bool cr_line_is_boot(struct cr_text text);

/**
 * cr_line_is_plain_frame() - is it a frame, as most lines of a report are?
 * @text: the line: " func+0x1", " ? func+0x1"
 *
 * Context: any, NMI included; bounded by the line.
 * Return: false if it takes a closer look.
 */
bool cr_line_is_plain_frame(struct cr_text text);

/**
 * cr_line_frame() - take a stack frame or instruction pointer apart
 * @text: the line
 * @frame: filled on success
 *
 * Context: any, NMI included; bounded by the line.
 * Return: true if the line is a frame with a function's name.
 */
bool cr_line_frame(struct cr_text text, struct cr_line_frame *frame);

/**
 * cr_line_cpu() - take "CPU: 0 UID: 0 PID: 1 Comm: x Not tainted ..." apart
 * @text: the line
 * @task: filled on success
 *
 * The comm goes up to the last taint that can follow it: whoever chose the
 * comm can make it longer, and nothing else.
 *
 * Context: any, NMI included; bounded by the line.
 * Return: true if the line is such.
 */
bool cr_line_cpu(struct cr_text text, struct cr_line_task *task);

/**
 * cr_line_split_task() - a comm and a pid that a text ends in
 * @text: "comm:1"
 * @mark: what stands between them
 * @task: filled on success
 *
 * Context: any, NMI included; bounded by the text.
 * Return: true if the text is such.
 */
bool cr_line_split_task(struct cr_text text, struct cr_text mark,
			struct cr_line_task *task);

/**
 * cr_line_header_task() - the task that a report's header line names
 * @text: the line
 * @task: filled on success
 *
 * Of hung tasks, soft lockups and locks: "x:1 blocked for", "x:1 can't die
 * for", "[x:1]", "x/1 is trying to acquire lock:".
 *
 * Context: any, NMI included; bounded by the line.
 * Return: true if the line names one.
 */
bool cr_line_header_task(struct cr_text text, struct cr_line_task *task);

/**
 * cr_line_shown_task() - the task whose state and stack are printed
 * @text: the line: "task:x               state:R  running task stack:0 pid:1"
 * @task: filled on success; its comm lives as long as @text
 *
 * The comm has a field of 15 bytes, so it can't look like what follows
 * (sched_show_task() of kernel/sched/core.c, 6.1 and 6.12).
 *
 * Context: any, NMI included; bounded by the line.
 * Return: true if the line names one.
 */
bool cr_line_shown_task(struct cr_text text, struct cr_line_task *task);

/* Of lines that begin with a space: " lock: ", or kmemleak's "  comm ". */
static inline bool cr_line_is_indented_comm(struct cr_text text)
{
	return text.at[1] == 'l' ||
	       (text.at[1] == ' ' && text.bytes > 2 && text.at[2] == 'c');
}

/**
 * cr_line_comm_look() - may the line end inside a comm?
 * @comm: set
 * @text: the line, of a report, and not the rest of a comm
 * @is_lockdep: the report is one of lockdep's, and its stacks are to come
 *
 * A task may have any bytes but 0 as its comm. A newline ends the line: what
 * the task wrote behind it then looks like a line of its own. A comm that is
 * short enough may also hold what seems to end it.
 *
 * Context: any, NMI included; bounded by the line.
 */
void cr_line_comm_look(struct cr_line_comm *comm, struct cr_text text,
		       bool is_lockdep);

/* The same; that most lines of a stack name no comm is told without a call. */
static inline void cr_line_comm_begin(struct cr_line_comm *comm,
				      struct cr_text text, bool is_lockdep)
{
	if (text.bytes > 1 && text.at[0] == ' ' &&
	    !cr_line_is_indented_comm(text))
		comm->left = 0;
	else
		cr_line_comm_look(comm, text, is_lockdep);
}

/**
 * cr_line_comm_goes_on() - is the line the rest of a comm?
 * @comm: as the line before it left it; brought up to date
 * @text: the line
 * @behind: what is behind the comm; empty if it may go on
 * @pid: that stands there, else CRASHREC_NO_PID
 *
 * Nothing before @behind means anything, whatever it looks like.
 *
 * Context: any, NMI included; takes few steps.
 * Return: true if the line is, or may well be.
 */
bool cr_line_comm_goes_on(struct cr_line_comm *comm, struct cr_text text,
			  struct cr_text *behind, u32 *pid);

/**
 * cr_line_is_hung_task() - does it tell of a task that hangs?
 * @text: the line: "INFO: task COMM:1 blocked for"
 *
 * The comm stands near the begin, and may look like anything.
 *
 * Context: any, NMI included; takes few steps.
 * Return: true if so.
 */
bool cr_line_is_hung_task(struct cr_text text);

/**
 * cr_line_begins_with_comm() - may a comm be all that makes a line's begin?
 * @text: the line
 *
 * "COMM[1]: segfault at 0", "COMM invoked oom-killer": a task can make these
 * lines begin with any words that are short enough.
 *
 * Context: any, NMI included; takes few steps.
 * Return: true if so.
 */
bool cr_line_begins_with_comm(struct cr_text text);

/**
 * cr_line_has_comms_shape() - is it only a comm that gives the line its shape?
 * @text: the line
 * @shape: of the line
 *
 * As cr_line_begins_with_comm(), for the shapes that a comm is long enough for.
 *
 * Context: any, NMI included; takes few steps.
 * Return: true if so: the line means nothing.
 */
bool cr_line_has_comms_shape(struct cr_text text, enum cr_shape shape);

/*
 * The same; a fault's line is longer than this ("x[1] trap int3 ip:401000
 * sp:7ffe12345678 error:0"), most lines of a report are not.
 */
#define CR_LINE_FORGED_MIN	50
static inline bool cr_line_is_comm(struct cr_text text, enum cr_shape shape)
{
	return text.bytes >= CR_LINE_FORGED_MIN &&
	       cr_line_has_comms_shape(text, shape);
}

/**
 * cr_line_holds_locks() - does it tell of a task that still holds locks?
 * @text: the line
 *
 * "WARNING: COMM/1 still has locks held!", and "[ BUG: ... ]" of old kernels:
 * of lockdep's headers the only one with a comm in it, which tells no kind.
 *
 * Context: any, NMI included; bounded by the line.
 * Return: true if so.
 */
bool cr_line_holds_locks(struct cr_text text);

/**
 * cr_line_register_next() - take one register off the front of a line
 * @text: the rest of the line; moved behind the register
 * @reg: filled on success
 *
 * Context: any, NMI included; bounded by the line.
 * Return: false if there is none left.
 */
bool cr_line_register_next(struct cr_text *text, struct cr_line_register *reg);

#endif /* CR_LINE_H */
