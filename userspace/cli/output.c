// SPDX-License-Identifier: GPL-2.0
/*
 * What is written is a temporary file beside the one that is named, until all of
 * it is there: a run that fails leaves what was there before. No link is followed
 * and nothing but a regular file is replaced, so what others put in a folder that
 * all may write to, as /tmp is, is not written to.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"

static bool fail(struct output *output, const char *path, int err)
{
	complain("%s: can't be written: %s; name another file", path,
		 strerror(err));
	if (output->temporary)
		unlink(output->temporary);
	free(output->temporary);
	output->temporary = NULL;
	return false;
}

/* Return: the mode that the file is to have; -1: told why it can't be written. */
static int mode_of(const char *path)
{
	mode_t mask = umask(0);
	struct stat st;

	umask(mask);
	if (lstat(path, &st))
		return (int)(0666 & ~mask);
	if (S_ISREG(st.st_mode))
		return (int)(st.st_mode & 0777);
	complain("%s: is no regular file: name another one, or standard output (-)",
		 path);
	return -1;
}

static FILE *open_temporary(struct output *output, int mode)
{
	FILE *file = NULL;
	int fd = mkostemp(output->temporary, O_CLOEXEC);
	int err;

	if (fd < 0) {
		err = errno;
		/* There is none to be removed. */
		free(output->temporary);
		output->temporary = NULL;
		errno = err;
		return NULL;
	}
	if (!fchmod(fd, (mode_t)mode))
		file = fdopen(fd, "w");
	if (file)
		return file;
	err = errno;
	close(fd);
	errno = err;
	return NULL;
}

bool output_open(struct output *output, const char *path)
{
	int mode;

	output->path = NULL;
	output->temporary = NULL;
	output->file = stdout;
	if (!path || !strcmp(path, "-"))
		return true;
	mode = mode_of(path);
	if (mode < 0)
		return false;
	if (asprintf(&output->temporary, "%s.XXXXXX", path) < 0) {
		output->temporary = NULL;
		return fail(output, path, ENOMEM);
	}
	output->file = open_temporary(output, mode);
	if (!output->file)
		return fail(output, path, errno);
	output->path = path;
	return true;
}

void output_drop(struct output *output)
{
	if (!output->path)
		return;
	fclose(output->file);
	unlink(output->temporary);
	free(output->temporary);
	output->path = NULL;
}

/* main() sees to stdout. */
bool output_close(struct output *output)
{
	bool bad;

	if (!output->path)
		return true;
	bad = ferror(output->file);
	if (fclose(output->file) || bad) {
		complain("%s: could not be written whole: is there room where it goes?",
			 output->path);
		unlink(output->temporary);
		free(output->temporary);
		return false;
	}
	if (rename(output->temporary, output->path))
		return fail(output, output->path, errno);
	free(output->temporary);
	return true;
}
