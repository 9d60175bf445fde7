// SPDX-License-Identifier: GPL-2.0
/*
 * The device, in a guest, as root: /dev/crashrec must give at least two
 * records. The last test acknowledges the first of them.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <uapi/crashrec_device.h>
#include <uapi/crashrec_format.h>
#include <unistd.h>

#include "support_device.h"
#include "support_tap.h"

/* A page that nobody may touch. */
static void *bad_page;

static int open_device(int flags)
{
	return device_open(O_RDONLY | flags);
}

static void check_permission(void)
{
	struct stat st = { 0 };
	pid_t child;
	int status;

	stat(CRASHREC_DEVICE_PATH, &st);
	tap_check("device_mode_is_0600", S_ISCHR(st.st_mode) &&
		  (st.st_mode & 07777) == 0600 && !st.st_uid, "0%o",
		  (unsigned int)st.st_mode);
	child = fork();
	if (!child) {
		if (!device_drop_syslog())
			_exit(250);
		_exit(device_errno(open(CRASHREC_DEVICE_PATH, O_RDONLY)));
	}
	status = device_child_status(child);
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

	err = device_errno(ioctl(fd, CRASHREC_IOC_NEXT, &next));
	bytes = read(fd, device_buffer, DEVICE_BUFFER_BYTES);
	tap_check("read_gives_what_next_said", !err && bytes > 0 &&
		  (uint64_t)bytes == next.record_bytes, "%zd bytes", bytes);
	tap_check("read_gives_one_whole_record", bytes > 0 &&
		  !crashrec_record_decode(&record, device_buffer, (size_t)bytes) &&
		  crashrec_record_seq(record) == next.seq, "it does not");
	if (bytes > 0)
		crashrec_record_free(record);
	lseek(fd, 0, SEEK_SET);
	while ((seq = device_read_seq(fd))) {
		rises = rises && seq > last;
		last = seq;
		records++;
	}
	err = device_errno(read(fd, device_buffer, DEVICE_BUFFER_BYTES));
	tap_check("numbers_rise", rises, "they do not");
	tap_check("there_are_two_records", records >= 2, "%u", records);
	tap_check("nonblocking_read_behind_the_last_is_eagain", err == EAGAIN,
		  "%d", err);
	err = device_errno(ioctl(fd, CRASHREC_IOC_NEXT, &next));
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
		err = device_errno(read(fd, device_buffer, sizes[i]));
		wrong += err != EMSGSIZE;
	}
	err = device_errno(read(fd, device_buffer, next.record_bytes - 1));
	tap_check("small_buffer_is_emsgsize", !wrong && err == EMSGSIZE,
		  "%d, %d", wrong, err);
	tap_check("small_buffer_loses_nothing", device_read_seq(fd) == next.seq,
		  "it does");
	close(fd);
}

static void check_bad_read(void)
{
	struct crashrec_next next = { 0 };
	int fd = open_device(O_NONBLOCK);
	int err;

	ioctl(fd, CRASHREC_IOC_NEXT, &next);
	err = device_errno(read(fd, bad_page, DEVICE_BUFFER_BYTES));
	tap_check("read_to_bad_pointer_is_efault", err == EFAULT, "%d", err);
	tap_check("read_to_bad_pointer_loses_nothing",
		  device_read_seq(fd) == next.seq, "it does");
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
	uint64_t first = device_read_seq(fd), second = device_read_seq(fd), last, at;
	off_t end;

	at = (uint64_t)lseek(fd, 0, SEEK_CUR);
	tap_check("position_is_behind_what_was_read", at == second + 1,
		  "%llu", (unsigned long long)at);
	lseek(fd, 0, SEEK_SET);
	tap_check("seek_to_the_first", device_read_seq(fd) == first, "another");
	lseek(fd, -1, SEEK_END);
	last = device_read_seq(fd);
	tap_check("seek_to_the_last", last >= second && !device_read_seq(fd),
		  "%llu", (unsigned long long)last);
	end = lseek(fd, 0, SEEK_END);
	tap_check("seek_to_the_end", end > (off_t)last && !device_read_seq(fd),
		  "%lld", (long long)end);
	lseek(fd, (off_t)second, SEEK_SET);
	tap_check("seek_to_a_number", device_read_seq(fd) == second, "another");
	lseek(fd, -1000000, SEEK_END);
	tap_check("seek_before_the_first_is_the_first",
		  device_read_seq(fd) == first, "another");
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
	uint64_t first = device_read_seq(fd);
	size_t i;
	int err;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err = device_errno(lseek(fd, rows[i].offset, rows[i].whence));
		tap_check(rows[i].name, err == EINVAL, "%d", err);
	}
	tap_check("bad_seek_does_not_move",
		  lseek(fd, 0, SEEK_CUR) == (off_t)first + 1, "it does");
	close(fd);
}

static void check_readers(void)
{
	int a = open_device(O_NONBLOCK), b = open_device(O_NONBLOCK);
	uint64_t first = device_read_seq(a), second = device_read_seq(a);

	tap_check("readers_have_their_own_position",
		  first && device_read_seq(b) == first && device_read_seq(b) == second,
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
		_exit(read(fd, device_buffer, DEVICE_BUFFER_BYTES) < 0 ? 1 : 2);
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
	uint64_t first = device_read_seq(fd);
	int err = device_errno(ioctl(fd, CRASHREC_IOC_INFO, &info));

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
	int fd = device_open(O_RDWR | O_NONBLOCK);
	size_t i;
	int err;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		err = device_errno(ioctl(fd, rows[i].command, bad_page));
		tap_check(rows[i].name, err == rows[i].expected, "%d", err);
	}
	close(fd);
}

static void check_other_calls(void)
{
	int fd = open_device(O_NONBLOCK);
	int err = device_errno(write(fd, "x", 1));
	void *map;

	tap_check("write_to_a_file_open_for_reading_is_ebadf", err == EBADF,
		  "%d", err);
	map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	tap_check("mmap_is_refused", map == MAP_FAILED, "it is not");
	close(fd);
}

static void check_ack(void)
{
	struct crashrec_source *source;
	struct crashrec_record *record = NULL, *other = NULL;
	struct crashrec_ack ack = { 0 };
	int fd = device_open(O_RDWR | O_NONBLOCK), reading = open_device(0);
	int err = crashrec_source_open(&source, NULL);

	if (!err)
		err = crashrec_source_next(source, &record);
	tap_check("library_reads_the_device", !err, "%s",
		  crashrec_source_error(source));
	if (err)
		return;
	ack.seq = crashrec_record_seq(record);
	err = device_errno(ioctl(fd, CRASHREC_IOC_ACK, &ack));
	tap_check("ack_with_another_boot_id_is_enoent", err == ENOENT, "%d",
		  err);
	memcpy(ack.boot_id, crashrec_record_boot_id(record),
	       sizeof(ack.boot_id));
	err = device_errno(ioctl(reading, CRASHREC_IOC_ACK, &ack));
	tap_check("ack_through_a_file_open_for_reading_is_ebadf", err == EBADF,
		  "%d", err);
	err = crashrec_source_ack(source, record);
	tap_check("ack_is_taken", !err, "%s", crashrec_source_error(source));
	err = crashrec_source_ack(source, record);
	tap_check("second_ack_is_enoent", err == -ENOENT, "%d", err);
	tap_check("acknowledged_is_not_given_again",
		  device_read_seq(fd) > ack.seq, "it is");
	err = crashrec_source_find(source, ack.seq, &other);
	tap_check("acknowledged_is_not_found", err == -ENOENT && !other, "%d",
		  err);
	crashrec_record_free(record);
	crashrec_record_free(other);
	crashrec_source_close(source);
	close(reading);
	close(fd);
}

int main(void)
{
	bad_page = device_no_page();
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
	return tap_end();
}
