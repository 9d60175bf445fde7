// SPDX-License-Identifier: GPL-2.0
/*
 * dot reads a file and writes two, all in memory: whatever it does, nothing
 * waits for it but for the one wait that has an end.
 */
#include "svg.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_MS	30000
#define LIMIT_CPU_S	30
#define LIMIT_BYTES	(1UL << 30)
#define LIMIT_OUT_BYTES	(64UL << 20)

#define NOT_FOUND	127

/**
 * struct files - what dot reads and writes
 * @in: DOT
 * @out: SVG
 * @err: what it complains of
 */
struct files {
	int in;
	int out;
	int err;
};

static void close_files(struct files *files)
{
	if (files->in >= 0)
		close(files->in);
	if (files->out >= 0)
		close(files->out);
	if (files->err >= 0)
		close(files->err);
}

static int write_all(int fd, const char *data, size_t bytes)
{
	ssize_t got;

	while (bytes) {
		got = write(fd, data, bytes);
		if (got < 0)
			return -errno;
		data += got;
		bytes -= (size_t)got;
	}
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0;
}

static int open_files(struct files *files, const char *dot, size_t dot_bytes)
{
	files->in = memfd_create("dot", MFD_CLOEXEC);
	files->out = memfd_create("svg", MFD_CLOEXEC);
	files->err = memfd_create("errors", MFD_CLOEXEC);
	if (files->in < 0 || files->out < 0 || files->err < 0)
		return -errno;
	return write_all(files->in, dot, dot_bytes);
}

static void limit(int resource, rlim_t most)
{
	struct rlimit limits = { most, most };

	setrlimit(resource, &limits);
}

__attribute__((noreturn))
static void run_dot(const struct files *files)
{
	limit(RLIMIT_CPU, LIMIT_CPU_S);
	limit(RLIMIT_AS, LIMIT_BYTES);
	limit(RLIMIT_FSIZE, LIMIT_OUT_BYTES);
	limit(RLIMIT_CORE, 0);
	if (dup2(files->in, STDIN_FILENO) >= 0 &&
	    dup2(files->out, STDOUT_FILENO) >= 0 &&
	    dup2(files->err, STDERR_FILENO) >= 0)
		execlp("dot", "dot", "-Tsvg", (char *)NULL);
	_exit(errno == ENOENT ? NOT_FOUND : NOT_FOUND - 1);
}

/* Return: 0, and @status is that of wait(); or an error. */
static int wait_for(pid_t pid, int *status)
{
	struct pollfd end = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	int err = end.fd < 0 ? -errno : 0;
	int got = 0;

	while (!err && (got = poll(&end, 1, LIMIT_MS)) < 0 && errno == EINTR)
		;
	if (!err && got < 0)
		err = -errno;
	if (!err && !got)
		err = -ETIMEDOUT;
	if (err)
		kill(pid, SIGKILL);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
	if (end.fd >= 0)
		close(end.fd);
	return err;
}

/* Return: all of a file, terminated; NULL: there is no memory. */
static char *read_all(int fd, size_t *bytes)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char *text = end < 0 ? NULL : malloc((size_t)end + 1);
	ssize_t got;

	*bytes = 0;
	while (text && *bytes < (size_t)end) {
		got = pread(fd, text + *bytes, (size_t)end - *bytes,
			    (off_t)*bytes);
		if (got <= 0)
			break;
		*bytes += (size_t)got;
	}
	if (text)
		text[*bytes] = '\0';
	return text;
}

/* The first line of what dot said. */
static void take_error(struct svg *svg, int fd, int status)
{
	size_t bytes;
	char *text = read_all(fd, &bytes);

	if (text)
		text[strcspn(text, "\n")] = '\0';
	snprintf(svg->why, sizeof(svg->why), "Graphviz failed (%s %d): %s",
		 WIFSIGNALED(status) ? "signal" : "status",
		 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
		 text && text[0] ? text : "it did not say why");
	free(text);
}

/* What stands before the element names a DTD that is on the network. */
static int take_picture(struct svg *svg, int fd)
{
	size_t bytes;
	char *text = read_all(fd, &bytes);
	char *begin = text ? strstr(text, "<svg") : NULL;

	if (!text)
		return -ENOMEM;
	if (!begin) {
		snprintf(svg->why, sizeof(svg->why),
			 "Graphviz drew nothing: is its SVG output installed?");
		free(text);
		return -EPROTO;
	}
	svg->bytes = bytes - (size_t)(begin - text);
	memmove(text, begin, svg->bytes + 1);
	svg->text = text;
	return 0;
}

static int draw(struct svg *svg, const struct files *files)
{
	int status = 0, err;
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid)
		run_dot(files);
	err = wait_for(pid, &status);
	if (err == -ETIMEDOUT)
		snprintf(svg->why, sizeof(svg->why),
			 "Graphviz took more than %d s: the picture is too large",
			 LIMIT_MS / 1000);
	if (err)
		return err;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND) {
		snprintf(svg->why, sizeof(svg->why),
			 "Graphviz is not installed: apt-get install graphviz");
		return -ENOENT;
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		take_error(svg, files->err, status);
		return -EPROTO;
	}
	return take_picture(svg, files->out);
}

int svg_make(struct svg *svg, const char *dot, size_t dot_bytes)
{
	struct files files = { -1, -1, -1 };
	int err;

	memset(svg, 0, sizeof(*svg));
	err = open_files(&files, dot, dot_bytes);
	if (!err)
		err = draw(svg, &files);
	if (err && !svg->why[0])
		snprintf(svg->why, sizeof(svg->why),
			 "Graphviz can't be run: %s", strerror(-err));
	close_files(&files);
	return err;
}

void svg_free(struct svg *svg)
{
	free(svg->text);
	svg->text = NULL;
}
