/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause */
/*
 * /dev/crashrec, from userspace.
 *
 * open() needs CAP_SYSLOG in the initial user namespace, else EPERM. A file
 * that is open for writing may change something: acknowledge records, and set
 * cookies.
 *
 * read() gives one whole record (see crashrec_format.h): the one at the file's
 * position, or the next after it that is closed and not acknowledged. The
 * position then is its sequence number plus one. Records of former boots come
 * before those of this one, as their numbers are lower. EMSGSIZE: the buffer
 * is smaller than the record, nothing was consumed; CRASHREC_IOC_NEXT tells
 * the size. EAGAIN: none is there, and O_NONBLOCK is set; else read() waits.
 *
 * lseek() moves the position, which is a sequence number: SEEK_SET 0 is the
 * first record, SEEK_SET n is record n, SEEK_END 0 is behind the last,
 * SEEK_END -1 is the last, SEEK_CUR 0 tells where the file is. A number that no
 * record has is a position, too: read() gives the next after it.
 *
 * A report may be closed after one that was begun later: who follows with one
 * file seeks back to 0 before each read(), and acknowledges what it read.
 *
 * poll() says POLLIN | POLLRDNORM when read() would not wait. A report of a CPU
 * that never takes interrupts again is closed when somebody asks, if nobody else
 * prints: a read() that waits does so every 10 s, poll() when it is called.
 *
 * write() says what the calling thread executes from now on: its cookie, 1 to
 * CRASHREC_COOKIE_MAX_BYTES bytes of any kind; 0 bytes: nothing any more.
 * EINVAL: more bytes. A report has the cookie of the thread that it begins in,
 * and the last that others set (see struct crashrec_cookie). It is meant to be
 * called before each program, or each system call, of a fuzzer: it never waits
 * for other threads. A thread's cookie stays when the file is closed. A child or
 * another thread has none before it sets one. There is room for one thread of
 * each 512 pids in a row: of two whose pids differ by a multiple of that the
 * later one takes the other's place, which then has none before it sets its
 * next. The last cookie of a thread that ended stays among the last that were
 * set, until its place is taken.
 *
 * Locked (the module parameter locked=1, or Y written to
 * /sys/module/crashrec/parameters/locked, which holds until the next boot),
 * open() for writing gives EPERM, and so does CRASHREC_IOC_ACK through a file
 * that is open for reading. What was opened for writing before it was locked
 * may go on changing things, and may be handed to whoever is trusted. The
 * module can't be unloaded. This guards against users of the device alone, not
 * against who may load modules or kexec, write to /dev/mem, the PCI device's
 * resource files or the region's file on the host, or force the unloading of a
 * module where the kernel has that (CONFIG_MODULE_FORCE_UNLOAD).
 *
 * Every open file has its own position; what is acknowledged is so for all.
 */
#ifndef _UAPI_CRASHREC_DEVICE_H
#define _UAPI_CRASHREC_DEVICE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#include "crashrec_format.h"

#define CRASHREC_DEVICE_PATH	"/dev/crashrec"

/* crashrec_info::store */
#define CRASHREC_STORE_RAM		0 /* ordinary memory, lost at a reset */
#define CRASHREC_STORE_RANGE		1 /* mem_address=, mem_size= */
#define CRASHREC_STORE_RESERVE_MEM	2 /* mem_name= */
#define CRASHREC_STORE_IVSHMEM		3 /* a QEMU ivshmem-plain device */
#define CRASHREC_STORE_TREE		4 /* a node of the device tree */
#define CRASHREC_STORE_PMEM		5 /* mem_device= */
#define CRASHREC_STORE_COUNT		6

/**
 * struct crashrec_info - answer of CRASHREC_IOC_INFO
 * @format_version: CRASHREC_FORMAT_VERSION of the records
 * @store: CRASHREC_STORE_*
 * @region_bytes: size of the region
 * @chunk_bytes: size of a chunk
 * @chunk_count: number of chunks
 * @chunks_free: chunks that hold nothing unread
 * @records_unread: closed records that are not acknowledged
 * @first_seq: lowest sequence number among them, 0: none
 * @next_seq: sequence number that the next report will get
 * @boot_id: of this boot
 * @max_record_bytes: no record is larger than this
 */
struct crashrec_info {
	__u32 format_version;
	__u32 store;
	__u64 region_bytes;
	__u32 chunk_bytes;
	__u32 chunk_count;
	__u32 chunks_free;
	__u32 records_unread;
	__u64 first_seq;
	__u64 next_seq;
	__u8 boot_id[16];
	__u64 max_record_bytes;
};

/**
 * struct crashrec_losses - argument and answer of CRASHREC_IOC_LOSSES
 * @boot: in: CRASHREC_LOSSES_*
 * @head_count: how many @heads there are
 * @boot_id: of that boot
 * @lost: its loss ledger, by CRASHREC_LOST_*, and by class from
 *        CRASHREC_LOST_CLASSES on
 * @heads: of its reports that were lost whole, the last few, the oldest first
 */
struct crashrec_losses {
	__u32 boot;
	__u32 head_count;
	__u8 boot_id[16];
	__u64 lost[CRASHREC_LOST_ROOM];
	struct crashrec_lost_head heads[CRASHREC_LOST_HEADS];
};

#define CRASHREC_LOSSES_THIS	0 /* this boot */
#define CRASHREC_LOSSES_FORMER	1 /* the one that used the region before */

/**
 * struct crashrec_next - answer of CRASHREC_IOC_NEXT
 * @seq: the record that the next read() of this file gives
 * @record_bytes: the buffer it needs
 */
struct crashrec_next {
	__u64 seq;
	__u64 record_bytes;
};

/**
 * struct crashrec_ack - argument of CRASHREC_IOC_ACK
 * @boot_id: of the record
 * @seq: of the record
 */
struct crashrec_ack {
	__u8 boot_id[16];
	__u64 seq;
};

#define CRASHREC_IOC_TYPE	0xcc

#define CRASHREC_IOC_INFO	_IOR(CRASHREC_IOC_TYPE, 1, struct crashrec_info)
/* EAGAIN: there is none. */
#define CRASHREC_IOC_NEXT	_IOR(CRASHREC_IOC_TYPE, 2, struct crashrec_next)
/*
 * The record was taken care of: it is not given out again, also after a
 * reboot, and its room may be used. ENOENT: no such closed record, or
 * acknowledged before. EBUSY: it goes on. EBADF: the file is not open for
 * writing; EPERM: nor can it be, as the device is locked.
 */
#define CRASHREC_IOC_ACK	_IOW(CRASHREC_IOC_TYPE, 3, struct crashrec_ack)
/* ENOENT: nothing is known of that boot. EINVAL: there is no such @boot. */
#define CRASHREC_IOC_LOSSES	_IOWR(CRASHREC_IOC_TYPE, 4, \
				      struct crashrec_losses)

#endif /* _UAPI_CRASHREC_DEVICE_H */
