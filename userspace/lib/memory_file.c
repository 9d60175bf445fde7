// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "memory_file.h"

#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "packed_flat.h"

static int read_plain(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct memory_file *file = arg;
	char *at = buf;
	ssize_t got;

	while (bytes) {
		got = pread(file->fd, at, bytes, (off_t)offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return -EMSGSIZE;
		at += got;
		offset += (u64)got;
		bytes -= (u32)got;
	}
	return 0;
}

static int read_packed(void *arg, u64 offset, void *buf, u32 bytes)
{
	struct memory_file *file = arg;

	return packed_read(&file->packed, offset, buf, bytes);
}

static int be_plain(struct memory_file *file)
{
	off_t end = lseek(file->fd, 0, SEEK_END);

	file->is_packed = false;
	file->image.read = read_plain;
	file->image.arg = file;
	file->image.bytes = end < 0 ? 0 : (u64)end;
	return end < 0 ? -errno : 0;
}

int memory_file_open(struct memory_file *file, int fd)
{
	memset(file, 0, sizeof(*file));
	file->fd = fd;
	file->unpacked = -1;
	return be_plain(file);
}

int memory_file_unpack(struct memory_file *file,
		       const struct salvage_progress *progress)
{
	bool is_flat = false;
	int err = 0;

	if (!packed_is(file->fd, &is_flat))
		return -ENOTTY;
	if (!packed_reader_is_built())
		return -EOPNOTSUPP;
	if (is_flat)
		err = packed_flat_open(file->fd, progress, &file->unpacked);
	if (!err)
		err = packed_open(&file->packed,
				  is_flat ? file->unpacked : file->fd);
	if (err)
		return err;
	file->is_packed = true;
	file->image.read = read_packed;
	file->image.bytes = file->packed.bytes;
	return 0;
}

void memory_file_repack(struct memory_file *file)
{
	memory_file_close(file);
	be_plain(file);
}

void memory_file_close(struct memory_file *file)
{
	packed_close(&file->packed);
	if (file->unpacked >= 0)
		close(file->unpacked);
	file->unpacked = -1;
}

void memory_file_next_data(void *arg, u64 *from, u64 *to)
{
	struct memory_file *file = arg;
	off_t data, hole;

	if (file->is_packed) {
		packed_next_data(&file->packed, from, to);
		return;
	}
	*to = file->image.bytes;
	data = lseek(file->fd, (off_t)*from, SEEK_DATA);
	if (data < 0) {
		/* Nothing but a hole is left. */
		if (errno == ENXIO)
			*from = *to;
		return;
	}
	*from = (u64)data;
	hole = lseek(file->fd, data, SEEK_HOLE);
	if (hole > data && (u64)hole < *to)
		*to = (u64)hole;
}
