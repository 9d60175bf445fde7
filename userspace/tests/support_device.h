/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For the tests that run in a guest, on /dev/crashrec.
 */
#ifndef SUPPORT_DEVICE_H
#define SUPPORT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* No record is larger. */
#define DEVICE_BUFFER_BYTES	(4U << 20)
#define DEVICE_PAGE_BYTES	4096

/**
 * device_open() - open it, or end the program
 * @flags: of open(); O_RDONLY | O_NONBLOCK, say
 *
 * Return: a descriptor.
 */
int device_open(int flags);

/**
 * device_errno() - errno of a call
 * @returned: what it gave
 *
 * Return: 0 if that is not -1.
 */
int device_errno(long returned);

/**
 * device_read_seq() - read a record
 * @fd: of the device
 *
 * Return: its sequence number, 0: there is none.
 */
uint64_t device_read_seq(int fd);

/* The bytes that device_read_seq() read last; DEVICE_BUFFER_BYTES of room. */
extern uint8_t device_buffer[];

/**
 * struct snapshot - all records of the device, one behind the other
 * @bytes: from malloc()
 * @size: of them
 */
struct snapshot {
	uint8_t *bytes;
	size_t size;
};

struct snapshot device_snapshot(void);

/**
 * snapshot_same() - are the records what they were?
 * @a: freed
 * @b: freed
 */
bool snapshot_same(struct snapshot a, struct snapshot b);

/**
 * device_no_page() - a page that nobody may touch
 *
 * The page before it can be read and written.
 */
uint8_t *device_no_page(void);

/**
 * device_child_status() - wait for a child
 * @child: from fork()
 *
 * Return: its exit status; -1: it had none.
 */
int device_child_status(pid_t child);

/* Without CAP_SYSLOG from now on. Return: false if that fails. */
bool device_drop_syslog(void);

#endif /* SUPPORT_DEVICE_H */
