/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause */
/*
 * Every byte that crashrec stores, or hands out as a record.
 *
 * There are two layouts, which share the attribute types:
 *
 * A region is memory that outlives the kernel. It begins with
 * struct crashrec_region_hdr, written once when the region is formatted, and
 * two struct crashrec_boot, used in turn by one boot after the other. From
 * hdr_bytes on it is an array of chunks. A chunk belongs to one report, says
 * so in its struct crashrec_chunk_hdr, and holds entries: a
 * struct crashrec_entry, then payload_bytes of payload, then zeroes up to the
 * next multiple of CRASHREC_ALIGN. An entry is valid if its CRC is; the first
 * invalid one ends the chunk. A CRC begins with that of the chunk's header,
 * so no entry of a former use of the chunk is ever taken for one of this. The
 * one thing that changes once it is stored is how often a report came again:
 * struct crashrec_repeats_cell.
 *
 * A record is one report, gathered from its chunks: struct crashrec_rec_hdr,
 * then attributes, each a struct crashrec_attr and payload_bytes of payload,
 * padded to CRASHREC_ALIGN. This is what read() of /dev/crashrec gives.
 *
 * All numbers are little-endian. Readers skip attribute types and ignore flag
 * bits that they do not know. A payload that is a struct alone may grow at its
 * end: a longer one is read up to the known fields, a shorter one is refused.
 * A struct that text or an array follows, and an array's element, never
 * change: a new type takes their place. A change that an old reader cannot
 * skip raises CRASHREC_FORMAT_VERSION.
 *
 * Version 1: the first.
 */
#ifndef _UAPI_CRASHREC_FORMAT_H
#define _UAPI_CRASHREC_FORMAT_H

#include <linux/types.h>

#ifdef __cplusplus
#define CRASHREC_ASSERT_BYTES(type, bytes) \
	static_assert(sizeof(type) == (bytes), "stored layout of " #type)
#else
#define CRASHREC_ASSERT_BYTES(type, bytes) \
	_Static_assert(sizeof(type) == (bytes), "stored layout of " #type)
#endif

#define CRASHREC_FORMAT_VERSION	1
#define CRASHREC_ALIGN		8
#define CRASHREC_ID_BYTES	16

/* The region. */

#define CRASHREC_REGION_MAGIC	0x4345524853415243ULL	/* "CRASHREC" */
#define CRASHREC_BOOT_MAGIC	0x544f4f4243455243ULL	/* "CRECBOOT" */
#define CRASHREC_CHUNK_MAGIC	0x4b484352U		/* "RCHK" */
#define CRASHREC_ACKED		0x444b4341U		/* "ACKD" */

#define CRASHREC_REGION_MIN_BYTES	(64ULL << 10)
#define CRASHREC_REGION_MAX_BYTES	(1ULL << 30)
#define CRASHREC_CHUNK_MIN_BYTES	2048U
#define CRASHREC_CHUNK_MAX_BYTES	65536U
#define CRASHREC_CHUNK_MAX_COUNT	16384U

/**
 * struct crashrec_region_hdr - the region's first bytes
 * @magic: CRASHREC_REGION_MAGIC
 * @version: CRASHREC_FORMAT_VERSION
 * @hdr_bytes: offset of the first chunk
 * @region_bytes: of the whole region, as it was formatted
 * @chunk_bytes: size of a chunk, its header included
 * @chunk_count: number of chunks
 * @region_id: random, drawn when the region was formatted
 * @ecc_bytes: parity bytes of each block, see crashrec_ecc.h; 0: none
 * @reserved: zero
 * @crc: crc32c over the bytes before it
 */
struct crashrec_region_hdr {
	__le64 magic;
	__le32 version;
	__le32 hdr_bytes;
	__le64 region_bytes;
	__le32 chunk_bytes;
	__le32 chunk_count;
	__u8 region_id[CRASHREC_ID_BYTES];
	__le32 ecc_bytes;
	__le32 reserved[2];
	__le32 crc;
};

CRASHREC_ASSERT_BYTES(struct crashrec_region_hdr, 64);

/* Where the two struct crashrec_boot stand. */
#define CRASHREC_BOOT_COUNT	2
#define CRASHREC_BOOT_OFFSET(n)	(1024U + 1024U * (n))
#define CRASHREC_HDR_BYTES	4096U

/* crashrec_boot::ended */
#define CRASHREC_ENDED_NOT	0	/* running, or cut by a reset */
#define CRASHREC_ENDED_PANIC	1
#define CRASHREC_ENDED_SHUTDOWN	2	/* halt, reboot, power off, kexec */
#define CRASHREC_ENDED_UNLOAD	3	/* the module was unloaded */

/*
 * Why a report or a line of one was not kept: index into
 * crashrec_boot::lost. One count is one line, unless it says otherwise.
 */
#define CRASHREC_LOST_REPORT_FULL	0 /* reports: every chunk holds unread text */
#define CRASHREC_LOST_REPORT_SLOTS	1 /* reports: too many open at once */
#define CRASHREC_LOST_LINE_FULL		2 /* no chunk left for an open report */
#define CRASHREC_LOST_LINE_LIMIT	3 /* report is longer than max_report_kib */
#define CRASHREC_LOST_LINE_ORPHAN	4 /* line of a report that was lost */
#define CRASHREC_LOST_LINE_CLOSING	5 /* report was being closed at that moment */
#define CRASHREC_LOST_FACTS		6 /* attributes, other than lines */
#define CRASHREC_LOST_DAMAGED		7 /* chunks of former boots, found damaged */
#define CRASHREC_LOST_REPORT_DUPLICATE	8 /* reports: copies, freed to make room */
#define CRASHREC_LOST_REPORT_OVERWRITTEN 9 /* reports: freed for newer ones */
#define CRASHREC_LOST_REPORT_STORM	10 /* reports: as others that are open */
#define CRASHREC_LOST_CAUSES		11 /* how many causes there are */
/* From here on: all reports that were lost, by CRASHREC_CLASS_*. */
#define CRASHREC_LOST_CLASSES		16
#define CRASHREC_LOST_ROOM		32

/**
 * struct crashrec_boot - one boot of a kernel that used this region
 * @magic: CRASHREC_BOOT_MAGIC
 * @boot_id: as in /proc/sys/kernel/random/boot_id; random where that can't
 *           be read
 * @generation: one more than that of the boot before; the higher of the two
 *              is the boot that used the region last
 * @reserved: zero
 * @first_seq: sequence number that this boot began with
 * @wall_ns: wall clock when the module was loaded, nanoseconds since 1970
 * @boot_ns: CLOCK_BOOTTIME at the same moment
 * @release: uname -r, zero terminated
 * @pad: zero
 * @crc: crc32c over the bytes before it
 * @ended: CRASHREC_ENDED_*; not under the CRC, as it changes later
 * @pad2: zero
 * @lost: counters by CRASHREC_LOST_*; not under the CRC, likewise
 * @log_seq: number of the first record of the kernel's log that the module did
 *           not look at; not under the CRC, likewise; zero in older regions
 */
struct crashrec_boot {
	__le64 magic;
	__u8 boot_id[CRASHREC_ID_BYTES];
	__le32 generation;
	__le32 reserved;
	__le64 first_seq;
	__le64 wall_ns;
	__le64 boot_ns;
	__u8 release[64];
	__le32 pad;
	__le32 crc;
	__le32 ended;
	__le32 pad2;
	__le64 lost[CRASHREC_LOST_ROOM];
	__le64 log_seq;
};

CRASHREC_ASSERT_BYTES(struct crashrec_boot, 136 + 256 + 8);

/* Where in the room of a struct crashrec_boot the lost heads stand. */
#define CRASHREC_LOST_HEADS_OFFSET	512U
#define CRASHREC_LOST_HEADS		4
#define CRASHREC_LOST_HEAD_BYTES	112

/**
 * struct crashrec_lost_head - the first line of a report that was lost whole
 * @crc: crc32c, begun with the boot's crc, over what follows
 * @cause: CRASHREC_LOST_REPORT_*
 * @text_bytes: of @text
 * @reserved: zero
 * @boot_ns: CLOCK_BOOTTIME
 * @text: the line, or its begin; zeroes behind it
 *
 * They are used in turn, so the last few are there. Of those that writers
 * store at the same moment one may be missing.
 */
struct crashrec_lost_head {
	__le32 crc;
	__u8 cause;
	__u8 text_bytes;
	__u8 reserved[2];
	__le64 boot_ns;
	__u8 text[CRASHREC_LOST_HEAD_BYTES];
};

CRASHREC_ASSERT_BYTES(struct crashrec_lost_head, 128);

/**
 * struct crashrec_chunk_hdr - a chunk's first bytes
 * @magic: CRASHREC_CHUNK_MAGIC
 * @hdr_bytes: offset of the first entry
 * @stream: which writer of the report filled it: 0 is the context that began
 *          the report, others are contexts that it made print, such as the
 *          NMI backtraces of a stall
 * @boot_id: the boot that printed the report
 * @seq: the report, from 1, below 2^63; numbers go on rising from boot to boot
 * @part: ordinal of this chunk in its stream, from 0
 * @former_bytes: where the entries of the part before it ended: if fewer are
 *                there, something of it is missing; 0: there is none, or it is
 *                not told
 * @crc: crc32c over the bytes before it
 * @ack: CRASHREC_ACKED once the report was acknowledged, in the chunk of
 *       stream 0, part 0 only; not under the CRC
 * @reserved: zero
 */
struct crashrec_chunk_hdr {
	__le32 magic;
	__le16 hdr_bytes;
	__le16 stream;
	__u8 boot_id[CRASHREC_ID_BYTES];
	__le64 seq;
	__le32 part;
	__le32 former_bytes;
	__le32 crc;
	__le32 ack;
	__le32 reserved[4];
};

CRASHREC_ASSERT_BYTES(struct crashrec_chunk_hdr, 64);

/**
 * struct crashrec_repeats - reports of a title that came again and were not kept
 * @count: how many, that which was kept aside
 * @last_boot_ns: CLOCK_BOOTTIME of the last
 * @last_wall_ns: its wall clock, nanoseconds since 1970
 */
struct crashrec_repeats {
	__le64 count;
	__le64 last_boot_ns;
	__le64 last_wall_ns;
};

CRASHREC_ASSERT_BYTES(struct crashrec_repeats, 24);

/**
 * struct crashrec_repeats_cell - where they are counted
 * @repeats: the count
 * @crc: crc32c, begun with the chunk header's crc, over @repeats
 * @pad: zero
 *
 * CRASHREC_REPEATS_CELLS of them stand behind the header of the chunk of
 * stream 0, part 0, if its hdr_bytes leaves room for them. They are written in
 * turn, so that one is whole at any time: the higher count of those whose CRC
 * fits holds.
 */
struct crashrec_repeats_cell {
	struct crashrec_repeats repeats;
	__le32 crc;
	__le32 pad;
};

CRASHREC_ASSERT_BYTES(struct crashrec_repeats_cell, 32);

#define CRASHREC_REPEATS_CELLS	2

/**
 * struct crashrec_entry - header of an entry in a chunk
 * @type: CRASHREC_ATTR_*; 0 is never valid
 * @payload_bytes: padding not counted
 * @crc: crc32c, begun with the chunk header's crc, over the entry's offset in
 *       the chunk as __le32, then type, payload_bytes and the payload
 *
 * The header is stored last, as one 64-bit word.
 */
struct crashrec_entry {
	__le16 type;
	__le16 payload_bytes;
	__le32 crc;
};

CRASHREC_ASSERT_BYTES(struct crashrec_entry, 8);

/* The record. */

#define CRASHREC_REC_MAGIC	0x43455243U	/* "CREC" */

/* crashrec_rec_hdr::state */
#define CRASHREC_STATE_OPEN		1 /* being printed */
#define CRASHREC_STATE_COMPLETE		2 /* its last line was seen */
#define CRASHREC_STATE_CUT_BY_PANIC	3 /* another CPU's panic silenced it */
#define CRASHREC_STATE_CUT_BY_RESET	4 /* the machine was reset meanwhile */
#define CRASHREC_STATE_TRUNCATED	5 /* there was no room, or no module, for all of it */
#define CRASHREC_STATE_COUNT		6

/* crashrec_rec_hdr::class */
#define CRASHREC_CLASS_UNKNOWN		0
#define CRASHREC_CLASS_RCU_STALL	1
#define CRASHREC_CLASS_SOFT_LOCKUP	2
#define CRASHREC_CLASS_HARD_LOCKUP	3
#define CRASHREC_CLASS_HUNG_TASK	4
#define CRASHREC_CLASS_LOCKDEP		5
#define CRASHREC_CLASS_WARNING		6
#define CRASHREC_CLASS_BUG		7 /* BUG(), "BUG: ..." of other kinds */
#define CRASHREC_CLASS_OOPS		8 /* page fault, GPF, other traps */
#define CRASHREC_CLASS_KASAN		9
#define CRASHREC_CLASS_ATOMIC_SLEEP	10
#define CRASHREC_CLASS_PANIC		11
#define CRASHREC_CLASS_COUNT		12

/* crashrec_rec_hdr::flags */
#define CRASHREC_REC_F_PANICKED		(1U << 0) /* the kernel then panicked */
#define CRASHREC_REC_F_FORMER_BOOT	(1U << 1) /* not of the running kernel */
#define CRASHREC_REC_F_SALVAGED		(1U << 2) /* the region's header was gone */
#define CRASHREC_REC_F_DAMAGED		(1U << 3) /* chunks or entries are missing */
#define CRASHREC_REC_F_CORRUPTED	(1U << 4) /* cut or mixed: the title may be wrong */
#define CRASHREC_REC_F_SUPPRESSED	(1U << 5) /* of no interest: out of memory and the like */
#define CRASHREC_REC_F_FROM_LOG		(1U << 6) /* printed before the module was loaded */
#define CRASHREC_REC_F_USER		(1U << 7) /* no report: a process wrote it to /dev/kmsg */
#define CRASHREC_REC_F_UNVERIFIED	(1U << 8) /* a process may have written lines of it */

/**
 * struct crashrec_rec_hdr - a record's first bytes
 * @magic: CRASHREC_REC_MAGIC
 * @hdr_bytes: offset of the first attribute
 * @version: CRASHREC_FORMAT_VERSION
 * @flags: CRASHREC_REC_F_*
 * @body_bytes: bytes of all attributes, padding included
 * @body_crc: crc32c over them
 * @hdr_crc: crc32c over this header, with hdr_crc as zero
 * @seq: sequence number, from 1
 * @boot_id: with seq, the record's identity
 * @boot_ns: CLOCK_BOOTTIME of the first line
 * @wall_ns: wall clock of the first line, nanoseconds since 1970
 * @state: CRASHREC_STATE_*
 * @report_class: CRASHREC_CLASS_*
 * @reserved: zero
 */
struct crashrec_rec_hdr {
	__le32 magic;
	__le16 hdr_bytes;
	__le16 version;
	__le32 flags;
	__le32 body_bytes;
	__le32 body_crc;
	__le32 hdr_crc;
	__le64 seq;
	__u8 boot_id[CRASHREC_ID_BYTES];
	__le64 boot_ns;
	__le64 wall_ns;
	__u8 state;
	__u8 report_class;
	__u8 reserved[6];
};

CRASHREC_ASSERT_BYTES(struct crashrec_rec_hdr, 72);

/**
 * struct crashrec_attr - header of an attribute in a record
 * @type: CRASHREC_ATTR_*
 * @reserved: zero
 * @payload_bytes: padding not counted
 */
struct crashrec_attr {
	__le16 type;
	__le16 reserved;
	__le32 payload_bytes;
};

CRASHREC_ASSERT_BYTES(struct crashrec_attr, 8);

/*
 * Attribute and entry types, with what the payload is. What is made of nothing
 * but the text, a record from the device does not have: 8, 11, 12, 15 to 33. The
 * library adds it, see crashrec.h. A module may have put some of these in; they
 * stay as they are.
 */
#define CRASHREC_ATTR_OPEN	1 /* struct crashrec_open; entry only */
#define CRASHREC_ATTR_CLOSE	2 /* struct crashrec_close; entry only */
#define CRASHREC_ATTR_LINE	3 /* struct crashrec_line, then the text */
#define CRASHREC_ATTR_MORE	4 /* as LINE: more of the stream's last; entry only */
#define CRASHREC_ATTR_BEFORE	5 /* as LINE: printed before the report */
#define CRASHREC_ATTR_TITLE	6 /* text */
#define CRASHREC_ATTR_ORIGIN	7 /* struct crashrec_task, comm: who printed it */
#define CRASHREC_ATTR_SUBJECT	8 /* likewise: whom the text is about */
#define CRASHREC_ATTR_RELEASE	9 /* text: uname -r */
#define CRASHREC_ATTR_TAINT	10 /* __le64: bit n is the kernel's taint flag n */
#define CRASHREC_ATTR_FRAMES	11 /* array of struct crashrec_frame */
#define CRASHREC_ATTR_REGISTERS	12 /* array of struct crashrec_register, from the text */
#define CRASHREC_ATTR_TRAP	13 /* struct crashrec_trap, then registers of pt_regs */
#define CRASHREC_ATTR_LOST	14 /* __le32: lines of this report that were lost */
#define CRASHREC_ATTR_ALT_TITLE	15 /* text: another title; may stand several times */
#define CRASHREC_ATTR_TYPE	16 /* text: as reporters name it, KASAN-READ */
#define CRASHREC_ATTR_REASON	17 /* text: why it is CORRUPTED */
#define CRASHREC_ATTR_BLAMED	18 /* text: the function that the title names */
#define CRASHREC_ATTR_EXECUTOR	19 /* struct crashrec_executor */
/* The structure of the text: see crashrec_structure.h. */
#define CRASHREC_ATTR_SECTIONS	20 /* array of struct crashrec_section */
#define CRASHREC_ATTR_SOURCES	21 /* array of struct crashrec_source_place */
#define CRASHREC_ATTR_PLACES	22 /* array of struct crashrec_place */
#define CRASHREC_ATTR_LOCKS	23 /* array of struct crashrec_lock */
#define CRASHREC_ATTR_LOCKDEP	24 /* struct crashrec_lockdep */
#define CRASHREC_ATTR_SCENARIO	25 /* array of struct crashrec_step */
#define CRASHREC_ATTR_STALL	26 /* struct crashrec_stall */
#define CRASHREC_ATTR_STALL_CPUS 27 /* array of struct crashrec_stall_cpu */
#define CRASHREC_ATTR_STALL_TASKS 28 /* array of struct crashrec_stall_task */
#define CRASHREC_ATTR_CODE	29 /* struct crashrec_code; may stand several times */
#define CRASHREC_ATTR_ACCESSES	30 /* array of struct crashrec_access */
#define CRASHREC_ATTR_OBJECT	31 /* struct crashrec_object */
#define CRASHREC_ATTR_TASKS	32 /* array of struct crashrec_task_line */
#define CRASHREC_ATTR_UNKEPT	33 /* __le32: elements of 11, 20 to 32 that were too many */
/*
 * Entries of 64 to 127 that a reader has nothing to do with go into the record
 * as they are, in the order of streams and parts: see crashrec_facts.h.
 */
#define CRASHREC_ATTR_FACTS_FIRST 64
#define CRASHREC_ATTR_MARKS	64 /* __le32: CRASHREC_REC_F_* to be set; entry only */
#define CRASHREC_ATTR_COOKIE	65 /* struct crashrec_cookie, text; may stand several times */
/*
 * Array of __le32, line_no of lines that a process wrote. An empty one: all
 * others so far are the kernel's, so the report is not UNVERIFIED. Entry only.
 */
#define CRASHREC_ATTR_USER_LINES 66
#define CRASHREC_ATTR_REPEATS	67 /* struct crashrec_repeats; no entry */
#define CRASHREC_ATTR_KERNEL	68 /* struct crashrec_kernel */
#define CRASHREC_ATTR_MODULES	69 /* struct crashrec_module, name; for each one */
#define CRASHREC_ATTR_CGROUP	70 /* __le64: cgroup v2 of the task that printed it */
#define CRASHREC_ATTR_FACTS_LAST 127

/* Which context: crashrec_line::context, crashrec_task::context */
#define CRASHREC_CONTEXT_TASK		0
#define CRASHREC_CONTEXT_SOFTIRQ	1
#define CRASHREC_CONTEXT_HARDIRQ	2
#define CRASHREC_CONTEXT_NMI		3
#define CRASHREC_CONTEXT_COUNT		4

#define CRASHREC_NO_CPU		0xffffffffU
#define CRASHREC_NO_LINE_CPU	0xffffU
#define CRASHREC_NO_PID		0xffffffffU

/**
 * struct crashrec_open - what is known when a report's first line is seen
 * @boot_ns: CLOCK_BOOTTIME
 * @wall_ns: wall clock, nanoseconds since 1970
 * @taint: as CRASHREC_ATTR_TAINT
 */
struct crashrec_open {
	__le64 boot_ns;
	__le64 wall_ns;
	__le64 taint;
};

CRASHREC_ASSERT_BYTES(struct crashrec_open, 24);

/**
 * struct crashrec_close - how a report ended
 * @state: CRASHREC_STATE_*
 * @report_class: CRASHREC_CLASS_*
 * @reserved: zero
 * @lines_lost: lines that belong to the report and were not kept
 * @line_nos: numbers that its lines have so far, all streams: they are below
 *            that; 0: it is not told
 *
 * Where there are several in a report, the last holds. Lines may follow.
 */
struct crashrec_close {
	__u8 state;
	__u8 report_class;
	__u8 reserved[2];
	__le32 lines_lost;
	__le32 line_nos;
};

CRASHREC_ASSERT_BYTES(struct crashrec_close, 12);

/* crashrec_line::flags */
#define CRASHREC_LINE_F_USER	(1U << 0) /* written to /dev/kmsg by a process */
#define CRASHREC_LINE_F_CUT	(1U << 1) /* longer than could be kept */
/* Not the first of what was printed at once; empty ones before that aside. */
#define CRASHREC_LINE_F_INNER	(1U << 2)
/* Before the report: printed by the context that then printed the report. */
#define CRASHREC_LINE_F_CONTEXT	(1U << 3)

/**
 * struct crashrec_line - one line, as dmesg shows it without its prefix
 * @time_ns: the printk clock
 * @line_no: ordinal among the report's lines, over all its streams, from 0;
 *           for a line before the report, the distance of its record, 1 being
 *           the last; a record may have several lines, which follow each other
 * @pid: of the printing task, also where it was interrupted
 * @cpu: that printed, or CRASHREC_NO_LINE_CPU
 * @context: CRASHREC_CONTEXT_*
 * @flags: CRASHREC_LINE_F_*
 * @text_at: where in the line the text belongs: 0, but for CRASHREC_ATTR_MORE
 */
struct crashrec_line {
	__le64 time_ns;
	__le32 line_no;
	__le32 pid;
	__le16 cpu;
	__u8 context;
	__u8 flags;
	__le32 text_at;
};

CRASHREC_ASSERT_BYTES(struct crashrec_line, 24);

/**
 * struct crashrec_task - who, where
 * @cpu: or CRASHREC_NO_CPU
 * @pid: thread id, or CRASHREC_NO_PID
 * @tgid: process id, or CRASHREC_NO_PID
 * @context: CRASHREC_CONTEXT_*
 * @comm_bytes: length of the comm that follows; any byte may stand in it
 * @reserved: zero
 * @preempt_count: the kernel's, zero where unknown
 * @reserved2: zero
 */
struct crashrec_task {
	__le32 cpu;
	__le32 pid;
	__le32 tgid;
	__u8 context;
	__u8 comm_bytes;
	__u8 reserved[2];
	__le32 preempt_count;
	__le32 reserved2;
};

CRASHREC_ASSERT_BYTES(struct crashrec_task, 24);

/**
 * struct crashrec_executor - the fuzzing process that ran, and its program
 * @proc: which process
 * @id: which of its programs
 */
struct crashrec_executor {
	__le32 proc;
	__le32 id;
};

CRASHREC_ASSERT_BYTES(struct crashrec_executor, 8);

/* crashrec_frame::flags */
#define CRASHREC_FRAME_F_UNRELIABLE	(1U << 0) /* "? ": found on the stack, perhaps stale */
#define CRASHREC_FRAME_F_INLINE		(1U << 1) /* symbolised log: inlined in the next frame */
#define CRASHREC_FRAME_F_IP		(1U << 2) /* the instruction pointer, from RIP: or pc : */

/**
 * struct crashrec_frame - one stack frame, by reference to the line it is in
 * @line_no: crashrec_line::line_no of that line
 * @offset: in the function, bytes
 * @size: of the function, bytes; 0 where the line does not tell
 * @func_at: where in the line's text the function's name begins
 * @func_bytes: its length
 * @module_at: where the module's name begins
 * @module_bytes: its length, 0: none
 * @flags: CRASHREC_FRAME_F_*
 * @stack: ordinal of the stack in the report, from 0
 * @context: CRASHREC_CONTEXT_* part of the stack it is in (<IRQ>, <NMI>)
 * @reserved: zero
 */
struct crashrec_frame {
	__le32 line_no;
	__le32 offset;
	__le32 size;
	__le16 func_at;
	__le16 func_bytes;
	__le16 module_at;
	__le16 module_bytes;
	__u8 flags;
	__u8 stack;
	__u8 context;
	__u8 reserved;
};

CRASHREC_ASSERT_BYTES(struct crashrec_frame, 24);

/**
 * struct crashrec_register - a register
 * @name: as the kernel prints it (RAX, RIP, x0, sp), zero padded
 * @value: its content
 */
struct crashrec_register {
	__u8 name[8];
	__le64 value;
};

CRASHREC_ASSERT_BYTES(struct crashrec_register, 16);

/**
 * struct crashrec_trap - what the die notifier was given
 * @trap: trap number
 * @signal: signal number
 * @error: error code
 */
struct crashrec_trap {
	__le32 trap;
	__le32 signal;
	__le64 error;
};

CRASHREC_ASSERT_BYTES(struct crashrec_trap, 16);

#include "crashrec_ecc.h"
#include "crashrec_facts.h"

#endif /* _UAPI_CRASHREC_FORMAT_H */
