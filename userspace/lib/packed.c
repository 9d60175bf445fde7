// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "packed.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "packed_flat.h"

#define SIGNATURE_BYTES	8
#define PAGE_BYTES	4096U

bool packed_is(int fd, bool *is_flat)
{
	char begin[PACKED_FLAT_BYTES];

	if (pread(fd, begin, sizeof(begin), 0) != (ssize_t)sizeof(begin))
		return false;
	*is_flat = packed_flat_is(begin);
	return *is_flat || !memcmp(begin, "KDUMP   ", SIGNATURE_BYTES) ||
	       !memcmp(begin, "DISKDUMP", SIGNATURE_BYTES);
}

static void end_process(struct packed *packed)
{
	if (packed->socket >= 0)
		close(packed->socket);
	packed->socket = -1;
	if (packed->pid > 0) {
		kill(packed->pid, SIGKILL);
		while (waitpid(packed->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	packed->pid = -1;
}

static int begin_process(struct packed *packed)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	packed->pid = fork();
	if (packed->pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return -errno;
	}
	if (!packed->pid) {
		/* Never returns to what the caller had to do. */
		if (!confine(&ends[1], &packed->fd))
			packed_reader_run(ends[1], packed->fd, packed->shared);
		_exit(0);
	}
	close(ends[1]);
	packed->socket = ends[0];
	return 0;
}

static int exchange(const struct packed *packed,
		    const struct packed_request *request,
		    struct packed_answer *answer)
{
	struct pollfd ready = { .fd = packed->socket, .events = POLLIN };
	int got;

	if (send(packed->socket, request, sizeof(*request), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(*request))
		return -EPIPE;
	do
		got = poll(&ready, 1, PACKED_WAIT_MS);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return -EPIPE;
	got = (int)recv(packed->socket, answer, sizeof(*answer), 0);
	return got == (int)sizeof(*answer) ? 0 : -EPIPE;
}

/* Return: what the process answered; -EPIPE: it died of that. */
static int ask(struct packed *packed, const struct packed_request *request,
	       struct packed_answer *answer)
{
	int err = 0;

	if (packed->pid <= 0) {
		if (packed->deaths >= PACKED_DEATHS_MAX)
			return -EPIPE;
		err = begin_process(packed);
	}
	if (!err)
		err = exchange(packed, request, answer);
	if (!err)
		return answer->err;
	end_process(packed);
	packed->deaths++;
	return -EPIPE;
}

int packed_open(struct packed *packed, int fd)
{
	struct packed_request request = { .want = PACKED_WANT_SIZE };
	struct packed_answer answer = { .err = 0 };
	int err;

	packed->fd = fd;
	packed->pid = -1;
	packed->socket = -1;
	if (!packed_reader_is_built())
		return -EOPNOTSUPP;
	packed->shared = mmap(NULL, PACKED_SHARED_BYTES, PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (packed->shared == MAP_FAILED) {
		packed->shared = NULL;
		return -ENOMEM;
	}
	err = ask(packed, &request, &answer);
	if (err == -EPIPE)
		strcpy(packed->why,
		       "libkdumpfile crashed, needs too much memory, or can't be confined here (it takes a kernel with seccomp filters)");
	else if (err)
		memcpy(packed->why, answer.why, sizeof(packed->why) - 1);
	if (err || answer.to > PACKED_MEMORY_MAX_BYTES)
		return -EBADMSG;
	packed->bytes = answer.to;
	return 0;
}

void packed_close(struct packed *packed)
{
	if (packed->pid > 0)
		end_process(packed);
	if (packed->shared)
		munmap(packed->shared, PACKED_SHARED_BYTES);
	memset(packed, 0, sizeof(*packed));
}

int packed_read(void *arg, u64 from, void *buf, u32 bytes)
{
	struct packed_request request = { .want = PACKED_WANT_BYTES };
	struct packed *packed = arg;
	struct packed_answer answer;
	u8 *at = buf;

	while (bytes) {
		request.from = from;
		request.bytes = bytes < PACKED_SHARED_BYTES ?
				bytes : PACKED_SHARED_BYTES;
		if (ask(packed, &request, &answer))
			return -EIO;
		/* Copied before it is looked at: it may change meanwhile. */
		memcpy(at, packed->shared, request.bytes);
		at += request.bytes;
		from += request.bytes;
		bytes -= request.bytes;
	}
	return 0;
}

void packed_next_data(struct packed *packed, u64 *from, u64 *to)
{
	struct packed_request request = {
		.want = PACKED_WANT_RANGE, .from = *from,
	};
	struct packed_answer answer;

	/* What is not known is read a little further on, and counted there. */
	*to = packed->bytes - *from > PACKED_SHARED_BYTES ?
	      *from + PACKED_SHARED_BYTES : packed->bytes;
	if (ask(packed, &request, &answer) || answer.from < *from)
		return;
	*to = packed->bytes;
	*from = answer.from < packed->bytes ? answer.from : packed->bytes;
	if (answer.to > *from && answer.to < *to)
		*to = answer.to;
}
