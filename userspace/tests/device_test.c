// SPDX-License-Identifier: GPL-2.0
/*
 * The device, in a guest, as root: /dev/crashrec must give at least two
 * records. The last test acknowledges the first of them.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <uapi/crashrec_device.h>
#include <uapi/crashrec_format.h>
#include <unistd.h>

#include "support_tap.h"

#define BUFFER_BYTES	(4U << 20)

static uint8_t *buffer;

/* A page that nobody may touch. */
static void *bad_page;

static int open_device(int flags)
{
	int fd = open(CRASHREC_DEVICE_PATH, O_RDONLY | O_CLOEXEC | flags);

	if (fd < 0) {
		tap_check("device_opens", false, "%s", strerror(errno));
		exit(1);
	}
	return fd;
}

/* Return: 0, or errno of a call that gives -1. */
static int errno_of(long returned)
{
	return returned == -1 ? errno : 0;
}

/* Return: the record's sequence number, 0: none. */
static uint64_t read_seq(int fd)
{
	struct crashrec_record *record;
	ssize_t bytes = read(fd, buffer, BUFFER_BYTES);
	uint64_t seq;

	if (bytes <= 0 ||
	    crashrec_record_decode(&record, buffer, (size_t)bytes))
		return 0;
	seq = crashrec_record_seq(record);
	crashrec_record_free(record);
	return seq;
}

/* Run in a child; the kernel's errno is its exit status. */
static int wait_status(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool drop_syslog(void)
{
	struct __user_cap_header_struct hdr = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &hdr, data))
		return false;
	data[CAP_TO_INDEX(CAP_SYSLOG)].effective &= ~CAP_TO_MASK(CAP_SYSLOG);
	data[CAP_TO_INDEX(CAP_SYSLOG)].permitted &= ~CAP_TO_MASK(CAP_SYSLOG);
	return !syscall(SYS_capset, &hdr, data);
}

static void check_permission(void)
{
	struct stat st = { 0 };
	pid_t child;
	int status;

	stat(CRASHREC_DEVICE_PATH, &st);
	tap_check("device_mode_is_0400", S_ISCHR(st.st_mode) &&
		  (st.st_mode & 07777) == 0400 && !st.st_uid, "0%o",
		  (unsigned int)st.st_mode);
	child = fork();
	if (!child) {
		if (!drop_syslog())
			_exit(250);
		_exit(errno_of(open(CRASHREC_DEVICE_PATH, O_RDONLY)));
	}
	status = wait_status(child);
	tap_check("open_without_cap_syslog_is_eperm", status == EPERM, "%d",
		  status);
}

static void check_read(void)
{
	struct crashrec_next next = { 0 };
	struct crashrec_record *record;
	int fd = open_device(O_NONBLOCK);
	uint64_t seq, last = 0;
	unsigned int records = 0;
	bool rises = true;
	ssize_t bytes;
	int err;

	err = errno_of(ioctl(fd, CRASHREC_IOC_NEXT, &next));
	bytes = read(fd, buffer, BUFFER_BYTES);
	tap_check("read_gives_what_next_said", !err && bytes > 0 &&
		  (uint64_t)bytes == next.record_bytes, "%zd bytes", bytes);
	tap_check("read_gives_one_whole_record", bytes > 0 &&
		  !crashrec_record_decode(&record, buffer, (size_t)bytes) &&
		  crashrec_record_seq(record) == next.seq, "it does not");
	if (bytes > 0)
		crashrec_record_free(record);
	lseek(fd, 0, SEEK_SET);
	while ((seq = read_seq(fd))) {
		rises = rises && seq > last;
		last = seq;
		records++;
	}
	err = errno_of(read(fd, buffer, BUFFER_BYTES));
	tap_check("numbers_rise", rises, "they do not");
	tap_check("there_are_two_records", records >= 2, "%u", records);
	tap_check("nonblocking_read_behind_the_last_is_eagain", err == EAGAIN,
		  "%d", err);
	err = errno_of(ioctl(fd, CRASHREC_IOC_NEXT, &next));
	tap_check("next_behind_the_last_is_eagain", err == EAGAIN, "%d", err);
	close(fd);
}

static void check_small_buffer(void)
{
	static const size_t sizes[] = { 0, 1, sizeof(struct crashrec_rec_hdr) };
	struct crashrec_next next = { 0 };
	int fd = open_device(O_NONBLOCK);
	size_t i;
	int err, wrong = 0;

	ioctl(fd, CRASHREC_IOC_NEXT, &next);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		err = errno_of(read(fd, buffer, sizes[i]));
		wrong += err != EMSGSIZE;
	}
	err = errno_of(read(fd, buffer, next.record_bytes - 1));
	tap_check("small_buffer_is_emsgsize", !wrong && err == EMSGSIZE,
		  "%d, %d", wrong, err);
	tap_check("small_buffer_loses_nothing", read_seq(fd) == next.seq,
		  "it does");
	close(fd);
}

static void check_bad_read(void)
{
	struct crashrec_next next = { 0 };
	int fd = open_device(O_NONBLOCK);
	int err;

	ioctl(fd, CRASHREC_IOC_NEXT, &next);
	err = errno_of(read(fd, bad_page, BUFFER_BYTES));
	tap_check("read_to_bad_pointer_is_efault", err == EFAULT, "%d", err);
	tap_check("read_to_bad_pointer_loses_nothing",
		  read_seq(fd) == next.seq, "it does");
	close(fd);
}

static void check_poll(void)
{
	int fd = open_device(O_NONBLOCK);
	struct pollfd at = { .fd = fd, .events = POLLIN | POLLRDNORM };
	int ready = poll(&at, 1, 0);

	tap_check("poll_says_readable", ready == 1 &&
		  at.revents == (POLLIN | POLLRDNORM), "0x%x", at.revents);
	lseek(fd, 0, SEEK_END);
	at.revents = 0;
	ready = poll(&at, 1, 20);
	tap_check("poll_behind_the_last_says_nothing", !ready, "0x%x",
		  at.revents);
	close(fd);
}

static void check_seek(void)
{
	int fd = open_device(O_NONBLOCK);
	uint64_t first = read_seq(fd), second = read_seq(fd), last, at;
	off_t end;

	at = (uint64_t)lseek(fd, 0, SEEK_CUR);
	tap_check("position_is_behind_what_was_read", at == second + 1,
		  "%llu", (unsigned long long)at);
	lseek(fd, 0, SEEK_SET);
	tap_check("seek_to_the_first", read_seq(fd) == first, "another");
	lseek(fd, -1, SEEK_END);
	last = read_seq(fd);
	tap_check("seek_to_the_last", last >= second && !read_seq(fd),
		  "%llu", (unsigned long long)last);
	end = lseek(fd, 0, SEEK_END);
	tap_check("seek_to_the_end", end > (off_t)last && !read_seq(fd),
		  "%lld", (long long)end);
	lseek(fd, (off_t)second, SEEK_SET);
	tap_check("seek_to_a_number", read_seq(fd) == second, "another");
	lseek(fd, -1000000, SEEK_END);
	tap_check("seek_before_the_first_is_the_first",
		  read_seq(fd) == first, "another");
	close(fd);
}

static void check_bad_seek(void)
{
	static const struct {
		const char *name;
		off_t offset;
		int whence;
	} rows[] = {
		{ "seek_to_negative_is_einval", -1, SEEK_SET },
		{ "seek_beyond_the_end_is_einval", 1, SEEK_END },
		{ "seek_relative_is_einval", 1, SEEK_CUR },
		{ "seek_for_data_is_einval", 0, SEEK_DATA },
		{ "seek_with_unknown_whence_is_einval", 0, 99 },
	};
	int fd = open_device(O_NONBLOCK);
	uint64_t first = read_seq(fd);
	size_t i;
	int err;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err = errno_of(lseek(fd, rows[i].offset, rows[i].whence));
		tap_check(rows[i].name, err == EINVAL, "%d", err);
	}
	tap_check("bad_seek_does_not_move",
		  lseek(fd, 0, SEEK_CUR) == (off_t)first + 1, "it does");
	close(fd);
}

static void check_readers(void)
{
	int a = open_device(O_NONBLOCK), b = open_device(O_NONBLOCK);
	uint64_t first = read_seq(a), second = read_seq(a);

	tap_check("readers_have_their_own_position",
		  first && read_seq(b) == first && read_seq(b) == second,
		  "they have not");
	close(a);
	close(b);
}

static void check_killable(void)
{
	const struct timespec pause = { .tv_nsec = 200000000 };
	int status = 0;
	pid_t child = fork();

	if (!child) {
		int fd = open_device(0);

		lseek(fd, 0, SEEK_END);
		_exit(read(fd, buffer, BUFFER_BYTES) < 0 ? 1 : 2);
	}
	nanosleep(&pause, NULL);
	if (waitpid(child, &status, WNOHANG)) {
		tap_check("reader_waits_behind_the_last", false, "status 0x%x",
			  (unsigned int)status);
		return;
	}
	tap_check("reader_waits_behind_the_last", true, "-");
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	tap_check("waiting_reader_is_killable", WIFSIGNALED(status) &&
		  WTERMSIG(status) == SIGKILL, "status 0x%x",
		  (unsigned int)status);
}

static void check_info(void)
{
	struct crashrec_info info = { 0 };
	int fd = open_device(O_NONBLOCK);
	uint64_t first = read_seq(fd);
	int err = errno_of(ioctl(fd, CRASHREC_IOC_INFO, &info));

	tap_check("info_tells_format_and_region", !err &&
		  info.format_version == CRASHREC_FORMAT_VERSION &&
		  info.store < CRASHREC_STORE_COUNT &&
		  (uint64_t)info.chunk_bytes * info.chunk_count <
		  info.region_bytes && info.chunks_free <= info.chunk_count,
		  "%d", err);
	tap_check("info_tells_what_is_unread", info.records_unread >= 2 &&
		  info.first_seq == first && info.next_seq > first, "%u",
		  info.records_unread);
	tap_check("info_tells_largest_record", info.max_record_bytes >=
		  sizeof(struct crashrec_rec_hdr) &&
		  info.max_record_bytes <= UINT32_MAX, "%llu",
		  (unsigned long long)info.max_record_bytes);
	close(fd);
}

static void check_bad_ioctls(void)
{
	static const struct {
		const char *name;
		unsigned long command;
		int expected;
	} rows[] = {
		{ "info_to_bad_pointer_is_efault", CRASHREC_IOC_INFO, EFAULT },
		{ "next_to_bad_pointer_is_efault", CRASHREC_IOC_NEXT, EFAULT },
		{ "ack_from_bad_pointer_is_efault", CRASHREC_IOC_ACK, EFAULT },
		{ "unknown_ioctl_is_enotty",
		  _IO(CRASHREC_IOC_TYPE, 99), ENOTTY },
		{ "ioctl_of_another_size_is_enotty",
		  _IOR(CRASHREC_IOC_TYPE, 1, char), ENOTTY },
		{ "ioctl_of_terminals_is_enotty", TIOCGWINSZ, ENOTTY },
	};
	int fd = open_device(O_NONBLOCK);
	size_t i;
	int err;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err = errno_of(ioctl(fd, rows[i].command, bad_page));
		tap_check(rows[i].name, err == rows[i].expected, "%d", err);
	}
	close(fd);
}

static void check_other_calls(void)
{
	int fd = open_device(O_NONBLOCK);
	int err = errno_of(write(fd, "x", 1));
	void *map;

	tap_check("write_is_refused", err == EBADF || err == EINVAL, "%d", err);
	map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	tap_check("mmap_is_refused", map == MAP_FAILED, "it is not");
	close(fd);
}

static void check_ack(void)
{
	struct crashrec_source *source;
	struct crashrec_record *record = NULL, *other = NULL;
	struct crashrec_ack ack = { 0 };
	int fd = open_device(O_NONBLOCK);
	int err = crashrec_source_open(&source, NULL);

	if (!err)
		err = crashrec_source_next(source, &record);
	tap_check("library_reads_the_device", !err, "%s",
		  crashrec_source_error(source));
	if (err)
		return;
	ack.seq = crashrec_record_seq(record);
	err = errno_of(ioctl(fd, CRASHREC_IOC_ACK, &ack));
	tap_check("ack_with_another_boot_id_is_enoent", err == ENOENT, "%d",
		  err);
	err = crashrec_source_ack(source, record);
	tap_check("ack_is_taken", !err, "%s", crashrec_source_error(source));
	err = crashrec_source_ack(source, record);
	tap_check("second_ack_is_enoent", err == -ENOENT, "%d", err);
	tap_check("acknowledged_is_not_given_again",
		  read_seq(fd) > ack.seq, "it is");
	err = crashrec_source_find(source, ack.seq, &other);
	tap_check("acknowledged_is_not_found", err == -ENOENT && !other, "%d",
		  err);
	crashrec_record_free(record);
	crashrec_record_free(other);
	crashrec_source_close(source);
	close(fd);
}

int main(void)
{
	buffer = malloc(BUFFER_BYTES);
	bad_page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			0);
	if (!buffer || bad_page == MAP_FAILED)
		return 99;
	check_permission();
	check_read();
	check_small_buffer();
	check_bad_read();
	check_poll();
	check_seek();
	check_bad_seek();
	check_readers();
	check_killable();
	check_info();
	check_bad_ioctls();
	check_other_calls();
	check_ack();
	free(buffer);
	return tap_end();
}
