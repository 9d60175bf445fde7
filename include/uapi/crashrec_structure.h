/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause */
/*
 * What a record says about the parts of its text: CRASHREC_ATTR_SECTIONS and
 * those behind it. The rules of crashrec_format.h hold here too. They are made
 * of the record's lines: a record that read() of /dev/crashrec gives is without
 * them.
 *
 * Text is not copied: struct crashrec_ref says where in the record's lines it
 * stands. All of it is as the kernel printed it, and so as hostile as that.
 */
#ifndef _UAPI_CRASHREC_STRUCTURE_H
#define _UAPI_CRASHREC_STRUCTURE_H

#include "crashrec_format.h"

#define CRASHREC_NO_NUMBER	0xffffffffU
#define CRASHREC_NO_INDEX	0xffffU

/**
 * struct crashrec_ref - some text of a line
 * @line_no: crashrec_line::line_no of that line
 * @at: where in it the text begins
 * @bytes: its length, 0: there is none
 */
struct crashrec_ref {
	__le32 line_no;
	__le16 at;
	__le16 bytes;
};

CRASHREC_ASSERT_BYTES(struct crashrec_ref, 8);

/* crashrec_section::kind: what a stack is */
#define CRASHREC_SECTION_OTHER		0 /* the text does not tell */
#define CRASHREC_SECTION_REPORTER	1 /* of who prints the report */
#define CRASHREC_SECTION_NMI		2 /* of another CPU, by NMI */
#define CRASHREC_SECTION_GP_KTHREAD	3 /* of RCU's grace-period kthread */
#define CRASHREC_SECTION_GP_CPU		4 /* of the CPU where that last ran */
#define CRASHREC_SECTION_TASK		5 /* of another task */
#define CRASHREC_SECTION_ALLOCATED	6 /* who allocated the object */
#define CRASHREC_SECTION_FREED		7 /* who freed it */
#define CRASHREC_SECTION_QUEUED		8 /* who queued work or a callback for it */
#define CRASHREC_SECTION_STORED		9 /* KMSAN: where the value was stored */
#define CRASHREC_SECTION_CREATED	10 /* KMSAN: where the value comes from */
#define CRASHREC_SECTION_PAGE_ALLOCATED	11 /* who allocated the page */
#define CRASHREC_SECTION_PAGE_FREED	12 /* who freed it last */
#define CRASHREC_SECTION_LOCK_CHAIN	13 /* lock chain entry: taken here behind the next */
#define CRASHREC_SECTION_LOCK_USAGE	14 /* where the lock was first used as @usage says */
#define CRASHREC_SECTION_LOCK_ACQUIRED	15 /* "... acquired at:" */
#define CRASHREC_SECTION_ACCESS		16 /* KCSAN: one of the racing accesses */
#define CRASHREC_SECTION_PREEMPT_OFF	17 /* who disabled preemption */
#define CRASHREC_SECTION_VARIABLE	18 /* not a stack: the variable accessed */
#define CRASHREC_SECTION_STACK_FRAME	19 /* not a stack: whose frame was accessed */
#define CRASHREC_SECTION_COUNT		20

/*
 * crashrec_section::usage and the like: bits of lock_usage_bit in
 * kernel/locking/lockdep_internals.h (6.12): 4 * irq + 2 * "-ON-" + "-R".
 * irq 3 is RECLAIM_FS, which went away in 4.15.
 */
#define CRASHREC_USAGE_IRQS	3
#define CRASHREC_USAGE_INITIAL	16 /* "INITIAL USE" */
#define CRASHREC_USAGE_INITIAL_READ 17 /* "INITIAL READ USE" */
#define CRASHREC_USAGE_SAFE	18 /* "which became ...-irq-safe" */
#define CRASHREC_USAGE_UNSAFE	19 /* "which became ...-irq-unsafe" */
#define CRASHREC_USAGE_COUNT	20
#define CRASHREC_USAGE_NONE	0xff

/**
 * struct crashrec_section - a stack, or the part of it that ran in one context
 * @head: the line that says what it is
 * @first_line_no: of its first frame
 * @last_line_no: of its last frame
 * @first_frame: index of that in CRASHREC_ATTR_FRAMES
 * @frame_count: of them
 * @cpu: that it is of, or CRASHREC_NO_CPU
 * @pid: that it is of, or CRASHREC_NO_PID
 * @lock: index in CRASHREC_ATTR_LOCKS, of LOCK_*; else CRASHREC_NO_INDEX
 * @task: index in CRASHREC_ATTR_TASKS of the line before it that tells the
 *        task, or CRASHREC_NO_INDEX
 * @kind: CRASHREC_SECTION_*
 * @stack: as in its frames
 * @context: likewise
 * @usage: of LOCK_USAGE: CRASHREC_USAGE_*
 */
struct crashrec_section {
	struct crashrec_ref head;
	__le32 first_line_no;
	__le32 last_line_no;
	__le32 first_frame;
	__le32 frame_count;
	__le32 cpu;
	__le32 pid;
	__le16 lock;
	__le16 task;
	__u8 kind;
	__u8 stack;
	__u8 context;
	__u8 usage;
};

CRASHREC_ASSERT_BYTES(struct crashrec_section, 40);

/**
 * struct crashrec_source_place - file and line of a frame, in symbolised logs
 * @frame: index in CRASHREC_ATTR_FRAMES
 * @file_line: number of the line in the file
 * @file_at: where in the frame's line of the log the file's name begins
 * @file_bytes: its length
 */
struct crashrec_source_place {
	__le32 frame;
	__le32 file_line;
	__le16 file_at;
	__le16 file_bytes;
};

CRASHREC_ASSERT_BYTES(struct crashrec_source_place, 12);

/**
 * struct crashrec_place - where the header says it happened
 * @file: its name
 * @function: its name
 * @file_line: number of the line in @file, 0: not told
 * @offset: in the function, bytes
 * @size: of the function, 0: not told
 * @flags: CRASHREC_FRAME_F_INLINE
 * @reserved: zero
 *
 * Of the place where WARN() or BUG() stands, then of the function, in
 * symbolised logs once for each function inlined there, innermost first.
 */
struct crashrec_place {
	struct crashrec_ref file;
	struct crashrec_ref function;
	__le32 file_line;
	__le32 offset;
	__le32 size;
	__u8 flags;
	__u8 reserved[3];
};

CRASHREC_ASSERT_BYTES(struct crashrec_place, 32);

/* crashrec_lock::kind */
#define CRASHREC_LOCK_HELD	0 /* "#0: ..." */
#define CRASHREC_LOCK_WANTED	1 /* "is trying to acquire lock:" */
#define CRASHREC_LOCK_HOLDING	2 /* "already holding" */
#define CRASHREC_LOCK_CHANGED	3 /* "just changed the state of lock:" */
#define CRASHREC_LOCK_TAKEN	4 /* "takes:" */
#define CRASHREC_LOCK_PAST	5 /* took, or was taken by, another in the past */
#define CRASHREC_LOCK_NEW_FROM	6 /* new dependency: taken first */
#define CRASHREC_LOCK_NEW_TO	7 /* new dependency: taken behind that */
#define CRASHREC_LOCK_SAFE	8 /* "connects a ...-irq-safe lock:" */
#define CRASHREC_LOCK_UNSAFE	9 /* "to a ...-irq-unsafe lock:" */
#define CRASHREC_LOCK_CHAIN	10 /* "-> #1 (...)", "-> (...) {" */
#define CRASHREC_LOCK_RELEASED	11 /* "is trying to release lock" */
#define CRASHREC_LOCK_STILL_HELD 12 /* in memory that is freed */
#define CRASHREC_LOCK_BLOCKER	13 /* "blocked on a ... likely owned by task" */
#define CRASHREC_LOCK_KIND_COUNT 14

/* crashrec_lock::flags */
#define CRASHREC_LOCK_F_ADDRESS	(1U << 0) /* @address is told */
#define CRASHREC_LOCK_F_GONE	(1U << 1) /* "<RELEASED>" while it was printed */

#define CRASHREC_NO_WAIT_TYPE	0xff

/**
 * struct crashrec_lock - a lock that the text names
 * @address: of the lock
 * @name: of its class, without the rest
 * @function: that took it
 * @comm: of the task that holds it, or wants it
 * @pid: of that task, or CRASHREC_NO_PID
 * @ordinal: "#0" of a held lock or chain entry, or CRASHREC_NO_NUMBER
 * @version: "#2" behind the name, 1: none
 * @subclass: "/1" behind that, 0: none
 * @kind: CRASHREC_LOCK_*
 * @flags: CRASHREC_LOCK_F_*
 * @outer: wait type: "3" of "{3:4}", or CRASHREC_NO_WAIT_TYPE
 * @inner: "4" of that
 * @usage: "+.-?", for each kind of irq write, then read; zero padded.
 *         '.': neither in an irq nor with irqs enabled; '-': in an irq;
 *         '+': with irqs enabled; '?': both
 *
 * print_lock_name() in kernel/locking/lockdep.c (6.12).
 */
struct crashrec_lock {
	__le64 address;
	struct crashrec_ref name;
	struct crashrec_ref function;
	struct crashrec_ref comm;
	__le32 pid;
	__le32 ordinal;
	__le16 version;
	__le16 subclass;
	__u8 kind;
	__u8 flags;
	__u8 outer;
	__u8 inner;
	__u8 usage[8];
};

CRASHREC_ASSERT_BYTES(struct crashrec_lock, 56);

/* crashrec_lockdep::kind */
#define CRASHREC_LOCKDEP_OTHER		0
#define CRASHREC_LOCKDEP_CIRCULAR	1
#define CRASHREC_LOCKDEP_RECURSIVE	2
#define CRASHREC_LOCKDEP_INVERSION	3 /* irq lock inversion */
#define CRASHREC_LOCKDEP_ORDER		4 /* ...-safe -> ...-unsafe lock order */
#define CRASHREC_LOCKDEP_INCONSISTENT	5 /* inconsistent lock state */
#define CRASHREC_LOCKDEP_WAIT_CONTEXT	6
#define CRASHREC_LOCKDEP_UNBALANCED	7
#define CRASHREC_LOCKDEP_NESTED		8 /* nested lock was not taken */
#define CRASHREC_LOCKDEP_FREED		9 /* held lock freed */
#define CRASHREC_LOCKDEP_RETURNED	10 /* to user space or out of a kthread */
#define CRASHREC_LOCKDEP_RCU		11 /* suspicious RCU usage */
#define CRASHREC_LOCKDEP_COUNT		12

/**
 * struct crashrec_lockdep - what lockdep complains about
 * @comm: of the task that it looked at
 * @pid: of that task, or CRASHREC_NO_PID
 * @hardirq: "HC1[2]:SC3[4]:HE5:SE6": 1, or CRASHREC_NO_NUMBER: not told
 * @hardirq_count: 2
 * @softirq: 3
 * @softirq_count: 4
 * @hardirqs_on: 5
 * @softirqs_on: 6
 * @kind: CRASHREC_LOCKDEP_*
 * @usage_from: "inconsistent {IN-SOFTIRQ-W} -> ...": CRASHREC_USAGE_*
 * @usage_to: "... -> {SOFTIRQ-ON-W} usage"
 * @irq: what irq it is about: 0 HARDIRQ, 1 SOFTIRQ, 2 RECLAIM_FS,
 *       CRASHREC_USAGE_NONE
 * @context: "context-{4:4}", or CRASHREC_NO_WAIT_TYPE
 * @reserved: zero
 */
struct crashrec_lockdep {
	struct crashrec_ref comm;
	__le32 pid;
	__le32 hardirq;
	__le32 hardirq_count;
	__le32 softirq;
	__le32 softirq_count;
	__le32 hardirqs_on;
	__le32 softirqs_on;
	__u8 kind;
	__u8 usage_from;
	__u8 usage_to;
	__u8 irq;
	__u8 context;
	__u8 reserved[7];
};

CRASHREC_ASSERT_BYTES(struct crashrec_lockdep, 48);

/* crashrec_step::action */
#define CRASHREC_STEP_CHAIN	0 /* "Chain exists of:": a class, in order */
#define CRASHREC_STEP_LOCK	1
#define CRASHREC_STEP_RLOCK	2
#define CRASHREC_STEP_SYNC	3
#define CRASHREC_STEP_IRQ_OFF	4 /* local_irq_disable(), no @lock */
#define CRASHREC_STEP_INTERRUPT	5 /* "<Interrupt>", no @lock */
#define CRASHREC_STEP_DEADLOCK	6 /* "*** DEADLOCK ***", no @lock */
#define CRASHREC_STEP_COUNT	7

/**
 * struct crashrec_step - one line of lockdep's scenario
 * @lock: class, with "#2" and "/1"
 * @action: CRASHREC_STEP_*
 * @column: 0 or 1: below CPU0 or CPU1
 * @is_nested: in the interrupt
 * @reserved: zero
 */
struct crashrec_step {
	struct crashrec_ref lock;
	__u8 action;
	__u8 column;
	__u8 is_nested;
	__u8 reserved;
};

CRASHREC_ASSERT_BYTES(struct crashrec_step, 12);

/* crashrec_stall::kind */
#define CRASHREC_STALL_OTHER		0
#define CRASHREC_STALL_SELF		1 /* RCU: by the stalled CPU */
#define CRASHREC_STALL_OTHERS		2 /* RCU: by another */
#define CRASHREC_STALL_EXPEDITED	3 /* RCU: of an expedited grace period */
#define CRASHREC_STALL_TASKS		4 /* RCU tasks */
#define CRASHREC_STALL_SOFT		5 /* soft lockup */
#define CRASHREC_STALL_HARD		6 /* hard lockup */
#define CRASHREC_STALL_HUNG		7 /* hung task */
#define CRASHREC_STALL_WORKQUEUE	8
#define CRASHREC_STALL_KIND_COUNT	9

/*
 * Index into crashrec_stall::value. Signed numbers are stored as 64 bits.
 * kernel/rcu/tree_stall.h, tree_exp.h, kernel/watchdog.c, hung_task.c (6.12);
 * COMPLETED and KTHREAD_COMPLETED until 4.18.
 */
#define CRASHREC_STALL_V_JIFFIES	0 /* t=: age of the grace period */
#define CRASHREC_STALL_V_GP		1 /* g=: its number */
#define CRASHREC_STALL_V_COMPLETED	2 /* c=: last complete one */
#define CRASHREC_STALL_V_QUEUED		3 /* q=: callbacks */
#define CRASHREC_STALL_V_NCPUS		4 /* ncpus= */
#define CRASHREC_STALL_V_DETECTED_BY	5 /* CPU */
#define CRASHREC_STALL_V_STARVED_JIFFIES	6 /* kthread: jiffies without CPU time */
#define CRASHREC_STALL_V_LATE_JIFFIES		7 /* kthread: jiffies its timer is late */
#define CRASHREC_STALL_V_KTHREAD_GP	8 /* kthread: g */
#define CRASHREC_STALL_V_KTHREAD_COMPLETED 9 /* kthread: c */
#define CRASHREC_STALL_V_KTHREAD_FLAGS	10 /* kthread: f */
#define CRASHREC_STALL_V_KTHREAD_WAITS	11 /* kthread: number behind gp_state */
#define CRASHREC_STALL_V_KTHREAD_STATE	12 /* kthread: ->state= */
#define CRASHREC_STALL_V_KTHREAD_CPU	13 /* kthread: ->cpu= */
#define CRASHREC_STALL_V_TIMER_CPU	14 /* possible timer issue on cpu= */
#define CRASHREC_STALL_V_TIMER_SOFTIRQ	15 /* timer-softirq= */
#define CRASHREC_STALL_V_ACTIVITY_JIFFIES	16 /* jiffies since the kthread was active */
#define CRASHREC_STALL_V_NEXT_FQS_JIFFIES	17 /* jiffies_till_next_fqs= */
#define CRASHREC_STALL_V_ROOT_MASK	18 /* root ->qsmask, root: */
#define CRASHREC_STALL_V_EXPEDITED	19 /* s: sequence number, expedited */
#define CRASHREC_STALL_V_SECONDS	20 /* stuck or blocked for */
#define CRASHREC_STALL_V_CPU		21 /* that is locked up */
#define CRASHREC_STALL_V_PID		22 /* that is hung */
#define CRASHREC_STALL_V_COUNT		23
#define CRASHREC_STALL_V_ROOM		24

/**
 * struct crashrec_stall - numbers of a stall or lockup
 * @flavour: rcu_sched, rcu_preempt
 * @gp_state: what the grace-period kthread does: RCU_GP_WAIT_FQS
 * @known: bit n: value[n] is told
 * @kind: CRASHREC_STALL_*
 * @reserved: zero
 * @value: by CRASHREC_STALL_V_*
 */
struct crashrec_stall {
	struct crashrec_ref flavour;
	struct crashrec_ref gp_state;
	__le32 known;
	__u8 kind;
	__u8 reserved[3];
	__le64 value[CRASHREC_STALL_V_ROOM];
};

CRASHREC_ASSERT_BYTES(struct crashrec_stall, 24 + 192);

/* Index into crashrec_stall_cpu::value; print_cpu_stall_info(), 6.12. */
#define CRASHREC_STALL_CPU_V_TICKS	0 /* ticks this GP */
#define CRASHREC_STALL_CPU_V_BEHIND	1 /* or: GPs behind */
#define CRASHREC_STALL_CPU_V_IDLE	2 /* idle=N/.../...: counter, low bits */
#define CRASHREC_STALL_CPU_V_NESTING	3 /* idle=.../N/...: */
#define CRASHREC_STALL_CPU_V_NMI_NESTING 4 /* idle=.../.../N */
#define CRASHREC_STALL_CPU_V_SOFTIRQ_GP	5 /* softirq=N/...: when the GP began */
#define CRASHREC_STALL_CPU_V_SOFTIRQ	6 /* softirq=.../N: now */
#define CRASHREC_STALL_CPU_V_FQS	7 /* fqs=: scans for quiescent states */
#define CRASHREC_STALL_CPU_V_RCUC_JIFFIES	8 /* rcuc=: jiffies its kthread starves */
#define CRASHREC_STALL_CPU_V_ACCELERATED 9 /* last_accelerate: N/...; until 5.16 */
#define CRASHREC_STALL_CPU_V_ACCELERATE_NOW 10 /* last_accelerate: .../N */
#define CRASHREC_STALL_CPU_V_HARDIRQS	11 /* number: of the half period; from 6.3 */
#define CRASHREC_STALL_CPU_V_SOFTIRQS	12
#define CRASHREC_STALL_CPU_V_SWITCHES	13 /* context switches */
#define CRASHREC_STALL_CPU_V_HARDIRQ_MS	14 /* cputime */
#define CRASHREC_STALL_CPU_V_SOFTIRQ_MS	15
#define CRASHREC_STALL_CPU_V_SYSTEM_MS	16
#define CRASHREC_STALL_CPU_V_PERIOD_MS	17 /* ==> N(ms) */
#define CRASHREC_STALL_CPU_V_COUNT	18
#define CRASHREC_STALL_CPU_V_ROOM	18

/**
 * struct crashrec_stall_cpu - numbers of one stalled CPU
 * @line_no: where they stand
 * @cpu: which
 * @known: bit n: value[n] is told
 * @state: "....": offline, not in this GP, not in the next, irq work; zero
 *         padded
 * @value: by CRASHREC_STALL_CPU_V_*
 */
struct crashrec_stall_cpu {
	__le32 line_no;
	__le32 cpu;
	__le32 known;
	__u8 state[4];
	__le64 value[CRASHREC_STALL_CPU_V_ROOM];
};

CRASHREC_ASSERT_BYTES(struct crashrec_stall_cpu, 16 + 144);

/**
 * struct crashrec_stall_task - a task that blocks the grace period
 * @line_no: where it stands
 * @pid: "P12"
 */
struct crashrec_stall_task {
	__le32 line_no;
	__le32 pid;
};

CRASHREC_ASSERT_BYTES(struct crashrec_stall_task, 8);

/* crashrec_code::flags */
#define CRASHREC_CODE_F_USER	(1U << 0) /* of user space */

#define CRASHREC_CODE_NO_TRAP	0xffff
#define CRASHREC_CODE_MAX_BYTES	128

/**
 * struct crashrec_code - bytes around the instruction pointer
 * @line_no: where they stand
 * @trap_at: which of the bytes that follow the instruction pointer points at,
 *           or CRASHREC_CODE_NO_TRAP
 * @unit_bytes: how they were printed: bytes, or numbers of 2 or 4 bytes, which
 *              are stored little-endian
 * @flags: CRASHREC_CODE_F_*
 */
struct crashrec_code {
	__le32 line_no;
	__le16 trap_at;
	__u8 unit_bytes;
	__u8 flags;
};

CRASHREC_ASSERT_BYTES(struct crashrec_code, 8);

/* crashrec_access::kind */
#define CRASHREC_ACCESS_UNKNOWN		0
#define CRASHREC_ACCESS_READ		1
#define CRASHREC_ACCESS_WRITE		2
#define CRASHREC_ACCESS_READ_WRITE	3
#define CRASHREC_ACCESS_FREE		4
#define CRASHREC_ACCESS_CORRUPTED	5 /* KFENCE: someone wrote there before */
#define CRASHREC_ACCESS_ASSERT		6 /* KCSAN: "assert no accesses", "no writes" */
#define CRASHREC_ACCESS_COPY		7 /* KMSAN: copied to user space */
#define CRASHREC_ACCESS_KIND_COUNT	8

/* crashrec_access::tool */
#define CRASHREC_TOOL_KASAN	0
#define CRASHREC_TOOL_KFENCE	1
#define CRASHREC_TOOL_KCSAN	2
#define CRASHREC_TOOL_KMSAN	3
#define CRASHREC_TOOL_COUNT	4

/* crashrec_access::flags */
#define CRASHREC_ACCESS_F_ADDRESS	(1U << 0) /* @address is told */
#define CRASHREC_ACCESS_F_MARKED	(1U << 1) /* KCSAN: READ_ONCE() and the like */
#define CRASHREC_ACCESS_F_REORDERED	(1U << 2)
#define CRASHREC_ACCESS_F_IRQ		(1U << 3) /* KCSAN: by an interrupt */

/**
 * struct crashrec_access - a bad access
 * @address: of memory
 * @comm: of the task that did it
 * @bytes: size, or CRASHREC_NO_NUMBER
 * @pid: of the task, or CRASHREC_NO_PID
 * @cpu: or CRASHREC_NO_CPU
 * @kind: CRASHREC_ACCESS_*
 * @tool: CRASHREC_TOOL_*, that found it
 * @flags: CRASHREC_ACCESS_F_*
 * @reserved: zero
 *
 * mm/kasan/report.c, mm/kfence/report.c, kernel/kcsan/report.c,
 * mm/kmsan/report.c (6.12).
 */
struct crashrec_access {
	__le64 address;
	struct crashrec_ref comm;
	__le32 bytes;
	__le32 pid;
	__le32 cpu;
	__u8 kind;
	__u8 tool;
	__u8 flags;
	__u8 reserved;
};

CRASHREC_ASSERT_BYTES(struct crashrec_access, 32);

/* crashrec_object::side: where the address is */
#define CRASHREC_SIDE_UNKNOWN	0
#define CRASHREC_SIDE_INSIDE	1
#define CRASHREC_SIDE_LEFT	2
#define CRASHREC_SIDE_RIGHT	3
#define CRASHREC_SIDE_COUNT	4

/* crashrec_object::flags */
#define CRASHREC_OBJECT_F_BEGIN		(1U << 0) /* @begin is told */
#define CRASHREC_OBJECT_F_END		(1U << 1)
#define CRASHREC_OBJECT_F_CHANGED	(1U << 2) /* @old and @new are told */
#define CRASHREC_OBJECT_F_ALLOCATED	(1U << 3) /* "allocated 64-byte region" */
#define CRASHREC_OBJECT_F_FREED		(1U << 4) /* "freed 64-byte region" */
#define CRASHREC_OBJECT_F_STACK		(1U << 5) /* @offset is in a stack frame */

/**
 * struct crashrec_object - what was accessed
 * @begin: address of its first byte
 * @end: address behind its last
 * @old_value: KCSAN: before the race
 * @new_value: and behind it
 * @cache: kmem_cache that it is of
 * @variable: KMSAN: name of the local variable
 * @bytes: of an object of that cache, or CRASHREC_NO_NUMBER
 * @region_bytes: of the region, or CRASHREC_NO_NUMBER
 * @offset: of the address: from @begin if inside or left, from @end if right;
 *          or CRASHREC_NO_NUMBER
 * @index: KFENCE: "kfence-#12", or CRASHREC_NO_NUMBER
 * @first_byte: KMSAN: first uninitialised one, or CRASHREC_NO_NUMBER
 * @last_byte: KMSAN: last, or CRASHREC_NO_NUMBER: it is one only
 * @flags: CRASHREC_OBJECT_F_*
 * @side: CRASHREC_SIDE_*
 * @reserved: zero
 */
struct crashrec_object {
	__le64 begin;
	__le64 end;
	__le64 old_value;
	__le64 new_value;
	struct crashrec_ref cache;
	struct crashrec_ref variable;
	__le32 bytes;
	__le32 region_bytes;
	__le32 offset;
	__le32 index;
	__le32 first_byte;
	__le32 last_byte;
	__u8 flags;
	__u8 side;
	__u8 reserved[6];
};

CRASHREC_ASSERT_BYTES(struct crashrec_object, 80);

/* crashrec_task_line::flags */
#define CRASHREC_TASK_F_TAINT	(1U << 0) /* @taint is told */
#define CRASHREC_TASK_F_FLAGS	(1U << 1) /* @task_flags are told */
#define CRASHREC_TASK_F_SHOWN	(1U << 2) /* "task:x state:R": not who prints */

/**
 * struct crashrec_task_line - what a line and those behind it tell of a task
 * @taint: bit n is the kernel's taint flag n
 * @comm: any bytes
 * @release: uname -r
 * @version: "#1", the front of uname -v
 * @hardware: "Hardware name: "
 * @workqueue: name of the work queue that runs in it
 * @work: function of the work
 * @line_no: of the line
 * @cpu: or CRASHREC_NO_CPU
 * @uid: or CRASHREC_NO_NUMBER; from 6.12
 * @pid: or CRASHREC_NO_PID
 * @tgid: or CRASHREC_NO_PID; of F_SHOWN, from 6.9
 * @ppid: or CRASHREC_NO_PID; of F_SHOWN
 * @stack_free_bytes: or CRASHREC_NO_NUMBER; of F_SHOWN
 * @task_flags: thread_info's; of F_SHOWN
 * @flags: CRASHREC_TASK_F_*
 * @state: letter R, S, D and so on, zero: not told; of F_SHOWN
 * @reserved: zero
 *
 * dump_stack_print_info() in lib/dump_stack.c, sched_show_task() in
 * kernel/sched/core.c (6.12).
 */
struct crashrec_task_line {
	__le64 taint;
	struct crashrec_ref comm;
	struct crashrec_ref release;
	struct crashrec_ref version;
	struct crashrec_ref hardware;
	struct crashrec_ref workqueue;
	struct crashrec_ref work;
	__le32 line_no;
	__le32 cpu;
	__le32 uid;
	__le32 pid;
	__le32 tgid;
	__le32 ppid;
	__le32 stack_free_bytes;
	__le32 task_flags;
	__u8 flags;
	__u8 state;
	__u8 reserved[6];
};

CRASHREC_ASSERT_BYTES(struct crashrec_task_line, 96);

#endif /* _UAPI_CRASHREC_STRUCTURE_H */
