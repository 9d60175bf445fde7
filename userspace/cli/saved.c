// SPDX-License-Identifier: GPL-2.0
/*
 * The folder that records are saved in.
 *
 * A record is BOOT-SEQ-TIME.crec: the boot id as the journal has it, the
 * sequence number, and CLOCK_BOOTTIME of its first line. The time is there as
 * numbers begin at 1 again in the same boot where memory that does not outlive
 * the module is used, or a region is formatted. Another one that says the same
 * of itself, and is not what that one grew to, is BOOT-SEQ-TIME-HASH.crec: in
 * the memory of a guest anything may stand. It is the same with .tmp before it
 * is given that name. Anything else in the folder is not ours, and is not
 * touched; nor is any of these names that is no regular file.
 */
#include "saved.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"

#define BOOT_DIGITS	32
#define HASH_DIGITS	16
#define TEMPORARY_SUFFIX	".tmp"
#define ASIDE_SUFFIX	".aside"
#define FILE_NAME_ROOM	(SAVED_NAME_ROOM + 8)
/* No record is larger, see source_device.c. */
#define MAX_FILE_BYTES	(1024U << 20)

static void complain_of(const struct saved *saved, const char *what, int err)
{
	const char *cure = "";

	switch (err) {
	case ENOSPC:
	case EDQUOT:
		cure = ": make room there, or name another folder with --directory";
		break;
	case EROFS:
		cure = ": it must be writable, or name another folder with --directory";
		break;
	case EACCES:
	case EPERM:
		cure = ": run as root (sudo)";
		break;
	case ENOENT:
		cure = ": make the folder that it is in, or name another one with --directory";
		break;
	default:
		break;
	}
	complain("%s: %s: %s%s; what is not saved stays unread", saved->path,
		 what, strerror(err), cure);
}

void saved_name(char name[SAVED_NAME_ROOM],
		const struct crashrec_record *record)
{
	const uint8_t *id = crashrec_record_boot_id(record);
	size_t i;

	for (i = 0; i < CRASHREC_BOOT_ID_BYTES; i++)
		snprintf(name + 2 * i, 3, "%02x", id[i]);
	snprintf(name + 2 * i, SAVED_NAME_ROOM - 2 * i, "-%" PRIu64 "-%" PRIu64,
		 crashrec_record_seq(record), crashrec_record_boot_ns(record));
}

/* FNV-1a. Whoever has two records of one hash gets another name, see below. */
static uint64_t hash_of(struct crashrec_text text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < text.bytes; i++)
		hash = (hash ^ (uint8_t)text.data[i]) *
		       UINT64_C(0x100000001b3);
	return hash;
}

/* Is @name what saved_name() gave as @plain, with a hash or without? */
static bool is_name_of(const char *name, const char *plain)
{
	size_t bytes = strlen(plain);

	return !strncmp(name, plain, bytes) &&
	       (!name[bytes] || name[bytes] == '-');
}

static void file_name(char text[FILE_NAME_ROOM], const char *name,
		      const char *suffix)
{
	snprintf(text, FILE_NAME_ROOM, "%.*s%s", SAVED_NAME_ROOM - 1, name,
		 suffix);
}

static const char *skip_number(const char *at)
{
	const char *from = at;

	while (isdigit((unsigned char)*at))
		at++;
	return at == from || at - from > 20 ? NULL : at;
}

static const char *skip_digits(const char *at, size_t count)
{
	for (; count; count--, at++)
		if (!isdigit((unsigned char)*at) && (*at < 'a' || *at > 'f'))
			return NULL;
	return at;
}

/* Return: the suffix of a name that may be ours; NULL: it is not. */
static const char *skip_name(const char *at)
{
	at = skip_digits(at, BOOT_DIGITS);
	if (!at || *at != '-')
		return NULL;
	at = skip_number(at + 1);
	at = at && *at == '-' ? skip_number(at + 1) : NULL;
	return at && *at == '-' ? skip_digits(at + 1, HASH_DIGITS) : at;
}

static struct saved_file *add_file(struct saved *saved, const char *name,
				   size_t name_bytes)
{
	struct saved_file *files;

	files = reallocarray(saved->files, saved->file_count + 1,
			     sizeof(*files));
	if (!files) {
		complain("out of memory");
		return NULL;
	}
	saved->files = files;
	files += saved->file_count++;
	memset(files, 0, sizeof(*files));
	memcpy(files->name, name, name_bytes);
	return files;
}

static bool take_entry(struct saved *saved, const char *entry)
{
	const char *suffix = skip_name(entry);
	struct saved_file *file;
	struct stat st;
	bool is_left;

	if (!suffix)
		return true;
	is_left = !strcmp(suffix, TEMPORARY_SUFFIX);
	if (!is_left && strcmp(suffix, CRASHREC_SAVED_SUFFIX) != 0)
		return true;
	if (fstatat(saved->fd, entry, &st, AT_SYMLINK_NOFOLLOW) ||
	    !S_ISREG(st.st_mode))
		return true;
	file = add_file(saved, entry, (size_t)(suffix - entry));
	if (!file)
		return false;
	file->bytes = (uint64_t)st.st_size;
	file->time = st.st_mtim;
	file->is_left = is_left;
	if (!is_left)
		saved->bytes += file->bytes;
	return true;
}

static bool scan(struct saved *saved)
{
	int fd = openat(saved->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	bool ok = true;
	int err = folder ? 0 : errno;

	if (!folder && fd >= 0)
		close(fd);
	while (folder && ok && !err) {
		errno = 0;
		entry = readdir(folder);
		err = errno;
		if (!entry)
			break;
		ok = take_entry(saved, entry->d_name);
	}
	if (folder)
		closedir(folder);
	if (err)
		complain_of(saved, "read", err);
	return ok && !err;
}

static bool sync_fd(const struct saved *saved, int fd)
{
	if (!fsync(fd))
		return true;
	complain_of(saved, "fsync", errno);
	return false;
}

/* Its name is on the disk when what it is in is; it may have been made now. */
static bool sync_parent(const struct saved *saved)
{
	int fd = openat(saved->fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0 && errno == EACCES)
		return true;
	if (fd < 0) {
		complain_of(saved, "open the folder it is in", errno);
		return false;
	}
	ok = sync_fd(saved, fd);
	close(fd);
	return ok;
}

/*
 * Who may write there could put other records in, or remove them; who may read,
 * lock it for ever.
 */
static bool is_safe(const struct saved *saved)
{
	struct stat st;

	if (fstat(saved->fd, &st)) {
		complain_of(saved, "stat", errno);
		return false;
	}
	if (st.st_uid == geteuid() && !(st.st_mode & 0077))
		return true;
	complain("%s: others may use it: make it yours alone (chown, chmod 0700)",
		 saved->path);
	return false;
}

static bool open_folder(struct saved *saved)
{
	if (mkdir(saved->path, 0700) && errno != EEXIST) {
		complain_of(saved, "mkdir", errno);
		return false;
	}
	saved->fd = open(saved->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (saved->fd >= 0)
		return true;
	complain_of(saved, "open", errno);
	return false;
}

static bool lock(const struct saved *saved)
{
	while (flock(saved->fd, LOCK_EX)) {
		if (errno == EINTR)
			continue;
		complain_of(saved, "lock", errno);
		return false;
	}
	return true;
}

bool saved_open(struct saved *saved, const char *path, uint64_t max_bytes)
{
	memset(saved, 0, sizeof(*saved));
	saved->path = path;
	saved->fd = -1;
	saved->max_bytes = max_bytes;
	/* A run that was killed may have given names, and not got to fsync(). */
	return open_folder(saved) && is_safe(saved) && lock(saved) &&
	       scan(saved) && sync_parent(saved) && sync_fd(saved, saved->fd);
}

void saved_close(struct saved *saved)
{
	free(saved->files);
	saved->files = NULL;
	saved->file_count = 0;
	if (saved->fd >= 0)
		close(saved->fd);
	saved->fd = -1;
}

struct saved_file *saved_lookup(struct saved *saved, const char *name)
{
	size_t i;

	for (i = 0; i < saved->file_count; i++)
		if (!saved->files[i].is_left &&
		    !strcmp(saved->files[i].name, name))
			return &saved->files[i];
	return NULL;
}

static int read_all(int fd, uint8_t *data, size_t bytes)
{
	ssize_t got;

	while (bytes) {
		got = read(fd, data, bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return -EBADMSG;
		data += got;
		bytes -= (size_t)got;
	}
	return 0;
}

static int decode(int fd, struct crashrec_record **record)
{
	struct stat st;
	uint8_t *data;
	int err;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_size <= 0 ||
	    st.st_size > MAX_FILE_BYTES)
		return -EBADMSG;
	data = malloc((size_t)st.st_size);
	if (!data)
		return -ENOMEM;
	err = read_all(fd, data, (size_t)st.st_size);
	if (!err)
		err = crashrec_record_decode(record, data, (size_t)st.st_size);
	free(data);
	return err;
}

/* Return: -EBADMSG: it is not the record that its name says. */
static int read_file(const struct saved *saved, const struct saved_file *file,
		     struct crashrec_record **record)
{
	char name[FILE_NAME_ROOM], plain[SAVED_NAME_ROOM];
	int fd, err;

	*record = NULL;
	file_name(name, file->name,
		  file->is_left ? TEMPORARY_SUFFIX : CRASHREC_SAVED_SUFFIX);
	fd = openat(saved->fd, name,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	err = decode(fd, record);
	close(fd);
	if (err)
		return err;
	saved_name(plain, *record);
	if (is_name_of(file->name, plain))
		return 0;
	crashrec_record_free(*record);
	*record = NULL;
	return -EBADMSG;
}

struct crashrec_record *saved_read(struct saved *saved,
				   const struct saved_file *file)
{
	struct crashrec_record *record;

	return read_file(saved, file, &record) ? NULL : record;
}

static enum saved_match compare_file(struct saved *saved,
				     const struct crashrec_record *record,
				     const char *name)
{
	const struct saved_file *file = saved_lookup(saved, name);
	struct crashrec_record *there;
	enum saved_match match;
	int err;

	if (!file)
		return SAVED_NONE;
	err = read_file(saved, file, &there);
	if (err == -EBADMSG || err == -EMSGSIZE)
		return SAVED_LESS;
	if (err == -EPROTONOSUPPORT)
		return SAVED_OTHER;
	if (err) {
		complain_of(saved, "read what was saved", -err);
		return SAVED_FAILED;
	}
	match = saved_match_of(there, record);
	crashrec_record_free(there);
	return match;
}

enum saved_match saved_compare(struct saved *saved,
			       const struct crashrec_record *record,
			       char name[SAVED_NAME_ROOM])
{
	uint64_t hash = hash_of(crashrec_record_encoded(record));
	enum saved_match match;
	size_t bytes;

	saved_name(name, record);
	match = compare_file(saved, record, name);
	if (match != SAVED_OTHER)
		return match;
	bytes = strlen(name);
	/* Ends at a name that is free, if not before. */
	do {
		snprintf(name + bytes, SAVED_NAME_ROOM - bytes,
			 "-%016" PRIx64, hash++);
		match = compare_file(saved, record, name);
	} while (match == SAVED_OTHER);
	return match == SAVED_NONE ? SAVED_OTHER : match;
}

void saved_keep(struct saved *saved, const struct crashrec_record *record)
{
	char plain[SAVED_NAME_ROOM];
	size_t i;

	saved_name(plain, record);
	for (i = 0; i < saved->file_count; i++)
		if (is_name_of(saved->files[i].name, plain))
			saved->files[i].is_kept = true;
}

static int write_all(int fd, struct crashrec_text text)
{
	ssize_t done;

	while (text.bytes) {
		done = write(fd, text.data, text.bytes);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		text.data += done;
		text.bytes -= (size_t)done;
	}
	return fsync(fd) ? -errno : 0;
}

static bool is_in_the_way(const struct saved *saved, const char *name)
{
	struct stat st;

	if (fstatat(saved->fd, name, &st, AT_SYMLINK_NOFOLLOW) ||
	    S_ISREG(st.st_mode))
		return false;
	complain("%s/%s: is in the way, and not ours: move it away",
		 saved->path, name);
	return true;
}

bool saved_is_free(const struct saved *saved, const char *name)
{
	char file[FILE_NAME_ROOM];

	file_name(file, name, CRASHREC_SAVED_SUFFIX);
	if (is_in_the_way(saved, file))
		return false;
	file_name(file, name, TEMPORARY_SUFFIX);
	return !is_in_the_way(saved, file);
}

bool saved_write(struct saved *saved, const char *name,
		 const struct crashrec_record *record)
{
	char temporary[FILE_NAME_ROOM];
	int fd, err;

	file_name(temporary, name, TEMPORARY_SUFFIX);
	fd = openat(saved->fd, temporary,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		complain_of(saved, "make a file", errno);
		return false;
	}
	err = write_all(fd, crashrec_record_encoded(record));
	if (close(fd) && !err)
		err = -errno;
	/* A power cut must not take it after the journal has its entry. */
	if (!err && fsync(saved->fd))
		err = -errno;
	if (!err)
		return true;
	complain_of(saved, "write", -err);
	unlinkat(saved->fd, temporary, 0);
	return false;
}

static bool note_saved(struct saved *saved, const char *name, uint64_t bytes)
{
	struct saved_file *file = saved_lookup(saved, name);

	if (!file)
		file = add_file(saved, name, strlen(name));
	if (!file)
		return false;
	saved->bytes += bytes - file->bytes;
	file->bytes = bytes;
	file->is_kept = true;
	return true;
}

bool saved_commit(struct saved *saved, const char *name, uint64_t bytes)
{
	char temporary[FILE_NAME_ROOM], final[FILE_NAME_ROOM];

	file_name(temporary, name, TEMPORARY_SUFFIX);
	file_name(final, name, CRASHREC_SAVED_SUFFIX);
	/* Renaming would replace whatever it is. */
	if (is_in_the_way(saved, final))
		return false;
	if (renameat(saved->fd, temporary, saved->fd, final)) {
		complain_of(saved, "rename", errno);
		return false;
	}
	return sync_fd(saved, saved->fd) && note_saved(saved, name, bytes);
}

/* It may be of a later version, or of a disk that fails. */
static void set_aside(const struct saved *saved, const struct saved_file *file,
		      int err)
{
	char temporary[FILE_NAME_ROOM], aside[FILE_NAME_ROOM];

	file_name(temporary, file->name, TEMPORARY_SUFFIX);
	file_name(aside, file->name, ASIDE_SUFFIX);
	complain("%s/%s: %s: it is now %s", saved->path, temporary,
		 strerror(-err), aside);
	if (renameat(saved->fd, temporary, saved->fd, aside))
		complain_of(saved, "rename", errno);
}

bool saved_next_left(struct saved *saved, size_t *at,
		     char name[SAVED_NAME_ROOM],
		     struct crashrec_record **record)
{
	const struct saved_file *file;
	char temporary[FILE_NAME_ROOM];
	int err;

	for (; *at < saved->file_count; (*at)++) {
		file = &saved->files[*at];
		if (!file->is_left)
			continue;
		err = read_file(saved, file, record);
		if (!err) {
			memcpy(name, file->name, SAVED_NAME_ROOM);
			(*at)++;
			return true;
		}
		file_name(temporary, file->name, TEMPORARY_SUFFIX);
		if (err == -EBADMSG || err == -EMSGSIZE)
			unlinkat(saved->fd, temporary, 0);
		else
			set_aside(saved, file, err);
	}
	return false;
}

bool saved_remove(struct saved *saved, const struct saved_file *file)
{
	size_t i = (size_t)(file - saved->files);
	char name[FILE_NAME_ROOM];

	file_name(name, file->name, CRASHREC_SAVED_SUFFIX);
	if (unlinkat(saved->fd, name, 0) && errno != ENOENT) {
		complain_of(saved, "remove an old record", errno);
		return false;
	}
	saved->bytes -= file->bytes;
	saved->file_count--;
	memmove(&saved->files[i], &saved->files[i + 1],
		(saved->file_count - i) * sizeof(*saved->files));
	return true;
}
