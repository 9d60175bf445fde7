// SPDX-License-Identifier: GPL-2.0
/*
 * Gives each file of a folder once to the target of the fuzzer that this is
 * linked with: what was found once is not to come back.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support_tap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* In memory of its own: a look behind its end is found. */
static void give(const char *folder, const char *name)
{
	char path[4096];
	struct stat st;
	uint8_t *data;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (!file || fstat(fileno(file), &st))
		exit(1);
	data = malloc(st.st_size ? (size_t)st.st_size : 1);
	if (!data || fread(data, 1, (size_t)st.st_size, file) !=
		     (size_t)st.st_size)
		exit(1);
	fclose(file);
	LLVMFuzzerTestOneInput(data, (size_t)st.st_size);
	free(data);
}

/* One that fails ends the child; @at then says which. */
static int run_all(const char *folder, struct dirent **files, int count,
		   int *at)
{
	int status = -1;
	pid_t child = fork();

	if (!child) {
		for (*at = 0; *at < count; (*at)++)
			give(folder, files[*at]->d_name);
		exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return -1;
	return status;
}

int main(int argc, char **argv)
{
	struct dirent **files = NULL;
	char name[256];
	const char *base;
	int count, status;
	int *at;

	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	base = strrchr(argv[1], '/');
	base = base ? base + 1 : argv[1];
	count = scandir(argv[1], &files, is_file, alphasort);
	at = mmap(NULL, sizeof(*at), PROT_READ | PROT_WRITE,
		  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	snprintf(name, sizeof(name), "fuzz corpus: %s, %d inputs", base, count);
	if (count <= 0 || at == MAP_FAILED) {
		tap_check(name, false, "%s: there is nothing", argv[1]);
		return tap_end();
	}
	status = run_all(argv[1], files, count, at);
	tap_check(name, !status, "status %#x at %s/%s", (unsigned int)status,
		  argv[1], *at < count ? files[*at]->d_name : "");
	while (count--)
		free(files[count]);
	free(files);
	return tap_end();
}
