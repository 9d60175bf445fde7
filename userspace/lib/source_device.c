// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records from the device of the loaded module.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <uapi/crashrec_device.h>
#include <uapi/crashrec_format.h>
#include <unistd.h>

#include "record.h"

#define FIRST_BUFFER_BYTES	(64UL << 10)
#define MAX_BUFFER_BYTES	(1024UL << 20)

/**
 * struct device - state of this kind
 * @buffer: what is read goes here
 * @buffer_bytes: its size
 */
struct device {
	uint8_t *buffer;
	size_t buffer_bytes;
};

static int grow(struct device *device, uint64_t bytes)
{
	uint8_t *buffer;

	if (bytes <= device->buffer_bytes)
		bytes = 2 * device->buffer_bytes;
	if (bytes > MAX_BUFFER_BYTES)
		return -EMSGSIZE;
	buffer = realloc(device->buffer, bytes);
	if (!buffer)
		return -ENOMEM;
	device->buffer = buffer;
	device->buffer_bytes = bytes;
	return 0;
}

/* The record in front may be another by now: then the buffer grows again. */
static int grow_for_next(struct crashrec_source *source)
{
	struct crashrec_next next = { 0 };

	if (ioctl(source->fd, CRASHREC_IOC_NEXT, &next)) {
		if (errno != EAGAIN)
			return -errno;
		next.record_bytes = 0;
	}
	return grow(source->state, next.record_bytes);
}

static ssize_t read_whole(struct crashrec_source *source)
{
	struct device *device = source->state;
	ssize_t bytes;
	int err;

	for (;;) {
		bytes = read(source->fd, device->buffer, device->buffer_bytes);
		if (bytes >= 0)
			return bytes;
		if (errno == EINTR)
			continue;
		if (errno != EMSGSIZE)
			return -errno;
		err = grow_for_next(source);
		if (err)
			return err;
	}
}

/* To the next that is not known; -ENOENT: there is none. */
static int skip_known(struct crashrec_source *source, uint64_t *seq)
{
	struct crashrec_next next;
	uint64_t behind;

	for (;;) {
		if (ioctl(source->fd, CRASHREC_IOC_NEXT, &next))
			return errno == EAGAIN ? -ENOENT : -errno;
		*seq = next.seq;
		if (!known_has(source->known, source_any_boot, next.seq,
			       &behind))
			return 0;
		if (lseek(source->fd, (off_t)behind, SEEK_SET) < 0)
			return -errno;
	}
}

static int read_next(struct crashrec_source *source,
		     struct crashrec_record **record)
{
	const struct device *device = source->state;
	ssize_t bytes = read_whole(source);
	int err;

	if (bytes == 0 || bytes == -EAGAIN)
		return source_fail(source, -ENOENT, "no further record");
	if (bytes == -EBADMSG)
		return source_fail_record(source, -EBADMSG);
	if (bytes < 0)
		return source_fail_errno(source, (int)bytes, "read");
	err = crashrec_record_decode(record, device->buffer, (size_t)bytes);
	return err ? source_fail_record(source, err) : 0;
}

static int device_next(struct crashrec_source *source,
		       struct crashrec_record **record)
{
	uint64_t seq = 0;
	int err;

	if (!source->known)
		return read_next(source, record);
	err = skip_known(source, &seq);
	if (err == -ENOENT)
		return source_fail(source, err, "no further record");
	if (err)
		return source_fail_errno(source, err, "next");
	err = read_next(source, record);
	if (err == -EBADMSG)
		known_add(source->known, source_any_boot, seq);
	return err;
}

static int fail_find(struct crashrec_source *source, uint64_t seq)
{
	return source_fail(source, -ENOENT,
			   "no record %llu: see crashrec list for those there are",
			   (unsigned long long)seq);
}

/* The module gives the next record where that one is gone. */
static int device_find(struct crashrec_source *source, uint64_t seq,
		       struct crashrec_record **record)
{
	int err;

	if (seq == 0 || seq > INT64_MAX)
		return fail_find(source, seq);
	if (lseek(source->fd, (off_t)seq, SEEK_SET) < 0) {
		if (errno == EINVAL || errno == ENXIO)
			return fail_find(source, seq);
		return source_fail_errno(source, -errno, "lseek");
	}
	err = device_next(source, record);
	if (err == -ENOENT)
		return fail_find(source, seq);
	if (err || crashrec_record_seq(*record) == seq)
		return err;
	crashrec_record_free(*record);
	*record = NULL;
	return fail_find(source, seq);
}

static int device_rewind(struct crashrec_source *source)
{
	if (lseek(source->fd, 0, SEEK_SET) < 0)
		return source_fail_errno(source, -errno, "lseek");
	return 0;
}

/* Only who acknowledges needs the right to. */
static int open_ack(struct crashrec_source *source)
{
	if (source->ack_fd >= 0)
		return 0;
	source->ack_fd = open(source->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (source->ack_fd >= 0)
		return 0;
	if (errno == EPERM)
		return source_fail(source, -EPERM,
				   "is locked: acknowledge through a descriptor that was opened for writing before (crashrec ack --through)");
	if (errno == EACCES)
		return source_fail(source, -EACCES,
				   "permission denied: acknowledging needs to write; run as its owner or as root (sudo)");
	return source_fail_errno(source, -errno, "open for writing");
}

static int fail_ack(struct crashrec_source *source, int err, uint64_t seq)
{
	switch (err) {
	case -ENOENT:
		return source_fail(source, err,
				   "record %llu was acknowledged before",
				   (unsigned long long)seq);
	case -EBUSY:
		return source_fail(source, err,
				   "record %llu is being added to: acknowledge it later",
				   (unsigned long long)seq);
	case -EBADF:
	case -EPERM:
		return source_fail(source, err,
				   "the descriptor is not open for writing: name one that is");
	case -ENOTTY:
		return source_fail(source, err,
				   "the descriptor is not open on crashrec's device: name one that is");
	default:
		return source_fail_errno(source, err, "acknowledge");
	}
}

static int device_ack(struct crashrec_source *source,
		      const struct crashrec_record *record)
{
	struct crashrec_ack ack = { .seq = crashrec_record_seq(record) };
	int err = open_ack(source);

	if (err)
		return err;
	memcpy(ack.boot_id, crashrec_record_boot_id(record),
	       sizeof(ack.boot_id));
	if (!ioctl(source->ack_fd, CRASHREC_IOC_ACK, &ack))
		return 0;
	return fail_ack(source, -errno, ack.seq);
}

/* ENOENT: of the boot before nothing is known. */
static int get_losses(struct crashrec_source *source, uint32_t boot,
		      struct crashrec_summary_losses *losses)
{
	struct crashrec_losses found = { .boot = boot };

	if (!ioctl(source->fd, CRASHREC_IOC_LOSSES, &found)) {
		source_losses(losses, found.boot_id, found.lost, found.heads,
			      found.head_count);
		return 0;
	}
	return errno == ENOENT ? 0 : source_fail_errno(source, -errno, "losses");
}

static int device_summary(struct crashrec_source *source,
			  struct crashrec_summary *summary)
{
	static const char * const stores[] = {
		[CRASHREC_STORE_RAM] = "ram",
		[CRASHREC_STORE_RANGE] = "range",
		[CRASHREC_STORE_RESERVE_MEM] = "reserve-mem",
		[CRASHREC_STORE_IVSHMEM] = "ivshmem",
		[CRASHREC_STORE_TREE] = "device-tree",
		[CRASHREC_STORE_PMEM] = "pmem",
	};
	struct crashrec_info info;
	int err;

	if (ioctl(source->fd, CRASHREC_IOC_INFO, &info))
		return source_fail_errno(source, -errno, "info");
	summary->format_version = info.format_version;
	summary->region_bytes = info.region_bytes;
	summary->chunk_bytes = info.chunk_bytes;
	summary->chunk_count = info.chunk_count;
	summary->records_unread = info.records_unread;
	summary->next_seq = info.next_seq;
	if (info.store < sizeof(stores) / sizeof(stores[0]))
		summary->store = stores[info.store];
	err = get_losses(source, CRASHREC_LOSSES_THIS, &summary->losses);
	if (err)
		return err;
	return get_losses(source, CRASHREC_LOSSES_FORMER,
			  &summary->former_losses);
}

static void device_close(struct crashrec_source *source)
{
	struct device *device = source->state;

	if (!device)
		return;
	free(device->buffer);
	free(device);
	source->state = NULL;
}

const struct source_ops source_device_ops = {
	.next = device_next,
	.find = device_find,
	.rewind = device_rewind,
	.ack = device_ack,
	.summary = device_summary,
	.close = device_close,
};

int source_device_start(struct crashrec_source *source)
{
	struct crashrec_info info;
	struct device *device;

	if (ioctl(source->fd, CRASHREC_IOC_INFO, &info))
		return source_fail(source, -ENOTTY,
				   "is a device, but not that of crashrec: name that, or a region file");
	if (info.format_version != CRASHREC_FORMAT_VERSION)
		return source_fail(source, -EPROTONOSUPPORT,
				   "the module gives records of format version %u, this program reads %u: use the crashrec program that came with the module",
				   info.format_version,
				   CRASHREC_FORMAT_VERSION);
	device = calloc(1, sizeof(*device));
	if (!device)
		return source_fail_errno(source, -ENOMEM, "open");
	source->state = device;
	device->buffer_bytes = FIRST_BUFFER_BYTES;
	device->buffer = malloc(device->buffer_bytes);
	if (!device->buffer)
		return source_fail_errno(source, -ENOMEM, "open");
	return 0;
}
