// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Files of pstore: SORT-BACKEND-NUMBER, with ".enc.z" where the kernel could not
 * inflate it (fs/pstore/inode.c). A dump that is longer than a backend's record
 * has a file for each part; all begin with "Panic#2 Part1", and part 1 is the
 * log's end (fs/pstore/platform.c, pstore_dump()).
 *
 * systemd-pstore moves them to /var/lib/systemd/pstore, parts of a dump to a
 * folder of their own, and puts these together in dmesg.txt (systemd,
 * src/pstore/pstore.c). That is passed over where the parts are there.
 */
#include "pstore.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inflate.h"

#define DEPTH_MAX	3
#define PATH_BYTES	256
#define REASON_BYTES	32

/**
 * struct pstore_file - a file
 * @path: below the folder that was named
 * @folder_bytes: of it, that are the folder's
 * @backend_at: where in it the backend's name is
 * @backend_bytes: of that
 * @order: by which those of one backend follow each other
 * @reason: of a dump, as "Panic#2", terminated; empty: it has none
 * @part: of the dump, from 1
 * @is_console: it is the console's log
 * @is_whole: it is systemd's dmesg.txt
 * @data: of it
 * @bytes: of @data
 */
struct pstore_file {
	char path[PATH_BYTES];
	u32 folder_bytes;
	u32 backend_at;
	u32 backend_bytes;
	u64 order;
	char reason[REASON_BYTES];
	u32 part;
	bool is_console;
	bool is_whole;
	char *data;
	size_t bytes;
};

/**
 * struct pstore_files - all that are there
 * @pstore: counts what can't be read
 * @list: the files
 * @count: how many
 * @bytes: of them
 */
struct pstore_files {
	struct pstore *pstore;
	struct pstore_file *list;
	u32 count;
	size_t bytes;
};

/*
 * efi_pstore counts parts below the dumps of a second, so that those of two
 * would mix: (time * 100 + part) * 1000 + count.
 */
static u64 order_of(const char *backend, u32 backend_bytes, u64 number)
{
	u64 time = number / 100000, part = number / 1000 % 100;

	if (backend_bytes < 3 || memcmp(backend, "efi", 3) != 0)
		return number;
	return time * 100000 + number % 1000 * 100 + part;
}

/* Return: false: it is none of pstore's, or of no interest. */
static bool take_name(struct pstore_file *file)
{
	const char *name = file->path + file->folder_bytes, *backend, *dash;
	unsigned long long number;
	char *end;

	file->is_whole = !strcmp(name, "dmesg.txt");
	if (file->is_whole)
		return true;
	file->is_console = !strncmp(name, "console-", 8);
	if (!file->is_console && strncmp(name, "dmesg-", 6) != 0)
		return false;
	backend = name + (file->is_console ? 8 : 6);
	dash = strrchr(backend, '-');
	if (!dash || dash[1] < '0' || dash[1] > '9' ||
	    !isalpha((unsigned char)*backend))
		return false;
	number = strtoull(dash + 1, &end, 10);
	if (*end && strcmp(end, ".enc.z") != 0)
		return false;
	file->backend_at = (u32)(backend - file->path);
	file->backend_bytes = (u32)(dash - backend);
	file->order = order_of(backend, file->backend_bytes, number);
	return true;
}

static void inflate_file(struct pstore *pstore, struct pstore_file *file)
{
	char *text;
	size_t bytes;

	/* What the kernel could not: at least up to where it is damaged. */
	if (inflate_pstore(file->data, file->bytes, &text, &bytes))
		pstore->damaged++;
	free(file->data);
	file->data = text;
	file->bytes = bytes;
}

/* "Panic#2 Part1". Return: false if it does not begin so. */
static bool read_reason(const struct pstore_file *file,
			char reason[REASON_BYTES], u32 *part)
{
	char head[2 * REASON_BYTES] = "";
	size_t bytes = file->bytes < sizeof(head) - 1 ? file->bytes :
							sizeof(head) - 1;
	if (!bytes)
		return false;
	memcpy(head, file->data, bytes);
	return sscanf(head, "%31[A-Za-z#0-9] Part%u", reason, part) == 2 &&
	       strchr(reason, '#');
}

static void take_reason(struct pstore_file *file)
{
	if (read_reason(file, file->reason, &file->part))
		return;
	file->reason[0] = '\0';
	file->part = 0;
}

/* Outside of systemd's folders, others have files of that name, too. */
static bool is_of_others(const struct pstore_file *file)
{
	char reason[REASON_BYTES];
	u32 part;

	return file->is_whole && !file->folder_bytes &&
	       !read_reason(file, reason, &part);
}

static int read_data(int fd, struct pstore_file *file)
{
	size_t room = 64U << 10;
	ssize_t got;
	char *data;

	file->data = malloc(room);
	if (!file->data)
		return -ENOMEM;
	for (;;) {
		got = read(fd, file->data + file->bytes, room - file->bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : 0;
		file->bytes += (size_t)got;
		if (file->bytes < room)
			continue;
		if (room > PSTORE_FILE_MAX_BYTES)
			return -EFBIG;
		room *= 2;
		data = realloc(file->data, room);
		if (!data)
			return -ENOMEM;
		file->data = data;
	}
}

static int read_file(struct pstore_files *files, int folder,
		     struct pstore_file *file)
{
	const char *name = file->path + file->folder_bytes;
	int fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW |
			O_CLOEXEC | O_NOCTTY);
	size_t length = strlen(name);
	struct stat st;
	int err;

	if (fd < 0)
		return -errno;
	err = fstat(fd, &st) ? -errno : S_ISREG(st.st_mode) ? 0 : -ENOTTY;
	if (!err && (st.st_size > PSTORE_FILE_MAX_BYTES ||
		     (size_t)st.st_size > PSTORE_ALL_MAX_BYTES - files->bytes))
		err = -EFBIG;
	if (!err)
		err = read_data(fd, file);
	close(fd);
	if (err)
		return err;
	if (length > 6 && !strcmp(name + length - 6, ".enc.z"))
		inflate_file(files->pstore, file);
	if (file->bytes > PSTORE_ALL_MAX_BYTES - files->bytes)
		return -EFBIG;
	files->bytes += file->bytes;
	if (!file->is_whole)
		take_reason(file);
	return 0;
}

static int take_file(struct pstore_files *files, int folder,
		     const struct pstore_file *named)
{
	struct pstore_file *list = files->list, *file;
	int err;

	if (files->count == PSTORE_TEXTS_MAX) {
		files->pstore->damaged++;
		return 0;
	}
	list = realloc(list, (files->count + 1) * sizeof(*list));
	if (!list)
		return -ENOMEM;
	files->list = list;
	file = &list[files->count];
	*file = *named;
	err = read_file(files, folder, file);
	if (err) {
		free(file->data);
		files->pstore->damaged++;
		return err == -ENOMEM ? err : 0;
	}
	if (is_of_others(file))
		free(file->data);
	else
		files->count++;
	return 0;
}

static int walk(struct pstore_files *files, int fd, const char *path,
		unsigned int depth);

static int walk_into(struct pstore_files *files, int folder,
		     struct pstore_file *named, unsigned int depth)
{
	size_t length = strlen(named->path);
	int fd;

	/* systemd's are numbers. */
	if (depth == DEPTH_MAX ||
	    strspn(named->path + named->folder_bytes, "0123456789") !=
		    length - named->folder_bytes)
		return 0;
	fd = openat(folder, named->path + named->folder_bytes,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0) {
		files->pstore->damaged++;
		return 0;
	}
	memcpy(named->path + length, "/", sizeof("/"));
	return walk(files, fd, named->path, depth + 1);
}

static int take_entry(struct pstore_files *files, int folder,
		      const char *path, const struct dirent *entry,
		      unsigned int depth)
{
	struct pstore_file named = {
		.folder_bytes = (u32)strlen(path),
	};
	struct stat st;
	int bytes;

	if (entry->d_name[0] == '.')
		return 0;
	/* Room for the slash of a folder. */
	bytes = snprintf(named.path, sizeof(named.path) - 1, "%s%s", path,
			 entry->d_name);
	if (bytes < 0 || bytes >= (int)sizeof(named.path) - 1 ||
	    fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return 0;
	if (S_ISDIR(st.st_mode))
		return walk_into(files, folder, &named, depth);
	if (!take_name(&named))
		return 0;
	return take_file(files, folder, &named);
}

/* Closes @fd. */
static int walk(struct pstore_files *files, int fd, const char *path,
		unsigned int depth)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *entry;
	int err = 0;

	if (!dir) {
		err = -errno;
		close(fd);
		return err;
	}
	while (!err && (entry = readdir(dir)))
		err = take_entry(files, dirfd(dir), path, entry, depth);
	closedir(dir);
	return err;
}

static int compare_backends(const struct pstore_file *a,
			    const struct pstore_file *b)
{
	u32 bytes = a->backend_bytes < b->backend_bytes ? a->backend_bytes :
							  b->backend_bytes;
	int order = memcmp(a->path + a->backend_at, b->path + b->backend_at,
			   bytes);

	return order ? order : (int)a->backend_bytes - (int)b->backend_bytes;
}

/*
 * By folder, which systemd names for the time, and in it its dmesg.txt last; the
 * console's logs behind all folders.
 */
static int by_time(const void *a, const void *b)
{
	const struct pstore_file *fa = a, *fb = b;
	u32 bytes = fa->folder_bytes < fb->folder_bytes ? fa->folder_bytes :
							  fb->folder_bytes;
	int order;

	if (fa->is_console != fb->is_console)
		return fa->is_console ? 1 : -1;
	order = memcmp(fa->path, fb->path, bytes);
	if (order)
		return order;
	if (fa->folder_bytes != fb->folder_bytes)
		return fa->folder_bytes < fb->folder_bytes ? -1 : 1;
	if (fa->is_whole != fb->is_whole)
		return fa->is_whole ? 1 : -1;
	order = fa->is_whole ? 0 : compare_backends(fa, fb);
	if (order)
		return order;
	if (fa->order != fb->order)
		return fa->order < fb->order ? -1 : 1;
	return strcmp(fa->path, fb->path);
}

static bool is_next_part(const struct pstore_file *last,
			 const struct pstore_file *file)
{
	return !file->is_console && file->part > 1 && last->part &&
	       file->part == last->part + 1 &&
	       last->folder_bytes == file->folder_bytes &&
	       !compare_backends(last, file) &&
	       !strcmp(last->reason, file->reason);
}

/* The parts of a dump, of which the last is the log's begin. */
static int give_dump(struct pstore *pstore, const struct pstore_file *parts,
		     u32 count)
{
	const struct pstore_file *first = &parts[count - 1];
	struct pstore_text *text;
	size_t bytes = 0, at = 0;
	char *data;
	u32 i;

	for (i = 0; i < count; i++)
		bytes += parts[i].bytes;
	data = malloc(bytes + 1);
	if (!data)
		return -ENOMEM;
	for (i = count; i; i--) {
		memcpy(data + at, parts[i - 1].data, parts[i - 1].bytes);
		at += parts[i - 1].bytes;
	}
	/* Something behind it is missing. */
	if (parts->part > 1)
		pstore->damaged++;
	text = pstore_add(pstore, first->path + first->folder_bytes, data,
			  bytes);
	if (text)
		text->is_record = !first->is_console &&
				  first->backend_bytes == 8 &&
				  !memcmp(first->path + first->backend_at,
					  "crashrec", 8);
	return 0;
}

/* systemd's, beside the parts that it was made of. */
static bool is_made_of(const struct pstore_files *files,
		       const struct pstore_file *whole)
{
	const struct pstore_file *file = files->list;
	const struct pstore_file *end = file + files->count;

	for (; whole->is_whole && file < end; file++)
		if (!file->is_whole && !file->is_console &&
		    file->folder_bytes == whole->folder_bytes &&
		    !memcmp(file->path, whole->path, file->folder_bytes))
			return true;
	return false;
}

static int give_all(struct pstore_files *files)
{
	const struct pstore_file *list = files->list;
	u32 from, to;
	int err = 0;

	if (files->count)
		qsort(files->list, files->count, sizeof(*list), by_time);
	for (from = 0; from < files->count && !err; from = to) {
		for (to = from + 1; to < files->count; to++)
			if (!is_next_part(&list[to - 1], &list[to]))
				break;
		if (list[from].data && !is_made_of(files, &list[from]))
			err = give_dump(files->pstore, &list[from], to - from);
	}
	return err;
}

int pstore_folder_read(struct pstore *pstore, int fd)
{
	struct pstore_files files = { .pstore = pstore };
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err = copy < 0 ? -errno : walk(&files, copy, "", 0);

	if (!err)
		err = give_all(&files);
	while (files.count)
		free(files.list[--files.count].data);
	free(files.list);
	return err;
}
