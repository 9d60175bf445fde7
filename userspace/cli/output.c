// SPDX-License-Identifier: GPL-2.0
/*
 * What is written is a temporary file beside the one that is named, until all of
 * it is there: a run that fails leaves what was there before. No link is followed
 * and nothing but a regular file is replaced, so what others put in a folder that
 * all may write to, as /tmp is, is not written to. A source is not replaced by
 * what is made of it.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"

static const int ending_signals[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU, SIGXFSZ,
};

/* Of the file that is being written; NULL: none is. */
static char *_Atomic unfinished;

static void end(int number)
{
	char *path = unfinished;

	if (path)
		unlink(path);
	signal(number, SIG_DFL);
	raise(number);
}

/* What is ignored, as under nohup, stays so. */
static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = end }, former;
	size_t i;

	sigfillset(&action.sa_mask);
	for (i = 0; i < sizeof(ending_signals) / sizeof(int); i++)
		if (!sigaction(ending_signals[i], NULL, &former) &&
		    former.sa_handler == SIG_DFL)
			sigaction(ending_signals[i], &action, NULL);
}

/* The temporary file is there no longer, or has its name. */
static void forget(struct output *output)
{
	unfinished = NULL;
	free(output->temporary);
	output->temporary = NULL;
}

static bool fail(struct output *output, const char *path, int err)
{
	complain("%s: can't be written: %s; name another file", path,
		 strerror(err));
	if (output->temporary)
		unlink(output->temporary);
	forget(output);
	return false;
}

static bool is_one_of(const struct stat *st, const struct options *options)
{
	struct stat other;
	size_t i;

	for (i = 0; i < options->path_count; i++)
		if (!stat(options->paths[i], &other) &&
		    other.st_dev == st->st_dev && other.st_ino == st->st_ino)
			return true;
	return false;
}

/* A record of a folder that is read; a page may stand there, and be made again. */
static bool is_in_one(const char *path, const struct options *options)
{
	const char *name = strrchr(path, '/');
	const char *dot = strrchr(name ? name : path, '.');
	char folder[PATH_MAX], whole[PATH_MAX], *slash;
	struct stat st;

	if (dot && (!strcmp(dot, ".html") || !strcmp(dot, ".svg") ||
		    !strcmp(dot, ".dot")))
		return false;
	snprintf(folder, sizeof(folder), "%.*s",
		 name ? (int)(name + 1 - path) : 1, name ? path : ".");
	if (!realpath(folder, whole))
		return false;
	/* pstore has folders in folders. */
	while ((slash = strrchr(whole, '/')) && slash > whole) {
		if (!stat(whole, &st) && is_one_of(&st, options))
			return true;
		*slash = '\0';
	}
	return false;
}

/* Return: the mode that the file is to have; -1: told why it can't be written. */
static int mode_of(const char *path, const struct options *options)
{
	mode_t mask = umask(0);
	struct stat st;

	umask(mask);
	if (lstat(path, &st))
		return (int)(0666 & ~mask);
	if (S_ISREG(st.st_mode) && !is_one_of(&st, options) &&
	    !is_in_one(path, options))
		/* Who made it may have let others write to it, or let none read. */
		return (int)(st.st_mode & (st.st_uid == geteuid() ? 0777 :
							    0666 & ~mask));
	complain("%s: is %s: name another one, or standard output (-)", path,
		 S_ISREG(st.st_mode) ? "what is read" : "no regular file");
	return -1;
}

static FILE *open_temporary(struct output *output, int mode)
{
	FILE *file = NULL;
	sigset_t all, former;
	int fd, err;

	/* A signal is to find none of it, or its name. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &former);
	fd = mkostemp(output->temporary, O_CLOEXEC);
	err = errno;
	unfinished = fd < 0 ? NULL : output->temporary;
	sigprocmask(SIG_SETMASK, &former, NULL);
	if (fd < 0) {
		/* There is none to be removed. */
		forget(output);
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

bool output_open(struct output *output, const char *path,
		 const struct options *options)
{
	int mode;

	output->path = NULL;
	output->temporary = NULL;
	output->file = stdout;
	if (!path || !strcmp(path, "-"))
		return true;
	mode = mode_of(path, options);
	if (mode < 0)
		return false;
	catch_signals();
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
	forget(output);
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
		forget(output);
		return false;
	}
	if (rename(output->temporary, output->path))
		return fail(output, output->path, errno);
	forget(output);
	return true;
}
