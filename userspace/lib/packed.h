/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The memory in a compressed dump, as makedumpfile and QEMU write it.
 *
 * libkdumpfile takes the dump apart. It was made for dumps that are meant well:
 * of 3000 with a few bytes changed, 53 crashed version 0.5.1. So it runs in
 * a process of its own, which may do nothing but read the dump and compute (see
 * confine.h). If it dies, or is silent for PACKED_WAIT_MS, another goes on behind
 * the page it was at.
 */
#ifndef CRASHREC_LIB_PACKED_H
#define CRASHREC_LIB_PACKED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/env.h"

#define PACKED_WHY_BYTES		160
#define PACKED_SHARED_BYTES	(1U << 20)	/* that are read at once */
#define PACKED_WAIT_MS		20000
#define PACKED_DEATHS_MAX	8
/* No machine has more memory; sums of addresses don't overflow. */
#define PACKED_MEMORY_MAX_BYTES	(1ULL << 52)

/**
 * enum packed_want - what the process is asked for
 * @PACKED_WANT_SIZE: end of the memory, and whether the dump could be opened
 * @PACKED_WANT_BYTES: bytes of memory
 * @PACKED_WANT_RANGE: the next pages that the dump has
 */
enum packed_want {
	PACKED_WANT_SIZE,
	PACKED_WANT_BYTES,
	PACKED_WANT_RANGE,
};

/**
 * struct packed_request - to the process
 * @want: enum packed_want
 * @bytes: PACKED_WANT_BYTES: how many, at most PACKED_SHARED_BYTES
 * @from: physical address
 */
struct packed_request {
	u32 want;
	u32 bytes;
	u64 from;
};

/**
 * struct packed_answer - from the process; may be anything, if that went wild
 * @err: 0 or a negative errno
 * @pad: zero
 * @from: PACKED_WANT_RANGE: physical address of the first page
 * @to: likewise, behind the last; PACKED_WANT_SIZE: behind all memory
 * @why: what libkdumpfile says, perhaps not terminated
 */
struct packed_answer {
	int32_t err;
	u32 pad;
	u64 from;
	u64 to;
	char why[PACKED_WHY_BYTES];
};

/**
 * struct packed - an open dump
 * @fd: of the file, not closed with it
 * @pid: of the process, or -1
 * @socket: to it, or -1
 * @shared: PACKED_SHARED_BYTES that it writes to
 * @deaths: how often it was not there any more
 * @bytes: end of the memory, a physical address
 * @why: why it could not be opened, terminated
 */
struct packed {
	int fd;
	int pid;
	int socket;
	u8 *shared;
	unsigned int deaths;
	u64 bytes;
	char why[PACKED_WHY_BYTES];
};

/**
 * packed_is() - does a file begin as a compressed dump does?
 * @fd: the file
 * @is_flat: set: as one that was written to a pipe, see packed_flat.h
 *
 * Return: false also where it can't be read.
 */
bool packed_is(int fd, bool *is_flat);

/**
 * packed_open() - open a compressed dump
 * @packed: zeroed; packed_close() is to be called in any case
 * @fd: not flat; stays open meanwhile
 *
 * Return: 0; -EOPNOTSUPP: the library was built without libkdumpfile; -EBADMSG:
 * it can't be read, @packed->why says why; or another negative errno.
 */
int packed_open(struct packed *packed, int fd);

/**
 * packed_close() - end the process
 * @packed: from packed_open(), or zeroed
 */
void packed_close(struct packed *packed);

/**
 * packed_read() - read memory; for struct cr_image
 * @arg: the struct packed
 * @from: physical address
 * @buf: filled on success; pages that the dump has not are zero
 * @bytes: how many
 *
 * Return: 0; -EIO: a page of it is damaged.
 */
int packed_read(void *arg, u64 from, void *buf, u32 bytes);

/**
 * packed_next_data() - the next pages that the dump has
 * @packed: open
 * @from: physical address to look from; set to that of the first
 * @to: set to the address behind the last; @from likewise if there are none
 */
void packed_next_data(struct packed *packed, u64 *from, u64 *to);

/* packed_reader.c: what the process does */

/** packed_reader_is_built() - is there a libkdumpfile? */
bool packed_reader_is_built(void);

/**
 * packed_reader_run() - answer requests until the socket is closed
 * @socket: to the asker
 * @fd: the dump
 * @shared: PACKED_SHARED_BYTES for the answers
 */
void packed_reader_run(int socket, int fd, u8 *shared);

#endif /* CRASHREC_LIB_PACKED_H */
