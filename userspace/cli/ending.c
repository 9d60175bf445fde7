// SPDX-License-Identifier: GPL-2.0
#include "ending.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

/* Kernels that are built small have neither eventfd nor signalfd. */
static int ends[2] = { -1, -1 };

static void ask(int number)
{
	int former = errno;
	ssize_t written = write(ends[1], "", 1);

	/* It is full: so it was asked before. */
	(void)written;
	(void)number;
	errno = former;
}

int ending_begin(void)
{
	struct sigaction action = {
		.sa_handler = ask,
		.sa_flags = (int)SA_RESETHAND,
	};

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return -1;
	if (!sigaction(SIGINT, &action, NULL) &&
	    !sigaction(SIGTERM, &action, NULL))
		return ends[0];
	ending_end();
	return -1;
}

bool ending_is_asked(void)
{
	struct pollfd end = { .fd = ends[0], .events = POLLIN };

	return poll(&end, 1, 0) == 1;
}

/* A pipe that has room has room for so much. */
static ssize_t write_some(const char *text, size_t bytes)
{
	ssize_t written = write(STDOUT_FILENO, text,
				bytes < PIPE_BUF ? bytes : PIPE_BUF);

	if (written >= 0)
		return written;
	return errno == EINTR || errno == EAGAIN ? 0 : -errno;
}

int ending_write(const char *text, size_t bytes)
{
	struct pollfd files[] = {
		{ .fd = STDOUT_FILENO, .events = POLLOUT },
		{ .fd = ends[0], .events = POLLIN },
	};
	ssize_t written;

	while (bytes) {
		if (poll(files, 2, -1) < 0 && errno != EINTR)
			return -errno;
		if (!files[0].revents && files[1].revents)
			return 0;
		if (!files[0].revents)
			continue;
		written = write_some(text, bytes);
		if (written < 0)
			return (int)written;
		text += written;
		bytes -= (size_t)written;
	}
	return 0;
}

void ending_end(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	close(ends[0]);
	close(ends[1]);
}
