/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: reads crash reports that the crashrec module recorded, from
 * /dev/crashrec or from a file that holds the module's region, and those in a
 * text log, which it makes records of.
 *
 * This is what a record says; crashrec_source.h has where records come from. A
 * record is the caller's, does not refer to its source, and is freed by the
 * caller.
 *
 * Errors are negative errno values. The library never prints and never exits.
 *
 * Every byte of a region or a record is taken for hostile: what a function
 * below returns is within bounds, but text may hold any byte, also '\0' and
 * terminal escapes. Text is therefore counted, not terminated, unless it says
 * otherwise.
 *
 * Threads: a record does not change and may be read by several. There is no
 * global state.
 */
#ifndef CRASHREC_H
#define CRASHREC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CRASHREC_API	__attribute__((visibility("default")))

/* A number that the record does not tell. */
#define CRASHREC_UNKNOWN	0xffffffffU

#define CRASHREC_BOOT_ID_BYTES	16
#define CRASHREC_UUID_ROOM	37	/* a boot id as text, terminated */
#define CRASHREC_TAINT_ROOM	66	/* a letter for each bit, terminated */

/**
 * enum crashrec_record_state - how a report ended
 * @CRASHREC_RECORD_OPEN: it did not, yet
 * @CRASHREC_RECORD_COMPLETE: its last line was seen
 * @CRASHREC_RECORD_CUT_BY_PANIC: another CPU's panic silenced it
 * @CRASHREC_RECORD_CUT_BY_RESET: the machine was reset meanwhile
 * @CRASHREC_RECORD_TRUNCATED: it was longer than there was room for; of a text
 *                             log also: it went on behind more of other reports
 *                             than are read at once, and may miss lines
 *
 * A newer module may give others.
 */
enum crashrec_record_state {
	CRASHREC_RECORD_OPEN = 1,
	CRASHREC_RECORD_COMPLETE = 2,
	CRASHREC_RECORD_CUT_BY_PANIC = 3,
	CRASHREC_RECORD_CUT_BY_RESET = 4,
	CRASHREC_RECORD_TRUNCATED = 5,
};

/**
 * enum crashrec_record_class - what kind of report it is
 * @CRASHREC_REPORT_UNKNOWN: none of the others
 * @CRASHREC_REPORT_RCU_STALL: a grace period does not end
 * @CRASHREC_REPORT_SOFT_LOCKUP: a CPU does not schedule
 * @CRASHREC_REPORT_HARD_LOCKUP: a CPU does not take interrupts
 * @CRASHREC_REPORT_HUNG_TASK: a task sleeps for long in state D
 * @CRASHREC_REPORT_LOCKDEP: locks used in a way that may deadlock
 * @CRASHREC_REPORT_WARNING: WARN() and its kin
 * @CRASHREC_REPORT_BUG: BUG() and "BUG: ..." of other kinds
 * @CRASHREC_REPORT_OOPS: page fault, GPF, other traps
 * @CRASHREC_REPORT_KASAN: bad memory access, found by KASAN
 * @CRASHREC_REPORT_ATOMIC_SLEEP: sleeping where that is not allowed
 * @CRASHREC_REPORT_PANIC: a panic that no other report led to
 *
 * A newer module may give others.
 */
enum crashrec_record_class {
	CRASHREC_REPORT_UNKNOWN = 0,
	CRASHREC_REPORT_RCU_STALL = 1,
	CRASHREC_REPORT_SOFT_LOCKUP = 2,
	CRASHREC_REPORT_HARD_LOCKUP = 3,
	CRASHREC_REPORT_HUNG_TASK = 4,
	CRASHREC_REPORT_LOCKDEP = 5,
	CRASHREC_REPORT_WARNING = 6,
	CRASHREC_REPORT_BUG = 7,
	CRASHREC_REPORT_OOPS = 8,
	CRASHREC_REPORT_KASAN = 9,
	CRASHREC_REPORT_ATOMIC_SLEEP = 10,
	CRASHREC_REPORT_PANIC = 11,
};

/**
 * enum crashrec_record_flag - bits of crashrec_record_flags()
 * @CRASHREC_FLAG_PANICKED: the kernel then panicked. Of a text log: a panic
 *                          stands in or behind the report, before the next
 *                          boot, however far from it and whatever caused it
 * @CRASHREC_FLAG_FORMER_BOOT: of another boot than the one that uses the
 *                             region now, or did last
 * @CRASHREC_FLAG_SALVAGED: found although the region's header was gone
 * @CRASHREC_FLAG_DAMAGED: something of the report is missing
 * @CRASHREC_FLAG_CORRUPTED: text is cut or mixed, do not trust the title
 * @CRASHREC_FLAG_SUPPRESSED: of no interest: out of memory and the like
 * @CRASHREC_FLAG_FROM_LOG: printed before the module was loaded, and taken from
 *                          the kernel's log
 * @CRASHREC_FLAG_USER: not a report: a process wrote what looked like one
 * @CRASHREC_FLAG_UNVERIFIED: a process may have written it, or lines of it: the
 *                            log did not tell, or was not asked yet
 *
 * A newer module may set others.
 */
enum crashrec_record_flag {
	CRASHREC_FLAG_PANICKED = 1 << 0,
	CRASHREC_FLAG_FORMER_BOOT = 1 << 1,
	CRASHREC_FLAG_SALVAGED = 1 << 2,
	CRASHREC_FLAG_DAMAGED = 1 << 3,
	CRASHREC_FLAG_CORRUPTED = 1 << 4,
	CRASHREC_FLAG_SUPPRESSED = 1 << 5,
	CRASHREC_FLAG_FROM_LOG = 1 << 6,
	CRASHREC_FLAG_USER = 1 << 7,
	CRASHREC_FLAG_UNVERIFIED = 1 << 8,
};

/**
 * enum crashrec_where - in which context code ran
 * @CRASHREC_IN_TASK: a task's
 * @CRASHREC_IN_SOFTIRQ: a softirq's
 * @CRASHREC_IN_HARDIRQ: an interrupt's
 * @CRASHREC_IN_NMI: an NMI's
 */
enum crashrec_where {
	CRASHREC_IN_TASK = 0,
	CRASHREC_IN_SOFTIRQ = 1,
	CRASHREC_IN_HARDIRQ = 2,
	CRASHREC_IN_NMI = 3,
};

/**
 * struct crashrec_text - counted bytes
 * @data: any bytes, not terminated; never NULL
 * @bytes: how many, 0: there is no such text
 *
 * Lives as long as the record that it came from.
 */
struct crashrec_text {
	const char *data;
	size_t bytes;
};

/**
 * struct crashrec_who - a task, and where it ran
 * @cpu: or CRASHREC_UNKNOWN
 * @pid: thread id, or CRASHREC_UNKNOWN
 * @tgid: process id, or CRASHREC_UNKNOWN
 * @where: enum crashrec_where; CRASHREC_UNKNOWN for whom a text is about
 * @preempt_count: the kernel's, 0 where unknown
 * @comm: the task's name
 */
struct crashrec_who {
	uint32_t cpu;
	uint32_t pid;
	uint32_t tgid;
	uint32_t where;
	uint32_t preempt_count;
	struct crashrec_text comm;
};

/**
 * struct crashrec_log_line - a line of the kernel's log
 * @text: as dmesg shows it, without its prefix
 * @time_ns: the printk clock; 0 where a text log does not tell
 * @number: ordinal in the report, from 0; numbers of lost lines are missing.
 *          For a line from before the report its distance, 1 being the last.
 * @pid: of the printing task, also where that was interrupted; or
 *       CRASHREC_UNKNOWN
 * @cpu: that printed, or CRASHREC_UNKNOWN
 * @where: enum crashrec_where
 * @by_user: a process wrote it to /dev/kmsg
 * @cut: the line was longer than could be kept
 * @inner: not the first line of what was printed at once: perhaps no more
 *         than part of a name that has a newline in it
 * @of_context: of a line before the report: the task, or the CPU's interrupt,
 *              that then printed the report printed it. Known where the kernel
 *              has CONFIG_PRINTK_CALLER; false elsewhere.
 */
struct crashrec_log_line {
	struct crashrec_text text;
	uint64_t time_ns;
	uint32_t number;
	uint32_t pid;
	uint32_t cpu;
	uint32_t where;
	bool by_user;
	bool cut;
	bool inner;
	bool of_context;
};

/**
 * struct crashrec_stack_frame - a frame of a stack
 * @function: its name
 * @module: its name, empty: part of the kernel image
 * @offset: in the function, bytes
 * @size: of the function, bytes; 0: not told
 * @line: number of the line it is in
 * @stack: ordinal of the stack in the report, from 0
 * @where: enum crashrec_where, part of the stack it is in
 * @reliable: false: found on the stack, perhaps stale ("? ")
 * @is_inline: inlined in the next frame
 * @is_ip: the instruction pointer itself
 */
struct crashrec_stack_frame {
	struct crashrec_text function;
	struct crashrec_text module;
	uint32_t offset;
	uint32_t size;
	uint32_t line;
	uint32_t stack;
	uint32_t where;
	bool reliable;
	bool is_inline;
	bool is_ip;
};

/**
 * struct crashrec_cpu_register - a register
 * @name: as the kernel prints it, printable ASCII, terminated
 * @value: its content
 */
struct crashrec_cpu_register {
	char name[9];
	uint64_t value;
};

/**
 * struct crashrec_die - what the kernel's die notifier was given
 * @trap: trap number
 * @signal: signal number
 * @error: error code
 * @registers: from pt_regs; lives as long as the record
 * @register_count: how many
 */
struct crashrec_die {
	uint32_t trap;
	uint32_t signal;
	uint64_t error;
	const struct crashrec_cpu_register *registers;
	size_t register_count;
};

/**
 * struct crashrec_said - what a task said that it was executing: its cookie
 * @text: any bytes
 * @time_ns: the printk clock, when it said so
 * @pid: thread id
 * @tgid: process id
 * @cpu: where it was then
 * @is_own: it is the task that the report began in, or that was interrupted by
 *          what printed it
 */
struct crashrec_said {
	struct crashrec_text text;
	uint64_t time_ns;
	uint32_t pid;
	uint32_t tgid;
	uint32_t cpu;
	bool is_own;
};

struct crashrec_record;

/**
 * crashrec_record_decode() - make a record of bytes that read() gave
 * @record: set to the record, or to NULL on failure
 * @data: the bytes, not kept
 * @bytes: how many; more than the record is allowed
 *
 * The module leaves to the reader all that is made of nothing but the text,
 * aside from title, class and flags: frames, registers, subject, other titles,
 * type, and the parts (see crashrec_structure.h). It is found here, if there is
 * memory to do so.
 *
 * Return: 0, and the caller frees @record; -EBADMSG: damaged, or no record;
 * -EPROTONOSUPPORT: of a newer format version; -EMSGSIZE: the record is longer
 * than @bytes; -ENOMEM.
 */
CRASHREC_API int crashrec_record_decode(struct crashrec_record **record,
					const void *data, size_t bytes);

/**
 * crashrec_record_encoded() - the bytes that a record was made of, to be stored
 * @record: the record
 *
 * They are as crashrec_format.h describes a record, with its CRCs.
 * crashrec_record_decode() makes the same record of them; a later version of
 * the library may find more in the text.
 *
 * Return: lives as long as @record.
 */
CRASHREC_API struct crashrec_text
crashrec_record_encoded(const struct crashrec_record *record);

/**
 * crashrec_record_contains() - does a record have all that another one has?
 * @record: the one
 * @other: the other
 *
 * It has if it is of the same boot, number, times and class, has the lines and
 * all else that was recorded of @other in the same order, and came again as
 * often at least. It may have more; a line may go on. State, and all flags but
 * CRASHREC_FLAG_USER, may differ.
 *
 * Return: true if so.
 */
CRASHREC_API bool
crashrec_record_contains(const struct crashrec_record *record,
			 const struct crashrec_record *other);

/**
 * crashrec_record_free() - free a record and all that was got from it
 * @record: may be NULL
 */
CRASHREC_API void crashrec_record_free(struct crashrec_record *record);

/** crashrec_record_seq() - its sequence number, from 1 */
CRASHREC_API uint64_t crashrec_record_seq(const struct crashrec_record *record);

/**
 * crashrec_record_boot_id() - the boot that it is of
 * @record: with its sequence number, this is its identity
 *
 * Return: CRASHREC_BOOT_ID_BYTES bytes that live as long as @record.
 */
CRASHREC_API const uint8_t *
crashrec_record_boot_id(const struct crashrec_record *record);

/** crashrec_record_state() - enum crashrec_record_state */
CRASHREC_API unsigned int
crashrec_record_state(const struct crashrec_record *record);

/** crashrec_record_class() - enum crashrec_record_class */
CRASHREC_API unsigned int
crashrec_record_class(const struct crashrec_record *record);

/** crashrec_record_flags() - bits of enum crashrec_record_flag */
CRASHREC_API uint32_t
crashrec_record_flags(const struct crashrec_record *record);

/** crashrec_record_boot_ns() - CLOCK_BOOTTIME of the first line */
CRASHREC_API uint64_t
crashrec_record_boot_ns(const struct crashrec_record *record);

/** crashrec_record_wall_ns() - its wall clock, nanoseconds since 1970 */
CRASHREC_API uint64_t
crashrec_record_wall_ns(const struct crashrec_record *record);

/** crashrec_record_title() - one line that names the report */
CRASHREC_API struct crashrec_text
crashrec_record_title(const struct crashrec_record *record);

/** crashrec_record_release() - uname -r of the kernel */
CRASHREC_API struct crashrec_text
crashrec_record_release(const struct crashrec_record *record);

/**
 * crashrec_record_taint() - how the kernel was tainted
 * @record: the record
 * @taint: set: bit n is the kernel's taint flag n
 *
 * Return: false, and @taint 0, if the record does not tell.
 */
CRASHREC_API bool crashrec_record_taint(const struct crashrec_record *record,
					uint64_t *taint);

/** crashrec_record_lines_lost() - lines of the report that were not kept */
CRASHREC_API uint64_t
crashrec_record_lines_lost(const struct crashrec_record *record);

/**
 * crashrec_record_repeats() - the report came again: how often?
 * @record: the record
 * @last_boot_ns: set: CLOCK_BOOTTIME of the last time, nanoseconds
 * @last_wall_ns: set: its wall clock, nanoseconds since 1970
 *
 * Reports of the same title are counted with the first, and not kept.
 *
 * Return: the number of them, this record aside; 0: none, and both are 0.
 */
CRASHREC_API uint64_t
crashrec_record_repeats(const struct crashrec_record *record,
			uint64_t *last_boot_ns, uint64_t *last_wall_ns);

/**
 * crashrec_record_origin() - who printed the report
 * @record: the record
 *
 * Return: lives as long as @record; NULL: not recorded.
 */
CRASHREC_API const struct crashrec_who *
crashrec_record_origin(const struct crashrec_record *record);

/**
 * crashrec_record_subject() - whom the report's text is about
 * @record: the record
 *
 * Return: lives as long as @record; NULL: the text names no one.
 */
CRASHREC_API const struct crashrec_who *
crashrec_record_subject(const struct crashrec_record *record);

/**
 * crashrec_record_about() - the task and CPU to show where there is room for
 *                           one only
 * @record: the record
 *
 * What the text names goes first. What it does not name is taken from who
 * printed it, if nothing says that those are different tasks or CPUs. @where is
 * always that of who printed it.
 *
 * Return: unknown fields are CRASHREC_UNKNOWN; the comm lives as long as
 * @record.
 */
CRASHREC_API struct crashrec_who
crashrec_record_about(const struct crashrec_record *record);

/**
 * crashrec_record_lines() - the report's lines, in order
 * @record: the record
 * @count: set to how many
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_log_line *
crashrec_record_lines(const struct crashrec_record *record, size_t *count);

/**
 * crashrec_record_before() - lines from before the report, in order
 * @record: the record
 * @count: set to how many
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_log_line *
crashrec_record_before(const struct crashrec_record *record, size_t *count);

/**
 * crashrec_record_frames() - the frames of its stacks, in order
 * @record: the record
 * @count: set to how many
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_stack_frame *
crashrec_record_frames(const struct crashrec_record *record, size_t *count);

/**
 * crashrec_record_registers() - the register dump in the text
 * @record: the record
 * @count: set to how many
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_cpu_register *
crashrec_record_registers(const struct crashrec_record *record, size_t *count);

/**
 * crashrec_record_die() - what the die notifier was given
 * @record: the record
 *
 * Return: lives as long as @record; NULL: there was no die notifier call.
 */
CRASHREC_API const struct crashrec_die *
crashrec_record_die(const struct crashrec_record *record);

/**
 * crashrec_record_cookies() - what tasks said that they were executing
 * @record: the record
 * @count: set to how many
 *
 * That of the task that the report began in comes first, if it has any; then
 * those that others set last before the report, latest first.
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_said *
crashrec_record_cookies(const struct crashrec_record *record, size_t *count);

/* What the text was found to say beside the title. */

/**
 * crashrec_record_alt_titles() - other titles that the same crash may get
 * @record: the record
 * @count: set to how many
 *
 * Return: an array that lives as long as @record.
 */
CRASHREC_API const struct crashrec_text *
crashrec_record_alt_titles(const struct crashrec_record *record,
			   size_t *count);

/** crashrec_record_type() - the kind as reporters name it: "KASAN-READ" */
CRASHREC_API struct crashrec_text
crashrec_record_type(const struct crashrec_record *record);

/** crashrec_record_reason() - why it has CRASHREC_FLAG_CORRUPTED, in words */
CRASHREC_API struct crashrec_text
crashrec_record_reason(const struct crashrec_record *record);

/** crashrec_record_blamed() - the function that the title names */
CRASHREC_API struct crashrec_text
crashrec_record_blamed(const struct crashrec_record *record);

/**
 * crashrec_record_executor() - the fuzzing process that ran
 * @record: the record
 * @proc: set to its number
 * @id: set to the number of its program
 *
 * Return: false, and both CRASHREC_UNKNOWN, if the record names none.
 */
CRASHREC_API bool
crashrec_record_executor(const struct crashrec_record *record, uint32_t *proc,
			 uint32_t *id);

/**
 * crashrec_record_log_lines() - where in a text log the report is
 * @record: the record
 * @first: set to the number of its first line, from 1
 * @last: set to that of its last
 *
 * Return: false, and both 0, if the record is not from a text log.
 */
CRASHREC_API bool
crashrec_record_log_lines(const struct crashrec_record *record,
			  uint64_t *first, uint64_t *last);

/**
 * crashrec_record_log_name() - which of pstore's files the report is in
 * @record: the record
 *
 * Return: the file's name, terminated, which may hold any byte but a slash;
 * where parts of a dump are one log, the part's that it begins in; lives as long
 * as @record. NULL: the record is not from pstore.
 */
CRASHREC_API const char *
crashrec_record_log_name(const struct crashrec_record *record);

/*
 * Names. They are ASCII, stable, live for ever, and are never NULL unless it
 * says so; what this version of the library does not know is "unknown".
 */

/** crashrec_state_name() - of an enum crashrec_record_state */
CRASHREC_API const char *crashrec_state_name(unsigned int state);

/** crashrec_class_name() - of an enum crashrec_record_class */
CRASHREC_API const char *crashrec_class_name(unsigned int report_class);

/** crashrec_where_name() - of an enum crashrec_where */
CRASHREC_API const char *crashrec_where_name(unsigned int where);

/** crashrec_flag_name() - of one enum crashrec_record_flag; NULL: not known */
CRASHREC_API const char *crashrec_flag_name(uint32_t flag);

/** crashrec_ledger_name() - of a cause of loss; NULL: there is none such */
CRASHREC_API const char *crashrec_ledger_name(unsigned int cause);

/** crashrec_ledger_meaning() - what was lost by that cause, in words */
CRASHREC_API const char *crashrec_ledger_meaning(unsigned int cause);

/**
 * crashrec_taint_letters() - as behind "Tainted:", without the blanks
 * @taint: bit n is the kernel's taint flag n
 * @letters: receives them, terminated; empty if @taint is 0. A flag that
 *           Linux 6.18 does not have is "?".
 */
CRASHREC_API void crashrec_taint_letters(uint64_t taint,
					 char letters[CRASHREC_TAINT_ROOM]);

/**
 * crashrec_uuid_text() - a boot id as /proc/sys/kernel/random/boot_id shows it
 * @id: CRASHREC_BOOT_ID_BYTES bytes
 * @text: receives it, terminated
 */
CRASHREC_API void crashrec_uuid_text(const uint8_t *id,
				     char text[CRASHREC_UUID_ROOM]);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_H */
