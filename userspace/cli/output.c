// SPDX-License-Identifier: GPL-2.0
#include "output.h"

#include <errno.h>
#include <string.h>

#include "complain.h"

bool output_open(struct output *output, const char *path)
{
	output->path = NULL;
	output->file = stdout;
	if (!path || !strcmp(path, "-"))
		return true;
	output->path = path;
	output->file = fopen(path, "we");
	if (output->file)
		return true;
	complain("%s: can't be written: %s; name another file", path,
		 strerror(errno));
	return false;
}

/* main() sees to stdout. */
bool output_close(struct output *output)
{
	bool bad;

	if (!output->path)
		return true;
	bad = ferror(output->file);
	if (!fclose(output->file) && !bad)
		return true;
	complain("%s: could not be written whole: is there room where it goes?",
		 output->path);
	return false;
}
