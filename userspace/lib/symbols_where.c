// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Where files with debug information are: where debug packages of Debian and
 * Fedora put them, by build id (/usr/lib/debug/.build-id/ab/cdef.debug) or by
 * release, and in the folder that the kernel was built in. Where a build id is
 * known, a file of another one is passed over.
 */
#include <errno.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "symbols.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* More modules than this no kernel has. */
#define FILES_MAX	100000

/**
 * struct where - a place for the kernel's file
 * @before: of the release
 * @after: it
 * @in_packages: below where debug packages put what they have
 */
struct where {
	const char *before;
	const char *after;
	bool in_packages;
};

static const struct where kernels[] = {
	{ "/boot/vmlinux-", "", true },
	{ "/boot/vmlinux-", ".debug", true },
	{ "/lib/modules/", "/vmlinux", true },
	{ "/lib/modules/", "/vmlinux.debug", true },
	{ "/usr/lib/modules/", "/vmlinux", true },
	{ "/usr/lib/modules/", "/vmlinux.debug", true },
	{ "/lib/modules/", "/build/vmlinux", false },
	{ "/lib/modules/", "/vmlinux", false },
	{ "/boot/vmlinux-", "", false },
};

void symbols_set_id(struct symbols_id *id, struct crashrec_text bytes)
{
	id->bytes = bytes.bytes <= sizeof(id->at) ? bytes.bytes : 0;
	memcpy(id->at, bytes.data, id->bytes);
}

int symbols_fail(struct crashrec_symbols *symbols, int err, const char *format,
		 ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(symbols->error, sizeof(symbols->error), format, args);
	va_end(args);
	return err;
}

static void id_text(char *text, const struct symbols_id *id)
{
	size_t i;

	text[0] = '\0';
	for (i = 0; i < id->bytes; i++)
		snprintf(text + 2 * i, 3, "%02x", id->at[i]);
}

static bool is_of_build(struct symbol_file *file, const struct symbols_id *id)
{
	struct crashrec_text is = symbol_file_build_id(file);

	return !id->bytes || !is.bytes ||
	       (is.bytes == id->bytes && !memcmp(is.data, id->at, id->bytes));
}

static struct symbols_file *known_file(const struct crashrec_symbols *symbols,
				       const char *path)
{
	struct symbols_file *file = symbols->files;

	while (file && strcmp(file->path, path) != 0)
		file = file->next;
	return file;
}

/* Also that a file is none of ours is kept; not that there is none. */
static int open_file(struct crashrec_symbols *symbols, const char *path,
		     struct symbols_file **file)
{
	struct symbol_file *opened;
	struct symbols_file *new;
	int err;

	*file = known_file(symbols, path);
	if (*file)
		return (*file)->err;
	if (symbols->file_count == SYMBOLS_FILES_MAX)
		return -EMFILE;
	err = symbol_file_open(&opened, path);
	if (err && err != -EBADMSG && err != -ENODATA)
		return err;
	new = calloc(1, sizeof(*new));
	if (new)
		new->path = strdup(path);
	if (!new || !new->path) {
		free(new);
		symbol_file_close(opened);
		return -ENOMEM;
	}
	new->file = opened;
	new->err = err;
	new->next = symbols->files;
	symbols->files = new;
	symbols->file_count++;
	*file = new;
	return err;
}

void symbols_close_files(struct crashrec_symbols *symbols)
{
	struct symbols_file *file;

	while ((file = symbols->files)) {
		symbols->files = file->next;
		symbol_file_close(file->file);
		free(file->path);
		free(file->base);
		free(file);
	}
	symbols->file_count = 0;
}

/* Return: as symbol_file_open(); -ESTALE: of another build; -EMFILE: too many. */
static int try_file(struct crashrec_symbols *symbols, const char *path,
		    const struct symbols_id *id, struct symbols_file **file)
{
	int err = open_file(symbols, path, file);

	if (!err && !is_of_build((*file)->file, id))
		err = -ESTALE;
	if (err)
		*file = NULL;
	return err;
}

/* Of all that failed, what tells most. */
static int worse(int err, int other)
{
	return err == -ENOMEM || other == -ENOENT || other == -ENOTDIR ||
	       other == -EACCES ? err : other;
}

/* By build id, in the folder of debug packages. */
static int try_by_id(struct crashrec_symbols *symbols,
		     const struct symbols_id *id, struct symbols_file **file)
{
	char text[2 * SYMBOLS_ID_MAX_BYTES + 1];
	char *path;
	int err;

	if (id->bytes < 2)
		return -ENOENT;
	id_text(text, id);
	if (asprintf(&path, "%s/.build-id/%.2s/%s.debug", symbols->debug_path,
		     text, text + 2) < 0)
		return -ENOMEM;
	err = try_file(symbols, path, id, file);
	free(path);
	return err;
}

/* A release is text of a log, and becomes part of a path. */
static bool is_release(const char *release)
{
	const char *at = release;
	char c;

	if (!release || !*release || *release == '.')
		return false;
	while ((c = *at++))
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && !strchr("._+~-", c))
			return false;
	return true;
}

static int try_places(struct crashrec_symbols *symbols)
{
	int err = -ENOENT, result;
	char *path;
	size_t i;

	for (i = 0; i < COUNT(kernels); i++) {
		if (asprintf(&path, "%s%s%s%s", kernels[i].in_packages ?
			     symbols->debug_path : "", kernels[i].before,
			     symbols->release, kernels[i].after) < 0)
			return -ENOMEM;
		result = try_file(symbols, path, &symbols->id,
				  &symbols->kernel);
		free(path);
		if (!result)
			return 0;
		err = worse(err, result);
	}
	return err;
}

static int look_for_kernel(struct crashrec_symbols *symbols)
{
	int err = try_by_id(symbols, &symbols->id, &symbols->kernel);
	char *path;

	if (err && is_release(symbols->release))
		err = worse(err, try_places(symbols));
	if (symbols->kernel)
		return 0;
	path = symbols_ask_server(&symbols->id);
	if (!path)
		return err;
	err = try_file(symbols, path, &symbols->id, &symbols->kernel);
	free(path);
	return err;
}

static int fail_named(struct crashrec_symbols *symbols, int err)
{
	const char *path = symbols->vmlinux;
	char text[2 * SYMBOLS_ID_MAX_BYTES + 1];

	switch (err) {
	case -ESTALE:
		id_text(text, &symbols->id);
		return symbols_fail(symbols, err,
				    "%s: is of another build than the kernel that reported: name the vmlinux of build id %s",
				    path, text);
	case -EBADMSG:
		return symbols_fail(symbols, err,
				    "%s: is no ELF file: name the vmlinux of the kernel's build, or of its debug package, not vmlinuz",
				    path);
	case -ENODATA:
		return symbols_fail(symbols, err,
				    "%s: has no debug information: name a vmlinux built with CONFIG_DEBUG_INFO, or that of the kernel's debug package",
				    path);
	case -ENOENT:
		return symbols_fail(symbols, err,
				    "%s: no such file: check the name", path);
	default:
		return symbols_fail(symbols, err, "%s: %s", path,
				    strerror(-err));
	}
}

static const char *why_none(int err)
{
	switch (err) {
	case -ESTALE:
		return "the debug information that is here is of another build";
	case -ENODATA:
		return "the file that is here has no debug information";
	case -EMFILE:
		return "too many files of other kernels and modules are open";
	default:
		return "no debug information was found";
	}
}

static int fail_looking(struct crashrec_symbols *symbols, int err)
{
	char text[2 * SYMBOLS_ID_MAX_BYTES + 1];
	const char *release = symbols->release;

	id_text(text, &symbols->id);
	if (err == -ENOMEM)
		return symbols_fail(symbols, err, "out of memory");
	if (!release && !symbols->id.bytes)
		return symbols_fail(symbols, -ENOENT,
				    "nothing tells which kernel reported: name its file by --vmlinux, or its release by --release");
	return symbols_fail(symbols, -ENOENT,
			    "kernel %s%s%s: %s: install its debug package (on Debian linux-image-%s-dbg), name its vmlinux by --vmlinux, or set DEBUGINFOD_URLS",
			    release ? release : "of build id ",
			    release && symbols->id.bytes ? ", build id " : "",
			    text, why_none(err),
			    is_release(release) ? release : "RELEASE");
}

int symbols_open_kernel(struct crashrec_symbols *symbols)
{
	int err;

	if (!symbol_file_built())
		return symbols_fail(symbols, -EOPNOTSUPP,
				    "this crashrec was built without libdw, and reads no debug information: build it with libdw-dev installed");
	if (!symbols->vmlinux) {
		err = look_for_kernel(symbols);
		return err ? fail_looking(symbols, err) : 0;
	}
	err = try_file(symbols, symbols->vmlinux, &symbols->id,
		       &symbols->kernel);
	return err ? fail_named(symbols, err) : 0;
}

static bool add_file(struct symbols_folder *folder, const char *path)
{
	char **files;

	files = realloc(folder->files, (folder->count + 1) * sizeof(*files));
	if (!files)
		return false;
	folder->files = files;
	files[folder->count] = strdup(path);
	return files[folder->count] && ++folder->count;
}

/* Links to files count, those to folders do not. */
static int read_folder(struct symbols_folder *folder)
{
	char * const paths[] = { folder->path, NULL };
	int err = 0;
	FTSENT *entry;
	FTS *fts;

	fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, NULL);
	if (!fts)
		return errno == ENOMEM ? -ENOMEM : 0;
	while (!err && folder->count < FILES_MAX && (entry = fts_read(fts))) {
		if ((entry->fts_info == FTS_F || entry->fts_info == FTS_SL) &&
		    strstr(entry->fts_name, ".ko") &&
		    !add_file(folder, entry->fts_path))
			err = -ENOMEM;
	}
	fts_close(fts);
	return err;
}

/* Return: what is in a folder and below; NULL if there is no memory. */
static struct symbols_folder *folder_of(struct crashrec_symbols *symbols,
					const char *path)
{
	struct symbols_folder *folder;

	for (folder = symbols->folders; folder; folder = folder->next)
		if (!strcmp(folder->path, path))
			return folder;
	folder = calloc(1, sizeof(*folder));
	if (!folder)
		return NULL;
	folder->next = symbols->folders;
	symbols->folders = folder;
	folder->path = strdup(path);
	if (!folder->path || read_folder(folder))
		return NULL;
	return folder;
}

void symbols_close_folders(struct crashrec_symbols *symbols)
{
	struct symbols_folder *folder;

	while ((folder = symbols->folders)) {
		symbols->folders = folder->next;
		while (folder->count)
			free(folder->files[--folder->count]);
		free(folder->files);
		free(folder->path);
		free(folder);
	}
}

/* A file may have - in its name where the module has _. */
static bool is_file_of(const char *path, const char *name)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	for (; *name; name++, base++)
		if ((*base == '-' ? '_' : *base) != (*name == '-' ? '_' : *name))
			return false;
	return !strncmp(base, ".ko", 3) && (!base[3] || base[3] == '.');
}

static int try_folder(struct crashrec_symbols *symbols, const char *path,
		      const char *name, const struct symbols_id *id,
		      struct symbols_file **file)
{
	struct symbols_folder *folder = folder_of(symbols, path);
	int err = -ENOENT;
	size_t i;

	if (!folder)
		return -ENOMEM;
	for (i = 0; i < folder->count; i++) {
		if (!is_file_of(folder->files[i], name))
			continue;
		err = worse(err, try_file(symbols, folder->files[i], id, file));
		if (*file)
			return 0;
	}
	return err;
}

/* Beside a vmlinux that was named; not in a folder of many kernels. */
static char *folder_beside(const struct crashrec_symbols *symbols)
{
	const char *slash;

	if (!symbols->vmlinux)
		return NULL;
	slash = strrchr(symbols->vmlinux, '/');
	if (!slash)
		return strdup(".");
	if (slash - symbols->vmlinux >= 5 && !strncmp(slash - 5, "/boot", 5))
		return NULL;
	return strndup(symbols->vmlinux, (size_t)(slash - symbols->vmlinux));
}

static int try_named_folders(struct crashrec_symbols *symbols, const char *name,
			     const struct symbols_id *id,
			     struct symbols_file **file)
{
	char *beside;
	int err;

	if (symbols->module_path)
		return try_folder(symbols, symbols->module_path, name, id, file);
	beside = folder_beside(symbols);
	if (!beside)
		return -ENOENT;
	err = try_folder(symbols, beside, name, id, file);
	free(beside);
	return err;
}

static int try_release_folders(struct crashrec_symbols *symbols,
			       const char *name, const struct symbols_id *id,
			       struct symbols_file **file)
{
	static const char * const folders[] = {
		"/lib/modules/", "/usr/lib/modules/",
	};
	int err = -ENOENT;
	char *path;
	size_t i;

	if (!is_release(symbols->release))
		return err;
	for (i = 0; i <= COUNT(folders) && !*file; i++) {
		if (asprintf(&path, "%s%s%s",
			     i < COUNT(folders) ? symbols->debug_path : "",
			     folders[i % COUNT(folders)], symbols->release) < 0)
			return -ENOMEM;
		err = worse(err, try_folder(symbols, path, name, id, file));
		free(path);
	}
	return *file ? 0 : err;
}

int symbols_open_module(struct crashrec_symbols *symbols, const char *name,
			const struct symbols_id *id, struct symbols_file **file)
{
	char *path;
	int err;

	*file = NULL;
	err = try_named_folders(symbols, name, id, file);
	if (*file)
		return 0;
	err = worse(err, try_by_id(symbols, id, file));
	if (!*file)
		err = worse(err, try_release_folders(symbols, name, id, file));
	if (*file)
		return 0;
	path = symbols_ask_server(id);
	if (path)
		err = worse(err, try_file(symbols, path, id, file));
	free(path);
	return *file ? 0 : err;
}
