// SPDX-License-Identifier: GPL-2.0
/*
 * Calls on /dev/crashrec that no honest program makes, in a guest, as root,
 * with at least one record, which must be unchanged behind each.
 *
 *   device_hostile_test [locked]    locked: it can't be opened for writing
 */
#include <crashrec.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <uapi/crashrec_device.h>
#include <unistd.h>

#include "support_device.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define THREADS		6
#define TURNS		150

static bool locked;

/* What nobody may touch; the page before it is fine. */
static uint8_t *no_page;

/* A page to read from. */
static uint8_t *read_only;

/* Pointers at which no kernel can store eight bytes, and return. */
static void *bad[8];

/* Beside them, one that is good. */
static uint8_t good[DEVICE_PAGE_BYTES];

static void tell(const char *name, bool ok, long why)
{
	char whole[128];

	snprintf(whole, sizeof(whole), "%s%s", locked ? "locked_" : "", name);
	tap_check(whole, ok, "%ld", why);
}

static int open_best(void)
{
	return device_open((locked ? O_RDONLY : O_RDWR) | O_NONBLOCK);
}

static void make_pointers(void)
{
	void *gone = mmap(NULL, DEVICE_PAGE_BYTES, PROT_READ,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	no_page = device_no_page();
	read_only = mmap(NULL, DEVICE_PAGE_BYTES, PROT_READ,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (gone == MAP_FAILED || read_only == MAP_FAILED)
		abort();
	munmap(gone, DEVICE_PAGE_BYTES);
	bad[0] = NULL;
	bad[1] = gone;
	bad[2] = no_page;
	bad[3] = no_page - 4;				/* straddles the end */
	bad[4] = (void *)0xffff888000000000UL;		/* the kernel's memory */
	bad[5] = (void *)0xffffffff81000000UL;		/* its text */
	bad[6] = (void *)0x8000000000000000UL;		/* nobody's */
	bad[7] = (void *)-4L;
}

static bool is_known(unsigned long command)
{
	return command == CRASHREC_IOC_INFO || command == CRASHREC_IOC_NEXT ||
	       command == CRASHREC_IOC_ACK || command == CRASHREC_IOC_LOSSES;
}

static long try_pointers(int fd, unsigned long command)
{
	long wrong = 0;
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		wrong += device_errno(ioctl(fd, command, bad[i])) != ENOTTY;
	return wrong + (device_errno(ioctl(fd, command, good)) != ENOTTY);
}

static void check_unknown_ioctls(int fd)
{
	static const unsigned int sizes[] = {
		0, 1, 4, 8, 16, 24, sizeof(struct crashrec_info),
		_IOC_SIZEMASK,
	};
	unsigned long command;
	long wrong = 0;
	size_t i, row;

	for (row = 0; row < 256 * 4; row++) {
		for (i = 0; i < COUNT(sizes); i++) {
			command = _IOC(row % 4, CRASHREC_IOC_TYPE, row / 4,
				       sizes[i]);
			if (!is_known(command))
				wrong += try_pointers(fd, command);
		}
	}
	tell("unknown_ioctl_of_any_number_is_enotty", !wrong, wrong);
}

static void check_known_ioctls(int fd)
{
	struct crashrec_losses losses = { .boot = CRASHREC_LOSSES_FORMER + 1 };
	int ack_errno = locked ? EPERM : EFAULT;
	long wrong = 0;
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		wrong += device_errno(ioctl(fd, CRASHREC_IOC_INFO, bad[i])) !=
			 EFAULT;
		wrong += device_errno(ioctl(fd, CRASHREC_IOC_NEXT, bad[i])) !=
			 EFAULT;
		wrong += device_errno(ioctl(fd, CRASHREC_IOC_LOSSES, bad[i])) !=
			 EFAULT;
		wrong += device_errno(ioctl(fd, CRASHREC_IOC_ACK, bad[i])) !=
			 ack_errno;
	}
	wrong += device_errno(ioctl(fd, CRASHREC_IOC_LOSSES, &losses)) != EINVAL;
	losses.boot = CRASHREC_LOSSES_THIS;
	wrong += ioctl(fd, CRASHREC_IOC_LOSSES, &losses) != 0;
	wrong += device_errno(ioctl(fd, CRASHREC_IOC_INFO, read_only)) !=
		 EFAULT;
	wrong += device_errno(ioctl(fd, CRASHREC_IOC_NEXT, read_only)) !=
		 EFAULT;
	tell("known_ioctl_with_bad_pointer_is_refused", !wrong, wrong);
}

/* No record is acknowledged that was not named right. */
static void check_acks(int fd)
{
	static const uint64_t seqs[] = {
		0, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX,
	};
	struct crashrec_next next = { 0 };
	struct crashrec_ack ack = { 0 };
	struct crashrec_info info = { 0 };
	long wrong = 0;
	size_t i;

	ioctl(fd, CRASHREC_IOC_INFO, &info);
	lseek(fd, 0, SEEK_SET);
	ioctl(fd, CRASHREC_IOC_NEXT, &next);
	memcpy(ack.boot_id, info.boot_id, sizeof(ack.boot_id));
	for (i = 0; i < COUNT(seqs); i++) {
		ack.seq = seqs[i];
		wrong += device_errno(ioctl(fd, CRASHREC_IOC_ACK, &ack)) !=
			 (locked ? EPERM : ENOENT);
	}
	ack.seq = info.next_seq;
	wrong += !device_errno(ioctl(fd, CRASHREC_IOC_ACK, &ack));
	ack.seq = next.seq;
	for (i = 0; i < 8 * sizeof(ack.boot_id); i++) {
		ack.boot_id[i / 8] ^= (uint8_t)(1 << i % 8);
		wrong += device_errno(ioctl(fd, CRASHREC_IOC_ACK, &ack)) !=
			 (locked ? EPERM : ENOENT);
		ack.boot_id[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	tell("ack_of_what_is_not_there_is_refused", next.seq && !wrong, wrong);
}

static void check_seeks(int fd)
{
	static const int64_t offsets[] = {
		INT64_MIN, INT64_MIN + 1, -(INT64_C(1) << 32), -1, 0, 1,
		INT64_C(1) << 32, INT64_MAX - 1, INT64_MAX,
	};
	static const int whences[] = {
		INT_MIN, -1, SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE,
		5, 6, INT_MAX,
	};
	long wrong = 0;
	size_t i, j;
	off_t at;
	int err;

	for (i = 0; i < COUNT(offsets); i++) {
		for (j = 0; j < COUNT(whences); j++) {
			at = lseek(fd, offsets[i], whences[j]);
			err = device_errno(at);
			wrong += at < 0 && err != EINVAL;
			at = lseek(fd, 0, SEEK_CUR);
			wrong += at < 0;
			if (!device_read_seq(fd))
				wrong += errno != EAGAIN;
		}
	}
	tell("seek_anywhere_leaves_a_position", !wrong, wrong);
}

static void check_reads(int fd)
{
	static const size_t sizes[] = {
		1, 2, 7, 8, 71, 72, 73, 255, 256, SIZE_MAX / 2, SIZE_MAX,
	};
	struct crashrec_next next = { 0 };
	struct iovec parts[2] = {
		{ device_buffer, 1 }, { device_buffer + 1, 4096 },
	};
	long wrong = 0;
	size_t i, j;

	lseek(fd, 0, SEEK_SET);
	ioctl(fd, CRASHREC_IOC_NEXT, &next);
	for (i = 0; i < COUNT(bad); i++) {
		for (j = 0; j < COUNT(sizes); j++)
			wrong += read(fd, bad[i], sizes[j]) != -1;
		wrong += device_errno(read(fd, bad[i], next.record_bytes)) !=
			 EFAULT;
	}
	wrong += device_errno(read(fd, read_only, DEVICE_PAGE_BYTES)) == 0;
	wrong += device_errno(read(fd, no_page - next.record_bytes + 1,
				   next.record_bytes)) != EFAULT;
	wrong += readv(fd, parts, 2) != -1;
	wrong += readv(fd, parts, -1) != -1;
	wrong += pread(fd, device_buffer, DEVICE_BUFFER_BYTES, -1) != -1;
	tell("bad_read_is_refused", !wrong, wrong);
	tell("bad_read_loses_nothing", device_read_seq(fd) == next.seq, 0);
}

/* Return: how many went other than they must. */
static long try_write(int fd, const void *from, size_t bytes, int expected)
{
	int err = device_errno(write(fd, from, bytes));

	return err != (locked ? EBADF : expected);
}

static void check_writes(int fd)
{
	struct iovec parts[2] = { { good, 5 }, { good, 65 } };
	long wrong = 0;
	size_t i, bytes;

	for (bytes = 0; bytes <= 200; bytes++)
		wrong += try_write(fd, good, bytes, bytes <=
				   CRASHREC_COOKIE_MAX_BYTES ? 0 : EINVAL);
	for (i = 0; i < COUNT(bad); i++) {
		for (bytes = 5; bytes <= CRASHREC_COOKIE_MAX_BYTES; bytes++)
			wrong += try_write(fd, bad[i], bytes, EFAULT);
		wrong += write(fd, bad[i], 65) != -1;
		wrong += write(fd, bad[i], SIZE_MAX / 2) != -1;
		wrong += write(fd, bad[i], SIZE_MAX) != -1;
	}
	wrong += pwrite(fd, good, 5, -1) != -1;
	wrong += pwrite(fd, good, 5, INT64_MAX - 9) != (locked ? -1 : 5);
	wrong += writev(fd, parts, 2) != (locked ? -1 : 5);
	wrong += writev(fd, parts + 1, 1) != -1;
	tell("write_of_anything_takes_cookies_alone", !wrong, wrong);
}

static void check_polls(int fd)
{
	struct pollfd at = { .fd = fd, .events = -1 };
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	long wrong = 0;
	int epoll, i;

	lseek(fd, 0, SEEK_SET);
	wrong += poll(&at, 1, 0) != 1 || at.revents != (POLLIN | POLLRDNORM);
	for (i = 0; i < 100; i++) {
		int other = open_best();

		epoll = epoll_create1(EPOLL_CLOEXEC);
		wrong += epoll_ctl(epoll, EPOLL_CTL_ADD, other, &event) != 0;
		wrong += epoll_wait(epoll, &event, 1, 0) != 1;
		event.events = EPOLLIN | EPOLLET;
		/* In either order. */
		close(i & 1 ? other : epoll);
		close(i & 1 ? epoll : other);
	}
	lseek(fd, 0, SEEK_END);
	at.events = POLLOUT | POLLPRI;
	wrong += poll(&at, 1, 0) != 0;
	tell("poll_tells_of_records_alone", !wrong, wrong);
}

static void check_maps(int fd)
{
	static const int protections[] = {
		PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC,
		PROT_READ | PROT_WRITE | PROT_EXEC,
	};
	static const int kinds[] = {
		MAP_PRIVATE, MAP_SHARED, MAP_SHARED | MAP_POPULATE,
	};
	long wrong = 0;
	size_t i, j;

	for (i = 0; i < COUNT(protections); i++) {
		for (j = 0; j < COUNT(kinds); j++) {
			void *map = mmap(NULL, DEVICE_PAGE_BYTES,
					 protections[i], kinds[j], fd, 0);

			wrong += map != MAP_FAILED ||
				 (errno != ENODEV && errno != EACCES);
		}
	}
	tell("mmap_of_any_kind_is_refused", !wrong, wrong);
}

static void tell_refused(const char *name, long returned)
{
	tell(name, returned == -1, returned);
}

/* What it does not have. */
static void check_others(int fd)
{
	int pipes[2];

	if (pipe(pipes))
		abort();
	tell_refused("fsync_is_refused", fsync(fd));
	tell_refused("ftruncate_is_refused", ftruncate(fd, 0));
	tell_refused("fallocate_is_refused",
		     fallocate(fd, 0, 0, DEVICE_PAGE_BYTES));
	tell_refused("splice_from_it_is_refused",
		     splice(fd, NULL, pipes[1], NULL, DEVICE_PAGE_BYTES,
			    SPLICE_F_NONBLOCK));
	tell_refused("splice_to_it_is_refused",
		     splice(pipes[0], NULL, fd, NULL, DEVICE_PAGE_BYTES,
			    SPLICE_F_NONBLOCK));
	tell_refused("getdents_is_refused",
		     syscall(SYS_getdents64, fd, good, sizeof(good)));
	tell_refused("direct_io_is_refused",
		     fcntl(fd, F_SETFL, O_NONBLOCK | O_DIRECT));
	close(pipes[0]);
	close(pipes[1]);
}

/* What a thread does to the file that all of them share. */
static void *hammer(void *arg)
{
	const int fd = *(int *)arg;
	struct crashrec_info info;
	struct crashrec_next next;
	struct pollfd at = { .fd = fd, .events = POLLIN };
	uint8_t *buffer = malloc(1 << 20);
	long wrong = 0;
	int i, err;

	for (i = 0; buffer && i < TURNS; i++) {
		err = device_errno(read(fd, buffer, i & 1 ? 1 << 20 : 64));
		wrong += err && err != EAGAIN && err != EMSGSIZE;
		wrong += device_errno(lseek(fd, 0, i & 2 ? SEEK_SET :
						   SEEK_END)) != 0;
		err = device_errno(ioctl(fd, CRASHREC_IOC_NEXT, &next));
		wrong += err && err != EAGAIN;
		if (i % 16 == 0)
			wrong += ioctl(fd, CRASHREC_IOC_INFO, &info) != 0;
		wrong += poll(&at, 1, 0) < 0 || (at.revents & POLLERR);
		wrong += write(fd, "thread", (size_t)i % 7) !=
			 (locked ? -1 : i % 7);
	}
	free(buffer);
	return (void *)(buffer ? wrong : 1L);
}

static void check_threads(void)
{
	int fd = open_best(), i;
	pthread_t threads[THREADS];
	long wrong = 0;
	void *result;

	for (i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, hammer, &fd))
			abort();
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		wrong += (long)result;
	}
	close(fd);
	tell("threads_share_one_file", !wrong, wrong);
}

static void interrupted(int signal)
{
	(void)signal;
}

/**
 * struct waiter - a thread that waits for a record
 * @fd: of the device
 * @id: of the thread
 * @tid: likewise
 * @seq: of what it got; 0: nothing
 * @err: errno then
 */
struct waiter {
	int fd;
	pthread_t id;
	pid_t tid;
	uint64_t seq;
	int err;
};

static void *wait_for_record(void *arg)
{
	struct waiter *waiter = arg;
	ssize_t bytes;

	__atomic_store_n(&waiter->tid, (pid_t)syscall(SYS_gettid),
			 __ATOMIC_SEQ_CST);
	bytes = read(waiter->fd, device_buffer, DEVICE_BUFFER_BYTES);
	waiter->err = device_errno(bytes);
	if (bytes > 0) {
		struct crashrec_record *record = NULL;

		crashrec_record_decode(&record, device_buffer, (size_t)bytes);
		if (record)
			waiter->seq = crashrec_record_seq(record);
		crashrec_record_free(record);
	}
	return NULL;
}

static char state_of(pid_t tid)
{
	char path[64], text[256] = "", *at;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = '\0';
	close(fd);
	at = strrchr(text, ')');
	return at && at[1] ? at[2] : '?';
}

/* Returns when it sleeps in read(). */
static void start_waiter(struct waiter *waiter)
{
	waiter->fd = device_open(O_RDONLY);
	lseek(waiter->fd, 0, SEEK_END);
	if (pthread_create(&waiter->id, NULL, wait_for_record, waiter))
		abort();
	while (!__atomic_load_n(&waiter->tid, __ATOMIC_SEQ_CST) ||
	       state_of(waiter->tid) != 'S')
		sched_yield();
}

static void check_waiters(void)
{
	static const struct sigaction action = { .sa_handler = interrupted };
	struct waiter closed = { 0 }, moved = { 0 };
	struct snapshot all = device_snapshot();

	sigaction(SIGUSR1, &action, NULL);
	start_waiter(&closed);
	close(closed.fd);
	tell("closing_leaves_a_waiting_reader_waiting",
	     state_of(closed.tid) == 'S', state_of(closed.tid));
	pthread_kill(closed.id, SIGUSR1);
	pthread_join(closed.id, NULL);
	tell("reader_of_a_closed_file_can_be_interrupted",
	     closed.err == EINTR, closed.err);
	start_waiter(&moved);
	lseek(moved.fd, 0, SEEK_SET);
	pthread_join(moved.id, NULL);
	tell("seek_wakes_a_waiting_reader", moved.seq, moved.err);
	close(moved.fd);
	tell("records_are_the_same_behind_waiting",
	     snapshot_same(all, device_snapshot()), 0);
}

static void check_files(void)
{
	int fds[400];
	long wrong = 0;
	size_t i;

	for (i = 0; i < COUNT(fds); i++) {
		fds[i] = open(CRASHREC_DEVICE_PATH, O_RDONLY | O_NONBLOCK);
		wrong += fds[i] < 0;
	}
	for (i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	tell("many_files_are_open_at_once", !wrong, wrong);
}

int main(int argc, char **argv)
{
	struct snapshot before;
	int fd;

	locked = argc > 1 && !strcmp(argv[1], "locked");
	make_pointers();
	before = device_snapshot();
	fd = open_best();
	check_unknown_ioctls(fd);
	check_known_ioctls(fd);
	check_acks(fd);
	check_seeks(fd);
	check_reads(fd);
	check_writes(fd);
	check_polls(fd);
	check_maps(fd);
	check_others(fd);
	close(fd);
	check_threads();
	check_waiters();
	check_files();
	tell("records_are_the_same_behind_all",
	     snapshot_same(before, device_snapshot()), 0);
	return tap_end();
}
