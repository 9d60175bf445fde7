// SPDX-License-Identifier: GPL-2.0
#include "support_device.h"

#include <crashrec.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <uapi/crashrec_device.h>
#include <unistd.h>

#include "support_tap.h"

uint8_t device_buffer[DEVICE_BUFFER_BYTES];

int device_open(int flags)
{
	int fd = open(CRASHREC_DEVICE_PATH, O_CLOEXEC | flags);

	if (fd < 0) {
		tap_check("device_opens", false, "%s", strerror(errno));
		exit(1);
	}
	return fd;
}

int device_errno(long returned)
{
	return returned == -1 ? errno : 0;
}

static uint64_t read_one(int fd, ssize_t *bytes)
{
	struct crashrec_record *record;
	uint64_t seq;

	*bytes = read(fd, device_buffer, DEVICE_BUFFER_BYTES);
	if (*bytes <= 0 ||
	    crashrec_record_decode(&record, device_buffer, (size_t)*bytes))
		return 0;
	seq = crashrec_record_seq(record);
	crashrec_record_free(record);
	return seq;
}

uint64_t device_read_seq(int fd)
{
	ssize_t bytes;

	return read_one(fd, &bytes);
}

struct snapshot device_snapshot(void)
{
	int fd = device_open(O_RDONLY | O_NONBLOCK);
	struct snapshot snapshot = { 0 };
	ssize_t bytes;

	while (read_one(fd, &bytes)) {
		snapshot.bytes = realloc(snapshot.bytes,
					 snapshot.size + (size_t)bytes);
		if (!snapshot.bytes)
			abort();
		memcpy(snapshot.bytes + snapshot.size, device_buffer,
		       (size_t)bytes);
		snapshot.size += (size_t)bytes;
	}
	close(fd);
	return snapshot;
}

bool snapshot_same(struct snapshot a, struct snapshot b)
{
	bool same = a.size && a.size == b.size &&
		    !memcmp(a.bytes, b.bytes, a.size);

	free(a.bytes);
	free(b.bytes);
	return same;
}

uint8_t *device_no_page(void)
{
	uint8_t *pages = mmap(NULL, 2 * DEVICE_PAGE_BYTES,
			      PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED ||
	    mprotect(pages + DEVICE_PAGE_BYTES, DEVICE_PAGE_BYTES, PROT_NONE))
		abort();
	return pages + DEVICE_PAGE_BYTES;
}

int device_child_status(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool device_drop_syslog(void)
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
