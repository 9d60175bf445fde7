// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Records that were saved, each as a file of its own: one such file, or a
 * folder of them. The bytes are those of a record as the device gives it.
 *
 * A name only says that a file is one of them: what it holds is looked at. Of
 * a folder, nothing but regular files is opened, and no symbolic link.
 */
#include "source.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "record.h"

/* As of the device: no record is larger. */
#define MAX_FILE_BYTES	(1024U << 20)

/**
 * struct saved_file - a file of a folder
 * @name: owned
 * @seq: of the record, by its header; what has none comes last
 * @wall_ns: likewise
 * @version: of its format, likewise
 */
struct saved_file {
	char *name;
	uint64_t seq;
	uint64_t wall_ns;
	uint32_t version;
};

/**
 * struct saved - state of this kind
 * @is_folder: else crashrec_source::fd is the one file
 * @files: by rising sequence number, then time; of one file, a nameless one
 * @file_count: of them
 * @at: the next one to be given
 */
struct saved {
	bool is_folder;
	struct saved_file *files;
	size_t file_count;
	size_t at;
};

static bool has_suffix(const char *name)
{
	const size_t suffix = sizeof(CRASHREC_SAVED_SUFFIX) - 1;
	size_t bytes = strlen(name);

	return bytes > suffix && name[0] != '.' &&
	       !strcmp(name + bytes - suffix, CRASHREC_SAVED_SUFFIX);
}

/* Return: 0 or a negative errno; a file that is shorter ends the reading. */
static int read_front(int fd, void *data, size_t *bytes)
{
	size_t at = 0;
	ssize_t got;

	while (at < *bytes) {
		got = pread(fd, (char *)data + at, *bytes - at, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		at += (size_t)got;
	}
	*bytes = at;
	return 0;
}

static bool read_hdr(int fd, struct crashrec_rec_hdr *hdr)
{
	size_t bytes = sizeof(*hdr);

	return !read_front(fd, hdr, &bytes) && bytes == sizeof(*hdr) &&
	       le32toh(hdr->magic) == CRASHREC_REC_MAGIC;
}

static DIR *open_folder(const struct crashrec_source *source)
{
	int fd = openat(source->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder;

	if (fd < 0)
		return NULL;
	folder = fdopendir(fd);
	if (!folder)
		close(fd);
	return folder;
}

/* An empty folder is one in which nothing was saved. */
static bool is_folder_of_records(const struct crashrec_source *source)
{
	DIR *folder = open_folder(source);
	const struct dirent *entry;
	bool is_empty = true, found = false;

	if (!folder)
		return false;
	while (!found && (entry = readdir(folder))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		is_empty = false;
		found = has_suffix(entry->d_name);
	}
	closedir(folder);
	return found || is_empty;
}

bool source_saved_is(const struct crashrec_source *source)
{
	struct crashrec_rec_hdr hdr;
	struct stat st;

	if (fstat(source->fd, &st))
		return false;
	if (S_ISDIR(st.st_mode))
		return is_folder_of_records(source);
	return S_ISREG(st.st_mode) && read_hdr(source->fd, &hdr);
}

/* Return: a descriptor of a regular file, or a negative errno. */
static int open_file(const struct crashrec_source *source, const char *name)
{
	struct stat st;
	int fd = openat(source->fd, name,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
			O_NOCTTY);

	if (fd < 0)
		return -errno;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	close(fd);
	return -ELOOP;
}

static int add_file(struct saved *saved, const char *name)
{
	struct saved_file *files;

	files = reallocarray(saved->files, saved->file_count + 1,
			     sizeof(*files));
	if (!files)
		return -ENOMEM;
	saved->files = files;
	files += saved->file_count;
	files->seq = UINT64_MAX;
	files->wall_ns = 0;
	files->version = 0;
	files->name = strdup(name);
	if (!files->name)
		return -ENOMEM;
	saved->file_count++;
	return 0;
}

static void take_hdr(struct saved_file *file, int fd)
{
	struct crashrec_rec_hdr hdr;

	if (!read_hdr(fd, &hdr))
		return;
	file->seq = le64toh(hdr.seq);
	file->wall_ns = le64toh(hdr.wall_ns);
	file->version = le16toh(hdr.version);
}

/* A symbolic link, say, is none of ours. One that can't be read is. */
static int take_entry(struct crashrec_source *source, const char *name)
{
	struct saved *saved = source->state;
	int fd = open_file(source, name), err;

	if (fd == -ELOOP || fd == -ENOENT)
		return 0;
	err = add_file(saved, name);
	if (!err && fd >= 0)
		take_hdr(&saved->files[saved->file_count - 1], fd);
	if (fd >= 0)
		close(fd);
	return err;
}

static int compare(const void *a, const void *b)
{
	const struct saved_file *x = a, *y = b;

	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	if (x->wall_ns != y->wall_ns)
		return x->wall_ns < y->wall_ns ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void free_files(struct saved *saved)
{
	size_t i;

	for (i = 0; i < saved->file_count; i++)
		free(saved->files[i].name);
	free(saved->files);
	saved->files = NULL;
	saved->file_count = 0;
	saved->at = 0;
}

static int scan(struct crashrec_source *source)
{
	struct saved *saved = source->state;
	const struct dirent *entry;
	DIR *folder;
	int err = 0;

	free_files(saved);
	if (!saved->is_folder) {
		err = add_file(saved, "");
		if (!err)
			take_hdr(&saved->files[0], source->fd);
		return err;
	}
	folder = open_folder(source);
	if (!folder)
		return -errno;
	while (!err) {
		errno = 0;
		entry = readdir(folder);
		if (!entry) {
			err = -errno;
			break;
		}
		if (has_suffix(entry->d_name))
			err = take_entry(source, entry->d_name);
	}
	closedir(folder);
	if (saved->file_count)
		qsort(saved->files, saved->file_count, sizeof(*saved->files),
		      compare);
	return err;
}

/* Its header alone can be read. */
static void say_version(struct crashrec_source *source,
			const struct saved_file *file)
{
	const char *cure = file->version > CRASHREC_FORMAT_VERSION ?
		"use a crashrec program as new as the one that saved it" :
		"use the crashrec program of the time that it was saved";

	source_fail(source, -EPROTONOSUPPORT,
		    "%s%sa record of format version %u, this program reads %u: %s; the file stays as it is",
		    file->name, file->name[0] ? " " : "", file->version,
		    CRASHREC_FORMAT_VERSION, cure);
}

static void say_what_is_wrong(struct crashrec_source *source,
			      const struct saved_file *file, int err)
{
	const char *name = file->name, *space = name[0] ? " " : "";

	switch (err) {
	case -EACCES:
	case -EPERM:
		source_fail(source, err,
			    "%s%spermission denied: run as its owner or as root (sudo)",
			    name, space);
		break;
	case -EPROTONOSUPPORT:
		say_version(source, file);
		break;
	case -EBADMSG:
	case -EMSGSIZE:
		source->damaged++;
		source_fail(source, err,
			    "%s%sdamaged, and left out: no whole record is in it",
			    name, space);
		break;
	default:
		source_fail(source, err, "%s%sread: %s", name, space,
			    strerror(-err));
		break;
	}
}

/* In a folder there are others, which are to be given: so it is -EBADMSG. */
static int fail_file(struct crashrec_source *source,
		     const struct saved_file *file, int err)
{
	const struct saved *saved = source->state;

	say_what_is_wrong(source, file, err);
	if (err == -EMSGSIZE || (saved->is_folder && err != -ENOMEM))
		return -EBADMSG;
	return err;
}

static int decode(int fd, struct crashrec_record **record)
{
	struct stat st;
	size_t bytes;
	uint8_t *data;
	int err;

	if (fstat(fd, &st))
		return -errno;
	if (st.st_size <= 0 || st.st_size > MAX_FILE_BYTES)
		return -EBADMSG;
	bytes = (size_t)st.st_size;
	data = malloc(bytes);
	if (!data)
		return -ENOMEM;
	err = read_front(fd, data, &bytes);
	if (!err)
		err = crashrec_record_decode(record, data, bytes);
	free(data);
	return err;
}

/* Return: -ENOENT: somebody removed it, which is nothing to tell of. */
static int read_file(struct crashrec_source *source,
		     const struct saved_file *file,
		     struct crashrec_record **record)
{
	struct saved *saved = source->state;
	int fd = saved->is_folder ? open_file(source, file->name) : source->fd;
	int err = fd < 0 ? fd : decode(fd, record);

	if (saved->is_folder && fd >= 0)
		close(fd);
	if (!err || err == -ENOENT)
		return err;
	return fail_file(source, file, err);
}

static int saved_next(struct crashrec_source *source,
		      struct crashrec_record **record)
{
	struct saved *saved = source->state;
	int err;

	while (saved->at < saved->file_count) {
		err = read_file(source, &saved->files[saved->at++], record);
		if (err != -ENOENT)
			return err;
	}
	return source_fail(source, -ENOENT, "no further record");
}

/* Of several, as after a region was formatted anew, the last is meant. */
static int find_in_folder(struct crashrec_source *source, uint64_t seq,
			  struct crashrec_record **record)
{
	struct saved *saved = source->state;
	size_t at = saved->file_count;

	while (at && saved->files[at - 1].seq > seq)
		at--;
	if (!at || saved->files[at - 1].seq != seq)
		return -ENOENT;
	saved->at = at;
	return read_file(source, &saved->files[at - 1], record);
}

static int find_in_file(struct crashrec_source *source, uint64_t seq,
			struct crashrec_record **record)
{
	struct saved *saved = source->state;
	int err = read_file(source, &saved->files[0], record);

	saved->at = saved->file_count;
	if (err || crashrec_record_seq(*record) == seq)
		return err;
	crashrec_record_free(*record);
	*record = NULL;
	return -ENOENT;
}

static int saved_find(struct crashrec_source *source, uint64_t seq,
		      struct crashrec_record **record)
{
	struct saved *saved = source->state;
	int err = saved->is_folder ? find_in_folder(source, seq, record) :
				     find_in_file(source, seq, record);

	if (err != -ENOENT)
		return err;
	return source_fail(source, err,
			   "no record %llu: see crashrec list for those there are",
			   (unsigned long long)seq);
}

static int saved_rewind(struct crashrec_source *source)
{
	int err = scan(source);

	return err ? source_fail_errno(source, err, "read") : 0;
}

static int saved_ack(struct crashrec_source *source,
		     const struct crashrec_record *record)
{
	return source_fail(source, -EROFS,
			   "record %llu was saved, which acknowledged it: remove its file where it is not needed any more",
			   (unsigned long long)crashrec_record_seq(record));
}

static int saved_summary(struct crashrec_source *source,
			 struct crashrec_summary *summary)
{
	const struct saved *saved = source->state;

	summary->records_unread = saved->file_count;
	return 0;
}

static void saved_close(struct crashrec_source *source)
{
	struct saved *saved = source->state;

	if (!saved)
		return;
	free_files(saved);
	free(saved);
	source->state = NULL;
}

const struct source_ops source_saved_ops = {
	.next = saved_next,
	.find = saved_find,
	.rewind = saved_rewind,
	.ack = saved_ack,
	.summary = saved_summary,
	.close = saved_close,
};

int source_saved_start(struct crashrec_source *source)
{
	struct saved *saved = calloc(1, sizeof(*saved));
	struct stat st;

	if (!saved)
		return source_fail_errno(source, -ENOMEM, "open");
	source->state = saved;
	if (fstat(source->fd, &st))
		return source_fail_errno(source, -errno, "stat");
	saved->is_folder = S_ISDIR(st.st_mode);
	return saved_rewind(source);
}
