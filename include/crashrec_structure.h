/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: the parts of a report and the numbers in its text.
 *
 * The rules of crashrec.h hold here. All arrays and all text live as
 * long as the record. Kinds are CRASHREC_* numbers of the stored format; their
 * names come from crashrec_*_name(). An index is CRASHREC_UNKNOWN where there
 * is none, and else within its array.
 */
#ifndef CRASHREC_STRUCTURE_H
#define CRASHREC_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crashrec.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct crashrec_stack_section - a stack, or its part in one context
 * @head: the line that says what it is; may be empty
 * @kind: see crashrec_section_name()
 * @first_line: number of the line that its first frame is in
 * @last_line: of its last frame
 * @first_frame: index of that frame
 * @frame_count: of them
 * @stack: as in its frames
 * @where: enum crashrec_where
 * @cpu: that it is of, or CRASHREC_UNKNOWN
 * @pid: that it is of, or CRASHREC_UNKNOWN
 * @lock: index of the lock it is about
 * @task: index of the task line that it stands below
 * @usage: see crashrec_usage_name(), of a lock's usage
 */
struct crashrec_stack_section {
	struct crashrec_text head;
	uint32_t kind;
	uint32_t first_line;
	uint32_t last_line;
	uint32_t first_frame;
	uint32_t frame_count;
	uint32_t stack;
	uint32_t where;
	uint32_t cpu;
	uint32_t pid;
	uint32_t lock;
	uint32_t task;
	uint32_t usage;
};

/**
 * struct crashrec_code_place - a place in the source
 * @file: its name, empty: not told
 * @line: number of the line in it, 0: not told
 * @function: its name, empty: not told
 * @offset: in the function, bytes
 * @size: of the function, bytes; 0: not told
 * @is_inline: inlined in the function of the next place
 */
struct crashrec_code_place {
	struct crashrec_text file;
	struct crashrec_text function;
	uint32_t line;
	uint32_t offset;
	uint32_t size;
	bool is_inline;
};

/**
 * struct crashrec_held_lock - a lock that the text names
 * @name: of its class
 * @function: that took it
 * @comm: of the task that holds it, or wants it
 * @pid: of that task, or CRASHREC_UNKNOWN
 * @kind: see crashrec_lock_name()
 * @ordinal: "#0", or CRASHREC_UNKNOWN
 * @version: "#2" behind the name, 1: none
 * @subclass: "/1" behind that, 0: none
 * @outer: wait type: "3" of "{3:4}", or CRASHREC_UNKNOWN
 * @inner: "4" of that
 * @address: of the lock
 * @has_address: it is told
 * @is_gone: it was released while it was printed
 * @usage: "+.-?", terminated: for each kind of interrupt write, then read:
 *         '+' taken with interrupts on, '-' in one, '?' both, '.' neither
 * @line: number of the line it is in
 */
struct crashrec_held_lock {
	struct crashrec_text name;
	struct crashrec_text function;
	struct crashrec_text comm;
	uint32_t pid;
	uint32_t kind;
	uint32_t ordinal;
	uint32_t version;
	uint32_t subclass;
	uint32_t outer;
	uint32_t inner;
	uint64_t address;
	bool has_address;
	bool is_gone;
	char usage[9];
	uint32_t line;
};

/**
 * struct crashrec_lock_complaint - what lockdep complains about
 * @kind: see crashrec_complaint_name()
 * @comm: of the task that it looked at
 * @pid: of that task, or CRASHREC_UNKNOWN
 * @usage_from: see crashrec_usage_name(): how the lock was used
 * @usage_to: and how it is used now
 * @irq: 0 hardirq, 1 softirq, 2 reclaim, CRASHREC_UNKNOWN: of none
 * @context: wait type of the context, or CRASHREC_UNKNOWN
 * @hardirq: in one: "HC"; this and the next: CRASHREC_UNKNOWN: not told
 * @hardirq_count: in brackets behind that
 * @softirq: in one: "SC"
 * @softirq_count: in brackets behind that
 * @hardirqs_on: "HE"
 * @softirqs_on: "SE"
 */
struct crashrec_lock_complaint {
	uint32_t kind;
	struct crashrec_text comm;
	uint32_t pid;
	uint32_t usage_from;
	uint32_t usage_to;
	uint32_t irq;
	uint32_t context;
	uint32_t hardirq;
	uint32_t hardirq_count;
	uint32_t softirq;
	uint32_t softirq_count;
	uint32_t hardirqs_on;
	uint32_t softirqs_on;
};

/**
 * struct crashrec_lock_step - a line of lockdep's scenario
 * @action: see crashrec_step_name()
 * @lock: class of the lock; empty where @action has none
 * @column: 0 or 1: below CPU0 or CPU1
 * @is_nested: in the interrupt
 */
struct crashrec_lock_step {
	uint32_t action;
	struct crashrec_text lock;
	uint32_t column;
	bool is_nested;
};

/* At least as many as crashrec_stall_value_name() has names for. */
#define CRASHREC_STALL_VALUES	24
#define CRASHREC_STALL_CPU_VALUES 18

/**
 * struct crashrec_stall_numbers - numbers of a stall or lockup
 * @kind: see crashrec_stall_name()
 * @flavour: of RCU: rcu_sched, rcu_preempt
 * @gp_state: what its grace-period kthread does
 * @known: bit n: value[n] is told
 * @value: see crashrec_stall_value_name()
 */
struct crashrec_stall_numbers {
	uint32_t kind;
	struct crashrec_text flavour;
	struct crashrec_text gp_state;
	uint32_t known;
	int64_t value[CRASHREC_STALL_VALUES];
};

/**
 * struct crashrec_stalled_cpu - numbers of a stalled CPU
 * @cpu: which
 * @line: number of the line they stand in
 * @state: as behind "0-", terminated
 * @known: bit n: value[n] is told
 * @value: see crashrec_stall_cpu_value_name()
 */
struct crashrec_stalled_cpu {
	uint32_t cpu;
	uint32_t line;
	char state[5];
	uint32_t known;
	int64_t value[CRASHREC_STALL_CPU_VALUES];
};

/**
 * struct crashrec_code_bytes - memory at an instruction pointer
 * @bytes: in the order of memory
 * @count: of them
 * @trap_at: which of them the instruction pointer is at, or CRASHREC_UNKNOWN
 * @unit_bytes: size of the numbers that the text has: 1, 2 or 4
 * @is_user: of user space
 * @line: number of the line they stand in
 */
struct crashrec_code_bytes {
	const uint8_t *bytes;
	size_t count;
	uint32_t trap_at;
	uint32_t unit_bytes;
	bool is_user;
	uint32_t line;
};

/**
 * struct crashrec_bad_access - an access that should not be
 * @kind: see crashrec_access_name()
 * @tool: that found it, see crashrec_tool_name()
 * @address: of memory
 * @has_address: it is told
 * @bytes: size, or CRASHREC_UNKNOWN
 * @pid: of the task, or CRASHREC_UNKNOWN
 * @cpu: or CRASHREC_UNKNOWN
 * @comm: of the task
 * @is_marked: by READ_ONCE() or the like
 * @is_reordered: as KCSAN had it
 * @by_irq: by an interrupt
 */
struct crashrec_bad_access {
	uint32_t kind;
	uint32_t tool;
	uint64_t address;
	bool has_address;
	uint32_t bytes;
	uint32_t pid;
	uint32_t cpu;
	struct crashrec_text comm;
	bool is_marked;
	bool is_reordered;
	bool by_irq;
};

/**
 * struct crashrec_bad_object - what was accessed
 * @begin: address of its first byte
 * @end: address behind its last
 * @has_begin: @begin is told
 * @has_end: @end is told
 * @old_value: before a data race
 * @new_value: and behind it
 * @has_values: these are told
 * @cache: kmem_cache that it is of
 * @variable: name, of a local one
 * @bytes: of an object of the cache, or CRASHREC_UNKNOWN; likewise all below
 * @region_bytes: of the region that @begin and @end tell
 * @offset: of the access: from the side that is next to it
 * @side: see crashrec_side_name()
 * @index: of KFENCE's object
 * @first_byte: that is uninitialised
 * @last_byte: likewise
 * @is_allocated: the text says so
 * @is_freed: likewise
 * @in_stack: @offset is in a stack frame
 */
struct crashrec_bad_object {
	uint64_t begin;
	uint64_t end;
	bool has_begin;
	bool has_end;
	uint64_t old_value;
	uint64_t new_value;
	bool has_values;
	struct crashrec_text cache;
	struct crashrec_text variable;
	uint32_t bytes;
	uint32_t region_bytes;
	uint32_t offset;
	uint32_t side;
	uint32_t index;
	uint32_t first_byte;
	uint32_t last_byte;
	bool is_allocated;
	bool is_freed;
	bool in_stack;
};

/**
 * struct crashrec_task_text - what the text tells of a task and its machine
 * @comm: the task's name
 * @cpu: or CRASHREC_UNKNOWN; likewise the numbers below
 * @pid: thread id
 * @tgid: process id
 * @ppid: of the parent
 * @uid: effective user id
 * @stack_free_bytes: bytes that its stack never used
 * @task_flags: of its thread_info
 * @has_flags: these are told
 * @state: letter, '\0': not told
 * @is_shown: it is not the one that prints
 * @taint: bit n is the kernel's taint flag n
 * @has_taint: the text tells it
 * @release: uname -r
 * @version: front of uname -v
 * @hardware: name
 * @workqueue: that the task works for
 * @work: function of that work
 * @line: number of the line it is in
 */
struct crashrec_task_text {
	struct crashrec_text comm;
	uint32_t cpu;
	uint32_t pid;
	uint32_t tgid;
	uint32_t ppid;
	uint32_t uid;
	uint32_t stack_free_bytes;
	uint32_t task_flags;
	bool has_flags;
	char state;
	bool is_shown;
	uint64_t taint;
	bool has_taint;
	struct crashrec_text release;
	struct crashrec_text version;
	struct crashrec_text hardware;
	struct crashrec_text workqueue;
	struct crashrec_text work;
	uint32_t line;
};

/**
 * struct crashrec_structure - the parts of a report
 * @sections: what its stacks are, in order
 * @section_count: of them; likewise below
 * @places: where the header says it happened
 * @place_count: of them
 * @frame_places: file and line of each frame, parallel to
 *                crashrec_record_frames(); function is empty
 * @frame_place_count: of them; 0 if the log is not symbolised
 * @locks: in order of the text
 * @lock_count: of them
 * @complaint: lockdep's, or NULL
 * @steps: of lockdep's scenario
 * @step_count: of them
 * @stall: numbers, or NULL
 * @stalled_cpus: in order of the text
 * @stalled_cpu_count: of them
 * @stalled_pids: tasks that block the grace period
 * @stalled_pid_count: of them
 * @codes: in order of the text
 * @code_count: of them
 * @accesses: in order of the text
 * @access_count: of them
 * @object: that was accessed, or NULL
 * @tasks: in order of the text
 * @task_count: of them
 * @lost: frames and elements of all these arrays that were too many to keep
 */
struct crashrec_structure {
	const struct crashrec_stack_section *sections;
	size_t section_count;
	const struct crashrec_code_place *places;
	size_t place_count;
	const struct crashrec_code_place *frame_places;
	size_t frame_place_count;
	const struct crashrec_held_lock *locks;
	size_t lock_count;
	const struct crashrec_lock_complaint *complaint;
	const struct crashrec_lock_step *steps;
	size_t step_count;
	const struct crashrec_stall_numbers *stall;
	const struct crashrec_stalled_cpu *stalled_cpus;
	size_t stalled_cpu_count;
	const uint32_t *stalled_pids;
	size_t stalled_pid_count;
	const struct crashrec_code_bytes *codes;
	size_t code_count;
	const struct crashrec_bad_access *accesses;
	size_t access_count;
	const struct crashrec_bad_object *object;
	const struct crashrec_task_text *tasks;
	size_t task_count;
	uint64_t lost;
};

/**
 * crashrec_record_structure() - the parts of a record's text
 * @record: the record
 *
 * Return: lives as long as @record.
 */
CRASHREC_API const struct crashrec_structure *
crashrec_record_structure(const struct crashrec_record *record);

/* Names; as in crashrec.h. */

/** crashrec_section_name() - of a crashrec_stack_section::kind */
CRASHREC_API const char *crashrec_section_name(uint32_t kind);

/** crashrec_lock_name() - of a crashrec_held_lock::kind */
CRASHREC_API const char *crashrec_lock_name(uint32_t kind);

/** crashrec_complaint_name() - of a crashrec_lock_complaint::kind */
CRASHREC_API const char *crashrec_complaint_name(uint32_t kind);

/** crashrec_usage_name() - as lockdep names it; NULL: there is none */
CRASHREC_API const char *crashrec_usage_name(uint32_t usage);

/** crashrec_step_name() - of a crashrec_lock_step::action */
CRASHREC_API const char *crashrec_step_name(uint32_t action);

/** crashrec_stall_name() - of a crashrec_stall_numbers::kind */
CRASHREC_API const char *crashrec_stall_name(uint32_t kind);

/** crashrec_stall_value_name() - of crashrec_stall_numbers::value; NULL: none */
CRASHREC_API const char *crashrec_stall_value_name(uint32_t index);

/** crashrec_stall_cpu_value_name() - of crashrec_stalled_cpu::value; NULL: none */
CRASHREC_API const char *crashrec_stall_cpu_value_name(uint32_t index);

/** crashrec_access_name() - of a crashrec_bad_access::kind */
CRASHREC_API const char *crashrec_access_name(uint32_t kind);

/** crashrec_tool_name() - of a crashrec_bad_access::tool */
CRASHREC_API const char *crashrec_tool_name(uint32_t tool);

/** crashrec_side_name() - of a crashrec_bad_object::side; NULL: not told */
CRASHREC_API const char *crashrec_side_name(uint32_t side);

/** crashrec_taint_meaning() - what a taint letter says; NULL: not known */
CRASHREC_API const char *crashrec_taint_meaning(char letter);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_STRUCTURE_H */
