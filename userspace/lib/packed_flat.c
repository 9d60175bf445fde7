// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "packed_flat.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_BYTES	4096
#define COPY_BYTES	(1U << 20)
#define TELL_BYTES	(64U << 20)
/* Beyond is no dump of any machine. */
#define PLACE_MAX	(1ULL << 46)

/**
 * struct piece - what stands before each piece; big-endian
 * @place: in the dump; -1: there is no further one
 * @bytes: that follow
 */
struct piece {
	u64 place;
	u64 bytes;
};

/**
 * struct flat - a file that is put together
 * @in: the file
 * @at: what of it is next
 * @end: of it
 * @out: the dump
 * @buf: COPY_BYTES
 * @progress: whom to tell
 * @told: up to where
 */
struct flat {
	int in;
	u64 at;
	u64 end;
	int out;
	char *buf;
	const struct salvage_progress *progress;
	u64 told;
};

bool packed_flat_is(const char *begin)
{
	return !memcmp(begin, "makedumpfile\0\0\0", PACKED_FLAT_BYTES);
}

const char *packed_flat_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder ? folder : "/var/tmp";
}

static int open_nameless(void)
{
	char path[4096];
	int fd;

	fd = open(packed_flat_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd < 0 ? -errno : fd;
	/* Not all filesystems can. */
	if (snprintf(path, sizeof(path), "%s/crashrec.XXXXXX",
		     packed_flat_folder()) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	unlink(path);
	return fd;
}

static int write_all(int fd, const char *data, size_t bytes, u64 place)
{
	ssize_t done;

	while (bytes) {
		done = pwrite(fd, data, bytes, (off_t)place);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		data += done;
		place += (u64)done;
		bytes -= (size_t)done;
	}
	return 0;
}

/* Return: bytes, fewer only at the end. */
static ssize_t take(struct flat *flat, void *buf, size_t bytes)
{
	size_t done = 0;
	ssize_t got;

	while (done < bytes) {
		got = pread(flat->in, (char *)buf + done, bytes - done,
			    (off_t)flat->at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			break;
		done += (size_t)got;
		flat->at += (u64)got;
	}
	return (ssize_t)done;
}

static int copy(struct flat *flat, u64 place, u64 bytes)
{
	ssize_t got;
	int err;

	while (bytes) {
		got = take(flat, flat->buf,
			   bytes < COPY_BYTES ? (size_t)bytes : COPY_BYTES);
		if (got <= 0)
			return (int)got;
		err = write_all(flat->out, flat->buf, (size_t)got, place);
		if (err)
			return err;
		place += (u64)got;
		bytes -= (u64)got;
	}
	return 0;
}

static void tell(struct flat *flat)
{
	if (!flat->progress->tell || flat->at - flat->told < TELL_BYTES)
		return;
	flat->told = flat->at;
	flat->progress->tell(flat->progress->arg, flat->at, flat->end);
}

static int put_together(struct flat *flat)
{
	struct piece piece;
	u64 place, bytes;
	ssize_t got;
	int err = 0;

	while (!err) {
		got = take(flat, &piece, sizeof(piece));
		if (got < 0)
			return (int)got;
		place = be64toh(piece.place);
		bytes = be64toh(piece.bytes);
		if ((size_t)got < sizeof(piece) || place == ~0ULL)
			return 0;
		if (place > PLACE_MAX || bytes > PLACE_MAX)
			return -EBADMSG;
		err = copy(flat, place, bytes);
		tell(flat);
	}
	return err;
}

int packed_flat_open(int fd, const struct salvage_progress *progress, int *out)
{
	struct flat flat = {
		.in = fd, .at = HEADER_BYTES, .progress = progress,
	};
	struct stat st;
	int err;

	if (fstat(fd, &st))
		return -errno;
	flat.end = (u64)st.st_size;
	flat.out = open_nameless();
	if (flat.out < 0)
		return flat.out;
	flat.buf = malloc(COPY_BYTES);
	err = flat.buf ? put_together(&flat) : -ENOMEM;
	free(flat.buf);
	if (progress->tell)
		progress->tell(progress->arg, flat.end, flat.end);
	if (err)
		close(flat.out);
	else
		*out = flat.out;
	return err;
}
