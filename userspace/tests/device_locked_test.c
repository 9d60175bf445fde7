// SPDX-License-Identifier: GPL-2.0
/*
 * Locking the device, in a guest, as root, on an unlocked one that has at least
 * two records. It is locked when this ends.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <uapi/crashrec_device.h>
#include <unistd.h>

#include "support_device.h"
#include "support_tap.h"

#define PARAMETER	"/sys/module/crashrec/parameters/locked"

/* Return: errno. */
static int set_locked(const char *value)
{
	int fd = open(PARAMETER, O_WRONLY | O_CLOEXEC);
	int err = device_errno(write(fd, value, strlen(value)));

	close(fd);
	return err;
}

static bool is_locked(char wanted)
{
	char value[3] = { 0 };
	int fd = open(PARAMETER, O_RDONLY | O_CLOEXEC);
	ssize_t bytes = read(fd, value, sizeof(value));

	close(fd);
	return bytes == 2 && value[0] == wanted && value[1] == '\n';
}

static void check_parameter(const char *name, const char *value, int expected,
			    char then)
{
	int err = set_locked(value);

	tap_check(name, err == expected && is_locked(then), "%d", err);
}

static void check_open(void)
{
	static const struct {
		const char *name;
		int flags;
		int expected;
	} rows[] = {
		{ "locked_opens_for_reading", O_RDONLY, 0 },
		{ "locked_open_for_both_is_eperm", O_RDWR, EPERM },
		{ "locked_open_for_writing_is_eperm", O_WRONLY, EPERM },
		{ "locked_open_to_append_is_eperm", O_WRONLY | O_APPEND,
		  EPERM },
		{ "locked_open_to_truncate_is_eperm", O_RDWR | O_TRUNC,
		  EPERM },
	};
	size_t i;
	int fd, err;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		fd = open(CRASHREC_DEVICE_PATH, rows[i].flags | O_CLOEXEC);
		err = device_errno(fd);
		tap_check(rows[i].name, err == rows[i].expected, "%d", err);
		if (fd >= 0)
			close(fd);
	}
}

/* Through /proc, what is open for reading is not got for writing. */
static void check_reopen(int fd)
{
	char path[40];
	int err;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	err = device_errno(open(path, O_WRONLY));
	tap_check("locked_reopen_for_writing_is_eperm", err == EPERM, "%d",
		  err);
}

static int ack_first(int fd)
{
	struct crashrec_source *source;
	struct crashrec_record *record = NULL;
	struct crashrec_ack ack = { 0 };
	int err = EIO;

	if (!crashrec_source_open(&source, NULL) &&
	    !crashrec_source_next(source, &record)) {
		ack.seq = crashrec_record_seq(record);
		memcpy(ack.boot_id, crashrec_record_boot_id(record),
		       sizeof(ack.boot_id));
		err = device_errno(ioctl(fd, CRASHREC_IOC_ACK, &ack));
	}
	crashrec_record_free(record);
	crashrec_source_close(source);
	return err;
}

/* Neither what is open for reading, nor what is open for neither. */
static void check_without_right(int reading)
{
	struct snapshot before = device_snapshot();
	int neither = open(CRASHREC_DEVICE_PATH, O_ACCMODE | O_CLOEXEC);
	int err;

	err = ack_first(reading);
	tap_check("locked_ack_through_a_reading_file_is_eperm", err == EPERM,
		  "%d", err);
	err = device_errno(write(reading, "x", 1));
	tap_check("locked_cookie_through_a_reading_file_is_ebadf",
		  err == EBADF, "%d", err);
	err = ack_first(neither);
	tap_check("locked_ack_through_a_file_for_ioctls_is_eperm",
		  err == EPERM, "%d", err);
	err = device_errno(write(neither, "x", 1));
	tap_check("locked_cookie_through_a_file_for_ioctls_is_ebadf",
		  err == EBADF, "%d", err);
	close(neither);
	tap_check("locked_records_stay",
		  snapshot_same(before, device_snapshot()), "they do not");
}

static void check_library(int right)
{
	struct crashrec_source *source;
	struct crashrec_record *record = NULL;
	const char *said;
	int err = crashrec_source_open(&source, NULL);

	if (!err)
		err = crashrec_source_next(source, &record);
	tap_check("locked_library_reads", !err, "%s",
		  crashrec_source_error(source));
	if (err)
		return;
	err = crashrec_source_ack(source, record);
	said = crashrec_source_error(source);
	tap_check("locked_library_ack_tells_the_cure", err == -EPERM &&
		  strstr(said, "locked") && strstr(said, "--through"), "%d: %s",
		  err, said);
	err = crashrec_source_ack_through(source, right);
	if (!err)
		err = crashrec_source_ack(source, record);
	tap_check("locked_library_ack_through_the_right_is_taken", !err, "%s",
		  crashrec_source_error(source));
	crashrec_record_free(record);
	crashrec_source_close(source);
}

/* To one who could not open it at all. */
static void check_handed_over(int right)
{
	pid_t child = fork();
	int status;

	if (!child) {
		if (!device_drop_syslog())
			_exit(250);
		_exit(write(right, "child", 5) == 5 ? 0 : errno);
	}
	status = device_child_status(child);
	tap_check("right_can_be_handed_over", !status, "%d", status);
}

int main(void)
{
	int right = device_open(O_RDWR), reading = device_open(O_RDONLY);
	int err;

	tap_check("device_is_not_locked_at_first", is_locked('N'), "it is");
	check_parameter("unlocking_what_is_not_locked_is_nothing", "0", 0, 'N');
	check_parameter("what_is_no_boolean_is_einval", "x", EINVAL, 'N');
	check_parameter("locking_is_taken", "1", 0, 'Y');
	check_parameter("locking_twice_is_nothing", "1", 0, 'Y');
	check_parameter("unlocking_is_eperm", "0", EPERM, 'Y');
	check_parameter("unlocking_with_another_word_is_eperm", "N", EPERM,
			'Y');
	check_open();
	check_reopen(reading);
	check_reopen(right);
	check_without_right(reading);
	check_library(right);
	err = device_errno(write(right, "x", 1));
	tap_check("locked_cookie_through_the_right_is_taken", !err, "%d", err);
	check_handed_over(right);
	close(right);
	close(reading);
	/* Only the module itself keeps it now. */
	err = device_errno(syscall(SYS_delete_module, "crashrec", O_NONBLOCK));
	tap_check("locked_module_stays", err == EWOULDBLOCK, "%d", err);
	return tap_end();
}
