// SPDX-License-Identifier: GPL-2.0
/*
 * A device for tests of the program where no module is loaded: LD_PRELOAD it.
 *
 * FAKE_DEVICE names a folder. Opening /dev/crashrec then opens a file in it,
 * read() gives the files 1.rec, 2.rec, ... whose numbers are not in the file
 * acked, and CRASHREC_IOC_ACK writes the number there: one system call, as the
 * device's is. A record of which there is an N.grown is that from its second
 * read() on.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <uapi/crashrec_device.h>
#include <unistd.h>

#define RECORDS_MAX	6
#define FILES_MAX	256
#define VISIBLE		__attribute__((visibility("default")))

static bool is_fake[FILES_MAX];
static unsigned int next_seq[FILES_MAX];
static unsigned int reads[RECORDS_MAX + 1];

static bool knows(int fd)
{
	return fd >= 0 && fd < FILES_MAX && is_fake[fd];
}

static int open_in_folder(const char *name, int flags)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", getenv("FAKE_DEVICE"), name);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC,
			    0600);
}

VISIBLE int open64(const char *path, int flags, ...);
VISIBLE int open64(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;
	int fd;

	va_start(args, flags);
	if (flags & O_CREAT)
		mode = va_arg(args, mode_t);
	va_end(args);
	if (strcmp(path, CRASHREC_DEVICE_PATH) != 0)
		return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	fd = open_in_folder("acked", O_RDWR | O_APPEND | O_CREAT);
	if (fd < 0 || fd >= FILES_MAX)
		return fd;
	is_fake[fd] = true;
	next_seq[fd] = 1;
	return fd;
}

VISIBLE int close(int fd);
VISIBLE int close(int fd)
{
	if (knows(fd))
		is_fake[fd] = false;
	return (int)syscall(SYS_close, fd);
}

VISIBLE int fstat64(int fd, struct stat64 *st)
{
	int err = (int)syscall(SYS_fstat, fd, st);

	if (!err && knows(fd))
		st->st_mode = S_IFCHR | 0600;
	return err;
}

static bool is_acked(int fd, unsigned int seq)
{
	char text[4096] = "", number[16];
	ssize_t got = syscall(SYS_pread64, fd, text, sizeof(text) - 1, 0);

	snprintf(number, sizeof(number), " %u\n", seq);
	return got > 0 && strstr(text, number);
}

static int open_record(unsigned int seq, bool again)
{
	char name[32];
	int fd = -1;

	snprintf(name, sizeof(name), "%u.grown", seq);
	if (again)
		fd = open_in_folder(name, O_RDONLY);
	if (fd >= 0)
		return fd;
	snprintf(name, sizeof(name), "%u.rec", seq);
	return open_in_folder(name, O_RDONLY);
}

static ssize_t read_record(int fd, void *buf, size_t bytes)
{
	unsigned int seq;
	ssize_t got;
	int file;

	for (seq = next_seq[fd]; seq <= RECORDS_MAX; seq++) {
		if (is_acked(fd, seq))
			continue;
		file = open_record(seq, reads[seq]);
		if (file < 0)
			continue;
		got = syscall(SYS_read, file, buf, bytes);
		close(file);
		reads[seq]++;
		next_seq[fd] = seq + 1;
		return got;
	}
	errno = EAGAIN;
	return -1;
}

VISIBLE ssize_t read(int fd, void *buf, size_t bytes)
{
	if (knows(fd))
		return read_record(fd, buf, bytes);
	return syscall(SYS_read, fd, buf, bytes);
}

VISIBLE off64_t lseek64(int fd, off64_t offset, int whence)
{
	if (!knows(fd))
		return syscall(SYS_lseek, fd, offset, whence);
	next_seq[fd] = (unsigned int)offset;
	return offset;
}

static int find_next(int fd, struct crashrec_next *next)
{
	unsigned int seq;
	int file;

	for (seq = next_seq[fd]; seq <= RECORDS_MAX; seq++) {
		if (is_acked(fd, seq))
			continue;
		file = open_record(seq, false);
		if (file < 0)
			continue;
		close(file);
		memset(next, 0, sizeof(*next));
		next->seq = seq;
		return 0;
	}
	errno = EAGAIN;
	return -1;
}

static int acknowledge(int fd, const struct crashrec_ack *ack)
{
	char text[32];
	int bytes;

	if (is_acked(fd, (unsigned int)ack->seq)) {
		errno = ENOENT;
		return -1;
	}
	bytes = snprintf(text, sizeof(text), " %u\n", (unsigned int)ack->seq);
	return syscall(SYS_write, fd, text, bytes) == bytes ? 0 : -1;
}

VISIBLE int ioctl(int fd, unsigned long request, ...)
{
	struct crashrec_info *info;
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	if (!knows(fd))
		return (int)syscall(SYS_ioctl, fd, request, arg);
	switch (request) {
	case CRASHREC_IOC_INFO:
		info = arg;
		memset(info, 0, sizeof(*info));
		info->format_version = CRASHREC_FORMAT_VERSION;
		return 0;
	case CRASHREC_IOC_NEXT:
		return find_next(fd, arg);
	case CRASHREC_IOC_ACK:
		return acknowledge(fd, arg);
	case CRASHREC_IOC_LOSSES:
		errno = ENOENT;
		return -1;
	default:
		errno = ENOTTY;
		return -1;
	}
}
